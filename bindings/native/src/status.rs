//! What the functions return. Numbers come in groups, and the number of a retired status stays reserved.

/// Done; outputs are written.
pub const GMFA_OK: i32 = 0;
/// `gmfa_job_next`: no message came within the timeout. Ask again.
pub const GMFA_PENDING: i32 = 1;
/// `gmfa_job_next`: the last message was taken before. `gmfa_last_error`: nothing has failed on this thread.
pub const GMFA_ENDED: i32 = 2;

/// An argument is null where that is not allowed, too long, not UTF-8, or not JSON of the contract.
pub const GMFA_INVALID_ARGUMENT: i32 = 10;
/// The handle was freed, or was never given out.
pub const GMFA_STALE_HANDLE: i32 = 11;
/// The arguments are well formed, and the product refuses them: `gmfa_last_error` says why.
pub const GMFA_REFUSED: i32 = 12;
/// A mistake in the library itself. The call had no effect that can be relied upon; other handles live on.
pub const GMFA_PANIC: i32 = 13;

/// A call that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum Success {
    Ok = GMFA_OK,
    Pending = GMFA_PENDING,
    Ended = GMFA_ENDED,
}

/// In which way a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum FailureKind {
    InvalidArgument = GMFA_INVALID_ARGUMENT,
    StaleHandle = GMFA_STALE_HANDLE,
    Refused = GMFA_REFUSED,
    Panic = GMFA_PANIC,
}
