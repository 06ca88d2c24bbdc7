//! A run from its input to its summary: gather, check, estimate, write down, then do; and going on where a journal ends.

use super::carry_out::CarryOut;
use super::crew::{Crew, Limits, MOST_IN_HAND, Went};
use super::each::Each;
use super::estimate::estimate;
use super::files;
use super::gather::{self, Gathered};
use super::journal::{Acting, Begun, Journal, Life, Means, Past, PersonLine, RunOptions, Standing, Variant};
use super::no_journal::NoJournal;
use super::people::{People, Special};
use super::planning::Planning;
use super::progress::Progress;
use super::saved_plan::{self, SavedPlan};
use super::tally::Tally;
use crate::api::{
    Case, Event, Note, NoteCode, PersonOutcome, QuotaProfile, ResumeRequest, RunEach, RunInput, RunPlan,
    RunRequest, RunStatus, RunSummary, StopReason,
};
use crate::auth::{Actor, SignInKind};
use crate::cancel::Cancel;
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Ledger, Run};
use crate::ops::{self, Desk, Privileged};
use crate::platform::{Store, Timestamp};
use std::time::Duration;

/// What writes a journal.
const PRODUCT: &str = concat!("graph-mfa ", env!("CARGO_PKG_VERSION"));
/// For an estimate so many people are read: two batches.
const READ_FOR_ESTIMATE: u32 = 40;

/// What a run is about to do.
struct Order {
    each: Each,
    /// As the caller or the plan said it.
    said: RunEach,
    case: Option<Case>,
    gathered: Gathered,
    actor: Actor,
}

/// Tells what would come of a run, and writes nothing in the tenant.
pub(crate) async fn plan(desk: &Desk, request: &RunRequest, run: &Run<'_>) -> Result<RunPlan> {
    let order = prepare(desk, request, run).await?;
    let saved = match &request.file {
        Some(name) => {
            Some(SavedPlan::begin(desk, name, &order.said, order.case.as_ref(), &order.actor).await?)
        }
        None => None,
    };
    let privileged = Privileged::new();
    let crew = crew(desk, &order.gathered.people, &NoJournal, &privileged);
    let mut planning = Planning::new(&order.each, saved, run);
    let went = crew
        .work(
            &mut planning,
            0..order.gathered.people.count(),
            order.gathered.people.count(),
            std::future::pending(),
            run,
        )
        .await;
    refuse_half(went)?;
    planning.finish().await?;
    Ok(RunPlan {
        each: order.each.operation,
        estimate: estimate(
            order.gathered.people.count(),
            planning.sample,
            desk.pipeline.quota(),
        ),
        ready: planning.ready,
        nothing_to_do: planning.nothing_to_do,
        refused: planning.refused.told(),
        roles: planning.roles.told(),
        kinds: planning.kinds.told(),
        bad_rows: order.gathered.bad_rows,
        file: request.file.clone(),
        notes: Vec::new(),
    })
}

/// Does a run.
pub(crate) async fn start(desk: &Desk, request: &RunRequest, run: &Run<'_>) -> Result<RunSummary> {
    let started_at = desk.pipeline.own_now();
    let most_in_hand = in_hand(request.most_in_hand)?;
    let quota = desk.pipeline.quota();
    let order = prepare(desk, request, run).await?;
    check_sign_in(&order.actor, &order.each, order.case.as_ref())?;
    let people = &order.gathered.people;
    let privileged = Privileged::new();
    tell_estimate(desk, &order, &privileged, run).await?;
    let id = desk.pipeline.random_id();
    let journal = match (&request.file, order.each.operation.writes()) {
        (Some(name), true) => Some(begin_journal(desk, request, &order, &id, name, run).await?),
        (None, true) => {
            return Err(wrong(
                "file",
                "a run that writes keeps a journal",
                "name a file that does not exist yet: with it the run can be resumed and proven",
            ));
        }
        (_, false) => None,
    };
    let limits = Asked {
        most_in_hand,
        stop_after_failures: request.stop_after_failures,
        time_limit_ms: request.time_limit_ms,
        bad_rows: order.gathered.bad_rows,
    };
    carry_out(
        desk,
        Task {
            id,
            each: &order.each,
            people,
            todo: 0..people.count(),
            journal: journal.as_ref(),
            file: request.file.clone(),
            tally: Tally::default(),
            privileged: &privileged,
            started_at,
            quota,
        },
        &limits,
        run,
    )
    .await
}

