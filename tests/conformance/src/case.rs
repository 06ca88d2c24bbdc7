//! A case: one story about one tenant, with everything that should come of it.

use std::collections::BTreeMap;

use graph_mfa::api::{ClientConfig, CredentialKind, PolicySource, Request, TestTenant};
use graph_mfa::{CloudName, ErrorCode};
use graph_sim::{Connection, Scenario, TokenSpec};
use serde::Deserialize;

use crate::pattern::Pattern;

/// A case, checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Document")]
pub struct Case {
    /// The name, which is also the file's.
    pub name: String,
    /// What happens and why it matters, in one sentence.
    pub story: String,
    /// The tenant, and what goes wrong in it.
    pub scenario: Scenario,
    /// How the client signs in.
    pub sign_in: SignIn,
    /// What the client is set up with besides.
    pub client: ClientSettings,
    /// What is done, one after the other, with the same client.
    pub runs: Vec<Run>,
    /// The operation is asked to stop at the first event that fits.
    pub cancel_on_event: Option<Pattern>,
    /// What is then true in the tenant, by user principal name.
    pub tenant: BTreeMap<String, ExpectedPerson>,
    /// What the tenant was asked.
    pub log: ExpectedLog,
}

impl Case {
    /// The configuration of the case's client at that tenant; its secret travels separately. `test_tenant` is
    /// for surfaces that reach the tenant over HTTP.
    pub fn client_config(&self, connection: &Connection, test_tenant: Option<TestTenant>) -> ClientConfig {
        let credential = match self.sign_in {
            SignIn::ClientSecret => CredentialKind::ClientSecret,
            SignIn::Token(_) => CredentialKind::AccessToken,
            SignIn::DeviceCode => CredentialKind::DeviceCode,
        };
        let through_an_application = credential != CredentialKind::AccessToken;
        ClientConfig {
            cloud: self.client.cloud,
            tenant: through_an_application.then(|| connection.tenant_id.clone()),
            client_id: through_an_application.then(|| connection.client_id.clone()),
            test_tenant,
            protected_users: self.client.protected_users.clone(),
            policies: self.client.policies.clone(),
            patience_ms: self.client.patience_ms,
            ..ClientConfig::new(credential)
        }
    }
}

/// One request and what should come of it.
#[derive(Clone, Debug)]
pub struct Run {
    /// The request.
    pub request: Request,
    /// What should come of it.
    pub expect: ExpectedRun,
}

/// How the client signs in.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "SignInDocument")]
pub enum SignIn {
    /// With the secret of the tenant's first application.
    ClientSecret,
    /// With an access token that the tenant makes.
    Token(Box<TokenSpec>),
    /// As a person with a device code, through the tenant's first application.
    DeviceCode,
}

/// What a client is set up with, besides where the tenant is and how to sign in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ClientSettings {
    /// The national cloud.
    pub cloud: CloudName,
    /// People who are never reset or revoked.
    pub protected_users: Vec<String>,
    /// Guard policies.
    pub policies: Vec<PolicySource>,
    /// How long to wait for the service.
    pub patience_ms: Option<u32>,
}

/// What should come of a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpectedRun {
    /// The response.
    #[serde(default)]
    pub response: Option<Pattern>,
    /// The failure.
    #[serde(default)]
    pub error: Option<ExpectedError>,
    /// Events that are told in this order, others between them.
    #[serde(default)]
    pub events: Vec<Pattern>,
    /// Events that are not told.
    #[serde(default)]
    pub no_events: Vec<Pattern>,
}

/// A failure that should happen.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpectedError {
    /// The stable code.
    pub code: ErrorCode,
    /// Exactly whom or what it names.
    #[serde(default)]
    pub subject: Option<String>,
    /// A part of the sentence.
    #[serde(default)]
    pub message_contains: Option<String>,
    /// A part of what to do.
    #[serde(default)]
    pub remedy_contains: Option<String>,
}

/// What should be true of a person in the end.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ExpectedPerson {
    /// Exactly the methods registered, in the order of registration, without the password.
    pub methods: Option<Vec<ExpectedMethod>>,
    /// The default method.
    pub default: Option<Pattern>,
    /// Whether sessions were revoked since the scenario began.
    pub sessions_revoked: Option<bool>,
    /// How many requests changed the person.
    pub writes: Option<Pattern>,
    /// Whether the person was deleted from the directory.
    pub deleted: Option<bool>,
}

/// A method that should be there.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum ExpectedMethod {
    /// One of this kind.
    Kind(String),
    /// One that fits, as the tenant's state shows it.
    Like(Pattern),
}

/// What the tenant should have been asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ExpectedLog {
    /// How many requests asked for a change, refused and repeated ones included.
    pub writes: Option<Pattern>,
    /// At most this many HTTP requests were sent to Graph; a batch is one.
    pub max_requests: Option<usize>,
}

