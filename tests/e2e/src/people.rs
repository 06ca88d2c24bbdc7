//! Generated people: any mix and multiplicity of methods, any default that the methods allow.

use proptest::prelude::*;
use serde_json::{Value, json};

/// One generated person, as a scenario describes them.
#[derive(Clone, Debug)]
pub struct Anybody {
    /// The methods, in order of registration.
    pub methods: Vec<Value>,
    /// The default; absent when nobody chose one.
    pub default: Option<&'static str>,
}

impl Anybody {
    /// The person as an entry of a scenario's `users`.
    pub fn as_user(&self, upn: &str) -> Value {
        json!({
            "userPrincipalName": upn,
            "displayName": "Nora Lind",
            "methods": self.methods,
            "default": self.default.unwrap_or("none"),
        })
    }

    /// The same person with fewer methods: those for which `stays` says so.
    #[must_use]
    pub fn thinned(&self, mut stays: impl FnMut() -> bool) -> Self {
        let mut methods = self.methods.clone();
        methods.retain(|_| stays());
        let mobile = methods.iter().any(|method| method["phoneType"] == "mobile");
        // An alternate number exists only beside a mobile one (facts 2.4).
        methods.retain(|method| mobile || method["phoneType"] != "alternateMobile");
        let default = self
            .default
            .filter(|_| possible_defaults(&methods).contains(&self.default));
        Self { methods, default }
    }

    /// Whether a method of one of these kinds is registered.
    pub fn has_any(&self, kinds: &[&str]) -> bool {
        self.methods
            .iter()
            .any(|method| kinds.contains(&method["kind"].as_str().unwrap_or_default()))
    }
}

/// A person of any kind.
pub fn anybody() -> impl Strategy<Value = Anybody> {
    let phones = (any::<bool>(), any::<bool>(), any::<bool>());
    let many = (
        0_usize..4,
        0_usize..3,
        proptest::collection::vec(any::<bool>(), 0..3),
        0_usize..3,
        0_usize..3,
    );
    let few = proptest::collection::vec(any::<bool>(), 7);
    (phones, many, few)
        .prop_flat_map(
            |((mobile, alternate, office), (apps, codes, tokens, passkeys, hellos), few)| {
                let mut methods = Vec::new();
                let mut phone = |there: bool, which: &str| {
                    if there {
                        methods.push(json!({ "kind": "phone", "phoneType": which }));
                    }
                };
                phone(mobile, "mobile");
                // An alternate number exists only beside a mobile one (facts 2.4).
                phone(mobile && alternate, "alternateMobile");
                phone(office, "office");
                for (kind, count) in [
                    ("microsoftAuthenticator", apps),
                    ("softwareOath", codes),
                    ("fido2", passkeys),
                    ("windowsHelloForBusiness", hellos),
                ] {
                    methods.extend((0..count).map(|_| json!({ "kind": kind })));
                }
                methods.extend(tokens.into_iter().map(|active| {
                    let status = if active { "activated" } else { "assigned" };
                    json!({ "kind": "hardwareOath", "device": { "status": status } })
                }));
                let single = [
                    "email",
                    "temporaryAccessPass",
                    "platformCredential",
                    "external",
                    "qrCodePin",
                    "passwordlessMicrosoftAuthenticator",
                    "futureFactor",
                ];
                methods.extend(
                    single
                        .iter()
                        .zip(few)
                        .filter(|(_, there)| *there)
                        .map(|(kind, _)| json!({ "kind": kind })),
                );
                let defaults = possible_defaults(&methods);
                (Just(methods).prop_shuffle(), proptest::sample::select(defaults))
            },
        )
        .prop_map(|(methods, default)| Anybody { methods, default })
}

fn possible_defaults(methods: &[Value]) -> Vec<Option<&'static str>> {
    let has = |kind: &str| methods.iter().any(|method| method["kind"] == kind);
    let phone = |which: &str| methods.iter().any(|method| method["phoneType"] == which);
    let token = methods
        .iter()
        .any(|method| method["device"]["status"] == "activated");
    [
        ("push", has("microsoftAuthenticator")),
        (
            "oath",
            has("softwareOath") || has("microsoftAuthenticator") || token,
        ),
        ("sms", phone("mobile")),
        ("voiceMobile", phone("mobile")),
        ("voiceAlternateMobile", phone("alternateMobile")),
        ("voiceOffice", phone("office")),
    ]
    .into_iter()
    .filter(|(_, possible)| *possible)
    .map(|(value, _)| Some(value))
    .chain([None])
    .collect()
}
