//! Every state of these pages.

use std::collections::BTreeMap;

use hemma_app::opening::applicant::{ApplicantLine, Applicants, OneApplicant, SittingLine};
use hemma_app::opening::destruction::{Destruction, KeptBy, Protocol};
use hemma_app::opening::ending::Correction;
use hemma_app::opening::merits::MeritsOf;
use hemma_app::opening::{May, OneOpening};
use hemma_domain::application::{
    Lack, Mark, Message, Reference, RegisterNote, Sheet, Sitting, Stage, spreads,
};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{ApplicationId, StaffId};
use hemma_domain::opening::{EndKind, Ending, Member, Merits, Part, Profile, State, StateCode};
use hemma_domain::programme::{Confidence, Words};
use hemma_domain::recruiting::{RuleKind, Term};
use hemma_domain::time::Day;
use uuid::Uuid;

use super::briefing::MeetingView;
use super::edit::Lists;
use super::merits::PersonView;
use super::typed::DraftView;
use super::{
    AdvertPage, ApplicantPage, ApplicantsPage, CorrectPage, DestructionPage, EditPage, EndPage,
    MeritsPage, OpeningPage, OpeningRow, OpeningsPage, ReplacePage, state,
};
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::lang::Lang;
use crate::page::application::AdvertView;
use crate::page::application::samples::{application, noon, opening, profile};
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, sampled};

const SV: Lang = Lang::SV;
const EN: Lang = Lang::EN;
const ME: StaffId = StaffId(Uuid::from_u128(1));
const OTHER: StaffId = StaffId(Uuid::from_u128(2));

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<OpeningsPage>("openings");
    all.extend(sampled::<EditPage>("opening form"));
    all.extend(sampled::<OpeningPage>("opening"));
    all.extend(sampled::<AdvertPage>("opening advert"));
    all.extend(sampled::<ApplicantsPage>("applicants"));
    all.extend(sampled::<ApplicantPage>("applicant"));
    all.extend(sampled::<EndPage>("opening end"));
    all.extend(sampled::<CorrectPage>("opening correction"));
    all.extend(sampled::<MeritsPage>("opening merits"));
    all.extend(sampled::<DestructionPage>("opening destruction"));
    all.extend(sampled::<ReplacePage>("opening replace"));
    all
}

fn today() -> Day {
    noon().day()
}

fn wrong(field: &str, message: &'static str) -> Faults {
    let mut faults = Faults::none();
    faults.add(field, message);
    faults
}

const MANAGING: May = May {
    manage: true,
    see_applicants: true,
};

const ASSESSING: May = May {
    manage: false,
    see_applicants: true,
};

fn ended(kind: EndKind) -> State {
    State::Ended(Ending {
        kind,
        on: today().plus(-900),
        by: ME,
        posted_on: Some(today().plus(-895)),
        final_on: today().plus(-874),
        reasons: "Störst erfarenhet av hembesök.".to_owned(),
    })
}

impl Samples for OpeningsPage {
    fn samples() -> Vec<(&'static str, OpeningsPage)> {
        let page = |lang: Lang, rows, faults| OpeningsPage {
            frame: Frame::sample(lang),
            lang,
            rows,
            orphans: vec![(
                "/".to_owned(),
                "Psykolog".to_owned(),
                "MST-CAN Järva".to_owned(),
            )],
            places: vec![("team/1".to_owned(), "MST-CAN Järva".to_owned())],
            post: String::new(),
            faults,
        };
        let row = |lang: Lang, of, due| OpeningRow {
            url: "/".to_owned(),
            post: "Familjebehandlare".to_owned(),
            place: "MST-CAN Järva".to_owned(),
            part: lang.name(Part::Responsible),
            state: state(of, lang),
            applied: lang.t1("opening-applied", "count", 14_u32),
            due,
        };
        let over = Signal::new(
            "over",
            "overdue",
            EN.t1("opening-destroy-due", "day", "1 May 2026"),
        );
        let all = StateCode::ALL.iter().map(|of| row(EN, *of, None));
        let mut all: Vec<OpeningRow> = all.collect();
        all.push(row(EN, StateCode::Decided, Some(over)));
        vec![
            ("empty", page(SV, Vec::new(), Faults::none())),
            ("in each state", page(EN, all, Faults::none())),
            (
                "with faults",
                page(SV, Vec::new(), wrong("post", "opening-fault-post")),
            ),
        ]
    }
}

