//! From the configuration of a client to the policy that is in force, or to the reason why nothing may be written.

use super::merge::{impossible, looser, stricter};
use super::policy::{Policy, parse};
use super::words;
use crate::api::{PolicyFault, PolicySource, QuickResponse};
use crate::error::{Error, ErrorCode, Result};

/// What guards a client's writes.
pub(crate) struct Guards {
    policy: Result<Policy>,
}

impl Guards {
    /// The stricter of all policies. The list of protected people in the configuration is one of them.
    pub(crate) fn new(protected: &[String], sources: &[PolicySource]) -> Self {
        Self {
            policy: in_force(protected, sources),
        }
    }

    /// The policy in force.
    ///
    /// # Errors
    /// `policyInvalid`: who is protected is not known, and nothing may be written.
    pub(crate) fn policy(&self) -> Result<&Policy> {
        self.policy.as_ref().map_err(Clone::clone)
    }
}

fn in_force(protected: &[String], sources: &[PolicySource]) -> Result<Policy> {
    let mut machine = Policy::default();
    let mut own = Vec::new();
    for source in sources {
        let Some(text) = &source.text else {
            return Err(invalid(&source.name, "could not be read")
                .remedy("give the account that runs this the right to read it, then connect again"));
        };
        let policy = parse(text).map_err(|faults| mistaken(&source.name, &faults))?;
        if source.machine_wide {
            machine = stricter(&machine, &policy);
        } else {
            own.push((&source.name, policy));
        }
    }
    let mut policy = stricter(&machine, &Policy::protecting(protected));
    for (name, own) in own {
        let faults = looser(&own, &machine);
        if !faults.is_empty() {
            return Err(mistaken(name, &faults));
        }
        policy = stricter(&policy, &own);
    }
    match impossible(&policy) {
        Some(why) => Err(invalid("in force", why).remedy("correct the policies, then connect again")),
        None => Ok(policy),
    }
}

fn invalid(name: &str, why: &str) -> Error {
    Error::new(
        ErrorCode::PolicyInvalid,
        format!("the policy {name} {why}; nothing was changed"),
    )
    .about(name)
}

fn mistaken(name: &str, faults: &[PolicyFault]) -> Error {
    let lines: Vec<_> = faults
        .iter()
        .map(|fault| format!("{} {}", fault.field, fault.message).trim().to_owned())
        .collect();
    invalid(name, &format!("is not valid: {}", lines.join("; ")))
        .remedy("correct the file, then connect again; until then people can be read and not changed")
}

/// Whether a policy is valid, with every mistake in it, or with what it says.
pub(in crate::ops) fn check(text: &str) -> QuickResponse {
    let (says, errors) = match parse(text) {
        Ok(policy) => (words::says(&policy), Vec::new()),
        Err(faults) => (Vec::new(), faults),
    };
    QuickResponse::CheckPolicy {
        valid: errors.is_empty(),
        errors,
        says,
    }
}
