//! Telephone numbers: from what people write to what the service takes, `+<cc> <number>x<extension>`, and from what
//! it shows back (facts 2.4). Only the country code must be told from the rest, which needs the codes with one and two
//! digits and no plan of any country: a library of those plans would be larger than this product.

use crate::error::{Error, ErrorCode, Result};

/// Country codes with two digits; those of one digit are 1 and 7, all others have three.
const TWO_DIGITS: &[u8] = &[
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58,
    60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];
/// E.164: country code and number together.
const MOST_DIGITS: usize = 15;
const FEWEST_DIGITS: usize = 4;
const MOST_EXTENSION: usize = 8;

/// Reads a number as people write it. The error does not repeat it.
///
/// # Errors
/// `invalidInput`, saying what is wrong with it.
pub(super) fn normalize(text: &str) -> Result<String> {
    // Copied numbers carry marks that nobody sees.
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let (number, extension) = split_extension(text.trim());
    let international = number
        .strip_prefix('+')
        .or_else(|| number.strip_prefix("00"))
        .ok_or_else(|| refuse("has no country code"))?;
    if international.contains("(0)") {
        return Err(refuse("holds (0), which is dialled inside the country only"));
    }
    let digits = digits_of(international)?;
    let (code, local) = digits
        .split_at_checked(code_length(&digits)?)
        .unwrap_or((&digits, ""));
    if local.len() < FEWEST_DIGITS {
        return Err(refuse("is too short"));
    }
    if digits.len() > MOST_DIGITS {
        return Err(refuse("is too long: no number has more than fifteen digits"));
    }
    match extension.map(digits_of).transpose()? {
        None => Ok(format!("+{code} {local}")),
        Some(extension) if extension.is_empty() || extension.len() > MOST_EXTENSION => Err(refuse(
            "has an extension that is empty or longer than eight digits",
        )),
        Some(extension) => Ok(format!("+{code} {local}x{extension}")),
    }
}

/// How alike a number that the service shows is to a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    Same,
    /// It is masked, and what of it shows is the same.
    AsFarAsShown,
    Different,
}

/// Compares what the service shows with a normalized number. How it masks is not documented.
pub(super) fn likeness(shown: &str, number: &str) -> Likeness {
    let whole: String = number.chars().filter(char::is_ascii_digit).collect();
    // One small x begins an extension; more of them hide digits.
    let hides = |c: char| "X*•#".contains(c) || (c == 'x' && shown.matches('x').count() > 1);
    let (Some(first), Some(last)) = (shown.find(hides), shown.rfind(hides)) else {
        let shown: String = shown.chars().filter(char::is_ascii_digit).collect();
        return if shown == whole {
            Likeness::Same
        } else {
            Likeness::Different
        };
    };
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let (before, after) = (digits(&shown[..first]), digits(&shown[last..]));
    if whole.starts_with(&before) && whole.ends_with(&after) {
        Likeness::AsFarAsShown
    } else {
        Likeness::Different
    }
}

fn split_extension(text: &str) -> (&str, Option<&str>) {
    let lower = text.to_ascii_lowercase();
    let (at, mark) = match (lower.find("ext"), lower.find('x')) {
        (Some(at), _) => (at, "ext"),
        (None, Some(at)) => (at, "x"),
        (None, None) => return (text, None),
    };
    let extension = text[at + mark.len()..].trim_start_matches(['.', ':', ' ']);
    (text[..at].trim_end_matches([' ', ',', ';']), Some(extension))
}

fn digits_of(text: &str) -> Result<String> {
    let mut digits = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !is_separator(c) {
            return Err(refuse(&format!("holds `{}`", c.escape_debug())));
        }
    }
    Ok(digits)
}

