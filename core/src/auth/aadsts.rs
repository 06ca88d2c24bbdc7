//! What the numbers of the sign-in service mean to the person who meets them, and what to do (facts 13.7). One
//! row for each meaning; a test walks the whole table.

use crate::error::ErrorCode;

/// What a refusal means.
#[derive(Debug)]
pub(super) struct Meaning {
    pub(super) numbers: &'static [u32],
    pub(super) code: ErrorCode,
    /// Ends the sentence "Entra refuses to sign … in: …".
    pub(super) happened: &'static str,
    pub(super) remedy: &'static str,
}

macro_rules! meanings {
    ($($($number:literal)|+ => $code:ident, $happened:literal, $remedy:literal;)+) => {
        &[$(Meaning {
            numbers: &[$($number),+],
            code: ErrorCode::$code,
            happened: $happened,
            remedy: $remedy,
        }),+]
    };
}

/// The table.
pub(super) const MEANINGS: &[Meaning] = meanings! {
    16_000 | 50_058 => SignInFailed,
        "nobody is signed in there, or several people are, so it cannot go without asking",
        "sign in interactively and choose the account";
    50_011 => SignInFailed,
        "the app registration does not list the redirect address",
        "add it under Authentication of the app registration: http://localhost as mobile and desktop application, \
         or the address that the host uses";
    50_012 | 700_027 => SignInFailed,
        "the certificate is not one of the application's, or the signature is not by its key",
        "upload the certificate under Certificates & secrets, or sign with the key of the one that is there";
    50_013 | 50_027 => SignInFailed,
        "the assertion is malformed or not valid here",
        "get a fresh token from the identity provider; if it lasts, report it with the request id";
    500_133 | 700_024 => SignInFailed,
        "the assertion is outside its time window",
        "set the clock of this machine right; for a federated token, get a fresh one";
    50_020 => SignInFailed,
        "the account belongs to another tenant or identity provider and is not a member here",
        "sign in with an account of this tenant, or have the account invited as a guest";
    50_034 => SignInFailed,
        "the tenant has no such account",
        "check the sign-in name and the tenant";
    50_053 => SignInFailed,
        "the account is locked after too many attempts, or the address that it comes from is blocked",
        "wait and try again, or ask an administrator to look at the sign-in log";
    50_055 => SignInFailed,
        "the password has expired",
        "sign in at the portal once, change the password, then sign in here again";
    50_057 => SignInFailed,
        "the account is disabled",
        "have an administrator enable the account";
    50_059 | 90_002 => SignInFailed,
        "the tenant does not exist in this cloud",
        "check the tenant's id or domain and the name of the cloud";
    50_072 | 50_079 => SignInFailed,
        "the account must register for multifactor authentication first",
        "register at https://mysignins.microsoft.com/security-info, then sign in again";
    50_074 | 50_076 => SignInFailed,
        "multifactor authentication is required",
        "sign in interactively with a second factor";
    50_078 => SignInFailed,
        "the multifactor authentication is too long ago",
        "sign in again with a second factor";
    50_105 => SignInFailed,
        "the account is not assigned to the application",
        "have an administrator assign the account under Enterprise applications, Users and groups";
    50_126 => SignInFailed,
        "the user name or the password is wrong",
        "type them again, or reset the password";
    50_131 | 50_158 | 53_003 | 530_003 | 530_032 => SignInFailed,
        "a Conditional Access policy blocks it",
        "ask whoever keeps the Conditional Access policies of the tenant; the sign-in log names the policy";
    53_000 => SignInFailed,
        "Conditional Access wants a compliant device, and this one is not",
        "sign in on a device that is managed and compliant";
    53_001 => SignInFailed,
        "Conditional Access wants a device that is joined to the domain, and this one is not",
        "sign in on a device that is joined";
    53_002 => SignInFailed,
        "Conditional Access wants an approved application, and this one is not",
        "ask whoever keeps the Conditional Access policies to allow the app registration";
    53_004 => SignInFailed,
        "the account must prove itself before it may register for multifactor authentication: something looked suspicious",
        "ask an administrator to look at the risky sign-ins of the account";
    50_132 | 50_133 | 50_173 => SignInAgain,
        "the sign-in was revoked, or the password was changed since",
        "connect again, which signs in anew";
    50_194 => SignInFailed,
        "the application is for one tenant only, and no tenant was named",
        "name the tenant by its id or one of its domains";
    50_196 => SignInFailed,
        "the same request came too often, as if in a loop",
        "wait a few minutes, and look for a script that signs in again and again";
    54_005 => SignInFailed,
        "the code of the sign-in was used before",
        "begin the sign-in anew; if nobody repeated it, somebody else may have seen the code";
    65_001 | 90_094 => SignInFailed,
        "consent is missing",
        "have an administrator consent to the permissions of the app registration";
    65_004 => SignInFailed,
        "the person refused consent",
        "sign in again and accept, or have an administrator consent for everybody";
    70_000 => SignInAgain,
        "the grant is no longer valid",
        "connect again, which signs in anew";
    70_008 => SignInAgain,
        "the grant has expired",
        "connect again, and finish the sign-in without a long pause";
    700_082 => SignInAgain,
        "the sign-in was not used for 90 days",
        "connect again, which renews it";
    700_084 => SignInAgain,
        "a sign-in from a browser lasts 24 hours, and they are over",
        "sign in again";
    70_043 => SignInAgain,
        "the tenant's sign-in frequency ended it",
        "connect again; whoever keeps the Conditional Access policies decides how often";
    70_011 => SignInFailed,
        "the scope that was asked for is not valid",
        "check the name of the cloud; if it is right, report it with the request id";
    70_016 => SignInFailed,
        "nobody has entered the code yet",
        "open the address that was shown and enter the code";
    70_017 => SignInFailed,
        "the person declined the sign-in",
        "begin again and confirm the sign-in, if it was meant";
    70_018 => SignInFailed,
        "the code of the device is wrong",
        "begin the sign-in anew";
    70_019 | 70_020 => SignInFailed,
        "the code of the device has expired",
        "begin the sign-in anew and enter the new code within 15 minutes";
    700_011 | 700_016 => SignInFailed,
        "the tenant does not know the application",
        "check the client id and the tenant; the app registration must belong to this tenant";
    7_000_112 => SignInFailed,
        "the application is disabled",
        "enable it under Enterprise applications";
    7_000_215 => SignInFailed,
        "the client secret is wrong",
        "give the secret's value, not its id; make a new one under Certificates & secrets if it is lost";
    7_000_222 => SignInFailed,
        "the client secret has expired",
        "make a new one under Certificates & secrets of the app registration";
    7_000_218 => SignInFailed,
        "the application wants a secret or a certificate, and this way of signing in has none",
        "allow public client flows under Authentication of the app registration, or sign in with its secret or certificate";
    700_025 => SignInFailed,
        "the application is a public client, and a secret or certificate was sent",
        "sign in without one, or use an app registration that is a confidential client";
    700_030 => SignInFailed,
        "the certificate's subject or issuer is not accepted",
        "upload this certificate itself under Certificates & secrets";
    7_000_229 => SignInFailed,
        "the application has no enterprise application in this tenant",
        "have an administrator consent to the app registration in this tenant";
    70_021 | 700_213 => SignInFailed,
        "no federated credential of the application has the subject of the token",
        "compare the subject under Certificates & secrets, Federated credentials, with the token's claim sub, letter by letter";
    700_211 => SignInFailed,
        "no federated credential of the application has the issuer of the token",
        "compare the issuer under Certificates & secrets, Federated credentials, with the token's claim iss";
    700_212 => SignInFailed,
        "no federated credential of the application has the audience of the token",
        "have the token issued for the audience that the federated credential names, by default api://AzureADTokenExchange";
    500_011 => WrongCloud,
        "this cloud's Graph is not known to the tenant",
        "check the name of the cloud: the tenant probably lives in another one";
    500_112 => SignInFailed,
        "the redirect address is not the one that the sign-in began with",
        "begin the sign-in anew; give the client and the app registration the same redirect address";
    501_481 => SignInFailed,
        "the proof of who began the sign-in does not match",
        "begin the sign-in anew, and answer with the address that belongs to it";
    90_014 | 900_144 | 9_002_313 => SignInFailed,
        "the request is incomplete or malformed",
        "report it with the request id";
    90_033 => ServiceUnavailable,
        "it fails for the moment",
        "try again later";
    90_055 => Throttled,
        "it has too many requests",
        "try again later; other tools that use the same app registration share its quota";
    90_038 => WrongCloud,
        "the tenant lives in another national cloud",
        "connect with that cloud's name";
    900_561 => SignInFailed,
        "the request arrived in the wrong form, as if something on the way had changed it",
        "look for a proxy that rewrites requests";
    900_971 => SignInFailed,
        "the app registration lists no redirect address at all",
        "add one under Authentication of the app registration: http://localhost as mobile and desktop application";
    9_002_326 => SignInFailed,
        "a browser may redeem codes only for a redirect address of the kind single-page application",
        "register the redirect address as single-page application";
    9_002_327 => SignInFailed,
        "a redirect address of the kind single-page application may be redeemed by a browser only",
        "register http://localhost as mobile and desktop application instead";
    1_002_016 => SignInFailed,
        "the connection uses a version of TLS that is too old",
        "look for a proxy that opens the connection; TLS 1.2 is needed";
};

