//! Form bodies, queries and HTTP Basic credentials (facts 13, 13.3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::failure::{Failure, missing};
use crate::http::Request;

/// The decoded fields of a form or of a query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// The form in the body of a request.
    pub(crate) fn of(request: &Request) -> Result<Self, Failure> {
        Self::parse(&String::from_utf8_lossy(&request.body))
    }

    /// The query of a request.
    pub(crate) fn of_query(request: &Request) -> Result<Self, Failure> {
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        Self::parse(query)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name), decode(value));
            if fields.iter().any(|(known, _)| *known == name) {
                let message =
                    format!("The request is not properly formatted. The parameter '{name}' is duplicated.");
                return Err(Failure::saying(9_000_411, message));
            }
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    /// A field that was sent and is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(known, _)| known == name);
        field
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Takes over the fields that it does not have itself.
    pub(crate) fn extend(&mut self, more: Self) {
        for (name, value) in more.0 {
            if self.get(&name).is_none() {
                self.0.push((name, value));
            }
        }
    }

    /// A field that must be there.
    pub(super) fn require(&self, name: &str) -> Result<&str, Failure> {
        self.get(name).ok_or_else(|| missing(name))
    }

    /// Every field, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Client id and secret of an `Authorization: Basic` header.
pub(super) fn basic_credentials(request: &Request) -> Option<(String, String)> {
    let (scheme, encoded) = request.headers.get("Authorization")?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((decode(id), decode(secret)))
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::Form;

    proptest! {
        #[test]
        fn what_is_encoded_comes_back(
            fields in prop::collection::btree_map("[a-z_]{1,8}", ".{1,12}", 0..6)
        ) {
            let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            let text: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
                .collect();
            let form = Form::parse(&text.join("&")).unwrap();
            prop_assert_eq!(form.iter().count(), fields.len());
            for (name, value) in &fields {
                prop_assert_eq!(form.get(name), Some(value.as_str()));
            }
        }

        #[test]
        fn nothing_makes_the_parser_panic(text in ".{0,60}|[a-z&=%+0-9]{0,60}") {
            let _ = Form::parse(&text);
        }

        #[test]
        fn a_field_sent_twice_is_refused(name in "[a-z]{1,8}", other in "[A-Z]{1,8}") {
            let text = format!("{name}=1&{other}=2&{name}=1");
            prop_assert_eq!(Form::parse(&text).unwrap_err().number, 9_000_411);
        }
    }
}
