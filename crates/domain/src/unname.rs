//! Texts without names: for readers outside the team, who may know what goes on in a family but not whose it is.
//!
//! The words that stand in for a name are part of the text that they are put into, so they live here.

use std::collections::HashMap;

use crate::person::{Kin, Person, Sex};
use crate::staff::Language;
use crate::time::Day;

/// Parts of names that are words of their own in many languages and tell nobody who is meant.
const PARTICLES: [&str; 14] = [
    "af", "al", "bin", "da", "de", "del", "den", "der", "dos", "el", "ibn", "la", "van", "von",
];

/// The shortest name that is replaced: a single letter is an initial at most.
const NAME_CHARS_MIN: usize = 2;

/// Replaces the names of a case's people in texts.
#[derive(Debug, Clone)]
pub struct Unnamer {
    language: Language,
    /// Folded name to whom it stands for.
    names: HashMap<String, Stand>,
}

/// What stands where a name stood.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stand {
    word: &'static str,
    genitive: &'static str,
    /// Years, for children.
    age: Option<u32>,
}

impl Unnamer {
    /// Knows the people of a case as they are on a day.
    pub fn new(persons: &[Person], on: Day, language: Language) -> Unnamer {
        let mut names = HashMap::new();
        for person in persons {
            let stand = Stand::of(person, on, language);
            for part in parts(&person.given_name) {
                // Two people with one name are told apart by nothing: then it is just somebody.
                names
                    .entry(part)
                    .and_modify(|known: &mut Stand| {
                        if *known != stand {
                            *known = Stand::somebody(language);
                        }
                    })
                    .or_insert_with(|| stand.clone());
            }
        }
        for person in persons {
            for part in parts(&person.family_name) {
                names.entry(part).or_insert_with(|| Stand::family(language));
            }
        }
        Unnamer { language, names }
    }

    /// What somebody is called instead, for lists.
    pub fn role(person: &Person, on: Day, language: Language) -> String {
        let stand = Stand::of(person, on, language);
        let age = person.age(on);
        Stand { age, ..stand }.written(language, false)
    }

    /// The text without names.
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut last: Option<Stand> = None;
        for token in tokens(text) {
            match self.stand(token) {
                Some((stand, genitive)) => {
                    self.put(&mut out, (last.as_ref(), stand), genitive);
                    last = Some(stand.clone());
                }
                None => {
                    if token.chars().any(char::is_alphanumeric) {
                        last = None;
                    }
                    out.push_str(token);
                }
            }
        }
        out
    }

    fn stand(&self, token: &str) -> Option<(&Stand, bool)> {
        let folded = fold(token);
        if let Some(stand) = self.names.get(&folded) {
            return Some((stand, false));
        }
        let stem = folded.strip_suffix('s')?;
        self.names.get(stem).map(|stand| (stand, true))
    }

    /// Given name and family name one after the other stand for one person.
    fn put(&self, out: &mut String, (last, stand): (Option<&Stand>, &Stand), genitive: bool) {
        let same = last.is_some_and(|last| last == stand || stand.is_family(self.language));
        let alone = |out: &String| {
            let gap = out.chars().rev().take_while(|c| *c == ' ' || *c == '-');
            gap.count() > 0
        };
        if same && alone(out) {
            let end = out.trim_end_matches([' ', '-']).len();
            out.truncate(end);
            if let (Some(last), true) = (last, genitive) {
                let plain = last.written(self.language, false);
                if out.to_lowercase().ends_with(&plain.to_lowercase()) {
                    let begin = out.len() - plain.len();
                    let capital = out
                        .get(begin..)
                        .and_then(|text| text.chars().next())
                        .is_some_and(char::is_uppercase);
                    out.truncate(begin);
                    out.push_str(&capitalised(last.written(self.language, true), capital));
                }
            }
            return;
        }
        let family = Stand::family(self.language).word;
        if stand.is_family(self.language) && out.trim_end().to_lowercase().ends_with(family) {
            // "familjen Lingonstig" is "familjen".
            out.truncate(out.trim_end().len());
            if genitive {
                out.push('s');
            }
            return;
        }
        let start = out.trim_end().chars().next_back();
        let capital = start.is_none_or(|c| ".!?\n".contains(c)) || out.ends_with('\n');
        out.push_str(&capitalised(
            stand.written(self.language, genitive),
            capital,
        ));
    }
}

impl Stand {
    fn of(person: &Person, on: Day, language: Language) -> Stand {
        let (word, genitive) = match language {
            Language::Swedish => swedish(person.kin, person.sex),
            Language::English => english(person.kin, person.sex),
        };
        let child = matches!(person.kin, Kin::Child | Kin::Sibling);
        Stand {
            word,
            genitive,
            age: person.age(on).filter(|_| child),
        }
    }

