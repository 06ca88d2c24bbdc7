//! What properties and stories share: generated people, the tenant they live in, and short ways to ask.

#![forbid(unsafe_code)]

mod desk;
mod people;

pub use desk::{NORA, kinds_of, reset_request, tenant_of, user_of};
pub use people::{Anybody, anybody};
