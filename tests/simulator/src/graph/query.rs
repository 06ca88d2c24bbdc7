//! Query options, with or without the dollar sign (facts 1.3, 15.15).

use percent_encoding::percent_decode_str;

use super::failure::Failure;

/// The decoded query options of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<QueryOption>);

#[derive(Clone, Debug)]
struct QueryOption {
    /// Lower case, without the dollar sign.
    name: String,
    /// The name as it was sent, still encoded.
    sent: String,
    value: String,
}

impl Query {
    /// Splits an encoded query; `+` is no blank (facts 1.2).
    pub(crate) fn parse(query: &str) -> Option<Self> {
        let mut options = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (sent, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = percent_decode_str(sent).decode_utf8().ok()?;
            options.push(QueryOption {
                name: name.strip_prefix('$').unwrap_or(&name).to_ascii_lowercase(),
                sent: sent.to_owned(),
                value: percent_decode_str(value).decode_utf8().ok()?.into_owned(),
            });
        }
        Some(Self(options))
    }

    /// The value of an option, named without its dollar sign.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|option| option.name == name)
            .map(|option| option.value.as_str())
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
        let mut known = self
            .0
            .iter()
            .map(|option| option.name.as_str())
            .filter(|name| KNOWN.contains(name));
        match known.find(|name| !offered.contains(name)) {
            Some(name) => Err(Failure::syntax(format!("Query option '${name}' is not allowed."))),
            None => Ok(()),
        }
    }

    /// The options without paging state, encoded for a link.
    pub(crate) fn for_next_link(&self) -> String {
        let mut link = String::new();
        for option in self.lasting() {
            let value =
                percent_encoding::utf8_percent_encode(&option.value, percent_encoding::NON_ALPHANUMERIC);
            if KNOWN.contains(&option.name.as_str()) {
                link.push_str(&format!("${}={value}&", option.name));
            } else {
                link.push_str(&format!("{}={value}&", option.sent));
            }
        }
        link
    }

    /// What makes this query the same as another one: names and values in any order.
    pub(crate) fn fingerprint(&self) -> String {
        let mut options: Vec<_> = self
            .lasting()
            .map(|option| (&option.name, &option.value))
            .collect();
        options.sort_unstable();
        format!("{options:?}")
    }

    fn lasting(&self) -> impl Iterator<Item = &QueryOption> {
        self.0.iter().filter(|option| option.name != "skiptoken")
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
