//! From a request to what it means: a preset fills in what the request leaves open, and what contradicts is an error
//! (design section 4). Settling what is settled changes nothing.

use crate::api::{Preset, ResetRequest, Scope};
use crate::error::{Error, ErrorCode, Result};

/// The request with everything said.
///
/// # Errors
/// `invalidInput`, naming the field that contradicts the preset.
pub(super) fn settle(request: &ResetRequest) -> Result<ResetRequest> {
    let mut settled = request.clone();
    if let Some(preset) = request.preset {
        apply(preset, &mut settled)?;
    }
    // A rescue without a preset revokes; a reset does not, unless asked.
    settled.revoke_sessions.get_or_insert(request.pass.is_some());
    settled.scope.get_or_insert_default();
    Ok(settled)
}

fn apply(preset: Preset, settled: &mut ResetRequest) -> Result<()> {
    let name = preset.as_str();
    let info = preset.info();
    let contradicts = |field: &str, says: &str| {
        Err(Error::new(
            ErrorCode::InvalidInput,
            format!("{field}: the preset {name} says {says}"),
        )
        .about(field)
        .remedy(format!("leave {field} out, or choose without a preset")))
    };
    if settled.scope.is_some_and(|scope| scope != info.scope) {
        return contradicts("scope", "another scope");
    }
    if !settled.kinds.is_empty() && settled.kinds != info.kinds {
        return contradicts("kinds", "which kinds go; `keep` takes some off");
    }
    if info.revoke_sessions && settled.revoke_sessions == Some(false) {
        return contradicts("revokeSessions", "that sessions are revoked");
    }
    settled.scope = Some(info.scope);
    settled.kinds = info.kinds;
    settled.revoke_sessions.get_or_insert(info.revoke_sessions);
    if info.issue_pass {
        settled.pass.get_or_insert_default();
    }
    Ok(())
}

/// A request for a reset, which issues no pass.
///
/// # Errors
/// `invalidInput` when it asks for one.
pub(super) fn for_reset(request: &ResetRequest) -> Result<ResetRequest> {
    let settled = settle(request)?;
    if settled.pass.is_none() {
        return Ok(settled);
    }
    let what = request.preset.map_or_else(
        || "pass: a reset issues no pass".to_owned(),
        |preset| {
            format!(
                "preset: {} includes a Temporary Access Pass, and a reset issues none",
                preset.as_str()
            )
        },
    );
    Err(Error::new(ErrorCode::InvalidInput, what)
        .about(if request.preset.is_some() {
            "preset"
        } else {
            "pass"
        })
        .remedy("ask for a rescue: it takes the same request, and tells the pass"))
}

/// A request for a rescue.
///
/// # Errors
/// `invalidInput` when it contradicts itself.
pub(super) fn for_rescue(request: &ResetRequest) -> Result<ResetRequest> {
    settle(&ResetRequest {
        pass: Some(request.pass.clone().unwrap_or_default()),
        ..request.clone()
    })
}

impl ResetRequest {
    /// Which methods go.
    pub(crate) fn scope(&self) -> Scope {
        self.scope.unwrap_or_default()
    }

    /// Whether sessions are revoked, once it is settled.
    pub(crate) fn revokes(&self) -> bool {
        self.revoke_sessions == Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::PassOptions;
    use proptest::prelude::*;
    use serde_json::json;

    fn request(mut fields: serde_json::Value) -> ResetRequest {
        fields["user"] = json!("nora.lind@fabrikam.example");
        serde_json::from_value(fields).expect("a request")
    }

    #[test]
    fn a_preset_says_what_the_request_leaves_open() {
        for preset in Preset::ALL {
            let info = preset.info();
            let settled = settle(&request(json!({ "preset": preset }))).expect("no contradiction");
            assert_eq!((settled.scope(), &settled.kinds), (info.scope, &info.kinds));
            assert_eq!(settled.revokes(), info.revoke_sessions);
            assert_eq!(settled.pass.is_some(), info.issue_pass);
            assert_eq!(
                settle(&settled).expect("still none"),
                settled,
                "settling twice is settling once"
            );
        }
    }

    #[test]
    fn what_contradicts_a_preset_is_named() {
        for (fields, field) in [
            (json!({ "preset": "newPhone", "scope": "portal" }), "scope"),
            (json!({ "preset": "lostPhone", "kinds": ["fido2"] }), "kinds"),
            (
                json!({ "preset": "compromised", "revokeSessions": false }),
                "revokeSessions",
            ),
        ] {
            let error = settle(&request(fields)).expect_err("a contradiction");
            assert_eq!(
                (error.code(), error.subject()),
                (ErrorCode::InvalidInput, Some(field))
            );
        }
        let more = settle(&request(
            json!({ "preset": "newPhone", "revokeSessions": true, "keep": ["softwareOath"] }),
        ));
        assert!(more.expect("adding is no contradiction").revokes());
    }

    #[test]
    fn a_reset_issues_no_pass_and_a_rescue_always_does() {
        for fields in [json!({ "preset": "compromised" }), json!({ "pass": {} })] {
            assert_eq!(
                for_reset(&request(fields)).expect_err("none").code(),
                ErrorCode::InvalidInput
            );
        }
        let rescue = for_rescue(&request(json!({}))).expect("a rescue");
        assert!(rescue.pass.is_some() && rescue.revokes());
        assert!(
            !for_rescue(&request(json!({ "preset": "newPhone" })))
                .expect("a rescue")
                .revokes()
        );
        assert!(
            !for_rescue(&request(json!({ "revokeSessions": false })))
                .expect("a rescue")
                .revokes()
        );
    }

    proptest! {
        #[test]
        fn settling_twice_is_settling_once(
            preset in proptest::option::of(proptest::sample::select(Preset::ALL.to_vec())),
            revoke in proptest::option::of(any::<bool>()),
            pass in any::<bool>(),
        ) {
            let fields = ResetRequest {
                preset,
                revoke_sessions: revoke,
                pass: pass.then(PassOptions::default),
                ..request(json!({}))
            };
            if let Ok(settled) = settle(&fields) {
                prop_assert_eq!(settle(&settled).expect("settled"), settled);
            }
        }
    }
}
