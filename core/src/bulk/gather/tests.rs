use super::*;
use crate::api::{InputFormat, PolicySource, RunRow};
use crate::auth::SuppliedToken;
use crate::cancel::Cancel;
use crate::client::EventSink;
use crate::graph::UserKey;
use crate::http::fake::{answer, pipeline_for};
use crate::http::{HttpRequest, HttpResponse};
use crate::ops::Guards;
use crate::platform::{BoxFuture, Store};
use crate::secret::Secret;
use futures_util::FutureExt as _;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Somebody of the tenant.
#[derive(Clone)]
struct Somebody {
    number: u32,
    upn: String,
    mail: String,
    /// Lists do not show the person yet.
    new: bool,
}

fn id(number: u32) -> String {
    format!("{number:08x}-0000-4000-8000-000000000000")
}

fn somebody(number: u32) -> Somebody {
    Somebody {
        number,
        upn: format!("u{number}@fabrikam.example"),
        mail: format!("person.{number}@mail.example"),
        new: false,
    }
}

impl Somebody {
    fn shown(&self) -> Value {
        json!({ "id": id(self.number), "userPrincipalName": self.upn, "displayName": "x", "mail": self.mail })
    }

    fn is(&self, key: &str) -> bool {
        key.eq_ignore_ascii_case(&id(self.number)) || key.eq_ignore_ascii_case(&self.upn)
    }
}

/// A directory that answers batches: what it is asked there is a path.
fn directory(people: &[Somebody], request: &HttpRequest) -> HttpResponse {
    let body: Value = serde_json::from_slice(request.body.as_deref().unwrap_or(b"{}")).expect("JSON");
    let Some(parts) = body["requests"].as_array() else {
        // The second page of a list that was cut.
        let shown: Vec<_> = people.iter().skip(1).map(Somebody::shown).collect();
        return answer(200, &[], &json!({ "value": shown }).to_string());
    };
    assert!(parts.len() <= 20);
    let parts: Vec<_> = parts
        .iter()
        .map(|part| {
            let url = part["url"].as_str().expect("an address");
            assert!(url.len() <= 2_000, "{url}");
            let decoded = percent_decode_str(url).decode_utf8().expect("UTF-8");
            let (status, body) = asked(people, &decoded);
            json!({ "id": part["id"], "status": status, "body": body })
        })
        .collect();
    answer(200, &[], &json!({ "responses": parts }).to_string())
}

fn asked(people: &[Somebody], path: &str) -> (u16, Value) {
    let list = |shown: Vec<Value>| (200, json!({ "value": shown }));
    let none = || {
        (
            404,
            json!({ "error": { "code": "Request_ResourceNotFound", "message": "x" } }),
        )
    };
    if let Some((_, values)) = path.split_once(" in (") {
        let values = values.split_once(')').expect("an end").0;
        let keys: Vec<_> = values
            .split(',')
            .map(|key| key.trim_matches('\'').replace("''", "'"))
            .collect();
        assert!(keys.len() <= 15);
        if keys.iter().any(|key| key.starts_with("odd")) {
            return (
                400,
                json!({ "error": { "code": "BadRequest", "message": "Invalid filter clause" } }),
            );
        }
        let listed = |one: &&Somebody| !one.new && keys.iter().any(|key| one.is(key));
        return list(people.iter().filter(listed).map(Somebody::shown).collect());
    }
    if let Some((_, rest)) = path.split_once("mail eq '") {
        let address = rest.split_once('\'').expect("an end").0.to_owned();
        return list(
            people
                .iter()
                .filter(|one| one.mail == address)
                .map(Somebody::shown)
                .collect(),
        );
    }
    let key = path
        .strip_prefix("/users/")
        .and_then(|rest| rest.split('?').next())
        .expect("a person");
    people
        .iter()
        .find(|one| one.is(key))
        .map_or_else(none, |one| (200, one.shown()))
}

/// A disk with one file, which gives few bytes at a time.
struct Disk(Vec<u8>);

impl Store for Disk {
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        let offset = usize::try_from(offset).expect("small");
        let rest = &self.0[offset.min(self.0.len())..];
        let piece = rest[..rest.len().min(most).min(1000)].to_vec();
        let found = if name == "people.csv" {
            Ok(piece)
        } else {
            Err(StoreFault::Missing)
        };
        Box::pin(async move { found })
    }
    fn create<'a>(&'a self, _: &'a str, _: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async { Err(StoreFault::Exists) })
    }
    fn append<'a>(&'a self, _: &'a str, _: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async { Err(StoreFault::Missing) })
    }
    fn replace<'a>(&'a self, _: &'a str, _: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async { Err(StoreFault::Missing) })
    }
    fn cut<'a>(&'a self, _: &'a str, _: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async { Err(StoreFault::Missing) })
    }
    fn remove<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async { Err(StoreFault::Missing) })
    }
    fn owner(&self) -> String {
        "a test".to_owned()
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<BadRow>>);

