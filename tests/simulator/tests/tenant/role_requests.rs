//! Roles for a time and by request: giving, activating, ending, what rules demand, and what is written down.

use std::time::Duration;

use graph_sim::{Simulator, TokenSpec};
use serde_json::{Value, json};

use crate::tenant::*;

const CHIEF: &str = "chief@fabrikam.example";
const AUTHENTICATION: &str = "c4e39bd9-1100-46d3-8c65-fb160da0071f";
const HELPDESK: &str = "729827e3-9c14-49f7-bb1b-9608f156bbb8";
const SCOPES: &[&str] = &[
    "RoleAssignmentSchedule.ReadWrite.Directory",
    "RoleEligibilitySchedule.ReadWrite.Directory",
];
const ACTIVE: &str = "/v1.0/roleManagement/directory/roleAssignmentScheduleRequests";
const ELIGIBLE: &str = "/v1.0/roleManagement/directory/roleEligibilityScheduleRequests";

fn office(pim: Value) -> Simulator {
    tenant(&json!({
        "rules": { "auditDelayMs": 0 },
        "pim": pim,
        "users": [
            { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind" },
            { "userPrincipalName": CHIEF, "roles": ["Privileged Role Administrator"] }],
        "roleAssignments": [
            { "role": "Authentication Administrator", "principal": NORA, "eligible": true }] }))
}

fn request(action: &str, role: &str, rest: Value) -> Value {
    let mut request = json!({
        "action": action, "principalId": NORA, "roleDefinitionId": role, "directoryScopeId": "/",
        "justification": "Case 4711" });
    for (property, value) in rest.as_object().expect("properties") {
        request[property] = value.clone();
    }
    request
}

fn hours(hours: u32) -> Value {
    json!({ "scheduleInfo": { "expiration": { "type": "afterDuration", "duration": format!("PT{hours}H") } } })
}

fn nora(simulator: &Simulator) -> Caller<'_> {
    person(simulator, "nora.lind@fabrikam.example", SCOPES)
}

fn roles(simulator: &Simulator) -> Vec<String> {
    simulator.user(NORA).unwrap().roles
}

fn activities(simulator: &Simulator) -> Vec<String> {
    let audits = simulator.state().audits;
    let name =
        |audit: &graph_sim::AuditState| audit.record["activityDisplayName"].as_str().unwrap().to_owned();
    audits.iter().map(name).collect()
}

fn values(answer: &graph_sim::Response) -> Vec<Value> {
    answer.json()["value"].as_array().expect("a list").clone()
}

#[test]
fn an_eligible_person_activates_a_role_until_its_time_is_over() {
    let simulator = office(json!({}));
    let nora = nora(&simulator);
    assert!(roles(&simulator).is_empty());
    let activated = nora.post(ACTIVE, &request("selfActivate", AUTHENTICATION, hours(2)));
    assert_eq!(activated.status, 201, "{activated:?}");
    let activated = activated.json();
    assert_eq!(activated["status"], "Provisioned");
    assert_eq!(activated["scheduleInfo"]["expiration"]["duration"], "PT2H");
    assert_eq!(roles(&simulator), ["Authentication Administrator"]);

    let instances = "/v1.0/roleManagement/directory/roleAssignmentScheduleInstances";
    let own = values(&nora.get(&format!("{instances}/filterByCurrentUser(on='principal')")));
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["assignmentType"], "Activated");
    assert_eq!(own[0]["roleAssignmentScheduleId"], activated["targetScheduleId"]);
    let again = nora.post(ACTIVE, &request("selfActivate", AUTHENTICATION, hours(1)));
    assert_eq!(
        (again.status, code(&again).as_str()),
        (400, "RoleAssignmentExists")
    );

    simulator.advance(Duration::from_secs(2 * 3600));
    let nora = self::nora(&simulator);
    assert!(
        values(&nora.get(instances))
            .iter()
            .all(|it| it["principalId"] != NORA)
    );
    assert!(roles(&simulator).is_empty());
    assert_eq!(
        activities(&simulator),
        [
            "Add member to role requested (PIM activation)",
            "Add member to role completed (PIM activation)",
            "Add member to role",
            "Remove member from role (PIM activation expired)"
        ]
    );
    let anew = nora.post(ACTIVE, &request("selfActivate", AUTHENTICATION, hours(1)));
    assert_eq!(anew.status, 201, "it can be activated again");
}

