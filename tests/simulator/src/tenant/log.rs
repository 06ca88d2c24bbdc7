//! The request log and the counters, which go on counting when the log is bounded or emptied.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::snapshot::{Counters, LogEntry};

/// What was asked of the tenant, newest last. Entries are shared, so that showing a long log does not copy it while
/// the tenant waits.
#[derive(Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<Arc<LogEntry>>,
    /// How many entries are kept; all of them when absent.
    limit: Option<usize>,
    counters: Counters,
}

impl RequestLog {
    /// An empty log that keeps so many entries.
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Bounds a log that is not bounded yet.
    pub(crate) fn bound_to(&mut self, limit: usize) {
        self.limit.get_or_insert(limit);
    }

    /// Numbers a request, whatever number it has, counts it and writes it down.
    pub(crate) fn push(&mut self, entry: LogEntry) {
        self.count(&entry);
        let number = self.counters.requests;
        self.entries.push_back(Arc::new(LogEntry { number, ..entry }));
        if self.limit.is_some_and(|limit| self.entries.len() > limit) {
            self.entries.pop_front();
        }
    }

    fn count(&mut self, entry: &LogEntry) {
        let counters = &mut self.counters;
        counters.requests += 1;
        counters.in_batches += u64::from(entry.in_batch);
        counters.batches +=
            u64::from(!entry.in_batch && entry.path.to_ascii_lowercase().ends_with("/$batch"));
        counters.writes += u64::from(entry.write);
        counters.commits += u64::from(entry.committed);
        counters.faulted += u64::from(entry.faulted);
        match entry.status {
            Some(status) => *counters.by_status.entry(status).or_default() += 1,
            None => counters.dropped += 1,
        }
    }

    /// The entries with higher numbers that are still kept.
    pub(crate) fn since(&self, number: u64) -> Vec<Arc<LogEntry>> {
        let first = self.entries.front().map_or(0, |entry| entry.number);
        let known = (number + 1).saturating_sub(first);
        let known = usize::try_from(known)
            .unwrap_or(usize::MAX)
            .min(self.entries.len());
        self.entries.range(known..).cloned().collect()
    }

    /// Forgets the entries; the counters stay.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    pub(crate) fn counters(&self) -> &Counters {
        &self.counters
    }
}

#[cfg(test)]
mod tests {
    use super::RequestLog;

    #[test]
    fn what_the_scenario_says_bounds_the_log_before_a_server_does() {
        for (told, kept) in [(None, 7), (Some(3), 3), (Some(9), 9)] {
            let mut log = RequestLog::new(told);
            log.bound_to(7);
            assert_eq!(log.limit, Some(kept));
        }
    }
}
