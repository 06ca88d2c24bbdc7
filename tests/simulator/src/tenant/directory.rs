//! The people of the tenant and the two keys by which the service finds them (facts 1.1, 1.2).

use std::collections::HashMap;

use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Tenant;
use super::lookup::{Lookups, SortKey};
use super::method::Method;
use super::registration::Run;
use crate::scenario::{DefaultMethod, MethodDetail, PerUserMfaState, PersonSignIn, UserType};
use crate::snapshot::{MethodState, UserState};

/// A person. Texts are boxed to their length: tenants of 100,000 people are ordinary.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Uuid,
    pub(crate) user_principal_name: Box<str>,
    pub(crate) display_name: Box<str>,
    pub(crate) given_name: Option<Box<str>>,
    pub(crate) surname: Option<Box<str>>,
    pub(crate) mail: Option<Box<str>>,
    pub(crate) other_mails: Box<[Box<str>]>,
    pub(crate) proxy_addresses: Box<[Box<str>]>,
    pub(crate) user_type: UserType,
    pub(crate) account_enabled: bool,
    pub(crate) on_premises_sync_enabled: Option<bool>,
    pub(crate) external_user_state: Option<Box<str>>,
    pub(crate) department: Option<Box<str>>,
    pub(crate) job_title: Option<Box<str>>,
    pub(crate) office_location: Option<Box<str>>,
    pub(crate) mobile_phone: Option<Box<str>>,
    pub(crate) preferred_language: Option<Box<str>>,
    pub(crate) usage_location: Option<Box<str>>,
    pub(crate) employee_id: Option<Box<str>>,
    pub(crate) created: OffsetDateTime,
    pub(crate) last_sign_in: Option<OffsetDateTime>,
    pub(crate) sessions_valid_from: OffsetDateTime,
    /// When the password was set.
    pub(crate) password_set: OffsetDateTime,
    pub(crate) methods: Vec<Method>,
    pub(crate) default: DefaultMethod,
    /// The default before the last deletion, and until when reads still show it.
    pub(crate) former_default: Option<(DefaultMethod, OffsetDateTime)>,
    pub(crate) system_preferred: bool,
    pub(crate) per_user_mfa_state: PerUserMfaState,
    pub(crate) sign_in: Option<Box<PersonSignIn>>,
    pub(crate) deleted: bool,
    pub(crate) writes: u64,
}

impl User {
    /// The methods that are truly registered.
    pub(crate) fn registered(&self) -> impl Iterator<Item = &Method> {
        self.methods.iter().filter(|method| method.hidden_from.is_none())
    }

    /// The methods that a read shows.
    pub(crate) fn listed(&self, now: OffsetDateTime) -> impl Iterator<Item = &Method> {
        self.methods.iter().filter(move |method| method.is_listed(now))
    }

    /// The default that a read shows.
    pub(crate) fn reported_default(&self, now: OffsetDateTime) -> DefaultMethod {
        match self.former_default {
            Some((former, until)) if now < until => former,
            _ => self.default,
        }
    }

    /// The codes and keys of the person.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = String> {
        self.methods.iter().filter_map(|method| match &method.detail {
            MethodDetail::TemporaryAccessPass(pass) => pass.temporary_access_pass.clone(),
            MethodDetail::HardwareOath(token) => token.device.secret_key.clone(),
            MethodDetail::SoftwareOath(token) => token.secret_key.clone(),
            MethodDetail::QrCodePin(method) => method.pin.as_ref().and_then(|pin| pin.code.clone()),
            _ => None,
        })
    }

    pub(crate) fn snapshot(&self, tenant: &Tenant, now: OffsetDateTime, roles: Vec<String>) -> UserState {
        UserState {
            id: self.id.to_string(),
            user_principal_name: self.user_principal_name.to_string(),
            display_name: self.display_name.to_string(),
            account_enabled: self.account_enabled,
            deleted: self.deleted,
            roles,
            methods: self
                .registered()
                .map(|method| method_state(self, method, tenant, now))
                .collect(),
            default: self.default,
            system_preferred: self.system_preferred,
            per_user_mfa_state: self.per_user_mfa_state,
            sign_in_sessions_valid_from_date_time: self.sessions_valid_from,
            writes: self.writes,
        }
    }
}

