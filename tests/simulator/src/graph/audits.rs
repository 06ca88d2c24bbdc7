//! `GET /auditLogs/directoryAudits`: newest first, delayed, with its own permission error (facts 9.1, 9.2, 18.12).

use serde_json::{Value, json};

use super::audit_filter::{self, View};
use super::call::{Answer, Call};
use super::failure::Failure;
use super::page::Window;
use super::reporting;
use super::users::merge;
use crate::tenant::audit::Record;

const MAX_PAGE: usize = 1000;

/// `GET /auditLogs/directoryAudits`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query
        .only(&["filter", "orderby", "select", "skiptoken", "top"])?;
    let filter = call.query.get("filter").map(audit_filter::parse).transpose()?;
    let oldest_first = oldest_first(call)?;
    let window = Window::of(call, MAX_PAGE, MAX_PAGE)?;

    let (log, directory) = (&call.tenant.audits, &call.tenant.directory);
    let times = call.tenant.audits_since()..call.now.saturating_add(time::Duration::NANOSECOND);
    let times = filter
        .as_ref()
        .map_or(times.clone(), |filter| audit_filter::times(filter, times));
    let key = |place: &u32| (log.at(*place as usize).at, *place);
    let mut few: Vec<u32> = Vec::new();
    let places = match filter
        .as_ref()
        .and_then(|filter| audit_filter::suspects(filter, log))
    {
        Some(suspects) => {
            few.extend(suspects.iter().filter(|place| times.contains(&key(place).0)));
            few.sort_by_key(key);
            &few
        }
        None => log.between(&times),
    };
    let reached = window
        .from()
        .and_then(|from| u32::try_from(from).ok())
        .map(|from| key(&from));
    let places: Box<dyn Iterator<Item = &u32>> = if oldest_first {
        let first = reached.map_or(0, |from| places.partition_point(|place| key(place) < from));
        Box::new(places[first..].iter())
    } else {
        let last = reached.map_or(places.len(), |from| {
            places.partition_point(|place| key(place) <= from)
        });
        Box::new(places[..last].iter().rev())
    };
    let found = places
        .map(|place| (*place as usize, log.at(*place as usize)))
        .filter(|(_, record)| record.visible_at <= call.now)
        .filter(|(_, record)| {
            let fits = |filter: &super::filter::Filter| filter.accepts(&View { record, directory });
            filter.as_ref().is_none_or(fits)
        });
    let select = call.query.select();
    let page = window.fill(found.map(|(place, record)| (place, shown(record, call, select.as_deref()))));
    let mut answer = window.answer(call, call.context("auditLogs/directoryAudits"), None, page);
    if let (None, Answer::Json(_, body)) = (select, &mut answer) {
        body["@microsoft.graph.tips"] =
            "Use $select to choose only the properties your app needs, as this can lead to \
            performance improvements. For example: GET auditLogs/directoryAudits?$select=activityDateTime,\
            activityDisplayName"
                .into();
    }
    Ok(answer)
}

/// `GET /auditLogs/directoryAudits/{id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    let id = call.path.segment(2);
    let since = call.tenant.audits_since();
    let record = call.tenant.audits.find(id);
    let record = record.filter(|record| record.visible_at <= call.now && record.at >= since);
    let record =
        record.ok_or_else(|| Failure::new(404, "ResourceNotFound", format!("Resource '{id}' not found.")))?;
    let mut body = json!({ "@odata.context": call.context("auditLogs/directoryAudits/$entity") });
    if let Value::Object(properties) = shown(record, call, call.query.select().as_deref()) {
        merge(&mut body, properties);
    }
    Ok(Answer::Json(200, body))
}

fn oldest_first(call: &Call<'_>) -> Result<bool, Failure> {
    let Some(order) = call.query.get("orderby") else {
        return Ok(false);
    };
    let words = order.to_ascii_lowercase();
    let words: Vec<_> = words.split_whitespace().collect();
    match words.as_slice() {
        ["activitydatetime"] | ["activitydatetime", "asc"] => Ok(true),
        ["activitydatetime", "desc"] => Ok(false),
        _ => Err(Failure::syntax(format!("Invalid $orderby clause: '{order}'."))),
    }
}

fn shown(record: &Record, call: &Call<'_>, select: Option<&[&str]>) -> Value {
    let mut shown = record.render(&call.tenant.directory);
    if let (Value::Object(properties), Some(names)) = (&mut shown, select) {
        properties.retain(|name, _| names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)));
    }
    shown
}

fn authorize(call: &Call<'_>) -> Result<(), Failure> {
    let permissions = ["AuditLog.Read.All", "Directory.Read.All"];
    if call.tenant.rules.audit_log_needs_premium {
        reporting::admit(call, &permissions)
    } else {
        reporting::admit_unlicensed(call, &permissions)
    }
}
