//! Whether to try again, and when: a pure function of what was seen (facts 12.2, last paragraph).

use super::TransportFailure;
use crate::api::WaitReason;
use std::time::Duration;

/// How often a request is sent at most.
const MOST_ATTEMPTS: u32 = 6;
/// How often one page of a long report is asked for while the service asks to slow down.
const MOST_WHEN_LONG: u32 = 40;
/// The first pause when the service does not name one; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A service that asks to wait longer than this is reported instead of waited for.
pub(super) const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(300);

/// What came of an attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen {
    /// An answer.
    Answer {
        status: u16,
        /// `409 Directory_ConcurrencyViolation`: two writes met, and ours did not happen.
        writes_met: bool,
        retry_after: Option<Duration>,
    },
    /// No answer.
    Nothing(TransportFailure),
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is an answer: hand it on, be it good or bad.
    Accept,
    /// Get another token and try again; the caller does so once.
    RenewToken,
    /// Pause and try again.
    Retry { after: Duration, reason: WaitReason },
    /// Trying again would not be safe or would not help.
    GiveUp,
}

/// What trying again does to a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamina {
    /// Whether doing it twice is as good as doing it once.
    pub(crate) repeatable: bool,
    /// How often it is sent at most while it is throttled.
    pub(crate) most_throttled: u32,
}

impl Stamina {
    /// Of a single request.
    pub(crate) const fn usual(repeatable: bool) -> Self {
        Self {
            repeatable,
            most_throttled: MOST_ATTEMPTS,
        }
    }

    /// Of one of many requests: those who come later would fare no better, so that it outlasts more refusals.
    pub(crate) const fn in_wave(repeatable: bool) -> Self {
        Self {
            repeatable,
            most_throttled: MOST_WHEN_LONG,
        }
    }

    /// Of one page of a long report, which shares a small quota with whatever else reads reports: it outlasts more
    /// refusals than anything else.
    pub(crate) const fn long() -> Self {
        Self {
            repeatable: true,
            most_throttled: MOST_WHEN_LONG,
        }
    }
}

/// Judges attempt number `attempt` (from 1). `jitter` is a random number from 0 to 1.
pub(crate) fn judge(seen: Seen, attempt: u32, stamina: Stamina, jitter: f64) -> Verdict {
    let Stamina {
        repeatable,
        most_throttled,
    } = stamina;
    let (pause, reason, safe) = match seen {
        Seen::Answer { status: 401, .. } => return Verdict::RenewToken,
        Seen::Answer {
            status: 429,
            retry_after,
            ..
        } => (retry_after, WaitReason::Throttled, true),
        Seen::Answer {
            status: 409,
            writes_met: true,
            retry_after,
        } => (retry_after, WaitReason::ServiceFailing, true),
        Seen::Answer {
            status: 408 | 500 | 502 | 503 | 504 | 509,
            retry_after,
            ..
        } => (retry_after, WaitReason::ServiceFailing, repeatable),
        Seen::Answer { .. } => return Verdict::Accept,
        Seen::Nothing(TransportFailure::NotSent) => (None, WaitReason::ServiceFailing, true),
        Seen::Nothing(TransportFailure::Ambiguous) => (None, WaitReason::ServiceFailing, repeatable),
    };
    let most = if reason == WaitReason::Throttled {
        most_throttled
    } else {
        MOST_ATTEMPTS
    };
    if !safe || attempt >= most || pause.is_some_and(|pause| pause > LONGEST_RETRY_AFTER) {
        return Verdict::GiveUp;
    }
    Verdict::Retry {
        after: pause.map_or_else(|| backoff(attempt, jitter), |floor| above(floor, jitter)),
        reason,
    }
}

/// Doubles from the first pause up to the longest; half of it is random, so that clients drift apart.
fn backoff(attempt: u32, jitter: f64) -> Duration {
    let full = FIRST_PAUSE
        .saturating_mul(2_u32.saturating_pow(attempt - 1))
        .min(LONGEST_PAUSE);
    full.mul_f64(0.5 + jitter / 2.0)
}

