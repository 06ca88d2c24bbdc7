//! By whom: a person or an application, named in any way that people know them by (facts 9.2, 9.3).

use crate::error::{Error, ErrorCode, Result};
use crate::graph::audits::{By, Record};
use crate::graph::directory_objects::{self, Found};
use crate::graph::{UserKey, is_guid};
use crate::http::Run;
use crate::ops::{Desk, people};
use serde_json::Value;

/// How a question names whoever acted, before anything was asked.
pub(super) enum Named {
    Id(String),
    Person(UserKey),
    Application(String),
}

impl Named {
    /// Reads what a caller gave.
    ///
    /// # Errors
    /// `invalidInput`, before anything is sent.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(
                Error::new(ErrorCode::InvalidInput, "actor: there is no such name")
                    .about(text)
                    .remedy(
                        "give an object id, a user principal name, or the id or the name of an application",
                    ),
            );
        }
        Ok(if is_guid(text) {
            Self::Id(text.to_ascii_lowercase())
        } else if text.contains('@') {
            Self::Person(UserKey::parse(text)?)
        } else {
            Self::Application(text.to_owned())
        })
    }
}

/// Whoever acted, as the log knows them.
pub(super) struct Who {
    /// What the service is asked for; when absent, every record is read and compared here.
    pub(super) by: Option<By>,
    /// Ids of the application, where they are known: others may have the same name.
    ids: Vec<String>,
    /// The directory does not say what this id is.
    pub(super) unrecognized: bool,
}

impl Who {
    /// Finds out what the name stands for.
    pub(super) async fn find(named: Named, desk: &Desk, run: &Run<'_>) -> Result<Self> {
        match named {
            Named::Person(key) => Ok(Self::person(people::get(desk, &key, run).await?.id)),
            Named::Application(name) => Ok(Self {
                by: Some(By::Application(name)),
                ids: Vec::new(),
                unrecognized: false,
            }),
            Named::Id(id) => Self::with_id(id, desk, run).await,
        }
    }

    fn person(id: String) -> Self {
        Self {
            by: Some(By::Person(id)),
            ids: Vec::new(),
            unrecognized: false,
        }
    }

    async fn with_id(id: String, desk: &Desk, run: &Run<'_>) -> Result<Self> {
        let call = directory_objects::by_ids(std::slice::from_ref(&id), &["user", "servicePrincipal"]);
        let reply = desk.pipeline.send(&call, run).await?;
        let first = reply.body.get("value").and_then(|value| value.get(0));
        let mut found = first.and_then(directory_objects::read);
        if found.is_none() {
            let call = directory_objects::service_principal(&id);
            let reply = desk.pipeline.send(&call, run).await?;
            let body = Some(&reply.body)
                .filter(|body| reply.is_success() && body.get("id").is_some_and(Value::is_string));
            found = body.and_then(directory_objects::read).map(|found| Found {
                is_application: true,
                ..found
            });
        }
        Ok(match found {
            Some(found) if !found.is_application => Self::person(id),
            Some(found) => {
                let ids = [Some(found.id), found.app_id, Some(id)];
                Self {
                    by: found.display_name.map(By::Application),
                    ids: ids.into_iter().flatten().collect(),
                    unrecognized: false,
                }
            }
            // Deleted, or hidden from this sign-in: the log may still know the id, as a person's or as an application's.
            None => Self {
                by: None,
                ids: vec![id],
                unrecognized: true,
            },
        })
    }

    /// Whether they are the one who acted.
    pub(super) fn acted(&self, record: &Record) -> bool {
        if self.ids.is_empty() {
            return true;
        }
        let own = |id: &Option<String>| {
            id.as_deref()
                .is_some_and(|id| self.ids.iter().any(|own| own.eq_ignore_ascii_case(id)))
        };
        let Some(by) = &record.initiated_by else {
            return false;
        };
        match (&by.user, &by.app) {
            (Some(user), _) => own(&user.id),
            (None, Some(app)) => {
                let nameless = app.service_principal_id.is_none() && app.app_id.is_none();
                own(&app.service_principal_id) || own(&app.app_id) || (nameless && self.by.is_some())
            }
            (None, None) => false,
        }
    }
}
