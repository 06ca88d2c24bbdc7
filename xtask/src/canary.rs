//! Searches what was printed for secrets, in every form in which one is likely to escape.
//!
//! The simulated tenant writes down each secret that it hands out: client secrets, access tokens, passes. None of
//! them may turn up in a log, a journal or a snapshot.

use crate::process::{Outcome, Problem};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What is shorter turns up by chance.
const SHORTEST: usize = 8;
/// Of longer secrets, parts are searched: the tokens of a run are many, long, and alike.
const LONGEST: usize = 64;
const PART: usize = 32;
/// Tokens of one tenant begin alike (facts 13.1: the head of a JWT says only what it is).
const HEAD: usize = 40;

/// Where a secret was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Leak {
    pub(crate) file: PathBuf,
    pub(crate) line: usize,
    /// In which form.
    pub(crate) form: &'static str,
}

/// Looks for many secrets at once.
pub(crate) struct Searcher {
    patterns: AhoCorasick,
    forms: Vec<&'static str>,
}

impl Searcher {
    /// Prepares the search for these secrets.
    ///
    /// # Errors
    /// When there is no secret to search for: then a clean search would prove nothing.
    pub(crate) fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Outcome<Self> {
        let mut patterns: BTreeMap<Vec<u8>, &'static str> = BTreeMap::new();
        for part in secrets.into_iter().flat_map(parts) {
            for (form, pattern) in forms(part) {
                patterns.entry(pattern).or_insert(form);
            }
        }
        if patterns.is_empty() {
            return Err(
                Problem::new("no canary was issued, so finding none proves nothing")
                    .remedy("see that the simulated tenants write the file that GRAPH_SIM_CANARIES names"),
            );
        }
        let forms = patterns.values().copied().collect();
        let patterns = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns.into_keys())
            .map_err(|error| Problem::about("the search for canaries", error))?;
        Ok(Self { patterns, forms })
    }

    /// Every secret in a file, by line.
    fn search(&self, file: &Path, bytes: &[u8]) -> Vec<Leak> {
        let found = self.patterns.find_iter(bytes).map(|found| Leak {
            file: file.to_owned(),
            line: bytes[..found.start()]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1,
            form: self.forms[found.pattern().as_usize()],
        });
        let mut leaks: Vec<Leak> = found.collect();
        leaks.dedup();
        leaks
    }

    /// Every secret in a file or in the files of a folder, and how many files that were.
    pub(crate) fn search_below(&self, path: &Path) -> Outcome<(usize, Vec<Leak>)> {
        let problem = |error: std::io::Error| Problem::about(path.display(), error);
        if !path.is_dir() {
            return Ok((1, self.search(path, &fs::read(path).map_err(problem)?)));
        }
        let (mut files, mut leaks) = (0, Vec::new());
        for entry in fs::read_dir(path).map_err(problem)? {
            let (more, found) = self.search_below(&entry.map_err(problem)?.path())?;
            files += more;
            leaks.extend(found);
        }
        Ok((files, leaks))
    }
}

/// What is searched of a secret.
fn parts(secret: &str) -> Vec<&[u8]> {
    let bytes = secret.as_bytes();
    match bytes.len() {
        ..SHORTEST => Vec::new(),
        SHORTEST..=LONGEST => vec![bytes],
        length if length < HEAD + 2 * PART => vec![&bytes[..PART], &bytes[length - PART..]],
        length => vec![
            &bytes[HEAD..HEAD + PART],
            &bytes[length / 2..length / 2 + PART],
            &bytes[length - PART..],
        ],
    }
}

/// The forms in which a secret could escape.
fn forms(secret: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let utf16: Vec<u8> = secret.iter().flat_map(|byte| [*byte, 0]).collect();
    let mut forms = vec![
        ("plain", secret.to_vec()),
        ("UTF-16", utf16.clone()),
        ("hexadecimal", hex(secret, false)),
        ("hexadecimal", hex(secret, true)),
        ("percent-encoded", percent(secret, false)),
        ("percent-encoded", percent(secret, true)),
    ];
    for before in 0..3 {
        for (form, bytes) in [("base64", secret), ("base64 of UTF-16", &utf16)] {
            let text = base64_inside(bytes, before);
            let url = text.iter().map(|byte| match byte {
                b'+' => b'-',
                b'/' => b'_',
                other => *other,
            });
            forms.push((form, url.collect()));
            forms.push((form, text));
        }
    }
    forms
}

fn hex(bytes: &[u8], upper: bool) -> Vec<u8> {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = if upper {
            write!(text, "{byte:02X}")
        } else {
            write!(text, "{byte:02x}")
        };
    }
    text.into_bytes()
}

