//! Operations that take a while: password resets (facts 2.4, 18.10).

use time::OffsetDateTime;
use uuid::Uuid;

use super::Tenant;

/// A password reset.
pub(crate) struct Operation {
    pub(crate) id: Uuid,
    /// Position of the person in the directory.
    pub(crate) person: usize,
    pub(crate) started: OffsetDateTime,
    /// When it is done.
    pub(crate) done: OffsetDateTime,
}

impl Tenant {
    /// Begins a reset; gives the id of its operation.
    pub(crate) fn start_password_reset(&mut self, person: usize) -> Uuid {
        let id = self.new_id();
        let started = self.clock.now();
        let done = started + self.scaled(self.rules.password_reset_ms);
        self.operations.push(Operation {
            id,
            person,
            started,
            done,
        });
        id
    }

    /// A password as the service makes them: a word that can be said, and four digits.
    pub(crate) fn new_password(&mut self) -> String {
        const CONSONANTS: &[u8] = b"bcdfghjklmnpqrstvwxz";
        const VOWELS: &[u8] = b"aeiou";
        let mut password = String::with_capacity(8);
        for letters in [CONSONANTS, VOWELS, CONSONANTS, VOWELS] {
            let letter = char::from(letters[self.random.usize(..letters.len())]);
            password.push(if password.is_empty() {
                letter.to_ascii_uppercase()
            } else {
                letter
            });
        }
        password.extend((0..4).map(|_| char::from(b'0' + self.random.u8(..10))));
        password
    }
}
