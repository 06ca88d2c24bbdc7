//! Masking of numbers and addresses, for everything that is kept or shown in passing (design invariant 13).

use super::path::is_guid;

/// A telephone number with its country code and last two digits.
pub(crate) fn masked_number(number: &str) -> String {
    let (country, local) = match number.split_once(' ') {
        Some((country, local)) if country.starts_with('+') => (format!("{country} "), local),
        _ => (String::new(), number),
    };
    let digits = local.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let masked: String = local
        .chars()
        .map(|c| {
            if c.is_ascii_digit() {
                seen += 1;
                // A short number shows nothing: two of three digits would be most of it.
                if digits >= 5 && seen > digits - 2 { c } else { '*' }
            } else {
                c
            }
        })
        .collect();
    format!("{country}{masked}")
}

/// A mail address with its first letter and its domain.
pub(crate) fn masked_address(address: &str) -> String {
    match address.split_once('@') {
        Some((local, domain)) => {
            let first = local.chars().next().map(String::from).unwrap_or_default();
            format!("{first}***@{domain}")
        }
        None => "***".to_owned(),
    }
}

/// A value of unknown meaning: what looks like an address or a number is masked as such.
pub(crate) fn mask_value(value: &str) -> String {
    value
        .split_inclusive(['"', ',', '[', ']', '{', '}'])
        .map(|piece| {
            let end = piece.trim_end_matches(['"', ',', '[', ']', '{', '}']).len();
            let (core, tail) = piece.split_at(end);
            let digits = core.chars().filter(char::is_ascii_digit).count();
            let numeric = digits >= 5 && core.chars().all(|c| c.is_ascii_digit() || "+ -()x".contains(c));
            if core.contains('@') {
                format!("{}{tail}", masked_address(core))
            } else if numeric {
                format!("{}{tail}", masked_number(core))
            } else {
                piece.to_owned()
            }
        })
        .collect()
}

/// A sentence, in which every telephone number and every address is masked. The sign-in name of the person whom it is
/// about stays: who keeps the sentence keeps the name too.
pub(crate) fn mask_text(text: &str, name: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let piece = number(rest).unwrap_or_else(|| word(rest));
        let (piece, after) = rest.split_at(piece.len().max(first.len_utf8()));
        if piece.contains('@') && !piece.eq_ignore_ascii_case(name) {
            told.push_str(&masked_address(piece));
        } else if is_telephone(piece) {
            told.push_str(&masked_number(piece));
        } else {
            told.push_str(piece);
        }
        rest = after;
    }
    told
}

/// Digits at the beginning of the text with what people put between them, unless they are a part of a word.
fn number(text: &str) -> Option<&str> {
    let end = text
        .char_indices()
        .find(|(at, c)| !is_of_number(*at, *c))
        .map_or(text.len(), |(end, _)| end);
    let run = text[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
    let begins = run.starts_with(|c: char| c == '+' || c.is_ascii_digit());
    let part_of_a_word = text[run.len()..].starts_with(|c: char| c.is_alphanumeric() || "@_:".contains(c));
    (begins && !part_of_a_word && !begins_with_id(run)).then_some(run)
}

/// What people write in a number; `x` is before an extension.
fn is_of_number(at: usize, c: char) -> bool {
    c.is_ascii_digit() || " -./()x".contains(c) || (at == 0 && c == '+')
}

/// An id may be of digits only.
fn begins_with_id(text: &str) -> bool {
    text.get(..36).is_some_and(is_guid)
}

/// What goes on without a blank, as an address does.
fn word(text: &str) -> &str {
    let of_word = |c: char| c.is_alphanumeric() || "._%+-@#".contains(c);
    let end = text.find(|c: char| !of_word(c)).unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

fn is_telephone(piece: &str) -> bool {
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let only = piece.char_indices().all(|(at, c)| is_of_number(at, c)) && !begins_with_id(piece);
    let is_date = piece.len() == 10
        && piece.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    only && !is_date && (digits >= 7 || (digits >= 5 && piece.starts_with('+')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keeps_just_enough_to_recognize() {
        assert_eq!(masked_number("+47 90000017"), "+47 ******17");
        assert_eq!(masked_number("+1 2065555555x123"), "+1 **********x*23");
        assert_eq!(masked_number("112"), "***");
        assert_eq!(masked_address("nora@private.example"), "n***@private.example");
        assert_eq!(
            mask_value("[\"+47 90000017\",\"nora@private.example\"]"),
            "[\"+47 ******17\",\"n***@private.example\"]"
        );
        assert_eq!(mask_value("2026-08-20T09:20:00Z"), "2026-08-20T09:20:00Z");
    }

    #[test]
    fn a_sentence_keeps_what_is_neither_number_nor_address() {
        let masked = |text: &str| mask_text(text, "nora.lind@fabrikam.example");
        for text in [
            "nora.lind@fabrikam.example was deleted at 2026-08-20T09:20:00Z, on 2026-08-20 09:20.",
            "AADSTS50076: 12345 of 99999; request 5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11",
            "request 12345678-1234-1234-1234-123456789012 (400), mobile phone +47 ******17",
            "æøå \u{1f600} …",
        ] {
            assert_eq!(masked(text), text);
        }
        assert_eq!(
            masked(
                "Called +47 900 00 017, (206) 555-5555x1 or nora@private.example. 4790000017@sms.example!"
            ),
            "Called +47 *** ** *17, (***) ***-***5x1 or n***@private.example. 4***@sms.example!"
        );
    }

    proptest! {
        #[test]
        fn no_number_shows_in_a_sentence(
            before in "([a-z@+0-9]{0,8}[ ,;:(])?", country in 1_u32..999, local in "[0-9]{4,12}", after in "([ ,;.)][a-z ]{0,8})?",
            between in "[ -]?",
        ) {
            let masked = mask_text(&format!("{before}+{country}{between}{local}{after}"), "");
            prop_assert!(!masked.contains(&local), "{}", masked);
        }

        #[test]
        fn any_sentence_can_be_masked(text in "\\PC{0,40}") {
            mask_text(&text, "");
        }

        #[test]
        fn at_most_two_digits_of_the_number_show(country in 1_u32..999, local in "[0-9]{4,12}") {
            let masked = masked_number(&format!("+{country} {local}"));
            let shown = masked.split_once(' ').expect("blank").1.chars().filter(char::is_ascii_digit).count();
            prop_assert!(shown <= 2);
        }
    }
}
