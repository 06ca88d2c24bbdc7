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

const OUTSIDE: &str = "outside the described part of Graph";
const APPLICATIONS: &str = "0.2, 13.4: registering an application, outside the described part of Graph";
const OPEN: &str = "9.3: an open type";
const THROTTLED: &str = "11: the body of a 429";
const SMS: &str = "2.2: in both versions";
const QR: &str = "18.1: documented in v1.0, with PUT";
const PASSKEYS: &str = "2.2, 18.2: provisioning on behalf";
const CAST: &str = "8.5, 8.6: casts of further relations";
const RELATION: &str = "8.4 to 8.6: what tells who is whose administrator";
const OBJECTS: &str = "microsoft.graph.directoryObjectCollectionResponse";
const QR_CODE_PIN: &str = "microsoft.graph.qrCodePinAuthenticationMethod";

/// One exception a line: versions, how the answer differs, about what, why, and what to compare with instead.
macro_rules! exceptions {
    ($($versions:ident $how:ident $about:literal: $why:expr $(, $instead:ident($name:expr))?;)*) => {
        /// Every exception.
        pub(crate) const EXCEPTIONS: &[Exception] = &[$(Exception {
            versions: $versions,
            how: How::$how,
            about: $about,
            why: $why,
            instead: exceptions!(@ $($instead($name))?),
        }),*];
    };
    (@) => { Instead::Nothing };
    (@ $instead:ident($name:expr)) => { Instead::$instead($name) };
}