impl Samples for EditPage {
    fn samples() -> Vec<(&'static str, EditPage)> {
        let page = |lang: Lang, profile: &Profile, faults| EditPage {
            frame: Frame::sample(lang),
            lang,
            back: "/".to_owned(),
            action: "/".to_owned(),
            version: 1,
            draft: DraftView::of(profile),
            lists: Lists::of(lang),
            faults,
        };
        let blank = Profile::blank();
        vec![
            ("empty", page(SV, &blank, Faults::none())),
            ("usual", page(EN, &profile(), Faults::none())),
            (
                "with faults",
                page(SV, &blank, wrong("competences", "opening-lacks-must")),
            ),
        ]
    }
}

impl Samples for OpeningPage {
    fn samples() -> Vec<(&'static str, OpeningPage)> {
        let page = |lang: Lang, of: State, may, faults| {
            let member = |staff, part| Member { staff, part };
            let found_in = of.clone();
            let found = OneOpening {
                opening: opening(of),
                place: "MST-CAN Järva".to_owned(),
                members: vec![
                    (member(ME, Part::Responsible), "Gun Alebäck".to_owned()),
                    (member(OTHER, Part::Assessor), "Kajsa Vassrugg".to_owned()),
                ],
                candidates: vec![(OTHER, "Folke Tallbarr".to_owned())],
                hired: hired(&found_in),
                corrections: corrected(&found_in),
                may,
            };
            let shown = ("https://hemma.example", today());
            let mut page = OpeningPage::of(Frame::sample(lang), &found, shown, faults);
            page.meetings = vec![MeetingView {
                at: lang.moment(noon()),
                place: "Påhittssalen".to_owned(),
                coming: lang.t2("briefing-coming", ("count", 1_u32), ("seats", 20_u32)),
                is_off: true,
                guests: vec![("Pelle Påhitt".to_owned(), "pelle@example.org".to_owned())],
                cancel: "/".to_owned(),
            }];
            page
        };
        vec![
            ("draft", page(SV, State::Draft, MANAGING, Faults::none())),
            ("open", page(EN, State::Open, MANAGING, Faults::none())),
            (
                "screening, as assessor",
                page(SV, State::Screening, ASSESSING, Faults::none()),
            ),
            (
                "with faults",
                page(
                    SV,
                    State::Open,
                    MANAGING,
                    wrong("step", "opening-fault-still-open"),
                ),
            ),
            (
                "decided",
                page(EN, ended(EndKind::Decided), MANAGING, Faults::none()),
            ),
        ]
    }
}

fn hired(of: &State) -> Vec<(ApplicationId, String)> {
    match of.code() {
        StateCode::Decided => vec![(
            ApplicationId(Uuid::from_u128(7)),
            "Pelle Påhittsson".to_owned(),
        )],
        _ => Vec::new(),
    }
}

fn corrected(of: &State) -> Vec<(Correction, String)> {
    let ending = of.ending().filter(|one| one.kind == EndKind::Decided);
    let one = ending.map(|ending| Correction {
        id: Uuid::from_u128(1),
        opening: opening(State::Open).id,
        at: noon(),
        by: ME,
        why: "Fel person var markerad.".to_owned(),
        hired: vec![2],
        posted_on: ending.posted_on,
        final_on: ending.final_on,
        reasons: ending.reasons.clone(),
    });
    let told = one.map(|one| (one, "Gun Alebäck".to_owned()));
    told.into_iter().collect()
}

impl Samples for AdvertPage {
    fn samples() -> Vec<(&'static str, AdvertPage)> {
        let page = |lang: Lang, public: &str| AdvertPage {
            frame: Frame::sample(lang),
            lang,
            back: "/".to_owned(),
            advert: AdvertView::of(&profile(), "MST-CAN Järva", lang),
            public: public.to_owned(),
            file: public.chars().take(1).map(|_| '/').collect(),
            briefings: vec![("tis 1 dec 17:00".to_owned(), "Salen".to_owned())],
        };
        vec![
            ("draft", page(SV, "")),
            ("public", page(EN, "https://hemma.example/jobs/1")),
        ]
    }
}

fn mark(score: u8) -> Mark {
    Mark {
        score,
        note: "Tydligt exempel".to_owned(),
    }
}

fn sheet(by: StaffId, score: u8) -> Sheet {
    Sheet {
        sitting: Sitting::First,
        by,
        marks: BTreeMap::from([(1, mark(score))]),
        locked_at: Some(noon()),
        version: 1,
    }
}

