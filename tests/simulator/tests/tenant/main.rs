//! The tenant's behaviour at its boundary: requests in, replies out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests say what they expect"
)]

#[cfg(feature = "server")]
mod admin;
mod administrative_units;
mod applications;
mod assertions;
mod audit;
mod audit_reads;
#[path = "../common/authenticator.rs"]
mod authenticator;
mod authorization;
mod batch;
mod blocked;
mod continuous_access;
mod device_codes;
mod directory;
mod discovery;
mod faults;
mod group_eligibility;
mod groups;
mod hardware;
mod headers;
mod invariants;
mod keys;
mod login;
mod managed_identities;
mod matrix;
mod memberships;
mod method_reads;
mod methods;
mod pages;
mod passes;
mod passkeys;
mod passwords;
mod people;
mod permissions;
mod phones;
mod policies;
mod preferences;
mod qr_codes;
mod quotas;
mod refreshing;
mod registration;
mod request_log;
mod role_management;
mod role_requests;
mod roles;
mod routes;
mod scenario;
#[cfg(feature = "server")]
mod server;
mod service_principals;
mod signing_in;
mod stories;
mod tenant;
#[cfg(feature = "server")]
mod tls;
mod user_queries;
