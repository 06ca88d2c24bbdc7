//! Who and what was counted, and how it was told.

use super::demand;
use crate::runs::{Evidence, Guard, Line, Operation, PASS, Told, UNKNOWN_KIND};
use graph_mfa::api::{PersonOutcome, RunStatus, RunSummary};
use graph_sim::LogEntry;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Every row of the input is somebody, or was told to be bad or a repetition.
pub(super) fn every_row_is_accounted_for(evidence: &Evidence) -> Result<(), String> {
    let Some(start) = evidence.lives.iter().rev().find(|life| life.is_start) else {
        return Ok(());
    };
    let told: BTreeMap<u32, bool> = start
        .bad_rows
        .iter()
        .map(|row| (row.line, row.duplicate))
        .collect();
    demand(told.len() == start.bad_rows.len(), || {
        "a row was told twice".to_owned()
    })?;
    let dumb = start.bad_rows.iter().find(|row| row.reason.trim().is_empty());
    demand(dumb.is_none(), || {
        "a row was left out without a reason".to_owned()
    })?;
    if evidence.journal.of("gathered").next().is_none() {
        return Ok(());
    }
    demand(told == evidence.bad_rows, || {
        format!(
            "rows left out (line, repetition): {told:?} instead of {:?}",
            evidence.bad_rows
        )
    })?;
    let listed: BTreeMap<String, u64> = evidence.journal.people().into_iter().collect();
    let named: BTreeMap<String, u64> = evidence
        .named
        .iter()
        .map(|(id, named)| (id.clone(), u64::from(named.line)))
        .collect();
    demand(listed == named, || {
        format!("people: {listed:?} instead of {named:?}")
    })?;
    demand(evidence.journal.people().len() == named.len(), || {
        "somebody is listed twice".to_owned()
    })
}

/// Nobody ends twice, except who is tried again; and what was told is on paper.
pub(super) fn everybody_ends_once(evidence: &Evidence) -> Result<(), String> {
    let people = evidence.journal.people();
    let mut ended: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    for line in &evidence.journal.lines {
        match line.kind.as_str() {
            // Who is tried again stays so until the end comes, whoever goes on.
            "resumed" if line.fields["retryFailed"] == true => {
                for (last, _) in ended.values_mut() {
                    if ["failed", "partial"].contains(last) {
                        *last = "";
                    }
                }
            }
            "ended" => {
                let (id, outcome) = (line.text("userId"), line.text("outcome"));
                let index = line.number("index").and_then(|index| usize::try_from(index).ok());
                let listed = index.and_then(|index| people.get(index));
                let fits =
                    listed.is_some_and(|(known, row)| known == id && line.number("line") == Some(*row));
                demand(fits, || {
                    format!("line {} ends {id}, who is somebody else", line.n)
                })?;
                let (last, times) = ended.entry(id).or_insert(("", 0));
                let again = last.is_empty();
                demand(again, || {
                    format!("{} ended a second time, after {last}", evidence.name(id))
                })?;
                (*last, *times) = (outcome, *times + 1);
            }
            _ => {}
        }
    }
    let mut told: BTreeMap<&str, u32> = BTreeMap::new();
    for life in &evidence.lives {
        let mut in_life = BTreeSet::new();
        for (_, result) in &life.people {
            let once = in_life.insert(&result.user_id);
            demand(once, || {
                format!("{} was told twice", evidence.name(&result.user_id))
            })?;
            *told.entry(&result.user_id).or_default() += 1;
        }
    }
    for (id, times) in told {
        let on_paper = ended.get(id).map_or(0, |(_, times)| *times);
        demand(times <= on_paper, || {
            format!(
                "{} was told {times} times and ended {on_paper} times",
                evidence.name(id)
            )
        })?;
    }
    every_end_is_told(evidence)
}

/// Whoever ended in a life that came to its end was told in it.
fn every_end_is_told(evidence: &Evidence) -> Result<(), String> {
    let mut from = 0;
    for life in &evidence.lives {
        let lines = ended_within(evidence, from, life.journal_length);
        from = life.journal_length;
        // What a disk has kept of a write that failed was never told.
        if life.crashed || life.disk_failed || life.summary.is_none() {
            continue;
        }
        for line in lines {
            let told = life.people.iter().any(|(_, result)| {
                result.user_id == line.text("userId") && word(result.outcome) == line.text("outcome")
            });
            demand(told, || {
                format!("the end of {} was not told", evidence.name(line.text("userId")))
            })?;
        }
    }
    Ok(())
}

fn ended_within(evidence: &Evidence, from: usize, to: usize) -> Vec<&Line> {
    let lines = evidence.journal.of("ended");
    lines.filter(|line| from < line.end && line.end <= to).collect()
}

