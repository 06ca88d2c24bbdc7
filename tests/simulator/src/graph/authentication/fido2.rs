//! Passkeys on behalf of somebody: the challenge, the new credential, its name (facts 2.2, 2.4, 18.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use serde_json::{Map, Value, json};
use time::Duration;

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::delete::registered_at;
use super::limits;
use super::read::{missing, same_id};
use super::registration::{
    allowed_by_policy, outside_policy, record, record_change, register, required_text,
};
use crate::cloud::Cloud;
use crate::scenario::{Fido2, MethodDetail, MethodKind};
use crate::tenant::action;
use crate::tenant::audit::{self, Change};
use crate::tenant::method::{Method, timestamp};
use crate::tenant::passkey::{self, Attestation, Challenge};

const DEFAULT_TIMEOUT_MINUTES: i64 = 5;
const TIMEOUT_MINUTES: std::ops::RangeInclusive<i64> = 5..=43_200;

/// `GET …/fido2Methods/creationOptions(challengeTimeoutInMinutes=n)`
pub(super) fn creation_options(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_by(MethodKind::Fido2, action::CREATE_METHODS)?;
    let minutes = timeout(call)?;
    may_have_one_more(call, place)?;
    let until = call.now + Duration::minutes(minutes);
    let challenge = URL_SAFE_NO_PAD.encode(call.tenant.new_text(36));
    call.tenant
        .challenges
        .insert(challenge.clone(), Challenge { person: place, until });
    record(call, place, &audit::PASSKEY_OPTIONS, String::new(), Vec::new());
    let user = call.user(place);
    let excluded: Vec<Value> = user
        .registered()
        .filter_map(|method| match &method.detail {
            MethodDetail::Fido2(key) => Some(key.credential_id.as_deref().unwrap_or(&method.id)),
            _ => None,
        })
        .map(|id| {
            json!({
                "@odata.type": "#microsoft.graph.webauthnPublicKeyCredentialDescriptor",
                "id": id,
                "type": "public-key",
                "transports": [],
            })
        })
        .collect();
    let offered = passkey::ALGORITHMS.iter().map(|algorithm| {
        json!({
            "@odata.type": "#microsoft.graph.webauthnPublicKeyCredentialParameters",
            "type": "public-key",
            "alg": algorithm,
        })
    });
    Ok(Answer::Json(
        200,
        json!({
            "@odata.context": call.context("microsoft.graph.webauthnCredentialCreationOptions"),
            "@odata.type": "#microsoft.graph.webauthnCredentialCreationOptions",
            "challengeTimeoutDateTime": timestamp(until),
            "publicKey": {
                "@odata.type": "#microsoft.graph.webauthnPublicKeyCredentialCreationOptions",
                "rp": {
                    "@odata.type": "#microsoft.graph.webauthnPublicKeyCredentialRpEntity",
                    "id": relying_party(call.tenant.cloud),
                    "name": "Microsoft",
                },
                "user": {
                    "@odata.type": "#microsoft.graph.webauthnPublicKeyCredentialUserEntity",
                    "id": URL_SAFE_NO_PAD.encode(format!("OID:{}", user.id)),
                    "displayName": &*user.display_name,
                    "name": &*user.user_principal_name,
                },
                "challenge": challenge,
                "pubKeyCredParams": offered.collect::<Vec<_>>(),
                "timeout": 60_000,
                "excludeCredentials": excluded,
                "authenticatorSelection": {
                    "@odata.type": "#microsoft.graph.webauthnAuthenticatorSelectionCriteria",
                    "authenticatorAttachment": "cross-platform",
                    "requireResidentKey": true,
                    "userVerification": "required",
                },
                "attestation": "direct",
                "extensions": {
                    "@odata.type": "#microsoft.graph.webauthnAuthenticationExtensionsClientInputs",
                },
            },
        }),
    ))
}

