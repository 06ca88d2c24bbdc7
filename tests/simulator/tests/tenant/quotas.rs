//! Throttling: what is refused, when to come back, and what answers tell about it.

use std::time::Duration;

use graph_sim::{Request, Response, Simulator, TokenSpec};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tenant::*;

const PASSES: &str = "/v1.0/users/nora.lind@fabrikam.example/revokeSignInSessions";

/// A tenant with Nora, these quotas, and the second of two applications.
fn limited(quotas: Value) -> Simulator {
    tenant(&json!({
        "users": [{ "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" }],
        "quotas": quotas,
    }))
}

fn limit(amount: u32, seconds: u32) -> Value {
    json!({ "amount": amount, "perMs": seconds * 1000 })
}

fn write(caller: &Caller<'_>) -> Response {
    caller.send_once(Request::new("POST", PASSES).json(&json!({})))
}

fn read(caller: &Caller<'_>, url: &str) -> Response {
    caller.send_once(Request::new("GET", url))
}

fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    response.headers.get(name)
}

fn other_app<'s>(simulator: &'s Simulator, client_id: &str) -> Caller<'s> {
    let spec = TokenSpec {
        client_id: Some(client_id.into()),
        permissions: Some(vec!["User.RevokeSessions.All".into()]),
        ..TokenSpec::default()
    };
    caller(simulator, &spec)
}

#[test]
fn writes_beyond_the_limit_are_refused_until_one_fits_again() {
    let simulator = limited(json!({ "writes": limit(3, 30) }));
    let desk = desk(&simulator);
    assert!((0..3).all(|_| write(&desk).status == 200));
    let refused = write(&desk);
    assert_eq!(refused.status, 429);
    assert_eq!(header(&refused, "Retry-After"), Some("10"));
    let tenant = simulator.connection();
    assert_eq!(
        header(&refused, "x-ms-throttle-scope"),
        Some(
            format!(
                "Tenant_Application/Write/{}/{}",
                tenant.client_id, tenant.tenant_id
            )
            .as_str()
        )
    );
    assert_eq!(
        header(&refused, "x-ms-throttle-information"),
        Some("WriteLimitExceeded")
    );
    let body = refused.json();
    assert_eq!(body["error"]["code"], "TooManyRequests");
    assert_eq!(body["error"]["message"], "Please retry again later.");
    let inner = &body["error"]["innerError"];
    assert_eq!((&inner["code"], &inner["status"]), (&json!("429"), &json!("429")));
    assert_eq!(inner["request-id"].as_str(), header(&refused, "request-id"));
    assert_eq!(read(&desk, "/v1.0/organization").status, 200, "reads go on");
    simulator.advance(Duration::from_secs(10));
    assert_eq!(write(&desk).status, 200);
    assert_eq!(
        simulator.user(NORA).unwrap().writes,
        4,
        "what was refused had no effect"
    );
}

#[test]
fn the_documented_limits_hold_by_default() {
    let simulator = limited(json!({}));
    let desk = desk(&simulator);
    assert!((0..3000).all(|_| write(&desk).status == 200));
    assert_eq!(write(&desk).status, 429, "3,000 writes at once and no more");
    simulator.advance(Duration::from_secs(1));
    assert_eq!(
        (0..30).filter(|_| write(&desk).status == 200).count(),
        20,
        "20 a second"
    );
}

#[test]
fn impatience_postpones_the_end_but_not_for_ever() {
    let simulator = limited(json!({ "writes": limit(10, 100) }));
    let desk = desk(&simulator);
    let told = || {
        header(&write(&desk), "Retry-After")
            .unwrap()
            .parse::<u64>()
            .unwrap()
    };
    while write(&desk).status == 200 {}
    assert_eq!([told(), told(), told()], [20, 30, 40]);
    let longest = (0..100).map(|_| told()).max().unwrap();
    assert_eq!(
        longest,
        10 + 80,
        "0.8 of the period more than if nobody had been impatient"
    );
    simulator.advance(Duration::from_secs(90));
    assert_eq!(write(&desk).status, 200);
}

