//! States of the pages of one proposal.

use hemma_domain::money::Ore;
use hemma_domain::proposal::{CostKind, Due, Outcome, Stage};
use hemma_domain::time::Day;

use super::attachment::FileView;
use super::one::{DraftPage, RulingForm, SignedPage, Steps};
use super::past::{RoundView, RulingView};
use super::typed::{AmountView, DraftView, SectionView};
use super::{due, stage};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::{Frame, Samples, choices};

fn sample_draft(lang: Lang) -> DraftView {
    DraftView {
        heading: "Resa till nätverkens konferens".to_owned(),
        diary: "2.5-0472/2010".to_owned(),
        dated_on: "2010-09-02".to_owned(),
        addressee: "Socialtjänst- och arbetsmarknadsnämnden".to_owned(),
        points: "Nämnden godkänner resan.".to_owned(),
        sections: vec![SectionView {
            code: "summary".to_owned(),
            title: "Sammanfattning".to_owned(),
            hint: lang.t("proposal-points-help"),
            text: "Tre medarbetare reser.".to_owned(),
            is_required: true,
        }],
        costs: vec![
            AmountView {
                what: "Flyg".to_owned(),
                amount: "27000".to_owned(),
                kind: "journey".to_owned(),
            },
            AmountView::default(),
        ],
        kinds: choices::<CostKind>(lang),
        funding: vec![AmountView::default()],
        is_trip: true,
        place: "Charleston".to_owned(),
        trip_from: "2010-10-18".to_owned(),
        trip_to: "2010-10-23".to_owned(),
        ..DraftView::default()
    }
}

fn sample_past(lang: Lang) -> Vec<RoundView> {
    let ruling = |of: Outcome, note: &str| RulingView {
        told: format!("{}, 19 oktober 2010", lang.name(of)),
        facts: vec![(lang.t("proposal-note"), note.to_owned())],
    };
    let round = |url: &str, rulings| RoundView {
        url: url.to_owned(),
        sent: lang.t1("proposal-round-sent", "time", "3 september 2010 09:00"),
        signed: lang.t2(
            "proposal-round-signed",
            ("name", "Tuva Ekorrstig"),
            ("time", "2 september 2010 15:10"),
        ),
        rulings,
    };
    let returned = ruling(Outcome::Returned, "Redovisa alternativet med tåg.");
    vec![
        round("/", vec![ruling(Outcome::Postponed, ""), returned]),
        round("", vec![ruling(Outcome::Postponed, "Nästa möte.")]),
    ]
}

impl Samples for DraftPage {
    fn samples() -> Vec<(&'static str, DraftPage)> {
        let page = |lang: Lang, lacks: Vec<String>, faults| DraftPage {
            frame: Frame::sample(lang),
            lang,
            register: "/".to_owned(),
            url: "/".to_owned(),
            version: 1,
            kind: "Resa till konferens, Stockholms stad".to_owned(),
            draft: sample_draft(lang),
            pattern: "#.#-#/#".to_owned(),
            is_pattern_confirmed: lacks.is_empty(),
            lacks,
            sums: lang.t2("proposal-sums", ("cost", "27 000 kr"), ("paid", "0 kr")),
            can_typeset: true,
            files: vec![FileView {
                url: "/".to_owned(),
                title: "Program".to_owned(),
                size: lang.t1("attachment-size", "size", 1_u32),
            }],
            attachment_title: String::new(),
            attachment_help: lang.t1("attachment-lead", "size", 5_u32),
            past: sample_past(lang),
            faults,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let mut wrong = Faults::none();
        wrong.add("dated_on", "proposal-fault-day");
        wrong.add("costs", "proposal-fault-amount");
        wrong.add("attachment", "file-fault-archive");
        vec![
            ("ready", page(sv, Vec::new(), Faults::none())),
            (
                "lacking",
                DraftPage {
                    files: Vec::new(),
                    ..page(sv, vec![sv.t("proposal-lacks-trip")], Faults::none())
                },
            ),
            (
                "faults",
                page(en, vec![en.t("proposal-lacks-diary")], wrong),
            ),
        ]
    }
}

fn amount(what: &str, kind: Option<CostKind>, lang: Lang) -> AmountView {
    AmountView {
        what: what.to_owned(),
        amount: lang.money(Ore(2_700_000)),
        kind: kind.map(|kind| lang.name(kind)).unwrap_or_default(),
    }
}

impl Samples for SignedPage {
    fn samples() -> Vec<(&'static str, SignedPage)> {
        let page = |lang: Lang, at: Stage, may: Steps, faults| SignedPage {
            frame: Frame::sample(lang),
            lang,
            register: "/".to_owned(),
            url: "/".to_owned(),
            version: 2,
            heading: "Resa till nätverkens konferens".to_owned(),
            diary: "2.5-0472/2010".to_owned(),
            facts: vec![(lang.t("proposal-addressee"), "Nämnden".to_owned())],
            stage: stage(at, lang),
            due: due(
                Some(Due::Approval(Day(jiff::civil::date(2010, 11, 4)))),
                Day(jiff::civil::date(2010, 11, 5)),
                lang,
            ),
            points: vec!["Nämnden godkänner resan.".to_owned()],
            decision: "Förvaltningens förslag till beslut".to_owned(),
            sections: vec![("Sammanfattning".to_owned(), vec!["Tre reser.".to_owned()])],
            costs: vec![amount("Flyg", Some(CostKind::Journey), lang)],
            funding: vec![amount("Nätverkets avgifter", None, lang)],
            sum: lang.money(Ore(2_700_000)),
            attachments: vec![
                ("Program".to_owned(), "/".to_owned()),
                ("Inbjudan".to_owned(), String::new()),
            ],
            report: String::new(),
            may,
            paid_by: "/".to_owned(),
            outcomes: choices::<Outcome>(lang),
            ruling: RulingForm::default(),
            can_typeset: may != Steps::Returned,
            past: Vec::new(),
            now: String::new(),
            faults,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let mut wrong = Faults::none();
        wrong.add("on", "proposal-fault-days");
        vec![
            (
                "signed",
                page(sv, Stage::Signed, Steps::Send, Faults::none()),
            ),
            ("sent", page(en, Stage::Sent, Steps::Rule, wrong)),
            (
                "returned",
                page(sv, Stage::Decided, Steps::Returned, Faults::none()),
            ),
            (
                "decided",
                page(sv, Stage::Decided, Steps::Report, Faults::none()),
            ),
            (
                "as it was sent",
                SignedPage {
                    now: "/".to_owned(),
                    ..page(en, Stage::Decided, Steps::None, Faults::none())
                },
            ),
            (
                "reported",
                SignedPage {
                    report: "Resan är gjord.".to_owned(),
                    past: sample_past(sv),
                    ..page(sv, Stage::Reported, Steps::None, Faults::none())
                },
            ),
        ]
    }
}
