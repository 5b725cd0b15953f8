//! The two drawings of a family: the genogram from its bonds, the ecomap from its ties.

use std::collections::BTreeMap;

use hemma_app::person::People;
use hemma_domain::ids::PersonId;
use hemma_domain::person::{Bond, BondKind, Kin, Person, Sex, TieStrength};
use hemma_domain::time::Day;
use hemma_draw::{
    Descent, DescentKind, Direction, Ecomap, EcomapWords, Format, Frame, GenoPerson, GenoWords,
    Genogram, Strength, Tie, Union,
};

use crate::lang::Lang;

/// The genogram for wide and for narrow.
pub fn genogram(people: &People, lang: Lang, today: Day) -> String {
    let shown: Vec<&Person> = people
        .head
        .persons
        .iter()
        .filter(|person| is_family(person, &people.bonds))
        .collect();
    let numbers: BTreeMap<PersonId, u32> = (1..)
        .zip(&shown)
        .map(|(number, person)| (person.id, number))
        .collect();
    let drawing = Genogram {
        people: (1..)
            .zip(&shown)
            .map(|(id, person)| geno_person(id, person, lang, today))
            .collect(),
        unions: unions(&people.bonds, &numbers),
        parents: descents(&people.bonds, &numbers),
        words: geno_words(lang),
    };
    let desc = lang.t2(
        "person-genogram-desc",
        ("people", shown.len()),
        ("bonds", people.bonds.len()),
    );
    let title = lang.t("person-genogram");
    both(("genogram", &title, &desc), |frame| drawing.svg(frame))
}

/// The ecomap for wide and for narrow.
pub fn ecomap(people: &People, lang: Lang) -> String {
    let drawing = Ecomap {
        centre_label: people.head.case.label.clone(),
        ties: people
            .ties
            .iter()
            .map(|tie| {
                let person = tie
                    .person
                    .and_then(|id| people.head.persons.iter().find(|one| one.id == id));
                Tie {
                    label: tie_label(tie, person),
                    sub_label: person.map(|one| lang.name(one.kin)).unwrap_or_default(),
                    system: system(people, &tie.system, lang),
                    strength: strength(tie.strength),
                    direction: Direction::Open,
                }
            })
            .collect(),
        words: EcomapWords {
            strong: lang.name(TieStrength::Strong),
            weak: lang.name(TieStrength::Weak),
            strained: lang.name(TieStrength::Strained),
            broken: lang.name(TieStrength::Broken),
            empty: lang.t("person-no-ties"),
        },
    };
    let desc = lang.t1("person-ecomap-desc", "ties", people.ties.len());
    let title = lang.t("person-ecomap");
    both(("ecomap", &title, &desc), |frame| drawing.svg(frame))
}

/// Who a tie is to, in words.
pub fn tie_label(tie: &hemma_domain::person::Tie, person: Option<&Person>) -> String {
    match person {
        Some(person) if tie.label.is_empty() => person.full_name(),
        Some(person) => format!("{}, {}", person.given_name, tie.label),
        None => tie.label.clone(),
    }
}

/// The name of a system of the programme.
pub fn system(people: &People, code: &str, lang: Lang) -> String {
    let systems = &people.head.programme.systems;
    let known = systems.iter().find(|one| one.code == code);
    known.map_or_else(|| code.to_owned(), |one| lang.words(&one.label).to_owned())
}

/// The width class in which a drawing stands at about its own size: a small one is not blown up.
pub fn room(svg: &str) -> &'static str {
    /// Units of the drawing for which each class has room.
    const ROOMS: [(f64, &str); 2] = [(420.0, "w-4"), (660.0, "w-5")];
    let width = svg
        .split_once("viewBox=\"0 0 ")
        .and_then(|(_, rest)| rest.split(' ').next())
        .and_then(|width| width.parse::<f64>().ok())
        .unwrap_or(f64::MAX);
    ROOMS
        .iter()
        .find(|(most, _)| width <= *most)
        .map_or("", |(_, class)| class)
}

