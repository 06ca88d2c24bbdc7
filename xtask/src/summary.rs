//! The table at the end: what ran, how it went, and how long it took of what it may take.

use std::time::Duration;

/// How one part of a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed,
    Skipped,
}

/// One line of the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) verdict: Verdict,
    /// What ran, or why it did not.
    pub(crate) what: String,
    pub(crate) took: Duration,
    pub(crate) budget: Option<Duration>,
}

impl Row {
    pub(crate) fn is_over_budget(&self) -> bool {
        self.budget.is_some_and(|budget| self.took > budget)
    }
}

/// Prints the table and tells whether nothing failed.
pub(crate) fn print(title: &str, rows: &[Row], took: Duration) -> bool {
    print!("{}", render(title, rows, took));
    rows.iter().all(|row| row.verdict != Verdict::Failed)
}

fn render(title: &str, rows: &[Row], took: Duration) -> String {
    let name_width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    let mut text = format!("\n{title}\n");
    for row in rows {
        let verdict = match row.verdict {
            Verdict::Passed => "ok     ",
            Verdict::Failed => "FAILED ",
            Verdict::Skipped => "skipped",
        };
        let mut time = clock(row.took);
        if let Some(budget) = row.budget {
            time.push_str(&format!(" of {}", clock(budget)));
        }
        let mark = if row.is_over_budget() {
            " (over its budget)"
        } else {
            ""
        };
        text.push_str(&format!(
            "  {:<name_width$}  {verdict}  {time:<13}  {}{mark}\n",
            row.name, row.what
        ));
    }
    let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    text.push_str(&format!(
        "{title}: {} ok, {} failed, {} skipped, in {}\n",
        count(Verdict::Passed),
        count(Verdict::Failed),
        count(Verdict::Skipped),
        clock(took)
    ));
    text
}

/// Minutes and seconds.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs_f64().round() as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::{Row, Verdict, render};
    use std::time::Duration;

    #[test]
    fn every_line_says_what_ran_and_how_long() {
        let row = |name: &str, verdict, what: &str, took, budget| Row {
            name: name.to_owned(),
            verdict,
            what: what.to_owned(),
            took: Duration::from_secs(took),
            budget: Some(Duration::from_secs(budget)),
        };
        let rows = [
            row("rust", Verdict::Passed, "212 tests", 41, 180),
            row("pester", Verdict::Skipped, "no PowerShell", 0, 300),
            row("npm", Verdict::Failed, "3 of 50 tests failed", 90, 60),
        ];
        assert_eq!(
            render("test", &rows, Duration::from_secs(131)),
            "\ntest\n\
             \x20 rust    ok       0:41 of 3:00   212 tests\n\
             \x20 pester  skipped  0:00 of 5:00   no PowerShell\n\
             \x20 npm     FAILED   1:30 of 1:00   3 of 50 tests failed (over its budget)\n\
             test: 1 ok, 1 failed, 1 skipped, in 2:11\n"
        );
    }
}