/// Goes on with a run where its journal ends.
pub(crate) async fn resume(desk: &Desk, request: &ResumeRequest, run: &Run<'_>) -> Result<RunSummary> {
    let started_at = desk.pipeline.own_now();
    let most_in_hand = in_hand(request.most_in_hand)?;
    let quota = desk.pipeline.quota();
    let actor = desk.pipeline.actor(run).await?;
    let life = Life {
        actor: Acting::from(&actor),
        product: PRODUCT.to_owned(),
        process: desk.store.as_deref().map(Store::owner),
        retry_failed: request.retry_failed,
    };
    let mut people = People::default();
    let mut unreadable = None;
    let take = |line: PersonLine| {
        if let Err(error) = people.push(line.line, &line.id, line.variant.map(Special::from)) {
            unreadable.get_or_insert(error);
        }
    };
    let (journal, past) = Journal::take_up_again(Means::of(desk)?, &request.file, life, run, take).await?;
    let each = match may_go_on(&past, unreadable, &actor) {
        Ok(each) => each,
        Err(error) => {
            journal.let_go().await;
            return Err(error);
        }
    };
    let is_over = |index: u32| match past.standing(index) {
        Standing::Ended(outcome) if !(request.retry_failed && is_worth_a_retry(outcome)) => Some(outcome),
        _ => None,
    };
    let mut tally = Tally::default();
    for outcome in (0..people.count()).filter_map(is_over) {
        tally.count_outcome(outcome);
    }
    for index in 0..people.count() {
        if past.standing(index) != Standing::Waiting && is_over(index).is_none() {
            people.mark_begun(index, past.left_a_pass(index));
        }
    }
    let id = past.begun().run.clone();
    let limits = Asked {
        most_in_hand,
        stop_after_failures: request.stop_after_failures,
        time_limit_ms: request.time_limit_ms,
        bad_rows: 0,
    };
    let privileged = Privileged::new();
    carry_out(
        desk,
        Task {
            id,
            each: &each,
            people: &people,
            todo: (0..people.count()).filter(|index| is_over(*index).is_none()),
            journal: Some(&journal),
            file: Some(request.file.clone()),
            tally,
            privileged: &privileged,
            started_at,
            quota,
        },
        &limits,
        run,
    )
    .await
}

/// Writes down what is done, by whom, for whom, and to whom.
async fn begin_journal<'a>(
    desk: &'a Desk,
    request: &RunRequest,
    order: &Order,
    id: &str,
    name: &str,
    run: &Run<'_>,
) -> Result<Journal<'a>> {
    let people = &order.gathered.people;
    let begun = Begun {
        run: id.to_owned(),
        product: PRODUCT.to_owned(),
        operation: order.each.operation,
        each: order.said.clone(),
        case: order.case.clone(),
        actor: Acting::from(&order.actor),
        tenant: order.actor.tenant_id.clone(),
        quota: desk.pipeline.quota(),
        options: RunOptions {
            input: Some(match &request.input {
                RunInput::File { path, .. } | RunInput::Plan { path } => path.clone(),
                RunInput::Text { .. } => "text".to_owned(),
                RunInput::People { .. } => "people".to_owned(),
            }),
            strict: Some(request.strict),
            most_people: request.most_people,
            most_in_hand: request.most_in_hand,
            stop_after_failures: request.stop_after_failures,
            time_limit_ms: request.time_limit_ms,
        },
        people: people.count(),
        bad_rows: order.gathered.bad_rows,
        process: desk.store.as_deref().map(Store::owner),
    };
    let journal = Journal::begin(Means::of(desk)?, name, begun, run).await?;
    let lines = people.iter().map(|person| PersonLine {
        index: person.index,
        line: person.line,
        id: person.id,
        variant: person.special.map(Variant::from),
    });
    match journal.people(lines).await {
        Ok(()) => Ok(journal),
        Err(error) => {
            journal.let_go().await;
            Err(error)
        }
    }
}

/// What the journal says is to be done, if this sign-in may do it in this tenant.
fn may_go_on(past: &Past, unreadable: Option<Error>, actor: &Actor) -> Result<Each> {
    if let Some(error) = unreadable {
        return Err(error);
    }
    let begun = past.begun();
    if let (Some(there), Some(here)) = (&begun.tenant, &actor.tenant_id)
        && !there.eq_ignore_ascii_case(here)
    {
        return Err(wrong(
            "file",
            "this run was begun in another tenant; nothing was changed",
            "sign in to the tenant that the journal names",
        ));
    }
    let each = Each::read(&begun.each, begun.case.as_ref())?;
    check_sign_in(actor, &each, begun.case.as_ref())?;
    Ok(each)
}

impl From<Special> for Variant {
    fn from(special: Special) -> Self {
        Self {
            scope: special.scope,
            reason: special.reason,
            ticket: special.ticket,
            lifetime_minutes: special.lifetime_minutes,
            fingerprint: special.fingerprint,
            planned_by: special.planned_by,
        }
    }
}

