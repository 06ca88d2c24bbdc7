//! A tenant of any kind: who is in it, who is protected and why, and who acts.

use crate::dice::Dice;
use graph_mfa_e2e::anybody;
use graph_mfa_e2e::runs::{Guard, Operation, Order, PASS, ROLE};
use serde_json::{Value, json};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acting {
    Application,
    /// Somebody with this role.
    Person(&'static str),
}

/// The one who acts, if it is a person.
pub(crate) const ACTOR: &str = "actor@fabrikam.example";

/// What the application and the person may do.
pub(crate) const PERMISSIONS: [&str; 10] = [
    "User.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "User.RevokeSessions.All",
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
    "GroupMember.Read.All",
    "PrivilegedEligibilitySchedule.Read.AzureADGroup",
    "Policy.Read.All",
    "Policy.ReadWrite.AuthenticationMethod",
    "AdministrativeUnit.Read.All",
];

/// Somebody, as the scenario and the input know them.
#[derive(Clone, Debug)]
pub(crate) struct Somebody {
    pub(crate) upn: String,
    /// An address beside the name.
    pub(crate) mail: Option<String>,
    pub(crate) guard: Guard,
}

pub(crate) struct Tenant {
    pub(crate) scenario: Value,
    pub(crate) people: Vec<Somebody>,
    pub(crate) acting: Acting,
    /// What the configuration protects.
    pub(crate) protected_users: Vec<String>,
    /// What a policy says, except for the id of its group.
    pub(crate) policy: Value,
    /// Whether the service may hold on to a default for reasons of its own.
    pub(crate) strict_default: bool,
}

/// The group that the policy protects.
pub(crate) const PROTECTED_GROUP: &str = "Crown jewels";
/// The group that can hold roles.
const ROLE_GROUP: &str = "Tier 0";
/// A group of nobody in particular.
const CHOIR: &str = "Choir";

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Guest,
    Disabled,
    Administrator(&'static str),
    Eligible(&'static str),
    InRoleGroup,
    OwnsRoleGroup,
    ByConfiguration,
    ByPolicy,
    ByGroup,
    ByRole,
    Emergency,
    Oneself,
}

/// A role that a policy protects.
const PROTECTED_ROLE: &str = "Reports Reader";

impl Tenant {
    pub(crate) fn any(dice: &mut Dice, order: &Order) -> Self {
        let count = match dice.within(0, 19) {
            0..=13 => dice.within(3, 5),
            14..=18 => dice.within(6, 12),
            _ => dice.within(13, 40),
        };
        let acting = acting(dice, order.operation);
        let guards = dice.chance(0.5);
        let mut people = Vec::new();
        let (mut users, mut assignments) = (Vec::new(), Vec::new());
        let (mut members, mut owners, mut jewels, mut choir) = (vec![], vec![], vec![], vec![]);
        let mut protected_users = Vec::new();
        let mut policy_users = Vec::new();
        if acting != Acting::Application {
            // Who acts is in the tenant, and sometimes in the input.
            people.push(somebody(
                ACTOR.to_owned(),
                None,
                Kind::Oneself,
                order,
                acting,
                &[],
            ));
            let Acting::Person(role) = acting else {
                unreachable!("checked before")
            };
            users.push(json!({ "userPrincipalName": ACTOR, "displayName": "Ada Actor", "roles": [role] }));
        }
        let thin = dice.within(1, 9) as f64 / 10.0;
        for number in 0..count {
            let kind = kind(dice, guards);
            let upn = match kind {
                Kind::Guest => format!("ann{number}_contoso.example#EXT#@fabrikam.example"),
                Kind::Emergency => format!("breakglass{number}@fabrikam.example"),
                _ => format!("p{number}.lind@fabrikam.example"),
            };
            let mail = dice
                .chance(0.4)
                .then(|| format!("first.last{number}@fabrikam.example"));
            let drawn = dice.draw(&anybody()).thinned(|| dice.chance(thin));
            let mut user = drawn.as_user(&upn);
            user["displayName"] = json!(format!("Person {number}"));
            user["perUserMfaState"] = json!(dice.one_of(&["disabled", "enabled", "enforced"]));
            if let Some(mail) = &mail {
                user["mail"] = json!(mail);
            }
            match kind {
                Kind::Disabled => user["accountEnabled"] = json!(false),
                Kind::Administrator(role) => user["roles"] = json!([role]),
                Kind::ByRole => user["roles"] = json!([PROTECTED_ROLE]),
                Kind::Eligible(role) => {
                    assignments.push(json!({ "role": role, "principal": upn, "eligible": true }));
                }
                Kind::InRoleGroup => members.push(upn.clone()),
                Kind::OwnsRoleGroup => owners.push(upn.clone()),
                Kind::ByGroup => jewels.push(upn.clone()),
                Kind::ByConfiguration => protected_users.push(upn.clone()),
                Kind::ByPolicy => policy_users.push(upn.clone()),
                Kind::Plain | Kind::Guest | Kind::Emergency | Kind::Oneself => {}
            }
            if dice.chance(0.3) {
                choir.push(upn.clone());
            }
            people.push(somebody(upn, mail, kind, order, acting, &drawn.methods));
            users.push(user);
        }
        let strict_default = dice.chance(0.1);
        let mut rules = rules(dice);
        // Of several that are the default at once, none can be deleted first.
        let shared_default = rules["sharedDefault"] != "last";
        if users
            .iter()
            .any(|user| user["methods"].to_string().contains("hardwareOath"))
        {
            // The states of hardware tokens are read from one page.
            rules["pages"] = json!({});
        }
        rules["passkeysCountAsOthers"] = json!(strict_default);
        rules["passesCountAsOthers"] = json!(strict_default && dice.chance(0.5));
        let group = |name: &str, members: &[String], owners: &[String], roles: bool| json!({ "displayName": name, "members": members, "owners": owners, "isAssignableToRole": roles });
        let scenario = json!({
            "rules": rules,
            "quotas": quotas(dice),
            "generate": { "users": 0, "seed": dice.within(0, u32::MAX.into()) },
            "applications": [{ "name": "Desk", "secret": "the-secret-of-the-desk", "permissions": PERMISSIONS,
                "delegatedPermissions": PERMISSIONS }],
            "users": users,
            "groups": [
                group(PROTECTED_GROUP, &jewels, &[], false),
                group(ROLE_GROUP, &members, &owners, true),
                group(CHOIR, &choir, &[], false),
            ],
            "roleAssignments": assignments,
        });
        let mut policy = json!({});
        if guards {
            policy = json!({ "protected": {
                "users": policy_users, "roles": [PROTECTED_ROLE], "breakGlass": ["breakglass*"],
            }});
        }
        Self {
            scenario,
            people,
            acting,
            protected_users,
            policy,
            strict_default: strict_default || shared_default,
        }
    }
}

fn acting(dice: &mut Dice, operation: Operation) -> Acting {
    if dice.chance(0.6) {
        return Acting::Application;
    }
    Acting::Person(match operation {
        Operation::Reset | Operation::Rescue | Operation::IssuePass => dice.one_of(&[
            "Authentication Administrator",
            "Privileged Authentication Administrator",
            "Global Administrator",
        ]),
        Operation::RevokeSessions => dice.one_of(&[
            "Helpdesk Administrator",
            "User Administrator",
            "Global Administrator",
        ]),
        Operation::SetPerUserState => {
            dice.one_of(&["Authentication Policy Administrator", "Global Administrator"])
        }
        Operation::GrantRole => dice.one_of(&["Privileged Role Administrator", "Global Administrator"]),
    })
}

fn kind(dice: &mut Dice, guards: bool) -> Kind {
    let roles = [
        "Global Administrator",
        "User Administrator",
        "Helpdesk Administrator",
        "Authentication Administrator",
        "Directory Readers",
    ];
    match dice.within(0, if guards { 19 } else { 14 }) {
        0..=8 => Kind::Plain,
        9 => Kind::Guest,
        10 => Kind::Disabled,
        11 => Kind::Administrator(dice.one_of(&roles)),
        12 => Kind::Eligible(dice.one_of(&roles)),
        13 => Kind::InRoleGroup,
        14 => Kind::OwnsRoleGroup,
        15 => Kind::ByConfiguration,
        16 => Kind::ByPolicy,
        17 => Kind::ByGroup,
        18 => Kind::ByRole,
        _ => Kind::Emergency,
    }
}

fn somebody(
    upn: String,
    mail: Option<String>,
    kind: Kind,
    order: &Order,
    acting: Acting,
    methods: &[Value],
) -> Somebody {
    let grants = order.operation == Operation::GrantRole;
    let by_application = acting == Acting::Application && !grants;
    let holds = matches!(
        kind,
        Kind::Administrator(_) | Kind::Eligible(_) | Kind::InRoleGroup | Kind::OwnsRoleGroup | Kind::ByRole
    );
    let has_pass = methods.iter().any(|method| method["kind"] == PASS);
    let guard = match kind {
        Kind::ByConfiguration | Kind::ByPolicy | Kind::ByGroup | Kind::Emergency => {
            Guard::Never("is protected")
        }
        // What somebody holds is what grants of roles are about.
        Kind::ByRole if !grants => Guard::Never("has a protected role"),
        Kind::Oneself if !grants => Guard::Never("is who acts"),
        _ if holds && by_application => Guard::Never("is an administrator"),
        Kind::Guest | Kind::Disabled if order.issues() => Guard::Never("cannot use a pass"),
        _ if holds && !grants => Guard::MaySkip("is an administrator"),
        Kind::Administrator(role) if grants && role == ROLE => Guard::MaySkip("has the role"),
        _ if order.operation == Operation::IssuePass && has_pass && !order.replace => {
            Guard::MaySkip("has a pass")
        }
        _ => Guard::Free,
    };
    Somebody { upn, mail, guard }
}

fn rules(dice: &mut Dice) -> Value {
    let lag = match dice.within(0, 3) {
        0 | 1 => 0,
        2 => dice.within(1, 15_000),
        _ => dice.within(15_000, 60_000),
    };
    json!({
        "readLagMs": lag,
        "sharedDefault": dice.one_of(&["last", "last", "last", "first", "any"]),
        "defaultRuleUsesLaggedState": dice.chance(0.7),
        "errorTextEra": dice.one_of(&["2021", "2022"]),
        "notFoundCode": dice.one_of(&["resourceNotFound", "ResourceNotFound", "itemNotFound"]),
        "duplicateAssignment": dice.one_of(&["badRequest", "conflict"]),
        "maxPageSize": dice.one_of(&[2, 5, 1000, 1000]),
        "pages": { "short": dice.chance(0.2), "empty": dice.chance(0.1), "repeated": dice.within(0, 1) },
    })
}

fn quotas(dice: &mut Dice) -> Value {
    let mut quotas = json!({ "retryAfter": dice.one_of(&["seconds", "fractional", "absent"]) });
    match dice.within(0, 9) {
        0 | 1 => {
            quotas["writes"] = json!({ "amount": dice.within(5, 30), "perMs": dice.within(5_000, 30_000) })
        }
        2 => {
            quotas["resourceUnits"] =
                json!({ "under50": { "amount": dice.within(40, 200), "perMs": 10_000 } });
        }
        3 => {
            quotas["authenticationMethods"] = json!("reports");
            quotas["reports"] = json!({ "amount": dice.within(5, 20), "perMs": 10_000 });
        }
        _ => {}
    }
    quotas
}
