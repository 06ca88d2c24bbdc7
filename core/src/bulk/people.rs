//! The people of a run, packed: a hundred thousand of them fit into three megabytes.

use crate::api::Scope;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::ObjectId;
use std::collections::HashMap;
use std::sync::Arc;

/// What is said for one person instead of what the run says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Special {
    pub(crate) scope: Option<Scope>,
    pub(crate) reason: Option<String>,
    pub(crate) ticket: Option<String>,
    pub(crate) lifetime_minutes: Option<u32>,
    /// From which methods the plan was made, for a saved plan.
    pub(crate) fingerprint: Option<String>,
    /// Who made that plan.
    pub(crate) planned_by: Option<String>,
    /// An earlier life of the run may have made a pass for the person, and told nobody.
    pub(crate) left_a_pass: bool,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// The position among the people of the run, from 0.
    pub(crate) index: u32,
    /// The line of the input.
    pub(crate) line: u32,
    /// The object id, in lower case.
    pub(crate) id: String,
    pub(crate) special: Option<Special>,
}

#[derive(Clone, Copy)]
struct Packed {
    id: ObjectId,
    line: u32,
    /// The place among the specials, from 1; none is 0.
    special: u32,
}

/// How many people are kept in one piece: a list that grows by doubling would need room for twice as many.
const PIECE: usize = 4096;

/// The people of a run, in the order of its input.
#[derive(Default)]
pub(crate) struct People {
    pieces: Vec<Vec<Packed>>,
    /// Each once: as a rule all people of a run have the same ticket.
    specials: Vec<Arc<Special>>,
    places: HashMap<Arc<Special>, u32>,
}

impl People {
    pub(crate) fn len(&self) -> usize {
        // All pieces but the last are full.
        let last = self.pieces.last().map_or(0, Vec::len);
        self.pieces.len().saturating_sub(1) * PIECE + last
    }

    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.len()).unwrap_or(u32::MAX)
    }

    /// Adds somebody, whether the person is there already or not. The position.
    ///
    /// # Errors
    /// `unexpectedReply` for what is no object id.
    pub(crate) fn push(&mut self, line: u32, id: &str, special: Option<Special>) -> Result<u32> {
        Ok(self.push_id(line, object_id(id)?, special))
    }

    fn push_id(&mut self, line: u32, id: ObjectId, special: Option<Special>) -> u32 {
        let index = self.count();
        let special = self.place(special);
        let person = Packed { id, line, special };
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(person),
            // A run of one person should not take room for thousands.
            None => self.pieces.push(vec![person]),
            Some(_) => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(person);
                self.pieces.push(piece);
            }
        }
        index
    }

    /// Somebody by position, which must be one of theirs.
    pub(crate) fn get(&self, index: u32) -> Person {
        let packed = self.packed(index);
        Person {
            index,
            line: packed.line,
            id: packed.id.to_string(),
            special: self.special(packed.special).cloned(),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Person> + '_ {
        (0..self.count()).map(|index| self.get(index))
    }

    /// Marks somebody with whom an earlier life of the run has begun: the person has other methods than the plan was made
    /// from by now, which is the run's own doing, and perhaps a pass that nobody was told.
    pub(crate) fn mark_begun(&mut self, index: u32, left_a_pass: bool) {
        let special = self.special(self.packed(index).special);
        let special = Special {
            fingerprint: None,
            planned_by: None,
            left_a_pass,
            ..special.cloned().unwrap_or_default()
        };
        let place = self.place(Some(special));
        self.pieces[index as usize / PIECE][index as usize % PIECE].special = place;
    }

    fn packed(&self, index: u32) -> &Packed {
        &self.pieces[index as usize / PIECE][index as usize % PIECE]
    }

    fn special(&self, place: u32) -> Option<&Special> {
        let place = (place as usize).checked_sub(1)?;
        self.specials.get(place).map(Arc::as_ref)
    }

    fn place(&mut self, special: Option<Special>) -> u32 {
        let Some(special) = special.filter(|special| *special != Special::default()) else {
            return 0;
        };
        if let Some(place) = self.places.get(&special) {
            return *place;
        }
        let special = Arc::new(special);
        self.specials.push(Arc::clone(&special));
        let place = u32::try_from(self.specials.len()).unwrap_or(u32::MAX);
        self.places.insert(special, place);
        place
    }
}

fn object_id(id: &str) -> Result<ObjectId> {
    ObjectId::parse(id).ok_or_else(|| {
        Error::new(
            ErrorCode::UnexpectedReply,
            "a person has an id that is no object id",
        )
    })
}

/// What became of somebody who was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Added {
    New,
    /// The person is there already, by this line, which says the same.
    Again(u32),
    /// The person is there already, by this line, which says something else.
    Otherwise(u32),
}

/// People, each once. The table that finds them again is dropped with [`Self::into_people`].
#[derive(Default)]
pub(crate) struct Distinct {
    people: People,
    /// Positions from 1, by a number made of the id; 0 is free. Its length is nothing or a power of two, and it is never
    /// full.
    slots: Vec<u32>,
}

