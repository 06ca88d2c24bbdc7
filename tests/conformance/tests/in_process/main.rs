//! Every case through the Rust API, against the tenant in process and in virtual time.

#![expect(clippy::expect_used, reason = "in a test a panic is the report")]

mod gather;
mod judge;

use graph_mfa_conformance::Library;
use graph_mfa_conformance::runner::run_every_case;

#[test]
fn every_case_holds() {
    run_every_case(gather::gather);
}

#[test]
fn every_case_is_well_formed() {
    let problems: Vec<String> = Library::shared()
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