#[test]
fn every_limit_is_counted_for_those_whom_it_concerns() {
    let simulator = limited(json!({ "tenantWrites": limit(2, 20), "writes": null }));
    let (one, other) = (other_app(&simulator, "one"), other_app(&simulator, "other"));
    assert_eq!([write(&one).status, write(&other).status], [200, 200]);
    let refused = write(&one);
    assert!(
        header(&refused, "x-ms-throttle-scope")
            .unwrap()
            .starts_with("Tenant/Write/one/")
    );

    let simulator = limited(json!({ "applicationWrites": limit(1, 10) }));
    let (one, other) = (other_app(&simulator, "one"), other_app(&simulator, "other"));
    assert_eq!([write(&one).status, write(&other).status], [200, 200]);
    let refused = write(&one);
    assert!(
        header(&refused, "x-ms-throttle-scope")
            .unwrap()
            .starts_with("Application/Write/one/")
    );
}

#[test]
fn resource_units_run_out_by_the_size_of_the_tenant() {
    let units = json!({ "under50": limit(4, 8), "upTo500": limit(5, 10), "over500": limit(6, 10) });
    for (people, passes) in [(10, 2), (50, 2), (500, 2), (501, 3)] {
        let simulator = tenant(
            &json!({ "generate": { "users": people, "seed": 1 }, "quotas": { "resourceUnits": units } }),
        );
        let desk = desk(&simulator);
        let passed = (0..10)
            .take_while(|_| read(&desk, "/v1.0/users").status == 200)
            .count();
        assert_eq!(passed, passes, "{people} people, two units each");
    }
    let simulator = limited(json!({ "resourceUnits": units }));
    let desk = desk(&simulator);
    assert!((0..2).all(|_| read(&desk, "/v1.0/users").status == 200));
    let refused = read(&desk, "/v1.0/users");
    assert_eq!(
        header(&refused, "x-ms-throttle-information"),
        Some("ResourceUnitLimitExceeded")
    );
    assert!(
        header(&refused, "x-ms-throttle-scope")
            .unwrap()
            .starts_with("Tenant_Application/ReadWrite/")
    );
    assert_eq!(header(&refused, "x-ms-resource-unit"), Some("2"));
    assert_eq!(header(&refused, "Retry-After"), Some("4"));
}

#[test]
fn answers_tell_their_cost_and_from_four_fifths_on_the_share() {
    let simulator = limited(json!({ "resourceUnits": { "under50": limit(10, 1000) } }));
    let desk = desk(&simulator);
    let shares: Vec<_> = (0..10)
        .map(|_| {
            let response = read(&desk, "/v1.0/organization");
            assert_eq!(header(&response, "x-ms-resource-unit"), Some("1"));
            header(&response, "x-ms-throttle-limit-percentage").map(str::to_owned)
        })
        .collect();
    assert!(shares[..7].iter().all(Option::is_none));
    assert_eq!(shares[7].as_deref(), Some("0.80"));
    assert_eq!(shares[9].as_deref(), Some("1.00"));
    for _ in 0..20 {
        read(&desk, "/v1.0/organization");
    }
    let refused = read(&desk, "/v1.0/organization");
    assert_eq!(header(&refused, "x-ms-throttle-limit-percentage"), Some("1.80"));
    let audits = read(&desk, "/v1.0/auditLogs/directoryAudits");
    assert_eq!(
        header(&audits, "x-ms-resource-unit"),
        None,
        "reports count requests"
    );
}

#[test]
fn a_refusal_by_the_service_costs_nothing() {
    let simulator =
        limited(json!({ "resourceUnits": { "under50": limit(2, 1000) }, "writes": limit(1, 1000) }));
    let nobody = app(&simulator, &["Calendars.Read"]);
    for _ in 0..10 {
        let denied = write(&nobody);
        assert_eq!(
            (denied.status, header(&denied, "x-ms-resource-unit")),
            (403, Some("0"))
        );
    }
    let desk = desk(&simulator);
    for _ in 0..10 {
        assert_eq!(read(&desk, "/v1.0/users?$top=0").status, 400);
    }
    assert_eq!(read(&desk, "/v1.0/users/nobody@fabrikam.example").status, 404);
    assert_eq!(read(&desk, "/v1.0/users/nobody@fabrikam.example").status, 404);
    assert_eq!(
        read(&desk, "/v1.0/users/nobody@fabrikam.example").status,
        429,
        "not found costs"
    );
}

