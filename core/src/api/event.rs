//! Progress, while it happens. Events name people by id and never hold a number, an address or a secret; what a person
//! must be shown to sign in is none. Rows that were asked for as a stream travel as events too: they are no progress but
//! the answer itself, and name people as the answer would.

use super::{
    AuditEntry, BadRow, ErrorInfo, HardwareToken, Outcome, PersonResult, PlannedPerson, RegistrationRow,
    ResetByPerson, Response, RoleChangeStatus, RunEstimate, RunProgress, SetupAction, SetupStatus,
    SignatureAlgorithm, StepAction,
};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// What became of a step, for now or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum StepStatus {
    /// The service accepted it.
    Done,
    /// The method was gone already.
    AlreadyGone,
    /// The service refuses it for now: the default method, or the mobile before the alternate number.
    Refused,
    /// It failed.
    Failed,
    /// It was not begun.
    NotStarted,
}

/// Why the operation pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum WaitReason {
    /// The service asked to slow down.
    Throttled,
    /// The service failed, and the request will be repeated.
    ServiceFailing,
    /// The client keeps under the documented quota.
    Pacing,
    /// The service still counts a deleted method, and so refuses to delete the default.
    DefaultHeld,
    /// Reads do not show the writes yet.
    ReadsLag,
    /// The audit log does not show the record yet.
    AuditLag,
    /// The journal of the run has a lock, and whether its owner is still alive is being watched.
    JournalLocked,
    /// The service counts requests for authentication methods as requests for reports, of which it allows few. Told when
    /// that is found out.
    MethodsCountAsReports,
}

/// A list that takes long to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LongList {
    /// The audit log.
    AuditLog,
    /// The registration report.
    RegistrationReport,
    /// Who is in a unit or a group.
    Members,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// An HTTP request was answered, or failed on the way.
    Request {
        /// Method and path with placeholders instead of people.
        route: String,
        /// The HTTP status; absent when no answer came.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        /// Which attempt it was, from 1.
        attempt: u32,
        /// How long it took.
        duration_ms: u32,
        /// The service's id of the request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
        /// Our id of the request.
        client_request_id: String,
    },
    /// The operation pauses.
    Waiting {
        /// Why.
        reason: WaitReason,
        /// For how long.
        wait_ms: u32,
    },
    /// A person must enter a code elsewhere, to sign in.
    DeviceCode {
        /// What to enter.
        user_code: String,
        /// Where to enter it.
        verification_uri: String,
        /// Until when.
        #[cfg_attr(feature = "typescript", ts(as = "String"))]
        expires_at: Timestamp,
    },
    /// A person must sign in in the browser.
    BrowserSignIn {
        /// The page, for when no browser opens. It is of use on this machine only.
        url: String,
        /// Whether a browser was opened.
        opened: bool,
    },
    /// Another page of a long list was read.
    Reading {
        /// Which list.
        list: LongList,
        /// How many pages were read so far.
        pages: u32,
        /// How many items they held.
        items: u32,
        /// How far back in time the audit log was read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
        reached: Option<Timestamp>,
    },
    /// A part of the answer, for `whoReset` with the format `rows`, newest first.
    AuditRows {
        /// What was done.
        entries: Vec<AuditEntry>,
        /// The resets that are whole by now.
        resets: Vec<ResetByPerson>,
    },
    /// A part of the answer, for `registrationReport` with the format `rows`.
    RegistrationRows {
        /// The people.
        rows: Vec<RegistrationRow>,
    },
    /// A part of the answer, for the formats that are text. The parts are written one after the other, as they are.
    Text {
        /// The text: whole lines.
        text: String,
    },
    /// A person was read.
    Inspected {
        /// Whom.
        user_id: String,
        /// How many methods there are.
        methods: u32,
    },
    /// A plan was made.
    Planned {
        /// For whom.
        user_id: String,
        /// How many steps it has.
        steps: u32,
        /// How many methods stay.
        stays: u32,
    },
    /// A write begins.
    StepStarted {
        /// On whom.
        user_id: String,
        /// The position in the plan, from 1.
        step: u32,
        /// What it does.
        action: StepAction,
        /// On what; numbers and addresses are masked.
        label: String,
    },
    /// A write was answered.
    StepFinished {
        /// On whom.
        user_id: String,
        /// The position in the plan, from 1.
        step: u32,
        /// What became of it.
        status: StepStatus,
        /// The service's id of the request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request_id: Option<String>,
    },
    /// What was written was read again.
    Verifying {
        /// Whose.
        user_id: String,
        /// Which read it was, from 1.
        attempt: u32,
        /// How much it does not show yet: methods in scope that are still there, or a change that is not.
        remaining: u32,
    },
    /// The reset, or another operation that writes, ended.
    Verified {
        /// Whose.
        user_id: String,
        /// How.
        outcome: Outcome,
    },
    /// One person's role was granted or taken back, or was not.
    RoleChanged {
        /// Whose: a person or a group.
        principal_id: String,
        /// The template id of the role.
        role_id: String,
        /// What became of it before reads show it: `notSeen` is a success so far.
        status: RoleChangeStatus,
    },
    /// A part of setting up an application was done, or was not.
    ApplicationChanged {
        /// What was to be so.
        action: SetupAction,
        /// The permission, the thumbprint of the certificate, or the name of the application.
        subject: String,
        /// What became of it before reads show it: `notSeen` is a success so far.
        status: SetupStatus,
    },
    /// Whether a Temporary Access Pass can be issued was checked.
    PassChecked {
        /// For whom.
        user_id: String,
        /// Whether the tenant's policy could be read.
        policy_read: bool,
    },
    /// A Temporary Access Pass was created. Nobody knows it yet: it is told in the response.
    PassCreated {
        /// For whom.
        user_id: String,
        /// Its id among the person's methods.
        method_id: String,
        /// Until when it can be used.
        #[cfg_attr(feature = "typescript", ts(as = "String"))]
        ends_at: Timestamp,
    },
    /// A Temporary Access Pass was removed.
    PassRemoved {
        /// Whose.
        user_id: String,
        /// Its id among the person's methods.
        method_id: String,
    },
    /// Sessions were revoked.
    SessionsRevoked {
        /// Whose.
        user_id: String,
    },
    /// A part of the answer, for `listHardwareTokens`.
    HardwareTokens {
        /// The tokens.
        tokens: Vec<HardwareToken>,
    },
    /// Rows of the input of a run that cannot be used, or that are left out.
    BadRows {
        /// The rows.
        rows: Vec<BadRow>,
    },
    /// A part of the answer, for `planRun`.
    PlannedPeople {
        /// The people.
        people: Vec<PlannedPerson>,
    },
    /// What a run will take, before its first write.
    RunEstimated {
        /// What.
        estimate: RunEstimate,
    },
    /// How far a run is; four times a second at most.
    RunProgress {
        /// How far.
        progress: RunProgress,
    },
    /// A part of the answer, for `startRun` and `resumeRun`: people who have ended.
    RunPeople {
        /// The people.
        people: Vec<PersonResult>,
    },
}

