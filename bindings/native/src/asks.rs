//! The questions of one client to its host that wait for a reply.

use crate::http::{Incoming, Outgoing};
use graph_mfa::Secret;
use graph_mfa::api::{FileCall, JobMessage, SignatureAlgorithm};
use graph_mfa::platform::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Notify;
use zeroize::Zeroizing;

/// Names a job among those of its client.
pub(crate) type JobNumber = u32;

/// What the host gave, or why it gave nothing.
pub(crate) type Reply = Result<Given, String>;

/// What the host gave.
#[derive(Clone, Debug)]
pub(crate) enum Given {
    /// A token, a signature or an address, none of which should be seen.
    Secret {
        secret: Secret,
        /// When it ends, where it does and the host knows.
        expires: Option<Timestamp>,
    },
    /// The text of a file.
    Text(String),
    /// What became of a file, or stands in the way.
    File(FileState),
    /// The answer to an HTTP request.
    Http(Incoming),
    /// Why an HTTP request certainly did not leave. With any other reason nobody knows whether it was acted on.
    NotSent(String),
}

/// What a host says about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FileState {
    Done,
    Missing,
    Exists,
}

/// What a client may want of its host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    Token {
        scope: String,
        claims: Option<String>,
    },
    Signature {
        algorithm: SignatureAlgorithm,
        data: String,
    },
    Authorization {
        url: String,
        redirect_uri: String,
    },
    Assertion {
        audience: String,
    },
    File {
        call: FileCall,
        name: String,
        offset: Option<u32>,
        most: Option<u32>,
        text: Option<String>,
    },
    Http(Outgoing),
}

impl Want {
    const fn is_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }

    /// Whether the host does it once, for the job that asked: nobody else is served by the reply, and the question is not
    /// put again when nobody knows what became of it. A job that was cancelled finishes what it has begun by these.
    const fn is_done_once(&self) -> bool {
        matches!(self, Self::File { .. } | Self::Http(_))
    }

    /// Whether that job may pass it on. A request is sent by whoever reads the job that needs it, since it is in the hands
    /// of that reader until it is answered; what else is asked serves all jobs, and any of them passes it on.
    fn may_be_heard_by(&self, job: JobNumber) -> bool {
        match self {
            Self::Http(outgoing) => outgoing.job() == job,
            _ => true,
        }
    }

    /// The message that asks for it.
    fn message(&self, ask: u32) -> JobMessage {
        match self.clone() {
            Self::Token { scope, claims } => JobMessage::NeedToken { ask, scope, claims },
            Self::Signature { algorithm, data } => JobMessage::NeedSignature { ask, algorithm, data },
            Self::Authorization { url, redirect_uri } => JobMessage::NeedAuthorization {
                ask,
                url,
                redirect_uri,
            },
            Self::Assertion { audience } => JobMessage::NeedAssertion { ask, audience },
            Self::File {
                call,
                name,
                offset,
                most,
                text,
            } => JobMessage::NeedFile {
                ask,
                call,
                name,
                offset,
                most,
                text,
            },
            Self::Http(outgoing) => outgoing.message(ask),
        }
    }
}

/// The open questions, oldest first.
#[derive(Default)]
pub(crate) struct Asks {
    /// The number of the newest question; the first is 1.
    newest: u32,
    /// Invariant: a question that nobody wants answered has been heard, or answered with something to use.
    open: BTreeMap<u32, Ask>,
}

struct Ask {
    want: Want,
    /// The job in whose messages the host heard the question. The others keep silent about it: a host that
    /// reads several jobs should sign in once.
    heard_by: Option<JobNumber>,
    /// Whether somebody waits. If the job that asked is stopped while the host looks for a token, the next one
    /// that asks the same takes its place, so that the host's work is not lost. Signatures and sign-in pages are
    /// never asked for twice in the same words.
    wanted: bool,
    reply: Option<Reply>,
    answered: Arc<Notify>,
}

impl Asks {
    /// Adds a question, or takes over the same one from somebody who no longer waits. The notice tells when
    /// [`Self::take`] may have a reply.
    pub(crate) fn open(&mut self, want: Want) -> (u32, Arc<Notify>) {
        let same = |ask: &Ask| !ask.wanted && !want.is_done_once() && ask.want == want;
        if let Some((number, ask)) = self.open.iter_mut().find(|(_, ask)| same(ask)) {
            ask.wanted = true;
            return (*number, Arc::clone(&ask.answered));
        }
        self.newest = self.newest.saturating_add(1);
        let answered = Arc::new(Notify::new());
        let notice = Arc::clone(&answered);
        let ask = Ask {
            want,
            heard_by: None,
            wanted: true,
            reply: None,
            answered,
        };
        self.open.insert(self.newest, ask);
        (self.newest, notice)
    }

