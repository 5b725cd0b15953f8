use super::slow::{Dice, Second};
use super::*;

/// Says where the two scorings of one sheet differ, if they do.
fn compare(scorer: &Scorer, second: &Second<'_>, answers: &[Option<Answer>]) -> Option<String> {
    let sheet = scorer.sheet_in_order(answers).expect("fits");
    let slow = second.scores(answers);
    for (tally, (k, n, number)) in scorer.tallies(&sheet).zip(slow) {
        let same = match (tally.value, number) {
            (None, None) => true,
            (Some(value), Some((num, den))) => value.num() * den == num * value.den() && den != 0,
            _ => false,
        };
        if !same || (tally.k, i64::from(tally.n)) != (k, n) {
            return Some(format!(
                "{tally:?} against {:?} of {answers:?}",
                (k, n, number)
            ));
        }
    }
    None
}

/// Puts the right ends to every scale, as the check tells them.
fn with_true_ends(mut definition: Definition) -> Definition {
    for fault in Instrument::new(definition.clone())
        .err()
        .unwrap_or_default()
    {
        let Reason::WrongExtent { min, max } = fault.reason else {
            panic!("{fault}");
        };
        let Some(crate::programme::Step::Index(scale)) = fault.at.0.get(1) else {
            panic!("{fault}");
        };
        definition.scales[*scale].extent = Extent { min, max };
    }
    definition
}

#[test]
fn random_instruments_score_as_the_second_scoring_says() {
    let mut dice = Dice(7);
    let mut answers = Vec::new();
    for _ in 0..400 {
        let definition = with_true_ends(dice.definition());
        let scorer = scorer(definition.clone());
        let second = Second::new(&definition);
        for _ in 0..50 {
            dice.answers(&second, &mut answers);
            assert_eq!(compare(&scorer, &second, &answers), None, "{definition:#?}");
        }
    }
}

#[test]
fn a_million_random_sheets_score_as_the_second_scoring_says() {
    let mut definition = share(28);
    definition.items[3].not_applicable = true;
    definition.items[5].reverse = true;
    definition.items[9].ask_when = Some("i1 >= 2 or i2 = 5".parse().expect("a condition"));
    let scorer = scorer(definition.clone());
    let second = Second::new(&definition);
    let mut dice = Dice(28);
    let mut answers = Vec::new();
    let (mut met, mut incomplete) = (0_u32, 0_u32);
    let cut_off = definition.scales[0]
        .cut_off
        .as_ref()
        .expect("a cut-off")
        .value;
    for _ in 0..1_000_000 {
        dice.answers(&second, &mut answers);
        assert_eq!(compare(&scorer, &second, &answers), None);
        let (_, _, number) = second.scores(&answers)[0];
        match number {
            Some((num, den)) => {
                let exact = Ratio::new(num, den).expect("fits");
                assert_eq!(cut_off.is_met(exact), 100 * num >= 61 * den);
                met += u32::from(cut_off.is_met(exact));
            }
            None => incomplete += 1,
        }
    }
    // Both sides of both edges were seen.
    assert!(
        met > 1000 && incomplete > 1000,
        "{met} met, {incomplete} incomplete"
    );
}
