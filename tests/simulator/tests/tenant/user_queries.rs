//! The collection of users: what can be asked, what needs an advanced query, and what is refused in which words.

use std::time::Duration;

use graph_sim::{Response, Simulator};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tenant::*;

fn company() -> Simulator {
    tenant(&json!({ "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind",
          "otherMails": ["nora@private.example"], "usageLocation": "NO", "mobilePhone": "+47 90000017",
          "createdDateTime": "2025-03-01T10:00:00Z", "lastSignInDateTime": "2026-08-19T08:00:00Z",
          "proxyAddresses": ["SMTP:nora.lind@fabrikam.example", "smtp:nl@fabrikam.example"] },
        { "userPrincipalName": "sean.o'neil@fabrikam.example", "displayName": "Sean O'Neil", "department": "Sales",
          "createdDateTime": "2024-03-01T10:00:00Z", "onPremisesSyncEnabled": true },
        { "userPrincipalName": "ann_contoso.example#EXT#@fabrikam.example", "displayName": "Ann Lindqvist",
          "mail": "ann@contoso.example", "externalUserState": "PendingAcceptance" },
        { "userPrincipalName": "$boss@fabrikam.example", "displayName": "The Boss", "accountEnabled": false,
          "roles": ["Global Administrator"], "createdDateTime": "2023-03-01T10:00:00Z" }] }))
}

fn ask(caller: &Caller<'_>, advanced: bool, query: &str) -> Response {
    let url = format!("/v1.0/users?{}", query.replace(' ', "%20"));
    if advanced {
        caller.eventually(&format!("{url}&$count=true"))
    } else {
        caller.get(&url)
    }
}

