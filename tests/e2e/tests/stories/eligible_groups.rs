//! Whoever could make themselves a member or an owner of a group that can hold roles, by PIM for Groups: an application
//! leaves them alone, as it does whoever is in such a group already.

use graph_mfa::api::{HoldingKind, Outcome, PreflightAnswer, PreflightReport, Request, Response};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, request, reset_request, tenant_of};
use graph_mfa_test_support::{TestDesk, TestDeskBuilder};
use graph_sim::TokenSpec;
use serde_json::{Value, json};

const DESK: &str = "desk@fabrikam.example";
const PERMISSION: &str = "PrivilegedEligibilitySchedule.Read.AzureADGroup";
const PATH: &str = "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances";

/// Nora could activate something in a group; `more` is the rest of the scenario.
fn scenario(eligibility: Value, more: Value) -> Value {
    let mut eligibility = eligibility;
    eligibility["principal"] = NORA.into();
    let mut scenario = json!({
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] },
            { "userPrincipalName": DESK, "roles": ["Authentication Administrator"] }],
        "groups": [
            { "displayName": "Operators", "isAssignableToRole": true },
            { "displayName": "Newsletter" }],
        "groupEligibilities": [eligibility],
    });
    if let (Value::Object(scenario), Value::Object(more)) = (&mut scenario, more) {
        scenario.extend(more);
    }
    scenario
}

fn operators() -> Value {
    json!({ "group": "Operators" })
}

fn tenant(eligibility: Value, more: Value) -> TestDeskBuilder {
    TestDesk::builder(tenant_of(&scenario(eligibility, more)))
}

fn desk(eligibility: Value, more: Value) -> TestDesk {
    tenant(eligibility, more).build().expect("a client")
}

/// The desk's application, without the permission to see who could activate a group.
fn blind(more: Value) -> TestDesk {
    let permissions = [
        "User.Read.All",
        "UserAuthenticationMethod.ReadWrite.All",
        "RoleManagement.Read.Directory",
        "GroupMember.Read.All",
    ];
    let spec = TokenSpec {
        permissions: Some(permissions.map(str::to_owned).to_vec()),
        ..TokenSpec::default()
    };
    tenant(operators(), more).token(&spec).build().expect("a client")
}

fn reset(desk: &TestDesk) -> Result<Outcome, Error> {
    match desk.run(reset_request(json!({})))? {
        Response::Reset(outcome) => Ok(outcome.outcome),
        other => panic!("no reset: {other:?}"),
    }
}

fn refused(desk: &TestDesk) -> Error {
    let error = reset(desk).expect_err("protected");
    assert_eq!(error.code(), ErrorCode::Guarded);
    assert!(desk.simulator.log().iter().all(|entry| !entry.write));
    error
}

fn preflight(desk: &TestDesk) -> PreflightReport {
    match desk.run(request(json!({ "operation": "preflight", "users": [NORA] }))) {
        Ok(Response::Preflight(report)) => *report,
        other => panic!("no preflight: {other:?}"),
    }
}

#[test]
fn an_application_leaves_alone_whoever_could_join_or_own_a_group_that_can_hold_roles() {
    for (access, kind, words) in [
        ("member", HoldingKind::EligibleMember, "become a member"),
        ("owner", HoldingKind::EligibleOwner, "become an owner"),
    ] {
        let desk = desk(json!({ "group": "Operators", "access": access }), json!({}));
        let error = refused(&desk);
        assert!(
            error.message().contains(words) && error.message().contains("Operators"),
            "{error}"
        );
        let report = preflight(&desk);
        let target = &report.targets[0];
        assert_eq!(target.verdicts[0].answer, PreflightAnswer::Refused);
        let standing = target.standing.as_ref().expect("read");
        assert_eq!(standing.holdings[0].kind, kind);
    }
}

#[test]
fn what_holds_no_role_or_has_ended_protects_nobody() {
    for eligibility in [
        json!({ "group": "Newsletter", "access": "owner" }),
        json!({ "group": "Operators", "until": "2026-08-01T00:00:00Z" }),
    ] {
        assert_eq!(
            reset(&desk(eligibility, json!({}))).expect("a reset"),
            Outcome::Done
        );
    }
}

#[test]
fn what_may_not_be_read_protects_and_the_refusal_names_the_permission() {
    let error = refused(&blind(json!({})));
    assert!(
        error
            .what_to_do()
            .is_some_and(|remedy| remedy.contains(PERMISSION)),
        "{error:?}"
    );
}

#[test]
fn a_tenant_without_the_licence_has_nobody_who_could_activate_a_group() {
    let unlicensed = json!({ "pim": { "licensed": false } });
    assert_eq!(
        reset(&desk(operators(), unlicensed.clone())).expect("a reset"),
        Outcome::Done
    );
    // Roles are refused for the same reason, so that the permission is not missed.
    assert_eq!(reset(&blind(unlicensed)).expect("a reset"), Outcome::Done);
}

#[test]
fn a_group_that_is_not_shown_protects() {
    let hidden = json!({ "value": [{ "id": "g_member_s", "accessId": "member", "principalId": "p",
        "groupId": "0b1f4f0a-6c52-4c56-9a8c-3f3b6a1d0001", "memberType": "Direct" }] });
    let faults = json!([{ "path": PATH, "times": 9, "answer": { "status": 200, "body": hidden } }]);
    let error = refused(&desk(operators(), json!({ "faults": faults })));
    assert!(
        error
            .what_to_do()
            .is_some_and(|remedy| remedy.contains("GroupMember.Read.All")),
        "{error:?}"
    );
}

#[test]
fn where_beta_does_not_have_it_the_other_version_is_asked() {
    let missing = json!({ "error": { "code": "BadRequest",
        "message": "Resource not found for the segment 'privilegedAccess'." } });
    let faults = json!([{ "path": PATH, "version": "beta", "times": 9,
        "answer": { "status": 400, "body": missing } }]);
    let more = json!({ "faults": faults });
    assert!(
        refused(&desk(operators(), more.clone()))
            .message()
            .contains("Operators")
    );
    let newsletter = json!({ "group": "Newsletter" });
    assert_eq!(reset(&desk(newsletter, more)).expect("a reset"), Outcome::Done);
}

#[test]
fn it_travels_with_what_is_read_anyway() {
    for request in [
        reset_request(json!({})),
        Request::RevokeSessions {
            user: NORA.to_owned(),
            case: None,
        },
    ] {
        let desk = desk(operators(), json!({}));
        desk.run(request).expect_err("protected");
        let log = desk.simulator.log();
        let asked: Vec<_> = log.iter().filter(|entry| entry.path.contains(PATH)).collect();
        assert_eq!(asked.len(), 1);
        assert!(asked[0].in_batch, "{:?}", asked[0]);
    }
}

#[test]
fn a_person_who_is_signed_in_is_not_asked_for_it() {
    let spec = TokenSpec {
        upn: Some(DESK.to_owned()),
        scopes: [
            "User.Read.All",
            "UserAuthenticationMethod.ReadWrite.All",
            "RoleManagement.Read.Directory",
            "GroupMember.Read.All",
        ]
        .map(str::to_owned)
        .to_vec(),
        ..TokenSpec::default()
    };
    let desk = tenant(operators(), json!({}))
        .token(&spec)
        .build()
        .expect("a client");
    assert_eq!(reset(&desk).expect("the service decides"), Outcome::Done);
    assert!(
        desk.simulator
            .log()
            .iter()
            .all(|entry| !entry.path.contains(PATH))
    );
}
