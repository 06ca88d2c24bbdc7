//! The documents keep up with the sources.
//!
//! `SCENARIO.md` describes the scenario format completely: its tables come from the doc comments of the types in
//! `src/scenario/`, its examples are tenants. `README.md` lists the routes that are served. `GRAPH_MFA_BLESS=1` writes
//! the tables (`cargo xtask codegen` does).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests say what they expect"
)]

mod sources;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use graph_sim::{Route, Scenario, Simulator, routes};
use serde_json::Value;
use types::{Probe, TYPES};

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/SCENARIO.md");
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

fn document() -> String {
    std::fs::read_to_string(SCENARIO).unwrap()
}

fn sources() -> BTreeMap<String, sources::Type> {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    sources::read(&[&crate_root.join("src/scenario"), &crate_root.join("src/cloud.rs")])
}

/// The blocks with this language.
fn blocks<'d>(document: &'d str, language: &str) -> Vec<&'d str> {
    let fence = format!("```{language}\n");
    document
        .split(fence.as_str())
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("```")?.0))
        .collect()
}

#[test]
fn scenario_md_matches_the_sources() {
    let sources = sources();
    let document = document();
    let mut written = String::new();
    let mut rest = document.as_str();
    let mut described = BTreeSet::new();
    while let Some((before, after)) = rest.split_once("<!-- fields of ") {
        let (name, after) = after.split_once(" -->\n").expect("a marker");
        let (_, after) = after
            .split_once("<!-- end -->")
            .unwrap_or_else(|| panic!("{name}: no end marker"));
        assert!(described.insert(name.to_owned()), "{name} is described twice");
        assert!(document.contains(&format!("# {name}\n")), "{name} has no heading");
        let (_, probe) = TYPES
            .iter()
            .find(|(known, _)| *known == name)
            .unwrap_or_else(|| panic!("no type {name}"));
        written.push_str(&format!(
            "{before}<!-- fields of {name} -->\n{}<!-- end -->",
            table(name, probe, &sources)
        ));
        rest = after;
    }
    written.push_str(rest);
    let all: BTreeSet<String> = TYPES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(described, all, "what is described, and what there is");
    compare(SCENARIO, &document, &written);
}

#[test]
fn readme_md_lists_the_routes() {
    let document = std::fs::read_to_string(README).unwrap();
    let (before, rest) = document.split_once("<!-- routes -->\n").expect("a marker");
    let (_, after) = rest.split_once("<!-- end -->").expect("its end");
    let mut paths: BTreeMap<&str, Vec<Route>> = BTreeMap::new();
    for route in routes() {
        paths.entry(route.path).or_default().push(route);
    }
    let mut table = "| Path | Methods |\n| --- | --- |\n".to_owned();
    for (path, mut here) in paths {
        here.sort_by_key(|route| {
            ["GET", "POST", "PATCH", "PUT"]
                .iter()
                .position(|it| *it == route.method)
                .unwrap_or(4)
        });
        let in_both = |route: &Route| route.versions.len() == 2;
        let beta = if here.iter().any(in_both) {
            ""
        } else {
            ", beta only"
        };
        let methods: Vec<String> = here
            .iter()
            .map(|route| {
                format!(
                    "{}{}",
                    route.method,
                    if beta.is_empty() && !in_both(route) {
                        " (beta)"
                    } else {
                        ""
                    }
                )
            })
            .collect();
        table.push_str(&format!("| `{path}` | {}{beta} |\n", methods.join(" ")));
    }
    let written = format!("{before}<!-- routes -->\n{table}<!-- end -->{after}");
    compare(README, &document, &written);
}

/// Fails where the document is not as it should be written, or writes it, when told to.
fn compare(place: &str, document: &str, written: &str) {
    if written != document && std::env::var_os("GRAPH_MFA_BLESS").is_some() {
        std::fs::write(place, written).unwrap();
        return;
    }
    let differs = written
        .lines()
        .zip(document.lines())
        .find(|(new, old)| new != old);
    assert!(
        written == document,
        "{place} is out of date, `cargo xtask codegen` writes it; first: {differs:#?}"
    );
}

