//! Passkeys on behalf of somebody: options, the credential that answers them, and what is refused.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use graph_sim::Simulator;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::authenticator::{Authenticator, YUBIKEY};
use crate::tenant::*;

fn keys() -> String {
    methods("v1.0", "fido2Methods")
}

fn options(caller: &Caller<'_>) -> Value {
    let response = caller.get(&format!(
        "{}/creationOptions(challengeTimeoutInMinutes=10)",
        keys()
    ));
    assert_eq!(response.status, 200, "{}", response.json());
    response.json()
}

fn challenge(caller: &Caller<'_>) -> String {
    options(caller)["publicKey"]["challenge"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn nora(policy: Value) -> Simulator {
    tenant(&json!({ "policies": { "fido2": policy }, "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind",
          "methods": [{ "kind": "fido2", "id": "old-key_1" }] },
        { "userPrincipalName": "olav@fabrikam.example" }] }))
}

#[test]
fn the_options_are_those_of_web_authentication() {
    let simulator = nora(json!({}));
    let options = options(&desk(&simulator));
    assert_eq!(options["challengeTimeoutDateTime"], "2026-08-20T09:10:00Z");
    let key = &options["publicKey"];
    assert_eq!(key["rp"]["id"], "login.microsoft.com");
    assert_eq!(key["user"]["name"], "nora.lind@fabrikam.example");
    let handle = URL_SAFE_NO_PAD
        .decode(key["user"]["id"].as_str().unwrap())
        .unwrap();
    assert_eq!(handle, format!("OID:{NORA}").into_bytes());
    assert_eq!(key["excludeCredentials"][0]["id"], "old-key_1");
    assert_eq!(key["pubKeyCredParams"][0]["alg"], -7);
    assert_eq!(key["authenticatorSelection"]["userVerification"], "required");
    let audits = simulator.state().audits;
    assert_eq!(
        audits[0].record["activityDisplayName"],
        "Get passkey creation options"
    );
}

#[test]
fn the_timeout_is_between_five_minutes_and_thirty_days() {
    let simulator = nora(json!({}));
    let desk = desk(&simulator);
    for (below, status) in [
        ("creationOptions", 200),
        ("creationOptions(challengeTimeoutInMinutes=5)", 200),
        ("creationOptions(challengeTimeoutInMinutes=43200)", 200),
        (
            "creationOptions(challengeTimeoutInMinutes=@challengeTimeoutInMinutes)?@challengeTimeoutInMinutes=7",
            200,
        ),
        ("creationOptions(challengeTimeoutInMinutes=4)", 400),
        ("creationOptions(challengeTimeoutInMinutes=43201)", 400),
        ("creationOptions(challengeTimeoutInMinutes=soon)", 400),
    ] {
        assert_eq!(desk.get(&format!("{}/{below}", keys())).status, status, "{below}");
        assert_eq!(
            desk.get(&methods("beta", &format!("fido2Methods/{below}")))
                .status,
            status,
            "beta {below}"
        );
    }
}

#[test]
fn a_passkey_that_answers_the_challenge_is_registered() {
    let simulator = nora(json!({}));
    let desk = desk(&simulator);
    let created = desk.post(&keys(), &Authenticator::default().answer(&challenge(&desk)));
    assert_eq!(created.status, 201, "{}", created.json());
    let shown = created.json();
    assert_eq!(
        (&shown["displayName"], &shown["aaGuid"]),
        (&json!("Red Key"), &json!(YUBIKEY))
    );
    assert_eq!(
        (&shown["model"], &shown["passkeyType"]),
        (&json!("YubiKey 5 Series"), &json!("deviceBound"))
    );
    assert_eq!(shown["attestationLevel"], "attested");
    assert_eq!(
        shown["attestationCertificates"][0].as_str().unwrap().len(),
        40,
        "a thumbprint"
    );
    assert_eq!(shown["createdDateTime"], "2026-08-20T09:00:00Z");
    assert_eq!(shown.get("credentialId"), None);
    let activities: Vec<_> = simulator
        .state()
        .audits
        .iter()
        .map(|it| it.record["activityDisplayName"].clone())
        .collect();
    assert_eq!(
        activities,
        [
            "Get passkey creation options",
            "Admin registered security info",
            "Add FIDO2 security key",
            "Update user",
        ]
    );
    let again = options(&desk);
    assert_eq!(
        again["publicKey"]["excludeCredentials"][1]["id"],
        URL_SAFE_NO_PAD.encode([7; 32])
    );
    let id = shown["id"].as_str().unwrap();
    assert_eq!(desk.delete(&format!("{}/{id}", keys())).status, 204);
}