fn sitting(sheets: &[Sheet]) -> SittingLine {
    SittingLine {
        sitting: Sitting::First,
        is_locked: !sheets.is_empty(),
        locked: 2,
        spreads: spreads(sheets, Sitting::First),
    }
}

fn applicants(of: State) -> Applicants {
    let line = |stage: Stage, unmet, sittings| ApplicantLine {
        application: application(stage),
        unmet,
        sittings,
        lacks: match stage {
            Stage::Invited => vec![
                Lack::Register,
                Lack::Sheets(Sitting::Second),
                Lack::References,
            ],
            _ => Vec::new(),
        },
    };
    Applicants {
        opening: opening(of),
        place: "MST-CAN Järva".to_owned(),
        lines: vec![
            line(
                Stage::Invited,
                0,
                vec![sitting(&[sheet(ME, 2), sheet(OTHER, 5)])],
            ),
            line(Stage::Received, 1, vec![sitting(&[])]),
            line(Stage::Withdrawn, 0, Vec::new()),
        ],
        appeal: Some(Term::Days(21)),
        may: MANAGING,
    }
}

impl Samples for ApplicantsPage {
    fn samples() -> Vec<(&'static str, ApplicantsPage)> {
        let page = |lang: Lang, found: Applicants, faults| {
            ApplicantsPage::of(
                Frame::sample(lang),
                &found,
                (String::new(), String::new(), faults),
            )
        };
        let none = Applicants {
            lines: Vec::new(),
            ..applicants(State::Open)
        };
        vec![
            ("empty", page(SV, none, Faults::none())),
            (
                "hidden",
                page(EN, applicants(State::Screening), Faults::none()),
            ),
            (
                "with faults",
                page(
                    SV,
                    applicants(State::Interviews),
                    wrong("body", "opening-fault-message"),
                ),
            ),
        ]
    }
}

fn one(of: State, stage: Stage, sheets: Vec<Sheet>) -> OneApplicant {
    let is_named = of != State::Screening;
    let mut applied = application(stage);
    if is_named {
        applied.staff = Some(OTHER);
        applied.register = Some(RegisterNote {
            shown_on: today(),
            issued_on: today().plus(-10),
            by: ME,
        });
    } else {
        applied = applied.unnamed();
    }
    let reference = Reference {
        who: "Rut Påhitt, enhetschef".to_owned(),
        on: today(),
        by: ME,
        summary: "Lugn och tydlig.".to_owned(),
    };
    OneApplicant {
        opening: opening(of),
        application: applied,
        sittings: vec![sitting(&sheets)],
        sheets: sheets
            .into_iter()
            .map(|one| (one, "Gun Alebäck".to_owned()))
            .collect(),
        open: vec![Sheet::blank(Sitting::Second, ME)],
        references: match is_named {
            true => vec![(reference, "Gun Alebäck".to_owned())],
            false => Vec::new(),
        },
        messages: vec![Message {
            body: "Tack för din ansökan.".to_owned(),
            at: noon(),
            by: ME,
        }],
        register_by: "Gun Alebäck".to_owned(),
        register_terms: vec![
            (today().plus(-200), Term::Months(6)),
            (today().plus(-4000), Term::Months(12)),
        ],
        employee: match is_named {
            true => "Kajsa Vassrugg".to_owned(),
            false => String::new(),
        },
        may: MANAGING,
    }
}

impl Samples for ApplicantPage {
    fn samples() -> Vec<(&'static str, ApplicantPage)> {
        let page = |lang: Lang, found: &OneApplicant, faults| {
            ApplicantPage::of(Frame::sample(lang), found, faults)
        };
        let hidden = one(State::Screening, Stage::Received, Vec::new());
        let scored = one(
            State::Interviews,
            Stage::Invited,
            vec![sheet(ME, 2), sheet(OTHER, 5)],
        );
        vec![
            ("hidden", page(SV, &hidden, Faults::none())),
            ("interviewed", page(EN, &scored, Faults::none())),
            (
                "with faults",
                page(SV, &scored, wrong("who", "opening-fault-reference-who")),
            ),
        ]
    }
}

impl Samples for EndPage {
    fn samples() -> Vec<(&'static str, EndPage)> {
        let page = |lang: Lang, of: State, faults| {
            let found = applicants(of);
            EndPage::of(Frame::sample(lang), &found, &Posted::default(), faults)
        };
        vec![
            ("early", page(SV, State::Screening, Faults::none())),
            ("usual", page(EN, State::Interviews, Faults::none())),
            (
                "with faults",
                page(SV, State::Interviews, wrong("hired", "opening-fault-hired")),
            ),
        ]
    }
}

