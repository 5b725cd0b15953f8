//! The form about one person: what was typed, read and shown again.

use axum::http::StatusCode;
use hemma_app::person::{PersonInput, Whereabouts, identity};
use hemma_domain::code::Code;
use hemma_domain::identity::Doubt;
use hemma_domain::person::{IdentityKind, Kin, Person, Protection, Sex};
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::form::{self, Faults};
use crate::lang::Lang;

/// Languages to choose from: what families speak most often, by code and message.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("sv", "tongue-sv"),
    ("am", "tongue-am"),
    ("ar", "tongue-ar"),
    ("bs", "tongue-bs"),
    ("prs", "tongue-prs"),
    ("en", "tongue-en"),
    ("fi", "tongue-fi"),
    ("fr", "tongue-fr"),
    ("kmr", "tongue-kmr"),
    ("ckb", "tongue-ckb"),
    ("fa", "tongue-fa"),
    ("pl", "tongue-pl"),
    ("rom", "tongue-rom"),
    ("ru", "tongue-ru"),
    ("so", "tongue-so"),
    ("es", "tongue-es"),
    ("swl", "tongue-swl"),
    ("th", "tongue-th"),
    ("ti", "tongue-ti"),
    ("tr", "tongue-tr"),
    ("uk", "tongue-uk"),
];

/// What was typed about somebody.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub given_name: String,
    pub family_name: String,
    pub kin: String,
    pub sex: String,
    pub born: String,
    pub identity_kind: String,
    pub number: String,
    pub in_household: Option<String>,
    pub deceased: Option<String>,
    pub language: String,
    pub interpreter: Option<String>,
    /// None where it was not on the form, since a protected identity hides it.
    pub phone: Option<String>,
    pub address: Option<String>,
    pub door_code: Option<String>,
    pub protection: String,
    pub must_not_know_address: Option<String>,
    pub staff_safety: String,
    pub remark: String,
    pub version: i64,
}

impl PersonForm {
    /// The form as somebody is recorded now.
    pub fn of(person: &Person, hidden: bool, lang: Lang) -> PersonForm {
        let tick = |yes: bool| yes.then(|| "on".to_owned());
        let shown = |text: &str| (!hidden).then(|| text.to_owned());
        PersonForm {
            given_name: person.given_name.clone(),
            family_name: person.family_name.clone(),
            kin: person.kin.code().to_owned(),
            sex: person.sex.code().to_owned(),
            born: person
                .born
                .map(|day| lang.full_day(day))
                .unwrap_or_default(),
            identity_kind: person
                .identity
                .as_ref()
                .map_or(IdentityKind::Personal, |one| one.kind)
                .code()
                .to_owned(),
            number: person
                .identity
                .as_ref()
                .map(|one| written(one.kind, &one.number))
                .unwrap_or_default(),
            in_household: tick(person.in_household),
            deceased: tick(person.deceased),
            language: person.language.clone(),
            interpreter: tick(person.interpreter),
            phone: shown(&person.phone),
            address: shown(&person.address),
            door_code: shown(&person.door_code),
            protection: person.protection.code().to_owned(),
            must_not_know_address: tick(person.must_not_know_address),
            staff_safety: person.staff_safety.clone(),
            remark: person.remark.clone(),
            version: person.version,
        }
    }

    /// The form of somebody new: who they are to the child is asked, not guessed.
    pub fn blank(person: &Person, lang: Lang) -> PersonForm {
        PersonForm {
            kin: String::new(),
            in_household: None,
            ..PersonForm::of(person, false, lang)
        }
    }

    /// The form as values, or what cannot be read of it. An enumeration that is no choice of the form is malformed.
    pub fn read(&self, today: Day) -> Result<PersonInput, Faults> {
        let mut faults = Faults::none();
        let born = match self.born.trim() {
            "" => None,
            typed => match form::day(typed, today) {
                Some(day) => Some(day),
                None => {
                    faults.add("born", "person-fault-day");
                    None
                }
            },
        };
        if self.kin.is_empty() {
            faults.add("kin", "person-fault-kin");
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let kind = IdentityKind::from_code(&self.identity_kind).unwrap_or(IdentityKind::Personal);
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let on_form = self.phone.is_some() || self.address.is_some() || self.door_code.is_some();
        Ok(PersonInput {
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            kin: Kin::from_code(&self.kin).unwrap_or(Kin::Other),
            sex: Sex::from_code(&self.sex).unwrap_or(Sex::Unknown),
            born,
            identity: identity(kind, &self.number, today),
            in_household: self.in_household.is_some(),
            deceased: self.deceased.is_some(),
            language: self.language.clone(),
            interpreter: self.interpreter.is_some(),
            whereabouts: on_form.then(|| Whereabouts {
                phone: text(&self.phone),
                address: text(&self.address),
                door_code: text(&self.door_code),
            }),
            protection: Protection::from_code(&self.protection).unwrap_or(Protection::None),
            must_not_know_address: self.must_not_know_address.is_some(),
            staff_safety: self.staff_safety.clone(),
            remark: self.remark.clone(),
        })
    }

    /// What is odd about the number, in words; it is kept all the same.
    pub fn doubt(&self, lang: Lang, today: Day) -> Option<String> {
        let kind = IdentityKind::from_code(&self.identity_kind)?;
        if self.number.trim().is_empty() {
            return None;
        }
        let reading = hemma_domain::identity::read(kind, &self.number, today);
        Some(lang.t(match reading.doubt? {
            Doubt::CheckDigit => "person-doubt-digit",
            Doubt::Date => "person-doubt-date",
            Doubt::Form => "person-doubt-form",
        }))
    }

    /// The fields that differ from another form: message of the label, this value, the other's.
    pub fn differences(&self, other: &PersonForm) -> Vec<(&'static str, String, String)> {
        let rows = |form: &PersonForm| {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            [
                ("person-given-name", form.given_name.clone()),
                ("person-family-name", form.family_name.clone()),
                ("person-born", form.born.clone()),
                ("person-number", form.number.clone()),
                ("person-phone", text(&form.phone)),
                ("person-address", text(&form.address)),
                ("person-door-code", text(&form.door_code)),
                ("person-staff-safety", form.staff_safety.clone()),
                ("person-remark", form.remark.clone()),
            ]
        };
        rows(self)
            .into_iter()
            .zip(rows(other))
            .filter(|((_, mine), (_, theirs))| mine.trim() != theirs.trim())
            .map(|((key, mine), (_, theirs))| (key, mine, theirs))
            .collect()
    }
}

/// A number as people write it: `19811218-9876`.
pub fn written(kind: IdentityKind, number: &str) -> String {
    let long = matches!(kind, IdentityKind::Personal | IdentityKind::Coordination);
    match (number.get(..8), number.get(8..)) {
        (Some(date), Some(rest)) if long && rest.len() == 4 => format!("{date}-{rest}"),
        _ => number.to_owned(),
    }
}

/// The name of a language by its code; a code that is not in the list shows itself.
pub fn tongue(lang: Lang, code: &str) -> String {
    let known = LANGUAGES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, key)| lang.t(key))
}

/// The languages to choose from, the one that is recorded among them.
pub fn tongues(lang: Lang, recorded: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = LANGUAGES
        .iter()
        .map(|(code, key)| ((*code).to_owned(), lang.t(key)))
        .collect();
    if !all.iter().any(|(code, _)| code == recorded) && !recorded.is_empty() {
        all.push((recorded.to_owned(), recorded.to_owned()));
    }
    all
}

/// The status of a form that somebody else was quicker with.
pub const CONFLICT: StatusCode = StatusCode::CONFLICT;
