//! Household and network: persons, how they belong together, and what they agree to.

use hemma_domain::consent::{Consent, ConsentKind};
use hemma_domain::ids::{BondId, ConsentId, PersonId};
use hemma_domain::person::{
    Bond, BondKind, Identity, IdentityKind, Kin, Person, Protection, Sex, Tie, TieStrength,
};
use hemma_domain::time::Day;

use super::Writer;
use crate::dice::Dice;
use crate::row::Row;
use crate::text::PersonText;

impl Writer<'_> {
    pub(super) fn people(&mut self) {
        let story = self.story;
        for text in &story.person {
            let person = self.person(text);
            self.keys.insert(text.key.clone(), person.id);
            self.family.persons.push(person);
        }
        self.bonds();
        self.ties();
    }

    fn person(&mut self, text: &PersonText) -> Person {
        let story = self.story;
        let kin = kin(text);
        let in_household = matches!(text.role.as_str(), "target" | "child" | "caregiver")
            && kin != Kin::Grandparent;
        let (given, family) = text.name.rsplit_once(' ').unwrap_or((&text.name, ""));
        let sex = match text.sex.as_str() {
            "f" => Sex::Female,
            "m" => Sex::Male,
            _ => Sex::Unknown,
        };
        let born = text.age.map(|age| self.born(age));
        let identity = match (in_household, born) {
            (true, Some(born)) => Some(personal(&mut self.dice, born, sex)),
            _ => None,
        };
        let protection = match (in_household, story.protected.as_str()) {
            (false, _) | (_, "") => Protection::None,
            (_, "protected-registration") => Protection::Registration,
            _ => Protection::Marked,
        };
        let hidden = story.hidden_from.contains(&text.key);
        let home = &story.home;
        let at_home = |text: &str| match in_household {
            true => text.to_owned(),
            false => String::new(),
        };
        let safety = match (text.primary, story.no_go.contains(&text.key)) {
            (true, _) => story.staff_safety.clone(),
            (_, true) => "Får inte vara i hemmet. Gå inte in om personen är där.".to_owned(),
            _ => String::new(),
        };
        let remark = match text.primary {
            true => [text.note.as_str(), home.notes.as_str()].join(" "),
            false => text.note.clone(),
        };
        Person {
            id: PersonId(self.dice.id()),
            case: self.family.case.id,
            given_name: given.to_owned(),
            family_name: family.to_owned(),
            kin,
            sex,
            born,
            identity,
            in_household,
            deceased: false,
            language: self.language(text, in_household).to_owned(),
            interpreter: text.interpreter,
            phone: text.phone.clone(),
            address: at_home(&home.address),
            door_code: at_home(&home.door),
            protection,
            must_not_know_address: hidden,
            staff_safety: safety,
            remark: remark.trim().to_owned(),
            version: 1,
        }
    }

    fn language(&self, text: &PersonText, in_household: bool) -> &'static str {
        let spoken = match (text.language.as_str(), in_household) {
            ("", true) => self.story.interpreter.as_str(),
            (spoken, _) => spoken,
        };
        match spoken {
            "somaliska" => "so",
            "arabiska" => "ar",
            _ => "sv",
        }
    }

    /// A day of birth for somebody of this age.
    fn born(&mut self, age: u32) -> Day {
        let birthday = self.time.today.plus_months(-12 * i64::from(age));
        birthday.plus(-self.dice.between(3, 350))
    }

    fn bonds(&mut self) {
        let adults: Vec<(PersonId, Kin, bool)> = self
            .family
            .persons
            .iter()
            .filter(|person| matches!(person.kin, Kin::Mother | Kin::Father | Kin::StepParent))
            .map(|person| (person.id, person.kin, person.in_household))
            .collect();
        let children: Vec<PersonId> = self
            .family
            .persons
            .iter()
            .filter(|person| matches!(person.kin, Kin::Child | Kin::Sibling))
            .map(|person| person.id)
            .collect();
        for (index, (first, _, at_home)) in adults.iter().enumerate() {
            for (second, _, also) in adults.iter().skip(index + 1) {
                let kind = match at_home == also {
                    true => BondKind::Together,
                    false => BondKind::Separated,
                };
                self.bond(kind, *first, *second);
            }
        }
        for (parent, _, _) in adults.iter().filter(|(_, kin, _)| *kin != Kin::StepParent) {
            for child in &children {
                self.bond(BondKind::Parent, *parent, *child);
            }
        }
        self.grandparents(&adults);
    }

    /// A grandparent is the parent of the mother or the father, as the word says.
    fn grandparents(&mut self, adults: &[(PersonId, Kin, bool)]) {
        let story = self.story;
        for text in &story.person {
            let side = match text.relation.as_str() {
                "mormor" | "morfar" => Kin::Mother,
                "farmor" | "farfar" => Kin::Father,
                _ => continue,
            };
            let child = adults.iter().find(|(_, kin, _)| *kin == side);
            if let Some((grandparent, (parent, _, _))) = self.key(&text.key).zip(child.copied()) {
                self.bond(BondKind::Parent, grandparent, parent);
            }
        }
    }

    fn bond(&mut self, kind: BondKind, a: PersonId, b: PersonId) {
        let bond = Bond {
            id: BondId(self.dice.id()),
            case: self.family.case.id,
            kind,
            a,
            b,
        };
        self.family.bonds.push(bond);
    }

    fn ties(&mut self) {
        let story = self.story;
        for text in &story.person {
            if matches!(text.role.as_str(), "target" | "child" | "caregiver") {
                continue;
            }
            let barred = story.no_go.contains(&text.key) || story.hidden_from.contains(&text.key);
            let strength = match (barred, text.role.as_str()) {
                (true, _) => TieStrength::Broken,
                (_, "other-home" | "other") => TieStrength::Strained,
                (_, "school") => TieStrength::Ordinary,
                _ if self.dice.chance(60) => TieStrength::Strong,
                _ => TieStrength::Ordinary,
            };
            let system = match kin(text) {
                Kin::School => "school",
                Kin::Friend => "peers",
                Kin::Grandparent | Kin::Relative | Kin::Mother | Kin::Father => "family",
                _ => "community",
            };
            let tie = Tie {
                id: BondId(self.dice.id()),
                case: self.family.case.id,
                person: self.key(&text.key),
                label: text.relation.clone(),
                system: system.to_owned(),
                strength,
            };
            self.family.ties.push(tie);
        }
    }

    pub(super) fn consents(&mut self) {
        let guardian = self.guardian();
        let people: Vec<(PersonId, Kin, Option<u32>)> = self
            .family
            .persons
            .iter()
            .filter(|person| person.in_household)
            .map(|person| (person.id, person.kin, person.age(self.time.today)))
            .collect();
        for (person, kin, age) in people {
            let own = age.is_none_or(|age| age >= 15);
            let by = if own { person } else { guardian };
            self.consent(person, (ConsentKind::Treatment, ""), by);
            if kin == Kin::Child {
                self.consent(person, (ConsentKind::Exchange, "skolan"), by);
            }
        }
        self.consent(guardian, (ConsentKind::Interview, ""), guardian);
        let story = self.story;
        let tested: Vec<&str> = story
            .test
            .iter()
            .flat_map(|test| &test.items)
            .map(|row| Row(row).at(1))
            .collect();
        if let Some(person) = tested.first().and_then(|key| self.key(key)) {
            self.consent(person, (ConsentKind::DrugTest, ""), person);
        }
        for row in &story.consents {
            self.told_consent(Row(row));
        }
    }

    /// A consent that the story tells of takes the place of the usual one.
    fn told_consent(&mut self, row: Row<'_>) {
        let Some(person) = self.key(row.at(0)) else {
            return;
        };
        let (kind, party) = match row.at(1) {
            "recording" => (ConsentKind::Recording, ""),
            "adherence-interviews" => (ConsentKind::Interview, ""),
            "research" => (ConsentKind::Research, ""),
            "exchange-bup" => (ConsentKind::Exchange, "barn- och ungdomspsykiatrin"),
            "exchange-school" => (ConsentKind::Exchange, "skolan"),
            _ => (ConsentKind::Treatment, ""),
        };
        self.family
            .consents
            .retain(|known| known.person != person || known.kind != kind || known.party != party);
        self.consent(person, (kind, party), person);
        if let Some(consent) = self.family.consents.last_mut() {
            consent.given = row.at(2) == "given";
            if !row.at(3).is_empty() {
                row.at(3).clone_into(&mut consent.evidence);
            }
        }
    }

    fn consent(&mut self, person: PersonId, of: (ConsentKind, &str), by: PersonId) {
        let consent = Consent {
            id: ConsentId(self.dice.id()),
            case: self.family.case.id,
            person,
            kind: of.0,
            party: of.1.to_owned(),
            given: true,
            on: self.time.opened,
            by,
            evidence: "Muntligt och undertecknat vid uppstartsmötet.".to_owned(),
            recorded_by: self.therapist(),
            withdrawn_on: None,
            version: 1,
        };
        self.family.consents.push(consent);
    }

    /// The caregiver who answers for the child.
    pub(super) fn guardian(&self) -> PersonId {
        let story = self.story;
        let primary = story.person.iter().find(|text| text.primary);
        primary
            .and_then(|text| self.key(&text.key))
            .unwrap_or_else(|| self.child())
    }
}