    /// The oldest question that no job has passed on, or the oldest of those that are done once. From now on `job` is the
    /// one that has.
    pub(crate) fn hear(&mut self, job: JobNumber, only_what_is_done_once: bool) -> Option<JobMessage> {
        let mut unheard = self.open.iter_mut().filter(|(_, ask)| {
            ask.heard_by.is_none()
                && ask.reply.is_none()
                && ask.want.may_be_heard_by(job)
                && (ask.want.is_done_once() || !only_what_is_done_once)
        });
        let (number, ask) = unheard.next()?;
        ask.heard_by = Some(job);
        Some(ask.want.message(*number))
    }

    /// What `job` has passed on may be passed on again: whoever read it is about to go. What is done once is seen to until
    /// then.
    pub(crate) fn unhear(&mut self, job: JobNumber) {
        let heard = |ask: &&mut Ask| ask.heard_by == Some(job) && !ask.want.is_done_once();
        for ask in self.open.values_mut().filter(heard) {
            ask.heard_by = None;
        }
        self.forget_what_is_idle();
    }

    /// Whoever read the messages of `job` has gone.
    pub(crate) fn gone(&mut self, job: JobNumber) {
        self.unhear(job);
        self.give_up_files("it went before it said what became of the file", |ask| {
            ask.heard_by == Some(job)
        });
    }

    /// Only of these jobs somebody reads the messages: the requests of others are not sent.
    pub(crate) fn give_up_requests(&mut self, is_read: impl Fn(JobNumber) -> bool) {
        for ask in self.open.values_mut() {
            let Want::Http(outgoing) = &ask.want else { continue };
            if ask.reply.is_none() && !is_read(outgoing.job()) {
                ask.reply = Some(match ask.heard_by {
                    Some(_) => Err("it went before it said what came of the request".to_owned()),
                    None => Ok(Given::NotSent(
                        "nobody reads the messages of its job any more".to_owned(),
                    )),
                });
                ask.answered.notify_one();
            }
        }
        self.forget_what_is_idle();
    }

    /// The headers and the body of a request that somebody still waits for.
    pub(crate) fn payload(&self, number: u32) -> Option<Arc<Zeroizing<Vec<u8>>>> {
        match &self.open.get(&number)?.want {
            Want::Http(outgoing) => Some(outgoing.payload()),
            _ => None,
        }
    }

    /// Nobody reads any messages.
    pub(crate) fn all_gone(&mut self) {
        self.give_up_files("nobody reads the messages of its jobs any more", |_| true);
    }

    fn give_up_files(&mut self, why: &str, lost: impl Fn(&Ask) -> bool) {
        let open = self.open.values_mut();
        for ask in open.filter(|ask| ask.want.is_file() && ask.reply.is_none() && lost(ask)) {
            ask.reply = Some(Err(why.to_owned()));
            ask.answered.notify_one();
        }
        self.forget_what_is_idle();
    }

    /// Accepts the host's reply. Whether the question was ever asked: if it is no longer open, the reply is
    /// late, and nobody needs it.
    pub(crate) fn answer(&mut self, number: u32, reply: Reply) -> bool {
        if let Some(ask) = self.open.get_mut(&number)
            && ask.reply.is_none()
        {
            ask.reply = Some(reply);
            ask.answered.notify_one();
        }
        self.forget_what_is_idle();
        (1..=self.newest).contains(&number)
    }

    /// The reply, once there is one. The question is closed by it.
    pub(crate) fn take(&mut self, number: u32) -> Option<Reply> {
        let reply = self.open.get_mut(&number)?.reply.take()?;
        self.open.remove(&number);
        Some(reply)
    }

    /// The asker no longer waits. Gives the job whose reader is at a request for nothing now.
    pub(crate) fn withdraw(&mut self, number: u32) -> Option<JobNumber> {
        let ask = self.open.get_mut(&number)?;
        ask.wanted = false;
        let for_nothing = matches!(ask.want, Want::Http(_)) && ask.reply.is_none();
        let reader = ask.heard_by.filter(|_| for_nothing);
        self.forget_what_is_idle();
        reader
    }

