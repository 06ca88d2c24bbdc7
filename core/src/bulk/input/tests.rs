use super::*;
use crate::api::{BadRow, Scope};
use proptest::prelude::*;

fn read_in(bytes: &[u8], format: Option<InputFormat>, piece: usize) -> Result<Vec<Read>> {
    let (mut rows, mut out) = (Rows::new(format), Vec::new());
    for piece in bytes.chunks(piece) {
        rows.feed(piece, &mut out)?;
    }
    rows.finish(&mut out)?;
    Ok(out)
}

fn read(text: &str) -> Vec<Read> {
    read_in(text.as_bytes(), None, 1 << 20).expect("an input")
}

/// Line and name of each row; the reason of a bad one.
fn told(text: &str) -> Vec<(u32, String)> {
    let told = |row: Read| match row {
        Ok(row) => (row.line, row.user.to_string()),
        Err(bad) => (bad.line, format!("bad: {}", bad.reason)),
    };
    read(text).into_iter().map(told).collect()
}

fn names(text: &str) -> Vec<(u32, String)> {
    told(text)
        .into_iter()
        .inspect(|(line, name)| assert!(!name.starts_with("bad"), "{line} {name}"))
        .collect()
}

fn refused(text: &[u8]) -> Error {
    read_in(text, None, 1 << 20).expect_err("no input")
}

fn nora_and_ole(lines: [u32; 2]) -> Vec<(u32, String)> {
    let names = ["nora@fabrikam.example", "ole@fabrikam.example"];
    lines.into_iter().zip(names.map(str::to_owned)).collect()
}

#[test]
fn files_that_people_have() {
    for (text, lines) in [
        ("nora@fabrikam.example\nole@fabrikam.example", [1, 2]),
        (
            "\n\nnora@fabrikam.example\r\n\r\nole@fabrikam.example\r\n",
            [3, 5],
        ),
        ("\"nora@fabrikam.example\"\n\"ole@fabrikam.example\"\n", [1, 2]),
        ("nora@fabrikam.example,,\nole@fabrikam.example,,\n", [1, 2]),
        ("User\rnora@fabrikam.example\role@fabrikam.example", [2, 3]),
        (
            "sep=;\nDisplayName;UPN\nLind, Nora;nora@fabrikam.example\nX;ole@fabrikam.example\n",
            [3, 4],
        ),
        (
            "#TYPE Selected.User\n\"UserPrincipalName\",\"Name\"\n\"nora@fabrikam.example\",\"a\"\"b\"\n\
             \"ole@fabrikam.example\",\"c\nd\"\n",
            [3, 4],
        ),
        (
            "version:v1.0\nUser name [userPrincipalName] Required\nnora@fabrikam.example\nole@fabrikam.example",
            [3, 4],
        ),
        (
            "Name\tE-Mail\nNora\tnora@fabrikam.example\nOle\tole@fabrikam.example\n",
            [2, 3],
        ),
        (
            "User;Name, first\nnora@fabrikam.example;Nora\nole@fabrikam.example;Ole\n;\n;;;\n",
            [2, 3],
        ),
        (
            "UPN,Note\nnora@fabrikam.example,\"one\ntwo\n\"\nole@fabrikam.example,24\" screen\n",
            [2, 5],
        ),
        (
            "UPN, Note\nnora@fabrikam.example, \"a, b\" \nole@fabrikam.example\n",
            [2, 3],
        ),
        (
            "{\"user\":\"nora@fabrikam.example\"}\n\n{\"UPN\":\"ole@fabrikam.example\",\"x\":[1]}",
            [1, 3],
        ),
        (
            "[\n  {\n    \"Id\": 17,\n    \"Mail\": \"nora@fabrikam.example\"\n  },\n  \"ole@fabrikam.example\"\n]\n",
            [2, 6],
        ),
        (
            "[{\"upn\":\"nora@fabrikam.example\",\"a\":\"]},\\\"\"},{\"upn\":\"ole@fabrikam.example\"}]",
            [1, 1],
        ),
    ] {
        assert_eq!(names(text), nora_and_ole(lines), "{text}");
    }
}

#[test]
fn a_list_of_json_texts_is_told_by_its_format() {
    let text = "\"nora@fabrikam.example\"\n\"ole@fabrikam.example\"\n";
    for format in [None, Some(InputFormat::JsonLines), Some(InputFormat::Csv)] {
        let rows = read_in(text.as_bytes(), format, 5).expect("an input");
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 2);
    }
}

