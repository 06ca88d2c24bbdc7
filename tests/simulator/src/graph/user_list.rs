//! Users as a collection: pages and counts (facts 1.3).

use serde_json::Value;

use super::call::{Answer, Call};
use super::failure::Failure;
use super::page::Window;
use super::suspects::Suspects;
use super::user_query::Selection;
use super::users::{self, FULL};
use super::{reporting, user_values};
use crate::scenario::UserType;
use crate::tenant::directory::{Directory, User};

const DEFAULT_PAGE: usize = 100;
const MAX_PAGE: usize = 999;
const MAX_PAGE_WITH_SIGN_INS: usize = 500;

/// `GET /users`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query.only(&[
        "count",
        "expand",
        "filter",
        "orderby",
        "search",
        "select",
        "skiptoken",
        "top",
    ])?;
    let properties = users::visible_properties(call, true)?;
    let wanted = Selection::of(call)?;
    let mut most = MAX_PAGE;
    if wanted.asks_for_sign_ins
        || properties
            .iter()
            .any(|property| property.name == "signInActivity")
    {
        reporting::admit(call, &["AuditLog.Read.All"])?;
        most = MAX_PAGE_WITH_SIGN_INS;
    }
    let window = Window::of(call, DEFAULT_PAGE, most)?;
    let seen = Seen::of(call);
    let counted = call.query.count() && call.is_eventual() && window.is_first();

    let directory = &mut call.tenant.directory;
    let places = prepare(directory, &wanted);
    let directory = &call.tenant.directory;
    let count = counted.then(|| matching(directory, &places, &wanted, None, seen).count());
    let found = matching(directory, &places, &wanted, window.from(), seen);
    let page = window.fill(found.map(|(place, user)| {
        (
            place,
            Value::Object(user_values::render(call.tenant, user, &properties)),
        )
    }));
    let of = match call.query.select() {
        Some(_) => format!("users({})", users::names(&properties)),
        None => "users".into(),
    };
    Ok(window.answer(call, call.context(&of), count, page))
}

/// `GET /users/$count`
pub(crate) fn count(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    if !call.is_eventual() {
        return Err(Failure::new(
            400,
            "Request_BadRequest",
            "$count is not currently supported.",
        ));
    }
    let wanted = Selection::of(call)?;
    if wanted.asks_for_sign_ins {
        reporting::admit(call, &["AuditLog.Read.All"])?;
    }
    let seen = Seen::of(call);
    let places = prepare(&mut call.tenant.directory, &wanted);
    let count = matching(&call.tenant.directory, &places, &wanted, None, seen).count();
    Ok(Answer::Count(count))
}

fn authorize(call: &Call<'_>) -> Result<(), Failure> {
    call.require(&[FULL, &["User.ReadBasic.All"]].concat())?;
    let person = call.actor.person.as_ref();
    let person = person.and_then(|person| call.tenant.directory.find(&person.id.to_string()));
    match person {
        Some(place) if call.user(place).user_type == UserType::Guest => Err(Failure::directory_denied()),
        _ => Ok(()),
    }
}

/// Where the people of a question are.
enum Places {
    /// Everybody, in order of creation or in the order that was asked for.
    Everybody,
    /// These at most, in the order that was asked for.
    Some(Vec<usize>),
}

fn prepare(directory: &mut Directory, wanted: &Selection) -> Places {
    if let Some(suspects) = wanted.filter.as_ref().and_then(Suspects::of) {
        let mut places = suspects.places(directory);
        if let Some(order) = wanted.order {
            places.sort_by_cached_key(|place| order.by.text(directory.at(*place)));
            if order.descending {
                places.reverse();
            }
        }
        return Places::Some(places);
    }
    if let Some(order) = wanted.order {
        directory.prepare_order(order.by);
    }
    Places::Everybody
}

/// Those who fit, from a position on.
fn matching<'d>(
    directory: &'d Directory,
    places: &'d Places,
    wanted: &'d Selection,
    from: Option<usize>,
    seen: Seen,
) -> impl Iterator<Item = (usize, &'d User)> {
    let places: Box<dyn Iterator<Item = usize>> = match (places, wanted.order) {
        (Places::Some(places), _) => Box::new(
            places
                .iter()
                .copied()
                .skip_while(move |place| from.is_some_and(|from| from != *place)),
        ),
        (Places::Everybody, None) => Box::new(from.unwrap_or(0)..directory.everybody().len()),
        (Places::Everybody, Some(order)) => {
            let sorted = directory.in_order(order.by).iter().map(|place| *place as usize);
            let reached = move |place: &usize| from.is_some_and(|from| from != *place);
            if order.descending {
                Box::new(sorted.rev().skip_while(reached))
            } else {
                Box::new(sorted.skip_while(reached))
            }
        }
    };
    places
        .map(|place| (place, directory.at(place)))
        .filter(move |(_, user)| seen.sees(user) && wanted.includes(user))
}

/// Who is in the directory's index by now.
#[derive(Clone, Copy)]
struct Seen {
    /// People created later are not listed yet.
    since: Option<time::OffsetDateTime>,
}

impl Seen {
    fn of(call: &Call<'_>) -> Self {
        let lag = call.tenant.rules.new_user_lag_ms;
        Self {
            since: (lag > 0).then(|| call.now - call.tenant.scaled(lag)),
        }
    }

    fn sees(self, user: &User) -> bool {
        !user.deleted && self.since.is_none_or(|since| user.created <= since)
    }
}
