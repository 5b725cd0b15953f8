//! Every state of these pages.

use hemma_app::review::SentFrom;

use super::time;
use super::{
    ActionRow, AmongView, BoardChoice, CaseRow, Cell, Choice, DocumentPage, FigurePage, FollowRow,
    Group, NetworkPage, OwnerChoice, PlotView, PostRow, QuarterRow, Row, TeamPage, TeamRow,
    TeamsView, TogetherFigure, TogetherGroup, YearCell, YearFamily, YearPage,
};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, development, sampled, sender};

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<TeamPage>("team review");
    all.extend(sampled::<FigurePage>("team figure"));
    all.extend(sampled::<YearPage>("team year"));
    all.extend(sampled::<DocumentPage>("team review document"));
    all.extend(sampled::<NetworkPage>("network review"));
    all
}

fn choice(label: &str, current: bool) -> Choice {
    Choice {
        url: "/teams/t/review?term=2026H1".to_owned(),
        label: label.to_owned(),
        current,
    }
}

/// As drawings come: the class lets styles fit it to its room.
const DRAWING: &str =
    r#"<svg class="drawing drawing-phone" viewBox="0 0 1 1" role="img" aria-label="Bild"></svg>"#;

fn plot(lang: Lang) -> PlotView {
    PlotView {
        id: "time".to_owned(),
        title: lang.t("review-time"),
        lead: lang.t1("review-time-median", "days", 190_u32),
        hidden: String::new(),
        choices: Vec::new(),
        drawn: vec![DRAWING.to_owned()],
        caption: lang.t("review-time-help"),
        columns: vec![lang.t("review-time-after"), lang.t("review-time-running")],
        rows: vec![vec!["60 dagar".to_owned(), "12".to_owned()]],
    }
}

/// What somebody outside sees of a small team.
fn kept_back(lang: Lang) -> PlotView {
    PlotView {
        id: "time".to_owned(),
        title: lang.t("review-time"),
        hidden: lang.t("review-time-hidden"),
        ..PlotView::default()
    }
}

fn not_met(lang: Lang) -> Option<Signal> {
    Some(Signal::new("due", "due", lang.t("review-not-met")))
}

fn row(lang: Lang) -> Row {
    Row {
        url: "/teams/t/review/pct_completed".to_owned(),
        label: "Avslutade som genomförda".to_owned(),
        value: "75\u{a0}%".to_owned(),
        parts: "9 av 12".to_owned(),
        interval: "47–91\u{a0}%".to_owned(),
        goal: "minst 85\u{a0}%".to_owned(),
        met: not_met(lang),
        before: "80\u{a0}%".to_owned(),
    }
}

impl Samples for TeamPage {
    fn samples() -> Vec<(&'static str, TeamPage)> {
        let page = |lang: Lang| TeamPage {
            frame: Frame::sample(lang),
            lang,
            team: "MST-CAN Björkdalen".to_owned(),
            board: "Björkdalens socialnämnd".to_owned(),
            term: "andra halvåret 2026".to_owned(),
            runs: lang.t("review-runs"),
            previous: choice("första halvåret 2026", false),
            next: None,
            spans: vec![choice("Kvartal", false), choice("Halvår", true)],
            sent: None,
            waiting: lang.t2("review-waiting", ("count", 2), ("code", "TAM-CAN")),
            hidden: String::new(),
            groups: vec![Group {
                title: lang.t("review-group-closings"),
                rows: vec![
                    row(lang),
                    Row {
                        goal: String::new(),
                        met: None,
                        ..row(lang)
                    },
                ],
            }],
            csv: "/teams/t/review.csv?term=2026H2".to_owned(),
            before: "första halvåret 2026".to_owned(),
            document: "/teams/t/reviews/2026H2".to_owned(),
            network_document: "/networks/n/reviews/MST-CAN/2026H2".to_owned(),
            projects: "/teams/t/projects".to_owned(),
            signals: vec![(
                "/teams/t/review/pct_completed".to_owned(),
                "Avslutade som genomförda".to_owned(),
            )],
            plots: vec![plot(lang)],
            year: "/teams/t/review/year?term=2026".to_owned(),
        };
        let outside = TeamPage {
            runs: String::new(),
            next: Some(choice("andra halvåret 2026", false)),
            spans: Vec::new(),
            hidden: Lang::EN.t1("review-hidden-help", "least", 5),
            document: String::new(),
            network_document: String::new(),
            projects: String::new(),
            signals: Vec::new(),
            plots: vec![kept_back(Lang::EN)],
            year: String::new(),
            ..page(Lang::EN)
        };
        let sent = |until: Option<&str>, is_late| {
            let from = SentFrom {
                sender: "Påhittets län".to_owned(),
                until: until.and_then(|day| day.parse().ok()),
                is_late,
            };
            Some(sender::sentence(&from, Lang::SV))
        };
        let of_sender = |until, is_late| TeamPage {
            sent: sent(until, is_late),
            plots: vec![time::unknown(Lang::SV)],
            ..page(Lang::SV)
        };
        vec![
            ("running", page(Lang::SV)),
            ("outside", outside),
            ("sent", of_sender(Some("2026-11-22"), false)),
            ("sent and late", of_sender(Some("2026-11-02"), true)),
            ("sent, nothing has come", of_sender(None, true)),
        ]
    }
}

