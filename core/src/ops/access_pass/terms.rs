//! What a pass may be: the wish against the tenant's policy, a pure function (facts 6.3, 6.4).

use crate::api::{Note, NoteCode, PassOptions, PassPolicy, User};
use crate::error::{Error, ErrorCode, Result};
use crate::ops::reset::note;
use crate::platform::Timestamp;
use std::time::Duration;

/// What the service accepts at all, whatever the policy (facts 6.2).
const SHORTEST: u32 = 10;
const LONGEST: u32 = 43_200;
/// How far in the past a start may lie: clocks differ.
const SLACK: Duration = Duration::from_secs(60);

/// What the service is asked for; what is absent is as the policy says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::ops) struct Terms {
    pub(super) lifetime_minutes: Option<u32>,
    pub(super) starts_at: Option<Timestamp>,
    pub(super) usable_once: Option<bool>,
    pub(in crate::ops) notes: Vec<Note>,
}

/// What can be seen without asking anybody.
///
/// # Errors
/// `invalidInput`, naming the field.
pub(in crate::ops) fn check_options(options: &PassOptions) -> Result<()> {
    match options.lifetime_minutes {
        Some(minutes) if !options.clamp && !(SHORTEST..=LONGEST).contains(&minutes) => Err(Error::new(
            ErrorCode::InvalidInput,
            format!("lifetimeMinutes: {minutes} is not within {SHORTEST} and {LONGEST}"),
        )
        .about("lifetimeMinutes")
        .remedy("give a number of minutes that the tenant's policy allows, or leave it out")),
        _ => Ok(()),
    }
}

/// Refuses people whom a pass does not help.
///
/// # Errors
/// `passNotPossible`, saying why.
pub(in crate::ops) fn check_person(user: &User) -> Result<()> {
    let name = &user.user_principal_name;
    let (why, remedy) =
        if user.user_type.as_deref() == Some("Guest") && name.to_ascii_uppercase().contains("#EXT#") {
            (
                "is a guest from elsewhere, who signs in at home",
                "have the person's own organization help: a pass of this tenant cannot",
            )
        } else if user.account_enabled == Some(false) {
            (
                "is disabled and cannot sign in",
                "enable the account first, if the person is to sign in",
            )
        } else {
            return Ok(());
        };
    Err(Error::new(
        ErrorCode::PassNotPossible,
        format!("{name} {why}: no Temporary Access Pass is possible; nothing was changed"),
    )
    .about(name)
    .remedy(remedy))
}

/// From the wish to what is asked of the service.
///
/// # Errors
/// `tenantPolicy`, with the policy's own numbers; `invalidInput` for a start in the past.
pub(super) fn terms(policy: Option<&PassPolicy>, options: &PassOptions, now: Timestamp) -> Result<Terms> {
    let mut terms = Terms {
        lifetime_minutes: options.lifetime_minutes,
        starts_at: options.starts_at,
        usable_once: options.usable_once,
        notes: Vec::new(),
    };
    if let Some(start) = options.starts_at
        && start.plus(SLACK) < now
    {
        return Err(Error::new(
            ErrorCode::InvalidInput,
            format!("startsAt: {start} is over; the service has {now}"),
        )
        .about("startsAt")
        .remedy("give an instant to come, or leave it out for now"));
    }
    fit_lifetime(policy, options, &mut terms)?;
    if policy.is_some_and(|policy| policy.usable_once) && options.usable_once == Some(false) {
        if !options.clamp {
            return Err(beyond_policy(
                "usableOnce: the tenant's policy allows passes that work only once, and no others".to_owned(),
                "leave it out, or have the policy changed",
            ));
        }
        terms.usable_once = Some(true);
        terms.notes.push(clamped(
            "the pass works only once, because the tenant's policy allows no others".to_owned(),
        ));
    }
    Ok(terms)
}

