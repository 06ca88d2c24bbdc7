//! The documented form of a case: `case.schema.json`.

use serde_json::Value;

/// The schema, as it lies beside the cases for editors to use.
pub const CASE_SCHEMA: &str = include_str!("../case.schema.json");

/// Checks a document against the schema.
///
/// # Errors
/// Says where the document is not a case.
pub fn validate(document: &Value) -> Result<(), String> {
    const PLACE: &str = "https://graph-mfa.example/case.schema.json";
    let schema: Value = serde_json::from_str(CASE_SCHEMA).map_err(|error| format!("the schema: {error}"))?;
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler
        .add_resource(PLACE, schema)
        .map_err(|error| format!("the schema: {error}"))?;
    let index = compiler
        .compile(PLACE, &mut schemas)
        .map_err(|error| format!("the schema: {error:#}"))?;
    schemas
        .validate(document, index)
        .map_err(|error| format!("{error:#}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_schema_accepts_a_case_and_says_what_is_wrong_with_another() {
        let mut case = json!({
            "name": "a-case",
            "story": "Somebody does something.",
            "scenario": {},
            "signIn": {"clientSecret": true},
            "request": {"operation": "getUser", "user": "nora.lind@fabrikam.example"},
            "expect": {"error": {"code": "userNotFound"}}
        });
        assert_eq!(validate(&case), Ok(()));
        case["expect"]["error"]["codes"] = json!("userNotFound");
        let problem = validate(&case).expect_err("an unknown field");
        assert!(problem.contains("codes"), "{problem}");
    }
}
