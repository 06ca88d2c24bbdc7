//! A job: one operation that runs in the background while its host reads what it has to say.

use crate::http;
use crate::panics::contain_async;
use crate::runtime;
use crate::switchboard::{Line, Switchboard};
use graph_mfa::api::{ErrorInfo, Event, JobMessage, Response};
use graph_mfa::platform::BoxFuture;
use graph_mfa::{Cancel, EventSink, Result};
use std::future::Future;
use std::sync::Arc;

/// What the handle of a job stands for.
pub(crate) struct Job {
    line: Arc<Line>,
    cancel: Cancel,
}

impl Job {
    /// Starts an operation. It is handed its event sink and its cancellation.
    pub(crate) fn start<F>(
        board: &Arc<Switchboard>,
        operation: impl FnOnce(Progress, Cancel) -> F + Send + 'static,
    ) -> Result<Self>
    where
        F: Future<Output = Result<Response>> + Send + 'static,
    {
        let line = Arc::new(Line::new(Arc::clone(board)));
        let cancel = Cancel::new();
        let running = (Arc::clone(&line), cancel.clone());
        runtime::spawn(async move {
            let (line, cancel) = running;
            let progress = Progress(Arc::clone(&line));
            let work = http::on_behalf_of(line.job(), async { operation(progress, cancel).await });
            let outcome = contain_async(work).await;
            line.end(match outcome.and_then(|result| result) {
                Ok(response) => JobMessage::Finished {
                    response: Box::new(response),
                },
                Err(error) => JobMessage::Failed {
                    error: ErrorInfo::from(error),
                },
            });
        })
        .inspect_err(|_| line.hang_up())?;
        Ok(Self { line, cancel })
    }

    pub(crate) fn line(&self) -> &Line {
        &self.line
    }

    /// Asks it to stop. What it says about that can still be read.
    pub(crate) fn cancel(&self) {
        self.line.cancel();
        self.cancel.cancel();
    }

    /// Asks it to stop, and reads no more. A write that has begun is finished in the background.
    pub(crate) fn abandon(&self) {
        // In this order, or a thread that listens could still hear that the job was cancelled.
        self.line.hang_up();
        self.cancel.cancel();
    }
}

/// Passes what the core tells on to the host.
pub(crate) struct Progress(Arc<Line>);

impl EventSink for Progress {
    fn event(&self, event: Event) {
        self.0.tell(event);
    }

    fn ready(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.0.ready())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::Found;
    use graph_mfa::{Error, ErrorCode};
    use std::time::Duration;

    const LONG: Duration = Duration::from_secs(20);

    fn failure(found: Option<Found>) -> ErrorInfo {
        match found {
            Some(Found::Message(JobMessage::Failed { error })) => error,
            other => panic!("{other:?} is no failure"),
        }
    }

    #[test]
    fn a_job_that_panics_fails_and_the_next_one_runs() {
        let board = Arc::default();
        let job = Job::start(&board, |_, _| async { panic!("a mistake") }).expect("it starts");
        let error = failure(job.line().listen(LONG));
        assert_eq!(error.code, ErrorCode::Internal);
        assert!(error.message.contains("job.rs:"), "{}", error.message);
        assert_eq!(job.line().listen(LONG), Some(Found::Ended));

        let refused = |_, _| async { Err(Error::new(ErrorCode::Refused, "no")) };
        let next = Job::start(&board, refused).expect("it starts");
        assert_eq!(failure(next.line().listen(LONG)).code, ErrorCode::Refused);
    }

    #[test]
    fn an_abandoned_job_is_asked_to_stop_and_goes_on_to_its_end() {
        let (ended, wait_for_end) = std::sync::mpsc::channel();
        let job = Job::start(&Arc::default(), move |progress, cancel| async move {
            cancel.cancelled().await;
            progress.event(Event::SessionsRevoked {
                user_id: "id".to_owned(),
            });
            ended.send(()).expect("the test waits");
            Err(Error::new(ErrorCode::Cancelled, "the caller asked to stop"))
        })
        .expect("it starts");
        job.abandon();
        wait_for_end.recv_timeout(LONG).expect("it reached its end");
        assert_eq!(job.line().listen(LONG), None);
    }
}