#[test]
fn every_type_of_the_sources_is_known_to_this_test() {
    let known: BTreeSet<&str> = TYPES
        .iter()
        .map(|(name, _)| *name)
        .chain(types::OTHERWISE.iter().copied())
        .collect();
    let sources = sources();
    let there: BTreeSet<&str> = sources.keys().map(String::as_str).collect();
    let unknown: Vec<&&str> = there.difference(&known).collect();
    assert!(
        unknown.is_empty(),
        "add to types.rs, and to SCENARIO.md a heading and markers: {unknown:?}"
    );
    let gone: Vec<&&str> = known.difference(&there).collect();
    assert!(gone.is_empty(), "no longer in the sources: {gone:?}");
}

#[test]
fn what_has_tables_of_its_own_is_complete() {
    let document = document();
    for (what, names) in types::by_hand() {
        for name in names {
            assert!(
                document.contains(&format!("`{name}`")),
                "{what} `{name}` is not in SCENARIO.md"
            );
        }
    }
}

#[test]
fn every_example_is_a_tenant() {
    let document = document();
    let examples = blocks(&document, "json");
    assert!(examples.len() >= 10, "{} examples", examples.len());
    for example in examples {
        let scenario = Scenario::from_json(example).unwrap_or_else(|error| panic!("{error}\n{example}"));
        Simulator::new(scenario).unwrap_or_else(|error| panic!("{error}\n{example}"));
    }
}

/// The table of a type.
fn table(name: &str, probe: &Probe, sources: &BTreeMap<String, sources::Type>) -> String {
    let source = &sources[name];
    assert!(!source.doc.is_empty(), "{name} has no doc comment");
    let of = |member: &str| {
        let same = |it: &&sources::Member| it.name == member || it.name.eq_ignore_ascii_case(member);
        source
            .members
            .iter()
            .find(same)
            .unwrap_or_else(|| panic!("{name}.{member} is not in the sources"))
    };
    let mut table = format!("{}\n\n", source.doc);
    match probe {
        Probe::Struct {
            fields,
            minimal,
            defaults,
        } => {
            table.push_str("| Field | Value | Default | Meaning |\n| --- | --- | --- | --- |\n");
            for field in fields() {
                let member = of(&field);
                assert!(!member.doc.is_empty(), "{name}.{field} has no doc comment");
                let required = minimal().get(&field).is_some();
                let default = match (required, defaults().get(&field)) {
                    (true, _) => "required".to_owned(),
                    (_, Some(value)) => shown(value),
                    (_, None) if member.kind == "bool" => "`false`".to_owned(),
                    (_, None) => String::new(),
                };
                let doc = if default.is_empty() {
                    member.doc.clone()
                } else {
                    without_default(&member.doc)
                };
                table.push_str(&format!(
                    "| `{field}` | {} | {default} | {doc} |\n",
                    value_of(&member.kind)
                ));
            }
        }
        Probe::Enum { values } => {
            table.push_str("| Value | Meaning |\n| --- | --- |\n");
            for value in values() {
                let doc = &of(&value).doc;
                assert!(!doc.is_empty(), "{name} {value} has no doc comment");
                table.push_str(&format!("| `{value}` | {doc} |\n"));
            }
        }
    }
    table
}

/// A default, where it is short enough to be shown.
fn shown(value: &Value) -> String {
    match value {
        Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(text) if !text.is_empty() => format!("`\"{text}\"`"),
        _ => String::new(),
    }
}

/// The doc comment without the sentence that tells the default, which has a column.
fn without_default(doc: &str) -> String {
    match doc.split_once(" Default: ") {
        Some((before, after)) => {
            let rest = after.split_once(". ").map_or("", |(_, rest)| rest);
            format!("{before} {rest}").trim().to_owned()
        }
        None => doc.to_owned(),
    }
}

/// What a field holds, in the words of JSON.
fn value_of(kind: &str) -> String {
    let inner = |prefix: &str| kind.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Option<").or_else(|| inner("Box<")) {
        return value_of(inner);
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", value_of(inner));
    }
    match kind {
        "String" | "Box<str>" => "text".into(),
        "bool" => "true or false".into(),
        "u16" | "u32" | "u64" | "usize" | "f64" => "number".into(),
        "OffsetDateTime" => "instant".into(),
        "Value" => "anything".into(),
        "MethodKind" => "kind of a method".into(),
        map if map.starts_with("BTreeMap<") => "object of texts".into(),
        named => format!("[{named}](#{})", named.to_lowercase()),
    }
}
