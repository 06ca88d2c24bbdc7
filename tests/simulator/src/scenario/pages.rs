//! How the service cuts collections into pages (facts 1.3, 15.12).

use serde::{Deserialize, Serialize};

/// Peculiarities of pages that the service may show at any time. Without them a page holds as many items as the
/// request asks for, as long as there are that many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PageRules {
    /// Whether pages end early: each holds between one item and as many as were asked for, always the same number
    /// for the same page.
    pub short: bool,
    /// Whether every other page, beginning with the first, is empty although more follow.
    pub empty: bool,
    /// How many of the last items of a page the next page repeats at its beginning. A page always holds at least one
    /// item that the page before did not, so pages of one item repeat nothing.
    pub repeated: usize,
}
