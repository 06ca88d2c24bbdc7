//! A policy in sentences, for whoever wrote it.

use super::policy::Policy;

/// One sentence for everything that it says.
pub(super) fn says(policy: &Policy) -> Vec<String> {
    let mut lines = Vec::new();
    let list = |what: &str, entries: &[String]| {
        (!entries.is_empty()).then(|| format!("{what}: {}", entries.join(", ")))
    };
    lines.extend(list(
        "nobody changes these emergency accounts",
        &policy.break_glass,
    ));
    lines.extend(list("these people are protected", &policy.users));
    lines.extend(list("the members of these groups are protected", &policy.groups));
    lines.extend(list("the holders of these roles are protected", &policy.roles));
    if let Some(most) = policy.people_per_run() {
        lines.push(format!("one run touches at most {most} people"));
    }
    if let Some(scopes) = &policy.limits.scopes {
        lines.push(format!(
            "a reset has one of these scopes: {}",
            super::demands::scope_names(scopes)
        ));
    }
    if let Some(minutes) = policy.pass_lifetime_minutes() {
        lines.push(format!("a Temporary Access Pass lives at most {minutes} minutes"));
    }
    let require = &policy.require;
    for (demanded, line) in [
        (require.reason == Some(true), "a reason is required"),
        (require.ticket == Some(true), "a ticket is required"),
        (
            require.requested_by == Some(true),
            "an application says on whose behalf it acts",
        ),
        (
            require.demands_verification(),
            "how the caller was verified is required",
        ),
        (
            require.second_person == Some(true),
            "administrators and VIPs are reset by a plan that somebody else made",
        ),
    ] {
        lines.extend(demanded.then(|| line.to_owned()));
    }
    lines.extend(list(
        "these ways of verifying count",
        require.caller_verified_by.as_deref().unwrap_or_default(),
    ));
    lines.extend(list("these people are VIPs", &policy.vips.users));
    lines.extend(list("the members of these groups are VIPs", &policy.vips.groups));
    lines
}
