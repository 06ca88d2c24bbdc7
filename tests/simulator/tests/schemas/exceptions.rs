//! Where the published description and the facts disagree, the facts win: every such place by name, with the section
//! that justifies it. An exception that no answer needs is a mistake, too.

use std::collections::BTreeSet;

use crate::reference::{Difference, How, VERSIONS};

/// A difference that is right.
pub(crate) struct Exception {
    versions: &'static [&'static str],
    how: How,
    /// What differs; for a path the operation, in which `*` stands for any text.
    about: &'static str,
    /// Section of the facts, and what it says.
    why: &'static str,
    /// What the body is compared with instead, for a path that the description lacks.
    pub(crate) instead: Instead,
}

/// What an answer of an undescribed operation is compared with.
#[derive(Clone, Copy)]
pub(crate) enum Instead {
    /// Nothing.
    Nothing,
    /// A type.
    Type(&'static str),
    /// A type, with each item of a list.
    ListOf(&'static str),
}

const BOTH: &[&str] = &VERSIONS;
const V1: &[&str] = &["v1.0"];
const BETA: &[&str] = &["beta"];

const fn value(versions: &'static [&'static str], about: &'static str, why: &'static str) -> Exception {
    Exception {
        versions,
        how: How::Value,
        about,
        why,
        instead: Instead::Nothing,
    }
}

const fn undeclared(versions: &'static [&'static str], about: &'static str, why: &'static str) -> Exception {
    Exception {
        versions,
        how: How::Undeclared,
        about,
        why,
        instead: Instead::Nothing,
    }
}

const fn path(
    versions: &'static [&'static str],
    about: &'static str,
    why: &'static str,
    instead: Instead,
) -> Exception {
    Exception {
        versions,
        how: How::Path,
        about,
        why,
        instead,
    }
}

const fn operation(
    versions: &'static [&'static str],
    about: &'static str,
    why: &'static str,
    instead: Instead,
) -> Exception {
    Exception {
        versions,
        how: How::Method,
        about,
        why,
        instead,
    }
}