fn posts(lang: Lang) -> Vec<PostRow> {
    vec![
        PostRow {
            name: "Tuva Ekorrstig".to_owned(),
            role: "Familjebehandlare".to_owned(),
            from: "1 januari 2026".to_owned(),
            to: "14 oktober 2026".to_owned(),
            value: format!("106, {}", lang.t("review-post-left")),
        },
        PostRow {
            name: "Gren Kvist".to_owned(),
            ..PostRow::default()
        },
    ]
}

impl Samples for FigurePage {
    fn samples() -> Vec<(&'static str, FigurePage)> {
        let page = |lang: Lang| FigurePage {
            frame: Frame::sample(lang),
            lang,
            team: "MST-CAN Björkdalen".to_owned(),
            team_url: "/teams/t/review?term=2026H2".to_owned(),
            label: "Avslutade som genomförda".to_owned(),
            term: "andra halvåret 2026".to_owned(),
            runs: String::new(),
            previous: choice("första halvåret 2026", false),
            next: Some(choice("första halvåret 2027", false)),
            spans: vec![choice("Halvår", true)],
            hidden: String::new(),
            value: "75\u{a0}%".to_owned(),
            met: not_met(lang),
            before: ("första halvåret 2026".to_owned(), "80\u{a0}%".to_owned()),
            facts: vec![(lang.t("review-fact-about"), "Påhittad".to_owned())],
            signal: lang.t("review-signal-help"),
            drawn: Vec::new(),
            caption: lang.t("review-limits"),
            quarters: vec![QuarterRow {
                label: "kvartal 3 2026".to_owned(),
                value: "75\u{a0}%".to_owned(),
                parts: "3 av 4".to_owned(),
                interval: "30–95\u{a0}%".to_owned(),
                usual: "omkring 85, lägst 40".to_owned(),
                signal: Some(Signal::new("due", "due", lang.t("review-worse"))),
            }],
            cases: Some(vec![
                CaseRow {
                    code: "BJÖ-26-001".to_owned(),
                    url: "/cases/c".to_owned(),
                    opened: "mån 4 maj".to_owned(),
                    closed: "fre 2 okt".to_owned(),
                    reason: "Genomförd".to_owned(),
                    value: "ja".to_owned(),
                },
                CaseRow {
                    code: "BJÖ-26-002".to_owned(),
                    value: "–".to_owned(),
                    ..CaseRow::default()
                },
            ]),
            posts: Some(posts(lang)),
        };
        let outside = FigurePage {
            hidden: Lang::EN.t1("review-hidden-help", "least", 5),
            signal: String::new(),
            quarters: Vec::new(),
            spans: Vec::new(),
            cases: None,
            posts: None,
            ..page(Lang::EN)
        };
        let nobody = FigurePage {
            cases: Some(Vec::new()),
            posts: Some(Vec::new()),
            ..page(Lang::SV)
        };
        vec![
            ("whole", page(Lang::SV)),
            ("outside", outside),
            ("no case", nobody),
        ]
    }
}

impl Samples for YearPage {
    fn samples() -> Vec<(&'static str, YearPage)> {
        let cell = |class: &str, text: &str| YearCell {
            class: class.to_owned(),
            text: text.to_owned(),
        };
        let page = |lang: Lang| YearPage {
            frame: Frame::sample(lang),
            lang,
            team: "MST-CAN Björkdalen".to_owned(),
            board: "Björkdalens socialnämnd".to_owned(),
            team_url: "/teams/t/review".to_owned(),
            term: "2026".to_owned(),
            runs: lang.t("review-runs"),
            previous: choice("2025", false),
            next: None,
            legend: vec![
                ("wash-2".to_owned(), "3–4".to_owned()),
                ("missing".to_owned(), lang.t("review-year-missing")),
            ],
            help: lang.t1("review-year-least", "least", 3_u32),
            weeks: vec!["1".to_owned(), "2".to_owned(), "3".to_owned()],
            rows: vec![
                YearFamily {
                    code: "BJÖ-26-001".to_owned(),
                    label: "Lingonstig".to_owned(),
                    url: "/cases/c".to_owned(),
                    weeks: vec![cell("", ""), cell("wash-2", "3"), cell("missing", "–")],
                },
                YearFamily {
                    code: "BJÖ-26-002".to_owned(),
                    weeks: vec![cell("wash-4", "7"), cell("wash-0", "0"), cell("", "")],
                    ..YearFamily::default()
                },
            ],
            sums: vec!["7".to_owned(), "3".to_owned(), String::new()],
            more: lang.t1("review-year-more", "count", 200_u32),
        };
        let empty = YearPage {
            rows: Vec::new(),
            more: String::new(),
            next: Some(choice("2027", false)),
            ..page(Lang::EN)
        };
        vec![("a year", page(Lang::SV)), ("empty", empty)]
    }
}

