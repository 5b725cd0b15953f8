//! Weeks for the samples of the page.

use hemma_domain::week::{FitKind, FollowUp, SafetyChange, Section, StepOutcome};

use super::{
    Choice, DriverView, FitView, LastStep, PointView, StepView, TextView, WeekView, choices,
};
use crate::lang::Lang;

const LANG: Lang = Lang::SV;

/// A week that nobody wrote in, read by who may not.
pub fn empty() -> WeekView {
    WeekView {
        url: "/".to_owned(),
        goals_url: "/".to_owned(),
        safety_url: "/".to_owned(),
        title: "Vecka 47".to_owned(),
        days: "mån 16 nov – sön 22 nov".to_owned(),
        previous: None,
        next: None,
        all_url: None,
        state: ("over", "overdue", "Sen".to_owned()),
        times: Vec::new(),
        write: false,
        write_url: None,
        hand_in: false,
        answer: false,
        give_url: None,
        read_url: None,
        needs_plan: true,
        is_handed_in: false,
        next_steps: Vec::new(),
        gaps: Vec::new(),
        decisions: String::new(),
        earlier: Vec::new(),
        points: Vec::new(),
        behaviours: Vec::new(),
        wishes: Vec::new(),
        goals: Vec::new(),
        last_title: "v. 46".to_owned(),
        last: Vec::new(),
        texts: Vec::new(),
        fits: Vec::new(),
        fit_kinds: choices(LANG, Some(FitKind::Behaviour)),
        steps: Vec::new(),
        blank_step: step("", false),
        safety: choices::<SafetyChange>(LANG, None),
        safety_version: 0,
        contacts: Vec::new(),
        contacts_sum: "0 av 3 kontakter".to_owned(),
    }
}

/// A week with something in every part; `write` for who writes it, else for who gives feedback on it.
pub fn written(write: bool) -> WeekView {
    let other = |name: &str| Some(("/".to_owned(), name.to_owned()));
    WeekView {
        previous: other("v. 46"),
        next: other("v. 48"),
        all_url: write.then(|| "/".to_owned()),
        state: ("ok", "ok", "Inlämnad".to_owned()),
        times: vec!["Lämnas in mån 23 nov 12:00".to_owned()],
        write,
        write_url: (!write).then(|| "/".to_owned()),
        hand_in: write,
        answer: write,
        give_url: (!write).then(|| "/".to_owned()),
        read_url: (!write).then(|| "/".to_owned()),
        needs_plan: false,
        is_handed_in: !write,
        next_steps: vec!["Teamet går igenom veckan tisdag 24 november.".to_owned()],
        gaps: vec!["Inget är sagt om säkerheten".to_owned()],
        decisions: "Två kvällsbesök till".to_owned(),
        earlier: vec![point("1", None)],
        points: vec![
            (Section::Fit, point("2", None)),
            (Section::Advances, point("3", Some(FollowUp::Done))),
            (Section::Barriers, own_point()),
        ],
        behaviours: vec![["Skriker", "tre morgnar", "hårda ord", "tio minuter"].map(str::to_owned)],
        wishes: vec![("Fjäril".to_owned(), "Bli väckt snällt".to_owned())],
        goals: vec![(1, "Lugna morgnar".to_owned(), "Pågår".to_owned())],
        last: vec![last_step()],
        texts: vec![TextView {
            code: "advances",
            text: "Fyra lugna morgnar".to_owned(),
            version: 2,
            saved: "Sparat av Tuva".to_owned(),
            after: "Ändrat efter inlämningen".to_owned(),
        }],
        fits: vec![fit()],
        steps: vec![step("7", true)],
        contacts: vec!["tis 17 nov: Besök".to_owned()],
        ..empty()
    }
}

fn point(id: &str, follow_up: Option<FollowUp>) -> PointView {
    PointView {
        id: id.to_owned(),
        by: "Gun Alebäck · gruppledare, tis 17 nov 12:00".to_owned(),
        about: LANG.name(Section::Fit),
        text: "Vilka belägg har ni?".to_owned(),
        answer: "Sömndagboken".to_owned(),
        answered: "Tuva Ekorrstig, tis 17 nov 13:00".to_owned(),
        follow_up: follow_up.map(|mark| LANG.name(mark)),
        marks: choices(LANG, follow_up),
        note: String::new(),
        version: 1,
        reword_url: String::new(),
        is_own: false,
    }
}

/// One that its writer can still change.
fn own_point() -> PointView {
    PointView {
        answer: String::new(),
        answered: String::new(),
        reword_url: "/".to_owned(),
        is_own: true,
        ..point("4", None)
    }
}

fn last_step() -> LastStep {
    LastStep {
        id: "5".to_owned(),
        text: "Malva väcker Fjäril en gång".to_owned(),
        goal: "Mål 1: Lugna morgnar".to_owned(),
        outcomes: choices(LANG, Some(StepOutcome::Partly)),
        outcome: LANG.name(StepOutcome::Partly),
        evidence: "Tre av fem".to_owned(),
        version: 1,
        after: String::new(),
    }
}

fn fit() -> FitView {
    let systems: Vec<Choice> = vec![("family".to_owned(), "Familj".to_owned(), true)];
    FitView {
        id: "6".to_owned(),
        target: "Malva skriker".to_owned(),
        kind: LANG.name(FitKind::Behaviour),
        kinds: choices(LANG, Some(FitKind::Behaviour)),
        version: 1,
        svg: [String::new(), String::new()],
        drivers: vec![DriverView {
            id: "8".to_owned(),
            system: "Familj".to_owned(),
            systems: systems.clone(),
            text: "Uppmaningen ges i brådskan".to_owned(),
            evidence: "Såg det".to_owned(),
            prioritised: true,
            version: 1,
            after: String::new(),
        }],
        systems,
        after: String::new(),
    }
}

fn step(id: &str, carried: bool) -> StepView {
    let one = |name: &str| vec![("1".to_owned(), name.to_owned(), true)];
    StepView {
        id: id.to_owned(),
        text: "Packa väskan ihop".to_owned(),
        goal: "Mål 1".to_owned(),
        driver: "Uppmaningen ges i brådskan".to_owned(),
        goals: one("Mål 1"),
        drivers: one("Uppmaningen ges i brådskan"),
        rows: vec![["Öva", "Tuva", "tisdag", "Klockslag"].map(str::to_owned)],
        principles: one("P1 Förstå sammanhanget"),
        carried,
        version: 1,
        after: String::new(),
    }
}

/// Every free text has a place in the page: the codes that it asks for.
#[cfg(test)]
mod tests {
    use hemma_domain::code::Code as _;

    use super::*;
    use hemma_domain::week::WeekField;

    #[test]
    fn the_page_asks_for_every_free_text() {
        let page = include_str!("../../../../templates/week.html");
        for field in WeekField::ALL {
            assert!(page.contains(&format!("week.text(\"{}\")", field.code())));
        }
        for section in Section::ALL {
            assert!(page.contains(&format!("w::margin(lang, week, \"{}\")", section.code())));
        }
    }
}
