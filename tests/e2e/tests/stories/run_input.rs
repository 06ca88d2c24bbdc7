//! The input of a run: files as people have them, people however they are named, and who of them is left out and why.

use graph_mfa::ErrorCode;
use graph_mfa::api::{BadRow, Event, PlannedPerson};
use graph_mfa_e2e::{request, tenant_of};
use graph_mfa_test_support::{MemoryStore, TestDesk};
use serde_json::{Value, json};

const FILE: &str = "people.csv";

/// What became of an input.
struct Planned {
    people: Vec<PlannedPerson>,
    bad: Vec<BadRow>,
    result: Result<Value, graph_mfa::Error>,
    /// How many lists of people were asked for by their sign-in names.
    lists: usize,
}

impl Planned {
    fn of(scenario: &Value, bytes: &[u8], change: impl FnOnce(&mut Value)) -> Self {
        let store = MemoryStore::default();
        store.put(FILE, bytes);
        let desk = TestDesk::builder(tenant_of(scenario))
            .host(move |builder| builder.store(store))
            .build()
            .expect("a client");
        let mut asked = json!({
            "operation": "planRun",
            "input": { "from": "file", "path": FILE },
            "each": { "operation": "reset" },
            "case": { "requestedBy": "Ada, service desk" },
            "mostPeople": 5000,
        });
        change(&mut asked);
        let answer = desk.run(request(asked));
        let (mut people, mut bad) = (Vec::new(), Vec::new());
        for event in desk.recorder.take() {
            match event {
                Event::PlannedPeople { people: more } => people.extend(more),
                Event::BadRows { rows } => bad.extend(rows),
                _ => {}
            }
        }
        people.sort_by_key(|person| person.line);
        assert!(
            !desk.simulator.log().iter().any(|entry| entry.write),
            "a plan writes nothing"
        );
        let in_list =
            |path: &str| path.starts_with("/v1.0/users") && path.contains("userPrincipalName%20in%20%28");
        Self {
            people,
            bad,
            lists: desk
                .simulator
                .log()
                .iter()
                .filter(|entry| in_list(&entry.path))
                .count(),
            result: answer.map(|answer| serde_json::to_value(answer).expect("a response")),
        }
    }

    fn people(&self) -> Vec<(u32, &str)> {
        self.people
            .iter()
            .map(|person| {
                (
                    person.line,
                    person.user.as_ref().map_or("", |user| &user.user_principal_name),
                )
            })
            .collect()
    }

    fn bad(&self, line: u32) -> &BadRow {
        self.bad
            .iter()
            .find(|row| row.line == line)
            .unwrap_or_else(|| panic!("line {line} is not told: {:?}", self.bad))
    }
}

fn person(upn: &str, more: Value) -> Value {
    let mut person =
        json!({ "userPrincipalName": upn, "displayName": upn, "methods": [{ "kind": "phone" }] });
    for (name, value) in more.as_object().expect("an object") {
        person[name] = value.clone();
    }
    person
}

const NORA: &str = "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11";

fn school() -> Value {
    json!({ "users": [
        person("nora.lind@fabrikam.example", json!({ "id": NORA, "mail": "nora@mail.example" })),
        person("sean.o'neil@fabrikam.example", json!({})),
        person("ann_contoso.com#EXT#@fabrikam.example", json!({ "mail": "ann@contoso.com" })),
        person("erik.dahl@fabrikam.example", json!({ "otherMails": ["shared@mail.example"] })),
        person("kim.berg@fabrikam.example", json!({ "otherMails": ["shared@mail.example"] })),
    ] })
}

#[test]
fn a_file_of_excel_names_people_in_every_way() {
    let text = format!(
        "sep=;\r\nNavn;User Principal Name;Object ID;E-Mail;Scope;Ticket\r\n\
         \"Lind; Nora\";;{};;weak;INC1\r\n\
         Sean;SEAN.O'NEIL@fabrikam.example;;;;\r\n\
         Ann;;;ann@contoso.com;;\r\n\
         Ødegård;;;shared@mail.example;;\r\n\
         Nora;nora.lind@fabrikam.example;;;weak;INC1\r\n\
         Nora;;;nora@mail.example;;INC2\r\n\
         ;;;;;\r\n\
         Kim;kim berg;;;;\r\n",
        NORA.to_uppercase()
    );
    let utf16: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [text.as_bytes(), &utf16] {
        let planned = Planned::of(&school(), bytes, |_| {});
        let expected = [
            (3, "nora.lind@fabrikam.example"),
            (4, "sean.o'neil@fabrikam.example"),
            (5, "ann_contoso.com#EXT#@fabrikam.example"),
        ];
        assert_eq!(planned.people(), expected);
        assert!(
            planned.bad(6).reason.contains("erik.dahl@"),
            "{:?}",
            planned.bad(6)
        );
        let same = planned.bad(7);
        assert!(same.duplicate && same.reason.contains("line 3"), "{same:?}");
        let other = planned.bad(8);
        assert!(!other.duplicate && other.reason.contains("line 3"), "{other:?}");
        assert!(planned.bad(10).reason.contains("neither an object id"));
        assert_eq!(planned.result.as_ref().expect("a plan")["badRows"], 3);
    }
}

