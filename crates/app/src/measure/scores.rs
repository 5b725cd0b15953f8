//! The measures of a case and their scores, for those who may see them; and their release.

use std::collections::BTreeMap;

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::calling::CallTime;
use hemma_domain::hold::Hold;
use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::instrument::{
    Answers, Confirmation, CutOff, Instrument, Ratio, Reading, Scale, Score, Scorer, Subject, Term,
};
use hemma_domain::measure::{AnswerSheet, KeptScore, Measure, NotAsked, State, StateCode};
use hemma_domain::person::{Kin, Person, Sex};
use hemma_domain::programme::Words;
use hemma_store::measure::{self as stored, attempt, score, sheet};
use hemma_store::{calling, hold};

use super::MeasureAt;
use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// A score as it is shown.
#[derive(Debug, Clone)]
pub struct ScoreShown {
    pub kept: KeptScore,
    pub scale: Words,
    /// Who vouches for the rule.
    pub confirmation: Confirmation,
    pub cut_off: Option<CutOff>,
    /// What the number means; none where too few items were answered.
    pub reading: Option<Reading>,
    pub band: Option<Words>,
    /// What it stands for among people of the same age and sex, by a table that the site has loaded.
    pub norm: Option<Ratio>,
    /// What each item adds: for those who release scores, unless they carry the family.
    pub working: Option<Score>,
    /// The working's items as they are asked: the place of each among all items, from one.
    pub places: Vec<usize>,
}

/// One measure of a case.
#[derive(Debug, Clone)]
pub struct CaseMeasure {
    pub measure: Measure,
    pub instrument: Words,
    /// Empty while nobody may be asked.
    pub respondent: String,
    pub attempts: usize,
    /// How the interview went, for those who release scores, unless they carry the family; never what was answered.
    pub note: String,
    /// Empty where the reader may not see them, or not yet.
    pub scores: Vec<ScoreShown>,
}

/// The measures of a case.
#[derive(Debug, Clone)]
pub struct CaseMeasures {
    pub head: CaseHead,
    /// The hold of today; none where measures go on.
    pub hold: Option<Hold>,
    /// When the family is best called; none where nobody has said.
    pub best: Option<CallTime>,
    /// The first due first; what fell away with the treatment is left out.
    pub lines: Vec<CaseMeasure>,
    /// How many should have been collected.
    pub due: usize,
    /// How many of them were.
    pub collected: usize,
}

impl App {
    /// The measures of a case. Scores are there for those who may see them: before their release for the leader alone,
    /// and item by item never for the therapist.
    pub async fn case_measures(&self, ctx: &Ctx, id: CaseId) -> Result<CaseMeasures> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let measures = stored::of_case(&mut tx, id).await?;
        let holds = hold::of_case(&mut tx, &entered.key, id).await?;
        let keys = BTreeMap::from([(id, entered.key.clone())]);
        let attempts = attempt::of_cases(&mut tx, &keys).await?;
        let mut best = calling::of_cases(&mut tx, &keys).await?;
        let releases = head.may(CaseAction::ReleaseScores);
        let scores = match head.may(CaseAction::SeeScores) {
            true => score::of_case(&mut tx, id).await?,
            false => Vec::new(),
        };
        // A leader who carries the family is its therapist too, and reads no single answer.
        let carries = ctx
            .staff()
            .is_some_and(|me| entered.scope.carers.contains(&me));
        let sheets = match releases && !carries {
            true => sheet::of_case(&mut tx, &entered.key, id).await?,
            false => Vec::new(),
        };
        tx.commit().await?;
        let today = ctx.today();
        let mut page = CaseMeasures {
            head,
            hold: holds.into_iter().find(|one| one.covers(today)),
            best: best.remove(&id),
            lines: Vec::new(),
            due: measures
                .iter()
                .filter(|one| one.counts_as_due(today))
                .count(),
            collected: measures
                .iter()
                .filter(|one| one.state.code() == StateCode::Done)
                .count(),
        };
        for measure in measures.into_iter().filter(|one| !has_ended(one)) {
            let scorer = self.instrument(&measure.instrument, measure.instrument_version)?;
            let seen = releases || measure.released.is_some();
            let scores = match seen {
                true => self.shown(&measure, (&scores, &sheets), &page.head.persons)?,
                false => Vec::new(),
            };
            let persons = &page.head.persons;
            let respondent = persons
                .iter()
                .find(|person| Some(person.id) == measure.respondent);
            let sheet = sheets.iter().find(|sheet| sheet.measure == measure.id);
            page.lines.push(CaseMeasure {
                note: sheet.map(|sheet| sheet.note.clone()).unwrap_or_default(),
                instrument: scorer.instrument().name.clone(),
                respondent: respondent
                    .map(hemma_domain::person::Person::full_name)
                    .unwrap_or_default(),
                attempts: attempts
                    .iter()
                    .filter(|one| one.measure == measure.id)
                    .count(),
                scores,
                measure,
            });
        }
        Ok(page)
    }

    /// The newest score of each scale: a rule that came later goes before, and is told as its own version tells it.
    fn shown(
        &self,
        measure: &Measure,
        (scores, sheets): (&[KeptScore], &[AnswerSheet]),
        persons: &[Person],
    ) -> Result<Vec<ScoreShown>> {
        let mut newest: BTreeMap<&str, &KeptScore> = BTreeMap::new();
        for one in scores.iter().filter(|one| one.measure == measure.id) {
            let held = newest.entry(&one.scale).or_insert(one);
            if (held.at, held.rule_version) <= (one.at, one.rule_version) {
                *held = one;
            }
        }
        let mut versions: BTreeMap<u32, Vec<&KeptScore>> = BTreeMap::new();
        for kept in newest.into_values() {
            let of = versions.entry(kept.instrument_version);
            of.or_default().push(kept);
        }
        let mut told = Vec::new();
        for (version, kept) in versions {
            let scorer = self.instrument(&measure.instrument, version)?;
            let worked = worked(&scorer, measure, sheets);
            let person = normed(scorer.instrument(), measure, persons);
            for (place, scale) in scorer.instrument().scales.iter().enumerate() {
                let Some(kept) = kept.iter().find(|one| one.scale == scale.code) else {
                    continue;
                };
                let working = worked.iter().find(|one| is_of(one, kept)).cloned();
                let norm = kept.value().zip(person).and_then(|(value, person)| {
                    scorer.instrument().norm(&scale.code, person, value)
                });
                let shown = ScoreShown {
                    norm,
                    places: places(scorer.instrument(), working.as_ref()),
                    ..of_scale(scale, kept, working)
                };
                told.push((place, shown));
            }
        }
        told.sort_by_key(|(place, _)| *place);
        Ok(told.into_iter().map(|(_, one)| one).collect())
    }

    /// Lets whoever carries the case see the scores of a measure.
    pub async fn release_scores(&self, ctx: &Ctx, at: MeasureAt) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::ReleaseScores, Event::ScoresReleased)
            .await?;
        let by = entered.hand()?;
        let found = stored::find(&mut tx, at.0, at.1).await?;
        let found = found.ok_or(Error::NotFound)?;
        if found.state.code() != StateCode::Done || found.released.is_some() {
            return Err(Error::Conflict);
        }
        let new = Measure {
            released: Some((ctx.now, by)),
            ..found
        };
        if !stored::save(&mut tx, &new).await? {
            return Err(Error::Conflict);
        }
        tx.log(Entry {
            detail: at.1.to_string(),
            ..entered.entry(ctx, Event::ScoresReleased)
        });
        tx.commit().await?;
        Ok(())
    }
}

