//! The measures of a family: planned as the program plans them, answered by chance as families answer.

use std::collections::BTreeMap;

use hemma_domain::calling::CallTime;
use hemma_domain::hold::{Hold, HoldReason};
use hemma_domain::ids::{AttemptId, CaseId, HoldId, LinkId, MeasureId, StaffId};
use hemma_domain::instrument::{Answer, Instrument, Mode};
use hemma_domain::link::{AnswerLink, LINK_DAYS, Layout, LinkState};
use hemma_domain::measure::{
    AnswerSheet, Askable, Attempt, AttemptOutcome, Course, Hand, LOOK_AHEAD_DAYS, Measure,
    NotAsked, Plans, Refusal, State, Timing, Wanted, plan,
};
use hemma_domain::staff::Role;
use hemma_domain::time::{Day, Instant};

use crate::Plan;
use crate::dice::Dice;
use crate::family::Family;
use crate::row::hour;

/// Measures of one family with what belongs to them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    /// Planned, asked, declined and missed.
    pub measures: Vec<Measure>,
    /// Answers, whole ones and one that was only begun.
    pub sheets: Vec<AnswerSheet>,
    /// Calls, the oldest first.
    pub attempts: Vec<Attempt>,
    /// Links by which somebody answers, or could have answered, alone.
    pub links: Vec<AnswerLink>,
    /// When the family's measures rested, or rest.
    pub holds: Vec<Hold>,
    /// When the family is best called, where it has said so.
    pub best: Option<CallTime>,
}

impl Plan {
    /// The measures of a family, for each instrument that its programme asks.
    pub fn measured(&self, family: &Family, asked: &[(&Instrument, Plans)]) -> Measured {
        let dice = Dice::new(self.seed, &format!("{} measured", family.case.code));
        let house = self.house();
        let with = |role: Role| {
            let posts = house.posts.iter().filter(move |post| post.role == role);
            posts.filter(|post| post.to.is_none())
        };
        let of_team =
            |post: &&hemma_domain::staff::Post| post.place.team() == Some(family.case.team);
        let mut asking = Asking {
            interviewers: with(Role::Interviewer).map(|post| post.staff).collect(),
            leader: with(Role::GroupLeader).find(of_team).map(|post| post.staff),
            today: self.today,
            case: family.case.id,
            warmth: 0,
            dice,
            made: Measured::default(),
        };
        asking.warmth = asking.dice.between(45, 92);
        asking.made.holds.extend(self.hold(family, asking.leader));
        asking.made.best = self.best_time(family);
        let Some(course) = Course::of(&family.case, [], asking.made.holds.clone()) else {
            return asking.made;
        };
        asking.dice.ids_from(course.opened_on.at(hour(8, 0)));
        for (instrument, plans) in asked {
            let (persons, consents) = (&family.persons, &family.consents);
            let askable = Askable::of(&instrument.respondents, persons, consents, self.today);
            let days = (self.today, self.today.plus(LOOK_AHEAD_DAYS));
            for wanted in plan(plans, &course, &askable, &[], days).add {
                asking.ask(instrument, &wanted);
            }
        }
        asking.made
    }

    /// Half of the families have said when they are best called.
    fn best_time(&self, family: &Family) -> Option<CallTime> {
        let mut dice = Dice::new(self.seed, &format!("{} best time", family.case.code));
        let (weekdays, from) = match dice.between(1, 6) {
            1 => (vec![1, 2, 3, 4, 5], 16),
            2 => (vec![1, 3], 18),
            3 => (vec![6, 7], 10),
            _ => return None,
        };
        CallTime::new(weekdays, (hour(from, 0), hour(from + 2, 30))).ok()
    }