#[test]
fn the_audit_log_takes_five_requests_in_ten_seconds() {
    let simulator = limited(json!({}));
    let desk = desk(&simulator);
    let audits = || read(&desk, "/v1.0/auditLogs/directoryAudits");
    assert!((0..5).all(|_| audits().status == 200));
    let refused = audits();
    assert_eq!(
        (refused.status, header(&refused, "Retry-After")),
        (429, Some("2"))
    );
    assert_eq!(header(&refused, "x-ms-throttle-information"), None);
    assert_eq!(read(&desk, &methods("v1.0", "methods")).status, 200);
}

#[test]
fn methods_of_a_user_follow_the_profile_that_the_scenario_names() {
    let passed = |profile: &str| {
        let simulator = limited(json!({ "authenticationMethods": profile,
            "resourceUnits": { "under50": limit(7, 1000) } }));
        let desk = desk(&simulator);
        let url = methods("v1.0", "methods");
        (0..20).filter(|_| read(&desk, &url).status == 200).count()
    };
    assert_eq!(
        [passed("directory"), passed("reports"), passed("off")],
        [7, 5, 20]
    );
}

#[test]
fn sign_in_activity_is_dearer_than_other_properties() {
    let simulator = limited(json!({ "signInActivity": limit(1, 60) }));
    let desk = desk(&simulator);
    let url = "/v1.0/users?$select=id,signInActivity";
    assert_ne!(read(&desk, url).status, 429);
    assert_eq!(header(&read(&desk, url), "Retry-After"), Some("60"));
    assert_eq!(read(&desk, "/v1.0/users?$select=id").status, 200);
}

#[test]
fn conditional_access_does_not_say_when_to_come_back() {
    let simulator = limited(json!({}));
    let desk = desk(&simulator);
    let url = "/v1.0/identity/conditionalAccess/policies";
    assert_ne!(read(&desk, url).status, 429);
    let refused = read(&desk, url);
    assert_eq!((refused.status, header(&refused, "Retry-After")), (429, None));
    simulator.advance(Duration::from_millis(1800));
    assert_ne!(read(&desk, url).status, 429);
}

#[test]
fn the_wait_is_told_in_seconds_in_fractions_or_not_at_all() {
    let told = |form: &str, scale: f64| {
        let simulator = tenant(
            &json!({ "users": [{ "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" }],
            "rules": { "delayScale": scale }, "quotas": { "retryAfter": form, "writes": limit(7, 15) } }),
        );
        let desk = desk(&simulator);
        while write(&desk).status == 200 {}
        // The first refusal was the loop's; this one postpones the end by a seventh.
        let refused = write(&desk);
        assert_eq!(refused.status, 429);
        header(&refused, "Retry-After").map(str::to_owned)
    };
    assert_eq!(told("seconds", 1.0).as_deref(), Some("5"));
    assert_eq!(told("fractional", 1.0).as_deref(), Some("4.286"));
    assert_eq!(told("absent", 1.0), None);
    assert_eq!(told("seconds", 0.001).as_deref(), Some("0.005"));
    assert_eq!(told("fractional", 0.001).as_deref(), Some("0.004286"));
}

#[test]
fn without_delays_nothing_is_throttled() {
    let quotas = json!({ "writes": limit(1, 1000), "reports": limit(1, 1000) });
    for (key, value) in [
        ("rules", json!({ "delayScale": 0 })),
        ("quotas", json!({ "enabled": false })),
    ] {
        let mut scenario =
            json!({ "users": [{ "userPrincipalName": "nora.lind@fabrikam.example" }], "quotas": quotas });
        scenario[key] = value;
        let simulator = tenant(&scenario);
        let desk = desk(&simulator);
        assert!((0..10).all(|_| write(&desk).status == 200), "{key}");
    }
}

#[test]
fn low_priority_is_shed_first_and_high_priority_last() {
    let simulator = limited(json!({ "writes": limit(10, 100) }));
    let desk = desk(&simulator);
    let with = |priority: &str| {
        let request = Request::new("POST", PASSES).json(&json!({}));
        desk.send_once(request.header("x-ms-throttle-priority", priority))
    };
    assert_eq!((0..10).filter(|_| with("Low").status == 200).count(), 8);
    assert_eq!(header(&with("Low"), "Retry-After"), Some("10"));
    assert_eq!((0..10).filter(|_| with("Normal").status == 200).count(), 2);
    simulator.advance(Duration::from_secs(10));
    assert_eq!(with("Normal").status, 429, "others were impatient");
    assert_eq!(with("High").status, 200);
    assert_eq!(with("High").status, 429, "there is no more than there is");
}

