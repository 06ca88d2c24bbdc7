//! Setting up what a script signs in as: everything is read and checked, planned by a pure function, written part by part,
//! and seen before it counts (facts 0.2, 13.3, 13.4).

mod carry_out;
mod find;
mod plan;
mod tell;
mod verify;
mod wanted;

use super::{Desk, guard, permissions};
use crate::api::{ApplicationOutcome, InitializeApplicationRequest};
use crate::error::{Error, ErrorCode, Result};
use crate::http::Run;
use carry_out::Work;
use wanted::Wanted;

/// Sets the application up, or tells what that would take.
pub(super) async fn initialize(
    desk: &Desk,
    request: &InitializeApplicationRequest,
    run: &Run<'_>,
) -> Result<ApplicationOutcome> {
    let wanted = Wanted::of(request)?;
    let actor = desk.pipeline.actor(run).await?;
    for need in wanted.needs() {
        permissions::demand(&actor, need)?;
    }
    guard::check_thing(desk, &actor, wanted.name(), request.case.as_ref())?;
    let found = find::read(desk, &wanted, run).await?;
    let plan = plan::plan(&wanted, &found)?;
    let mut work = Work::new(desk, &wanted, found, plan, run);
    if !request.validate_only {
        run.go_on()?;
        work.carry_out().await?;
        work.verify().await;
    }
    Ok(tell::outcome(work, &actor, request.validate_only))
}

/// The same failure with what helps where applications are concerned: the service says no more than that it denies it.
fn told(error: Error) -> Error {
    if error.code() == ErrorCode::NotAllowed {
        return error.remedy(
            "a person needs the role Cloud Application Administrator to register applications, and Privileged Role \
             Administrator to grant permissions of Microsoft Graph; an application that signs in as itself needs \
             Application.ReadWrite.All and AppRoleAssignment.ReadWrite.All",
        );
    }
    error
}
