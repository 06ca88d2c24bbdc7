//! What many people hold is read once for all of them. It says about each what reading that person alone says, whatever
//! the tenant is like and whatever the sign-in may see.

use super::reset::cases;
use graph_mfa::api::{
    Holding, PolicySource, PreflightReason, PreflightReport, PreflightRequest, PreflightTarget, Purpose,
    Request, Response,
};
use graph_mfa_e2e::tenant_of;
use graph_mfa_test_support::TestDesk;
use graph_sim::TokenSpec;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

/// More than are read one by one.
const PEOPLE: usize = 21;
/// Those among them who may hold something.
const HOLDERS: usize = 8;
const ACTING: &str = "acting@fabrikam.example";

fn upn(person: usize) -> String {
    format!("p{person:02}@fabrikam.example")
}

fn group_id(group: usize) -> String {
    format!("00000000-0000-4000-8000-{group:012}")
}

/// Roles that can be held anywhere.
const ROLES: [&str; 5] = [
    "Helpdesk Administrator",
    "User Administrator",
    "Authentication Administrator",
    "Privileged Authentication Administrator",
    "Meter reader",
];

#[derive(Clone, Debug)]
struct Assigned {
    role: &'static str,
    /// A person, or a group from [`HOLDERS`] on.
    holder: usize,
    /// Where it counts: the tenant, a unit, or a group.
    place: usize,
    eligible: bool,
}

#[derive(Clone, Debug)]
struct Tenant {
    groups: Vec<(bool, Vec<usize>, Vec<usize>)>,
    units: Vec<(bool, bool, Vec<usize>)>,
    assigned: Vec<Assigned>,
    /// Who could become what in which group.
    eligible: Vec<(usize, usize, bool)>,
    licensed: bool,
    /// Which groups a policy protects; the last of them does not exist.
    named: Vec<usize>,
}

fn some_people() -> impl Strategy<Value = Vec<usize>> {
    subsequence((0..HOLDERS).collect::<Vec<_>>(), 0..5)
}

fn tenants() -> impl Strategy<Value = Tenant> {
    let assigned = (select(ROLES.to_vec()), 0..HOLDERS + 4, 0_usize..7, any::<bool>()).prop_map(
        |(role, holder, place, eligible)| Assigned {
            role,
            holder,
            place,
            eligible,
        },
    );
    (
        vec((any::<bool>(), some_people(), some_people()), 4),
        vec((any::<bool>(), any::<bool>(), some_people()), 3),
        vec(assigned, 0..14),
        vec((0..HOLDERS, 0..4_usize, any::<bool>()), 0..5),
        any::<bool>(),
        subsequence((0..5).collect::<Vec<_>>(), 0..4),
    )
        .prop_map(|(mut groups, units, assigned, mut eligible, licensed, named)| {
            eligible.sort_unstable();
            eligible.dedup();
            // Where no group can hold roles, reading one person cannot tell that nobody could activate one.
            groups[0].0 = true;
            Tenant {
                groups,
                units,
                assigned,
                eligible,
                licensed,
                named,
            }
        })
}

impl Tenant {
    fn assignments(&self) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        for it in &self.assigned {
            let group = it.holder.checked_sub(HOLDERS);
            let principal = match group {
                Some(group) if !self.groups[group].0 => continue,
                Some(group) => group_id(group),
                None => upn(it.holder),
            };
            let scope = match it.place {
                unit @ 0..3 => format!("unit {unit}"),
                3 => format!("/{}", group_id(0)),
                _ => "/".to_owned(),
            };
            let assignment = json!({ "role": it.role, "principal": principal, "scope": scope });
            if !found.iter().any(|known| {
                ["role", "principal", "scope"]
                    .iter()
                    .all(|field| known[field] == assignment[field])
            }) {
                found.push(assignment);
                found.last_mut().expect("just there")["eligible"] = json!(it.eligible && self.licensed);
            }
        }
        found
    }

    fn scenario(&self, permissions: &[&str], roles_of_acting: &[&str], own_unit: bool) -> Value {
        let people = |these: &[usize]| these.iter().map(|person| upn(*person)).collect::<Vec<_>>();
        let mut users: Vec<Value> = (0..PEOPLE)
            .map(|person| json!({ "userPrincipalName": upn(person) }))
            .collect();
        users.push(json!({ "userPrincipalName": ACTING, "roles": roles_of_acting }));
        let mut groups: Vec<Value> = self
            .groups
            .iter()
            .enumerate()
            .map(|(place, (assignable, members, owners))| {
                json!({
                    "id": group_id(place), "displayName": format!("group {place}"),
                    "isAssignableToRole": assignable, "members": people(members), "owners": people(owners),
                })
            })
            .collect();
        // A plain group within a plain one.
        if !self.groups[2].0 && !self.groups[3].0 {
            let members = groups[2]["members"].as_array_mut().expect("a list");
            members.push(json!(group_id(3)));
        }
        let units: Vec<Value> = self
            .units
            .iter()
            .enumerate()
            .map(|(place, (restricted, hidden, members))| {
                let mut unit = json!({
                    "displayName": format!("unit {place}"), "isMemberManagementRestricted": restricted,
                    "members": people(members),
                });
                if *hidden {
                    unit["visibility"] = json!("HiddenMembership");
                }
                unit
            })
            .collect();
        let mut assignments = self.assignments();
        if own_unit {
            assignments.push(json!({ "role": ROLES[2], "principal": ACTING, "scope": "unit 1" }));
        }
        let eligible = self.eligible.iter().filter(|_| self.licensed);
        let eligible: Vec<Value> = eligible
            .map(|(person, group, as_owner)| {
                let access = if *as_owner { "owner" } else { "member" };
                json!({ "group": group_id(*group), "principal": upn(*person), "access": access })
            })
            .collect();
        json!({
            "pim": { "licensed": self.licensed },
            "customRoles": [{ "displayName": "Meter reader",
                "allowedResourceActions": ["microsoft.directory/applications/standard/read"] }],
            "applications": [{ "name": "Desk", "secret": "s3cret", "permissions": permissions }],
            "users": users, "groups": groups, "administrativeUnits": units, "roleAssignments": assignments,
            "groupEligibilities": eligible,
        })
    }

    fn policy(&self) -> PolicySource {
        let groups: Vec<_> = self.named.iter().map(|group| group_id(*group)).collect();
        let text = json!({ "protected": { "groups": groups } }).to_string();
        serde_json::from_value(json!({ "name": "the desk's", "text": text })).expect("a policy")
    }
}

