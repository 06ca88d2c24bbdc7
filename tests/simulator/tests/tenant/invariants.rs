//! What holds in every order of deletions, for every person and every way of sharing a default.

use graph_sim::{DefaultMethod, MethodKind, MethodState, Simulator, UserState};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tenant::*;

const KINDS: &[(&str, &str)] = &[
    ("phone", "phoneMethods"),
    ("microsoftAuthenticator", "microsoftAuthenticatorMethods"),
    ("fido2", "fido2Methods"),
    ("softwareOath", "softwareOathMethods"),
    ("email", "emailMethods"),
    ("windowsHelloForBusiness", "windowsHelloForBusinessMethods"),
];

fn some_methods() -> impl Strategy<Value = Vec<Value>> {
    let phones = prop::sample::select(vec![
        json!([]),
        json!(["mobile"]),
        json!(["office"]),
        json!(["mobile", "alternateMobile"]),
        json!(["office", "mobile", "alternateMobile"]),
    ]);
    (phones, 0usize..3, 0usize..2, 0usize..2, 0usize..2).prop_map(|(phones, apps, tokens, keys, mails)| {
        let mut methods: Vec<Value> = Vec::new();
        for phone in phones.as_array().unwrap() {
            methods.push(json!({ "kind": "phone", "phoneType": phone }));
        }
        for (kind, many) in [
            ("microsoftAuthenticator", apps),
            ("softwareOath", tokens),
            ("fido2", keys),
            ("email", mails),
        ] {
            methods.extend((0..many).map(|_| json!({ "kind": kind })));
        }
        methods
    })
}

fn can_be_default(method: &MethodState) -> bool {
    ["phone", "microsoftAuthenticator", "softwareOath"].contains(&method.kind.as_str())
}

fn embodies(method: &MethodState, value: DefaultMethod) -> bool {
    let phone = method
        .properties
        .get("phoneType")
        .and_then(Value::as_str)
        .unwrap_or_default();
    match value {
        DefaultMethod::None => false,
        DefaultMethod::Push => method.kind == MethodKind::MicrosoftAuthenticator.name(),
        DefaultMethod::Oath => ["softwareOath", "microsoftAuthenticator"].contains(&method.kind.as_str()),
        DefaultMethod::Sms | DefaultMethod::VoiceMobile => phone == "mobile",
        DefaultMethod::VoiceAlternateMobile => phone == "alternateMobile",
        DefaultMethod::VoiceOffice => phone == "office",
    }
}

fn delete(simulator: &Simulator, method: &MethodState) -> u16 {
    let (_, segment) = KINDS.iter().find(|(kind, _)| *kind == method.kind).unwrap();
    desk(simulator)
        .delete(&methods("v1.0", &format!("{segment}/{}", method.id)))
        .status
}

fn check(user: &UserState) -> Result<(), TestCaseError> {
    let embodied = user.methods.iter().any(|method| embodies(method, user.default));
    prop_assert!(
        user.default == DefaultMethod::None || embodied,
        "the default is registered"
    );
    let second_factor = user.methods.iter().any(can_be_default);
    prop_assert!(
        user.default != DefaultMethod::None || !second_factor,
        "a default is there while others are"
    );
    let has = |phone: &str| {
        user.methods
            .iter()
            .any(|it| it.properties.get("phoneType") == Some(&json!(phone)))
    };
    prop_assert!(
        has("mobile") || !has("alternateMobile"),
        "no alternate mobile without mobile"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_default_never_goes_while_others_are_there(
        methods in some_methods(),
        shared in prop::sample::select(vec!["last", "first", "any"]),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..24),
    ) {
        let simulator = tenant(&json!({ "rules": { "sharedDefault": shared },
            "users": [{ "id": NORA, "methods": methods }] }));
        check(&simulator.user(NORA).unwrap())?;
        for index in order {
            let before = simulator.user(NORA).unwrap();
            if before.methods.is_empty() {
                break;
            }
            let method = index.get(&before.methods);
            let status = delete(&simulator, method);
            let after = simulator.user(NORA).unwrap();
            match status {
                204 => prop_assert_eq!(after.methods.len(), before.methods.len() - 1),
                400 => prop_assert_eq!(&after, &before),
                other => prop_assert!(false, "status {}", other),
            }
            if !can_be_default(method) {
                prop_assert_eq!(status, 204, "what cannot be default is never refused");
            }
            check(&after)?;
        }
    }

    #[test]
    fn every_sign_in_name_is_found_in_both_forms(local in "[A-Za-z0-9'.\\-_!#^~]{1,24}") {
        let upn = format!("{local}@fabrikam.example");
        let simulator = tenant(&json!({ "users": [{ "id": NORA, "userPrincipalName": upn }] }));
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        let slash = format!("/v1.0/users/{}", encode(&upn));
        let quoted = format!("/v1.0/users('{}')", encode(&upn.replace('\'', "''")));
        for url in [slash, quoted] {
            prop_assert_eq!(&desk(&simulator).get(&url).json()["id"], &json!(NORA), "{}", url);
        }
    }
}
