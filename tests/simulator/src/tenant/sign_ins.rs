//! What the login host remembers between requests (facts 13).

use std::collections::BTreeMap;

use time::OffsetDateTime;

/// Everything that is under way or was handed out.
#[derive(Default)]
pub(crate) struct SignIns {
    /// Client assertions that were presented, by application and `jti`, with the end of their lives.
    pub(crate) assertions: BTreeMap<(String, String), OffsetDateTime>,
}
