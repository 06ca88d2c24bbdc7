//! A secret has a type: it never prints, never serializes, and clears its memory (design invariant 9).

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use zeroize::Zeroizing;

/// A token, a client secret or a pass.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Every call is a place where a secret could leak: keep them few.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the secret is blank, which is a mistake of whoever gave it.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A secret on its way to whoever asked for it. Serializing the response that holds it is telling it: that happens once,
/// where the response crosses a language boundary. It does not print, and no event, error or note can hold one.
#[derive(Clone, PartialEq, Eq)]
pub struct Disclosed(Secret);

impl Disclosed {
    /// The secret.
    pub const fn secret(&self) -> &Secret {
        &self.0
    }
}

impl From<Secret> for Disclosed {
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}

impl fmt::Debug for Disclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Disclosed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for Disclosed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(Secret::new(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn does_not_print() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(format!("{:?}", Disclosed::from(secret)), "Secret(…)");
    }
}
