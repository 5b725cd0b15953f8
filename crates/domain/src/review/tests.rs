//! Terms of the programme review.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn a_term_knows_its_days_and_its_neighbours() {
    let half: Term = "2026H2".parse().unwrap();
    assert_eq!(half, Term::of(Span::HalfYear, day("2026-11-29")));
    assert_eq!(
        (half.first_day(), half.end()),
        (day("2026-07-01"), day("2027-01-01"))
    );
    assert_eq!(half.previous().to_string(), "2026H1");
    assert_eq!(half.next().to_string(), "2027H1");
    let quarters: Vec<Day> = half.quarters().collect();
    assert_eq!(quarters, [day("2026-07-01"), day("2026-10-01")]);
    let year = Term::of(Span::Year, day("2026-12-31"));
    assert_eq!(
        (year.to_string().as_str(), year.quarters().count()),
        ("2026", 4)
    );
    assert_eq!(
        Term::of(Span::Quarter, day("2026-03-31")).to_string(),
        "2026Q1"
    );
}

#[test]
fn what_names_no_term() {
    for text in [
        "", "26H2", "2026H3", "2026Q0", "2026h2", "2026H2 ", "+026", "2026-1", "åååå",
    ] {
        assert_eq!(text.parse::<Term>(), Err(NoTerm), "{text}");
    }
}

proptest! {
    #[test]
    fn every_day_lies_in_the_term_that_it_names(days in 0_i64..40_000) {
        let day = day("1990-01-01").plus(days);
        for span in [Span::Quarter, Span::HalfYear, Span::Year] {
            let term = Term::of(span, day);
            prop_assert!(term.first_day() <= day && day < term.end());
            prop_assert_eq!(term.next().previous(), term);
            prop_assert_eq!(term.end(), term.next().first_day());
            prop_assert_eq!(term.to_string().parse(), Ok(term));
        }
    }
}

#[test]
fn a_review_is_signed_by_two_and_a_change_takes_both_back() {
    use crate::ids::{StaffId, TeamId};
    let who = |number: u128| Signed {
        by: StaffId(uuid::Uuid::from_u128(number)),
        at: day("2027-01-11").at(crate::time::Clock::of(12, 0).unwrap()),
    };
    let figures = || Frozen {
        on: day("2026-12-31"),
        is_confirmed: false,
        whole: Kept {
            now: "opened=2".to_owned(),
            hidden_before: vec![Figure::Closed],
            ..Kept::default()
        },
        teams: Vec::new(),
        terms: Vec::new(),
        drawn: Vec::new(),
        points: Vec::new(),
        time: String::new(),
    };
    let never = || -> Frozen { panic!("figures are kept once") };
    let team = Subject::Team(TeamId(uuid::Uuid::nil()));
    let mut one = Document::empty(team, "2026H2".parse().unwrap());
    assert_eq!(
        one.sign(Voice::Leader, who(1), figures),
        Err(Unsignable::NoSummary)
    );
    one.summary = "Fler familjer blev klara.".to_owned();
    assert_eq!(one.sign(Voice::Leader, who(1), figures), Ok(()));
    assert!(!one.is_signed() && one.frozen == Some(figures()));
    assert_eq!(
        one.sign(Voice::Leader, who(3), never),
        Err(Unsignable::Twice)
    );
    assert_eq!(
        one.sign(Voice::Consultant, who(1), never),
        Err(Unsignable::SamePerson)
    );
    assert_eq!(one.sign(Voice::Consultant, who(2), never), Ok(()));
    assert!(one.is_signed());
    one.reopen();
    assert!(!one.is_signed() && one.leader.is_none() && one.frozen.is_none());
}
