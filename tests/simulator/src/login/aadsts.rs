//! The AADSTS numbers that the login host can answer: status, OAuth error and usual words of each (facts 13.7).
//!
//! Words are the service's in substance; nobody should read more from them than the number.

/// What belongs to a number.
pub(super) struct Known {
    number: u32,
    pub(super) status: u16,
    pub(super) error: &'static str,
    pub(super) suberror: Option<&'static str>,
    pub(super) message: &'static str,
}

/// What belongs to the number; unknown ones are the service's own trouble.
pub(super) fn find(number: u32) -> &'static Known {
    let place = KNOWN.binary_search_by_key(&number, |known| known.number);
    place.map_or(&UNKNOWN, |place| &KNOWN[place])
}

/// The status of refusals with the number, if it is known.
pub(crate) fn status(number: u32) -> Option<u16> {
    let known = find(number);
    (known.number == number).then_some(known.status)
}

static UNKNOWN: Known = known(0, 500, "server_error", "An unexpected error has occurred.");

const fn known(number: u32, status: u16, error: &'static str, message: &'static str) -> Known {
    Known {
        number,
        status,
        error,
        suberror: None,
        message,
    }
}

const fn with(suberror: &'static str, known: Known) -> Known {
    Known {
        suberror: Some(suberror),
        ..known
    }
}

const INVALID_REQUEST: &str = "invalid_request";
const INVALID_GRANT: &str = "invalid_grant";
const INVALID_CLIENT: &str = "invalid_client";
const INTERACTION: &str = "interaction_required";
const LOGIN: &str = "login_required";
const UNAUTHORIZED: &str = "unauthorized_client";
const BUSY: &str = "temporarily_unavailable";
const BLOCKED: &str = "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.";

