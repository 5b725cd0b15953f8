//! One criterion of a screening as the pages draw it, and what the program counts by itself.

use hemma_app::intake::Counted;
use hemma_domain::case::{CriterionAnswer, Screening};
use hemma_domain::code::Code as _;
use hemma_domain::ids::StaffId;
use hemma_domain::programme::{Confidence, Programme, Reading, RoleCode, Side};
use hemma_domain::screening::{Screened, Voice, screened};

use crate::lang::Lang;

/// One criterion.
#[derive(Debug, Clone)]
pub struct CriterionView {
    pub code: String,
    pub label: String,
    pub help: String,
    /// Where it comes from, and how far it can be trusted.
    pub source: Trust,
    /// Each answer as code and name.
    pub answers: Vec<(&'static str, String)>,
    /// The code of the answer given; empty while nobody has answered.
    pub answer: String,
    pub answer_name: String,
    pub evidence: String,
    pub lacks_evidence: bool,
    pub version: i64,
    /// Class, icon and words of what the answer means.
    pub reading: (&'static str, &'static str, String),
    /// Who answered, and when.
    pub by: String,
    /// Where to save it.
    pub action: String,
    pub aside: Aside,
    /// What somebody else wrote meanwhile, beside what was typed.
    pub clash: Option<Clash>,
    /// What is wrong with what was typed.
    pub fault: String,
}

/// Two answers to one criterion: nothing is lost, one is chosen.
#[derive(Debug, Clone)]
pub struct Clash {
    pub answer: String,
    pub answer_name: String,
    pub evidence: String,
}

/// How it stands with setting a criterion aside.
#[derive(Debug, Clone, Default)]
pub struct Aside {
    /// It hinders, and somebody in the team may set it aside.
    pub possible: bool,
    /// It hinders, and nobody may set it aside.
    pub never: bool,
    /// Who must agree and who has: class, icon and words.
    pub voices: Vec<(&'static str, &'static str, String)>,
    pub reason: String,
    /// Where the reader's own word goes; empty where they have none.
    pub action: String,
    /// The reader has agreed already.
    pub agreed: bool,
}

/// Where a number or criterion comes from, and how far it can be trusted.
#[derive(Debug, Clone)]
pub struct Trust {
    pub title: String,
    pub confidence: String,
    /// Nobody has confirmed it.
    pub shaky: bool,
}

impl Trust {
    fn of(programme: &Programme, source: &str, confidence: Confidence, lang: Lang) -> Trust {
        let title = programme.source(source).map(|one| lang.words(&one.title));
        Trust {
            title: title.unwrap_or_default().to_owned(),
            confidence: lang.name(confidence),
            shaky: confidence == Confidence::Unconfirmed,
        }
    }
}

/// Who reads, and where their words go.
pub(super) struct Reader<'a> {
    pub lang: Lang,
    pub names: &'a [(StaffId, String)],
    /// Whose word the reader may give.
    pub voice: Option<Voice>,
    /// The address that an answer to a criterion goes to, but for the criterion's code.
    pub base: String,
}

impl Reader<'_> {
    fn name(&self, staff: StaffId) -> &str {
        let known = self.names.iter().find(|(id, _)| *id == staff);
        known.map_or("", |(_, name)| name.as_str())
    }

    /// Every criterion on one side.
    pub(super) fn side(
        &self,
        programme: &Programme,
        answers: &[Screening],
        side: Side,
    ) -> Vec<CriterionView> {
        screened(programme, answers)
            .iter()
            .filter(|one| one.side == side)
            .map(|one| self.view(programme, one))
            .collect()
    }

    fn view(&self, programme: &Programme, one: &Screened<'_>) -> CriterionView {
        let lang = self.lang;
        let given = one.answer;
        let answer = given.map(|given| given.answer);
        let criterion = one.criterion;
        let words = |words| lang.words(words).to_owned();
        CriterionView {
            code: criterion.code.clone(),
            label: words(&criterion.label),
            help: words(&criterion.help),
            source: Trust::of(programme, &criterion.source, criterion.confidence, lang),
            answers: CriterionAnswer::ALL
                .iter()
                .map(|value| (value.code(), lang.name(*value)))
                .collect(),
            answer: answer.map_or("", |answer| answer.code()).to_owned(),
            answer_name: answer.map_or_else(|| lang.t("intake-unanswered"), |one| lang.name(one)),
            evidence: given
                .map(|given| given.evidence.clone())
                .unwrap_or_default(),
            lacks_evidence: one.lacks_evidence(),
            version: given.map_or(0, |given| given.version),
            reading: reading(one, lang),
            by: given.map_or_else(String::new, |given| {
                let by = ("name", self.name(given.by));
                lang.t2("intake-by", by, ("day", lang.day(given.on)))
            }),
            action: format!("{}/{}", self.base, criterion.code),
            aside: self.aside(one),
            clash: None,
            fault: String::new(),
        }
    }

    fn aside(&self, one: &Screened<'_>) -> Aside {
        let hinders = one.reading() == Reading::Hinders;
        let roles = &one.criterion.overridable_by;
        let own = self.voice.map(|voice| match voice {
            Voice::Leader => RoleCode::GroupLeader,
            Voice::Consultant => RoleCode::Consultant,
        });
        let mine = own.filter(|role| hinders && roles.contains(role));
        Aside {
            possible: hinders && !roles.is_empty(),
            never: hinders && roles.is_empty(),
            voices: roles.iter().map(|role| self.voice(one, *role)).collect(),
            reason: one
                .answer
                .map(|given| given.override_reason.clone())
                .unwrap_or_default(),
            action: mine.map_or_else(String::new, |_| {
                format!("{}/{}/aside", self.base, one.criterion.code)
            }),
            agreed: mine.is_some_and(|role| one.has_agreed(role)),
        }
    }

    fn voice(&self, one: &Screened<'_>, role: RoleCode) -> (&'static str, &'static str, String) {
        let lang = self.lang;
        let role_name = lang.name(role);
        let who = one.answer.and_then(|given| match role {
            RoleCode::GroupLeader => given.override_leader,
            RoleCode::Consultant => given.override_consultant,
            _ => None,
        });
        match who {
            Some(staff) => {
                let name = ("name", self.name(staff));
                let words = lang.t2("intake-agreed", ("role", role_name), name);
                ("ok", "ok", words)
            }
            None => (
                "none",
                "none",
                lang.t1("intake-not-agreed", "role", role_name),
            ),
        }
    }
}