impl EventSink for Heard {
    fn event(&self, event: Event) {
        if let Event::BadRows { rows } = event {
            self.0.lock().expect("free").extend(rows);
        }
    }
}

/// What came of it, the rows that were told, and how many requests it took.
struct Went {
    result: Result<Gathered>,
    told: Vec<BadRow>,
    requests: usize,
}

impl Went {
    /// Line and id of everybody.
    fn people(&self) -> Vec<(u32, String)> {
        let gathered = self.result.as_ref().unwrap_or_else(|error| panic!("{error}"));
        gathered
            .people
            .iter()
            .map(|person| (person.line, person.id))
            .collect()
    }

    fn error(&self) -> &Error {
        self.result.as_ref().err().expect("an error")
    }

    fn told(&self, line: u32, why: &str, duplicate: bool) {
        let is = |row: &BadRow| row.line == line && row.reason.contains(why) && row.duplicate == duplicate;
        assert!(self.told.iter().any(is), "{why}: {:?}", self.told);
    }
}

fn gathered(people: &[Somebody], request: &RunRequest, policy: Option<&str>, disk: Option<&str>) -> Went {
    let people = people.to_vec();
    let (pipeline, asked) = pipeline_for(SuppliedToken::new(Secret::new("opaque")), move |request, _| {
        Ok(directory(&people, request))
    });
    let policies: Vec<_> = policy
        .map(|text| PolicySource {
            name: "policy".to_owned(),
            text: Some(text.to_owned()),
            machine_wide: false,
        })
        .into_iter()
        .collect();
    let desk = Desk {
        pipeline,
        patience: Duration::ZERO,
        guards: Guards::new(&[], &policies),
        store: disk.map(|text| Box::new(Disk(text.as_bytes().to_vec())) as Box<dyn Store>),
    };
    let (heard, cancel) = (Heard::default(), Cancel::new());
    let result = gather(&desk, request, &Run::new(&heard, &cancel))
        .now_or_never()
        .expect("nothing really waits");
    let requests = Arc::clone(&asked).lock().expect("free").len();
    Went {
        result,
        told: heard.0.into_inner().expect("free"),
        requests,
    }
}

fn request(input: RunInput) -> RunRequest {
    RunRequest {
        input,
        each: None,
        case: None,
        strict: false,
        most_people: Some(10_000),
        most_in_hand: None,
        file: None,
        stop_after_failures: None,
        time_limit_ms: None,
    }
}

fn text(text: &str) -> RunRequest {
    request(RunInput::Text {
        text: text.to_owned(),
        format: None,
    })
}

#[test]
fn people_are_found_however_they_are_named() {
    let mut people: Vec<_> = (1..=5).map(somebody).collect();
    people[1].new = true;
    people[3].upn = "sean.o'neil_x#EXT#@fabrikam.example".to_owned();
    let input = format!(
        "UPN\nU1@Fabrikam.Example\nu2@fabrikam.example\nperson.3@mail.example\n{}\n{}\nodd@fabrikam.example\n",
        people[3].upn,
        id(5).to_uppercase()
    );
    let went = gathered(&people, &text(&input), None, None);
    let expected: Vec<_> = (1..=5).map(|number| (number + 1, id(number))).collect();
    assert_eq!(went.people(), expected);
    went.told(7, "nobody in the tenant has the name or address odd@", false);
    assert_eq!(went.result.expect("people").bad_rows, 1);
}

#[test]
fn three_hundred_people_take_one_request() {
    let people: Vec<_> = (1..=450).map(somebody).collect();
    let names: String = people.iter().map(|one| format!("{}\n", one.upn)).collect();
    let went = gathered(&people, &text(&names), None, None);
    assert_eq!((went.people().len(), went.requests), (450, 2));
    let disk = gathered(
        &people,
        &request(RunInput::File {
            path: "people.csv".to_owned(),
            format: Some(InputFormat::Csv),
        }),
        None,
        Some(&names),
    );
    assert_eq!(disk.people(), went.people());
}

