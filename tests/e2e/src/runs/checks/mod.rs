//! The invariants, by name.

mod accounts;
mod paper;
mod truth;
mod writes;

use super::Evidence;

type Check = fn(&Evidence) -> Result<(), String>;

/// Each of them.
pub const CHECKS: [(&str, Check); 19] = [
    ("the journal is intact", paper::the_journal_is_intact),
    ("the head is the summary's", paper::the_head_is_the_summarys),
    ("the lock is gone after a clean end", paper::the_lock_is_gone),
    (
        "nothing secret is written down",
        paper::nothing_secret_is_written_down,
    ),
    ("only one life at a time", paper::only_one_life_at_a_time),
    ("every row is accounted for", accounts::every_row_is_accounted_for),
    ("everybody ends once", accounts::everybody_ends_once),
    ("the counts add up", accounts::the_counts_add_up),
    (
        "nobody is left without a reason",
        accounts::nobody_is_left_without_a_reason,
    ),
    (
        "a calm life brings it to its end",
        accounts::a_calm_life_brings_it_to_its_end,
    ),
    (
        "without a fault nobody fails",
        accounts::without_a_fault_nobody_fails,
    ),
    ("what is done is true", truth::what_is_done_is_true),
    ("nothing else is touched", truth::nothing_else_is_touched),
    ("nobody guarded is written", truth::nobody_guarded_is_written),
    ("one write of a person at a time", writes::one_at_a_time),
    (
        "a write is written down before it is sent",
        writes::written_down_before_sent,
    ),
    ("answers are real", writes::answers_are_real),
    (
        "nothing proven is repeated, and every repetition has its cause",
        writes::every_repetition_has_its_cause,
    ),
    (
        "nothing proven is written down again",
        writes::nothing_proven_is_written_down_again,
    ),
];

/// What does not hold.
pub fn check(evidence: &Evidence) -> Vec<String> {
    let failed = |(name, check): &(&str, Check)| Some(format!("{name}: {}", check(evidence).err()?));
    CHECKS.iter().filter_map(failed).collect()
}

fn demand(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}
