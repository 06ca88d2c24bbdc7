//! From names to object ids, many in one request. Lists are asked first; who is in none is asked for alone, because lists
//! lag behind (facts 1.3), then by address.

use crate::api::User;
use crate::error::{Error, Result};
use crate::graph::{Pages, UserKey, items, user_references, users};
use crate::http::{Call, Reply, Run, Version};
use crate::ops::{Desk, people};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Whom the questions are about, in errors.
const EVERYBODY: &str = "the people of the input";

/// What became of one name: an object id, or why there is none.
pub(super) type Found = std::result::Result<String, String>;

/// Finds everybody of these names.
///
/// # Errors
/// What would meet every name: the sign-in is over, the service cannot be reached, people may not be read.
pub(super) async fn resolve(desk: &Desk, keys: &[&UserKey], run: &Run<'_>) -> Result<Vec<Found>> {
    let mut search = Search {
        desk,
        run,
        found: HashMap::new(),
    };
    search.in_lists(keys).await?;
    search.alone(keys).await?;
    search.by_address(keys).await?;
    Ok(keys.iter().map(|key| search.told(key)).collect())
}

/// Whom a name means. Two spellings of it mean the same, and each is told as it was given.
enum Whom {
    One(String),
    Nobody,
    Several(Vec<User>),
    /// The service's words.
    Refused(String),
}

struct Search<'a> {
    desk: &'a Desk,
    run: &'a Run<'a>,
    /// By name in lower case. Who is not in it was not found yet.
    found: HashMap<String, Whom>,
}

impl Search<'_> {
    async fn in_lists(&mut self, keys: &[&UserKey]) -> Result<()> {
        let open = self.open(keys);
        let calls = user_references::lists(open.iter().copied());
        for (call, reply) in calls.iter().zip(self.ask(&calls).await?) {
            // One name that the service does not take spoils a list: each is then asked for alone.
            if reply.status == 400 {
                continue;
            }
            for item in self.whole_list(call, reply, EVERYBODY).await? {
                let user = user_references::read(&item)?;
                let id = user.id.to_ascii_lowercase();
                self.found.insert(id.clone(), Whom::One(id.clone()));
                if !user.user_principal_name.is_empty() {
                    let name = user.user_principal_name.to_ascii_lowercase();
                    self.found.insert(name, Whom::One(id));
                }
            }
        }
        Ok(())
    }

    async fn alone(&mut self, keys: &[&UserKey]) -> Result<()> {
        let open = self.open(keys);
        let calls: Vec<_> = open.iter().map(|key| user_references::get(key)).collect();
        for (key, reply) in open.into_iter().zip(self.ask(&calls).await?) {
            let whom = match (reply.status, key) {
                _ if reply.is_success() => Whom::One(user_references::read(&reply.body)?.id),
                (404, UserKey::Name(_)) => continue,
                (404, UserKey::Id(_)) => Whom::Nobody,
                (400, _) => {
                    let error = self.desk.pipeline.error_of(&reply, key.as_str());
                    Whom::Refused(error.message().to_owned())
                }
                _ => return Err(self.desk.pipeline.error_of(&reply, EVERYBODY)),
            };
            self.found.insert(folded(key), whom);
        }
        Ok(())
    }

    async fn by_address(&mut self, keys: &[&UserKey]) -> Result<()> {
        let open = self.open(keys);
        let calls: Vec<_> = open.iter().map(|key| users::by_address(key.as_str())).collect();
        let replies = self.ask(&calls).await?;
        for ((key, call), reply) in open.into_iter().zip(&calls).zip(replies) {
            let mut found = Vec::new();
            for item in self.whole_list(call, reply, key.as_str()).await? {
                let user = users::read(&item)?;
                // Pages overlap when the directory changes between them.
                if !found.iter().any(|known: &User| known.id == user.id) {
                    found.push(user);
                }
            }
            let whom = match &found[..] {
                [] => Whom::Nobody,
                [one] => Whom::One(one.id.clone()),
                _ => Whom::Several(found),
            };
            self.found.insert(folded(key), whom);
        }
        Ok(())
    }

    /// Of whom nothing is known yet, each once.
    fn open<'k>(&self, keys: &[&'k UserKey]) -> Vec<&'k UserKey> {
        let mut asked = HashSet::new();
        let open = |key: &&&UserKey| {
            let folded = folded(key);
            !self.found.contains_key(&folded) && asked.insert(folded)
        };
        keys.iter().filter(open).copied().collect()
    }

    fn told(&self, key: &UserKey) -> Found {
        match self.found.get(&folded(key)) {
            Some(Whom::One(id)) => Ok(id.clone()),
            Some(Whom::Several(people)) => Err(told(&people::ambiguous(people, key.as_str()))),
            Some(Whom::Refused(why)) => Err(why.clone()),
            Some(Whom::Nobody) | None => Err(nobody(key)),
        }
    }

    async fn ask(&self, calls: &[Call]) -> Result<Vec<Reply>> {
        self.desk
            .pipeline
            .send_together(Version::V1, calls, self.run)
            .await
    }

    /// The items of a list: of the page that was in the batch, and of those behind it.
    async fn whole_list(&self, call: &Call, mut reply: Reply, subject: &str) -> Result<Vec<Value>> {
        let pipeline = &self.desk.pipeline;
        if !reply.is_success() {
            return Err(pipeline.error_of(&reply, subject));
        }
        let mut pages = Pages::after(pipeline, self.run, call, &reply, subject)?;
        let mut all = items(&mut reply)?;
        while let Some(more) = pages.next().await? {
            all.extend(more);
        }
        Ok(all)
    }
}

fn folded(key: &UserKey) -> String {
    key.as_str().to_ascii_lowercase()
}

fn nobody(key: &UserKey) -> String {
    let (what, name) = match key {
        UserKey::Id(id) => ("object id", id),
        UserKey::Name(name) => ("name or address", name),
    };
    format!("nobody in the tenant has the {what} {name}; deleted people do not count")
}

fn told(error: &Error) -> String {
    let remedy = error.what_to_do().map(|remedy| format!("; {remedy}"));
    format!("{}{}", error.message(), remedy.unwrap_or_default())
}
