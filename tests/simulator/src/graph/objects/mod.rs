//! Directory objects of every kind as Graph shows them: properties, lists, relations, casts (facts 1.3, 8.5, 8.6).

pub(crate) mod app_roles;
pub(crate) mod kind;
pub(crate) mod list;
mod query;
pub(crate) mod show;
mod values;
