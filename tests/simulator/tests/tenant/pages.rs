//! Pages: every item exactly once, links that grow old, and the liberties that the service takes.

use std::time::Duration;

use graph_sim::Simulator;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tenant::*;

fn crowd(users: usize, rules: &Value) -> Simulator {
    tenant(&json!({ "generate": { "users": users, "seed": 3 }, "rules": rules }))
}

/// Follows the links from the first page to the last.
fn pages(caller: &Caller<'_>, first: &str) -> Vec<Value> {
    let mut pages = Vec::new();
    let mut url = first.to_owned();
    loop {
        let answer = caller.eventually(&url);
        assert_eq!(answer.status, 200, "{url}: {}", message(&answer));
        let page = answer.json();
        let next = page["@odata.nextLink"].as_str().map(str::to_owned);
        pages.push(page);
        match next {
            Some(next) => url = next,
            None => return pages,
        }
        assert!(pages.len() < 1000, "the pages of {first} never end");
    }
}

fn ids(page: &Value) -> Vec<String> {
    let value = page["value"].as_array().unwrap();
    value
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

fn next(caller: &Caller<'_>, url: &str) -> String {
    caller.get(url).json()["@odata.nextLink"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_link_works_for_its_own_query_alone() {
    let simulator = crowd(9, &json!({}));
    let desk = desk(&simulator);
    let link = next(&desk, "/v1.0/users?$top=2&$select=id");
    assert!(link.contains("$skiptoken=RFNwd"), "{link}");
    assert_eq!(desk.get(&link).status, 200);
    for changed in [
        link.replace("top=2", "top=3"),
        link.replace("/v1.0/", "/beta/"),
        link.replace("select=id", "select=mail"),
        format!("{link}A"),
        "/v1.0/users?$skiptoken=nonsense".into(),
    ] {
        let refused = desk.get(&changed);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, "Request_BadRequest"),
            "{changed}"
        );
    }
    let other = crowd(9, &json!({}));
    let elsewhere = tenant(&json!({ "tenant": { "domain": "adatum.example" }, "generate": { "users": 9 } }));
    assert_eq!(
        crate::tenant::desk(&other).get(&link).status,
        200,
        "the same tenant, loaded again"
    );
    assert_eq!(crate::tenant::desk(&elsewhere).get(&link).status, 400);
}

#[test]
fn a_link_keeps_what_was_asked_for() {
    let simulator = crowd(9, &json!({}));
    let link = next(&desk(&simulator), "/v1.0/Users?top=2&$select=id,mail&tag=a%20b");
    assert!(
        link.contains("/v1.0/Users?$top=2&$select=id%2Cmail&tag=a%20b&$skiptoken="),
        "{link}"
    );
}

#[test]
fn the_consistency_level_has_to_be_repeated() {
    let simulator = crowd(30, &json!({}));
    let desk = desk(&simulator);
    let first = desk.eventually("/v1.0/users?$top=2&$count=true").json();
    let link = first["@odata.nextLink"].as_str().unwrap();
    let refused = desk.get(link);
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (400, "Request_UnsupportedQuery")
    );
    let second = desk.eventually(link).json();
    assert_eq!(
        (first["@odata.count"].clone(), second.get("@odata.count")),
        (json!(30), None)
    );
}

#[test]
fn links_grow_old_as_the_tenant_has_it() {
    for (rules, fresh, old) in [
        (json!({}), 899, 901),
        (json!({ "pageTokenLifetimeMs": 60_000 }), 59, 61),
        (
            json!({ "pageTokenLifetimeMs": 60_000, "delayScale": 0.5 }),
            29,
            31,
        ),
        (json!({ "delayScale": 0.001 }), 4, 6),
    ] {
        let simulator = crowd(5, &rules);
        let link = next(&desk(&simulator), "/v1.0/users?$top=2");
        simulator.advance(Duration::from_secs(fresh));
        assert_eq!(desk(&simulator).get(&link).status, 200, "{rules}");
        simulator.advance(Duration::from_secs(old - fresh));
        let expired = desk(&simulator).get(&link);
        assert_eq!(
            (expired.status, code(&expired).as_str()),
            (400, "Directory_ExpiredPageToken"),
            "{rules}"
        );
    }
}

#[test]
fn pages_may_be_empty_although_more_follow() {
    let simulator = crowd(5, &json!({ "pages": { "empty": true } }));
    let pages = pages(&desk(&simulator), "/v1.0/users?$top=2&$count=true");
    let sizes: Vec<_> = pages.iter().map(|page| ids(page).len()).collect();
    assert_eq!(sizes, [0, 2, 0, 2, 0, 1]);
    assert_eq!(pages[0]["@odata.count"], 5);
}

#[test]
fn pages_may_repeat_the_end_of_the_page_before() {
    let simulator = crowd(5, &json!({ "pages": { "repeated": 1 } }));
    let pages = pages(&desk(&simulator), "/v1.0/users?$top=3");
    let ids: Vec<_> = pages.iter().map(ids).collect();
    assert_eq!(ids.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3]);
    assert_eq!(ids[0][2], ids[1][0]);
}

#[test]
fn whoever_leaves_in_between_moves_nobody_else() {
    let mut users = Vec::new();
    for place in 0..6 {
        users.push(json!({ "userPrincipalName": format!("p{place}@fabrikam.example") }));
    }
    let scenario = json!({ "users": users,
        "faults": [{ "path": "/users/p0@fabrikam.example", "answer": { "vanishUser": true } }] });
    for order in ["", "&$orderby=displayName"] {
        let simulator = tenant(&scenario);
        let desk = desk(&simulator);
        let first = desk
            .get(&format!("/v1.0/users?$top=3&$select=userPrincipalName{order}"))
            .json();
        desk.get("/v1.0/users/p0@fabrikam.example");
        let second = desk.get(first["@odata.nextLink"].as_str().unwrap()).json();
        assert_eq!(
            second["value"][0]["userPrincipalName"], "p3@fabrikam.example",
            "{order}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_item_comes_exactly_once_whatever_the_size_of_the_pages(
        users in 1usize..60,
        top in 1usize..30,
        short in any::<bool>(),
        empty in any::<bool>(),
        maximum in 1usize..40,
        order in prop::sample::select(vec!["", "&$orderby=displayName", "&$orderby=userPrincipalName%20desc"]),
    ) {
        let simulator = crowd(users, &json!({ "maxPageSize": maximum, "pages": { "short": short, "empty": empty } }));
        let pages = pages(&desk(&simulator), &format!("/v1.0/users?$top={top}&$select=id{order}"));
        let seen: Vec<String> = pages.iter().flat_map(ids).collect();
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!((seen.len(), once.len()), (users, users));
        prop_assert!(pages.iter().all(|page| ids(page).len() <= top.min(maximum)));
    }

    #[test]
    fn repeated_items_hide_nobody(users in 1usize..40, top in 1usize..12, repeated in 0usize..6, short in any::<bool>()) {
        let simulator = crowd(users, &json!({ "pages": { "repeated": repeated, "short": short } }));
        let pages = pages(&desk(&simulator), &format!("/v1.0/users?$top={top}&$select=id"));
        let mut seen: Vec<String> = pages.iter().flat_map(ids).collect();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), users);
    }
}
