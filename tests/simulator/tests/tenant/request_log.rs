//! The request log: bounded or not, and the counters beside it.

use std::collections::BTreeMap;

use graph_sim::{Request, Simulator};
use proptest::prelude::*;
use serde_json::json;

use crate::tenant::*;

fn numbers(simulator: &Simulator) -> Vec<u64> {
    simulator.log().iter().map(|entry| entry.number).collect()
}

fn ask(simulator: &Simulator, times: usize) {
    for _ in 0..times {
        desk(simulator).get("/v1.0/organization");
    }
}

#[test]
fn a_bounded_log_keeps_the_newest_and_counts_all() {
    let simulator = tenant(&json!({ "rules": { "logLimit": 3 } }));
    ask(&simulator, 7);
    assert_eq!(numbers(&simulator), [5, 6, 7]);
    assert_eq!(simulator.counters().requests, 7);
    let nothing = tenant(&json!({ "rules": { "logLimit": 0 } }));
    ask(&nothing, 2);
    assert_eq!((numbers(&nothing).len(), nothing.counters().requests), (0, 2));
}

#[test]
fn the_log_is_read_from_where_one_left_off() {
    let simulator = tenant(&json!({ "rules": { "logLimit": 4 } }));
    ask(&simulator, 3);
    let since = |number: u64| -> Vec<u64> {
        simulator
            .log_since(number)
            .iter()
            .map(|entry| entry.number)
            .collect()
    };
    assert_eq!(
        (since(0), since(2), since(3), since(u64::MAX - 1)),
        (vec![1, 2, 3], vec![3], vec![], vec![])
    );
    ask(&simulator, 4);
    assert_eq!(since(1), [4, 5, 6, 7], "what was pushed out is gone");
    simulator.clear_log();
    assert!(since(0).is_empty());
    ask(&simulator, 1);
    assert_eq!(
        (since(0), since(7), since(8)),
        (vec![8], vec![8], vec![]),
        "numbers go on"
    );
}

#[test]
fn counters_tell_what_kind_of_requests_there_were() {
    let simulator = tenant(
        &json!({ "users": [{ "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" }],
        "faults": [{ "path": "/domains", "answer": { "kind": "cutBeforeCommit" } }] }),
    );
    let desk = desk(&simulator);
    let revoke = format!("/users/{NORA}/revokeSignInSessions");
    assert_eq!(desk.post(&format!("/v1.0{revoke}"), &json!({})).status, 200);
    assert_eq!(
        desk.post(
            "/v1.0/users/nobody@fabrikam.example/revokeSignInSessions",
            &json!({})
        )
        .status,
        404
    );
    desk.post(
        "/beta/$batch",
        &json!({ "requests": [
            { "id": "1", "method": "GET", "url": "/organization" },
            { "id": "2", "method": "POST", "url": revoke, "body": {}, "headers": { "Content-Type": "application/json" } },
            { "id": "3", "method": "GET", "url": "/nothing" }] }),
    );
    let cut = simulator.handle(Request::new("GET", "/v1.0/domains").bearer(&desk.token));
    assert_eq!(cut.into_response(), None);
    let counters = simulator.counters();
    assert_eq!(
        (
            counters.requests,
            counters.batches,
            counters.in_batches,
            counters.writes,
            counters.commits
        ),
        (7, 1, 3, 3, 2)
    );
    assert_eq!((counters.faulted, counters.dropped), (1, 1));
    assert_eq!(counters.by_status, BTreeMap::from([(200, 4), (400, 1), (404, 1)]));
}

#[test]
fn a_state_read_in_portions_is_the_same_state() {
    let simulator = tenant(&json!({ "generate": { "users": 1201, "seed": 3 } }));
    let everybody: Vec<String> = simulator
        .state()
        .users
        .iter()
        .map(|user| user.id.clone())
        .collect();
    for id in everybody.iter().take(3) {
        let url = format!("/v1.0/users/{id}/revokeSignInSessions");
        assert_eq!(desk(&simulator).post(&url, &json!({})).status, 200);
    }
    let (whole, portions) = (simulator.state(), simulator.state_in_portions());
    assert_eq!(whole.audits.len(), 3);
    assert_eq!(json!(portions), json!(whole));
}

#[test]
fn sessions_can_be_revoked_without_a_request() {
    let simulator = with_nora(json!({}));
    simulator.advance(std::time::Duration::from_secs(60));
    simulator
        .revoke_sessions("nora.lind@fabrikam.example", None)
        .unwrap();
    let state = simulator.state();
    assert_eq!(
        state.users[0].sign_in_sessions_valid_from_date_time,
        simulator.now()
    );
    assert_eq!(state.users[0].writes, 0, "nobody asked Graph for it");
    let record = &state.audits[0].record;
    assert_eq!(
        record["initiatedBy"]["user"]["userPrincipalName"],
        "nora.lind@fabrikam.example"
    );
    let app = simulator.connection().client_id;
    simulator.revoke_sessions(NORA, Some(&app)).unwrap();
    assert_eq!(
        simulator.state().audits[1].record["initiatedBy"]["app"]["displayName"],
        "Service desk"
    );
    let refused = |user, by| simulator.revoke_sessions(user, by).unwrap_err().field;
    assert_eq!(
        (refused("x@y.z", None), refused(NORA, Some("x@y.z"))),
        ("user".into(), "by".into())
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Whatever the bound and whenever the log is emptied, each number is told once, in order, to who asks often
    /// enough, and the counters miss nothing.
    #[test]
    fn numbers_are_told_in_order_and_none_twice(
        limit in proptest::option::of(0usize..5),
        steps in proptest::collection::vec((0usize..7, any::<bool>(), any::<bool>()), 1..20),
    ) {
        let simulator = tenant(&json!({ "rules": { "logLimit": limit } }));
        let (mut asked, mut known, mut told) = (0u64, 0u64, Vec::new());
        for (times, read, clear) in steps {
            ask(&simulator, times);
            asked += times as u64;
            if read {
                let entries = simulator.log_since(known);
                prop_assert!(limit.is_none_or(|limit| entries.len() <= limit));
                told.extend(entries.iter().map(|entry| entry.number));
                if let Some(last) = entries.last() {
                    prop_assert_eq!(last.number, asked);
                }
                known = asked;
            }
            if clear {
                simulator.clear_log();
            }
        }
        prop_assert!(told.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert_eq!(simulator.counters().requests, asked);
    }
}
