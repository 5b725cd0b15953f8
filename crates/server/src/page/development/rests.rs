//! What a goal rests on, in the reader's language: where it can be seen, and what it said on its day.

use hemma_app::App;
use hemma_app::development::CONFIRMED;
use hemma_app::review::{Reading, Shown};
use hemma_domain::code::Code as _;
use hemma_domain::development::{COUNTED, Evidence, EvidenceKind, Goal, Whose};
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::month::Month;
use hemma_domain::month_report::Line;
use hemma_domain::review::{Figure, Term};
use hemma_domain::staff::Role;
use hemma_domain::time::{Day, Week};
use hemma_domain::training::StandingCode;
use hemma_domain::week::Section;

use crate::http::url;
use crate::http::visit::Visit;
use crate::page::review::words;
use crate::page::{has_role, month_report};

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceView {
    /// `figure/mean_adherence`: the value of its box.
    pub value: String,
    pub kind: String,
    pub name: String,
    /// Where it can be seen as it is now; empty where the reader has no such page.
    pub url: String,
    pub told: String,
    pub on: String,
    pub is_chosen: bool,
}

/// What is known where evidence is shown.
pub(super) struct Around<'a> {
    pub(super) app: &'a App,
    pub(super) visit: &'a Visit,
    pub(super) team: TeamId,
    pub(super) whose: Whose,
}

/// What is sent for a piece of evidence, read back.
pub(super) fn read(value: &str) -> Option<(EvidenceKind, String)> {
    let (kind, key) = value.split_once('/')?;
    Some((EvidenceKind::from_code(kind)?, key.to_owned()))
}

