//! Hardware tokens: the tenant's inventory, and giving them to people (facts 2.2, 2.4; beta only).

use super::{Case, Note, Outcome, UserRef};
use crate::platform::Timestamp;
use crate::secret::Secret;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The states of a token, each with what it means.
const STATUSES: &[(&str, &str)] = &[
    ("available", "nobody has it"),
    (
        "assigned",
        "somebody has it, and its codes are not accepted before it is activated",
    ),
    ("activated", "somebody has it, and its codes are accepted"),
    (
        "failedActivation",
        "somebody has it, and the code entered to activate it was wrong",
    ),
];

/// A code that a token shows. It does not print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationCode(Secret);

impl VerificationCode {
    /// Takes the code as it was typed.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Secret::new(text))
    }

    /// The code itself.
    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl<'de> Deserialize<'de> for VerificationCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// Requests are written by those who hold the code.
impl Serialize for VerificationCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

/// Which tokens of the inventory; all when nothing is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HardwareTokenFilter {
    /// The one with this serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// Those in this state: `available`, `assigned`, `activated` or `failedActivation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Those that this person has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// Gives a token of the inventory to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignTokenRequest {
    /// To whom.
    pub user: String,
    /// Which one: the serial number on the token.
    pub serial_number: String,
    /// A code that it shows now: the token is activated at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub code: Option<VerificationCode>,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// Activates a token that a person has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivateTokenRequest {
    /// Who has it.
    pub user: String,
    /// Which one: the serial number on the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// Which one, instead of the serial number: the id among the person's methods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<String>,
    /// A code that it shows now.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub code: VerificationCode,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// A token that a person has. Without serial number and id it is the only one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenRequest {
    /// Who has it.
    pub user: String,
    /// Which one: the serial number on the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// Which one, instead of the serial number: the id among the person's methods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<String>,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// Who has a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct TokenHolder {
    /// The object id.
    pub id: String,
    /// The name that people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// A hardware token. Its secret key is never read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct HardwareToken {
    /// The id in the inventory, which is the method's id where somebody has it.
    pub token_id: String,
    /// The serial number on the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// `available`, `assigned`, `activated`, `failedActivation`, or what a newer service says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The state in words.
    pub state: String,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<TokenHolder>,
    /// The name that it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// Its model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `hmacsha1` or `hmacsha256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash_function: Option<String>,
    /// How long each code is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_interval_in_seconds: Option<u32>,
}

impl HardwareToken {
    /// The service's words for the states of a token.
    pub fn statuses() -> impl Iterator<Item = &'static str> {
        STATUSES.iter().map(|(status, _)| *status)
    }

    /// What a state means.
    pub(crate) fn meaning_of(status: Option<&str>) -> &'static str {
        STATUSES
            .iter()
            .find(|(known, _)| status.is_some_and(|status| known.eq_ignore_ascii_case(status)))
            .map_or("its state is not known", |(_, meaning)| *meaning)
    }
}

/// How many tokens there are in a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TokenCount {
    /// The state; `unknown` where the service does not say.
    pub status: String,
    /// How many.
    pub count: u32,
}

/// The end of a list of tokens. The tokens themselves came in events, page by page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HardwareTokenList {
    /// How many tokens were told.
    pub count: u32,
    /// How many in each state.
    pub by_status: Vec<TokenCount>,
}

/// What came of giving, taking, activating or deactivating a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct TokenOutcome {
    /// The person.
    pub user: UserRef,
    /// How it ended: `done` when a read shows it.
    pub outcome: Outcome,
    /// Whether anything was written; not where the token was in that state already.
    pub written: bool,
    /// The state before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_before: Option<String>,
    /// The token as the last read showed it.
    pub token: HardwareToken,
    /// The `request-id` of the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When the read that the outcome rests on was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub verified_at: Option<Timestamp>,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_does_not_print() {
        let request: ActivateTokenRequest =
            serde_json::from_str(r#"{"user":"nora@fabrikam.example","code":"755224"}"#).expect("a request");
        assert_eq!(request.code.expose(), "755224");
        assert!(!format!("{request:?}").contains("755224"));
    }

    #[test]
    fn every_state_has_its_words() {
        for status in HardwareToken::statuses() {
            assert_ne!(
                HardwareToken::meaning_of(Some(status)),
                HardwareToken::meaning_of(None),
                "{status}"
            );
        }
    }
}
