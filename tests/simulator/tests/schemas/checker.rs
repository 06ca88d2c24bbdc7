//! The comparison itself, on a small description: what it accepts and what it calls a difference.

use serde_json::{Value, json};

use crate::reference::{Answered, Description, How};

/// Two kinds of pets, one of which has a name for its food, and a list of them.
fn description() -> Description {
    let named = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let answer = |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
    Description::of(
        "v1.0",
        &json!({
            "paths": { "/pets/{pet-id}": { "parameters": [], "get": { "responses": {
                "200": answer(named("pet")), "4XX": { "$ref": "#/components/responses/error" } } } },
                "/pets": {
                    "get": { "responses": { "200": answer(json!({ "type": "object", "required": ["value"],
                        "properties": { "value": { "type": "array", "items": named("pet") } } })) } },
                    "post": { "responses": { "2XX": answer(named("dog")) } },
                } },
            "components": {
                "responses": { "error": answer(json!({ "type": "object", "properties": { "error": { "type": "string" } } })) },
                "schemas": {
                    "thing": { "type": "object", "x-abstract": true, "properties": { "id": { "type": "string" } } },
                    "pet": { "allOf": [named("thing"), { "type": "object", "x-abstract": true, "properties": {
                        "born": { "type": "string", "format": "date-time", "nullable": true },
                        "size": { "anyOf": [named("size"), { "type": "object", "nullable": true }] },
                        "friend": { "allOf": [named("pet")], "x-ms-navigationProperty": true } } }] },
                    "dog": { "allOf": [named("pet"), { "type": "object", "properties": { "barks": { "type": "boolean" } } }] },
                    "cat": { "allOf": [named("pet"), { "type": "object", "additionalProperties": true, "properties": {
                        "lives": { "type": "integer" } } }] },
                    "size": { "type": "string", "enum": ["small", "large"] },
                },
            },
        }),
    )
}

fn differences(method: &str, path: &str, status: u16, body: Value) -> Vec<(How, String)> {
    let body = Some(body).filter(|body| !body.is_null());
    let answered = Answered {
        status,
        content_type: "application/json;charset=utf-8",
        body: body.as_ref(),
    };
    let found = description().differences(method, path, &answered);
    found.into_iter().map(|it| (it.how, it.about)).collect()
}

fn of_pet(body: Value) -> Vec<(How, String)> {
    differences("GET", "/pets/{id}", 200, body)
}

#[test]
fn what_is_declared_fits() {
    for pet in [
        json!({ "@odata.type": "#dog", "id": "1", "barks": true, "born": null, "size": "small", "friend": null }),
        json!({ "@odata.type": "#cat", "@odata.context": "x", "id@odata.etag": "y", "lives": 9, "size": null,
                "born": "2026-08-20T09:00:00.1234567Z" }),
        json!({ "@odata.type": "#dog", "friend": { "@odata.type": "#cat", "lives": 1 } }),
    ] {
        assert_eq!(of_pet(pet), []);
    }
    assert_eq!(
        differences(
            "GET",
            "/pets",
            200,
            json!({ "value": [{ "@odata.type": "#cat" }] })
        ),
        []
    );
    assert_eq!(differences("POST", "/pets", 201, json!({ "barks": false })), []);
    assert_eq!(differences("POST", "/pets", 204, Value::Null), []);
    assert_eq!(
        differences("GET", "/pets/{id}", 404, json!({ "error": "none" })),
        []
    );
}

#[test]
fn what_is_not_declared_differs() {
    let one = |how, about: &str| vec![(how, about.to_owned())];
    // A property of another type, and one that even an open type does not declare.
    assert_eq!(
        of_pet(json!({ "@odata.type": "#dog", "lives": 9 })),
        one(How::Undeclared, "dog.lives")
    );
    assert_eq!(
        of_pet(json!({ "@odata.type": "#cat", "purrs": true })),
        one(How::Undeclared, "cat.purrs")
    );
    assert_eq!(
        of_pet(json!({ "@odata.type": "#fish" })),
        one(How::Value, "pet.@odata.type")
    );
    // An abstract type has to say what it is.
    assert_eq!(of_pet(json!({ "id": "1" })), one(How::Value, "pet."));
    assert_eq!(
        of_pet(json!({ "@odata.type": "#cat", "lives": "9" })),
        one(How::Value, "cat.lives")
    );
    assert_eq!(
        of_pet(json!({ "@odata.type": "#cat", "lives": null })),
        one(How::Value, "cat.lives")
    );
    assert_eq!(
        of_pet(json!({ "@odata.type": "#cat", "size": "huge" })),
        one(How::Value, "size.size")
    );
    assert_eq!(
        of_pet(json!({ "@odata.type": "#cat", "born": "yesterday" })),
        one(How::Value, "cat.born")
    );
    let list = differences(
        "GET",
        "/pets",
        200,
        json!({ "value": [{ "@odata.type": "#cat", "lives": [] }] }),
    );
    assert_eq!(list, one(How::Value, "cat.lives"));
}

#[test]
fn operations_differ_as_a_whole() {
    let one = |how, about: &str| vec![(how, about.to_owned())];
    assert_eq!(
        differences("GET", "/fish", 200, json!({})),
        one(How::Path, "GET /fish")
    );
    assert_eq!(
        differences("PUT", "/pets", 200, json!({})),
        one(How::Method, "PUT /pets")
    );
    assert_eq!(
        differences("GET", "/pets", 202, json!({})),
        one(How::Status, "GET /pets")
    );
    assert_eq!(
        differences("GET", "/pets/{id}", 200, Value::Null),
        one(How::Status, "GET /pets/{id}")
    );
    let text = Answered {
        status: 200,
        content_type: "text/plain",
        body: Some(&json!({ "value": [] })),
    };
    let found = description().differences("GET", "/pets", &text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].how, How::ContentType);
}
