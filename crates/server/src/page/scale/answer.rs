//! What follows from what is assumed, in words, as a table and as a drawing.

use hemma_app::scale::{Answer, Assumed, Choice, RUNS};
use hemma_domain::code::Code as _;
use hemma_domain::money::Ore;
use hemma_domain::scale::{Assumption, Limit, Spread};
use hemma_draw::{Forest, ForestRow, ForestWords};

use crate::lang::Lang;
use crate::page::fidelity::{Drawn, drawn};
use crate::page::team_week::Signal;

/// Weeks of waiting that the table of waits tells of.
const WAITS: [usize; 7] = [0, 2, 4, 8, 13, 26, 52];

/// One number of teams.
#[derive(Debug, Clone, Default)]
pub struct ChoiceView {
    pub title: String,
    /// Whether it is the one that was asked for, or needed.
    pub is_chosen: bool,
}

/// One thing that is told of each number of teams.
#[derive(Debug, Clone, Default)]
pub struct LineView {
    pub label: String,
    /// In the order of the numbers of teams.
    pub cells: Vec<String>,
}

/// What follows.
#[derive(Debug, Clone)]
pub struct AnswerView {
    pub verdict: String,
    /// Whether families begin in time with the number that is looked at.
    pub is_enough: bool,
    pub carried: String,
    pub runs: String,
    pub lines: Vec<LineView>,
    /// Costs that are not known: the field, and how to ask for it.
    pub missing: Vec<(&'static str, String)>,
    pub choices: Vec<ChoiceView>,
    /// The place of the number that is looked at among them.
    pub chosen: usize,
    /// Why it is looked at: somebody chose it, or it is needed.
    pub chosen_as: String,
    pub drawn: Drawn,
    /// `högst 4 veckor` and the share of families, for the number that is looked at.
    pub waits: Vec<(String, String)>,
    /// For how many teams they are told.
    pub waits_of: String,
    /// People on call against people there are.
    pub on_call: Vec<Signal>,
}

impl AnswerView {
    pub(super) fn of(answer: &Answer, assumed: &[Assumed], lang: Lang) -> AnswerView {
        let words = Words {
            answer,
            assumed,
            lang,
        };
        let chosen = answer.options.get(answer.chosen);
        AnswerView {
            verdict: words.verdict(),
            is_enough: chosen.is_some_and(|one| words.is_enough(one)),
            carried: words.carried(),
            runs: lang.t1("scale-runs", "runs", lang.in_groups(&RUNS.to_string())),
            lines: words.lines(),
            missing: words.missing(),
            choices: words.choices(),
            chosen: answer.chosen,
            chosen_as: lang.t(match words.get(Assumption::Teams) {
                0 => "scale-as-needed",
                _ => "scale-as-chosen",
            }),
            waits_of: chosen
                .map(|one| lang.t1("scale-waits-of", "count", one.need.teams))
                .unwrap_or_default(),
            drawn: words.drawn(),
            waits: chosen.map(|one| words.waits(one)).unwrap_or_default(),
            on_call: chosen.map(|one| words.on_call(one)).unwrap_or_default(),
        }
    }
}

struct Words<'a> {
    answer: &'a Answer,
    assumed: &'a [Assumed],
    lang: Lang,
}

