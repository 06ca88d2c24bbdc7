//! What the product does, one operation per file.

pub(crate) mod csv;

mod access_pass;
mod applications;
mod guard;
mod hardware_tokens;
mod inspect;
mod lag;
mod patience;
pub(crate) mod people;
mod per_user;
pub(crate) mod permissions;
mod phone;
mod plan;
mod preflight;
mod presets;
mod quick;
mod registration_report;
mod remove_method;
mod rescue;
mod reset;
mod revoke;
mod roles;
mod rows;
mod sign_in;
mod single;
mod standing;
mod target;
mod verify;
mod who_reset;

pub(crate) use guard::{Guards, planner};
pub(crate) use lag::{Lags, Wait};
pub use quick::quick;
pub(crate) use standing::Privileged;

use crate::api::{Request, Response};
use crate::auth::Actor;
use crate::bulk;
use crate::cancel::Cancel;
use crate::client::EventSink;
use crate::error::Result;
use crate::graph::UserKey;
use crate::http::{Pipeline, Run};
use crate::platform::{BoxFuture, Store};
use std::time::Duration;

/// What every operation works with.
pub(crate) struct Desk {
    pub(crate) pipeline: Pipeline,
    /// How long to wait for the service to show or to allow what was done.
    pub(crate) patience: Duration,
    /// Who is protected, and what a write must bring.
    pub(crate) guards: Guards,
    /// Where files are, if the host has any.
    pub(crate) store: Option<Box<dyn Store>>,
}

/// Does one operation.
pub(crate) async fn run(
    desk: &Desk,
    request: Request,
    events: &dyn EventSink,
    cancel: &Cancel,
) -> Result<Response> {
    perform(desk, request, &Run::new(events, cancel)).await
}

/// Does one operation for one person of a run.
pub(crate) fn for_one<'a>(
    desk: &'a Desk,
    request: Request,
    run: &'a Run<'a>,
) -> BoxFuture<'a, Result<Response>> {
    Box::pin(perform(desk, request, run))
}

/// Does one operation as part of whatever `run` belongs to.
async fn perform(desk: &Desk, request: Request, run: &Run<'_>) -> Result<Response> {
    run.go_on()?;
    Ok(match request {
        Request::CheckSignIn { operations } => {
            Response::CheckSignIn(Box::new(sign_in::check(desk, &operations, run).await?))
        }
        Request::FindUsers { text, limit } => {
            Response::FindUsers(people::find(desk, &text, limit, run).await?)
        }
        Request::GetUser { user } => {
            Response::GetUser(people::get(desk, &UserKey::parse(&user)?, run).await?)
        }
        Request::ListMethods { user } => Response::ListMethods(inspect::methods(desk, &user, run).await?),
        Request::ListRoles => Response::ListRoles(roles::list(desk, run).await?),
        Request::ListRoleAssignments(request) => {
            Response::ListRoleAssignments(roles::assignments(desk, &request, run).await?)
        }
        Request::ListAdministrativeUnits => Response::ListAdministrativeUnits(roles::units(desk, run).await?),
        Request::GrantRole(request) => {
            Response::GrantRole(Box::new(roles::grant(desk, &request, run).await?))
        }
        Request::RevokeRole(request) => {
            Response::RevokeRole(Box::new(roles::revoke(desk, &request, run).await?))
        }
        Request::InitializeApplication(request) => Response::InitializeApplication(Box::new(
            Box::pin(applications::initialize(desk, &request, run)).await?,
        )),
        Request::PlanReset(request) => Response::PlanReset(Box::new(reset::plan(desk, &request, run).await?)),
        Request::Preflight(request) => {
            Response::Preflight(Box::new(preflight::preflight(desk, &request, run).await?))
        }
        Request::Reset(request) => Response::Reset(Box::new(reset::reset(desk, &request, run).await?)),
        Request::Rescue(request) => Response::Rescue(Box::new(rescue::rescue(desk, &request, run).await?)),
        Request::RemoveMethod(request) => {
            Response::RemoveMethod(Box::new(remove_method::remove(desk, &request, run).await?))
        }
        Request::IssuePass(request) => {
            Response::IssuePass(Box::new(access_pass::issue(desk, &request, run).await?))
        }
        Request::GetPass { user } => Response::GetPass(access_pass::get(desk, &user, run).await?),
        Request::RemovePass { user, case } => {
            Response::RemovePass(access_pass::remove(desk, &user, case.as_ref(), run).await?)
        }
        Request::RevokeSessions { user, case } => {
            Response::RevokeSessions(revoke::revoke(desk, &user, case.as_ref(), run).await?)
        }
        Request::GetPerUserState { user } => {
            Response::GetPerUserState(per_user::get(desk, &user, run).await?)
        }
        Request::SetPerUserState(request) => {
            Response::SetPerUserState(Box::new(per_user::set(desk, &request, run).await?))
        }
        Request::SetPhone(request) => Response::SetPhone(Box::new(phone::set(desk, &request, run).await?)),
        Request::ListHardwareTokens(filter) => {
            Response::ListHardwareTokens(hardware_tokens::list(desk, &filter, run).await?)
        }
        Request::AssignHardwareToken(request) => {
            Response::AssignHardwareToken(Box::new(hardware_tokens::assign(desk, &request, run).await?))
        }
        Request::ActivateHardwareToken(request) => {
            Response::ActivateHardwareToken(Box::new(hardware_tokens::activate(desk, &request, run).await?))
        }
        Request::DeactivateHardwareToken(request) => Response::DeactivateHardwareToken(Box::new(
            hardware_tokens::deactivate(desk, &request, run).await?,
        )),
        Request::UnassignHardwareToken(request) => {
            Response::UnassignHardwareToken(Box::new(hardware_tokens::unassign(desk, &request, run).await?))
        }
        Request::WhoReset(request) => Response::WhoReset(who_reset::who_reset(desk, &request, run).await?),
        Request::RegistrationReport(request) => Response::RegistrationReport(Box::new(
            registration_report::registration_report(desk, &request, run).await?,
        )),
        // Boxed: a person in hand is one of these futures too, and need not be as large as a run.
        Request::PlanRun(request) => {
            Response::PlanRun(Box::new(Box::pin(bulk::plan(desk, &request, run)).await?))
        }
        Request::StartRun(request) => {
            Response::StartRun(Box::new(Box::pin(bulk::start(desk, &request, run)).await?))
        }
        Request::ResumeRun(request) => {
            Response::ResumeRun(Box::new(Box::pin(bulk::resume(desk, &request, run)).await?))
        }
        Request::VerifyJournal(request) => {
            Response::VerifyJournal(bulk::verify_journal(desk, &request, run).await?)
        }
        Request::ExportProof(request) => {
            Response::ExportProof(Box::pin(bulk::export_proof(desk, &request, run)).await?)
        }
    })
}