#[test]
fn the_first_row_of_a_person_wins() {
    let people: Vec<_> = (1..=2).map(somebody).collect();
    let input = format!(
        "User,Ticket\nu1@fabrikam.example,A\n{},A\nperson.1@mail.example,B\nu2@fabrikam.example\n",
        id(1)
    );
    let went = gathered(&people, &text(&input), None, None);
    assert_eq!(went.people(), [(2, id(1)), (5, id(2))]);
    went.told(3, "the same person as line 2", true);
    went.told(4, "with another", false);
    let strict = |input: &str| RunRequest {
        strict: true,
        ..text(input)
    };
    let went = gathered(&people, &strict(&input), None, None);
    assert_eq!(went.error().code(), ErrorCode::InputRefused);
    assert_eq!(went.told.len(), 2);
    let twice = gathered(
        &people,
        &strict("u1@fabrikam.example\nU1@fabrikam.example\n"),
        None,
        None,
    );
    assert_eq!(twice.people(), [(1, id(1))]);
}

#[test]
fn nobody_is_guessed() {
    let mut people: Vec<_> = (1..=3).map(somebody).collect();
    people[1].mail = people[0].mail.clone();
    // An address of one is the name of another: the name counts.
    people[2].mail = people[1].upn.clone();
    let went = gathered(
        &people,
        &text("person.1@mail.example\nu2@fabrikam.example\n"),
        None,
        None,
    );
    assert_eq!(went.people(), [(2, id(2))]);
    went.told(1, "2 people have the address", false);
    let nobody = gathered(&people, &text(&format!("{}\n", id(9))), None, None);
    assert_eq!(nobody.error().code(), ErrorCode::InputRefused);
    nobody.told(1, "object id", false);
}

#[test]
fn names_are_told_as_they_were_given() {
    let mut people: Vec<_> = (1..=2).map(somebody).collect();
    people[1].mail = people[0].mail.clone();
    let names = [
        "Ole@fabrikam.example",
        "OLE@fabrikam.example",
        "Person.1@mail.example",
        "PERSON.1@mail.example",
    ];
    let went = gathered(&people, &text(&names.join("\n")), None, None);
    for (line, name) in (1..).zip(names) {
        went.told(line, name, false);
    }
}

