//! Certificate and private key from where people keep them: PEM, with the key encrypted or not, and PFX (facts 13.3).
//!
//! The formats are read by RustCrypto's crates and p12-keystore; the key then goes to ring, see `ring_signer`.

use super::certificate::Certificate;
use super::ring_signer::RingSigner;
use crate::error::{Error, ErrorCode, Result};
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p12_keystore::Pkcs12Archive;
use pkcs8::EncryptedPrivateKeyInfoRef;
use serde_json::{Map, Value};
use x509_parser::pem::Pem;
use zeroize::Zeroizing;

/// A private key in DER form, and in which of the two it is.
enum Key {
    Pkcs8(Zeroizing<Vec<u8>>),
    Pkcs1(Zeroizing<Vec<u8>>),
}

/// Reads the secret argument of the credential `clientCertificate`: `{"pem":"…","password":"…"}` or
/// `{"pfx":"<base64>","password":"…"}`.
///
/// # Errors
/// `invalidConfiguration`, saying what is wrong without repeating any of it.
pub(crate) fn read(secret: &Secret) -> Result<(Certificate, RingSigner)> {
    let fields = Fields::read(secret)?;
    let password = fields.password.as_ref();
    let (certificates, key) = match (&fields.pem, &fields.pfx) {
        (Some(pem), None) => from_pem(pem, password)?,
        (None, Some(pfx)) => from_pfx(pfx, password)?,
        _ => return Err(malformed()),
    };
    let signer = match &key {
        Key::Pkcs8(der) => RingSigner::from_pkcs8(der),
        Key::Pkcs1(der) => RingSigner::from_pkcs1(der),
    }?;
    // Files hold chains in any order: the certificate is the one whose key this is.
    let own = certificates.into_iter().find(|der| signer.belongs_to(der));
    let own = own.ok_or_else(|| {
        wrong(
            "no certificate in it belongs to the private key",
            "put the certificate and its own key together",
        )
    })?;
    Ok((Certificate::from_der(own)?, signer))
}

/// The secret argument, apart.
struct Fields {
    pem: Option<Secret>,
    pfx: Option<Secret>,
    password: Option<Secret>,
}

impl Fields {
    fn read(secret: &Secret) -> Result<Self> {
        let Ok(fields) = serde_json::from_str::<Map<String, Value>>(secret.expose()) else {
            return Err(malformed());
        };
        let mut read = Self {
            pem: None,
            pfx: None,
            password: None,
        };
        for (name, value) in fields {
            let Value::String(value) = value else {
                return Err(malformed());
            };
            let value = Some(Secret::new(value));
            match name.as_str() {
                "pem" => read.pem = value,
                "pfx" => read.pfx = value,
                "password" => read.password = value,
                _ => return Err(malformed()),
            }
        }
        Ok(read)
    }
}

fn from_pem(pem: &Secret, password: Option<&Secret>) -> Result<(Vec<Vec<u8>>, Key)> {
    if pem.expose().contains("Proc-Type: 4,ENCRYPTED") {
        return Err(wrong(
            "its key is encrypted in the old form of OpenSSL",
            "encrypt it anew: openssl pkcs8 -topk8 -in old.pem -out new.pem",
        ));
    }
    let mut certificates = Vec::new();
    let mut key = None;
    for block in Pem::iter_from_buffer(pem.expose().as_bytes()) {
        let Pem { label, contents } = block.map_err(|_| wrong("the PEM text is damaged", GIVE_WHOLE))?;
        match label.as_str() {
            "CERTIFICATE" => certificates.push(contents),
            "PRIVATE KEY" => key = Some(Key::Pkcs8(Zeroizing::new(contents))),
            "RSA PRIVATE KEY" => key = Some(Key::Pkcs1(Zeroizing::new(contents))),
            "ENCRYPTED PRIVATE KEY" => key = Some(decrypt(&contents, password)?),
            "EC PRIVATE KEY" => return Err(wrong("its key is an EC key", RSA_ONLY)),
            _ => {}
        }
    }
    match key {
        Some(key) if !certificates.is_empty() => Ok((certificates, key)),
        Some(_) => Err(wrong("there is no certificate in the PEM text", GIVE_WHOLE)),
        None => Err(wrong("there is no private key in the PEM text", GIVE_WHOLE)),
    }
}

