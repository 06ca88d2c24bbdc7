//! The properties of a user: which exist, which come unasked, which a basic permission shows, and what a collection
//! can be asked about them (facts 1.1, 1.3).

use super::failure::Failure;

/// When a property is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Without `$select`, and to `User.ReadBasic.All` too.
    Basic,
    /// Without `$select`.
    Default,
    /// When selected.
    Selected,
    /// When selected for a single user; collections do not have it.
    Single,
}

/// What a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    Flag,
    Instant,
    /// Several texts, asked for by `any`.
    Texts,
    /// An object, or several; nothing inside can be asked for.
    Object,
    Objects,
    /// The last sign-ins, with permissions and rules of their own.
    SignIns,
}

/// Whether the directory answers a question, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Offer {
    /// By itself.
    Always,
    /// As an advanced query: `ConsistencyLevel: eventual` and `$count=true`.
    Advanced,
    Never,
}

/// A property.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) shown: Shown,
    pub(crate) holds: Holds,
    /// `eq`, `ge` and `le`, `startsWith`, `eq null`: `D` by default, `A` in advanced queries, `-` not at all.
    filter: &'static [u8; 4],
}

impl Property {
    /// The offer for `eq`, and for `in`.
    pub(crate) fn equals(&self) -> Offer {
        self.offer(0)
    }

    /// The offer for `ge` and `le`.
    pub(crate) fn compares(&self) -> Offer {
        self.offer(1)
    }

    /// The offer for `startsWith`.
    pub(crate) fn starts(&self) -> Offer {
        self.offer(2)
    }

    /// The offer for `eq null`.
    pub(crate) fn is_null(&self) -> Offer {
        self.offer(3)
    }

    /// The offer for `endsWith`.
    pub(crate) fn ends(&self) -> Offer {
        match self.name {
            "mail" | "userPrincipalName" | "otherMails" | "proxyAddresses" => Offer::Advanced,
            _ => Offer::Never,
        }
    }

    /// Whether any question about it is answered.
    pub(crate) fn is_indexed(&self) -> bool {
        self.filter != b"----"
    }

    fn offer(&self, place: usize) -> Offer {
        match self.filter[place] {
            b'D' => Offer::Always,
            b'A' => Offer::Advanced,
            _ => Offer::Never,
        }
    }
}

macro_rules! properties {
    ($($name:literal $shown:ident $holds:ident $filter:literal;)*) => {
        /// Every property, those that come unasked first.
        static ALL: &[Property] =
            &[$(Property { name: $name, shown: Shown::$shown, holds: Holds::$holds, filter: $filter }),*];
    };
}

