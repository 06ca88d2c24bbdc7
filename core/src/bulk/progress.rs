//! How far a run is: told four times a second at most, with the rate of late and what it makes of the rest.

use super::tally::Tally;
use crate::api::{Event, RunProgress};
use crate::http::{Run, WaveCounts};
use crate::platform::Timestamp;
use std::collections::VecDeque;
use std::time::Duration;

/// No more often than this.
const INTERVAL: Duration = Duration::from_millis(250);
/// The rate is that of the last minutes: a run begins fast and goes on under the quota.
const WINDOW: Duration = Duration::from_secs(120);
/// A point of the window every so often is enough.
const STEP: Duration = Duration::from_secs(2);

pub(super) struct Progress {
    people: u32,
    told: Option<Timestamp>,
    /// When how many had ended.
    points: VecDeque<(Timestamp, u32)>,
}

impl Progress {
    pub(super) fn new(people: u32, ended: u32, now: Timestamp) -> Self {
        Self {
            people,
            told: None,
            points: VecDeque::from([(now, ended)]),
        }
    }

    /// Tells how far the run is, unless it was told a moment ago.
    pub(super) fn tell(
        &mut self,
        tally: &Tally,
        in_hand: usize,
        wave: WaveCounts,
        now: Timestamp,
        run: &Run<'_>,
    ) {
        let ended = tally.ended();
        if self.points.back().is_none_or(|(at, _)| now.since(*at) >= STEP) {
            self.points.push_back((now, ended));
            while self.points.len() > 2 && now.since(self.points[0].0) > WINDOW {
                self.points.pop_front();
            }
        }
        if self.told.is_some_and(|told| now.since(told) < INTERVAL) {
            return;
        }
        self.told = Some(now);
        let per_minute = self.per_minute(ended, now);
        run.event(Event::RunProgress {
            progress: RunProgress {
                people: self.people,
                ended,
                failed: tally.failed,
                partial: tally.partial,
                skipped: tally.skipped,
                in_hand: u32::try_from(in_hand).unwrap_or(u32::MAX),
                people_per_minute: per_minute,
                remaining_ms: (per_minute > 0)
                    .then(|| u64::from(self.people - ended.min(self.people)) * 60_000 / u64::from(per_minute))
                    .map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
                throttled: wave.throttled,
                requests_sent: wave.requests,
            },
        });
    }

    fn per_minute(&self, ended: u32, now: Timestamp) -> u32 {
        let Some((since, before)) = self.points.front() else {
            return 0;
        };
        let passed = now.since(*since).as_millis().max(1);
        let per_minute = u128::from(ended.saturating_sub(*before)) * 60_000 / passed;
        // A rate of the first milliseconds says nothing.
        if passed < 1_000 {
            return 0;
        }
        u32::try_from(per_minute).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cancel::Cancel;
    use crate::client::EventSink;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Told(Mutex<Vec<RunProgress>>);

    impl EventSink for Told {
        fn event(&self, event: Event) {
            if let Event::RunProgress { progress } = event {
                self.0.lock().expect("free").push(progress);
            }
        }
    }

    #[test]
    fn it_is_told_four_times_a_second_at_most_with_the_rate_of_late() {
        let (told, cancel) = (Told::default(), Cancel::new());
        let run = Run::new(&told, &cancel);
        let start = Timestamp::from_unix_ms(0);
        let mut tally = Tally::default();
        let mut progress = Progress::new(10_000, 0, start);
        // Ten people a second for a minute, then one a second for five minutes; looked at every 50 ms.
        for tick in 0..7_200_u32 {
            let now = start.plus(Duration::from_millis(u64::from(tick) * 50));
            tally.done = if tick < 1_200 {
                tick / 2
            } else {
                600 + (tick - 1_200) / 20
            };
            progress.tell(&tally, 3, WaveCounts::default(), now, &run);
        }
        let told = told.0.lock().expect("free");
        assert!(told.len() <= 4 * 360 + 1, "{}", told.len());
        let early = &told[4 * 50];
        assert!((590..=610).contains(&early.people_per_minute), "{early:?}");
        let late = told.last().expect("told");
        assert!((58..=62).contains(&late.people_per_minute), "{late:?}");
        let minutes = late.remaining_ms.expect("a rate") / 60_000;
        assert!((145..=160).contains(&minutes), "{minutes}");
    }
}
