//! The documented sample replies against the same schemas: a check of the conversion, since the service wrote them.
//!
//! The pages have their own mistakes; those are listed (facts 18 names most of them).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::exceptions::Ledger;
use crate::reference::{Answered, Difference, How, descriptions, folder};

/// File, how it differs, about what, and why that is the page's doing or the description's.
const KNOWN: &str = "\
authentication-list-methods.1.json | Undeclared | microsoft.graph.fido2AuthenticationMethod.creationDateTime | 18.8: the former name
authentication-list-methods.2.json | Undeclared | microsoft.graph.authenticationMethod.authenticationPhoneType | 18.8: the page writes `odata.type` without its at sign
authentication-list-methods.2.json | Undeclared | microsoft.graph.authenticationMethod.creationDateTime | 18.8: the page writes `odata.type` without its at sign
authentication-list-methods.2.json | Undeclared | microsoft.graph.authenticationMethod.odata.type | 18.8: the page writes `odata.type` without its at sign
authentication-list-methods.2.json | Undeclared | microsoft.graph.authenticationMethod.password | 18.8: the page writes `odata.type` without its at sign
authentication-list-methods.2.json | Undeclared | microsoft.graph.authenticationMethod.phoneNumber | 18.8: the page writes `odata.type` without its at sign
authentication-list-methods.2.json | Undeclared | microsoft.graph.authenticationMethod.smsSignInState | 18.8: the page writes `odata.type` without its at sign
authentication-post-phonemethods.1.json | Value | microsoft.graph.authenticationPhoneType.phoneType | a placeholder of the page
microsoftauthenticatorauthenticationmethod-get.1.json | Undeclared | microsoft.graph.microsoftAuthenticatorAuthenticationMethod.value | 18.7: the page wraps the object in `value`
fido2authenticationmethod-get.1.json | Undeclared | microsoft.graph.fido2AuthenticationMethod.value | 18.7: the page wraps the object in `value`
softwareoathauthenticationmethod-get.1.json | Undeclared | microsoft.graph.softwareOathAuthenticationMethod.value | 18.7: the page wraps the object in `value`
emailauthenticationmethod-get.1.json | Undeclared | microsoft.graph.emailAuthenticationMethod.value | 18.7: the page wraps the object in `value`
platformcredentialauthenticationmethod-get.1.json | Undeclared | microsoft.graph.platformCredentialAuthenticationMethod.value | 18.7: the page wraps the object in `value`
externalauthenticationmethod-get.1.json | Undeclared | microsoft.graph.externalAuthenticationMethod.value | 18.7: the page wraps the object in `value`
hardwareoathauthenticationmethod-get.1.json | Undeclared | microsoft.graph.hardwareOathAuthenticationMethod.value | 18.7: the page wraps the object in `value`
userregistrationdetails-get.1.json | Undeclared | microsoft.graph.userRegistrationDetails.value | 18.7: the page wraps the object in `value`
directoryaudit-get.1.json | Undeclared | microsoft.graph.directoryAudit.value | 18.7: the page wraps the object in `value`
fido2authenticationmethod-list.1.json | Undeclared | microsoft.graph.fido2AuthenticationMethod.creationDateTime | 18.8: the former name
fido2authenticationmethod-creationoptions.1.json | Value | microsoft.graph.fido2AuthenticationMethod.@odata.type | the sample's path is cut off before the function's parameter
platformcredentialauthenticationmethod-list.1.json | Undeclared | microsoft.graph.platformCredentialAuthenticationMethod.creationDateTime | 18.8: the former name
authentication-post-hardwareoathmethods.1.json | Value | microsoft.graph.hardwareOathAuthenticationMethod.createdDateTime | a placeholder of the page
authentication-list-passwordmethods.1.json | Undeclared | microsoft.graph.passwordAuthenticationMethod.creationDateTime | 18.8: the former name
passwordauthenticationmethod-get.1.json | Undeclared | microsoft.graph.passwordAuthenticationMethod.creationDateTime | 18.8: the former name
authenticationmethod-resetpassword.1.json | Status | POST /users/{}/authentication/methods/{}/resetPassword | 2.4: the answer is 202
authenticationmethod-resetpassword.2.json | Status | POST /users/{}/authentication/methods/{}/resetPassword | 2.4: the answer is 202
user-get.4.json | Undeclared | microsoft.graph.user.ext55gb1l09_msLearnCourses | an extension property of one tenant
user-list.10.json | Undeclared | microsoft.graph.user.ext55gb1l09_msLearnCourses | an extension property of one tenant
user-get.5.json | Undeclared | microsoft.graph.customSecurityAttributeValue.Engineering | attributes of one tenant
user-get.5.json | Undeclared | microsoft.graph.customSecurityAttributeValue.Marketing | attributes of one tenant
directoryaudit-list.1.json | Undeclared | microsoft.graph.targetResource.Type | the page capitalizes it
rbacapplication-list-roleassignments.1.json | Undeclared | microsoft.graph.unifiedRoleAssignment.resourceScope | 18.11: an additional property
rbacapplication-list-roleassignments.2.json | Undeclared | microsoft.graph.unifiedRoleAssignment.resourceScope | 18.11: an additional property
rbacapplication-post-roleassignments.3.json | Undeclared | microsoft.graph.unifiedRoleAssignment.resourceScope | 18.11: an additional property
rbacapplication-list-roleassignments.3.json | Path | GET /roleManagement/entitlementManagement/roleAssignments | another part of Graph
rbacapplication-post-roleassignments.4.json | Path | POST /roleManagement/entitlementManagement/roleAssignments | another part of Graph
administrativeunit-list-members.2.json | Value | GET /directory/administrativeUnits/{}/members/$ref.value | the description has ids, the service has references
administrativeunit-get.2.json | Path | GET /administrativeUnits/4d7ea995-bc0f-45c0-8c3e-132e93bf95f8 | a former path
administrativeunit-list-scopedrolemembers.1.json | Undeclared | microsoft.graph.identity.userPrincipalName | 8.5: an open type
organization-get.1.json | Path | GET /organization/dcd219dd-bc68-4b9b-bf0b-4a33a796be35 | not in the described part
authenticationmethodspolicy-get.1.json | Undeclared | microsoft.graph.microsoftAuthenticatorAuthenticationMethodTarget.displayAppInformationRequiredState | former properties
authenticationmethodspolicy-get.1.json | Undeclared | microsoft.graph.microsoftAuthenticatorAuthenticationMethodTarget.numberMatchingRequiredState | former properties
authenticationmethodspolicy-get.1.json | Undeclared | microsoft.graph.microsoftAuthenticatorAuthenticationMethodTarget.outlookMobileAllowedState | former properties";

