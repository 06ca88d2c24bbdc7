//! Who may act on whom: every cell of `tests/data/who-may-act-on-whom.json`, predicted by preflight and then tried at the
//! simulated tenant, which knows nothing of the prediction.

use graph_mfa::api::{
    Holding, HoldingKind, PreflightAnswer, PreflightReason, PreflightReport, PreflightRequest,
    PreflightVerdict, Purpose, Request, Response,
};
use graph_mfa_e2e::tenant_of;
use graph_mfa_test_support::TestDesk;
use graph_sim::TokenSpec;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ACTING: &str = "acting@fabrikam.example";
const TARGET: &str = "target@fabrikam.example";
const PURPOSES: [Purpose; 3] = [
    Purpose::ChangeMethods,
    Purpose::RevokeSessions,
    Purpose::IssuePass,
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    target: String,
    holds: Holds,
    cells: BTreeMap<String, Cell>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Holds {
    guest: bool,
    roles: Vec<String>,
    eligible_roles: Vec<String>,
    custom_role: bool,
    member_of_role_assignable_group: bool,
    owner_of_role_assignable_group: bool,
    group_roles: Vec<String>,
    restricted_unit_roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Cell {
    #[serde(rename = "passwordReset")]
    _password_reset: bool,
    revoke_sessions: bool,
    authentication_methods: bool,
    temporary_access_pass: bool,
}

impl Cell {
    const fn allows(&self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::ChangeMethods | Purpose::SetPerUserState => self.authentication_methods,
            Purpose::RevokeSessions => self.revoke_sessions,
            Purpose::IssuePass => self.temporary_access_pass,
        }
    }
}

fn table() -> Vec<Row> {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../../../data/who-may-act-on-whom.json"))
        .expect("the table is read");
    assert!(rows.len() >= 30 && rows.iter().all(|row| row.cells.len() == 6));
    rows
}

fn scenario(row: &Row, acting: &str) -> Value {
    let holds = &row.holds;
    let mut roles = holds.roles.clone();
    roles.extend(holds.custom_role.then(|| "Meter reader".to_owned()));
    let people = |included: bool| if included { vec![TARGET] } else { Vec::new() };
    let assigned = |roles: &[String], principal: &str, scope: &str, eligible: bool| -> Vec<Value> {
        let assignment = |role: &String| json!({ "role": role, "principal": principal, "scope": scope, "eligible": eligible });
        roles.iter().map(assignment).collect()
    };
    let assignments = [
        assigned(&holds.eligible_roles, TARGET, "/", true),
        assigned(&holds.group_roles, "Admins", "/", false),
        assigned(&holds.restricted_unit_roles, TARGET, "Executives", false),
    ]
    .concat();
    json!({
        "users": [
            { "userPrincipalName": ACTING, "roles": [acting] },
            { "userPrincipalName": TARGET, "roles": roles,
              "userType": if holds.guest { "Guest" } else { "Member" },
              "methods": [{ "kind": "fido2", "id": "key" }] }],
        "groups": [{ "displayName": "Admins", "isAssignableToRole": true,
            "members": people(holds.member_of_role_assignable_group),
            "owners": people(holds.owner_of_role_assignable_group) }],
        "administrativeUnits": [{ "displayName": "Executives", "isMemberManagementRestricted": true }],
        "customRoles": [{ "displayName": "Meter reader",
            "allowedResourceActions": ["microsoft.directory/applications/standard/read"] }],
        "roleAssignments": assignments })
}

/// What a service desk's app asks people to consent to.
const SCOPES: [&str; 5] = [
    "User.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "User.RevokeSessions.All",
    "RoleManagement.Read.Directory",
    "Directory.Read.All",
];

fn token_of(upn: &str, scopes: &[&str]) -> TokenSpec {
    let spec = json!({ "upn": upn, "scopes": scopes });
    serde_json::from_value(spec).expect("a token")
}

fn desk_of(scenario: &Value, token: &TokenSpec) -> TestDesk {
    TestDesk::builder(tenant_of(scenario))
        .token(token)
        .build()
        .expect("a client")
}

fn ask(desk: &TestDesk, users: &[&str], purposes: &[Purpose]) -> PreflightReport {
    let request = PreflightRequest {
        users: users.iter().map(|user| (*user).to_owned()).collect(),
        purposes: purposes.to_vec(),
        ..PreflightRequest::default()
    };
    match desk.run(Request::Preflight(request)) {
        Ok(Response::Preflight(report)) => *report,
        other => panic!("no preflight: {other:?}"),
    }
}

fn verdict(desk: &TestDesk, purpose: Purpose) -> PreflightVerdict {
    let report = ask(desk, &[TARGET], &[purpose]);
    report.targets[0].verdicts[0].clone()
}

/// Tries it, as another client would: the tenant's own word.
fn tried(desk: &TestDesk, token: &TokenSpec, purpose: Purpose) -> bool {
    let (method, path, body) = match purpose {
        Purpose::ChangeMethods => (
            "DELETE",
            format!("/v1.0/users/{TARGET}/authentication/fido2Methods/key"),
            None,
        ),
        Purpose::RevokeSessions => (
            "POST",
            format!("/v1.0/users/{TARGET}/revokeSignInSessions"),
            Some(json!({})),
        ),
        Purpose::IssuePass => (
            "POST",
            format!("/v1.0/users/{TARGET}/authentication/temporaryAccessPassMethods"),
            Some(json!({})),
        ),
        Purpose::SetPerUserState => (
            "PATCH",
            format!("/beta/users/{TARGET}/authentication/requirements"),
            Some(json!({ "perUserMfaState": "disabled" })),
        ),
    };
    let bearer = desk.simulator.issue_token(token).expect("a token");
    let mut request = graph_sim::Request::new(method, &path).bearer(&bearer);
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = desk.simulator.handle(request).into_response().expect("an answer");
    assert!(
        answer.status < 300 || answer.status == 403,
        "{purpose:?}: {}",
        answer.status
    );
    answer.status < 300
}

#[test]
fn every_cell_is_predicted_and_the_tenant_agrees() {
    let mut differing = Vec::new();
    for row in table() {
        for (acting, cell) in &row.cells {
            let token = token_of(ACTING, &SCOPES);
            let desk = desk_of(&scenario(&row, acting), &token);
            let report = ask(&desk, &[TARGET], &PURPOSES);
            for verdict in &report.targets[0].verdicts {
                let expected = if cell.allows(verdict.purpose) {
                    PreflightAnswer::Allowed
                } else {
                    PreflightAnswer::Refused
                };
                let true_answer = if tried(&desk, &token, verdict.purpose) {
                    PreflightAnswer::Allowed
                } else {
                    PreflightAnswer::Refused
                };
                if verdict.answer != expected || true_answer != expected {
                    differing.push(format!(
                        "{acting} on {}: {:?} is predicted {:?}, is {true_answer:?}, and should be {expected:?}: {}",
                        row.target, verdict.purpose, verdict.answer, verdict.message
                    ));
                }
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn the_least_role_that_is_named_may_and_none_below_it() {
    // From the least upwards, as the product ranks them.
    let order = [
        "Helpdesk Administrator",
        "Authentication Administrator",
        "User Administrator",
        "Privileged Authentication Administrator",
        "Global Administrator",
    ];
    for row in table() {
        let desk = desk_of(
            &scenario(&row, "Password Administrator"),
            &token_of(ACTING, &SCOPES),
        );
        for verdict in &ask(&desk, &[TARGET], &PURPOSES).targets[0].verdicts {
            let least = verdict.least_role.as_ref().expect("somebody may");
            let first = order
                .iter()
                .find(|role| row.cells[**role].allows(verdict.purpose));
            assert_eq!(
                Some(&least.role.display_name.as_str()),
                first,
                "{:?} on {}",
                verdict.purpose,
                row.target
            );
            assert!(
                verdict
                    .remedy
                    .as_ref()
                    .is_some_and(|remedy| remedy.contains(&least.role.display_name)),
                "{verdict:?}"
            );
        }
    }
}

#[test]
fn an_application_is_bound_by_permissions_alone_and_so_is_guarded_from_whoever_holds_anything() {
    for row in table() {
        let desk = TestDesk::new(tenant_of(&scenario(&row, "Reports Reader")));
        let report = ask(&desk, &[TARGET], &PURPOSES);
        let plain = row.holds.guest || row.target == "no role, a member";
        for verdict in &report.targets[0].verdicts {
            let (answer, reason) = if plain {
                (PreflightAnswer::Allowed, PreflightReason::Application)
            } else {
                (PreflightAnswer::Refused, PreflightReason::Guarded)
            };
            assert_eq!(
                (verdict.answer, verdict.reason),
                (answer, reason),
                "{}",
                row.target
            );
        }
        let holdings = &report.targets[0].standing.as_ref().expect("was read").holdings;
        assert_eq!(holdings.is_empty(), plain, "{}", row.target);
    }
}

/// Acting with a role in one administrative unit.
fn in_unit(role: &str, restricted: bool, member: bool, target_roles: &[&str]) -> Value {
    json!({
        "users": [{ "userPrincipalName": ACTING }, { "userPrincipalName": TARGET, "roles": target_roles,
            "methods": [{ "kind": "fido2", "id": "key" }] }],
        "administrativeUnits": [{ "displayName": "North", "isMemberManagementRestricted": restricted,
            "members": if member { vec![TARGET] } else { Vec::new() } }],
        "roleAssignments": [{ "role": role, "principal": ACTING, "scope": "North" }] })
}

#[test]
fn a_role_in_a_unit_acts_on_its_members_without_any_role() {
    use PreflightReason::{OutsideUnit, RestrictedUnit, RoleAllows, RoleMissing, TargetOutranks};
    let authentication = "Authentication Administrator";
    let cases = [
        (in_unit(authentication, false, true, &[]), RoleAllows),
        (in_unit(authentication, false, false, &[]), OutsideUnit),
        (
            in_unit(authentication, false, true, &["Directory Readers"]),
            TargetOutranks,
        ),
        (in_unit(authentication, true, true, &[]), RoleAllows),
        (in_unit("Helpdesk Administrator", false, true, &[]), RoleMissing),
        (in_unit("Helpdesk Administrator", true, true, &[]), RestrictedUnit),
    ];
    for (scenario, reason) in cases {
        let token = token_of(ACTING, &SCOPES);
        let desk = desk_of(&scenario, &token);
        let verdict = verdict(&desk, Purpose::ChangeMethods);
        assert_eq!(verdict.reason, reason, "{scenario:#}");
        assert_eq!(
            tried(&desk, &token, Purpose::ChangeMethods),
            verdict.answer == PreflightAnswer::Allowed,
            "{scenario:#}"
        );
    }
}

#[test]
fn a_unit_of_restricted_management_keeps_even_global_administrators_and_applications_out() {
    let mut scenario = in_unit("Authentication Administrator", true, true, &[]);
    scenario["users"][0]["roles"] = json!([]);
    scenario["users"]
        .as_array_mut()
        .expect("a list")
        .push(json!({ "userPrincipalName": "chief@fabrikam.example", "roles": ["Global Administrator"] }));
    let token = token_of("chief@fabrikam.example", &SCOPES);
    let desk = desk_of(&scenario, &token);
    let verdict_of_chief = verdict(&desk, Purpose::ChangeMethods);
    assert_eq!(verdict_of_chief.reason, PreflightReason::RestrictedUnit);
    let least = verdict_of_chief.least_role.expect("somebody may");
    assert_eq!(least.role.display_name, "Authentication Administrator");
    assert!(least.administrative_unit.is_some());
    assert!(
        verdict_of_chief.message.contains("North"),
        "{}",
        verdict_of_chief.message
    );
    assert!(!tried(&desk, &token, Purpose::ChangeMethods));

    let app = TestDesk::new(tenant_of(&scenario));
    assert_eq!(
        verdict(&app, Purpose::RevokeSessions).reason,
        PreflightReason::RestrictedUnit
    );
    assert!(!tried(&app, &TokenSpec::default(), Purpose::RevokeSessions));
}

#[test]
fn a_role_through_a_group_counts_and_per_user_state_asks_for_no_rank() {
    let scenario = json!({
        "users": [{ "userPrincipalName": ACTING }, { "userPrincipalName": TARGET, "roles": ["Global Administrator"],
            "methods": [{ "kind": "fido2", "id": "key" }] }],
        "groups": [{ "displayName": "Policy desk", "isAssignableToRole": true, "members": [ACTING] }],
        "roleAssignments": [{ "role": "Authentication Policy Administrator", "principal": "Policy desk", "scope": "/" }] });
    let token = token_of(
        ACTING,
        &[&SCOPES[..], &["Policy.ReadWrite.AuthenticationMethod"]].concat(),
    );
    let desk = desk_of(&scenario, &token);
    let allowed = verdict(&desk, Purpose::SetPerUserState);
    assert_eq!(allowed.answer, PreflightAnswer::Allowed, "{allowed:?}");
    assert!(tried(&desk, &token, Purpose::SetPerUserState));
    let refused = verdict(&desk, Purpose::ChangeMethods);
    assert_eq!(refused.reason, PreflightReason::RoleMissing);
}

#[test]
fn what_cannot_be_read_makes_it_unknown_and_never_refused() {
    let rows = table();
    let global = rows
        .iter()
        .find(|row| row.target == "Security Reader")
        .expect("in the table");
    // Directory roles show; nothing else does.
    let poor = [
        "User.Read.All",
        "UserAuthenticationMethod.ReadWrite.All",
        "User.RevokeSessions.All",
    ];
    let plain = desk_of(
        &scenario(&rows[0], "Authentication Administrator"),
        &token_of(ACTING, &poor),
    );
    let unknown = verdict(&plain, Purpose::ChangeMethods);
    assert_eq!(
        (unknown.answer, unknown.reason),
        (PreflightAnswer::Unknown, PreflightReason::TargetUnread)
    );
    assert!(
        unknown
            .remedy
            .expect("what to do")
            .contains("RoleManagement.Read.Directory")
    );
    // What is read is enough to refuse.
    let high = desk_of(
        &scenario(global, "Authentication Administrator"),
        &token_of(ACTING, &poor),
    );
    let refused = verdict(&high, Purpose::ChangeMethods);
    assert_eq!(
        refused.reason,
        PreflightReason::OwnRolesUnread,
        "a role in a unit might allow it"
    );
    // Who may act on everybody need not know.
    let privileged = desk_of(
        &scenario(global, "Privileged Authentication Administrator"),
        &token_of(ACTING, &poor),
    );
    let report = ask(&privileged, &[TARGET], &PURPOSES);
    assert!(
        report.targets[0]
            .verdicts
            .iter()
            .all(|verdict| verdict.answer == PreflightAnswer::Allowed)
    );
    assert_eq!(report.targets[0].standing, None);
}

#[test]
fn a_list_is_answered_person_by_person() {
    let scenario = json!({ "users": [
        { "userPrincipalName": ACTING, "roles": ["Authentication Administrator"] },
        { "userPrincipalName": TARGET, "mail": "target.person@fabrikam.example" },
        { "userPrincipalName": "chief@fabrikam.example", "roles": ["Global Administrator"] },
        { "userPrincipalName": "owner@fabrikam.example" }],
        "groups": [{ "displayName": "Admins", "isAssignableToRole": true, "owners": ["owner@fabrikam.example"] }] });
    let mut scopes = SCOPES.to_vec();
    scopes.push("Mail.Send");
    let desk = desk_of(&scenario, &token_of(ACTING, &scopes));
    let users = [
        "target.person@fabrikam.example",
        "chief@fabrikam.example",
        "nobody@fabrikam.example",
        ACTING,
        "owner@fabrikam.example",
    ];
    let report = ask(&desk, &users, &[Purpose::RevokeSessions]);
    assert_eq!(
        report.unneeded_permissions.as_deref(),
        Some(&["Mail.Send".to_owned()][..])
    );
    let reasons: Vec<_> = report
        .targets
        .iter()
        .map(|target| target.verdicts.first().map(|verdict| verdict.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            Some(PreflightReason::RoleAllows),
            Some(PreflightReason::TargetOutranks),
            None,
            Some(PreflightReason::OwnAccount),
            Some(PreflightReason::TargetOutranks),
        ]
    );
    assert!(report.targets[2].error.is_some());
    let owner = report.targets[4].standing.as_ref().expect("was read");
    let expected = Holding {
        kind: HoldingKind::Owner,
        role: None,
        group: Some("Admins".to_owned()),
        administrative_unit: None,
        restricted: None,
    };
    assert_eq!(owner.holdings, [expected]);
    assert_eq!(owner.words(), "owner of the role-assignable group Admins");
}

/// How many HTTP requests to Graph come before the first write, when all is as usual.
fn requests_before_the_first_write(scenario: &Value, token: &TokenSpec, user: &str) -> usize {
    let desk = desk_of(scenario, token);
    let reset = json!({ "user": user, "scope": "everything" });
    desk.run(Request::Reset(serde_json::from_value(reset).expect("a reset")))
        .expect("is reset");
    let log = desk.simulator.log();
    log.iter()
        .filter(|entry| !entry.in_batch)
        .take_while(|entry| entry.method != "DELETE")
        .count()
}

#[test]
fn a_person_with_no_surprises_costs_one_request_before_the_first_write() {
    let id = "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11";
    let mut scenario = scenario(&table()[0], "Authentication Administrator");
    scenario["users"][1]["id"] = json!(id);
    scenario["users"]
        .as_array_mut()
        .expect("a list")
        .push(json!({ "userPrincipalName": "chief@fabrikam.example", "roles": ["Global Administrator"] }));
    let desk = token_of(ACTING, &SCOPES);
    assert_eq!(requests_before_the_first_write(&scenario, &desk, id), 1);
    assert_eq!(
        requests_before_the_first_write(&scenario, &TokenSpec::default(), id),
        1
    );
    // Assignments are found by object id only.
    assert_eq!(requests_before_the_first_write(&scenario, &desk, TARGET), 2);
    // What people hold does not keep a Global Administrator from acting on them. It is asked only where the last passkey
    // goes, which an administrator keeps.
    let chief = token_of("chief@fabrikam.example", &SCOPES);
    assert_eq!(requests_before_the_first_write(&scenario, &chief, TARGET), 2);
    scenario["users"][1]["methods"] = json!([{ "kind": "phone" }]);
    assert_eq!(requests_before_the_first_write(&scenario, &chief, TARGET), 1);
}