#[test]
fn what_is_activated_can_be_given_back_after_five_minutes() {
    let simulator = office(json!({}));
    let nora = nora(&simulator);
    let back = request("selfDeactivate", AUTHENTICATION, json!({}));
    assert_eq!(code(&nora.post(ACTIVE, &back)), "RoleAssignmentDoesNotExist");
    assert_eq!(
        nora.post(ACTIVE, &request("selfActivate", AUTHENTICATION, hours(2)))
            .status,
        201
    );
    assert_eq!(code(&nora.post(ACTIVE, &back)), "ActiveDurationTooShort");
    simulator.advance(Duration::from_secs(300));
    let answer = nora.post(ACTIVE, &back);
    assert_eq!(
        (answer.status, &answer.json()["status"]),
        (201, &json!("Revoked"))
    );
    assert_eq!(answer.json()["scheduleInfo"], Value::Null);
    assert!(roles(&simulator).is_empty());
}

#[test]
fn the_rules_that_a_request_breaks_are_all_named() {
    let rules = json!({ "requiresTicket": true, "requiresMfa": true, "longestActivationMinutes": 60 });
    let simulator = office(rules);
    let bare = |role| json!({ "action": "selfActivate", "principalId": NORA, "roleDefinitionId": role, "directoryScopeId": "/" });
    let failed = |caller: &Caller<'_>, body: &Value| {
        let answer = caller.post(ACTIVE, body);
        assert_eq!(
            code(&answer),
            "RoleAssignmentRequestPolicyValidationFailed",
            "{body}"
        );
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        message
            .strip_prefix("The following policy rules failed: ")
            .unwrap()
            .to_owned()
    };
    let weak = nora(&simulator);
    assert_eq!(
        failed(&weak, &bare(HELPDESK)),
        r#"["EligibilityRule","ExpirationRule","JustificationRule","MfaRule","TicketingRule"]"#
    );
    let spec = TokenSpec {
        upn: Some("nora.lind@fabrikam.example".into()),
        scopes: SCOPES.iter().map(|&scope| scope.into()).collect(),
        mfa: true,
        ..TokenSpec::default()
    };
    let strong = caller(&simulator, &spec);
    assert_eq!(
        failed(&strong, &request("selfActivate", AUTHENTICATION, hours(2))),
        r#"["ExpirationRule","TicketingRule"]"#
    );
    let mut good = request("selfActivate", AUTHENTICATION, hours(1));
    good["ticketInfo"] = json!({ "ticketNumber": "4711", "ticketSystem": "Desk" });
    assert_eq!(strong.post(ACTIVE, &good).status, 201);
}

#[test]
fn a_validation_changes_nothing() {
    let simulator = office(json!({}));
    let mut body = request("selfActivate", AUTHENTICATION, hours(1));
    body["isValidationOnly"] = true.into();
    let answer = nora(&simulator).post(ACTIVE, &body);
    assert_eq!(
        (answer.status, &answer.json()["status"]),
        (201, &json!("Granted"))
    );
    assert!(roles(&simulator).is_empty());
    assert!(activities(&simulator).is_empty());
    assert!(values(&nora(&simulator).get(ACTIVE)).is_empty());
}