exceptions! {
    BOTH Value "microsoft.graph.ODataErrors.InnerError.date": "12.1: the date of an error has no zone";
    BOTH Undeclared "microsoft.graph.ODataErrors.InnerError.message": "2.5: errors of this workload repeat the text";
    BOTH Undeclared "microsoft.graph.ODataErrors.InnerError.code": THROTTLED;
    BOTH Undeclared "microsoft.graph.ODataErrors.InnerError.status": THROTTLED;
    BETA Undeclared "microsoft.graph.temporaryAccessPassAuthenticationMethod.isUsable": "6.2: in both versions";
    BETA Undeclared "microsoft.graph.temporaryAccessPassAuthenticationMethod.methodUsabilityReason": "6.2: in both versions";
    BOTH Value "microsoft.graph.userDefaultAuthenticationMethod.userPreferredMethodForSecondaryAuthentication":
        "18.5: the report leaves the preference empty";
    V1 Undeclared "microsoft.graph.userRegistrationDetails.defaultMfaMethod": "18.5: shown for a single person";
    BOTH Undeclared "microsoft.graph.userIdentity.homeTenantId": OPEN;
    BOTH Undeclared "microsoft.graph.userIdentity.homeTenantName": OPEN;
    BOTH Undeclared "microsoft.graph.userIdentity.userType": OPEN;
    BETA Undeclared "microsoft.graph.auditUserIdentity.userType": OPEN;
    BOTH Path "GET /organization": OUTSIDE;
    BOTH Path "GET /organization/{id}": OUTSIDE;
    BOTH Path "GET /directoryRoles(roleTemplateId={roleTemplateId})": "8.3: a role by its template",
        Type("microsoft.graph.directoryRole");
    BOTH Path "GET /directoryRoles(roleTemplateId={roleTemplateId})/members": "8.3: a role by its template", ListOf("microsoft.graph.directoryObject");
    BOTH Path "GET /users/{id}/scopedRoleMemberOf": OUTSIDE, ListOf("microsoft.graph.scopedRoleMembership");
    BOTH Path "GET /me/scopedRoleMemberOf": OUTSIDE, ListOf("microsoft.graph.scopedRoleMembership");
    BOTH Path "GET */$count": "1.3: a number as text";
    BOTH Path "GET */graph.user": CAST, ListOf("microsoft.graph.user");
    BOTH Path "GET */graph.group": CAST, ListOf("microsoft.graph.group");
    BOTH Path "GET */graph.directoryRole": CAST, ListOf("microsoft.graph.directoryRole");
    BOTH Path "GET */graph.administrativeUnit": CAST, ListOf("microsoft.graph.administrativeUnit");
    BOTH Path "GET */graph.servicePrincipal": CAST, ListOf("microsoft.graph.servicePrincipal");
    BOTH Path "GET */graph.device": CAST;
    BOTH Path "GET */graph.orgContact": CAST;
    BOTH Path "GET */graph.application": CAST;
    BOTH Path "GET */transitiveMembers": RELATION, Type(OBJECTS);
    BOTH Path "GET */ownedObjects": RELATION, Type(OBJECTS);
    BOTH Path "GET */memberOf": RELATION, Type(OBJECTS);
    BOTH Path "GET */transitiveMemberOf": RELATION, Type(OBJECTS);
    BOTH Path "GET /groups": RELATION, Type("microsoft.graph.groupCollectionResponse");
    BOTH Path "POST /groups/{id}/members/$ref": RELATION;
    BOTH Path "DELETE /groups/{id}/members/{id}/$ref": RELATION;
    BOTH Path "GET /directoryObjects/{id}": RELATION, Type("microsoft.graph.directoryObject");
    BOTH Path "GET /servicePrincipals": "0.2: who an application is", ListOf("microsoft.graph.servicePrincipal");
    BOTH Path "GET */appRoleAssignments": "0.2: what an application was granted";
    BOTH Path "GET /servicePrincipals*": "0.2: who an application is", Type("microsoft.graph.servicePrincipal");
    BOTH Path "POST /servicePrincipals/*": "8.6: like those of users";
    BOTH Path "POST /servicePrincipals": APPLICATIONS, Type("microsoft.graph.servicePrincipal");
    BOTH Path "GET /applications": APPLICATIONS;
    BOTH Path "POST /applications": APPLICATIONS;
    BOTH Path "GET /applications/{id}": APPLICATIONS;
    BOTH Path "PATCH /applications/{id}": APPLICATIONS;
    BOTH Path "GET /identityGovernance/privilegedAccess/group/eligibilityScheduleInstances": OUTSIDE;
    BOTH Path "GET /domains": OUTSIDE;
    BOTH Path "GET /domains/{id}": OUTSIDE;
    BOTH Path "GET /identity/conditionalAccess/policies": OUTSIDE;
    BOTH Path "GET /identity/conditionalAccess/policies/{id}": OUTSIDE;
    BETA Path "POST /users/{id}/authentication/phoneMethods/{id}/enableSmsSignIn": SMS;
    BETA Path "POST /users/{id}/authentication/phoneMethods/{id}/disableSmsSignIn": SMS;
    BETA Path "POST /me/authentication/phoneMethods/{id}/enableSmsSignIn": SMS;
    BETA Path "POST /me/authentication/phoneMethods/{id}/disableSmsSignIn": SMS;
    BETA Path "PUT /directory/authenticationMethodDevices/hardwareOathDevices/{id}/assignTo/$ref": "2.4: a token is given to a person";
    BETA Method "PATCH /directory/authenticationMethodDevices/hardwareOathDevices": "9.4: bulk upload";
    BOTH Value "microsoft.graph.externalAuthenticationMethod.createdDateTime": "18.6: a time without zone";
    V1 Value "microsoft.graph.qrPin.code": "2.4: the PIN is shown once";
    V1 Path "GET */authentication/qrCodePinMethod": QR, Type(QR_CODE_PIN);
    V1 Path "PUT */authentication/qrCodePinMethod": QR, Type(QR_CODE_PIN);
    V1 Path "GET */qrCodePinMethod/pin": QR, Type("microsoft.graph.qrPin");
    V1 Path "PATCH */qrCodePinMethod/pin": QR, Type("microsoft.graph.qrPin");
    V1 Path "GET */standardQRCode": QR, Type("microsoft.graph.qrCode");
    V1 Path "PATCH */standardQRCode": QR, Type("microsoft.graph.qrCode");
    V1 Path "GET */temporaryQRCode": QR, Type("microsoft.graph.qrCode");
    V1 Path "PATCH */temporaryQRCode": QR, Type("microsoft.graph.qrCode");
    V1 Path "PATCH */updatePin": QR;
    V1 Path "POST */updatePin": QR;
    V1 Path "DELETE */authentication/qrCodePinMethod": QR;
    V1 Path "DELETE */standardQRCode": QR;
    V1 Path "DELETE */temporaryQRCode": QR;
    BETA Method "PUT */authentication/qrCodePinMethod": QR, Type(QR_CODE_PIN);
    BETA Method "PATCH */updatePin": QR;
    BOTH Path "GET */creationOptions": PASSKEYS, Type("microsoft.graph.webauthnCredentialCreationOptions");
    BOTH Method "POST */fido2Methods": PASSKEYS, Type("microsoft.graph.fido2AuthenticationMethod");
    BOTH Method "PATCH */fido2Methods/{id}": PASSKEYS;
    BETA Method "POST */softwareOathMethods": "2.2: in beta", Type("microsoft.graph.softwareOathAuthenticationMethod");
    BOTH Path "POST */passwordMethods/{id}/resetPassword": "18.10: documented here, too",
        Type("microsoft.graph.passwordResetResponse");
    BOTH Status "POST */methods/{id}/resetPassword": "2.4: the answer is 202",
        Type("microsoft.graph.passwordResetResponse");
}

fn is_about(exception: &Exception, about: &str) -> bool {
    match exception.about.split_once('*') {
        Some((start, end)) if matches!(exception.how, How::Path | How::Method | How::Status) => {
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
