//! Pages of collections: opaque continuation tokens, links on the tenant's own origin, and the liberties that the
//! service takes with the size of a page (facts 1.3, 15.12).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::call::{Answer, Call};
use super::failure::Failure;

/// With what the directory's continuation tokens begin.
const MAGIC: &[u8] = b"DSpt";
const PAYLOAD: usize = MAGIC.len() + 8 + 8 + 4 + 1;
const SEAL: usize = 8;
/// Scaling shortens what a client waits for, not the time it needs to ask for the next page.
const SHORTEST_SCALED_LIFETIME: Duration = Duration::from_secs(5);

/// The part of a collection that a request asks for.
///
/// Items are known by a position of the resource's choosing, which stays theirs while the collection changes. That
/// keeps each page as cheap as the first.
#[derive(Debug)]
pub(crate) struct Window {
    /// Position of the first item; `None` for the first page.
    from: Option<usize>,
    /// How many items the page holds.
    size: usize,
    /// How many of them the next page repeats.
    repeated: usize,
    /// Pages before this one.
    ordinal: u32,
}

/// A page that has been read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// Position of the item with which the next page begins, if there is one.
    next: Option<usize>,
}

impl Window {
    /// Reads `$top` and `$skiptoken`; `default` items come when nobody asks for a number, `maximum` can be asked for.
    pub(crate) fn of(call: &Call<'_>, default: usize, maximum: usize) -> Result<Self, Failure> {
        let rules = &call.tenant.rules;
        let asked = call
            .query
            .top(maximum)?
            .unwrap_or(default)
            .min(rules.max_page_size);
        let (from, ordinal) = match call.query.get("skiptoken") {
            None => (None, 0),
            Some(token) => {
                let (from, ordinal) = read(call, token)?;
                (Some(from), ordinal)
            }
        };
        let size = if rules.pages.empty && ordinal.is_multiple_of(2) {
            0
        } else if rules.pages.short {
            1 + shortness(ordinal) % asked
        } else {
            asked
        };
        Ok(Self {
            from,
            size,
            repeated: rules.pages.repeated,
            ordinal,
        })
    }

    /// The position from which items are wanted; none on the first page.
    pub(crate) fn from(&self) -> Option<usize> {
        self.from
    }

    /// Whether this is the first page, the only one that counts the items.
    pub(crate) fn is_first(&self) -> bool {
        self.from.is_none()
    }

    /// Takes the page from the items that begin at [`from`](Self::from), each with its position.
    pub(crate) fn fill<T>(&self, items: impl Iterator<Item = (usize, T)>) -> Page<T> {
        let mut taken: Vec<T> = Vec::new();
        let mut places: Vec<usize> = Vec::new();
        for (place, item) in items {
            if taken.len() == self.size {
                let again = self.repeated.min(self.size.saturating_sub(1));
                let next = if again == 0 {
                    place
                } else {
                    places[self.size - again]
                };
                return Page {
                    items: taken,
                    next: Some(next),
                };
            }
            taken.push(item);
            places.push(place);
        }
        Page {
            items: taken,
            next: None,
        }
    }

    /// The page as the service answers it. `count` is how many items all pages hold, when that was asked for.
    pub(crate) fn answer(
        &self,
        call: &Call<'_>,
        context: Value,
        count: Option<usize>,
        page: Page<Value>,
    ) -> Answer {
        let mut body = json!({ "@odata.context": context });
        if let Some(count) = count.filter(|_| self.is_first()) {
            body["@odata.count"] = count.into();
        }
        if let Some(next) = page.next {
            body["@odata.nextLink"] = link(call, next, self.ordinal + 1).into();
        }
        body["value"] = page.items.into();
        Answer::Json(200, body)
    }
}

/// A number that looks like chance and is always the same for the same page.
fn shortness(ordinal: u32) -> usize {
    fastrand::Rng::with_seed(u64::from(ordinal)).usize(..1 << 16)
}

fn link(call: &Call<'_>, position: usize, ordinal: u32) -> String {
    format!(
        "{}/{}{}?{}$skiptoken={}",
        call.tenant.origins.graph,
        call.version.name(),
        call.path.encoded(),
        call.query.for_next_link(),
        token(call, position, ordinal),
    )
}

fn token(call: &Call<'_>, position: usize, ordinal: u32) -> String {
    let issued = call.now.unix_timestamp_nanos() / 1_000_000;
    let mut bytes = Vec::with_capacity(PAYLOAD + SEAL);
    bytes.extend(MAGIC);
    bytes.extend((position as u64).to_be_bytes());
    bytes.extend(i64::try_from(issued).unwrap_or(i64::MAX).to_be_bytes());
    bytes.extend(ordinal.to_be_bytes());
    bytes.push(call.is_eventual().into());
    let seal = seal(call, &bytes);
    bytes.extend(seal);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Position and number of pages before, from a token that belongs to this very query.
fn read(call: &Call<'_>, token: &str) -> Result<(usize, u32), Failure> {
    let foreign = || {
        Failure::new(
            400,
            "Request_BadRequest",
            "The specified page token is not valid for this request.",
        )
    };
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| foreign())?;
    if bytes.len() != PAYLOAD + SEAL {
        return Err(foreign());
    }
    let (payload, sealed) = bytes.split_at(PAYLOAD);
    if seal(call, payload) != sealed {
        return Err(foreign());
    }
    let number = |from: usize, bytes: usize| {
        payload[from..from + bytes]
            .iter()
            .fold(0u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    let position = usize::try_from(number(4, 8)).map_err(|_| foreign())?;
    let ordinal = u32::try_from(number(20, 4)).map_err(|_| foreign())?;
    let age = call.now.unix_timestamp_nanos() / 1_000_000 - i128::from(number(12, 8));
    if age > i128::try_from(lifetime(call).as_millis()).unwrap_or(i128::MAX) {
        return Err(Failure::new(
            400,
            "Directory_ExpiredPageToken",
            "The specified page token value has expired and can no longer be included in your request.",
        ));
    }
    if payload[PAYLOAD - 1] == 1 && !call.is_eventual() {
        return Err(Failure::unsupported_query("Unsupported Query."));
    }
    Ok((position, ordinal))
}

fn lifetime(call: &Call<'_>) -> Duration {
    let milliseconds = call.tenant.rules.page_token_lifetime_ms;
    let shortest = SHORTEST_SCALED_LIFETIME.min(Duration::from_millis(milliseconds));
    call.tenant.scaled(milliseconds).max(shortest)
}

/// What binds a token to the tenant and to the query it was given for.
fn seal(call: &Call<'_>, payload: &[u8]) -> [u8; SEAL] {
    let digest = Sha256::new()
        .chain_update(call.tenant.id.as_bytes())
        .chain_update(payload)
        .chain_update(call.version.name())
        .chain_update(call.path.encoded().to_lowercase())
        .chain_update(call.query.fingerprint())
        .finalize();
    let mut seal = [0; SEAL];
    seal.copy_from_slice(&digest[..SEAL]);
    seal
}