#[test]
fn documented_replies_fit_the_converted_schemas() {
    let (Some(folder), Some(descriptions)) = (folder(), descriptions()) else {
        return;
    };
    let folder = folder.join("graph-samples");
    let read = |name: &str| -> Value {
        let text =
            std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let mut needed = BTreeSet::new();
    let mut problems = Vec::new();
    let mut fitting = 0;
    for sample in read("index.json").as_array().expect("a list") {
        let file = sample["file"].as_str().expect("a file");
        let body = read(file);
        let version = sample["api"].as_str().expect("a version");
        let description = descriptions
            .iter()
            .find(|it| it.version == version)
            .expect("a description");
        let request = sample["request"].as_str().expect("a request");
        let (method, url) = request
            .split_once(" /")
            .map_or(("", "any"), |(method, _)| (method, &request[method.len() + 1..]));
        let path = url.split('?').next().unwrap_or_default().trim_end_matches('/');
        let status = sample["status"]
            .as_u64()
            .and_then(|it| it.try_into().ok())
            .unwrap_or(400);
        let content_type = if path.ends_with("/$count") && status < 300 {
            "text/plain"
        } else {
            "application/json"
        };
        let answered = Answered {
            status,
            content_type,
            body: Some(&body),
        };
        let differences = match description.template(path) {
            Some(template) => description.differences(method, template, &answered),
            None if status >= 400 => {
                description.differences_from_type("microsoft.graph.ODataErrors.ODataError", "error", &body)
            }
            None => vec![Difference {
                about: format!("{method} {path}"),
                how: How::Path,
                detail: String::new(),
            }],
        };
        fitting += usize::from(differences.is_empty());
        let mut right = Ledger::default();
        for difference in differences
            .iter()
            .filter(|it| right.find(description.version, it).is_none())
        {
            let name = format!("{file} | {:?} | {} | ", difference.how, difference.about);
            match KNOWN.lines().find(|line| line.starts_with(&name)) {
                Some(line) => _ = needed.insert(line),
                None => problems.push(format!("{name}{}", difference.detail)),
            }
        }
    }
    let unneeded = KNOWN.lines().filter(|line| !needed.contains(line));
    problems.extend(unneeded.map(|line| format!("not needed: {line}")));
    assert!(
        problems.is_empty(),
        "{fitting} samples fit; but\n{}",
        problems.join("\n")
    );
    assert!(fitting > 40, "only {fitting} samples fit");
}