#[test]
fn synced_passkeys_and_those_without_attestation_say_so() {
    let simulator = nora(json!({}));
    let desk = desk(&simulator);
    let synced = Authenticator {
        format: "none",
        flags: 0x4d,
        aa_guid: "00000000-0000-0000-0000-000000000000",
        ..Authenticator::default()
    };
    let shown = desk.post(&keys(), &synced.answer(&challenge(&desk))).json();
    assert_eq!(
        (&shown["attestationLevel"], &shown["passkeyType"]),
        (&json!("notAttested"), &json!("synced"))
    );
    assert_eq!(
        (&shown["attestationCertificates"], &shown["model"]),
        (&json!([]), &json!(""))
    );
}

#[test]
fn a_malformed_credential_is_refused() {
    let simulator = nora(json!({}));
    let desk = desk(&simulator);
    let fresh = Authenticator::default;
    let answered = |authenticator: Authenticator| authenticator.answer(&challenge(&desk));
    let with = |path: &str, value: Value| {
        let mut body = answered(fresh());
        *body.pointer_mut(path).unwrap() = value;
        body
    };
    for (bad, why) in [
        (json!({}), "publicKeyCredential is missing"),
        (with("/displayName", json!(7)), "'displayName'"),
        (
            with("/publicKeyCredential/id", json!("AAAA")),
            "the id is not that of the credential",
        ),
        (
            with("/publicKeyCredential/response/clientDataJSON", json!("!")),
            "clientDataJSON is missing or not base64url",
        ),
        (
            with("/publicKeyCredential/response/clientDataJSON", json!("AAAA")),
            "clientDataJSON is not JSON",
        ),
        (
            with("/publicKeyCredential/response/attestationObject", json!("")),
            "attestationObject is missing",
        ),
        (
            with("/publicKeyCredential/response/attestationObject", json!("____")),
            "not CBOR",
        ),
        (fresh().answer("unasked"), "the challenge is unknown"),
        (
            answered(Authenticator {
                ceremony: "webauthn.get",
                ..fresh()
            }),
            "webauthn.create",
        ),
        (
            answered(Authenticator {
                origin: "https://login.microsoft.com.evil.example".into(),
                ..fresh()
            }),
            "origin",
        ),
        (
            answered(Authenticator {
                origin: "https://evillogin.microsoft.com".into(),
                ..fresh()
            }),
            "origin",
        ),
        (
            answered(Authenticator {
                origin: "http://login.microsoft.com".into(),
                ..fresh()
            }),
            "origin",
        ),
        (
            answered(Authenticator {
                party: "contoso.example",
                ..fresh()
            }),
            "another relying party",
        ),
        (
            answered(Authenticator {
                format: "tpm",
                ..fresh()
            }),
            "must be packed or none",
        ),
        (
            answered(Authenticator {
                flags: 0x41,
                ..fresh()
            }),
            "not verified",
        ),
        (
            answered(Authenticator {
                flags: 0x05,
                ..fresh()
            }),
            "no credential",
        ),
        (
            answered(Authenticator {
                flags: 0xc5,
                ..fresh()
            }),
            "the extensions are not CBOR",
        ),
        (
            answered(Authenticator {
                credential_id: Vec::new(),
                ..fresh()
            }),
            "no id",
        ),
        (
            answered(Authenticator {
                algorithm: -8,
                ..fresh()
            }),
            "was not offered",
        ),
        (
            answered(Authenticator {
                algorithm: -257,
                ..fresh()
            }),
            "was not offered",
        ),
        (
            answered(Authenticator {
                trailing: vec![1],
                ..fresh()
            }),
            "something follows",
        ),
    ] {
        let refused = desk.post(&keys(), &bad);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, "badRequest"),
            "{why}"
        );
        assert!(message(&refused).contains(why), "{why}: {}", message(&refused));
    }
    assert_eq!(simulator.user(NORA).unwrap().methods.len(), 1);
}

#[test]
fn a_challenge_is_for_one_person_one_credential_and_some_time() {
    let simulator = nora(json!({}));
    let desk = desk(&simulator);
    let olav = "/v1.0/users/olav@fabrikam.example/authentication/fido2Methods";
    let asked = challenge(&desk);
    let answer = Authenticator::default().answer(&asked);
    assert_eq!(desk.post(olav, &answer).status, 400, "asked for Nora");
    assert_eq!(desk.post(&keys(), &answer).status, 201);
    assert_eq!(desk.post(&keys(), &answer).status, 400, "answered before");
    let same = Authenticator::default().answer(&challenge(&desk));
    assert!(message(&desk.post(&keys(), &same)).contains("already registered"));
    let other = Authenticator {
        credential_id: vec![8; 32],
        ..Authenticator::default()
    };
    let late = other.answer(&challenge(&desk));
    simulator.advance(Duration::from_secs(600));
    assert_eq!(desk.post(&keys(), &late).status, 400, "ten minutes are over");
    assert_eq!(desk.post(&keys(), &other.answer(&challenge(&desk))).status, 201);
}

