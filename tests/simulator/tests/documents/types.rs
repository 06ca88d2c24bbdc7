//! The types of the format, and what serde makes of them.

use graph_sim::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// How a type is read.
pub(crate) enum Probe {
    /// An object.
    Struct {
        fields: fn() -> Vec<String>,
        /// The smallest document: what is required.
        minimal: fn() -> Value,
        /// What the smallest document means.
        defaults: fn() -> Value,
    },
    /// One of several words.
    Enum { values: fn() -> Vec<String> },
}

/// Something that no type knows.
const NOBODY: &str = "?";

/// The names that serde offers instead of one that it does not know.
fn offered<T: DeserializeOwned>(document: Value) -> Vec<String> {
    let error = serde_json::from_value::<T>(document)
        .err()
        .expect("an unknown name")
        .to_string();
    let (_, offered) = error
        .split_once(", expected ")
        .unwrap_or_else(|| panic!("{error}"));
    offered.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn fields<T: DeserializeOwned>() -> Vec<String> {
    offered::<T>(json!({ NOBODY: 0 }))
}

fn values<T: DeserializeOwned>() -> Vec<String> {
    offered::<T>(json!(NOBODY))
}

fn meaning<T: DeserializeOwned + Serialize>(document: &Value) -> Value {
    let read: T =
        serde_json::from_value(document.clone()).unwrap_or_else(|error| panic!("{document}: {error}"));
    for required in document.as_object().into_iter().flatten().map(|(name, _)| name) {
        let mut less = document.clone();
        less.as_object_mut().expect("an object").remove(required);
        assert!(
            serde_json::from_value::<T>(less).is_err(),
            "{required} is not required in {document}"
        );
    }
    serde_json::to_value(read).expect("a document")
}

macro_rules! types {
    (structs { $($name:ident $minimal:tt)* } enums { $($word:ident)* }) => {
        /// Every type that has a table.
        pub(crate) static TYPES: &[(&str, Probe)] = &[
            $((stringify!($name), Probe::Struct {
                fields: fields::<$name>,
                minimal: || json!($minimal),
                defaults: || meaning::<$name>(&json!($minimal)),
            }),)*
            $((stringify!($word), Probe::Enum { values: values::<$word> }),)*
        ];
    };
}

types! {
    structs {
        Scenario {}
        TenantSpec {}
        Rules {}
        SignInRules {}
        ContinuousAccess {}
        PageRules {}
        SelfServicePasswordReset {}
        Quotas {}
        ResourceUnits {}
        Limit { "amount": 1, "perMs": 1 }
        Application {}
        ClientSecret { "value": "x" }
        ClientCertificate { "pem": "x" }
        FederatedCredential { "issuer": "x", "subject": "y" }
        RedirectUris {}
        ManagedIdentity {}
        IdentityRules {}
        DeviceCodeAnswer { "user": "x" }
        PersonSignIn {}
        SignInBlock { "reason": "locked" }
        Domain { "name": "x" }
        Generate { "users": 1 }
        Schools {}
        Person {}
        Group {}
        AdministrativeUnit {}
        CustomRole {}
        RoleAssignment {}
        GroupEligibility {}
        Pim {}
        PendingRoleRequest {}
        Policies {}
        RegistrationCampaign {}
        CampaignTarget { "id": "x" }
        IncludeTarget { "id": "x" }
        ExcludeTarget { "id": "x" }
        Fido2Policy {}
        AuthenticatorPolicy {}
        SmsPolicy {}
        PassPolicy {}
        HardwareOathPolicy {}
        SoftwareOathPolicy {}
        VoicePolicy {}
        EmailPolicy {}
        CertificatePolicy {}
        QrCodePinPolicy {}
        VerifiableCredentialsPolicy {}
        ExternalPolicy {}
        KeyRestrictions {}
        OpenIdConnectSetting {}
        ConditionalAccessPolicy {}
        ConditionalAccessConditions {}
        ConditionalAccessApplications {}
        ConditionalAccessUsers {}
        GrantControls {}
        Phone {}
        Authenticator {}
        Fido2 {}
        SoftwareOath {}
        HardwareOath {}
        HardwareToken {}
        Email {}
        WindowsHello {}
        Pass {}
        PlatformCredential {}
        External {}
        QrCodePin {}
        QrCode {}
        QrPin {}
        RegisteredDevice {}
        PasswordlessAuthenticator {}
        PastEvent { "at": "2026-08-19T10:00:00Z", "kind": "methodDeleted", "by": "x", "on": "y" }
        Fault { "answer": { "status": 500 } }
    }
    enums {
        Cloud
        SharedDefault
        ErrorTextEra
        MethodQuota
        RetryAfter
        SignInAudience
        ManagedIdentityKind
        Decision
        PasswordState
        BlockReason
        SignInFlow
        DomainAuthentication
        UserType
        PerUserMfaState
        DefaultMethod
        PhoneType
        SmsSignInState
        HashFunction
        TokenStatus
        UnitVisibility
        MembershipType
        CustomRoleReach
        DuplicateAssignment
        MigrationState
        GroupAccess
        Switch
        AdvancedSwitch
        TargetType
        AuthenticationMode
        EnforcementType
        ExternalMailCodes
        ConditionalAccessState
        PastEventKind
        AuditResult
        Place
        Cut
    }
}

/// Types whose document form is told by hand, or that have none.
pub(crate) const OTHERWISE: &[&str] = &[
    "FaultAnswer",
    "MethodDetail",
    "MethodKind",
    "MethodSpec",
    "Mischief",
    "Origins",
    "ScenarioError",
    "ScriptedAnswer",
    "TokenTrouble",
];

/// Names that the document has to mention, by what they are.
pub(crate) fn by_hand() -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("the kind of method", values::<MethodKind>()),
        ("the answer of a fault with", fields::<FaultAnswer>()),
        (
            "the kind of answer",
            offered::<FaultAnswer>(json!({ "kind": NOBODY })),
        ),
        (
            "the form of an answer",
            offered::<FaultAnswer>(json!({ "kind": "throttled", "form": NOBODY })),
        ),
    ]
}
