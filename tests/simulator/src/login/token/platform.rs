//! How an application must redeem what was sent to one of its redirect URIs (facts 13.5).

use crate::login::client::Proof;
use crate::login::failure::Failure;
use crate::tenant::sign_ins::Platform;

/// Whether the request comes from where the platform's requests come from, with what they bring.
pub(super) fn check(platform: Platform, proof: Proof, origin: Option<&str>) -> Result<(), Failure> {
    match (platform, origin) {
        (Platform::Spa, None) => return Err(Failure::of(9_002_327)),
        (Platform::PublicClient | Platform::Web, Some(_)) => return Err(Failure::of(9_002_326)),
        _ => {}
    }
    match (platform, proof) {
        (Platform::Web, Proof::Nothing) => Err(Failure::of(7_000_218)),
        (Platform::Spa | Platform::PublicClient, Proof::Secret | Proof::Assertion) => {
            Err(Failure::of(700_025))
        }
        _ => Ok(()),
    }
}
