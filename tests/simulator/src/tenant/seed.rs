//! From a scenario to a tenant: fills in what is absent and refuses what contradicts itself.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::administrative_units::AdministrativeUnits;
use super::audit::{self, Change, Event};
use super::audit_log::AuditLog;
use super::directory::{Directory, User};
use super::fault::Script;
use super::groups::Groups;
use super::hosts::Hosts;
use super::inventory::Inventory;
use super::issued::Issued;
use super::log::RequestLog;
use super::method::{EMAIL_ID, Method};
use super::pim::{self, Pim};
use super::policy::MethodsPolicy;
use super::quota::Quota;
use super::role_book::RoleBook;
use super::sign_ins::{self, SignIns};
use super::{Tenant, application, default_method, seed_directory, seed_groups, seed_policies, seed_tokens};
use crate::clock::Clock;
use crate::generate;
use crate::scenario::{
    self, AuditResult, MethodDetail, MethodKind, MethodSpec, PastEvent, PastEventKind, Person, Policies,
    Scenario, ScenarioError, UserType,
};
use crate::token::Verified;

pub(super) fn tenant(scenario: Scenario, clock: Clock) -> Result<Tenant, ScenarioError> {
    let Scenario {
        about: _,
        tenant: about,
        now: _,
        rules,
        quotas,
        continuous_access,
        sign_in,
        identity,
        hardware_tokens,
        policies,
        conditional_access,
        domains,
        applications,
        generate,
        schools,
        users,
        groups,
        administrative_units,
        custom_roles,
        pim: pim_rules,
        role_assignments,
        group_eligibilities,
        audits,
        faults,
    } = scenario;
    if !rules.delay_scale.is_finite() || rules.delay_scale < 0.0 {
        return Err(ScenarioError::new(
            "rules.delayScale",
            "must be a number, zero or more",
        ));
    }
    if rules.max_page_size == 0 {
        return Err(ScenarioError::new("rules.maxPageSize", "must be at least 1"));
    }
    quotas.check()?;
    for (place, fault) in faults.iter().enumerate() {
        fault.check(&format!("faults[{place}]"))?;
    }
    let domain = about.domain.to_lowercase();
    let id = match &about.id {
        Some(id) => parse_id("tenant.id", id)?,
        None => Uuid::new_v5(&Uuid::NAMESPACE_DNS, domain.as_bytes()),
    };
    let seed = id.as_u64_pair().0 ^ generate.map_or(0, |generate| generate.seed);
    let schools = schools.unwrap_or_default();
    let invented = generate.map_or(0, |generate| generate.users) + schools.people();
    let header = identity.header.clone();
    let header = header.unwrap_or_else(|| text_id(&id, "identity header"));
    let mut tenant = Tenant {
        id,
        name: about.name,
        cloud: about.cloud,
        origins: about.cloud.into(),
        embedded: false,
        quota: Quota::new(&quotas, rules.delay_scale, users.len() + invented, clock.now()),
        log: RequestLog::new(rules.log_limit),
        rules,
        continuous_access,
        applications: Vec::new(),
        roles: seed_directory::roles(id, custom_roles)?,
        role_book: RoleBook::default(),
        pim: Pim::new(pim_rules),
        groups: Groups::default(),
        policy: MethodsPolicy {
            settings: Policies::default(),
            modified: clock.now(),
        },
        challenges: HashMap::new(),
        operations: Vec::new(),
        inventory: Inventory::default(),
        sign_in_numbers: HashSet::new(),
        conditional_access: seed_policies::conditional_access(id, conditional_access)?,
        domains: seed_policies::domains(&domain, domains)?,
        administrative_units: AdministrativeUnits::default(),
        sign_in_rules: sign_in,
        clock,
        directory: Directory::with_capacity(users.len() + invented),
        audits: AuditLog::new(Uuid::new_v5(&id, b"Azure MFA StrongAuthenticationService")),
        script: Script::new(seed, faults),
        sign_ins: SignIns::default(),
        hosts: Hosts::new(header),
        identity_rules: identity,
        verified: Verified::default(),
        issued: Issued::default(),
        random: fastrand::Rng::with_seed(seed),
        domain,
    };
    let ground = Ground {
        tenant: id,
        domain: tenant.domain.clone(),
        now: clock.now(),
    };
    let applications = application::applications(id, about.cloud, applications)?;
    for (place, (app, roles)) in applications.into_iter().enumerate() {
        // Whoever starts the tenant is told the first one at once.
        for secret in &app.secrets {
            tenant.issued.remember(secret.value.clone());
        }
        let field = format!("applications[{place}] ({}).roles", app.name);
        let principal = app.service_principal_id;
        tenant.applications.push(app);
        seed_directory::hold(&mut tenant, &field, principal, &roles)?;
    }
    if tenant.connection().identity.is_some() {
        tenant.issued.remember(tenant.hosts.header.clone());
    }
    let invented = generate
        .into_iter()
        .flat_map(|generate| generate::people(generate, &ground.domain, ground.now))
        .chain(generate::people_of_schools(&schools, &ground.domain, ground.now));
    for (place, mut spec) in users.into_iter().chain(invented).enumerate() {
        let roles = std::mem::take(&mut spec.roles);
        let mut user = ground.user(place, spec)?;
        seed_tokens::of_person(&mut tenant, place, &mut user)?;
        let id = user.id;
        let numbers = user.methods.iter().filter_map(Method::sign_in_number);
        tenant.sign_in_numbers.extend(numbers.map(Into::into));
        if !roles.is_empty() {
            let field = format!("users[{place}] ({}).roles", user.user_principal_name);
            seed_directory::hold(&mut tenant, &field, id, &roles)?;
        }
        tenant.directory.add(user).map_err(|user| {
            let field = format!("users[{place}] ({})", user.user_principal_name);
            ScenarioError::new(field, "id or userPrincipalName is taken")
        })?;
    }
    seed_groups::schools(&mut tenant, &schools)?;
    seed_groups::groups(&mut tenant, groups, ground.now - Duration::days(400))?;
    seed_groups::administrative_units(&mut tenant, administrative_units)?;
    seed_groups::eligibilities(&mut tenant, group_eligibilities)?;
    seed_directory::assignments(&mut tenant, role_assignments)?;
    pim::pending(&mut tenant)?;
    seed_tokens::inventory(&mut tenant, hardware_tokens)?;
    tenant.policy = seed_policies::methods(&tenant, policies)?;
    let mut past: Vec<_> = audits.iter().enumerate().collect();
    past.sort_by_key(|(_, event)| event.at);
    for (place, event) in past {
        remember(&mut tenant, place, event)?;
    }
    sign_ins::check(&tenant)?;
    Ok(tenant)
}