impl Samples for CorrectPage {
    fn samples() -> Vec<(&'static str, CorrectPage)> {
        let page = |lang: Lang, faults| {
            let soon = State::Ended(Ending {
                kind: EndKind::Decided,
                on: today(),
                by: ME,
                posted_on: Some(today()),
                final_on: today().plus(21),
                reasons: "Störst erfarenhet av hembesök.".to_owned(),
            });
            let found = applicants(soon);
            CorrectPage::of(Frame::sample(lang), &found, (None, today()), faults)
        };
        let pages = [
            ("usual", page(SV, Faults::none())),
            ("with faults", page(EN, wrong("why", "opening-fault-why"))),
        ];
        let shown = pages.into_iter();
        shown
            .filter_map(|(name, page)| Some((name, page?)))
            .collect()
    }
}

impl Samples for MeritsPage {
    fn samples() -> Vec<(&'static str, MeritsPage)> {
        let page = |lang: Lang, people, faults| MeritsPage {
            frame: Frame::sample(lang),
            lang,
            back: "/".to_owned(),
            post: "Familjebehandlare".to_owned(),
            place: "MST-CAN Järva".to_owned(),
            lead: lang.t("opening-merits-lead"),
            people,
            faults,
        };
        let merits = Merits {
            education: "Socionom".to_owned(),
            experience: "Åtta år i socialtjänsten".to_owned(),
            other: "Talar arabiska".to_owned(),
        };
        let person = |number: u32, name: &str, is_hired, merits: &Merits| MeritsOf {
            id: ApplicationId(Uuid::from_u128(u128::from(number))),
            version: 3,
            number,
            name: name.to_owned(),
            is_hired,
            merits: merits.clone(),
        };
        let people = |lang: Lang| {
            let all = [
                person(2, "Pelle Påhittsson", true, &merits),
                person(1, "Lena Låtsas", false, &Merits::default()),
                person(4, "", false, &Merits::default()),
            ];
            let of = opening(State::Open).id;
            all.iter()
                .map(|one| PersonView::of(of, one, lang))
                .collect::<Vec<_>>()
        };
        vec![
            ("empty", page(SV, Vec::new(), Faults::none())),
            ("usual", page(EN, people(EN), Faults::none())),
            (
                "with faults",
                page(SV, people(SV), wrong("other", "opening-fault-long")),
            ),
        ]
    }
}

impl Samples for DestructionPage {
    fn samples() -> Vec<(&'static str, DestructionPage)> {
        let page = |lang: Lang, of: State, faults| {
            let opening = opening(of);
            let protocols = match opening.state {
                State::Destroyed(_) => vec![(
                    Protocol {
                        id: Uuid::nil(),
                        opening: opening.id,
                        at: noon(),
                        by: ME,
                        rule: "RA-FS 2021:2".to_owned(),
                        due_on: today(),
                        numbers: vec![1, 2, 5],
                        kept: 1,
                    },
                    "Gun Alebäck".to_owned(),
                )],
                _ => Vec::new(),
            };
            let found = Destruction {
                rules: match opening.state.ending() {
                    Some(_) => vec![kept_by()],
                    None => Vec::new(),
                },
                due_on: match opening.state {
                    State::Ended(_) => Some(today()),
                    _ => None,
                },
                numbers: vec![1, 2, 5],
                kept: 1,
                protocols,
                opening,
            };
            DestructionPage::of(Frame::sample(lang), &found, today(), faults)
        };
        let destroyed = match ended(EndKind::Decided) {
            State::Ended(ending) => State::Destroyed(ending),
            other => other,
        };
        vec![
            ("running", page(SV, State::Open, Faults::none())),
            ("due", page(EN, ended(EndKind::Decided), Faults::none())),
            ("aborted", page(SV, ended(EndKind::Aborted), Faults::none())),
            ("destroyed", page(SV, destroyed, Faults::none())),
            (
                "with faults",
                page(
                    EN,
                    ended(EndKind::Aborted),
                    wrong("day", "opening-fault-day"),
                ),
            ),
        ]
    }
}

fn kept_by() -> KeptBy {
    KeptBy {
        kind: RuleKind::KeptAborted,
        term: Term::Months(24),
        source: Words {
            sv: "JO om avbrutna rekryteringar".to_owned(),
            en: "The Ombudsman on recruitments that were broken off".to_owned(),
        },
        confidence: Confidence::Unconfirmed,
    }
}
