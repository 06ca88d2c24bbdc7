//! What a person should know before saying yes: what the service would do, and yet surprise with.

use crate::api::{Method, MethodKind, Note, NoteCode, Purpose, User};
use crate::auth::Actor;
use crate::error::Result;
use crate::graph::conditional_access::{self, Guarding};
use crate::graph::domains;
use crate::http::{Run, Version};
use crate::ops::Desk;
use crate::ops::reset::note;
use crate::platform::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// In a compromise, a method as young as this may be the attacker's.
const YOUNG: Duration = Duration::from_secs(14 * 24 * 3600);

/// What is the same for everybody; each is absent when it could not be read.
pub(in crate::ops) struct Surroundings {
    federated: Option<Vec<String>>,
    guarding: Option<Vec<Guarding>>,
}

impl Surroundings {
    /// What is known of them, read where nobody has read it for many yet.
    pub(in crate::ops) async fn of(desk: &Desk, actor: &Actor, run: &Run<'_>) -> Result<Arc<Self>> {
        match run.privileged() {
            Some(privileged) => privileged.surroundings(desk, actor, run).await,
            None => Ok(Arc::new(Self::read(desk, actor, run).await?)),
        }
    }

    /// Reads what can be read; a refusal is told in the notes.
    pub(in crate::ops) async fn read(desk: &Desk, actor: &Actor, run: &Run<'_>) -> Result<Self> {
        let may_see_policies = actor.has_any(&["Policy.Read.All", "Policy.Read.ConditionalAccess"]);
        let mut calls = vec![domains::list()];
        if may_see_policies != Some(false) {
            calls.push(conditional_access::list());
        }
        let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
        Ok(Self {
            federated: replies.first().and_then(domains::read_federated),
            guarding: replies
                .get(1)
                .and_then(conditional_access::read_guarding_registration),
        })
    }

    /// The notes about one person. `staying` are the methods that a reset would leave.
    pub(in crate::ops) fn notes(
        &self,
        user: &User,
        purposes: &[Purpose],
        staying: &[&Method],
        now: Timestamp,
    ) -> Vec<Note> {
        let mut notes = about_account(user);
        notes.extend(self.about_domain(user));
        if purposes.contains(&Purpose::ChangeMethods) {
            let has_pass = purposes.contains(&Purpose::IssuePass) || staying.iter().any(is_usable_pass);
            if !has_pass {
                notes.extend(self.about_registration(user));
            }
            notes.extend(staying.iter().filter(|method| is_young(method, now)).map(young));
        }
        notes
    }

    fn about_domain(&self, user: &User) -> Option<Note> {
        let (_, domain) = user.user_principal_name.rsplit_once('@')?;
        let domain = domain.to_ascii_lowercase();
        self.federated.as_ref()?.contains(&domain).then(|| {
            note(
                NoteCode::FederatedDomain,
                format!(
                    "{domain} is federated: people may do multifactor authentication at their own identity provider, \
                     which is not touched from here"
                ),
                "reset it there too, where it is done there",
            )
        })
    }

    fn about_registration(&self, user: &User) -> Option<Note> {
        let Some(guarding) = &self.guarding else {
            return Some(note(
                NoteCode::RegistrationNotChecked,
                "whether Conditional Access guards the registration of new methods was not checked",
                "add Policy.Read.All to the app registration, and sign in with a role that reads policies",
            ));
        };
        let is_guest = user.user_type.as_deref() == Some("Guest");
        let names: Vec<_> = guarding
            .iter()
            .filter(|policy| policy.may_concern(&user.id, is_guest))
            .map(|policy| policy.name.as_str())
            .collect();
        (!names.is_empty()).then(|| {
            note(
                NoteCode::RegistrationGuarded,
                format!(
                    "Conditional Access guards the registration of new methods ({}): without a usable pass the person \
                     may not be able to register again",
                    names.join(", ")
                ),
                "issue a Temporary Access Pass together with the reset",
            )
        })
    }
}

fn about_account(user: &User) -> Vec<Note> {
    let mut notes = Vec::new();
    if user.user_type.as_deref() == Some("Guest") {
        notes.push(note(
            NoteCode::GuestHomeTenant,
            "this is a guest: methods registered in the guest's home tenant are not touched from here",
            "have the guest's own service desk reset them",
        ));
        notes.push(note(
            NoteCode::PassNotPossible,
            "a guest from another tenant cannot use a Temporary Access Pass",
            "have the guest's own service desk issue one",
        ));
    }
    if user.account_enabled == Some(false) {
        notes.push(note(
            NoteCode::PassNotPossible,
            "the account is disabled, as that of a shared mailbox is: nobody can sign in with it, and a Temporary \
             Access Pass is of no use",
            "enable the account first, if somebody should sign in with it",
        ));
    }
    notes
}

fn is_usable_pass(method: &&Method) -> bool {
    method.kind == MethodKind::TemporaryAccessPass && method.is_usable == Some(true)
}

fn is_young(method: &Method, now: Timestamp) -> bool {
    let young = |created: Timestamp| created <= now && now.since(created) <= YOUNG;
    method.kind != MethodKind::Password && method.created_date_time.is_some_and(young)
}

fn young(method: &&Method) -> Note {
    note(
        NoteCode::RecentMethodStays,
        format!("{} stays, and was added in the last 14 days", method.label),
        "make sure that the person added it; in a compromise it may be the attacker's",
    )
}
