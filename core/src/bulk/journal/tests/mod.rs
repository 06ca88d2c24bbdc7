mod chain;
mod lock;
mod ports;
mod proof;
mod resume;
mod verify;
mod writer;

use super::entry::{Acting, Begun, Life, PersonLine, RunOptions, Variant};
use super::{Journal, Means};
use crate::api::{
    Case, ErrorInfo, PersonOutcome, PersonResult, QuotaProfile, RunEach, RunOperation, RunStatus, RunSummary,
    StopReason, UserRef,
};
use crate::cancel::Cancel;
use crate::http::Run;
use ports::{Disk, Wheel};
use serde_json::json;

const JOURNAL: &str = "run.jsonl";

fn means<'a>(disk: &'a Disk, clock: &'a Wheel, token: &str) -> Means<'a> {
    Means {
        store: disk,
        clock,
        time: clock,
        token: token.to_owned(),
    }
}

fn begun() -> Begun {
    let serde_json::Value::Object(each) = json!({ "operation": "reset", "scope": "weak" }) else {
        panic!("an object");
    };
    Begun {
        run: "9d0a2d4c-8f6e-4a7f-9d0a-2d4c9f1e7a11".to_owned(),
        product: "0.1.0".to_owned(),
        operation: RunOperation::Reset,
        each: RunEach(each),
        case: Some(Case {
            reason: Some("phone lost, calls from +47 90000017".to_owned()),
            ticket: Some("INC0012345".to_owned()),
            requested_by: Some("desk.agent@fabrikam.example".to_owned()),
            caller_verified: Some("called back at 90 00 00 17".to_owned()),
            ..Case::default()
        }),
        actor: acting(),
        tenant: Some("fabrikam".to_owned()),
        quota: QuotaProfile::Directory,
        options: RunOptions::default(),
        people: 3,
        bad_rows: 0,
        process: None,
    }
}

fn acting() -> Acting {
    Acting {
        kind: "application".to_owned(),
        id: Some("a1d1c0de-0000-4000-8000-000000000001".to_owned()),
        ..Acting::default()
    }
}

fn life() -> Life {
    Life {
        actor: acting(),
        product: "0.1.0".to_owned(),
        ..Life::default()
    }
}

fn user_id(index: u32) -> String {
    format!("5b0c2f0e-8f6e-4a7f-9d0a-{index:012}")
}

fn people(count: u32) -> impl Iterator<Item = PersonLine> {
    (0..count).map(|index| PersonLine {
        index,
        line: index + 2,
        id: user_id(index),
        variant: (index % 3 == 1).then(|| Variant {
            reason: Some("new phone 90000018".to_owned()),
            ticket: Some(format!("INC{}", index % 2)),
            ..Variant::default()
        }),
    })
}

fn result(index: u32, outcome: PersonOutcome) -> PersonResult {
    PersonResult {
        line: index + 2,
        user_id: user_id(index),
        user: Some(UserRef {
            id: user_id(index),
            user_principal_name: format!("person{index}@fabrikam.example"),
            display_name: format!("Person {index}"),
        }),
        outcome,
        error: (outcome == PersonOutcome::Failed).then(|| ErrorInfo {
            message: "the number +47 90000017 is in use".to_owned(),
            ..ErrorInfo::from(crate::error::Error::new(crate::error::ErrorCode::Refused, ""))
        }),
        response: None,
    }
}

/// Begins a journal of so many people.
async fn begin<'a>(disk: &'a Disk, clock: &'a Wheel, count: u32) -> Journal<'a> {
    let cancel = Cancel::new();
    let run = Run::new(&(), &cancel);
    let journal = Journal::begin(means(disk, clock, "one"), JOURNAL, begun(), &run)
        .await
        .expect("a journal");
    journal.people(people(count)).await.expect("people");
    journal
}

/// The end of a run of three people.
fn summary(done: u32, failed: u32) -> RunSummary {
    let unfinished = 3 - done - failed;
    let at = crate::platform::Timestamp::from_unix_ms(0);
    RunSummary {
        run: begun().run,
        status: if unfinished > 0 {
            RunStatus::Stopped
        } else {
            RunStatus::Done
        },
        exit_code: 0,
        stopped: (unfinished > 0).then_some(StopReason::Cancelled),
        error: None,
        each: RunOperation::Reset,
        people: 3,
        done,
        partial: 0,
        failed,
        skipped: 0,
        unfinished,
        bad_rows: 0,
        reasons: Vec::new(),
        requests_sent: 0,
        throttled: 0,
        started_at: at,
        finished_at: at,
        file: None,
        head: None,
        notes: Vec::new(),
    }
}
