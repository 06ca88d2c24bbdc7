//! The writes: each is sent so that it happens once, and what was just made may be built upon only when the directory
//! knows of it everywhere.

use super::super::Desk;
use super::super::patience::Patience;
use super::find::{self, Found};
use super::plan::{Part, Plan};
use super::told;
use super::wanted::Wanted;
use crate::api::{ErrorInfo, Event, Note, SetupAction, SetupStatus, WaitReason};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::applications::{self as graph, Registration};
use crate::http::{Call, Reply, Run};
use serde_json::{Map, Value, json};

/// Pauses before the service is asked again. What was just made is unknown elsewhere for seconds, rarely for a minute.
pub(super) const PAUSES: &[u64] = &[1, 2, 5, 10];

/// The parts that are properties of the registration.
const OF_REGISTRATION: [SetupAction; 5] = [
    SetupAction::RegisterApplication,
    SetupAction::AskPermission,
    SetupAction::AddCertificate,
    SetupAction::AllowBrowser,
    SetupAction::AllowDeviceCode,
];

/// What is being done, and how far it is.
pub(super) struct Work<'a> {
    pub(super) desk: &'a Desk,
    pub(super) run: &'a Run<'a>,
    pub(super) wanted: &'a Wanted<'a>,
    pub(super) found: Found,
    pub(super) parts: Vec<Part>,
    pub(super) superfluous: Vec<String>,
    pub(super) notes: Vec<Note>,
    pub(super) written: bool,
    /// What was just made, and may be unknown elsewhere.
    new_registration: bool,
    new_principal: bool,
}

