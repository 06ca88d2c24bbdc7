//! For how long a role is granted: what the request says, checked before anything is sent.

use super::super::permissions::{self, Need};
use crate::api::{AssignmentKind, GrantRoleRequest};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::role_schedules::End;
use crate::platform::Timestamp;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) kind: AssignmentKind,
    pub(super) end: End,
}

impl Term {
    /// What the request asks for.
    ///
    /// # Errors
    /// `invalidInput`, naming the field.
    pub(super) fn of(request: &GrantRoleRequest) -> Result<Self> {
        let end = match (request.duration_ms, request.until) {
            (Some(_), Some(_)) => {
                return Err(wrong("until", "contradicts durationMs", "give one of the two"));
            }
            (Some(ms), None) if ms < 60_000 => {
                return Err(wrong(
                    "durationMs",
                    "is less than a minute",
                    "give at least 60000",
                ));
            }
            (Some(ms), None) => End::After(Duration::from_millis(ms.into())),
            (None, Some(instant)) => End::At(instant),
            (None, None) => End::Never,
        };
        let bounded = end != End::Never;
        let kind = request.kind.unwrap_or(if bounded {
            AssignmentKind::TimeBoxed
        } else {
            AssignmentKind::Permanent
        });
        match (kind, bounded) {
            (AssignmentKind::Permanent, true) => Err(wrong(
                "kind",
                "is permanent, but an end is given",
                "leave the end out, or make it timeBoxed",
            )),
            (AssignmentKind::TimeBoxed, false) => Err(wrong(
                "kind",
                "is timeBoxed, but no end is given",
                "give durationMs or until",
            )),
            _ => Ok(Self { kind, end }),
        }
    }

    /// The permission that it takes.
    pub(super) const fn need(self) -> &'static Need {
        match self.kind {
            AssignmentKind::Permanent => &permissions::ASSIGN_ROLES,
            AssignmentKind::TimeBoxed => &permissions::SCHEDULE_ROLES,
            AssignmentKind::Eligible => &permissions::MAKE_ELIGIBLE,
        }
    }

    /// When it ends, if it begins now.
    ///
    /// # Errors
    /// `invalidInput` when that is past already, by the service's clock.
    pub(super) fn until(self, now: Timestamp) -> Result<Option<Timestamp>> {
        match self.end {
            End::Never => Ok(None),
            End::After(length) => Ok(Some(now.plus(length))),
            End::At(instant) if instant <= now => Err(wrong(
                "until",
                &format!("{instant} is past already"),
                "give an instant to come",
            )),
            End::At(instant) => Ok(Some(instant)),
        }
    }
}

fn wrong(field: &str, why: &str, remedy: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("{field}: {why}"))
        .about(field)
        .remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(
        kind: Option<AssignmentKind>,
        duration_ms: Option<u32>,
        until: Option<&str>,
    ) -> GrantRoleRequest {
        GrantRoleRequest {
            kind,
            duration_ms,
            until: until.and_then(Timestamp::parse),
            ..GrantRoleRequest::default()
        }
    }

    #[test]
    fn what_an_end_means_for_the_kind() {
        use AssignmentKind::{Eligible, Permanent, TimeBoxed};
        let kind = |request| {
            Term::of(&request)
                .map(|term| term.kind)
                .map_err(|error| error.subject().map(str::to_owned))
        };
        let hour = Some(3_600_000);
        assert_eq!(kind(request(None, None, None)), Ok(Permanent));
        assert_eq!(kind(request(None, hour, None)), Ok(TimeBoxed));
        assert_eq!(kind(request(Some(Eligible), None, None)), Ok(Eligible));
        assert_eq!(kind(request(Some(Eligible), hour, None)), Ok(Eligible));
        let field = |name: &str| Err(Some(name.to_owned()));
        assert_eq!(kind(request(Some(Permanent), hour, None)), field("kind"));
        assert_eq!(kind(request(Some(TimeBoxed), None, None)), field("kind"));
        assert_eq!(kind(request(None, Some(5), None)), field("durationMs"));
        assert_eq!(
            kind(request(None, hour, Some("2026-08-20T09:00:00Z"))),
            field("until")
        );
    }

    #[test]
    fn an_end_that_is_past_is_refused() {
        let now = Timestamp::parse("2026-08-20T09:00:00Z").expect("an instant");
        let until = |text| {
            Term::of(&request(None, None, Some(text)))
                .expect("a term")
                .until(now)
        };
        assert!(until("2026-08-20T09:00:00Z").is_err());
        assert_eq!(
            until("2026-08-20T09:00:01Z").expect("to come"),
            Some(now.plus(Duration::from_secs(1)))
        );
        let hour = Term::of(&request(None, Some(3_600_000), None)).expect("a term");
        assert_eq!(
            hour.until(now).expect("to come"),
            Some(now.plus(Duration::from_secs(3600)))
        );
    }
}