/// Every summary counts everybody, as the journal does.
pub(super) fn the_counts_add_up(evidence: &Evidence) -> Result<(), String> {
    for life in &evidence.lives {
        let Some(summary) = &life.summary else { continue };
        let sum = summary.done + summary.partial + summary.failed + summary.skipped + summary.unfinished;
        let everybody = evidence.named.len() as u32;
        demand(sum == everybody && summary.people == everybody, || {
            format!(
                "{everybody} people, and the summary counts {sum} of {}",
                summary.people
            )
        })?;
        let status = status(summary);
        let code = match status {
            RunStatus::Done => 0,
            RunStatus::Failed => 1,
            RunStatus::Partial => 3,
            RunStatus::Stopped => 4,
        };
        demand((summary.status, summary.exit_code) == (status, code), || {
            format!(
                "{:?} and {} instead of {status:?} and {code}",
                summary.status, summary.exit_code
            )
        })?;
        let reasons = !summary.reasons.is_empty() && summary.reasons.iter().all(|it| it.count > 0);
        let needed = life
            .people
            .iter()
            .any(|(_, result)| result.outcome != PersonOutcome::Done);
        // Of two, the first one may have told them.
        let needed = needed && !life.shared;
        demand(reasons || !needed, || "there are no reasons".to_owned())?;
        // What could not be written down any more is in no journal.
        if summary.head.is_some() {
            counted_on_paper(evidence, life, summary)?;
        }
    }
    Ok(())
}

fn status(summary: &RunSummary) -> RunStatus {
    if summary.unfinished > 0 || summary.stopped.is_some() || summary.head.is_none() {
        RunStatus::Stopped
    } else if summary.failed > 0 {
        RunStatus::Failed
    } else if summary.partial + summary.skipped > 0 {
        RunStatus::Partial
    } else {
        RunStatus::Done
    }
}

fn counted_on_paper(evidence: &Evidence, life: &Told, summary: &RunSummary) -> Result<(), String> {
    let mut outcomes: BTreeMap<&str, &str> = BTreeMap::new();
    for line in &evidence.journal.lines {
        if line.end > life.journal_length {
            break;
        }
        if line.kind == "ended" {
            outcomes.insert(line.text("userId"), line.text("outcome"));
        } else if line.kind == "resumed" && line.fields["retryFailed"] == true {
            outcomes.retain(|_, outcome| !["failed", "partial"].contains(outcome));
        }
    }
    let count = |which: &str| outcomes.values().filter(|outcome| **outcome == which).count() as u32;
    let on_paper = ["done", "partial", "failed", "skipped"].map(count);
    let told = [summary.done, summary.partial, summary.failed, summary.skipped];
    demand(on_paper == told, || {
        format!("done, partial, failed, skipped: {told:?}, in the journal {on_paper:?}")
    })?;
    let last = evidence
        .journal
        .lines
        .iter()
        .rev()
        .find(|line| line.end <= life.journal_length);
    let Some(last) = last.filter(|line| ["finished", "stopped"].contains(&line.kind.as_str())) else {
        return Err("the last line of a life that ended is no end".to_owned());
    };
    let fields =
        ["done", "partial", "failed", "skipped"].map(|field| last.number(field).unwrap_or_default() as u32);
    demand(fields == told, || {
        format!("the last line counts {fields:?} instead of {told:?}")
    })?;
    let is_over = last.kind == "finished";
    demand(
        is_over == (summary.unfinished == 0 && summary.stopped.is_none()),
        || format!("the last line is `{}`", last.kind),
    )
}

/// Whoever is not done learns why.
pub(super) fn nobody_is_left_without_a_reason(evidence: &Evidence) -> Result<(), String> {
    for (_, result) in evidence.lives.iter().flat_map(|life| &life.people) {
        if result.outcome == PersonOutcome::Done {
            continue;
        }
        let by_error = result
            .error
            .as_ref()
            .is_some_and(|error| !error.message.trim().is_empty());
        let response = serde_json::to_value(result.response.as_deref()).unwrap_or_default();
        demand(by_error || has_notes(&response), || {
            format!(
                "{} is {:?}, and nobody says why",
                evidence.name(&result.user_id),
                result.outcome
            )
        })?;
    }
    for line in evidence
        .journal
        .of("ended")
        .filter(|line| line.text("outcome") != "done")
    {
        let why = line.fields["error"]["message"]
            .as_str()
            .is_some_and(|text| !text.is_empty());
        demand(why || has_notes(&line.fields), || {
            format!(
                "line {}: {} is not done, and the journal does not say why",
                line.n,
                line.text("userId")
            )
        })?;
    }
    Ok(())
}

