//! The audit records in the order of time, and found by whom and what they are about without reading all of them
//! (facts 9.1, 9.6).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use time::OffsetDateTime;
use uuid::Uuid;

use super::audit::{Initiator, Record};

/// The number in the id of the first record.
const FIRST_SERIAL: u64 = 10_000_000;

/// Every record. Its place in the order of writing is its own for ever.
pub(crate) struct AuditLog {
    records: Vec<Record>,
    /// Places in the order of time.
    by_time: Vec<u32>,
    by_target: HashMap<Uuid, Vec<u32>>,
    by_initiator: HashMap<Uuid, Vec<u32>>,
    /// The service that carries method changes into the directory.
    pub(super) shadow: Arc<Initiator>,
    /// The software that sent the request that is being served.
    agent: Option<Arc<str>>,
}

impl AuditLog {
    pub(crate) fn new(strong_authentication_service: Uuid) -> Self {
        let shadow = Arc::new(Initiator::App {
            display_name: "Azure MFA StrongAuthenticationService".into(),
            service_principal_id: strong_authentication_service,
        });
        Self {
            records: Vec::new(),
            by_time: Vec::new(),
            by_target: HashMap::new(),
            by_initiator: HashMap::new(),
            shadow,
            agent: None,
        }
    }

    /// The number for the id of the next record.
    pub(super) fn next_serial(&self) -> u64 {
        FIRST_SERIAL + self.records.len() as u64
    }

    /// Adds a record; `targets` are the ids of what it is about.
    pub(super) fn add(&mut self, record: Record, targets: impl Iterator<Item = Uuid>) {
        let Ok(place) = u32::try_from(self.records.len()) else {
            return;
        };
        let after = self
            .by_time
            .partition_point(|known| self.records[*known as usize].at <= record.at);
        self.by_time.insert(after, place);
        for target in targets {
            let about = self.by_target.entry(target).or_default();
            if about.last() != Some(&place) {
                about.push(place);
            }
        }
        self.by_initiator
            .entry(record.initiator.id())
            .or_default()
            .push(place);
        self.records.push(record);
    }

    /// The record that was added last.
    pub(super) fn last_mut(&mut self) -> Option<&mut Record> {
        self.records.last_mut()
    }

    /// Every record, in the order of writing.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Record> {
        self.records.iter()
    }

    /// The record at a place.
    pub(crate) fn at(&self, place: usize) -> &Record {
        &self.records[place]
    }

    /// The record with this id.
    pub(crate) fn find(&self, id: &str) -> Option<&Record> {
        let (_, serial) = id.rsplit_once('_')?;
        let place = serial.parse::<u64>().ok()?.checked_sub(FIRST_SERIAL)?;
        let record = self.records.get(usize::try_from(place).ok()?)?;
        (record.id() == id).then_some(record)
    }

    /// The places of the records of a time, oldest first.
    pub(crate) fn between(&self, times: &Range<OffsetDateTime>) -> &[u32] {
        let before = |limit: OffsetDateTime| {
            self.by_time
                .partition_point(|place| self.records[*place as usize].at < limit)
        };
        let (first, last) = (before(times.start), before(times.end));
        &self.by_time[first..last.max(first)]
    }

    /// The places of the records about something, in the order of writing.
    pub(crate) fn about(&self, target: Uuid) -> &[u32] {
        self.by_target.get(&target).map_or(&[], Vec::as_slice)
    }

    /// The places of the records that somebody caused, in the order of writing.
    pub(crate) fn by(&self, initiator: Uuid) -> &[u32] {
        self.by_initiator.get(&initiator).map_or(&[], Vec::as_slice)
    }

    /// Says which software sends the request that is served next; nobody, once it is served.
    pub(crate) fn set_agent(&mut self, agent: Option<&str>) {
        if self.agent.as_deref() != agent {
            self.agent = agent.map(Into::into);
        }
    }

    /// The software that sent the request that is being served.
    pub(super) fn agent(&self) -> Option<Arc<str>> {
        self.agent.clone()
    }
}
