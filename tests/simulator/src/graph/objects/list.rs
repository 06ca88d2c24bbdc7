//! Lists of directory objects: collections, and relations with or without a cast (facts 1.3, 8.5, 8.6).

use serde_json::Value;

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::super::page::Window;
use super::kind::{Cast, Kind};
use super::query::{Place, Selection, sort_key};
use super::show::Shown;
use crate::tenant::objects::Object;

const DEFAULT_PAGE: usize = 100;
const MAX_PAGE: usize = 999;

/// A collection of objects of one kind, each with its place there. `counting` asks for their number alone.
pub(crate) fn collection<'c>(
    call: &'c Call<'_>,
    kind: Kind,
    objects: impl Iterator<Item = (usize, Object<'c>)>,
    counting: bool,
) -> Result<Answer, Failure> {
    let shown = Shown::of_kind(call, kind)?;
    let selection = selection(call, &[kind], Place::Collection, counting)?;
    if counting {
        return Ok(number(call, &selection, objects));
    }
    let context = format!("{}{}", kind.collection(), shown.context());
    page(call, &selection, &shown, &context, objects)
}

/// Objects that another one is related to. `rest` is what follows the relation in the path: nothing, a cast,
/// `$count`, or both.
pub(crate) fn relation<'c>(
    call: &'c Call<'_>,
    kinds: &[Kind],
    rest: &[&str],
    objects: impl Iterator<Item = (usize, Object<'c>)>,
) -> Result<Answer, Failure> {
    let counting = rest.last() == Some(&"$count");
    let cast = rest.first().and_then(|segment| Cast::parse(segment));
    let (shown, kinds, collection) = match cast {
        None => (Shown::of_any_kind(call), kinds.to_vec(), "directoryObjects"),
        Some(Cast::To(kind)) => (Shown::of_kind(call, kind)?, vec![kind], kind.collection()),
        Some(other) => (Shown::of_any_kind(call), Vec::new(), other.collection()),
    };
    let selection = selection(call, &kinds, Place::Relation, counting)?;
    let objects = objects.filter(|(_, object)| match cast {
        None => true,
        Some(Cast::To(kind)) => Kind::of(object) == kind,
        Some(Cast::ToNothing(_)) => false,
    });
    if counting {
        return Ok(number(call, &selection, objects));
    }
    let context = format!("{collection}{}", shown.context());
    page(call, &selection, &shown, &context, objects)
}

fn selection(call: &Call<'_>, kinds: &[Kind], place: Place, counting: bool) -> Result<Selection, Failure> {
    call.query.only(&[
        "count",
        "filter",
        "orderby",
        "search",
        "select",
        "skiptoken",
        "top",
    ])?;
    if counting && !call.is_eventual() {
        return Err(Failure::new(
            400,
            "Request_BadRequest",
            "$count is not currently supported.",
        ));
    }
    Selection::of(call, kinds, place, counting)
}

fn number<'c>(
    call: &'c Call<'_>,
    selection: &Selection,
    objects: impl Iterator<Item = (usize, Object<'c>)>,
) -> Answer {
    let found = objects.filter(|(_, object)| selection.includes(call.tenant, object));
    Answer::Count(found.count())
}

fn page<'c>(
    call: &'c Call<'_>,
    selection: &Selection,
    shown: &Shown,
    context: &str,
    objects: impl Iterator<Item = (usize, Object<'c>)>,
) -> Result<Answer, Failure> {
    let window = Window::of(call, DEFAULT_PAGE, MAX_PAGE)?;
    let mut found: Vec<(usize, Object<'c>)> = objects
        .filter(|(_, object)| selection.includes(call.tenant, object))
        .collect();
    if let Some(order) = selection.order {
        found.sort_by_cached_key(|(_, object)| sort_key(object));
        if order.descending {
            found.reverse();
        }
    }
    let count = (call.query.count() && call.is_eventual()).then_some(found.len());
    let has_begun = |place: usize| window.from().is_none_or(|from| from == place);
    // In the order of places the next page begins where the last one ended, even if that item has left.
    let before = |place: usize| match selection.order {
        Some(_) => !has_begun(place),
        None => window.from().is_some_and(|from| place < from),
    };
    let rest = found.iter().skip_while(|(place, _)| before(*place));
    let rest = rest.map(|(place, object)| (*place, Value::Object(shown.render(call, object))));
    let page = window.fill(rest);
    Ok(window.answer(call, call.context(context), count, page))
}

/// One object as the answer to a request for it.
pub(crate) fn single(call: &Call<'_>, object: &Object<'_>) -> Result<Answer, Failure> {
    call.query.only(&["select", "expand", "count"])?;
    let kind = Kind::of(object);
    let shown = Shown::of_kind(call, kind)?;
    let context = call.context(&format!("{}{}/$entity", kind.collection(), shown.context()));
    let mut body = serde_json::Map::from_iter([("@odata.context".to_owned(), context)]);
    body.extend(shown.render(call, object));
    Ok(Answer::Json(200, Value::Object(body)))
}
