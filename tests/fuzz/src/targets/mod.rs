//! One file per target.

pub(crate) mod batches;
pub(crate) mod journals;
pub(crate) mod key_files;
pub(crate) mod policies;
pub(crate) mod replies;
pub(crate) mod requests;
pub(crate) mod rows;
pub(crate) mod tokens;
