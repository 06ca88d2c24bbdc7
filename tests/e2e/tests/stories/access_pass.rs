//! Temporary Access Passes: issued within the tenant's policy, looked at, removed.

use graph_mfa::api::{Event, IssuedPass, NoteCode, PassRemoval, PassReport, Request, Response};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, kinds_of, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use serde_json::{Value, json};

fn desk(more: Value) -> TestDesk {
    let mut scenario = json!({
        "users": [{ "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] }],
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut scenario, more) {
        all.extend(more);
    }
    TestDesk::new(tenant_of(&scenario))
}

fn policy(settings: Value) -> Value {
    json!({ "policies": { "temporaryAccessPass": settings } })
}

fn request(mut fields: Value) -> Request {
    fields["operation"] = json!("issuePass");
    fields["user"] = fields.get("user").cloned().unwrap_or_else(|| json!(NORA));
    serde_json::from_value(fields).expect("a request for a pass")
}

fn issued(desk: &TestDesk, fields: Value) -> IssuedPass {
    match desk.run(request(fields)) {
        Ok(Response::IssuePass(pass)) => *pass,
        other => panic!("no pass: {other:?}"),
    }
}

fn refused(desk: &TestDesk, fields: Value) -> Error {
    let error = desk.run(request(fields)).expect_err("refused");
    assert_eq!(
        user_of(desk, NORA).writes,
        0,
        "refused before the first write: {error:?}"
    );
    assert!(error.what_to_do().is_some(), "{error:?}");
    error
}

fn report(desk: &TestDesk) -> PassReport {
    match desk.run(Request::GetPass { user: NORA.into() }) {
        Ok(Response::GetPass(report)) => report,
        other => panic!("no report: {other:?}"),
    }
}

fn removed(desk: &TestDesk) -> PassRemoval {
    let request = Request::RemovePass {
        user: NORA.into(),
        case: None,
    };
    match desk.run(request) {
        Ok(Response::RemovePass(removal)) => removal,
        other => panic!("not removed: {other:?}"),
    }
}

#[test]
fn from_nothing_to_a_pass_that_works_and_back() {
    let desk = desk(json!({}));
    let before = report(&desk);
    assert_eq!(before.pass, None);
    assert_eq!(
        before.policy.and_then(|policy| policy.maximum_lifetime_minutes),
        Some(480)
    );

    let pass = issued(&desk, json!({ "lifetimeMinutes": 90, "usableOnce": true }));
    let events = desk.recorder.take();
    assert!(events.iter().any(|event| matches!(
        event,
        Event::PassChecked {
            policy_read: true,
            ..
        }
    )));
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::PassCreated { .. }))
    );
    let text = pass.temporary_access_pass.secret().expose();
    assert!(!format!("{pass:?}").contains(text), "it does not print");
    assert!(pass.pass.usable && pass.pass.usable_once && !pass.replaced);
    let length = pass.pass.ends_at.since(pass.pass.starts_at);
    assert_eq!(length.as_secs(), 90 * 60);
    assert_eq!(report(&desk).pass, Some(pass.pass.clone()));

    desk.simulator.use_pass(NORA, text).expect("it works");
    let after = report(&desk).pass.expect("still listed");
    assert_eq!(
        (after.usable, after.usability.as_deref()),
        (false, Some("OneTimeUsed"))
    );

    assert!(removed(&desk).removed);
    assert_eq!(kinds_of(&desk, NORA), ["phone"]);
    let again = removed(&desk);
    assert!(again.removed && again.pass.is_none(), "removing nothing is fine");
}

#[test]
fn what_the_policy_does_not_allow_is_refused_with_its_numbers_or_fitted_if_asked() {
    let desk = desk(policy(json!({
        "minimumLifetimeInMinutes": 60, "maximumLifetimeInMinutes": 120, "isUsableOnce": true,
    })));
    let error = refused(&desk, json!({ "lifetimeMinutes": 30 }));
    assert_eq!(error.code(), ErrorCode::TenantPolicy);
    assert!(error.message().contains("60 to 120"), "{error}");
    assert_eq!(
        refused(&desk, json!({ "usableOnce": false })).code(),
        ErrorCode::TenantPolicy
    );
    assert_eq!(
        refused(&desk, json!({ "lifetimeMinutes": 5 })).code(),
        ErrorCode::InvalidInput
    );

    let pass = issued(
        &desk,
        json!({ "lifetimeMinutes": 500, "usableOnce": false, "clamp": true }),
    );
    assert_eq!((pass.pass.lifetime_minutes, pass.pass.usable_once), (120, true));
    let told = pass
        .notes
        .iter()
        .filter(|note| note.code == NoteCode::PassClamped)
        .count();
    assert_eq!(told, 2);
}

