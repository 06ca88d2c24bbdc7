//! The answer to a batch as a whole: every request, batch or not, is answered by the next block as it is.

use crate::conversation::{nothing_left, parted};
use crate::front_door::{asked, client_with_token};
use crate::ports::{Service, complete};
use crate::promises;
use graph_mfa::Cancel;
use graph_mfa::http::{HttpRequest, HttpResponse};
use std::sync::Mutex;

pub(crate) fn run(bytes: &[u8]) {
    let Some((first, answers)) = parted(bytes) else {
        return;
    };
    let Some((request, token)) = asked(&first) else {
        return;
    };
    let Ok(client) = client_with_token(AsTheyAre(Mutex::new(answers.into_iter())), &token) else {
        return;
    };
    let result = complete(client.run(request.clone(), &(), &Cancel::new()));
    promises::keep(&request, &result, &[&token]);
}

pub(super) struct AsTheyAre(pub(super) Mutex<std::vec::IntoIter<HttpResponse>>);

impl Service for AsTheyAre {
    fn answer(&self, _: &HttpRequest) -> HttpResponse {
        let next = self.0.lock().expect("one thread").next();
        next.unwrap_or_else(nothing_left)
    }
}