fn fit_lifetime(policy: Option<&PassPolicy>, options: &PassOptions, terms: &mut Terms) -> Result<()> {
    let Some(asked) = options.lifetime_minutes else {
        return Ok(());
    };
    let shortest = policy
        .and_then(|policy| policy.minimum_lifetime_minutes)
        .unwrap_or(SHORTEST);
    // A policy that contradicts itself is the service's to judge.
    let longest = policy
        .and_then(|policy| policy.maximum_lifetime_minutes)
        .unwrap_or(LONGEST)
        .max(shortest);
    if (shortest..=longest).contains(&asked) {
        return Ok(());
    }
    if !options.clamp {
        return Err(beyond_policy(
            format!(
                "lifetimeMinutes: the tenant's policy allows {shortest} to {longest} minutes, and not {asked}"
            ),
            "ask for a number within these, or let the nearest be taken (clamp)",
        ));
    }
    let fitted = asked.clamp(shortest, longest);
    terms.lifetime_minutes = Some(fitted);
    terms.notes.push(clamped(format!(
        "the pass can be used for {fitted} minutes instead of {asked}: the tenant's policy allows {shortest} to {longest}"
    )));
    Ok(())
}

fn clamped(message: String) -> Note {
    note(
        NoteCode::PassClamped,
        message,
        "nothing, or have the policy changed (role Authentication Policy Administrator)",
    )
}

fn beyond_policy(message: String, remedy: &str) -> Error {
    Error::new(ErrorCode::TenantPolicy, message)
        .about("the policy for Temporary Access Passes")
        .remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn policy() -> impl Strategy<Value = Option<PassPolicy>> {
        let limits = (10_u32..500, 0_u32..1000, any::<bool>());
        proptest::option::of(limits.prop_map(|(shortest, more, usable_once)| PassPolicy {
            enabled: true,
            minimum_lifetime_minutes: Some(shortest),
            maximum_lifetime_minutes: Some(shortest + more),
            default_lifetime_minutes: None,
            usable_once,
        }))
    }

    fn options() -> impl Strategy<Value = PassOptions> {
        let wish = (
            proptest::option::of(0_u32..50_000),
            proptest::option::of(any::<bool>()),
            any::<bool>(),
        );
        wish.prop_map(|(lifetime_minutes, usable_once, clamp)| PassOptions {
            lifetime_minutes,
            starts_at: None,
            usable_once,
            clamp,
        })
    }

    proptest! {
        #[test]
        fn what_is_asked_for_is_allowed_and_what_is_changed_is_told(policy in policy(), options in options()) {
            let now = Timestamp::from_unix_ms(0);
            match check_options(&options).and_then(|()| terms(policy.as_ref(), &options, now)) {
                Ok(terms) => {
                    let (shortest, longest) = policy.as_ref().map_or((10, 43_200), |policy| {
                        (policy.minimum_lifetime_minutes.expect("given"), policy.maximum_lifetime_minutes.expect("given"))
                    });
                    prop_assert!(terms.lifetime_minutes.is_none_or(|it| (shortest..=longest).contains(&it)));
                    let once_only = policy.is_some_and(|policy| policy.usable_once);
                    prop_assert!(!once_only || terms.usable_once != Some(false));
                    let changed = usize::from(terms.lifetime_minutes != options.lifetime_minutes)
                        + usize::from(terms.usable_once != options.usable_once);
                    prop_assert_eq!(terms.notes.len(), changed);
                    prop_assert!(options.clamp || changed == 0);
                }
                Err(error) => {
                    prop_assert!(!options.clamp, "what may be fitted is never refused: {:?}", error);
                    prop_assert!(error.what_to_do().is_some());
                }
            }
        }
    }

    #[test]
    fn a_start_that_is_over_is_refused_by_the_services_clock() {
        let now = Timestamp::parse("2026-08-20T09:00:00Z").expect("an instant");
        let starting = |at: &str| {
            let options = PassOptions {
                starts_at: Timestamp::parse(at),
                ..PassOptions::default()
            };
            terms(None, &options, now).map(|terms| terms.starts_at)
        };
        assert!(starting("2026-08-20T08:59:30Z").is_ok(), "clocks differ");
        assert!(starting("2026-08-21T08:00:00Z").expect("to come").is_some());
        let error = starting("2026-08-20T08:00:00Z").expect_err("over");
        assert_eq!(error.subject(), Some("startsAt"));
    }
}