    fn family(language: Language) -> Stand {
        let (word, genitive) = match language {
            Language::Swedish => ("familjen", "familjens"),
            Language::English => ("the family", "the family's"),
        };
        Stand {
            word,
            genitive,
            age: None,
        }
    }

    fn somebody(language: Language) -> Stand {
        let (word, genitive) = match language {
            Language::Swedish => ("någon av dem", "någon av deras"),
            Language::English => ("one of them", "one of their"),
        };
        Stand {
            word,
            genitive,
            age: None,
        }
    }

    fn is_family(&self, language: Language) -> bool {
        *self == Stand::family(language)
    }

    fn written(&self, language: Language, genitive: bool) -> String {
        let word = if genitive { self.genitive } else { self.word };
        match (self.age, language) {
            (None, _) => word.to_owned(),
            (Some(age), Language::Swedish) => format!("{word} ({age} år)"),
            (Some(age), Language::English) => format!("{word} (aged {age})"),
        }
    }
}

fn swedish(kin: Kin, sex: Sex) -> (&'static str, &'static str) {
    match (kin, sex) {
        (Kin::Child, _) => ("barnet", "barnets"),
        (Kin::Sibling, _) => ("syskonet", "syskonets"),
        (Kin::Mother, _) => ("mamman", "mammans"),
        (Kin::Father, _) => ("pappan", "pappans"),
        (Kin::StepParent, Sex::Female) => ("bonusmamman", "bonusmammans"),
        (Kin::StepParent, Sex::Male) => ("bonuspappan", "bonuspappans"),
        (Kin::StepParent, _) => ("bonusföräldern", "bonusförälderns"),
        (Kin::Grandparent, Sex::Female) => {
            ("mormodern eller farmodern", "mormoderns eller farmoderns")
        }
        (Kin::Grandparent, Sex::Male) => {
            ("morfadern eller farfadern", "morfaderns eller farfaderns")
        }
        (Kin::Grandparent, _) => (
            "morföräldern eller farföräldern",
            "morförälderns eller farförälderns",
        ),
        (Kin::Relative, _) => ("släktingen", "släktingens"),
        (Kin::FosterParent, _) => ("familjehemsföräldern", "familjehemsförälderns"),
        (Kin::Friend, _) => ("vännen", "vännens"),
        (Kin::Neighbour, _) => ("grannen", "grannens"),
        (Kin::School, _) => ("personen i skolan", "skolpersonens"),
        (Kin::HealthCare, _) => ("personen i vården", "vårdpersonens"),
        (Kin::SocialServices, _) => ("personen i socialtjänsten", "socialtjänstens"),
        (Kin::Other, _) => ("en person i nätverket", "nätverkspersonens"),
    }
}

fn english(kin: Kin, sex: Sex) -> (&'static str, &'static str) {
    match (kin, sex) {
        (Kin::Child, _) => ("the child", "the child's"),
        (Kin::Sibling, _) => ("the sibling", "the sibling's"),
        (Kin::Mother, _) => ("the mother", "the mother's"),
        (Kin::Father, _) => ("the father", "the father's"),
        (Kin::StepParent, Sex::Female) => ("the stepmother", "the stepmother's"),
        (Kin::StepParent, Sex::Male) => ("the stepfather", "the stepfather's"),
        (Kin::StepParent, _) => ("the step-parent", "the step-parent's"),
        (Kin::Grandparent, Sex::Female) => ("the grandmother", "the grandmother's"),
        (Kin::Grandparent, Sex::Male) => ("the grandfather", "the grandfather's"),
        (Kin::Grandparent, _) => ("the grandparent", "the grandparent's"),
        (Kin::Relative, _) => ("the relative", "the relative's"),
        (Kin::FosterParent, _) => ("the foster parent", "the foster parent's"),
        (Kin::Friend, _) => ("the friend", "the friend's"),
        (Kin::Neighbour, _) => ("the neighbour", "the neighbour's"),
        (Kin::School, _) => ("the person at school", "the school person's"),
        (Kin::HealthCare, _) => ("the person in health care", "the health care person's"),
        (Kin::SocialServices, _) => ("the person in social services", "the social worker's"),
        (Kin::Other, _) => ("a person in the network", "the network person's"),
    }
}

fn capitalised(text: String, capital: bool) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) if capital => first.to_uppercase().chain(rest).collect(),
        _ => text,
    }
}

fn fold(word: &str) -> String {
    word.to_lowercase()
}

