//! Every state of these pages.

use hemma_domain::code::Code as _;
use hemma_domain::staff::Language;
use hemma_domain::training::{Length, Question, Reply, Stage, StandingCode};

use super::mine::{DemandView, SeatView as MySeatView};
use super::one::{CandidateView, EvaluationView, May, SeatView, reply};
use super::record::AttendedView;
use super::standing::{CellView, DemandView as ColumnView, PersonView, ProgrammeView, signal};
use super::subject::{LineView, SubjectView};
use super::typed::{DayView, DraftView};
use super::{
    EditPage, EvaluationPage, MinePage, Places, RecordPage, RowView, StandingPage, SubjectPage,
    TrainingPage, TrainingsPage, length, stage, tally,
};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::duty::feed::FeedView;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, choices, sampled};

const SV: Lang = Lang::SV;
const EN: Lang = Lang::EN;

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<TrainingsPage>("trainings");
    all.extend(sampled::<EditPage>("training form"));
    all.extend(sampled::<TrainingPage>("training"));
    all.extend(sampled::<StandingPage>("training standing"));
    all.extend(sampled::<RecordPage>("training record"));
    all.extend(sampled::<SubjectPage>("training subject"));
    all.extend(sampled::<MinePage>("my training"));
    all.extend(sampled::<EvaluationPage>("training evaluation"));
    all
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn row(lang: Lang, of: Stage) -> RowView {
    RowView {
        url: text("/"),
        title: text("Kvartalsutbildning"),
        what: text("Kvartalsutbildning, MST-CAN"),
        days: text("3 dec – 4 december 2026"),
        place: text("Påhittssalen"),
        seats: Places {
            coming: 5,
            attended: 4,
            most: Some(12),
        }
        .told(of, lang),
        stage: stage(of, lang),
    }
}

impl Samples for TrainingsPage {
    fn samples() -> Vec<(&'static str, TrainingsPage)> {
        let page = |lang: Lang, coming: Vec<RowView>, past: Vec<RowView>| TrainingsPage {
            frame: Frame::sample(lang),
            lang,
            new: text("/"),
            needs: text("/"),
            tally: tally(hemma_app::training::Tally::default(), lang),
            coming,
            past,
        };
        let held = vec![row(SV, Stage::Held), row(SV, Stage::Cancelled)];
        vec![
            ("none", page(EN, vec![], vec![])),
            ("some", page(SV, vec![row(SV, Stage::Planned)], held)),
            (
                "nothing planned",
                page(EN, vec![], vec![row(EN, Stage::Held)]),
            ),
        ]
    }
}

impl Samples for EditPage {
    fn samples() -> Vec<(&'static str, EditPage)> {
        let page = |lang: Lang, draft: DraftView, version: &str, faults: Faults| EditPage {
            frame: Frame::sample(lang),
            lang,
            list: text("/"),
            action: text("/"),
            version: text(version),
            draft,
            kinds: vec![(text("/booster"), text("Kvartalsutbildning (alla program)"))],
            languages: choices::<Language>(lang),
            lengths: choices::<Length>(lang),
            attended: match version.is_empty() {
                true => String::new(),
                false => lang.t1("training-attended-days", "days", "5 november 2026"),
            },
            faults,
        };
        let mut faults = Faults::none();
        faults.add("title", "training-fault-title");
        faults.add("sessions", "training-fault-twice");
        let wrong = DraftView {
            kind: text("/booster"),
            days: vec![DayView {
                on: text("2026-12-03"),
                from: text("09:00"),
                to: text("16:00"),
                length: text("half"),
            }],
            ..DraftView::blank()
        };
        vec![
            ("new", page(SV, DraftView::blank(), "", Faults::none())),
            ("with faults", page(EN, wrong, "2", faults)),
        ]
    }
}