pub(super) fn parse_id(field: &str, text: &str) -> Result<Uuid, ScenarioError> {
    Uuid::try_parse(text).map_err(|_| ScenarioError::new(field, format!("'{text}' is not a GUID")))
}

/// A base64url text like those of passkeys, always the same for the same thing.
pub(super) fn text_id(tenant: &Uuid, thing: &str) -> String {
    let digest = Sha256::new()
        .chain_update(tenant.as_bytes())
        .chain_update(thing.as_bytes())
        .finalize();
    URL_SAFE_NO_PAD.encode(&digest[..24])
}

/// What people are derived from.
struct Ground {
    tenant: Uuid,
    domain: String,
    now: OffsetDateTime,
}

impl Ground {
    fn user(&self, place: usize, spec: Person) -> Result<User, ScenarioError> {
        let upn = match &spec.user_principal_name {
            Some(upn) => upn.clone(),
            None => self.sign_in_name(place, &spec),
        };
        let at = |field: &str| format!("users[{place}] ({upn}).{field}");
        if !is_sign_in_name(&upn) {
            return Err(ScenarioError::new(
                at("userPrincipalName"),
                "must look like name@domain",
            ));
        }
        let id = match &spec.id {
            Some(id) => parse_id(&at("id"), id)?,
            None => Uuid::new_v5(&self.tenant, upn.to_lowercase().as_bytes()),
        };
        let guest = upn.contains("#EXT#");
        let user_type = spec
            .user_type
            .unwrap_or(if guest { UserType::Guest } else { UserType::Member });
        let mail = spec.mail.or_else(|| (!guest).then(|| upn.clone()));
        let proxy_addresses = spec
            .proxy_addresses
            .unwrap_or_else(|| mail.iter().map(|mail| format!("SMTP:{mail}")).collect());
        let display_name = spec
            .display_name
            .unwrap_or_else(|| match (&spec.given_name, &spec.surname) {
                (Some(given), Some(surname)) => format!("{given} {surname}"),
                (Some(only), None) | (None, Some(only)) => only.clone(),
                (None, None) => upn.split('@').next().unwrap_or_default().to_owned(),
            });
        let methods = self.methods(id, &upn, spec.methods, &at)?;
        let default = spec
            .default
            .unwrap_or_else(|| default_method::suggested(&methods));
        if !default_method::is_registered(&methods, default) {
            return Err(ScenarioError::new(
                at("default"),
                "nothing is registered that embodies this value",
            ));
        }
        let created = spec.created_date_time.unwrap_or(self.now - Duration::days(400));
        Ok(User {
            id,
            user_principal_name: upn.into(),
            display_name: display_name.into(),
            given_name: boxed(spec.given_name),
            surname: boxed(spec.surname),
            mail: boxed(mail),
            other_mails: spec.other_mails.into_iter().map(Into::into).collect(),
            proxy_addresses: proxy_addresses.into_iter().map(Into::into).collect(),
            user_type,
            account_enabled: spec.account_enabled.unwrap_or(true),
            on_premises_sync_enabled: spec.on_premises_sync_enabled,
            external_user_state: boxed(spec.external_user_state),
            department: boxed(spec.department),
            job_title: boxed(spec.job_title),
            office_location: boxed(spec.office_location),
            mobile_phone: boxed(spec.mobile_phone),
            preferred_language: boxed(spec.preferred_language),
            usage_location: boxed(spec.usage_location),
            employee_id: boxed(spec.employee_id),
            created,
            last_sign_in: spec.last_sign_in_date_time,
            sessions_valid_from: created,
            password_set: created,
            methods,
            default,
            former_default: None,
            system_preferred: spec.system_preferred.unwrap_or(true),
            per_user_mfa_state: spec.per_user_mfa_state,
            sign_in: spec.sign_in,
            deleted: false,
            writes: 0,
        })
    }

