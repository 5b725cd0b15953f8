//! Telephone numbers that stand in a text: at night they are tapped, not typed.

use askama::Template;

/// The number of the emergency services, which is linked although it is short.
const EMERGENCY: &str = "112";
/// Fewer digits are a price, a time or a house, and no number that somebody is called at.
const DIGITS_MIN: usize = 7;
/// A Swedish number has at most so many digits with its leading zero.
const DIGITS_MAX_HOME: usize = 10;
/// A number with its country has at most so many (E.164), and the two zeros that may stand for the plus.
const DIGITS_MAX_ABROAD: usize = 17;

/// A text in which the numbers can be tapped.
#[derive(Template, Debug, Clone, PartialEq, Eq)]
#[template(path = "part/said.html")]
pub struct Said {
    pieces: Vec<Piece>,
}

/// A piece of a text; one that is a number has its `tel:`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    tel: String,
}

impl Said {
    /// Links what can only be a telephone number: it starts with a zero or a plus, and is no day and no personal number.
    pub fn text(text: &str) -> Said {
        let mut pieces = Vec::new();
        let (mut plain, mut rest) = (String::new(), text);
        while let Some(next) = rest.chars().next() {
            let len = match may_start_after(&plain) {
                true => number_len(rest),
                false => None,
            };
            let (taken, left) = rest.split_at(len.unwrap_or(next.len_utf8()));
            if len.is_some() {
                pieces.extend(Piece::plain(std::mem::take(&mut plain)));
                pieces.push(Piece::number(taken));
            } else {
                plain.push_str(taken);
            }
            rest = left;
        }
        pieces.extend(Piece::plain(plain));
        Said { pieces }
    }

    /// The text without its links.
    pub fn plain(&self) -> String {
        let pieces = self.pieces.iter();
        pieces.map(|piece| piece.text.as_str()).collect()
    }

    /// An answer to the question for a number: one of which nothing else can be said is linked whole.
    pub fn number(text: &str) -> Said {
        let said = Said::text(text);
        let is_known = said.pieces.iter().any(|piece| !piece.tel.is_empty());
        let is_number = text.chars().all(|sign| is_digit(sign) || is_between(sign))
            && text.chars().filter(|sign| is_digit(*sign)).count() >= EMERGENCY.len();
        match is_number && !is_known {
            true => Said {
                pieces: vec![Piece::number(text)],
            },
            false => said,
        }
    }
}

impl Piece {
    fn plain(text: String) -> Option<Piece> {
        (!text.is_empty()).then(|| Piece {
            text,
            tel: String::new(),
        })
    }

    fn number(text: &str) -> Piece {
        Piece {
            text: text.to_owned(),
            tel: tel(text),
        }
    }
}

/// `tel:` and the digits of a number; empty for none.
pub(crate) fn tel(number: &str) -> String {
    // "+46 (0)70": the zero in brackets is dialled at home alone.
    let number = match number.trim_start().starts_with('+') {
        true => number.replace("(0)", ""),
        false => number.to_owned(),
    };
    let plain: String = number
        .chars()
        .filter(|sign| is_digit(*sign) || *sign == '+')
        .collect();
    match plain.is_empty() {
        true => plain,
        false => format!("tel:{plain}"),
    }
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit()
}

/// What may stand between the digits of one number.
fn is_between(sign: char) -> bool {
    matches!(sign, ' ' | '\u{a0}' | '-' | '\u{2013}' | '(' | ')' | '/')
}

/// Not within a word, nor after the first half of a personal number, of a day or of a reference.
fn may_start_after(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some('-' | '\u{2013}' | '/' | '.' | ':') => !back.next().is_some_and(is_digit),
        Some(sign) => !sign.is_alphanumeric(),
        None => true,
    }
}

/// The bytes of the telephone number with which a text begins; none where it begins with something else.
fn number_len(text: &str) -> Option<usize> {
    let ends = |len: usize| !text.chars().skip(len).take(1).any(char::is_alphanumeric);
    if text.starts_with(EMERGENCY) && ends(EMERGENCY.len()) {
        return Some(EMERGENCY.len());
    }
    let digits_max = match text.strip_prefix('+') {
        Some(after) if after.starts_with(is_digit) => DIGITS_MAX_ABROAD,
        None if text.starts_with("00") => DIGITS_MAX_ABROAD,
        None if text.starts_with('0') => DIGITS_MAX_HOME,
        _ => return None,
    };
    let groups = groups(text, digits_max);
    let digits: usize = groups.iter().map(|group| group.1.len()).sum();
    let parts: Vec<&str> = groups.iter().map(|group| group.1).collect();
    let end = groups.last()?.0;
    let goes_on = text
        .get(end..)
        .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let is_other = is_day(&parts) || is_personal(&parts);
    (DIGITS_MIN <= digits && !goes_on && !is_other).then_some(end)
}

