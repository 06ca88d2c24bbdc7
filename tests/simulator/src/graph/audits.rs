//! `GET /auditLogs/directoryAudits`: newest first, delayed, with its own permission error (facts 9.1, 9.2).

use time::OffsetDateTime;

use super::audit_filter::{self, View};
use super::call::{Answer, Call};
use super::failure::Failure;
use super::page::Window;
use super::reporting;
use super::users::merge;
use crate::tenant::audit::Record;

const MAX_PAGE: usize = 1000;

pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query
        .only(&["filter", "orderby", "select", "skiptoken", "top"])?;
    let filter = call.query.get("filter").map(audit_filter::parse).transpose()?;
    let oldest_first = match call
        .query
        .get("orderby")
        .map(|text| text.trim().to_ascii_lowercase())
    {
        None => false,
        Some(order) => match order.as_str() {
            "activitydatetime" | "activitydatetime asc" => true,
            "activitydatetime desc" => false,
            _ => return Err(Failure::syntax(format!("Invalid $orderby clause: '{order}'."))),
        },
    };
    let window = Window::of(call, MAX_PAGE, MAX_PAGE)?;

    let directory = &call.tenant.directory;
    let mut found: Vec<(OffsetDateTime, usize, &Record)> = call
        .tenant
        .audits
        .iter()
        .enumerate()
        .filter(|(_, record)| record.visible_at <= call.now)
        .filter(|(_, record)| {
            filter
                .as_ref()
                .is_none_or(|filter| filter.accepts(&View { record, directory }))
        })
        .map(|(serial, record)| (record.at, serial, record))
        .collect();
    found.sort_unstable_by_key(|(at, serial, _)| (*at, *serial));
    if !oldest_first {
        found.reverse();
    }
    let rest = found.iter().enumerate().skip(window.from().unwrap_or(0));
    let page = window.fill(rest.map(|(place, (_, _, record))| (place, record.render(directory))));
    Ok(window.answer(call, call.context("auditLogs/directoryAudits"), None, page))
}

pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    let id = call.path.segment(2);
    let visible = call
        .tenant
        .audits
        .iter()
        .filter(|record| record.visible_at <= call.now);
    let record = visible.into_iter().find(|record| record.id() == id);
    let record =
        record.ok_or_else(|| Failure::new(404, "ResourceNotFound", format!("Resource '{id}' not found.")))?;
    let mut body = serde_json::json!({ "@odata.context": call.context("auditLogs/directoryAudits/$entity") });
    if let serde_json::Value::Object(properties) = record.render(&call.tenant.directory) {
        merge(&mut body, properties);
    }
    Ok(Answer::Json(200, body))
}

fn authorize(call: &Call<'_>) -> Result<(), Failure> {
    reporting::admit(call, &["AuditLog.Read.All", "Directory.Read.All"])
}
