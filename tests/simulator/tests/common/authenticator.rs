//! Just enough of an authenticator for passkeys (Web Authentication, level 2), for the tests that register some.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Model identifier of a YubiKey 5.
pub(crate) const YUBIKEY: &str = "cb69481e-8ff7-4039-93ec-0a2729a154a8";

/// Just enough of an authenticator: everything it puts into a credential can be changed before.
#[derive(Clone)]
pub(crate) struct Authenticator {
    pub(crate) party: &'static str,
    pub(crate) origin: String,
    pub(crate) ceremony: &'static str,
    pub(crate) format: &'static str,
    pub(crate) flags: u8,
    pub(crate) aa_guid: &'static str,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) algorithm: i64,
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) trailing: Vec<u8>,
}

impl Default for Authenticator {
    fn default() -> Self {
        Self {
            party: "login.microsoft.com",
            origin: "https://login.microsoft.com".into(),
            ceremony: "webauthn.create",
            format: "packed",
            flags: 0x45,
            aa_guid: YUBIKEY,
            credential_id: vec![7; 32],
            algorithm: -7,
            certificates: vec![b"a certificate".to_vec()],
            trailing: Vec::new(),
        }
    }
}

fn head(major: u8, number: u64) -> Vec<u8> {
    let major = major << 5;
    match number {
        0..24 => vec![major | number as u8],
        24..256 => vec![major | 24, number as u8],
        _ => [vec![major | 25], (number as u16).to_be_bytes().to_vec()].concat(),
    }
}

fn integer(number: i64) -> Vec<u8> {
    if number < 0 {
        head(1, (-1 - number) as u64)
    } else {
        head(0, number as u64)
    }
}

fn bytes(value: &[u8]) -> Vec<u8> {
    [head(2, value.len() as u64), value.to_vec()].concat()
}

fn text(value: &str) -> Vec<u8> {
    [head(3, value.len() as u64), value.as_bytes().to_vec()].concat()
}

fn map(pairs: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let content = pairs
        .iter()
        .flat_map(|(key, value)| [key.clone(), value.clone()].concat());
    [head(5, pairs.len() as u64), content.collect()].concat()
}

impl Authenticator {
    /// What the authenticator makes.
    pub(crate) fn attestation_object(&self) -> Vec<u8> {
        let key = map(&[
            (integer(1), integer(2)),
            (integer(3), integer(self.algorithm)),
            (integer(-1), integer(1)),
            (integer(-2), bytes(&[1; 32])),
            (integer(-3), bytes(&[2; 32])),
        ]);
        let aa_guid: Vec<u8> = self
            .aa_guid
            .replace('-', "")
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        let data = [
            Sha256::digest(self.party).to_vec(),
            vec![self.flags],
            vec![0; 4],
            aa_guid,
            (self.credential_id.len() as u16).to_be_bytes().to_vec(),
            self.credential_id.clone(),
            key,
            self.trailing.clone(),
        ]
        .concat();
        let statement = match self.format {
            "packed" => {
                let chain: Vec<u8> = self.certificates.iter().flat_map(|it| bytes(it)).collect();
                let mut pairs = vec![(text("alg"), integer(-7)), (text("sig"), bytes(b"signature"))];
                if !self.certificates.is_empty() {
                    pairs.push((
                        text("x5c"),
                        [head(4, self.certificates.len() as u64), chain].concat(),
                    ));
                }
                map(&pairs)
            }
            _ => map(&[]),
        };
        map(&[
            (text("fmt"), text(self.format)),
            (text("attStmt"), statement),
            (text("authData"), bytes(&data)),
        ])
    }

    /// The request that registers a passkey in answer to the challenge.
    pub(crate) fn answer(&self, challenge: &str) -> Value {
        let client = json!({ "type": self.ceremony, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        json!({ "displayName": "Red Key", "publicKeyCredential": {
            "id": URL_SAFE_NO_PAD.encode(&self.credential_id),
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client.to_string()),
                "attestationObject": URL_SAFE_NO_PAD.encode(self.attestation_object()),
            } } })
    }
}
