//! What an answer tells about limits (facts 11).

use super::cost::Cost;
use crate::http::{Call, Reply};

/// Which limit was exceeded, as far as the service tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exceeded {
    Writes,
    Units,
    /// The service does not tell, or names what is no limit of ours.
    Unknown,
}

/// What an answer tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signal {
    pub(super) cost: Cost,
    /// The limit, for a refusal.
    pub(super) exceeded: Option<Exceeded>,
    /// What it has really cost, where the service tells.
    pub(super) units: Option<u32>,
    /// How much of the limit is used, told from 0.8 on.
    pub(super) used: Option<f64>,
    pub(super) is_success: bool,
}

impl Signal {
    pub(crate) fn read(call: &Call, reply: &Reply) -> Self {
        let number = |name: &str| {
            reply
                .header(name)
                .and_then(|text| text.trim().parse::<f64>().ok())
        };
        let says = |word: &str| {
            let information = reply.header("x-ms-throttle-information");
            information.is_some_and(|text| text.trim().eq_ignore_ascii_case(word))
        };
        let exceeded = (reply.status == 429).then(|| match () {
            () if says("WriteLimitExceeded") => Exceeded::Writes,
            () if says("ResourceUnitLimitExceeded") => Exceeded::Units,
            () => Exceeded::Unknown,
        });
        Self {
            cost: Cost::of(call),
            exceeded,
            units: reply
                .header("x-ms-resource-unit")
                .and_then(|text| text.trim().parse().ok()),
            used: number("x-ms-throttle-limit-percentage").filter(|used| used.is_finite()),
            is_success: reply.is_success(),
        }
    }
}
