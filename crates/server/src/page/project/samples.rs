//! States of these pages.

use super::one::{self, FigureRow, ItemForm, ItemView, KindView, ProjectPage};
use super::team::{TeamProjectView, TeamProjectsPage, YearView};
use super::{FigureCell, ProjectForm, ProjectRow, ProjectsPage};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, choices, sampled};

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<ProjectsPage>("projects");
    all.extend(sampled::<ProjectPage>("project"));
    all.extend(sampled::<TeamProjectsPage>("projects of a team"));
    all
}

fn teams() -> Vec<(String, String)> {
    vec![("1".to_owned(), "MST-CAN Björkdalen".to_owned())]
}

fn form() -> ProjectForm {
    ProjectForm {
        version: 1,
        name: "Två team i Björkdalen".to_owned(),
        funder: "Stiftelsen Provlyktan".to_owned(),
        teams: vec!["1".to_owned()],
        ..ProjectForm::default()
    }
}

fn wrong(field: &str, message: &'static str) -> Faults {
    let mut faults = Faults::none();
    faults.add(field, message);
    faults
}

fn cell() -> FigureCell {
    FigureCell {
        value: "75\u{a0}%".to_owned(),
        behind: "9 av 12, 47–91\u{a0}%".to_owned(),
    }
}

impl Samples for ProjectsPage {
    fn samples() -> Vec<(&'static str, ProjectsPage)> {
        let page = |lang: Lang, rows, faults| ProjectsPage {
            frame: Frame::sample(lang),
            lang,
            url: "/networks/1/projects".to_owned(),
            rows,
            teams: teams(),
            form: form(),
            faults,
        };
        let row = |lang: Lang| ProjectRow {
            url: "/networks/1/projects/1".to_owned(),
            name: form().name,
            funder: form().funder,
            period: "1 april 2026 – 31 mars 2029".to_owned(),
            teams: 2,
            next: Some(Signal::new("over", "overdue", lang.t("project-late"))),
        };
        let faults = wrong("teams", "project-fault-teams");
        vec![
            ("none", page(Lang::SV, Vec::new(), Faults::none())),
            ("some", page(Lang::SV, vec![row(Lang::SV)], Faults::none())),
            ("faults", page(Lang::EN, vec![row(Lang::EN)], faults)),
        ]
    }
}

fn kinds(lang: Lang) -> Vec<KindView> {
    let item = |is_done, state: Signal| ItemView {
        url: "/networks/1/projects/1/items/1".to_owned(),
        title: "Årsredovisning".to_owned(),
        text: "Med revisorns yttrande.".to_owned(),
        told: vec!["31 mars 2027".to_owned(), "450 000 kr".to_owned()],
        state: Some(state),
        is_done,
        can_be_done: true,
    };
    let late = Signal::new("over", "overdue", lang.t("project-late"));
    let done = Signal::new(
        "ok",
        "ok",
        lang.t1("project-done-on", "day", "2 april 2027"),
    );
    let kind = |id, key: &str, items| KindView {
        id,
        title: lang.t(key),
        none: lang.t("project-none-of-kind"),
        items,
    };
    vec![
        kind(
            "account",
            "project-accounts",
            vec![item(false, late), item(true, done)],
        ),
        kind("risk", "project-risks", Vec::new()),
    ]
}

impl Samples for ProjectPage {
    fn samples() -> Vec<(&'static str, ProjectPage)> {
        let page = |lang: Lang| ProjectPage {
            frame: Frame::sample(lang),
            lang,
            list: "/networks/1/projects".to_owned(),
            url: "/networks/1/projects/1".to_owned(),
            name: form().name,
            lead: "Stiftelsen Provlyktan · PL 2026/14".to_owned(),
            purpose: "Familjer i Björkdalen ska slippa vänta.".to_owned(),
            teams_told: lang.t1("project-teams-told", "names", "MST-CAN Björkdalen"),
            scale: "/networks/n/scale?team=1".to_owned(),
            columns: vec!["2026".to_owned(), lang.t("project-whole")],
            figures: vec![FigureRow {
                label: lang.t("review-col-figure"),
                cells: vec![cell(), cell()],
            }],
            lacking: vec![lang.t2(
                "project-lacking",
                ("year", "2026"),
                ("names", "MST Björkdalen"),
            )],
            kinds: kinds(lang),
            item: ItemForm::default(),
            item_kinds: choices::<hemma_domain::project::ItemKind>(lang),
            figure_choices: one::figures(lang),
            directions: one::directions(lang),
            teams: teams(),
            form: form(),
            faults: Faults::none(),
        };
        let blank = ProjectPage {
            figures: Vec::new(),
            lacking: Vec::new(),
            purpose: String::new(),
            ..page(Lang::SV)
        };
        let faults = ProjectPage {
            faults: wrong("amount", "project-fault-amount"),
            ..page(Lang::EN)
        };
        vec![("all", page(Lang::SV)), ("new", blank), ("faults", faults)]
    }
}

impl Samples for TeamProjectsPage {
    fn samples() -> Vec<(&'static str, TeamProjectsPage)> {
        let page = |lang: Lang, projects| TeamProjectsPage {
            frame: Frame::sample(lang),
            lang,
            review: "/teams/1/review".to_owned(),
            projects,
        };
        let year = |lang: Lang, can_give| YearView {
            year: "2026".to_owned(),
            url: "/teams/1/projects/1/2026".to_owned(),
            state: Signal::new("due", "due", lang.t("project-not-given")),
            can_give,
            figures: vec![(lang.t("review-col-figure"), cell())],
        };
        let project = |years| TeamProjectView {
            id: "1".to_owned(),
            name: form().name,
            told: form().funder,
            purpose: "Familjer i Björkdalen ska slippa vänta.".to_owned(),
            years,
        };
        let some = vec![
            project(vec![year(Lang::SV, true)]),
            TeamProjectView {
                id: "2".to_owned(),
                ..project(Vec::new())
            },
        ];
        let given = vec![project(vec![year(Lang::EN, false)])];
        vec![
            ("none", page(Lang::SV, Vec::new())),
            ("some", page(Lang::SV, some)),
            ("given", page(Lang::EN, given)),
        ]
    }
}
