//! A whole history from one number: a tenant, an input, an operation, misfortune, and as many lives as it takes.

use crate::dice::Dice;
use crate::input::{FILE, Input};
use crate::life::{JOURNAL, World};
use crate::misfortune::Misfortune;
use crate::tenant::{Acting, PROTECTED_GROUP, Tenant};
use graph_mfa::ErrorCode;
use graph_mfa::api::{PolicySource, Request};
use graph_mfa_e2e::runs::{Anyone, CALL_BACK, Evidence, Guard, Journal, Operation, Order, Told, check};
use graph_mfa_e2e::tenant_of;
use graph_sim::Simulator;
use serde_json::{Value, json};

/// So many lives may be unlucky; then comes one in which nothing goes wrong.
const MOST_LIVES: u32 = 12;

/// What came of a history.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) people: usize,
    pub(crate) operation: Operation,
    pub(crate) lives: usize,
    pub(crate) crashes: usize,
    pub(crate) requests: usize,
    pub(crate) writes: usize,
    pub(crate) faulted: usize,
    /// What does not hold.
    pub(crate) failures: Vec<String>,
    /// How it went, line by line, for whoever has to understand it.
    pub(crate) tale: Vec<String>,
}

/// Lives through the history of this number.
pub(crate) fn live_through(seed: u64) -> History {
    let mut dice = Dice::new(seed);
    let mut order = order(&mut dice.part());
    let tenant = Tenant::any(&mut dice.part(), &order);
    let simulator = match Simulator::new(tenant_of(&tenant.scenario)) {
        Ok(simulator) => simulator,
        Err(error) => panic!("seed {seed}: no tenant: {error}"),
    };
    keep_one_by_id(&mut dice.part(), &mut order, &tenant, &simulator);
    let input = Input::any(&mut dice.part(), &tenant.people, &simulator);
    let mut world = World::new(
        simulator.clone(),
        &tenant,
        policies(&tenant, &simulator),
        dice.number(),
    );
    if let Some(text) = &input.file {
        world.store.put(FILE, text.as_str());
    }
    let mut evidence = Evidence {
        people: people(&tenant, &simulator),
        named: input.named.clone(),
        bad_rows: input.bad_rows.clone(),
        began: simulator.now(),
        log: Vec::new(),
        sent: Vec::new(),
        bytes: Vec::new(),
        journal: Journal::default(),
        lives: Vec::new(),
        strict_default: tenant.strict_default,
        order,
        simulator: simulator.clone(),
    };
    let start = start_request(&evidence, &tenant, input.request.clone());
    let mut tale = tale_begins(&evidence, &tenant, &input);
    let chance = dice.one_of(&[0.0, 0.01, 0.03, 0.1, 0.3]);
    let mut failures = Vec::new();
    for number in 0..=MOST_LIVES {
        let unlucky = chance * 0.7_f64.powi(i32::try_from(number).unwrap_or(0));
        let mut misfortune = if number == MOST_LIVES {
            Misfortune::none()
        } else {
            Misfortune::any(&mut dice.part(), unlucky, number)
        };
        let last = live(&mut world, &mut evidence, &start, &mut misfortune, &mut tale);
        let is_over = last
            .summary
            .as_ref()
            .is_some_and(|summary| summary.unfinished == 0);
        let never_begun = last.code() == Some(ErrorCode::InvalidInput);
        if (is_over && number < MOST_LIVES) || (never_begun && number == MOST_LIVES) {
            live(
                &mut world,
                &mut evidence,
                &start,
                &mut Misfortune::none(),
                &mut tale,
            );
        }
        if is_over {
            break;
        }
    }
    evidence.log = simulator.log();
    evidence.sent = world.seen.sent();
    evidence.bytes = world.store.get(JOURNAL).unwrap_or_default();
    match Journal::read(&evidence.bytes) {
        Ok(journal) => evidence.journal = journal,
        Err(why) => failures.push(format!("the journal is intact: {why}")),
    }
    failures.extend(check(&evidence));
    History {
        people: evidence.people.len(),
        operation: evidence.order.operation,
        lives: evidence.lives.len(),
        crashes: evidence.lives.iter().filter(|life| life.crashed).count(),
        requests: evidence.log.iter().filter(|entry| !entry.in_batch).count(),
        writes: evidence.log.iter().filter(|entry| entry.write).count(),
        faulted: evidence.log.iter().filter(|entry| entry.faulted).count(),
        failures,
        tale,
    }
}

/// One more life, which goes on where the last one ended.
fn live<'e>(
    world: &mut World,
    evidence: &'e mut Evidence,
    start: &Request,
    misfortune: &mut Misfortune,
    tale: &mut Vec<String>,
) -> &'e Told {
    let number = u32::try_from(evidence.lives.len()).unwrap_or(u32::MAX);
    // A journal of which not even the first line is whole was never begun, and one without its people neither.
    let never_begun = evidence
        .lives
        .last()
        .is_some_and(|life| life.code() == Some(ErrorCode::InvalidInput));
    if never_begun {
        world.store.forget(JOURNAL);
    }
    let is_start = world.store.get(JOURNAL).is_none();
    let request = if is_start {
        misfortune.rival = false;
        limited(start.clone(), misfortune)
    } else {
        request(json!({
            "operation": "resumeRun", "file": JOURNAL, "retryFailed": misfortune.retries,
            "timeLimitMs": misfortune.time_limit_ms, "stopAfterFailures": misfortune.stop_after_failures,
        }))
    };
    let mut told = world.live(number, request, misfortune);
    told.is_start = is_start;
    told.is_calm = *misfortune == Misfortune::none();
    tale.push(tale_of(number, &told, misfortune, world));
    evidence.lives.push(told);
    &evidence.lives[evidence.lives.len() - 1]
}

