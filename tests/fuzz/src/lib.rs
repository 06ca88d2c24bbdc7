//! Foreign bytes for every parser: replies, batches, tokens, requests, certificates, policies, files of people,
//! journals. Each target takes any bytes, and panics when a promise is broken; nothing else counts as a finding. The engine is
//! libFuzzer (`cargo xtask fuzz`); the saved inputs run as ordinary tests on every platform.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a target reports a finding"
)]

mod conversation;
pub mod front_door;
mod ports;
mod promises;
mod targets;

/// A parser of foreign bytes, reached through the front door.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name; its saved inputs are in `corpus/<name>`.
    pub name: &'static str,
    /// What it reads.
    pub about: &'static str,
    /// Takes any bytes; panics when a promise is broken.
    pub run: fn(&[u8]),
}

/// Every target. A new parser gets a line here, a file in `targets/` and a folder in `corpus/`.
pub const TARGETS: &[Target] = &[
    Target {
        name: "replies",
        about: "what Graph answers to any operation, alone or inside a batch, with its headers",
        run: targets::replies::run,
    },
    Target {
        name: "batches",
        about: "the answer to a batch as a whole",
        run: targets::batches::run,
    },
    Target {
        name: "tokens",
        about: "what the token endpoint and the machine's identity endpoint answer, and what an access token says",
        run: targets::tokens::run,
    },
    Target {
        name: "requests",
        about: "what a host sends over the boundary: configurations, requests, quick calls",
        run: targets::requests::run,
    },
    Target {
        name: "policies",
        about: "guard policies",
        run: targets::policies::run,
    },
    Target {
        name: "journals",
        about: "journals of runs, as they are and with their chain mended",
        run: targets::journals::run,
    },
    Target {
        name: "key_files",
        about: "certificates and private keys, PEM and PFX",
        run: targets::key_files::run,
    },
    Target {
        name: "rows",
        about: "files of people, for a run",
        run: targets::rows::run,
    },
];

/// The target of that name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}