fn names(answer: &Response) -> Vec<String> {
    let body = answer.json();
    let value = body["value"]
        .as_array()
        .unwrap_or_else(|| panic!("{}", message(answer)));
    value
        .iter()
        .map(|user| user["displayName"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn questions_are_answered_by_default_or_to_advanced_queries() {
    let simulator = company();
    let desk = desk(&simulator);
    let everybody_else = vec!["Sean O'Neil", "Ann Lindqvist", "The Boss"];
    for (advanced, filter, expected) in [
        (
            false,
            "id eq '5B0C2F0E-8f6e-4a7f-9d0a-2d4c9f1e7a11'",
            vec!["Nora Lind"],
        ),
        (
            false,
            "id in ('5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11','nobody')",
            vec!["Nora Lind"],
        ),
        (false, "displayName ge 'S'", vec!["Sean O'Neil", "The Boss"]),
        (
            false,
            "createdDateTime le 2024-12-31",
            vec!["Sean O'Neil", "The Boss"],
        ),
        (
            false,
            "createdDateTime ge 2025-03-01T10:00:00Z and createdDateTime le 2025-03-02",
            vec!["Nora Lind"],
        ),
        (false, "onPremisesSyncEnabled eq true", vec!["Sean O'Neil"]),
        (
            false,
            "externalUserState eq 'PendingAcceptance'",
            vec!["Ann Lindqvist"],
        ),
        (false, "startsWith(usageLocation,'n')", vec!["Nora Lind"]),
        (
            false,
            "proxyAddresses/any(p:startsWith(p,'smtp:nl@'))",
            vec!["Nora Lind"],
        ),
        (
            false,
            "signInActivity/lastSignInDateTime ge 2026-08-01",
            vec!["Nora Lind"],
        ),
        (true, "mobilePhone eq '+47 90000017'", vec!["Nora Lind"]),
        (
            true,
            "mail ne 'nora.lind@fabrikam.example'",
            everybody_else.clone(),
        ),
        (true, "not startsWith(displayName,'Nora')", everybody_else.clone()),
        (
            true,
            "NOT(id eq '5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11')",
            everybody_else.clone(),
        ),
        (true, "department ne null", vec!["Sean O'Neil"]),
        (true, "usageLocation eq null", everybody_else),
        (
            true,
            "endsWith(userPrincipalName,'#EXT#@fabrikam.example')",
            vec!["Ann Lindqvist"],
        ),
        (
            true,
            "proxyAddresses/any (p:endsWith(p,'contoso.example'))",
            vec!["Ann Lindqvist"],
        ),
        (true, "otherMails/$count ne 0", vec!["Nora Lind"]),
        (true, "accountEnabled ne true", vec!["The Boss"]),
    ] {
        let encoded = format!("$filter={}", filter.replace('#', "%23").replace('+', "%2B"));
        let found = ask(&desk, true, &encoded);
        assert_eq!(names(&found), expected, "{filter}");
        assert_eq!(found.json()["@odata.count"], expected.len(), "{filter}");
        let plain = ask(&desk, false, &encoded);
        if advanced {
            assert_eq!(
                (plain.status, code(&plain).as_str(), message(&plain).as_str()),
                (400, "Request_UnsupportedQuery", "Unsupported Query."),
                "{filter}"
            );
        } else {
            assert_eq!(names(&plain), expected, "{filter}");
        }
    }
}

#[test]
fn what_the_directory_never_answers_is_refused_even_when_advanced() {
    let simulator = company();
    let desk = desk(&simulator);
    let many = (0..16)
        .map(|place| format!("'{place}'"))
        .collect::<Vec<_>>()
        .join(",");
    for (filter, expected, words) in [
        (
            "contains(displayName,'n')".to_owned(),
            "Request_UnsupportedQuery",
            "'displayName' of resource 'User'",
        ),
        (
            "displayName gt 'N'".into(),
            "Request_UnsupportedQuery",
            "'displayName'",
        ),
        (
            "startsWith(userType,'G')".into(),
            "Request_UnsupportedQuery",
            "'userType'",
        ),
        (
            "endsWith(displayName,'d')".into(),
            "Request_UnsupportedQuery",
            "'displayName'",
        ),
        (
            "proxyAddresses eq 'x'".into(),
            "Request_UnsupportedQuery",
            "'proxyAddresses'",
        ),
        (
            "accountEnabled eq null".into(),
            "Request_UnsupportedQuery",
            "'accountEnabled'",
        ),
        (
            "signInSessionsValidFromDateTime ge 2026-01-01".into(),
            "Request_UnsupportedQuery",
            "a filter property that is not indexed",
        ),
        (
            "signInActivity/lastSignInDateTime ge 2026-08-01 and userType eq 'Member'".into(),
            "Request_UnsupportedQuery",
            "signInActivity",
        ),
        (
            "shoeSize eq '42'".into(),
            "BadRequest",
            "Could not find a property named 'shoesize'",
        ),
        (
            "displayName eq Nora".into(),
            "BadRequest",
            "Could not find a property named 'Nora'",
        ),
        (
            format!("id eq {NORA}"),
            "BadRequest",
            "'Edm.String' and 'Edm.Guid' for operator kind 'Equal'",
        ),
        (
            "accountEnabled eq 'true'".into(),
            "BadRequest",
            "'Edm.Boolean' and 'Edm.String'",
        ),
        (
            "createdDateTime ge '2026-01-01'".into(),
            "BadRequest",
            "operator kind 'GreaterThanOrEqual'",
        ),
        (
            "startsWith(displayName,1)".into(),
            "BadRequest",
            "function with name 'startswith'",
        ),
        (
            format!("id in ({many})"),
            "BadRequest",
            "'OR' operators: 16. Max allowed: 15.",
        ),
        (
            "displayName eq".into(),
            "BadRequest",
            "Invalid filter clause: Syntax error at position 14",
        ),
    ] {
        let refused = ask(&desk, true, &format!("$filter={filter}"));
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, expected),
            "{filter}: {}",
            message(&refused)
        );
        assert!(
            message(&refused).contains(words),
            "{filter}: {}",
            message(&refused)
        );
    }
}

#[test]
fn people_are_sorted_by_names_and_by_age() {
    let simulator = company();
    let desk = desk(&simulator);
    let by_name = ["Ann Lindqvist", "Nora Lind", "Sean O'Neil", "The Boss"];
    assert_eq!(names(&ask(&desk, false, "$orderby=displayName")), by_name);
    let mut reversed = by_name;
    reversed.reverse();
    assert_eq!(names(&ask(&desk, false, "orderBy=DISPLAYNAME desc")), reversed);
    assert_eq!(
        names(&ask(&desk, false, "$orderby=userPrincipalName asc&$top=2")),
        ["The Boss", "Ann Lindqvist"]
    );
    assert_eq!(
        ask(&desk, false, "$orderby=createdDateTime").status,
        400,
        "an advanced order"
    );
    assert_eq!(
        names(&ask(&desk, true, "$orderby=createdDateTime")),
        ["The Boss", "Sean O'Neil", "Nora Lind", "Ann Lindqvist"]
    );
    let some = "$filter=mail in ('nora.lind@fabrikam.example','ann@contoso.example')&$orderby=displayName";
    assert_eq!(names(&ask(&desk, true, some)), ["Ann Lindqvist", "Nora Lind"]);
    assert_eq!(ask(&desk, false, some).status, 400, "filter and order together");
    for refused in ["$orderby=mail", "$orderby=displayName sideways"] {
        assert_eq!(ask(&desk, true, refused).status, 400, "{refused}");
    }
}

#[test]
fn searches_and_filters_hold_together() {
    let simulator = company();
    let desk = desk(&simulator);
    let found = |search: &str| {
        names(&ask(
            &desk,
            true,
            &format!("$search={}", search.replace('"', "%22")),
        ))
    };
    assert_eq!(found("\"displayName:lind\""), ["Nora Lind", "Ann Lindqvist"]);
    assert_eq!(found("\"displayName:lind\" AND \"mail:ann\""), ["Ann Lindqvist"]);
    assert_eq!(
        found("(\"displayName:boss\" OR \"displayName:o'neil\") AND \"userPrincipalName:sean\""),
        ["Sean O'Neil"]
    );
    assert_eq!(
        found("\"proxyAddresses:smtp:nl\""),
        ["Nora Lind"],
        "other properties from their beginning"
    );
    assert_eq!(found("\"mail:lind\""), Vec::<String>::new());
    assert_eq!(
        found("\"displayName:lind\"&$filter=userType eq 'Guest'"),
        ["Ann Lindqvist"]
    );
    for refused in [
        "displayName:lind",
        "\"lind\"",
        "\"shoeSize:42\"",
        "\"accountEnabled:true\"",
        "\"displayName:a\" and \"displayName:b\"",
        "\"displayName:a",
    ] {
        let answer = ask(&desk, true, &format!("$search={}", refused.replace('"', "%22")));
        assert_eq!(answer.status, 400, "{refused}");
    }
}

#[test]
fn a_count_is_a_text() {
    let simulator = company();
    let desk = desk(&simulator);
    let counted = desk.eventually("/v1.0/users/$count?$filter=userType%20eq%20'Member'");
    assert_eq!((counted.status, counted.body.as_slice()), (200, b"3".as_slice()));
    assert_eq!(counted.headers.get("Content-Type"), Some("text/plain"));
    assert_eq!(
        desk.eventually("/v1.0/users/$count?$search=%22displayName:lind%22")
            .body,
        b"2"
    );
    let refused = desk.get("/v1.0/users/$count");
    assert_eq!(
        (code(&refused), message(&refused)),
        (
            "Request_BadRequest".into(),
            "$count is not currently supported.".into()
        )
    );
}

#[test]
fn the_last_sign_in_needs_a_permission_and_a_licence_and_makes_pages_small() {
    let simulator = company();
    let desk = desk(&simulator);
    let shown = ask(&desk, false, "$select=displayName,signInActivity").json();
    assert_eq!(
        shown["value"][0]["signInActivity"]["lastSignInDateTime"],
        "2026-08-19T08:00:00Z"
    );
    assert_eq!(
        shown["value"][0]["signInActivity"]["lastNonInteractiveSignInDateTime"],
        "0001-01-01T00:00:00Z"
    );
    assert_eq!(shown["value"][1]["signInActivity"], Value::Null);
    assert_eq!(
        ask(&desk, false, "$select=id,signInActivity&$top=500").status,
        200
    );
    assert_eq!(
        ask(&desk, false, "$select=id,signInActivity&$top=501").status,
        400
    );
    assert_eq!(ask(&desk, false, "$select=id&$top=999").status, 200);
    let unread = app(&simulator, &["User.Read.All"]);
    for query in [
        "$select=signInActivity",
        "$filter=signInActivity/lastSignInDateTime ge 2026-08-01",
    ] {
        let refused = ask(&unread, false, query);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (403, "Authentication_MSGraphPermissionMissing"),
            "{query}"
        );
    }
    assert_eq!(
        unread
            .get(&format!("/v1.0/users/{NORA}?$select=signInActivity"))
            .status,
        403
    );
    let free = tenant(&json!({ "rules": { "premium": false } }));
    let refused = ask(&crate::tenant::desk(&free), false, "$select=signInActivity");
    assert_eq!(
        code(&refused),
        "Authentication_RequestFromNonPremiumTenantOrB2CTenant"
    );
}

