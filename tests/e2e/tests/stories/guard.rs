//! Who is protected from whom, and what a policy demands: answered before the first write.

use graph_mfa::api::{
    ClientConfig, NoteCode, Outcome, PlannedReset, PolicySource, Request, ResetOutcome, Response,
};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, kinds_of, reset_request, tenant_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::TokenSpec;
use serde_json::{Value, json};

const ADA: &str = "ada.admin@fabrikam.example";
const EXECUTIVES: &str = "33333333-aaaa-4aaa-8aaa-000000000001";
const BOARD: &str = "33333333-aaaa-4aaa-8aaa-000000000002";

/// Nora, who is in the executives by way of the board; Ada, who is an administrator with one passkey; two people of the
/// service desk; and the emergency account.
fn description() -> Value {
    json!({
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] },
            { "userPrincipalName": ADA, "displayName": "Ada Admin", "roles": ["Helpdesk Administrator"],
              "methods": [{ "kind": "phone" }, { "kind": "fido2", "displayName": "Blue key" }] },
            { "userPrincipalName": "breakglass1@fabrikam.example", "displayName": "Emergency 1",
              "methods": [{ "kind": "phone" }] },
            { "userPrincipalName": "desk.one@fabrikam.example", "displayName": "Desk One",
              "roles": ["Privileged Authentication Administrator"] },
            { "userPrincipalName": "desk.two@fabrikam.example", "displayName": "Desk Two",
              "roles": ["Privileged Authentication Administrator"] },
        ],
        "groups": [
            { "id": BOARD, "displayName": "Board", "members": [NORA] },
            { "id": EXECUTIVES, "displayName": "Executives", "members": ["Board"] },
        ],
    })
}

fn own(policy: &Value) -> PolicySource {
    PolicySource {
        name: "policy.json".to_owned(),
        machine_wide: false,
        text: Some(policy.to_string()),
    }
}

fn desk_with(change: impl FnOnce(&mut ClientConfig)) -> TestDesk {
    TestDesk::builder(tenant_of(&description()))
        .configure(change)
        .build()
        .expect("a client")
}

fn desk(policy: &Value) -> TestDesk {
    desk_with(|config| config.policies.push(own(policy)))
}

/// A client of the same tenant, in which a person is signed in.
fn person_at(desk: &TestDesk, name: &str, policy: &Value) -> TestDesk {
    TestDesk::over(desk.simulator.clone())
        .token(&TokenSpec {
            upn: Some(name.to_owned()),
            scopes: vec![
                "User.Read.All".to_owned(),
                "UserAuthenticationMethod.ReadWrite.All".to_owned(),
                "User.RevokeSessions.All".to_owned(),
                "RoleManagement.Read.Directory".to_owned(),
            ],
            ..TokenSpec::default()
        })
        .configure(|config| config.policies.push(own(policy)))
        .build()
        .expect("a client")
}

fn nothing_was_written(desk: &TestDesk) {
    assert!(desk.simulator.log().iter().all(|entry| !entry.write));
}

fn revocation(user: &str, case: &Value) -> Request {
    let request = json!({ "operation": "revokeSessions", "user": user, "case": case });
    serde_json::from_value(request).expect("a request")
}

fn reset_of(user: &str, options: Value) -> Request {
    let Request::Reset(mut request) = reset_request(options) else {
        unreachable!("a reset")
    };
    request.user = user.to_owned();
    Request::Reset(request)
}

fn reset(desk: &TestDesk, user: &str, options: Value) -> Result<ResetOutcome, Error> {
    match desk.run(reset_of(user, options))? {
        Response::Reset(outcome) => Ok(*outcome),
        other => panic!("not a reset: {other:?}"),
    }
}

fn plan(desk: &TestDesk, user: &str, options: Value) -> PlannedReset {
    let Request::Reset(request) = reset_of(user, options) else {
        unreachable!("a reset")
    };
    match desk.run(Request::PlanReset(request)) {
        Ok(Response::PlanReset(planned)) => *planned,
        other => panic!("no plan: {other:?}"),
    }
}

/// Reset, revocation and plan are refused alike, and nothing is written.
fn refused(desk: &TestDesk, user: &str, case: &Value) -> Error {
    let error = reset(desk, user, json!({ "case": case })).expect_err("a refusal");
    let revoking = desk.run(revocation(user, case)).expect_err("a refusal");
    assert_eq!(
        (revoking.code(), revoking.message()),
        (error.code(), error.message())
    );
    let planned = plan(desk, user, json!({ "case": case }));
    assert_eq!(planned.refused.expect("a refusal").code, error.code());
    assert!(error.message().contains("nothing was changed") && error.what_to_do().is_some());
    nothing_was_written(desk);
    error
}