impl Event {
    /// Whether it is a part of the answer, which must not be lost.
    pub const fn is_answer(&self) -> bool {
        matches!(
            self,
            Self::AuditRows { .. }
                | Self::RegistrationRows { .. }
                | Self::HardwareTokens { .. }
                | Self::Text { .. }
                | Self::BadRows { .. }
                | Self::PlannedPeople { .. }
                | Self::RunPeople { .. }
        )
    }
}

/// What is done with a file of the host's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FileCall {
    /// Give the text from an offset on.
    Read,
    /// Make a new file; of two who make the same at once, one succeeds.
    Create,
    /// Add the text at the end.
    Append,
    /// Put the text in the place of what the file holds, or make it. A reader sees the old text or the new one.
    Replace,
    /// Cut the file to a length.
    Cut,
    /// Remove the file.
    Remove,
}

/// What a job tells its host: events while it runs, then how it ended. Used by bindings whose host polls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum JobMessage {
    /// Something happened.
    Progress {
        /// What.
        event: Event,
    },
    /// The job needs an access token from its host, and waits for the reply.
    NeedToken {
        /// Names the question; the reply repeats it.
        ask: u32,
        /// The scope to ask Entra for.
        scope: String,
        /// A claims challenge to pass on, decoded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claims: Option<String>,
    },
    /// The job needs a signature by a key that the host holds, and waits for the reply.
    NeedSignature {
        /// Names the question; the reply repeats it.
        ask: u32,
        /// How to sign.
        algorithm: SignatureAlgorithm,
        /// What to sign: this text in UTF-8, which is digested by SHA-256.
        data: String,
    },
    /// The job needs the address that a browser is sent to after the sign-in, and waits for the reply.
    NeedAuthorization {
        /// Names the question; the reply repeats it.
        ask: u32,
        /// The page to show.
        url: String,
        /// How the address begins.
        redirect_uri: String,
    },
    /// The job needs a token of the other identity provider, and waits for the reply.
    NeedAssertion {
        /// Names the question; the reply repeats it.
        ask: u32,
        /// What the token must be issued for.
        audience: String,
    },
    /// The job needs something done with a file of the host's, and waits for the reply. What is written is on lasting
    /// storage when the reply says that it is done.
    NeedFile {
        /// Names the question; the reply repeats it.
        ask: u32,
        /// What to do.
        call: FileCall,
        /// The file, as whoever began the run named it, or a name made from that.
        name: String,
        /// From which byte to `read`, or to how many bytes to `cut`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offset: Option<u32>,
        /// How many bytes to `read` at most, in whole characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<u32>,
        /// What to write.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// The job needs an HTTP request sent by its host, and waits for the answer. Its headers and its body, which hold
    /// secrets, are not here: `gmfa_job_payload` gives them.
    NeedHttp {
        /// Names the question; the reply repeats it.
        ask: u32,
        /// The method.
        method: String,
        /// Where to. The host follows no redirect.
        url: String,
        /// How long to wait for the whole answer.
        timeout_ms: u32,
        /// Whether it must not pass a proxy: what it asks is on this machine, or next to it.
        direct: bool,
    },
    /// Nobody waits for the answer to that HTTP request any more: the host stops sending it. There is no reply.
    DropHttp {
        /// Names the question.
        ask: u32,
    },
    /// The job ended well; this is the last message.
    Finished {
        /// What came of it.
        response: Box<Response>,
    },
    /// The job failed; this is the last message.
    Failed {
        /// Why.
        error: ErrorInfo,
    },
}
