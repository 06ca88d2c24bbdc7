//! Sending requests: the transport port and its adapter, and the pipeline that every request passes —
//! pace, token, origin check, send, judge, perhaps again.

mod batch;
mod call;
mod fault;
mod pace;
mod pipeline;
mod retry;
mod run;
mod service_clock;
mod token_wire;
mod transport;
mod wave;

#[cfg(test)]
pub(crate) mod fake;
#[cfg(feature = "reqwest")]
mod reqwest;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use token_wire::{TokenAnswer, TokenWire};
pub use transport::{HttpMethod, HttpRequest, HttpResponse, Transport, TransportError, TransportFailure};

#[cfg(test)]
pub(crate) use call::Target;
pub(crate) use call::{Call, Reply, Version};
pub(crate) use pace::{ToCome, time_of_a_run, time_of_a_run_as_reports};
pub(crate) use pipeline::{Pipeline, Ports};
pub(crate) use run::Run;
pub(crate) use wave::{Ledger, Shared, Wave, WaveCounts};
