//! What a run asks for: the whole tenant once, and of each person no more than their own.

use super::fresh::Fresh;
use super::{Depth, Privileged};
use crate::api::{HoldingKind, PolicySource, ResetRequest};
use crate::auth::SuppliedToken;
use crate::cancel::Cancel;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::UserKey;
use crate::http::fake::{answer, pipeline_for};
use crate::http::{HttpRequest, HttpResponse, Run, TransportError};
use crate::ops::guard::Reads;
use crate::ops::{Desk, Guards, inspect, reset};
use crate::secret::Secret;
use futures_util::FutureExt as _;
use futures_util::future::join;
use serde_json::{Value, json};
use std::cell::Cell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const GROUP: &str = "10000000-0000-4000-8000-000000000001";
const UNIT: &str = "20000000-0000-4000-8000-000000000002";
const AUTHENTICATION: &str = "c4e39bd9-1100-46d3-8c65-fb160da0071f";

fn person(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

/// The paths that were asked for, those inside batches too.
type Asked = Arc<Mutex<Vec<String>>>;

/// A desk before a tenant that is described by what each path answers.
fn desk(answers: impl Fn(&str) -> (u16, Value) + Send + Sync + 'static) -> (Desk, Asked) {
    let asked = Asked::default();
    let noted = Arc::clone(&asked);
    let reply = move |request: &HttpRequest, _| -> std::result::Result<HttpResponse, TransportError> {
        let path = request.url.path();
        if !path.ends_with("/$batch") {
            let path =
                path.trim_start_matches("/v1.0").to_owned() + "?" + request.url.query().unwrap_or_default();
            noted.lock().expect("free").push(path.clone());
            let (status, body) = answers(&path);
            return Ok(answer(status, &[], &body.to_string()));
        }
        let body: Value = serde_json::from_slice(request.body.as_deref().unwrap_or_default()).expect("JSON");
        let items = body["requests"].as_array().expect("requests").iter().map(|item| {
            let url = item["url"].as_str().expect("an address");
            noted.lock().expect("free").push(url.to_owned());
            let (status, body) = answers(url);
            json!({ "id": item["id"], "status": status, "headers": {}, "body": body })
        });
        let responses = json!({ "responses": items.collect::<Vec<_>>() });
        Ok(answer(200, &[], &responses.to_string()))
    };
    let (pipeline, _) = pipeline_for(SuppliedToken::new(Secret::new("opaque")), reply);
    let policy = json!({ "vips": { "groups": [GROUP] } }).to_string();
    let policy = PolicySource {
        name: "policy.json".to_owned(),
        machine_wide: false,
        text: Some(policy),
    };
    let desk = Desk {
        pipeline,
        patience: Duration::ZERO,
        guards: Guards::new(&[], &[policy]),
        store: None,
    };
    (desk, asked)
}

/// A tenant in which the first person is in a group that holds a role, and the second in a unit that restricts.
fn tenant(path: &str) -> (u16, Value) {
    let list = |items: Value| (200, json!({ "value": items }));
    let user = |path: &str| {
        let id = &path["/users/".len()..][..36];
        (
            200,
            json!({ "id": id, "userPrincipalName": format!("{id}@fabrikam.example"), "displayName": "Nora Lind" }),
        )
    };
    if path.contains("/signInPreferences") {
        (200, json!({}))
    } else if path.starts_with("/users/") && path[43..].starts_with('?') {
        user(path)
    } else if path.starts_with("/roleManagement/directory/roleAssignments") {
        list(json!([{
            "principalId": GROUP, "roleDefinitionId": AUTHENTICATION, "directoryScopeId": "/",
            "roleDefinition": { "displayName": "Authentication Administrator", "isBuiltIn": true },
        }]))
    } else if path.starts_with("/groups?") {
        list(json!([{ "id": GROUP, "displayName": "Desk", "isAssignableToRole": true }]))
    } else if path.contains("/transitiveMembers/") {
        list(json!([{ "id": person(1) }]))
    } else if path.starts_with("/directory/administrativeUnits?") {
        list(json!([{ "id": UNIT, "displayName": "Executives", "isMemberManagementRestricted": true }]))
    } else if path.starts_with("/directory/administrativeUnits/") {
        list(json!([{ "id": person(2) }]))
    } else {
        list(json!([]))
    }
}

fn now<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().expect("nothing really waits")
}

fn pass(desk: &Desk, time: Duration) {
    now(desk.pipeline.clock().sleep(time));
}

#[test]
fn of_a_plain_person_a_run_asks_for_user_methods_and_default_and_nothing_else() {
    let (desk, asked) = desk(tenant);
    let (privileged, cancel) = (Privileged::new(), Cancel::new());
    let mut rest = Vec::new();
    for number in 10..40 {
        let run = Run::new(&(), &cancel).with_privileged(&privileged);
        let request = ResetRequest {
            user: person(number),
            ..ResetRequest::default()
        };
        let mut begun = now(reset::prepare(&desk, &request, &run)).expect("a plan");
        now(begun.admit(&desk, &run)).expect("a plain person");
        let mut paths = std::mem::take(&mut *asked.lock().expect("free"));
        paths.retain(|path| {
            let own = format!("/users/{}", person(number));
            let own = [
                format!("{own}?"),
                format!("{own}/authentication/methods"),
                format!("{own}/authentication/signInPreferences"),
            ];
            !own.iter().any(|own| path.starts_with(own))
        });
        rest.push(paths);
    }
    assert!(rest[1..].iter().all(Vec::is_empty), "{rest:#?}");
    // Two lists of roles, one of groups with its members and owners, the members of the group that a policy names, the
    // units and who is in the one that restricts, and who could activate the group.
    assert_eq!(rest[0].len(), 9, "{:#?}", rest[0]);
    assert!(privileged.requests_sent() <= 7);
}

