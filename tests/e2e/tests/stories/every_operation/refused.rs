//! What is refused, and that nothing has been written then: nobody of that name, a sign-in that may not, and a policy of
//! this product.

use super::{Asked, FORETELLING, UMA, desk, every_operation, least, needs, tenant, writes};
use graph_mfa::api::{ErrorInfo, Event, PolicySource, QuickResponse, Response};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_test_support::TestDesk;
use graph_sim::TokenSpec;
use serde_json::{Value, json};

const NOBODY: &str = "nobody@fabrikam.example";

/// The code of the refusal, and whether what to do is told: of the operation, or of the one person that it names.
fn refusal(desk: &TestDesk, answer: &Result<Response, Error>) -> Option<(String, bool)> {
    let answer = match answer {
        Ok(answer) => json!(answer),
        Err(error) => return Some((error.code().to_string(), error.what_to_do().is_some())),
    };
    let errors = ["/people/0/error", "/targets/0/error", "/refused", "/error"];
    let told = errors
        .iter()
        .filter_map(|place| answer.pointer(place))
        .find_map(|error| Some((error["code"].as_str()?, error)));
    // A preflight is no error: its verdict says why.
    let verdict = answer
        .pointer("/targets/0/verdicts/0")
        .filter(|verdict| verdict["answer"] == "refused")
        .and_then(|verdict| Some((verdict["reason"].as_str()?, verdict)));
    match told.or(verdict) {
        Some((code, place)) => Some((code.to_owned(), place["remedy"].is_string())),
        None => refusal_in_a_run(desk),
    }
}

/// What came of people in a run is told in its events.
fn refusal_in_a_run(desk: &TestDesk) -> Option<(String, bool)> {
    let refused = |event| -> Option<ErrorInfo> {
        match event {
            Event::PlannedPeople { people } => people.into_iter().find_map(|person| person.refused),
            Event::RunPeople { people } => people.into_iter().find_map(|person| person.error),
            _ => None,
        }
    };
    let error = desk.recorder.take().into_iter().find_map(refused)?;
    Some((error.code.to_string(), error.remedy.is_some()))
}

/// Refused, with one of these words; the remedy is told, and nothing was written.
fn is_refused(desk: &TestDesk, asked: &Asked, words: &[&str]) {
    let answer = desk.run(asked.request());
    match refusal(desk, &answer) {
        Some((code, has_remedy)) => {
            assert!(words.contains(&code.as_str()), "{asked:?}: {code}");
            assert!(has_remedy, "{asked:?}: {answer:?}");
        }
        None => panic!("{asked:?} is not refused: {answer:?}"),
    }
    assert_eq!(writes(&desk.simulator), 0, "{asked:?}");
}

#[test]
fn somebody_who_does_not_exist_is_said_to_whatever_names_people() {
    let unknown: Vec<_> = every_operation()
        .iter()
        .filter_map(|asked| asked.of(NOBODY))
        .collect();
    assert!(unknown.len() > 20, "most operations name somebody");
    for asked in unknown {
        // A run tells of the row, and that nobody is left.
        let code = match asked.name() {
            "planRun" | "startRun" => ErrorCode::InputRefused,
            _ => ErrorCode::UserNotFound,
        };
        is_refused(&desk(&json!([])), &asked, &[code.as_str()]);
    }
}

#[test]
fn a_search_for_somebody_who_does_not_exist_finds_nobody() {
    let found = desk(&json!([])).run(Asked(json!({ "operation": "findUsers", "text": "nobody" })).request());
    assert_eq!(json!(found.expect("an answer"))["users"], json!([]));
}

#[test]
fn a_sign_in_without_the_permissions_is_told_so() {
    // Roles are documented, and told from there: the answer says that it is not the tenant's own.
    let told_all_the_same = |asked: &Asked| asked.name() == "listRoles";
    for asked in every_operation() {
        let desk = tenant(&["Mail.Send".to_owned()], &json!([]))
            .build()
            .expect("a client");
        if told_all_the_same(&asked) {
            let roles = json!(desk.run(asked.request()).expect("the documented ones"));
            assert_eq!(roles["notes"][0]["code"], "rolesIncomplete", "{roles}");
            continue;
        }
        is_refused(&desk, &asked, &["permissionMissing", "notAllowed"]);
    }
}

/// Signed in as a person whom every permission was consented to, and who holds no role.
fn without_a_role() -> TestDesk {
    let spec = TokenSpec {
        upn: Some(UMA.to_owned()),
        scopes: least(&["all"]),
        ..TokenSpec::default()
    };
    let desk = tenant(&[], &json!([])).token(&spec).build();
    desk.expect("a client")
}

#[test]
fn a_person_without_a_role_is_refused_by_whatever_takes_one() {
    for asked in every_operation() {
        let takes_a_role = matches!(needs(&asked.operations()), QuickResponse::Permissions { roles, .. } if !roles.is_empty());
        let desk = without_a_role();
        if takes_a_role {
            is_refused(&desk, &asked, &["notAllowed", "roleMissing"]);
        } else {
            let answer = desk.run(asked.request());
            assert!(
                answer.is_ok() && refusal(&desk, &answer).is_none(),
                "{asked:?}: {answer:?}"
            );
        }
    }
}

fn with_policy(policy: &Value) -> TestDesk {
    let source = PolicySource {
        name: "policy.json".to_owned(),
        machine_wide: false,
        text: Some(policy.to_string()),
    };
    let desk = tenant(&least(&["all"]), &json!([])).configure(|config| config.policies.push(source));
    desk.build().expect("a client")
}

#[test]
fn a_policy_that_demands_a_ticket_stops_every_write_and_is_told_beforehand() {
    let policy = json!({ "require": { "ticket": true } });
    for asked in every_operation() {
        let desk = with_policy(&policy);
        if asked.writes() || FORETELLING.contains(&asked.name()) {
            is_refused(&desk, &asked, &["policyRefused", "guarded"]);

            let mut brought = asked.clone();
            brought.0["case"]["ticket"] = "4711".into();
            let desk = with_policy(&policy);
            let answer = desk.run(brought.request());
            assert!(
                answer.is_ok() && refusal(&desk, &answer).is_none(),
                "{brought:?}: {answer:?}"
            );
            assert_eq!(writes(&desk.simulator) > 0, asked.writes(), "{brought:?}");
        } else {
            let answer = desk.run(asked.request());
            assert!(
                answer.is_ok() && refusal(&desk, &answer).is_none(),
                "{asked:?}: {answer:?}"
            );
        }
    }
}

#[test]
fn an_invalid_policy_stops_every_write_and_no_reading() {
    let policy = json!({ "require": { "tickets": true } });
    for asked in every_operation() {
        let desk = with_policy(&policy);
        if asked.writes() || FORETELLING.contains(&asked.name()) {
            is_refused(&desk, &asked, &["policyInvalid", "guarded"]);
        } else {
            let answer = desk.run(asked.request());
            assert!(
                answer.is_ok() && refusal(&desk, &answer).is_none(),
                "{asked:?}: {answer:?}"
            );
        }
    }
}
