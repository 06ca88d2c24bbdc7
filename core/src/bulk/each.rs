//! What a run does for each person: a request without its person, checked once, and completed for each.

use super::people::{Person, Special};
use crate::api::{
    Case, IssuePassRequest, PreflightRequest, Purpose, Request, ResetRequest, RunEach, RunOperation,
};
use crate::error::{Error, ErrorCode, Result};
use crate::ops;
use serde_json::{Value, json};

/// Stands where the person will be; it is never sent.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// The operation of a run.
#[derive(Clone, Debug)]
pub(super) struct Each {
    pub(super) operation: RunOperation,
    template: Request,
}

impl Each {
    /// Reads and checks the operation: what is wrong with it is wrong for everybody.
    ///
    /// # Errors
    /// `invalidInput`, naming the field.
    pub(super) fn read(each: &RunEach, case: Option<&Case>) -> Result<Self> {
        check_case(case)?;
        let operation = operation(each)?;
        let mut fields = each.0.clone();
        for (field, instead) in [
            ("user", "people come from the input"),
            ("users", "people come from the input"),
            ("case", "give the case beside `each`"),
            ("fingerprint", "a saved plan says it for each person"),
            ("plannedBy", "a saved plan says it"),
            ("validateOnly", "ask for the plan of the run"),
        ] {
            if fields.contains_key(field) {
                return Err(wrong(field, "has no place in what is done for each person").remedy(instead));
            }
        }
        match operation {
            RunOperation::GrantRole | RunOperation::RevokeRole => {
                fields.insert("users".to_owned(), json!([NOBODY]));
            }
            _ => {
                fields.insert("user".to_owned(), json!(NOBODY));
            }
        }
        if let Some(case) = case.filter(|_| operation.writes()) {
            let case = serde_json::to_value(case).map_err(|error| wrong("case", &error.to_string()))?;
            fields.insert("case".to_owned(), case);
        }
        let template: Request = serde_json::from_value(Value::Object(fields)).map_err(|error| {
            wrong("", &error.to_string()).remedy("give the fields of that operation, without its person")
        })?;
        ops::check_alone(&template)?;
        Ok(Self { operation, template })
    }

    /// The request, with nobody in it.
    pub(super) const fn template(&self) -> &Request {
        &self.template
    }

    /// The request for one person.
    pub(super) fn request(&self, person: &Person) -> Request {
        let mut request = self.template.clone();
        let id = person.id.clone();
        let special = person.special.as_ref();
        let own_case = |case: &mut Option<Case>| *case = with_own(case.take(), special);
        let issues_pass = matches!(request, Request::Rescue(_));
        match &mut request {
            Request::Reset(reset) | Request::Rescue(reset) => {
                reset.user = id;
                own_case(&mut reset.case);
                if let Some(special) = special {
                    special.settle(reset, issues_pass);
                }
            }
            Request::RevokeSessions { user, case } => {
                *user = id;
                own_case(case);
            }
            Request::IssuePass(pass) => {
                pass.user = id;
                own_case(&mut pass.case);
                // What an earlier life may have made was told to nobody.
                pass.replace |= special.is_some_and(|special| special.left_a_pass);
                pass.lifetime_minutes = special
                    .and_then(|it| it.lifetime_minutes)
                    .or(pass.lifetime_minutes);
            }
            Request::SetPerUserState(state) => {
                state.user = id;
                own_case(&mut state.case);
            }
            Request::GrantRole(role) => {
                role.users = vec![id];
                own_case(&mut role.case);
            }
            Request::RevokeRole(role) => {
                role.users = vec![id];
                own_case(&mut role.case);
            }
            Request::ListMethods { user } => *user = id,
            _ => {}
        }
        request
    }

