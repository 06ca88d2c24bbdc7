//! The built-in scenarios have in them what they tell.

use graph_sim::{Simulator, Story, stories};
use serde_json::{Value, json};

use crate::keys::{DESK_CERTIFICATE, Signer, jwt, thumbprints};
use crate::login::number;
use crate::signing_in::{DEVICE_GRANT, field, post};
use crate::tenant::*;

/// The tenant of a story, without the faults that strike by chance.
fn story(name: &str) -> Simulator {
    let mut scenario = Story::named(name)
        .expect("a story")
        .scenario()
        .expect("a scenario");
    scenario.faults.clear();
    Simulator::new(scenario).expect("a tenant")
}

fn url(version: &str, upn: &str, below: &str) -> String {
    let upn = upn.replace('#', "%23").replace('\'', "%27");
    format!("/{version}/users/{upn}{below}")
}

/// The kinds of somebody's methods, without the password.
fn kinds(caller: &Caller<'_>, upn: &str) -> Vec<String> {
    let body = caller.get(&url("beta", upn, "/authentication/methods")).json();
    let methods = body["value"].as_array().expect("methods").iter().skip(1);
    methods
        .map(|method| method["@odata.type"].as_str().expect("a type").to_owned())
        .map(|name| {
            name.trim_start_matches("#microsoft.graph.")
                .trim_end_matches("AuthenticationMethod")
                .to_owned()
        })
        .collect()
}

fn found(caller: &Caller<'_>, query: &str) -> Vec<Value> {
    let body = caller
        .eventually(&format!("/v1.0/users?$count=true&{query}"))
        .json();
    body["value"].as_array().expect("people").clone()
}

fn delegate<'s>(simulator: &'s Simulator, upn: &str) -> Caller<'s> {
    let scopes = [
        "UserAuthenticationMethod.ReadWrite.All",
        "User.RevokeSessions.All",
        "User.Read.All",
        "AuditLog.Read.All",
        "RoleAssignmentSchedule.ReadWrite.Directory",
    ];
    person(simulator, upn, &scopes)
}

#[test]
fn every_story_is_told_and_begins() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    let documents = files.filter(|name| name.ends_with(".json")).count();
    assert_eq!(documents, stories().len(), "every document is built in");
    let readme = std::fs::read_to_string(format!("{folder}/README.md")).unwrap();
    for story in stories() {
        let scenario = story.scenario().unwrap();
        assert!(
            scenario.about.as_ref().is_some_and(|about| about.len() > 30),
            "{}",
            story.name
        );
        assert!(
            readme.contains(&format!("## {}\n", story.name)),
            "{} is told in the README",
            story.name
        );
    }
    assert_eq!(Story::named("no-such-story"), None);
}

#[test]
fn the_small_business_has_one_administrator_one_lost_phone_and_no_premium_licence() {
    let simulator = story("small-business");
    let desk = desk(&simulator);
    let people = desk.get("/v1.0/users").json();
    assert_eq!(people["value"].as_array().unwrap().len(), 12);
    let assignments = desk.get("/v1.0/roleManagement/directory/roleAssignments").json();
    assert_eq!(assignments["value"].as_array().unwrap().len(), 1);
    assert_eq!(
        kinds(&desk, "anna@lindcarpentry.example"),
        ["phone", "microsoftAuthenticator", "softwareOath"]
    );
    let audits = desk.get("/v1.0/auditLogs/directoryAudits");
    assert_eq!(
        (audits.status, code(&audits).as_str()),
        (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant")
    );
    let eva = desk
        .get(&url(
            "beta",
            "eva@lindcarpentry.example",
            "/authentication/requirements",
        ))
        .json();
    assert_eq!(eva["perUserMfaState"], "enabled");
}

#[test]
fn the_school_has_40_000_people_in_a_unit_for_each_school() {
    let simulator = story("school");
    let desk = desk(&simulator);
    let count = desk.eventually("/v1.0/users/$count");
    assert_eq!(String::from_utf8(count.body).unwrap(), "40005");
    let units = desk.get("/v1.0/directory/administrativeUnits?$top=999").json();
    let units = units["value"].as_array().unwrap();
    assert_eq!(units.len(), 40);
    let northside = units
        .iter()
        .find(|unit| unit["displayName"] == "Northside School")
        .unwrap();
    let members = format!(
        "/v1.0/directory/administrativeUnits/{}/members/$count",
        northside["id"].as_str().unwrap()
    );
    assert_eq!(desk.eventually(&members).body, b"1000");
    let pupil = found(&desk, "$filter=startsWith(userPrincipalName,'p10')&$top=1").remove(0);
    assert_eq!(pupil["jobTitle"], "Pupil");
}

#[test]
fn the_school_s_helpdesks_reach_their_own_schools_only() {
    let simulator = story("school");
    let users = simulator.state().users;
    let at = |number: usize| {
        users
            .iter()
            .find(|user| user.user_principal_name.starts_with(&format!("p{number}@")))
            .unwrap()
    };
    // The pupils of the first school are numbered after its staff, those of the second after the second's.
    let (northside, harbour) = (at(100_171), at(101_171));
    let status = |caller: &Caller<'_>, user: &graph_sim::UserState| {
        caller
            .post(
                &url("v1.0", &user.user_principal_name, "/authentication/phoneMethods"),
                &json!({ "phoneNumber": "+47 40009999", "phoneType": "office" }),
            )
            .status
    };
    let first = delegate(&simulator, "desk.northside@schools.example");
    assert_eq!((status(&first, northside), status(&first, harbour)), (201, 403));
    let second = delegate(&simulator, "desk.harbour@schools.example");
    assert_eq!((status(&second, harbour), status(&second, northside)), (201, 403));
    let central = delegate(&simulator, "desk.central@schools.example");
    assert_eq!(
        (status(&central, at(100_172)), status(&central, at(101_172))),
        (201, 201)
    );
}