fn done_with_note(desk: &TestDesk, user: &str, case: &Value) {
    let outcome = reset(desk, user, json!({ "case": case })).expect("a reset");
    assert_eq!(outcome.outcome, Outcome::Done);
    let Ok(Response::RevokeSessions(revoked)) = desk.run(revocation(user, case)) else {
        panic!("no revocation");
    };
    for notes in [&outcome.notes, &revoked.notes] {
        assert!(
            notes.iter().any(|note| note.code == NoteCode::GuardOverridden),
            "{notes:?}"
        );
    }
}

#[test]
fn a_protected_person_is_reset_only_when_named_once_more_and_the_outcome_says_so() {
    for policy in [
        json!({ "protected": { "users": [NORA.to_uppercase()] } }),
        json!({ "protected": { "groups": [EXECUTIVES] } }),
        json!({ "protected": { "groups": [BOARD.to_uppercase()] } }),
    ] {
        let desk = desk(&policy);
        let error = refused(&desk, NORA, &json!({}));
        assert_eq!(error.code(), ErrorCode::Guarded, "{policy}");
        assert!(
            error
                .what_to_do()
                .is_some_and(|remedy| remedy.contains("overrideGuard"))
        );
        done_with_note(&desk, NORA, &json!({ "overrideGuard": NORA }));
    }
    let desk = desk_with(|config| config.protected_users.push(NORA.to_owned()));
    assert_eq!(refused(&desk, NORA, &json!({})).code(), ErrorCode::Guarded);
    done_with_note(&desk, NORA, &json!({ "overrideGuard": NORA }));
}

#[test]
fn an_override_that_names_somebody_else_is_a_mistake() {
    let desk = desk(&json!({}));
    let error = refused(&desk, NORA, &json!({ "overrideGuard": ADA }));
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert!(error.message().contains(ADA) && error.message().contains(NORA));
}

#[test]
fn holders_of_a_protected_role_are_protected_from_people_too() {
    let desk = desk(&json!({}));
    let policy = json!({ "protected": { "roles": ["helpdesk administrator"] } });
    let person = person_at(&desk, "desk.one@fabrikam.example", &policy);
    let error = refused(&person, ADA, &json!({}));
    assert_eq!(error.code(), ErrorCode::Guarded);
    assert!(
        error.message().contains("protected role Helpdesk Administrator"),
        "{error}"
    );
    assert_eq!(
        reset(&person, NORA, json!({})).expect("not protected").outcome,
        Outcome::Done
    );
    done_with_note(&person, ADA, &json!({ "overrideGuard": ADA }));
}

#[test]
fn groups_that_cannot_be_read_protect() {
    let denied =
        json!({ "error": { "code": "Authorization_RequestDenied", "message": "Insufficient privileges." } });
    let mut scenario = description();
    scenario["faults"] = json!([{
        "path": "/users/*/checkMemberGroups", "times": 9, "answer": { "status": 403, "body": denied },
    }]);
    let policy = json!({ "protected": { "groups": [EXECUTIVES] } });
    let desk = TestDesk::builder(tenant_of(&scenario))
        .configure(|config| config.policies.push(own(&policy)))
        .build()
        .expect("a client");
    let error = refused(&desk, NORA, &json!({}));
    assert_eq!(error.code(), ErrorCode::Guarded);
    assert!(
        error
            .what_to_do()
            .is_some_and(|remedy| remedy.contains("GroupMember.Read.All"))
    );
    done_with_note(&desk, NORA, &json!({ "overrideGuard": NORA }));
}

#[test]
fn nobody_overrides_the_guard_of_an_emergency_account() {
    let account = "breakglass1@fabrikam.example";
    for pattern in ["breakglass?@*", "EMERGENCY *"] {
        let desk = desk(&json!({ "protected": { "breakGlass": [pattern] } }));
        for case in [json!({}), json!({ "overrideGuard": account })] {
            let error = refused(&desk, account, &case);
            assert_eq!(error.code(), ErrorCode::Guarded);
            assert!(error.message().contains("emergency account"), "{error}");
        }
    }
}

