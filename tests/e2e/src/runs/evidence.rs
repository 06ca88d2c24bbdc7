//! What a run was to do, and what is known of it afterwards: from the tenant, from its requests, from its journal, and
//! from what it told.

use super::journal::Journal;
use graph_mfa::api::{BadRow, PersonResult, RunSummary};
use graph_mfa::{Error, ErrorCode};
use graph_sim::{LogEntry, Simulator, UserState};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// What is done for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Requires re-registration.
    Reset,
    /// The same, and a pass.
    Rescue,
    /// Revokes sessions.
    RevokeSessions,
    /// Issues a pass.
    IssuePass,
    /// Changes the per-user MFA state.
    SetPerUserState,
    /// Grants a role.
    GrantRole,
}

/// What the run was to do.
#[derive(Clone, Debug)]
pub struct Order {
    /// What is done for each.
    pub operation: Operation,
    /// Which methods go, where a row does not say otherwise.
    pub scope: &'static str,
    /// Kinds and ids that stay.
    pub keep: Vec<String>,
    /// Whether sessions are revoked.
    pub revokes: bool,
    /// The per-user MFA state that is asked for.
    pub state: &'static str,
    /// Whether a pass that is there is replaced.
    pub replace: bool,
}

/// The role that is granted.
pub const ROLE: &str = "Authentication Administrator";

impl Order {
    /// As a request says it.
    pub fn each(&self) -> Value {
        let mut each = match self.operation {
            Operation::Reset => json!({ "operation": "reset" }),
            Operation::Rescue => json!({ "operation": "rescue", "pass": { "lifetimeMinutes": 480 } }),
            Operation::RevokeSessions => json!({ "operation": "revokeSessions" }),
            Operation::IssuePass => {
                json!({ "operation": "issuePass", "lifetimeMinutes": 480, "replace": self.replace })
            }
            Operation::SetPerUserState => json!({ "operation": "setPerUserState", "state": self.state }),
            Operation::GrantRole => json!({ "operation": "grantRole", "role": ROLE }),
        };
        if self.removes() {
            each["scope"] = json!(self.scope);
            each["keep"] = json!(self.keep);
            each["revokeSessions"] = json!(self.revokes);
        }
        each
    }

    /// Whether methods go.
    pub const fn removes(&self) -> bool {
        matches!(self.operation, Operation::Reset | Operation::Rescue)
    }

    /// Whether a pass is issued.
    pub const fn issues(&self) -> bool {
        matches!(self.operation, Operation::Rescue | Operation::IssuePass)
    }

    /// Whether sessions end.
    pub const fn revokes(&self) -> bool {
        matches!(self.operation, Operation::RevokeSessions) || (self.removes() && self.revokes)
    }

    /// Whether a method of this person has to go.
    pub fn goes(&self, named: &Named, kind: &str, id: &str) -> bool {
        let portal = [
            "phone",
            "microsoftAuthenticator",
            "passwordlessMicrosoftAuthenticator",
            "softwareOath",
            "hardwareOath",
        ];
        let weak = ["qrCodePin", "email", "external"];
        let in_scope = match named.scope.unwrap_or(self.scope) {
            "portal" => portal.contains(&kind),
            "weak" => portal.contains(&kind) || weak.contains(&kind),
            // What nobody has heard of is never removed.
            _ => kind != UNKNOWN_KIND && kind != "password",
        };
        let is_the_pass = self.operation == Operation::Rescue && kind == PASS;
        let kept = self.keep.iter().any(|entry| entry == kind || entry == id);
        self.removes() && in_scope && !is_the_pass && !kept
    }
}

/// A kind that the product has never heard of.
pub const UNKNOWN_KIND: &str = "futureFactor";
/// A Temporary Access Pass.
pub const PASS: &str = "temporaryAccessPass";

