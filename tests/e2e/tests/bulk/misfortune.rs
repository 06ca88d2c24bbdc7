//! What goes wrong in a life: at the service, at the disk, and with the program itself.

use crate::dice::Dice;
use graph_mfa_test_support::Mishap;
use graph_sim::Fault;
use serde_json::{Value, json};
use std::time::Duration;

/// How a life is cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It is not.
    Natural,
    /// The program is gone after so many steps of it.
    AtStep(u64),
    /// The program is gone when it sends its so manieth request, before or after the tenant has it.
    AtRequest { number: u64, heard: bool },
    /// Somebody asks it to stop after so many events.
    Stop(u64),
}

/// What goes wrong in one life.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Misfortune {
    pub(crate) end: End,
    pub(crate) disk: Option<(u64, Mishap)>,
    pub(crate) faults: Vec<Value>,
    pub(crate) time_limit_ms: Option<u64>,
    pub(crate) stop_after_failures: Option<u64>,
    /// How long an append takes.
    pub(crate) slow_disk: Duration,
    /// How long the listener takes.
    pub(crate) slow_listener: Duration,
    /// How long a request takes on its way.
    pub(crate) latency: Duration,
    /// Another program takes up the same journal at the same time.
    pub(crate) rival: bool,
    pub(crate) retries: bool,
    /// How much time passes before it.
    pub(crate) pause: Duration,
}

impl Misfortune {
    /// None at all.
    pub(crate) fn none() -> Self {
        Self {
            end: End::Natural,
            disk: None,
            faults: Vec::new(),
            time_limit_ms: None,
            stop_after_failures: None,
            slow_disk: Duration::ZERO,
            slow_listener: Duration::ZERO,
            latency: Duration::ZERO,
            rival: false,
            retries: true,
            pause: Duration::from_secs(40),
        }
    }

    /// Of any kind; `chance` is that of a request to be struck.
    pub(crate) fn any(dice: &mut Dice, chance: f64, life: u32) -> Self {
        let end = match dice.within(0, 9) {
            0..=2 => End::Natural,
            3 | 4 => End::AtStep(dice.of_any_size(1, 2_000)),
            5..=7 => End::AtRequest {
                number: dice.of_any_size(1, 100),
                heard: dice.chance(0.6),
            },
            8 => End::Stop(dice.of_any_size(1, 60)),
            _ => End::Natural,
        };
        let kept = dice.of_any_size(1, 4_000) as usize - 1;
        let mishap = if dice.chance(0.7) {
            Mishap::PowerGoes { kept }
        } else {
            Mishap::Fails { kept }
        };
        let rival = dice.chance(0.05);
        Self {
            end,
            disk: dice.chance(0.3).then(|| (dice.of_any_size(1, 120), mishap)),
            faults: faults(dice, chance, life),
            time_limit_ms: dice.chance(0.08).then(|| dice.of_any_size(1, 60_000)),
            stop_after_failures: dice.chance(0.1).then(|| dice.within(1, 3)),
            slow_disk: milliseconds(dice, 0.3, 3_000),
            slow_listener: milliseconds(dice, 0.1, 20_000),
            latency: milliseconds(dice, 0.7, 1_000),
            rival,
            // Whom the first one has left, the second one would try again in the same life.
            retries: dice.chance(0.25) && !rival,
            pause: Duration::from_secs(dice.one_of(&[0, 1, 20, 40, 200, 400, 1_500])),
        }
    }

    /// As the simulator takes them.
    pub(crate) fn at_the_service(&self) -> Vec<Fault> {
        let parse = |fault: &Value| match serde_json::from_value(fault.clone()) {
            Ok(fault) => fault,
            Err(error) => panic!("no fault: {error}: {fault}"),
        };
        self.faults.iter().map(parse).collect()
    }
}

fn milliseconds(dice: &mut Dice, chance: f64, most: u64) -> Duration {
    if dice.chance(chance) {
        Duration::from_millis(dice.of_any_size(1, most))
    } else {
        Duration::ZERO
    }
}

fn faults(dice: &mut Dice, chance: f64, life: u32) -> Vec<Value> {
    if chance == 0.0 {
        return Vec::new();
    }
    // The place of a fault decides which requests chance picks: other ones in each life.
    let mut faults = vec![json!({ "path": "/nowhere", "answer": { "status": 500 } }); life as usize];
    for _ in 0..dice.within(1, 4) {
        let mut fault = json!({
            "path": dice.one_of(&[
                "**", "**", "/$batch", "/users/*", "/users", "/users/*/authentication/**",
                "/users/*/revokeSignInSessions", "/users/*/authentication/temporaryAccessPassMethods",
                "/roleManagement/**", "/users/*/authentication/methods",
            ]),
            "answer": answer(dice),
        });
        match dice.within(0, 5) {
            0 => fault["method"] = json!("GET"),
            1 => fault["method"] = json!("POST"),
            2 => fault["method"] = json!("DELETE"),
            _ => {}
        }
        match dice.within(0, 3) {
            0 => fault["only"] = json!("inside"),
            1 => fault["only"] = json!("outside"),
            _ => {}
        }
        if dice.chance(0.5) {
            fault["chance"] = json!(chance);
        } else {
            fault["skip"] = json!(dice.of_any_size(1, 200) - 1);
            fault["times"] = json!(dice.of_any_size(1, 8));
        }
        faults.push(fault);
    }
    faults
}

fn answer(dice: &mut Dice) -> Value {
    match dice.within(0, 15) {
        0 => json!({ "kind": "throttled", "retryAfter": dice.within(1, 30) }),
        1 => json!({ "kind": "throttled", "retryAfter": 0.5 }),
        2 => json!({ "kind": "throttled" }),
        3 => json!({ "status": 503, "headers": { "Retry-After": "3" } }),
        4 => json!({ "kind": "serviceUnavailable", "form": "html" }),
        5 => json!({ "kind": "internalServerError", "form": "empty" }),
        6 => json!({ "kind": "gatewayTimeout" }),
        7 => json!({ "kind": "concurrencyViolation" }),
        8 | 9 => json!({ "drop": "beforeCommit" }),
        10 | 11 => json!({ "drop": "afterCommit" }),
        12 => json!({ "commitThen": { "status": dice.one_of(&[500, 503, 504]) } }),
        13 => json!({ "delayMs": dice.of_any_size(1, 200_000) }),
        14 => json!({ "kind": "expiredToken" }),
        _ => json!({ "kind": "extraProperties" }),
    }
}
