//! One batch under way: written down, sent, and answered call by call. What is to be tried again goes back to its place
//! in the queue.

use super::queue::{Item, MOST_IN_A_BATCH, Place};
use super::{Batch, Ledger, Wave};
use crate::api::WaitReason;
use crate::error::Result;
use crate::http::batch::envelope;
use crate::http::pipeline::unreachable_service;
use crate::http::retry::{Seen, Stamina, Verdict, judge};
use crate::http::run::cancelled;
use crate::http::{Call, Pipeline, Reply, Run, TransportError};
use crate::secret::Secret;
use serde_json::Value;
use std::time::Duration;

/// What a flight goes with.
pub(super) struct Crew<'a> {
    pub(super) pipeline: &'a Pipeline,
    pub(super) ledger: &'a dyn Ledger,
    pub(super) run: &'a Run<'a>,
}

impl Wave {
    /// Sends a batch and sees to its answers.
    pub(super) async fn fly(&self, batch: Batch, token: Secret, crew: &Crew<'_>) {
        let writers: Vec<u32> = batch.writes().map(|item| item.person).collect();
        match self.send_batch(&batch, &token, crew).await {
            Ok(Ok(reply)) if reply.is_success() => self.unpack(batch, &reply, crew),
            Ok(Ok(reply)) if reply.status == 401 => self.unauthorized(batch, &token, &reply, crew),
            Ok(answer) => self.as_a_whole(batch, &answer, crew),
            Err(error) => {
                self.end(error);
                batch.into_items().for_each(|item| self.put_back(item));
            }
        }
        let mut state = self.lock();
        state.flying -= 1;
        for writer in writers {
            state.writing.remove(&writer);
        }
        drop(state);
        self.wake();
    }

    /// # Errors
    /// What would meet every batch: nothing of this one was sent.
    async fn send_batch(
        &self,
        batch: &Batch,
        token: &Secret,
        crew: &Crew<'_>,
    ) -> Result<Result<Reply, TransportError>> {
        let merged: Vec<Option<Call>> = batch.places.iter().map(|place| merged(batch, place)).collect();
        let calls: Vec<&Call> = batch
            .places
            .iter()
            .zip(&merged)
            .filter_map(|(place, merged)| merged.as_ref().or_else(|| place.first().map(|item| &item.call)))
            .collect();
        debug_assert!(calls.len() <= MOST_IN_A_BATCH);
        let envelope = envelope(batch.version, &calls, batch.class);
        let request = crew.pipeline.prepare(&envelope, token, batch.class)?;
        let writes: Vec<(u32, &Call)> = batch.writes().map(|item| (item.person, &item.call)).collect();
        if !writes.is_empty() {
            crew.ledger.begin(&writes).await?;
        }
        self.count(calls.len(), writes.len());
        let attempt = 1 + batch
            .places
            .iter()
            .flatten()
            .map(|item| item.sent)
            .max()
            .unwrap_or(0);
        crew.pipeline
            .exchange(&envelope, request, attempt, crew.run)
            .await
    }

    fn count(&self, items: usize, writes: usize) {
        let mut state = self.lock();
        state.counts.requests += 1;
        state.counts.items += u32::try_from(items).unwrap_or(u32::MAX);
        state.counts.writes += u32::try_from(writes).unwrap_or(u32::MAX);
    }

    fn unpack(&self, batch: Batch, outer: &Reply, crew: &Crew<'_>) {
        let mut throttled = false;
        for (position, mut place) in batch.places.into_iter().enumerate() {
            for item in &mut place {
                item.sent += 1;
            }
            let part = crew.pipeline.part(outer, position);
            for item in place.iter().filter(|item| item.call.is_write()) {
                crew.ledger.answered(item.person, &item.call, part.as_ref().ok());
            }
            match part {
                Ok(reply) => {
                    throttled |= reply.status == 429;
                    self.land(place, reply, crew);
                }
                Err(error) => {
                    for item in place {
                        self.tell(item, Err(error.clone()), false);
                    }
                }
            }
        }
        self.count_throttled(throttled);
    }

    /// The answer of one place.
    fn land(&self, place: Place, reply: Reply, crew: &Crew<'_>) {
        if let Some(first) = place.first() {
            crew.pipeline.learn(&first.call, &reply, crew.run);
        }
        let seen = crew.pipeline.seen_inside(&reply);
        let is_merged = place.len() > 1;
        for item in place {
            match Self::judge(seen, &item, crew) {
                Some(verdict) => self.again(item, verdict, crew),
                None if is_merged => self.find(item, &reply),
                None => self.tell(item, Ok(reply.clone()), false),
            }
        }
        // The service does not offer this list, or not to everybody.
        if is_merged && !reply.is_success() && matches!(reply.status, 400..=405 | 501) {
            self.lock().merging = false;
        }
    }