    /// One family in ten was away for some weeks of its treatment, or is.
    fn hold(&self, family: &Family, leader: Option<StaffId>) -> Option<Hold> {
        let mut dice = Dice::new(self.seed, &format!("{} hold", family.case.code));
        let (opened_on, closed_on) = family.case.stage.under_way()?;
        let from = opened_on.plus(dice.between(30, 100));
        let to = from.plus(dice.between(14, 35));
        let is_over = to <= self.today;
        let has_room = closed_on.map_or(from < self.today, |closed| to < closed);
        if !dice.chance(10) || !has_room {
            return None;
        }
        dice.ids_from(from.at(hour(8, 0)));
        Some(Hold {
            id: HoldId(dice.id()),
            case: family.case.id,
            from,
            to: is_over.then_some(to),
            reason: HoldReason::Away,
            recorded: (from.at(hour(9, 30)), leader?),
            ended: None,
            version: 1,
        })
    }
}

struct Asking {
    interviewers: Vec<StaffId>,
    leader: Option<StaffId>,
    today: Day,
    case: CaseId,
    /// How often of a hundred this family answers with one of the two best responses.
    warmth: i64,
    dice: Dice,
    made: Measured,
}

impl Asking {
    fn ask(&mut self, instrument: &Instrument, wanted: &Wanted) {
        let mut one = wanted.measure((MeasureId(self.dice.id()), self.case), instrument);
        let by = self.dice.pick(&self.interviewers).copied();
        if let (Some(by), Some(_), false) = (by, one.respondent, one.state.fell_away()) {
            match one.window.timing(self.today) {
                Timing::Coming => {}
                Timing::Open => self.under_way(instrument, &mut one, by),
                Timing::Late | Timing::Past => self.behind(instrument, &mut one, by),
            }
        }
        self.made.measures.push(one);
    }

    /// A measure whose window is over.
    fn behind(&mut self, instrument: &Instrument, one: &mut Measure, by: StaffId) {
        let at = self.some_time(one);
        match self.dice.between(1, 100) {
            1..=82 => self.answered(instrument, one, (at, by)),
            83..=88 => {
                one.state = State::Declined {
                    at,
                    by,
                    why: Refusal::NoTime,
                };
                self.call(one.id, (at, by), AttemptOutcome::Declined);
            }
            89..=95 => {
                one.state = State::Unreachable;
                self.link(instrument, one, (at, by), LinkState::Open);
                for days in 0..3 {
                    let at = at.plus_seconds(days * 24 * 3600);
                    self.call(one.id, (at, by), AttemptOutcome::NoAnswer);
                }
            }
            _ => {
                one.state = State::NotAsked {
                    why: NotAsked::Missed,
                };
            }
        }
    }

    /// A measure that can be asked now.
    fn under_way(&mut self, instrument: &Instrument, one: &mut Measure, by: StaffId) {
        if one.window.opens_on >= self.today {
            return;
        }
        let at = self.some_time(one);
        let evening = self.today.plus(-1).at(hour(18, 0));
        match self.dice.between(1, 100) {
            1..=45 => self.answered(instrument, one, (at, by)),
            46..=60 => self.call(one.id, (at, by), AttemptOutcome::NoAnswer),
            61..=70 => {
                self.call(one.id, (at, by), AttemptOutcome::CallBack);
                let back = self.today.plus(1).at(hour(17, 0));
                if let Some(call) = self.made.attempts.last_mut() {
                    call.call_back_at = Some(back);
                }
            }
            71..=78 => {
                self.call(one.id, (at, by), AttemptOutcome::Started);
                let half = instrument.items.len() / 2;
                let sheet = self.sheet(instrument, one.id, (at, Hand::Staff(by)), half);
                self.made.sheets.push(sheet);
            }
            79..=84 => self.out(instrument, one, by, LinkState::Open),
            85..=88 => self.out(instrument, one, by, LinkState::Begun { at: evening }),
            _ => {}
        }
    }

