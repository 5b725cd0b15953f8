use proptest::prelude::*;

use super::*;
use crate::person::Sex;

fn first(scorer: &Scorer, values: &[Option<i64>]) -> Score {
    let sheet = sheet(scorer, values);
    scorer.scores(&sheet).next().expect("a scale")
}

/// The first `k` of `n` answered items count, the others of 28 are unanswered.
fn answered(k: usize, n: usize) -> Vec<Option<i64>> {
    (0..28)
        .map(|place| (place < n).then_some(if place < k { 4 } else { 3 }))
        .collect()
}

fn meets(scorer: &Scorer, k: usize, n: usize) -> Option<bool> {
    match first(scorer, &answered(k, n)).outcome {
        Outcome::Value(reading) => reading.cut_off_met,
        Outcome::Incomplete { .. } => None,
    }
}

#[test]
fn the_smallest_share_that_meets_the_cut_off_is_the_published_table() {
    let mut definition = share(28);
    definition.scales[0].minimum.value = Minimum::Count(20);
    let scorer = scorer(definition);
    let table = (20..=28).map(|n| {
        let smallest = (0..=n).find(|k| meets(&scorer, *k, n) == Some(true));
        (n, smallest.expect("all answers are enough"))
    });
    let expected = [
        (20, 13),
        (21, 13),
        (22, 14),
        (23, 15),
        (24, 15),
        (25, 16),
        (26, 16),
        (27, 17),
        (28, 18),
    ];
    assert_eq!(table.collect::<Vec<_>>(), expected);
}

#[test]
fn what_prints_as_the_cut_off_does_not_meet_it() {
    let scorer = scorer(share(28));
    for (k, n) in [(17, 28), (14, 23)] {
        let score = first(&scorer, &answered(k, n));
        let Outcome::Value(reading) = &score.outcome else {
            panic!("{score:?}");
        };
        assert_eq!(format!("{:.2}", reading.value), "0.61");
        assert_eq!(reading.cut_off_met, Some(false));
    }
}

#[test]
fn twenty_of_twenty_eight_are_too_few_and_twenty_one_are_enough() {
    let scorer = scorer(share(28));
    let Outcome::Incomplete { missing, needed } = first(&scorer, &answered(20, 20)).outcome else {
        panic!("20 answers must be too few");
    };
    assert_eq!((missing.len(), needed), (8, 21));
    assert_eq!(missing.first().map(String::as_str), Some("i21"));
    let enough = first(&scorer, &answered(14, 21));
    assert_eq!((enough.k, enough.n, enough.items), (14, 21, 28));
    assert!(matches!(enough.outcome, Outcome::Value(reading) if reading.value == ratio("2/3")));
    assert_eq!(Minimum::Share(ratio("3/4")).of(28), 21);
    assert_eq!(Minimum::Share(ratio("3/4")).of(27), 21);
    assert_eq!(Minimum::Share(ratio("3/4")).of(29), 22);
}

#[test]
fn a_score_says_why_it_is_what_it_is() {
    let mut definition = small();
    definition.items[1].reverse = true;
    definition.scales[0].minimum.value = Minimum::Count(2);
    let scorer = scorer(definition);
    let score = first(&scorer, &[Some(0), Some(1), None]);
    assert_eq!((score.k, score.n), (2, 2));
    assert!(matches!(&score.outcome, Outcome::Value(reading) if reading.value == ratio("3")));
    let told: Vec<String> = score
        .working
        .terms
        .iter()
        .map(|term| {
            format!(
                "{} {:?} {} {:?}",
                term.item, term.given, term.reversed, term.part
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "a Value(0) false Counted(0)",
            "b Value(1) true Counted(2)",
            "c Skipped false LeftOut(Skipped)",
        ]
    );
    assert_eq!((score.rule.as_str(), score.rule_version), ("total-rule", 1));
    assert_eq!(score.confirmation, Confirmation::NotConfirmed);
}

#[test]
fn an_item_that_is_not_asked_can_count_as_a_number() {
    let mut definition = small();
    definition.scales[0].skipped = Skipped::Counts(0);
    let scorer = scorer(definition);
    let total = |values: &[Option<i64>]| {
        let sheet = sheet(&scorer, values);
        scorer.tallies(&sheet).next().and_then(|tally| tally.value)
    };
    assert_eq!(total(&[Some(0), Some(2), None]), Some(ratio("2")));
    assert_eq!(total(&[Some(1), Some(2), None]), None);
    // Whether `c` is asked hangs on an answer that is missing, so it is not counted as skipped.
    assert_eq!(total(&[None, Some(2), None]), None);
}

#[test]
fn answers_that_do_not_fit_are_refused_one_by_one() {
    let scorer = scorer(small());
    let check = |given: &[(&str, Answer)], version: u32, expected: &[&str]| {
        let answers = Answers {
            instrument: "SMALL".to_owned(),
            version,
            given: given
                .iter()
                .map(|(code, a)| ((*code).to_owned(), *a))
                .collect(),
        };
        let faults = scorer.sheet(&answers).err().unwrap_or_default();
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, expected);
    };
    check(&[], 1, &[]);
    check(&[("a", Answer::Declined), ("b", Answer::Value(3))], 1, &[]);
    check(
        &[("a", Answer::Value(0))],
        2,
        &["answers to SMALL version 2"],
    );
    check(
        &[
            ("a", Answer::Value(4)),
            ("b", Answer::NotApplicable),
            ("x", Answer::Value(1)),
        ],
        1,
        &[
            "there is no item `x`",
            "`a` cannot be answered with 4",
            "`b` cannot be answered as not applying",
        ],
    );
    check(
        &[("a", Answer::Value(0)), ("c", Answer::Value(1))],
        1,
        &["`c` is not asked after the answers before it"],
    );
    let many = vec![None; 4];
    assert_eq!(
        scorer.sheet_in_order(&many),
        Err(vec![AnswerFault::TooMany {
            answers: 4,
            items: 3
        }])
    );
}

