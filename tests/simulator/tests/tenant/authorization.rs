//! Signing in in a browser: the page, the code, and how it is redeemed (facts 13.5).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use graph_sim::{Request, Response, Simulator};
use ring::digest;
use serde_json::json;

use crate::keys::claims;
use crate::login::number;
use crate::signing_in::*;
use crate::tenant::NORA;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const BACK: &str = "http://localhost:8400";

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, VERIFIER.as_bytes()))
}

/// Opens the authorization endpoint in a browser.
fn open(simulator: &Simulator, fields: &[(&str, &str)], cookie: &str) -> Response {
    let url = format!("{LOGIN}/oauth2/v2.0/authorize?{}", encoded(fields));
    let request = Request::new("GET", url).header("Cookie", cookie);
    simulator.handle(request).into_response().unwrap()
}

/// What the program asks for.
fn wish(challenge: &str) -> Vec<(&'static str, String)> {
    [
        ("client_id", PROGRAM),
        ("response_type", "code"),
        ("redirect_uri", BACK),
        (
            "scope",
            "https://graph.microsoft.com/User.Read openid profile offline_access",
        ),
        ("state", "s&1"),
        ("nonce", "n1"),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

fn wished<'w>(wish: &'w [(&'static str, String)], changes: &[(&'w str, &'w str)]) -> Vec<(&'w str, &'w str)> {
    let fields: Vec<_> = wish.iter().map(|(name, value)| (*name, value.as_str())).collect();
    changed(&fields, changes)
}

/// Lets a person say who they are on the page, and gives the redirect.
fn sign_in(simulator: &Simulator, changes: &[(&str, &str)], person: &str) -> Response {
    let wish = wish(&challenge());
    let mut fields = wished(&wish, changes);
    fields.push(("person", person));
    post(simulator, "/oauth2/v2.0/authorize", &fields, &[])
}

fn redemption(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", PROGRAM),
        ("code", code),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ]
}

fn code(response: &Response) -> String {
    carried(response)
        .remove("code")
        .unwrap_or_else(|| panic!("{}", text(response)))
}

const IN_PAGE: &[(&str, &str)] = &[("client_id", PAGE), ("redirect_uri", "https://page.example/")];
const ON_SERVER: &[(&str, &str)] = &[
    ("client_id", SERVER),
    ("redirect_uri", "https://server.example/back?x=1"),
];

#[test]
fn a_person_signs_in_in_a_browser() {
    let simulator = with(&json!({}));
    let wish = wish(&challenge());
    let page = open(&simulator, &wished(&wish, &[]), "");
    assert_eq!(
        (page.status, page.headers.get("X-Frame-Options")),
        (200, Some("DENY"))
    );
    let shown = text(&page);
    assert!(shown.contains("<html lang=\"en\">") && shown.contains("<strong>Program</strong>"));
    assert!(
        shown.contains(&format!("<button name=\"person\" value=\"{NORA}\">")) && shown.contains("User.Read")
    );
    assert!(
        shown.contains("name=\"state\" value=\"s&amp;1\""),
        "what was asked for is carried along"
    );

    let back = sign_in(&simulator, &[], NORA);
    assert_eq!(back.status, 302);
    let carried = carried(&back);
    assert!(
        back.headers
            .get("Location")
            .unwrap()
            .starts_with("http://localhost:8400?code=")
    );
    assert!(carried["state"] == "s&1" && !carried["session_state"].is_empty());
    let answer = redeem(
        &simulator,
        &changed(&redemption(&carried["code"]), &[("client_info", "1")]),
    );
    assert_eq!(answer.status, 200, "{}", answer.json());
    let id = claims(&field(&answer, "id_token"));
    assert_eq!(
        (
            &id["aud"],
            &id["nonce"],
            &id["oid"],
            &id["preferred_username"],
            &id["ver"]
        ),
        (
            &json!(PROGRAM),
            &json!("n1"),
            &json!(NORA),
            &json!(NORA_NAME),
            &json!("2.0")
        )
    );
    let tenant_id = simulator.connection().tenant_id;
    assert_eq!(
        id["iss"],
        format!("https://login.microsoftonline.com/{tenant_id}/v2.0")
    );
    let info = URL_SAFE_NO_PAD.decode(field(&answer, "client_info")).unwrap();
    let info: serde_json::Value = serde_json::from_slice(&info).unwrap();
    assert_eq!(info, json!({ "uid": NORA, "utid": tenant_id }));
    let access = claims(&field(&answer, "access_token"));
    assert_eq!(
        (&access["aud"], &access["amr"]),
        (&json!("https://graph.microsoft.com"), &json!(["pwd"]))
    );
    assert!(simulator.canaries().contains(&carried["code"]));
    let again = redeem(&simulator, &redemption(&carried["code"]));
    assert_eq!((again.status, number(&again)), (400, 54_005));
}

#[test]
fn nothing_is_sent_to_an_address_that_is_not_registered() {
    let simulator = with(&json!({}));
    let wish = wish(&challenge());
    for (changes, expected) in [
        (&[("redirect_uri", "https://evil.example/")][..], "AADSTS50011"),
        (&[("redirect_uri", "http://localhost:8400/other")], "AADSTS50011"),
        (
            &[("redirect_uri", "http://localhost.evil.example/")],
            "AADSTS50011",
        ),
        (&[("redirect_uri", "")], "AADSTS900971"),
        (&[("client_id", "")], "AADSTS900144"),
        (&[("client_id", NORA)], "AADSTS700016"),
        (
            &[("client_id", PAGE), ("redirect_uri", "https://page.example")],
            "AADSTS50011",
        ),
        (
            &[
                ("client_id", PAGE),
                ("redirect_uri", "http://localhost:3000/pages"),
            ],
            "AADSTS50011",
        ),
    ] {
        let refused = open(&simulator, &wished(&wish, changes), "");
        assert!(
            refused.status == 400 && text(&refused).contains(expected),
            "{changes:?}: {}",
            text(&refused)
        );
        assert_eq!(refused.headers.get("Location"), None);
    }
    let twice = format!("{LOGIN}/oauth2/v2.0/authorize?client_id={PROGRAM}&client_id={PROGRAM}");
    let twice = simulator
        .handle(Request::new("GET", twice))
        .into_response()
        .unwrap();
    assert!(text(&twice).contains("AADSTS9000411"));
    let common = format!("{LOGIN}/oauth2/v2.0/authorize?{}", encoded(&wished(&wish, &[])));
    let common = Request::new("GET", common.replace("fabrikam.example", "common"));
    assert!(text(&simulator.handle(common).into_response().unwrap()).contains("AADSTS50194"));
}

#[test]
fn only_ports_of_the_own_machine_may_differ() {
    let simulator = with(&json!({}));
    let wish = wish(&challenge());
    for uri in [
        "http://localhost",
        "http://localhost/",
        "http://localhost:1",
        "program://back",
    ] {
        assert_eq!(
            open(&simulator, &wished(&wish, &[("redirect_uri", uri)]), "").status,
            200,
            "{uri}"
        );
    }
    let page = [
        ("client_id", PAGE),
        ("redirect_uri", "http://localhost:3000/page"),
    ];
    assert_eq!(open(&simulator, &wished(&wish, &page), "").status, 200);
    let only = [("client_id", SERVER), ("redirect_uri", "")];
    assert_eq!(
        open(&simulator, &wished(&wish, &only), "").status,
        200,
        "the only address need not be named"
    );
}

#[test]
fn what_is_wrong_with_a_request_is_sent_back() {
    let simulator = with(&json!({}));
    let wish = wish(&challenge());
    for (changes, error, number) in [
        (
            &[("response_type", "token")][..],
            "unsupported_response_type",
            "AADSTS700054",
        ),
        (&[("response_type", "")], "invalid_request", "AADSTS900144"),
        (&[("scope", "")], "invalid_request", "AADSTS900144"),
        (
            &[("scope", "https://graph.microsoft.us/User.Read")],
            "invalid_resource",
            "AADSTS500011",
        ),
        (
            &[("scope", "User.Read https://vault.example/x")],
            "invalid_scope",
            "AADSTS28000",
        ),
        (&[("scope", ".default User.Read")], "invalid_scope", "AADSTS70011"),
        (&[("prompt", "sometimes")], "invalid_request", "AADSTS90023"),
        (&[("response_mode", "pigeon")], "invalid_request", "AADSTS90023"),
        (
            &[("code_challenge_method", "S512")],
            "invalid_request",
            "AADSTS90023",
        ),
        (&[("code_challenge", "short")], "invalid_request", "AADSTS501491"),
        (&[("claims", "{")], "invalid_request", "AADSTS9002313"),
        (&[("prompt", "none")], "login_required", "AADSTS50058"),
        (&[("decision", "decline")], "access_denied", "AADSTS65004"),
    ] {
        let refused = carried(&open(&simulator, &wished(&wish, changes), ""));
        assert_eq!(refused["error"], error, "{changes:?}: {refused:?}");
        assert!(
            refused["error_description"].starts_with(&format!("{number}: ")),
            "{changes:?}: {refused:?}"
        );
        assert_eq!(refused["state"], "s&1");
    }
    let mut page = IN_PAGE.to_vec();
    page.extend([("code_challenge", ""), ("code_challenge_method", "")]);
    let refused = carried(&open(&simulator, &wished(&wish, &page), ""));
    assert!(
        refused["error_description"].starts_with("AADSTS9002325"),
        "a page in a browser must use PKCE"
    );
}

#[test]
fn the_answer_travels_as_it_was_asked_to() {
    let simulator = with(&json!({}));
    let fragment = sign_in(&simulator, &[("response_mode", "fragment")], NORA);
    assert!(
        fragment
            .headers
            .get("Location")
            .unwrap()
            .starts_with("http://localhost:8400#code=")
    );
    let query = sign_in(&simulator, ON_SERVER, NORA);
    assert!(
        query
            .headers
            .get("Location")
            .unwrap()
            .starts_with("https://server.example/back?x=1&code=")
    );
    let form = sign_in(&simulator, &[("response_mode", "form_post")], NORA);
    let shown = text(&form);
    assert!(form.status == 200 && shown.contains("<form method=\"post\" action=\"http://localhost:8400\">"));
    assert!(shown.contains("name=\"code\"") && shown.contains("<button>Continue</button>"));
}

#[test]
fn a_code_is_redeemed_by_who_asked_for_it_as_they_asked() {
    let simulator = with(&json!({}));
    let code = code(&sign_in(&simulator, &[], NORA));
    for (changes, status, expected) in [
        (
            &[("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX")][..],
            400,
            501_481,
        ),
        (&[("code_verifier", "")], 400, 501_481),
        (&[("redirect_uri", "http://localhost:8401")], 400, 500_112),
        (&[("redirect_uri", "")], 400, 900_144),
        (&[("code", "")], 400, 900_144),
        (&[("code", "0.AXother")], 400, 70_000),
        (&[("code", "other")], 400, 9_002_313),
        (&[("client_id", PAGE)], 400, 70_000),
        (&[("scope", "Mail.Read")], 400, 65_001),
        (&[("claims", "[]")], 400, 9_002_313),
        (&[("client_secret", "x")], 401, 7_000_215),
    ] {
        let refused = redeem(&simulator, &changed(&redemption(&code), changes));
        assert_eq!(
            (refused.status, number(&refused)),
            (status, expected),
            "{changes:?}: {}",
            refused.json()
        );
    }
    let wrong_origin = redeem_in_page(&simulator, &redemption(&code));
    assert_eq!(number(&wrong_origin), 9_002_326);
    assert_eq!(wrong_origin.headers.get("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(
        redeem(&simulator, &redemption(&code)).status,
        200,
        "no mistake used it up"
    );
}

#[test]
fn a_code_ends_after_ten_minutes() {
    let simulator = with(&json!({}));
    let code = code(&sign_in(&simulator, &[], NORA));
    simulator.advance(Duration::from_secs(600));
    assert_eq!(number(&redeem(&simulator, &redemption(&code))), 70_008);
}

#[test]
fn a_page_redeems_from_its_origin_and_a_server_with_its_secret() {
    let simulator = with(&json!({}));
    let code_of = |changes| code(&sign_in(&simulator, changes, NORA));
    let first = code_of(IN_PAGE);
    let page = changed(&redemption(&first), IN_PAGE);
    assert_eq!(number(&redeem(&simulator, &page)), 9_002_327);
    assert_eq!(redeem_in_page(&simulator, &page).status, 200);

    let second = code_of(ON_SERVER);
    let server = changed(&redemption(&second), ON_SERVER);
    assert_eq!(number(&redeem(&simulator, &server)), 7_000_218);
    assert_eq!(
        number(&redeem(&simulator, &changed(&server, &[("client_secret", "no")]))),
        7_000_215
    );
    let proven = changed(&server, &[("client_secret", "server-secret")]);
    assert_eq!(redeem(&simulator, &proven).status, 200);

    let public = with(
        &json!({ "applications": scenario()["applications"].as_array().unwrap().iter().map(|app| {
        let mut app = app.clone();
        app["secret"] = "known".into();
        app
    }).collect::<Vec<_>>() }),
    );
    let third = code(&sign_in(&public, &[], NORA));
    let refused = redeem(
        &public,
        &changed(&redemption(&third), &[("client_secret", "known")]),
    );
    assert_eq!(
        (refused.status, number(&refused)),
        (401, 700_025),
        "a public client has nothing to prove"
    );
}

#[test]
fn who_is_signed_in_already_need_not_say_so_again() {
    let simulator = with(&json!({}));
    let first = sign_in(&simulator, &[], NORA);
    let cookie = first
        .headers
        .get("Set-Cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert!(first.headers.get("Set-Cookie").unwrap().contains("HttpOnly"));
    let wish = wish(&challenge());
    let again = |changes: &[(&str, &str)]| carried(&open(&simulator, &wished(&wish, changes), &cookie));
    assert!(again(&[]).contains_key("code") && again(&[("prompt", "none")]).contains_key("code"));
    assert!(again(&[("prompt", "none"), ("login_hint", NORA_NAME)]).contains_key("code"));
    assert!(again(&[("prompt", "login")]).is_empty(), "a page is shown");
    assert!(
        again(&[("prompt", "none"), ("login_hint", DESK)])["error_description"].starts_with("AADSTS50058")
    );
    let unmet = again(&[("prompt", "none"), ("scope", "Mail.Read")]);
    assert_eq!(unmet["error"], "interaction_required");
    assert!(unmet["error_description"].starts_with("AADSTS65001"));

    let fields = wished(&wish, &[("person", "desk@fabrikam.example")]);
    post(
        &simulator,
        "/oauth2/v2.0/authorize",
        &fields,
        &[("Cookie", &cookie)],
    );
    assert!(again(&[("prompt", "none")])["error_description"].starts_with("AADSTS16000"));
    assert!(again(&[("prompt", "none"), ("login_hint", DESK)]).contains_key("code"));
    assert!(again(&[]).is_empty(), "two people: a page is shown");

    let out = format!(
        "{LOGIN}/oauth2/v2.0/logout?{}",
        encoded(&[("post_logout_redirect_uri", "https://page.example/")])
    );
    let out = simulator
        .handle(Request::new("GET", out).header("Cookie", &cookie))
        .into_response()
        .unwrap();
    assert_eq!(
        (out.status, out.headers.get("Location")),
        (302, Some("https://page.example/"))
    );
    assert!(again(&[("prompt", "none")])["error_description"].starts_with("AADSTS50058"));
}

#[test]
fn a_hint_signs_in_at_once_where_the_tenant_says_so() {
    let simulator = with(&json!({ "signIn": { "automatic": true } }));
    let wish = wish(&challenge());
    let hinted = open(
        &simulator,
        &wished(&wish, &[("login_hint", DESK), ("prompt", "select_account")]),
        "",
    );
    let answer = redeem(&simulator, &redemption(&code(&hinted)));
    assert_eq!(claims(&field(&answer, "access_token"))["upn"], DESK);
    let unknown = open(
        &simulator,
        &wished(&wish, &[("login_hint", "nobody@fabrikam.example")]),
        "",
    );
    assert!(unknown.status == 200 && text(&unknown).contains("Nobody in the tenant has such a name."));
    let unmet = open(
        &simulator,
        &wished(&wish, &[("login_hint", DESK), ("scope", "Mail.Read")]),
        "",
    );
    assert!(carried(&unmet)["error_description"].starts_with("AADSTS90094"));
    for (person, expected) in [
        ("nobody@fabrikam.example", "AADSTS50034"),
        ("a@contoso.example", "AADSTS50020"),
    ] {
        let refused = sign_in(&simulator, &[], person);
        assert!(
            refused.status == 400 && text(&refused).contains(expected),
            "{person}"
        );
        assert!(text(&refused).contains("Back to the application"));
    }
}

#[test]
fn people_consent_to_little_and_administrators_to_everything() {
    let mut scenario = scenario();
    scenario["applications"][0]["delegatedPermissions"] = json!([]);
    let simulator = crate::tenant::tenant(&scenario);
    let asked = |scope, person| sign_in(&simulator, &[("scope", scope)], person);
    let scp = |response: &Response| {
        let answer = redeem(&simulator, &redemption(&code(response)));
        claims(&field(&answer, "access_token"))["scp"].clone()
    };
    assert_eq!(scp(&asked("User.Read openid", NORA)), "User.Read openid");
    let refused = asked("User.Read.All", NORA);
    assert!(text(&refused).contains("AADSTS90094"));
    assert_eq!(
        scp(&asked("User.Read.All", "boss@fabrikam.example")),
        "User.Read.All"
    );
    assert_eq!(
        scp(&asked(
            "https://graph.microsoft.com/.default",
            "boss@fabrikam.example"
        )),
        "User.Read.All"
    );
    scenario["signIn"] = json!({ "userConsent": false });
    let strict = crate::tenant::tenant(&scenario);
    assert!(text(&sign_in(&strict, &[("scope", "User.Read")], NORA)).contains("AADSTS90094"));
}

#[test]
fn a_token_may_carry_everything_that_was_consented_to() {
    let simulator = with(&json!({ "signIn": { "tokensCarryAllConsented": true } }));
    let answer = redeem(&simulator, &redemption(&code(&sign_in(&simulator, &[], NORA))));
    let scp = claims(&field(&answer, "access_token"))["scp"].clone();
    assert_eq!(
        scp,
        "User.Read User.Read.All UserAuthenticationMethod.ReadWrite.All openid profile"
    );
}