fn has_notes(value: &Value) -> bool {
    let notes = [
        &value["notes"],
        &value["people"][0]["notes"],
        &value["people"][0]["error"],
    ];
    notes
        .iter()
        .any(|notes| notes.as_array().is_some_and(|notes| !notes.is_empty()) || notes.is_object())
}

/// When nothing goes wrong any more, it is done for everybody before whom nothing stands.
pub(super) fn a_calm_life_brings_it_to_its_end(evidence: &Evidence) -> Result<(), String> {
    let Some(last) = evidence.lives.last().filter(|life| life.is_calm) else {
        return Ok(());
    };
    let Some(summary) = &last.summary else {
        return Err(format!("the last life ended with {:?}", last.error));
    };
    demand(summary.unfinished == 0, || {
        format!(
            "{} people are left: {:?} {:?}",
            summary.unfinished, summary.stopped, summary.error
        )
    })?;
    for (id, outcome) in evidence.ended() {
        let Some(person) = evidence.people.get(&id) else {
            continue;
        };
        if evidence.now(&id).is_none_or(|now| now.deleted) {
            continue;
        }
        let why = || {
            let line = evidence
                .journal
                .of("ended")
                .rfind(|line| line.text("userId") == id);
            let why = line.map(|line| (line.fields["error"].to_string(), line.fields["notes"].to_string()));
            format!(
                "{} is {outcome}, and {:?}: {why:?}",
                evidence.name(&id),
                person.guard
            )
        };
        let excused = match (person.guard, outcome.as_str()) {
            (Guard::Free | Guard::MaySkip(_), "done") | (Guard::MaySkip(_) | Guard::Never(_), "skipped") => {
                true
            }
            // Whom only a higher role than this sign-in's may change, the service knows best.
            (Guard::MaySkip(_), "partial" | "failed") if refused_by_the_service(evidence, &id) => true,
            (Guard::Never(_), "failed") => true,
            (_, "partial" | "failed") => may_be_partial(evidence, &id),
            // Whose roles could not be read in a bad moment was guarded, and that was told.
            (Guard::Free, "skipped") => was_unread(evidence, &id),
            _ => false,
        };
        demand(excused, why)?;
    }
    Ok(())
}

/// Where the service does all that it is asked for and has time for it, it is done for everybody the first time, however often the program dies.
pub(super) fn without_a_fault_nobody_fails(evidence: &Evidence) -> Result<(), String> {
    let calm = evidence
        .log
        .iter()
        .all(|entry| !entry.faulted && entry.status != Some(429));
    if !calm {
        return Ok(());
    }
    for line in evidence.journal.of("ended") {
        let (id, outcome) = (line.text("userId"), line.text("outcome"));
        let guard = evidence.people.get(id).map(|person| person.guard);
        let is_free = guard == Some(Guard::Free) && !may_be_partial(evidence, id);
        // A pass that was created is told at once when somebody asks to stop.
        let stopped = evidence.order.operation == Operation::Rescue
            && line.fields["notes"].to_string().contains("\"cancelled\"");
        demand(!is_free || outcome == "done" || stopped, || {
            let (error, notes) = (&line.fields["error"], &line.fields["notes"]);
            format!(
                "line {}: {} is {outcome}: {error} {notes}",
                line.n,
                evidence.name(id)
            )
        })?;
    }
    Ok(())
}

/// What no reset brings to its end.
fn may_be_partial(evidence: &Evidence, id: &str) -> bool {
    let Some(named) = evidence.named.get(id) else {
        return false;
    };
    let methods = &evidence.people[id].before.methods;
    let scope = named.scope.unwrap_or(evidence.order.scope);
    let unknown = scope == "everything" && methods.iter().any(|method| method.kind == UNKNOWN_KIND);
    let held = evidence.strict_default || evidence.order.keep.iter().any(|kept| kept != PASS);
    evidence.order.removes() && (unknown || held)
}

fn refused_by_the_service(evidence: &Evidence, id: &str) -> bool {
    let own = |entry: &LogEntry| entry.write && entry.target_user_id.as_deref() == Some(id);
    evidence
        .log
        .iter()
        .any(|entry| own(entry) && entry.status == Some(403))
}

fn was_unread(evidence: &Evidence, id: &str) -> bool {
    let mut lines = evidence
        .journal
        .of("ended")
        .filter(|line| line.text("userId") == id);
    let unread = |line: &Line| {
        let why = line.fields["error"]["message"].as_str().unwrap_or_default();
        why.contains("could not be read")
    };
    lines.next_back().is_some_and(unread)
}

fn word(outcome: PersonOutcome) -> &'static str {
    match outcome {
        PersonOutcome::Done => "done",
        PersonOutcome::Partial => "partial",
        PersonOutcome::Failed => "failed",
        PersonOutcome::Skipped => "skipped",
    }
}
