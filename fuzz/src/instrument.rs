//! Instruments, in whatever form they come, and answers to them.

use std::sync::OnceLock;

use hemma_app::definition_file::Reason;
use hemma_app::instrument_file::redcap::{Dictionary, DictionaryReason, Wanted, from_redcap};
use hemma_app::instrument_file::{InstrumentFile, embedded, fhir};
use hemma_domain::instrument::{
    Answer, AnswerFault, Grouped, Instrument, Outcome, Part, Report, Scorer, Sheet,
};
use hemma_domain::person::Sex;

use crate::{FILE, refused};

/// A definition of ours.
pub(crate) fn definition(bytes: &[u8]) -> bool {
    match InstrumentFile::read_bytes(FILE, bytes) {
        Ok(file) => taken(&file),
        Err(faults) => {
            refused(bytes, &faults);
            false
        }
    }
}

/// A FHIR `Questionnaire`.
pub(crate) fn questionnaire(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    match fhir::from_fhir(FILE, text) {
        Ok(file) => {
            let again = InstrumentFile::read(FILE, file.text());
            assert_eq!(again.as_ref(), Ok(&file), "as a definition");
            taken(&file)
        }
        Err(faults) => {
            refused(bytes, &faults);
            false
        }
    }
}

/// A REDCap data dictionary; of several forms the first.
pub(crate) fn dictionary(bytes: &[u8]) -> bool {
    let read = |form| {
        let valid_from = "2026-04-01".parse().expect("a day");
        let language = "en";
        from_redcap(
            FILE,
            bytes,
            Wanted {
                form,
                language,
                valid_from,
            },
        )
    };
    let first = match read(None) {
        Err(faults) => match faults.first().map(|fault| &fault.reason) {
            Some(Reason::Dictionary(DictionaryReason::WhichForm(forms))) => forms.first().cloned(),
            _ => None,
        },
        Ok(_) => None,
    };
    match read(first.as_deref()) {
        Ok(Dictionary { file, left_out }) => {
            assert!(left_out.is_sorted_by_key(|field| field.line));
            let again = InstrumentFile::read(FILE, file.text());
            assert_eq!(again.as_ref(), Ok(&file), "as a definition");
            taken(&file)
        }
        Err(faults) => {
            refused(bytes, &faults);
            false
        }
    }
}

/// A FHIR `QuestionnaireResponse`, held against every shipped instrument.
pub(crate) fn answers(bytes: &[u8]) -> bool {
    static SHIPPED: OnceLock<Vec<Scorer>> = OnceLock::new();
    let shipped = SHIPPED.get_or_init(|| {
        let files = embedded().expect("what ships is in order").into_iter();
        files
            .map(|file| Scorer::new(file.into_instrument()))
            .collect()
    });
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let answers = match fhir::answers_from_fhir(FILE, text) {
        Ok(answers) => answers,
        Err(faults) => {
            refused(bytes, &faults);
            return false;
        }
    };
    let mut fits = false;
    for scorer in shipped {
        match scorer.sheet(&answers) {
            Ok(sheet) => {
                fits = true;
                scored(scorer, &sheet);
            }
            Err(faults) => assert!(!faults.is_empty(), "refused without a reason"),
        }
    }
    fits
}

/// What is taken reads back as the same from every form it is written in, and can be scored.
fn taken(file: &InstrumentFile) -> bool {
    let instrument = file.instrument();
    let written = InstrumentFile::written((**instrument).clone()).expect("it was in order");
    let again = InstrumentFile::read(FILE, written.text());
    assert_eq!(again.as_ref(), Ok(&written), "as a definition");
    assert_eq!(written.instrument(), instrument, "as a definition");
    let again = fhir::from_fhir(FILE, &fhir::to_fhir(instrument));
    let again = again.map(InstrumentFile::into_instrument);
    assert_eq!(again.as_ref(), Ok(instrument), "as a questionnaire");
    let scorer = Scorer::new(instrument.clone());
    for way in WAYS {
        scored(&scorer, &filled(&scorer, way));
    }
    true
}

/// How a sheet is filled in.
#[derive(Clone, Copy)]
enum Way {
    First,
    Last,
    InTurn,
    Without,
    Declined,
    Nothing,
}

