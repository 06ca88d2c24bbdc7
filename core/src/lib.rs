//! Administers multifactor authentication in a Microsoft Entra tenant over Microsoft Graph: finds a person,
//! shows the authentication methods, requires re-registration, revokes sessions, and tells who reset MFA for
//! whom.
//!
//! ```no_run
//! use graph_mfa::api::{ClientConfig, Request, ResetRequest};
//! use graph_mfa::{Cancel, Client, Secret};
//!
//! # async fn reset() -> Result<(), Box<dyn std::error::Error>> {
//! let config: ClientConfig = serde_json::from_str(
//!     r#"{"credential":"clientSecret","tenant":"fabrikam.example","clientId":"0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55"}"#,
//! )?;
//! let client = Client::builder(config).secret(Secret::new(std::env::var("DESK_SECRET")?)).build()?;
//! let reset: ResetRequest = serde_json::from_str(r#"{"user":"nora.lind@fabrikam.example","revokeSessions":true}"#)?;
//! let outcome = client.run(Request::Reset(reset), &(), &Cancel::new()).await?;
//! println!("{}", serde_json::to_string_pretty(&outcome)?);
//! # Ok(())
//! # }
//! ```
//!
//! The crate does no I/O of its own: transport, clock, randomness, tokens and signatures are ports, and the
//! future of an operation is driven by whoever awaits it. See `ARCHITECTURE.md` for the map.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod api;
pub mod auth;
pub mod http;
pub mod platform;

mod bulk;
mod cancel;
mod client;
mod cloud;
mod error;
mod graph;
mod ops;
mod secret;

pub use cancel::Cancel;
pub use client::{Client, ClientBuilder, EventSink};
pub use cloud::{Cloud, CloudName};
pub use error::{Error, ErrorCode, Result, ServiceAnswer};
pub use ops::quick;
pub use secret::{Disclosed, Secret};
