//! Asks the tenant whether what a surface told is true. It knows nothing of how the core decides: it compares what
//! was said with what is.

use super::story::Account;
use graph_mfa::api::{Outcome, ResetByPerson, StepAction};
use graph_mfa::platform::Timestamp;
use graph_sim::{MethodState, TenantState, UserState};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The methods of the person as the tenant has them.
pub(super) fn methods_of(state: &TenantState, account: &Account) -> Value {
    person(state, account).map_or(Value::Null, |person| json!(person.methods))
}

/// Everything that was told and is not so.
pub(super) fn lies(before: &TenantState, after: &TenantState, account: &Account) -> Vec<String> {
    let mut lies = Vec::new();
    let (Some(was), Some(is)) = (person(before, account), person(after, account)) else {
        return vec![format!(
            "{} is nobody in the tenant",
            account.user.user_principal_name
        )];
    };
    if was.user_principal_name != account.user.user_principal_name
        || was.display_name != account.user.display_name
    {
        lies.push(format!(
            "{} is called {} in the tenant",
            account.user.user_principal_name, was.user_principal_name
        ));
    }
    methods_before(was, account, &mut lies);
    removals(was, is, account, &mut lies);
    methods_after(is, account, &mut lies);
    sessions(was, is, account, &mut lies);
    audit(before, after, was, is, account, &mut lies);
    others(before, after, account, &mut lies);
    lies
}

fn person<'s>(state: &'s TenantState, account: &Account) -> Option<&'s UserState> {
    state
        .users
        .iter()
        .find(|user| user.id == account.user.id && !user.deleted)
}

fn ids(methods: &[MethodState]) -> BTreeSet<&str> {
    methods.iter().map(|method| method.id.as_str()).collect()
}

/// The service lists the password as a method; the tenant's state does not.
const PASSWORD: &str = "password";

fn methods_before(was: &UserState, account: &Account, lies: &mut Vec<String>) {
    let told = account
        .methods
        .iter()
        .filter(|method| method.kind.as_str() != PASSWORD);
    let told: BTreeSet<&str> = told.map(|method| method.method_id.as_str()).collect();
    if told != ids(&was.methods) {
        lies.push(format!(
            "{} methods were shown, but there were others in the tenant",
            told.len()
        ));
    }
}

fn removals(was: &UserState, is: &UserState, account: &Account, lies: &mut Vec<String>) {
    let mut expected: BTreeSet<&str> = ids(&was.methods);
    for step in &account.plan.steps {
        let id = step.method_id.as_deref().unwrap_or_default();
        match step.action {
            StepAction::Delete => {
                expected.remove(id);
            }
            StepAction::Deactivate => {
                let token = is.methods.iter().find(|method| method.id == id);
                let status = token.and_then(|token| token.properties["device"]["status"].as_str());
                if status != Some("assigned") {
                    lies.push(format!(
                        "{} was to be deactivated, but is {}",
                        step.label,
                        status.unwrap_or("gone")
                    ));
                }
            }
            // It removes nothing.
            _ => {}
        }
    }
    if account.outcome.outcome != Outcome::Done {
        lies.push(format!(
            "the outcome is {:?}, and this person can be reset completely",
            account.outcome.outcome
        ));
    }
    let left = ids(&is.methods);
    for id in left.difference(&expected) {
        lies.push(format!(
            "the method {id} was told to be gone, but is in the tenant"
        ));
    }
    for id in expected.difference(&left) {
        lies.push(format!(
            "the method {id} was told to stay, but is gone from the tenant"
        ));
    }
}

fn methods_after(is: &UserState, account: &Account, lies: &mut Vec<String>) {
    let Some(told) = &account.outcome.methods_after else {
        lies.push("nothing was read after the writes".to_owned());
        return;
    };
    let told = told.iter().filter(|method| method.kind.as_str() != PASSWORD);
    let told: BTreeSet<&str> = told.map(|method| method.method_id.as_str()).collect();
    if told != ids(&is.methods) {
        lies.push("the second read showed other methods than the tenant has".to_owned());
    }
}