/// The groups of digits that make one number, each with the byte after it. Another number may follow.
fn groups(text: &str, digits_max: usize) -> Vec<(usize, &str)> {
    let (mut found, mut digits) = (Vec::new(), 0);
    let mut at = text.len() - text.trim_start_matches('+').len();
    while let Some(rest) = text.get(at..) {
        let len = rest.find(|sign| !is_digit(sign)).unwrap_or(rest.len());
        digits += len;
        if len == 0 || (digits_max < digits && !found.is_empty()) {
            break;
        }
        at += len;
        found.push((at, rest.get(..len).unwrap_or_default()));
        let after = text.get(at..).unwrap_or_default();
        // Never more than a bracket with its blank: two blanks are a column.
        let between: String = after
            .chars()
            .take(2)
            .take_while(|one| is_between(*one))
            .collect();
        if between.is_empty() {
            break;
        }
        at += between.len();
    }
    found
}

/// A day as 01-12-2026.
fn is_day(parts: &[&str]) -> bool {
    match parts {
        [day, month, year] if year.len() == 4 => {
            is_within(day, 1, 31) && is_within(month, 1, 12) && is_within(year, 1900, 2100)
        }
        _ => false,
    }
}

/// A personal number or one of coordination, as 070912-1234; ten digits without a sign only where their check digit fits.
fn is_personal(parts: &[&str]) -> bool {
    match parts {
        [born, last] => born.len() == 6 && last.len() == 4 && is_birth(born),
        [whole] => whole.len() == 10 && is_birth(whole) && checks(whole),
        _ => false,
    }
}

/// Whether six digits can begin a personal number: a coordination number adds sixty to the day.
fn is_birth(digits: &str) -> bool {
    let part = |from, to| digits.get(from..to).unwrap_or_default();
    is_within(part(2, 4), 1, 12) && (is_within(part(4, 6), 1, 31) || is_within(part(4, 6), 61, 91))
}

fn is_within(digits: &str, least: u16, most: u16) -> bool {
    digits
        .parse()
        .is_ok_and(|number: u16| (least..=most).contains(&number))
}

/// The check of a personal number: every other digit counts twice, and the sum of all digits ends with a zero.
fn checks(digits: &str) -> bool {
    let values = digits.chars().filter_map(|sign| sign.to_digit(10));
    let weighed = values.enumerate().map(|(at, value)| match at % 2 {
        0 => value * 2 / 10 + value * 2 % 10,
        _ => value,
    });
    weighed.sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: &Said, text: &str, tels: &[&str]) {
        assert_eq!(said.plain(), text, "nothing is lost or moved");
        let found = said.pieces.iter().map(|piece| piece.tel.as_str());
        let found: Vec<&str> = found.filter(|tel| !tel.is_empty()).collect();
        assert_eq!(found, tels, "{text}");
    }

    #[track_caller]
    fn check_text(text: &str, tels: &[&str]) {
        check(&Said::text(text), text, tels);
    }

    #[test]
    fn numbers_in_a_text_are_found_whole() {
        check_text("Ring mormor 070-000 00 01 först", &["tel:0700000001"]);
        check_text(
            "08-465 00 01, 073\u{a0}000\u{a0}00\u{a0}02",
            &["tel:084650001", "tel:0730000002"],
        );
        check_text(
            "070-000 00 01 070-000 00 02",
            &["tel:0700000001", "tel:0700000002"],
        );
        check_text("(+46 (0)70-000 00 01)", &["tel:+46700000001"]);
        check_text("0046 70 000 00 01.", &["tel:0046700000001"]);
        check_text("Ring 112!", &["tel:112"]);
        check_text("112", &["tel:112"]);
        check_text("kl 17 0700000001", &["tel:0700000001"]);
    }

    #[test]
    fn what_is_no_number_is_no_link() {
        for text in [
            "",
            "Går till grannen, port 0000",
            "Storgatan 1124",
            "den 2026-12-15 kl 01.10",
            "01-12-2026",
            "20261215",
            "070912-1234",
            "20070912-1234",
            "20070912-0234",
            "dnr 2026/0012345",
            "A0700000001",
            "0700000001b",
            "å112",
        ] {
            check_text(text, &[]);
        }
    }

    #[test]
    fn a_personal_number_without_a_sign_is_told_by_its_check_digit() {
        let with = |last: u32| format!("070912123{last}");
        let fitting = (0..10)
            .filter(|last| checks(&with(*last)))
            .collect::<Vec<_>>();
        assert_eq!(fitting.len(), 1);
        for last in 0..10 {
            let number = with(last);
            let tel = format!("tel:{number}");
            let linked = [tel.as_str()];
            check_text(
                &number,
                if fitting.contains(&last) {
                    &[]
                } else {
                    &linked
                },
            );
        }
    }

    #[test]
    fn the_answer_to_the_question_for_a_number_is_linked_whole() {
        let number = |text: &str, tels: &[&str]| check(&Said::number(text), text, tels);
        number("465 00 01", &["tel:4650001"]);
        number("1177", &["tel:1177"]);
        number("112", &["tel:112"]);
        number("070-000 00 01", &["tel:0700000001"]);
        number(
            "070-000 00 01 eller 08-465 00 01",
            &["tel:0700000001", "tel:084650001"],
        );
        number("hemligt", &[]);
        number("-", &[]);
        number("", &[]);
    }
}
