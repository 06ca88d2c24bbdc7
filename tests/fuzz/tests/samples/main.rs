//! The service's documented replies are read through the front door, and every field that is used survives. They lie
//! beside the checkout or where `GRAPHMFA_REFERENCE` says; where they are absent, the test says so.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic is how a test reports, and a table is what it shows"
)]

mod fields;
mod readings;
mod roles;

use readings::{Reading, reading};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// The folder of samples, if it is there. Contributors may do without it.
fn folder() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference");
    let reference = std::env::var_os("GRAPHMFA_REFERENCE").map_or_else(|| beside.into(), PathBuf::from);
    let folder = reference.join("graph-samples");
    if folder.join("index.json").is_file() {
        return Some(folder);
    }
    // Written past the test harness, which would keep the line to itself.
    writeln!(
        std::io::stdout(),
        "skipped: documented replies are not read, {} is absent",
        folder.display()
    )
    .expect("standard output");
    None
}

fn json(path: &std::path::Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn documented_replies_are_read_and_every_used_field_survives() {
    let Some(folder) = folder() else {
        return;
    };
    let index = json(&folder.join("index.json"));
    let mut read = 0;
    let mut unused: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in index.as_array().expect("a list") {
        let file = entry["file"].as_str().expect("a file");
        let sample = json(&folder.join(file));
        match reading(entry) {
            Reading::Unused(why) => *unused.entry(why).or_default() += 1,
            reading => {
                let survived = reading
                    .check(&sample)
                    .unwrap_or_else(|problem| panic!("{file}: {problem}"));
                assert!(
                    survived > 0,
                    "{file}: no field of it is used; say why in the table"
                );
                println!("{file}: {survived} values survive");
                read += 1;
            }
        }
    }
    println!("{read} samples read");
    for (why, count) in unused {
        println!("{count} not read: {why}");
    }
    assert!(
        read >= 60,
        "only {read} samples were read: the table has lost them"
    );
}