#[test]
fn the_next_item_to_ask_passes_over_those_not_asked() {
    let scorer = scorer(small());
    assert_eq!(sheet(&scorer, &[]).next_open(), Some(0));
    assert_eq!(sheet(&scorer, &[Some(0)]).next_open(), Some(1));
    assert_eq!(sheet(&scorer, &[Some(0), Some(0)]).next_open(), None);
    assert_eq!(sheet(&scorer, &[Some(1), Some(0)]).next_open(), Some(2));
}

#[test]
fn respondents_go_first_where_the_scale_says_so() {
    let mut definition = small();
    definition.items[2].ask_when = None;
    definition.scales[0].rule.kind = RuleKind::Mean;
    definition.scales[0].extent.max = ratio("3");
    definition.scales[0].across = Across::RespondentsFirst;
    let scorer = scorer(definition.clone());
    let three = |value| sheet(&scorer, &[Some(value); 3]);
    let (low, high, gap) = (three(0), three(3), sheet(&scorer, &[Some(1)]));
    let report = |respondent, sheet| Report { respondent, sheet };
    let reports = [
        report("anna", &low),
        report("anna", &low),
        report("anna", &low),
        report("bo", &high),
        report("bo", &gap),
        report("cia", &gap),
    ];
    let value = |scorer: &Scorer, reports: &[Report<'_, &'static str>]| {
        let score = scorer.across("total", reports).expect("the scale");
        (score.outcome, score.working)
    };
    let (outcome, working) = value(&scorer, &reports);
    assert!(matches!(outcome, Grouped::Value(reading) if reading.value == ratio("3/2")));
    let told: Vec<_> = working
        .iter()
        .map(|t| (t.respondent, t.scores.len(), t.left_out))
        .collect();
    assert_eq!(told, [("anna", 3, 0), ("bo", 1, 1), ("cia", 0, 1)]);
    assert_eq!(value(&scorer, &reports[5..]).0, Grouped::Empty);
    assert!(scorer.across::<&str>("sum", &reports).is_none());
    definition.scales[0].across = Across::Sheets;
    let pooled = super::scorer(definition);
    let (outcome, _) = value(&pooled, &reports);
    assert!(matches!(outcome, Grouped::Value(reading) if reading.value == ratio("3/4")));
}

#[test]
fn norms_go_by_sex_and_age() {
    let mut definition = small();
    let table = |sex, max| NormTable {
        scale: "total".to_owned(),
        sex,
        ages: Range { min: 6, max },
        rows: vec![
            NormRow {
                from: ratio("1"),
                norm: ratio("40"),
            },
            NormRow {
                from: ratio("5"),
                norm: Ratio::whole(i64::from(max) * 5),
            },
        ],
        source: "we".to_owned(),
    };
    definition.norms = vec![table(None, 17), table(Some(Sex::Female), 11)];
    let instrument = Instrument::new(definition).expect("no faults");
    let norm = |sex, age, value| instrument.norm("total", (sex, age), ratio(value));
    assert_eq!(norm(Sex::Female, 11, "6"), Some(ratio("55")));
    assert_eq!(norm(Sex::Female, 12, "6"), Some(ratio("85")));
    assert_eq!(norm(Sex::Male, 11, "49/10"), Some(ratio("40")));
    assert_eq!(norm(Sex::Male, 11, "0"), None);
    assert_eq!(norm(Sex::Male, 18, "6"), None);
}

