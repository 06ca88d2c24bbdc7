//! The pages of the login host: plain, readable without scripts and without styles (facts 13.2, 13.5).

use crate::http::{Headers, Response};
use crate::tenant::Tenant;
use crate::tenant::directory::User;

use super::form::Form;

/// How many people a page lists; the others are found by their names.
const LISTED: usize = 20;
/// The fields by which a page's forms say what a person did there.
pub(super) const PERSON: &str = "person";
pub(super) const FIND: &str = "find";
pub(super) const DECISION: &str = "decision";

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem}\
button,input{font:inherit;padding:.4rem .7rem}\
ul.people{list-style:none;padding:0}ul.people button{width:100%;text-align:start;margin:.15rem 0}\
.name{display:block;font-weight:600}\
.alert{border-inline-start:.3rem solid;padding-inline-start:.8rem}\
:focus-visible{outline:.2rem solid Highlight;outline-offset:.1rem}";

/// A whole page. `body` is HTML already.
pub(super) fn page(status: u16, title: &str, body: &str) -> Response {
    let title = escape(title);
    let document = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n{body}\n<p><small>This tenant is simulated. Nobody is asked for a password \
         here.</small></p>\n</main>\n</body>\n</html>\n"
    );
    let mut headers = Headers::new();
    headers.set("Content-Type", "text/html; charset=utf-8");
    headers.set("Cache-Control", "no-store, no-cache");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    Response {
        status,
        headers,
        body: document.into_bytes(),
    }
}

/// Text as it stands in HTML, also between quotes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A paragraph that is read out at once.
pub(super) fn alert(text: &str) -> String {
    format!("<p class=\"alert\" role=\"alert\">{}</p>\n", escape(text))
}

/// The fields that a form carries along unseen.
pub(super) fn hidden<'f>(fields: impl Iterator<Item = (&'f str, &'f str)>) -> String {
    fields
        .filter(|(name, _)| ![PERSON, FIND, DECISION].contains(name))
        .map(|(name, value)| {
            format!(
                "<input type=\"hidden\" name=\"{}\" value=\"{}\">\n",
                escape(name),
                escape(value)
            )
        })
        .collect()
}

/// Two forms: one finds people, one says who somebody is, or that they would rather not.
pub(super) fn people(tenant: &Tenant, action: &str, fields: &Form, find: &str, refusal: &str) -> String {
    let (action, hidden, value) = (escape(action), hidden(fields.iter()), escape(find));
    let wanted = find.trim().to_lowercase();
    let fits = |user: &&User| {
        wanted.is_empty()
            || user.display_name.to_lowercase().contains(&wanted)
            || user.user_principal_name.to_lowercase().contains(&wanted)
    };
    let mut found = tenant.directory.people().filter(fits);
    let list: String = found.by_ref().take(LISTED).map(person).collect();
    let remark = match (list.is_empty(), found.next().is_some()) {
        (true, _) => alert("Nobody in the tenant has such a name."),
        (false, true) => "<p>There are more people than are listed here.</p>\n".to_owned(),
        (false, false) => String::new(),
    };
    format!(
        "<form method=\"post\" action=\"{action}\">\n{hidden}<p><label for=\"{FIND}\">Name or address</label>\n\
         <input id=\"{FIND}\" name=\"{FIND}\" value=\"{value}\" autocomplete=\"off\">\n<button>Find</button></p>\n\
         </form>\n<form method=\"post\" action=\"{action}\">\n{hidden}<ul class=\"people\" \
         aria-label=\"People\">\n{list}</ul>\n{remark}<p><button name=\"{DECISION}\" \
         value=\"decline\">{}</button></p>\n</form>\n",
        escape(refusal)
    )
}

fn person(user: &User) -> String {
    format!(
        "<li><button name=\"{PERSON}\" value=\"{}\"><span class=\"name\">{}</span> {}</button></li>\n",
        user.id,
        escape(&user.display_name),
        escape(&user.user_principal_name)
    )
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_leaves_its_quotes() {
        assert_eq!(
            escape("<a href=\"x\" b='y'>&"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;"
        );
    }
}