/// `POST …/fido2Methods`
pub(super) fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::Fido2)?;
    may_have_one_more(call, place)?;
    let body = call.body()?;
    let display_name = match body.get("displayName") {
        None | Some(Value::Null) => String::new(),
        Some(_) => required_text(&body, "displayName")?,
    };
    let credential = body.get("publicKeyCredential").and_then(Value::as_object);
    let credential = credential.ok_or_else(|| invalid("publicKeyCredential is missing"))?;
    let challenge = check_client_data(call, place, credential)?;
    let attestation = attestation(call, credential)?;
    check_policy(call, place, &attestation)?;
    let credential_id = URL_SAFE_NO_PAD.encode(&attestation.credential_id);
    let taken = registered_at(
        call.user(place),
        |method| matches!(&method.detail, MethodDetail::Fido2(key) if key.credential_id.as_deref() == Some(&credential_id)),
    );
    if taken.is_some() {
        return Err(invalid("the credential is already registered"));
    }
    call.tenant.challenges.remove(&challenge);
    let certificates = attestation
        .certificates
        .iter()
        .map(|certificate| thumbprint(certificate));
    let attested = !attestation.certificates.is_empty();
    let changes = vec![
        Change::new("Fido2.DisplayName", "", display_name.as_str()),
        Change::new("Fido2.AAGuid", "", attestation.aa_guid.as_str()),
    ];
    let detail = MethodDetail::Fido2(Box::new(Fido2 {
        display_name,
        model: passkey::model(&attestation.aa_guid).into(),
        attestation_certificates: certificates.collect(),
        attestation_level: if attested { "attested" } else { "notAttested" }.into(),
        passkey_type: if attestation.synced {
            "synced"
        } else {
            "deviceBound"
        }
        .into(),
        aa_guid: attestation.aa_guid,
        credential_id: Some(credential_id),
    }));
    let method = Method {
        id: call.tenant.new_id().to_string().into(),
        created: Some(call.now),
        hidden_from: None,
        detail,
    };
    register(call, place, method, changes)
}

/// `PATCH …/fido2Methods/{id}`: the name.
pub(super) fn rename(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::Fido2)?;
    let id = call.path.segment(4);
    let found = registered_at(call.user(place), |method| {
        method.kind() == MethodKind::Fido2 && same_id(method, id)
    });
    let method = found.ok_or_else(|| missing(call))?;
    let body = call.body()?;
    if let Some(name) = body
        .keys()
        .find(|name| !["displayName", "@odata.type"].contains(&name.as_str()))
    {
        return Err(Failure::method_rule(format!(
            "The property '{name}' of a passkey cannot be changed."
        )));
    }
    let name = required_text(&body, "displayName")?;
    let strong = audit::strong_authentication_methods(call.user(place));
    let mut old = String::new();
    if let MethodDetail::Fido2(key) = &mut call.change(place).methods[method].detail {
        old = std::mem::replace(&mut key.display_name, name.clone());
    }
    let changes = vec![Change::new("Fido2.DisplayName", old, name)];
    record_change(call, place, MethodKind::Fido2, changes, strong);
    Ok(Answer::NoContent)
}

/// The party that passkeys of this cloud are made for.
fn relying_party(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Global => "login.microsoft.com",
        _ => cloud.login_hosts()[0],
    }
}

fn may_have_one_more(call: &Call<'_>, place: usize) -> Result<(), Failure> {
    allowed_by_policy(call, place, &MethodDetail::Fido2(Box::default()))?;
    let policy = &call.tenant.policy.settings.fido2;
    if call.actor.is_self(call.user(place)) && !policy.is_self_service_registration_allowed {
        return Err(outside_policy(MethodKind::Fido2));
    }
    limits::one_more_passkey(call, place)
}