fn code_length(digits: &str) -> Result<usize> {
    let first_two = digits.get(..2).and_then(|two| two.parse().ok());
    match digits.bytes().next() {
        None | Some(b'0') => Err(refuse("has no country code")),
        Some(b'1' | b'7') => Ok(1),
        Some(_) if first_two.is_some_and(|two: u8| TWO_DIGITS.contains(&two)) => Ok(2),
        Some(_) => Ok(3),
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || "-.()/".contains(c) || matches!(c, '\u{2010}'..='\u{2015}')
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn refuse(why: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("number: the telephone number {why}")).remedy(
        "write it as +<country code> <number>, for example +47 90000017; an extension follows an x: +1 2065550100x123",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (written, taken) in [
            ("+47 90000017", "+47 90000017"),
            ("+4790000017", "+47 90000017"),
            ("0047 900 00 017", "+47 90000017"),
            ("+1 (206) 555-0100", "+1 2065550100"),
            ("+1206 555.0100 ext. 123", "+1 2065550100x123"),
            ("+1 2065550100x123", "+1 2065550100x123"),
            ("+1 206 555 0100, X 7", "+1 2065550100x7"),
            (
                "\u{202a}+47\u{a0}900\u{2011}00\u{2011}017\u{202c}",
                "+47 90000017",
            ),
            ("+354 6111234", "+354 6111234"),
            ("+7 9161234567", "+7 9161234567"),
            ("+390612345678", "+39 0612345678"),
        ] {
            assert_eq!(normalize(written).expect(written), taken, "{written}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_and_not_repeated() {
        for (written, fragment) in [
            ("", "no country code"),
            ("90000017", "no country code"),
            ("+0 90000017", "no country code"),
            ("+", "no country code"),
            ("+47 (0)90000017", "(0)"),
            ("+47 900000x17x1", "`x`"),
            ("+47 nine", "`n`"),
            ("+47 123", "too short"),
            ("+47 90000017900000", "fifteen"),
            ("+1 2065550100x", "extension"),
            ("+1 2065550100x123456789", "extension"),
            ("tel:+47 90000017", "no country code"),
            ("+47 ٩٠٠٠٠٠١٧", "holds"),
        ] {
            let error = normalize(written).expect_err(written);
            assert_eq!(error.code(), ErrorCode::InvalidInput, "{written}");
            assert!(error.message().contains(fragment), "{written}: {error}");
            assert!(
                error.what_to_do().is_some() && !error.message().contains("9000001"),
                "{error}"
            );
        }
    }

    #[test]
    fn masked_numbers_are_compared_as_far_as_they_show() {
        let number = "+47 90000017";
        assert_eq!(likeness("+47 90000017", number), Likeness::Same);
        assert_eq!(likeness("+47 900-00-017", number), Likeness::Same);
        assert_eq!(likeness("+47 90000018", number), Likeness::Different);
        for masked in [
            "+47 XXXXXX17",
            "+XX XXXXXXX17",
            "+47 ******17",
            "+47 xxxxxx17",
            "••17",
        ] {
            assert_eq!(likeness(masked, number), Likeness::AsFarAsShown, "{masked}");
        }
        assert_eq!(likeness("+47 XXXXXX18", number), Likeness::Different);
        assert_eq!(likeness("+46 XXXXXX17", number), Likeness::Different);
        assert_eq!(likeness("+1 2065550100x12", "+1 2065550100x12"), Likeness::Same);
    }

    proptest! {
        #[test]
        fn what_is_taken_is_well_formed_and_taken_again(text in "[+0-9 ()x.-]{0,24}|\\PC{0,24}") {
            if let Ok(number) = normalize(&text) {
                let (code, rest) = number.strip_prefix('+').expect("plus").split_once(' ').expect("blank");
                let (local, extension) = rest.split_once('x').unwrap_or((rest, "0"));
                for (part, most) in [(code, 3), (local, 14), (extension, 8)] {
                    prop_assert!((1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
                }
                prop_assert_eq!(normalize(&number).expect("taken again"), number.clone());
                prop_assert_eq!(likeness(&number, &number), Likeness::Same);
            }
        }

        #[test]
        fn no_digit_is_lost(code in prop::sample::select(vec!["1", "7", "47", "44", "354", "971"]), local in "[1-9][0-9]{5,10}") {
            let number = normalize(&format!("+{code}{local}")).expect("a number");
            prop_assert_eq!(number, format!("+{code} {local}"));
        }

        #[test]
        fn comparing_never_panics(shown in "\\PC{0,24}", number in "\\PC{0,24}") {
            let _ = likeness(&shown, &number);
        }
    }
}
