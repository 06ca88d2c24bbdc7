//! Revoking sign-in sessions: what changes and what is recorded (facts 5.4).

use std::sync::Arc;

use super::Tenant;
use super::audit::{self, Change, Event, Initiator};
use super::method::timestamp_text;

impl Tenant {
    /// Ends the sessions of the person that were issued before this moment.
    pub(crate) fn revoke_sessions(&mut self, place: usize, by: &Arc<Initiator>) {
        let now = self.clock.now();
        let before = std::mem::replace(&mut self.directory.at_mut(place).sessions_valid_from, now);
        let instant = |at| format!("[\"{}\"]", timestamp_text(at));
        let changes = vec![
            Change::new("StsRefreshTokensValidFrom", instant(before), instant(now)),
            Change::new("Included Updated Properties", "", "\"StsRefreshTokensValidFrom\""),
        ];
        let event = Event {
            activity: &audit::SESSIONS_REVOKED,
            reason: "".into(),
            changes,
        };
        self.record(by, place, event);
    }
}