#[test]
fn requests_in_a_batch_count_one_by_one() {
    let simulator = limited(json!({ "writes": limit(2, 20) }));
    let requests: Vec<_> = (0..4)
        .map(|id| {
            json!({ "id": id.to_string(), "method": "POST", "url": PASSES.trim_start_matches("/v1.0"),
                "headers": { "Content-Type": "application/json" }, "body": {} })
        })
        .collect();
    let request = Request::new("POST", "/v1.0/$batch").json(&json!({ "requests": requests }));
    let response = desk(&simulator).send(request);
    assert_eq!(response.status, 200);
    let body = response.json();
    let of = |id: &str| {
        let all = body["responses"].as_array().unwrap();
        all.iter().find(|inner| inner["id"] == id).unwrap().clone()
    };
    assert_eq!(
        (&of("1")["status"], &of("1")["headers"]["x-ms-resource-unit"]),
        (&json!(200), &json!("1"))
    );
    for (id, wait) in [("2", "10"), ("3", "20")] {
        let inner = of(id);
        assert_eq!(inner["status"], 429);
        assert_eq!(inner["headers"]["Retry-After"], wait);
        assert_eq!(inner["body"]["error"]["code"], "TooManyRequests");
    }
}

#[test]
fn who_is_not_signed_in_uses_up_nothing() {
    let simulator = limited(json!({ "requests": limit(1, 1000) }));
    for _ in 0..5 {
        let refused = simulator
            .handle(Request::new("GET", "/v1.0/users"))
            .into_response()
            .unwrap();
        assert_eq!(
            (refused.status, header(&refused, "x-ms-resource-unit")),
            (401, None)
        );
    }
    assert_eq!(read(&desk(&simulator), "/v1.0/users").status, 200);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Whatever is asked whenever: in no span of time more writes succeed than a full bucket and what refills.
    #[test]
    fn no_schedule_writes_more_than_the_limit_allows(
        amount in 1u32..12,
        seconds in 1u32..60,
        schedule in proptest::collection::vec((0u64..8_000, 0usize..3), 1..120),
    ) {
        let simulator = limited(json!({ "writes": limit(amount, seconds) }));
        let desk = desk(&simulator);
        let mut now = 0;
        let mut accepted: Vec<u64> = Vec::new();
        for (pause, priority) in schedule {
            simulator.advance(Duration::from_millis(pause));
            now += pause;
            let request = Request::new("POST", PASSES).json(&json!({}));
            let request = request.header("x-ms-throttle-priority", ["Low", "Normal", "High"][priority]);
            if desk.send_once(request).status == 200 {
                accepted.push(now);
            }
        }
        for (first, from) in accepted.iter().enumerate() {
            for (more, until) in accepted[first..].iter().enumerate() {
                let count = more as u64 + 1;
                let span = until - from;
                prop_assert!(
                    (count - u64::from(amount).min(count)) * u64::from(seconds) * 1000 <= span * u64::from(amount),
                    "{count} writes within {span} ms"
                );
            }
        }
    }

    /// Any number of clients of one application, each coming back when it was told to: all get done in the end.
    #[test]
    fn whoever_comes_back_when_told_gets_done(
        amount in 1u32..6,
        seconds in 1u32..30,
        fractional in any::<bool>(),
        starts in proptest::collection::vec(0u64..5_000, 1..30),
    ) {
        let form = if fractional { "fractional" } else { "seconds" };
        let simulator = limited(json!({ "writes": limit(amount, seconds), "retryAfter": form }));
        let desk = desk(&simulator);
        let clients = starts.len() as u64;
        let mut due: Vec<Duration> = starts.into_iter().map(Duration::from_millis).collect();
        let mut now = Duration::ZERO;
        while let Some(next) = due.iter().copied().enumerate().min_by_key(|(_, at)| *at).map(|(place, _)| place) {
            let at = due.remove(next);
            simulator.advance(at - now);
            now = at;
            let response = write(&desk);
            if response.status == 429 {
                let wait: f64 = header(&response, "Retry-After").unwrap().parse().unwrap();
                prop_assert!(wait > 0.0);
                due.push(now + Duration::from_secs_f64(wait));
            }
            // A full bucket's time for each, and as long again for the impatience of the others.
            prop_assert!(now.as_secs() <= 5 + 2 * u64::from(seconds) * (clients + 1), "still waiting");
        }
    }
}
