//! Users: keys, properties, search, filter, paging, and the rules of advanced queries.

use serde_json::{Value, json};

use crate::tenant::*;

fn company() -> graph_sim::Simulator {
    tenant(&json!({ "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind",
          "otherMails": ["nora@private.example"],
          "proxyAddresses": ["SMTP:nora.lind@fabrikam.example", "smtp:nl@fabrikam.example"] },
        { "userPrincipalName": "sean.o'neil@fabrikam.example", "displayName": "Sean O'Neil", "department": "Sales" },
        { "userPrincipalName": "ann_contoso.example#EXT#@fabrikam.example", "displayName": "Ann Lindqvist",
          "mail": "ann@contoso.example" },
        { "userPrincipalName": "$boss@fabrikam.example", "displayName": "The Boss", "accountEnabled": false }] }))
}

fn names(body: &Value) -> Vec<String> {
    body["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["displayName"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_user_is_found_by_id_and_by_name_in_every_form() {
    let simulator = company();
    let desk = desk(&simulator);
    for key in [
        &format!("/v1.0/users/{NORA}"),
        "/v1.0/users/nora.lind@fabrikam.example",
        "/v1.0/Users/NORA.LIND%40FABRIKAM.EXAMPLE",
        "/beta/users('nora.lind@fabrikam.example')",
        &format!("https://graph.microsoft.com/v1.0/users('{NORA}')"),
    ] {
        assert_eq!(desk.get(key).json()["id"], NORA, "{key}");
    }
    assert_eq!(desk.get("/v1.0/users/sean.o%27neil@fabrikam.example").status, 200);
    assert_eq!(
        desk.get("/v1.0/users('sean.o%27%27neil@fabrikam.example')")
            .status,
        200
    );
    assert_eq!(desk.get("/v1.0/users('$boss@fabrikam.example')").status, 200);
    assert_eq!(
        desk.get("/v1.0/users/ann_contoso.example%23EXT%23@fabrikam.example")
            .status,
        200
    );
    let truncated = desk.get("/v1.0/users/ann_contoso.example#EXT#@fabrikam.example");
    assert_eq!(
        (truncated.status, code(&truncated).as_str()),
        (404, "Request_ResourceNotFound")
    );
    assert_eq!(
        desk.get("/v1.0/users/ann@contoso.example").status,
        404,
        "a mail address is no key"
    );
}

#[test]
fn properties_come_by_default_or_by_selection() {
    let simulator = company();
    let desk = desk(&simulator);
    let plain = desk.get(&format!("/v1.0/users/{NORA}")).json();
    assert_eq!(plain.get("accountEnabled"), None);
    assert_eq!(plain["businessPhones"], json!([]));
    let selected = desk
        .get(&format!("/v1.0/users/{NORA}?$select=id,accountEnabled,userType"))
        .json();
    assert_eq!(
        selected,
        json!({
            "@odata.context":
                "https://graph.microsoft.com/v1.0/$metadata#users(id,accountEnabled,userType)/$entity",
            "id": NORA, "accountEnabled": true, "userType": "Member" })
    );
    assert_eq!(desk.get("/v1.0/users?$select=shoeSize").status, 400);
    assert_eq!(desk.get("/v1.0/users?$select=aboutMe").status, 501);
}

#[test]
fn search_needs_the_header_and_finds_words() {
    let simulator = company();
    let desk = desk(&simulator);
    let url =
        "/v1.0/users?$search=%22displayName:lind%22%20OR%20%22mail:sean%22&$count=true&$orderby=displayName";
    let refused = desk.get(url);
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (400, "Request_UnsupportedQuery")
    );
    assert!(message(&refused).contains("ConsistencyLevel: eventual"));
    let found = desk.eventually(url).json();
    assert_eq!(names(&found), ["Ann Lindqvist", "Nora Lind", "Sean O'Neil"]);
    assert_eq!(found["@odata.count"], 3);
    let unquoted = desk.eventually("/v1.0/users?$search=displayName:lind");
    assert_eq!((unquoted.status, code(&unquoted).as_str()), (400, "BadRequest"));
}

