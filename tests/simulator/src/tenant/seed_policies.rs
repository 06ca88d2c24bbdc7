//! From a scenario to the policies in force: targets are found, limits make sense, domains have one default
//! (facts 6.3).

use uuid::Uuid;

use super::Tenant;
use super::policy::{Configuration, MethodsPolicy};
use super::seed::parse_id;
use crate::scenario::{
    ALL_USERS, ConditionalAccessPolicy, Domain, DomainAuthentication, Policies, ScenarioError, TargetType,
};

/// The authentication methods policy, with ids in place of names.
pub(super) fn methods(tenant: &Tenant, policies: Policies) -> Result<MethodsPolicy, ScenarioError> {
    let mut policy = MethodsPolicy {
        settings: policies,
        modified: tenant.clock.now(),
    };
    for which in policy.configurations() {
        let at = match &which {
            Configuration::External(_) => "external".to_owned(),
            Configuration::QrCodePin => "qrCodePin".into(),
            built_in => lower_first(built_in.id()),
        };
        policy.check(&which).map_err(|senseless| {
            ScenarioError::new(format!("policies.{at}.{}", senseless.field), senseless.problem)
        })?;
        for (target_type, id) in policy.targets_of(&which) {
            resolve(tenant, &format!("policies.{at}"), target_type, id)?;
        }
    }
    policy.check_campaign().map_err(|senseless| {
        let field = format!("policies.registrationCampaign.{}", senseless.field);
        ScenarioError::new(field, senseless.problem)
    })?;
    let campaign = &mut policy.settings.registration_campaign;
    let included = campaign
        .include_targets
        .iter_mut()
        .map(|target| (target.target_type, &mut target.id));
    let excluded = campaign
        .exclude_targets
        .iter_mut()
        .map(|target| (target.target_type, &mut target.id));
    for (target_type, id) in included.chain(excluded) {
        resolve(tenant, "policies.registrationCampaign", target_type, id)?;
    }
    Ok(policy)
}

/// Puts an object id where the scenario has a name.
fn resolve(
    tenant: &Tenant,
    field: &str,
    target_type: TargetType,
    id: &mut String,
) -> Result<(), ScenarioError> {
    let found = match target_type {
        TargetType::Group if id.eq_ignore_ascii_case(ALL_USERS) => return Ok(()),
        TargetType::Group => {
            let parsed = Uuid::try_parse(id).ok();
            let mut groups = tenant.groups.iter();
            let found = groups.find(|it| it.display_name.eq_ignore_ascii_case(id) || Some(it.id) == parsed);
            found.map(|group| group.id)
        }
        TargetType::User => tenant
            .directory
            .find(id)
            .map(|place| tenant.directory.at(place).id),
    };
    let found = found.ok_or_else(|| {
        let what = if target_type == TargetType::Group {
            "no group"
        } else {
            "nobody"
        };
        ScenarioError::new(field, format!("{what} in the tenant is '{id}'"))
    })?;
    *id = found.to_string();
    Ok(())
}

/// Conditional Access policies, each with an id.
pub(super) fn conditional_access(
    tenant: Uuid,
    mut policies: Vec<ConditionalAccessPolicy>,
) -> Result<Vec<ConditionalAccessPolicy>, ScenarioError> {
    for (place, policy) in policies.iter_mut().enumerate() {
        let id = match &policy.id {
            Some(id) => parse_id(&format!("conditionalAccess[{place}].id"), id)?,
            None => Uuid::new_v5(
                &tenant,
                format!("policy {place} {}", policy.display_name).as_bytes(),
            ),
        };
        policy.id = Some(id.to_string());
    }
    Ok(policies)
}

/// The tenant's domains: its own among them, and exactly one default.
pub(super) fn domains(own: &str, mut domains: Vec<Domain>) -> Result<Vec<Domain>, ScenarioError> {
    for domain in &mut domains {
        domain.name = domain.name.to_lowercase();
    }
    if !domains.iter().any(|domain| domain.name == own) {
        domains.push(Domain {
            name: own.to_owned(),
            authentication_type: DomainAuthentication::Managed,
            is_default: false,
        });
    }
    let mut defaults = domains.iter_mut().filter(|domain| domain.is_default);
    match (defaults.next(), defaults.next()) {
        (Some(_), None) => {}
        (Some(_), Some(second)) => {
            let problem = format!("'{}' is a second default", second.name);
            return Err(ScenarioError::new("domains", problem));
        }
        (None, _) => {
            for domain in &mut domains {
                domain.is_default = domain.name == own;
            }
        }
    }
    let mut names: Vec<_> = domains.iter().map(|domain| &domain.name).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(ScenarioError::new("domains", "a domain is named twice"));
    }
    Ok(domains)
}

fn lower_first(id: &str) -> String {
    let mut letters = id.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}
