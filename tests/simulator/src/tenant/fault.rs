//! The script of faults: which request is struck next (facts 15.12).

use crate::http::Headers;
use crate::scenario::{Fault, FaultAnswer, Place};
use crate::snapshot::FaultState;
use crate::tenant::directory::Directory;

/// A request as a fault sees it.
pub(crate) struct Asked<'r> {
    pub(crate) method: &'r str,
    /// Empty at the token endpoint.
    pub(crate) version: &'r str,
    /// Decoded, without version.
    pub(crate) path: &'r str,
    pub(crate) headers: &'r Headers,
    pub(crate) in_batch: bool,
    /// The person in the path.
    pub(crate) target: Option<usize>,
}

/// The faults of a scenario, with what has become of each.
pub(crate) struct Script {
    seed: u64,
    faults: Vec<Pending>,
}

struct Pending {
    fault: Fault,
    matched: u64,
    struck: u64,
    chance: fastrand::Rng,
}

impl Script {
    pub(crate) fn new(seed: u64, faults: Vec<Fault>) -> Self {
        let mut script = Self {
            seed,
            faults: Vec::new(),
        };
        script.add(faults);
        script
    }

    /// Adds faults behind those that are there.
    pub(crate) fn add(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            // Each has a sequence of its own, so that one does not depend on what strikes elsewhere.
            let place = self.faults.len() as u64 + 1;
            let chance = fastrand::Rng::with_seed(self.seed ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            self.faults.push(Pending {
                fault,
                matched: 0,
                struck: 0,
                chance,
            });
        }
    }

    pub(crate) fn clear(&mut self) {
        self.faults.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    pub(crate) fn state(&self) -> Vec<FaultState> {
        let state = |pending: &Pending| FaultState {
            fault: pending.fault.clone(),
            matched: pending.matched,
            struck: pending.struck,
        };
        self.faults.iter().map(state).collect()
    }

    /// What strikes this request, if anything does. Every matching fault counts the request; the first one that
    /// is due strikes.
    pub(crate) fn strike(&mut self, asked: &Asked<'_>, directory: &Directory) -> Option<FaultAnswer> {
        let mut struck = None;
        for pending in &mut self.faults {
            if matches(&pending.fault, asked, directory) && pending.is_due() && struck.is_none() {
                pending.struck += 1;
                struck = Some(pending.fault.answer.clone());
            }
        }
        struck
    }
}

impl Pending {
    /// Counts a matching request, and tells whether the fault's turn has come.
    fn is_due(&mut self) -> bool {
        self.matched += 1;
        if self.matched <= u64::from(self.fault.skip) {
            return false;
        }
        let picked = match self.fault.chance {
            Some(chance) => self.chance.f64() < chance,
            None => true,
        };
        let times = match (self.fault.times, self.fault.chance) {
            (Some(times), _) => u64::from(times),
            (None, None) => 1,
            (None, Some(_)) => u64::MAX,
        };
        picked && self.struck < times
    }
}

fn matches(fault: &Fault, asked: &Asked<'_>, directory: &Directory) -> bool {
    let is = |wanted: &Option<String>, value: &str| {
        wanted
            .as_ref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(value))
    };
    let placed = fault
        .only
        .is_none_or(|place| (place == Place::Inside) == asked.in_batch);
    let has_headers = || {
        fault.headers.iter().all(|(name, pattern)| {
            asked
                .headers
                .get(name)
                .is_some_and(|value| fits(pattern.as_bytes(), value.as_bytes(), None))
        })
    };
    let concerns = || {
        fault
            .user
            .as_ref()
            .is_none_or(|user| asked.target.is_some() && directory.find(user) == asked.target)
    };
    is(&fault.method, asked.method)
        && is(&fault.version, asked.version)
        && placed
        && glob(&fault.path, asked.path)
        && has_headers()
        && concerns()
}

/// Whether the path fits the pattern: `*` is any text without a slash, `**` any text at all.
fn glob(pattern: &str, path: &str) -> bool {
    fits(pattern.as_bytes(), path.as_bytes(), Some(b'/'))
}

/// Whether the text fits the pattern, in which one star does not reach beyond `border`.
fn fits(pattern: &[u8], text: &[u8], border: Option<u8>) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', b'*', rest @ ..] => (0..=text.len()).any(|taken| fits(rest, &text[taken..], border)),
        [b'*', rest @ ..] => {
            let reach = text.iter().position(|byte| Some(*byte) == border);
            (0..=reach.unwrap_or(text.len())).any(|taken| fits(rest, &text[taken..], border))
        }
        [wanted, rest @ ..] => {
            text.first().is_some_and(|byte| byte.eq_ignore_ascii_case(wanted))
                && fits(rest, &text[1..], border)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_stays_within_its_segment() {
        assert!(glob(
            "/users/*/authentication/phoneMethods/*",
            "/users/a/authentication/phonemethods/b"
        ));
        assert!(!glob("/users/*", "/users/a/authentication"));
        assert!(glob("/users/**", "/users/a/authentication"));
        assert!(glob("/users/**/methods", "/users/a/authentication/methods"));
        assert!(!glob("/users", "/users/a"));
    }
}
