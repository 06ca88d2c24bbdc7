//! Roles for a time and by request: what was asked for, what is planned, what is in force (facts 8.7).

mod duration;
mod requests;
mod shown;

pub(crate) use requests::decide;

use serde_json::Value;

use super::super::call::{Answer, Call};
use super::super::directory_objects::object_id;
use super::super::failure::Failure;
use super::super::routes::Row;
use super::super::selection;
use super::super::users::merge;
use crate::tenant::pim::Sort;

macro_rules! schedules {
    ($sort:ident, $requests:literal, $schedules:literal, $instances:literal) => {
        &[
            Row::get($requests, |call| list_requests(call, Sort::$sort, false)),
            Row::post($requests, |call| requests::create(call, Sort::$sort)),
            Row::get(concat!($requests, "/{id}"), |call| get_request(call, Sort::$sort)),
            Row::action(concat!($requests, "/{id}/cancel"), |call| {
                requests::cancel(call, Sort::$sort)
            }),
            Row::get(concat!($requests, "/filterByCurrentUser(on={on})"), |call| {
                list_requests(call, Sort::$sort, true)
            }),
            Row::get($schedules, |call| list(call, Sort::$sort, Form::Schedule, false)),
            Row::get(concat!($schedules, "/{id}"), |call| {
                get(call, Sort::$sort, Form::Schedule)
            }),
            Row::get(concat!($schedules, "/filterByCurrentUser(on={on})"), |call| {
                list(call, Sort::$sort, Form::Schedule, true)
            }),
            Row::get($instances, |call| list(call, Sort::$sort, Form::Instance, false)),
            Row::get(concat!($instances, "/{id}"), |call| {
                get(call, Sort::$sort, Form::Instance)
            }),
            Row::get(concat!($instances, "/filterByCurrentUser(on={on})"), |call| {
                list(call, Sort::$sort, Form::Instance, true)
            }),
        ]
    };
}

pub(crate) const ASSIGNMENTS: &[Row] = schedules!(
    Assignment,
    "/roleManagement/directory/roleAssignmentScheduleRequests",
    "/roleManagement/directory/roleAssignmentSchedules",
    "/roleManagement/directory/roleAssignmentScheduleInstances"
);
pub(crate) const ELIGIBILITIES: &[Row] = schedules!(
    Eligibility,
    "/roleManagement/directory/roleEligibilityScheduleRequests",
    "/roleManagement/directory/roleEligibilitySchedules",
    "/roleManagement/directory/roleEligibilityScheduleInstances"
);

/// Whether the plan is asked for or what is in force now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Schedule,
    Instance,
}

const FILTERABLE: &[&str] = &[
    "id",
    "principalId",
    "roleDefinitionId",
    "directoryScopeId",
    "status",
    "assignmentType",
    "memberType",
];

/// Permissions to read, and to ask for.
fn permissions(sort: Sort, write: bool) -> &'static [&'static str] {
    match (sort, write) {
        (Sort::Assignment, false) => &[
            "RoleAssignmentSchedule.Read.Directory",
            "RoleAssignmentSchedule.ReadWrite.Directory",
            "RoleManagement.Read.Directory",
            "RoleManagement.ReadWrite.Directory",
            "RoleManagement.Read.All",
        ],
        (Sort::Eligibility, false) => &[
            "RoleEligibilitySchedule.Read.Directory",
            "RoleEligibilitySchedule.ReadWrite.Directory",
            "RoleManagement.Read.Directory",
            "RoleManagement.ReadWrite.Directory",
            "RoleManagement.Read.All",
        ],
        (Sort::Assignment, true) => &[
            "RoleAssignmentSchedule.ReadWrite.Directory",
            "RoleManagement.ReadWrite.Directory",
        ],
        (Sort::Eligibility, true) => &[
            "RoleEligibilitySchedule.ReadWrite.Directory",
            "RoleManagement.ReadWrite.Directory",
        ],
    }
}

/// Permission that ends assignments and does nothing else.
fn removal_permission(sort: Sort) -> &'static str {
    match sort {
        Sort::Assignment => "RoleAssignmentSchedule.Remove.Directory",
        Sort::Eligibility => "RoleEligibilitySchedule.Remove.Directory",
    }
}

fn authorize_read(call: &Call<'_>, sort: Sort) -> Result<(), Failure> {
    call.require(permissions(sort, false))?;
    require_licence(call)
}

/// Refuses a tenant without the licence for Privileged Identity Management.
pub(crate) fn require_licence(call: &Call<'_>) -> Result<(), Failure> {
    if call.tenant.pim.rules.licensed && call.tenant.rules.premium {
        return Ok(());
    }
    Err(Failure::new(
        400,
        "AadPremiumLicenseRequired",
        "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.",
    ))
}

