//! Delegating the roles that administer authentication: what they may do, who holds them, granting them and taking
//! them back, and what goes wrong with it.

use graph_mfa::ErrorCode;
use graph_mfa::api::{
    AssignmentKind, Event, NoteCode, Request, Response, RoleAssignment, RoleAssignmentList,
    RoleChangeOutcome, RoleChangeStatus,
};
use graph_mfa_e2e::{NORA, tenant_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::TokenSpec;
use serde_json::{Value, json};

const KIM: &str = "kim.berg@fabrikam.example";
const OLA: &str = "ola.moen@fabrikam.example";
const CHIEF: &str = "chief@fabrikam.example";
const OPERATORS: &str = "0b1f4f0a-6c52-4c56-9a8c-3f3b6a1d0001";
const EVERYBODY: &str = "0b1f4f0a-6c52-4c56-9a8c-3f3b6a1d0002";
const ROLE: &str = "Authentication Administrator";

/// A tenant with a desk of three, a group that holds the role in one unit, and an application that may delegate.
fn scenario(more: &Value) -> Value {
    let mut scenario = json!({
        "applications": [{ "name": "Delegation", "secret": "s3cret-of-delegation", "permissions": [
            "User.Read.All", "RoleManagement.ReadWrite.Directory", "AdministrativeUnit.Read.All", "GroupMember.Read.All",
        ] }],
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind" },
            { "userPrincipalName": KIM, "displayName": "Kim Berg" },
            { "userPrincipalName": OLA, "displayName": "Ola Moen" },
            { "userPrincipalName": CHIEF, "displayName": "Chief", "roles": ["Privileged Role Administrator"] },
        ],
        "groups": [
            { "id": OPERATORS, "displayName": "Operators", "isAssignableToRole": true, "members": [OLA] },
            { "id": EVERYBODY, "displayName": "Everybody", "members": [OLA] },
        ],
        "administrativeUnits": [{ "displayName": "North", "members": [NORA] }],
        "roleAssignments": [{ "role": ROLE, "principal": "Operators", "scope": "North" }],
    });
    for (field, value) in more.as_object().expect("fields") {
        scenario[field] = value.clone();
    }
    scenario
}

fn desk_with(more: &Value) -> TestDesk {
    TestDesk::new(tenant_of(&scenario(more)))
}

fn desk() -> TestDesk {
    desk_with(&json!({}))
}

fn request(operation: &str, fields: &Value) -> Request {
    let mut request = fields.clone();
    request["operation"] = operation.into();
    serde_json::from_value(request).expect("a request")
}

fn change(desk: &TestDesk, operation: &str, fields: &Value) -> RoleChangeOutcome {
    match desk.run(request(operation, fields)) {
        Ok(Response::GrantRole(outcome) | Response::RevokeRole(outcome)) => *outcome,
        other => panic!("no outcome: {other:?}"),
    }
}

fn refusal(desk: &TestDesk, operation: &str, fields: &Value) -> graph_mfa::Error {
    let error = desk.run(request(operation, fields)).expect_err("refused");
    assert!(error.what_to_do().is_some(), "{error} says what to do");
    assert_eq!(writes(desk), 0, "nothing was written");
    error
}

fn held(desk: &TestDesk, fields: &Value) -> RoleAssignmentList {
    match desk.run(request("listRoleAssignments", fields)) {
        Ok(Response::ListRoleAssignments(list)) => list,
        other => panic!("no list: {other:?}"),
    }
}

fn of<'a>(list: &'a RoleAssignmentList, upn: &str) -> Vec<&'a RoleAssignment> {
    let whose = |it: &&RoleAssignment| it.principal.user_principal_name.as_deref() == Some(upn);
    list.assignments.iter().filter(whose).collect()
}

fn statuses(outcome: &RoleChangeOutcome) -> Vec<RoleChangeStatus> {
    outcome.people.iter().map(|person| person.status).collect()
}

fn codes(notes: &[graph_mfa::api::Note]) -> Vec<NoteCode> {
    notes.iter().map(|note| note.code).collect()
}

/// Requests that asked for a change of roles.
fn writes(desk: &TestDesk) -> usize {
    let log = desk.simulator.log();
    let asked = log.iter().filter(|entry| {
        entry.path.contains("/roleManagement/") && ["POST", "DELETE"].contains(&entry.method.as_str())
    });
    asked.count()
}