#[test]
fn properties_are_those_of_the_service() {
    let simulator = company();
    let desk = desk(&simulator);
    let unasked = ask(&desk, false, "$top=1").json()["value"][0].clone();
    let mut names: Vec<_> = unasked.as_object().unwrap().keys().cloned().collect();
    names.sort();
    assert_eq!(
        names,
        [
            "businessPhones",
            "displayName",
            "givenName",
            "id",
            "jobTitle",
            "mail",
            "mobilePhone",
            "officeLocation",
            "preferredLanguage",
            "surname",
            "userPrincipalName",
        ]
    );
    let selected = ask(
        &desk,
        false,
        "select=ID, assignedLicenses,employeeType,EmployeeType,onPremisesImmutableId",
    )
    .json();
    assert_eq!(
        selected["value"][0],
        json!({ "id": NORA, "assignedLicenses": [], "employeeType": null,
        "onPremisesImmutableId": null })
    );
    assert_eq!(
        selected["@odata.context"],
        "https://graph.microsoft.com/v1.0/$metadata#users(id,assignedLicenses,employeeType,onPremisesImmutableId)"
    );
    assert!(selected["value"][1]["onPremisesImmutableId"].is_string());
    for name in ["aboutMe", "mailboxSettings", "skills"] {
        let refused = ask(&desk, false, &format!("$select=id,{name}"));
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (501, "NotImplemented"),
            "{name}"
        );
        assert_eq!(
            desk.get(&format!("/v1.0/users/{NORA}?$select={name}")).status,
            200,
            "{name}"
        );
    }
    assert_eq!(ask(&desk, false, "$select=shoeSize").status, 400);
}

