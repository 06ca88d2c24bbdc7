//! What properties and stories share: generated people, the tenant they live in, and short ways to ask.

#![forbid(unsafe_code)]

mod desk;
mod host;
mod people;
pub mod runs;

pub use desk::{NORA, kinds_of, request, reset_request, run_watched, tenant_of, user_of};
pub use host::{
    APP, Clerk, DESK_CERTIFICATE, ISSUER, Memory, Person, SUBJECT, app_of, desk_document, issuer_token,
};
pub use people::{Anybody, anybody};
