//! Reads the declarations that the TypeScript generator makes, and writes them for people: one field a line,
//! comments on one line where they fit, no references to documents that a reader of the package cannot see.

use std::fmt::Write as _;

const WIDTH: usize = 110;

/// A type, as far as the contract needs TypeScript's syntax.
pub(crate) enum Type {
    /// Alternatives.
    Union(Vec<Member>),
    /// All of them together.
    Intersection(Vec<Type>),
    /// An object with its fields.
    Object(Vec<Field>),
    /// Anything without braces, as it stands.
    Words(String),
}

/// One alternative of a union.
pub(crate) struct Member {
    comment: Vec<String>,
    of: Type,
}

/// One field of an object.
pub(crate) struct Field {
    comment: Vec<String>,
    key: String,
    of: Type,
}

/// Reads a type.
pub(crate) fn parse(text: &str) -> Type {
    let mut reader = Reader { rest: text };
    let read = reader.union();
    assert!(reader.peek().is_none(), "not understood: {}", reader.rest);
    read
}

/// The sentences of a `/** … */` comment.
pub(crate) fn comment_lines(comment: &str) -> Vec<String> {
    let lines = comment
        .trim()
        .trim_start_matches("/**")
        .trim_end_matches("*/")
        .lines();
    let text: Vec<_> = lines
        .map(|line| line.trim().trim_start_matches('*').trim())
        .collect();
    wrap(&without_references(text.join(" ").trim()))
}

/// Writes an exported declaration: an object becomes an interface, everything else a type.
pub(crate) fn declaration(name: &str, comment: &[String], of: &Type) -> String {
    let mut out = String::new();
    write_comment(&mut out, comment, "");
    match of {
        Type::Object(_) => _ = write!(out, "export interface {name} "),
        Type::Union(_) => _ = write!(out, "export type {name} ="),
        _ => _ = write!(out, "export type {name} = "),
    }
    of.write(&mut out, "");
    out.push_str(if matches!(of, Type::Object(_)) {
        "\n"
    } else {
        ";\n"
    });
    out
}

impl Type {
    /// Gives each alternative of a union its comment.
    pub(crate) fn document_members(mut self, comments: &[String]) -> Self {
        if let Self::Union(members) = &mut self
            && members.len() == comments.len()
        {
            for (member, comment) in members.iter_mut().zip(comments) {
                member.comment = wrap(&without_references(comment));
            }
        }
        self
    }

    fn write(&self, out: &mut String, indent: &str) {
        match self {
            Self::Words(words) => out.push_str(words),
            Self::Object(fields) => write_object(out, fields, indent),
            Self::Intersection(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { " & " });
                    part.write(out, indent);
                }
            }
            Self::Union(members) => {
                let inner = format!("{indent}  ");
                for member in members {
                    out.push('\n');
                    write_comment(out, &member.comment, &inner);
                    _ = write!(out, "{inner}| ");
                    member.of.write(out, &format!("{inner}  "));
                }
            }
        }
    }
}

fn write_object(out: &mut String, fields: &[Field], indent: &str) {
    if let [
        Field {
            comment,
            key,
            of: Type::Words(words),
        },
    ] = fields
        && comment.is_empty()
    {
        _ = write!(out, "{{ {key}: {words} }}");
        return;
    }
    let inner = format!("{indent}  ");
    out.push_str("{\n");
    for field in fields {
        write_comment(out, &field.comment, &inner);
        _ = write!(out, "{inner}{}: ", field.key);
        field.of.write(out, &inner);
        out.push_str(";\n");
    }
    _ = write!(out, "{indent}}}");
}

fn write_comment(out: &mut String, comment: &[String], indent: &str) {
    match comment {
        [] => {}
        [line] => _ = writeln!(out, "{indent}/** {line} */"),
        lines => {
            _ = writeln!(out, "{indent}/**");
            for line in lines {
                _ = writeln!(out, "{indent} * {line}");
            }
            _ = writeln!(out, "{indent} */");
        }
    }
}

fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < WIDTH - 10 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Leaves out `(facts 4.1)` and `(design invariant 3)`, which speak to contributors, and the brackets of links.
fn without_references(text: &str) -> String {
    let mut text = text.replace("[`", "`").replace("`]", "`");
    for reference in [" (facts ", " (design invariant "] {
        while let Some(start) = text.find(reference) {
            let end = text[start..].find(')').map_or(text.len(), |end| start + end + 1);
            text.replace_range(start..end, "");
        }
    }
    text
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest = &self.rest[wanted.len_utf8()..];
        }
        found
    }

    /// Everything up to the first of these characters outside quotes and angle brackets.
    fn until(&mut self, ends: &[char]) -> &'a str {
        let (mut quoted, mut depth) = (false, 0);
        let end = self.rest.char_indices().find(|(_, c)| {
            match c {
                '"' => quoted = !quoted,
                '<' => depth += 1,
                '>' => depth -= 1,
                _ => {}
            }
            !quoted && depth == 0 && ends.contains(c)
        });
        let (words, rest) = self.rest.split_at(end.map_or(self.rest.len(), |(at, _)| at));
        self.rest = rest;
        words.trim()
    }

    fn union(&mut self) -> Type {
        let mut members = Vec::new();
        loop {
            members.push(Member {
                comment: Vec::new(),
                of: self.intersection(),
            });
            if !self.take('|') {
                break;
            }
        }
        if members.len() == 1 {
            members.remove(0).of
        } else {
            Type::Union(members)
        }
    }

    fn intersection(&mut self) -> Type {
        let mut parts = Vec::new();
        loop {
            parts.push(self.single());
            if !self.take('&') {
                break;
            }
        }
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            Type::Intersection(parts)
        }
    }

    fn single(&mut self) -> Type {
        if self.take('(') {
            let inner = self.union();
            assert!(self.take(')'), "a parenthesis is not closed: {}", self.rest);
            return inner;
        }
        if !self.take('{') {
            let words = self.until(&[',', '}', '|', '&', ')']);
            let element = words
                .strip_prefix("Array<")
                .and_then(|words| words.strip_suffix('>'));
            return Type::Words(
                element.map_or_else(|| words.to_owned(), |element| format!("readonly {element}[]")),
            );
        }
        let mut fields = Vec::new();
        while !self.take('}') {
            fields.push(self.field());
            self.take(',');
        }
        Type::Object(fields)
    }

    fn field(&mut self) -> Field {
        let mut comment = Vec::new();
        if self.peek() == Some('/') {
            let (text, rest) = self.rest.split_once("*/").expect("a comment ends");
            comment = comment_lines(text);
            self.rest = rest;
        }
        let key = self.until(&[':']).replace('"', "");
        assert!(self.take(':'), "a field has a type: {}", self.rest);
        Field {
            comment,
            key,
            of: self.union(),
        }
    }
}
