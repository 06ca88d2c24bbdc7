//! How many people have registered what: `usersRegisteredByMethod` and `usersRegisteredByFeature` (facts 7.2, 18.5).

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use super::registration_report::Row;
use super::reporting;
use crate::tenant::registered_methods::Registered;
use crate::tenant::registration::Administers;

/// Whom a summary counts.
struct Included {
    types: &'static str,
    roles: &'static str,
}

const TYPES: [&str; 3] = ["all", "member", "guest"];
const ROLES: [&str; 4] = ["all", "privilegedAdmin", "admin", "user"];

impl Included {
    /// Reads the parameters of the function, in any order; what is absent includes all.
    fn of(call: &Call<'_>) -> Result<Self, Failure> {
        let mut included = Self {
            types: "all",
            roles: "all",
        };
        let function = call.path.segment(2);
        let parameters = function
            .split_once('(')
            .map_or("", |(_, rest)| rest.strip_suffix(')').unwrap_or(rest));
        for parameter in parameters
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let value = value.trim().trim_matches('\'');
            let among = |known: &[&'static str]| {
                let found = known
                    .iter()
                    .find(|known| known.eq_ignore_ascii_case(value))
                    .copied();
                found.ok_or_else(|| {
                    Failure::syntax(format!("Invalid value '{value}' for the parameter '{name}'."))
                })
            };
            match name.trim().to_ascii_lowercase().as_str() {
                "includedusertypes" => included.types = among(&TYPES)?,
                "includeduserroles" => included.roles = among(&ROLES)?,
                _ => return Err(Failure::no_segment(function)),
            }
        }
        Ok(included)
    }

    fn counts(&self, row: &Row<'_>) -> bool {
        let administers = row.administers();
        let type_fits = match self.types {
            "member" => !row.is_guest(),
            "guest" => row.is_guest(),
            _ => true,
        };
        let role_fits = match self.roles {
            "privilegedAdmin" => administers == Some(Administers::Much),
            "admin" => administers.is_some(),
            "user" => administers.is_none(),
            _ => true,
        };
        type_fits && role_fits
    }
}

/// `GET …/usersRegisteredByMethod(includedUserTypes='…',includedUserRoles='…')`
pub(crate) fn by_method(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let included = admit(call)?;
    let mut counts = vec![0usize; Registered::ALL.len()];
    let mut everybody = 0;
    for row in rows(call, &included) {
        everybody += 1;
        for method in row.found.methods.iter() {
            counts[method as usize] += 1;
        }
    }
    let counted = Registered::ALL
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count > 0);
    let mut methods = vec![json!({ "authenticationMethod": "password", "userCount": everybody })];
    methods.extend(
        counted.map(|(method, count)| json!({ "authenticationMethod": method.name(), "userCount": count })),
    );
    Ok(summary(call, &included, "userRegistrationMethod", methods.into()))
}

/// `GET …/usersRegisteredByFeature(includedUserTypes='…',includedUserRoles='…')`
pub(crate) fn by_feature(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let included = admit(call)?;
    let (mut everybody, mut registered, mut enabled, mut capable) = (0usize, 0usize, 0usize, 0usize);
    let (mut passwordless, mut mfa) = (0usize, 0usize);
    for row in rows(call, &included) {
        everybody += 1;
        let may = row.may_reset_password();
        let is_registered = row.is_registered_for_password_reset();
        enabled += usize::from(may);
        registered += usize::from(is_registered);
        capable += usize::from(may && is_registered);
        passwordless += usize::from(row.found.methods.make_passwordless());
        mfa += usize::from(row.found.methods.make_mfa());
    }
    let counts = [
        ("ssprRegistered", registered),
        ("ssprEnabled", enabled),
        ("ssprCapable", capable),
        ("passwordlessCapable", passwordless),
        ("mfaCapable", mfa),
    ];
    let counts = counts.map(|(feature, count)| json!({ "feature": feature, "userCount": count }));
    let mut answer = summary(call, &included, "userRegistrationFeature", counts.to_vec().into());
    if let Answer::Json(_, body) = &mut answer {
        body["totalUserCount"] = everybody.into();
    }
    Ok(answer)
}

/// The summaries are for people: no application gets them on its own behalf.
fn admit(call: &Call<'_>) -> Result<Included, Failure> {
    if call.actor.is_application() {
        return Err(Failure::reports_denied());
    }
    reporting::admit(call, &["AuditLog.Read.All"])?;
    Included::of(call)
}

fn rows<'r>(call: &'r Call<'_>, included: &'r Included) -> impl Iterator<Item = Row<'r>> {
    (0..call.tenant.directory.everybody().len())
        .filter_map(|place| Row::of(call, place))
        .filter(|row| included.counts(row))
}

fn summary(call: &Call<'_>, included: &Included, what: &str, counts: Value) -> Answer {
    let mut body = json!({
        "@odata.context": call.context(&format!("microsoft.graph.{what}Summary")),
        "userTypes": included.types,
        "userRoles": included.roles,
    });
    body[format!("{what}Counts")] = counts;
    Answer::Json(200, body)
}
