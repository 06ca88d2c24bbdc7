//! The pace of one client: a gate that one throttled answer closes for everybody, and the documented write
//! quota as a ceiling (facts 11; design section 6: capacity 3,000, refill 20 a second).

use crate::api::WaitReason;
use crate::platform::Timestamp;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const WRITE_CAPACITY: f64 = 3_000.0;
const WRITES_PER_SECOND: f64 = 20.0;

/// Whether a request may go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Turn {
    /// Now.
    Go,
    /// After a pause. `gate` names the closing that is waited for: having slept that long is proof enough that
    /// it is over, whatever the clock says.
    Wait {
        pause: Duration,
        reason: WaitReason,
        gate: Option<u32>,
    },
}

pub(crate) struct Pace(Mutex<State>);

struct State {
    opens: Timestamp,
    closing: u32,
    writes_left: f64,
    refilled: Timestamp,
}

impl Pace {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self(Mutex::new(State {
            opens: now,
            closing: 0,
            writes_left: WRITE_CAPACITY,
            refilled: now,
        }))
    }

    /// Asks for a turn with that many writes. `waited` is the closing that the caller has slept through.
    pub(crate) fn turn(&self, now: Timestamp, writes: u32, waited: Option<u32>) -> Turn {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now < state.opens && waited != Some(state.closing) {
            return Turn::Wait {
                pause: state.opens.since(now),
                reason: WaitReason::Throttled,
                gate: Some(state.closing),
            };
        }
        let refill = now.since(state.refilled).as_secs_f64() * WRITES_PER_SECOND;
        state.writes_left = (state.writes_left + refill).min(WRITE_CAPACITY);
        state.refilled = now;
        let wanted = f64::from(writes);
        if state.writes_left < wanted {
            let pause = Duration::from_secs_f64((wanted - state.writes_left) / WRITES_PER_SECOND);
            // At least a millisecond: the clock counts in those, and a shorter pause would not pass.
            return Turn::Wait {
                pause: pause.max(Duration::from_millis(1)),
                reason: WaitReason::Pacing,
                gate: None,
            };
        }
        state.writes_left -= wanted;
        Turn::Go
    }

    /// Closes the gate for everybody; a closing that ends earlier than the present one changes nothing.
    pub(crate) fn close(&self, now: Timestamp, wait: Duration) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let opens = now.plus(wait);
        if opens > state.opens {
            state.opens = opens;
            state.closing = state.closing.wrapping_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_unix_ms(1_000_000);

    #[test]
    fn one_closing_holds_everybody_until_it_is_over() {
        let pace = Pace::new(START);
        pace.close(START, Duration::from_secs(7));
        let Turn::Wait {
            pause,
            reason: WaitReason::Throttled,
            gate,
        } = pace.turn(START, 0, None)
        else {
            panic!("the gate is closed");
        };
        assert_eq!(pause, Duration::from_secs(7));
        assert_eq!(pace.turn(START, 0, gate), Turn::Go, "who slept through it may go");
        pace.close(START, Duration::from_secs(9));
        assert!(
            matches!(pace.turn(START, 0, gate), Turn::Wait { .. }),
            "a later closing holds again"
        );
        assert_eq!(pace.turn(START.plus(Duration::from_secs(9)), 0, None), Turn::Go);
    }

    #[test]
    fn writes_stay_under_the_documented_quota() {
        let pace = Pace::new(START);
        let mut now = START;
        let mut written = 0_u32;
        while now < START.plus(Duration::from_secs(300)) {
            match pace.turn(now, 1, None) {
                Turn::Go => written += 1,
                Turn::Wait { pause, reason, .. } => {
                    assert_eq!(reason, WaitReason::Pacing);
                    now = now.plus(pause);
                }
            }
        }
        assert!(
            (8_990..=9_001).contains(&written),
            "{written} writes in 300 s: 3,000 at once, then 20 a second"
        );
    }
}
