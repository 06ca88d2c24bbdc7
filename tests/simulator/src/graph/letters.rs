//! Texts as the directory compares them: without regard to case.

use std::cmp::Ordering;

/// Whether two texts are the same.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || (!(one.is_ascii() && other.is_ascii()) && folded(one).eq(folded(other)))
}

/// Which of two texts comes first.
pub(crate) fn compare(one: &str, other: &str) -> Ordering {
    folded(one).cmp(folded(other))
}

/// Whether a text begins like this.
pub(crate) fn starts(text: &str, start: &str) -> bool {
    begins(folded(text), start)
}

/// Whether letters begin like a text.
pub(crate) fn begins(mut letters: impl Iterator<Item = char>, start: &str) -> bool {
    folded(start).all(|wanted| letters.next() == Some(wanted))
}

/// The letters in lower case.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{compare, same, starts};

    proptest! {
        #[test]
        fn case_makes_no_difference(text in "[a-zA-ZåÅøØéÉß' .]{0,20}", cut in 0usize..20) {
            let upper = text.to_uppercase();
            // Capitals of some letters are two letters, so only what survives the way there and back is compared.
            prop_assume!(upper.to_lowercase() == text.to_lowercase());
            prop_assert!(same(&text, &upper));
            prop_assert!(compare(&text, &upper).is_eq());
            let start: String = text.chars().take(cut).collect();
            prop_assert!(starts(&upper, &start));
        }

        #[test]
        fn the_order_is_that_of_the_small_letters(one in "[a-zA-Zø' ]{0,9}", other in "[a-zA-Zø' ]{0,9}") {
            prop_assert_eq!(compare(&one, &other), one.to_lowercase().cmp(&other.to_lowercase()));
            prop_assert_eq!(same(&one, &other), compare(&one, &other).is_eq());
        }
    }
}