/// The words of a name that are replaced.
fn parts(name: &str) -> Vec<String> {
    let all: Vec<String> = name
        .split(|c: char| !is_letter(c))
        .filter(|part| part.chars().count() >= NAME_CHARS_MIN)
        .map(fold)
        .collect();
    let several = all.len() > 1;
    all.into_iter()
        .filter(|part| !(several && PARTICLES.contains(&part.as_str())))
        .collect()
}

/// Letters, digits, and the marks that some scripts write over letters.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// The text cut into words and what stands between them.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let word = is_letter(first);
        let end = rest.find(|c| is_letter(c) != word).unwrap_or(rest.len());
        let (token, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(token)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CaseId, PersonId};
    use crate::person::Protection;
    use proptest::prelude::*;

    fn person(given: &str, family: &str, kin: Kin, born: &str) -> Person {
        Person {
            id: PersonId(uuid::Uuid::nil()),
            case: CaseId(uuid::Uuid::nil()),
            given_name: given.into(),
            family_name: family.into(),
            kin,
            sex: Sex::Female,
            born: born.parse().ok(),
            identity: None,
            in_household: true,
            deceased: false,
            language: "sv".into(),
            interpreter: false,
            phone: String::new(),
            address: String::new(),
            door_code: String::new(),
            protection: Protection::None,
            must_not_know_address: false,
            staff_safety: String::new(),
            remark: String::new(),
            version: 1,
        }
    }

    fn unnamer(language: Language) -> Unnamer {
        let people = [
            person("Fjäril", "Lingonstig", Kin::Child, "2015-03-14"),
            person("Malva", "Lingonstig", Kin::Mother, "1987-07-02"),
            person("Jonas", "de la Mossa", Kin::StepParent, ""),
        ];
        Unnamer::new(&people, "2026-11-23".parse().unwrap(), language)
    }

    #[track_caller]
    fn check(text: &str, without: &str) {
        assert_eq!(unnamer(Language::Swedish).text(text), without);
    }

    #[test]
    fn names_become_roles_and_children_keep_their_age() {
        check("Malva skrek.", "Mamman skrek.");
        check("Det var MALVAS lista.", "Det var mammans lista.");
        check("Då sov fjäril.", "Då sov barnet (11 år).");
        check("I Fjärils väska", "I barnets (11 år) väska");
        check("Malva Lingonstig ringde", "Mamman ringde");
        check("Malva Lingonstigs mobil", "Mammans mobil");
        check("familjen Lingonstig", "familjen");
        check("hos Lingonstigs", "hos familjens");
        check("Jonas de la Mossa kom", "Bonusmamman de la familjen kom");
        check("Malva, Fjäril och jag", "Mamman, barnet (11 år) och jag");
        check("de gick hem", "de gick hem");
        check("Malvan är en växt", "Malvan är en växt");
        check("", "");
    }

    #[test]
    fn the_same_in_english() {
        let english = unnamer(Language::English);
        assert_eq!(
            english.text("Malva's list, said Fjäril."),
            "The mother's list, said the child (aged 11)."
        );
    }

    #[test]
    fn two_people_with_one_name_are_somebody() {
        let people = [
            person("Alva", "", Kin::Child, "2015-03-14"),
            person("Alva", "", Kin::Mother, ""),
        ];
        let one = Unnamer::new(&people, "2026-11-23".parse().unwrap(), Language::Swedish);
        assert_eq!(one.text("sa Alva"), "sa någon av dem");
    }

    proptest! {
        /// Names begin with Q, as no word that stands in for one does.
        #[test]
        fn no_recorded_name_remains(
            given in "[Qq][a-zåäöé]{1,8}", family in "[Qq][a-zåäö]{1,8}(-[Qq][a-z]{1,5})?",
            before in "[a-zåäö ,.]{0,12}", between in "[ ,.!\n-]{1,3}", ending in "s?",
            shout in any::<bool>(),
        ) {
            let people = [person(&given, &family, Kin::Child, "2015-03-14")];
            let mut text = format!("{before}{between}{given}{ending}{between}{family}{ending} {given} {family}");
            if shout {
                text = text.to_uppercase();
            }
            for language in [Language::Swedish, Language::English] {
                let out = Unnamer::new(&people, "2026-11-23".parse().unwrap(), language).text(&text);
                let left: Vec<String> = tokens(&out).map(fold).collect();
                for name in parts(&given).into_iter().chain(parts(&family)) {
                    prop_assert!(!left.contains(&name) && !left.contains(&format!("{name}s")), "{out}");
                }
            }
        }
    }
}
