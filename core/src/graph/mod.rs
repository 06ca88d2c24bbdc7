//! Typed endpoints of Graph, one file per resource. They make calls and read replies; they decide nothing.

pub(crate) mod access_pass;
pub(crate) mod applications;
pub(crate) mod audits;
pub(crate) mod conditional_access;
pub(crate) mod directory_objects;
pub(crate) mod domains;
pub(crate) mod group_eligibilities;
pub(crate) mod hardware_tokens;
pub(crate) mod members;
pub(crate) mod memberships;
pub(crate) mod methods;
pub(crate) mod organization;
pub(crate) mod phones;
pub(crate) mod preferences;
pub(crate) mod registrations;
pub(crate) mod requirements;
pub(crate) mod role_assignments;
pub(crate) mod role_definitions;
pub(crate) mod role_holders;
pub(crate) mod role_schedules;
pub(crate) mod roles;
pub(crate) mod user_references;
pub(crate) mod users;

mod mask;
mod object_id;
mod paging;
mod path;

pub(crate) use mask::{mask_text, mask_value, masked_number};
pub(crate) use object_id::ObjectId;
pub(crate) use paging::{Pages, items};
pub(crate) use path::{UserKey, is_guid};