/// In order of their numbers.
#[rustfmt::skip]
static KNOWN: &[Known] = &[
    known(16_000, 400, INTERACTION, "Either multiple user identities are available for the current request or selected account is not supported for the scenario."),
    known(28_000, 400, "invalid_scope", "Provided value for the input parameter scope is not valid because it contains more than one resource."),
    known(50_011, 400, INVALID_REQUEST, "The redirect URI specified in the request does not match the redirect URIs configured for the application."),
    known(50_012, 401, INVALID_CLIENT, "Authentication failed: the client assertion is not valid."),
    known(50_013, 400, INVALID_GRANT, "Assertion failed signature validation."),
    known(50_020, 400, INVALID_GRANT, "User account from identity provider does not exist in the tenant and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first."),
    known(50_027, 400, INVALID_REQUEST, "JWT token is invalid or malformed."),
    known(50_034, 400, INVALID_GRANT, "The user account does not exist in the directory. To sign into this application, the account must be added to the directory."),
    known(50_049, 400, "invalid_instance", "Unknown or invalid instance."),
    known(50_053, 400, INVALID_GRANT, "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."),
    with("user_password_expired", known(50_055, 400, INVALID_GRANT, "The password is expired.")),
    known(50_057, 400, INVALID_GRANT, "The user account is disabled."),
    known(50_058, 400, LOGIN, "A silent sign-in request was sent but no user is signed in."),
    known(50_059, 400, INVALID_REQUEST, "No tenant-identifying information found in either the request or implied by any provided credentials."),
    with("basic_action", known(50_072, 400, INVALID_GRANT, "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.")),
    with("basic_action", known(50_074, 400, INVALID_GRANT, "Strong Authentication is required.")),
    with("basic_action", known(50_076, 400, INVALID_GRANT, "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.")),
    with("basic_action", known(50_078, 400, INVALID_GRANT, "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.")),
    with("basic_action", known(50_079, 400, INVALID_GRANT, "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.")),
    known(50_105, 400, INVALID_GRANT, "Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application. The signed in user is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator."),
    known(50_126, 400, INVALID_GRANT, "Error validating credentials due to invalid username or password."),
    with("additional_action", known(50_131, 400, INVALID_GRANT, "Device is not in required device state. Conditional Access policy blocks the sign-in.")),
    known(50_132, 400, LOGIN, "The session is not valid due to the following reasons: password expiration or recent password change, SSO Artifact is invalid or expired, session is not fresh enough for application, or a silent sign-in request was sent but the user's session with Azure AD is invalid or has expired."),
    known(50_133, 400, LOGIN, "The session is not valid due to password expiration or recent password change."),
    with("basic_action", known(50_158, 400, INVALID_GRANT, "External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.")),
    with("bad_token", known(50_173, 400, INVALID_GRANT, "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.")),
    known(50_194, 400, INVALID_REQUEST, "The application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant."),
    known(50_196, 400, INVALID_GRANT, "The server terminated an operation because it encountered a client request loop. Please contact your app vendor."),
    with("additional_action", known(53_000, 400, INVALID_GRANT, "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant.")),
    with("additional_action", known(53_001, 400, INVALID_GRANT, "Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device is not domain joined.")),
    with("protection_policy_required", known(53_002, 400, INVALID_GRANT, "Application used is not an approved application for Conditional Access.")),
    with("message_only", known(53_003, 400, INVALID_GRANT, BLOCKED)),
    with("message_only", known(53_004, 400, INVALID_GRANT, "User needs to complete Multi-factor authentication registration process before accessing this content.")),
    known(54_005, 400, INVALID_GRANT, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."),
    with("consent_required", known(65_001, 400, INVALID_GRANT, "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.")),
    known(65_004, 400, "access_denied", "User declined to consent to access the app."),
    known(70_000, 400, INVALID_GRANT, "Provided grant is invalid or malformed."),
    known(70_003, 400, "unsupported_grant_type", "The app requested an unsupported grant type."),
    with("token_expired", known(70_008, 400, INVALID_GRANT, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.")),
    known(70_011, 400, "invalid_scope", "The provided value for the input parameter 'scope' is not valid."),
    known(70_016, 400, "authorization_pending", "OAuth 2.0 device flow error. Authorization is pending. Continue polling."),
    known(70_017, 400, "authorization_declined", "OAuth 2.0 device flow error. The user declined the authorization."),
    known(70_018, 400, "bad_verification_code", "OAuth 2.0 device flow error. The device code is not valid."),
    known(70_019, 400, "expired_token", "OAuth 2.0 device flow error. The verification code has expired."),
    known(70_020, 400, "expired_token", "The provided value for the input parameter 'device_code' is not valid. This device code has expired."),
    known(70_021, 400, INVALID_REQUEST, "No matching federated identity record found for presented assertion."),
    with("token_expired", known(70_043, 400, INVALID_GRANT, "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.")),
    known(90_002, 400, INVALID_REQUEST, "Tenant not found."),
    known(90_014, 400, INVALID_REQUEST, "A required field is missing from the credential."),
    known(90_023, 400, INVALID_REQUEST, "Invalid STS request."),
    known(90_033, 503, BUSY, "A transient error has occurred. Please try again."),
    known(90_038, 400, INVALID_REQUEST, "The request is being redirected to the National Cloud in which the tenant lives."),
    known(90_055, 429, BUSY, "The server is too busy to handle the request."),
    known(90_094, 400, "access_denied", "The grant requires admin permission."),
    known(500_011, 400, "invalid_resource", "The resource principal was not found in the tenant."),
    known(500_112, 400, INVALID_GRANT, "The reply address does not match the reply address provided when requesting Authorization code."),
    known(500_133, 400, INVALID_GRANT, "Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token."),
    known(501_481, 400, INVALID_GRANT, "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
    known(501_491, 400, INVALID_REQUEST, "Invalid size of Code_Challenge parameter."),
    with("additional_action", known(530_003, 400, INVALID_GRANT, "Your device is required to be managed to access this resource.")),
    with("message_only", known(530_032, 400, INVALID_GRANT, "User blocked due to risk on home tenant or by a security policy.")),
    known(700_011, 400, UNAUTHORIZED, "Application with identifier was not found in the directory."),
    known(700_016, 400, UNAUTHORIZED, "Application with identifier was not found in the directory."),
    known(700_021, 401, INVALID_CLIENT, "Client assertion application identifier doesn't match 'client_id' parameter."),
    known(700_023, 401, INVALID_CLIENT, "Client assertion audience claim does not match Realm issuer."),
    known(700_024, 401, INVALID_CLIENT, "Client assertion is not within its valid time range."),
    known(700_025, 401, INVALID_CLIENT, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
    known(700_027, 401, INVALID_CLIENT, "The certificate with identifier used to sign the client assertion is not registered on application."),
    known(700_030, 401, INVALID_CLIENT, "Invalid certificate - subject name in certificate is not authorized."),
    known(700_054, 400, "unsupported_response_type", "The response_type is not enabled for the application."),
    with("token_expired", known(700_082, 400, INVALID_GRANT, "The refresh token has expired due to inactivity.")),
    with("token_expired", known(700_084, 400, INVALID_GRANT, "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime, which can't be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.")),
    known(700_211, 401, INVALID_CLIENT, "No matching federated identity record found for presented assertion issuer."),
    known(700_212, 401, INVALID_CLIENT, "No matching federated identity record found for presented assertion audience."),
    known(700_213, 401, INVALID_CLIENT, "No matching federated identity record found for presented assertion subject."),
    known(900_144, 400, INVALID_REQUEST, "The request body must contain a parameter that is missing."),
    known(900_561, 400, INVALID_REQUEST, "The endpoint only accepts POST requests."),
    known(900_971, 400, INVALID_REQUEST, "No reply address provided."),
    known(1_002_012, 400, "invalid_scope", "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."),
    known(1_002_016, 400, INVALID_REQUEST, "You are using TLS version 1.0, 1.1 and/or 3DES cipher which are deprecated to improve the security posture of Azure AD."),
    known(5_002_723, 400, INVALID_REQUEST, "Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in token header."),
    known(5_002_738, 400, INVALID_REQUEST, "Invalid JWT token. The signature algorithm is not supported. Supported signing algorithms are: 'RS256, PS256'."),
    known(7_000_112, 400, UNAUTHORIZED, "Application is disabled."),
    known(7_000_215, 401, INVALID_CLIENT, "Invalid client secret provided."),
    known(7_000_218, 401, INVALID_CLIENT, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
    known(7_000_222, 401, INVALID_CLIENT, "The provided client secret keys are expired."),
    known(7_000_229, 401, UNAUTHORIZED, "The client application is missing service principal in the tenant."),
    known(9_000_411, 400, INVALID_REQUEST, "The request is not properly formatted. A parameter is duplicated."),
    known(9_002_313, 400, INVALID_REQUEST, "Invalid request. Request is malformed or invalid."),
    known(9_002_325, 400, INVALID_REQUEST, "Proof Key for Code Exchange is required for cross-origin authorization code redemption."),
    known(9_002_326, 400, INVALID_REQUEST, "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type."),
    known(9_002_327, 400, INVALID_REQUEST, "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."),
];

#[cfg(test)]
mod tests {
    use super::{KNOWN, status};

    /// Facts 13.7, ranges written out.
    const LISTED: &[u32] = &[
        16_000, 50_058, 50_011, 50_012, 700_027, 50_013, 50_027, 500_133, 700_024, 50_020, 50_034, 50_053,
        50_055, 50_057, 50_059, 90_002, 50_072, 50_079, 50_074, 50_076, 50_078, 50_105, 50_126, 50_131,
        50_158, 53_000, 53_001, 53_002, 53_003, 53_004, 530_003, 530_032, 50_132, 50_133, 50_173, 50_194,
        50_196, 54_005, 65_001, 90_094, 65_004, 70_000, 70_008, 700_082, 70_011, 70_016, 70_018, 70_019,
        70_020, 70_043, 700_016, 700_011, 7_000_112, 7_000_215, 7_000_222, 7_000_218, 700_025, 700_030,
        7_000_229, 70_021, 700_211, 700_212, 700_213, 700_084, 500_011, 501_481, 90_014, 900_144, 9_002_313,
        90_033, 90_055, 90_038, 900_561, 900_971, 9_002_326, 9_002_327, 1_002_016,
    ];

    #[test]
    fn every_number_worth_a_message_is_known() {
        for number in LISTED {
            assert!(status(*number).is_some(), "{number}");
        }
        assert_eq!(status(1), None);
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(KNOWN.is_sorted_by(|a, b| a.number < b.number));
    }
}
