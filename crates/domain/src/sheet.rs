//! A family's sheet for whoever is on call: what it alone holds, how old that is, and on which basis staff of another
//! board may read it.

use crate::codes;
use crate::ids::{BasisId, CaseId, ConsentId, StaffId};
use crate::time::{Day, Instant};

/// Characters of one text of a sheet: half a page, read at three in the morning.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// Days after which a sheet is to be looked over: a month, in which a family's numbers and dangers change.
pub const OLD_DAYS: i64 = 30;
/// Days for which a basis holds at most: a treatment is shorter, and what lasts longer is to be tried anew.
pub const BASIS_DAYS_MAX: i64 = 366;
/// Characters of the reason for a basis.
pub const REASON_CHARS_MAX: usize = 1_000;

/// What only the sheet holds of a family. All else on it is read from the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutySheet {
    /// Whose.
    pub case: CaseId,
    pub texts: SheetTexts,
    /// When somebody last read it through and meant that it is true.
    pub looked_over: (Instant, StaffId),
    pub version: i64,
}

/// The texts of a sheet; each may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetTexts {
    /// What must be known before all else.
    pub red_flags: String,
    /// What whoever goes there must look out for.
    pub staff_warning: String,
    /// Door code, stairs, dog.
    pub way_in: String,
    /// Who may not be there.
    pub keep_out: String,
    /// Whom to call before anybody else, and what they do.
    pub call_first: String,
    /// The social service out of hours: name and number.
    pub out_of_hours: String,
}

/// Whether a sheet can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetState {
    /// Nobody has written one.
    Missing,
    /// It was looked over on a day too long ago.
    Old { since: Day },
    /// It was looked over on a day.
    Current { on: Day },
}

impl SheetState {
    /// Of a sheet that was last looked over at an instant, if it ever was.
    pub fn of(looked_over: Option<Instant>, today: Day) -> SheetState {
        let Some(on) = looked_over.map(Instant::day) else {
            return SheetState::Missing;
        };
        match today.days_since(on) > OLD_DAYS {
            true => SheetState::Old { since: on },
            false => SheetState::Current { on },
        }
    }
}

impl SheetTexts {
    /// Each text with its field, in the order in which it is needed.
    pub fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("red_flags", &self.red_flags),
            ("staff_warning", &self.staff_warning),
            ("way_in", &self.way_in),
            ("keep_out", &self.keep_out),
            ("call_first", &self.call_first),
            ("out_of_hours", &self.out_of_hours),
        ]
    }

    /// The fields whose text is too long.
    pub fn too_long(&self) -> Vec<&'static str> {
        let long = |text: &str| text.chars().count() > TEXT_CHARS_MAX;
        let fields = self.fields().into_iter();
        fields
            .filter(|(_, text)| long(text))
            .map(|(name, _)| name)
            .collect()
    }

    /// The texts without blanks around them.
    #[must_use]
    pub fn trimmed(&self) -> SheetTexts {
        let trim = |text: &str| text.trim().to_owned();
        SheetTexts {
            red_flags: trim(&self.red_flags),
            staff_warning: trim(&self.staff_warning),
            way_in: trim(&self.way_in),
            keep_out: trim(&self.keep_out),
            call_first: trim(&self.call_first),
            out_of_hours: trim(&self.out_of_hours),
        }
    }
}

codes! {
    /// On which basis another board's staff on call may read a family's sheet.
    BasisKind "basis-kind" {
        /// They are appointed to serve for the family's board (OSL 2009:400 2:1).
        Assignment = "assignment",
        /// It is needed to help somebody who is under 18 (OSL 2009:400 26:9).
        Osl26_9 = "osl_26_9",
        /// The family's consent lets them (OSL 2009:400 10:1).
        Consent = "consent",
    }
}

/// The recorded basis on which another board's staff on call may read one family's sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Its id.
    pub id: BasisId,
    /// Whose sheet.
    pub case: CaseId,
    /// Which.
    pub kind: BasisKind,
    /// The consent that it rests on; without it a basis of that kind is none.
    pub consent: Option<ConsentId>,
    /// The day on which that consent was withdrawn.
    pub consent_ended: Option<Day>,
    /// The last day on which it holds.
    pub until: Day,
    /// What was weighed; empty where it was not opened.
    pub reason: String,
    /// When it was recorded, and by whom.
    pub recorded: (Instant, StaffId),
    /// When it was taken back, and by whom.
    pub revoked: Option<(Instant, StaffId)>,
}

/// What can be wrong with a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasisFault {
    /// The board does not let this kind count.
    NotAllowed,
    /// It would end before it begins.
    Over,
    /// It would hold for longer than a year.
    TooLong,
    /// Nothing says why.
    NoReason,
    ReasonTooLong,
    /// No consent to rest on is named, or the one named is not in force.
    NoConsent,
}

impl Basis {
    /// Whether it holds at an instant, as far as it itself says: whole days, unless it is taken back within one.
    pub fn is_in_force(&self, at: Instant) -> bool {
        let on = at.day();
        let stands = self.revoked.is_none_or(|(taken_back, _)| at < taken_back);
        let rests = match self.kind {
            BasisKind::Consent => {
                self.consent.is_some() && self.consent_ended.is_none_or(|end| on < end)
            }
            BasisKind::Assignment | BasisKind::Osl26_9 => true,
        };
        rests && stands && self.recorded.0.day() <= on && on <= self.until
    }

