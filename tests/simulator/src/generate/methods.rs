//! Which methods invented people have registered (shares as in public adoption figures, facts 2.2 for the kinds).

use fastrand::Rng;
use time::{Duration, OffsetDateTime};

use crate::scenario::{
    Authenticator, Email, External, Fido2, MethodDetail, MethodSpec, Phone, PhoneType, PlatformCredential,
    SoftwareOath, WindowsHello,
};

const PHONES: &[&str] = &[
    "iPhone 15",
    "iPhone 13 mini",
    "Pixel 9",
    "SM-S921B",
    "SM-A556B",
    "moto g84 5G",
];
const KEYS: &[(&str, &str)] = &[
    ("Blue key", "YubiKey 5 Series"),
    ("Key ring", "Security Key NFC"),
    ("", "Feitian BioPass"),
];

/// The methods of a person. Guests bring most of theirs from home; administrators carry keys.
pub(super) fn of_person(
    random: &mut Rng,
    now: OffsetDateTime,
    guest: bool,
    administrator: bool,
) -> Vec<MethodSpec> {
    let mut chance = |percent: u32| random.u32(..100) < percent;
    let registered = if guest { chance(30) } else { chance(88) };
    let (mobile, app) = (registered && chance(70), registered && chance(72));
    let plan = Plan {
        mobile,
        alternate: mobile && chance(7),
        office: registered && chance(6),
        apps: if !app {
            0
        } else if chance(8) {
            2
        } else {
            1
        },
        oath: app && chance(25) || registered && chance(5),
        token: registered && !guest && chance(2),
        key: registered && !guest && (chance(9) || administrator && chance(70)),
        hello: registered && !guest && chance(35),
        mac: registered && !guest && chance(4),
        external: registered && !guest && chance(1),
        email: registered && chance(20),
    };
    plan.methods(random, now)
}

struct Plan {
    mobile: bool,
    alternate: bool,
    office: bool,
    apps: u32,
    oath: bool,
    token: bool,
    key: bool,
    hello: bool,
    mac: bool,
    external: bool,
    email: bool,
}

impl Plan {
    fn methods(&self, random: &mut Rng, now: OffsetDateTime) -> Vec<MethodSpec> {
        let mut methods: Vec<MethodSpec> = Vec::new();
        let mut phone = |random: &mut Rng, phone_type| {
            let phone_number = format!("+47 9{:07}", random.u32(..10_000_000));
            methods.push(
                MethodDetail::Phone(Phone {
                    phone_number,
                    phone_type,
                    ..Phone::default()
                })
                .into(),
            );
        };
        if self.mobile {
            phone(random, PhoneType::Mobile);
        }
        if self.alternate {
            phone(random, PhoneType::AlternateMobile);
        }
        if self.office {
            phone(random, PhoneType::Office);
        }
        let mut dated = |random: &mut Rng, detail| {
            let created_date_time = Some(now - Duration::minutes(i64::from(random.u32(60..1_000_000))));
            methods.push(MethodSpec {
                id: None,
                created_date_time,
                detail,
            });
        };
        for _ in 0..self.apps {
            let display_name = PHONES[random.usize(..PHONES.len())].into();
            let app = Authenticator {
                display_name,
                ..Authenticator::default()
            };
            dated(random, MethodDetail::MicrosoftAuthenticator(app));
        }
        if self.oath {
            dated(random, MethodDetail::SoftwareOath(SoftwareOath::default()));
        }
        if self.token {
            dated(random, MethodDetail::HardwareOath(Box::default()));
        }
        if self.key {
            let (name, model) = KEYS[random.usize(..KEYS.len())];
            let key = Fido2 {
                display_name: name.into(),
                model: model.into(),
                ..Fido2::default()
            };
            dated(random, MethodDetail::Fido2(Box::new(key)));
        }
        if self.hello {
            let display_name = format!("LAPTOP-{:04}", random.u32(..10_000));
            dated(
                random,
                MethodDetail::WindowsHelloForBusiness(WindowsHello {
                    display_name,
                    ..WindowsHello::default()
                }),
            );
        }
        if self.mac {
            dated(
                random,
                MethodDetail::PlatformCredential(PlatformCredential::default()),
            );
        }
        if self.external {
            dated(random, MethodDetail::External(External::default()));
        }
        if self.email {
            methods.push(MethodDetail::Email(Email::default()).into());
        }
        methods
    }
}