/// What may be known of a write that was not answered.
enum Answer {
    Accepted(Reply),
    /// It had happened before.
    SoAlready,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        wanted: &'a Wanted<'a>,
        found: Found,
        plan: Plan,
        run: &'a Run<'a>,
    ) -> Self {
        Self {
            desk,
            run,
            wanted,
            found,
            parts: plan.parts,
            superfluous: plan.superfluous,
            notes: Vec::new(),
            written: false,
            new_registration: false,
            new_principal: false,
        }
    }

    /// Writes part after part. What failed once would fail again: the rest is not begun.
    ///
    /// # Errors
    /// The failure of the first write. After that, the parts say what failed.
    pub(super) async fn carry_out(&mut self) -> Result<()> {
        let ended = self.write_all().await;
        for place in self.planned(|_| true) {
            self.parts[place].step.status = SetupStatus::NotStarted;
        }
        match ended {
            Err(error) if !self.written => Err(error),
            _ => Ok(()),
        }
    }

    async fn write_all(&mut self) -> Result<()> {
        self.write_registration().await?;
        self.write_principal().await?;
        for place in self.planned(|action| action == SetupAction::GrantPermission) {
            self.write_grant(place).await?;
        }
        Ok(())
    }

    /// The places of the parts that are still to be done.
    fn planned(&self, fits: impl Fn(SetupAction) -> bool) -> Vec<usize> {
        let parts = self.parts.iter().enumerate();
        parts
            .filter(|(_, part)| part.step.status == SetupStatus::Planned && fits(part.step.action))
            .map(|(place, _)| place)
            .collect()
    }

    async fn write_registration(&mut self) -> Result<()> {
        let places = self.planned(|action| OF_REGISTRATION.contains(&action));
        if places.is_empty() {
            return Ok(());
        }
        let answer = match self.found.registration.clone() {
            None => self.register(&places).await,
            Some(known) => self.change(&known, &places).await,
        };
        self.ended(&places, answer)
    }

    async fn register(&mut self, places: &[usize]) -> Result<Option<String>> {
        self.run.go_on()?;
        let name = self.wanted.name();
        let mut body = self.properties(&Registration::default(), places);
        body.insert("displayName".to_owned(), name.into());
        body.insert("signInAudience".to_owned(), "AzureADMyOrg".into());
        body.insert("tags".to_owned(), json!([graph::TAG]));
        let call = graph::create(Value::Object(body));
        let answer = self.desk.pipeline.send(&call, self.run).await;
        let (registration, request_id) = match answer {
            Ok(reply) if reply.is_success() => {
                (graph::read(&reply.body)?, reply.request_id().map(str::to_owned))
            }
            Ok(reply) if !is_open(&reply) => {
                return Err(told(self.desk.pipeline.error_of(&reply, name)));
            }
            Err(error) if error.code() != ErrorCode::Network => return Err(error),
            Ok(reply) => (
                self.look_for_it(self.desk.pipeline.error_of(&reply, name))
                    .await?,
                None,
            ),
            Err(error) => (self.look_for_it(error).await?, None),
        };
        self.new_registration = true;
        self.found.registration = Some(registration);
        Ok(request_id)
    }

    /// Names are not unique: a registration of which nobody knows whether it was made is looked for, and never made twice.
    async fn look_for_it(&self, error: Error) -> Result<Registration> {
        let name = self.wanted.name();
        let mut patience = Patience::new(self.desk.patience, PAUSES);
        loop {
            if let Some(found) = find::named(self.desk, name, self.run).await? {
                return Ok(found);
            }
            let waited = match patience.next() {
                Some(pause) => {
                    let clock = self.desk.pipeline.clock();
                    self.run.pause(clock, pause, WaitReason::ServiceFailing).await
                }
                None => Err(Error::new(ErrorCode::Cancelled, "patience has ended")),
            };
            if waited.is_err() {
                return Err(Error::new(
                    error.code(),
                    format!("{error}; it is not known whether {name} was registered all the same"),
                )
                .about(name)
                .remedy(
                    "do it again in a few minutes: if it was registered, it is found again by its name",
                ));
            }
        }
    }

    async fn change(&self, known: &Registration, places: &[usize]) -> Result<Option<String>> {
        self.run.go_on()?;
        let body = Value::Object(self.properties(known, places));
        let call = graph::update(&known.id, body)?;
        let reply = self.desk.pipeline.demand(&call, &known.name, self.run).await;
        let reply = reply.map_err(told)?;
        Ok(reply.request_id().map(str::to_owned))
    }

    /// The properties that these parts change. What is there stays.
    fn properties(&self, known: &Registration, places: &[usize]) -> Map<String, Value> {
        let mut body = Map::new();
        let parts: Vec<&Part> = places.iter().map(|place| &self.parts[*place]).collect();
        let asks = parts
            .iter()
            .filter(|it| it.step.action == SetupAction::AskPermission);
        let ids: Vec<&str> = asks.filter_map(|it| it.id.as_deref()).collect();
        if !ids.is_empty() {
            let asking = graph::asking(&known.required, &ids, self.wanted.access());
            body.insert("requiredResourceAccess".to_owned(), asking);
        }
        for part in parts {
            match (part.step.action, &self.wanted.certificate) {
                (SetupAction::AddCertificate, Some(certificate)) => {
                    let kept = known.keys.iter().map(graph::kept);
                    let all = kept.chain([graph::key(&certificate.base64)]).collect();
                    body.insert("keyCredentials".to_owned(), Value::Array(all));
                }
                (SetupAction::AllowBrowser, _) => {
                    let mut uris = known.redirects.clone();
                    uris.push(graph::LOOPBACK.to_owned());
                    body.insert("publicClient".to_owned(), json!({ "redirectUris": uris }));
                }
                (SetupAction::AllowDeviceCode, _) => {
                    body.insert("isFallbackPublicClient".to_owned(), true.into());
                }
                _ => {}
            }
        }
        body
    }

    async fn write_principal(&mut self) -> Result<()> {
        let places = self.planned(|action| action == SetupAction::AdmitApplication);
        let Some(registration) = self.found.registration.clone().filter(|_| !places.is_empty()) else {
            return Ok(());
        };
        let answer = self.admit(&registration).await;
        self.ended(&places, answer)
    }

    async fn admit(&mut self, registration: &Registration) -> Result<Option<String>> {
        let (desk, run, name) = (self.desk, self.run, self.wanted.name());
        let read = graph::principal_of(&registration.client_id);
        let happened = || async { Ok(find::one(desk, &read, name, run).await?.is_some()) };
        let call = graph::admit(&registration.client_id);
        let (principal, request_id) = match self.send(&call, self.new_registration, happened).await? {
            Answer::Accepted(reply) => (
                graph::read_principal(&reply.body)?,
                reply.request_id().map(str::to_owned),
            ),
            Answer::SoAlready => {
                let body = find::one(desk, &read, name, run).await?;
                (graph::read_principal(&body.unwrap_or_default())?, None)
            }
        };
        self.new_principal = true;
        self.found.principal = Some(principal);
        Ok(request_id)
    }

    async fn write_grant(&mut self, place: usize) -> Result<()> {
        let (Some(principal), Some(id)) = (self.found.principal.clone(), self.parts[place].id.clone()) else {
            return Ok(());
        };
        let (desk, run, name) = (self.desk, self.run, self.wanted.name());
        let offered = self.found.offered.id.clone();
        let happened = || async {
            let granted = find::grants(desk, &principal.id, &offered, name, run).await?;
            Ok(super::plan::has(&granted, &id))
        };
        let answer = match graph::grant(&principal.id, &offered, &id) {
            Ok(call) => self.send(&call, self.new_principal, happened).await,
            Err(error) => Err(error),
        };
        let answer = answer.map(|answer| match answer {
            Answer::Accepted(reply) => reply.request_id().map(str::to_owned),
            Answer::SoAlready => None,
        });
        self.ended(&[place], answer)
    }

    /// Sends a write that the service refuses to do twice. `is_new` is what it builds upon: then it may be unknown yet.
    async fn send<H, R>(&self, call: &Call, is_new: bool, happened: H) -> Result<Answer>
    where
        H: Fn() -> R,
        R: Future<Output = Result<bool>>,
    {
        self.run.go_on()?;
        let name = self.wanted.name();
        let mut patience = Patience::new(self.desk.patience, PAUSES);
        loop {
            let answer = self.desk.pipeline.send(call, self.run).await;
            let (error, reason) = match answer {
                Ok(reply) if reply.is_success() => return Ok(Answer::Accepted(reply)),
                Ok(reply) if exists(&reply) => return Ok(Answer::SoAlready),
                Ok(reply) => {
                    let error = told(self.desk.pipeline.error_of(&reply, name));
                    if is_open(&reply) {
                        (error, WaitReason::ServiceFailing)
                    } else if is_new && matches!(reply.status, 400 | 404) {
                        (error, WaitReason::ReadsLag)
                    } else {
                        return Err(error);
                    }
                }
                Err(error) if error.code() == ErrorCode::Network => (error, WaitReason::ServiceFailing),
                Err(error) => return Err(error),
            };
            // It is looked for before it is repeated: perhaps only the answer was lost.
            if reason == WaitReason::ServiceFailing && happened().await.is_ok_and(|it| it) {
                return Ok(Answer::SoAlready);
            }
            let Some(pause) = patience.next() else {
                return Err(error);
            };
            self.run.pause(self.desk.pipeline.clock(), pause, reason).await?;
        }
    }

    /// What became of these parts.
    fn ended(&mut self, places: &[usize], answer: Result<Option<String>>) -> Result<()> {
        let (status, request_id, error) = match answer {
            Ok(request_id) => {
                self.written = true;
                (SetupStatus::NotSeen, request_id, None)
            }
            Err(error) if error.code() == ErrorCode::Cancelled => {
                (SetupStatus::NotStarted, None, Some(error))
            }
            Err(error) => (SetupStatus::Failed, None, Some(error)),
        };
        for place in places {
            let step = &mut self.parts[*place].step;
            step.status = status;
            step.request_id.clone_from(&request_id);
            if status == SetupStatus::Failed {
                step.error = error.as_ref().map(ErrorInfo::from);
            }
            self.run.event(Event::ApplicationChanged {
                action: step.action,
                subject: step.subject.clone(),
                status,
            });
        }
        error.map_or(Ok(()), Err)
    }
}

/// Whether it is open if the write happened.
const fn is_open(reply: &Reply) -> bool {
    matches!(reply.status, 408 | 500..)
}

/// Whether the service says that it is so already.
fn exists(reply: &Reply) -> bool {
    let says = reply.error_message().unwrap_or_default().to_ascii_lowercase();
    reply.status == 409
        || reply.error_code_is("Request_MultipleObjectsWithSameKeyValue")
        || (reply.status == 400 && says.contains("already exists"))
}
