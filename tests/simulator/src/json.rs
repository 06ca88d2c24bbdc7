//! Reading JSON documents so that a mistake is told with the field it is in.

use serde::de::DeserializeOwned;

use crate::scenario::ScenarioError;

/// Reads a document; `whole` names it where the mistake is in no field.
pub(crate) fn read<T: DeserializeOwned>(text: &[u8], whole: &str) -> Result<T, ScenarioError> {
    let document = &mut serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut *document).map_err(|error| {
        let path = error.path().to_string();
        // A question mark stands where reading ended between fields.
        let field = match path.trim_end_matches('?').trim_end_matches('.') {
            "" => whole.to_owned(),
            path if path.starts_with('[') => format!("{whole}{path}"),
            path => path.to_owned(),
        };
        ScenarioError::new(field, error.into_inner().to_string())
    })?;
    let ended = document.end();
    ended.map_err(|error| ScenarioError::new(whole, error.to_string()))?;
    Ok(value)
}
