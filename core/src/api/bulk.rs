//! Runs: one operation for many people, with a plan before, progress during, and a journal that proves it afterwards
//! (design section 6).

use super::{Case, ErrorInfo, Note, PlannedReset, PreflightTarget, Response, Scope, UserRef};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How the text of an input is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum InputFormat {
    /// Columns with a header, separated by commas, semicolons or tabs.
    Csv,
    /// One JSON object, or one JSON text, a line.
    JsonLines,
}

/// One person of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunRow {
    /// Whom: an object id, a user principal name, or an address that one person has.
    pub user: String,
    /// Which methods go for this person, instead of what the run says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Why, for this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The ticket of this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// For how many minutes this person's pass lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime_minutes: Option<u32>,
}

/// Where the people of a run come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(
    tag = "from",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum RunInput {
    /// A file, which is read piece by piece.
    File {
        /// Its name.
        path: String,
        /// How to read it; told from its first line when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        format: Option<InputFormat>,
    },
    /// The text of such a file.
    Text {
        /// The text.
        text: String,
        /// How to read it; told from its first line when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        format: Option<InputFormat>,
    },
    /// The people themselves.
    People {
        /// Each of them.
        people: Vec<RunRow>,
    },
    /// A plan that `planRun` saved: its people, what is done to each, and the methods that it was made from.
    Plan {
        /// Its name.
        path: String,
    },
}

/// The operation that a run does for each person: a request without its person and without its case, such as
/// `{"operation":"reset","scope":"weak","revokeSessions":true}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct RunEach(
    #[cfg_attr(
        feature = "typescript",
        ts(type = "{ operation: RunOperation } & Record<string, unknown>")
    )]
    pub Map<String, Value>,
);

/// What a run can do for each person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RunOperation {
    /// Requires re-registration.
    Reset,
    /// Requires re-registration and issues a pass.
    Rescue,
    /// Revokes sessions.
    RevokeSessions,
    /// Issues a pass.
    IssuePass,
    /// Changes the per-user MFA state.
    SetPerUserState,
    /// Grants a role.
    GrantRole,
    /// Takes a role back.
    RevokeRole,
    /// Reports the methods. It writes nothing, and needs no journal.
    ListMethods,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunRequest {
    /// Who.
    pub input: RunInput,
    /// What is done for each; absent for a saved plan, which says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<RunEach>,
    /// The case that all of it belongs to. A guard cannot be overridden for many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
    /// Refuses the whole input when one row of it is bad; otherwise bad rows are told and left out.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub strict: bool,
    /// How many people it may be at most. It must be said above 50, unless a policy says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_people: Option<u32>,
    /// The name of the journal, which must not exist yet. For `planRun`, the name under which the plan is saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How many people are in hand at once, at most: 1 to 300, which is also what holds without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_in_hand: Option<u32>,
    /// Ends the run, resumably, when so many people have failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_after_failures: Option<u32>,
    /// Begins nobody new after this time, and ends resumably when those in hand are through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_limit_ms: Option<u32>,
}

/// A run that goes on where its journal ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResumeRequest {
    /// The name of the journal.
    pub file: String,
    /// Tries again whom it failed for, and who is partial.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub retry_failed: bool,
    /// As for the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_in_hand: Option<u32>,
    /// As for the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_after_failures: Option<u32>,
    /// As for the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_limit_ms: Option<u32>,
}

/// A row of the input that cannot be used, or that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BadRow {
    /// The line of the input, from 1; the position, where it has no lines.
    pub line: u32,
    /// Why, and what to do.
    pub reason: String,
    /// Whether it is a repetition of an earlier row and nothing else.
    pub duplicate: bool,
}

/// How it ended for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PersonOutcome {
    /// It is done, as a read after the writes shows.
    Done,
    /// Something is left, or could not be seen.
    Partial,
    /// It failed.
    Failed,
    /// Nothing was tried, because of a guard, a policy, or what the service would refuse.
    Skipped,
}

/// What came of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PersonResult {
    /// The line of the input.
    pub line: u32,
    /// The object id.
    pub user_id: String,
    /// The person, as read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserRef>,
    /// How it ended.
    pub outcome: PersonOutcome,
    /// Why it was skipped or failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorInfo>,
    /// The whole response of the operation, where there is one. A pass is in it, and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Box<Response>>,
}

/// What is planned for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PlannedPerson {
    /// The line of the input.
    pub line: u32,
    /// The object id.
    pub user_id: String,
    /// The person, as read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserRef>,
    /// How many writes it takes.
    pub writes: u32,
    /// Why the person would be skipped, or could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<ErrorInfo>,
    /// The plan of a reset or rescue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reset: Option<Box<PlannedReset>>,
    /// What preflight says, for the other operations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preflight: Option<Box<PreflightTarget>>,
}

/// How many of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RunCount {
    /// What: a kind of method, an error code, a role.
    pub what: String,
    /// In words.
    pub meaning: String,
    /// How many.
    pub count: u32,
}

/// Which limits an estimate reckons with, and a run keeps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum QuotaProfile {
    /// Authentication methods count as the directory does: 3,000 writes at once, then 20 a second.
    #[default]
    Directory,
    /// Authentication methods count as reports do: 5 requests in 10 seconds. The documentation allows this reading
    /// (facts 11).
    Reports,
}