#[test]
fn an_activation_can_wait_for_approval() {
    let simulator = office(json!({ "requiresApproval": true }));
    let nora = nora(&simulator);
    let body = request("selfActivate", AUTHENTICATION, hours(1));
    let asked = nora.post(ACTIVE, &body).json();
    assert_eq!(asked["status"], "PendingApproval");
    assert!(roles(&simulator).is_empty());
    assert_eq!(code(&nora.post(ACTIVE, &body)), "PendingRoleAssignmentRequest");
    let id = asked["id"].as_str().unwrap();
    assert!(simulator.decide_role_request(id, true));
    assert!(!simulator.decide_role_request(id, true), "once");
    assert_eq!(roles(&simulator), ["Authentication Administrator"]);
    assert_eq!(
        nora.get(&format!("{ACTIVE}/{id}")).json()["status"],
        "Provisioned"
    );

    let simulator = office(json!({ "requiresApproval": true }));
    let nora = self::nora(&simulator);
    let denied = nora.post(ACTIVE, &body).json();
    assert!(simulator.decide_role_request(denied["id"].as_str().unwrap(), false));
    assert!(roles(&simulator).is_empty());
    let withdrawn = nora.post(ACTIVE, &body).json();
    let cancel = format!("{ACTIVE}/{}/cancel", withdrawn["id"].as_str().unwrap());
    assert_eq!(nora.post(&cancel, &json!({})).status, 204);
    assert_eq!(nora.post(&cancel, &json!({})).status, 400);
}

#[test]
fn an_administrator_gives_and_takes_for_a_time() {
    let simulator = office(json!({}));
    let chief = person(&simulator, CHIEF, SCOPES);
    let until = json!({ "scheduleInfo": { "startDateTime": "2026-08-20T10:00:00Z",
        "expiration": { "type": "afterDateTime", "endDateTime": "2026-08-20T12:00:00Z" } } });
    let given = chief.post(ACTIVE, &request("adminAssign", HELPDESK, until));
    assert_eq!(given.status, 201, "{given:?}");
    assert!(roles(&simulator).is_empty(), "it has not begun");
    let schedules = "/v1.0/roleManagement/directory/roleAssignmentSchedules";
    let filter = format!("{schedules}?$filter=principalId eq '{NORA}'&$expand=roleDefinition");
    let planned = values(&chief.get(&filter));
    assert_eq!(planned.len(), 1);
    assert_eq!(
        planned[0]["scheduleInfo"]["expiration"]["endDateTime"],
        "2026-08-20T12:00:00Z"
    );
    assert_eq!(
        planned[0]["roleDefinition"]["displayName"],
        "Helpdesk Administrator"
    );
    simulator.advance(Duration::from_secs(3600));
    assert_eq!(roles(&simulator), ["Helpdesk Administrator"]);

    let chief = person(&simulator, CHIEF, SCOPES);
    let longer = json!({ "scheduleInfo": { "expiration": { "type": "noExpiration" } } });
    assert_eq!(
        chief
            .post(ACTIVE, &request("adminUpdate", HELPDESK, longer))
            .status,
        201
    );
    simulator.advance(Duration::from_secs(24 * 3600));
    assert_eq!(roles(&simulator), ["Helpdesk Administrator"]);
    let chief = person(&simulator, CHIEF, SCOPES);
    let taken = chief.post(ACTIVE, &request("adminRemove", HELPDESK, json!({})));
    assert_eq!((taken.status, &taken.json()["status"]), (201, &json!("Revoked")));
    assert!(roles(&simulator).is_empty());
    assert_eq!(
        code(&chief.post(ACTIVE, &request("adminRemove", HELPDESK, json!({})))),
        "RoleAssignmentDoesNotExist"
    );
}

