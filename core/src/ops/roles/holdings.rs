//! Who holds what, from the service's three lists: what is held, until when, and what may be activated (facts 8.3, 8.7).

use super::super::Desk;
use super::{all, gap, is_refused, told};
use crate::api::Note;
use crate::error::{ErrorCode, Result};
use crate::graph::role_assignments::{self, Filter, Held};
use crate::graph::role_schedules;
use crate::http::{Call, Run};
use serde_json::Value;

/// What Privileged Identity Management says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pim {
    /// It was read.
    Read,
    /// The tenant has no licence for it, and so no such assignments.
    NotLicensed,
    /// It does not show itself.
    Hidden,
}

#[derive(Debug)]
pub(super) struct Holdings {
    pub(super) held: Vec<Held>,
    pub(super) pim: Pim,
    /// What could not be read.
    pub(super) gaps: Vec<Note>,
}

/// Reads everything that fits the filter.
pub(super) async fn read(desk: &Desk, filter: &Filter, run: &Run<'_>) -> Result<Holdings> {
    let active = all(desk, role_assignments::list(filter), "the role assignments", run)
        .await
        .map_err(told)?;
    let mut held: Vec<Held> = active.iter().filter_map(role_assignments::read).collect();
    let mut gaps = Vec::new();
    let mut pim = Pim::Read;
    let planned = scheduled(
        desk,
        role_schedules::active(filter),
        "when roles end",
        &mut pim,
        &mut gaps,
        run,
    )
    .await?;
    for known in planned.iter().filter_map(role_schedules::read_active) {
        let same = |it: &&mut Held| {
            it.id == known.id
                || (it.principal == known.principal
                    && it.role.template_id == known.role.template_id
                    && it.scope.eq_ignore_ascii_case(&known.scope))
        };
        if let Some(it) = held.iter_mut().find(same) {
            it.activated = known.activated;
            it.from = known.from;
            it.until = known.until;
        }
    }
    if pim != Pim::NotLicensed {
        let eligible = role_schedules::eligible(filter);
        let eligible = scheduled(desk, eligible, "who may activate roles", &mut pim, &mut gaps, run).await?;
        held.extend(eligible.iter().filter_map(role_schedules::read_eligible));
    }
    Ok(Holdings { held, pim, gaps })
}

async fn scheduled(
    desk: &Desk,
    call: Call,
    what: &str,
    pim: &mut Pim,
    gaps: &mut Vec<Note>,
    run: &Run<'_>,
) -> Result<Vec<Value>> {
    match all(desk, call, what, run).await {
        Ok(items) => Ok(items),
        Err(error) if error.code() == ErrorCode::LicenceMissing => {
            *pim = Pim::NotLicensed;
            Ok(Vec::new())
        }
        Err(error) if is_refused(&error) => {
            *pim = Pim::Hidden;
            gaps.push(gap(what, &error));
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}