fn method_state(user: &User, method: &Method, tenant: &Tenant, now: OffsetDateTime) -> MethodState {
    let kind = match &method.detail {
        MethodDetail::Other { type_name, .. } => type_name.to_string(),
        known => known.kind().name().to_owned(),
    };
    let mut properties: Map<String, Value> = method.shown_properties(user, tenant, now);
    properties.remove("id");
    properties.remove("kind");
    MethodState {
        kind,
        id: method.id.to_string(),
        properties,
    }
}

/// Everybody, findable by object id, by user principal name and by address, and in order.
#[derive(Default)]
pub(crate) struct Directory {
    users: Vec<User>,
    by_id: HashMap<Uuid, u32>,
    by_name: HashMap<Box<str>, u32>,
    /// Who was changed, in the order of the changes.
    changes: Vec<u32>,
    lookups: Lookups,
    /// The last batch run of the registration report.
    run: Option<Run>,
}

impl Directory {
    pub(crate) fn with_capacity(people: usize) -> Self {
        Self {
            users: Vec::with_capacity(people),
            by_id: HashMap::with_capacity(people),
            by_name: HashMap::with_capacity(people),
            changes: Vec::new(),
            lookups: Lookups::default(),
            run: None,
        }
    }

    /// Adds a person; gives the person back when a key is taken.
    pub(crate) fn add(&mut self, user: User) -> Result<usize, Box<User>> {
        let name = user.user_principal_name.to_lowercase().into_boxed_str();
        if self.by_id.contains_key(&user.id) || self.by_name.contains_key(&name) {
            return Err(Box::new(user));
        }
        let Ok(place) = u32::try_from(self.users.len()) else {
            return Err(Box::new(user));
        };
        self.by_id.insert(user.id, place);
        self.by_name.insert(name, place);
        self.users.push(user);
        Ok(place as usize)
    }

    /// Everybody who ever was, in order of creation; positions never change.
    pub(crate) fn everybody(&self) -> &[User] {
        &self.users
    }

    /// Everybody who is in the directory.
    pub(crate) fn people(&self) -> impl Iterator<Item = &User> {
        self.users.iter().filter(|user| !user.deleted)
    }

    /// How many people there are, deleted ones included.
    pub(crate) fn len(&self) -> usize {
        self.users.len()
    }

    /// The person at a position.
    pub(crate) fn at(&self, place: usize) -> &User {
        &self.users[place]
    }

    /// The person at a position, to be changed.
    pub(crate) fn at_mut(&mut self, place: usize) -> &mut User {
        if let Ok(changing) = u32::try_from(place) {
            self.changes.push(changing);
            if let Some(run) = &mut self.run {
                run.note(changing, &self.users[place]);
            }
        }
        &mut self.users[place]
    }

    /// The last batch run of the registration report.
    pub(crate) fn run(&self) -> Option<&Run> {
        self.run.as_ref()
    }

    pub(super) fn begin_run(&mut self, run: Run) {
        self.run = Some(run);
    }

    /// Makes [`in_order`](Self::in_order) tell the truth until somebody comes or changes.
    pub(crate) fn prepare_order(&mut self, by: SortKey) {
        self.lookups.prepare_order(by, &self.users, &self.changes);
    }

    /// Everybody who ever was, by position, in an order that was prepared.
    pub(crate) fn in_order(&self, by: SortKey) -> &[u32] {
        self.lookups.order(by)
    }

    /// The positions of those who may have the address, by `mail`, `otherMails` or `proxyAddresses`.
    pub(crate) fn at_address(&mut self, address: &str) -> impl Iterator<Item = usize> {
        self.lookups.prepare_addresses(&self.users, &self.changes);
        self.lookups.at_address(address).map(|place| place as usize)
    }

    /// The position of the person with this object id or user principal name.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        self.place(key).filter(|place| !self.users[*place].deleted)
    }

    /// The position of the person with this object id.
    pub(crate) fn find_id(&self, id: Uuid) -> Option<usize> {
        let place = *self.by_id.get(&id)? as usize;
        (!self.users[place].deleted).then_some(place)
    }

    pub(crate) fn find_even_deleted(&self, key: &str) -> Option<&User> {
        self.place(key).map(|place| &self.users[place])
    }

    /// The position of the person with this object id or user principal name, deleted or not.
    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        let place = match Uuid::try_parse(key) {
            Ok(id) => self.by_id.get(&id),
            Err(_) => self.by_name.get(key.to_lowercase().as_str()),
        };
        place.map(|place| *place as usize)
    }
}