/// What stands before somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing: it must be done for them in the end.
    Free,
    /// The service, or what they have, may stand in the way.
    MaySkip(&'static str),
    /// They must never be written.
    Never(&'static str),
}

/// Somebody whom the input names.
#[derive(Clone, Debug)]
pub struct Named {
    /// In which line.
    pub line: u32,
    /// The scope of the row.
    pub scope: Option<&'static str>,
}

/// A person of the tenant.
#[derive(Clone, Debug)]
pub struct Anyone {
    /// As they were before.
    pub before: UserState,
    /// What stands before them.
    pub guard: Guard,
}

/// A write as it left.
/// A write as it left.
#[derive(Clone, Debug)]
pub struct Write {
    /// Its id in the batch; empty outside of one.
    pub id: String,
    /// About whom.
    pub user: String,
    /// Its method.
    pub method: String,
    /// Its version and path.
    pub path: String,
    /// What tells equal ones.
    pub call: String,
    /// What it was answered with; nothing while no answer came.
    pub status: Option<u16>,
}

/// A request with writes in it, as it left the product.
#[derive(Clone, Debug)]
pub struct Sent {
    /// In which life.
    pub life: u32,
    /// When it left, in the order of everything that left or came back.
    pub began: u64,
    /// When its answer came, or that none would.
    pub ended: Option<u64>,
    /// How much of the journal was on storage then.
    pub stored: usize,
    /// By the tenant's clock.
    pub at: OffsetDateTime,
    /// What is in it.
    pub writes: Vec<Write>,
}

/// How a life of the run ended.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Whether it began the run, and did not resume it.
    pub is_start: bool,
    /// Whether it was to try again whom it had failed for.
    pub retries: bool,
    /// Whether it ended in the middle.
    pub crashed: bool,
    /// Whether its files failed, as planned.
    pub disk_failed: bool,
    /// Whether nothing at all was to go wrong in it.
    pub is_calm: bool,
    /// Whether two programs lived in it, one after the other.
    pub shared: bool,
    /// Who ended, and when that was told.
    pub people: Vec<(OffsetDateTime, PersonResult)>,
    /// The rows that were left out.
    pub bad_rows: Vec<BadRow>,
    /// What it told at its end.
    pub summary: Option<RunSummary>,
    /// Or why it came to nothing.
    pub error: Option<Error>,
    /// How long the journal was then.
    pub journal_length: usize,
    /// Whether its lock was left.
    pub lock_left: bool,
}

impl Told {
    /// The code of the error that ended it.
    pub fn code(&self) -> Option<ErrorCode> {
        self.error.as_ref().map(Error::code)
    }
}

/// Everything that is known of a run.
#[derive(Debug)]
pub struct Evidence {
    /// What it was to do.
    pub order: Order,
    /// Everybody in the tenant, by object id.
    pub people: BTreeMap<String, Anyone>,
    /// Whom the input names, by object id.
    pub named: BTreeMap<String, Named>,
    /// The other rows of the input by line, and whether they are repetitions.
    pub bad_rows: BTreeMap<u32, bool>,
    /// When it began.
    pub began: OffsetDateTime,
    /// The tenant.
    pub simulator: Simulator,
    /// Every request that reached it.
    pub log: Vec<LogEntry>,
    /// Every write that left the product, where somebody stood beside it.
    pub sent: Vec<Sent>,
    /// The journal's bytes.
    pub bytes: Vec<u8>,
    /// What they say.
    pub journal: Journal,
    /// Its lives.
    pub lives: Vec<Told>,
    /// Whether the service may hold on to a default for reasons of its own.
    pub strict_default: bool,
}

impl Evidence {
    /// A person as they are now.
    pub fn now(&self, id: &str) -> Option<UserState> {
        self.simulator.user(id)
    }

    /// The name of somebody, for messages.
    pub fn name(&self, id: &str) -> String {
        let known = self.people.get(id);
        known.map_or_else(
            || id.to_owned(),
            |person| person.before.user_principal_name.clone(),
        )
    }

    /// The last outcome of everybody, by the journal.
    pub fn ended(&self) -> BTreeMap<String, String> {
        let ended = self.journal.of("ended");
        ended
            .map(|line| (line.text("userId").to_owned(), line.text("outcome").to_owned()))
            .collect()
    }

    /// The last result that was told of somebody.
    pub fn last_told(&self, id: &str) -> Option<&(OffsetDateTime, PersonResult)> {
        let told = self.lives.iter().rev().flat_map(|life| life.people.iter().rev());
        told.into_iter().find(|(_, result)| result.user_id == id)
    }

    /// Every write with the request it was in.
    pub fn writes(&self) -> impl Iterator<Item = (&Sent, &Write)> {
        self.sent
            .iter()
            .flat_map(|sent| sent.writes.iter().map(move |write| (sent, write)))
    }
}