/// Never earlier than the service asks, a little later at random.
fn above(floor: Duration, jitter: f64) -> Duration {
    floor + floor.mul_f64(0.1 * jitter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answer(status: u16, retry_after: Option<Duration>) -> Seen {
        Seen::Answer {
            status,
            writes_met: false,
            retry_after,
        }
    }

    fn seen() -> impl Strategy<Value = Seen> {
        prop_oneof![
            (
                100_u16..600,
                any::<bool>(),
                proptest::option::of(0_u64..2_000_000)
            )
                .prop_map(|(status, writes_met, ms)| Seen::Answer {
                    status,
                    writes_met,
                    retry_after: ms.map(Duration::from_millis)
                }),
            Just(Seen::Nothing(TransportFailure::NotSent)),
            Just(Seen::Nothing(TransportFailure::Ambiguous)),
        ]
    }

    proptest! {
        #[test]
        fn what_may_have_happened_is_not_repeated_unless_that_is_harmless(seen in seen(), attempt in 1_u32..9) {
            let happened = match seen {
                Seen::Answer { status, .. } => matches!(status, 408 | 500 | 502 | 503 | 504 | 509),
                Seen::Nothing(failure) => failure == TransportFailure::Ambiguous,
            };
            if happened {
                prop_assert_eq!(judge(seen, attempt, Stamina::usual(false), 0.5), Verdict::GiveUp);
            }
        }

        #[test]
        fn retry_after_is_a_floor(ms in 0_u64..300_000, attempt in 1_u32..6, jitter in 0.0_f64..1.0) {
            let floor = Duration::from_millis(ms);
            let Verdict::Retry { after, reason } = judge(answer(429, Some(floor)), attempt, Stamina::usual(false), jitter) else {
                panic!("a throttled request is tried again");
            };
            prop_assert_eq!(reason, WaitReason::Throttled);
            prop_assert!(after >= floor && after <= floor.mul_f64(1.1) + Duration::from_millis(1));
        }

        #[test]
        fn it_ends(seen in seen(), repeatable in any::<bool>(), jitter in 0.0_f64..1.0) {
            let again = matches!(judge(seen, MOST_ATTEMPTS, Stamina::usual(repeatable), jitter), Verdict::Retry { .. });
            prop_assert!(!again);
        }

        #[test]
        fn pauses_grow_and_stay_bounded(attempt in 1_u32..40, jitter in 0.0_f64..1.0) {
            let pause = backoff(attempt, jitter);
            prop_assert!(pause >= FIRST_PAUSE / 2 && pause <= LONGEST_PAUSE);
        }
    }

    #[test]
    fn a_refusal_is_an_answer() {
        for status in [200, 204, 400, 403, 404, 409, 412] {
            assert_eq!(
                judge(answer(status, None), 1, Stamina::usual(true), 0.0),
                Verdict::Accept,
                "{status}"
            );
        }
    }

    #[test]
    fn a_long_report_outlasts_being_throttled_and_nothing_else() {
        let long = Stamina::long();
        let wait = Some(Duration::from_secs(10));
        for attempt in 1..MOST_WHEN_LONG {
            assert!(matches!(
                judge(answer(429, wait), attempt, long, 0.5),
                Verdict::Retry { .. }
            ));
        }
        assert_eq!(
            judge(answer(429, wait), MOST_WHEN_LONG, long, 0.5),
            Verdict::GiveUp
        );
        assert_eq!(
            judge(answer(503, wait), MOST_ATTEMPTS, long, 0.5),
            Verdict::GiveUp
        );
    }

    #[test]
    fn a_service_that_asks_for_an_hour_is_reported() {
        assert_eq!(
            judge(
                answer(429, Some(Duration::from_secs(3600))),
                1,
                Stamina::usual(true),
                0.0
            ),
            Verdict::GiveUp
        );
    }
}