#[test]
fn guests_do_not_list_anybody() {
    let simulator = company();
    let guest = person(
        &simulator,
        "ann_contoso.example#EXT#@fabrikam.example",
        &["User.Read.All"],
    );
    assert_eq!(code(&guest.get("/v1.0/users")), "Authorization_RequestDenied");
    let member = person(&simulator, "nora.lind@fabrikam.example", &["User.ReadBasic.All"]);
    assert_eq!(member.get("/v1.0/users").status, 200);
}

#[test]
fn new_people_are_listed_after_a_while() {
    let simulator = tenant(&json!({ "rules": { "newUserLagMs": 120_000 }, "users": [
        { "displayName": "Old", "userPrincipalName": "old@fabrikam.example" },
        { "id": NORA, "displayName": "New", "userPrincipalName": "new@fabrikam.example",
          "createdDateTime": "2026-08-20T08:59:00Z" }] }));
    let desk = desk(&simulator);
    assert_eq!(
        desk.get(&format!("/v1.0/users/{NORA}")).status,
        200,
        "by id at once"
    );
    let questions = [
        "$orderby=displayName desc",
        "$filter=userPrincipalName eq 'new@fabrikam.example'",
    ];
    for question in questions {
        assert!(
            !names(&ask(&desk, false, question)).contains(&"New".into()),
            "{question}"
        );
    }
    assert_eq!(desk.eventually("/v1.0/users/$count").body, b"1");
    simulator.advance(Duration::from_secs(60));
    for question in questions {
        assert!(
            names(&ask(&desk, false, question)).contains(&"New".into()),
            "{question}"
        );
    }
    assert_eq!(desk.eventually("/v1.0/users/$count").body, b"2");
}

#[test]
fn keys_come_in_every_form_of_the_protocol() {
    let simulator = company();
    let desk = desk(&simulator);
    for key in [
        format!("/v1.0/users(id='{NORA}')"),
        format!("/v1.0/users('{NORA}')?select=id"),
        "/v1.0/users(userPrincipalName='nora.lind@fabrikam.example')".into(),
        format!("/v1.0/USERS/{}?$SELECT=id", NORA.to_uppercase()),
    ] {
        assert_eq!(desk.get(&key).json()["id"], NORA, "{key}");
    }
    for below in ["", "/authentication/methods"] {
        let slash = desk.get(&format!("/v1.0/users/$boss@fabrikam.example{below}"));
        assert_eq!(
            (slash.status, code(&slash).as_str()),
            (400, "BadRequest"),
            "{below}"
        );
        assert_eq!(
            desk.get(&format!("/v1.0/users('$boss@fabrikam.example'){below}"))
                .status,
            200,
            "{below}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// The directory's keys and orders are a short cut, never another answer.
    #[test]
    fn keys_find_whom_looking_at_everybody_finds(
        who in 0usize..60,
        other in 0usize..60,
        gone in prop::collection::vec(0usize..60, 0..4),
        order in prop::sample::select(vec!["", "&$orderby=displayName", "&$orderby=userPrincipalName desc"]),
    ) {
        let probe = tenant(&json!({ "generate": { "users": 60, "seed": 5 } }));
        let people = probe.state().users;
        let faults: Vec<_> = gone.iter().map(|place| {
            json!({ "path": format!("/users/{}", people[*place].id), "answer": { "vanishUser": true } })
        }).collect();
        let simulator = tenant(&json!({ "generate": { "users": 60, "seed": 5 }, "faults": faults }));
        let desk = desk(&simulator);
        desk.eventually("/v1.0/users?$count=true&$orderby=displayName&$filter=mail%20eq%20'x'");
        for place in &gone {
            desk.get(&format!("/v1.0/users/{}", people[*place].id));
        }
        let quoted = |text: &str| text.replace('\'', "''").replace('#', "%23");
        let (who, other) = (&people[who], &people[other]);
        let keyed = format!(
            "userPrincipalName eq '{}' or id eq '{}' or proxyAddresses/any(p:p eq 'SMTP:{}')",
            quoted(&who.user_principal_name), other.id, quoted(&who.user_principal_name));
        // A double negation has no key, so that everybody is looked at.
        let looked = format!("not(not({keyed}))");
        let ids = |filter: &str| {
            let body = ask(&desk, true, &format!("$filter={filter}{order}")).json();
            body["value"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(ids(&keyed), ids(&looked));
    }
}
