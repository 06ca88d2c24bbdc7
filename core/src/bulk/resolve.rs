//! From names to object ids, many in one request. Lists are asked first; who is in none is asked for alone, because lists
//! lag behind (facts 1.3), then by address.

use crate::api::User;
use crate::error::{Error, Result};
use crate::graph::user_references::Reference;
use crate::graph::{Pages, UserKey, items, user_references, users};
use crate::http::{Call, Reply, Run, Version};
use crate::ops::{Desk, people};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Whom the questions are about, in errors.
const EVERYBODY: &str = "the people of the input";

/// What became of one name: an object id, or why there is none.
pub(super) type Found = std::result::Result<String, String>;

/// One row: whom it names, and what else it calls the person.
pub(super) type Named<'a> = (&'a UserKey, &'a [UserKey]);

/// Finds everybody whom these rows name. What a row calls the person beside must lead to the same one.
///
/// # Errors
/// What would meet every name: the sign-in is over, the service cannot be reached, people may not be read.
pub(super) async fn resolve(desk: &Desk, rows: &[Named<'_>], run: &Run<'_>) -> Result<Vec<Found>> {
    let mut search = Search {
        desk,
        run,
        found: HashMap::new(),
        addresses: HashSet::new(),
    };
    let first: Vec<_> = rows.iter().map(|(key, _)| *key).collect();
    search.all(&first).await?;
    // Most names are known by now: whoever was found by the id was read with name and address.
    let others: Vec<_> = rows
        .iter()
        .flat_map(|(key, others)| others.iter().map(move |other| (*key, other)))
        .filter(|(key, other)| search.id_of(key).is_some() && !search.is_address_of(key, other))
        .map(|(_, other)| other)
        .collect();
    search.all(&others).await?;
    Ok(rows.iter().map(|row| search.told_of_row(*row)).collect())
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
    /// The object ids that were found, each with the mail address that was read with it. That the address leads to nobody
    /// else is not known.
    addresses: HashSet<(String, String)>,
}

impl Search<'_> {
    async fn all(&mut self, keys: &[&UserKey]) -> Result<()> {
        self.in_lists(keys).await?;
        self.alone(keys).await?;
        self.by_address(keys).await
    }

    /// Takes somebody whom the service described.
    fn learn(&mut self, user: Reference) {
        let id = user.id.to_ascii_lowercase();
        self.found.insert(id.clone(), Whom::One(id.clone()));
        if let Some(mail) = user.mail {
            self.addresses.insert((id.clone(), mail.to_ascii_lowercase()));
        }
        if !user.user_principal_name.is_empty() {
            let name = user.user_principal_name.to_ascii_lowercase();
            self.found.insert(name, Whom::One(id));
        }
    }

    fn id_of(&self, key: &UserKey) -> Option<&str> {
        match self.found.get(&folded(key)) {
            Some(Whom::One(id)) => Some(id),
            _ => None,
        }
    }

    /// Whether this is the address of whoever has that name.
    fn is_address_of(&self, key: &UserKey, address: &UserKey) -> bool {
        self.id_of(key).is_some_and(|id| {
            self.addresses
                .contains(&(id.to_ascii_lowercase(), folded(address)))
        })
    }

    fn told_of_row(&self, (key, others): Named<'_>) -> Found {
        let id = self.told(key)?;
        let is_same = |other: &&UserKey| {
            let same = |found: &str| found.eq_ignore_ascii_case(&id);
            self.id_of(other).is_some_and(same) || self.is_address_of(key, other)
        };
        match others.iter().find(|other| !is_same(other)) {
            None => Ok(id),
            Some(other) => Err(format!(
                "its columns name different people: {} and {}; correct the row, or keep one of them",
                key.as_str(),
                other.as_str()
            )),
        }
    }

    async fn in_lists(&mut self, keys: &[&UserKey]) -> Result<()> {
        let open = self.open(keys);
        let calls = user_references::lists(open.iter().copied());
        for (call, reply) in calls.iter().zip(self.ask(&calls).await?) {
            // One name that the service does not take spoils a list: each is then asked for alone.
            if reply.status == 400 {
                continue;
            }
            for item in self.whole_list(call, reply, EVERYBODY).await? {
                self.learn(user_references::read(&item)?);
            }
        }
        Ok(())
    }

    async fn alone(&mut self, keys: &[&UserKey]) -> Result<()> {
        let open = self.open(keys);
        let calls: Vec<_> = open.iter().map(|key| user_references::get(key)).collect();
        for (key, reply) in open.into_iter().zip(self.ask(&calls).await?) {
            let whom = match (reply.status, key) {
                _ if reply.is_success() => {
                    let user = user_references::read(&reply.body)?;
                    let whom = Whom::One(user.id.clone());
                    self.learn(user);
                    whom
                }
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