#[test]
fn too_many_people_are_refused() {
    let people: Vec<_> = (1..=60).map(somebody).collect();
    let names: String = people.iter().map(|one| format!("{}\n", one.upn)).collect();
    let limited = |most_people: Option<u32>, policy: Option<&str>| {
        let request = RunRequest {
            most_people,
            ..text(&names)
        };
        gathered(&people, &request, policy, None)
    };
    let policy = |most: u32| format!(r#"{{"limits":{{"peoplePerRun":{most}}}}}"#);
    for (most, most_of_policy, limit) in [
        (None, None, 50),
        (Some(59), None, 59),
        (Some(60), Some(20), 20),
        (Some(55), Some(1000), 55),
        (None, Some(40), 40),
    ] {
        let went = limited(most, most_of_policy.map(policy).as_deref());
        assert_eq!(went.error().code(), ErrorCode::TooManyPeople);
        let message = went.error().message();
        assert!(
            message.contains("60 people") && message.contains(&format!("the {limit} that")),
            "{message}"
        );
    }
    for (most, most_of_policy) in [(Some(60), None), (None, Some(60)), (Some(60), Some(60))] {
        assert_eq!(
            limited(most, most_of_policy.map(policy).as_deref())
                .people()
                .len(),
            60
        );
    }
}

#[test]
fn who_is_too_many_is_not_looked_up() {
    let names: String = (0..3000)
        .map(|number| format!("u{number}@fabrikam.example\n"))
        .collect();
    let people: Vec<_> = (0..3000).map(somebody).collect();
    let request = RunRequest {
        most_people: Some(10),
        ..text(&names)
    };
    let went = gathered(&people, &request, None, None);
    assert!(went.error().message().contains("3000 people"), "{}", went.error());
    assert_eq!(went.requests, 1);
}

#[test]
fn people_of_a_caller_have_positions() {
    let people: Vec<_> = (1..=2).map(somebody).collect();
    let rows = ["u1@fabrikam.example", "nora lind", "U1@fabrikam.example"];
    let rows = rows.map(|user| RunRow {
        user: user.to_owned(),
        ..RunRow::default()
    });
    let went = gathered(
        &people,
        &request(RunInput::People {
            people: rows.to_vec(),
        }),
        None,
        None,
    );
    assert_eq!(went.people(), [(1, id(1))]);
    went.told(2, "neither an object id", false);
    went.told(3, "the same person as position 1", true);
}

#[test]
fn what_cannot_be_read_says_so() {
    let file = |path: &str| {
        request(RunInput::File {
            path: path.to_owned(),
            format: None,
        })
    };
    let missing = gathered(&[], &file("other.csv"), None, Some(""));
    assert_eq!(missing.error().code(), ErrorCode::FileFailed);
    assert!(missing.error().message().contains("no such file"));
    assert_eq!(
        gathered(&[], &file("people.csv"), None, None).error().code(),
        ErrorCode::FileFailed
    );
    let empty = gathered(&[], &file("people.csv"), None, Some("UPN\n"));
    assert_eq!(empty.error().code(), ErrorCode::InputRefused);
    assert!(empty.error().message().contains("it is empty"));
}

#[test]
fn a_list_in_pages_is_read_to_its_end() {
    let people: Vec<_> = (1..=2).map(somebody).collect();
    let link = "https://graph.microsoft.com/v1.0/users?$skiptoken=x";
    let first = json!({ "value": [people[0].shown()], "@odata.nextLink": link });
    let later = json!({ "value": [people[1].shown()] });
    let (pipeline, asked) = pipeline_for(SuppliedToken::new(Secret::new("opaque")), move |request, _| {
        let part = |id: &str| json!({ "id": id, "status": 200, "body": first });
        let batch = json!({ "responses": [part("1"), part("2")] });
        let body = if request.url.as_str() == link {
            &later
        } else {
            &batch
        };
        Ok(answer(200, &[], &body.to_string()))
    });
    let desk = Desk {
        pipeline,
        patience: Duration::ZERO,
        guards: Guards::new(&[], &[]),
        store: None,
    };
    let cancel = Cancel::new();
    let keys = [id(1), people[1].upn.to_uppercase()].map(|text| UserKey::parse(&text).expect("a key"));
    let found = resolve(
        &desk,
        &[(&keys[0], &[][..]), (&keys[1], &[][..])],
        &Run::new(&(), &cancel),
    )
    .now_or_never()
    .expect("nothing really waits");
    assert_eq!(found.expect("answers"), [Ok(id(1)), Ok(id(2))]);
    assert_eq!(asked.lock().expect("free").len(), 3);
}

#[test]
fn a_row_whose_columns_name_two_people_is_bad() {
    let people: Vec<_> = (0..4).map(somebody).collect();
    let row = |number: u32, upn: &str, mail: &str| format!("{},{upn},{mail}\n", id(number));
    let agreeing = [
        row(0, &people[0].upn.to_uppercase(), &people[0].mail),
        row(1, "", &people[1].mail),
        row(2, &people[2].upn, ""),
    ];
    let head = "ObjectId,UserPrincipalName,Mail\n";
    let went = gathered(
        &people,
        &text(&format!("{head}{}", agreeing.concat())),
        None,
        None,
    );
    assert_eq!(went.people(), [(2, id(0)), (3, id(1)), (4, id(2))]);
    assert_eq!(
        went.requests, 1,
        "whoever was read was read with name and address"
    );

    let disagreeing = [
        row(0, &people[1].upn, ""),
        row(1, &people[1].upn, "nobody@fabrikam.example"),
        row(2, &people[2].upn, &people[3].mail),
        row(3, "", &people[3].upn),
    ];
    let went = gathered(
        &people,
        &text(&format!("{head}{}", disagreeing.concat())),
        None,
        None,
    );
    assert_eq!(went.people(), [(5, id(3))]);
    for line in 2..5 {
        went.told(line, "name different people", false);
    }
}

proptest! {
    #[test]
    fn every_row_is_a_person_or_told(rows in prop::collection::vec((0_u32..30, 0_u8..4), 1..80)) {
        let people: Vec<_> = (0..20).map(somebody).collect();
        let name = |(number, how): &(u32, u8)| match how {
            0 => id(*number),
            1 => format!("u{number}@fabrikam.example"),
            2 => format!("person.{number}@mail.example"),
            _ => format!("not {number}"),
        };
        let input: String = rows.iter().map(|row| format!("{}\n", name(row))).collect();
        let went = gathered(&people, &text(&format!("User\n{input}")), None, None);
        let mut expected: Vec<(u32, u32)> = Vec::new();
        for ((number, how), line) in rows.iter().zip(2..) {
            if *number < 20 && *how < 3 && !expected.iter().any(|(_, known)| known == number) {
                expected.push((line, *number));
            }
        }
        let mut lines: Vec<u32> = went.told.iter().map(|row| row.line).collect();
        prop_assert!(lines.is_sorted());
        if expected.is_empty() {
            prop_assert_eq!(went.error().code(), ErrorCode::InputRefused);
        } else {
            let found: Vec<_> = expected.iter().map(|(line, number)| (*line, id(*number))).collect();
            prop_assert_eq!(went.people(), found);
        }
        lines.extend(expected.iter().map(|(line, _)| line));
        lines.sort_unstable();
        let all: Vec<u32> = (2..).take(rows.len()).collect();
        prop_assert_eq!(lines, all);
    }
}