/// Checks what of a request can be checked without its person: its parts fit together.
///
/// # Errors
/// `invalidInput`, naming the field.
pub(crate) fn check_alone(request: &Request) -> Result<()> {
    match request {
        Request::Reset(reset) => plan::check_request(&presets::for_reset(reset)?),
        Request::Rescue(reset) => {
            let settled = presets::for_rescue(reset)?;
            settled.pass.as_ref().map_or(Ok(()), access_pass::check_options)?;
            plan::check_request(&settled)
        }
        Request::IssuePass(pass) => access_pass::check_options(&pass.options()),
        Request::SetPerUserState(state) => per_user::check_state(&state.state),
        Request::GrantRole(role) => roles::check_grant(role),
        Request::RevokeRole(role) => roles::check_role(&role.role),
        _ => Ok(()),
    }
}

/// Demands the permissions without which a request can come to nothing, whoever is meant.
///
/// # Errors
/// `permissionMissing`, naming it.
pub(crate) fn demand_permissions(actor: &Actor, request: &Request) -> Result<()> {
    let demand =
        |needs: &[&permissions::Need]| needs.iter().try_for_each(|need| permissions::demand(actor, need));
    demand(&[&permissions::READ_USERS])?;
    match request {
        Request::Reset(reset) => {
            demand(&[&permissions::READ_METHODS, &permissions::CHANGE_METHODS])?;
            if presets::settle(reset)?.revokes() {
                demand(&[&permissions::REVOKE_SESSIONS])?;
            }
            Ok(())
        }
        Request::Rescue(reset) => {
            demand(&[
                &permissions::READ_METHODS,
                &permissions::CHANGE_METHODS,
                &permissions::CHANGE_PASS,
            ])?;
            if presets::for_rescue(reset)?.revokes() {
                demand(&[&permissions::REVOKE_SESSIONS])?;
            }
            Ok(())
        }
        Request::RevokeSessions { .. } => demand(&[&permissions::REVOKE_SESSIONS]),
        Request::IssuePass(_) => demand(&[&permissions::CHANGE_PASS]),
        Request::SetPerUserState(_) => demand(&[
            &permissions::READ_PER_USER_STATE,
            &permissions::CHANGE_PER_USER_STATE,
        ]),
        Request::GrantRole(_) | Request::RevokeRole(_) => demand(&[&permissions::LIST_ROLES]),
        Request::ListMethods { .. } => demand(&[&permissions::READ_METHODS]),
        _ => Ok(()),
    }
}