/// `filterByCurrentUser(on='principal')`: the signed-in person's own.
fn only_own(call: &Call<'_>) -> Result<uuid::Uuid, Failure> {
    let own = call
        .path
        .lower()
        .last()
        .is_some_and(|last| last.contains("on='principal'"));
    match &call.actor.person {
        Some(person) if own => Ok(person.id),
        Some(_) => Err(Failure::syntax(
            "The value of the parameter 'on' is not supported.",
        )),
        None => Err(Failure::directory_denied()),
    }
}

fn list_requests(call: &mut Call<'_>, sort: Sort, own: bool) -> Result<Answer, Failure> {
    authorize_read(call, sort)?;
    call.query
        .only(&["count", "expand", "filter", "select", "skiptoken", "top"])?;
    let only = if own { Some(only_own(call)?) } else { None };
    let asked = call.tenant.pim.requests.iter();
    let asked = asked.filter(|it| it.sort == sort && only.is_none_or(|only| it.principal == only));
    let items = asked.map(|it| shown::request(call, it)).collect();
    selection::answer(
        call,
        call.context(&context(sort, "ScheduleRequests", false)),
        items,
        FILTERABLE,
    )
}

fn get_request(call: &mut Call<'_>, sort: Sort) -> Result<Answer, Failure> {
    authorize_read(call, sort)?;
    let found = requests::in_path(call, sort)?;
    let shown = shown::request(call, &call.tenant.pim.requests[found]);
    Ok(single(call, 200, sort, "ScheduleRequests", shown))
}

fn list(call: &mut Call<'_>, sort: Sort, form: Form, own: bool) -> Result<Answer, Failure> {
    authorize_read(call, sort)?;
    call.query
        .only(&["count", "expand", "filter", "select", "skiptoken", "top"])?;
    let only = if own { Some(only_own(call)?) } else { None };
    let items = items(call, sort, form, only);
    let of = context(sort, form.name(), false);
    selection::answer(call, call.context(&of), items, FILTERABLE)
}

fn get(call: &mut Call<'_>, sort: Sort, form: Form) -> Result<Answer, Failure> {
    authorize_read(call, sort)?;
    let id = call.path.segment(3).to_owned();
    let mut all = items(call, sort, form, None).into_iter();
    let found = all.find(|item| {
        item["id"]
            .as_str()
            .is_some_and(|known| known.eq_ignore_ascii_case(&id))
    });
    let found = found.ok_or_else(|| Failure::no_directory_object(&id))?;
    Ok(single(call, 200, sort, form.name(), found))
}

/// What the book has: for instances what counts now, for schedules also what is still to come.
fn items(call: &Call<'_>, sort: Sort, form: Form, only: Option<uuid::Uuid>) -> Vec<Value> {
    let now = call.now;
    let book = call.tenant.role_book.iter().filter(|entry| {
        let it = entry.assignment;
        let counts = match form {
            Form::Instance => it.is_current(now),
            Form::Schedule => it.until.is_none_or(|until| now < until),
        };
        counts && it.eligible == (sort == Sort::Eligibility) && call.tenant.object(it.principal).is_some()
    });
    let own = |entry: &crate::tenant::role_book::Entry<'_>| {
        only.is_none_or(|only| {
            let mut held = call.tenant.assignments_of(only);
            held.any(|it| it.serial == entry.serial)
        })
    };
    book.filter(own)
        .map(|entry| match form {
            Form::Schedule => shown::schedule(call, sort, &entry),
            Form::Instance => shown::instance(call, sort, &entry),
        })
        .collect()
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Schedule => "Schedules",
            Self::Instance => "ScheduleInstances",
        }
    }
}

fn context(sort: Sort, of: &str, entity: bool) -> String {
    let which = match sort {
        Sort::Assignment => "roleAssignment",
        Sort::Eligibility => "roleEligibility",
    };
    let end = if entity { "/$entity" } else { "" };
    format!("roleManagement/directory/{which}{of}{end}")
}

fn single(call: &Call<'_>, status: u16, sort: Sort, of: &str, shown: Value) -> Answer {
    let mut body = serde_json::json!({ "@odata.context": call.context(&context(sort, of, true)) });
    if let Value::Object(properties) = selection::selected(call, shown) {
        merge(&mut body, properties);
    }
    Answer::Json(status, body)
}

/// The object id in a property of the body.
fn id_of(value: Option<&Value>) -> Option<Result<uuid::Uuid, Failure>> {
    value.and_then(Value::as_str).map(object_id)
}