/// What a person is to the child, from the words of the story.
fn kin(text: &PersonText) -> Kin {
    let relation = text.relation.as_str();
    match (text.role.as_str(), relation) {
        ("target", _) => Kin::Child,
        ("child", _) => Kin::Sibling,
        ("school", _) => Kin::School,
        (_, "mor") => Kin::Mother,
        (_, "far") => Kin::Father,
        (_, "styvfar" | "styvmor") => Kin::StepParent,
        (_, "mormor" | "morfar" | "farmor" | "farfar") => Kin::Grandparent,
        (_, "granne") => Kin::Neighbour,
        (_, "jourhemsförälder") => Kin::FosterParent,
        (_, "son i tidigare förhållande") => Kin::Relative,
        _ if ["moster", "morbror", "faster", "farbror", "kusin", "syster"]
            .iter()
            .any(|word| relation.contains(word)) =>
        {
            Kin::Relative
        }
        _ if relation.contains("arbetskamrat") || relation.contains("kompis") => Kin::Friend,
        _ => Kin::Other,
    }
}

/// A personal number for tests: serials from 980 belong to nobody.
fn personal(dice: &mut Dice, born: Day, sex: Sex) -> Identity {
    let odd = i64::from(sex != Sex::Female);
    let serial = 980 + dice.between(0, 9) * 2 + odd;
    let date = born.0.strftime("%Y%m%d");
    let long = format!("{date}{serial}");
    let digits = long.chars().skip(2).filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits
        .enumerate()
        .map(|(index, digit)| if index % 2 == 0 { digit * 2 } else { digit })
        .map(|product| product / 10 + product % 10)
        .sum();
    Identity {
        kind: IdentityKind::Personal,
        number: format!("{long}{}", (10 - sum % 10) % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hold_and_belong_to_nobody() {
        let mut dice = Dice::new(1, "numbers");
        let born: Day = "2014-05-06".parse().unwrap();
        for sex in [Sex::Female, Sex::Male] {
            let identity = personal(&mut dice, born, sex);
            let reading = hemma_domain::identity::read(
                IdentityKind::Personal,
                &identity.number,
                "2026-11-23".parse().unwrap(),
            );
            assert_eq!(reading.doubt, None, "{}", identity.number);
            assert!(identity.number.get(8..11).unwrap() >= "980");
        }
    }
}
