//! What an authenticator tells about a new passkey (Web Authentication, level 2, sections 6.1, 6.5 and 8).
//!
//! Everything is read and must be in its place; signatures are not verified, since the tenant trusts no maker.

use time::OffsetDateTime;
use uuid::Uuid;

use super::cbor::{self, Item};

/// The algorithms that a new passkey may use: ES256 and RS256.
pub(crate) const ALGORITHMS: [i64; 2] = [-7, -257];

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// Makers' names of some models.
const MODELS: &[(&str, &str)] = &[
    ("cb69481e-8ff7-4039-93ec-0a2729a154a8", "YubiKey 5 Series"),
    (
        "a4e9fc6d-4cbe-4758-b8ba-37598bb5bbaa",
        "Security Key NFC by Yubico",
    ),
    ("de1e552d-db1d-4423-a619-566b625cdc84", "Microsoft Authenticator"),
    ("90a3ccdf-635c-4729-a248-9b709135078f", "Microsoft Authenticator"),
];

/// A challenge that a registration has to answer.
pub(crate) struct Challenge {
    /// Position of the person in the directory.
    pub(crate) person: usize,
    pub(crate) until: OffsetDateTime,
}

/// A new passkey.
#[derive(Debug)]
pub(crate) struct Attestation {
    pub(crate) relying_party_hash: Vec<u8>,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) aa_guid: String,
    /// The chain of certificates; empty without attestation.
    pub(crate) certificates: Vec<Vec<u8>>,
    /// Whether it can be on several devices.
    pub(crate) synced: bool,
}

/// The maker's name of a model; empty when unknown.
pub(crate) fn model(aa_guid: &str) -> &'static str {
    let mut models = MODELS.iter();
    models
        .find(|(known, _)| *known == aa_guid)
        .map_or("", |(_, name)| name)
}

/// Reads an attestation object.
pub(crate) fn read(object: &[u8]) -> Result<Attestation, &'static str> {
    let item = cbor::read_all(object).ok_or("the attestation object is not CBOR")?;
    let member = |name: &str| item.get(&Item::Text(name));
    let Some(Item::Bytes(data)) = member("authData") else {
        return Err("the attestation object has no authData");
    };
    let statement = member("attStmt").ok_or("the attestation object has no attStmt")?;
    let certificates = match member("fmt") {
        Some(Item::Text("none")) => Vec::new(),
        Some(Item::Text("packed")) => packed(statement)?,
        _ => return Err("the attestation format must be packed or none"),
    };
    Ok(Attestation {
        certificates,
        ..authenticator_data(data)?
    })
}

/// The certificates of a packed statement; self attestation has none.
fn packed(statement: &Item<'_>) -> Result<Vec<Vec<u8>>, &'static str> {
    let algorithm = statement.get(&Item::Text("alg")).and_then(Item::integer);
    let signature = statement.get(&Item::Text("sig"));
    if algorithm.is_none() || !matches!(signature, Some(Item::Bytes(signature)) if !signature.is_empty()) {
        return Err("the packed attestation has no signature");
    }
    match statement.get(&Item::Text("x5c")) {
        None => Ok(Vec::new()),
        Some(Item::Array(chain)) if !chain.is_empty() => chain
            .iter()
            .map(|certificate| match certificate {
                Item::Bytes(bytes) => Ok(bytes.to_vec()),
                _ => Err("a certificate of the attestation is no byte string"),
            })
            .collect(),
        Some(_) => Err("the certificates of the attestation are no array"),
    }
}

fn authenticator_data(data: &[u8]) -> Result<Attestation, &'static str> {
    const SHORT: &str = "the authenticator data is too short";
    let (relying_party_hash, rest) = data.split_at_checked(32).ok_or(SHORT)?;
    let (&flags, rest) = rest.split_first().ok_or(SHORT)?;
    let (_counter, rest) = rest.split_at_checked(4).ok_or(SHORT)?;
    if flags & USER_PRESENT == 0 || flags & USER_VERIFIED == 0 {
        return Err("the user was not present or not verified");
    }
    if flags & HAS_CREDENTIAL == 0 {
        return Err("the authenticator data has no credential");
    }
    let (aa_guid, rest) = rest.split_at_checked(16).ok_or(SHORT)?;
    let (length, rest) = rest.split_at_checked(2).ok_or(SHORT)?;
    let length = usize::from(length[0]) << 8 | usize::from(length[1]);
    let (credential_id, rest) = rest.split_at_checked(length).ok_or(SHORT)?;
    if credential_id.is_empty() {
        return Err("the credential has no id");
    }
    let (key, rest) = cbor::read(rest).ok_or("the public key is not CBOR")?;
    check_key(&key)?;
    let rest = if flags & HAS_EXTENSIONS == 0 {
        rest
    } else {
        cbor::read(rest).ok_or("the extensions are not CBOR")?.1
    };
    if !rest.is_empty() {
        return Err("something follows the authenticator data");
    }
    Ok(Attestation {
        relying_party_hash: relying_party_hash.to_vec(),
        credential_id: credential_id.to_vec(),
        aa_guid: Uuid::from_slice(aa_guid).unwrap_or_default().to_string(),
        certificates: Vec::new(),
        synced: flags & BACKUP_ELIGIBLE != 0,
    })
}

/// A key in COSE: type, algorithm, and the parts that the type has.
fn check_key(key: &Item<'_>) -> Result<(), &'static str> {
    let number = |label: i64| key.get(&Item::of_integer(label)).and_then(Item::integer);
    let bytes = |label: i64| match key.get(&Item::of_integer(label)) {
        Some(Item::Bytes(bytes)) => bytes.len(),
        _ => 0,
    };
    let complete = match (number(1), number(3)) {
        (Some(2), Some(-7)) => number(-1) == Some(1) && bytes(-2) == 32 && bytes(-3) == 32,
        (Some(3), Some(-257)) => bytes(-1) >= 256 && bytes(-2) > 0,
        _ => return Err("the public key uses an algorithm that was not offered"),
    };
    if complete {
        Ok(())
    } else {
        Err("the public key is not complete")
    }
}
