//! The kinds of directory objects: how they are called, which properties they have, what can be asked of those
//! (facts 1.3, 8.5; the published schemas for names).

use crate::tenant::objects::Object;

/// A kind of directory object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    User,
    Group,
    ServicePrincipal,
    DirectoryRole,
    AdministrativeUnit,
}

/// What a cast segment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cast {
    /// Objects of a kind.
    To(Kind),
    /// Objects of a kind that the tenant has none of.
    ToNothing(&'static str),
}

/// A property as a filter and `$orderby` see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Not indexed.
    Never,
    /// `eq`, `in`; `ne` and `not` as an advanced query.
    Equal,
    /// The same, and `startsWith`, `ge`, `le`.
    Text,
    /// `eq`, `ge`, `le`.
    Instant,
    /// `any` over a collection of texts.
    Texts,
}

/// A property.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    /// Whether it comes unasked.
    pub(crate) by_default: bool,
    pub(crate) asked: Asked,
}

impl Kind {
    pub(crate) fn of(object: &Object<'_>) -> Self {
        match object {
            Object::User(_) => Self::User,
            Object::Group(_) => Self::Group,
            Object::ServicePrincipal(_) => Self::ServicePrincipal,
            Object::Role(..) => Self::DirectoryRole,
            Object::Unit(_) => Self::AdministrativeUnit,
        }
    }

    /// Name of the type, without its namespace.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::ServicePrincipal => "servicePrincipal",
            Self::DirectoryRole => "directoryRole",
            Self::AdministrativeUnit => "administrativeUnit",
        }
    }

    /// Name of the collection in `@odata.context`.
    pub(crate) fn collection(self) -> &'static str {
        match self {
            Self::User => "users",
            Self::Group => "groups",
            Self::ServicePrincipal => "servicePrincipals",
            Self::DirectoryRole => "directoryRoles",
            Self::AdministrativeUnit => "directory/administrativeUnits",
        }
    }

    /// Every property that the tenant knows of, without those of users, who have rules of their own.
    pub(crate) fn properties(self) -> &'static [Property] {
        match self {
            Self::User => USER,
            Self::Group => GROUP,
            Self::ServicePrincipal => SERVICE_PRINCIPAL,
            Self::DirectoryRole => DIRECTORY_ROLE,
            Self::AdministrativeUnit => ADMINISTRATIVE_UNIT,
        }
    }

    pub(crate) fn property(self, name: &str) -> Option<&'static Property> {
        let mut properties = self.properties().iter();
        properties.find(|property| property.name.eq_ignore_ascii_case(name))
    }
}

impl Cast {
    /// Reads a segment like `microsoft.graph.user`; the case does not matter.
    pub(crate) fn parse(segment: &str) -> Option<Self> {
        let lower = segment.to_ascii_lowercase();
        let name = lower.strip_prefix("microsoft.").unwrap_or(&lower);
        let name = name.strip_prefix("graph.")?;
        const KINDS: [Kind; 5] = [
            Kind::User,
            Kind::Group,
            Kind::ServicePrincipal,
            Kind::DirectoryRole,
            Kind::AdministrativeUnit,
        ];
        const OTHERS: [(&str, &str); 4] = [
            ("device", "devices"),
            ("orgcontact", "contacts"),
            ("application", "applications"),
            ("endpoint", "endpoints"),
        ];
        let kind = KINDS
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(name));
        let other = || OTHERS.into_iter().find(|(other, _)| *other == name);
        kind.map(Self::To)
            .or_else(|| other().map(|(_, collection)| Self::ToNothing(collection)))
    }

    /// Name of the collection in `@odata.context`.
    pub(crate) fn collection(self) -> &'static str {
        match self {
            Self::To(kind) => kind.collection(),
            Self::ToNothing(collection) => collection,
        }
    }
}

macro_rules! properties {
    ($($name:literal $shown:ident $asked:ident),* $(,)?) => {
        &[$(Property { name: $name, by_default: properties!(@ $shown), asked: Asked::$asked }),*]
    };
    (@ always) => { true };
    (@ selected) => { false };
}