#[test]
fn an_application_says_what_the_policy_demands() {
    let desk = desk(&json!({ "require": {
        "reason": true, "ticket": true, "requestedBy": true, "callerVerifiedBy": ["callBack", "managerConfirmed"],
    } }));
    let mut case = json!({ "ticket": "  " });
    for (field, text) in [
        ("reason", "lost phone"),
        ("ticket", "4711"),
        ("requestedBy", "desk.one@fabrikam.example"),
        ("callerVerified", "voice"),
    ] {
        let error = refused(&desk, NORA, &case);
        assert_eq!(error.code(), ErrorCode::PolicyRefused);
        assert!(
            error.what_to_do().is_some_and(|remedy| remedy.contains(field)),
            "{field}: {error}"
        );
        case[field] = text.into();
    }
    let error = refused(&desk, NORA, &case);
    assert!(
        error.message().contains("voice") && error.what_to_do().is_some_and(|it| it.contains("callBack"))
    );
    case["callerVerified"] = "CallBack".into();
    assert_eq!(
        reset(&desk, NORA, json!({ "case": case }))
            .expect("a reset")
            .outcome,
        Outcome::Done
    );
}

#[test]
fn without_a_policy_an_application_need_not_say_anything() {
    let desk = desk_with(|_| {});
    assert_eq!(
        reset(&desk, NORA, json!({})).expect("a reset").outcome,
        Outcome::Done
    );
}

#[test]
fn a_scope_that_the_policy_does_not_allow_is_refused() {
    let desk = desk(&json!({ "limits": { "scopes": ["portal", "weak"] } }));
    let error = reset(&desk, NORA, json!({ "scope": "everything" })).expect_err("a refusal");
    assert_eq!(error.code(), ErrorCode::PolicyRefused);
    assert!(
        error
            .what_to_do()
            .is_some_and(|remedy| remedy.contains("portal, weak"))
    );
    nothing_was_written(&desk);
    assert_eq!(
        reset(&desk, NORA, json!({ "scope": "weak" }))
            .expect("a reset")
            .outcome,
        Outcome::Done
    );
}

#[test]
fn a_policy_that_is_invalid_or_unreadable_stops_writes_and_not_reads() {
    let broken = own(&json!({ "limits": { "peoplePerRuns": 3 } }));
    let unread = PolicySource {
        text: None,
        ..broken.clone()
    };
    for source in [broken, unread] {
        let desk = desk_with(|config| config.policies.push(source));
        let error = refused(&desk, NORA, &json!({ "overrideGuard": NORA }));
        assert_eq!(error.code(), ErrorCode::PolicyInvalid);
        assert!(error.message().contains("policy.json"), "{error}");
        assert!(desk.run(Request::ListMethods { user: NORA.into() }).is_ok());
        assert_eq!(plan(&desk, NORA, json!({})).plan.steps.len(), 1);
    }
}

#[test]
fn a_vip_is_reset_by_another_person_than_the_one_who_planned_it() {
    let tenant = desk(&json!({}));
    for (policy, user) in [
        (
            json!({ "vips": { "users": [NORA] }, "require": { "secondPerson": true } }),
            NORA,
        ),
        (
            json!({ "vips": { "groups": [EXECUTIVES] }, "require": { "secondPerson": true } }),
            NORA,
        ),
        (json!({ "require": { "secondPerson": true } }), ADA),
    ] {
        let one = person_at(&tenant, "desk.one@fabrikam.example", &policy);
        let two = person_at(&tenant, "desk.two@fabrikam.example", &policy);
        let planned = plan(&one, user, json!({}));
        assert_eq!(planned.refused.expect("alone").code, ErrorCode::PolicyRefused);
        let planned_by = planned.plan.planned_by.expect("who planned it");
        assert_eq!(planned_by, "desk.one@fabrikam.example");
        let saved =
            json!({ "fingerprint": planned.plan.fingerprint, "plannedBy": planned_by.to_uppercase() });
        for (desk, options) in [
            (&one, json!({})),
            (&two, json!({})),
            (&two, json!({ "plannedBy": planned_by })),
            (&one, saved.clone()),
        ] {
            let error = reset(desk, user, options).expect_err("a second person is needed");
            assert_eq!(error.code(), ErrorCode::PolicyRefused);
        }
        let outcome = reset(&two, user, saved).expect("a second person");
        assert_eq!(outcome.outcome, Outcome::Done);
        assert_eq!(
            outcome.plan.planned_by.as_deref(),
            Some("DESK.ONE@FABRIKAM.EXAMPLE")
        );
    }
}

#[test]
fn of_an_application_the_one_who_asked_is_the_person() {
    let policy = json!({ "vips": { "users": [NORA] }, "require": { "secondPerson": true } });
    let desk = desk(&policy);
    let case = |who: &str| json!({ "requestedBy": who });
    let planned = plan(&desk, NORA, json!({ "case": case("one") }));
    assert_eq!(planned.plan.planned_by.as_deref(), Some("one"));
    let saved =
        |case: Value| json!({ "fingerprint": planned.plan.fingerprint, "plannedBy": "one", "case": case });
    for case in [json!({}), case("One")] {
        let error = reset(&desk, NORA, saved(case)).expect_err("nobody else");
        assert_eq!(error.code(), ErrorCode::PolicyRefused);
    }
    nothing_was_written(&desk);
    assert_eq!(
        reset(&desk, NORA, saved(case("two")))
            .expect("a second person")
            .outcome,
        Outcome::Done
    );
}