/// The minutes that the function's parameter names, in the path, as an alias, or as an option of its own.
fn timeout(call: &Call<'_>) -> Result<i64, Failure> {
    const PARAMETER: &str = "challengetimeoutinminutes";
    let segment = call.path.segment(4).to_ascii_lowercase();
    let argument = segment
        .split_once('(')
        .map(|(_, arguments)| arguments.trim_end_matches(')'))
        .and_then(|arguments| arguments.strip_prefix(PARAMETER)?.strip_prefix('='));
    let option = |name: &str| call.query.get(name);
    let text = match argument {
        Some(alias) if alias.starts_with('@') => option(alias).or_else(|| option(&alias[1..])),
        Some(value) => Some(value),
        None => option(PARAMETER),
    };
    let minutes = text.map_or(Some(DEFAULT_TIMEOUT_MINUTES), |text| text.parse().ok());
    minutes
        .filter(|minutes| TIMEOUT_MINUTES.contains(minutes))
        .ok_or_else(|| {
            Failure::method_rule(format!(
                "challengeTimeoutInMinutes must be between {} and {}.",
                TIMEOUT_MINUTES.start(),
                TIMEOUT_MINUTES.end()
            ))
        })
}

/// Makes sure that the browser answered a challenge of this person; gives the challenge.
fn check_client_data(
    call: &Call<'_>,
    place: usize,
    credential: &Map<String, Value>,
) -> Result<String, Failure> {
    let bytes = decoded(credential, "clientDataJSON")?;
    let data: Value = serde_json::from_slice(&bytes).map_err(|_| invalid("clientDataJSON is not JSON"))?;
    let text = |name: &str| data[name].as_str().unwrap_or_default();
    if text("type") != "webauthn.create" {
        return Err(invalid("the type of the client data is not webauthn.create"));
    }
    let challenge = text("challenge").trim_end_matches('=');
    match call.tenant.challenges.get(challenge) {
        Some(known) if known.person == place && call.now < known.until => {}
        _ => return Err(invalid("the challenge is unknown or has expired")),
    }
    let party = relying_party(call.tenant.cloud);
    let host = text("origin").strip_prefix("https://").unwrap_or_default();
    let below = host
        .strip_suffix(party)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if !below || data["crossOrigin"] == true {
        return Err(invalid("the origin does not belong to the relying party"));
    }
    Ok(challenge.to_owned())
}

/// Reads what the authenticator made, and makes sure that it was made for this relying party.
fn attestation(call: &Call<'_>, credential: &Map<String, Value>) -> Result<Attestation, Failure> {
    let bytes = decoded(credential, "attestationObject")?;
    let attestation = passkey::read(&bytes).map_err(invalid)?;
    let party = digest(&SHA256, relying_party(call.tenant.cloud).as_bytes());
    if attestation.relying_party_hash != party.as_ref() {
        return Err(invalid("the authenticator data is for another relying party"));
    }
    let id = credential.get("id").and_then(Value::as_str).unwrap_or_default();
    let id = URL_SAFE_NO_PAD.decode(id.trim_end_matches('=')).ok();
    if id.as_ref() != Some(&attestation.credential_id) {
        return Err(invalid(
            "the id is not that of the credential in the attestation object",
        ));
    }
    Ok(attestation)
}

fn check_policy(call: &Call<'_>, place: usize, attestation: &Attestation) -> Result<(), Failure> {
    let policy = &call.tenant.policy.settings.fido2;
    if policy.is_attestation_enforced && attestation.certificates.is_empty() {
        return Err(invalid("the policy demands attestation"));
    }
    if !policy.key_restrictions.allow(&attestation.aa_guid) {
        return Err(invalid("the policy does not allow this model of passkey"));
    }
    allowed_by_policy(call, place, &MethodDetail::Fido2(Box::default()))
}

fn decoded(credential: &Map<String, Value>, name: &str) -> Result<Vec<u8>, Failure> {
    let text = credential.get("response").and_then(|response| response.get(name));
    let text = text
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim_end_matches('=');
    match URL_SAFE_NO_PAD.decode(text) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(invalid(&format!("{name} is missing or not base64url"))),
    }
}

fn thumbprint(certificate: &[u8]) -> String {
    let print = digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate);
    print.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn invalid(why: &str) -> Failure {
    Failure::method_rule(format!("The public key credential is not valid: {why}."))
}
