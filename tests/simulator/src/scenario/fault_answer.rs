//! What happens to a request that a fault strikes: scripted answers, cut connections, and kinds known by name that
//! stand for what the service really answers (facts 11, 12.2, 12.3, 15.12).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::login::aadsts_status;

/// What happens to a request that a fault strikes. In the document, exactly one of `status`, `kind`, `aadsts`,
/// `commitThen`, `drop`, `delayMs` and `vanishUser` is present.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "RawAnswer", into = "RawAnswer")]
pub enum FaultAnswer {
    /// The request is not executed; this is the answer.
    Instead(ScriptedAnswer),
    /// The request is executed; this is the answer nevertheless.
    CommitThen(ScriptedAnswer),
    /// The connection is cut.
    Drop(Cut),
    /// The answer is late, in milliseconds.
    Delay(u64),
    /// The user in the path is deleted from the directory just before the request is executed.
    VanishUser,
    /// The request is not executed, because the token is said to be no longer good.
    Token(TokenTrouble),
    /// The request is executed, and its answer spoiled.
    Spoil(Mischief),
}

/// When a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cut {
    /// The request has no effect.
    BeforeCommit,
    /// The request took effect.
    AfterCommit,
}

/// What is said of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenTrouble {
    /// 401: the token has expired.
    Expired,
    /// 401 with a claims challenge, as after a revocation at this moment.
    ClaimsChallenge,
}

/// How an answer is spoiled. Where there is nothing to spoil the answer stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mischief {
    /// The last item of a list is in it twice.
    DuplicatedItems,
    /// A list of authentication methods has one more, of a type that nobody has heard of.
    UnknownMethod,
    /// Values of enumerations are `unknownFutureValue`.
    UnknownEnumValues,
    /// Objects have properties and annotations that nobody has heard of.
    ExtraProperties,
    /// Properties that may be null are null.
    NullProperties,
    /// An error spells `innererror` as older services do.
    LowerCaseInnerError,
    /// An error has no body.
    MissingErrorBody,
}

/// A scripted answer: a status or, in the document, a `kind` that stands for one, or the `aadsts` number with which the
/// login host refuses.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "RawAnswer")]
pub struct ScriptedAnswer {
    /// Status code.
    pub status: u16,
    /// Headers; a numeric `Retry-After` is scaled by `delayScale`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// JSON body, or a string for a body that is not JSON. Without one, statuses from 400 get an error body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Error code in that error body; the usual one of the status when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Answers known by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    /// 429, without `Retry-After` unless `retryAfter` says one.
    Throttled,
    /// 500 `UnknownError` with an empty message, like the next three.
    InternalServerError,
    /// 502.
    BadGateway,
    /// 503.
    ServiceUnavailable,
    /// 504.
    GatewayTimeout,
    /// 409 `Directory_ConcurrencyViolation`.
    ConcurrencyViolation,
    /// 400 `Directory_ExpiredPageToken`.
    ExpiredPageToken,
    CutBeforeCommit,
    CutAfterCommit,
    ExpiredToken,
    ClaimsChallenge,
    DuplicatedItems,
    UnknownMethod,
    UnknownEnumValues,
    ExtraProperties,
    NullProperties,
    LowerCaseInnerError,
    MissingErrorBody,
}

/// What the body of an answer known by name looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Form {
    /// The service's error envelope.
    Json,
    /// A page of a gateway on the way.
    Html,
    /// Nothing.
    Empty,
}

/// The document form.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct RawAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aadsts: Option<u32>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drop: Option<Cut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit_then: Option<Box<ScriptedAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vanish_user: Option<bool>,
}

impl TryFrom<RawAnswer> for FaultAnswer {
    type Error = &'static str;

    fn try_from(raw: RawAnswer) -> Result<Self, Self::Error> {
        let given = [
            raw.status.is_some(),
            raw.kind.is_some(),
            raw.aadsts.is_some(),
            raw.commit_then.is_some(),
            raw.drop.is_some(),
            raw.delay_ms.is_some(),
            raw.vanish_user == Some(true),
        ];
        if given.into_iter().filter(|given| *given).count() != 1 {
            return Err(
                "a fault's answer needs exactly one of status, kind, aadsts, commitThen, drop, delayMs, vanishUser",
            );
        }
        let needs_status = raw.parts_of_a_status();
        let by_name = raw.kind.map(Kind::meaning);
        let answer = match (raw, by_name) {
            (raw, None | Some(Self::Instead(_)))
                if raw.status.is_some() || raw.kind.is_some() || raw.aadsts.is_some() =>
            {
                return ScriptedAnswer::try_from(raw).map(Self::Instead);
            }
            (_, Some(answer)) => answer,
            (
                RawAnswer {
                    commit_then: Some(answer),
                    ..
                },
                _,
            ) => Self::CommitThen(*answer),
            (RawAnswer { drop: Some(cut), .. }, _) => Self::Drop(cut),
            (
                RawAnswer {
                    delay_ms: Some(ms), ..
                },
                _,
            ) => Self::Delay(ms),
            _ => Self::VanishUser,
        };
        if needs_status {
            return Err("headers, body, code, retryAfter and form need a status, or a kind that has one");
        }
        Ok(answer)
    }
}

impl RawAnswer {
    /// Whether there is something that only answers with a status have.
    fn parts_of_a_status(&self) -> bool {
        let parts = [
            !self.headers.is_empty(),
            self.body.is_some(),
            self.code.is_some(),
            self.retry_after.is_some(),
            self.form.is_some(),
        ];
        parts.contains(&true)
    }
}