#[test]
fn what_is_special_comes_from_its_columns() {
    let text = "UPN;Scope;Reason;Ticket-Number;PassLifetime\nnora@fabrikam.example;Weak;lost;INC1;60\n\
                ole@fabrikam.example;;;;\n";
    let json = "{\"user\":\"nora@fabrikam.example\",\"scope\":\"weak\",\"reason\":\"lost\",\"ticket\":\"INC1\",\
                \"lifetimeMinutes\":60}\n{\"user\":\"ole@fabrikam.example\",\"scope\":null}\n";
    for text in [text, json] {
        let rows: Vec<_> = read(text).into_iter().map(|row| row.expect("a row")).collect();
        let special = rows[0].special.clone().expect("something special");
        assert_eq!(special.scope, Some(Scope::Weak));
        assert_eq!(special.reason.as_deref(), Some("lost"));
        assert_eq!(special.ticket.as_deref(), Some("INC1"));
        assert_eq!(special.lifetime_minutes, Some(60));
        assert_eq!(rows[1].special, None);
    }
}

#[test]
fn bad_rows_name_their_line_and_reason() {
    for (text, line, why) in [
        (
            "UPN,Note\nnora@fabrikam.example,Lind, Nora\n",
            2,
            "3 cells where there are 2 columns",
        ),
        ("UPN,Reason\nnora@fabrikam.example,\"a\nb\"\n", 2, "several lines"),
        ("UPN,Reason\n,left\n", 2, "names nobody"),
        ("UPN\n\"nora@fabrikam.example\"x\n", 2, "follows a closing quote"),
        ("UPN,Reason\nnora@fabrikam.example,gr\u{fc}n\n", 2, "UTF-8"),
        ("{\"user\":\"nora@fabrikam.example\"\n", 1, "line 1, column 31"),
        ("{}\n\n{\"user\" \"x\"}\n", 3, "expected `:` (line 3, column 9)"),
        ("{\"user\":true}\n", 1, "must be a text"),
        ("[\n{\"user\":\n \"x\" 1}]", 2, "(line 3, column 6)"),
        ("[7]", 1, "neither a JSON object"),
        ("[\"nora@fabrikam.example\"", 1, "not closed"),
        ("[\"nora@fabrikam.example\",\n", 2, "not closed"),
        ("[]\nx", 2, "follows the end"),
    ] {
        let bytes: Vec<u8> = text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).expect("Latin 1"))
            .collect();
        let rows = read_in(&bytes, None, 1 << 20).expect("an input");
        let bad = |row: &BadRow| row.line == line && row.reason.contains(why) && !row.duplicate;
        assert!(
            rows.iter().flat_map(|row| row.as_ref().err()).any(bad),
            "{text}: {rows:?}"
        );
    }
}

#[test]
fn a_stray_quote_swallows_nobody() {
    let lines: Vec<_> = (0..5000)
        .map(|number| format!("u{number}@fabrikam.example,x"))
        .collect();
    for (stray, quote) in [
        (7, "u7@fabrikam.example,\"x"),
        (7, "\"u7@fabrikam.example,x"),
        (4999, "\"a"),
    ] {
        let mut lines = lines.clone();
        lines[stray] = quote.to_owned();
        lines[4000] = "u4000@fabrikam.example,\"quoted\"".to_owned();
        let told = told(&format!("UPN,Note\n{}\n", lines.join("\n")));
        let bad: Vec<_> = told.iter().filter(|(_, name)| name.starts_with("bad")).collect();
        assert_eq!(told.len(), 5000);
        assert_eq!(
            bad.iter().map(|(line, _)| *line as usize).collect::<Vec<_>>(),
            [stray + 2]
        );
    }
}

#[test]
fn long_lines_are_bad_and_the_others_are_read() {
    let long = "x".repeat(70_000);
    let csv = format!("UPN,Note\n{long}\nnora@fabrikam.example,\"a\n{long}\nb\nole@fabrikam.example,\n");
    let lines: Vec<_> = told(&csv).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6]);
    let json = format!("{{\"user\":\"{long}\"}}\n{{\"user\":\"nora@fabrikam.example\"}}\n");
    assert_eq!(told(&json).len(), 2);
    let array = format!("[{{\"user\":\"{long}\"}},{{\"user\":\"nora@fabrikam.example\"}}]");
    assert_eq!(told(&array)[1].1, "nora@fabrikam.example");
}