fn percent(bytes: &[u8], upper: bool) -> Vec<u8> {
    let mut text = Vec::new();
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            text.push(*byte);
        } else {
            text.push(b'%');
            text.extend(hex(&[*byte], upper));
        }
    }
    text
}

/// The letters of base64 that `bytes` decide alone, when `before` bytes (modulo three) stand in front of them and
/// anything behind.
fn base64_inside(bytes: &[u8], before: usize) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |position: usize| {
        let byte = bytes[position / 8 - before];
        usize::from(byte >> (7 - position % 8) & 1)
    };
    let first = (8 * before).div_ceil(6);
    let last = 8 * (before + bytes.len()) / 6;
    (first..last)
        .map(|letter| ALPHABET[(0..6).fold(0, |value, place| value << 1 | bit(6 * letter + place))])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Searcher, base64_inside, forms};
    use std::path::Path;

    const SECRET: &str = "Sim8Q~pq+7/Zt-0x";

    fn leaks(text: &[u8]) -> Vec<&'static str> {
        let searcher = Searcher::new([SECRET, "another secret"]).expect("two secrets");
        searcher
            .search(Path::new("log"), text)
            .into_iter()
            .map(|leak| leak.form)
            .collect()
    }

    #[test]
    fn the_letters_at_the_edges_belong_to_the_neighbours() {
        assert_eq!(base64_inside(b"Man", 0), b"TWFu");
        // "xMany" is eE1hbnk=, and "xxMany" is eHhNYW55.
        assert_eq!(base64_inside(b"Man", 1), b"1hb");
        assert_eq!(base64_inside(b"Man", 2), b"NYW");
    }

    #[test]
    fn every_form_is_found() {
        assert_eq!(leaks(format!("secret: {SECRET}\n").as_bytes()), ["plain"]);
        let utf16: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(leaks(&utf16), ["UTF-16"]);
        assert_eq!(
            leaks(b"client_secret=Sim8Q~pq%2B7%2fZt-0x"),
            [] as [&str; 0],
            "nobody mixes cases"
        );
        assert_eq!(leaks(b"client_secret=Sim8Q~pq%2B7%2FZt-0x"), ["percent-encoded"]);
        assert_eq!(leaks(b"client_secret=Sim8Q~pq%2b7%2fZt-0x"), ["percent-encoded"]);
        assert_eq!(leaks(b"53696d38517e70712b372f5a742d3078"), ["hexadecimal"]);
        assert_eq!(leaks(b"53696D38517E70712B372F5A742D3078"), ["hexadecimal"]);
    }

    #[test]
    fn every_alignment_of_base64_is_found() {
        let texts = [
            // "Sim8Q~pq+7/Zt-0x", then with "a" and with "ab" in front.
            "U2ltOFF+cHErNy9adC0weA==",
            "YVNpbThRfnBxKzcvWnQtMHg=",
            "YWJTaW04UX5wcSs3L1p0LTB4",
        ];
        for text in texts {
            assert_eq!(leaks(text.as_bytes()), ["base64"], "{text}");
            assert_eq!(
                leaks(text.replace('+', "-").replace('/', "_").as_bytes()),
                ["base64"],
                "{text}"
            );
        }
        // As PowerShell's -EncodedCommand would carry it.
        assert_eq!(
            leaks(b"UwBpAG0AOABRAH4AcABxACsANwAvAFoAdAAtADAAeAA="),
            ["base64 of UTF-16"]
        );
    }

    #[test]
    fn the_line_is_told() {
        let searcher = Searcher::new([SECRET]).expect("a secret");
        let found = searcher.search(Path::new("log"), format!("one\ntwo {SECRET}\n").as_bytes());
        assert_eq!(found.iter().map(|leak| leak.line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn clean_text_is_clean() {
        assert_eq!(leaks(b"Secret(...), Sim8Q, pq+7/Zt"), [] as [&str; 0]);
    }

    #[test]
    fn a_long_token_is_found_by_its_parts() {
        let token: String = (0..400)
            .map(|place| char::from(b'a' + (place * 7 % 26) as u8))
            .collect();
        let searcher = Searcher::new([token.as_str()]).expect("a secret");
        for cut in [&token[..], &token[30..80], &token[360..]] {
            assert!(
                !searcher.search(Path::new("log"), cut.as_bytes()).is_empty(),
                "{cut}"
            );
        }
    }

    #[test]
    fn nothing_to_search_for_is_a_failure() {
        assert!(Searcher::new([]).is_err());
        assert!(Searcher::new(["short"]).is_err());
    }

    #[test]
    fn no_form_is_short_enough_to_turn_up_by_chance() {
        assert!(forms(b"12345678").iter().all(|(_, pattern)| pattern.len() >= 8));
    }
}
