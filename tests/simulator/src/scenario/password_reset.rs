//! Self-service password reset, as far as the registration report tells of it (facts 7.1).

use serde::{Deserialize, Serialize};

/// The tenant's policy for self-service password reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SelfServicePasswordReset {
    /// Whether people who are no administrators may reset their own passwords; administrators always may.
    pub enabled: bool,
    /// How many methods people have to register for it, 1 or 2; administrators always need 2. The Authenticator app
    /// and its codes are one method.
    pub methods_required: usize,
}

impl Default for SelfServicePasswordReset {
    fn default() -> Self {
        Self {
            enabled: true,
            methods_required: 2,
        }
    }
}
