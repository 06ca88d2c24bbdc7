//! One token for the whole client: whoever needs it first asks the source, everybody else waits for that one
//! answer.

use super::{AccessToken, TokenAsk, TokenSource};
use crate::cloud::Cloud;
use crate::error::{Error, ErrorCode, Result};
use crate::http::TokenWire;
use crate::platform::Timestamp;
use crate::secret::Secret;
use futures_util::lock::Mutex;
use std::sync::{Mutex as PlainMutex, PoisonError};
use std::time::Duration;

/// A token is renewed this long before it ends, so that it does not end on the way; one that lives only minutes,
/// at half of its life.
const EARLY: Duration = Duration::from_secs(300);

struct Held {
    token: Secret,
    /// From when on another one is asked for; never, where the end is not known.
    renew: Option<Timestamp>,
    ends: Option<Timestamp>,
}

impl Held {
    fn new(token: AccessToken, now: Timestamp) -> Self {
        let renew = token.expires.map(|expires| {
            let life = expires.since(now);
            now.plus(life.saturating_sub(EARLY).max(life / 2))
        });
        Self {
            token: token.token,
            renew,
            ends: token.expires,
        }
    }
}

pub(crate) struct TokenCache {
    source: Box<dyn TokenSource>,
    /// Held while the source is asked: the single flight.
    held: Mutex<Option<Held>>,
    /// The token that the service refused, with the claims that it wants in the next one.
    refused: PlainMutex<Option<(Secret, Option<String>)>>,
}

impl TokenCache {
    pub(crate) fn new(source: Box<dyn TokenSource>) -> Self {
        Self {
            source,
            held: Mutex::new(None),
            refused: PlainMutex::new(None),
        }
    }

    pub(crate) fn can_renew(&self) -> bool {
        self.source.can_renew()
    }

    /// Marks a token as useless. The next caller asks the source again.
    pub(crate) fn refuse(&self, token: &Secret, claims: Option<String>) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some((token.clone(), claims));
    }

    pub(crate) async fn get(&self, wire: TokenWire<'_>, cloud: &Cloud) -> Result<Secret> {
        let mut held = self.held.lock().await;
        let refused = self
            .refused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let accepted = held.as_ref().filter(|token| {
            refused
                .as_ref()
                .is_none_or(|(useless, _)| *useless != token.token)
        });
        if let Some(token) = accepted {
            let fresh = token.renew.is_none_or(|renew| wire.now() < renew);
            if fresh || !self.source.can_renew() {
                return Ok(token.token.clone());
            }
        }
        let claims = refused.as_ref().and_then(|(_, claims)| claims.as_deref());
        let token = match self.source.token(TokenAsk { cloud, claims, wire }).await {
            Ok(token) => token,
            // Asking early leaves time: while the sign-in service is away, the token that is there does.
            Err(error) if error.is_passing() => match accepted {
                Some(token) if token.ends.is_some_and(|ends| wire.now() < ends) => {
                    return Ok(token.token.clone());
                }
                _ => return Err(error),
            },
            Err(error) => return Err(error),
        };
        check(&token.token, cloud)?;
        let secret = token.token.clone();
        *held = Some(Held::new(token, wire.now()));
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(secret)
    }
}

/// A token goes into a header as it is, and to its own cloud only: both are checked before it is ever sent.
fn check(token: &Secret, cloud: &Cloud) -> Result<()> {
    let text = token.expose();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::new(
            ErrorCode::TokenRejected,
            "the access token holds characters that no token has",
        )
        .remedy("give the token itself, without quotes or line breaks"));
    }
    match super::claims::audience(token) {
        Some(audience) => cloud.check_audience(&audience),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::fake::{answer, get_x, pipeline_for};
    use crate::platform::BoxFuture;
    use futures_util::FutureExt as _;
    use futures_util::future::join3;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::{Context, Poll, Waker};

    /// Hands out numbered tokens of a minute, and takes two polls for each.
    struct Counting(Arc<AtomicU32>);

    impl TokenSource for Counting {
        fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            let expires = Some(ask.wire.now().plus(Duration::from_secs(60)));
            let mut polled = false;
            let pause = std::future::poll_fn(move |_| {
                if std::mem::replace(&mut polled, true) {
                    Poll::Ready(())
                } else {
                    Poll::Pending
                }
            });
            Box::pin(pause.map(move |()| {
                Ok(AccessToken {
                    token: Secret::new(format!("token-{number}")),
                    expires,
                })
            }))
        }
    }

    fn finish<T>(work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..100 {
            if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
                return done;
            }
        }
        panic!("it does not end");
    }

    #[test]
    fn whoever_comes_while_a_token_is_fetched_waits_for_that_one() {
        let asked = Arc::new(AtomicU32::new(0));
        let (pipeline, _) = pipeline_for(Counting(Arc::clone(&asked)), |_, _| Ok(answer(200, &[], "{}")));
        finish(join3(get_x(&pipeline), get_x(&pipeline), get_x(&pipeline)));
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_token_of_a_minute_is_used_for_half_of_it() {
        let asked = Arc::new(AtomicU32::new(0));
        let (pipeline, _) = pipeline_for(Counting(Arc::clone(&asked)), |_, _| Ok(answer(200, &[], "{}")));
        let mut counts = Vec::new();
        for seconds in [0, 29, 2] {
            finish(pipeline.clock().sleep(Duration::from_secs(seconds)));
            finish(get_x(&pipeline));
            counts.push(asked.load(Ordering::SeqCst));
        }
        assert_eq!(counts, [1, 1, 2]);
    }

    #[test]
    fn a_token_that_was_refused_is_replaced_once() {
        let asked = Arc::new(AtomicU32::new(0));
        let (pipeline, requests) =
            pipeline_for(Counting(Arc::clone(&asked)), |_, _| Ok(answer(401, &[], "{}")));
        assert_eq!(finish(get_x(&pipeline)), 401);
        assert_eq!(
            (asked.load(Ordering::SeqCst), requests.lock().expect("free").len()),
            (2, 2)
        );
    }
}
