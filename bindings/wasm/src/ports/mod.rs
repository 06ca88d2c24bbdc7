//! The ports of the core, answered by JavaScript. They hold JavaScript objects, which live on one thread; the
//! core wants its ports `Send` where threads exist. `SendWrapper` promises the one thread, so that the crate
//! compiles, and is linted, for every target.

mod ask;
mod browser;
mod clock;
mod fetch;
mod proofs;
mod random;
mod store;
mod tokens;

pub(crate) use browser::HostBrowser;
pub(crate) use clock::HostClock;
pub(crate) use fetch::FetchTransport;
pub(crate) use proofs::{HostAssertions, HostFiles, HostSigner};
pub(crate) use random::WebCrypto;
pub(crate) use store::HostStore;
pub(crate) use tokens::HostTokens;
