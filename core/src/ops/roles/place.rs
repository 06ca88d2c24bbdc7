//! Where a role counts: the whole tenant, or one administrative unit, named by id or by its name (facts 8.5).

use super::super::Desk;
use super::{all, is_refused};
use crate::api::UnitRef;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::members::Body;
use crate::graph::role_assignments::{TENANT, unit_scope};
use crate::graph::{is_guid, role_holders};
use crate::http::Run;

#[derive(Clone, Debug)]
pub(super) struct Place {
    /// As the service spells it.
    pub(super) scope: String,
    pub(super) unit: Option<UnitRef>,
}

impl Place {
    /// In words, after "role".
    pub(super) fn told(&self) -> String {
        match &self.unit {
            None => "in the whole tenant".to_owned(),
            Some(unit) => format!(
                "in the administrative unit {}",
                unit.display_name.as_ref().unwrap_or(&unit.id)
            ),
        }
    }
}

/// The place that a caller means.
///
/// # Errors
/// `invalidInput` when there is no such unit, or several; `permissionMissing` when its name cannot be looked up.
pub(super) async fn find(desk: &Desk, asked: Option<&str>, run: &Run<'_>) -> Result<Place> {
    let Some(asked) = asked.map(str::trim) else {
        return Ok(Place {
            scope: TENANT.to_owned(),
            unit: None,
        });
    };
    let unit = if is_guid(asked) {
        by_id(desk, asked, run).await?
    } else {
        by_name(desk, asked, run).await?
    };
    Ok(Place {
        scope: unit_scope(&unit.id),
        unit: Some(unit),
    })
}

async fn by_id(desk: &Desk, id: &str, run: &Run<'_>) -> Result<UnitRef> {
    let reply = desk.pipeline.send(&role_holders::unit(id)?, run).await?;
    let bare = || UnitRef {
        id: id.to_ascii_lowercase(),
        display_name: None,
    };
    match reply.status {
        200..=299 => Ok(role_holders::read_unit(&reply.body).unwrap_or_else(bare)),
        // Who may assign roles need not be able to read units: the service will say whether it exists.
        403 => Ok(bare()),
        404 => Err(unknown(id)),
        _ => Err(desk.pipeline.error_of(&reply, id)),
    }
}

async fn by_name(desk: &Desk, name: &str, run: &Run<'_>) -> Result<UnitRef> {
    if name.is_empty() {
        return Err(unknown(name));
    }
    let found = all(desk, Body::AdministrativeUnit.named(name), name, run).await.map_err(|error| {
        if is_refused(&error) {
            return Error::new(
                ErrorCode::PermissionMissing,
                "administrativeUnit: this sign-in may not read administrative units, so that the name cannot be found",
            )
            .about(name)
            .remedy("name the unit by its id, or add AdministrativeUnit.Read.All to the app registration");
        }
        error
    })?;
    let mut units: Vec<UnitRef> = found.iter().filter_map(role_holders::read_unit).collect();
    if units.len() > 1 {
        let ids: Vec<_> = units.iter().map(|unit| unit.id.as_str()).collect();
        return Err(Error::new(
            ErrorCode::InvalidInput,
            format!("administrativeUnit: {} units are called {name}", ids.len()),
        )
        .about(name)
        .remedy(format!("name the one you mean by its id: {}", ids.join(", "))));
    }
    units.pop().ok_or_else(|| unknown(name))
}

fn unknown(asked: &str) -> Error {
    Error::new(
        ErrorCode::InvalidInput,
        format!("administrativeUnit: the tenant has no administrative unit `{asked}`"),
    )
    .about(asked)
    .remedy("give the name of a unit as the Entra admin center shows it, or its object id")
}
