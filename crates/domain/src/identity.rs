//! Identity numbers: personal, coordination, reserve and local ones. Faults warn, they never block: numbers of
//! protected, foreign and newborn persons fail the check and are right all the same.

use thiserror::Error;

use crate::person::{Identity, IdentityKind};
use crate::time::Day;

/// What is odd about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Doubt {
    #[error("the check digit does not fit")]
    CheckDigit,
    #[error("the date does not exist")]
    Date,
    #[error("the form is unknown")]
    Form,
}

/// A number read from what somebody typed, and what is odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub identity: Identity,
    pub doubt: Option<Doubt>,
}

/// Reads a number of a kind. Accepts ten or twelve digits, `-`, `+` and blanks; keeps the long form.
///
/// Personal and coordination numbers: FOL (1991:481) 18 §, Luhn over nine digits; coordination adds 60 to the
/// day. `today` decides the century of ten digits; `+` says a hundred years or more.
pub fn read(kind: IdentityKind, typed: &str, today: Day) -> Reading {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let identity = |number: String| Identity { kind, number };
    match kind {
        IdentityKind::Personal | IdentityKind::Coordination => match long_form(&plain, kind, today)
        {
            Some(number) => {
                let doubt = doubt(&number, kind);
                Reading {
                    identity: identity(number),
                    doubt,
                }
            }
            None => Reading {
                identity: identity(plain),
                doubt: Some(Doubt::Form),
            },
        },
        IdentityKind::Reserve => {
            let number = plain.to_uppercase();
            let fits = number.len() == 12 && number.chars().all(|c| c.is_ascii_alphanumeric());
            Reading {
                identity: identity(number),
                doubt: (!fits).then_some(Doubt::Form),
            }
        }
        IdentityKind::Local => {
            let doubt = plain.is_empty().then_some(Doubt::Form);
            Reading {
                identity: identity(plain),
                doubt,
            }
        }
    }
}

/// The day of birth in a personal or coordination number in long form.
pub fn born(identity: &Identity) -> Option<Day> {
    let date = identity.number.get(0..8)?;
    let day_number: i8 = date.get(6..8)?.parse().ok()?;
    let day = match identity.kind {
        IdentityKind::Personal => day_number,
        IdentityKind::Coordination => day_number - 60,
        IdentityKind::Reserve | IdentityKind::Local => return None,
    };
    Day::new(
        date.get(0..4)?.parse().ok()?,
        date.get(4..6)?.parse().ok()?,
        day,
    )
    .ok()
}

fn long_form(plain: &str, kind: IdentityKind, today: Day) -> Option<String> {
    let century_passed = plain.contains('+');
    let digits: String = plain.chars().filter(|c| !matches!(c, '-' | '+')).collect();
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        12 => Some(digits),
        10 => {
            let this_century = i32::from(today.0.year()) / 100 * 100;
            let candidates = [this_century, this_century - 100, this_century - 200];
            candidates
                .into_iter()
                .map(|century| format!("{}{digits}", century / 100))
                .filter(|number| born_by(number, kind, today))
                .nth(usize::from(century_passed))
        }
        _ => None,
    }
}

/// Whether the number's year and month are not after today: the day itself may be wrong and is warned about later.
fn born_by(number: &str, kind: IdentityKind, today: Day) -> bool {
    let identity = Identity {
        kind,
        number: number.to_owned(),
    };
    match born(&identity) {
        Some(day) => day <= today,
        None => number
            .get(0..4)
            .and_then(|y| y.parse::<i16>().ok())
            .is_some_and(|y| y <= today.0.year()),
    }
}

fn doubt(number: &str, kind: IdentityKind) -> Option<Doubt> {
    let identity = Identity {
        kind,
        number: number.to_owned(),
    };
    if born(&identity).is_none() {
        return Some(Doubt::Date);
    }
    (!luhn(number.get(2..)?)).then_some(Doubt::CheckDigit)
}

/// Luhn's sum over all digits, the check digit last, is a multiple of ten.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(index, digit)| if index % 2 == 0 { digit * 2 } else { digit })
        .map(|product| product / 10 + product % 10)
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: IdentityKind, typed: &str, number: &str, doubt: Option<Doubt>) {
        let today: Day = "2026-11-23".parse().unwrap();
        let reading = read(kind, typed, today);
        assert_eq!(
            (reading.identity.number.as_str(), reading.doubt),
            (number, doubt),
            "{typed}"
        );
    }

    #[test]
    fn personal_numbers_are_kept_with_their_century() {
        use IdentityKind::Personal;
        check(
            Personal,
            "20140506-2384",
            "201405062384",
            Some(Doubt::CheckDigit),
        );
        check(Personal, "811218-9876", "198112189876", None);
        check(Personal, "811218+9876", "188112189876", None);
        check(Personal, "19811218 9876", "198112189876", None);
        check(Personal, "20140230-2383", "201402302383", Some(Doubt::Date));
        check(Personal, "TF1234", "TF1234", Some(Doubt::Form));
    }

    #[test]
    fn a_coordination_number_has_sixty_added_to_its_day() {
        use IdentityKind::Coordination;
        check(Coordination, "701063-2391", "197010632391", None);
        let reading = read(Coordination, "701063-2391", "2026-11-23".parse().unwrap());
        assert_eq!(born(&reading.identity), Day::new(1970, 10, 3).ok());
    }

    #[test]
    fn other_numbers_are_kept_as_they_are() {
        check(
            IdentityKind::Reserve,
            "22 99 0340 ab1c",
            "22990340AB1C",
            None,
        );
        check(IdentityKind::Local, "EÅV-T-17", "EÅV-T-17", None);
        check(IdentityKind::Local, " ", "", Some(Doubt::Form));
    }
}