    /// Answers a read from the list that it was merged into; what the list lacks is read alone.
    fn find(&self, mut item: Box<Item>, list: &Reply) {
        let found = item
            .call
            .merge
            .as_ref()
            .filter(|_| list.is_success())
            .and_then(|merge| {
                let objects = list.body.get("value").and_then(Value::as_array)?;
                objects.iter().find(|object| {
                    let id = object.get("id").and_then(Value::as_str);
                    id.is_some_and(|id| id.eq_ignore_ascii_case(&merge.id))
                })
            });
        match found {
            Some(object) => {
                let reply = list.with_body(object.clone());
                self.tell(item, Ok(reply), false);
            }
            None => {
                item.alone = true;
                self.put_back(item);
            }
        }
    }

    /// The token was refused, and nothing done.
    fn unauthorized(&self, batch: Batch, token: &Secret, reply: &Reply, crew: &Crew<'_>) {
        for item in batch.writes() {
            crew.ledger.answered(item.person, &item.call, Some(reply));
        }
        crew.pipeline.refuse(token, reply);
        let again = crew.pipeline.can_renew() && batch.places.iter().flatten().all(|item| !item.renewed);
        if !again {
            self.end(crew.pipeline.error_of(reply, "the batch"));
        }
        for mut item in batch.into_items() {
            item.sent += 1;
            item.renewed = true;
            self.put_back(item);
        }
    }

    /// No answer came, or one that tells nothing of what was inside.
    fn as_a_whole(&self, batch: Batch, answer: &Result<Reply, TransportError>, crew: &Crew<'_>) {
        if let (Ok(reply), Some(first)) = (answer, batch.places.iter().flatten().next()) {
            crew.pipeline.learn(&first.call, reply, crew.run);
        }
        let seen = crew.pipeline.seen(answer);
        self.count_throttled(matches!(answer, Ok(reply) if reply.status == 429));
        for mut item in batch.into_items() {
            item.sent += 1;
            if item.call.is_write() {
                crew.ledger
                    .answered(item.person, &item.call, answer.as_ref().ok());
            }
            match (Self::judge(seen, &item, crew), answer) {
                (Some(verdict), _) => self.again(item, verdict, crew),
                (None, Ok(reply)) => self.tell(item, Ok(reply.clone()), true),
                // What may be asked again was, to no avail: nobody else would fare better.
                (None, Err(error)) if item.call.repeatable => {
                    self.end(unreachable_service(error.clone()));
                    self.put_back(item);
                }
                (None, Err(error)) => self.tell(item, Err(unreachable_service(error.clone())), false),
            }
        }
    }

    /// How it is tried again, if it is.
    fn judge(seen: Seen, item: &Item, crew: &Crew<'_>) -> Option<Again> {
        let stamina = Stamina::in_wave(item.call.repeatable);
        match judge(seen, item.sent, stamina, crew.pipeline.jitter()) {
            Verdict::Retry { after, reason } => Some(Again { after, reason }),
            // An inner 401 cannot be cured by another token alone: the outer one was accepted.
            Verdict::Accept | Verdict::GiveUp | Verdict::RenewToken => None,
        }
    }

    fn again(&self, mut item: Box<Item>, again: Again, crew: &Crew<'_>) {
        let clock = crew.pipeline.clock().now();
        if again.reason == WaitReason::Throttled {
            crew.pipeline.throttled(again.after);
        } else {
            item.not_before = Some(crew.pipeline.pace().now(clock).plus(again.after));
        }
        self.put_back(item);
    }

    /// Puts a call back to its place in the queue, unless nobody wants it any more.
    fn put_back(&self, item: Box<Item>) {
        if item.cancel.is_cancelled() || item.answer.is_canceled() {
            self.tell(item, Err(cancelled()), false);
        } else {
            self.lock().put(item);
        }
    }

    fn count_throttled(&self, throttled: bool) {
        self.lock().counts.throttled += u32::from(throttled);
    }
}

/// When and why a call is tried again.
#[derive(Clone, Copy)]
struct Again {
    after: Duration,
    reason: WaitReason,
}

impl Batch {
    fn writes(&self) -> impl Iterator<Item = &Box<Item>> {
        self.places.iter().flatten().filter(|item| item.call.is_write())
    }

    fn into_items(self) -> impl Iterator<Item = Box<Item>> {
        self.places.into_iter().flatten()
    }
}

/// The call that several reads became; nothing for a place that holds one.
fn merged(batch: &Batch, place: &Place) -> Option<Call> {
    if place.len() < 2 {
        return None;
    }
    let mut ids: Vec<&str> = place
        .iter()
        .filter_map(|item| Some(item.call.merge.as_ref()?.id.as_str()))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let list = place.first()?.call.merge.as_ref()?.list;
    Some(list(batch.version, &ids))
}
