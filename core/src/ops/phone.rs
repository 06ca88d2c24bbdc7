//! Setting a telephone number: adding it where the person has none of that type, else changing it, and seeing it
//! (facts 2.4).

mod number;

use super::reset::note;
use super::single::Step;
use super::target::{self, Admitted};
use super::{Desk, permissions};
use crate::api::{
    Note, NoteCode, Outcome, PhoneChange, PhoneOutcome, PhoneType, Purpose, SetPhoneRequest, StepAction,
    User, UserRef,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::phones::{self, Phone};
use crate::graph::{Pages, UserKey, masked_number};
use crate::http::{Reply, Run};
use number::Likeness;

/// What has to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed<'a> {
    Nothing(&'a Phone),
    Add,
    Change(&'a Phone),
}

/// Sets a number.
pub(super) async fn set(desk: &Desk, request: &SetPhoneRequest, run: &Run<'_>) -> Result<PhoneOutcome> {
    let number = number::normalize(&request.number)?;
    let phone_type = request.phone_type;
    let needs = [&permissions::CHANGE_PHONES];
    let Admitted { user, mut notes } = target::admit(
        desk,
        &request.user,
        Purpose::ChangeMethods,
        &needs,
        request.case.as_ref(),
        run,
    )
    .await?;
    let phones = read(desk, &user, run).await?;
    let deed = decide(&phones, phone_type, &number, &user.user_principal_name)?;
    let before = of_type(&phones, phone_type);
    notes.extend(used_twice(&phones, phone_type, &number));
    let mut outcome = PhoneOutcome {
        user: UserRef::from(&user),
        outcome: Outcome::Done,
        change: PhoneChange::Unchanged,
        phone_type,
        method_id: before.map(|phone| phone.id.clone()),
        before: before.map(|phone| masked_number(&phone.number)),
        number: masked_number(&number),
        sms_sign_in_state: before.and_then(|phone| phone.sms_sign_in_state.clone()),
        request_id: None,
        verified_at: None,
        notes,
    };
    run.go_on()?;
    if let Deed::Nothing(_) = deed {
        outcome.verified_at = Some(desk.pipeline.service_now());
    } else {
        write(desk, &user, &number, deed, &mut outcome, run).await?;
    }
    Ok(outcome)
}

fn of_type(phones: &[Phone], phone_type: PhoneType) -> Option<&Phone> {
    let wanted = phone_type.as_str();
    phones
        .iter()
        .find(|phone| phone.phone_type.eq_ignore_ascii_case(wanted))
}

/// What is to be done, or why the service would refuse it.
fn decide<'a>(phones: &'a [Phone], phone_type: PhoneType, number: &str, name: &str) -> Result<Deed<'a>> {
    match of_type(phones, phone_type) {
        Some(phone) if number::likeness(&phone.number, number) == Likeness::Same => Ok(Deed::Nothing(phone)),
        Some(phone) => Ok(Deed::Change(phone)),
        None if phone_type == PhoneType::AlternateMobile && of_type(phones, PhoneType::Mobile).is_none() => {
            Err(Error::new(
                ErrorCode::Refused,
                format!(
                    "{name} has no mobile number, and the service takes an alternate one only beside it; nothing was changed"
                ),
            )
            .about(name)
            .remedy("set the mobile number first"))
        }
        None => Ok(Deed::Add),
    }
}

async fn write(
    desk: &Desk,
    user: &User,
    number: &str,
    deed: Deed<'_>,
    outcome: &mut PhoneOutcome,
    run: &Run<'_>,
) -> Result<()> {
    let phone_type = outcome.phone_type;
    let key = UserKey::Id(user.id.clone());
    let step = Step {
        desk,
        run,
        user,
        action: StepAction::SetPhone,
        label: format!("{} {}", phone_type.label(), masked_number(number)),
    };
    let (call, change) = match deed {
        Deed::Change(phone) => (
            phones::change(&key, &phone.id, phone_type, number)?,
            PhoneChange::Changed,
        ),
        Deed::Nothing(_) | Deed::Add => (phones::create(&key, phone_type, number), PhoneChange::Added),
    };
    // What the service shows of the number now, or none.
    let likeness = |phones: &Vec<Phone>| {
        of_type(phones, phone_type).map_or(Likeness::Different, |phone| {
            number::likeness(&phone.number, number)
        })
    };
    let happened = || async { Ok(likeness(&read(desk, user, run).await?) != Likeness::Different) };
    outcome.request_id = step
        .write(&call, happened, |reply| explain(desk, reply, user, phone_type))
        .await?;
    outcome.change = change;
    let shows = |phones: &Vec<Phone>| likeness(phones) != Likeness::Different;
    let seen = step.see(|| read(desk, user, run), shows).await;
    outcome.outcome = seen.outcome();
    outcome.verified_at = seen.at;
    outcome.notes.extend(seen.note);
    if let Some(phones) = seen.last {
        let now = of_type(&phones, phone_type);
        outcome.method_id = now.map(|phone| phone.id.clone());
        outcome.sms_sign_in_state = now.and_then(|phone| phone.sms_sign_in_state.clone());
        if seen.at.is_some() && likeness(&phones) == Likeness::AsFarAsShown {
            mask_noted(deed, number, outcome);
        }
    }
    if outcome.sms_sign_in_state.as_deref() == Some("phoneNumberNotUnique") {
        outcome.notes.push(note(
            NoteCode::NumberNotUnique,
            "somebody else signs in with this number, so this person cannot; it works as a second factor",
            "nothing, unless the person shall sign in by text message",
        ));
    }
    step.ended(outcome.outcome);
    Ok(())
}