/// What can be asked of users in a relation; how they are shown is the business of the resource of users.
const USER: &[Property] = properties![
    "id" always Equal,
    "displayName" always Text,
    "givenName" always Text,
    "surname" always Text,
    "mail" always Text,
    "userPrincipalName" always Text,
    "jobTitle" always Text,
    "department" selected Text,
    "employeeId" selected Text,
    "usageLocation" selected Text,
    "userType" selected Equal,
    "accountEnabled" selected Equal,
    "onPremisesSyncEnabled" selected Equal,
    "createdDateTime" selected Instant,
];

const GROUP: &[Property] = properties![
    "id" always Equal,
    "deletedDateTime" always Never,
    "classification" always Never,
    "createdDateTime" always Instant,
    "description" always Text,
    "displayName" always Text,
    "expirationDateTime" always Never,
    "groupTypes" always Texts,
    "isAssignableToRole" always Equal,
    "mail" always Text,
    "mailEnabled" always Equal,
    "mailNickname" always Text,
    "membershipRule" always Never,
    "membershipRuleProcessingState" always Never,
    "onPremisesDomainName" always Never,
    "onPremisesLastSyncDateTime" always Never,
    "onPremisesNetBiosName" always Never,
    "onPremisesProvisioningErrors" always Never,
    "onPremisesSamAccountName" always Never,
    "onPremisesSecurityIdentifier" always Never,
    "onPremisesSyncEnabled" always Equal,
    "preferredDataLocation" always Never,
    "preferredLanguage" always Never,
    "proxyAddresses" always Texts,
    "renewedDateTime" always Never,
    "resourceBehaviorOptions" always Never,
    "resourceProvisioningOptions" always Never,
    "securityEnabled" always Equal,
    "securityIdentifier" always Equal,
    "serviceProvisioningErrors" always Never,
    "theme" always Never,
    "uniqueName" always Never,
    "visibility" always Never,
    "isManagementRestricted" selected Never,
];

const ADMINISTRATIVE_UNIT: &[Property] = properties![
    "id" always Equal,
    "deletedDateTime" always Never,
    "description" always Text,
    "displayName" always Text,
    "isMemberManagementRestricted" always Equal,
    "membershipRule" always Never,
    "membershipRuleProcessingState" always Never,
    "membershipType" always Equal,
    "visibility" always Equal,
];

const DIRECTORY_ROLE: &[Property] = properties![
    "id" always Equal,
    "deletedDateTime" always Never,
    "description" always Never,
    "displayName" always Equal,
    "roleTemplateId" always Equal,
];

const SERVICE_PRINCIPAL: &[Property] = properties![
    "id" always Equal,
    "deletedDateTime" always Never,
    "accountEnabled" always Equal,
    "addIns" always Never,
    "alternativeNames" always Texts,
    "appDescription" always Never,
    "appDisplayName" always Text,
    "appId" always Equal,
    "applicationTemplateId" always Never,
    "appOwnerOrganizationId" always Equal,
    "appRoleAssignmentRequired" always Never,
    "appRoles" always Never,
    "description" always Never,
    "disabledByMicrosoftStatus" always Never,
    "displayName" always Text,
    "homepage" always Never,
    "info" always Never,
    "keyCredentials" always Never,
    "loginUrl" always Never,
    "logoutUrl" always Never,
    "notes" always Never,
    "oauth2PermissionScopes" selected Never,
    "notificationEmailAddresses" always Never,
    "passwordCredentials" always Never,
    "preferredSingleSignOnMode" always Never,
    "preferredTokenSigningKeyThumbprint" always Never,
    "replyUrls" always Never,
    "samlSingleSignOnSettings" always Never,
    "servicePrincipalNames" always Texts,
    "servicePrincipalType" always Equal,
    "signInAudience" always Never,
    "tags" always Texts,
    "tokenEncryptionKeyId" always Never,
    "verifiedPublisher" always Never,
];