#[test]
fn roles_are_told_with_what_they_may_do_and_on_whom() {
    let list = |desk: &TestDesk| match desk.run(Request::ListRoles) {
        Ok(Response::ListRoles(list)) => list,
        other => panic!("no roles: {other:?}"),
    };
    let told = list(&desk());
    let administrator = &told.roles[0];
    assert_eq!(administrator.display_name, ROLE);
    assert!(administrator.read_from_tenant && administrator.grantable && administrator.can_be_scoped);
    let deletes = |action: &&graph_mfa::api::RoleAction| {
        action.action == "microsoft.directory/users/authenticationMethods/delete"
    };
    let meaning = administrator
        .actions
        .iter()
        .find(deletes)
        .and_then(|it| it.meaning.as_deref());
    assert!(meaning.is_some_and(|meaning| meaning.contains("re-registration")));
    assert!(told.notes.is_empty());
    assert_eq!(told.roles.len(), 9);
    assert_eq!(told.roles.iter().filter(|role| role.grantable).count(), 3);

    let blind = desk_with(
        &json!({ "applications": [{ "name": "Blind", "secret": "x-secret", "permissions": ["User.Read.All"] }] }),
    );
    let documented = list(&blind);
    assert!(!documented.roles[0].read_from_tenant && !documented.roles[0].actions.is_empty());
    assert_eq!(codes(&documented.notes), [NoteCode::RolesIncomplete]);
}

