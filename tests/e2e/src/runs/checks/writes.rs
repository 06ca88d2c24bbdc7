//! How writes left, one by one.

use super::demand;
use crate::runs::{Evidence, Line, Sent, Write};
use graph_sim::LogEntry;
use std::collections::{BTreeMap, BTreeSet};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// For so long an answer proves that a method is gone, because reads may still show it.
const PROVEN_FOR: Duration = Duration::minutes(10);
/// The product knows the service's time to the second.
const SLACK: Duration = Duration::seconds(3);

/// No batch holds two writes of one person, and none is under way while another one is.
pub(super) fn one_at_a_time(evidence: &Evidence) -> Result<(), String> {
    let mut in_batch: BTreeSet<&str> = BTreeSet::new();
    for entry in &evidence.log {
        if !entry.in_batch {
            in_batch.clear();
        } else if let (true, Some(user)) = (entry.write, &entry.target_user_id) {
            let alone = in_batch.insert(user);
            demand(alone, || {
                format!(
                    "two writes of {} in one batch: {}",
                    evidence.name(user),
                    entry.path
                )
            })?;
        }
    }
    let mut under_way: BTreeMap<&str, &Sent> = BTreeMap::new();
    for (sent, write) in evidence.writes() {
        if let Some(other) = under_way.insert(&write.user, sent) {
            let over = other.life != sent.life || other.ended.is_some_and(|ended| ended < sent.began);
            demand(over, || {
                format!(
                    "{} {} while another write of {} was under way",
                    write.method,
                    write.path,
                    evidence.name(&write.user)
                )
            })?;
        }
    }
    Ok(())
}

/// For each write that left, a line of its own was on storage.
pub(super) fn written_down_before_sent(evidence: &Evidence) -> Result<(), String> {
    let mut lines: BTreeMap<(&str, &str), Vec<&Line>> = BTreeMap::new();
    for line in evidence.journal.of("write") {
        let key = (line.text("userId"), line.text("call"));
        lines.entry(key).or_default().push(line);
    }
    let mut sent_so_far: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (sent, write) in evidence.writes() {
        let key = (write.user.as_str(), write.call.as_str());
        let times = sent_so_far.entry(key).or_default();
        *times += 1;
        let on_storage = lines.get(&key).map_or(0, |lines| {
            lines
                .iter()
                .filter(|line| line.end <= sent.stored && line.text("method") == write.method)
                .count()
        });
        demand(on_storage >= *times, || {
            format!(
                "{} {} of {} left {times} times, and was written down {on_storage} times before",
                write.method,
                write.path,
                evidence.name(&write.user)
            )
        })?;
    }
    // Where nobody stood beside the product, the tenant's own book is compared.
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in evidence.log.iter().filter(|entry| entry.write) {
        if let Some(user) = &entry.target_user_id {
            *counted.entry(user).or_default() += 1;
        }
    }
    for (user, times) in counted {
        let on_paper = evidence
            .journal
            .of("write")
            .filter(|line| line.text("userId") == user)
            .count();
        demand(on_paper >= times, || {
            format!(
                "{} was written {times} times, and the journal knows of {on_paper}",
                evidence.name(user)
            )
        })?;
    }
    Ok(())
}

/// What the journal calls answered was asked for and answered like that.
pub(super) fn answers_are_real(evidence: &Evidence) -> Result<(), String> {
    let writes: BTreeMap<u64, &Line> = evidence.journal.of("write").map(|line| (line.n, line)).collect();
    let mut answered = BTreeSet::new();
    for line in evidence
        .journal
        .of("answer")
        .chain(evidence.journal.of("noAnswer"))
    {
        let of = line.number("of").unwrap_or_default();
        let Some(write) = writes.get(&of).filter(|write| write.n < line.n) else {
            return Err(format!(
                "line {} answers line {of}, which is no write before it",
                line.n
            ));
        };
        demand(answered.insert(of), || format!("line {of} is answered twice"))?;
        let same =
            write.number("index") == line.number("index") && write.text("userId") == line.text("userId");
        demand(same, || {
            format!("line {} answers line {of}, which is about somebody else", line.n)
        })?;
        let Some(status) = line.number("status") else {
            continue;
        };
        let fits = |entry: &LogEntry| {
            let whole = !entry.in_batch && entry.path.ends_with("/$batch") && status != 200;
            let part = entry.method == write.text("method") && is_about(entry, write.text("userId"));
            (whole || part) && entry.status.map(u64::from) == Some(status)
        };
        demand(evidence.log.iter().any(fits), || {
            format!(
                "line {}: the tenant never answered {status} to {}",
                line.n,
                write.text("route")
            )
        })?;
        let id = line.text("requestId");
        let known = evidence.log.iter().any(|entry| entry.request_id == id);
        demand(known, || {
            format!("line {}: the tenant does not know the request {id}", line.n)
        })?;
    }
    Ok(())
}

/// Requests for roles name the person in their body.
fn is_about(entry: &LogEntry, user: &str) -> bool {
    match &entry.target_user_id {
        Some(target) => target == user,
        None => entry.path.contains("/roleManagement/"),
    }
}