impl Around<'_> {
    pub(super) fn view(&self, one: &Evidence, chosen: &[(EvidenceKind, String)]) -> EvidenceView {
        let lang = self.visit.lang;
        let parts: Vec<&str> = one.told.split('|').collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
        let (name, url, told) = match one.kind {
            EvidenceKind::Figure => self.figure(&one.key, &part),
            EvidenceKind::Fidelity => (
                lang.t("fidelity-title"),
                self.fidelity(),
                self.fidelity_told(&part),
            ),
            EvidenceKind::Feedback => self.feedback(&one.key, &part),
            EvidenceKind::Ratings => self.ratings(&one.key, &part),
            EvidenceKind::Consultation => self.consultation(&part),
            EvidenceKind::Training => self.training(&one.key, &part),
        };
        let is_it = |(kind, key): &(EvidenceKind, String)| *kind == one.kind && *key == one.key;
        EvidenceView {
            value: format!("{}/{}", one.kind.code(), one.key),
            kind: lang.name(one.kind),
            name,
            url,
            told,
            on: lang.full_day(one.on),
            is_chosen: chosen.iter().any(is_it),
        }
    }

    fn figure<'t>(&self, key: &str, part: &impl Fn(usize) -> &'t str) -> (String, String, String) {
        let lang = self.visit.lang;
        let Some(figure) = Figure::from_code(key) else {
            // It was a figure when the goal was set.
            let gone = lang.t("development-figure-gone");
            return (key.to_owned(), String::new(), gone);
        };
        let value: Option<f64> = part(0).parse().ok();
        let number = value.map(|value| words::number(figure, value, lang));
        let term: Option<Term> = part(3).parse().ok();
        // As the review says it: of a mean, how many stand behind it, never the sum that was divided.
        let reading = Reading {
            figure,
            value,
            parts: part(1).parse().ok().zip(part(2).parse().ok()),
            left_out: 0,
            interval: None,
            unconfirmed: figure.rests_on_scores() && part(4) != CONFIRMED,
        };
        let of = words::parts(reading, lang);
        let told = [
            number.unwrap_or_default(),
            of,
            term.map(|term| words::term(term, lang)).unwrap_or_default(),
        ];
        let said = told.into_iter().filter(|text| !text.is_empty());
        let url = url::review_figure(self.team, figure);
        let name = words::name(Shown::Whole(reading), lang);
        (name, url, said.collect::<Vec<_>>().join(", "))
    }

    fn fidelity(&self) -> String {
        match self.whose.staff() {
            Some(staff) if staff == self.visit.who.staff.id => url::own_fidelity(self.team),
            Some(staff) => url::therapist_fidelity(self.team, staff),
            None => url::fidelity(self.team),
        }
    }

    /// The mean as it was, of how much, and by which version of the instrument; empty where nothing was told.
    fn fidelity_told<'t>(&self, part: &impl Fn(usize) -> &'t str) -> String {
        let lang = self.visit.lang;
        let Ok(value) = part(0).parse::<f64>() else {
            return String::new();
        };
        let mean = words::number(Figure::Adherence, value, lang);
        let count: u32 = part(1).parse().unwrap_or_default();
        let told = lang.t2(
            "development-fidelity-told",
            ("mean", mean.as_str()),
            ("count", count),
        );
        let mut rule = lang.t1("development-fidelity-rule", "rule", part(3));
        if part(4) != CONFIRMED {
            rule = format!("{rule}. {}", lang.t("measure-unconfirmed"));
        }
        format!("{told}, {rule}")
    }

    fn feedback<'t>(
        &self,
        key: &str,
        part: &impl Fn(usize) -> &'t str,
    ) -> (String, String, String) {
        let lang = self.visit.lang;
        if let Some(line) = key.strip_prefix(COUNTED) {
            return self.counted(line, part);
        }
        let mut keys = key.split('/');
        let case: Option<CaseId> = keys.next().and_then(|case| case.parse().ok());
        let week: Option<Week> = keys.next().and_then(|week| week.parse().ok());
        let url = case.zip(week).map(|(case, week)| url::week(case, week));
        let section = Section::from_code(part(2)).map(|one| lang.name(one));
        let week = week.map(|week| lang.week(week)).unwrap_or_default();
        let name = format!("{} {week}", part(0));
        (name, url.unwrap_or_default(), section.unwrap_or_default())
    }

    /// What a team says of a colleague on one scale: the mean, of how many answers, on which day.
    fn ratings<'t>(&self, key: &str, part: &impl Fn(usize) -> &'t str) -> (String, String, String) {
        let lang = self.visit.lang;
        let (code, scale) = key.split_once('/').unwrap_or((key, ""));
        let version: u32 = part(3).parse().unwrap_or_default();
        let name = self.app.scale_name((code, version), scale);
        let name = name.map(|(instrument, scale)| {
            format!("{}: {}", lang.words(&instrument), lang.words(&scale))
        });
        let count: u32 = part(1).parse().unwrap_or_default();
        let on: Option<Day> = part(2).parse().ok();
        let told = lang.filled(
            "development-ratings-told",
            [
                ("mean", lang.number(part(0)).into()),
                ("count", count.into()),
                (
                    "day",
                    on.map(|on| lang.full_day(on)).unwrap_or_default().into(),
                ),
            ],
        );
        let url = url::team_ratings(self.team);
        (name.unwrap_or_else(|| key.to_owned()), url, told)
    }

    /// What the team had of consultation in a quarter. The network's lead has it on the first page.
    fn consultation<'t>(&self, part: &impl Fn(usize) -> &'t str) -> (String, String, String) {
        let lang = self.visit.lang;
        let count = lang.t2("month-report-part", ("part", part(0)), ("whole", part(1)));
        let term: Option<Term> = part(2).parse().ok();
        let term = term.map(|term| words::term(term, lang)).unwrap_or_default();
        let url = match has_role(self.visit, Role::NetworkLead) {
            true => String::new(),
            false => url::consultations(self.team),
        };
        (lang.t("development-held"), url, format!("{count}, {term}"))
    }

    /// What the month's report counts, for those who can open it.
    fn counted<'t>(
        &self,
        line: &str,
        part: &impl Fn(usize) -> &'t str,
    ) -> (String, String, String) {
        let lang = self.visit.lang;
        let name = Line::from_code(line).map_or_else(|| line.to_owned(), |line| lang.name(line));
        let count = match part(1) {
            "" => part(0).to_owned(),
            whole => lang.t2("month-report-part", ("part", part(0)), ("whole", whole)),
        };
        let month: Option<Month> = part(2).parse().ok();
        let month = month.map(|month| month_report::month_name(month, lang));
        let may_open = [Role::GroupLeader, Role::Consultant].map(|role| has_role(self.visit, role));
        let url = match may_open.contains(&true) {
            true => url::month_report(self.team),
            false => String::new(),
        };
        let told = [count, month.unwrap_or_default()];
        let said = told.into_iter().filter(|text| !text.is_empty());
        (name, url, said.collect::<Vec<_>>().join(", "))
    }

    fn training<'t>(
        &self,
        key: &str,
        part: &impl Fn(usize) -> &'t str,
    ) -> (String, String, String) {
        let (lang, today) = (self.visit.lang, self.visit.ctx.today());
        let kinds = self.app.training_kinds(today);
        let known = kinds.iter().find(|kind| kind.requirement == key);
        let name = known.map(|kind| lang.words(&kind.name).to_owned());
        let standing = StandingCode::from_code(part(0)).map(|code| lang.name(code));
        let by: Option<Day> = part(1).parse().ok();
        let by = by.map(|by| lang.t1("training-by", "day", lang.full_day(by).as_str()));
        let told = [standing, by].into_iter().flatten();
        let url = match self.whose.staff() == Some(self.visit.who.staff.id) {
            true => url::my_training(),
            false if has_role(self.visit, Role::NetworkLead) => String::new(),
            false => url::team_training(self.team),
        };
        let name = name.unwrap_or_else(|| key.to_owned());
        (name, url, told.collect::<Vec<_>>().join(", "))
    }
}

/// Everything that a goal could rest on, the chosen first, and what it rests on already if that is not offered any more.
pub(super) fn offered(
    around: &Around<'_>,
    (goal, offer): (Option<&Goal>, &[Evidence]),
    chosen: &[(EvidenceKind, String)],
) -> Vec<EvidenceView> {
    let kept = goal.map_or(&[][..], |goal| &goal.evidence[..]);
    let is_kept = |one: &&Evidence| {
        kept.iter()
            .any(|kept| kept.kind == one.kind && kept.key == one.key)
    };
    let new = offer.iter().filter(|one| !is_kept(one));
    kept.iter()
        .chain(new)
        .map(|one| around.view(one, chosen))
        .collect()
}