#[test]
fn who_holds_a_role_is_told_directly_through_groups_and_for_a_time() {
    let desk = desk_with(&json!({ "roleAssignments": [
        { "role": ROLE, "principal": "Operators", "scope": "North" },
        { "role": ROLE, "principal": NORA, "until": "2026-09-01T00:00:00Z" },
        { "role": ROLE, "principal": KIM, "eligible": true },
        { "role": "Reports Reader", "principal": KIM },
    ] }));
    let all = held(&desk, &json!({ "role": "authentication administrator" }));
    assert!(!all.incomplete, "{:?}", all.notes);
    assert_eq!(all.assignments.len(), 4, "the group, its member, and two people");
    let nora = of(&all, NORA)[0];
    assert_eq!(
        (nora.kind, nora.directory_scope_id.as_str()),
        (AssignmentKind::TimeBoxed, "/")
    );
    assert!(nora.until.is_some());
    assert_eq!(of(&all, KIM)[0].kind, AssignmentKind::Eligible);
    let ola = of(&all, OLA)[0];
    assert_eq!(
        ola.through
            .as_ref()
            .and_then(|group| group.display_name.as_deref()),
        Some("Operators")
    );
    assert_eq!(
        ola.administrative_unit
            .as_ref()
            .and_then(|unit| unit.display_name.as_deref()),
        Some("North")
    );

    let kim = held(&desk, &json!({ "user": KIM }));
    let roles: Vec<_> = kim
        .assignments
        .iter()
        .map(|it| it.role.display_name.as_str())
        .collect();
    assert_eq!(roles, ["Reports Reader", ROLE]);
    assert_eq!(
        of(&held(&desk, &json!({ "user": OLA })), OLA).len(),
        1,
        "through the group"
    );
    assert_eq!(
        held(&desk, &json!({ "administrativeUnit": "North" }))
            .assignments
            .len(),
        2
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    let desk = desk_with(&json!({
        "applications": [{ "name": "Half", "secret": "half-a-secret", "permissions": ["User.Read.All", "RoleManagement.Read.Directory"] }],
    }));
    let list = held(&desk, &json!({ "role": ROLE }));
    assert!(list.incomplete && of(&list, OLA).is_empty());
    assert!(
        list.notes[0].message.contains("members of the group"),
        "{:?}",
        list.notes
    );
}

#[test]
fn a_role_is_granted_to_a_list_and_seen() {
    let desk = desk();
    let fields = json!({ "role": ROLE, "users": [NORA, KIM], "administrativeUnit": "North" });
    let plan = change(
        &desk,
        "grantRole",
        &json!({ "role": ROLE, "users": [NORA, KIM], "administrativeUnit": "North", "validateOnly": true }),
    );
    assert_eq!(statuses(&plan), [RoleChangeStatus::Planned; 2]);
    assert_eq!(writes(&desk), 0, "a plan writes nothing");

    let outcome = change(&desk, "grantRole", &fields);
    assert_eq!(statuses(&outcome), [RoleChangeStatus::Done; 2]);
    assert_eq!(
        outcome
            .administrative_unit
            .as_ref()
            .and_then(|unit| unit.display_name.as_deref()),
        Some("North")
    );
    assert!(codes(&outcome.notes).contains(&NoteCode::RoleNeedsSignIn));
    assert!(!codes(&outcome.notes).contains(&NoteCode::WholeTenant));
    assert_eq!(writes(&desk), 2);

    let again = change(&desk, "grantRole", &fields);
    assert_eq!(statuses(&again), [RoleChangeStatus::AlreadyHeld; 2]);
    assert_eq!(writes(&desk), 2, "who holds it already costs no write");
}

#[test]
fn what_is_broader_than_needed_is_said_and_not_refused() {
    let desk = desk_with(
        &json!({ "applications": [{ "name": "All", "secret": "all-the-secret", "permissions": [
        "User.Read.All", "RoleManagement.ReadWrite.Directory", "UserAuthenticationMethod.ReadWrite.All", "Directory.Read.All",
    ] }], "users": [{ "userPrincipalName": NORA, "displayName": "Nora Lind", "accountEnabled": false, "userType": "Guest" }],
       "groups": [], "administrativeUnits": [], "roleAssignments": [] }),
    );
    let outcome = change(
        &desk,
        "grantRole",
        &json!({ "role": "Privileged Authentication Administrator", "users": [NORA] }),
    );
    assert_eq!(statuses(&outcome), [RoleChangeStatus::Done]);
    assert_eq!(
        codes(&outcome.notes),
        [
            NoteCode::BroaderRole,
            NoteCode::WholeTenant,
            NoteCode::PermanentRole,
            NoteCode::GrantsAndResets,
            NoteCode::RoleNeedsSignIn
        ]
    );
    assert_eq!(
        codes(&outcome.people[0].notes),
        [NoteCode::AccountDisabled, NoteCode::GuestRole]
    );
}

#[test]
fn a_role_for_a_time_ends_by_itself_and_an_eligible_one_is_not_held() {
    let desk = desk();
    let boxed = json!({ "role": ROLE, "users": [NORA], "durationMs": 28_800_000, "case": { "reason": "Holiday cover", "ticket": "4711" } });
    let outcome = change(&desk, "grantRole", &boxed);
    assert_eq!(statuses(&outcome), [RoleChangeStatus::Done]);
    assert_eq!(outcome.kind, Some(AssignmentKind::TimeBoxed));
    assert!(!codes(&outcome.notes).contains(&NoteCode::PermanentRole));
    let list = held(&desk, &json!({ "role": ROLE }));
    let nora = of(&list, NORA)[0];
    let until = nora.until.expect("an end").to_string();
    assert!(until.starts_with("2026-08-20T17:00"), "{until}");

    let eligible = json!({ "role": ROLE, "users": [KIM], "kind": "eligible" });
    assert_eq!(
        statuses(&change(&desk, "grantRole", &eligible)),
        [RoleChangeStatus::Done]
    );
    assert_eq!(
        of(&held(&desk, &json!({ "role": ROLE })), KIM)[0].kind,
        AssignmentKind::Eligible
    );

    let longer = change(&desk, "grantRole", &json!({ "role": ROLE, "users": [NORA] }));
    assert_eq!(statuses(&longer), [RoleChangeStatus::AlreadyHeld]);
    assert_eq!(codes(&longer.people[0].notes), [NoteCode::OtherTerm]);
}

#[test]
fn rules_and_licences_of_privileged_identity_management_are_told() {
    let without_reason = json!({ "role": ROLE, "users": [NORA, KIM], "durationMs": 3_600_000 });
    let outcome = change(&desk(), "grantRole", &without_reason);
    assert_eq!(statuses(&outcome), [RoleChangeStatus::Failed; 2]);
    let error = outcome.people[0].error.as_ref().expect("an error");
    assert_eq!(error.code, ErrorCode::Refused);
    assert!(error.message.contains("JustificationRule"), "{}", error.message);

    let poor = desk_with(&json!({ "pim": { "licensed": false } }));
    let error = refusal(&poor, "grantRole", &without_reason);
    assert_eq!(error.code(), ErrorCode::LicenceMissing);
    let permanent = change(&poor, "grantRole", &json!({ "role": ROLE, "users": [NORA] }));
    assert_eq!(
        statuses(&permanent),
        [RoleChangeStatus::Done],
        "for good needs no such licence"
    );
    assert!(!held(&poor, &json!({ "role": ROLE })).incomplete);
}

#[test]
fn bad_input_is_refused_before_the_first_write() {
    let desk = desk();
    let cases = [
        (
            json!({ "role": "Global Administrator", "users": [NORA] }),
            ErrorCode::Guarded,
            "Global Administrator",
        ),
        (
            json!({ "role": "Privileged Role Administrator", "users": [NORA] }),
            ErrorCode::Guarded,
            "Privileged Role",
        ),
        (
            json!({ "role": "Chief", "users": [NORA] }),
            ErrorCode::InvalidInput,
            "role",
        ),
        (
            json!({ "role": ROLE, "users": [] }),
            ErrorCode::InvalidInput,
            "users",
        ),
        (
            json!({ "role": ROLE, "users": [NORA], "administrativeUnit": "South" }),
            ErrorCode::InvalidInput,
            "South",
        ),
        (
            json!({ "role": "Authentication Policy Administrator", "users": [NORA], "administrativeUnit": "North" }),
            ErrorCode::InvalidInput,
            "administrativeUnit",
        ),
        (
            json!({ "role": ROLE, "users": [NORA], "kind": "timeBoxed" }),
            ErrorCode::InvalidInput,
            "kind",
        ),
        (
            json!({ "role": ROLE, "users": [NORA], "until": "2026-08-20T08:00:00Z" }),
            ErrorCode::InvalidInput,
            "until",
        ),
    ];
    for (fields, code, named) in cases {
        let error = refusal(&desk, "grantRole", &fields);
        assert_eq!(error.code(), code, "{fields}");
        assert!(error.message().contains(named), "{error}");
    }
}

#[test]
fn whoever_cannot_be_granted_it_is_told_and_the_others_get_it() {
    let scenario = tenant_of(&scenario(&json!({})));
    let desk = TestDesk::builder(scenario)
        .configure(|config| config.protected_users = vec![KIM.into()])
        .build()
        .expect("well-formed");
    let users = json!([
        "nobody@fabrikam.example",
        KIM,
        EVERYBODY,
        "Nora Lind",
        NORA,
        NORA.to_uppercase(),
        OPERATORS
    ]);
    let outcome = change(&desk, "grantRole", &json!({ "role": ROLE, "users": users }));
    let told: Vec<_> = outcome
        .people
        .iter()
        .map(|person| person.error.as_ref().map(|error| error.code))
        .collect();
    assert_eq!(
        told,
        [
            Some(ErrorCode::UserNotFound),
            Some(ErrorCode::Guarded),
            Some(ErrorCode::InvalidInput),
            Some(ErrorCode::InvalidInput),
            None,
            None
        ],
        "who is named twice appears once"
    );
    assert_eq!(statuses(&outcome)[4..], [RoleChangeStatus::Done; 2]);
    assert_eq!(
        codes(&outcome.people[5].notes),
        [NoteCode::HeldOtherwise],
        "the group holds it in one unit"
    );
}

#[test]
fn whoever_may_not_grant_is_told_once() {
    let spec = TokenSpec {
        upn: Some(KIM.into()),
        scopes: [
            "User.Read.All",
            "RoleManagement.ReadWrite.Directory",
            "Directory.Read.All",
        ]
        .map(str::to_owned)
        .to_vec(),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant_of(&scenario(&json!({}))))
        .token(&spec)
        .build()
        .expect("well-formed");
    let outcome = change(&desk, "grantRole", &json!({ "role": ROLE, "users": [NORA, OLA] }));
    assert_eq!(
        statuses(&outcome),
        [RoleChangeStatus::Failed, RoleChangeStatus::NotStarted]
    );
    let error = outcome.people[0].error.as_ref().expect("an error");
    assert_eq!(error.code, ErrorCode::NotAllowed);
    assert!(
        error
            .remedy
            .as_ref()
            .is_some_and(|text| text.contains("Privileged Role Administrator"))
    );

    let reader = TokenSpec {
        permissions: Some(
            ["User.Read.All", "RoleManagement.Read.Directory"]
                .map(str::to_owned)
                .to_vec(),
        ),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant_of(&scenario(&json!({}))))
        .token(&reader)
        .build()
        .expect("well-formed");
    let error = refusal(&desk, "grantRole", &json!({ "role": ROLE, "users": [NORA] }));
    assert_eq!(error.code(), ErrorCode::PermissionMissing);
}

#[test]
fn a_grant_whose_answer_was_lost_is_read_and_not_repeated() {
    let path = "/roleManagement/directory/roleAssignments";
    let cut =
        json!({ "faults": [{ "method": "POST", "path": path, "answer": { "kind": "cutAfterCommit" } }] });
    let lost = desk_with(&cut);
    let outcome = change(&lost, "grantRole", &json!({ "role": ROLE, "users": [NORA] }));
    assert_eq!(statuses(&outcome), [RoleChangeStatus::Done]);
    assert_eq!(writes(&lost), 1, "it was seen, and not sent again");

    let failing =
        desk_with(&json!({ "faults": [{ "method": "POST", "path": path, "answer": { "status": 503 } }] }));
    let outcome = change(&failing, "grantRole", &json!({ "role": ROLE, "users": [NORA] }));
    assert_eq!(statuses(&outcome), [RoleChangeStatus::Done]);
    assert_eq!(writes(&failing), 2, "it was not seen, and sent again");

    let throttled = desk_with(
        &json!({ "faults": [{ "method": "POST", "path": path, "answer": { "kind": "throttled", "retryAfter": 3 } }] }),
    );
    let outcome = change(&throttled, "grantRole", &json!({ "role": ROLE, "users": [NORA] }));
    assert_eq!(statuses(&outcome), [RoleChangeStatus::Done]);
}

#[test]
fn a_list_that_is_stopped_half_way_says_who_was_not_begun() {
    let desk = desk();
    let stopped = desk.run_cancelled_when(
        request("grantRole", &json!({ "role": ROLE, "users": [NORA, KIM, OLA] })),
        |event| matches!(event, Event::RoleChanged { .. }),
    );
    let Ok(Response::GrantRole(outcome)) = stopped else {
        panic!("no outcome: {stopped:?}");
    };
    assert_eq!(
        statuses(&outcome),
        [
            RoleChangeStatus::NotSeen,
            RoleChangeStatus::NotStarted,
            RoleChangeStatus::NotStarted
        ]
    );
    assert!(codes(&outcome.notes).contains(&NoteCode::NotVerified));
    assert_eq!(writes(&desk), 1);
}

#[test]
fn a_role_is_taken_back_and_what_stays_is_told() {
    let desk = desk_with(&json!({ "roleAssignments": [
        { "role": ROLE, "principal": "Operators", "scope": "North" },
        { "role": ROLE, "principal": OLA },
        { "role": ROLE, "principal": OLA, "eligible": true },
        { "role": ROLE, "principal": KIM, "until": "2026-09-01T00:00:00Z" },
    ] }));
    let fields = json!({ "role": ROLE, "users": [OLA, KIM, NORA] });
    let plan = change(
        &desk,
        "revokeRole",
        &json!({ "role": ROLE, "users": [OLA, KIM, NORA], "validateOnly": true }),
    );
    assert_eq!(
        statuses(&plan),
        [
            RoleChangeStatus::Planned,
            RoleChangeStatus::Planned,
            RoleChangeStatus::NotHeld
        ]
    );
    assert_eq!(plan.people[0].goes.len(), 2);
    assert!(codes(&plan.notes).contains(&NoteCode::LastHolder));
    assert_eq!(writes(&desk), 0);

    let outcome = change(&desk, "revokeRole", &fields);
    assert_eq!(
        statuses(&outcome),
        [
            RoleChangeStatus::Done,
            RoleChangeStatus::Done,
            RoleChangeStatus::NotHeld
        ]
    );
    assert!(
        outcome.people[0].notes[0].message.contains("Operators"),
        "{:?}",
        outcome.people[0].notes
    );
    assert_eq!(writes(&desk), 3);
    let left = held(&desk, &json!({ "role": ROLE }));
    assert_eq!(left.assignments.len(), 2, "the group and its member");

    let group = change(
        &desk,
        "revokeRole",
        &json!({ "role": ROLE, "users": [OPERATORS], "administrativeUnit": "North" }),
    );
    assert_eq!(statuses(&group), [RoleChangeStatus::Done]);
    assert!(held(&desk, &json!({ "role": ROLE })).assignments.is_empty());
}

#[test]
fn giving_up_ones_own_role_is_possible_and_said() {
    let spec = TokenSpec {
        upn: Some(CHIEF.into()),
        scopes: [
            "User.Read.All",
            "RoleManagement.ReadWrite.Directory",
            "Directory.Read.All",
        ]
        .map(str::to_owned)
        .to_vec(),
        ..TokenSpec::default()
    };
    let more = json!({ "roleAssignments": [{ "role": ROLE, "principal": CHIEF }] });
    let desk = TestDesk::builder(tenant_of(&scenario(&more)))
        .token(&spec)
        .build()
        .expect("well-formed");
    let outcome = change(&desk, "revokeRole", &json!({ "role": ROLE, "users": [CHIEF] }));
    assert_eq!(statuses(&outcome), [RoleChangeStatus::Done]);
    assert_eq!(codes(&outcome.people[0].notes), [NoteCode::OwnRole]);
}