    fn forget_what_is_idle(&mut self) {
        self.open.retain(|_, ask| match &ask.reply {
            _ if ask.wanted => true,
            _ if ask.want.is_done_once() => false,
            Some(reply) => reply.is_ok(),
            None => ask.heard_by.is_some(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn want(claims: Option<&str>) -> Want {
        Want::Token {
            scope: "scope".to_owned(),
            claims: claims.map(str::to_owned),
        }
    }

    fn ask(asks: &mut Asks) -> u32 {
        asks.open(want(None)).0
    }

    fn heard(asks: &mut Asks, job: JobNumber) -> Option<u32> {
        match asks.hear(job, false)? {
            JobMessage::NeedToken { ask, .. } | JobMessage::NeedFile { ask, .. } => Some(ask),
            other => panic!("{other:?} is no question"),
        }
    }

    fn token(text: &str) -> Reply {
        Ok(Given::Secret {
            secret: Secret::new(text),
            expires: None,
        })
    }

    fn append() -> Want {
        Want::File {
            call: FileCall::Append,
            name: "run.jsonl".to_owned(),
            offset: None,
            most: None,
            text: Some("{}\n".to_owned()),
        }
    }

    fn taken(asks: &mut Asks, number: u32) -> Option<String> {
        match asks.take(number)? {
            Ok(Given::Secret { secret, .. }) => Some(secret.expose().to_owned()),
            other => panic!("{other:?} is no token"),
        }
    }

    #[test]
    fn one_job_passes_a_question_on_until_its_reader_goes() {
        let mut asks = Asks::default();
        let (first, second) = (ask(&mut asks), ask(&mut asks));
        assert_eq!(heard(&mut asks, 7), Some(first));
        assert_eq!(heard(&mut asks, 8), Some(second));
        assert_eq!(heard(&mut asks, 9), None);
        asks.unhear(7);
        assert_eq!(heard(&mut asks, 9), Some(first));
    }

    #[test]
    fn the_first_reply_counts_and_a_late_one_is_harmless() {
        let mut asks = Asks::default();
        let number = ask(&mut asks);
        assert!(asks.answer(number, token("first")));
        assert!(asks.answer(number, token("second")));
        assert_eq!(heard(&mut asks, 7), None);
        assert_eq!(taken(&mut asks, number).as_deref(), Some("first"));
        assert!(asks.answer(number, token("third")));
        assert_eq!(taken(&mut asks, number), None);
        assert!(!asks.answer(number + 1, token("to a question that nobody asked")));
        assert!(!asks.answer(0, token("to a question that nobody asked")));
    }

    #[test]
    fn a_question_that_was_withdrawn_before_the_host_heard_it_is_gone() {
        let mut asks = Asks::default();
        let number = ask(&mut asks);
        asks.withdraw(number);
        assert_eq!(heard(&mut asks, 1), None);
        assert_ne!(ask(&mut asks), number);
    }

    #[test]
    fn the_next_asker_takes_over_what_the_host_is_working_on() {
        let mut asks = Asks::default();
        let number = ask(&mut asks);
        heard(&mut asks, 7);
        asks.withdraw(number);
        assert_eq!(ask(&mut asks), number);
        assert_eq!(heard(&mut asks, 8), None);
        assert!(asks.answer(number, token("for whoever waits")));
        assert_eq!(taken(&mut asks, number).as_deref(), Some("for whoever waits"));
    }

    #[test]
    fn between_two_askers_a_token_is_kept_and_a_refusal_is_not() {
        let mut asks = Asks::default();
        let number = ask(&mut asks);
        heard(&mut asks, 7);
        asks.withdraw(number);
        asks.answer(number, token("early"));
        assert_eq!(ask(&mut asks), number);
        assert_eq!(taken(&mut asks, number).as_deref(), Some("early"));

        let next = ask(&mut asks);
        heard(&mut asks, 7);
        asks.withdraw(next);
        asks.answer(next, Err("nobody is signed in".to_owned()));
        assert_ne!(ask(&mut asks), next);
    }

    #[test]
    fn other_claims_are_another_question() {
        let mut asks = Asks::default();
        let number = ask(&mut asks);
        heard(&mut asks, 7);
        asks.withdraw(number);
        assert_ne!(asks.open(want(Some("{}"))).0, number);
    }

    #[test]
    fn a_file_is_written_once_whoever_asks() {
        let mut asks = Asks::default();
        let first = asks.open(append()).0;
        assert_eq!(heard(&mut asks, 7), Some(first));
        asks.withdraw(first);
        // The same words later are another line of the file.
        let second = asks.open(append()).0;
        assert_ne!(first, second);
        assert!(asks.answer(first, Ok(Given::File(FileState::Done))));
        assert!(asks.take(first).is_none());
        assert_eq!(heard(&mut asks, 7), Some(second));
        asks.unhear(7);
        assert_eq!(heard(&mut asks, 8), None, "it may have been done");
    }

    #[test]
    fn a_file_that_nobody_will_see_to_is_not_waited_for() {
        let mut asks = Asks::default();
        let (heard_of, unheard) = (asks.open(append()).0, asks.open(append()).0);
        assert_eq!(heard(&mut asks, 7), Some(heard_of));
        asks.gone(7);
        let why = asks.take(heard_of).expect("an answer").expect_err("nothing");
        assert!(why.contains("went"), "{why}");
        assert!(asks.take(unheard).is_none());
        assert_eq!(heard(&mut asks, 8), Some(unheard));
        let token = ask(&mut asks);
        asks.all_gone();
        let why = asks.take(unheard).expect("an answer").expect_err("nothing");
        assert!(why.contains("nobody reads"), "{why}");
        assert_eq!(heard(&mut asks, 9), Some(token));
    }

    #[test]
    fn a_job_that_was_cancelled_passes_on_what_is_about_files_only() {
        let mut asks = Asks::default();
        let (token, file) = (ask(&mut asks), asks.open(append()).0);
        let passed_on = asks.hear(7, true);
        assert!(matches!(passed_on, Some(JobMessage::NeedFile { ask, .. }) if ask == file));
        assert_eq!(asks.hear(7, true), None);
        assert_eq!(heard(&mut asks, 8), Some(token));
    }
}