#[test]
fn what_is_no_input_says_what_would_be_one() {
    let error = refused(b"DisplayName;Phone\nNora;+47 90000017\n");
    assert_eq!(error.code(), ErrorCode::InputRefused);
    assert!(error.message().contains("`DisplayName`, `Phone`"), "{error}");
    assert!(
        error
            .what_to_do()
            .is_some_and(|remedy| remedy.contains("UserPrincipalName"))
    );
    assert!(refused(b"PK\x03\x04\x14").message().contains("Excel"));
    assert!(refused(b"\"UPN\n").message().contains("cannot be read"));
    assert!(refused(b"PK").message().contains("`PK`"));
    assert!(!refused(b"+47 90000017\n").message().contains("90000017"));
    for empty in ["", "\n \n", "\u{feff}"] {
        assert!(read(empty).is_empty());
    }
}

/// A cell as one of the writers would write it.
fn cell(text: &str, separator: char, always: bool) -> String {
    if always || text.contains([separator, '"', '\n', '\r', ' ']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

prop_compose! {
    fn person()(name in "[a-z]{1,8}@[a-z]{1,8}\\.example", reason in "[ -~æøå]{0,12}", note in "[a-z,;\"\t\n \u{e6}]{0,12}")
        -> [String; 3] { [name, reason, note] }
}

proptest! {
    #[test]
    fn every_way_of_writing_reads_back(
        people in prop::collection::vec(person(), 0..20),
        separator in prop::sample::select(vec![',', ';', '\t']),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        always in any::<bool>(),
        utf16 in any::<bool>(),
        piece in 1_usize..50,
    ) {
        let header = ["User Principal Name", "Reason", "Note"].map(str::to_owned);
        let line = |cells: &[String; 3]| {
            let cells: Vec<_> = cells.iter().map(|text| cell(text, separator, always)).collect();
            format!("{}{end}", cells.join(&separator.to_string()))
        };
        let text: String = [&header].into_iter().chain(&people).map(line).collect();
        let bytes = if utf16 {
            ['\u{feff}'].into_iter().chain(text.chars()).collect::<String>()
                .encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            text.into_bytes()
        };
        let rows = read_in(&bytes, None, piece).expect("an input");
        prop_assert_eq!(rows.len(), people.len());
        let mut number = 2;
        for (row, [name, reason, note]) in rows.iter().zip(&people) {
            let row = row.as_ref().expect("a row");
            prop_assert_eq!(row.line, number);
            prop_assert_eq!(row.user.as_str(), name);
            let read = row.special.as_ref().and_then(|special| special.reason.as_deref());
            prop_assert_eq!(read.unwrap_or_default(), reason.trim());
            number += 1 + u32::try_from(note.matches('\n').count()).expect("few");
        }
    }

    #[test]
    fn every_line_is_a_row_or_a_bad_row(
        lines in prop::collection::vec("[ -!#-~æ]{0,20}|[a-z]{1,8}@[a-z]{1,8}\\.example", 0..30),
        header in prop::sample::select(vec!["UPN", "UPN,Scope", "{"]),
    ) {
        let text = format!("{header}\n{}\n", lines.join("\n"));
        let json = header == "{";
        let blank = |line: &str| line.chars().all(|c| c.is_whitespace() || (header == "UPN,Scope" && c == ','));
        let trailing = |line: &str| header == "UPN" && line.chars().all(|c| matches!(c, ',' | ' '));
        let mut expected: Vec<u32> = (2_u32..)
            .zip(&lines)
            .filter(|(_, line)| !blank(line) && !trailing(line))
            .map(|(number, _)| number)
            .collect();
        if json {
            expected.insert(0, 1);
        }
        let read: Vec<_> = told(&text).into_iter().map(|(line, _)| line).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn pieces_do_not_matter_and_nothing_panics(
        text in "(UPN,Reason\n|\\[|\\{\"user\":|)([a-z@.,;\"\n\r\\[\\]{}:é]|\"\"|\n|a@b\\.c){0,60}",
        format in prop::sample::select(vec![None, Some(InputFormat::Csv), Some(InputFormat::JsonLines)]),
        piece in 1_usize..9,
    ) {
        let whole = read_in(text.as_bytes(), format, 1 << 20);
        let pieces = read_in(text.as_bytes(), format, piece);
        prop_assert_eq!(whole.is_ok(), pieces.is_ok());
        let (Ok(whole), Ok(pieces)) = (whole, pieces) else { return Ok(()); };
        prop_assert_eq!(&whole, &pieces);
        let lines: Vec<_> = whole.iter().map(|row| row.as_ref().map_or_else(|bad| bad.line, |row| row.line)).collect();
        let array = text.trim_start().starts_with('[');
        prop_assert!(lines.windows(2).all(|pair| pair[0] < pair[1] || (array && pair[0] == pair[1])), "{:?}", lines);
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200), piece in 1_usize..50) {
        let told = |piece| read_in(&bytes, None, piece).map_err(|error| error.to_string());
        prop_assert_eq!(told(piece), told(1000));
    }
}
