//! Where a proof goes, in pieces: into a new file, or to the caller as events.

use crate::api::Event;
use crate::bulk::journal::fault;
use crate::error::Result;
use crate::http::Run;
use crate::platform::Store;

/// How much is written at once, roughly.
const PIECE: usize = 64 * 1024;

pub(super) struct Sink<'a> {
    store: &'a dyn Store,
    /// The new file; events, where there is none.
    to: Option<&'a str>,
    run: &'a Run<'a>,
    waiting: String,
    /// The file is there.
    made: bool,
}

impl<'a> Sink<'a> {
    pub(super) const fn new(store: &'a dyn Store, to: Option<&'a str>, run: &'a Run<'a>) -> Self {
        Self {
            store,
            to,
            run,
            waiting: String::new(),
            made: false,
        }
    }

    /// Adds whole lines.
    pub(super) async fn write(&mut self, lines: &str) -> Result<()> {
        self.waiting.push_str(lines);
        if self.waiting.len() < PIECE {
            return Ok(());
        }
        self.pass_on().await
    }

    /// Brings everything to its place.
    pub(super) async fn finish(&mut self) -> Result<()> {
        self.pass_on().await
    }

    /// Removes a file that did not become whole: half a proof looks like one.
    pub(super) async fn discard(&mut self) {
        if let Some(file) = self.to.filter(|_| self.made) {
            // The failure before is the one to tell.
            let _ = self.store.remove(file).await;
        }
    }

    async fn pass_on(&mut self) -> Result<()> {
        self.run.go_on()?;
        let text = std::mem::take(&mut self.waiting);
        let Some(file) = self.to else {
            return self.run.rows(Event::Text { text }).await;
        };
        let written = if self.made {
            self.store.append(file, text.as_bytes()).await
        } else {
            self.store.create(file, text.as_bytes()).await
        };
        written.map_err(|why| fault::unwritable(file, &why))?;
        self.made = true;
        Ok(())
    }
}