#[test]
fn filters_select_people() {
    let simulator = company();
    let desk = desk(&simulator);
    for (filter, expected) in [
        (
            "userPrincipalName eq 'sean.o''neil@fabrikam.example'",
            vec!["Sean O'Neil"],
        ),
        (
            "startsWith(displayName,'n') or department eq 'Sales'",
            vec!["Nora Lind", "Sean O'Neil"],
        ),
        (
            "proxyAddresses/any(p:p eq 'smtp:NL@fabrikam.example')",
            vec!["Nora Lind"],
        ),
        ("otherMails/any(m:startsWith(m,'nora@'))", vec!["Nora Lind"]),
        ("accountEnabled eq false", vec!["The Boss"]),
        (
            "userType eq 'Guest' and (mail eq 'ann@contoso.example')",
            vec!["Ann Lindqvist"],
        ),
        (
            "mail in ('ann@contoso.example','nora.lind@fabrikam.example')",
            vec!["Nora Lind", "Ann Lindqvist"],
        ),
    ] {
        let url = format!("/v1.0/users?$filter={}", filter.replace(' ', "%20"));
        let found = desk.get(&url);
        assert_eq!(found.status, 200, "{filter}: {}", message(&found));
        assert_eq!(names(&found.json()), expected, "{filter}");
    }
}

#[test]
fn advanced_filters_need_the_header_and_the_count() {
    let simulator = company();
    let desk = desk(&simulator);
    for filter in [
        "endsWith(mail,'contoso.example')",
        "userType ne 'Member'",
        "not(userType eq 'Member')",
    ] {
        let url = format!("/v1.0/users?$filter={}", filter.replace(' ', "%20"));
        for refused in [
            desk.get(&url),
            desk.eventually(&url),
            desk.get(&format!("{url}&$count=true")),
        ] {
            assert_eq!(
                (refused.status, code(&refused).as_str()),
                (400, "Request_UnsupportedQuery"),
                "{filter}"
            );
        }
        let found = desk.eventually(&format!("{url}&$count=true"));
        assert_eq!(names(&found.json()), ["Ann Lindqvist"], "{filter}");
    }
    let both = "/v1.0/users?$filter=startsWith(displayName,'n')&$orderby=displayName";
    assert_eq!(desk.get(both).status, 400);
    assert_eq!(desk.eventually(&format!("{both}&$count=true")).status, 200);
}

#[test]
fn faulty_queries_are_refused_in_the_words_of_the_service() {
    let simulator = company();
    let desk = desk(&simulator);
    for (url, status, expected) in [
        ("/v1.0/users?$top=1000", 400, "Request_UnsupportedQuery"),
        ("/v1.0/users?$top=0", 400, "Request_UnsupportedQuery"),
        ("/v1.0/users?$filter=displayName%20eq", 400, "BadRequest"),
        (
            "/v1.0/users?$filter=contains(displayName,'n')",
            400,
            "Request_UnsupportedQuery",
        ),
        (
            "/v1.0/users?$filter=officeLocation%20eq%20'x'",
            400,
            "Request_UnsupportedQuery",
        ),
        ("/v1.0/users?$orderby=mail", 400, "Request_UnsupportedQuery"),
        ("/v1.0/users?$skip=10", 400, "BadRequest"),
        ("/v1.0/users/$count", 400, "Request_BadRequest"),
        ("/v1.0/nothing", 400, "BadRequest"),
        ("/v2.0/users", 400, "BadRequest"),
    ] {
        let refused = simulator.handle_at(
            graph_sim::Face::Graph,
            graph_sim::Request::new("GET", url).bearer(&desk.token),
        );
        let refused = refused.into_response().unwrap();
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (status, expected),
            "{url}"
        );
    }
    let deleted = desk.delete(&format!("/v1.0/users/{NORA}"));
    assert_eq!(
        (deleted.status, code(&deleted).as_str()),
        (405, "Request_BadRequest")
    );
    assert_eq!(
        desk.get("/v1.0/users?$count=true").json().get("@odata.count"),
        None,
        "ignored without the header"
    );
}