#[test]
fn the_policy_decides_about_attestation_models_and_people() {
    let post = |policy: Value, authenticator: &Authenticator| {
        let simulator = nora(policy);
        let desk = desk(&simulator);
        let asked = challenge(&desk);
        desk.post(&keys(), &authenticator.answer(&asked)).status
    };
    let attested = Authenticator::default();
    let plain = Authenticator {
        format: "none",
        ..Authenticator::default()
    };
    let bare = Authenticator {
        certificates: Vec::new(),
        ..Authenticator::default()
    };
    let enforced = json!({ "isAttestationEnforced": true });
    assert_eq!(post(enforced.clone(), &attested), 201);
    assert_eq!(post(enforced.clone(), &plain), 400);
    assert_eq!(post(enforced, &bare), 400, "attested by itself is not attested");
    let list = |kind: &str, enforced: bool| {
        json!({ "keyRestrictions": {
        "isEnforced": enforced, "enforcementType": kind, "aaGuids": [YUBIKEY.to_uppercase()] } })
    };
    let other = Authenticator {
        aa_guid: "de1e552d-db1d-4423-a619-566b625cdc84",
        ..Authenticator::default()
    };
    for (policy, mine, others) in [
        (list("allow", true), 201, 400),
        (list("block", true), 400, 201),
        (list("block", false), 201, 201),
    ] {
        assert_eq!(
            (post(policy.clone(), &attested), post(policy.clone(), &other)),
            (mine, others),
            "{policy}"
        );
    }
    let off = nora(json!({ "state": "disabled" }));
    let refused = desk(&off).get(&format!("{}/creationOptions", keys()));
    assert_eq!(refused.status, 400);
    assert!(message(&refused).ends_with("AuthMethodType [Fido2]."));
}

#[test]
fn people_register_their_own_passkeys_where_the_policy_lets_them() {
    let url = "/v1.0/me/authentication/fido2Methods";
    for (policy, status) in [
        (json!({}), 200),
        (json!({ "isSelfServiceRegistrationAllowed": false }), 400),
    ] {
        let simulator = nora(policy);
        let nora = person(
            &simulator,
            "nora.lind@fabrikam.example",
            &["UserAuthMethod-Passkey.ReadWrite"],
        );
        assert_eq!(
            nora.get(&format!("{url}/creationOptions(challengeTimeoutInMinutes=5)"))
                .status,
            status
        );
    }
    let simulator = nora(json!({}));
    let nora = person(
        &simulator,
        "nora.lind@fabrikam.example",
        &["UserAuthMethod-Passkey.ReadWrite"],
    );
    let asked = nora.get(&format!("{url}/creationOptions")).json();
    let answer = Authenticator::default().answer(asked["publicKey"]["challenge"].as_str().unwrap());
    assert_eq!(nora.post(url, &answer).status, 201);
    let reasons: Vec<_> = simulator
        .state()
        .audits
        .iter()
        .map(|it| it.record["resultReason"].clone())
        .collect();
    assert!(reasons.contains(&json!("User registered Fido")));
    let reader = app(&simulator, &["UserAuthMethod-Passkey.Read.All"]);
    assert_eq!(
        reader.get(&format!("{}/creationOptions", keys())).status,
        403,
        "options are for registering"
    );
}

#[test]
fn an_eleventh_passkey_is_refused() {
    let ten: Vec<Value> = (0..10).map(|_| json!({ "kind": "fido2" })).collect();
    let simulator = with_nora(json!({ "methods": ten }));
    let refused = desk(&simulator).get(&format!("{}/creationOptions", keys()));
    assert_eq!(refused.status, 400);
    assert!(message(&refused).contains("already has 10 passkeys"));
}

#[test]
fn a_passkey_is_renamed() {
    let simulator = nora(json!({}));
    let desk = desk(&simulator);
    let key = format!("{}/old-key_1", keys());
    assert_eq!(
        desk.patch(&key, &json!({ "displayName": "Blue key" })).status,
        204
    );
    assert_eq!(desk.get(&key).json()["displayName"], "Blue key");
    for bad in [
        json!({}),
        json!({ "displayName": "" }),
        json!({ "displayName": "A", "model": "B" }),
    ] {
        assert_eq!(desk.patch(&key, &bad).status, 400, "{bad}");
    }
    assert_eq!(
        desk.patch(&format!("{}/other", keys()), &json!({ "displayName": "A" }))
            .status,
        404
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever byte of a credential is lost or changed, the tenant answers, and never registers another credential.
    #[test]
    fn a_damaged_credential_is_answered(place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let simulator = nora(json!({}));
        let desk = desk(&simulator);
        let mut object = Authenticator::default().attestation_object();
        let place = place.index(object.len());
        if cut { object.truncate(place) } else { object[place] = byte }
        let mut body = Authenticator::default().answer(&challenge(&desk));
        body["publicKeyCredential"]["response"]["attestationObject"] = URL_SAFE_NO_PAD.encode(&object).into();
        let status = desk.post(&keys(), &body).status;
        prop_assert!(status == 400 || status == 201 && !cut, "{}", status);
    }
}
