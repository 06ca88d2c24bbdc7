//! The tokens of the tenant, page by page: no caller need hold them all.

use super::super::{Desk, people, permissions};
use crate::api::{Event, HardwareToken, HardwareTokenFilter, HardwareTokenList, TokenCount};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::hardware_tokens::{self as wire, Wanted};
use crate::graph::{Pages, UserKey};
use crate::http::Run;

/// Tells the tokens that are wanted by events.
pub(in crate::ops) async fn list(
    desk: &Desk,
    filter: &HardwareTokenFilter,
    run: &Run<'_>,
) -> Result<HardwareTokenList> {
    let serial_number = filter
        .serial_number
        .as_deref()
        .map(super::serial_of)
        .transpose()?;
    let status = filter.status.as_deref().map(status_of).transpose()?;
    let user = filter.user.as_deref().map(UserKey::parse).transpose()?;
    permissions::demand(&desk.pipeline.actor(run).await?, &permissions::READ_INVENTORY)?;
    let holder = match user {
        None => None,
        Some(UserKey::Id(id)) => Some(id),
        Some(name) => Some(people::get(desk, &name, run).await?.id),
    };
    let wanted = Wanted {
        serial_number: serial_number.map(str::to_owned),
        status: status.map(str::to_owned),
        holder,
    };
    let mut told = HardwareTokenList {
        count: 0,
        by_status: Vec::new(),
    };
    each_page(desk, &wanted, run, |tokens| {
        for token in &tokens {
            count(&mut told, token);
        }
        if !tokens.is_empty() {
            run.event(Event::HardwareTokens { tokens });
        }
    })
    .await?;
    Ok(told)
}

/// Reads the inventory. Where the service refuses the filter, everything is read and what is wanted is picked.
pub(super) async fn each_page(
    desk: &Desk,
    wanted: &Wanted,
    run: &Run<'_>,
    mut page: impl FnMut(Vec<HardwareToken>),
) -> Result<()> {
    let everything = Wanted::default();
    let mut pages = pages(desk, wanted, run);
    let mut first = pages.next().await;
    let refused = first
        .as_ref()
        .is_err_and(|error| matches!(error.status(), Some(400 | 501)));
    if refused && *wanted != everything {
        pages = self::pages(desk, &everything, run);
        first = pages.next().await;
    }
    let mut items = first.map_err(explain)?;
    while let Some(found) = items {
        let mut tokens = Vec::with_capacity(found.len());
        for item in &found {
            let token = wire::read(item)?;
            if wanted.includes(&token) {
                tokens.push(token);
            }
        }
        page(tokens);
        items = pages.next().await.map_err(explain)?;
    }
    Ok(())
}

fn pages<'a>(desk: &'a Desk, wanted: &Wanted, run: &'a Run<'_>) -> Pages<'a> {
    Pages::new(
        &desk.pipeline,
        run,
        wire::inventory(wanted),
        "the inventory of hardware tokens",
    )
}

fn status_of(text: &str) -> Result<&'static str> {
    HardwareToken::statuses()
        .find(|status| status.eq_ignore_ascii_case(text.trim()))
        .ok_or_else(|| {
            let known: Vec<_> = HardwareToken::statuses().collect();
            Error::new(
                ErrorCode::InvalidInput,
                format!("status: no hardware token has the state `{text}`"),
            )
            .remedy(format!("give one of these: {}", known.join(", ")))
        })
}

fn count(told: &mut HardwareTokenList, token: &HardwareToken) {
    told.count += 1;
    let status = token.status.as_deref().unwrap_or("unknown");
    match told.by_status.iter_mut().find(|known| known.status == status) {
        Some(known) => known.count += 1,
        None => told.by_status.push(TokenCount {
            status: status.to_owned(),
            count: 1,
        }),
    }
}

/// A refusal in the words of this subject: it is the policy's permission and role that count.
fn explain(error: Error) -> Error {
    let (code, message, remedy) = match error.status() {
        Some(403) => (
            ErrorCode::NotAllowed,
            "this sign-in may not read the inventory of hardware tokens",
            "it takes the permission Policy.Read.All; a person who is signed in needs the role Authentication Policy \
             Administrator or Global Reader as well",
        ),
        Some(404) => (
            ErrorCode::Refused,
            "the service does not show an inventory of hardware tokens",
            "only beta has it, which some national clouds lack",
        ),
        _ => return error,
    };
    let told = Error::new(code, message).remedy(remedy);
    match error.service() {
        Some(service) => told.answered(service.clone()),
        None => told,
    }
}
