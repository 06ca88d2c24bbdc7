//! The tenant's hardware tokens: each is in the drawer or with a person (facts 2.4).
//!
//! A token that somebody has lives in that person's method; the inventory knows where to look.

use std::collections::HashMap;

use super::directory::User;
use super::method::Method;
use crate::scenario::{HardwareToken, MethodDetail, TokenStatus};

/// Every token, in the order of adding.
#[derive(Default)]
pub(crate) struct Inventory {
    places: Vec<Place>,
    by_id: HashMap<Box<str>, usize>,
    by_serial: HashMap<Box<str>, usize>,
    /// Number of the next token that has no serial number of its own.
    next_serial: u32,
}

/// Where a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// With nobody.
    Drawer(Box<HardwareToken>),
    /// With the person at a position, under this id.
    Person(usize, Box<str>),
    /// Deleted.
    Nowhere,
}

/// What keeps a token from being added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Id,
    SerialNumber,
}

impl Inventory {
    /// Adds a token that nobody has.
    pub(crate) fn add(&mut self, token: HardwareToken) -> Result<(), Taken> {
        self.enter(&token)?;
        self.places.push(Place::Drawer(Box::new(token)));
        Ok(())
    }

    /// Learns of a token that somebody has.
    pub(crate) fn add_of(&mut self, person: usize, token: &HardwareToken) -> Result<(), Taken> {
        self.enter(token)?;
        self.places.push(Place::Person(person, token.id.as_str().into()));
        Ok(())
    }

    fn enter(&mut self, token: &HardwareToken) -> Result<(), Taken> {
        let (id, serial) = (lower(&token.id), lower(&token.serial_number));
        if self.by_id.contains_key(&id) {
            return Err(Taken::Id);
        }
        if self.by_serial.contains_key(&serial) {
            return Err(Taken::SerialNumber);
        }
        self.by_id.insert(id, self.places.len());
        self.by_serial.insert(serial, self.places.len());
        Ok(())
    }

    /// A serial number that no token has.
    pub(crate) fn new_serial(&mut self) -> String {
        loop {
            self.next_serial += 1;
            let serial = format!("SIM{:08}", self.next_serial);
            if !self.by_serial.contains_key(&lower(&serial)) {
                return serial;
            }
        }
    }

    /// Position of the token with this id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(&lower(id)).copied()
    }

    /// Position of the token with this serial number.
    pub(crate) fn find_serial(&self, serial: &str) -> Option<usize> {
        self.by_serial.get(&lower(serial)).copied()
    }

    /// Where the token at a position is.
    pub(crate) fn at(&self, token: usize) -> &Place {
        &self.places[token]
    }

    /// The token at a position, if nobody has it.
    pub(crate) fn in_drawer(&mut self, token: usize) -> Option<&mut HardwareToken> {
        match &mut self.places[token] {
            Place::Drawer(token) => Some(token),
            Place::Person(..) | Place::Nowhere => None,
        }
    }

    /// Positions of all tokens that there are.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        let there = self
            .places
            .iter()
            .enumerate()
            .filter(|(_, place)| **place != Place::Nowhere);
        there.map(|(token, _)| token)
    }

    /// Takes a token out of the drawer for a person.
    pub(crate) fn hand_out(&mut self, token: usize, person: usize) -> Option<HardwareToken> {
        let Place::Drawer(held) = &mut self.places[token] else {
            return None;
        };
        let held = std::mem::take(&mut **held);
        self.places[token] = Place::Person(person, held.id.as_str().into());
        Some(HardwareToken {
            status: Some(TokenStatus::Assigned),
            ..held
        })
    }

    /// Puts a token back into the drawer.
    pub(crate) fn take_back(&mut self, token: HardwareToken) {
        if let Some(place) = self.find(&token.id) {
            self.places[place] = Place::Drawer(Box::new(HardwareToken {
                status: Some(TokenStatus::Available),
                ..token
            }));
        }
    }

    /// Deletes a token that nobody has; tells whether it did.
    pub(crate) fn delete(&mut self, token: usize) -> bool {
        let Some(held) = self.in_drawer(token) else {
            return false;
        };
        let (id, serial) = (lower(&held.id), lower(&held.serial_number));
        self.by_id.remove(&id);
        self.by_serial.remove(&serial);
        self.places[token] = Place::Nowhere;
        true
    }

    /// The keys of the tokens that nobody has.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &String> {
        self.places.iter().filter_map(|place| match place {
            Place::Drawer(token) => token.secret_key.as_ref(),
            Place::Person(..) | Place::Nowhere => None,
        })
    }
}

impl User {
    /// The token with this id, if the person has it.
    pub(crate) fn token(&self, id: &str) -> Option<(&Method, &HardwareToken)> {
        self.registered().find_map(|method| match &method.detail {
            MethodDetail::HardwareOath(held) if held.device.id.eq_ignore_ascii_case(id) => {
                Some((method, &held.device))
            }
            _ => None,
        })
    }
}

fn lower(text: &str) -> Box<str> {
    text.to_lowercase().into()
}