impl Words<'_> {
    fn get(&self, of: Assumption) -> u32 {
        let one = self.assumed.iter().find(|one| one.of == of);
        one.and_then(|one| one.value).unwrap_or_default()
    }

    fn is_enough(&self, one: &Choice) -> bool {
        f64::from(self.get(Assumption::WaitPercent)) <= one.outcome.in_time.middle
    }

    fn verdict(&self) -> String {
        let (lang, answer) = (self.lang, self.answer);
        let Some(needed) = answer.needed else {
            return lang.t("scale-never");
        };
        lang.filled(
            "scale-needed",
            [
                (
                    "families",
                    self.number(f64::from(self.get(Assumption::Families)), 0)
                        .into(),
                ),
                ("teams", needed.into()),
                ("percent", self.get(Assumption::WaitPercent).into()),
                ("weeks", self.get(Assumption::WaitWeeks).into()),
            ],
        )
    }

    fn carried(&self) -> String {
        let (count, limit) = self.answer.carried;
        let key = match limit {
            Limit::Caseload => "scale-carried-caseload",
            Limit::Hours => "scale-carried-hours",
        };
        self.lang.t1(key, "count", count)
    }

    fn lines(&self) -> Vec<LineView> {
        let cells: Vec<_> = self
            .answer
            .options
            .iter()
            .map(|one| self.cells(one))
            .collect();
        let keys = [
            "scale-line-therapists",
            "scale-line-leaders",
            "scale-line-places",
            "scale-line-in-time",
            "scale-line-wait",
            "scale-line-queue",
            "scale-line-started",
            "scale-line-completed",
            "scale-line-taken",
            "scale-line-pools",
            "scale-line-calls",
            match self.get(Assumption::TherapistCost) {
                0 => "scale-line-cost-known",
                _ => "scale-line-cost",
            },
            "scale-line-cost-each",
        ];
        let line = |(number, key): (usize, &str)| LineView {
            label: self.lang.t(key),
            cells: cells
                .iter()
                .filter_map(|of| of.get(number).cloned())
                .collect(),
        };
        keys.into_iter().enumerate().map(line).collect()
    }

    fn choices(&self) -> Vec<ChoiceView> {
        let each = self.answer.options.iter().enumerate();
        each.map(|(number, one)| ChoiceView {
            title: self.lang.t1("scale-teams", "count", one.need.teams),
            is_chosen: number == self.answer.chosen,
        })
        .collect()
    }

    /// Costs that nobody gave although every team has them: the field and how to ask for it.
    fn missing(&self) -> Vec<(&'static str, String)> {
        let asked = [
            (Assumption::TherapistCost, "scale-say-therapist-cost"),
            (Assumption::LeaderCost, "scale-say-leader-cost"),
        ];
        let missing = asked.into_iter().filter(|(of, _)| self.get(*of) == 0);
        missing
            .map(|(of, key)| (of.code(), self.lang.t(key)))
            .collect()
    }

    /// In the order of [`Words::lines`].
    fn cells(&self, one: &Choice) -> Vec<String> {
        let (need, outcome) = (&one.need, &one.outcome);
        let completed = outcome.completed.middle;
        let cost = need.cost as f64;
        vec![
            need.therapists.to_string(),
            need.leaders.to_string(),
            need.places.to_string(),
            self.percent(outcome.in_time),
            self.spread(outcome.wait, 1),
            self.spread(outcome.queue, 0),
            self.spread(outcome.started, 0),
            self.spread(outcome.completed, 0),
            self.percent(outcome.taken),
            need.pools.to_string(),
            self.spread(outcome.calls, 1),
            self.kronor(cost),
            match need.is_cost_whole && 0.0 < completed {
                true => self.kronor(cost / completed),
                false => "–".to_owned(),
            },
        ]
    }

    fn number(&self, value: f64, decimals: usize) -> String {
        let plain = format!("{value:.decimals$}").replace('.', ",");
        self.lang.in_groups(&plain)
    }

    /// The middle, and from where to where nine of ten runs go.
    fn spread(&self, spread: Spread, decimals: usize) -> String {
        let of = |value| self.number(value, decimals);
        let (low, high) = (of(spread.low), of(spread.high));
        format!("{} ({low}–{high})", of(spread.middle))
    }

    fn percent(&self, spread: Spread) -> String {
        self.lang
            .t1("scale-percent", "spread", self.spread(spread, 0))
    }

    fn kronor(&self, kronor: f64) -> String {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "costs have a limit, and öre of it fit by far"
        )]
        let ore = (kronor.round() * 100.0) as i64;
        self.lang.money(Ore(ore))
    }

    fn waits(&self, one: &Choice) -> Vec<(String, String)> {
        let all: u64 = one.outcome.waits.iter().sum();
        let share = |weeks: usize| {
            let within: u64 = one.outcome.waits.iter().take(weeks + 1).sum();
            let share = within as f64 / all.max(1) as f64 * 100.0;
            let share = self.number(share, 0);
            (
                self.lang.t1("scale-within", "weeks", weeks),
                format!("{share}\u{a0}%"),
            )
        };
        WAITS.into_iter().map(share).collect()
    }

    fn on_call(&self, one: &Choice) -> Vec<Signal> {
        let need = &one.need;
        let line = |key, is_enough, (wanted, there): (u32, u32)| {
            let (class, icon) = match is_enough {
                true => ("ok", "ok"),
                false => ("over", "overdue"),
            };
            let told = self.lang.t2(key, ("wanted", wanted), ("there", there));
            Signal::new(class, icon, told)
        };
        vec![
            line(
                "scale-first-line",
                need.has_first_line(),
                (need.first_line, need.therapists),
            ),
            line(
                "scale-second-line",
                need.has_second_line(),
                (need.second_line, need.leaders),
            ),
        ]
    }

    fn drawn(&self) -> Drawn {
        let lang = self.lang;
        let rows = self.answer.options.iter().map(|one| {
            let in_time = one.outcome.in_time;
            ForestRow {
                label: lang.t1("scale-teams", "count", one.need.teams),
                note: lang.t1("scale-places", "count", one.need.places),
                mean: in_time.middle,
                lower: in_time.low,
                upper: in_time.high,
                plain: None,
                thin: false,
            }
        });
        let wanted = self.get(Assumption::WaitPercent);
        let forest = Forest {
            rows: rows.collect(),
            low: 0.0,
            high: 100.0,
            marks: [0_u8, 25, 50, 75, 100]
                .map(|mark| (f64::from(mark), format!("{mark}\u{a0}%")))
                .into(),
            cut_off: Some((
                f64::from(wanted),
                lang.t1("scale-wanted", "percent", wanted),
            )),
            center: None,
            words: ForestWords {
                mean: lang.t("scale-word-middle"),
                interval: lang.t("scale-word-runs"),
                ..ForestWords::default()
            },
        };
        let title = lang.t("scale-drawing");
        let desc = lang.t1("scale-drawing-desc", "count", self.answer.options.len());
        drawn("scale", (&title, &desc), |frame| forest.svg(frame))
    }
}