    /// The question what would come of it for one person.
    pub(super) fn question(&self, person: &Person) -> Request {
        let request = self.request(person);
        let preflight = |purpose, case: Option<Case>| {
            Request::Preflight(PreflightRequest {
                users: vec![person.id.clone()],
                purposes: vec![purpose],
                case,
                ..PreflightRequest::default()
            })
        };
        match request {
            Request::Reset(reset) => Request::PlanReset(reset),
            // A rescue issues a pass, said or not; its plan looks whether that can be.
            Request::Rescue(reset) => Request::PlanReset(ResetRequest {
                pass: Some(reset.pass.clone().unwrap_or_default()),
                ..reset
            }),
            Request::RevokeSessions { case, .. } => preflight(Purpose::RevokeSessions, case),
            Request::IssuePass(IssuePassRequest { case, .. }) => preflight(Purpose::IssuePass, case),
            Request::SetPerUserState(state) => preflight(Purpose::SetPerUserState, state.case),
            Request::GrantRole(mut role) => {
                role.validate_only = true;
                Request::GrantRole(role)
            }
            Request::RevokeRole(mut role) => {
                role.validate_only = true;
                Request::RevokeRole(role)
            }
            other => other,
        }
    }
}

impl RunOperation {
    /// Whether it changes anything.
    pub(crate) const fn writes(self) -> bool {
        !matches!(self, Self::ListMethods)
    }

    /// The name of the operation that it does.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Rescue => "rescue",
            Self::RevokeSessions => "revokeSessions",
            Self::IssuePass => "issuePass",
            Self::SetPerUserState => "setPerUserState",
            Self::GrantRole => "grantRole",
            Self::RevokeRole => "revokeRole",
            Self::ListMethods => "listMethods",
        }
    }
}

impl Special {
    /// What a row says of its own person goes before what the run says. What it says of a pass is for runs that issue one:
    /// the same file serves several.
    fn settle(&self, reset: &mut ResetRequest, issues_pass: bool) {
        if let Some(scope) = self.scope {
            reset.scope = Some(scope);
        }
        if let Some(minutes) = self.lifetime_minutes.filter(|_| issues_pass) {
            reset.pass.get_or_insert_default().lifetime_minutes = Some(minutes);
        }
        reset.fingerprint.clone_from(&self.fingerprint);
        reset.planned_by.clone_from(&self.planned_by);
    }
}

fn operation(each: &RunEach) -> Result<RunOperation> {
    let named = each.0.get("operation").cloned().unwrap_or(Value::Null);
    serde_json::from_value(named.clone()).map_err(|_| {
        let known = [
            RunOperation::Reset,
            RunOperation::Rescue,
            RunOperation::RevokeSessions,
            RunOperation::IssuePass,
            RunOperation::SetPerUserState,
            RunOperation::GrantRole,
            RunOperation::RevokeRole,
            RunOperation::ListMethods,
        ];
        let words: Vec<_> = known.iter().map(|operation| operation.name()).collect();
        let said = named
            .as_str()
            .map_or_else(|| "nothing".to_owned(), |name| format!("`{name}`"));
        wrong("operation", &format!("says {said}")).remedy(format!("say one of {}", words.join(", ")))
    })
}

/// Many people have one case, which overrides the guard for none of them.
fn check_case(case: Option<&Case>) -> Result<()> {
    let Some(case) = case else { return Ok(()) };
    let given = [
        ("case.overrideGuard", &case.override_guard),
        ("case.overrideLockOut", &case.override_lock_out),
    ];
    match given.into_iter().find(|(_, value)| value.is_some()) {
        Some((field, _)) => Err(Error::new(
            ErrorCode::InvalidInput,
            format!("{field}: a run cannot override the guard"),
        )
        .about(field)
        .remedy("do this one person by a single operation, which names the person again")),
        None => Ok(()),
    }
}

fn with_own(case: Option<Case>, special: Option<&Special>) -> Option<Case> {
    let Some(special) = special.filter(|special| special.reason.is_some() || special.ticket.is_some()) else {
        return case;
    };
    let mut case = case.unwrap_or_default();
    if special.reason.is_some() {
        case.reason.clone_from(&special.reason);
    }
    if special.ticket.is_some() {
        case.ticket.clone_from(&special.ticket);
    }
    Some(case)
}

fn wrong(field: &str, why: &str) -> Error {
    let field = if field.is_empty() {
        "each".to_owned()
    } else {
        format!("each.{field}")
    };
    Error::new(ErrorCode::InvalidInput, format!("{field}: {why}")).about(field)
}
