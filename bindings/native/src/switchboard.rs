//! Where the jobs of one client and the threads of its host meet: a line for every job, and the questions
//! that any job may pass on, because what they are about serves them all.

use crate::asks::{Asks, JobNumber, Reply, Want};
use crate::queue::{Found, Queue};
use graph_mfa::api::{Event, JobMessage};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use zeroize::Zeroizing;

/// One for each client. One lock: what passes through here is little compared with the requests behind it.
#[derive(Default)]
pub(crate) struct Switchboard {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    asks: Asks,
    newest: JobNumber,
    /// The jobs whose handle is alive.
    jobs: HashMap<JobNumber, Seat>,
}

/// A job's place at the switchboard.
struct Seat {
    queue: Queue,
    /// A cancelled job passes on no questions but those about what is done once: its host may have stopped reading, and
    /// what was begun must yet be finished and written down.
    cancelled: bool,
    /// The requests that its reader is at, and that nobody waits for any more.
    dropped: VecDeque<u32>,
    wake: Arc<Condvar>,
    /// Told when the host has read something.
    read: Arc<Notify>,
}

impl Seat {
    const fn passes_questions_on(&self) -> bool {
        !self.queue.is_ended()
    }
}

impl Switchboard {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the host for something. Dropping the question withdraws it.
    pub(crate) fn ask(self: &Arc<Self>, want: Want) -> Question {
        let mut state = self.lock();
        let (number, answered) = state.asks.open(want);
        state.look_for_readers();
        state.wake_all();
        Question {
            board: Arc::clone(self),
            number,
            answered,
        }
    }

    /// Passes a reply on. Whether there ever was such a question.
    pub(crate) fn answer(&self, number: u32, reply: Reply) -> bool {
        self.lock().asks.answer(number, reply)
    }

    /// The headers and the body of a request that somebody waits for.
    pub(crate) fn payload(&self, number: u32) -> Option<Arc<Zeroizing<Vec<u8>>>> {
        self.lock().asks.payload(number)
    }
}

impl State {
    fn wake_all(&self) {
        for seat in self.jobs.values() {
            seat.wake.notify_all();
        }
    }

    /// Nothing is done with files when nobody reads any messages, and nothing is sent for a job that nobody reads.
    fn look_for_readers(&mut self) {
        let jobs = &self.jobs;
        self.asks
            .give_up_requests(|job| jobs.get(&job).is_some_and(Seat::passes_questions_on));
        if !self.jobs.values().any(Seat::passes_questions_on) {
            self.asks.all_gone();
        }
    }

    /// What the host of `job` should read next: a question first, since somebody waits for the reply.
    fn next(&mut self, job: JobNumber) -> Option<Found> {
        let seat = self.jobs.get_mut(&job)?;
        if let Some(ask) = seat.dropped.pop_front() {
            return Some(Found::Message(JobMessage::DropHttp { ask }));
        }
        if seat.passes_questions_on()
            && let Some(question) = self.asks.hear(job, seat.cancelled)
        {
            return Some(Found::Message(question));
        }
        let found = seat.queue.take();
        if matches!(&found, Found::Message(JobMessage::Progress { event }) if event.is_answer()) {
            seat.read.notify_one();
        }
        Some(found)
    }
}

/// A question to the host, while somebody waits for the reply.
pub(crate) struct Question {
    board: Arc<Switchboard>,
    number: u32,
    answered: Arc<Notify>,
}

impl Question {
    /// The host's reply.
    pub(crate) async fn reply(&self) -> Reply {
        loop {
            if let Some(reply) = self.board.lock().asks.take(self.number) {
                return reply;
            }
            self.answered.notified().await;
        }
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        let mut state = self.board.lock();
        let reader = state.asks.withdraw(self.number);
        if let Some(seat) = reader.and_then(|job| state.jobs.get_mut(&job)) {
            seat.dropped.push_back(self.number);
            seat.wake.notify_all();
        }
    }
}

/// The line of one job: the job speaks into it, a host's thread listens.
pub(crate) struct Line {
    board: Arc<Switchboard>,
    job: JobNumber,
    wake: Arc<Condvar>,
}

impl Line {
    pub(crate) fn new(board: Arc<Switchboard>) -> Self {
        let wake = Arc::new(Condvar::new());
        let mut state = board.lock();
        state.newest = state.newest.wrapping_add(1);
        let job = state.newest;
        let seat = Seat {
            queue: Queue::default(),
            cancelled: false,
            dropped: VecDeque::new(),
            wake: Arc::clone(&wake),
            read: Arc::default(),
        };
        state.jobs.insert(job, seat);
        drop(state);
        Self { board, job, wake }
    }

    pub(crate) const fn board(&self) -> &Arc<Switchboard> {
        &self.board
    }

    pub(crate) const fn job(&self) -> JobNumber {
        self.job
    }

    /// Tells the host about progress.
    pub(crate) fn tell(&self, event: Event) {
        self.change(|seat| seat.queue.push(event));
    }

