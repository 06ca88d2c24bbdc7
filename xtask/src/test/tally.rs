//! Reads how many tests ran from the closing lines of their runners.

use super::Ran;
use crate::process::Watched;
use crate::summary::Verdict;

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u32,
    pub(super) failed: u32,
    pub(super) skipped: u32,
}

impl Tally {
    /// From Rust's test programs: `test result: ok. 3 passed; 0 failed; 1 ignored; …`, one line per program.
    pub(super) fn of_rust(printed: &str) -> Self {
        let mut tally = Self::default();
        for line in printed
            .lines()
            .filter_map(|line| line.strip_prefix("test result: "))
        {
            for part in line.split([';', '.']).map(str::trim) {
                match part
                    .split_once(' ')
                    .map(|(count, word)| (count.parse::<u32>(), word))
                {
                    Some((Ok(count), "passed")) => tally.passed += count,
                    Some((Ok(count), "failed")) => tally.failed += count,
                    Some((Ok(count), "ignored")) => tally.skipped += count,
                    _ => {}
                }
            }
        }
        tally
    }

    /// From Node's test runner: `# pass 3` or, on newer ones, the same with an information sign.
    pub(super) fn of_node(printed: &str) -> Self {
        let last = |word: &str| {
            let counts = printed.lines().filter_map(|line| {
                let line = line.trim().trim_start_matches(['#', '\u{2139}']).trim_start();
                line.strip_prefix(word)?.trim().parse::<u32>().ok()
            });
            counts.max().unwrap_or(0)
        };
        Self {
            passed: last("pass "),
            failed: last("fail ") + last("cancelled "),
            skipped: last("skipped ") + last("todo "),
        }
    }

    /// From Pester: the last line is `3 passed, 0 failed`.
    pub(super) fn of_pester(printed: &str) -> Self {
        let read = |line: &str| {
            let (passed, rest) = line.trim().split_once(" passed, ")?;
            let (failed, _) = rest.split_once(" failed")?;
            Some(Self {
                passed: passed.parse().ok()?,
                failed: failed.parse().ok()?,
                skipped: 0,
            })
        };
        printed.lines().rev().find_map(read).unwrap_or_default()
    }

    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// The verdict on runners that ended like this. That no test ran is a failure.
    pub(super) fn judge(self, all_succeeded: bool) -> Ran {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        let passed_all = all_succeeded && failed == 0 && passed > 0;
        let mut what = match (passed_all, failed) {
            (true, _) if passed == 1 => "1 test".to_owned(),
            (true, _) => format!("{passed} tests"),
            (false, 0) if passed == 0 => "no test ran".to_owned(),
            (false, 0) => format!("{passed} tests passed, but the runner failed"),
            (false, _) => format!("{failed} of {} tests failed", passed + failed),
        };
        if skipped > 0 {
            what.push_str(&format!(", {skipped} ignored"));
        }
        (
            if passed_all {
                Verdict::Passed
            } else {
                Verdict::Failed
            },
            what,
        )
    }
}

/// The verdict on one runner.
pub(super) fn judge(read: fn(&str) -> Tally, watched: &Watched) -> Ran {
    let (verdict, what) = read(&watched.printed).judge(watched.is_success());
    if watched.status.is_none() {
        (Verdict::Failed, format!("stopped, it took too long: {what}"))
    } else {
        (verdict, what)
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, Verdict};

    fn tally(passed: u32, failed: u32, skipped: u32) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn rust_prints_a_line_per_program() {
        let printed = "\
running 3 tests
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s
test result: FAILED. 5 passed; 1 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.20s
";
        assert_eq!(Tally::of_rust(printed), tally(7, 1, 1));
    }

    #[test]
    fn node_prints_totals_in_two_spellings() {
        let tap = "# tests 12\n# pass 9\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n";
        assert_eq!(Tally::of_node(tap), tally(9, 2, 1));
        assert_eq!(Tally::of_node(&tap.replace('#', "\u{2139}")), tally(9, 2, 1));
    }

    #[test]
    fn pester_ends_with_its_count() {
        assert_eq!(
            Tally::of_pester("module: x\nTests passed\n12 passed, 3 failed\n"),
            tally(12, 3, 0)
        );
        assert_eq!(Tally::of_pester("it broke"), tally(0, 0, 0));
    }

    #[test]
    fn that_nothing_ran_is_a_failure() {
        assert_eq!(
            tally(0, 0, 0).judge(true),
            (Verdict::Failed, "no test ran".to_owned())
        );
        assert_eq!(
            tally(4, 0, 2).judge(true),
            (Verdict::Passed, "4 tests, 2 ignored".to_owned())
        );
        assert_eq!(tally(4, 1, 0).judge(false).0, Verdict::Failed);
        assert_eq!(tally(4, 0, 0).judge(false).0, Verdict::Failed);
    }
}
