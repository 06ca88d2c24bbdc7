//! What differs between a native program and WebAssembly, and nothing else: the `Send` bounds, the clock and
//! the source of randomness. Only this folder and the reqwest adapter mention `target_arch`.

mod clock;
mod files;
mod random;
mod store;

#[cfg(feature = "reqwest")]
mod native;
#[cfg(feature = "native")]
mod system_files;
#[cfg(feature = "native")]
mod system_store;

pub use clock::{Clock, ScaledClock, Timestamp};
pub use files::Files;
#[cfg(feature = "reqwest")]
pub use native::{SystemClock, SystemRng};
pub use random::{NoRandomness, Rng, random_fraction, random_uuid};
pub use store::{Store, StoreFault};
#[cfg(feature = "native")]
pub use system_files::SystemFiles;

use std::future::Future;
use std::pin::Pin;

/// `Send` where threads exist, nothing in WebAssembly.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + ?Sized> MaybeSend for T {}
/// `Send` where threads exist, nothing in WebAssembly.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync` where threads exist, nothing in WebAssembly.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Sync + ?Sized> MaybeSync for T {}
/// `Sync` where threads exist, nothing in WebAssembly.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSync {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSync for T {}

/// A future behind a pointer, `Send` where threads exist.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A future behind a pointer, `Send` where threads exist.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
