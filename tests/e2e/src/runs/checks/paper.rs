//! The journal itself, and its lock.

use super::demand;
use crate::runs::Evidence;
use graph_sim::MethodState;
use std::collections::BTreeSet;

/// Every line follows from the one before; that was found when it was read. At the end, nothing is torn.
pub(super) fn the_journal_is_intact(evidence: &Evidence) -> Result<(), String> {
    let ended_well = evidence.lives.last().is_some_and(|life| life.summary.is_some());
    demand(!ended_well || !evidence.journal.torn, || {
        "it ends with a part of a line".to_owned()
    })?;
    let first = evidence.journal.lines.first();
    demand(first.is_none_or(|line| line.kind == "begun"), || {
        "it does not begin at its beginning".to_owned()
    })
}

/// A summary tells the hash of the last line of its life.
pub(super) fn the_head_is_the_summarys(evidence: &Evidence) -> Result<(), String> {
    for life in &evidence.lives {
        let Some(head) = life.summary.as_ref().and_then(|summary| summary.head.as_ref()) else {
            continue;
        };
        let mut lines = evidence.journal.lines.iter();
        let last = lines.rfind(|line| line.end <= life.journal_length);
        demand(last.is_some_and(|last| last.hash == *head), || {
            format!(
                "the summary tells {head}, and the journal ends with {:?}",
                last.map(|last| &last.hash)
            )
        })?;
    }
    Ok(())
}

/// Who ends well leaves no lock.
pub(super) fn the_lock_is_gone(evidence: &Evidence) -> Result<(), String> {
    for (number, life) in evidence.lives.iter().enumerate() {
        let taken = life.code() == Some(graph_mfa::ErrorCode::JournalLocked);
        let excused = life.crashed || life.disk_failed || taken;
        demand(excused || !life.lock_left, || {
            format!("life {number} left its lock behind")
        })?;
    }
    Ok(())
}

/// No life begins before the one before it has ended, unless that was killed.
pub(super) fn only_one_life_at_a_time(evidence: &Evidence) -> Result<(), String> {
    let mut from = 0;
    for (number, life) in evidence.lives.iter().enumerate() {
        let to = life.journal_length;
        let mut open = false;
        for line in evidence
            .journal
            .lines
            .iter()
            .filter(|line| from < line.end && line.end <= to)
        {
            match line.kind.as_str() {
                "begun" | "resumed" => {
                    demand(!open, || {
                        format!("line {}: two programs wrote in life {number}", line.n)
                    })?;
                    open = true;
                }
                "finished" | "stopped" => open = false,
                _ => {}
            }
        }
        from = to;
    }
    Ok(())
}

/// Neither secrets of the tenant nor whole numbers and addresses of people are in the journal.
pub(super) fn nothing_secret_is_written_down(evidence: &Evidence) -> Result<(), String> {
    let text = String::from_utf8_lossy(&evidence.bytes);
    let secrets = evidence.simulator.canaries();
    if let Some(secret) = secrets
        .iter()
        .find(|secret| secret.len() > 5 && text.contains(secret.as_str()))
    {
        return Err(format!("`{secret}` is a secret"));
    }
    let names: BTreeSet<String> = evidence
        .people
        .values()
        .map(|person| person.before.user_principal_name.to_lowercase())
        .collect();
    for person in evidence.people.values() {
        for method in &person.before.methods {
            if let Some(number) = shown(method, "phoneNumber") {
                let bare = number.split_once(' ').map_or(number, |(_, bare)| bare);
                demand(!text.contains(bare), || format!("{number} is not masked"))?;
            }
            if let Some(address) = shown(method, "emailAddress") {
                let told = names.contains(&address.to_lowercase()) || !text.contains(address);
                demand(told, || format!("{address} is not masked"))?;
            }
        }
    }
    demand(!text.contains(super::super::CALL_BACK), || {
        "the number in the reason is not masked".to_owned()
    })
}

fn shown<'a>(method: &'a MethodState, property: &str) -> Option<&'a str> {
    method.properties.get(property)?.as_str()
}
