//! The questions of one client to its host that wait for a reply.

use graph_mfa::Result;
use graph_mfa::api::JobMessage;
use graph_mfa::auth::AccessToken;
use std::collections::BTreeMap;
use tokio::sync::oneshot;

/// Names a job among those of its client.
pub(crate) type JobNumber = u32;

pub(crate) type Reply = Result<AccessToken>;

/// The open questions, oldest first.
#[derive(Default)]
pub(crate) struct Asks {
    /// The number of the newest question; the first is 1.
    newest: u32,
    open: BTreeMap<u32, Ask>,
}

struct Ask {
    scope: String,
    claims: Option<String>,
    /// The job in whose messages the host heard the question. The others keep silent about it: a host that
    /// reads several jobs should sign in once.
    heard_by: Option<JobNumber>,
    reply: oneshot::Sender<Reply>,
}

impl Asks {
    /// Adds a question. The reply comes through the receiver, which fails when the question is withdrawn.
    pub(crate) fn open(&mut self, scope: String, claims: Option<String>) -> (u32, oneshot::Receiver<Reply>) {
        let (reply, receiver) = oneshot::channel();
        self.newest = self.newest.saturating_add(1);
        self.open.insert(
            self.newest,
            Ask {
                scope,
                claims,
                heard_by: None,
                reply,
            },
        );
        (self.newest, receiver)
    }

    /// The oldest question that no job has passed on. From now on `job` is the one that has.
    pub(crate) fn hear(&mut self, job: JobNumber) -> Option<JobMessage> {
        let (number, ask) = self.open.iter_mut().find(|(_, ask)| ask.heard_by.is_none())?;
        ask.heard_by = Some(job);
        Some(JobMessage::NeedToken {
            ask: *number,
            scope: ask.scope.clone(),
            claims: ask.claims.clone(),
        })
    }

    /// What `job` has passed on may be passed on again: whoever read it has gone.
    pub(crate) fn unhear(&mut self, job: JobNumber) {
        for ask in self.open.values_mut().filter(|ask| ask.heard_by == Some(job)) {
            ask.heard_by = None;
        }
    }

    /// Passes the reply on. Whether the question was ever asked; if it is no longer open, the reply is late,
    /// and nobody needs it.
    pub(crate) fn answer(&mut self, number: u32, reply: Reply) -> bool {
        if let Some(ask) = self.open.remove(&number) {
            // The asker may have given up a moment ago.
            let _ = ask.reply.send(reply);
        }
        (1..=self.newest).contains(&number)
    }

    /// The asker no longer waits.
    pub(crate) fn withdraw(&mut self, number: u32) {
        self.open.remove(&number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use graph_mfa::Secret;

    fn number(message: Option<JobMessage>) -> Option<u32> {
        match message? {
            JobMessage::NeedToken { ask, .. } => Some(ask),
            other => panic!("{other:?} is no question"),
        }
    }

    fn token(text: &str) -> Reply {
        Ok(AccessToken {
            token: Secret::new(text),
            expires: None,
        })
    }

    #[test]
    fn one_job_passes_a_question_on_until_its_reader_goes() {
        let mut asks = Asks::default();
        let (first, _waiting) = asks.open("scope".to_owned(), None);
        let (second, _waiting_too) = asks.open("scope".to_owned(), None);
        assert_eq!(number(asks.hear(7)), Some(first));
        assert_eq!(number(asks.hear(8)), Some(second));
        assert_eq!(asks.hear(9), None);
        asks.unhear(7);
        assert_eq!(number(asks.hear(9)), Some(first));
    }

    #[test]
    fn a_reply_reaches_the_asker_once_and_a_late_one_is_harmless() {
        let mut asks = Asks::default();
        let (number, mut waiting) = asks.open("scope".to_owned(), None);
        assert!(asks.answer(number, token("first")));
        let reply = waiting.try_recv().expect("it was sent").expect("it is a token");
        assert_eq!(reply.token.expose(), "first");
        assert!(asks.answer(number, token("second")));
        assert!(!asks.answer(number + 1, token("to a question that nobody asked")));
        assert!(!asks.answer(0, token("to a question that nobody asked")));
    }

    #[test]
    fn a_withdrawn_question_is_heard_by_nobody() {
        let mut asks = Asks::default();
        let (number, mut waiting) = asks.open("scope".to_owned(), None);
        asks.withdraw(number);
        assert_eq!(asks.hear(1), None);
        assert!(waiting.try_recv().is_err());
        assert!(asks.answer(number, token("late")));
    }
}
