//! Every saved input of every target keeps the promises, on every platform and without the engine.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic is how a test reports, and a table is what it shows"
)]

use graph_mfa_fuzz::TARGETS;
use std::fs;
use std::path::Path;

#[test]
fn every_saved_input_keeps_the_promises() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for target in TARGETS {
        let folder = corpus.join(target.name);
        let mut inputs: Vec<_> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("an entry").path())
            .collect();
        inputs.sort();
        assert!(inputs.len() >= 3, "{} has too few saved inputs", target.name);
        for input in inputs {
            println!("{} {}", target.name, input.file_name().expect("a name").display());
            (target.run)(&fs::read(&input).expect("readable"));
        }
    }
}

#[test]
fn what_is_saved_belongs_to_a_target() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for entry in fs::read_dir(corpus).expect("the corpus") {
        let name = entry.expect("an entry").file_name();
        assert!(
            TARGETS.iter().any(|target| *target.name == *name),
            "{} is the corpus of no target",
            name.display()
        );
    }
}

#[test]
fn nothing_at_all_is_an_input_too() {
    for target in TARGETS {
        (target.run)(b"");
        (target.run)(b"\n");
        (target.run)(&[0xff; 300]);
    }
}