#[test]
fn a_policy_that_is_off_or_leaves_the_person_out_is_told_before_the_write() {
    let off = desk(policy(json!({ "state": "disabled" })));
    let error = refused(&off, json!({}));
    assert_eq!(error.code(), ErrorCode::TenantPolicy);
    assert!(error.what_to_do().is_some_and(|what| what.contains("enable")));

    let groups = json!([
        { "displayName": "Pilots", "members": ["ivar.dahl@fabrikam.example"] },
        { "displayName": "Outer", "members": ["Inner"] },
        { "displayName": "Inner", "members": [NORA] },
    ]);
    let people = json!([
        { "userPrincipalName": NORA, "displayName": "Nora Lind" },
        { "userPrincipalName": "ivar.dahl@fabrikam.example", "displayName": "Ivar Dahl" },
    ]);
    let tenant = |settings: Value| {
        let mut all = policy(settings);
        all["groups"] = groups.clone();
        all["users"] = people.clone();
        desk(all)
    };
    let outside = tenant(json!({ "includeTargets": [{ "id": "Pilots" }] }));
    assert!(refused(&outside, json!({})).message().contains(NORA));
    let excluded = tenant(json!({ "excludeTargets": [{ "id": "Outer" }] }));
    assert_eq!(refused(&excluded, json!({})).code(), ErrorCode::TenantPolicy);
    let inside = tenant(json!({ "includeTargets": [{ "id": "Outer" }] }));
    assert!(
        issued(&inside, json!({})).notes.is_empty(),
        "a group in a group counts"
    );
}

#[test]
fn a_policy_that_cannot_be_read_is_left_to_the_service() {
    let app = json!([{ "name": "Desk", "permissions": ["User.Read.All", "UserAuthenticationMethod.ReadWrite.All", "Directory.Read.All", "RoleManagement.Read.Directory", "GroupMember.Read.All", "PrivilegedEligibilitySchedule.Read.AzureADGroup"] }]);
    let blind = desk(json!({ "applications": app }));
    let pass = issued(&blind, json!({}));
    assert_eq!(pass.notes.len(), 1);
    assert_eq!(pass.notes[0].code, NoteCode::PassPolicyNotChecked);
    assert!(pass.notes[0].message.starts_with("not checked"));
    assert_eq!(report(&blind).policy, None);

    let mut off = policy(json!({ "state": "disabled" }));
    off["applications"] = app;
    let error = desk(off)
        .run(request(json!({})))
        .expect_err("the service refuses");
    assert_eq!(
        (error.code(), error.status()),
        (ErrorCode::TenantPolicy, Some(400))
    );
}

#[test]
fn a_pass_in_use_is_not_replaced_unasked() {
    let desk = desk(json!({}));
    let first = issued(&desk, json!({}));
    let error = desk.run(request(json!({}))).expect_err("there is one");
    assert_eq!(error.code(), ErrorCode::PassExists);
    assert!(
        error.message().contains(&first.pass.ends_at.to_string()),
        "it says until when: {error}"
    );
    let second = issued(&desk, json!({ "replace": true }));
    assert!(
        second.replaced
            && second
                .notes
                .iter()
                .any(|note| note.code == NoteCode::PassReplaced)
    );
    assert!(
        desk.simulator
            .use_pass(NORA, first.temporary_access_pass.secret().expose())
            .is_err()
    );
    assert!(
        desk.simulator
            .use_pass(NORA, second.temporary_access_pass.secret().expose())
            .is_ok()
    );

    desk.simulator.advance(std::time::Duration::from_secs(3 * 3600));
    assert!(
        !issued(&desk, json!({})).replaced,
        "one that is over is in nobody's way"
    );
}

#[test]
fn a_pass_may_begin_tomorrow_and_not_yesterday() {
    let desk = desk(json!({ "now": "2026-08-20T09:00:00Z" }));
    let error = refused(&desk, json!({ "startsAt": "2026-08-19T09:00:00Z" }));
    assert_eq!(
        (error.code(), error.subject()),
        (ErrorCode::InvalidInput, Some("startsAt"))
    );
    let pass = issued(&desk, json!({ "startsAt": "2026-08-21T08:00:00Z" }));
    assert_eq!(pass.pass.starts_at.to_string(), "2026-08-21T08:00:00Z");
    assert!(!pass.pass.usable && pass.pass.has_a_future());
    assert_eq!(
        desk.run(request(json!({})))
            .expect_err("that one is to come")
            .code(),
        ErrorCode::PassExists
    );
}

