//! Durations as ISO 8601 writes them: `PT2H`, `P30D`, `P1Y2M3DT4H5M6S`.

use time::Duration;

/// Reads a duration. A year counts 365 days, a month 30.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let text = text.strip_prefix('P')?;
    let (days, time) = match text.split_once('T') {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (text, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let day = Duration::DAY;
    let date = sum(
        days,
        &[('Y', day * 365), ('M', day * 30), ('W', day * 7), ('D', day)],
    )?;
    let time = sum(
        time,
        &[
            ('H', Duration::HOUR),
            ('M', Duration::MINUTE),
            ('S', Duration::SECOND),
        ],
    )?;
    date.checked_add(time)
}

/// Adds up numbers with units, which come in the order of the list.
fn sum(mut text: &str, units: &[(char, Duration)]) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut left = units.iter();
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let count: i32 = text[..end].parse().ok()?;
        let unit = text[end..].chars().next()?;
        let (_, length) = left.find(|(name, _)| *name == unit)?;
        total = total.checked_add(length.checked_mul(count)?)?;
        text = &text[end + 1..];
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::Duration;

    use super::parse;

    #[test]
    fn durations_are_read_and_nonsense_is_not() {
        assert_eq!(parse("PT2H"), Some(Duration::hours(2)));
        assert_eq!(parse("P30D"), Some(Duration::days(30)));
        assert_eq!(
            parse("P1Y2M1W3DT4H5M6S"),
            Some(Duration::days(365 + 60 + 7 + 3) + Duration::seconds(4 * 3600 + 5 * 60 + 6))
        );
        for nonsense in [
            "",
            "P",
            "PT",
            "2H",
            "PT2",
            "PTH",
            "PT2M1H",
            "P1S",
            "PT1D",
            "P-1D",
            "P99999999999D",
        ] {
            assert_eq!(parse(nonsense), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "P?[0-9YMWDTHS-]{0,12}|\\PC{0,8}") {
            let _ = parse(&text);
        }

        #[test]
        fn hours_and_minutes_come_back(hours in 0i64..10_000, minutes in 0i64..60) {
            let text = format!("PT{hours}H{minutes}M");
            prop_assert_eq!(parse(&text), Some(Duration::minutes(hours * 60 + minutes)));
        }
    }
}
