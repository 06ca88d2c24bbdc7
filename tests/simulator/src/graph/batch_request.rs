//! What a batch asks for: its requests, their ids, what they depend on, and what makes a batch as a whole impossible
//! (facts 10).

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::failure::Failure;

const MAX_REQUESTS: usize = 20;

#[derive(Deserialize)]
struct Batch {
    requests: Vec<Inner>,
}

/// One request of a batch.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Inner {
    id: Value,
    pub(super) method: String,
    pub(super) url: String,
    headers: Option<Map<String, Value>>,
    #[serde(default, deserialize_with = "present")]
    pub(super) body: Option<Value>,
    depends_on: Option<Vec<Value>>,
}

/// A body of `null` is a body.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Numbers count as their text.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), Into::into)
}

impl Inner {
    /// The id as it is answered.
    pub(super) fn id(&self) -> String {
        text(&self.id)
    }

    /// What the id is compared by: without regard to case.
    pub(super) fn key(&self) -> String {
        self.id().to_lowercase()
    }

    /// The keys of the requests that have to succeed before.
    pub(super) fn depends_on(&self) -> impl Iterator<Item = String> {
        self.depends_on.iter().flatten().map(|id| text(id).to_lowercase())
    }

    pub(super) fn headers(&self) -> impl Iterator<Item = (&str, String)> {
        self.headers
            .iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), text(value)))
    }
}

/// The requests of a batch, once everything about it as a whole is in order.
pub(super) fn read(body: &[u8]) -> Result<Vec<Inner>, Failure> {
    let batch: Batch = serde_json::from_slice(body)
        .map_err(|error| Failure::syntax(format!("Invalid batch payload format: {error}.")))?;
    let requests = batch.requests;
    if requests.len() > MAX_REQUESTS {
        return Err(Failure::syntax(format!(
            "Number of batch request steps exceeds the maximum value of {MAX_REQUESTS}."
        )));
    }
    let mut places = HashMap::new();
    for (place, request) in requests.iter().enumerate() {
        if places.insert(request.key(), place).is_some() {
            return Err(Failure::syntax(
                "Request Id values must be unique within a batch.",
            ));
        }
    }
    check_dependencies(&requests, &places)?;
    Ok(requests)
}

/// The three forms: nobody depends, all who depend do so on one earlier request, or each depends on its
/// predecessor in one chain.
fn check_dependencies(requests: &[Inner], places: &HashMap<String, usize>) -> Result<(), Failure> {
    let mut dependent = Vec::new();
    for (place, request) in requests.iter().enumerate() {
        let mut on = Vec::new();
        for id in request.depends_on() {
            match places.get(&id) {
                Some(earlier) if *earlier < place => on.push(*earlier),
                _ => {
                    return Err(Failure::syntax(format!(
                        "Request {} depends on request {id}, which is not an earlier request of this batch.",
                        request.id()
                    )));
                }
            }
        }
        match on.as_slice() {
            [] => {}
            [on] => dependent.push((place, *on)),
            _ => {
                return Err(Failure::syntax(
                    "A request of a batch can depend on one request only.",
                ));
            }
        }
    }
    let all_on_one = dependent.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let one_chain = dependent.iter().all(|(place, on)| on + 1 == *place)
        && dependent.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0);
    if all_on_one || one_chain {
        Ok(())
    } else {
        Err(Failure::syntax(
            "The dependencies of a batch must be parallel, all on the same request, or one series.",
        ))
    }
}
