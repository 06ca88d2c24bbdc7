//! Situations of a service desk by name: presets over scopes, as data, so that every surface says the same words.

use super::{MethodKind, Scope};
use serde::{Deserialize, Serialize};

macro_rules! presets {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal;)+) => {
        /// A situation that says what a reset removes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        pub enum Preset {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $variant,)+
        }

        impl Preset {
            /// Every preset.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// What it is for, as its documentation says.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+)),+ }
            }
        }
    };
}

presets! {
    /// A new phone, the old one at hand or gone without harm: Authenticator and its codes go, the number stays.
    NewPhone = "newPhone";
    /// The phone is lost: numbers, Authenticator and its codes go and every device is signed out; hardware tokens and passkeys stay.
    LostPhone = "lostPhone";
    /// Somebody else may have got in: everything but the password goes, every device is signed out, a Temporary Access Pass opens the way back.
    Compromised = "compromised";
}

/// What a preset stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PresetInfo {
    /// Its name.
    pub preset: Preset,
    /// What it is for.
    pub meaning: String,
    /// The scope.
    pub scope: Scope,
    /// The kinds that go, for the scope `kinds`.
    #[cfg_attr(feature = "typescript", ts(as = "Vec<String>"))]
    pub kinds: Vec<MethodKind>,
    /// Whether sessions are revoked.
    pub revoke_sessions: bool,
    /// Whether a Temporary Access Pass is issued; then the operation is `rescue`.
    pub issue_pass: bool,
}

impl Preset {
    /// What it stands for.
    pub fn info(self) -> PresetInfo {
        use MethodKind as K;
        let app = [
            K::MicrosoftAuthenticator,
            K::PasswordlessMicrosoftAuthenticator,
            K::SoftwareOath,
        ];
        let (scope, kinds, revoke_sessions, issue_pass) = match self {
            Self::NewPhone => (Scope::Kinds, app.to_vec(), false, false),
            Self::LostPhone => (Scope::Kinds, [vec![K::Phone], app.to_vec()].concat(), true, false),
            Self::Compromised => (Scope::Everything, Vec::new(), true, true),
        };
        PresetInfo {
            preset: self,
            meaning: self.meaning().trim().to_owned(),
            scope,
            kinds,
            revoke_sessions,
            issue_pass,
        }
    }
}