/// Masked numbers prove as much as they show: nothing, where the one before looks the same.
fn mask_noted(deed: Deed<'_>, number: &str, outcome: &mut PhoneOutcome) {
    let looked_the_same = matches!(deed, Deed::Change(phone) if number::likeness(&phone.number, number) == Likeness::AsFarAsShown);
    let message = if looked_the_same {
        outcome.outcome = Outcome::Partial;
        outcome.verified_at = None;
        "the service accepted the number, and shows this sign-in masked numbers only: the one before looks the same"
    } else {
        "the service shows this sign-in masked numbers only: the digits that show are those of the number"
    };
    outcome.notes.push(note(
        NoteCode::NumberMasked,
        message,
        "a Privileged Authentication Administrator or an application sees the whole number",
    ));
}

fn used_twice(phones: &[Phone], phone_type: PhoneType, number: &str) -> Option<Note> {
    let other = phones.iter().find(|phone| {
        !phone.phone_type.eq_ignore_ascii_case(phone_type.as_str())
            && number::likeness(&phone.number, number) == Likeness::Same
    })?;
    Some(note(
        NoteCode::NumberUsedTwice,
        format!(
            "the person has the same number as {} already: whoever loses that phone loses both methods",
            other.phone_type
        ),
        "give another number",
    ))
}

async fn read(desk: &Desk, user: &User, run: &Run<'_>) -> Result<Vec<Phone>> {
    let call = phones::list(&UserKey::Id(user.id.clone()));
    let mut pages = Pages::new(&desk.pipeline, run, call, &user.user_principal_name);
    let mut found = Vec::new();
    while let Some(items) = pages.next().await? {
        for item in &items {
            found.push(phones::read(item)?);
        }
    }
    Ok(found)
}

/// A refusal in the words of this subject.
fn explain(desk: &Desk, reply: &Reply, user: &User, phone_type: PhoneType) -> Error {
    let error = desk.pipeline.error_of(reply, &user.user_principal_name);
    let said = reply.error_message().unwrap_or_default().to_ascii_lowercase();
    match reply.status {
        400 if said.contains("policy") => error.remedy(
            "the authentication methods policy does not allow this person text messages (SMS) or voice calls: change it, or \
             choose another method",
        ),
        400 if said.contains("phone number") => {
            error.remedy("check the country code and the number of digits; the service does not take every number")
        }
        400 if said.contains("already exists") => error.remedy(format!(
            "somebody else set the {} a moment ago: look at it, then decide again",
            phone_type.label()
        )),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn phone(phone_type: &str, number: &str) -> Phone {
        Phone {
            id: phone_type.to_owned(),
            phone_type: phone_type.to_owned(),
            number: number.to_owned(),
            sms_sign_in_state: None,
        }
    }

    proptest! {
        #[test]
        fn there_is_never_a_second_number_of_a_type(
            had in proptest::collection::vec(prop::sample::select(vec!["mobile", "alternateMobile", "office", "new"]), 0..4),
            masked in any::<bool>(),
            wanted in prop::sample::select(vec![PhoneType::Mobile, PhoneType::AlternateMobile, PhoneType::Office]),
        ) {
            let shown = if masked { "+47 XXXXXX18" } else { "+47 90000018" };
            let phones: Vec<_> = had.iter().map(|which| phone(which, shown)).collect();
            let has = |which: PhoneType| had.contains(&which.as_str());
            match decide(&phones, wanted, "+47 90000018", "nora") {
                Ok(Deed::Nothing(_)) => prop_assert!(has(wanted) && !masked),
                // What is masked may be another number.
                Ok(Deed::Change(_)) => prop_assert!(has(wanted) && masked),
                Ok(Deed::Add) => prop_assert!(!has(wanted)),
                Err(_) => prop_assert!(wanted == PhoneType::AlternateMobile && !has(PhoneType::Mobile) && !has(wanted)),
            }
        }
    }

    #[test]
    fn the_same_number_twice_is_noticed() {
        let phones = [phone("office", "+47 90000018")];
        assert!(used_twice(&phones, PhoneType::Mobile, "+47 90000018").is_some());
        assert!(used_twice(&phones, PhoneType::Office, "+47 90000018").is_none());
        assert!(used_twice(&phones, PhoneType::Mobile, "+47 90000019").is_none());
    }
}
