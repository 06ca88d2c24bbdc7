//! The pace of a run at services that allow less than is documented, or otherwise.

use super::world::{Hand, Part, World, echo};
use crate::api::QuotaProfile;
use crate::error::Result;
use crate::http::{Call, Reply, Run, Version};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// A token bucket of the service's.
struct Bucket {
    capacity: f64,
    per_second: f64,
    level: f64,
    at: i64,
}

/// Refuses parts that fit, as the bucket says. A run is of low priority: a fifth is not for it.
fn limited(
    capacity: f64,
    per_second: f64,
    level: f64,
    information: Option<&'static str>,
    fits: impl Fn(&Part) -> bool + Send + Sync,
) -> (impl Fn(&Part) -> Option<Value> + Send + Sync, Arc<Mutex<u32>>) {
    let refused = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&refused);
    let bucket = Mutex::new(Bucket {
        capacity,
        per_second,
        level,
        at: 0,
    });
    let service = move |part: &Part| {
        if !fits(part) {
            return echo(part);
        }
        let mut bucket = bucket.lock().expect("free");
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of minutes")]
        let passed = (part.at - bucket.at) as f64 / 1_000.0;
        bucket.level = (bucket.level + passed * bucket.per_second).min(bucket.capacity);
        bucket.at = part.at;
        let needed = 1.0 + bucket.capacity / 5.0;
        if bucket.level + 1e-6 >= needed {
            bucket.level -= 1.0;
            return echo(part);
        }
        *counter.lock().expect("free") += 1;
        let wait = ((needed - bucket.level) / bucket.per_second).ceil();
        let mut headers = json!({ "Retry-After": wait.to_string() });
        if let Some(information) = information {
            headers["x-ms-throttle-information"] = json!(information);
        }
        Some(json!({ "status": 429, "headers": headers, "body": {} }))
    };
    (service, refused)
}

async fn write_once(hand: Hand<'_>) -> Result<Reply> {
    hand.send(&hand.write("x")).await
}

fn all_done(came: &[Result<Reply>]) -> bool {
    came.iter()
        .all(|reply| reply.as_ref().is_ok_and(Reply::is_success))
}

fn methods_of(hand: &Hand<'_>) -> Call {
    let route = "GET /users/{user}/authentication/methods";
    Call::get(
        route,
        Version::Beta,
        format!("/users/{}/authentication/methods", hand.person),
    )
}

#[test]
fn the_documented_quota_is_never_exceeded() {
    let (service, refused) = limited(3_000.0, 20.0, 3_000.0, Some("WriteLimitExceeded"), Part::is_write);
    let world = World::new(service);
    let came = world.work(3_000, 200, write_once).expect("nothing ends it");
    assert!(all_done(&came));
    assert_eq!(*refused.lock().expect("free"), 0);
}

#[test]
fn a_quota_that_an_earlier_run_used_up_is_found_out_and_then_kept() {
    let (service, refused) = limited(3_000.0, 20.0, 600.0, Some("WriteLimitExceeded"), Part::is_write);
    let world = World::new(service);
    let came = world.work(1_500, 200, write_once).expect("nothing ends it");
    assert!(all_done(&came));
    let refused = *refused.lock().expect("free");
    assert!(refused <= 200, "{refused} refusals");
    assert!(
        world.time.ms() < 120_000,
        "{} ms, where the quota takes 75 s",
        world.time.ms()
    );
}

#[test]
fn a_service_that_takes_a_quarter_of_the_documented_is_followed() {
    let (service, refused) = limited(750.0, 5.0, 750.0, Some("WriteLimitExceeded"), Part::is_write);
    let world = World::new(service);
    let came = world.work(1_600, 200, write_once).expect("nothing ends it");
    assert!(all_done(&came));
    let (refused, took) = (*refused.lock().expect("free"), world.time.ms());
    assert!(refused <= 400, "{refused} refusals");
    // 1,000 writes at five a second.
    assert!(took < 300_000, "{took} ms");
}

#[test]
fn methods_that_count_as_reports_go_at_their_pace_as_configured() {
    let (service, refused) = limited(5.0, 0.5, 5.0, None, |part| part.url.contains("authentication"));
    let world = World::under(QuotaProfile::Reports, service);
    let came = world
        .work(40, 40, |hand| async move { hand.send(&methods_of(&hand)).await })
        .expect("nothing ends it");
    assert!(all_done(&came));
    assert_eq!(*refused.lock().expect("free"), 0);
    assert_eq!(world.time.ms() / 1_000, 90, "four in ten seconds");
}

#[test]
fn that_methods_count_as_reports_is_learned() {
    let (service, refused) = limited(5.0, 0.5, 5.0, None, |part| part.url.contains("authentication"));
    let world = World::new(service);
    let came = world
        .work(
            150,
            100,
            |hand| async move { hand.send(&methods_of(&hand)).await },
        )
        .expect("nothing ends it");
    assert!(all_done(&came));
    assert_eq!(world.pipeline.quota(), QuotaProfile::Reports);
    let (refused, took) = (*refused.lock().expect("free"), world.time.ms());
    assert!(refused < 350, "{refused} refusals");
    assert!(took < 500_000, "{took} ms");
}

#[test]
fn a_single_operation_goes_first() {
    let world = World::new(echo);
    let waited = world
        .work(2_700, 200, |hand| async move {
            hand.send(&hand.write("x")).await.expect("an answer");
            if hand.person != 2_500 {
                return None;
            }
            // The run waits for the quota now. Whoever does one thing with the same client does not.
            let run = Run::new(&(), hand.run.cancel());
            let clock = hand.pipeline.clock();
            let began = clock.now();
            let calls = [hand.write("single")];
            hand.pipeline
                .send_together(Version::V1, &calls, &run)
                .await
                .expect("an answer");
            Some(clock.now().since(began))
        })
        .expect("nothing ends it");
    let waited = waited.into_iter().flatten().next().expect("it was asked");
    assert_eq!(waited.as_millis(), 200, "as long as the service takes");
}
