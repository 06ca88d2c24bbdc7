//! Which operation reads a sample, and what it must make of it. A sample that no line names is a failure.

use super::fields::{AUDIT, Field, METHOD, PASS_POLICY, REGISTRATION, TENANT, USER, survive};
use super::roles;
use graph_mfa::EventSink;
use graph_mfa::api::{Event, RegistrationReportRequest, Request, Response, WhoResetRequest};
use graph_mfa::http::{HttpRequest, HttpResponse};
use graph_mfa::{Error, Result as Outcome};
use graph_mfa_fuzz::front_door::{Service, ask, ask_and_watch};
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};

/// What a sample is read as.
pub(crate) enum Reading {
    /// Methods; the kind where the page of that kind leaves it out, as the list of all methods does not.
    Methods(Option<&'static str>),
    /// People.
    People,
    /// Records of the audit log.
    Audits,
    /// Objects of any kind, read for their names.
    Objects,
    /// Roles in somebody's hands.
    RoleAssignments,
    /// Roles that somebody may activate.
    RoleEligibilities,
    /// What roles may do.
    RoleDefinitions,
    /// An administrative unit, read for its name.
    Unit,
    /// The policy for Temporary Access Passes.
    PassPolicy,
    /// Rows of the registration report.
    Registrations,
    /// The tenant, read for its name.
    Tenant,
    /// A refusal, with this status.
    Refusal(u16),
    /// Not read, and why.
    Unused(&'static str),
}

/// The reading for an entry of the index.
pub(crate) fn reading(entry: &Value) -> Reading {
    let page = entry["page"].as_str().expect("a page");
    let file = entry["file"].as_str().expect("a file");
    match page {
        "authentication-list-methods" | "authenticationmethod-get" => Reading::Methods(None),
        "authentication-list-phonemethods" | "authentication-post-phonemethods" => {
            Reading::Methods(Some("phone"))
        }
        "microsoftauthenticatorauthenticationmethod-get" => Reading::Methods(None),
        "fido2authenticationmethod-get" | "fido2authenticationmethod-list" => Reading::Methods(Some("fido2")),
        "authentication-post-fido2methods"
        | "softwareoathauthenticationmethod-get"
        | "authentication-list-softwareoathmethods"
        | "platformcredentialauthenticationmethod-get"
        | "platformcredentialauthenticationmethod-list"
        | "windowshelloforbusinessauthenticationmethod-list"
        | "externalauthenticationmethod-get"
        | "authentication-list-externalauthenticationmethods"
        | "authentication-post-externalauthenticationmethods"
        | "hardwareoathauthenticationmethod-get"
        | "authentication-post-hardwareoathmethods"
        | "authentication-put-qrcodepinauthenticationmethod" => Reading::Methods(None),
        "emailauthenticationmethod-get" | "authentication-post-emailmethods" => {
            Reading::Methods(Some("email"))
        }
        "temporaryaccesspassauthenticationmethod-get"
        | "authentication-list-temporaryaccesspassmethods"
        | "authentication-post-temporaryaccesspassmethods" => Reading::Methods(Some("temporaryAccessPass")),
        "authentication-list-passwordmethods" | "passwordauthenticationmethod-get" => {
            Reading::Methods(Some("password"))
        }
        "directoryaudit-get" | "directoryaudit-list" => Reading::Audits,
        "user-list" if matches!(file, "user-list.3.json" | "user-list.10.json") => {
            Reading::Unused("a count, or an attribute of somebody's own schema")
        }
        "user-get" if !matches!(file, "user-get.1.json" | "user-get.2.json" | "user-get.3.json") => {
            Reading::Unused("an attribute of somebody's own schema")
        }
        "user-get" | "user-list" => Reading::People,
        "aad-advanced-queries" if entry["status"] == 200 => Reading::People,
        "aad-advanced-queries" => Reading::Refusal(400),
        "throttling" => Reading::Refusal(429),
        "errors" => Reading::Refusal(416),
        "fido2authenticationmethod-creationoptions" => {
            Reading::Unused("passkeys are not registered for people")
        }
        "authenticationmethod-resetpassword" => Reading::Unused("passwords are not reset"),
        "authenticationmethodspolicy-get" => Reading::Unused("the policy is read kind by kind"),
        "directoryobject-getbyids" => Reading::Objects,
        "rbacapplication-list-roleassignments" | "rbacapplication-post-roleassignments"
            if entry["request"]
                .as_str()
                .is_some_and(|it| it.contains("/entitlementManagement/")) =>
        {
            Reading::Unused("roles of another provider than the directory")
        }
        "rbacapplication-list-roleassignments"
        | "rbacapplication-post-roleassignments"
        | "unifiedroleassignment-get" => Reading::RoleAssignments,
        "rbacapplication-list-roleeligibilityscheduleinstances" => Reading::RoleEligibilities,
        "rbacapplication-list-roledefinitions" | "unifiedroledefinition-get" => Reading::RoleDefinitions,
        "rbacapplication-post-roleassignmentschedulerequests"
        | "unifiedroleassignmentschedulerequest-get" => {
            Reading::Unused("of a request only its status counts, which the stories of roles try")
        }
        "temporaryaccesspassauthenticationmethodconfiguration-get" => Reading::PassPolicy,
        "authenticationmethodsroot-list-userregistrationdetails" | "userregistrationdetails-get" => {
            Reading::Registrations
        }
        "administrativeunit-get" => Reading::Unit,
        "administrativeunit-list-members" | "administrativeunit-list-scopedrolemembers" => {
            Reading::Unused("members are read as people, and scoped roles as role assignments")
        }
        "organization-get" => Reading::Tenant,
        _ => panic!("{file}: no line says how this is read"),
    }
}

impl Reading {
    /// How many values survived.
    pub(crate) fn check(&self, sample: &Value) -> Result<usize, String> {
        match self {
            Self::Methods(kind) => methods(&objects(sample), *kind),
            Self::People => people(&objects(sample)),
            Self::Audits => audits(&objects(sample)),
            Self::Objects => roles::names(&objects(sample)),
            Self::RoleAssignments => roles::assignments("/roleAssignments?", &objects(sample)),
            Self::RoleEligibilities => {
                roles::assignments("/roleEligibilityScheduleInstances", &objects(sample))
            }
            Self::RoleDefinitions => roles::definitions(&objects(sample)),
            Self::Unit => roles::unit(sample),
            Self::PassPolicy => pass_policy(sample),
            Self::Registrations => registrations(&objects(sample)),
            Self::Tenant => tenant(sample),
            Self::Refusal(status) => refusal(*status, sample),
            Self::Unused(_) => Ok(0),
        }
    }
}

/// The objects of a sample: a list, one object, or one object wrapped like a list (facts 18.7).
fn objects(sample: &Value) -> Vec<Value> {
    match sample.get("value") {
        Some(Value::Array(list)) => list.clone(),
        Some(one @ Value::Object(_)) => vec![one.clone()],
        _ => vec![sample.clone()],
    }
}

const NORA: &str = "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11";

/// Answers each path with what it is given, and batches with their parts.
pub(crate) struct Documented(pub(crate) Vec<(&'static str, u16, Value)>);

impl Documented {
    fn one(&self, path: &str) -> (u16, Value) {
        self.0
            .iter()
            .find(|(part, _, _)| path.contains(part))
            .map_or_else(|| (404, json!({})), |(_, status, body)| (*status, body.clone()))
    }
}

impl Service for Documented {
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let (status, body) = if request.url.path().ends_with("/$batch") {
            let asked: Value =
                serde_json::from_slice(request.body.as_deref().unwrap_or_default()).expect("JSON");
            let responses: Vec<Value> = asked["requests"]
                .as_array()
                .expect("requests")
                .iter()
                .map(|inner| {
                    let (status, body) = self.one(inner["url"].as_str().expect("an address"));
                    json!({ "id": inner["id"], "status": status, "body": body })
                })
                .collect();
            (200, json!({ "responses": responses }))
        } else {
            self.one(request.url.as_str())
        };
        HttpResponse {
            status,
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
        }
    }
}

pub(crate) fn told(outcome: Outcome<Response>) -> Result<Value, String> {
    let response = outcome.map_err(|error: Error| format!("{error}"))?;
    serde_json::to_value(response).map_err(|error| error.to_string())
}

fn methods(samples: &[Value], kind: Option<&str>) -> Result<usize, String> {
    let samples: Vec<Value> = samples
        .iter()
        .cloned()
        .map(|mut sample| {
            let typed = sample
                .get("@odata.type")
                .or_else(|| sample.get("odata.type"))
                .is_some();
            if let (Some(kind), false) = (kind, typed) {
                sample["@odata.type"] = format!("#microsoft.graph.{kind}AuthenticationMethod").into();
            }
            sample
        })
        .collect();
    let answers = Documented(vec![
        ("/authentication/methods", 200, json!({ "value": samples })),
        ("/authentication/", 404, json!({})),
        (
            "/users/",
            200,
            json!({ "id": NORA, "userPrincipalName": "nora@contoso.com" }),
        ),
    ]);
    let told = told(ask(Request::ListMethods { user: NORA.into() }, answers))?;
    all_survive(&samples, &told["methods"], METHOD)
}

fn people(samples: &[Value]) -> Result<usize, String> {
    // A page that selects no id stands for one that does: the product always asks for it.
    let samples: Vec<Value> = samples
        .iter()
        .cloned()
        .enumerate()
        .map(|(number, mut sample)| {
            if sample.get("id").is_none() {
                sample["id"] = format!("{number}").into();
            }
            sample
        })
        .collect();
    let answers = Documented(vec![("/users", 200, json!({ "value": samples }))]);
    let request = Request::FindUsers {
        text: "wa".into(),
        limit: None,
    };
    all_survive(&samples, &told(ask(request, answers))?["users"], USER)
}

fn audits(samples: &[Value]) -> Result<usize, String> {
    // Records about groups stand for records about methods: the others are no answer to the question.
    let samples: Vec<Value> = samples
        .iter()
        .cloned()
        .map(|mut sample| {
            sample["activityDisplayName"] = "Admin deleted security info".into();
            sample["loggedByService"] = "Authentication Methods".into();
            sample
        })
        .collect();
    let answers = Documented(vec![
        ("/auditLogs/directoryAudits", 200, json!({ "value": samples })),
        (
            "/users/",
            200,
            json!({ "id": NORA, "userPrincipalName": "nora@contoso.com" }),
        ),
    ]);
    let request = Request::WhoReset(WhoResetRequest {
        user: Some(NORA.into()),
        ..WhoResetRequest::default()
    });
    all_survive(&samples, &told(ask(request, answers))?["entries"], AUDIT)
}

fn refusal(status: u16, sample: &Value) -> Result<usize, String> {
    let request = Request::GetUser { user: NORA.into() };
    let answers = Documented(vec![("/users/", status, sample.clone())]);
    let Err(error) = ask(request, answers) else {
        return Err("a refusal was taken for an answer".to_owned());
    };
    let answer = error.service().ok_or("the service's answer is lost")?;
    let mut survived = 0;
    for (field, told) in [("code", &answer.code), ("message", &answer.message)] {
        let Some(said) = sample["error"][field].as_str() else {
            continue;
        };
        if told.as_deref() != Some(said) {
            return Err(format!("error.{field}: {said:?} became {told:?}"));
        }
        survived += 1;
    }
    Ok(survived)
}

fn all_survive(samples: &[Value], told: &Value, fields: &[Field]) -> Result<usize, String> {
    let told = told.as_array().map(Vec::as_slice).unwrap_or_default();
    if told.len() != samples.len() {
        return Err(format!("{} objects became {}", samples.len(), told.len()));
    }
    let mut survived = 0;
    for (sample, told) in samples.iter().zip(told) {
        survived += survive(sample, told, fields)?;
    }
    Ok(survived)
}

fn pass_policy(sample: &Value) -> Result<usize, String> {
    let answers = Documented(vec![
        ("/authenticationMethodConfigurations/", 200, sample.clone()),
        ("/temporaryAccessPassMethods", 200, json!({ "value": [] })),
        (
            "/users/",
            200,
            json!({ "id": NORA, "userPrincipalName": "nora@contoso.com" }),
        ),
    ]);
    let told = told(ask(Request::GetPass { user: NORA.into() }, answers))?;
    if told["policy"]["enabled"] != (sample["state"] == "enabled") {
        return Err(format!("/state: {} became {}", sample["state"], told["policy"]));
    }
    survive(sample, &told["policy"], PASS_POLICY)
}

/// Keeps the rows that come while the answer is read.
#[derive(Default)]
struct Rows(Mutex<Vec<Value>>);

impl EventSink for Rows {
    fn event(&self, event: Event) {
        if let Event::RegistrationRows { rows } = event {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.extend(rows.iter().map(|row| serde_json::to_value(row).expect("JSON")));
        }
    }
}

fn registrations(samples: &[Value]) -> Result<usize, String> {
    let answers = Documented(vec![(
        "/userRegistrationDetails",
        200,
        json!({ "value": samples }),
    )]);
    let rows = Rows::default();
    told(ask_and_watch(
        Request::RegistrationReport(RegistrationReportRequest::default()),
        answers,
        &rows,
    ))?;
    let rows = rows.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    all_survive(samples, &Value::Array(rows), REGISTRATION)
}

fn tenant(sample: &Value) -> Result<usize, String> {
    let answers = Documented(vec![("/organization", 200, json!({ "value": [sample] }))]);
    let request = Request::CheckSignIn {
        operations: Vec::new(),
    };
    survive(sample, &told(ask(request, answers))?, TENANT)
}