#[test]
fn pages_follow_each_other_on_the_tenants_own_origin() {
    let simulator =
        tenant(&json!({ "generate": { "users": 25, "seed": 3 }, "rules": { "maxPageSize": 10 } }));
    let desk = desk(&simulator);
    for order in ["", "&$orderby=displayName%20desc"] {
        let mut url = format!("https://graph.microsoft.com/v1.0/users?$top=20&$select=id{order}&$count=true");
        let (mut sizes, mut ids) = (Vec::new(), Vec::new());
        loop {
            let page = desk.eventually(&url).json();
            assert_eq!(
                page.get("@odata.count").is_some(),
                sizes.is_empty(),
                "counted on the first page only"
            );
            let value = page["value"].as_array().unwrap();
            sizes.push(value.len());
            ids.extend(value.iter().map(|user| user["id"].as_str().unwrap().to_owned()));
            match page["@odata.nextLink"].as_str() {
                Some(next) => {
                    assert!(
                        next.starts_with("https://graph.microsoft.com/v1.0/users?"),
                        "{next}"
                    );
                    url = next.to_owned();
                }
                None => break,
            }
        }
        assert_eq!(sizes, [10, 10, 5]);
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 25, "nobody twice");
    }
}

#[test]
fn many_people_are_found_by_their_ids() {
    let simulator = company();
    let ids = json!({ "ids": [NORA, "00000000-0000-0000-0000-000000000001"], "types": ["user"] });
    let found = desk(&simulator).post("/v1.0/directoryObjects/getByIds", &ids);
    assert_eq!(found.status, 200);
    assert_eq!(names(&found.json()), ["Nora Lind"]);
    let many = json!({ "ids": vec![NORA; 1001] });
    assert_eq!(
        desk(&simulator)
            .post("/v1.0/directoryObjects/getByIds", &many)
            .status,
        400
    );
}

#[test]
fn roles_are_read_from_the_person_and_from_the_assignments() {
    let simulator = with_nora(
        json!({ "roles": ["Authentication Administrator", "f2ef992c-3afb-46b9-b7cf-a126ee74c451"] }),
    );
    let desk = desk(&simulator);
    let cast = format!("/v1.0/users/{NORA}/transitiveMemberOf/microsoft.graph.directoryRole");
    assert_eq!(
        names(&desk.get(&cast).json()),
        ["Authentication Administrator", "Global Reader"]
    );
    let groups = format!("/v1.0/users/{NORA}/transitiveMemberOf/microsoft.graph.group");
    assert_eq!(desk.get(&groups).json()["value"], json!([]));
    let filter =
        format!("/v1.0/roleManagement/directory/roleAssignments?$filter=principalId%20eq%20'{NORA}'");
    let assignments = desk.get(&filter).json();
    let first = &assignments["value"][0];
    assert_eq!(assignments["value"].as_array().unwrap().len(), 2);
    assert_eq!(first["roleDefinitionId"], "c4e39bd9-1100-46d3-8c65-fb160da0071f");
    assert_eq!(first["directoryScopeId"], "/");
    let one = format!(
        "/v1.0/roleManagement/directory/roleAssignments/{}",
        first["id"].as_str().unwrap()
    );
    assert_eq!(desk.get(&one).json()["principalId"], NORA);
}

#[test]
fn the_organization_names_its_domain() {
    let simulator = company();
    let body = desk(&simulator)
        .get("/v1.0/organization?$select=id,verifiedDomains")
        .json();
    assert_eq!(body["value"][0]["verifiedDomains"][0]["name"], "fabrikam.example");
    assert_eq!(body["value"][0].get("displayName"), None);
}

#[test]
fn me_is_the_person_signed_in() {
    let simulator = company();
    let nora = person(&simulator, "nora.lind@fabrikam.example", &["User.Read"]);
    assert_eq!(nora.get("/v1.0/me").json()["id"], NORA);
    assert_eq!(nora.get("/v1.0/users").status, 403);
    let refused = desk(&simulator).get("/v1.0/me");
    assert_eq!(refused.status, 400);
    assert!(message(&refused).contains("/me request is only valid with delegated authentication flow"));
}