#[test]
fn the_hospital_has_qr_codes_tokens_and_a_night_shift() {
    let simulator = story("hospital");
    let desk = desk(&simulator);
    assert_eq!(kinds(&desk, "n1041@hospital.example"), ["qrCodePin"]);
    assert_eq!(
        kinds(&desk, "d2001@hospital.example"),
        ["hardwareOath", "windowsHelloForBusiness"]
    );
    assert!(kinds(&desk, "ward4.tablet@hospital.example").is_empty());
    let disabled = found(
        &desk,
        "$filter=accountEnabled eq false and startsWith(userPrincipalName,'n09')",
    );
    assert_eq!(disabled.len(), 2);
    let domains = desk.get("/v1.0/domains").json();
    let federated = |name: &str| {
        let mut all = domains["value"].as_array().unwrap().iter();
        all.any(|it| it["id"] == name && it["authenticationType"] == "Federated")
    };
    assert!(federated("clinic.example") && !federated("hospital.example"));
    let drawer = desk
        .get("/beta/directory/authenticationMethodDevices/hardwareOathDevices")
        .json();
    let in_drawer = |token: &&Value| token["status"] == "available";
    assert_eq!(
        drawer["value"]
            .as_array()
            .unwrap()
            .iter()
            .filter(in_drawer)
            .count(),
        3
    );
    // The coordinator's role begins at ten in the evening and ends with the shift.
    let code = url(
        "beta",
        "n1041@hospital.example",
        "/authentication/qrCodePinMethod",
    );
    assert_eq!(
        delegate(&simulator, "night.lead@hospital.example")
            .delete(&code)
            .status,
        204
    );
    simulator.advance(std::time::Duration::from_secs(6 * 3600));
    let code = url(
        "beta",
        "n1043@hospital.example",
        "/authentication/qrCodePinMethod",
    );
    assert_eq!(
        delegate(&simulator, "night.lead@hospital.example")
            .delete(&code)
            .status,
        403
    );
}