/// A case as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Document {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    name: String,
    story: String,
    scenario: Scenario,
    sign_in: SignIn,
    #[serde(default)]
    client: ClientSettings,
    request: Option<Request>,
    requests: Option<Vec<Request>>,
    cancel_on_event: Option<Pattern>,
    expect: ExpectDocument,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ExpectDocument {
    response: Option<Pattern>,
    error: Option<ExpectedError>,
    #[serde(default)]
    events: Vec<Pattern>,
    #[serde(default)]
    no_events: Vec<Pattern>,
    runs: Option<Vec<ExpectedRun>>,
    #[serde(default)]
    tenant: BTreeMap<String, ExpectedPerson>,
    #[serde(default)]
    log: ExpectedLog,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SignInDocument {
    client_secret: Option<bool>,
    token: Option<Box<TokenSpec>>,
    device_code: Option<bool>,
}

impl TryFrom<SignInDocument> for SignIn {
    type Error = &'static str;

    fn try_from(document: SignInDocument) -> Result<Self, Self::Error> {
        match (document.client_secret, document.token, document.device_code) {
            (Some(true), None, None) => Ok(Self::ClientSecret),
            (None, Some(spec), None) => Ok(Self::Token(spec)),
            (None, None, Some(true)) => Ok(Self::DeviceCode),
            _ => Err("signIn is {\"clientSecret\": true}, {\"token\": {…}} or {\"deviceCode\": true}"),
        }
    }
}

impl TryFrom<Document> for Case {
    type Error = &'static str;

    fn try_from(document: Document) -> Result<Self, Self::Error> {
        let expect = document.expect;
        let single = ExpectedRun {
            response: expect.response,
            error: expect.error,
            events: expect.events,
            no_events: expect.no_events,
        };
        let runs = match (document.request, document.requests, expect.runs) {
            (Some(request), None, None) => vec![Run {
                request,
                expect: single,
            }],
            (None, Some(requests), Some(runs))
                if requests.len() == runs.len() && !single.says_something() =>
            {
                requests
                    .into_iter()
                    .zip(runs)
                    .map(|(request, expect)| Run { request, expect })
                    .collect()
            }
            _ => {
                return Err(
                    "a case has `request`, or `requests` with as many `expect.runs` and nothing beside",
                );
            }
        };
        if runs
            .iter()
            .any(|run| run.expect.response.is_some() == run.expect.error.is_some())
        {
            return Err("of each request either a response or an error is expected");
        }
        Ok(Self {
            name: document.name,
            story: document.story,
            scenario: document.scenario,
            sign_in: document.sign_in,
            client: document.client,
            runs,
            cancel_on_event: document.cancel_on_event,
            tenant: expect.tenant,
            log: expect.log,
        })
    }
}

impl ExpectedRun {
    const fn says_something(&self) -> bool {
        self.response.is_some()
            || self.error.is_some()
            || !self.events.is_empty()
            || !self.no_events.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(change: impl FnOnce(&mut Value)) -> Result<Case, String> {
        let mut document = json!({
            "name": "a-case",
            "story": "Somebody does something.",
            "scenario": {},
            "signIn": {"clientSecret": true},
            "request": {"operation": "getUser", "user": "nora.lind@fabrikam.example"},
            "expect": {"error": {"code": "userNotFound"}}
        });
        change(&mut document);
        serde_json::from_value(document).map_err(|error| error.to_string())
    }

    #[test]
    fn one_request_is_a_list_of_one() {
        let case = read(|_| ()).expect("a case");
        assert_eq!(case.runs.len(), 1);
        assert!(matches!(case.sign_in, SignIn::ClientSecret));
    }

    #[test]
    fn unknown_fields_are_mistakes_wherever_they_are() {
        for (pointer, field) in [
            ("", "setup"),
            ("/scenario", "people"),
            ("/request", "scope"),
            ("/expect", "outcome"),
            ("/expect/error", "text"),
            ("/signIn", "password"),
        ] {
            let error =
                read(|case| case.pointer_mut(pointer).expect("there")[field] = json!(1)).expect_err(field);
            assert!(error.contains(field), "{error}");
        }
    }

    #[test]
    fn requests_and_runs_go_together() {
        let both = read(|case| case["requests"] = json!([{"operation": "findUsers", "text": "x"}]));
        assert!(both.is_err());
        let two = read(|case| {
            let request = case["request"].take();
            case["requests"] = json!([request, request]);
            case.as_object_mut().expect("an object").remove("request");
            case["expect"] = json!({"runs": [{"response": {}}, {"error": {"code": "userGone"}}]});
        });
        assert_eq!(two.expect("a case").runs.len(), 2);
    }

    #[test]
    fn a_case_expects_a_response_or_an_error() {
        assert!(read(|case| case["expect"] = json!({})).is_err());
        assert!(read(|case| case["expect"]["response"] = json!({})).is_err());
    }
}
