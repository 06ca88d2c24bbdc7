//! Invents the pupils and staff of schools (facts 8.5 for the units they are in).

use fastrand::Rng;
use time::{Duration, OffsetDateTime};

use super::{Inventor, methods, names};
use crate::scenario::{Authenticator, MethodDetail, MethodSpec, Person, Phone, Schools, UserType};

const YEARS: std::ops::RangeInclusive<u32> = 7..=13;
const POSTS: &[&str] = &[
    "Teacher",
    "Teacher",
    "Teacher",
    "Teaching assistant",
    "Secretary",
    "Head",
];

/// Everybody in the schools, school by school, staff first.
pub(crate) fn people(how: &Schools, domain: &str, now: OffsetDateTime) -> impl Iterator<Item = Person> {
    let mut inventor = Inventor::new(how.seed, domain, now, how.people());
    let everyone = how
        .names
        .iter()
        .flat_map(|school| (0..how.people_each()).map(move |place| (school, place)));
    everyone.enumerate().map(move |(number, (school, place))| {
        if place < how.staff_each {
            inventor.member_of_staff(school, place)
        } else {
            inventor.pupil(school, 100_001 + number)
        }
    })
}

impl Inventor {
    fn member_of_staff(&mut self, school: &str, place: usize) -> Person {
        let culture = &names::CULTURES[self.random.usize(..names::CULTURES.len())];
        let (given, surname) = (self.pick(culture.given), self.surname(culture));
        // Every school has a head.
        let post = if place == 0 {
            "Head"
        } else {
            self.pick(&POSTS[..POSTS.len() - 1])
        };
        Person {
            user_principal_name: Some(format!("{}@{}", self.local_part(given, &surname), self.domain)),
            department: Some("Staff".into()),
            job_title: Some(post.into()),
            methods: methods::of_person(&mut self.random, self.now, false, false),
            ..self.at_school(school, given, surname, culture)
        }
    }

    fn pupil(&mut self, school: &str, number: usize) -> Person {
        let culture = &names::CULTURES[self.random.usize(..names::CULTURES.len())];
        let (given, surname) = (self.pick(culture.given), self.surname(culture));
        let year = self.random.u32(YEARS);
        Person {
            user_principal_name: Some(format!("p{number}@{}", self.domain)),
            department: Some(format!("Year {year}")),
            job_title: Some("Pupil".into()),
            employee_id: Some(number.to_string()),
            methods: methods_of_pupil(&mut self.random, self.now, year),
            ..self.at_school(school, given, surname, culture)
        }
    }

    fn at_school(&mut self, school: &str, given: &str, surname: String, culture: &names::Culture) -> Person {
        Person {
            display_name: Some(format!("{given} {surname}")),
            given_name: Some(given.into()),
            surname: Some(surname),
            user_type: Some(UserType::Member),
            account_enabled: Some(!self.one_in(60)),
            office_location: Some(school.into()),
            usage_location: Some(culture.country.into()),
            preferred_language: Some(culture.language.into()),
            created_date_time: Some(self.now - Duration::days(i64::from(self.random.u16(5..2200)))),
            ..Person::default()
        }
    }
}

/// The older, the more of them own a phone that they are asked to use.
fn methods_of_pupil(random: &mut Rng, now: OffsetDateTime, year: u32) -> Vec<MethodSpec> {
    let mut methods = Vec::new();
    if random.u32(..100) < year * 3 {
        let phone_number = format!("+47 4{:07}", random.u32(..10_000_000));
        let phone = Phone {
            phone_number,
            ..Phone::default()
        };
        methods.push(MethodDetail::Phone(phone).into());
    }
    if year > 9 && random.u32(..100) < year * 4 {
        methods.push(MethodSpec {
            id: None,
            created_date_time: Some(now - Duration::minutes(i64::from(random.u32(60..500_000)))),
            detail: MethodDetail::MicrosoftAuthenticator(Authenticator::default()),
        });
    }
    methods
}
