//! A busy service is waited for, and the answer is the same.

use super::{desk, every_operation, writes};
use graph_mfa::ErrorCode;
use graph_mfa::api::{Event, WaitReason};
use serde_json::{Value, json};

/// The first answer of Graph, whatever was asked.
fn busy_once() -> Value {
    let busy = json!({ "kind": "throttled", "retryAfter": 7 });
    json!([{ "version": "v1.0", "answer": busy }, { "version": "beta", "answer": busy }])
}

fn waits_for_the_service(event: &Event) -> bool {
    matches!(
        event,
        Event::Waiting {
            reason: WaitReason::Throttled,
            ..
        }
    )
}

#[test]
fn a_busy_service_is_waited_for_whatever_was_asked() {
    for asked in every_operation() {
        let desk = desk(&busy_once());
        let answer = desk.run(asked.request());
        let events = desk.recorder.take();
        assert!(events.iter().any(waits_for_the_service), "{asked:?} did not wait");
        assert!(answer.is_ok(), "{asked:?}: {answer:?}");
        assert_eq!(writes(&desk.simulator) > 0, asked.writes(), "{asked:?}");
    }
}

#[test]
fn whoever_stops_while_it_waits_is_told_and_nothing_was_written() {
    for asked in every_operation() {
        let desk = desk(&busy_once());
        let answer = desk.run_cancelled_when(asked.request(), waits_for_the_service);
        let code = answer.as_ref().err().map(graph_mfa::Error::code);
        assert_eq!(code, Some(ErrorCode::Cancelled), "{asked:?}: {answer:?}");
        assert_eq!(writes(&desk.simulator), 0, "{asked:?}");
    }
}
