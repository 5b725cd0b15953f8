use std::fmt::Write as _;

use hemma_domain::code::Code;
use hemma_domain::instrument::{
    Answer, Confirmation, Minimum, Outcome, Ratio, Report, Rhythm, Scale, Score, Scorer, Sheet,
    Ships, Skipped,
};

use crate::instrument_file::embedded;
use hemma_domain::instrument::{Grouped, Instrument};

#[test]
fn the_shipped_definitions_read_and_summarise_as_reviewed() {
    let files = embedded().unwrap_or_else(|faults| {
        panic!(
            "{}",
            faults
                .iter()
                .map(|fault| format!("{fault}\n"))
                .collect::<String>()
        )
    });
    for file in &files {
        let name = file.instrument().code.to_lowercase();
        insta::assert_snapshot!(name, summary(file.instrument()));
    }
    assert_eq!(files.len(), 8);
}

/// What the definition settles, on one page, so that a change of a definition is read as a change of this.
fn summary(instrument: &Instrument) -> String {
    let mut text = format!(
        "{} version {} from {}, {} items ({}), {}: {} ({})\n",
        instrument.code,
        instrument.version,
        instrument.valid_from,
        instrument.items.len(),
        instrument.item_count.confidence.code(),
        instrument.licence.holder,
        instrument.licence.ships.code(),
        instrument.licence.confidence.code(),
    );
    if let Some(schedule) = &instrument.schedule {
        let every = match &schedule.every {
            Rhythm::Days(days) => format!("{} days ({})", days.value, days.confidence.code()),
            Rhythm::Months(months) => {
                format!("{} months ({})", months.value, months.confidence.code())
            }
        };
        let first = schedule.first_after_days.as_ref().map(|days| days.value);
        let _ = writeln!(
            text,
            "first {first:?}, every {every}, window {}",
            schedule.window_days.value
        );
    }
    for item in &instrument.items {
        let asked = item.text.as_ref().and_then(|text| text.get("en", &[]));
        let when = item.ask_when.as_ref().map(ToString::to_string);
        let _ = writeln!(
            text,
            "  {} [{}] {}",
            item.code,
            item.responses,
            asked.unwrap_or("-")
        );
        if let Some(when) = when {
            let _ = writeln!(text, "    when {when}");
        }
    }
    for scale in &instrument.scales {
        scale_summary(scale, &mut text);
    }
    for pattern in &instrument.patterns {
        let _ = writeln!(text, "pattern {}: {}", pattern.code, pattern.label.en);
    }
    for entry in &instrument.critical {
        let _ = writeln!(text, "critical {}: {}", entry.code, entry.when);
    }
    text
}

fn scale_summary(scale: &Scale, text: &mut String) {
    let minimum = match scale.minimum.value {
        Minimum::Count(count) => count.to_string(),
        Minimum::Share(share) => share.to_string(),
    };
    let confirmation = match &scale.rule.confirmation {
        Confirmation::Published => "published",
        Confirmation::Confirmed { by, .. } => by,
        Confirmation::NotConfirmed => "not confirmed by the licence holder",
    };
    let _ = writeln!(
        text,
        "scale {}: {} v{} {:?}, {confirmation}\n  of {}\n  at least {minimum}, {} to {}, {}, {}",
        scale.code,
        scale.rule.code,
        scale.rule.version,
        scale.rule.kind,
        scale.items.join(" "),
        scale.extent.min,
        scale.extent.max,
        scale.across.code(),
        scale.direction.code(),
    );
    if let Skipped::Counts(counts) = scale.skipped {
        let _ = writeln!(text, "  items not asked count {counts}");
    }
    for band in scale.bands.iter().flat_map(|bands| &bands.value) {
        let _ = writeln!(text, "  from {} {}", band.from, band.label.en);
    }
    if let Some(cut_off) = &scale.cut_off {
        let _ = writeln!(
            text,
            "  cut-off {} {}",
            cut_off.value.side.sign(),
            cut_off.value.value
        );
    }
}

fn scorer(code: &str) -> Scorer {
    let files = embedded().expect("no faults");
    let file = files
        .into_iter()
        .find(|file| file.instrument().code == code);
    Scorer::new(file.expect("shipped").into_instrument())
}

/// A sheet of answers in order; a value below 0 is unanswered.
fn sheet(scorer: &Scorer, values: &[i64]) -> Sheet {
    let answers: Vec<Option<Answer>> = values
        .iter()
        .map(|value| (*value >= 0).then_some(Answer::Value(*value)))
        .collect();
    scorer.sheet_in_order(&answers).expect("fits")
}

/// The number of a scale with its band and whether the cut-off is met, as one text.
#[track_caller]
fn check(code: &str, values: &[i64], scale: &str, expected: &str) {
    let scorer = scorer(code);
    let sheet = sheet(&scorer, values);
    let score = scorer
        .scores(&sheet)
        .find(|score| score.scale == scale)
        .expect("the scale");
    assert_eq!(told(&score), expected, "{code} {values:?}");
}

