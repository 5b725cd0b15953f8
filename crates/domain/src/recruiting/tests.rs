use super::*;
use crate::programme::Confidence;

fn words(text: &str) -> Words {
    Words {
        sv: text.to_owned(),
        en: text.to_owned(),
    }
}

fn rule(kind: RuleKind, from: &str, term: Term) -> Rule {
    Rule {
        kind,
        valid_from: from.parse().unwrap(),
        term: Sourced {
            value: term,
            source: "law".to_owned(),
            confidence: Confidence::Stated,
        },
    }
}

fn definition() -> Definition {
    use RuleKind as K;
    Definition {
        code: CODE.to_owned(),
        version: 1,
        valid_from: "2013-12-01".parse().unwrap(),
        name: words("Rekrytering"),
        about: words("Om rekrytering."),
        rules: vec![
            rule(K::Register, "2026-03-01", Term::Months(6)),
            rule(K::Register, "2013-12-01", Term::Months(12)),
            rule(K::Appeal, "2018-01-01", Term::Days(21)),
            rule(K::KeptHired, "2018-01-01", Term::Always),
            rule(K::KeptOthers, "2018-01-01", Term::Months(24)),
            rule(K::KeptAborted, "2018-01-01", Term::Months(24)),
            rule(K::KeptBriefing, "2013-12-01", Term::Days(14)),
        ],
        rest_days: crate::deadline::tests::all(),
        sources: vec![Source {
            code: "law".to_owned(),
            title: words("Lagen"),
        }],
    }
}

/// Rules as those that ship.
pub(crate) fn rules() -> Recruiting {
    Recruiting::new(definition()).unwrap()
}

#[track_caller]
fn check_fault(change: impl FnOnce(&mut Definition), expected: &str) {
    let mut definition = definition();
    change(&mut definition);
    let faults = Recruiting::new(definition).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told, [expected]);
}

#[test]
fn the_newest_rule_that_has_begun_holds() {
    let rules = rules();
    let register = |on: &str| {
        let found = rules.holding(RuleKind::Register, on.parse().unwrap());
        found.map(|one| one.term.value)
    };
    assert_eq!(register("2013-11-30"), None);
    assert_eq!(register("2026-02-28"), Some(Term::Months(12)));
    assert_eq!(register("2026-03-01"), Some(Term::Months(6)));
    let all = rules.until(RuleKind::Register, "2026-11-23".parse().unwrap());
    let all: Vec<Term> = all.iter().map(|one| one.term.value).collect();
    assert_eq!(all, [Term::Months(6), Term::Months(12)]);
    let one = &rules.rules[0];
    assert_eq!(rules.source_of(one).unwrap().sv, "Lagen");
}

#[test]
fn a_time_to_appeal_does_not_end_on_a_day_off() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    let last = |posted: &str| rules().last_appeal(day(posted), day("2026-11-23"));
    assert_eq!(last("2026-11-25"), Some(day("2026-12-16")));
    // Christmas Eve, a holiday, a Saturday and a Sunday.
    assert_eq!(last("2026-12-03"), Some(day("2026-12-28")));
    assert_eq!(
        rules().last_appeal(day("2026-12-03"), day("2017-12-31")),
        None
    );
}

#[test]
fn a_term_reads_as_it_is_written() {
    for text in ["12 months", "21 days", "always"] {
        let term: Term = text.parse().unwrap();
        assert_eq!(term.to_string(), text);
    }
    for wrong in [
        "",
        "12",
        "12  months",
        "twelve months",
        "2 years",
        "-1 days",
    ] {
        assert_eq!(wrong.parse::<Term>(), Err(NoTerm), "{wrong}");
    }
}

#[test]
fn a_term_leads_there_and_back() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    for (term, before) in [
        (Term::Days(14), Some("2026-11-09")),
        (Term::Months(6), Some("2026-05-23")),
        (Term::Always, None),
    ] {
        assert_eq!(term.before(day("2026-11-23")), before.map(day));
        assert_eq!(
            before.and_then(|from| term.after(day(from))).is_some(),
            before.is_some()
        );
    }
}

#[test]
fn rules_from_before_meetings_had_one_still_read() {
    let mut older = definition();
    older.rules.retain(|one| one.kind != RuleKind::KeptBriefing);
    assert!(Recruiting::new(older).is_ok());
}

#[test]
fn rules_that_make_no_sense_are_told() {
    let gone = |kind| move |one: &mut Definition| one.rules.retain(|rule| rule.kind != kind);
    check_fault(
        gone(RuleKind::Appeal),
        "rules: there is no rule of the kind `appeal`",
    );
    check_fault(
        |one| one.rules[0].valid_from = one.rules[1].valid_from,
        "rules[1].valid_from: another rule of this kind begins on the same day",
    );
    check_fault(
        |one| one.rules[4].term.value = Term::Always,
        "rules[4].term.value: a rule of this kind has an end",
    );
    check_fault(
        |one| one.rules[2].term.value = Term::Days(0),
        "rules[2].term.value: 0 lies outside 1 to 366",
    );
    check_fault(
        |one| one.rest_days.as_mut().unwrap().source = "memory".to_owned(),
        "rest_days.source: no source has the code `memory`",
    );
    check_fault(
        |one| one.rules[2].term.source = "memory".to_owned(),
        "rules[2].term.source: no source has the code `memory`",
    );
}