#[test]
fn what_convert_to_json_writes_is_an_input_too() {
    let text = format!(
        "[\r\n  {{\r\n    \"DisplayName\": \"Nora\",\r\n    \"Id\": \"{NORA}\"\r\n  }},\r\n  {{\r\n    \
         \"DisplayName\": \"Erik\",\r\n    \"UserPrincipalName\": \"erik.dahl@fabrikam.example\"\r\n  }}\r\n]\r\n"
    );
    let planned = Planned::of(&school(), text.as_bytes(), |_| {});
    let expected = [
        (2, "nora.lind@fabrikam.example"),
        (6, "erik.dahl@fabrikam.example"),
    ];
    assert_eq!(planned.people(), expected);
}

#[test]
fn somebody_new_whom_lists_do_not_show_yet_is_found() {
    let mut scenario = school();
    scenario["rules"] = json!({ "newUserLagMs": 600_000 });
    let new = json!({ "createdDateTime": "2026-08-20T08:59:00Z" });
    scenario["users"]
        .as_array_mut()
        .expect("people")
        .push(person("new.hire@fabrikam.example", new));
    let text = "new.hire@fabrikam.example\nerik.dahl@fabrikam.example\n";
    let planned = Planned::of(&scenario, text.as_bytes(), |_| {});
    let expected = [
        (1, "new.hire@fabrikam.example"),
        (2, "erik.dahl@fabrikam.example"),
    ];
    assert_eq!(planned.people(), expected);
}

#[test]
fn many_people_are_looked_up_together() {
    let upn = |number: usize| format!("p{number}@fabrikam.example");
    let users: Vec<_> = (0..120).map(|number| person(&upn(number), json!({}))).collect();
    let text: String = (0..120).map(|number| upn(number) + "\r\n").collect();
    let planned = Planned::of(&json!({ "users": users }), text.as_bytes(), |_| {});
    assert_eq!(planned.people.len(), 120);
    assert_eq!(planned.result.expect("a plan")["badRows"], 0);
    assert!((1..=16).contains(&planned.lists), "{} lists", planned.lists);
}

#[test]
fn a_bad_row_refuses_the_whole_of_a_strict_input_and_all_of_them_are_told() {
    let text =
        "UPN\nerik.dahl@fabrikam.example\nnobody@fabrikam.example\nkim berg\nerik.dahl@fabrikam.example\n";
    let strict = |text: &str| {
        Planned::of(&school(), text.as_bytes(), |asked| {
            asked["strict"] = json!(true);
        })
    };
    let planned = strict(text);
    let error = planned.result.as_ref().expect_err("refused");
    assert_eq!(error.code(), ErrorCode::InputRefused);
    assert!(error.message().contains("2 rows"), "{error}");
    assert_eq!(
        planned.bad.iter().map(|row| row.line).collect::<Vec<_>>(),
        [3, 4, 5]
    );
    // Somebody who is there twice is there.
    let twice = strict("UPN\nerik.dahl@fabrikam.example\nERIK.DAHL@fabrikam.example\n");
    assert_eq!(twice.people(), [(2, "erik.dahl@fabrikam.example")]);
}

#[test]
fn what_names_nobody_is_refused_before_anybody_is_looked_up() {
    for (text, why) in [
        ("Name,Phone\nNora,1\n", "no column that names people"),
        ("PK\u{3}\u{4}", "Excel workbook"),
        ("UPN\n", "it is empty"),
        ("UPN\nnobody@fabrikam.example\n", "no row of it can be used"),
    ] {
        let planned = Planned::of(&school(), text.as_bytes(), |_| {});
        let error = planned.result.as_ref().expect_err(text);
        assert_eq!(error.code(), ErrorCode::InputRefused);
        assert!(error.message().contains(why), "{error}");
    }
    let other = Planned::of(&school(), b"", |asked| {
        asked["input"]["path"] = json!("other.csv")
    });
    let error = other.result.as_ref().expect_err("no such file");
    assert_eq!(error.code(), ErrorCode::FileFailed);
}
