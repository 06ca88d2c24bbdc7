//! Names in addresses: whatever enters a URL is encoded, whatever enters a filter is quoted (facts 1.2).

use crate::error::{Error, ErrorCode, Result};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;

/// All but RFC 3986's unreserved characters and `@`, which Graph takes as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

/// A value of a query option; blank becomes `%20` and plus `%2B`, never the other way round.
pub(crate) fn query_value(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// A string literal of a `$filter`, quotes doubled, not yet encoded.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// One segment of a path.
///
/// # Errors
/// `unexpectedReply` for what would change the path instead of being part of it.
pub(crate) fn segment(text: &str) -> Result<String> {
    if matches!(text, "" | "." | "..") {
        return Err(Error::new(
            ErrorCode::UnexpectedReply,
            "the service gave an id that cannot be part of an address",
        ));
    }
    Ok(utf8_percent_encode(text, SEGMENT).to_string())
}

/// Whether the text is an object id.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// How a caller names a person: an object id or a sign-in name. Only these two address a user directly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UserKey {
    /// An object id.
    Id(String),
    /// A user principal name, or an address.
    Name(String),
}

impl UserKey {
    /// Reads what a caller gave.
    ///
    /// # Errors
    /// `invalidInput`, saying what is wrong with it, before anything is sent.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let refuse = |why: &str| {
            Error::new(ErrorCode::InvalidInput, format!("`{text}` {why}"))
                .about(text)
                .remedy("give an object id or a user principal name such as nora.lind@fabrikam.example; to look for part of a name, search")
        };
        if text.is_empty() {
            return Err(Error::new(ErrorCode::InvalidInput, "the user is missing")
                .remedy("give an object id or a user principal name"));
        }
        if is_guid(text) {
            return Ok(Self::Id(text.to_ascii_lowercase()));
        }
        let Some((local, domain)) = text.split_once('@') else {
            return Err(refuse("is neither an object id nor a user principal name"));
        };
        if let Some(bad) = local.chars().find(|c| !is_local(*c)) {
            return Err(refuse(&format!(
                "holds {}, which no user principal name has",
                describe(bad)
            )));
        }
        let labels_good = domain
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        if local.is_empty() || !labels_good || text.len() > 1024 {
            return Err(refuse("is not a well-formed user principal name"));
        }
        Ok(Self::Name(text.to_owned()))
    }

    /// The text as given.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Id(text) | Self::Name(text) => text,
        }
    }

    /// The path of the user, encoded. A name that begins with a dollar sign needs the form with brackets.
    pub(crate) fn path(&self) -> String {
        let text = self.as_str();
        if text.starts_with('$') {
            format!(
                "/users('{}')",
                utf8_percent_encode(&text.replace('\'', "''"), SEGMENT)
            )
        } else {
            format!("/users/{}", utf8_percent_encode(text, SEGMENT))
        }
    }
}

impl fmt::Display for UserKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the part before the `@` may hold: the alphabet of user principal names, and what mail addresses add.
fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "'.-_!#^~$+&=".contains(c)
}

