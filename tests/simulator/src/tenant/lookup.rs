//! Orders and addresses of people: made when first asked for, and kept up to date as people come and change, so that
//! no page of a collection reads everybody (facts 1.3).

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::directory::User;

/// What people are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortKey {
    DisplayName,
    UserPrincipalName,
    Created,
}

impl SortKey {
    /// What two people are compared by.
    pub(crate) fn text(self, user: &User) -> String {
        match self {
            Self::DisplayName => user.display_name.to_lowercase(),
            Self::UserPrincipalName => user.user_principal_name.to_lowercase(),
            // Digits of one length compare like the instants, before 1970 too.
            Self::Created => format!("{:032}", user.created.unix_timestamp_nanos() + (1 << 100)),
        }
    }
}

/// How much of the directory's history something has taken in.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    users: usize,
    changes: usize,
}

/// All orders and addresses that were asked for so far.
#[derive(Debug, Default)]
pub(crate) struct Lookups {
    orders: Vec<(SortKey, Seen, Vec<u32>)>,
    addresses: Option<(Seen, Vec<(u64, u32)>)>,
}

impl Lookups {
    /// Brings an order up to date. `changes` names people who changed, in the order in which they did.
    pub(super) fn prepare_order(&mut self, by: SortKey, users: &[User], changes: &[u32]) {
        let now = Seen {
            users: users.len(),
            changes: changes.len(),
        };
        let place = match self.orders.iter().position(|(known, ..)| *known == by) {
            Some(place) => place,
            None => {
                self.orders.push((by, now, sorted(by, users)));
                return;
            }
        };
        let (_, seen, order) = &mut self.orders[place];
        let stale = stale(*seen, users.len(), changes);
        *seen = now;
        if stale.len() > users.len() / 16 + 16 {
            *order = sorted(by, users);
            return;
        }
        if stale.is_empty() {
            return;
        }
        order.retain(|place| !stale.contains(place));
        for place in stale {
            let key = (by.text(&users[place as usize]), place);
            let at = order.partition_point(|other| (by.text(&users[*other as usize]), *other) < key);
            order.insert(at, place);
        }
    }

    /// Everybody in an order that was prepared.
    pub(super) fn order(&self, by: SortKey) -> &[u32] {
        let found = self.orders.iter().find(|(known, ..)| *known == by);
        found.map_or(&[], |(_, _, order)| order)
    }

    /// Brings the addresses up to date.
    pub(super) fn prepare_addresses(&mut self, users: &[User], changes: &[u32]) {
        let now = Seen {
            users: users.len(),
            changes: changes.len(),
        };
        let nobody = Seen { users: 0, ..now };
        let (seen, known) = self.addresses.get_or_insert_with(|| (nobody, Vec::new()));
        let stale = stale(*seen, users.len(), changes);
        *seen = now;
        if !stale.is_empty() {
            // Former addresses stay; whoever asks looks at the person anyway.
            known.extend(stale.into_iter().flat_map(|place| addresses(users, place)));
            known.sort();
            known.dedup();
        }
    }

    /// The people who may have an address, by `mail`, `otherMails` or `proxyAddresses`, once those were prepared.
    pub(super) fn at_address(&self, address: &str) -> impl Iterator<Item = u32> {
        let hash = hash(address);
        let known = self.addresses.as_ref().map_or(&[][..], |(_, known)| known);
        let first = known.partition_point(|(other, _)| *other < hash);
        known[first..]
            .iter()
            .take_while(move |(other, _)| *other == hash)
            .map(|(_, place)| *place)
    }
}

fn sorted(by: SortKey, users: &[User]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(users.len()).collect();
    order.sort_by_cached_key(|place| by.text(&users[*place as usize]));
    order
}

/// Who came or changed since.
fn stale(seen: Seen, users: usize, changes: &[u32]) -> HashSet<u32> {
    let came = (0..).take(users).skip(seen.users);
    let changed = changes[seen.changes.min(changes.len())..].iter().copied();
    came.chain(changed).collect()
}

fn addresses(users: &[User], place: u32) -> impl Iterator<Item = (u64, u32)> {
    let user = &users[place as usize];
    let all = user
        .mail
        .iter()
        .chain(&user.other_mails)
        .chain(&user.proxy_addresses);
    all.map(move |address| (hash(address), place))
}

fn hash(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.to_lowercase().hash(&mut hasher);
    hasher.finish()
}