#[test]
fn people_whom_a_pass_does_not_help_get_none() {
    let guest = "ivar_contoso.example#EXT#@fabrikam.example";
    let desk = desk(json!({ "users": [
        { "userPrincipalName": NORA, "displayName": "Nora Lind", "accountEnabled": false },
        { "userPrincipalName": guest, "displayName": "Ivar Dahl", "userType": "Guest" },
    ]}));
    for (user, word) in [(NORA, "disabled"), (guest, "guest")] {
        let error = refused(&desk, json!({ "user": user }));
        assert_eq!(error.code(), ErrorCode::PassNotPossible);
        assert!(error.message().contains(word), "{error}");
    }
}

#[test]
fn of_an_answer_that_was_lost_only_the_last_pass_is_told() {
    let lost = json!([{ "method": "POST", "path": "/users/*/authentication/temporaryAccessPassMethods", "times": 2,
        "answer": { "drop": "afterCommit" } }]);
    let desk = desk(json!({ "faults": lost }));
    let pass = issued(&desk, json!({}));
    assert_eq!(user_of(&desk, NORA).writes, 3);
    assert!(
        desk.simulator
            .use_pass(NORA, pass.temporary_access_pass.secret().expose())
            .is_ok()
    );
}

#[test]
fn a_pass_that_nobody_could_be_told_is_taken_back_or_reported() {
    let lost = json!({ "method": "POST", "path": "/users/*/authentication/temporaryAccessPassMethods", "times": 100,
        "answer": { "drop": "afterCommit" } });
    let desk_of = |more: Vec<Value>| {
        let faults = [vec![lost.clone()], more].concat();
        desk(json!({ "faults": faults }))
    };
    let cleaned = desk_of(Vec::new());
    let error = cleaned.run(request(json!({}))).expect_err("the network is gone");
    assert_eq!(error.code(), ErrorCode::Network);
    assert!(error.message().contains("removed again"), "{error}");
    assert_eq!(kinds_of(&cleaned, NORA), ["phone"]);

    let refused =
        json!({ "method": "DELETE", "path": "/users/**", "times": 100, "answer": { "status": 403 } });
    let left = desk_of(vec![refused]);
    let error = left.run(request(json!({}))).expect_err("nor can it be removed");
    assert_eq!(error.code(), ErrorCode::PassLeftBehind);
    assert!(
        error
            .what_to_do()
            .is_some_and(|what| what.contains("remove the pass"))
    );
    assert_eq!(kinds_of(&left, NORA), ["phone", "temporaryAccessPass"]);
}

#[test]
fn stopped_while_the_service_fails_no_pass_stays_behind() {
    let failing = json!([{ "method": "POST", "path": "/users/*/authentication/temporaryAccessPassMethods",
        "answer": { "commitThen": { "status": 504 } } }]);
    let desk = desk(json!({ "faults": failing }));
    let pausing = |event: &Event| matches!(event, Event::Waiting { .. });
    let error = desk
        .run_cancelled_when(request(json!({})), pausing)
        .expect_err("stopped");
    assert_eq!(error.code(), ErrorCode::Cancelled);
    assert!(error.message().contains("removed again"), "{error}");
    assert_eq!(kinds_of(&desk, NORA), ["phone"]);
}

#[test]
fn the_usual_refusals_are_told() {
    let app = json!([{ "name": "Desk", "permissions": ["User.Read.All", "UserAuthenticationMethod.Read.All", "Directory.Read.All", "RoleManagement.Read.Directory", "GroupMember.Read.All", "PrivilegedEligibilitySchedule.Read.AzureADGroup"] }]);
    let reader = desk(json!({ "applications": app }));
    assert_eq!(refused(&reader, json!({})).code(), ErrorCode::PermissionMissing);
    assert_eq!(report(&reader).pass, None, "reading is allowed");

    let nobody = desk(json!({})).run(request(json!({ "user": "nobody@fabrikam.example" })));
    assert_eq!(nobody.expect_err("unknown").code(), ErrorCode::UserNotFound);

    let forbidden =
        json!([{ "method": "POST", "path": "/users/*/authentication/**", "answer": { "status": 403 } }]);
    let higher = desk(json!({ "faults": forbidden }));
    assert_eq!(refused(&higher, json!({})).code(), ErrorCode::NotAllowed);

    let busy = json!([{ "method": "POST", "path": "/users/*/authentication/**", "times": 2,
        "answer": { "status": 429, "headers": { "Retry-After": "20" } } }]);
    assert!(!issued(&desk(json!({ "faults": busy })), json!({})).replaced);
}