fn one(lang: Lang) -> TrainingPage {
    TrainingPage {
        frame: Frame::sample(lang),
        lang,
        list: text("/"),
        url: text("/"),
        version: 1,
        title: text("Kvartalsutbildning"),
        stage: stage(Stage::Planned, lang),
        facts: vec![(lang.t("training-place"), text("Påhittssalen"))],
        about: text("Att följa upp delmål."),
        held: Vec::new(),
        seats: Vec::new(),
        answers: String::new(),
        candidates: Vec::new(),
        evaluations: EvaluationView::default(),
        trips: vec![(
            text("/"),
            lang.t2(
                "trip-of-training",
                ("place", "Påhittsstad"),
                ("day", "1 mars 2027"),
            ),
        )],
        may: May {
            edit: true,
            cancel: true,
            ..May::default()
        },
        faults: Faults::none(),
    }
}

fn place(name: &str, lang: Lang, of: Reply, days: Vec<(String, bool)>) -> SeatView {
    let none = days.is_empty();
    SeatView {
        name: text(name),
        teams: text("MST-CAN Björkdalen"),
        reply: reply(of, lang),
        length: match none {
            true => String::new(),
            false => length(3, lang),
        },
        certificate: text(if none { "" } else { "/" }),
        days,
    }
}

fn candidate(code: Option<StandingCode>, booked: &str) -> CandidateView {
    CandidateView {
        id: text("1"),
        name: text("Kajsa Vassrugg"),
        teams: text("MST-CAN Björkdalen"),
        standing: code.map(|code| signal(code, SV)),
        booked: text(booked),
        is_proposed: code == Some(StandingCode::Overdue),
    }
}

impl Samples for TrainingPage {
    fn samples() -> Vec<(&'static str, TrainingPage)> {
        let invited = TrainingPage {
            seats: vec![
                place("Tuva Ekorrstig", SV, Reply::Yes, vec![]),
                place("Gun Alebäck", SV, Reply::Open, vec![]),
            ],
            answers: SV.filled(
                "training-answers",
                [("yes", 1.into()), ("no", 0.into()), ("open", 1.into())],
            ),
            candidates: vec![
                candidate(Some(StandingCode::Overdue), ""),
                candidate(Some(StandingCode::Due), "plats 3 dec"),
                candidate(None, ""),
            ],
            may: May {
                edit: true,
                cancel: true,
                propose: true,
                certify: false,
            },
            ..one(SV)
        };
        let there = |yes| vec![(text("1/2026-11-05"), yes), (text("1/2026-11-06"), true)];
        let held = TrainingPage {
            stage: stage(Stage::Held, EN),
            held: vec![
                (text("2026-11-05"), text("5 nov")),
                (text("2026-11-06"), text("6 nov")),
            ],
            seats: vec![
                place("Tuva Ekorrstig", EN, Reply::Yes, there(true)),
                place("Gun Alebäck", EN, Reply::No, there(false)),
            ],
            evaluations: EvaluationView {
                why: String::new(),
                answers: 3,
                rows: vec![(
                    EN.name(Question::Needed),
                    ["0", "0", "1", "1", "1"].map(text).to_vec(),
                    text("4.0"),
                )],
            },
            may: May {
                edit: true,
                certify: true,
                ..May::default()
            },
            ..one(EN)
        };
        let mut faults = Faults::none();
        faults.add("staff", "training-fault-nobody");
        let faulty = TrainingPage {
            faults,
            evaluations: EvaluationView {
                why: SV.t("training-evaluation-few"),
                ..EvaluationView::default()
            },
            ..one(SV)
        };
        vec![
            ("nobody invited", one(SV)),
            ("invited", invited),
            ("held", held),
            ("with a fault", faulty),
        ]
    }
}

