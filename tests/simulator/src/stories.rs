//! The built-in scenarios: tenants with a story, for people who want to try something at once.
//!
//! They lie in `scenarios/`, with a README that tells each story and what to try.

use crate::scenario::{Scenario, ScenarioError};

/// A built-in scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its name on the command line.
    pub name: &'static str,
    /// The scenario document.
    pub json: &'static str,
}

const STORIES: &[Story] = &[
    Story {
        name: "small-business",
        json: include_str!("../scenarios/small-business.json"),
    },
    Story {
        name: "school",
        json: include_str!("../scenarios/school.json"),
    },
    Story {
        name: "hospital",
        json: include_str!("../scenarios/hospital.json"),
    },
    Story {
        name: "under-attack",
        json: include_str!("../scenarios/under-attack.json"),
    },
    Story {
        name: "merger",
        json: include_str!("../scenarios/merger.json"),
    },
];

/// Every built-in scenario.
pub fn stories() -> &'static [Story] {
    STORIES
}

impl Story {
    /// The story with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        STORIES.iter().find(|story| story.name == name)
    }

    /// The tenant of the story.
    ///
    /// # Errors
    /// Says which field cannot be read.
    pub fn scenario(&self) -> Result<Scenario, ScenarioError> {
        Scenario::from_json(self.json)
    }
}