fn decrypt(der: &[u8], password: Option<&Secret>) -> Result<Key> {
    let password = password.ok_or_else(|| {
        wrong(
            "its key is encrypted, and there is no password",
            "give the password",
        )
    })?;
    let encrypted = EncryptedPrivateKeyInfoRef::try_from(der)
        .map_err(|_| wrong("the encrypted key is damaged", GIVE_WHOLE))?;
    let document = encrypted
        .decrypt(password.expose())
        .map_err(|_| wrong_password())?;
    Ok(Key::Pkcs8(Zeroizing::new(document.as_bytes().to_vec())))
}

fn from_pfx(pfx: &Secret, password: Option<&Secret>) -> Result<(Vec<Vec<u8>>, Key)> {
    let base64: Zeroizing<String> = Zeroizing::new(pfx.expose().split_whitespace().collect());
    let bytes = STANDARD
        .decode(base64.as_bytes())
        .map_err(|_| wrong("`pfx` is not base64", "give the base64 of the whole file"))?;
    let password = password.map_or("", Secret::expose);
    let archive = Pkcs12Archive::from_pkcs12(&bytes, password).map_err(|error| pfx_problem(&error))?;
    let certificates: Vec<Vec<u8>> = archive
        .certs
        .iter()
        .map(|bag| bag.cert.as_der().to_vec())
        .collect();
    let mut keys = archive.keys.into_iter();
    match (keys.next(), keys.next()) {
        (Some(bag), None) => Ok((
            certificates,
            Key::Pkcs8(Zeroizing::new(bag.key.as_der().to_vec())),
        )),
        (Some(_), Some(_)) => Err(wrong(
            "the PFX file holds several private keys",
            "export the one certificate that is meant, with its key",
        )),
        (None, _) => Err(wrong(
            "the PFX file holds no private key",
            "export the certificate together with its key",
        )),
    }
}

fn pfx_problem(error: &p12_keystore::error::Error) -> Error {
    use p12_keystore::error::Error as Problem;
    match error {
        Problem::MacError(_) | Problem::UnpadError | Problem::Pkcs5Error(_) => wrong_password(),
        Problem::UnsupportedEncryptionScheme | Problem::UnsupportedMacAlgorithm => wrong(
            "the PFX file is protected in a way that is not supported",
            "export it anew with AES256-SHA256",
        ),
        _ => wrong("the PFX file is damaged", "give the base64 of the whole file"),
    }
}

const GIVE_WHOLE: &str = "give the certificate and its private key, with their BEGIN and END lines";
pub(super) const RSA_ONLY: &str = "Entra accepts certificates with RSA keys of 2048 to 4096 bits";

fn wrong_password() -> Error {
    wrong(
        "the password is wrong, or the file is damaged",
        "give the password of the file",
    )
}

fn malformed() -> Error {
    wrong(
        "it is not the JSON of a certificate",
        r#"give {"pem":"…"} or {"pfx":"<base64>"}, each with "password" where there is one"#,
    )
}