    fn sign_in_name(&self, place: usize, spec: &Person) -> String {
        let full = spec.display_name.clone().or_else(|| {
            Some(format!(
                "{}.{}",
                spec.given_name.as_ref()?,
                spec.surname.as_ref()?
            ))
        });
        let local: String = full
            .unwrap_or_default()
            .to_lowercase()
            .chars()
            .map(|c| if c == ' ' { '.' } else { c })
            .filter(|c| c.is_ascii_alphanumeric() || ".'-_".contains(*c))
            .collect();
        if local.is_empty() {
            format!("user{place}@{}", self.domain)
        } else {
            format!("{local}@{}", self.domain)
        }
    }

    fn methods(
        &self,
        user: Uuid,
        upn: &str,
        specs: Vec<MethodSpec>,
        at: &dyn Fn(&str) -> String,
    ) -> Result<Vec<Method>, ScenarioError> {
        let mut methods: Vec<Method> = Vec::with_capacity(specs.len());
        for (place, spec) in specs.into_iter().enumerate() {
            let field = || at(&format!("methods[{place}]"));
            let method = self.method(user, upn, place, spec);
            if methods.iter().any(|known| known.id == method.id) {
                return Err(ScenarioError::new(
                    field(),
                    "there is already such a method, or its id is taken",
                ));
            }
            let single = matches!(
                method.kind(),
                MethodKind::TemporaryAccessPass | MethodKind::QrCodePin
            );
            if single && methods.iter().any(|known| known.kind() == method.kind()) {
                return Err(ScenarioError::new(
                    field(),
                    "a person has at most one of this kind",
                ));
            }
            methods.push(method);
        }
        let has = |phone| methods.iter().any(|method| method.phone_type() == Some(phone));
        if has(scenario::PhoneType::AlternateMobile) && !has(scenario::PhoneType::Mobile) {
            return Err(ScenarioError::new(
                at("methods"),
                "an alternate mobile needs a mobile",
            ));
        }
        Ok(methods)
    }

    fn method(&self, user: Uuid, upn: &str, place: usize, spec: MethodSpec) -> Method {
        let MethodSpec {
            id,
            created_date_time,
            mut detail,
        } = spec;
        let thing = format!("{user} method {place}");
        match &mut detail {
            MethodDetail::Phone(phone) if phone.phone_number.is_empty() => {
                let number =
                    90_000_000 + Uuid::new_v5(&user, phone.phone_type.id().as_bytes()).as_u128() % 9_999_999;
                phone.phone_number = format!("+47 {number}");
            }
            MethodDetail::Email(email) if email.email_address.is_empty() => {
                let local = upn.split(['@', '#']).next().unwrap_or_default();
                email.email_address = format!("{local}@private.example");
            }
            MethodDetail::TemporaryAccessPass(pass) => {
                pass.start_date_time.get_or_insert(self.now);
                pass.temporary_access_pass
                    .get_or_insert_with(|| text_id(&self.tenant, &thing)[..8].to_owned());
            }
            MethodDetail::HardwareOath(token) => {
                token
                    .device
                    .status
                    .get_or_insert(scenario::TokenStatus::Activated);
            }
            MethodDetail::QrCodePin(method) => seed_tokens::complete_qr_code(method, user, self.now),
            _ => {}
        }
        let id: Box<str> = match (&detail, id) {
            (MethodDetail::Phone(phone), _) => phone.phone_type.id().into(),
            (MethodDetail::Email(_), _) => EMAIL_ID.into(),
            (_, Some(id)) => id.into(),
            (
                MethodDetail::Fido2(_)
                | MethodDetail::WindowsHelloForBusiness(_)
                | MethodDetail::PlatformCredential(_),
                None,
            ) => text_id(&self.tenant, &thing).into(),
            (_, None) => Uuid::new_v5(&user, thing.as_bytes()).to_string().into(),
        };
        Method {
            id,
            created: created_date_time,
            hidden_from: None,
            detail,
        }
    }
}

