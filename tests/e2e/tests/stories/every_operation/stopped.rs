//! Whoever stops half-way learns what was done: after the first write there is an outcome, and never an error alone.

use super::{Asked, desk, every_operation, writes};
use serde_json::{Value, json};

/// What tells in an outcome that it was stopped, or that nobody looked any more.
const STOPPED: [&str; 3] = ["cancelled", "notVerified", "revocationNotSeen"];

fn note_codes(outcome: &Value) -> Vec<&str> {
    let notes = outcome["notes"].as_array().into_iter().flatten();
    notes.filter_map(|note| note["code"].as_str()).collect()
}

#[test]
fn whoever_stops_after_the_first_write_is_told_what_was_done_and_that_it_is_not_the_whole() {
    for asked in every_operation().into_iter().filter(Asked::writes) {
        let desk = desk(&json!([]));
        let tenant = desk.simulator.clone();
        let answer = desk.run_cancelled_when(asked.request(), move |_| writes(&tenant) > 0);
        let outcome = match answer {
            Ok(outcome) => json!(outcome),
            Err(error) => panic!("{asked:?}: what was written is lost: {error:?}"),
        };
        assert!(writes(&desk.simulator) > 0, "{asked:?}");
        assert_ne!(outcome["outcome"], "done", "{outcome}");
        let told =
            note_codes(&outcome).iter().any(|code| STOPPED.contains(code)) || outcome["status"] == "stopped";
        // The pass is whole with its one write: whoever asked for it must see it.
        let is_whole = outcome["temporaryAccessPass"].is_string();
        assert_ne!(told, is_whole && asked.name() == "issuePass", "{outcome}");
    }
}