fn teams(url: &str, lang: Lang) -> TeamsView {
    let cell = Cell {
        value: "75\u{a0}%".to_owned(),
        parts: "9 av 12".to_owned(),
        url: String::new(),
    };
    let columns = ["Avslutade som genomförda", "Hemma vid avslut"];
    TeamsView {
        together: lang.t("review-whole"),
        columns: columns.map(str::to_owned).to_vec(),
        rows: vec![TeamRow {
            name: "MST-CAN Björkdalen".to_owned(),
            sent: lang.t1("sender-mark-none", "sender", "Påhittets län"),
            url: url.to_owned(),
            cells: vec![cell.clone(), cell.clone()],
        }],
        whole: vec![
            cell.clone(),
            Cell {
                url: "#all-pct-completed".to_owned(),
                ..cell
            },
        ],
    }
}

fn all_teams() -> AmongView {
    AmongView {
        all: "/networks/n/review?term=2026H2&programme=MST-CAN".to_owned(),
        choose: "/networks/n/review?term=2026H2&programme=MST-CAN&choose=1#choose".to_owned(),
        ..AmongView::default()
    }
}

fn some_teams(lang: Lang) -> AmongView {
    let board = |name: &str, team: &str, chosen| BoardChoice {
        name: name.to_owned(),
        url: "/networks/n/review?term=2026H2&programme=MST-CAN&board=b".to_owned(),
        teams: vec![("t".to_owned(), team.to_owned(), chosen)],
    };
    AmongView {
        told: lang.t2("review-among-count", ("count", 1), ("all", 2)),
        help: lang.t("review-chosen-help"),
        boards: vec![
            board("Björkdalens socialnämnd", "MST-CAN Björkdalen", true),
            board("Eklidens stadsdelsnämnd", "MST-CAN Ekliden", false),
        ],
        fields: vec![("term", "2026H2".to_owned())],
        action: "/networks/n/review".to_owned(),
        ..all_teams()
    }
}

impl Samples for NetworkPage {
    fn samples() -> Vec<(&'static str, NetworkPage)> {
        let page = |lang: Lang| NetworkPage {
            frame: Frame::sample(lang),
            lang,
            term: "andra halvåret 2026".to_owned(),
            runs: lang.t("review-runs"),
            previous: choice("första halvåret 2026", false),
            next: None,
            spans: vec![choice("Kvartal", false), choice("Halvår", true)],
            programmes: vec![choice("MST", false), choice("MST-CAN", true)],
            programme: "MST-CAN".to_owned(),
            hidden: lang.t1("review-hidden-help", "least", 5),
            document: "/networks/n/reviews/MST-CAN/2026H2".to_owned(),
            teams: teams("/teams/t/review", lang),
            together: vec![TogetherGroup {
                title: lang.t("review-group-closings"),
                figures: vec![
                    TogetherFigure {
                        id: "all-pct-completed".to_owned(),
                        label: "Avslutade som genomförda".to_owned(),
                        value: "75\u{a0}%".to_owned(),
                        met: not_met(lang),
                        facts: vec![(lang.t("review-fact-about"), "Påhittad".to_owned())],
                    },
                    TogetherFigure {
                        value: lang.t("review-hidden"),
                        ..TogetherFigure::default()
                    },
                ],
            }],
            senders: "/networks/n/senders".to_owned(),
            unscored: lang.t1("review-unscored", "code", "TAM-CAN"),
            among: all_teams(),
            csv: "/networks/n/review.csv?term=2026H2".to_owned(),
            funnel: PlotView {
                id: "funnel".to_owned(),
                title: lang.t("review-funnel"),
                choices: vec![choice("Avslutade som genomförda", true)],
                ..plot(lang)
            },
            time: PlotView {
                lead: time::with_sent(&plot(lang).lead, 1, lang),
                ..plot(lang)
            },
        };
        let empty = NetworkPage {
            document: String::new(),
            teams: TeamsView::default(),
            together: Vec::new(),
            programmes: Vec::new(),
            next: Some(choice("andra halvåret 2026", false)),
            senders: String::new(),
            among: AmongView::default(),
            ..page(Lang::EN)
        };
        let some = NetworkPage {
            among: some_teams(Lang::SV),
            ..page(Lang::SV)
        };
        vec![
            ("teams", page(Lang::SV)),
            ("some of them", some),
            ("empty", empty),
        ]
    }
}