fn reading(one: &Screened<'_>, lang: Lang) -> (&'static str, &'static str, String) {
    match one.reading() {
        Reading::Hinders if one.is_set_aside() => ("info", "info", lang.t("intake-set-aside")),
        Reading::Open if one.lacks_evidence() => ("due", "due", lang.t("intake-lacks-evidence")),
        other => signal(other, lang),
    }
}

/// Class, icon and words of a reading.
pub(super) fn signal(reading: Reading, lang: Lang) -> (&'static str, &'static str, String) {
    let words = lang.name(reading);
    match reading {
        Reading::Fits => ("ok", "ok", words),
        Reading::Hinders => ("over", "overdue", words),
        Reading::Open => ("none", "none", words),
    }
}

/// One thing that the program counted.
#[derive(Debug, Clone)]
pub struct CountedView {
    pub label: String,
    /// What came out.
    pub found: String,
    pub reading: (&'static str, &'static str, String),
    pub source: Trust,
    /// What the sources do not agree on, with how far the program's choice can be trusted.
    pub anchor: Option<(String, Trust)>,
}

/// What the program counted: the child's age, and the days since the event.
pub(super) fn counted(counted: &Counted, programme: &Programme, lang: Lang) -> Vec<CountedView> {
    let ages = &programme.ages;
    let range = (ages.value.min, ages.value.max);
    let on = lang.full_day(counted.on);
    let mut views = vec![CountedView {
        label: lang.t2("intake-age-rule", ("min", range.0), ("max", range.1)),
        found: counted.age.age.map_or_else(
            || lang.t("intake-age-unknown"),
            |age| lang.t2("intake-age-found", ("age", age), ("day", on.clone())),
        ),
        reading: signal(counted.age.reading, lang),
        source: Trust::of(programme, &ages.source, ages.confidence, lang),
        anchor: None,
    }];
    if let (Some(rule), Some(event)) = (&programme.event, counted.event) {
        let (within, anchor) = (&rule.within_days, &rule.anchor);
        let trust = Trust::of(programme, &anchor.source, anchor.confidence, lang);
        let from = lang.name(anchor.value);
        views.push(CountedView {
            label: lang.t1("intake-event-rule", "days", within.value),
            found: event.days.map_or_else(
                || lang.t("intake-event-missing"),
                |days| lang.t2("intake-event-found", ("days", days), ("day", on)),
            ),
            reading: signal(event.reading, lang),
            source: Trust::of(programme, &within.source, within.confidence, lang),
            anchor: Some((lang.t1("intake-event-anchor", "anchor", from), trust)),
        });
    }
    views
}

/// A criterion for samples.
pub(super) fn sample(lang: Lang, hinders: bool) -> CriterionView {
    let reading = if hinders {
        Reading::Hinders
    } else {
        Reading::Fits
    };
    CriterionView {
        code: "lives_at_home".to_owned(),
        label: "Barnet bor hemma".to_owned(),
        help: "Är barnet placerat: vem har bestämt att målet är hemflytt?".to_owned(),
        source: Trust {
            title: "Hemmas eget antagande".to_owned(),
            confidence: lang.name(Confidence::Unconfirmed),
            shaky: true,
        },
        answers: CriterionAnswer::ALL
            .iter()
            .map(|value| (value.code(), lang.name(*value)))
            .collect(),
        answer: "no".to_owned(),
        answer_name: lang.name(CriterionAnswer::No),
        evidence: "Placerad sedan maj".to_owned(),
        lacks_evidence: false,
        version: 1,
        reading: signal(reading, lang),
        by: lang.t2("intake-by", ("name", "Gun Alebäck"), ("day", "mån 23 nov")),
        action: "/".to_owned(),
        aside: Aside {
            possible: hinders,
            never: false,
            voices: vec![(
                "none",
                "none",
                lang.t1("intake-not-agreed", "role", lang.name(RoleCode::Consultant)),
            )],
            reason: String::new(),
            action: "/aside".to_owned(),
            agreed: false,
        },
        clash: hinders.then(|| Clash {
            answer: "yes".to_owned(),
            answer_name: lang.name(CriterionAnswer::Yes),
            evidence: "Bor hemma sedan i går".to_owned(),
        }),
        fault: String::new(),
    }
}

/// What was counted, for samples.
pub(super) fn sample_counted(lang: Lang) -> CountedView {
    CountedView {
        label: lang.t2("intake-age-rule", ("min", 6_u32), ("max", 17_u32)),
        found: lang.t2(
            "intake-age-found",
            ("age", 11_u32),
            ("day", "23 november 2026"),
        ),
        reading: signal(Reading::Fits, lang),
        source: sample(lang, false).source,
        anchor: None,
    }
}