fn sessions(was: &UserState, is: &UserState, account: &Account, lies: &mut Vec<String>) {
    if account.outcome.sessions_revoked != Some(true) {
        lies.push("the sessions were to be revoked, and were not told to be".to_owned());
    }
    let (was, is) = (valid_from(was), valid_from(is));
    if is <= was {
        lies.push("sessions were told to be revoked, but the old ones are valid in the tenant".to_owned());
    }
    if account.outcome.sessions_valid_from != is {
        lies.push("sessions are valid from another instant than was told".to_owned());
    }
}

/// Since when sessions are valid, to the millisecond, as the contract counts.
fn valid_from(user: &UserState) -> Option<Timestamp> {
    let state = json!(user);
    Timestamp::parse(state["signInSessionsValidFromDateTime"].as_str()?)
}

fn audit(
    before: &TenantState,
    after: &TenantState,
    was: &UserState,
    is: &UserState,
    account: &Account,
    lies: &mut Vec<String>,
) {
    let [reset] = account.resets.as_slice() else {
        lies.push(format!(
            "the audit log was told to show {} resets, and there was one",
            account.resets.len()
        ));
        return;
    };
    let deleted = was.methods.len() - is.methods.len();
    if usize::try_from(reset.methods_deleted) != Ok(deleted) {
        lies.push(format!(
            "{} methods were told to be deleted, and {deleted} were",
            reset.methods_deleted
        ));
    }
    if !reset.sessions_revoked {
        lies.push("the revocation of the sessions is missing from what was told of the audit log".to_owned());
    }
    if reset.audit_ids.is_empty() {
        lies.push("no audit record was named".to_owned());
    }
    let known_before: BTreeSet<&str> = before
        .audits
        .iter()
        .filter_map(|audit| audit.record["id"].as_str())
        .collect();
    for id in &reset.audit_ids {
        let found = after
            .audits
            .iter()
            .find(|audit| audit.record["id"] == id.as_str());
        match found.map(|audit| &audit.record) {
            None => lies.push(format!("the tenant has no audit record {id}")),
            Some(_) if known_before.contains(id.as_str()) => {
                lies.push(format!("the audit record {id} is older than the reset"));
            }
            Some(record) => lies.extend(differences(record, reset, account)),
        }
    }
}

/// What an audit record says otherwise than was told.
fn differences(record: &Value, reset: &ResetByPerson, account: &Account) -> Vec<String> {
    let mut lies = Vec::new();
    if record["targetResources"][0]["id"] != account.user.id.as_str() {
        lies.push(format!(
            "the audit record {} is about somebody else",
            record["id"]
        ));
    }
    let by = &record["initiatedBy"]["app"]["displayName"];
    if by.as_str() != reset.actor.display_name.as_deref() {
        lies.push(format!("{by} acted, and {:?} was told", reset.actor.display_name));
    }
    lies
}