    /// Waits until the host has read enough for another part of the answer. At once when nobody listens any more.
    pub(crate) async fn ready(&self) {
        loop {
            let read = match self.board.lock().jobs.get(&self.job) {
                Some(seat) if !seat.queue.takes_parts() => Arc::clone(&seat.read),
                _ => return,
            };
            read.notified().await;
        }
    }

    /// Tells the host how the job ended.
    pub(crate) fn end(&self, message: JobMessage) {
        self.change(|seat| seat.queue.end(message));
        self.board.lock().look_for_readers();
    }

    /// From now on the host hears questions through the client's other jobs only, but for those about what is done once.
    pub(crate) fn cancel(&self) {
        self.change(|seat| seat.cancelled = true);
        let mut state = self.board.lock();
        state.asks.unhear(self.job);
        state.wake_all();
    }

    /// Nobody listens any more; what the job still says is not kept.
    pub(crate) fn hang_up(&self) {
        let mut state = self.board.lock();
        state.jobs.remove(&self.job);
        state.asks.gone(self.job);
        state.look_for_readers();
        state.wake_all();
        self.wake.notify_all();
    }

    /// Waits for the next message, at most for `timeout`. Nothing when the line was hung up.
    pub(crate) fn listen(&self, timeout: Duration) -> Option<Found> {
        let deadline = Instant::now().checked_add(timeout);
        let mut state = self.board.lock();
        loop {
            let found = state.next(self.job)?;
            if found != Found::Nothing {
                return Some(found);
            }
            let left = deadline.map_or(timeout, |end| end.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return Some(Found::Nothing);
            }
            state = self
                .wake
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn change(&self, change: impl FnOnce(&mut Seat)) {
        if let Some(seat) = self.board.lock().jobs.get_mut(&self.job) {
            change(seat);
        }
        self.wake.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use graph_mfa::api::FileCall;

    const SOON: Duration = Duration::from_millis(2);
    const LONG: Duration = Duration::from_secs(20);

    fn asked(found: Option<Found>) -> u32 {
        match found {
            Some(Found::Message(JobMessage::NeedAssertion { ask, .. })) => ask,
            other => panic!("{other:?} is no question"),
        }
    }

    fn want() -> Want {
        Want::Assertion {
            audience: "audience".to_owned(),
        }
    }

    fn event() -> Event {
        Event::SessionsRevoked {
            user_id: "id".to_owned(),
        }
    }

    #[test]
    fn one_of_two_jobs_passes_a_question_on_and_the_other_takes_over_when_it_goes() {
        for leave in [Line::cancel, Line::hang_up] {
            let board = Arc::new(Switchboard::default());
            let (one, other) = (Line::new(Arc::clone(&board)), Line::new(Arc::clone(&board)));
            let question = board.ask(want());
            assert_eq!(asked(one.listen(LONG)), question.number);
            assert_eq!(other.listen(SOON), Some(Found::Nothing));
            std::thread::scope(|scope| {
                let waiting = scope.spawn(|| asked(other.listen(LONG)));
                leave(&one);
                assert_eq!(waiting.join().expect("it heard the question"), question.number);
            });
        }
    }

    #[test]
    fn a_question_goes_before_progress_and_not_through_a_job_that_has_ended() {
        let board = Arc::new(Switchboard::default());
        let (running, ended) = (Line::new(Arc::clone(&board)), Line::new(Arc::clone(&board)));
        ended.tell(event());
        ended.end(JobMessage::Progress { event: event() });
        running.tell(event());
        let question = board.ask(want());
        assert_eq!(
            ended.listen(SOON),
            Some(Found::Message(JobMessage::Progress { event: event() }))
        );
        assert_eq!(asked(running.listen(SOON)), question.number);
        assert_eq!(
            running.listen(SOON),
            Some(Found::Message(JobMessage::Progress { event: event() }))
        );
    }

    #[test]
    fn a_question_that_was_dropped_is_not_asked() {
        let board = Arc::new(Switchboard::default());
        let line = Line::new(Arc::clone(&board));
        drop(board.ask(want()));
        assert_eq!(line.listen(SOON), Some(Found::Nothing));
    }

    #[test]
    fn hanging_up_wakes_whoever_listens() {
        let line = Line::new(Arc::new(Switchboard::default()));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| line.listen(LONG));
            line.hang_up();
            assert_eq!(waiting.join().expect("it returned"), None);
        });
        line.tell(event());
        assert_eq!(line.listen(SOON), None);
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

    #[test]
    fn a_cancelled_job_still_has_its_files_written_and_one_that_was_freed_does_not() {
        let board = Arc::new(Switchboard::default());
        let line = Line::new(Arc::clone(&board));
        line.cancel();
        let (token, file) = (board.ask(want()), board.ask(append()));
        match line.listen(LONG) {
            Some(Found::Message(JobMessage::NeedFile { ask, .. })) => assert_eq!(ask, file.number),
            other => panic!("{other:?} is not about the file"),
        }
        assert_eq!(line.listen(SOON), Some(Found::Nothing));
        line.hang_up();
        for lost in [file, board.ask(append())] {
            let reply = board.lock().asks.take(lost.number);
            assert!(matches!(reply, Some(Err(_))), "{reply:?}");
        }
        drop(token);
    }
}