impl From<Variant> for Special {
    fn from(variant: Variant) -> Self {
        Self {
            scope: variant.scope,
            reason: variant.reason,
            ticket: variant.ticket,
            lifetime_minutes: variant.lifetime_minutes,
            fingerprint: variant.fingerprint,
            planned_by: variant.planned_by,
            left_a_pass: false,
        }
    }
}

/// What the caller asked for of this part of a run.
struct Asked {
    most_in_hand: usize,
    stop_after_failures: Option<u32>,
    time_limit_ms: Option<u32>,
    bad_rows: u32,
}

/// A run that is ready to be done.
struct Task<'a, 'j, I> {
    id: String,
    each: &'a Each,
    people: &'a People,
    todo: I,
    journal: Option<&'a Journal<'j>>,
    file: Option<String>,
    tally: Tally,
    privileged: &'a Privileged,
    /// By our own clock: the service has not told its time yet.
    started_at: Timestamp,
    /// The limits for authentication methods, as far as they were known when it began.
    quota: QuotaProfile,
}

async fn carry_out<I: Iterator<Item = u32>>(
    desk: &Desk,
    task: Task<'_, '_, I>,
    asked: &Asked,
    run: &Run<'_>,
) -> Result<RunSummary> {
    let now = desk.pipeline.clock().now();
    let deadline = asked
        .time_limit_ms
        .map(|ms| now.plus(Duration::from_millis(ms.into())));
    let ledger: &dyn Ledger = match task.journal {
        Some(journal) => journal,
        None => &NoJournal,
    };
    let count = task.people.count();
    let mut work = CarryOut {
        each: task.each,
        journal: task.journal,
        run,
        progress: Progress::new(count, task.tally.ended(), now),
        tally: task.tally,
        most_failures: asked.stop_after_failures,
        told: Vec::new(),
    };
    let left = count - work.tally.ended();
    let crew = Crew {
        limits: Limits {
            deadline,
            in_hand: asked.most_in_hand,
        },
        ..crew(desk, task.people, ledger, task.privileged)
    };
    let went = crew
        .work(
            &mut work,
            task.todo,
            left,
            alive(desk, task.journal, &crew.stop),
            run,
        )
        .await;
    let tally = work.tally;
    let unfinished = count - tally.ended();
    let stopped = went.stopped.filter(|_| unfinished > 0 || went.error.is_some());
    let mut summary = RunSummary {
        run: task.id,
        status: status(&tally, unfinished, stopped),
        exit_code: 0,
        stopped,
        error: went.error.map(Into::into),
        each: task.each.operation,
        people: count,
        done: tally.done,
        partial: tally.partial,
        failed: tally.failed,
        skipped: tally.skipped,
        unfinished,
        bad_rows: asked.bad_rows,
        reasons: tally.reasons.told(),
        requests_sent: run.requests_sent() + task.privileged.requests_sent(),
        throttled: went.wave.throttled,
        started_at: desk.pipeline.as_the_service_says(task.started_at),
        finished_at: desk.pipeline.service_now(),
        file: task.file,
        head: None,
        notes: Vec::new(),
    };
    summary.exit_code = exit_code(summary.status);
    if desk.pipeline.quota() != task.quota {
        summary.notes.push(few_methods_note());
    }
    if let Some(journal) = task.journal {
        match journal.close(&summary).await {
            Ok(head) => summary.head = Some(head),
            // The run is as it is; that its end could not be written down is told, once.
            Err(error) => {
                summary.error.get_or_insert_with(|| error.into());
                summary.status = RunStatus::Stopped;
                summary.exit_code = exit_code(summary.status);
            }
        }
    }
    Ok(summary)
}

/// What a run found out, which decides how long it takes.
fn few_methods_note() -> Note {
    Note {
        code: NoteCode::MethodsCountAsReports,
        message: "the service counts requests for authentication methods as requests for reports in this tenant, and \
                  allows few of them: that decided how long the run took"
            .to_owned(),
        remedy: Some("say so beforehand (quotaProfile `reports`): estimates are right then, and nothing is refused".to_owned()),
    }
}

/// What a run without a journal has instead of its heartbeat.
async fn alive(desk: &Desk, journal: Option<&Journal<'_>>, stop: &Cancel) -> Error {
    match journal {
        Some(journal) => journal.heartbeat(desk.pipeline.clock(), stop).await,
        None => std::future::pending().await,
    }
}