fn has_ended(measure: &Measure) -> bool {
    measure.state
        == State::NotAsked {
            why: NotAsked::Ended,
        }
}

fn of_scale(scale: &Scale, kept: &KeptScore, working: Option<Score>) -> ScoreShown {
    let value = kept.value();
    ScoreShown {
        scale: scale.name.clone(),
        confirmation: scale.rule.confirmation.clone(),
        cut_off: scale.cut_off.as_ref().map(|cut| cut.value),
        reading: value.map(|value| scale.read(value)),
        band: value
            .and_then(|value| scale.band(value))
            .map(|band| band.label.clone()),
        norm: None,
        places: Vec::new(),
        working,
        kept: kept.clone(),
    }
}

fn places(instrument: &Instrument, working: Option<&Score>) -> Vec<usize> {
    let terms = working.iter().flat_map(|score| &score.working.terms);
    let place = |term: &Term| {
        instrument
            .item(&term.item)
            .map_or(0, |(place, _)| place + 1)
    };
    terms.map(place).collect()
}

/// Sex, and age on the day of the answers, of whom a questionnaire is about, where norms can be of them.
fn normed(instrument: &Instrument, measure: &Measure, persons: &[Person]) -> Option<(Sex, u32)> {
    let State::Done { at, .. } = &measure.state else {
        return None;
    };
    let is_meant = |person: &&Person| match instrument.subject {
        Subject::Youth => person.kin == Kin::Child,
        Subject::Respondent => Some(person.id) == measure.respondent,
        Subject::FamilyTherapist | Subject::Supervisor | Subject::Consultant | Subject::Family => {
            false
        }
    };
    let person = persons.iter().find(is_meant)?;
    Some((person.sex, person.age(at.day())?))
}

/// Whether a score that was computed again is the one that was kept.
fn is_of(score: &Score, kept: &KeptScore) -> bool {
    score.scale == kept.scale && score.rule == kept.rule && score.rule_version == kept.rule_version
}

fn worked(scorer: &Scorer, measure: &Measure, sheets: &[AnswerSheet]) -> Vec<Score> {
    let of = |id: MeasureId| sheets.iter().find(|sheet| sheet.measure == id);
    let Some(sheet) = of(measure.id) else {
        return Vec::new();
    };
    let answers = Answers {
        instrument: measure.instrument.clone(),
        version: scorer.instrument().version,
        given: sheet.given.clone(),
    };
    match scorer.sheet(&answers) {
        Ok(sheet) => scorer.scores(&sheet).collect(),
        Err(_) => Vec::new(),
    }
}
