//! Masking of numbers and addresses, for everything that is kept or shown in passing (design invariant 13).

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

    proptest! {
        #[test]
        fn at_most_two_digits_of_the_number_show(country in 1_u32..999, local in "[0-9]{4,12}") {
            let masked = masked_number(&format!("+{country} {local}"));
            let shown = masked.split_once(' ').expect("blank").1.chars().filter(char::is_ascii_digit).count();
            prop_assert!(shown <= 2);
        }
    }
}
