//! `/users/{id}/authentication/temporaryAccessPassMethods`, and the policy for it (facts 6).

use super::path::UserKey;
use crate::api::{PassDetails, PassPolicy};
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, HttpMethod, Reply, Version};
use crate::platform::Timestamp;
use crate::secret::Secret;
use serde_json::{Map, Value, json};
use std::time::Duration;

pub(crate) fn list(key: &UserKey) -> Call {
    let route = "GET /users/{user}/authentication/temporaryAccessPassMethods";
    Call::get(route, Version::V1, path(key))
}

/// Creates a pass. It may be repeated: the service keeps one pass a person, so that the latest answer is the true one
/// (facts 6.4).
pub(crate) fn create(
    key: &UserKey,
    starts_at: Option<Timestamp>,
    lifetime_minutes: Option<u32>,
    usable_once: Option<bool>,
) -> Call {
    let mut body = Map::new();
    if let Some(starts_at) = starts_at {
        body.insert("startDateTime".to_owned(), starts_at.to_string().into());
    }
    if let Some(minutes) = lifetime_minutes {
        body.insert("lifetimeInMinutes".to_owned(), minutes.into());
    }
    if let Some(once) = usable_once {
        body.insert("isUsableOnce".to_owned(), once.into());
    }
    let route = "POST /users/{user}/authentication/temporaryAccessPassMethods";
    Call::write(
        route,
        HttpMethod::Post,
        Version::V1,
        path(key),
        Some(Value::Object(body)),
    )
}

fn path(key: &UserKey) -> String {
    format!("{}/authentication/temporaryAccessPassMethods", key.path())
}

/// The policy for passes.
pub(crate) fn policy() -> Call {
    let path = "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass";
    Call::get(
        "GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass",
        Version::V1,
        path.to_owned(),
    )
}

/// As many groups as one call can check.
pub(crate) const MOST_GROUPS: usize = 20;

/// Which of these groups somebody belongs to, through other groups too. It asks by POST and changes nothing.
pub(crate) fn groups_among(key: &UserKey, groups: &[&str]) -> Call {
    let read = Call::get(
        "POST /users/{user}/checkMemberGroups",
        Version::V1,
        format!("{}/checkMemberGroups", key.path()),
    );
    Call {
        method: HttpMethod::Post,
        body: Some(json!({ "groupIds": groups })),
        ..read
    }
}

/// Reads the answer to [`groups_among`].
pub(crate) fn read_groups(reply: &Reply) -> Option<Vec<String>> {
    let items = reply.body.get("value")?.as_array()?;
    items
        .iter()
        .map(|item| item.as_str().map(str::to_ascii_lowercase))
        .collect()
}

/// Reads the list of passes.
///
/// # Errors
/// `unexpectedReply` when it is no list: a pass that is overlooked would be replaced.
pub(crate) fn read_list(reply: &Reply, now: Timestamp) -> Result<Vec<PassDetails>> {
    reply
        .body
        .get("value")
        .and_then(Value::as_array)
        .and_then(|items| items.iter().map(|item| details(item, now)).collect())
        .ok_or_else(|| unexpected("the service answered the passes without a list"))
}

/// Reads the answer to a creation: the only one that ever holds the pass.
///
/// # Errors
/// `unexpectedReply` when it does not.
pub(crate) fn read_created(reply: &Reply, now: Timestamp) -> Result<(PassDetails, Secret)> {
    let pass = reply.body.get("temporaryAccessPass").and_then(Value::as_str);
    details(&reply.body, now)
        .zip(pass.map(Secret::new).filter(|pass| !pass.is_blank()))
        .ok_or_else(|| unexpected("the service created a pass and did not say which"))
}

fn unexpected(what: &str) -> Error {
    Error::new(ErrorCode::UnexpectedReply, what)
        .remedy("try again; if it lasts, report it with the request id")
}

fn details(item: &Value, now: Timestamp) -> Option<PassDetails> {
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    let starts_at = text("startDateTime")
        .or_else(|| text("createdDateTime"))
        .and_then(Timestamp::parse)
        .unwrap_or(now);
    let lifetime_minutes = minutes(item.get("lifetimeInMinutes")).unwrap_or_default();
    let ends_at = starts_at.plus(Duration::from_secs(u64::from(lifetime_minutes) * 60));
    Some(PassDetails {
        method_id: text("id").filter(|id| !id.is_empty())?.to_owned(),
        // Where the service does not say, a pass whose time is not over counts: it is better asked about than replaced.
        usable: item
            .get("isUsable")
            .and_then(Value::as_bool)
            .unwrap_or(ends_at > now),
        usability: text("methodUsabilityReason").map(str::to_owned),
        starts_at,
        ends_at,
        lifetime_minutes,
        usable_once: item.get("isUsableOnce").and_then(Value::as_bool).unwrap_or(false),
    })
}

fn minutes(value: Option<&Value>) -> Option<u32> {
    value
        .and_then(Value::as_u64)
        .and_then(|minutes| u32::try_from(minutes).ok())
}

/// The policy, and whom it reaches.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) limits: PassPolicy,
    include: Vec<Target>,
    exclude: Vec<Target>,
}

#[derive(Clone, Debug)]
struct Target {
    /// In lower case.
    id: String,
    is_group: bool,
}

impl Target {
    fn is_everybody(&self) -> bool {
        self.id == "all_users"
    }

    fn names(&self, user_id: &str, groups: &[String]) -> bool {
        self.is_everybody()
            || if self.is_group {
                groups.contains(&self.id)
            } else {
                self.id == user_id.to_ascii_lowercase()
            }
    }
}

impl Policy {
    /// Reads the policy; nothing when the answer is none.
    pub(crate) fn read(reply: &Reply) -> Option<Self> {
        if !reply.is_success() {
            return None;
        }
        let body = &reply.body;
        let targets = |name: &str| {
            let items = body.get(name).and_then(Value::as_array).into_iter().flatten();
            items
                .filter_map(|item| {
                    let text = |name: &str| item.get(name).and_then(Value::as_str);
                    Some(Target {
                        id: text("id")?.to_ascii_lowercase(),
                        is_group: text("targetType").is_none_or(|kind| kind == "group"),
                    })
                })
                .collect()
        };
        Some(Self {
            limits: PassPolicy {
                enabled: body.get("state").and_then(Value::as_str)? == "enabled",
                minimum_lifetime_minutes: minutes(body.get("minimumLifetimeInMinutes")),
                maximum_lifetime_minutes: minutes(body.get("maximumLifetimeInMinutes")),
                default_lifetime_minutes: minutes(body.get("defaultLifetimeInMinutes")),
                usable_once: body.get("isUsableOnce").and_then(Value::as_bool).unwrap_or(false),
            },
            include: targets("includeTargets"),
            exclude: targets("excludeTargets"),
        })
    }

    /// The groups that decide whom it reaches.
    pub(crate) fn groups(&self) -> Vec<&str> {
        let targets = self.include.iter().chain(&self.exclude);
        targets
            .filter(|target| target.is_group && !target.is_everybody())
            .map(|target| target.id.as_str())
            .collect()
    }

    /// Whether it reaches somebody who belongs to these of its groups. Being excluded wins.
    pub(crate) fn reaches(&self, user_id: &str, groups: &[String]) -> bool {
        let among = |targets: &[Target]| targets.iter().any(|target| target.names(user_id, groups));
        // Tolerant of an answer without targets: then the service decides.
        (self.include.is_empty() || among(&self.include)) && !among(&self.exclude)
    }
}