impl Samples for StandingPage {
    fn samples() -> Vec<(&'static str, StandingPage)> {
        let page = |lang: Lang, team: &str, programmes: Vec<ProgrammeView>| StandingPage {
            frame: Frame::sample(lang),
            lang,
            back: (text("/"), lang.t("training-title")),
            team: text(team),
            tally: tally(hemma_app::training::Tally::default(), lang),
            silent: match programmes.is_empty() {
                true => Vec::new(),
                false => vec![text("KOMET")],
            },
            programmes,
        };
        let cell = |code, more: &str| {
            Some(CellView {
                signal: signal(code, SV),
                more: text(more),
            })
        };
        let column = |name: &str, unconfirmed: &str| ColumnView {
            name: text(name),
            length: text("5 dagar"),
            unconfirmed: text(unconfirmed),
        };
        let person = |cells| PersonView {
            url: text("/"),
            name: text("Tuva Ekorrstig"),
            place: text("Familjebehandlare, MST-CAN Björkdalen"),
            cells,
        };
        let programme = ProgrammeView {
            name: text("MST-CAN"),
            demands: vec![
                column("Grundutbildning i MST", "Ej bekräftat: för vem"),
                column("Introduktion för gruppledare", ""),
            ],
            people: vec![
                person(vec![
                    cell(StandingCode::Overdue, "skulle ha varit klar 1 juli 2026"),
                    cell(StandingCode::Due, "senast 31 december 2026"),
                ]),
                person(vec![cell(StandingCode::Held, ""), None]),
            ],
        };
        vec![
            ("nothing demanded", page(EN, "Komet Björkdalen", vec![])),
            ("a network", page(SV, "", vec![programme])),
        ]
    }
}

impl Samples for SubjectPage {
    fn samples() -> Vec<(&'static str, SubjectPage)> {
        let page = |lang: Lang, subjects: Vec<SubjectView>| SubjectPage {
            frame: Frame::sample(lang),
            lang,
            url: text("/"),
            subjects,
        };
        let subject = |lines, thin: &str| SubjectView {
            instrument: text("TAM-R: Programtrohet"),
            fidelity: text("/"),
            lines,
            basis: text("Bygger på 42 intervjuer med 15 familjer."),
            thin: text(thin),
        };
        let line = |words: &str| LineView {
            item: text("TAM-R, Punkt 07"),
            text: text(words),
            share: text("38\u{a0}%"),
            answers: 40,
            take: text("/"),
        };
        vec![
            ("nothing measured", page(EN, vec![])),
            (
                "some",
                page(
                    SV,
                    vec![
                        subject(vec![line(""), line("Påhittad lydelse")], ""),
                        subject(vec![], "MST Norrsken"),
                    ],
                ),
            ),
        ]
    }
}

fn mine(lang: Lang, at: Stage, of: Reply) -> MySeatView {
    MySeatView {
        url: text("/training/1"),
        title: text("Kvartalsutbildning"),
        what: text("Kvartalsutbildning"),
        days: text("3 dec – 4 december 2026"),
        times: text("tor 3 dec 09:00–16:00"),
        place: text("Påhittssalen"),
        about: text("Ta med en inspelning."),
        stage: stage(at, lang),
        reply: reply(of, lang),
        replies: match at {
            Stage::Planned => vec![
                ("yes", lang.t("training-say-yes"), of == Reply::Yes),
                ("no", lang.t("training-say-no"), of == Reply::No),
            ],
            _ => Vec::new(),
        },
        attended: match at {
            Stage::Held => lang.t1("training-was-there", "length", length(3, lang)),
            _ => String::new(),
        },
        may_evaluate: at == Stage::Held,
        may_certify: at == Stage::Held,
    }
}

fn demand(lang: Lang, code: StandingCode) -> DemandView {
    DemandView {
        name: text("Grundutbildning"),
        help: text("Fem dagar om modellen."),
        length: length(10, lang),
        cadence: lang.t("training-cadence-once"),
        unconfirmed: text(match code {
            StandingCode::Held => "",
            _ => "Ej bekräftat: hur länge",
        }),
        cell: CellView {
            signal: signal(code, lang),
            more: String::new(),
        },
    }
}

