//! A simulated Microsoft Entra tenant: the MFA side of Microsoft Graph and the token endpoint in front of it.
//!
//! [`Simulator`] holds the tenant and serves requests synchronously, without sockets and without a runtime, on a
//! clock that tests move by hand. The [`server`] module puts the same tenant behind HTTP; the `graph-sim` binary
//! is that server with a command line.
//!
//! The tenant is honest: it does not know that it is being tested, it refuses what the service refuses, and it
//! shares no code with the product that talks to it.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod clock;
mod cloud;
mod directory_state;
mod front;
mod generate;
mod graph;
mod http;
mod identity;
mod jose;
mod json;
mod login;
mod scenario;
#[cfg(feature = "server")]
pub mod server;
mod simulator;
mod snapshot;
mod stories;
mod tenant;
mod token;

pub use clock::Clock;
pub use cloud::{Cloud, Origins};
pub use directory_state::{AdministrativeUnitState, ApplicationState, GroupState, RoleAssignmentState};
pub use generate::people;
pub use graph::{Route, routes};
pub use http::{Face, Headers, Reply, Request, Response};
pub use scenario::*;
pub use simulator::{Connection, Simulator};
pub use snapshot::{
    AuditState, Counters, FaultState, LogEntry, MethodState, PendingSignIn, SignInDecision, TenantState,
    TokenSpec, UserState,
};
pub use stories::{Story, stories};
pub use tenant::pass::{PassRefusal, PassUsability};