/// What a run will take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RunEstimate {
    /// How many people.
    pub people: u32,
    /// Writes.
    pub writes: u32,
    /// HTTP requests, if reads do not lag.
    pub requests: u32,
    /// How long it takes at least, because of the quota; capped at a month.
    pub duration_ms: u32,
    /// Under which quota.
    pub quota: QuotaProfile,
    /// How many people were read for it; the others are reckoned alike.
    pub people_read: u32,
}

/// The plan of a run in numbers; its people were events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RunPlan {
    /// What is done for each.
    pub each: RunOperation,
    /// What it will take.
    pub estimate: RunEstimate,
    /// How many people it will be done for.
    pub ready: u32,
    /// Who has nothing to write.
    pub nothing_to_do: u32,
    /// Who would be skipped or cannot be read, by reason.
    pub refused: Vec<RunCount>,
    /// The least role that could act, for those whom this sign-in may not act on.
    pub roles: Vec<RunCount>,
    /// Which kinds of methods go, and how many.
    pub kinds: Vec<RunCount>,
    /// Rows that cannot be used; they were events.
    pub bad_rows: u32,
    /// Where it was saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RunStatus {
    /// Everybody is done, or had nothing to be done; exit status 0. People who were skipped are counted.
    Done,
    /// It failed for somebody; exit status 1.
    Failed,
    /// Nobody failed, somebody is partial; exit status 3.
    Partial,
    /// It ended before its end and can be resumed; exit status 4.
    Stopped,
}

/// Why a run stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum StopReason {
    /// The caller asked for it.
    Cancelled,
    /// So many people failed.
    Failures,
    /// The time was up.
    TimeLimit,
    /// What happened would have happened to everybody; the error says what.
    Error,
}

/// What came of a run; its people were events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RunSummary {
    /// The run.
    pub run: String,
    /// How it ended.
    pub status: RunStatus,
    /// The exit status that a script should end with.
    pub exit_code: u32,
    /// Why it stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<StopReason>,
    /// What stopped it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorInfo>,
    /// What was done for each.
    pub each: RunOperation,
    /// How many people it is, earlier parts of a resumed run included.
    pub people: u32,
    /// For how many it is done.
    pub done: u32,
    /// How many are partial.
    pub partial: u32,
    /// For how many it failed.
    pub failed: u32,
    /// How many were skipped.
    pub skipped: u32,
    /// How many are left for a resume.
    pub unfinished: u32,
    /// Rows that could not be used.
    pub bad_rows: u32,
    /// Why people failed, were skipped or are partial.
    pub reasons: Vec<RunCount>,
    /// HTTP requests, of this part of the run.
    pub requests_sent: u32,
    /// How often the service asked to slow down.
    pub throttled: u32,
    /// When this part began.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub started_at: Timestamp,
    /// When it ended.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub finished_at: Timestamp,
    /// The journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The hash of the journal's last line: put it into the ticket, and nobody can shorten or rewrite the journal
    /// unnoticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RunProgress {
    /// How many people it is.
    pub people: u32,
    /// How many have ended, whatever the outcome.
    pub ended: u32,
    /// For how many it failed.
    pub failed: u32,
    /// How many are partial.
    pub partial: u32,
    /// How many were skipped.
    pub skipped: u32,
    /// How many are in hand.
    pub in_hand: u32,
    /// People a minute, of late.
    pub people_per_minute: u32,
    /// How long it will take yet, as far as can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_ms: Option<u32>,
    /// How often the service asked to slow down.
    pub throttled: u32,
    /// HTTP requests.
    pub requests_sent: u32,
}

/// A question whether a journal is as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyJournalRequest {
    /// The name of the journal.
    pub file: String,
    /// The hash that the run told at its end; a journal that was shortened or rewritten has another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect_head: Option<String>,
}

/// Whether a journal is as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct JournalReport {
    /// Whether every line follows from the one before, and the last one is the expected.
    pub intact: bool,
    /// The first line that is not as it was written, from 1; absent when it is not known which it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_bad_line: Option<u32>,
    /// What is wrong with it, or worth knowing of one that is intact: that its last line is not whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// How many whole lines there are.
    pub lines: u32,
    /// The hash of the last line that is intact.
    pub head: String,
    /// The run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// What is done for each person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<RunOperation>,
    /// When the run began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub started_at: Option<Timestamp>,
    /// When it came to its end, or was stopped; absent while it goes on, and after a crash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub ended_at: Option<Timestamp>,
    /// How many people it is.
    pub people: u32,
    /// For how many it is done.
    pub done: u32,
    /// How many are partial.
    pub partial: u32,
    /// For how many it failed.
    pub failed: u32,
    /// How many were skipped.
    pub skipped: u32,
    /// Whether the run has come to its end.
    pub finished: bool,
    /// How many people are left for a resume.
    pub unfinished: u32,
}

/// The form of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ProofFormat {
    /// A page that an auditor can read and print.
    Html,
    /// A table: one row a person.
    Csv,
}

/// A request for the proof of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportProofRequest {
    /// The name of the journal.
    pub file: String,
    /// In which form.
    pub format: ProofFormat,
    /// Demands this last hash, as for `verifyJournal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect_head: Option<String>,
    /// The name of a new file that it is written to; told in events of type `text` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}
