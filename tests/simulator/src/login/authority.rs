//! Whose accounts a path of the login host means: this tenant's, or anybody's (facts 13).

use super::failure::Failure;
use crate::scenario::SignInAudience;
use crate::tenant::Tenant;
use crate::tenant::application::Application;

/// The first segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Authority {
    ThisTenant,
    Common,
    Organizations,
    Consumers,
}

impl Authority {
    /// Reads the segment; a tenant that is not this one does not exist.
    pub(super) fn of(tenant: &Tenant, segment: &str) -> Result<Self, Failure> {
        match segment.to_ascii_lowercase().as_str() {
            "common" => Ok(Self::Common),
            "organizations" => Ok(Self::Organizations),
            "consumers" => Ok(Self::Consumers),
            name if name == tenant.domain || name == tenant.id.to_string() => Ok(Self::ThisTenant),
            _ => Err(Failure::saying(
                90_002,
                format!(
                    "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing \
                     into the correct cloud. Check with your subscription administrator, this may happen if there \
                     are no active subscriptions for the tenant."
                ),
            )),
        }
    }

    /// An application on its own behalf must say which tenant it means.
    pub(super) fn require_tenant(self) -> Result<(), Failure> {
        match self {
            Self::ThisTenant => Ok(()),
            _ => Err(Failure::of(50_059)),
        }
    }

    /// Whether people may sign in to the application through this authority.
    pub(super) fn admits(self, app: &Application) -> Result<(), Failure> {
        let name = match self {
            Self::ThisTenant => return Ok(()),
            Self::Common => "common",
            Self::Organizations => "organizations",
            // Nobody here is at home among the personal accounts.
            Self::Consumers => return Err(unknown_application(&app.client_id, "Microsoft Accounts")),
        };
        if app.sign_in_audience == SignInAudience::MultipleOrgs {
            return Ok(());
        }
        Err(Failure::saying(
            50_194,
            format!(
                "Application '{}'({}) is not configured as a multi-tenant application. Usage of the /{name} endpoint \
                 is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or \
                 configure the application to be multi-tenant.",
                app.client_id, app.name
            ),
        ))
    }
}

/// The directory does not know the application.
pub(super) fn unknown_application(client_id: &str, directory: &str) -> Failure {
    Failure::saying(
        700_016,
        format!(
            "Application with identifier '{client_id}' was not found in the directory '{directory}'. This can happen \
             if the application has not been installed by the administrator of the tenant or consented to by any \
             user in the tenant. You may have sent your authentication request to the wrong tenant."
        ),
    )
}