pub(super) fn boxed(text: Option<String>) -> Option<Box<str>> {
    text.map(String::into_boxed_str)
}

fn is_sign_in_name(upn: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "'.-_!#^~$&+".contains(c);
    match upn.split_once('@') {
        Some((local, domain)) => {
            !local.is_empty() && !domain.is_empty() && local.chars().chain(domain.chars()).all(allowed)
        }
        None => false,
    }
}

/// Writes the records of something that happened before the scenario begins.
fn remember(tenant: &mut Tenant, place: usize, past: &PastEvent) -> Result<(), ScenarioError> {
    let missing = |field: &str, key: &str| {
        ScenarioError::new(
            format!("audits[{place}].{field}"),
            format!("nobody in the tenant is '{key}'"),
        )
    };
    let on = tenant
        .directory
        .find(&past.on)
        .ok_or_else(|| missing("on", &past.on))?;
    let own = tenant.directory.find(&past.by) == Some(on);
    let by = tenant
        .initiator_named(&past.by)
        .ok_or_else(|| missing("by", &past.by))?;
    let by = Arc::new(by);
    let word = audit::reason_word(past.method.unwrap_or(MethodKind::Phone));
    let event = |activity, reason: Cow<'static, str>, changes| Event {
        activity,
        reason,
        changes,
    };
    // What people did to their own methods is told in other words (facts 9.4).
    let about_method = |by_admin, by_user, verb: &str, changes| {
        let (activity, reason) = match own {
            true => (by_user, format!("User {verb} {word}")),
            false => (by_admin, format!("Admin {verb} {word} method for user")),
        };
        event(activity, reason.into(), changes)
    };
    let phone = |old: &str, new: &str| vec![Change::new("Phone.PhoneNumber", old, new)];
    let at = past.at;
    let event = match past.kind {
        PastEventKind::PortalReregistration => event(
            &audit::ADMIN_DELETED,
            "Admin required re-registration of MFA authentication methods.".into(),
            phone("+47 90000000", ""),
        ),
        PastEventKind::MethodDeleted => {
            about_method(&audit::ADMIN_DELETED, &audit::USER_DELETED, "deleted", Vec::new())
        }
        PastEventKind::MethodRegistered => about_method(
            &audit::ADMIN_REGISTERED,
            &audit::USER_REGISTERED,
            "registered",
            Vec::new(),
        ),
        PastEventKind::MethodUpdated => {
            about_method(&audit::ADMIN_UPDATED, &audit::USER_UPDATED, "changed", Vec::new())
        }
        PastEventKind::SessionsRevoked => event(&audit::SESSIONS_REVOKED, "".into(), Vec::new()),
        PastEventKind::DefaultChanged => event(&audit::PREFERENCES_PATCHED, "".into(), Vec::new()),
        PastEventKind::PerUserMfaEnabled => event(&audit::PER_USER_MFA_ENABLED, "".into(), Vec::new()),
        PastEventKind::PerUserMfaDisabled => event(&audit::PER_USER_MFA_DISABLED, "".into(), Vec::new()),
    };
    let shadowed = event.activity.service == "Authentication Methods";
    tenant.record_at(at, at, &by, on, event);
    if let (Some(result), Some(record)) = (past.result, tenant.audits.last_mut()) {
        record.result = result;
    }
    if shadowed && past.result.is_none_or(|result| result == AuditResult::Success) {
        let methods = audit::strong_authentication_methods(tenant.directory.at(on));
        let changes = vec![Change::new("StrongAuthenticationMethod", methods, "[]")];
        tenant.shadow_at(at + Duration::seconds(1), at, on, changes);
    }
    Ok(())
}