fn describe(c: char) -> String {
    match c {
        '@' => "a second @".to_owned(),
        c if c.is_whitespace() => "a blank".to_owned(),
        c if c.is_control() => "a control character".to_owned(),
        c => format!("`{c}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;
    use url::Url;

    const HOST: &str = "https://graph.microsoft.com/v1.0";

    /// What the service would read from the path: the key between `/users` and the next slash.
    fn read_back(path: &str) -> String {
        let url = Url::parse(&format!("{HOST}{path}/authentication/methods")).expect("an address");
        assert_eq!((url.query(), url.fragment()), (None, None), "{url}");
        let key = url
            .path()
            .strip_prefix("/v1.0/users")
            .expect("users")
            .strip_suffix("/authentication/methods");
        let key = percent_decode_str(key.expect("methods"))
            .decode_utf8()
            .expect("UTF-8")
            .into_owned();
        match key.strip_prefix("('") {
            Some(quoted) => quoted.strip_suffix("')").expect("closed").replace("''", "'"),
            None => key.strip_prefix('/').expect("a segment").to_owned(),
        }
    }

    proptest! {
        #[test]
        fn every_user_principal_name_survives(upn in "[A-Za-z0-9'.\\-_!#^~$]{1,40}@[a-z0-9]{1,20}(\\.[a-z0-9\\-]{1,10}){1,3}") {
            let key = UserKey::parse(&upn).expect("well-formed");
            prop_assert_eq!(read_back(&key.path()), upn);
        }

        #[test]
        fn every_guest_survives(local in "[a-z0-9._']{1,30}", home in "[a-z0-9]{1,12}\\.[a-z]{2,6}") {
            let upn = format!("{local}_{home}#EXT#@fabrikam.onmicrosoft.com");
            let path = UserKey::parse(&upn).expect("well-formed").path();
            prop_assert!(path.contains("%23EXT%23"));
            prop_assert_eq!(read_back(&path), upn);
        }

        #[test]
        fn every_object_id_survives(id in "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}") {
            let key = UserKey::parse(&id.to_uppercase()).expect("well-formed");
            prop_assert_eq!(&key, &UserKey::Id(id.clone()));
            prop_assert_eq!(read_back(&key.path()), id);
        }

        #[test]
        fn every_method_id_stays_one_segment(id in "\\PC{1,60}") {
            let Ok(encoded) = segment(&id) else {
                prop_assert!(id == "." || id == "..");
                return Ok(());
            };
            let url = Url::parse(&format!("{HOST}/methods/{encoded}")).expect("an address");
            prop_assert_eq!((url.query(), url.fragment()), (None, None));
            let read = percent_decode_str(url.path().strip_prefix("/v1.0/methods/").expect("path")).decode_utf8();
            prop_assert_eq!(read.expect("UTF-8"), id);
        }

        #[test]
        fn nothing_leaves_a_literal(text in "\\PC{0,60}") {
            let literal = literal(&text);
            let inside = &literal[1..literal.len() - 1];
            prop_assert_eq!(inside.replace("''", ""), text.replace('\'', ""));
            prop_assert_eq!(inside.matches('\'').count(), 2 * text.matches('\'').count());
        }

        #[test]
        fn nothing_leaves_a_query_value(text in "\\PC{0,60}") {
            let url = Url::parse(&format!("{HOST}/users?$filter={}&$top=1", query_value(&text))).expect("an address");
            let options: Vec<_> = url.query().expect("query").split('&').collect();
            prop_assert_eq!(options.len(), 2);
            let value = options[0].strip_prefix("$filter=").expect("filter");
            prop_assert!(!value.contains('+'));
            prop_assert_eq!(percent_decode_str(value).decode_utf8().expect("UTF-8"), text);
        }

        #[test]
        fn nonsense_is_refused_and_never_panics(text in "\\PC{0,80}") {
            if let Ok(key) = UserKey::parse(&text) {
                prop_assert_eq!(read_back(&key.path()), key.as_str());
            }
        }
    }

    #[test]
    fn malformed_names_are_refused_with_their_reason() {
        for (text, fragment) in [
            ("", "missing"),
            ("nora", "neither"),
            ("nora lind@fabrikam.example", "a blank"),
            ("no*@fabrikam.example", "`*`"),
            ("a@b@fabrikam.example", "well-formed"),
            ("@fabrikam.example", "well-formed"),
            ("nora@", "well-formed"),
            ("nora@fabrikam..example", "well-formed"),
            ("nora/../x@fabrikam.example", "`/`"),
        ] {
            let error = UserKey::parse(text).expect_err(text);
            assert_eq!(error.code(), ErrorCode::InvalidInput);
            assert!(error.message().contains(fragment), "{text}: {error}");
        }
    }

    #[test]
    fn the_documented_examples() {
        let guest = UserKey::parse("ann_contoso.com#EXT#@fabrikam.onmicrosoft.com").expect("good");
        assert_eq!(
            guest.path(),
            "/users/ann_contoso.com%23EXT%23@fabrikam.onmicrosoft.com"
        );
        let dollar = UserKey::parse("$name@fabrikam.example").expect("good");
        assert_eq!(dollar.path(), "/users('%24name@fabrikam.example')");
        let apostrophe = UserKey::parse("sean.o'neil@fabrikam.example").expect("good");
        assert_eq!(apostrophe.path(), "/users/sean.o%27neil@fabrikam.example");
    }
}
