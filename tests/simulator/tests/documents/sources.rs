//! What the sources of the scenario format say: the doc comments of types and fields, read from `src/scenario/`.
//!
//! Line by line, as rustfmt leaves them; inside macros the same lines mean the same.

use std::collections::BTreeMap;
use std::path::Path;

/// A struct or an enum.
#[derive(Debug, Default)]
pub(crate) struct Type {
    /// Doc comment, paragraph by paragraph.
    pub(crate) doc: String,
    /// Fields or variants in order: name in the source, Rust type (empty for a variant), doc comment.
    pub(crate) members: Vec<Member>,
}

/// A field or a variant.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) doc: String,
}

/// Every public type below the folder and in the named files.
pub(crate) fn read(places: &[&Path]) -> BTreeMap<String, Type> {
    let mut types = BTreeMap::new();
    for place in places {
        if place.is_dir() {
            for entry in std::fs::read_dir(place).unwrap() {
                parse(
                    &std::fs::read_to_string(entry.unwrap().path()).unwrap(),
                    &mut types,
                );
            }
        } else {
            parse(&std::fs::read_to_string(place).unwrap(), &mut types);
        }
    }
    types
}

fn parse(text: &str, types: &mut BTreeMap<String, Type>) {
    let mut lines = text.lines();
    let mut doc = Vec::new();
    let mut attribute = String::new();
    let mut inside: Option<(String, usize, Type)> = None;
    let mut of_macro: Vec<Member> = Vec::new();
    // Variants that a macro takes as a list: `Name = something,`.
    let mut of_lists: Vec<Member> = Vec::new();
    let mut listed = None;
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let trimmed = line.trim();
        if let Some(text) = trimmed.strip_prefix("///") {
            doc.push(text.trim().to_owned());
            continue;
        }
        if trimmed.starts_with("#[") {
            attribute.push_str(trimmed);
            while attribute.matches('[').count() > attribute.matches(']').count() {
                attribute.push_str(lines.next().expect("the attribute's end").trim());
            }
            continue;
        }
        match &mut inside {
            Some((_, depth, found)) if indent == *depth + 4 => {
                found.members.extend(member(trimmed, &doc, &attribute));
            }
            None => {
                inside = begin(trimmed, indent, &doc);
                if inside.is_none() && indent == 4 && !doc.is_empty() {
                    of_lists.extend(member(trimmed, &doc, &attribute));
                }
            }
            _ => {}
        }
        let ends = |depth: usize| (indent == depth && trimmed.starts_with('}')) || trimmed.ends_with("{}");
        if let Some((name, _, mut found)) = inside.take_if(|(_, depth, _)| ends(*depth)) {
            if name == "$name" {
                of_macro = found.members;
            } else {
                let own: Vec<String> = found.members.iter().map(|member| member.name.clone()).collect();
                found
                    .members
                    .extend(of_macro.iter().filter(|it| !own.contains(&it.name)).cloned());
                if found.members.is_empty() {
                    listed = Some(name.clone());
                }
                types.insert(name, found);
            }
        }
        doc.clear();
        attribute.clear();
    }
    if let Some(found) = listed.and_then(|name| types.get_mut(&name)) {
        found.members = of_lists;
    }
}

/// The name of a type that begins in this line.
fn begin(line: &str, indent: usize, doc: &[String]) -> Option<(String, usize, Type)> {
    let head = line.strip_suffix('{').or_else(|| line.strip_suffix("{}"))?.trim();
    let name = match head
        .strip_prefix("pub struct ")
        .or_else(|| head.strip_prefix("pub enum "))
    {
        Some(name) => name,
        // In a macro: `Name {` or `Name (Something) {`.
        None if indent == 4 => head.split(" (").next().unwrap_or_default(),
        None => return None,
    };
    let is_name =
        name == "$name" || name.chars().all(char::is_alphanumeric) && name.starts_with(char::is_uppercase);
    is_name.then(|| {
        let begun = Type {
            doc: joined(doc),
            members: Vec::new(),
        };
        (name.to_owned(), indent, begun)
    })
}

/// The lines of a doc comment as text; an empty one ends a paragraph. Links to other items lose their brackets, and
/// sources of knowledge stay in the sources.
fn joined(doc: &[String]) -> String {
    let paragraphs = doc.split(|line| line.is_empty()).map(|lines| lines.join(" "));
    let mut text = paragraphs
        .collect::<Vec<_>>()
        .join("\n\n")
        .replace("[`", "`")
        .replace("`]", "`");
    while let Some((before, after)) = text.split_once(" (facts ") {
        let (_, after) = after.split_once(')').expect("a closing bracket");
        text = format!("{before}{after}");
    }
    text
}

fn member(line: &str, doc: &[String], attribute: &str) -> Option<Member> {
    let line = line
        .trim_start_matches("pub ")
        .trim_end_matches(['{', ','])
        .trim();
    let (name, kind) = match line.split_once(": ") {
        Some((name, rest)) => (name, rest.split(" = ").next().unwrap_or_default()),
        None => (line.split(['(', ' ']).next().unwrap_or_default(), ""),
    };
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let renamed = attribute
        .split("rename = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    Some(Member {
        name: renamed.map_or_else(|| camel(name), str::to_owned),
        kind: kind.to_owned(),
        doc: joined(doc),
    })
}

/// `snake_case` as serde writes it; variants keep their capital, for the types decide what becomes of it.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (first, rest) = part.split_at(part.len().min(1));
        camel.push_str(&first.to_uppercase());
        camel.push_str(rest);
    }
    camel
}
