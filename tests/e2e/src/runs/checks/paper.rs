//! The journal itself, and its lock.

use super::demand;
use crate::runs::Evidence;
use graph_sim::MethodState;
use std::collections::{BTreeMap, BTreeSet};

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

/// No life begins before the one before it has ended, unless that was killed or could write no more.
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
                    demand(!open || life.disk_failed, || {
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
    let mut forbidden: BTreeMap<String, String> = BTreeMap::new();
    let secrets = evidence.simulator.canaries().into_iter();
    for secret in secrets.filter(|secret| secret.len() > 5) {
        let why = format!("`{secret}` is a secret");
        forbidden.insert(secret, why);
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
                forbidden.insert(bare.to_owned(), format!("{number} is not masked"));
            }
            let address = shown(method, "emailAddress");
            if let Some(address) = address.filter(|address| !names.contains(&address.to_lowercase())) {
                forbidden.insert(address.to_owned(), format!("{address} is not masked"));
            }
        }
    }
    let call_back = "the number in the reason is not masked";
    forbidden.insert(super::super::CALL_BACK.to_owned(), call_back.to_owned());
    let found = search(&evidence.bytes, forbidden.keys().map(String::as_str));
    match found.and_then(|found| forbidden.get(found)) {
        Some(why) => Err(why.clone()),
        None => Ok(()),
    }
}

/// One of the texts that is there. Each place is looked at once, however many texts there are: journals are long.
fn search<'t>(bytes: &[u8], texts: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let start = |bytes: &[u8]| match *bytes {
        [first, second, ..] => usize::from(u16::from_le_bytes([first, second])),
        _ => 0,
    };
    let mut by_start: Vec<Vec<&str>> = vec![Vec::new(); 1 << 16];
    for text in texts {
        by_start[start(text.as_bytes())].push(text);
    }
    for place in 0..bytes.len() {
        let rest = &bytes[place..];
        for text in &by_start[start(rest)] {
            if rest.starts_with(text.as_bytes()) {
                return Some(*text);
            }
        }
    }
    None
}

fn shown<'a>(method: &'a MethodState, property: &str) -> Option<&'a str> {
    method.properties.get(property)?.as_str()
}
