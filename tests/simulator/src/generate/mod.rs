//! Invents people: several cultures, awkward names, guests, synced and disabled accounts, a realistic mix of
//! methods. The same seed gives the same people.

mod methods;
mod names;
mod school;

use std::collections::HashMap;

use fastrand::Rng;
use time::{Duration, OffsetDateTime};

use crate::scenario::{Generate, PerUserMfaState, Person, UserType};

const DEPARTMENTS: &[&str] = &[
    "Finance",
    "Sales",
    "Operations",
    "Research",
    "Legal",
    "Human Resources",
    "IT",
    "Logistics",
    "Field Service",
];
const TITLES: &[&str] = &[
    "Manager",
    "Specialist",
    "Analyst",
    "Engineer",
    "Assistant",
    "Consultant",
    "Lead",
];
const GUEST_DOMAINS: &[&str] = &[
    "contoso.example",
    "adatum.example",
    "litware.example",
    "northwind.example",
];
/// Who administers a tenant, and one such person in how many.
const ADMINISTRATORS: &[(&str, usize)] = &[
    ("Global Administrator", 900),
    ("Authentication Administrator", 120),
    ("Privileged Authentication Administrator", 800),
    ("Helpdesk Administrator", 150),
    ("User Administrator", 400),
    ("Global Reader", 500),
    ("Reports Reader", 600),
    ("Directory Readers", 300),
];

pub(crate) use school::people as people_of_schools;

/// The invented people of a tenant, one after the other.
pub fn people(how: Generate, domain: &str, now: OffsetDateTime) -> impl Iterator<Item = Person> + use<> {
    let mut inventor = Inventor::new(how.seed, domain, now, how.users);
    (0..how.users).map(move |place| inventor.person(place))
}

struct Inventor {
    random: Rng,
    domain: String,
    now: OffsetDateTime,
    /// How often a sign-in name was wanted already.
    taken: HashMap<String, u32>,
}

impl Inventor {
    fn new(seed: u64, domain: &str, now: OffsetDateTime, people: usize) -> Self {
        Self {
            random: Rng::with_seed(seed),
            domain: domain.to_owned(),
            now,
            taken: HashMap::with_capacity(people),
        }
    }

    fn person(&mut self, place: usize) -> Person {
        let culture = &names::CULTURES[self.random.usize(..names::CULTURES.len())];
        let given = self.pick(culture.given);
        let surname = self.surname(culture);
        let guest = self.one_in(16);
        let local = self.local_part(given, &surname);
        let (upn, mail) = if guest {
            let home = self.pick(GUEST_DOMAINS);
            (
                format!("{}_{home}#EXT#@{}", local, self.domain),
                format!("{local}@{home}"),
            )
        } else {
            let upn = format!("{local}@{}", self.domain);
            (upn.clone(), upn)
        };
        let roles = if guest { Vec::new() } else { self.roles(place) };
        let methods = methods::of_person(&mut self.random, self.now, guest, !roles.is_empty());
        let per_user_mfa_state = match self.random.u32(..100) {
            0..85 => PerUserMfaState::Disabled,
            85..90 => PerUserMfaState::Enabled,
            _ => PerUserMfaState::Enforced,
        };
        let proxy_addresses = if !guest && self.one_in(8) {
            let alias = format!("smtp:{}{}@{}", &local[..1], place, self.domain);
            Some(vec![format!("SMTP:{mail}"), alias])
        } else {
            None
        };
        Person {
            user_principal_name: Some(upn),
            display_name: Some(format!("{given} {surname}")),
            given_name: Some(given.into()),
            surname: Some(surname),
            other_mails: if guest { vec![mail.clone()] } else { Vec::new() },
            mail: Some(mail),
            proxy_addresses,
            user_type: Some(if guest { UserType::Guest } else { UserType::Member }),
            account_enabled: Some(!self.one_in(25)),
            on_premises_sync_enabled: (!guest && self.one_in(3)).then_some(true),
            external_user_state: guest.then(|| {
                if self.one_in(5) {
                    "PendingAcceptance".into()
                } else {
                    "Accepted".into()
                }
            }),
            department: (!guest).then(|| self.pick(DEPARTMENTS).into()),
            job_title: (!guest).then(|| self.pick(TITLES).into()),
            usage_location: Some(culture.country.into()),
            preferred_language: (!guest).then(|| culture.language.into()),
            employee_id: (!guest).then(|| format!("{}", 100_000 + place)),
            last_sign_in_date_time: self.last_sign_in(place),
            created_date_time: Some(self.now - Duration::days(i64::from(self.random.u16(30..2500)))),
            roles,
            methods,
            per_user_mfa_state,
            ..Person::default()
        }
    }

    /// Most were here within the last weeks, some long ago, some never.
    fn last_sign_in(&self, place: usize) -> Option<OffsetDateTime> {
        let mut random = Rng::with_seed(place as u64);
        match random.u32(..100) {
            0..8 => None,
            8..20 => Some(self.now - Duration::minutes(random.i64(60_000..300_000))),
            _ => Some(self.now - Duration::minutes(random.i64(5..30_000))),
        }
    }

    fn surname(&mut self, culture: &names::Culture) -> String {
        let surname = self.pick(culture.surnames);
        if culture.doubles && self.one_in(9) {
            format!("{surname}-{}", self.pick(culture.surnames))
        } else {
            surname.into()
        }
    }

    /// A sign-in name nobody has yet. Apostrophes and hyphens stay; other letters lose their accents.
    fn local_part(&mut self, given: &str, surname: &str) -> String {
        let wanted = format!("{}.{}", names::plain(given), names::plain(surname));
        let times = self.taken.entry(wanted.clone()).or_insert(0);
        *times += 1;
        if *times == 1 {
            wanted
        } else {
            format!("{wanted}{times}")
        }
    }

    fn roles(&mut self, place: usize) -> Vec<String> {
        // Every tenant has somebody in charge.
        if place == 0 {
            return vec!["Global Administrator".into()];
        }
        let mut roles = Vec::new();
        for (role, one_in) in ADMINISTRATORS {
            if self.one_in(*one_in) {
                roles.push((*role).into());
            }
        }
        roles
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.random.usize(..from.len())]
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.random.usize(..many) == 0
    }
}