/// Reads and checks everything that can be checked before anybody is read: what is wrong is told, and nothing is written.
async fn prepare(desk: &Desk, request: &RunRequest, run: &Run<'_>) -> Result<Order> {
    let actor = desk.pipeline.actor(run).await?;
    let (said, case, planned) = match &request.input {
        RunInput::Plan { path } => {
            if request.each.is_some() {
                return Err(wrong("each", "a saved plan says what is done", "leave it out"));
            }
            let plan = saved_plan::read(desk, path, &actor).await?;
            (plan.each, request.case.clone().or(plan.case), Some(plan.people))
        }
        _ => {
            let each = request.each.clone().ok_or_else(|| {
                wrong(
                    "each",
                    "it is not said what is done for each person",
                    "give an operation, such as {\"operation\":\"reset\"}",
                )
            })?;
            (each, request.case.clone(), None)
        }
    };
    let each = Each::read(&said, case.as_ref())?;
    if let Some(name) = &request.file {
        files::demand_absent(desk, name).await?;
    }
    let gathered = match planned {
        Some(people) => gather::limited(desk, request, people)?,
        None => gather::gather(desk, request, run).await?,
    };
    Ok(Order {
        each,
        said,
        case,
        gathered,
        actor,
    })
}

/// What of the sign-in is wrong for everybody.
fn check_sign_in(actor: &Actor, each: &Each, case: Option<&Case>) -> Result<()> {
    ops::demand_permissions(actor, each.template())?;
    let asked_for = case.is_some_and(|case| case.requested_by.is_some());
    if actor.kind != SignInKind::Person && each.operation.writes() && !asked_for {
        return Err(wrong(
            "case.requestedBy",
            "an application does not tell for whom it acts, and the audit log names only the application",
            "say who asked for the run",
        ));
    }
    Ok(())
}

/// Reads a few people, spread over the input, and tells what everybody will take.
async fn tell_estimate(desk: &Desk, order: &Order, privileged: &Privileged, run: &Run<'_>) -> Result<()> {
    let people = &order.gathered.people;
    let count = people.count();
    let few = count.min(READ_FOR_ESTIMATE);
    let spread = (0..few).map(|number| {
        let place = u64::from(number) * u64::from(count) / u64::from(few);
        u32::try_from(place).unwrap_or(0)
    });
    let mut sampling = Planning::sampling(&order.each, run);
    let went = crew(desk, people, &NoJournal, privileged)
        .work(&mut sampling, spread, few, std::future::pending(), run)
        .await;
    refuse_half(went)?;
    run.event(Event::RunEstimated {
        estimate: estimate(count, sampling.sample, desk.pipeline.quota()),
    });
    Ok(())
}

/// A plan of half of the people is none.
fn refuse_half(went: Went) -> Result<()> {
    match (went.error, went.stopped) {
        (Some(error), _) => Err(error),
        (None, Some(_)) => Err(Error::new(
            ErrorCode::Cancelled,
            "the run was stopped before its first write because the caller asked for it",
        )),
        (None, None) => Ok(()),
    }
}

fn crew<'a>(
    desk: &'a Desk,
    people: &'a People,
    ledger: &'a dyn Ledger,
    privileged: &'a Privileged,
) -> Crew<'a> {
    Crew {
        desk,
        people,
        ledger,
        privileged,
        limits: Limits::default(),
        stop: Cancel::new(),
    }
}

const fn is_worth_a_retry(outcome: PersonOutcome) -> bool {
    matches!(outcome, PersonOutcome::Failed | PersonOutcome::Partial)
}

const fn status(tally: &Tally, unfinished: u32, stopped: Option<StopReason>) -> RunStatus {
    if unfinished > 0 || stopped.is_some() {
        RunStatus::Stopped
    } else if tally.failed > 0 {
        RunStatus::Failed
    } else if tally.partial > 0 || tally.skipped > 0 {
        RunStatus::Partial
    } else {
        RunStatus::Done
    }
}

/// Design section 6.
const fn exit_code(status: RunStatus) -> u32 {
    match status {
        RunStatus::Done => 0,
        RunStatus::Failed => 1,
        RunStatus::Partial => 3,
        RunStatus::Stopped => 4,
    }
}

/// How many people may be in hand at once.
fn in_hand(asked: Option<u32>) -> Result<usize> {
    let Some(asked) = asked else {
        return Ok(MOST_IN_HAND);
    };
    let in_hand = usize::try_from(asked).unwrap_or(usize::MAX);
    if (1..=MOST_IN_HAND).contains(&in_hand) {
        return Ok(in_hand);
    }
    Err(wrong(
        "mostInHand",
        &format!("{asked} people cannot be in hand at once"),
        &format!("give a number from 1 to {MOST_IN_HAND}"),
    ))
}

fn wrong(field: &str, why: &str, remedy: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("{field}: {why}"))
        .about(field)
        .remedy(remedy)
}