properties! {
    "businessPhones" Default Texts b"D-D-";
    "displayName" Basic Text b"DDDA";
    "givenName" Basic Text b"DDDA";
    "jobTitle" Default Text b"DDDA";
    "mail" Basic Text b"DDDA";
    "mobilePhone" Default Text b"AAAA";
    "officeLocation" Default Text b"AAAA";
    "preferredLanguage" Default Text b"AAAA";
    "surname" Basic Text b"DDDA";
    "userPrincipalName" Basic Text b"DDD-";
    "id" Basic Text b"D---";
    "accountEnabled" Selected Flag b"DA--";
    "ageGroup" Selected Text b"D--A";
    "assignedLicenses" Selected Objects b"----";
    "assignedPlans" Selected Objects b"----";
    "authorizationInfo" Selected Object b"----";
    "city" Selected Text b"DDDA";
    "companyName" Selected Text b"AAAA";
    "consentProvidedForMinor" Selected Text b"D--A";
    "country" Selected Text b"DDDA";
    "createdDateTime" Selected Instant b"DD--";
    "creationType" Selected Text b"D--A";
    "deletedDateTime" Selected Instant b"DD--";
    "department" Selected Text b"DDDA";
    "employeeHireDate" Selected Instant b"AA--";
    "employeeId" Selected Text b"DADA";
    "employeeLeaveDateTime" Selected Instant b"AA--";
    "employeeOrgData" Selected Object b"----";
    "employeeType" Selected Text b"AAA-";
    "externalUserState" Selected Text b"D--A";
    "externalUserStateChangeDateTime" Selected Instant b"----";
    "faxNumber" Selected Text b"AAAA";
    "identities" Selected Objects b"----";
    "imAddresses" Selected Texts b"DDD-";
    "isManagementRestricted" Selected Flag b"----";
    "isResourceAccount" Selected Flag b"D---";
    "lastPasswordChangeDateTime" Selected Instant b"----";
    "legalAgeGroupClassification" Selected Text b"----";
    "licenseAssignmentStates" Selected Objects b"----";
    "mailNickname" Selected Text b"DDDA";
    "onPremisesDistinguishedName" Selected Text b"----";
    "onPremisesDomainName" Selected Text b"----";
    "onPremisesExtensionAttributes" Selected Object b"----";
    "onPremisesImmutableId" Selected Text b"AA--";
    "onPremisesLastSyncDateTime" Selected Instant b"AA--";
    "onPremisesProvisioningErrors" Selected Objects b"----";
    "onPremisesSamAccountName" Selected Text b"AAA-";
    "onPremisesSecurityIdentifier" Selected Text b"D--A";
    "onPremisesSyncEnabled" Selected Flag b"DA-A";
    "onPremisesUserPrincipalName" Selected Text b"DDD-";
    "otherMails" Selected Texts b"DDD-";
    "passwordPolicies" Selected Text b"A--A";
    "passwordProfile" Selected Object b"----";
    "postalCode" Selected Text b"AAAA";
    "preferredDataLocation" Selected Text b"----";
    "provisionedPlans" Selected Objects b"----";
    "proxyAddresses" Selected Texts b"DDD-";
    "securityIdentifier" Selected Text b"----";
    "serviceProvisioningErrors" Selected Objects b"----";
    "showInAddressList" Selected Flag b"AA--";
    "signInActivity" Selected SignIns b"DD--";
    "signInSessionsValidFromDateTime" Selected Instant b"----";
    "state" Selected Text b"DDDA";
    "streetAddress" Selected Text b"AAAA";
    "usageLocation" Selected Text b"DDDA";
    "userType" Selected Text b"D--A";
    "aboutMe" Single Text b"----";
    "birthday" Single Instant b"----";
    "hireDate" Single Instant b"----";
    "interests" Single Texts b"----";
    "mailboxSettings" Single Object b"----";
    "mySite" Single Text b"----";
    "pastProjects" Single Texts b"----";
    "preferredName" Single Text b"----";
    "responsibilities" Single Texts b"----";
    "schools" Single Texts b"----";
    "skills" Single Texts b"----";
}

/// The property of this name, however it is written.
pub(crate) fn find(name: &str) -> Option<&'static Property> {
    ALL.iter().find(|known| known.name.eq_ignore_ascii_case(name))
}

/// What a request without `$select` gets.
pub(crate) fn by_default() -> Vec<&'static Property> {
    let unasked = |known: &&Property| matches!(known.shown, Shown::Basic | Shown::Default);
    ALL.iter().filter(unasked).collect()
}

/// What `User.ReadBasic.All` shows.
pub(crate) fn basic() -> Vec<&'static Property> {
    ALL.iter().filter(|known| known.shown == Shown::Basic).collect()
}

/// The properties that `$select` names.
pub(crate) fn selected(names: Option<&[&str]>, collection: bool) -> Result<Vec<&'static Property>, Failure> {
    let Some(names) = names else {
        return Ok(by_default());
    };
    let mut selected: Vec<&'static Property> = Vec::with_capacity(names.len());
    for name in names {
        let known = find(name).ok_or_else(|| {
            Failure::syntax(format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type \
                 'microsoft.graph.user'."
            ))
        })?;
        if collection && known.shown == Shown::Single {
            return Err(Failure::new(
                501,
                "NotImplemented",
                "This operation is not supported on a collection of users.",
            ));
        }
        if !selected.iter().any(|other| other.name == known.name) {
            selected.push(known);
        }
    }
    Ok(selected)
}