fn others(before: &TenantState, after: &TenantState, account: &Account, lies: &mut Vec<String>) {
    if before.users.len() != after.users.len() {
        lies.push(format!(
            "there were {} people, and now there are {}",
            before.users.len(),
            after.users.len()
        ));
    }
    for (was, is) in before.users.iter().zip(&after.users) {
        if was.id != account.user.id && was != is {
            lies.push(format!("{} was touched as well", was.user_principal_name));
        }
    }
    for audit in after.audits.iter().skip(before.audits.len()) {
        let target = &audit.record["targetResources"][0];
        if target["id"] != account.user.id.as_str() {
            lies.push(format!(
                "the tenant recorded something about {}",
                target["userPrincipalName"]
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cast;
    use super::super::story::Account;
    use super::lies;
    use graph_mfa::api::{Inspection, Plan, PlannedReset, Response};
    use graph_mfa_test_support::TestDesk;
    use graph_sim::TenantState;
    use serde_json::{Value, json};

    const NORA: &str = "nora.lind@fabrikam.example";

    /// A true account, with the tenant before and after.
    fn story() -> (TenantState, TenantState, Account) {
        let desk = TestDesk::new(cast::scenario().expect("the cast is well formed"));
        let ask = |request: Value| {
            desk.run(serde_json::from_value(request).expect("a request"))
                .expect("an answer")
        };
        let before = desk.simulator.state();
        let Response::ListMethods(inspection) = ask(json!({ "operation": "listMethods", "user": NORA }))
        else {
            panic!("methods were asked for");
        };
        let Inspection { user, methods, .. } = inspection;
        let Response::PlanReset(planned) = ask(json!({ "operation": "planReset", "user": NORA })) else {
            panic!("a plan was asked for");
        };
        let PlannedReset { plan, .. } = *planned;
        let reset = json!({ "operation": "reset", "user": NORA, "revokeSessions": true });
        let Response::Reset(outcome) = ask(reset) else {
            panic!("a reset was asked for")
        };
        desk.simulator
            .advance(std::time::Duration::from_millis(cast::AUDIT_DELAY_MS));
        let Response::WhoReset(answer) = ask(json!({ "operation": "whoReset", "user": NORA })) else {
            panic!("the audit log was asked for");
        };
        let account = Account {
            user: (&user).into(),
            methods,
            plan,
            outcome: *outcome,
            resets: answer.resets,
        };
        (before, desk.simulator.state(), account)
    }

    #[test]
    fn a_true_account_holds_no_lie() {
        let (before, after, account) = story();
        assert_eq!(lies(&before, &after, &account), Vec::<String>::new());
    }

    /// Tells a true story, spoils it, and expects the lie to be named.
    fn expect_lie(words: &str, spoil: impl FnOnce(&mut TenantState, &mut Account)) {
        let (before, mut after, mut account) = story();
        spoil(&mut after, &mut account);
        let lies = lies(&before, &after, &account);
        assert!(
            lies.iter().any(|lie| lie.contains(words)),
            "`{words}` is not in {lies:?}"
        );
    }

    fn nora(state: &mut TenantState) -> &mut graph_sim::UserState {
        state
            .users
            .iter_mut()
            .find(|user| user.user_principal_name == NORA)
            .expect("she is in the cast")
    }

    #[test]
    fn a_method_that_is_still_there_is_a_lie() {
        let (before, ..) = story();
        let kept = before
            .users
            .iter()
            .find(|user| user.user_principal_name == NORA)
            .expect("cast")
            .methods[0]
            .clone();
        expect_lie("is in the tenant", |after, _| nora(after).methods.push(kept));
    }

    #[test]
    fn a_method_that_vanished_is_a_lie() {
        expect_lie("is gone from the tenant", |after, _| nora(after).methods.clear());
    }

    #[test]
    fn a_plan_that_hides_a_step_is_a_lie() {
        expect_lie("was told to stay", |_, account| {
            let Plan { steps, .. } = &mut account.plan;
            steps.pop();
        });
    }

    #[test]
    fn sessions_that_live_on_are_a_lie() {
        let (before, ..) = story();
        let old = before
            .users
            .iter()
            .find(|user| user.user_principal_name == NORA)
            .expect("cast");
        let old = old.sign_in_sessions_valid_from_date_time;
        expect_lie("old ones are valid", |after, _| {
            nora(after).sign_in_sessions_valid_from_date_time = old
        });
    }

    #[test]
    fn a_record_that_does_not_exist_is_a_lie() {
        expect_lie("has no audit record", |_, account| {
            account.resets[0].audit_ids.push("x".to_owned())
        });
    }

    #[test]
    fn another_actor_is_a_lie() {
        expect_lie("was told", |_, account| {
            account.resets[0].actor.display_name = Some("Nobody".to_owned())
        });
    }

    #[test]
    fn somebody_else_who_was_touched_is_a_lie() {
        expect_lie("was touched as well", |after, _| after.users[3].writes += 1);
    }
}
