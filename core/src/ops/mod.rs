//! What the product does, one operation per file.

pub(crate) mod csv;

mod access_pass;
mod guard;
mod hardware_tokens;
mod inspect;
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

pub(crate) use guard::Guards;
pub use quick::quick;
pub(crate) use standing::Privileged;

use crate::api::{Request, Response};
use crate::cancel::Cancel;
use crate::client::EventSink;
use crate::error::Result;
use crate::graph::UserKey;
use crate::http::{Pipeline, Run};
use crate::platform::Store;
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
    let run = Run::new(events, cancel);
    run.go_on()?;
    Ok(match request {
        Request::CheckSignIn { operations } => {
            Response::CheckSignIn(Box::new(sign_in::check(desk, &operations, &run).await?))
        }
        Request::FindUsers { text, limit } => {
            Response::FindUsers(people::find(desk, &text, limit, &run).await?)
        }
        Request::GetUser { user } => {
            Response::GetUser(people::get(desk, &UserKey::parse(&user)?, &run).await?)
        }
        Request::ListMethods { user } => Response::ListMethods(inspect::methods(desk, &user, &run).await?),
        Request::ListRoles => Response::ListRoles(roles::list(desk, &run).await?),
        Request::ListRoleAssignments(request) => {
            Response::ListRoleAssignments(roles::assignments(desk, &request, &run).await?)
        }
        Request::GrantRole(request) => {
            Response::GrantRole(Box::new(roles::grant(desk, &request, &run).await?))
        }
        Request::RevokeRole(request) => {
            Response::RevokeRole(Box::new(roles::revoke(desk, &request, &run).await?))
        }
        Request::PlanReset(request) => {
            Response::PlanReset(Box::new(reset::plan(desk, &request, &run).await?))
        }
        Request::Preflight(request) => {
            Response::Preflight(Box::new(preflight::preflight(desk, &request, &run).await?))
        }
        Request::Reset(request) => Response::Reset(Box::new(reset::reset(desk, &request, &run).await?)),
        Request::Rescue(request) => Response::Rescue(Box::new(rescue::rescue(desk, &request, &run).await?)),
        Request::RemoveMethod(request) => {
            Response::RemoveMethod(Box::new(remove_method::remove(desk, &request, &run).await?))
        }
        Request::IssuePass(request) => {
            Response::IssuePass(Box::new(access_pass::issue(desk, &request, &run).await?))
        }
        Request::GetPass { user } => Response::GetPass(access_pass::get(desk, &user, &run).await?),
        Request::RemovePass { user, case } => {
            Response::RemovePass(access_pass::remove(desk, &user, case.as_ref(), &run).await?)
        }
        Request::RevokeSessions { user, case } => {
            Response::RevokeSessions(revoke::revoke(desk, &user, case.as_ref(), &run).await?)
        }
        Request::GetPerUserState { user } => {
            Response::GetPerUserState(per_user::get(desk, &user, &run).await?)
        }
        Request::SetPerUserState(request) => {
            Response::SetPerUserState(Box::new(per_user::set(desk, &request, &run).await?))
        }
        Request::SetPhone(request) => Response::SetPhone(Box::new(phone::set(desk, &request, &run).await?)),
        Request::ListHardwareTokens(filter) => {
            Response::ListHardwareTokens(hardware_tokens::list(desk, &filter, &run).await?)
        }
        Request::AssignHardwareToken(request) => {
            Response::AssignHardwareToken(Box::new(hardware_tokens::assign(desk, &request, &run).await?))
        }
        Request::ActivateHardwareToken(request) => {
            Response::ActivateHardwareToken(Box::new(hardware_tokens::activate(desk, &request, &run).await?))
        }
        Request::DeactivateHardwareToken(request) => Response::DeactivateHardwareToken(Box::new(
            hardware_tokens::deactivate(desk, &request, &run).await?,
        )),
        Request::UnassignHardwareToken(request) => {
            Response::UnassignHardwareToken(Box::new(hardware_tokens::unassign(desk, &request, &run).await?))
        }
        Request::WhoReset(request) => Response::WhoReset(who_reset::who_reset(desk, &request, &run).await?),
        Request::RegistrationReport(request) => Response::RegistrationReport(Box::new(
            registration_report::registration_report(desk, &request, &run).await?,
        )),
    })
}