fn told(score: &Score) -> String {
    match &score.outcome {
        Outcome::Incomplete { missing, .. } => format!("lacks {}", missing.join(" ")),
        Outcome::Value(reading) => {
            let band = reading.band.clone().unwrap_or_default();
            let met = match reading.cut_off_met {
                Some(true) => " met",
                Some(false) => " not met",
                None => "",
            };
            format!("{} {band}{met}", reading.value)
        }
    }
}

/// Answers from 0 to 3 that add up to `sum`.
fn adding_up_to(sum: i64, items: i64) -> Vec<i64> {
    (0..items)
        .map(|item| (sum - 3 * item).clamp(0, 3))
        .collect()
}

#[test]
fn phq_9_has_the_published_bands() {
    // Kroenke, Spitzer and Williams 2001: 5, 10, 15 and 20 begin mild, moderate, moderately severe, severe.
    for (sum, expected) in [
        (0, "0 minimal not met"),
        (4, "4 minimal not met"),
        (5, "5 mild not met"),
        (9, "9 mild not met"),
        (10, "10 moderate met"),
        (14, "14 moderate met"),
        (15, "15 moderately_severe met"),
        (19, "19 moderately_severe met"),
        (20, "20 severe met"),
        (27, "27 severe met"),
    ] {
        check("PHQ-9", &adding_up_to(sum, 9), "total", expected);
    }
    check(
        "PHQ-9",
        &[1, 1, 1, 1, 1, 1, 1, 1, -1],
        "total",
        "lacks phq_09",
    );
}

#[test]
fn phq_9_flags_thoughts_of_self_harm_and_asks_how_difficult_things_are() {
    let scorer = scorer("PHQ-9");
    let flagged = |values: &[i64]| scorer.critical(&sheet(&scorer, values)).count();
    assert_eq!(flagged(&[3, 3, 3, 3, 3, 3, 3, 3, 0]), 0);
    assert_eq!(flagged(&[0, 0, 0, 0, 0, 0, 0, 0, 1]), 1);
    assert_eq!(flagged(&[0, 0, 0, 0, 0, 0, 0, 0, -1]), 0);
    assert_eq!(sheet(&scorer, &[0; 9]).next_open(), None);
    assert_eq!(
        sheet(&scorer, &[0, 0, 0, 0, 1, 0, 0, 0, 0]).next_open(),
        Some(9)
    );
    // How difficult things are does not count.
    check(
        "PHQ-9",
        &[1, 0, 0, 0, 0, 0, 0, 0, 0, 3],
        "total",
        "1 minimal not met",
    );
}

#[test]
fn gad_7_has_the_published_bands() {
    // Spitzer, Kroenke, Williams and Löwe 2006: 5, 10 and 15 begin mild, moderate and severe.
    for (sum, expected) in [
        (4, "4 minimal not met"),
        (5, "5 mild not met"),
        (9, "9 mild not met"),
        (10, "10 moderate met"),
        (14, "14 moderate met"),
        (15, "15 severe met"),
        (21, "21 severe met"),
    ] {
        check("GAD-7", &adding_up_to(sum, 7), "total", expected);
    }
}

#[test]
fn who_5_is_read_raw_and_in_per_cent() {
    for (values, raw, percentage) in [
        ([0; 5], "0  met", "0  met"),
        ([3, 3, 2, 2, 2], "12  met", "48  met"),
        ([3, 3, 3, 2, 2], "13  not met", "52  not met"),
        ([5; 5], "25  not met", "100  not met"),
    ] {
        check("WHO-5", &values, "raw", raw);
        check("WHO-5", &values, "percentage", percentage);
    }
}

#[test]
fn audit_has_the_published_zones_and_passes_over_what_it_need_not_ask() {
    for (values, expected) in [
        ([4, 3, 0, 0, 0, 0, 0, 0, 0, 0], "7 zone_1 not met"),
        ([4, 4, 0, 0, 0, 0, 0, 0, 0, 0], "8 zone_2 met"),
        ([4, 4, 4, 3, 0, 0, 0, 0, 0, 0], "15 zone_2 met"),
        ([4, 4, 4, 4, 0, 0, 0, 0, 0, 0], "16 zone_3 met"),
        ([4, 4, 4, 4, 3, 0, 0, 0, 0, 0], "19 zone_3 met"),
        ([4, 4, 4, 4, 0, 0, 0, 0, 4, 0], "20 zone_4 met"),
        ([4; 10], "40 zone_4 met"),
        // Never drinks: only 9 and 10 are asked.
        ([0, -1, -1, -1, -1, -1, -1, -1, 2, 4], "6 zone_1 not met"),
        // Drinks little and never much: 4 to 8 are passed over.
        ([2, 0, 0, -1, -1, -1, -1, -1, 0, 2], "4 zone_1 not met"),
        // Question 3 is open, so that 4 to 8 are open too and not passed over.
        (
            [2, 0, -1, -1, -1, -1, -1, -1, 0, 2],
            "lacks audit_03 audit_04 audit_05 audit_06 audit_07 audit_08",
        ),
    ] {
        check("AUDIT", &values, "total", expected);
    }
    check(
        "AUDIT",
        &[4, 2, 3, 1, 0, 2, 4, 4, 2, 0],
        "consumption",
        "9 ",
    );
    check("AUDIT", &[4, 2, 3, 1, 0, 2, 4, 4, 2, 0], "dependence", "3 ");
    check("AUDIT", &[4, 2, 3, 1, 0, 2, 4, 4, 2, 0], "harm", "10 ");
}

