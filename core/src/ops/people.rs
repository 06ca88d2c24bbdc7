//! Finding a person: by id, by name, by address, or by part of a name (facts 1.3, safe lookup order).

use super::Desk;
use crate::api::{User, UserList};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Pages, UserKey, users};
use crate::http::{Run, Version};
use std::collections::HashSet;

const FEW: u32 = 25;
const LARGEST_PAGE: u32 = 999;

/// Finds people by part of a name or address.
pub(super) async fn find(desk: &Desk, text: &str, limit: Option<u32>, run: &Run<'_>) -> Result<UserList> {
    let text = text.trim();
    let limit = limit.unwrap_or(FEW);
    if text.chars().count() < 2 {
        return Err(
            Error::new(ErrorCode::InvalidInput, "the text to look for is too short")
                .remedy("give at least two letters of a name or address"),
        );
    }
    if text.chars().any(char::is_control) {
        return Err(Error::new(
            ErrorCode::InvalidInput,
            "the text to look for holds a control character",
        ));
    }
    if limit == 0 {
        return Err(
            Error::new(ErrorCode::InvalidInput, "limit: 0 people were asked for")
                .remedy("ask for one or more"),
        );
    }
    if let Ok(key) = UserKey::parse(text) {
        match get(desk, &key, run).await {
            Ok(user) => {
                return Ok(UserList {
                    users: vec![user],
                    more: false,
                });
            }
            // A full address that nobody has may still be the beginning of somebody's.
            Err(error) if error.code() == ErrorCode::UserNotFound => {}
            Err(error) => return Err(error),
        }
    }
    search(desk, text, limit, run).await
}

async fn search(desk: &Desk, text: &str, limit: u32, run: &Run<'_>) -> Result<UserList> {
    // One more than asked for tells whether there would be more.
    let page = limit.saturating_add(1).min(LARGEST_PAGE);
    let mut pages = Pages::new(&desk.pipeline, run, users::search(text, page), text);
    let mut found: Vec<User> = Vec::new();
    let mut known = HashSet::new();
    while let Some(items) = pages.next().await? {
        for item in &items {
            let user = users::read(item)?;
            // Pages overlap when the directory changes between them.
            if known.insert(user.id.clone()) {
                found.push(user);
            }
        }
        if found.len() > limit as usize {
            break;
        }
    }
    let more = found.len() > limit as usize || pages.has_more();
    found.truncate(limit as usize);
    Ok(UserList { users: found, more })
}

/// Reads one person by id or sign-in name, else by an address that exactly one person has.
pub(super) async fn get(desk: &Desk, key: &UserKey, run: &Run<'_>) -> Result<User> {
    let reply = desk.pipeline.send(&users::get(Version::V1, key), run).await?;
    if reply.is_success() {
        return users::read(&reply.body);
    }
    if reply.status == 404
        && let Some(user) = by_address(desk, key, run).await?
    {
        return Ok(user);
    }
    Err(desk.pipeline.error_of(&reply, key.as_str()))
}

/// Reads the one person who has this address.
///
/// # Errors
/// `userAmbiguous` when several have it: identity is never guessed.
pub(super) async fn by_address(desk: &Desk, key: &UserKey, run: &Run<'_>) -> Result<Option<User>> {
    let UserKey::Name(address) = key else {
        return Ok(None);
    };
    let mut pages = Pages::new(&desk.pipeline, run, users::by_address(address), address);
    let mut found: Vec<User> = Vec::new();
    while let Some(items) = pages.next().await? {
        for item in &items {
            let user = users::read(item)?;
            if !found.iter().any(|known| known.id == user.id) {
                found.push(user);
            }
        }
    }
    if found.len() > 1 {
        return Err(ambiguous(&found, address));
    }
    Ok(found.pop())
}

/// Why none of several people who have an address is taken.
pub(crate) fn ambiguous(found: &[User], address: &str) -> Error {
    let names: Vec<_> = found
        .iter()
        .map(|user| user.user_principal_name.as_str())
        .collect();
    Error::new(
        ErrorCode::UserAmbiguous,
        format!(
            "{} people have the address {address}: {}",
            found.len(),
            names.join(", ")
        ),
    )
    .about(address)
    .remedy("name the one you mean by user principal name or object id")
}
