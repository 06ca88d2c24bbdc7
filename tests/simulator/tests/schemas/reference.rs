//! The published description of Graph, where it is found, and what it says about one answer.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use boon::{Compiler, ErrorKind, SchemaIndex, Schemas, ValidationError};
use serde_json::{Map, Value, json};

use crate::convert::Types;

/// The versions of Graph.
pub(crate) const VERSIONS: [&str; 2] = ["v1.0", "beta"];

/// Where the reference material lies: `GRAPHMFA_REFERENCE`, else beside the checkout. Contributors may do without it.
pub(crate) fn folder() -> Option<&'static Path> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOUND.get_or_init(find).as_deref()
}

fn find() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference");
    let folder = std::env::var_os("GRAPHMFA_REFERENCE").map_or_else(|| beside.into(), PathBuf::from);
    if folder.join("graph-openapi-v1.0-subset.json").is_file() {
        return Some(folder);
    }
    // Written past the test harness, which would keep the line to itself.
    let absent = folder.display();
    let line = format!("skipped: answers are not compared with the published schemas, {absent} is absent");
    writeln!(std::io::stdout(), "{line}").expect("standard output");
    None
}

/// The descriptions of both versions, when the reference material is there.
pub(crate) fn descriptions() -> Option<&'static [Description]> {
    static READ: OnceLock<Option<Vec<Description>>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        let folder = folder()?;
        Some(VERSIONS.map(|version| Description::read(folder, version)).into())
    });
    read.as_deref()
}

/// A difference between an answer and the description.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Difference {
    /// What differs: a type's property, as `type.property`, or the method and path.
    pub(crate) about: String,
    /// How.
    pub(crate) how: How,
    /// The value or the reason, for reading only.
    pub(crate) detail: String,
}

/// How an answer differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// The description has no such path.
    Path,
    /// The path has no such method.
    Method,
    /// The operation has no such status, or declares a body where there is none or none where there is one.
    Status,
    /// The content type is another one.
    ContentType,
    /// The type does not declare the property.
    Undeclared,
    /// The property has a value that it cannot have.
    Value,
}

/// One version of Graph as described.
pub(crate) struct Description {
    pub(crate) version: &'static str,
    paths: BTreeMap<String, Value>,
    /// By operation and status, what a body has to be.
    answers: BTreeMap<(String, String), Declared>,
    types: BTreeMap<String, SchemaIndex>,
    schemas: Schemas,
}

struct Declared {
    content_type: String,
    schema: SchemaIndex,
}

impl Description {
    fn read(folder: &Path, version: &'static str) -> Self {
        let text = std::fs::read_to_string(folder.join(format!("graph-openapi-{version}-subset.json")))
            .expect("a description");
        Self::of(version, &serde_json::from_str(&text).expect("JSON"))
    }

    pub(crate) fn of(version: &'static str, document: &Value) -> Self {
        let types = Types::of(document);
        let mut definitions = types.definitions();
        let mut paths = BTreeMap::new();
        let mut bodies = Vec::new();
        for (path, item) in document["paths"].as_object().expect("paths") {
            let shape = shape(path);
            for (method, operation) in item.as_object().into_iter().flatten() {
                let Some(responses) = operation.get("responses").and_then(Value::as_object) else {
                    continue;
                };
                for (status, response) in responses {
                    let response = match response.get("$ref").and_then(Value::as_str) {
                        Some(reference) => {
                            &document["components"]["responses"]
                                [reference.rsplit('/').next().unwrap_or_default()]
                        }
                        None => response,
                    };
                    for (content_type, content) in response["content"].as_object().into_iter().flatten() {
                        let name = format!("answer-{}", bodies.len());
                        definitions.insert(name.clone(), types.convert(&content["schema"]));
                        let operation = format!("{} {shape}", method.to_uppercase());
                        bodies.push(((operation, status.clone()), content_type.clone(), name));
                    }
                }
            }
            paths.insert(shape, item.clone());
        }
        let mut compiled = Compiled::new(version, definitions);
        let answers = bodies
            .into_iter()
            .map(|(key, content_type, name)| {
                (
                    key,
                    Declared {
                        content_type,
                        schema: compiled.index(&name),
                    },
                )
            })
            .collect();
        let names: Vec<String> = compiled
            .names
            .iter()
            .filter(|name| name.starts_with("any:"))
            .cloned()
            .collect();
        let types = names
            .iter()
            .map(|name| (name["any:".len()..].to_owned(), compiled.index(name)))
            .collect();
        Self {
            version,
            paths,
            answers,
            types,
            schemas: compiled.schemas,
        }
    }

    /// The path of the description that a concrete path follows; a name wins over a key.
    pub(crate) fn template(&self, path: &str) -> Option<&str> {
        let wanted = shape(path);
        let fits = |template: &&String| {
            let (mut own, mut sent) = (template.split('/'), wanted.split('/'));
            let agree = own
                .by_ref()
                .zip(sent.by_ref())
                .all(|(own, sent)| own == "{}" || own == sent);
            agree && own.next().is_none() && sent.next().is_none()
        };
        let keys = |template: &&String| template.matches("{}").count();
        self.paths
            .keys()
            .filter(|template| template.split('/').count() == wanted.split('/').count())
            .filter(fits)
            .min_by_key(keys)
            .map(String::as_str)
    }