/// Nothing that is proven to be done is sent again; and what is sent again was lost, refused, or cut off.
pub(super) fn every_repetition_has_its_cause(evidence: &Evidence) -> Result<(), String> {
    let mut last: BTreeMap<(&str, &str), (&Sent, &Write)> = BTreeMap::new();
    for (sent, write) in evidence.writes() {
        allowed(evidence, write)?;
        let key = (write.user.as_str(), write.call.as_str());
        let before = last.insert(key, (sent, write));
        if makes_a_pass(write) {
            continue;
        }
        let what = || {
            format!(
                "{} {} of {}",
                write.method,
                write.path,
                evidence.name(&write.user)
            )
        };
        if let Some((other, earlier)) = before {
            let delivered = other.life == sent.life && other.ended.is_some();
            let done = earlier.status.is_some_and(|status| (200..300).contains(&status));
            demand(!(delivered && done), || {
                format!("{} was done, and sent again in the same life", what())
            })?;
        }
        if let Some(line) = proof(evidence, sent, write) {
            return Err(format!(
                "{} was proven done by line {line}, and sent again",
                what()
            ));
        }
    }
    Ok(())
}

/// No write stands in the journal behind the line that proves that it was done, be it sent or not.
pub(super) fn nothing_proven_is_written_down_again(evidence: &Evidence) -> Result<(), String> {
    // By person and by what is set: the request that set it last, and when it was proven.
    let mut proven: BTreeMap<(&str, &str, &str), (&str, OffsetDateTime)> = BTreeMap::new();
    let mut writes: BTreeMap<u64, &Line> = BTreeMap::new();
    for line in &evidence.journal.lines {
        let user = line.text("userId");
        match line.kind.as_str() {
            "write" if line.text("action") != "issuedPass" => {
                let key = (user, line.text("route"), line.text("methodId"));
                let lasting = key.1.ends_with("/revokeSignInSessions");
                if let Some((call, at)) = proven.remove(&key)
                    && call == line.text("call")
                    && (lasting || is_fresh(at, instant(line, "at")))
                {
                    return Err(format!(
                        "line {}: {} of {} was proven done before",
                        line.n,
                        key.1,
                        evidence.name(user)
                    ));
                }
                writes.insert(line.n, line);
            }
            "answer" => {
                let write = line.number("of").and_then(|of| writes.get(&of).copied());
                if let Some(write) =
                    write.filter(|write| is_done(write.text("method"), line.number("status")))
                {
                    let key = (user, write.text("route"), write.text("methodId"));
                    proven.insert(key, (write.text("call"), instant(line, "answeredAt")));
                }
            }
            // Who has ended is begun anew, if at all.
            "ended" => proven.retain(|(of, ..), _| *of != user),
            _ => {}
        }
    }
    Ok(())
}

fn is_done(method: &str, status: Option<u64>) -> bool {
    status.is_some_and(|status| (200..300).contains(&status) || (status == 404 && method == "DELETE"))
}

fn instant(line: &Line, field: &str) -> OffsetDateTime {
    OffsetDateTime::parse(line.text(field), &Rfc3339).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// The line that proves, at the time of sending, that an earlier life has done this.
fn proof(evidence: &Evidence, sent: &Sent, write: &Write) -> Option<u64> {
    let mut proof = None;
    let mut open = BTreeMap::new();
    let mut target = None;
    for line in evidence
        .journal
        .lines
        .iter()
        .take_while(|line| line.end <= sent.stored)
    {
        if line.text("userId") != write.user {
            continue;
        }
        match line.kind.as_str() {
            "write" => {
                let is_it = line.text("call") == write.call;
                let sets = (line.text("route"), line.text("methodId"));
                if is_it {
                    target = Some(sets);
                } else if target == Some(sets) {
                    // Something else was set since.
                    proof = None;
                }
                open.insert(line.n, is_it);
            }
            "answer" if open.get(&line.number("of")?) == Some(&true) => {
                let lasting = write.path.ends_with("/revokeSignInSessions");
                let fresh = lasting || is_fresh(instant(line, "answeredAt"), sent.at);
                proof = (is_done(&write.method, line.number("status")) && fresh).then_some(line.n);
            }
            // Who has ended is begun anew, if at all.
            "ended" => proof = None,
            _ => {}
        }
    }
    proof
}

fn is_fresh(answered: OffsetDateTime, now: OffsetDateTime) -> bool {
    now < answered + PROVEN_FOR - SLACK
}

fn makes_a_pass(write: &Write) -> bool {
    write.method == "POST" && write.path.ends_with("/temporaryAccessPassMethods")
}

/// Only what the order is about is sent.
fn allowed(evidence: &Evidence, write: &Write) -> Result<(), String> {
    use crate::runs::Operation as O;
    let order = &evidence.order;
    let parts: Vec<&str> = write.path.split('/').collect();
    let end = parts.get(4..).unwrap_or_default();
    let fits = match (write.method.as_str(), end) {
        ("POST", ["revokeSignInSessions"]) => order.revokes(),
        ("POST", ["authentication", "temporaryAccessPassMethods"]) => order.issues(),
        ("DELETE", ["authentication", "temporaryAccessPassMethods", _]) => order.issues() || order.removes(),
        ("DELETE", ["authentication", _, _] | ["authentication", "qrCodePinMethod"]) => order.removes(),
        ("POST", ["authentication", "hardwareOathMethods", _, "deactivate"]) => order.removes(),
        ("PATCH", ["authentication", "signInPreferences"]) => order.removes(),
        ("PATCH", ["authentication", "requirements"]) => order.operation == O::SetPerUserState,
        ("POST", _) if write.path.contains("/roleManagement/") => order.operation == O::GrantRole,
        _ => false,
    };
    demand(fits, || {
        format!(
            "{} {} is no part of {:?}",
            write.method, write.path, order.operation
        )
    })
}
