//! Every state of these pages.

use hemma_domain::consultation::Stage;

use super::network::{NetworkConsultationsPage, TeamView};
use super::one::{ConsultationPage, FamilyView, May, PersonView, PointView, SlotView};
use super::{ConsultationsPage, QuarterView, RowView, TimeView, signal};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::duty::feed::FeedView;
use crate::page::review::words::Choice;
use crate::page::{Frame, Sampled, Samples, sampled};

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<ConsultationsPage>("consultations");
    all.extend(sampled::<ConsultationPage>("consultation"));
    all.extend(sampled::<NetworkConsultationsPage>("network consultations"));
    all
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn row(lang: Lang, stage: Stage) -> RowView {
    RowView {
        url: text("/"),
        week: text("v. 47"),
        when: text("torsdag 19 november 13:00, 1 h"),
        stage: signal(stage, lang),
        more: match stage {
            Stage::Cancelled => text("Konsulten är sjuk"),
            _ => String::new(),
        },
        attended: match stage {
            Stage::Held => lang.t1("consultation-attended", "count", 4u32),
            _ => String::new(),
        },
    }
}

fn choice(label: &str) -> Choice {
    Choice {
        url: text("/"),
        label: text(label),
        current: false,
    }
}

fn quarter() -> QuarterView {
    QuarterView {
        url: text("/"),
        name: text("kvartal 4 2026"),
        current: true,
        held: text("6 av 8"),
        moved: 1,
        cancelled: 1,
        unnoted: 1,
        days_off: 0,
    }
}

impl Samples for ConsultationsPage {
    fn samples() -> Vec<(&'static str, ConsultationsPage)> {
        let page = |lang: Lang, may_keep| ConsultationsPage {
            frame: Frame::sample(lang),
            lang,
            team: text("MST-CAN Björkdalen"),
            team_url: text("/"),
            url: text("/"),
            report: text(if may_keep { "/" } else { "" }),
            pattern: String::new(),
            next: None,
            term: text("kvartal 4 2026"),
            previous: choice("kvartal 3 2026"),
            following: choice("kvartal 1 2027"),
            rows: Vec::new(),
            quarters: Vec::new(),
            may_keep,
            time: TimeView {
                from: text("2026-11-23"),
                weekday: text("4"),
                at: text("13:00"),
                minutes: text("60"),
            },
            weekdays: (1..=5)
                .map(|one| (one.to_string(), text(lang.weekday_number(one))))
                .collect(),
            feeds: Vec::new(),
            new: String::new(),
            faults: Faults::none(),
        };
        let full = |lang: Lang| ConsultationsPage {
            pattern: text("torsdagar 13:00, 1 h, sedan 1 oktober 2026"),
            next: Some(row(lang, Stage::DayOff)),
            rows: [
                Stage::Planned,
                Stage::Unnoted,
                Stage::Held,
                Stage::Cancelled,
            ]
            .map(|stage| row(lang, stage))
            .to_vec(),
            quarters: vec![quarter()],
            feeds: vec![FeedView {
                revoke: text("/"),
                what: text("MST-CAN Björkdalen"),
                made: text("mån 23 nov 12:00"),
            }],
            new: text("https://hemma.example/c/prov"),
            ..page(lang, true)
        };
        let mut faults = Faults::none();
        faults.add("minutes", "consultation-fault-length");
        let faulty = ConsultationsPage {
            faults,
            ..full(Lang::SV)
        };
        vec![
            ("no time", page(Lang::SV, true)),
            ("no time, a therapist", page(Lang::EN, false)),
            ("a quarter", full(Lang::SV)),
            ("a quarter in English", full(Lang::EN)),
            ("faults", faulty),
        ]
    }
}

/// A family with a point that was answered, and one that was not.
fn family() -> FamilyView {
    FamilyView {
        code: text("BJÖ-26-001"),
        url: text("/"),
        points: vec![
            PointView {
                by: text("Corin Havsmo · konsult, tor 19 nov 13:20"),
                about: text("Nya delmål"),
                text: text("Hur vet ni att det har hänt?"),
                answer: text("Vi räknar morgnarna."),
                follow_up: text("Gjort"),
            },
            PointView {
                by: text("Gun Alebäck · gruppledare, tis 17 nov 10:05"),
                about: text("Hinder"),
                text: text("Vem vet mest om det?"),
                answer: String::new(),
                follow_up: String::new(),
            },
        ],
    }
}

impl Samples for ConsultationPage {
    fn samples() -> Vec<(&'static str, ConsultationPage)> {
        let page = |lang: Lang, stage: Stage, may| ConsultationPage {
            frame: Frame::sample(lang),
            lang,
            team: text("MST-CAN Björkdalen"),
            list: text("/"),
            url: text("/"),
            version: 1,
            title: lang.t1("consultation-one", "week", "v. 47"),
            stage: signal(stage, lang),
            facts: vec![(lang.t("consultation-about"), text("v. 46"))],
            people: vec![PersonView {
                id: uuid::Uuid::nil().to_string(),
                name: text("Gun Alebäck"),
                roles: text("gruppledare"),
                was_there: true,
            }],
            minutes: text("BJÖ-26-001: fråga efter mätning varje vecka."),
            families: vec![family()],
            about: text("v. 46"),
            may,
            slot: SlotView {
                on: text("2026-11-19"),
                at: text("13:00"),
                minutes: text("60"),
                reason: String::new(),
            },
            faults: Faults::none(),
        };
        let (all, none) = (
            May {
                note: true,
                change: true,
            },
            May::default(),
        );
        let mut faults = Faults::none();
        faults.add("minutes", "consultation-fault-name");
        vec![
            ("held, a therapist", page(Lang::SV, Stage::Held, none)),
            ("to be noted", page(Lang::EN, Stage::Unnoted, all)),
            (
                "a name",
                ConsultationPage {
                    faults,
                    ..page(Lang::SV, Stage::Unnoted, all)
                },
            ),
            (
                "nothing yet",
                ConsultationPage {
                    families: Vec::new(),
                    minutes: String::new(),
                    ..page(Lang::SV, Stage::Planned, none)
                },
            ),
        ]
    }
}

impl Samples for NetworkConsultationsPage {
    fn samples() -> Vec<(&'static str, NetworkConsultationsPage)> {
        let page = |lang: Lang, rows| NetworkConsultationsPage {
            frame: Frame::sample(lang),
            lang,
            network: text("/"),
            quarters: vec![text("kvartal 4 2026"), text("kvartal 3 2026")],
            rows,
        };
        let team = |name: &str, has_time| TeamView {
            name: text(name),
            next: match has_time {
                true => text("torsdag 26 november 13:00, 1 h"),
                false => Lang::SV.t("consultation-no-time"),
            },
            has_time,
            quarters: vec![
                (text("6 av 8"), text("1 inställd")),
                (text("11 av 13"), String::new()),
            ],
        };
        let rows = vec![
            team("MST-CAN Björkdalen", true),
            team("MST-Björkdalen", false),
        ];
        vec![
            ("no team", page(Lang::EN, vec![])),
            ("two teams", page(Lang::SV, rows)),
        ]
    }
}
