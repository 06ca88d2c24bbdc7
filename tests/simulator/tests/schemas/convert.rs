//! From the OpenAPI 3.0 description of Graph to JSON Schema, more strictly than it is written: every type is closed.
//!
//! The description declares hardly anything as required and leaves many types open, so that nearly every object would
//! be valid. Here a property that neither the type nor its base types declare is an error, unless it is an annotation,
//! which has an at sign in its name. Where a type is expected, `@odata.type` decides which of the derived types has to
//! fit; an abstract type needs it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

const SCHEMAS: &str = "#/components/schemas/";

/// The types of a description.
pub(crate) struct Types<'d> {
    schemas: &'d Map<String, Value>,
}

impl<'d> Types<'d> {
    pub(crate) fn of(description: &'d Value) -> Self {
        let schemas = description["components"]["schemas"].as_object().expect("schemas");
        Self { schemas }
    }

    /// A JSON Schema for each type: under its own name for exactly this type, under `any:…` for this or a derived one.
    pub(crate) fn definitions(&self) -> Map<String, Value> {
        let mut definitions = Map::new();
        let derived = self.derived();
        for (name, schema) in self.schemas {
            if schema.get("enum").is_some() {
                definitions.insert(name.clone(), self.convert(schema));
            } else {
                definitions.insert(name.clone(), self.exactly(name));
                definitions.insert(
                    format!("any:{name}"),
                    self.this_or_derived(name, &derived[name.as_str()]),
                );
            }
        }
        definitions
    }

    /// The JSON Schema of a schema in place.
    pub(crate) fn convert(&self, schema: &Value) -> Value {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let name = reference.strip_prefix(SCHEMAS).expect("a reference to a schema");
            let any = if self.schemas[name].get("enum").is_some() {
                ""
            } else {
                "any:"
            };
            return json!({ "$ref": format!("#/$defs/{any}{name}") });
        }
        // A relation that was followed: at most one object.
        if let Some([relation]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
            return nullable(self.convert(relation));
        }
        // The description writes "or null" as an alternative.
        if let Some([one, or_null]) = schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice) {
            assert_eq!(or_null["nullable"], true, "{schema}");
            return nullable(self.convert(one));
        }
        let Some(kind) = schema.get("type").and_then(Value::as_str) else {
            assert_eq!(*schema, json!({}), "a schema of an unknown form");
            return json!(true);
        };
        let mut converted = Map::new();
        match kind {
            "object" => {
                converted = self.object(
                    schema
                        .get("properties")
                        .and_then(Value::as_object)
                        .into_iter()
                        .flatten(),
                );
                if let Some(values @ Value::Object(_)) = schema.get("additionalProperties") {
                    converted.insert("additionalProperties".into(), self.convert(values));
                }
                copy(schema, &mut converted, &["required"]);
            }
            "array" => {
                converted.insert("type".into(), kind.into());
                converted.insert("items".into(), self.convert(&schema["items"]));
            }
            _ => {
                converted.insert("type".into(), kind.into());
                copy(schema, &mut converted, &["enum", "format"]);
            }
        }
        if schema.get("nullable") == Some(&Value::Bool(true)) {
            converted.insert("type".into(), json!([kind, "null"]));
        }
        converted.into()
    }

    /// A closed object with these properties.
    fn object<'p>(
        &self,
        properties: impl IntoIterator<Item = (&'p String, &'p Value)>,
    ) -> Map<String, Value> {
        let declared = properties.into_iter();
        let properties: Map<String, Value> = declared
            .map(|(name, it)| (name.clone(), self.convert(it)))
            .collect();
        let closed = json!({
            "type": "object",
            "properties": properties,
            "patternProperties": { "@": true },
            "additionalProperties": false,
        });
        match closed {
            Value::Object(object) => object,
            _ => Map::new(),
        }
    }

    fn exactly(&self, name: &str) -> Value {
        let parts = self.with_bases(name);
        let properties = parts
            .iter()
            .filter_map(|(_, part)| part.get("properties")?.as_object())
            .flatten();
        let mut object = self.object(properties);
        let required: Vec<&Value> = parts
            .iter()
            .filter_map(|(_, part)| part.get("required")?.as_array())
            .flatten()
            .collect();
        if !required.is_empty() {
            object.insert("required".into(), json!(required));
        }
        object.into()
    }

    fn this_or_derived(&self, name: &str, derived: &[&str]) -> Value {
        let known: Vec<String> = derived.iter().map(|name| format!("#{name}")).collect();
        let cases: Vec<Value> = derived
            .iter()
            .map(|name| {
                json!({
                    "if": { "required": ["@odata.type"], "properties": { "@odata.type": { "const": format!("#{name}") } } },
                    "then": { "$ref": format!("#/$defs/{name}") },
                })
            })
            .collect();
        let untold = if self.is_abstract(name) {
            json!({ "required": ["@odata.type"] })
        } else {
            json!({ "$ref": format!("#/$defs/{name}") })
        };
        let mut any = json!({
            "type": "object",
            "if": { "required": ["@odata.type"] },
            "then": { "properties": { "@odata.type": { "enum": known } } },
            "else": untold,
        });
        if !cases.is_empty() {
            any["allOf"] = cases.into();
        }
        any
    }

    /// The parts of a type that declare something, its own first.
    fn with_bases(&self, name: &str) -> Vec<(&'d str, &'d Value)> {
        let mut parts = Vec::new();
        let mut next = self.schemas.get_key_value(name);
        while let Some((name, schema)) = next {
            match schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
                Some([base, own]) => {
                    parts.push((name.as_str(), own));
                    let base = base["$ref"].as_str().and_then(|it| it.strip_prefix(SCHEMAS));
                    next = self.schemas.get_key_value(base.expect("a base type"));
                }
                _ => {
                    parts.push((name.as_str(), schema));
                    next = None;
                }
            }
        }
        parts
    }

    fn is_abstract(&self, name: &str) -> bool {
        self.with_bases(name)[0].1.get("x-abstract") == Some(&Value::Bool(true))
    }

    /// For each type: itself and what derives from it, but no abstract ones.
    fn derived(&self) -> BTreeMap<&'d str, Vec<&'d str>> {
        let mut derived: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in self.schemas.keys() {
            derived.entry(name).or_default();
            for (base, _) in self.with_bases(name) {
                if !self.is_abstract(name) {
                    derived.entry(base).or_default().push(name);
                }
            }
        }
        derived
    }
}

fn nullable(schema: Value) -> Value {
    json!({ "if": { "type": "null" }, "else": schema })
}

fn copy(from: &Value, to: &mut Map<String, Value>, keywords: &[&str]) {
    for &keyword in keywords {
        if let Some(value) = from.get(keyword) {
            to.insert(keyword.into(), value.clone());
        }
    }
}