fn owner() -> OwnerChoice {
    OwnerChoice {
        id: "1".to_owned(),
        name: "Tuva Ekorrstig".to_owned(),
    }
}

fn action() -> ActionRow {
    ActionRow {
        what: "Två gånger i veckan hos varje familj".to_owned(),
        owner: "1".to_owned(),
        owner_name: "Tuva Ekorrstig".to_owned(),
        due: "2027-03-01".to_owned(),
        outcome: "Inte uppföljd".to_owned(),
        remark: "Börjar i februari".to_owned(),
    }
}

fn follow() -> FollowRow {
    FollowRow {
        number: 1,
        what: "Fler intervjuer".to_owned(),
        owner: "Tuva Ekorrstig".to_owned(),
        due: "1 oktober 2026".to_owned(),
        outcome: ("done".to_owned(), "Gjord".to_owned()),
        remark: "Nio av tio".to_owned(),
    }
}

/// A team's review that somebody writes.
fn draft(lang: Lang) -> DocumentPage {
    DocumentPage {
        frame: Frame::sample(lang),
        lang,
        title: lang.t("review-title"),
        who: "MST-CAN Björkdalen".to_owned(),
        term: "andra halvåret 2026".to_owned(),
        figures_url: "/teams/t/review?term=2026H2".to_owned(),
        url: "/teams/t/reviews/2026H2".to_owned(),
        version: 3,
        stage: Signal::new("info", "pen", lang.t("review-stage-draft")),
        counted: lang.t("review-runs"),
        hidden: String::new(),
        groups: vec![Group {
            title: lang.t("review-group-closings"),
            rows: vec![row(lang)],
        }],
        before: "första halvåret 2026".to_owned(),
        drawn: Vec::new(),
        undrawn: String::new(),
        way_here: String::new(),
        plots: vec![plot(lang)],
        teams: None,
        beside: Vec::new(),
        may_write: true,
        sign: lang.t1("review-sign", "voice", "gruppledare"),
        summary: "Fler familjer blev klara.".to_owned(),
        goals: "Kortare väntan.".to_owned(),
        actions: vec![action(), ActionRow::default()],
        follow_ups: vec![follow()],
        owners: vec![owner()],
        outcomes: vec![follow().outcome],
        signatures: vec![("Gruppledare".to_owned(), "–".to_owned())],
        can_typeset: true,
        development: vec![("Teamet".to_owned(), development::sample_goal(lang))],
        faults: Faults::none(),
    }
}

/// A network's, with everything that a team's has not.
fn of_network() -> DocumentPage {
    DocumentPage {
        title: Lang::EN.t("review-network-title"),
        who: "MST-Prov · MST-CAN".to_owned(),
        figures_url: String::new(),
        hidden: Lang::EN.t1("review-hidden-network", "least", 5),
        groups: vec![Group {
            title: Lang::EN.t("review-group-closings"),
            rows: vec![
                Row {
                    url: "#pct-completed".to_owned(),
                    ..row(Lang::EN)
                },
                Row {
                    url: String::new(),
                    ..row(Lang::EN)
                },
            ],
        }],
        way_here: Lang::EN.t("review-way-here-help"),
        plots: vec![PlotView {
            id: "pct-completed".to_owned(),
            ..plot(Lang::EN)
        }],
        teams: Some(teams("", Lang::EN)),
        beside: vec![kept_back(Lang::EN)],
        development: Vec::new(),
        ..draft(Lang::EN)
    }
}

impl Samples for DocumentPage {
    fn samples() -> Vec<(&'static str, DocumentPage)> {
        let mut faults = Faults::none();
        faults.add("summary", "review-fault-meanwhile");
        let faulty = DocumentPage {
            faults,
            ..draft(Lang::SV)
        };
        let signed = DocumentPage {
            may_write: false,
            sign: String::new(),
            actions: vec![action()],
            hidden: Lang::EN.t1("review-hidden-help", "least", 5),
            stage: Signal::new("ok", "ok", Lang::EN.t("review-stage-signed")),
            undrawn: Lang::EN.t("review-undrawn"),
            ..draft(Lang::EN)
        };
        vec![
            ("draft", draft(Lang::SV)),
            ("faults", faulty),
            ("signed", signed),
            ("network", of_network()),
        ]
    }
}
