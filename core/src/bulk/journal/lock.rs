//! The lock of a journal: a file beside it that whoever writes the journal renews all the time. It needs no more than the
//! port of files, so that it is the same on every host; and only whether it is renewed counts, so that the clocks of two
//! machines need not agree.

use super::fault;
use crate::api::WaitReason;
use crate::error::{Error, ErrorCode, Result};
use crate::http::Run;
use crate::platform::{Clock, Store, StoreFault, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How often a holder renews its lock.
pub(crate) const BEAT: Duration = Duration::from_secs(10);
/// A lock that was not renewed for so long is nobody's.
const EXPIRY: Duration = Duration::from_secs(30);
/// How long who takes over a lock waits for others who do the same.
const CONFIRMATION: Duration = Duration::from_secs(2);
/// A lock that is so old by our clock needs no more watching: clocks do not differ by so much.
const ANCIENT: Duration = Duration::from_secs(5 * 60);
/// A holder that was held up for so long, as on a machine that slept, looks whether the lock is still its own.
const HELD_UP: Duration = Duration::from_secs(20);
/// A lock is at most so long.
const LONGEST: usize = 4096;

/// What a lock says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Holder {
    owner: String,
    token: String,
    since: Timestamp,
    beat: u32,
    beat_at: Timestamp,
}

/// A lock that is ours.
pub(crate) struct Lock<'a> {
    store: &'a dyn Store,
    clock: &'a dyn Clock,
    journal: String,
    file: String,
    holder: Holder,
}

impl<'a> Lock<'a> {
    /// Takes the lock of a journal. Where there is one, it is watched until it is clear whether anybody renews it.
    ///
    /// # Errors
    /// `journalLocked`, naming who has it.
    pub(crate) async fn take(
        store: &'a dyn Store,
        clock: &'a dyn Clock,
        journal: &str,
        token: String,
        run: &Run<'_>,
    ) -> Result<Self> {
        let now = clock.now();
        let lock = Self {
            store,
            clock,
            journal: journal.to_owned(),
            file: format!("{journal}.lock"),
            holder: Holder {
                owner: store.owner(),
                token,
                since: now,
                beat: 0,
                beat_at: now,
            },
        };
        loop {
            match store.create(&lock.file, &bytes(&lock.holder)?).await {
                Ok(()) => return Ok(lock),
                Err(StoreFault::Exists) => {}
                Err(why) => return Err(fault::unwritable(&lock.file, &why)),
            }
            if let Some(found) = lock.read().await? {
                if !lock.watch(&found, run).await? {
                    continue;
                }
                return lock.take_over(run).await;
            }
        }
    }

    /// Watches a lock that was found. True if nobody renews it, false if it is gone.
    async fn watch(&self, found: &[u8], run: &Run<'_>) -> Result<bool> {
        let holder = serde_json::from_slice::<Holder>(found).ok();
        let ancient = holder
            .as_ref()
            .is_some_and(|holder| self.clock.now().since(holder.beat_at) > ANCIENT);
        let mut left = if ancient { Duration::ZERO } else { EXPIRY };
        while !left.is_zero() {
            let step = left.min(BEAT / 2);
            run.pause(self.clock, step, WaitReason::JournalLocked).await?;
            left -= step;
            match self.read().await? {
                None => return Ok(false),
                Some(now) if now != found => return Err(self.taken(Some(&now))),
                Some(_) => {}
            }
        }
        Ok(true)
    }

    /// Puts our lock in the place of one that nobody renews. Of several who do so, the last one has it.
    async fn take_over(mut self, run: &Run<'_>) -> Result<Self> {
        self.holder.beat_at = self.clock.now();
        self.write(&self.holder).await?;
        let confirmed = run.pause(self.clock, CONFIRMATION, WaitReason::JournalLocked);
        if let Err(stopped) = confirmed.await {
            self.release().await;
            return Err(stopped);
        }
        match self.read().await? {
            Some(now) if self.is_own(&now) => Ok(self),
            now => Err(self.taken(now.as_deref())),
        }
    }

    /// Renews the lock.
    ///
    /// # Errors
    /// `journalLocked` when somebody else has it by now.
    pub(crate) async fn beat(&mut self) -> Result<()> {
        let next = Holder {
            beat: self.holder.beat.wrapping_add(1),
            beat_at: self.clock.now(),
            ..self.holder.clone()
        };
        match self.read().await? {
            Some(found) if self.is_own(&found) => self.write(&next).await?,
            Some(found) => return Err(self.taken(Some(&found))),
            // Somebody removed it by hand: whoever makes it anew first has it.
            None => match self.store.create(&self.file, &bytes(&next)?).await {
                Ok(()) => {}
                Err(StoreFault::Exists) => return Err(self.taken(None)),
                Err(why) => return Err(fault::unwritable(&self.file, &why)),
            },
        }
        self.holder = next;
        Ok(())
    }

    /// Whether the lock was not renewed for so long that somebody may take it for nobody's soon.
    pub(crate) fn is_stale(&self) -> bool {
        let (now, last) = (self.clock.now(), self.holder.beat_at);
        // A clock that was set back tells nothing.
        now.since(last) >= HELD_UP || now < last
    }

    /// Renews the lock if it was not renewed for a while: who was held up must not write before looking.
    ///
    /// # Errors
    /// As [`beat`](Self::beat).
    pub(crate) async fn keep(&mut self) -> Result<()> {
        if self.is_stale() {
            self.beat().await?;
        }
        Ok(())
    }

    /// Gives the lock back. One that is not ours any more stays as it is.
    pub(crate) async fn release(self) {
        // Whoever finds a lock that stayed sees that nobody renews it.
        if let Ok(Some(found)) = self.read().await
            && self.is_own(&found)
        {
            let _ = self.store.remove(&self.file).await;
        }
    }

    async fn write(&self, holder: &Holder) -> Result<()> {
        let written = self.store.replace(&self.file, &bytes(holder)?).await;
        written.map_err(|why| fault::unwritable(&self.file, &why))
    }

    async fn read(&self) -> Result<Option<Vec<u8>>> {
        match self.store.read(&self.file, 0, LONGEST).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(StoreFault::Missing) => Ok(None),
            Err(why) => Err(fault::unreadable(&self.file, &why)),
        }
    }

    fn is_own(&self, found: &[u8]) -> bool {
        serde_json::from_slice::<Holder>(found).is_ok_and(|found| found.token == self.holder.token)
    }

    fn taken(&self, found: Option<&[u8]>) -> Error {
        let holder = found.and_then(|found| serde_json::from_slice::<Holder>(found).ok());
        let who = holder.map_or_else(
            || "another process".to_owned(),
            |holder| format!("{} since {}", holder.owner, holder.since),
        );
        Error::new(
            ErrorCode::JournalLocked,
            format!("the journal {} is in the hands of {who}", self.journal),
        )
        .about(&self.journal)
        .remedy("let that run come to its end, or stop it; then resume this one")
    }
}

fn bytes(holder: &Holder) -> Result<Vec<u8>> {
    serde_json::to_vec(holder).map_err(|error| {
        Error::new(
            ErrorCode::Internal,
            format!("a lock cannot be written as JSON: {error}"),
        )
    })
}
