//! States of this page.

use super::{SenderForm, SenderView, SendersPage, SentRow};
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, sampled};

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<SendersPage>("senders")
}

fn team(name: &str, (state, why): (Signal, String)) -> SentRow {
    SentRow {
        url: "/teams/1/review".to_owned(),
        name: name.to_owned(),
        there: "0197b5e0-0000-7000-8000-000000000001".to_owned(),
        until: "22 november 2026".to_owned(),
        arrived: "23 november 00:12".to_owned(),
        state,
        why,
    }
}

fn view(lang: Lang, teams: Vec<SentRow>) -> SenderView {
    SenderView {
        id: "1".to_owned(),
        name: "Påhittets län".to_owned(),
        state: Signal::new("ok", "ok", lang.t("sender-holds")),
        made: lang.t1("sender-made-on", "day", "1 oktober 2026"),
        seen: lang.t1("sender-seen", "time", "23 november 00:12"),
        teams,
        act: "/networks/1/senders/1/revoke".to_owned(),
        ask: (
            lang.t("sender-revoke"),
            lang.t1("sender-revoke-help", "name", "Påhittets län"),
            lang.t("sender-revoke-do"),
        ),
    }
}

impl Samples for SendersPage {
    fn samples() -> Vec<(&'static str, SendersPage)> {
        let page = |lang: Lang, senders| SendersPage {
            frame: Frame::sample(lang),
            lang,
            url: "/networks/1/senders".to_owned(),
            review: "/networks/1/review".to_owned(),
            senders,
            free: lang.t1("sender-free", "names", "MST Exempelvik"),
            form: SenderForm::default(),
            faults: Vec::new(),
            made: (String::new(), String::new()),
        };
        let teams = |lang: Lang| {
            vec![
                team(
                    "MST Dittnäs",
                    (
                        Signal::new("ok", "ok", lang.t("sender-on-time")),
                        String::new(),
                    ),
                ),
                team(
                    "MST Påhittstad",
                    (
                        Signal::new("over", "overdue", lang.t("sender-refused")),
                        lang.t("sender-why-counting"),
                    ),
                ),
            ]
        };
        let made = (
            Lang::SV.t1("sender-made", "name", "Påhittets län"),
            "network_feed = \"https://hemma.example\"\nnetwork_feed_secret = \"0k3m7x9c2v5b8n1q4w6e0r2t5y8\""
                .to_owned(),
        );
        let wrong = (
            "teams".to_owned(),
            Lang::EN.t1("sender-fault-unknown", "team", "MST Ingenstans"),
        );
        vec![
            ("none", page(Lang::SV, Vec::new())),
            (
                "some",
                page(Lang::SV, vec![view(Lang::SV, teams(Lang::SV))]),
            ),
            (
                "made",
                SendersPage {
                    made,
                    ..page(Lang::SV, vec![view(Lang::SV, Vec::new())])
                },
            ),
            (
                "faults",
                SendersPage {
                    faults: vec![wrong],
                    form: SenderForm {
                        name: "Påhittets län".to_owned(),
                        teams: "0197b5e0-0000-7000-8000-000000000001 MST Ingenstans".to_owned(),
                    },
                    ..page(Lang::EN, vec![view(Lang::EN, teams(Lang::EN))])
                },
            ),
        ]
    }
}
