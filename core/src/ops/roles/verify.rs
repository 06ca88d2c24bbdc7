//! Success is observed: the holders are read until they show what was written, or patience ends (facts 8.3, 12.4).

use super::super::Desk;
use super::super::patience::Patience;
use super::super::reset::note;
use super::holdings;
use super::targets::Target;
use crate::api::{Note, NoteCode, RoleChangeStatus, WaitReason};
use crate::error::Error;
use crate::graph::role_assignments::{Filter, Held};
use crate::http::Run;

/// Pauses before the holders are read again.
pub(super) const PAUSES: &[u64] = &[1, 2, 5, 10];

/// Turns those who were not seen yet into done, as far as reads show it; tells why some remain.
pub(super) async fn verify(
    desk: &Desk,
    role: &str,
    targets: &mut [Target],
    is_true: impl Fn(&Target, &[Held]) -> bool,
    run: &Run<'_>,
) -> Vec<Note> {
    let filter = Filter {
        role: Some(role.to_owned()),
        principal: None,
    };
    let mut patience = Patience::new(desk.patience, PAUSES);
    loop {
        if !unseen(targets) {
            return Vec::new();
        }
        let held = match holdings::read(desk, &filter, run).await {
            Ok(read) => read.held,
            Err(error) => return vec![unread(&error)],
        };
        for target in targets
            .iter_mut()
            .filter(|it| it.change.status == RoleChangeStatus::NotSeen)
        {
            if is_true(target, &held) {
                target.change.status = RoleChangeStatus::Done;
            }
        }
        if !unseen(targets) {
            return Vec::new();
        }
        let Some(pause) = patience.next() else {
            return vec![note(
                NoteCode::RoleNotSeen,
                "the service accepted it, but the assignments do not show it yet",
                "look again in a few minutes",
            )];
        };
        if let Err(error) = run
            .pause(desk.pipeline.clock(), pause, WaitReason::ReadsLag)
            .await
        {
            return vec![unread(&error)];
        }
    }
}

fn unseen(targets: &[Target]) -> bool {
    targets
        .iter()
        .any(|target| target.change.status == RoleChangeStatus::NotSeen)
}

fn unread(error: &Error) -> Note {
    note(
        NoteCode::NotVerified,
        format!("the service accepted it, but whether it is so could not be read: {error}"),
        error.what_to_do().unwrap_or("look again"),
    )
}