fn both((id, title, desc): (&str, &str, &str), svg: impl Fn(&Frame<'_>) -> String) -> String {
    [(Format::Page, "page"), (Format::Phone, "phone")]
        .map(|(format, end)| {
            svg(&Frame {
                id: &format!("{id}-{end}"),
                title,
                desc,
                format,
            })
        })
        .concat()
}

/// Professionals and friends belong to the ecomap, unless a bond says otherwise.
fn is_family(person: &Person, bonds: &[Bond]) -> bool {
    let bound = || {
        bonds
            .iter()
            .any(|bond| bond.a == person.id || bond.b == person.id)
    };
    !matches!(
        person.kin,
        Kin::Friend
            | Kin::Neighbour
            | Kin::School
            | Kin::HealthCare
            | Kin::SocialServices
            | Kin::Other
    ) || bound()
}

fn geno_person(id: u32, person: &Person, lang: Lang, today: Day) -> GenoPerson {
    GenoPerson {
        id,
        label: person.given_name.clone(),
        sub_label: person
            .age(today)
            .filter(|_| !person.deceased)
            .map(|age| lang.t1("person-age", "age", age))
            .unwrap_or_default(),
        sex: match person.sex {
            Sex::Female => hemma_draw::Sex::F,
            Sex::Male => hemma_draw::Sex::M,
            Sex::Other => hemma_draw::Sex::X,
            Sex::Unknown => hemma_draw::Sex::Unknown,
        },
        in_household: person.in_household,
        index_child: person.kin == Kin::Child,
        deceased: person.deceased,
        protected: person.is_protected(),
    }
}

fn unions(bonds: &[Bond], numbers: &BTreeMap<PersonId, u32>) -> Vec<Union> {
    bonds
        .iter()
        .filter_map(|bond| {
            let kind = match bond.kind {
                BondKind::Together => hemma_draw::Bond::Together,
                BondKind::Separated => hemma_draw::Bond::Separated,
                BondKind::Divorced => hemma_draw::Bond::Divorced,
                _ => return None,
            };
            Some(Union {
                a: *numbers.get(&bond.a)?,
                b: *numbers.get(&bond.b)?,
                kind,
            })
        })
        .collect()
}

/// One descent for each child and way of coming to its parents.
fn descents(bonds: &[Bond], numbers: &BTreeMap<PersonId, u32>) -> Vec<Descent> {
    let mut descents: Vec<Descent> = Vec::new();
    for bond in bonds {
        let kind = match bond.kind {
            BondKind::Parent => DescentKind::Born,
            BondKind::AdoptiveParent => DescentKind::Adopted,
            BondKind::FosterParent => DescentKind::Foster,
            _ => continue,
        };
        let (Some(&parent), Some(&child)) = (numbers.get(&bond.a), numbers.get(&bond.b)) else {
            continue;
        };
        let known = descents
            .iter_mut()
            .find(|one| one.child == child && one.kind == kind);
        match known {
            Some(known) => known.parents.push(parent),
            None => descents.push(Descent {
                child,
                parents: vec![parent],
                kind,
            }),
        }
    }
    descents
}

fn strength(strength: TieStrength) -> Strength {
    match strength {
        TieStrength::Strong => Strength::Strong,
        TieStrength::Ordinary => Strength::Ordinary,
        TieStrength::Weak => Strength::Weak,
        TieStrength::Strained => Strength::Strained,
        TieStrength::Broken => Strength::Broken,
    }
}

fn geno_words(lang: Lang) -> GenoWords {
    GenoWords {
        household: lang.t("person-household"),
        man: lang.name(Sex::Male),
        woman: lang.name(Sex::Female),
        other: lang.name(Sex::Other),
        unknown: lang.name(Sex::Unknown),
        index_child: lang.name(Kin::Child),
        deceased: lang.t("person-deceased"),
        protected: lang.t("person-protected"),
        separated: lang.t("person-sign-separated"),
        divorced: lang.t("person-sign-divorced"),
        parents_only: lang.t("person-sign-parents"),
        adopted: lang.t("person-sign-adopted"),
        foster: lang.t("person-sign-foster"),
        links_left_out: lang.t("person-links-left-out"),
        empty: lang.t("person-nobody"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_drawing_stands_in_a_small_room() {
        assert_eq!(room("<svg viewBox=\"0 0 300.5 200\">"), "w-4");
        assert_eq!(room("<svg viewBox=\"0 0 640 200\">"), "w-5");
        assert_eq!(room("<svg viewBox=\"0 0 980 200\">"), "");
        assert_eq!(room(""), "");
    }
}
