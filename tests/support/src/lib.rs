//! Puts the simulated tenant behind the core's ports, in virtual time: a test of a ten-minute operation takes
//! milliseconds and always goes the same way.
//!
//! [`TestDesk`] is the convenience that most tests need; [`SimTransport`], [`VirtualClock`], [`SeededRng`] and
//! [`Recorder`] are its parts, and [`run_virtual`] drives any future on a virtual clock.
//!
//! The simulator knows nothing of the core, nor the core of the simulator. This crate is where they meet.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod clock;
mod desk;
mod executor;
mod recorder;
mod rng;
mod store;
mod transport;

pub use clock::{Slept, VirtualClock};
pub use desk::{TestDesk, TestDeskBuilder};
pub use executor::run_virtual;
pub use recorder::{CancelWhen, Recorder};
pub use rng::SeededRng;
pub use store::{MemoryStore, Mishap};
pub use transport::SimTransport;