#[test]
fn tam_r_counts_fours_and_fives_of_at_least_21_answers() {
    let counted = |k: usize, n: usize| -> Vec<i64> {
        (0..28)
            .map(|place| {
                if place >= n {
                    -1
                } else if place < k {
                    5
                } else {
                    2
                }
            })
            .collect()
    };
    check("TAM-R", &counted(17, 28), "adherence", "17/28  not met");
    check("TAM-R", &counted(18, 28), "adherence", "9/14  met");
    check("TAM-R", &counted(14, 23), "adherence", "14/23  not met");
    check("TAM-R", &counted(13, 21), "adherence", "13/21  met");
    check(
        "TAM-R",
        &counted(20, 20),
        "adherence",
        "lacks tamr_21 tamr_22 tamr_23 tamr_24 tamr_25 tamr_26 tamr_27 tamr_28",
    );
}

#[test]
fn measures_of_the_licence_holder_ship_without_wording_and_unconfirmed() {
    for code in ["TAM-R", "TAM-CAN", "SAM", "CAM"] {
        let scorer = scorer(code);
        let instrument = scorer.instrument();
        assert_eq!(instrument.licence.ships, Ships::Structure, "{code}");
        assert!(
            instrument.items.iter().all(|item| item.text.is_none()),
            "{code}"
        );
        let confirmed = instrument
            .scales
            .iter()
            .any(|scale| scale.rule.confirmation != Confirmation::NotConfirmed);
        // Only the rule of CAM is published.
        assert_eq!(confirmed, code == "CAM", "{code}");
    }
    let can = scorer("TAM-CAN");
    assert!(
        can.instrument()
            .scales
            .iter()
            .all(|scale| scale.cut_off.is_none())
    );
}

#[test]
fn cam_has_the_published_scales_and_no_total() {
    let cam = scorer("CAM");
    let of = |scale: &str| -> Vec<usize> {
        let items = &cam.instrument().scale(scale).expect("the scale").items;
        items
            .iter()
            .filter_map(|item| cam.instrument().item(item))
            .map(|(at, _)| at + 1)
            .collect()
    };
    assert_eq!(of("competence"), [2, 3, 6, 20, 21, 22, 23]);
    assert_eq!(
        of("procedures"),
        [1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17, 18, 19]
    );
    assert_eq!(of("alliance"), [7, 8, 9, 10, 11]);
    let counts = cam
        .instrument()
        .scales
        .iter()
        .map(|scale| scale.items.len());
    assert_eq!(counts.sum::<usize>(), 23 + 2);
    assert_eq!(cam.instrument().scales.len(), 3);
}

/// A report of 23 ratings: those of alliance, and all others.
fn cam_report(cam: &Scorer, alliance: i64, others: i64) -> Sheet {
    let ratings: Vec<i64> = (1..=23)
        .map(|item| {
            if (7..=11).contains(&item) {
                alliance
            } else {
                others
            }
        })
        .collect();
    sheet(cam, &ratings)
}

#[test]
fn cam_means_respondents_before_it_means_reports() {
    let cam = scorer("CAM");
    let (low, high) = (cam_report(&cam, 6, 2), cam_report(&cam, 6, 6));
    let reports = [(1, &low), (1, &low), (1, &low), (2, &high)];
    let reports = reports.map(|(respondent, sheet)| Report { respondent, sheet });
    let value = |scale: &str| match cam.across(scale, &reports).expect("the scale").outcome {
        Grouped::Value(reading) => reading.value,
        other => panic!("{other:?}"),
    };
    // (2 + 6) / 2, where the mean over reports would be 3.
    assert_eq!(value("competence"), Ratio::whole(4));
    assert_eq!(value("procedures"), Ratio::whole(4));
    assert_eq!(value("alliance"), Ratio::whole(6));
}

#[test]
fn cam_warns_of_alliance_without_competence_or_procedures() {
    let cam = scorer("CAM");
    let made = |alliance: i64, competence: i64, procedures: i64| -> Vec<&str> {
        let score = |scale: &str| {
            Some(Ratio::whole(match scale {
                "alliance" => alliance,
                "competence" => competence,
                _ => procedures,
            }))
        };
        let made = cam
            .instrument()
            .patterns
            .iter()
            .filter(|pattern| pattern.is_made(score));
        made.map(|pattern| pattern.code.as_str()).collect()
    };
    assert_eq!(made(5, 4, 4), Vec::<&str>::new());
    assert_eq!(made(5, 3, 4), ["alliance_without_competence"]);
    assert_eq!(made(6, 5, 2), ["alliance_without_procedures"]);
    assert_eq!(made(6, 1, 1).len(), 2);
    assert_eq!(made(4, 1, 1), Vec::<&str>::new());
    assert!(!cam.instrument().patterns[0].is_made(|_| None));
}