impl Samples for MinePage {
    fn samples() -> Vec<(&'static str, MinePage)> {
        let page = |lang: Lang| MinePage {
            frame: Frame::sample(lang),
            lang,
            coming: vec![],
            past: vec![],
            programmes: vec![],
            teams: vec![],
            feeds: vec![],
            new: String::new(),
            targets: vec![(text("mine"), lang.t("training-feed-mine"))],
            faults: Faults::none(),
        };
        let full = MinePage {
            coming: vec![
                mine(SV, Stage::Planned, Reply::Open),
                mine(SV, Stage::Planned, Reply::Yes),
            ],
            past: vec![mine(SV, Stage::Held, Reply::Yes)],
            programmes: vec![(
                text("MST"),
                vec![
                    demand(SV, StandingCode::Held),
                    demand(SV, StandingCode::Due),
                ],
            )],
            teams: vec![(text("/"), text("MST-CAN Björkdalen"))],
            feeds: vec![FeedView {
                revoke: text("/"),
                what: SV.t("training-feed-mine"),
                made: text("23 november 2026 12:00"),
            }],
            new: text("http://localhost/c/AAAA"),
            ..page(SV)
        };
        let mut faults = Faults::none();
        faults.add("reply", "training-fault-full");
        let refused = MinePage {
            faults,
            coming: vec![mine(EN, Stage::Planned, Reply::Open)],
            ..page(EN)
        };
        vec![("empty", page(EN)), ("full", full), ("refused", refused)]
    }
}

impl Samples for RecordPage {
    fn samples() -> Vec<(&'static str, RecordPage)> {
        let page = |lang: Lang| RecordPage {
            frame: Frame::sample(lang),
            lang,
            back: (text("/"), lang.t("training-needs")),
            name: text("Tuva Ekorrstig"),
            places: vec![text("Familjebehandlare, MST-CAN Björkdalen")],
            programmes: vec![],
            silent: vec![lang.t1("training-needs-silent", "programme", "KOMET")],
            seats: vec![],
        };
        let attended = |at: Stage, told: Signal, address: &str| AttendedView {
            url: text(address),
            title: text("Kvartalsutbildning"),
            what: text("Kvartalsutbildning"),
            days: text("3 dec – 4 december 2026"),
            stage: stage(at, SV),
            told,
            certificate: text(match at {
                Stage::Held => address,
                _ => "",
            }),
        };
        let there = Signal::new(
            "ok",
            "ok",
            SV.t1("training-present", "length", length(3, SV)),
        );
        let full = RecordPage {
            programmes: vec![(
                text("MST"),
                vec![
                    demand(SV, StandingCode::Held),
                    demand(SV, StandingCode::Overdue),
                ],
            )],
            silent: vec![],
            seats: vec![
                attended(Stage::Planned, reply(Reply::Open, SV), ""),
                attended(Stage::Held, there, "/"),
            ],
            ..page(SV)
        };
        vec![("nothing", page(EN)), ("full", full)]
    }
}

impl Samples for EvaluationPage {
    fn samples() -> Vec<(&'static str, EvaluationPage)> {
        let page = |lang: Lang, closed: &str, faults: Faults| EvaluationPage {
            frame: Frame::sample(lang),
            lang,
            url: text("/"),
            title: text("Kvartalsutbildning"),
            days: text("5 nov – 6 november 2026"),
            closed: text(closed),
            questions: Question::ALL
                .iter()
                .map(|one| (one.code(), lang.name(*one), text("3")))
                .collect(),
            faults,
        };
        let mut faults = Faults::none();
        faults.add("needed", "training-fault-answer");
        let closed = SV.t("training-evaluated");
        vec![
            ("open", page(SV, "", Faults::none())),
            ("answered", page(SV, &closed, Faults::none())),
            ("with a fault", page(EN, "", faults)),
        ]
    }
}
