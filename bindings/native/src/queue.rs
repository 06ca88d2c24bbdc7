//! What one job has to tell and its host has not read yet: progress, bounded, and how the job ended.

use graph_mfa::api::{Event, JobMessage};
use std::collections::VecDeque;

/// How much progress waits for a host that does not read.
pub(crate) const CAPACITY: usize = 1024;
/// How many parts of an answer wait.
pub(crate) const PARTS: usize = 4;

/// The messages of one job in order.
///
/// When [`CAPACITY`] is reached, the oldest `request` event gives way, since nobody acts on it; where none is
/// left, the oldest event does. Parts of an answer never give way: the job waits before it adds more than
/// [`PARTS`] of them. How the job ended is kept apart and never lost.
#[derive(Default)]
pub(crate) struct Queue {
    progress: VecDeque<Event>,
    ending: Ending,
}

#[derive(Default)]
enum Ending {
    #[default]
    Ahead,
    Unread(Box<JobMessage>),
    Read,
}

/// What a look at the queue finds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Message(JobMessage),
    /// Nothing now; there will be more.
    Nothing,
    /// Nothing, for good.
    Ended,
}

impl Queue {
    /// Adds progress. After the end there is none.
    pub(crate) fn push(&mut self, event: Event) {
        if self.is_ended() {
            return;
        }
        if self.progress.len() >= CAPACITY {
            let first = |fits: fn(&Event) -> bool| self.progress.iter().position(fits);
            let least = first(|event| matches!(event, Event::Request { .. }))
                .or_else(|| first(|event| !event.is_answer()));
            if let Some(least) = least {
                self.progress.remove(least);
            }
        }
        self.progress.push_back(event);
    }

    /// Whether the host has read enough for another part of the answer.
    pub(crate) fn takes_parts(&self) -> bool {
        self.progress.iter().filter(|event| event.is_answer()).count() < PARTS
    }

    /// Adds the last message. Whatever ends a job first is how it ended.
    pub(crate) fn end(&mut self, message: JobMessage) {
        if !self.is_ended() {
            self.ending = Ending::Unread(Box::new(message));
        }
    }

    pub(crate) const fn is_ended(&self) -> bool {
        !matches!(self.ending, Ending::Ahead)
    }

    /// Takes the next message.
    pub(crate) fn take(&mut self) -> Found {
        if let Some(event) = self.progress.pop_front() {
            return Found::Message(JobMessage::Progress { event });
        }
        match std::mem::take(&mut self.ending) {
            Ending::Ahead => Found::Nothing,
            Ending::Unread(message) => {
                self.ending = Ending::Read;
                Found::Message(*message)
            }
            Ending::Read => {
                self.ending = Ending::Read;
                Found::Ended
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use graph_mfa::ErrorCode;
    use graph_mfa::api::ErrorInfo;

    fn request(attempt: u32) -> Event {
        Event::Request {
            route: "GET /users/{id}".to_owned(),
            status: Some(200),
            attempt,
            duration_ms: 1,
            request_id: None,
            client_request_id: "id".to_owned(),
        }
    }

    fn inspected(methods: u32) -> Event {
        Event::Inspected {
            user_id: "id".to_owned(),
            methods,
        }
    }

    fn part(number: usize) -> Event {
        Event::Text {
            text: number.to_string(),
        }
    }

    #[test]
    fn parts_of_an_answer_are_never_given_up() {
        let mut queue = Queue::default();
        for number in 0..PARTS {
            assert!(queue.takes_parts());
            queue.push(part(number));
        }
        assert!(!queue.takes_parts());
        (0..2000).for_each(|methods| queue.push(inspected(methods)));
        for number in 0..PARTS {
            assert_eq!(
                queue.take(),
                Found::Message(JobMessage::Progress { event: part(number) })
            );
        }
        assert!(queue.takes_parts());
    }

    fn failed() -> JobMessage {
        JobMessage::Failed {
            error: ErrorInfo::from(graph_mfa::Error::new(ErrorCode::Cancelled, "stopped")),
        }
    }

    fn drain(queue: &mut Queue) -> Vec<JobMessage> {
        std::iter::from_fn(|| match queue.take() {
            Found::Message(message) => Some(message),
            Found::Nothing | Found::Ended => None,
        })
        .collect()
    }

    #[test]
    fn messages_come_in_order_and_the_ending_last() {
        let mut queue = Queue::default();
        queue.push(request(1));
        queue.push(inspected(2));
        queue.end(failed());
        queue.push(inspected(3));
        queue.end(failed());
        let expected = [
            JobMessage::Progress { event: request(1) },
            JobMessage::Progress { event: inspected(2) },
            failed(),
        ];
        assert_eq!(drain(&mut queue), expected);
        assert_eq!(queue.take(), Found::Ended);
        assert_eq!(queue.take(), Found::Ended);
    }

    #[test]
    fn an_unread_queue_gives_up_requests_first_then_its_oldest_and_never_the_ending() {
        let capacity = u32::try_from(CAPACITY).expect("a small number");
        let mut queue = Queue::default();
        queue.push(inspected(0));
        (0..capacity * 2).for_each(|attempt| queue.push(request(attempt)));
        assert_eq!(queue.progress.len(), CAPACITY);
        assert_eq!(queue.progress.front(), Some(&inspected(0)));
        (1..=capacity).for_each(|methods| queue.push(inspected(methods)));
        queue.end(failed());
        let messages = drain(&mut queue);
        assert_eq!(messages.len(), CAPACITY + 1);
        assert_eq!(
            messages.first(),
            Some(&JobMessage::Progress { event: inspected(1) })
        );
        assert_eq!(messages.last(), Some(&failed()));
    }
}
