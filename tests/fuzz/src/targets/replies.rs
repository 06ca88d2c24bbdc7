//! Replies of Graph: each request is answered by the next block, and so is each request inside a batch.

use crate::conversation::{nothing_left, parted};
use crate::front_door::{asked, client_with_token};
use crate::ports::{Service, complete};
use crate::promises;
use graph_mfa::Cancel;
use graph_mfa::http::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};
use std::sync::Mutex;

pub(crate) fn run(bytes: &[u8]) {
    let Some((first, answers)) = parted(bytes) else {
        return;
    };
    let Some((request, token)) = asked(&first) else {
        return;
    };
    let Ok(client) = client_with_token(Answers::new(answers), &token) else {
        return;
    };
    let result = complete(client.run(request.clone(), &(), &Cancel::new()));
    promises::keep(&request, &result, &[&token]);
}

/// Gives the blocks in their order.
struct Answers(Mutex<std::vec::IntoIter<HttpResponse>>);

impl Answers {
    fn new(answers: Vec<HttpResponse>) -> Self {
        Self(Mutex::new(answers.into_iter()))
    }

    fn next(&self) -> HttpResponse {
        let next = self.0.lock().expect("one thread").next();
        next.unwrap_or_else(nothing_left)
    }

    /// A batch that is well made, with foreign answers inside.
    fn batch(&self, body: &Value) -> HttpResponse {
        let responses: Vec<Value> = body["requests"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|request| {
                let inner = self.next();
                let headers: Map<String, Value> = inner
                    .headers
                    .into_iter()
                    .map(|(name, value)| (name, Value::String(value)))
                    .collect();
                let body: Value = serde_json::from_slice(&inner.body)
                    .unwrap_or_else(|_| String::from_utf8_lossy(&inner.body).into_owned().into());
                json!({ "id": request["id"], "status": inner.status, "headers": headers, "body": body })
            })
            .collect();
        HttpResponse {
            status: 200,
            headers: Vec::new(),
            body: json!({ "responses": responses }).to_string().into_bytes(),
        }
    }
}

impl Service for Answers {
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let body = request
            .body
            .as_deref()
            .filter(|_| request.url.path().ends_with("/$batch"))
            .and_then(|body| serde_json::from_slice(body).ok());
        match body {
            Some(body) => self.batch(&body),
            None => self.next(),
        }
    }
}