impl Distinct {
    pub(crate) fn count(&self) -> u32 {
        self.people.count()
    }

    pub(crate) fn into_people(self) -> People {
        self.people
    }

    /// Adds somebody who is not there yet.
    ///
    /// # Errors
    /// As [`People::push`].
    pub(crate) fn add(&mut self, line: u32, id: &str, special: Option<Special>) -> Result<Added> {
        let id = object_id(id)?;
        // An eighth stays free, so that looking ends soon.
        if (self.people.len() + 1) * 8 > self.slots.len() * 7 {
            self.grow();
        }
        let slot = self.slot(id);
        if let Some(index) = self.slots[slot].checked_sub(1) {
            let known = self.people.packed(index);
            let same = self.people.special(known.special) == special.as_ref();
            return Ok(if same {
                Added::Again(known.line)
            } else {
                Added::Otherwise(known.line)
            });
        }
        self.slots[slot] = self.people.push_id(line, id, special) + 1;
        Ok(Added::New)
    }

    /// Where somebody is, or would be.
    fn slot(&self, id: ObjectId) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = id.hash() as usize & mask;
        while let Some(index) = self.slots[slot].checked_sub(1) {
            if self.people.packed(index).id == id {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(64)];
        for index in 0..self.people.count() {
            let slot = self.slot(self.people.packed(index).id);
            self.slots[slot] = index + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(number: u128) -> String {
        let digits = format!("{number:032x}");
        let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &digits[part]);
        parts.join("-")
    }

    fn ticket(ticket: &str) -> Option<Special> {
        Some(Special {
            ticket: Some(ticket.to_owned()),
            ..Special::default()
        })
    }

    proptest! {
        #[test]
        fn people_come_back_as_they_went_in(
            rows in prop::collection::vec((any::<u128>(), any::<u32>(), prop::option::of("[ab]{1,2}")), 0..60),
        ) {
            let mut people = People::default();
            for (number, line, special) in &rows {
                let special = special.as_deref().and_then(ticket);
                people.push(*line, &id(*number).to_uppercase(), special).expect("an id");
            }
            prop_assert_eq!(people.len(), rows.len());
            let expected = rows.iter().zip(0..).map(|((number, line, special), index)| Person {
                index,
                line: *line,
                id: id(*number),
                special: special.as_deref().and_then(ticket),
            });
            prop_assert!(people.iter().eq(expected));
            prop_assert!(people.specials.len() <= 6);
        }

        #[test]
        fn whoever_is_there_is_found_again(
            rows in prop::collection::vec((0_u128..300, prop::option::of("[ab]")), 0..500),
            far in any::<u128>(),
        ) {
            let mut distinct = Distinct::default();
            let mut known: HashMap<u128, (u32, Option<String>)> = HashMap::new();
            for ((number, special), line) in rows.into_iter().zip(1..) {
                let added = distinct
                    .add(line, &id(far.wrapping_add(number)), special.as_deref().and_then(ticket))
                    .expect("an id");
                let expected = match known.get(&number) {
                    None => Added::New,
                    Some((line, same)) if *same == special => Added::Again(*line),
                    Some((line, _)) => Added::Otherwise(*line),
                };
                prop_assert_eq!(added, expected);
                known.entry(number).or_insert((line, special));
            }
            prop_assert_eq!(distinct.into_people().len(), known.len());
        }
    }

    #[test]
    fn a_hundred_thousand_fit_into_three_and_a_half_megabytes() {
        let mut distinct = Distinct::default();
        for number in 0..100_000 {
            let id = id(number * 0x0123_4567_89ab_cdef_0011_2233);
            assert_eq!(distinct.add(1, &id, None).expect("an id"), Added::New);
        }
        let people: usize = distinct.people.pieces.iter().map(Vec::capacity).sum();
        let bytes = people * size_of::<Packed>() + distinct.slots.capacity() * size_of::<u32>();
        assert!(bytes < 3_500_000, "{bytes}");
        assert_eq!(distinct.into_people().get(99_999).index, 99_999);
    }

    #[test]
    fn who_was_begun_is_marked_alone() {
        let mut people = People::default();
        let special = Special {
            fingerprint: Some("f".to_owned()),
            planned_by: Some("nora".to_owned()),
            ..ticket("INC1").expect("special")
        };
        let only = Special {
            fingerprint: Some("g".to_owned()),
            ..Special::default()
        };
        for special in [Some(special.clone()), Some(special.clone()), None, Some(only)] {
            people.push(1, &id(7), special).expect("an id");
        }
        for index in [0, 2, 3] {
            people.mark_begun(index, index == 2);
        }
        let pass = Special {
            left_a_pass: true,
            ..Special::default()
        };
        let left = [ticket("INC1"), Some(special), Some(pass), None];
        assert!(people.iter().map(|person| person.special).eq(left));
    }

    #[test]
    fn other_ids_are_refused() {
        for text in ["", "nora", "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a1g"] {
            assert!(People::default().push(1, text, None).is_err());
        }
    }
}