fn order(dice: &mut Dice) -> Order {
    let kinds = [
        "phone",
        "softwareOath",
        "fido2",
        "microsoftAuthenticator",
        "email",
    ];
    Order {
        operation: dice.one_of(&[
            Operation::Reset,
            Operation::Reset,
            Operation::Reset,
            Operation::Rescue,
            Operation::Rescue,
            Operation::RevokeSessions,
            Operation::IssuePass,
            Operation::SetPerUserState,
            Operation::GrantRole,
        ]),
        scope: dice.one_of(&["portal", "portal", "weak", "everything"]),
        keep: if dice.chance(0.2) {
            vec![dice.one_of(&kinds).to_owned()]
        } else {
            Vec::new()
        },
        revokes: dice.chance(0.6),
        state: dice.one_of(&["disabled", "enabled", "enforced"]),
        replace: dice.chance(0.5),
    }
}

/// Sometimes a method stays that is named by its id.
fn keep_one_by_id(dice: &mut Dice, order: &mut Order, tenant: &Tenant, simulator: &Simulator) {
    if !dice.chance(0.1) {
        return;
    }
    let ids: Vec<String> = tenant
        .people
        .iter()
        .filter_map(|person| simulator.user(&person.upn))
        .flat_map(|user| user.methods.into_iter().map(|method| method.id))
        .collect();
    if !ids.is_empty() {
        let place = dice.within(0, ids.len() as u64 - 1);
        order.keep.push(ids[usize::try_from(place).unwrap_or(0)].clone());
    }
}

fn policies(tenant: &Tenant, simulator: &Simulator) -> Vec<PolicySource> {
    if tenant.policy == json!({}) {
        return Vec::new();
    }
    let mut policy = tenant.policy.clone();
    let state = simulator.state();
    let group = state
        .groups
        .iter()
        .find(|group| group.display_name == PROTECTED_GROUP);
    policy["protected"]["groups"] = json!([group.map(|group| &group.id)]);
    let source = json!({ "name": "the policy of the test", "text": policy.to_string() });
    match serde_json::from_value(source) {
        Ok(source) => vec![source],
        Err(error) => panic!("no policy: {error}"),
    }
}

fn people(tenant: &Tenant, simulator: &Simulator) -> std::collections::BTreeMap<String, Anyone> {
    let known = |person: &crate::tenant::Somebody| {
        let before = simulator.user(&person.upn)?;
        let guard = person.guard;
        Some((before.id.clone(), Anyone { before, guard }))
    };
    tenant.people.iter().filter_map(known).collect()
}

fn start_request(evidence: &Evidence, tenant: &Tenant, input: Value) -> Request {
    let mut case =
        json!({ "reason": format!("moved to new phones, call back on +47 {CALL_BACK}"), "ticket": "CHG77" });
    if tenant.acting == Acting::Application {
        case["requestedBy"] = json!("lead.desk@fabrikam.example");
    }
    request(json!({
        "operation": "startRun", "input": input, "each": evidence.order.each(), "case": case,
        "mostPeople": evidence.named.len(), "file": JOURNAL,
    }))
}

fn limited(start: Request, misfortune: &Misfortune) -> Request {
    let mut start = start;
    if let Request::StartRun(run) = &mut start {
        run.time_limit_ms = misfortune.time_limit_ms.and_then(|ms| u32::try_from(ms).ok());
        run.stop_after_failures = misfortune
            .stop_after_failures
            .and_then(|it| u32::try_from(it).ok());
    }
    start
}

fn request(mut fields: Value) -> Request {
    if let Some(fields) = fields.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    graph_mfa_e2e::request(fields)
}

fn tale_begins(evidence: &Evidence, tenant: &Tenant, input: &Input) -> Vec<String> {
    let mut tale = vec![
        format!("{} as {:?}", evidence.order.each(), tenant.acting),
        format!(
            "rules {}, quotas {}",
            tenant.scenario["rules"], tenant.scenario["quotas"]
        ),
    ];
    for (id, person) in &evidence.people {
        let kinds: Vec<_> = person
            .before
            .methods
            .iter()
            .map(|method| method.kind.as_str())
            .collect();
        let guard = match person.guard {
            Guard::Free => String::new(),
            guard => format!(" {guard:?}"),
        };
        tale.push(format!(
            "{} {id}{guard}: {}, default {:?}, in line {:?}",
            person.before.user_principal_name,
            kinds.join(", "),
            person.before.default,
            evidence.named.get(id).map(|named| (named.line, named.scope)),
        ));
    }
    tale.push(format!("left out: {:?}", input.bad_rows));
    tale
}

fn tale_of(number: u32, told: &Told, misfortune: &Misfortune, world: &World) -> String {
    let ended = match (&told.summary, &told.error) {
        _ if told.crashed => "crashed".to_owned(),
        (Some(it), error) => format!(
            "{:?} {:?}: {} done, {} partial, {} failed, {} skipped, {} left; {:?} {error:?}",
            it.status, it.stopped, it.done, it.partial, it.failed, it.skipped, it.unfinished, it.error
        ),
        (None, error) => format!("{error:?}"),
    };
    let rows: Vec<_> = told
        .bad_rows
        .iter()
        .map(|row| format!("\n        line {}: {}", row.line, row.reason))
        .collect();
    format!(
        "life {number} until {}: {ended}\n        {misfortune:?}{}",
        world.simulator.now(),
        rows.concat()
    )
}
