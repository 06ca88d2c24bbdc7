//! Invented people.

use graph_sim::{Generate, Scenario, Simulator};
use serde_json::json;

use crate::tenant::*;

#[test]
fn the_same_seed_gives_the_same_people() {
    let scenario = |seed| Scenario {
        generate: Some(Generate { users: 40, seed }),
        ..Scenario::default()
    };
    let people = |seed| Simulator::new(scenario(seed)).unwrap().state().users;
    assert_eq!(people(7), people(7));
    assert_ne!(people(7), people(8));
}

#[test]
fn the_mix_is_believable() {
    let simulator = tenant(&json!({ "generate": { "users": 3000, "seed": 1 } }));
    let users = simulator.state().users;
    assert_eq!(users.len(), 3000);
    let share = |fits: &dyn Fn(&graph_sim::UserState) -> bool| users.iter().filter(|it| fits(it)).count();
    let guests = share(&|user| user.user_principal_name.contains("#EXT#"));
    assert!((120..260).contains(&guests), "{guests} guests");
    assert!((60..200).contains(&share(&|user| !user.account_enabled)));
    assert!((5..150).contains(&share(&|user| !user.roles.is_empty())));
    assert!(share(&|user| user.user_principal_name.contains('\'')) > 10);
    assert!(share(&|user| !user.display_name.is_ascii()) > 100);
    assert!(share(&|user| user.methods.is_empty()) > 100);
    assert!(share(&|user| user.methods.len() > 3) > 100);
    assert_eq!(users[0].roles, ["Global Administrator"], "somebody is in charge");
    let alphabet = |c: char| c.is_ascii_alphanumeric() || "'.-_!#^~@".contains(c);
    assert!(
        users
            .iter()
            .all(|user| user.user_principal_name.chars().all(alphabet))
    );
}

#[test]
fn a_generated_scenario_can_be_written_and_read_again() {
    let mut scenario = Scenario::default();
    let how = Generate { users: 50, seed: 9 };
    scenario.users = graph_sim::people(how, &scenario.tenant.domain, scenario.now).collect();
    let read = Scenario::from_json(&serde_json::to_string(&scenario).unwrap()).unwrap();
    let direct = Scenario {
        generate: Some(how),
        ..Scenario::default()
    };
    assert_eq!(
        Simulator::new(read).unwrap().state().users,
        Simulator::new(direct).unwrap().state().users
    );
}
