//! Invented schools in a scenario: more people than a document could list, in administrative units (facts 8.5).

use serde::{Deserialize, Serialize};

/// A school authority: for each name an administrative unit, with invented pupils and staff in it.
///
/// The name is also everybody's office location. Pupils sign in with a number, `p100001@…` and so on, and many have
/// registered nothing; staff are named and equipped like other invented people, and hold no roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Schools {
    /// Names of the schools; none by default.
    pub names: Vec<String>,
    /// Pupils of each school. Default: 0.
    pub pupils_each: usize,
    /// Staff of each school. Default: 0.
    pub staff_each: usize,
    /// The same seed gives the same people. Default: 0.
    pub seed: u64,
}

impl Schools {
    /// People in each school.
    pub(crate) fn people_each(&self) -> usize {
        self.pupils_each + self.staff_each
    }

    /// People in all schools.
    pub(crate) fn people(&self) -> usize {
        self.names.len() * self.people_each()
    }
}