/// Every exception.
pub(crate) const EXCEPTIONS: &[Exception] = &[
    value(
        BOTH,
        "microsoft.graph.ODataErrors.InnerError.date",
        "12.1: the date of an error has no zone",
    ),
    undeclared(
        BOTH,
        "microsoft.graph.ODataErrors.InnerError.message",
        "2.5: errors of this workload repeat the text",
    ),
    undeclared(
        BOTH,
        "microsoft.graph.ODataErrors.InnerError.code",
        "11: the body of a 429",
    ),
    undeclared(
        BOTH,
        "microsoft.graph.ODataErrors.InnerError.status",
        "11: the body of a 429",
    ),
    undeclared(
        BETA,
        "microsoft.graph.temporaryAccessPassAuthenticationMethod.isUsable",
        "6.2: in both versions",
    ),
    undeclared(
        BETA,
        "microsoft.graph.temporaryAccessPassAuthenticationMethod.methodUsabilityReason",
        "6.2: in both versions",
    ),
    path(
        BOTH,
        "GET /organization",
        "0.2: outside the described part",
        Instead::Nothing,
    ),
    path(
        BOTH,
        "GET /organization/{id}",
        "0.2: outside the described part",
        Instead::Nothing,
    ),
    path(BOTH, "GET */$count", "1.3: a number as text", Instead::Nothing),
    path(
        BOTH,
        "GET */graph.user",
        CAST,
        Instead::ListOf("microsoft.graph.user"),
    ),
    path(
        BOTH,
        "GET */graph.group",
        CAST,
        Instead::ListOf("microsoft.graph.group"),
    ),
    path(
        BOTH,
        "GET */graph.directoryRole",
        CAST,
        Instead::ListOf("microsoft.graph.directoryRole"),
    ),
    path(
        BOTH,
        "GET */graph.administrativeUnit",
        CAST,
        Instead::ListOf("microsoft.graph.administrativeUnit"),
    ),
    path(
        BOTH,
        "GET */graph.servicePrincipal",
        CAST,
        Instead::ListOf("microsoft.graph.servicePrincipal"),
    ),
    path(BOTH, "GET */graph.device", CAST, Instead::Nothing),
    path(BOTH, "GET */graph.orgContact", CAST, Instead::Nothing),
    path(BOTH, "GET */graph.application", CAST, Instead::Nothing),
    path(BOTH, "GET */transitiveMembers", RELATION, Instead::Type(OBJECTS)),
    path(BOTH, "GET */ownedObjects", RELATION, Instead::Type(OBJECTS)),
    path(BOTH, "GET */memberOf", RELATION, Instead::Type(OBJECTS)),
    path(BOTH, "GET */transitiveMemberOf", RELATION, Instead::Type(OBJECTS)),
    path(
        BOTH,
        "GET /groups",
        RELATION,
        Instead::Type("microsoft.graph.groupCollectionResponse"),
    ),
    path(BOTH, "POST /groups/{id}/members/$ref", RELATION, Instead::Nothing),
    path(
        BOTH,
        "DELETE /groups/{id}/members/{id}/$ref",
        RELATION,
        Instead::Nothing,
    ),
    path(
        BOTH,
        "GET /directoryObjects/{id}",
        RELATION,
        Instead::Type("microsoft.graph.directoryObject"),
    ),
    path(
        BOTH,
        "GET /servicePrincipals",
        "0.2: who an application is",
        Instead::ListOf("microsoft.graph.servicePrincipal"),
    ),
    path(
        BOTH,
        "GET */appRoleAssignments",
        "0.2: what an application was granted",
        Instead::Nothing,
    ),
    path(
        BOTH,
        "GET /servicePrincipals*",
        "0.2: who an application is",
        Instead::Type("microsoft.graph.servicePrincipal"),
    ),
    path(
        BOTH,
        "POST /servicePrincipals/*",
        "8.6: like those of users",
        Instead::Nothing,
    ),
    path(
        BETA,
        "PUT /directory/authenticationMethodDevices/hardwareOathDevices/{id}/assignTo/$ref",
        "2.4: a token is given to a person",
        Instead::Nothing,
    ),
    operation(
        BETA,
        "PATCH /directory/authenticationMethodDevices/hardwareOathDevices",
        "9.4: bulk upload",
        Instead::Nothing,
    ),
    path(
        V1,
        "GET /users/{id}/authentication/qrCodePinMethod",
        "18.1: documented in v1.0",
        Instead::Type(QR_CODE_PIN),
    ),
    path(
        V1,
        "GET /me/authentication/qrCodePinMethod",
        "18.1: documented in v1.0",
        Instead::Type(QR_CODE_PIN),
    ),
    path(
        V1,
        "DELETE /users/{id}/authentication/qrCodePinMethod",
        "18.1: documented in v1.0",
        Instead::Nothing,
    ),
    path(
        V1,
        "DELETE /me/authentication/qrCodePinMethod",
        "18.1: documented in v1.0",
        Instead::Nothing,
    ),
    path(
        BOTH,
        "GET /domains",
        "4.2: outside the described part",
        Instead::Nothing,
    ),
    path(
        BOTH,
        "GET /domains/{id}",
        "4.2: outside the described part",
        Instead::Nothing,
    ),
    path(
        BOTH,
        "GET /identity/conditionalAccess/policies",
        "4.2: outside the described part",
        Instead::Nothing,
    ),
    path(
        BOTH,
        "GET /identity/conditionalAccess/policies/{id}",
        "4.2: outside the described part",
        Instead::Nothing,
    ),
    path(
        BETA,
        "POST /users/{id}/authentication/phoneMethods/{id}/enableSmsSignIn",
        SMS,
        Instead::Nothing,
    ),
    path(
        BETA,
        "POST /me/authentication/phoneMethods/{id}/enableSmsSignIn",
        SMS,
        Instead::Nothing,
    ),
    path(
        BETA,
        "POST /users/{id}/authentication/phoneMethods/{id}/disableSmsSignIn",
        SMS,
        Instead::Nothing,
    ),
    path(
        BETA,
        "POST /me/authentication/phoneMethods/{id}/disableSmsSignIn",
        SMS,
        Instead::Nothing,
    ),
];

const SMS: &str = "2.2: in both versions";
const CAST: &str = "8.5, 8.6: casts of further relations";
const RELATION: &str = "8.4 to 8.6: what tells who is who's administrator";
const OBJECTS: &str = "microsoft.graph.directoryObjectCollectionResponse";
const QR_CODE_PIN: &str = "microsoft.graph.qrCodePinAuthenticationMethod";

fn is_about(exception: &Exception, about: &str) -> bool {
    match exception.about.split_once('*') {
        Some((start, end)) if matches!(exception.how, How::Path) => {
            about.len() >= start.len() + end.len() && about.starts_with(start) && about.ends_with(end)
        }
        _ => exception.about == about,
    }
}

/// Which exceptions were needed.
#[derive(Default)]
pub(crate) struct Ledger {
    used: BTreeSet<usize>,
}

impl Ledger {
    /// The exception for a difference.
    pub(crate) fn find(&mut self, version: &str, difference: &Difference) -> Option<&'static Exception> {
        let place = EXCEPTIONS.iter().position(|it| {
            it.versions.contains(&version) && it.how == difference.how && is_about(it, &difference.about)
        })?;
        self.used.insert(place);
        EXCEPTIONS.get(place)
    }

    /// Exceptions that nothing needed.
    pub(crate) fn idle(&self) -> Vec<String> {
        let idle = EXCEPTIONS
            .iter()
            .enumerate()
            .filter(|(place, _)| !self.used.contains(place));
        idle.map(|(_, it)| format!("{:?} {} ({})", it.how, it.about, it.why))
            .collect()
    }
}
