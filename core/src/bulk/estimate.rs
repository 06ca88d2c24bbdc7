//! What a run will take: writes, requests and time under the quotas (facts 11; design section 6). Pure.

use crate::api::{QuotaProfile, RunEstimate};
use crate::http::{time_of_a_run, time_of_a_run_as_reports};
use std::time::Duration;

/// How full batches are, as measured by `cargo xtask bench bulk`: 20 is the most.
const IN_A_BATCH: f64 = 19.0;
const A_MONTH: Duration = Duration::from_secs(30 * 24 * 3600);

/// What was counted of the people who were read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sample {
    /// How many were read.
    pub(super) people: u32,
    /// What they take together.
    pub(super) writes: u32,
    /// Items of batches, the writes included.
    pub(super) items: u32,
}

impl Sample {
    pub(super) const fn add(&mut self, writes: u32, items: u32) {
        self.people += 1;
        self.writes += writes;
        self.items += items;
    }
}

/// What `people` take, of whom some were read.
pub(super) fn estimate(people: u32, sample: Sample, quota: QuotaProfile) -> RunEstimate {
    let share = f64::from(people) / f64::from(sample.people.max(1));
    let writes = f64::from(sample.writes) * share;
    let items = f64::from(sample.items) * share;
    // An item takes a resource unit, as good as always, and nearly each is about authentication methods.
    let duration = match quota {
        QuotaProfile::Directory => time_of_a_run(writes, items),
        QuotaProfile::Reports => time_of_a_run_as_reports(items),
    }
    .min(A_MONTH);
    RunEstimate {
        people,
        writes: writes.round() as u32,
        requests: (items / IN_A_BATCH).ceil() as u32,
        duration_ms: u32::try_from(duration.as_millis()).unwrap_or(u32::MAX),
        quota,
        people_read: sample.people,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_people_with_three_methods_and_a_revocation_take_half_an_hour() {
        let mut sample = Sample::default();
        for _ in 0..40 {
            sample.add(4, 7);
        }
        let told = estimate(10_000, sample, QuotaProfile::Directory);
        assert_eq!((told.writes, told.duration_ms), (40_000, 1_851_500));
        assert!(told.requests < 4_000, "{}", told.requests);
        let fewer = |people| estimate(people, sample, QuotaProfile::Directory).duration_ms;
        assert_eq!((fewer(400), fewer(700)), (0, 6_000), "reads take their time, too");
        let hours = estimate(10_000, sample, QuotaProfile::Reports).duration_ms / 3_600_000;
        assert_eq!(hours, 48);
        assert_eq!(estimate(5, Sample::default(), QuotaProfile::Directory).writes, 0);
    }

    #[test]
    fn a_time_beyond_all_patience_is_still_a_number() {
        let sample = Sample {
            people: 1,
            writes: 100,
            items: 200,
        };
        let told = estimate(100_000, sample, QuotaProfile::Reports);
        assert_eq!(told.duration_ms, 2_592_000_000);
    }
}
