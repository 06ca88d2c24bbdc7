//! Temporary Access Passes in use: when one works, and what using it does (facts 6.2, 6.4).

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::Tenant;
use super::policy::Configuration;
use crate::scenario::{MethodDetail, Pass};

/// Whether a pass can be used, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PassUsability {
    /// It can.
    EnabledByPolicy,
    /// The policy no longer reaches the person.
    DisabledByPolicy,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// It worked once, and has been used.
    OneTimeUsed,
}

impl PassUsability {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::EnabledByPolicy => "EnabledByPolicy",
            Self::DisabledByPolicy => "DisabledByPolicy",
            Self::Expired => "Expired",
            Self::NotYetValid => "NotYetValid",
            Self::OneTimeUsed => "OneTimeUsed",
        }
    }
}

/// Why a sign-in with a pass failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassRefusal {
    /// The person does not exist, or has no pass with this code.
    WrongCode,
    /// The pass is there, and cannot be used.
    NotUsable(PassUsability),
}

/// Whether the pass can be used now.
pub(crate) fn usability(pass: &Pass, allowed: bool, now: OffsetDateTime) -> PassUsability {
    let start = pass.start_date_time.unwrap_or(now);
    if pass.is_usable_once && pass.used_date_time.is_some() {
        PassUsability::OneTimeUsed
    } else if now >= end(pass, now) {
        PassUsability::Expired
    } else if !allowed {
        PassUsability::DisabledByPolicy
    } else if now < start {
        PassUsability::NotYetValid
    } else {
        PassUsability::EnabledByPolicy
    }
}

impl Tenant {
    /// Uses somebody's pass, as a sign-in does. Gives the end of the pass, beyond which nothing that the sign-in
    /// yields may last.
    pub(crate) fn use_pass(&mut self, key: &str, code: &str) -> Result<OffsetDateTime, PassRefusal> {
        let now = self.clock.now();
        let place = self.directory.find(key).ok_or(PassRefusal::WrongCode)?;
        let user = self.directory.at(place);
        let allowed = self.policy_reaches(&Configuration::TemporaryAccessPass, user);
        let user = self.directory.at_mut(place);
        let mut registered = user
            .methods
            .iter_mut()
            .filter(|method| method.hidden_from.is_none());
        let pass = registered.find_map(|method| match &mut method.detail {
            MethodDetail::TemporaryAccessPass(pass)
                if pass.temporary_access_pass.as_deref() == Some(code) =>
            {
                Some(pass)
            }
            _ => None,
        });
        let pass = pass.ok_or(PassRefusal::WrongCode)?;
        match usability(pass, allowed, now) {
            PassUsability::EnabledByPolicy => {
                pass.used_date_time = Some(now);
                Ok(end(pass, now))
            }
            not_usable => Err(PassRefusal::NotUsable(not_usable)),
        }
    }
}

fn end(pass: &Pass, now: OffsetDateTime) -> OffsetDateTime {
    let start = pass.start_date_time.unwrap_or(now);
    start.saturating_add(Duration::minutes(pass.lifetime_in_minutes.into()))
}