const WAYS: [Way; 6] = [
    Way::First,
    Way::Last,
    Way::InTurn,
    Way::Without,
    Way::Declined,
    Way::Nothing,
];

/// A whole sheet: what is not asked after the answers before it is left out.
fn filled(scorer: &Scorer, way: Way) -> Sheet {
    let instrument = scorer.instrument();
    let items = instrument.items.iter().enumerate();
    let mut answers: Vec<Option<Answer>> = items
        .map(|(place, item)| {
            let set = instrument.responses_of(item).expect("checked");
            let options = set.options.as_slice();
            let option = match way {
                Way::First => options.first(),
                Way::Last => options.last(),
                Way::InTurn => options.get(place % options.len()),
                Way::Without if item.not_applicable => return Some(Answer::NotApplicable),
                Way::Without | Way::Nothing => None,
                Way::Declined => return Some(Answer::Declined),
            };
            option.map(|option| Answer::Value(option.value))
        })
        .collect();
    loop {
        let faults = match scorer.sheet_in_order(&answers) {
            Ok(sheet) => return sheet,
            Err(faults) => faults,
        };
        // Each round takes answers away, so that it ends.
        for fault in faults {
            let AnswerFault::NotAsked(code) = fault else {
                panic!("a response of the set does not fit: {fault}");
            };
            let (place, _) = instrument.item(&code).expect("an item");
            let answer = answers.get_mut(place).expect("an answer");
            assert!(answer.take().is_some(), "{code} was not answered");
        }
    }
}

/// Every number is the sum of its working, lies where it may, and does not hang on the order of sheets.
fn scored(scorer: &Scorer, sheet: &Sheet) {
    let instrument = scorer.instrument();
    let text = fhir::answers_to_fhir(scorer, sheet);
    let back = fhir::answers_from_fhir(FILE, &text).expect("what was written");
    assert_eq!(scorer.sheet(&back).as_ref(), Ok(sheet), "as a response");
    let tallies: Vec<_> = scorer.tallies(sheet).collect();
    assert_eq!(tallies.len(), instrument.scales.len());
    for (score, tally) in scorer.scores(sheet).zip(tallies) {
        let counted = score
            .working
            .terms
            .iter()
            .filter_map(|term| match term.part {
                Part::Counted(counted) => Some(counted),
                Part::LeftOut(_) => None,
            });
        assert_eq!(counted.clone().sum::<i64>(), score.k, "{}", score.scale);
        assert_eq!((score.k, score.n), (tally.k, tally.n), "{}", score.scale);
        let n = u32::try_from(counted.count()).expect("fits");
        assert_eq!(n, score.n, "{}", score.scale);
        let scale = instrument.scale(&score.scale).expect("the scale");
        let value = match &score.outcome {
            Outcome::Value(reading) => reading.value,
            Outcome::Incomplete { needed, .. } => {
                assert!(n < *needed || n == 0, "{}: nothing lacks", score.scale);
                continue;
            }
        };
        assert_eq!(tally.value, Some(value), "{}", score.scale);
        let extent = scale.extent;
        if n == score.items {
            assert!(
                extent.min <= value && value <= extent.max,
                "{}: {value} lies outside {} to {}",
                score.scale,
                extent.min,
                extent.max
            );
        }
        instrument.norm(&score.scale, (Sex::Female, 40), value);
        let report = |respondent| Report { respondent, sheet };
        let across = scorer.across(&score.scale, &[report(1), report(2), report(1)]);
        let Some(Grouped::Value(mean)) = across.map(|score| score.outcome) else {
            panic!("{}: no mean of one number", score.scale);
        };
        assert_eq!(mean.value, value, "{}", score.scale);
    }
    assert!(scorer.critical(sheet).count() <= instrument.critical.len());
}

/// The answers that somebody gave to a shipped instrument, for seeds.
pub(crate) fn samples(instrument: &Instrument) -> Vec<String> {
    let scorer = Scorer::new(instrument.clone());
    let ways = [Way::First, Way::InTurn, Way::Declined].iter();
    ways.map(|way| fhir::answers_to_fhir(&scorer, &filled(&scorer, *way)))
        .collect()
}
