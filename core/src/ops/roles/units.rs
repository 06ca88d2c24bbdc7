//! Which administrative units there are: what somebody who grants a role in one of them chooses from (facts 8.4, 8.5).

use super::super::{Desk, permissions};
use super::all;
use crate::api::{AdministrativeUnit, AdministrativeUnitList};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::roles;
use crate::http::Run;

/// The units, by name.
///
/// # Errors
/// `permissionMissing` before the first request; `unexpectedReply` for a unit without an id.
pub(in crate::ops) async fn list(desk: &Desk, run: &Run<'_>) -> Result<AdministrativeUnitList> {
    permissions::demand(&desk.pipeline.actor(run).await?, &permissions::LIST_UNITS)?;
    let items = all(desk, roles::every_unit(), "the administrative units", run).await?;
    let mut units = Vec::with_capacity(items.len());
    for item in &items {
        let unit = roles::unit_in(item).ok_or_else(|| {
            Error::new(
                ErrorCode::UnexpectedReply,
                "the list of administrative units has one without an id",
            )
        })?;
        units.push(AdministrativeUnit {
            unit_id: unit.id,
            display_name: unit.name,
            management_restricted: unit.is_restricted,
        });
    }
    units.sort_by_cached_key(|unit| (unit.display_name.to_lowercase(), unit.unit_id.clone()));
    Ok(AdministrativeUnitList { units })
}