/// What a number means.
pub(super) fn by_number(number: u32) -> Option<&'static Meaning> {
    MEANINGS.iter().find(|meaning| meaning.numbers.contains(&number))
}

/// What the OAuth error means where no number is known (facts 13.1, 13.2).
pub(super) const fn by_error(error: &str) -> Option<(ErrorCode, &'static str, &'static str)> {
    Some(match error.as_bytes() {
        b"invalid_client" => (
            ErrorCode::SignInFailed,
            "the credential is not accepted",
            "check the client id and what it signs in with",
        ),
        b"temporarily_unavailable" | b"server_error" => (
            ErrorCode::ServiceUnavailable,
            "it is busy",
            "try again in a few minutes",
        ),
        b"authorization_declined" | b"access_denied" => (
            ErrorCode::SignInFailed,
            "the person declined",
            "begin again and confirm the sign-in, if it was meant",
        ),
        b"expired_token" | b"code_expired" => (
            ErrorCode::SignInFailed,
            "nobody entered the code in time",
            "begin the sign-in anew and enter the new code within 15 minutes",
        ),
        b"bad_verification_code" => (
            ErrorCode::SignInFailed,
            "the code of the device is not known there",
            "begin the sign-in anew",
        ),
        b"consent_required" => (
            ErrorCode::SignInFailed,
            "somebody has to consent first",
            "have an administrator consent to the permissions of the app registration",
        ),
        b"interaction_required" | b"login_required" => (
            ErrorCode::SignInAgain,
            "the person has to take part",
            "connect again, which signs in anew",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Facts 13.7, number by number.
    const DOCUMENTED: &[u32] = &[
        16_000, 50_058, 50_011, 50_012, 700_027, 50_013, 50_027, 500_133, 700_024, 50_020, 50_034, 50_053,
        50_055, 50_057, 50_059, 90_002, 50_072, 50_079, 50_074, 50_076, 50_078, 50_105, 50_126, 50_131,
        50_158, 53_000, 53_001, 53_002, 53_003, 53_004, 530_003, 530_032, 50_132, 50_133, 50_173, 50_194,
        50_196, 54_005, 65_001, 90_094, 65_004, 70_000, 70_008, 700_082, 70_011, 70_016, 70_018, 70_019,
        70_020, 70_043, 700_016, 700_011, 7_000_112, 7_000_215, 7_000_222, 7_000_218, 700_025, 700_030,
        7_000_229, 70_021, 700_211, 700_212, 700_213, 700_084, 500_011, 501_481, 90_014, 900_144, 9_002_313,
        90_033, 90_055, 90_038, 900_561, 900_971, 9_002_326, 9_002_327, 1_002_016,
    ];

    #[test]
    fn every_documented_number_is_told_from_the_others_and_has_a_remedy() {
        for number in DOCUMENTED {
            assert!(by_number(*number).is_some(), "{number} has no meaning");
        }
        let mut numbers = HashSet::new();
        let mut texts = HashSet::new();
        for meaning in MEANINGS {
            for number in meaning.numbers {
                assert!(numbers.insert(number), "{number} has two meanings");
            }
            assert!(texts.insert(meaning.happened), "told twice: {}", meaning.happened);
            assert!(
                meaning.happened.len() > 10 && meaning.remedy.len() > 10,
                "{meaning:?}"
            );
            for text in [meaning.happened, meaning.remedy] {
                assert!(
                    !text.ends_with('.') && !text.contains("  "),
                    "not as a clause: {text}"
                );
            }
        }
    }

    #[test]
    fn what_has_no_number_is_told_by_its_error() {
        let mut texts = HashSet::new();
        for error in [
            "invalid_client",
            "temporarily_unavailable",
            "access_denied",
            "expired_token",
            "bad_verification_code",
            "consent_required",
            "login_required",
        ] {
            let (_, happened, remedy) = by_error(error).expect(error);
            assert!(texts.insert(happened) && !remedy.is_empty(), "{error}");
            assert!(
                MEANINGS.iter().all(|meaning| meaning.happened != happened),
                "{error}"
            );
        }
        assert!(by_error("invalid_grant").is_none());
    }
}