    /// How the answer to an operation differs. `method` and `path` are those of the route.
    pub(crate) fn differences(&self, method: &str, path: &str, answer: &Answered<'_>) -> Vec<Difference> {
        let operation = format!("{method} {path}");
        let whole = |how, detail: String| {
            vec![Difference {
                about: operation.clone(),
                how,
                detail,
            }]
        };
        let shape = shape(path);
        let Some(item) = self.paths.get(&shape) else {
            return whole(How::Path, "no such path".into());
        };
        let Some(responses) = item
            .get(method.to_lowercase())
            .map(|operation| &operation["responses"])
        else {
            return whole(How::Method, "no such method".into());
        };
        let exact = answer.status.to_string();
        let class = format!("{}XX", answer.status / 100);
        let Some(status) = [exact, class]
            .into_iter()
            .find(|status| responses.get(status).is_some())
        else {
            return whole(How::Status, format!("status {}", answer.status));
        };
        match (
            self.answers.get(&(format!("{method} {shape}"), status)),
            answer.body,
        ) {
            (None, None) => Vec::new(),
            // A range of statuses declares the body of those that have one.
            (Some(_), None) if answer.status == 204 => Vec::new(),
            (None, Some(_)) => whole(How::Status, format!("a body with status {}", answer.status)),
            (Some(_), None) => whole(How::Status, format!("no body with status {}", answer.status)),
            (Some(declared), Some(body)) => {
                let essence = answer.content_type.split(';').next().unwrap_or_default();
                let mut differences = self.compare(declared.schema, &operation, body);
                if essence != declared.content_type {
                    differences.extend(whole(How::ContentType, answer.content_type.to_owned()));
                }
                differences
            }
        }
    }

    /// How a value differs from a type.
    pub(crate) fn differences_from_type(
        &self,
        name: &str,
        operation: &str,
        value: &Value,
    ) -> Vec<Difference> {
        self.compare(self.types[name], operation, value)
    }

    fn compare(&self, schema: SchemaIndex, operation: &str, value: &Value) -> Vec<Difference> {
        let Err(error) = self.schemas.validate(value, schema) else {
            return Vec::new();
        };
        let mut found = BTreeSet::new();
        leaves(&error, &mut |leaf| {
            let definition = leaf.schema_url.split("#/$defs/").nth(1).unwrap_or_default();
            let mut within = definition.split('/');
            let owner = within.next().unwrap_or_default();
            let owner = if owner.starts_with("answer-") {
                operation
            } else {
                owner.trim_start_matches("any:")
            };
            let place = leaf.instance_location.to_string();
            let shown = value.pointer(&place).map(ToString::to_string).unwrap_or_default();
            let shown: String = shown.chars().take(120).collect();
            if let ErrorKind::AdditionalProperties { got } = &leaf.kind {
                for name in got {
                    let about = format!("{owner}.{name}");
                    found.insert(Difference {
                        about,
                        how: How::Undeclared,
                        detail: format!("at {place}"),
                    });
                }
            } else {
                let property = place
                    .rsplit('/')
                    .find(|token| token.parse::<usize>().is_err())
                    .unwrap_or_default();
                let about = format!("{owner}.{property}");
                found.insert(Difference {
                    about,
                    how: How::Value,
                    detail: format!("{}: {shown} at {place}", leaf.kind),
                });
            }
        });
        found.into_iter().collect()
    }
}

/// An answer, as far as a description tells about it.
pub(crate) struct Answered<'a> {
    pub(crate) status: u16,
    pub(crate) content_type: &'a str,
    pub(crate) body: Option<&'a Value>,
}

struct Compiled {
    place: String,
    compiler: Compiler,
    schemas: Schemas,
    names: Vec<String>,
}

impl Compiled {
    fn new(version: &str, definitions: Map<String, Value>) -> Self {
        let place = format!("https://graph.example/{version}");
        let names = definitions.keys().cloned().collect();
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        compiler.register_format(boon::Format {
            name: "base64url",
            func: base64url,
        });
        compiler
            .add_resource(&place, json!({ "$defs": definitions }))
            .expect("schemas");
        Self {
            place,
            compiler,
            schemas: Schemas::new(),
            names,
        }
    }

    fn index(&mut self, name: &str) -> SchemaIndex {
        let place = format!("{}#/$defs/{name}", self.place);
        self.compiler
            .compile(&place, &mut self.schemas)
            .unwrap_or_else(|error| panic!("{place}: {error:#}"))
    }
}

fn base64url(value: &Value) -> Result<(), Box<dyn std::error::Error>> {
    match value.as_str() {
        Some(text)
            if !text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(&byte)) =>
        {
            Err("not base64url".into())
        }
        _ => Ok(()),
    }
}

fn leaves<'e>(error: &'e ValidationError<'e, 'e>, see: &mut dyn FnMut(&ValidationError<'_, '_>)) {
    if error.causes.is_empty() {
        see(error);
    }
    for cause in &error.causes {
        leaves(cause, see);
    }
}

/// A path without the names of its keys and parameters, so that different namings compare.
pub(crate) fn shape(path: &str) -> String {
    let segments = path.split('/').map(
        |segment| match (segment.split_once('('), segment.starts_with('{')) {
            (_, true) => "{}".to_owned(),
            (Some((name, _)), _) => format!("{name}()"),
            (None, _) => segment.to_owned(),
        },
    );
    segments.collect::<Vec<_>>().join("/")
}