/// Some of 28 answers, each with its place.
fn answers() -> impl Strategy<Value = Vec<Option<i64>>> {
    prop::collection::vec(prop::option::weighted(0.85, 1_i64..=5), 28)
}

proptest! {
    #[test]
    fn the_order_of_answers_never_matters(
        values in answers(),
        order in Just((0..28).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let straight = scorer(share(28));
        let sheet = sheet(&straight, &values);
        let mut shuffled = Answers { instrument: "SHARE".into(), version: 1, ..Answers::default() };
        for place in &order {
            if let Some(value) = values[*place] {
                shuffled.given.insert(format!("i{}", place + 1), Answer::Value(value));
            }
        }
        prop_assert_eq!(straight.sheet(&shuffled), Ok(sheet.clone()));
        // Nor does the order in which the scale names its items.
        let mut definition = share(28);
        definition.scales[0].items = order.iter().map(|place| format!("i{}", place + 1)).collect();
        let other = scorer(definition);
        prop_assert!(other.tallies(&sheet).eq(straight.tallies(&sheet)));
    }

    #[test]
    fn the_order_of_respondents_and_sheets_never_matters(
        sheets in prop::collection::vec((0_u8..5, answers()), 1..12),
        order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
        first in any::<bool>(),
    ) {
        let mut definition = share(28);
        if first {
            definition.scales[0].across = Across::RespondentsFirst;
        }
        let scorer = scorer(definition);
        let sheets: Vec<(u8, Sheet)> =
            sheets.into_iter().map(|(who, values)| (who, sheet(&scorer, &values))).collect();
        let report = |(respondent, sheet): &'_ (u8, Sheet)| (*respondent, sheet.clone());
        let straight: Vec<(u8, Sheet)> = sheets.iter().map(report).collect();
        let shuffled: Vec<(u8, Sheet)> =
            order.iter().filter_map(|place| sheets.get(*place)).map(report).collect();
        let score = |sheets: &[(u8, Sheet)]| {
            let reports: Vec<Report<'_, u8>> = sheets
                .iter()
                .map(|(respondent, sheet)| Report { respondent: *respondent, sheet })
                .collect();
            scorer.across("adherence", &reports)
        };
        prop_assert_eq!(score(&straight), score(&shuffled));
    }

    #[test]
    fn reversing_twice_changes_nothing(low in -20_i64..20, steps in 1_i64..20, values in answers()) {
        let set = set("any", &(low..=low + steps).collect::<Vec<i64>>());
        for value in low..=low + steps {
            prop_assert_eq!(set.reversed(value).and_then(|back| set.reversed(back)), Some(value));
        }
        // Reversed items answered from the other end score as plain items do.
        let mut definition = share(28);
        definition.items.iter_mut().for_each(|item| item.reverse = true);
        let (plain, reversed) = (scorer(share(28)), scorer(definition));
        let mirrored: Vec<Option<i64>> = values.iter().map(|v| v.map(|v| 6 - v)).collect();
        let (a, b) = (sheet(&plain, &values), sheet(&reversed, &mirrored));
        prop_assert!(plain.tallies(&a).eq(reversed.tallies(&b)));
    }
}

#[test]
fn a_mean_that_does_not_fit_is_told_and_not_rounded() {
    // Means over 2 to 60 answers each: their common denominator has more than twenty digits.
    let mut definition = share(60);
    definition.scales[0].minimum.value = Minimum::Count(1);
    let scorer = scorer(definition);
    let sheets: Vec<Sheet> = (2..=60)
        .map(|n| {
            sheet(
                &scorer,
                &[&[Some(5)][..], &vec![Some(1); n - 1][..]].concat(),
            )
        })
        .collect();
    let reports: Vec<Report<'_, usize>> = sheets
        .iter()
        .enumerate()
        .map(|(respondent, sheet)| Report { respondent, sheet })
        .collect();
    let outcome = |reports| {
        scorer
            .across("adherence", reports)
            .expect("the scale")
            .outcome
    };
    assert_eq!(outcome(&reports), Grouped::TooFine);
    assert!(matches!(outcome(&reports[..20]), Grouped::Value(_)));
}
