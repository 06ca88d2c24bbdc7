//! Whom a filter can mean, told by the directory's keys instead of by looking at everybody (facts 1.3).

use super::filter::{Filter, Literal, Operator};
use crate::tenant::directory::Directory;

/// The people among whom everybody who fits a filter is to be found, where the directory can tell without looking at
/// each: by id, sign-in name or address.
pub(crate) enum Suspects {
    Ids(Vec<String>),
    Names(Vec<String>),
    Addresses(Vec<String>),
    AnyOf(Vec<Suspects>),
}

impl Suspects {
    /// Where to look for those who fit; `None` when only everybody will do.
    pub(crate) fn of(filter: &Filter) -> Option<Self> {
        match filter {
            Filter::And(left, right) => Self::of(left).or_else(|| Self::of(right)),
            Filter::Or(left, right) => Some(Self::AnyOf(vec![Self::of(left)?, Self::of(right)?])),
            Filter::Test {
                path,
                operator: Operator::Eq,
                value: Literal::Text(value),
            } => Self::with(path, vec![value.clone()]),
            Filter::In { path, values } => {
                let texts = values.iter().map(|value| match value {
                    Literal::Text(value) => Some(value.clone()),
                    _ => None,
                });
                Self::with(path, texts.collect::<Option<_>>()?)
            }
            Filter::Any { path, condition } if path == "othermails" || path == "proxyaddresses" => {
                match &**condition {
                    Filter::Test {
                        operator: Operator::Eq,
                        value: Literal::Text(value),
                        ..
                    } => Some(Self::Addresses(vec![value.clone()])),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn with(path: &str, values: Vec<String>) -> Option<Self> {
        match path {
            "id" => Some(Self::Ids(values)),
            "userprincipalname" => Some(Self::Names(values)),
            "mail" => Some(Self::Addresses(values)),
            _ => None,
        }
    }

    /// Their positions, in order of creation.
    pub(crate) fn places(&self, directory: &mut Directory) -> Vec<usize> {
        let mut places = Vec::new();
        self.collect(directory, &mut places);
        places.sort_unstable();
        places.dedup();
        places
    }

    fn collect(&self, directory: &mut Directory, places: &mut Vec<usize>) {
        match self {
            Self::Ids(keys) | Self::Names(keys) => {
                places.extend(keys.iter().filter_map(|key| directory.find(key)))
            }
            Self::Addresses(addresses) => {
                for address in addresses {
                    places.extend(directory.at_address(address));
                }
            }
            Self::AnyOf(several) => {
                for suspects in several {
                    suspects.collect(directory, places);
                }
            }
        }
    }
}