    /// What keeps it from being recorded by a board that lets some kinds count.
    pub fn faults(&self, allowed: &[BasisKind]) -> Vec<BasisFault> {
        let on = self.recorded.0.day();
        let checks = [
            (!allowed.contains(&self.kind), BasisFault::NotAllowed),
            (self.until < on, BasisFault::Over),
            (
                self.until.days_since(on) > BASIS_DAYS_MAX,
                BasisFault::TooLong,
            ),
            (self.reason.trim().is_empty(), BasisFault::NoReason),
            (
                self.reason.chars().count() > REASON_CHARS_MAX,
                BasisFault::ReasonTooLong,
            ),
            (
                self.kind == BasisKind::Consent && self.consent.is_none(),
                BasisFault::NoConsent,
            ),
        ];
        let wrong = checks.into_iter().filter(|(wrong, _)| *wrong);
        wrong.map(|(_, fault)| fault).collect()
    }
}

/// Whether any basis of a kind that the board lets count is in force at an instant.
pub fn any_in_force(bases: &[Basis], allowed: &[BasisKind], at: Instant) -> bool {
    let counted = bases.iter().filter(|one| allowed.contains(&one.kind));
    counted.into_iter().any(|one| one.is_in_force(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code as _;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn at(on: &str) -> Instant {
        day(on).at("12:00".parse().unwrap())
    }

    fn basis(kind: BasisKind) -> Basis {
        Basis {
            id: BasisId(Uuid::from_u128(1)),
            case: CaseId(Uuid::from_u128(2)),
            kind,
            consent: None,
            consent_ended: None,
            until: day("2026-12-31"),
            reason: "Pojken behöver hjälp även på natten.".into(),
            recorded: (at("2026-11-23"), StaffId(Uuid::from_u128(3))),
            revoked: None,
        }
    }

    #[test]
    fn a_basis_holds_from_its_day_to_its_last_unless_it_is_revoked() {
        let one = basis(BasisKind::Osl26_9);
        for (on, holds) in [
            ("2026-11-22", false),
            ("2026-11-23", true),
            ("2026-12-31", true),
            ("2027-01-01", false),
        ] {
            assert_eq!(one.is_in_force(at(on)), holds, "{on}");
        }
        let revoked = Basis {
            revoked: Some((at("2026-11-24"), one.recorded.1)),
            ..one
        };
        assert!(!revoked.is_in_force(at("2026-11-25")));
        assert!(!revoked.is_in_force(at("2026-11-24")));
        assert!(
            revoked.is_in_force(at("2026-11-24").plus_seconds(-1)),
            "what was lawful then stays so"
        );
    }

    #[test]
    fn a_basis_of_consent_ends_with_the_consent() {
        let none = basis(BasisKind::Consent);
        assert!(!none.is_in_force(at("2026-11-25")));
        assert_eq!(none.faults(BasisKind::ALL), [BasisFault::NoConsent]);
        let given = Basis {
            consent: Some(ConsentId(Uuid::from_u128(4))),
            ..none
        };
        assert!(given.is_in_force(at("2026-11-25")));
        let ended = Basis {
            consent_ended: Some(day("2026-11-25")),
            ..given
        };
        assert!(ended.is_in_force(at("2026-11-24")));
        assert!(!ended.is_in_force(at("2026-11-25")));
    }

    #[test]
    fn only_what_the_board_lets_count_counts() {
        let all = [basis(BasisKind::Assignment)];
        let on = at("2026-11-25");
        assert!(any_in_force(&all, &[BasisKind::Assignment], on));
        assert!(!any_in_force(&all, &[BasisKind::Osl26_9], on));
        assert!(!any_in_force(&all, &[], on));
        assert!(!any_in_force(&[], BasisKind::ALL, on));
    }

    #[test]
    fn what_cannot_be_recorded_is_told_all_at_once() {
        let odd = Basis {
            until: day("2026-11-22"),
            reason: " ".into(),
            ..basis(BasisKind::Assignment)
        };
        use BasisFault::{NoReason, NotAllowed, Over, TooLong};
        assert_eq!(odd.faults(&[]), [NotAllowed, Over, NoReason]);
        let long = Basis {
            until: day("2027-11-25"),
            ..basis(BasisKind::Assignment)
        };
        assert_eq!(long.faults(BasisKind::ALL), [TooLong]);
    }

    #[test]
    fn a_sheet_grows_old_after_a_month() {
        let today = day("2026-11-23");
        let state = |on: &str| SheetState::of(Some(at(on)), today);
        assert_eq!(
            state("2026-10-24"),
            SheetState::Current {
                on: day("2026-10-24")
            }
        );
        assert_eq!(
            state("2026-10-23"),
            SheetState::Old {
                since: day("2026-10-23")
            }
        );
        assert_eq!(SheetState::of(None, today), SheetState::Missing);
    }

    #[test]
    fn a_text_that_is_too_long_is_named() {
        let texts = SheetTexts {
            keep_out: "å".repeat(TEXT_CHARS_MAX + 1),
            way_in: " 1234 ".into(),
            ..SheetTexts::default()
        };
        assert_eq!(texts.too_long(), ["keep_out"]);
        assert_eq!(texts.trimmed().way_in, "1234");
    }
}