/// Never says what was read: it is a secret.
pub(super) fn wrong(why: &str, remedy: &str) -> Error {
    Error::new(
        ErrorCode::InvalidConfiguration,
        format!("secret: the certificate cannot be used: {why}"),
    )
    .about("secret")
    .remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::SignatureAlgorithm;
    use crate::auth::Signer as _;
    use futures_util::FutureExt as _;
    use proptest::prelude::*;
    use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
    use serde_json::json;

    macro_rules! kept {
        ($name:literal) => {
            &include_bytes!(concat!("../../../tests/support/keys/", $name))[..]
        };
    }

    fn pem(bytes: &[u8], password: Option<&str>) -> Secret {
        document("pem", &String::from_utf8_lossy(bytes), password)
    }

    fn pfx(bytes: &[u8], password: Option<&str>) -> Secret {
        document("pfx", &STANDARD.encode(bytes), password)
    }

    fn document(form: &str, text: &str, password: Option<&str>) -> Secret {
        let mut fields = json!({ form: text });
        if let Some(password) = password {
            fields["password"] = json!(password);
        }
        Secret::new(fields.to_string())
    }

    #[test]
    fn every_form_in_which_people_keep_them_signs_for_the_same_certificate() {
        let password = Some("hunter2");
        let mut names = Vec::new();
        for (what, secret) in [
            ("PKCS#8", pem(kept!("desk.pem"), None)),
            ("PKCS#1", pem(kept!("desk-pkcs1.pem"), None)),
            ("encrypted", pem(kept!("desk-encrypted.pem"), password)),
            (
                "encrypted the old way",
                pem(kept!("desk-encrypted-3des.pem"), password),
            ),
            ("PFX", pfx(kept!("desk.pfx"), password)),
            ("PFX by RC2", pfx(kept!("desk-rc2.pfx"), password)),
            ("PFX by 3DES", pfx(kept!("desk-3des.pfx"), password)),
            ("PFX without password", pfx(kept!("desk-no-password.pfx"), None)),
        ] {
            let (certificate, signer) = read(&secret).expect(what);
            let (_, parsed) = x509_parser::parse_x509_certificate(certificate.der()).expect("X.509");
            let key = &parsed.public_key().subject_public_key.data;
            let sign = |algorithm| {
                signer
                    .sign(algorithm, b"a.b")
                    .now_or_never()
                    .expect("at once")
                    .expect(what)
            };
            UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, key)
                .verify(b"a.b", &sign(SignatureAlgorithm::Ps256))
                .expect(what);
            UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
                .verify(b"a.b", &sign(SignatureAlgorithm::Rs256))
                .expect(what);
            names.push(certificate.sha256());
        }
        names.dedup();
        assert_eq!(names.len(), 1);
    }

    #[test]
    fn what_cannot_be_used_says_why_and_never_what_it_was() {
        let wrong = Some("hunter3-is-wrong");
        let whole = pem(kept!("desk.pem"), None);
        let text = String::from_utf8_lossy(kept!("desk.pem"));
        let (key_only, _) = text.split_once("-----BEGIN CERT").expect("two parts");
        let cut = text.replace("-----END PRIVATE KEY-----", "");
        for (secret, says) in [
            (Secret::new("hunter2"), "not the JSON"),
            (Secret::new(r#"{"pem":7}"#), "not the JSON"),
            (Secret::new(r#"{"pfx":"AA","pem":"x"}"#), "not the JSON"),
            (Secret::new(r#"{"key":"x"}"#), "not the JSON"),
            (pem(b"", None), "no private key"),
            (pem(key_only.as_bytes(), None), "no certificate"),
            (pem(cut.as_bytes(), None), "damaged"),
            (pem(kept!("desk-encrypted.pem"), None), "no password"),
            (pem(kept!("desk-encrypted.pem"), wrong), "password is wrong"),
            (
                pem(kept!("desk-proc-type.pem"), Some("hunter2")),
                "old form of OpenSSL",
            ),
            (pem(kept!("not-a-pair.pem"), None), "no certificate in it belongs"),
            (pem(kept!("ec.pem"), None), "not accepted"),
            (pfx(kept!("desk.pfx"), wrong), "password is wrong"),
            (pfx(kept!("desk.pfx"), None), "password is wrong"),
            (pfx(kept!("desk-3des.pfx"), wrong), "password is wrong"),
            (pfx(kept!("desk-no-key.pfx"), Some("hunter2")), "no private key"),
            (pfx(&kept!("desk.pfx")[..900], Some("hunter2")), "damaged"),
            (document("pfx", "not base64!", None), "not base64"),
        ] {
            let refused = read(&secret).expect_err(says);
            assert_eq!(refused.code(), ErrorCode::InvalidConfiguration);
            assert!(refused.message().contains(says), "{refused} does not say {says}");
            assert!(refused.what_to_do().is_some());
            assert!(!format!("{refused:?}").contains("hunter"), "{refused:?}");
        }
        assert!(!format!("{:?}", read(&whole).expect("whole")).contains("PRIVATE"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_damaged_file_is_refused_and_never_panics(at in 0_usize..2000, flip in 1_u8..255) {
            for (bytes, form) in [(kept!("desk.pfx"), "pfx"), (kept!("desk.pem"), "pem")] {
                let mut bytes = bytes.to_vec();
                let at = at % bytes.len();
                bytes[at] ^= flip;
                let secret = match form {
                    "pfx" => pfx(&bytes, Some("hunter2")),
                    _ => pem(&bytes, None),
                };
                let _ = read(&secret);
            }
        }
    }
}