#[test]
fn what_people_hold_and_where_they_are_is_told() {
    let (desk, _) = desk(tenant);
    let (privileged, cancel) = (Privileged::new(), Cancel::new());
    let run = Run::new(&(), &cancel).with_privileged(&privileged);
    let standing = now(privileged.standing(&desk, &person(1), Depth::Shallow, &run)).expect("read");
    let kinds: Vec<_> = standing.holdings.iter().map(|held| held.kind).collect();
    assert_eq!(kinds, [HoldingKind::Active, HoldingKind::Member]);
    assert!(standing.unread.is_empty());
    let groups = |number| now(privileged.groups(&desk, &person(number), &run)).expect("read");
    assert_eq!(
        (groups(1), groups(2)),
        (Some(vec![GROUP.to_owned()]), Some(Vec::new()))
    );
    let restricted = |number| {
        let (key, reads) = (UserKey::Id(person(number)), Reads::default());
        let read = now(inspect::person(&desk, &key, &reads, &run));
        read.expect("read").0.management_restricted
    };
    assert_eq!((restricted(1), restricted(2)), (Some(false), Some(true)));
}

#[test]
fn it_is_read_again_when_it_is_old() {
    let (desk, asked) = desk(tenant);
    let (privileged, cancel) = (Privileged::new(), Cancel::new());
    let run = Run::new(&(), &cancel).with_privileged(&privileged);
    let asked_for = |number| {
        now(privileged.standing(&desk, &person(number), Depth::Shallow, &run)).expect("read");
        std::mem::take(&mut *asked.lock().expect("free")).len()
    };
    assert_eq!((asked_for(1), asked_for(2)), (5, 0));
    pass(&desk, Duration::from_secs(299));
    assert_eq!(asked_for(3), 0);
    pass(&desk, Duration::from_secs(1));
    assert_eq!((asked_for(4), asked_for(5)), (5, 0));
}

#[test]
fn what_no_list_shows_is_asked_of_each_and_what_nobody_shows_is_unread() {
    let refused = |path: &str| {
        let hidden = path.starts_with("/groups") || path.starts_with("/roleManagement/");
        let denied = json!({ "error": { "code": "Authorization_RequestDenied", "message": "no" } });
        if hidden { (403, denied) } else { tenant(path) }
    };
    let (desk, asked) = desk(refused);
    let (privileged, cancel) = (Privileged::new(), Cancel::new());
    let run = Run::new(&(), &cancel).with_privileged(&privileged);
    let standing = now(privileged.standing(&desk, &person(1), Depth::Shallow, &run)).expect("read");
    let unread: Vec<_> = standing
        .unread
        .iter()
        .map(|unread| unread.what.as_str())
        .collect();
    assert_eq!(
        unread,
        [
            "roles in administrative units or of the tenant's own",
            "roles that could be activated"
        ]
    );
    asked.lock().expect("free").clear();
    now(privileged.standing(&desk, &person(2), Depth::Shallow, &run)).expect("read");
    now(privileged.groups(&desk, &person(2), &run)).expect("read");
    let paths = std::mem::take(&mut *asked.lock().expect("free"));
    let own = |path: &&String| path.starts_with(&format!("/users/{}/", person(2)));
    assert_eq!(paths.iter().filter(own).count(), 4, "{paths:#?}");
    assert_eq!(
        paths.len(),
        5,
        "the group that could not be listed is tried once: {paths:#?}"
    );
}

#[test]
fn one_reads_and_the_others_wait_and_share_even_a_failure() {
    let (desk, _) = desk(tenant);
    let cancel = Cancel::new();
    let run = Run::new(&(), &cancel);
    let fresh = Fresh::<u32>::new();
    let readings = Cell::new(0);
    let read = |outcome: Result<u32>| {
        readings.set(readings.get() + 1);
        let waits = futures_util::future::poll_fn({
            let mut polled = false;
            move |context| {
                context.waker().wake_by_ref();
                if std::mem::replace(&mut polled, true) {
                    std::task::Poll::Ready(())
                } else {
                    std::task::Poll::Pending
                }
            }
        });
        async move {
            waits.await;
            outcome
        }
    };
    let get = |outcome: Result<u32>| fresh.get(&desk, &run, async { read(outcome).await });
    let fails = || Error::new(ErrorCode::Network, "gone");
    let mut both = std::pin::pin!(join(get(Err(fails())), get(Ok(1))));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let (one, other) = loop {
        if let std::task::Poll::Ready(both) = both.as_mut().poll(&mut context) {
            break both;
        }
    };
    assert!(one.is_err() && other.is_err(), "the second waited for the first");
    assert_eq!(readings.get(), 1);
    let mut both = std::pin::pin!(join(get(Ok(2)), get(Ok(3))));
    let (one, other) = loop {
        if let std::task::Poll::Ready(both) = both.as_mut().poll(&mut context) {
            break both;
        }
    };
    assert_eq!((*one.expect("read"), *other.expect("read")), (2, 2));
    assert_eq!(readings.get(), 2, "who comes later tries again, once");
}