#[test]
fn the_attacker_left_a_passkey_a_phone_and_a_trail() {
    let simulator = story("under-attack");
    let sam = delegate(&simulator, "sam.ortiz@adatum.example");
    let mats = "mats.berg@adatum.example";
    assert_eq!(kinds(&sam, mats), ["microsoftAuthenticator", "fido2", "phone"]);
    let trail = sam.get(
        "/v1.0/auditLogs/directoryAudits?$filter=loggedByService eq 'Authentication Methods' and \
        startswith(initiatedBy/user/userPrincipalName,'mats.berg')",
    );
    let names: Vec<Value> = trail.json()["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["activityDisplayName"].clone())
        .collect();
    assert!(
        names
            .iter()
            .filter(|it| **it == "User registered security info")
            .count()
            == 2,
        "{names:?}"
    );
    let before = sam
        .get(&url("v1.0", mats, "?$select=signInSessionsValidFromDateTime"))
        .json();
    assert_eq!(
        sam.post(&url("v1.0", mats, "/revokeSignInSessions"), &json!({}))
            .status,
        200
    );
    let after = sam
        .get(&url("v1.0", mats, "?$select=signInSessionsValidFromDateTime"))
        .json();
    assert_ne!(
        before["signInSessionsValidFromDateTime"],
        after["signInSessionsValidFromDateTime"]
    );
}

#[test]
fn the_service_stumbles_while_it_is_under_attack() {
    let simulator = Simulator::new(Story::named("under-attack").unwrap().scenario().unwrap()).unwrap();
    let desk = desk(&simulator);
    let mut statuses = std::collections::BTreeMap::new();
    for _ in 0..400 {
        *statuses.entry(desk.get("/v1.0/users?$top=1").status).or_insert(0) += 1;
    }
    assert!(
        (8..40).contains(&statuses[&429]) && (3..30).contains(&statuses[&503]),
        "{statuses:?}"
    );
}

#[test]
fn the_merger_has_namesakes_awkward_names_guests_and_people_out_of_reach() {
    let simulator = story("merger");
    let desk = desk(&simulator);
    assert_eq!(found(&desk, "$filter=displayName eq 'Anna Moe'").len(), 3);
    for upn in [
        "sean.o'neil@litware.example",
        "ann_partner.example#EXT#@contoso.example",
    ] {
        assert_eq!(desk.get(&url("v1.0", upn, "")).json()["userPrincipalName"], upn);
    }
    let dollar = desk.get("/v1.0/users('$ervice_desk@contoso.example')");
    assert_eq!(dollar.json()["displayName"], "Service Desk (shared)");
    let anna = "anna.moe@contoso.example";
    let delete = |phone: &str| {
        desk.delete(&url(
            "v1.0",
            anna,
            &format!("/authentication/phoneMethods/{phone}"),
        ))
        .status
    };
    assert_eq!((delete(ALTERNATE), delete(MOBILE)), (400, 400), "a deadlock");
    let eligible = delegate(&simulator, "desk.lee@contoso.example");
    let mona = delegate(&simulator, "desk.mona@litware.example");
    let read = |caller: &Caller<'_>, upn| caller.get(&url("v1.0", upn, "/authentication/methods")).status;
    assert_eq!(
        read(&eligible, anna),
        403,
        "a role that is not activated is no role"
    );
    assert_eq!(read(&mona, "anna.moe@litware.example"), 200);
    assert_eq!(read(&mona, anna), 403, "outside the unit");
}

#[test]
fn the_requests_of_the_readme_are_answered_as_it_says() {
    let readme = include_str!("../../scenarios/README.md");
    let mut sent = 0;
    for chapter in readme.split("\n## ").skip(1) {
        let name = chapter.lines().next().unwrap();
        let (_, rest) = chapter.split_once("```http\n").expect("requests");
        let (requests, _) = rest.split_once("```").unwrap();
        let simulator = story(name);
        let mut caller = desk(&simulator);
        for line in requests.lines() {
            if let Some(upn) = line.strip_prefix("as ") {
                caller = delegate(&simulator, upn);
                continue;
            }
            let (request, status) = line.rsplit_once(" \u{2192} ").expect("an arrow");
            let (method, rest) = request.split_once(' ').expect("a method");
            let (url, body) = match rest.split_once(" {") {
                Some((url, body)) => (url, format!("{{{body}")),
                None => (rest, "{}".to_owned()),
            };
            let body: Value = serde_json::from_str(&body).expect("JSON");
            let response = caller.send(graph_sim::Request::new(method, url).json(&body));
            assert_eq!(
                response.status.to_string(),
                status,
                "{name}: {line}: {}",
                response.json()
            );
            sent += 1;
        }
    }
    assert!(sent > 30);
}

#[test]
fn berit_signs_in_at_the_ward_terminal() {
    let simulator = story("hospital");
    let login = "https://login.microsoftonline.com/hospital.example/oauth2/v2.0";
    let client = ("client_id", "a0591000-0000-4000-8000-000000000002");
    let scope = ("scope", "User.Read.All offline_access");
    let codes = post(&simulator, &format!("{login}/devicecode"), &[client, scope], &[]);
    let code = field(&codes, "device_code");
    let poll = || {
        simulator.advance(std::time::Duration::from_secs(5));
        let fields = [
            client,
            ("device_code", code.as_str()),
            ("grant_type", DEVICE_GRANT),
        ];
        post(&simulator, &format!("{login}/token"), &fields, &[])
    };
    assert_eq!(field(&poll(), "error"), "authorization_pending");
    let token = field(&poll(), "access_token");
    let me = simulator
        .handle(graph_sim::Request::new("GET", "/v1.0/me").bearer(&token))
        .into_response()
        .unwrap();
    assert_eq!(me.json()["displayName"], "Berit Solheim");
}

#[test]
fn the_runbook_of_the_school_signs_in_with_its_certificate() {
    let simulator = story("school");
    let token_endpoint = "https://login.microsoftonline.com/schools.example/oauth2/v2.0/token";
    let client = "5c001000-0000-4000-8000-000000000002";
    let now = simulator.now().unix_timestamp();
    let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": thumbprints(DESK_CERTIFICATE).0 });
    let claims = json!({ "aud": token_endpoint, "iss": client, "sub": client, "jti": "1", "nbf": now, "exp": now + 300 });
    let assertion = jwt(&header, &claims, Signer::Desk);
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", client),
        ("scope", "https://graph.microsoft.com/.default"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", assertion.as_str()),
    ];
    let answer = post(&simulator, token_endpoint, &fields, &[]);
    assert_eq!(answer.status, 200, "{}", answer.json());
    let secret = [
        ("grant_type", "client_credentials"),
        ("client_id", client),
        ("client_secret", "x"),
        fields[2],
    ];
    assert_eq!(number(&post(&simulator, token_endpoint, &secret, &[])), 7_000_215);
}