    fn answered(
        &mut self,
        instrument: &Instrument,
        one: &mut Measure,
        (at, by): (Instant, StaffId),
    ) {
        let used = LinkState::Used { at };
        let made = (at.plus_seconds(-3 * 24 * 3600), by);
        if self.dice.chance(8)
            && let Some(hand) = self.link(instrument, one, made, used)
        {
            let sheet = self.sheet(instrument, one.id, (at, hand), instrument.items.len());
            self.made.sheets.push(sheet);
            one.state = State::Done { at, by: hand };
            return self.released(one, at);
        }
        if self.dice.chance(35) {
            let before = at.plus_seconds(-24 * 3600);
            self.call(one.id, (before, by), AttemptOutcome::NoAnswer);
        }
        self.call(one.id, (at, by), AttemptOutcome::Started);
        let hand = Hand::Staff(by);
        let sheet = self.sheet(instrument, one.id, (at, hand), instrument.items.len());
        self.made.sheets.push(sheet);
        one.state = State::Done { at, by: hand };
        self.released(one, at);
    }

    /// A link that went out some days ago and that nobody has used up.
    fn out(&mut self, instrument: &Instrument, one: &Measure, by: StaffId, state: LinkState) {
        let morning = self.today.plus(-3).at(hour(9, 0));
        self.link(instrument, one, (morning, by), state);
    }

    /// A link to a measure, where its instrument is answered by one; whose hand it is.
    fn link(
        &mut self,
        instrument: &Instrument,
        one: &Measure,
        made: (Instant, StaffId),
        state: LinkState,
    ) -> Option<Hand> {
        if !instrument.modes.contains(&Mode::Link) {
            return None;
        }
        let id = LinkId(self.dice.id());
        self.made.links.push(AnswerLink {
            id,
            measure: one.id,
            case: one.case,
            language: "sv".to_owned(),
            layout: Layout::OneByOne,
            last_on: made.0.day().plus(LINK_DAYS),
            made,
            wrong_codes: 0,
            state,
            version: 1,
        });
        Some(Hand::Link(id))
    }

    /// The leader releases the scores some days after.
    fn released(&mut self, one: &mut Measure, at: Instant) {
        let released = at.plus_seconds(self.dice.between(1, 6) * 24 * 3600);
        let past = released.day() < self.today;
        one.released = self
            .leader
            .filter(|_| past)
            .map(|leader| (released, leader));
    }

    fn call(&mut self, measure: MeasureId, (at, by): (Instant, StaffId), outcome: AttemptOutcome) {
        self.made.attempts.push(Attempt {
            id: AttemptId(self.dice.id()),
            measure,
            at,
            by,
            outcome,
            call_back_at: None,
            note: String::new(),
        });
    }

    /// An afternoon in the window that lies behind.
    fn some_time(&mut self, one: &Measure) -> Instant {
        let last = one.window.closes_on.min(self.today.plus(-1));
        let days = last.days_since(one.window.opens_on).max(0);
        let day = one.window.opens_on.plus(self.dice.between(0, days));
        let minutes = self.dice.between(0, 240);
        day.at(hour(15, 0)).plus_seconds(minutes * 60)
    }

    fn sheet(
        &mut self,
        instrument: &Instrument,
        measure: MeasureId,
        (at, by): (Instant, Hand),
        count: usize,
    ) -> AnswerSheet {
        let mut given = BTreeMap::new();
        for item in instrument.items.iter().take(count) {
            let set = instrument.responses_of(item);
            let options = set.map(|set| set.options.as_slice()).unwrap_or_default();
            let mut values: Vec<i64> = options.iter().map(|option| option.value).collect();
            values.sort_unstable();
            let split = values.len().saturating_sub(2);
            let (low, high) = values.split_at(split);
            let side = match self.dice.chance(self.warmth) || low.is_empty() {
                true => high,
                false => low,
            };
            let value = self.dice.pick(side).copied().map(Answer::Value);
            let answer = match self.dice.between(1, 100) {
                1..=2 if item.not_applicable => Some(Answer::NotApplicable),
                3 => Some(Answer::Declined),
                _ => value,
            };
            if let Some(answer) = answer.filter(|_| item.ask_when.is_none()) {
                given.insert(item.code.clone(), answer);
            }
        }
        AnswerSheet {
            measure,
            given,
            note: String::new(),
            begun_at: at,
            saved: (at.plus_seconds(15 * 60), by),
            version: 1,
        }
    }
}