fn ask(desk: &TestDesk, people: std::ops::Range<usize>) -> PreflightReport {
    let request = PreflightRequest {
        users: people.map(upn).collect(),
        purposes: vec![Purpose::ChangeMethods, Purpose::RevokeSessions],
        ..PreflightRequest::default()
    };
    match desk.run(Request::Preflight(request)) {
        Ok(Response::Preflight(report)) => *report,
        other => panic!("no preflight: {other:?}"),
    }
}

/// The service tells what somebody holds in no order that means anything.
fn in_order(mut target: PreflightTarget) -> PreflightTarget {
    if let Some(standing) = &mut target.standing {
        let words = |held: &Holding| (held.words(), held.administrative_unit.clone(), held.restricted);
        standing.holdings.sort_by_key(words);
    }
    for verdict in &mut target.verdicts {
        // Which unit restricts is known of many, and of one person only to those who may read all memberships.
        if verdict.reason == PreflightReason::RestrictedUnit {
            verdict.message.clear();
            verdict.remedy = None;
        }
        verdict
            .least_role
            .take_if(|least| least.administrative_unit.is_some());
        let mut words: Vec<_> = verdict.message.split([',', '(', ')']).map(str::trim).collect();
        words.sort_unstable();
        verdict.message = words.join(" | ");
    }
    target
}

fn all_alike(desk: &TestDesk) -> Result<(), TestCaseError> {
    let together = ask(desk, 0..PEOPLE);
    for (person, target) in together.targets.into_iter().take(HOLDERS + 1).enumerate() {
        let alone = ask(desk, person..person + 1).targets.remove(0);
        prop_assert_eq!(in_order(target), in_order(alone));
    }
    Ok(())
}

fn visible() -> impl Strategy<Value = Vec<&'static str>> {
    let all = vec![
        "RoleManagement.Read.Directory",
        "GroupMember.Read.All",
        "AdministrativeUnit.Read.All",
        "Member.Read.Hidden",
        "PrivilegedEligibilitySchedule.Read.AzureADGroup",
    ];
    let usual = all.clone();
    let none: Vec<&str> = Vec::new();
    prop_oneof![3 => Just(usual), 1 => Just(none), 3 => subsequence(all, 0..6)].prop_map(|mut some| {
        some.extend([
            "User.Read.All",
            "UserAuthenticationMethod.ReadWrite.All",
            "User.RevokeSessions.All",
        ]);
        some
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..cases(64) })]

    #[test]
    fn an_application_learns_the_same_of_many_as_of_one(tenant in tenants(), permissions in visible()) {
        let desk = TestDesk::builder(tenant_of(&tenant.scenario(&permissions, &[], false)))
            .configure(|config| config.policies.push(tenant.policy()))
            .build()
            .expect("a client");
        all_alike(&desk)?;
    }

    #[test]
    fn how_lists_come_in_pages_makes_no_difference(tenant in tenants(), empty in any::<bool>(), repeated in 0..3_u32) {
        let people_at = |rules: Value| {
            let mut scenario = tenant.scenario(&[], &[ROLES[2]], true);
            scenario["rules"] = rules;
            let token = json!({ "upn": ACTING, "scopes": ["Directory.Read.All", "Member.Read.Hidden"] });
            let desk = TestDesk::builder(tenant_of(&scenario))
                .token(&serde_json::from_value(token).expect("a token"))
                .configure(|config| config.policies.push(tenant.policy()))
                .build()
                .expect("a client");
            ask(&desk, 0..PEOPLE).targets
        };
        let pages = json!({ "pages": { "short": true, "empty": empty, "repeated": repeated } });
        for (one, other) in people_at(pages).into_iter().zip(people_at(json!({}))) {
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn so_does_a_person_whatever_the_own_roles(
        tenant in tenants(), scopes in visible(), roles in subsequence(ROLES.to_vec(), 0..2), own_unit in any::<bool>(),
    ) {
        let token: TokenSpec = serde_json::from_value(json!({ "upn": ACTING, "scopes": scopes })).expect("a token");
        let desk = TestDesk::builder(tenant_of(&tenant.scenario(&[], &roles, own_unit)))
            .token(&token)
            .configure(|config| config.policies.push(tenant.policy()))
            .build()
            .expect("a client");
        all_alike(&desk)?;
    }
}
