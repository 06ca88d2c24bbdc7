//! Query options, with or without the dollar sign (facts 1.3, 15.15).

use percent_encoding::percent_decode_str;

use super::failure::Failure;

/// The decoded query options of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Splits an encoded query; `+` is no blank (facts 1.2).
    pub(crate) fn parse(query: &str) -> Option<Self> {
        let mut options = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = percent_decode_str(name).decode_utf8().ok()?;
            let value = percent_decode_str(value).decode_utf8().ok()?;
            options.push((
                name.trim_start_matches('$').to_ascii_lowercase(),
                value.into_owned(),
            ));
        }
        Some(Self(options))
    }

    /// The value of an option, named without its dollar sign.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The names in `$select`.
    pub(crate) fn select(&self) -> Option<Vec<&str>> {
        let names = self
            .get("select")?
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        Some(names.collect())
    }

    /// Whether `$count=true` was sent.
    pub(crate) fn count(&self) -> bool {
        self.get("count")
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// `$top` between one and the maximum.
    pub(crate) fn top(&self, maximum: usize) -> Result<Option<usize>, Failure> {
        let Some(text) = self.get("top") else {
            return Ok(None);
        };
        match text.parse::<usize>() {
            Ok(top) if (1..=maximum).contains(&top) => Ok(Some(top)),
            Ok(_) => Err(Failure::new(
                400,
                "Request_UnsupportedQuery",
                format!("Invalid page size specified: '{text}'. Must be between 1 and {maximum} inclusive."),
            )),
            Err(_) => Err(Failure::syntax(format!(
                "Invalid value '{text}' for $top query option found."
            ))),
        }
    }

    /// Refuses options that the resource does not offer.
    pub(crate) fn only(&self, offered: &[&str]) -> Result<(), Failure> {
        match self
            .0
            .iter()
            .find(|(name, _)| KNOWN.contains(&name.as_str()) && !offered.contains(&name.as_str()))
        {
            Some((name, _)) => Err(Failure::syntax(format!("Query option '${name}' is not allowed."))),
            None => Ok(()),
        }
    }

    /// The options without paging state, encoded for a link.
    pub(crate) fn for_next_link(&self) -> String {
        let mut link = String::new();
        for (name, value) in self.0.iter().filter(|(name, _)| name != "skiptoken") {
            let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            link.push_str(&format!("${name}={value}&"));
        }
        link
    }
}

const KNOWN: &[&str] = &[
    "count",
    "expand",
    "filter",
    "orderby",
    "search",
    "select",
    "skip",
    "skiptoken",
    "top",
];