#[test]
fn ordinary_people_need_no_second_person() {
    let policy = json!({ "vips": { "users": [ADA] }, "require": { "secondPerson": true } });
    assert_eq!(
        reset(&desk(&policy), NORA, json!({})).expect("a reset").outcome,
        Outcome::Done
    );
}

#[test]
fn an_administrators_last_passkey_goes_only_by_name() {
    let tenant = desk(&json!({}));
    let desk = person_at(&tenant, "desk.one@fabrikam.example", &json!({}));
    let everything = json!({ "scope": "everything" });
    let error = reset(&desk, ADA, everything.clone()).expect_err("a lock-out");
    assert_eq!(error.code(), ErrorCode::Guarded);
    assert!(error.message().contains("resists phishing"), "{error}");
    assert_eq!(
        plan(&desk, ADA, everything).refused.expect("a lock-out").code,
        ErrorCode::Guarded
    );
    let override_guard = json!({ "scope": "everything", "case": { "overrideGuard": ADA } });
    assert_eq!(
        reset(&desk, ADA, override_guard).expect_err("a lock-out").code(),
        ErrorCode::Guarded
    );
    nothing_was_written(&desk);

    // What keeps it, or never touches it, is no lock-out.
    let kept = json!({ "scope": "everything", "keep": ["fido2"] });
    assert_eq!(reset(&desk, ADA, kept).expect("a reset").outcome, Outcome::Done);
    assert_eq!(kinds_of(&desk, ADA), ["fido2"]);

    let passkey = error
        .what_to_do()
        .and_then(|remedy| remedy.rsplit(' ').next())
        .expect("its id")
        .to_owned();
    let named = json!({ "scope": "everything", "case": { "overrideLockOut": passkey } });
    let outcome = reset(&desk, ADA, named).expect("a reset");
    assert_eq!(outcome.outcome, Outcome::Done);
    assert!(
        outcome
            .notes
            .iter()
            .any(|note| note.code == NoteCode::GuardOverridden)
    );
    assert!(kinds_of(&desk, ADA).is_empty());
}

#[test]
fn the_groups_travel_with_the_person() {
    let policy = json!({ "protected": { "groups": [BOARD] } });
    let requests = |policy: &Value| {
        let desk = desk(policy);
        desk.run(revocation(ADA, &json!({ "overrideGuard": ADA })))
            .expect("a revocation");
        let graph = desk.simulator.log().into_iter();
        graph.filter(|entry| entry.path.contains("/v1.0/$batch")).count()
    };
    assert_eq!(requests(&policy), requests(&json!({})));
}

#[test]
fn a_pass_lives_no_longer_than_the_policy_allows() {
    let desk = desk(&json!({ "limits": { "passLifetimeMinutes": 90 } }));
    let issue = |options: Value| {
        let mut request = json!({ "operation": "issuePass", "user": NORA });
        for (field, value) in options.as_object().expect("options") {
            request[field] = value.clone();
        }
        serde_json::from_value::<Request>(request).expect("a request")
    };
    let error = desk
        .run(issue(json!({ "lifetimeMinutes": 120 })))
        .expect_err("too long");
    assert_eq!(error.code(), ErrorCode::PolicyRefused);
    nothing_was_written(&desk);
    assert!(matches!(desk.run(issue(json!({}))), Ok(Response::IssuePass(_))));
    let state = graph_mfa_e2e::user_of(&desk, NORA);
    let pass = state
        .methods
        .iter()
        .find(|method| method.kind == "temporaryAccessPass")
        .expect("a pass");
    assert_eq!(pass.properties["lifetimeInMinutes"], 60);
}

#[test]
fn a_rescue_may_take_an_administrators_last_passkey() {
    let tenant = desk(&json!({}));
    let desk = person_at(&tenant, "desk.one@fabrikam.example", &json!({}));
    let request = json!({ "operation": "rescue", "user": ADA, "scope": "everything" });
    let answer = desk.run(serde_json::from_value(request).expect("a request"));
    assert!(matches!(answer, Ok(Response::Rescue(_))), "{answer:?}");
    assert_eq!(kinds_of(&desk, ADA), ["temporaryAccessPass"]);
}
