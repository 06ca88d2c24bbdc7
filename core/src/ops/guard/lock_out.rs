//! Nobody locks an administrator out: the last method that resists phishing goes only when a pass is issued in the
//! same operation, or when the caller names that method.

use super::Administrator;
use crate::api::{Method, MethodKind, Plan, StepAction};

/// Why a plan would lock somebody out, and what to do instead.
pub(super) struct LockOut<'a> {
    pub(super) why: String,
    pub(super) remedy: String,
    /// The methods that would go.
    going: Vec<&'a str>,
}

impl LockOut<'_> {
    /// Whether the caller has named the method.
    pub(super) fn is_named(&self, named: Option<&str>) -> bool {
        named.is_some_and(|named| self.going.contains(&named.trim()))
    }
}

/// Whether a plan takes from somebody the last method that resists phishing and issues no pass: who it is must be known
/// then.
pub(in crate::ops) fn takes_the_last(methods: &[Method], plan: &Plan) -> bool {
    !going(methods, plan).is_empty()
}

/// The methods that resist phishing and go, where none stays and no pass takes their place.
fn going<'a>(methods: &'a [Method], plan: &Plan) -> Vec<&'a Method> {
    if plan.issue_pass {
        return Vec::new();
    }
    let is_deleted = |method: &Method| {
        plan.steps.iter().any(|step| {
            step.action == StepAction::Delete && step.method_id.as_deref() == Some(&method.method_id)
        })
    };
    let strong = methods.iter().filter(|method| resists_phishing(&method.kind));
    let (going, staying): (Vec<_>, Vec<_>) = strong.partition(|method| is_deleted(method));
    if staying.is_empty() { going } else { Vec::new() }
}

/// Whether a plan takes the last such method from somebody who is an administrator, or may be one.
pub(super) fn protection<'a>(
    administrator: &Administrator,
    methods: &'a [Method],
    plan: &Plan,
) -> Option<LockOut<'a>> {
    let who = match administrator {
        Administrator::No => return None,
        Administrator::Yes(roles) => format!("is an administrator ({roles})"),
        Administrator::Unknown => "may be an administrator, because the roles could not be read,".to_owned(),
    };
    let going = going(methods, plan);
    let last = going.first()?;
    Some(LockOut {
        why: format!(
            "{who} and would be left without a method that resists phishing ({})",
            last.label
        ),
        remedy: format!(
            "keep the method, issue a Temporary Access Pass in the same operation, or name the method in \
             overrideLockOut of the case: {}",
            last.method_id
        ),
        going: going.iter().map(|method| method.method_id.as_str()).collect(),
    })
}

fn resists_phishing(kind: &MethodKind) -> bool {
    matches!(
        kind,
        MethodKind::Fido2 | MethodKind::WindowsHelloForBusiness | MethodKind::PlatformCredential
    )
}
