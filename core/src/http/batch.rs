//! `$batch`: up to twenty calls in one request, judged and repeated one by one (facts 10). The outer 200 says
//! nothing about what is inside.

use super::call::{Call, Reply, Target, Version};
use super::pace::{Class, Cost};
use super::retry::{Seen, Verdict, judge};
use super::{HttpMethod, Pipeline, Run};
use crate::api::WaitReason;
use crate::error::{Error, ErrorCode, Result};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// More than this in one batch is refused with 400.
const MOST_IN_A_BATCH: usize = 20;

impl Pipeline {
    /// Sends reads together and returns their replies in the same order. All must be of that version.
    ///
    /// # Errors
    /// Only when no answer could be had at all; a refusal of one call is that call's reply.
    pub(crate) async fn send_together(
        &self,
        version: Version,
        calls: &[Call],
        run: &Run<'_>,
    ) -> Result<Vec<Reply>> {
        if let Some(shared) = run.shared() {
            return shared.wave.send_together(self, calls, shared, run).await;
        }
        let mut replies = vec![None; calls.len()];
        let mut attempt = 1;
        loop {
            let open: Vec<usize> = (0..calls.len())
                .filter(|index| replies[*index].is_none())
                .collect();
            if open.is_empty() {
                break;
            }
            let mut pause: Option<(Duration, WaitReason)> = None;
            for chunk in open.chunks(MOST_IN_A_BATCH) {
                let inside: Vec<&Call> = chunk.iter().map(|index| &calls[*index]).collect();
                let mut cost = Cost::default();
                inside.iter().for_each(|call| cost += Cost::of(call));
                let outer = self
                    .send_alone(&envelope(version, &inside, Class::Single), cost, run)
                    .await?;
                if !outer.is_success() {
                    return Err(self.error_of(&outer, "the batch"));
                }
                let parts: Vec<Reply> = (0..chunk.len())
                    .map(|position| self.part(&outer, position))
                    .collect::<Result<_>>()?;
                for (index, reply) in chunk.iter().zip(parts) {
                    self.learn(&calls[*index], &reply, run);
                    match judge(
                        self.seen_inside(&reply),
                        attempt,
                        calls[*index].stamina(),
                        self.jitter(),
                    ) {
                        Verdict::Retry { after, reason } => {
                            if reason == WaitReason::Throttled {
                                self.throttled(after);
                            }
                            pause = Some(pause.map_or((after, reason), |(longest, why)| {
                                if after > longest {
                                    (after, reason)
                                } else {
                                    (longest, why)
                                }
                            }));
                        }
                        // An inner 401 cannot be cured by another token alone: the outer one was accepted.
                        Verdict::Accept | Verdict::GiveUp | Verdict::RenewToken => {
                            replies[*index] = Some(reply)
                        }
                    }
                }
            }
            if let Some((wait, reason)) = pause {
                // A throttled item closed the gate: the next send waits there, once for everybody.
                if reason != WaitReason::Throttled {
                    run.pause(self.clock(), wait, reason).await?;
                }
                attempt += 1;
            }
        }
        Ok(replies.into_iter().flatten().collect())
    }

    /// The answer to one of the calls in a batch, by its position.
    pub(super) fn part(&self, outer: &Reply, position: usize) -> Result<Reply> {
        let id = (position + 1).to_string();
        let items = outer.body.get("responses").and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .find(|item| item.get("id").and_then(Value::as_str) == Some(&id))
            .and_then(|item| Reply::from_batch(item, outer))
            .ok_or_else(|| {
                Error::new(
                    ErrorCode::UnexpectedReply,
                    "a batch was answered without one of its parts",
                )
                .answered(outer.answer(self.service_now()))
                .remedy("try again; if it lasts, give the request id to Microsoft's support")
            })
    }

    pub(super) fn seen_inside(&self, reply: &Reply) -> Seen {
        Seen::Answer {
            status: reply.status,
            writes_met: reply.error_code_is("Directory_ConcurrencyViolation"),
            retry_after: reply.retry_after(self.clock().now()),
        }
    }
}

/// The request that holds these calls.
pub(super) fn envelope(version: Version, calls: &[&Call], class: Class) -> Call {
    let requests: Vec<Value> = calls
        .iter()
        .enumerate()
        .map(|(position, call)| item(position + 1, call, class))
        .collect();
    Call {
        route: "POST /$batch",
        method: HttpMethod::Post,
        body: Some(json!({ "requests": requests })),
        repeatable: calls.iter().all(|call| call.repeatable),
        writes: calls.iter().map(|call| call.writes).sum(),
        reports: calls.iter().map(|call| call.reports).sum(),
        ..Call::get("POST /$batch", version, "/$batch".to_owned())
    }
}

