//! Success is observed: the application is read until it shows every part, or patience ends (facts 12.4).

use super::super::patience::Patience;
use super::super::reset::note;
use super::carry_out::{PAUSES, Work};
use super::find;
use super::plan::{comes_back, has, has_certificate};
use crate::api::{NoteCode, SetupAction, SetupStatus, WaitReason};
use crate::error::Result;
use crate::graph::applications::{self as graph, Registration, asked};

/// What a read shows.
#[derive(Default)]
struct Now {
    registration: Option<Registration>,
    admitted: bool,
    granted: Vec<String>,
}

impl Work<'_> {
    /// Turns the parts that were not seen yet into done, as far as reads show them; tells why some remain.
    pub(super) async fn verify(&mut self) {
        let mut patience = Patience::new(self.desk.patience, PAUSES);
        while self.unseen() {
            if self.run.is_cancelled() {
                return;
            }
            let failed = match self.look().await {
                Ok(now) => {
                    self.compare(&now);
                    None
                }
                Err(error) => Some(error),
            };
            if !self.unseen() {
                return;
            }
            let goes_on = failed.as_ref().is_none_or(crate::error::Error::is_passing);
            let Some(pause) = patience.next().filter(|_| goes_on) else {
                let why = failed.map_or_else(
                    || "reads do not show all of it yet".to_owned(),
                    |error| format!("it could not be read: {error}"),
                );
                self.notes.push(note(
                    NoteCode::NotVerified,
                    format!("the service accepted what was written, but {why}"),
                    "do it again in a few minutes: what is so by then costs nothing",
                ));
                return;
            };
            let clock = self.desk.pipeline.clock();
            if self.run.pause(clock, pause, WaitReason::ReadsLag).await.is_err() {
                return;
            }
        }
    }

    fn unseen(&self) -> bool {
        self.parts
            .iter()
            .any(|part| part.step.status == SetupStatus::NotSeen)
    }

    async fn look(&self) -> Result<Now> {
        let name = self.wanted.name();
        let mut now = Now::default();
        if let Some(registration) = &self.found.registration {
            let body = find::one(self.desk, &graph::get(&registration.id)?, name, self.run).await?;
            now.registration = body.map(|body| graph::read(&body)).transpose()?;
        }
        let Some(principal) = &self.found.principal else {
            return Ok(now);
        };
        let body = find::one(self.desk, &graph::principal(&principal.id)?, name, self.run).await?;
        now.admitted = body.is_some();
        if now.admitted && self.wanted.grants() {
            let offered = &self.found.offered.id;
            now.granted = find::grants(self.desk, &principal.id, offered, name, self.run).await?;
        }
        Ok(now)
    }

    fn compare(&mut self, now: &Now) {
        let wanted = self.wanted;
        let of = |shows: &dyn Fn(&Registration) -> bool| now.registration.as_ref().is_some_and(shows);
        for part in &mut self.parts {
            if part.step.status != SetupStatus::NotSeen {
                continue;
            }
            let id = part.id.as_deref().unwrap_or_default();
            let shown = match part.step.action {
                SetupAction::RegisterApplication => now.registration.is_some(),
                SetupAction::AskPermission => of(&|it| has(&asked(&it.required, wanted.access()), id)),
                SetupAction::AddCertificate => {
                    let certificate = wanted.certificate.as_ref();
                    of(&|it| certificate.is_some_and(|own| has_certificate(it, own)))
                }
                SetupAction::AllowBrowser => of(&comes_back),
                SetupAction::AllowDeviceCode => of(&|it| it.device_code),
                SetupAction::AdmitApplication => now.admitted,
                SetupAction::GrantPermission => has(&now.granted, id),
            };
            if shown {
                part.step.status = SetupStatus::Done;
            }
        }
    }
}