#[test]
fn an_administrator_makes_people_eligible() {
    let simulator = office(json!({}));
    let chief = person(&simulator, CHIEF, SCOPES);
    assert_eq!(
        code(&chief.post(ELIGIBLE, &request("adminAssign", AUTHENTICATION, json!({})))),
        "RoleAssignmentExists"
    );
    assert_eq!(
        chief
            .post(ELIGIBLE, &request("adminAssign", HELPDESK, hours(48)))
            .status,
        201
    );
    let instances = "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances";
    let found = values(&chief.get(&format!("{instances}?$filter=roleDefinitionId eq '{HELPDESK}'")));
    assert_eq!(found[0]["principalId"], NORA);
    assert!(found[0].get("assignmentType").is_none());
    assert!(roles(&simulator).is_empty(), "eligible is not active");
    assert_eq!(
        chief
            .post(ELIGIBLE, &request("adminRemove", HELPDESK, json!({})))
            .status,
        201
    );
    assert!(values(&chief.get(&format!("{instances}?$filter=roleDefinitionId eq '{HELPDESK}'"))).is_empty());
    let told = activities(&simulator);
    assert!(
        told.contains(&"Add eligible member to role".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"Remove eligible member from role".to_owned()),
        "{told:?}"
    );
}

#[test]
fn requests_that_make_no_sense_are_refused() {
    let simulator = office(json!({}));
    let chief = person(&simulator, CHIEF, SCOPES);
    for (property, value) in [
        ("action", json!("adminPromote")),
        ("principalId", json!(null)),
        ("directoryScopeId", json!("everywhere")),
        (
            "scheduleInfo",
            json!({ "expiration": { "type": "afterDuration", "duration": "two hours" } }),
        ),
        (
            "scheduleInfo",
            json!({ "expiration": { "type": "afterDateTime", "endDateTime": "2020-01-01T00:00:00Z" } }),
        ),
    ] {
        let mut body = request("adminAssign", HELPDESK, json!({}));
        body[property] = value;
        let answer = chief.post(ACTIVE, &body);
        assert_eq!(code(&answer), "InvalidRoleAssignmentRequest", "{body}");
        assert!(
            answer.json()["error"]["message"]
                .as_str()
                .unwrap()
                .contains(property)
        );
    }
    let mut nobody = request("adminAssign", HELPDESK, json!({}));
    nobody["principalId"] = "00000000-0000-4000-8000-0000000000ff".into();
    let answer = chief.post(ACTIVE, &nobody);
    assert_eq!((answer.status, code(&answer).as_str()), (404, "SubjectNotFound"));
    assert!(activities(&simulator).is_empty());
}

#[test]
fn only_those_may_ask_who_may_grant_or_ask_for_themselves() {
    let simulator = office(json!({}));
    let nora = nora(&simulator);
    assert_eq!(
        nora.post(ACTIVE, &request("adminAssign", HELPDESK, json!({})))
            .status,
        403
    );
    let chief = person(&simulator, CHIEF, SCOPES);
    assert_eq!(
        chief
            .post(ACTIVE, &request("selfActivate", AUTHENTICATION, hours(1)))
            .status,
        403,
        "for somebody else"
    );
    let other = person(
        &simulator,
        CHIEF,
        &["RoleEligibilitySchedule.ReadWrite.Directory"],
    );
    assert_eq!(
        other
            .post(ACTIVE, &request("adminAssign", HELPDESK, json!({})))
            .status,
        403
    );
    let remover = person(&simulator, CHIEF, &["RoleEligibilitySchedule.Remove.Directory"]);
    assert_eq!(
        remover
            .post(ELIGIBLE, &request("adminRemove", AUTHENTICATION, json!({})))
            .status,
        201
    );
    assert_eq!(
        remover
            .post(ELIGIBLE, &request("adminAssign", HELPDESK, json!({})))
            .status,
        403
    );
}

#[test]
fn without_the_licence_nothing_of_it_is_there() {
    let simulator = office(json!({ "licensed": false }));
    let nora = nora(&simulator);
    for answer in [
        nora.get(ACTIVE),
        nora.get("/v1.0/roleManagement/directory/roleEligibilityScheduleInstances"),
        nora.post(ACTIVE, &request("selfActivate", AUTHENTICATION, hours(1))),
    ] {
        assert_eq!(
            (answer.status, code(&answer).as_str()),
            (400, "AadPremiumLicenseRequired")
        );
    }
}
