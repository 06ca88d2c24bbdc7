//! The script of faults: which request is struck next (facts 15.12).

use crate::scenario::{Fault, FaultAnswer};

/// The faults of a scenario, with what is left of each.
#[derive(Default)]
pub(crate) struct Script(Vec<Pending>);

struct Pending {
    fault: Fault,
    skip: u32,
    times: u32,
}

impl Script {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        let pending = |fault: Fault| Pending {
            skip: fault.skip,
            times: fault.times,
            fault,
        };
        Self(faults.into_iter().map(pending).collect())
    }

    /// What strikes this request, if anything does. Every matching fault counts the request; the first one that
    /// is due strikes.
    pub(crate) fn strike(&mut self, method: &str, version: &str, path: &str) -> Option<FaultAnswer> {
        let mut struck = None;
        for pending in &mut self.0 {
            let fault = &pending.fault;
            let matches = fault
                .method
                .as_ref()
                .is_none_or(|it| it.eq_ignore_ascii_case(method))
                && fault
                    .version
                    .as_ref()
                    .is_none_or(|it| it.eq_ignore_ascii_case(version))
                && glob(&fault.path, path);
            if !matches {
                continue;
            }
            if pending.skip > 0 {
                pending.skip -= 1;
            } else if pending.times > 0 && struck.is_none() {
                pending.times -= 1;
                struck = Some(fault.answer.clone());
            }
        }
        struck
    }
}

/// Whether the path fits the pattern: `*` is any text without a slash, `**` any text at all.
fn glob(pattern: &str, path: &str) -> bool {
    fn fits(pattern: &[u8], path: &[u8]) -> bool {
        match pattern {
            [] => path.is_empty(),
            [b'*', b'*', rest @ ..] => (0..=path.len()).any(|taken| fits(rest, &path[taken..])),
            [b'*', rest @ ..] => {
                let segment = path.iter().position(|byte| *byte == b'/').unwrap_or(path.len());
                (0..=segment).any(|taken| fits(rest, &path[taken..]))
            }
            [wanted, rest @ ..] => {
                path.first().is_some_and(|byte| byte.eq_ignore_ascii_case(wanted)) && fits(rest, &path[1..])
            }
        }
    }
    fits(pattern.as_bytes(), path.as_bytes())
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