fn item(id: usize, call: &Call, class: Class) -> Value {
    let mut headers = Map::new();
    if class == Class::OfRun {
        // Limits are applied to each of them, and nothing says that it inherits more than the token (facts 10, 11).
        headers.insert("x-ms-throttle-priority".to_owned(), json!("Low"));
    }
    if call.eventual {
        headers.insert("ConsistencyLevel".to_owned(), json!("eventual"));
    }
    let mut item = json!({ "id": id.to_string(), "method": call.method.as_str() });
    if let Target::Path(_, path) = &call.target {
        item["url"] = json!(path);
    }
    // A POST without body is refused inside a batch (facts 5.1).
    let body = call
        .body
        .clone()
        .or_else(|| (call.method == HttpMethod::Post).then(|| json!({})));
    if let Some(body) = body {
        headers.insert("Content-Type".to_owned(), json!("application/json"));
        item["body"] = body;
    }
    if !headers.is_empty() {
        item["headers"] = Value::Object(headers);
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cancel::Cancel;
    use crate::http::fake::{answer, pipeline};
    use crate::http::{HttpRequest, HttpResponse};
    use futures_util::FutureExt as _;
    use proptest::prelude::*;

    fn reads(count: usize) -> Vec<Call> {
        (0..count)
            .map(|number| Call::get("GET /users/{user}", Version::Beta, format!("/users/{number}")))
            .collect()
    }

    fn requests_in(request: &HttpRequest) -> Vec<Value> {
        let body: Value = serde_json::from_slice(request.body.as_deref().expect("a body")).expect("JSON");
        body["requests"].as_array().expect("a list").clone()
    }

    /// Answers each part by `part`, in the opposite order: batches promise none.
    fn answered(request: &HttpRequest, part: impl Fn(&Value) -> Option<Value>) -> HttpResponse {
        let mut parts: Vec<Value> = requests_in(request)
            .iter()
            .filter_map(|asked| {
                let mut part = part(asked)?;
                part["id"] = asked["id"].clone();
                Some(part)
            })
            .collect();
        parts.reverse();
        answer(200, &[], &json!({ "responses": parts }).to_string())
    }

    fn echo(asked: &Value) -> Option<Value> {
        Some(json!({ "status": 200, "body": { "asked": asked["url"] } }))
    }

    fn together(pipeline: &Pipeline, calls: &[Call]) -> Result<Vec<Reply>> {
        let cancel = Cancel::new();
        let run = Run::new(&(), &cancel);
        pipeline
            .send_together(Version::Beta, calls, &run)
            .now_or_never()
            .expect("nothing really waits")
    }

    proptest! {
        #[test]
        fn every_call_gets_its_own_answer_and_no_batch_is_too_large(count in 0_usize..90, throttled in 0_usize..90) {
            let busy = format!("/users/{throttled}");
            let (pipeline, asked) = pipeline(move |request, attempt| {
                let batches = count.div_ceil(MOST_IN_A_BATCH);
                Ok(answered(request, |asked| {
                    if asked["url"] == busy.as_str() && attempt <= batches {
                        return Some(json!({ "status": 429, "headers": { "Retry-After": "3" }, "body": {} }));
                    }
                    echo(asked)
                }))
            });
            let replies = together(&pipeline, &reads(count)).expect("answers");
            prop_assert_eq!(replies.len(), count);
            for (number, reply) in replies.iter().enumerate() {
                prop_assert_eq!(&reply.body["asked"], &json!(format!("/users/{number}")));
            }
            let asked = asked.lock().expect("free");
            prop_assert!(asked.iter().all(|request| (1..=MOST_IN_A_BATCH).contains(&requests_in(request).len())));
            let again = usize::from(throttled < count);
            prop_assert_eq!(asked.iter().map(|request| requests_in(request).len()).sum::<usize>(), count + again);
        }
    }

    #[test]
    fn a_part_that_is_refused_is_an_answer() {
        let (pipeline, asked) = pipeline(|request, _| {
            Ok(answered(request, |_| {
                Some(json!({ "status": 404, "body": { "error": { "code": "x" } } }))
            }))
        });
        let replies = together(&pipeline, &reads(2)).expect("answers");
        assert_eq!(
            replies.iter().map(|reply| reply.status).collect::<Vec<_>>(),
            [404, 404]
        );
        assert_eq!(asked.lock().expect("free").len(), 1);
    }

    #[test]
    fn a_part_that_is_missing_is_not_overlooked() {
        let (pipeline, _) = pipeline(|request, _| {
            Ok(answered(request, |asked| {
                if asked["id"] == "2" { None } else { echo(asked) }
            }))
        });
        assert_eq!(
            together(&pipeline, &reads(3)).expect_err("missing").code(),
            ErrorCode::UnexpectedReply
        );
    }

    #[test]
    fn a_part_that_stays_throttled_ends_as_its_answer() {
        let (pipeline, asked) = pipeline(|request, _| {
            Ok(answered(request, |_| {
                Some(json!({ "status": 429, "headers": { "Retry-After": "1" }, "body": {} }))
            }))
        });
        assert_eq!(together(&pipeline, &reads(1)).expect("an answer")[0].status, 429);
        assert_eq!(asked.lock().expect("free").len(), 6);
    }

    #[test]
    fn a_write_inside_a_batch_has_a_body_and_its_type() {
        let revoke = Call::write(
            "POST",
            HttpMethod::Post,
            Version::Beta,
            "/users/1/revoke".to_owned(),
            None,
        );
        let item = item(1, &revoke, Class::Single);
        assert_eq!(item["body"], json!({}));
        assert_eq!(item["headers"]["Content-Type"], "application/json");
        let delete = Call::write("DELETE", HttpMethod::Delete, Version::Beta, "/x".to_owned(), None);
        let item = self::item(2, &delete, Class::OfRun);
        assert_eq!(item.get("body"), None);
        assert_eq!(item["headers"], json!({ "x-ms-throttle-priority": "Low" }));
        let last = self::item(2, &delete, Class::EndOfRun);
        assert!(
            last.get("headers").is_none(),
            "what is shed first would never spend the reserve"
        );
    }
}