impl TryFrom<RawAnswer> for ScriptedAnswer {
    type Error = &'static str;

    fn try_from(raw: RawAnswer) -> Result<Self, Self::Error> {
        let (status, code) = match (raw.status, raw.kind.map(Kind::meaning), raw.aadsts) {
            (Some(status), None, None) => (status, raw.code),
            (None, Some(FaultAnswer::Instead(named)), None) => (named.status, raw.code.or(named.code)),
            (None, None, Some(number)) => {
                let status = aadsts_status(number).ok_or("aadsts is no number that the login host knows")?;
                (status, Some(format!("AADSTS{number}")))
            }
            _ => return Err("a scripted answer needs a status, or a kind that has one"),
        };
        let mut headers = raw.headers;
        if let Some(seconds) = raw.retry_after {
            if !seconds.is_finite() || seconds < 0.0 {
                return Err("retryAfter must be a number of seconds, zero or more");
            }
            headers.insert("Retry-After".into(), seconds.to_string());
        }
        let body = match (raw.body, raw.form) {
            (body, None) => body,
            (None, Some(Form::Json)) => None,
            (None, Some(Form::Html)) => Some(gateway_page(status)),
            (None, Some(Form::Empty)) => Some("".into()),
            (Some(_), Some(_)) => return Err("body and form exclude each other"),
        };
        if raw.commit_then.is_some()
            || raw.drop.is_some()
            || raw.delay_ms.is_some()
            || raw.vanish_user.is_some()
        {
            return Err("a scripted answer has status, kind, headers, body, code, retryAfter and form only");
        }
        Ok(Self {
            status,
            headers,
            body,
            code,
        })
    }
}

impl Kind {
    fn meaning(self) -> FaultAnswer {
        let instead = |status, code: &str| {
            FaultAnswer::Instead(ScriptedAnswer {
                status,
                code: Some(code.into()),
                ..ScriptedAnswer::default()
            })
        };
        match self {
            Self::Throttled => instead(429, "TooManyRequests"),
            Self::InternalServerError => instead(500, "UnknownError"),
            Self::BadGateway => instead(502, "UnknownError"),
            Self::ServiceUnavailable => instead(503, "UnknownError"),
            Self::GatewayTimeout => instead(504, "UnknownError"),
            Self::ConcurrencyViolation => instead(409, "Directory_ConcurrencyViolation"),
            Self::ExpiredPageToken => instead(400, "Directory_ExpiredPageToken"),
            Self::CutBeforeCommit => FaultAnswer::Drop(Cut::BeforeCommit),
            Self::CutAfterCommit => FaultAnswer::Drop(Cut::AfterCommit),
            Self::ExpiredToken => FaultAnswer::Token(TokenTrouble::Expired),
            Self::ClaimsChallenge => FaultAnswer::Token(TokenTrouble::ClaimsChallenge),
            Self::DuplicatedItems => FaultAnswer::Spoil(Mischief::DuplicatedItems),
            Self::UnknownMethod => FaultAnswer::Spoil(Mischief::UnknownMethod),
            Self::UnknownEnumValues => FaultAnswer::Spoil(Mischief::UnknownEnumValues),
            Self::ExtraProperties => FaultAnswer::Spoil(Mischief::ExtraProperties),
            Self::NullProperties => FaultAnswer::Spoil(Mischief::NullProperties),
            Self::LowerCaseInnerError => FaultAnswer::Spoil(Mischief::LowerCaseInnerError),
            Self::MissingErrorBody => FaultAnswer::Spoil(Mischief::MissingErrorBody),
        }
    }
}

impl From<FaultAnswer> for RawAnswer {
    fn from(answer: FaultAnswer) -> Self {
        let named = |kind| Self {
            kind: Some(kind),
            ..Self::default()
        };
        match answer {
            FaultAnswer::Instead(ScriptedAnswer {
                status,
                headers,
                body,
                code,
            }) => Self {
                status: Some(status),
                headers,
                body,
                code,
                ..Self::default()
            },
            FaultAnswer::CommitThen(answer) => Self {
                commit_then: Some(Box::new(answer)),
                ..Self::default()
            },
            FaultAnswer::Drop(drop) => Self {
                drop: Some(drop),
                ..Self::default()
            },
            FaultAnswer::Delay(ms) => Self {
                delay_ms: Some(ms),
                ..Self::default()
            },
            FaultAnswer::VanishUser => Self {
                vanish_user: Some(true),
                ..Self::default()
            },
            FaultAnswer::Token(TokenTrouble::Expired) => named(Kind::ExpiredToken),
            FaultAnswer::Token(TokenTrouble::ClaimsChallenge) => named(Kind::ClaimsChallenge),
            FaultAnswer::Spoil(mischief) => named(match mischief {
                Mischief::DuplicatedItems => Kind::DuplicatedItems,
                Mischief::UnknownMethod => Kind::UnknownMethod,
                Mischief::UnknownEnumValues => Kind::UnknownEnumValues,
                Mischief::ExtraProperties => Kind::ExtraProperties,
                Mischief::NullProperties => Kind::NullProperties,
                Mischief::LowerCaseInnerError => Kind::LowerCaseInnerError,
                Mischief::MissingErrorBody => Kind::MissingErrorBody,
            }),
        }
    }
}

fn gateway_page(status: u16) -> Value {
    json!(format!(
        "<html><head><title>{status}</title></head><body><h1>{status}</h1><p>gateway</p></body></html>"
    ))
}
