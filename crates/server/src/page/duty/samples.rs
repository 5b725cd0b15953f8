//! States of the pages of on-call.

mod hand;
mod planning;

use super::agreement::AgreementPage;
use super::away::{AwayForm, AwayPage, EntryView};
use super::could::CouldPage;
use super::draft::{DraftPage, DutyView as DraftDuty};
use super::feed::{FeedPage, FeedView};
use super::give::{GivePage, MeaningView};
use super::mark::legend;
use super::member::MembersPage;
use super::mine::{DutyView, MinePage};
use super::propose::ProposePage;
use super::rest::RestPage;
use super::rota::month::{self, DayView, RowView};
use super::rota::standing::StandingView;
use super::rota::{BarView, CountView, RotaPage};
use super::swap::{SwapView, SwapsPage};
use super::tonight::{CallView, LineView, OnView, SheetLine, TonightPage};
use super::trouble::TroubleView;
use super::why::WhyPage;
use super::{Here, PoolsPage, Serves, Tab, tabs};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, choices, sampled};

use hemma_domain::ids::PoolId;

/// Every state of these pages.
pub(super) fn all() -> Vec<Sampled> {
    let mut all = sampled::<PoolsPage>("pools");
    all.extend(sampled::<TonightPage>("tonight"));
    all.extend(sampled::<RestPage>("rests"));
    all.extend(sampled::<MinePage>("my duties"));
    all.extend(sampled::<SwapsPage>("swaps"));
    all.extend(sampled::<AwayPage>("absences"));
    all.extend(sampled::<RotaPage>("rota"));
    all.extend(sampled::<GivePage>("for somebody else"));
    all.extend(sampled::<DraftPage>("draft rota"));
    all.extend(sampled::<FeedPage>("calendars"));
    all.extend(sampled::<ProposePage>("proposed rota"));
    all.extend(sampled::<WhyPage>("why they"));
    all.extend(sampled::<CouldPage>("could I"));
    all.extend(sampled::<AgreementPage>("rules"));
    all.extend(sampled::<MembersPage>("members"));
    all
}

fn some_tabs(here: Here, lang: Lang) -> Vec<Tab> {
    tabs(PoolId(uuid::Uuid::nil()), (Serves::Yes, here), lang)
}

fn wrong(field: &str, message: &'static str) -> Faults {
    let mut faults = Faults::none();
    faults.add(field, message);
    faults
}

const POOL: &str = "Beredskap Söderort";
const WHEN: &str = "fre 18 dec 17:00 – mån 21 dec 08:00";

impl Samples for PoolsPage {
    fn samples() -> Vec<(&'static str, PoolsPage)> {
        let page = |lang, pools| PoolsPage {
            frame: Frame::sample(lang),
            lang,
            pools,
        };
        let two = [("/duty/1", POOL), ("/duty/2", "Beredskap Granvik")];
        let two = two.map(|(url, name)| (url.to_owned(), name.to_owned()));
        vec![
            ("none", page(Lang::SV, Vec::new())),
            ("two", page(Lang::EN, two.to_vec())),
        ]
    }
}

impl Samples for TonightPage {
    fn samples() -> Vec<(&'static str, TonightPage)> {
        let meaning = |lang: Lang, rule: &str, is_hindered| MeaningView {
            is_hindered,
            against: vec![lang.t(rule)],
            rest: vec![lang.t1("swap-rest-on", "day", "tor 17 dec")],
        };
        let on = |lang: Lang, take: &str| OnView {
            name: "Tuva Ekorrstig".to_owned(),
            tel: "tel:084650001".to_owned(),
            number: "08-465 00 01".to_owned(),
            until: lang.t1("duty-until", "time", "tis 1 dec 08:00"),
            ready: Signal::new("ok", "ok", lang.t("duty-confirmed")),
            confirm: String::new(),
            in_doubt: false,
            take: take.to_owned(),
            from: String::new(),
            meaning: meaning(lang, "rota-rule-weekly-rest", false),
        };
        let page = |lang: Lang, now, alarms: &[&str]| TonightPage {
            frame: Frame::sample(lang),
            lang,
            pool: POOL.to_owned(),
            tabs: some_tabs(Here::Tonight, lang),
            at: lang.t1("duty-at", "time", "mån 30 nov 23:14"),
            lines: vec![LineView {
                name: "Första linjen".to_owned(),
                now,
                next: lang.t2(
                    "duty-next",
                    ("time", "tis 1 dec 17:00"),
                    ("name", "Kajsa Vassrugg"),
                ),
            }],
            alarms: alarms.iter().map(|one| (*one).to_owned()).collect(),
            until: String::new(),
            sheets: Vec::new(),
            calls: Vec::new(),
            night: String::new(),
            new_call: String::new(),
            faults: Faults::none(),
        };
        let mut refused = page(Lang::EN, Some(on(Lang::EN, "/take")), &[]);
        refused.faults = wrong("to", "swap-fault-absent");
        let mut doubtful = on(Lang::SV, "/take");
        doubtful.in_doubt = true;
        doubtful.meaning = meaning(Lang::SV, "rota-rule-absent", true);
        let own = OnView {
            ready: Signal::new("due", "due", Lang::SV.t("duty-unconfirmed")),
            confirm: "/duty/1/mine#number-1".to_owned(),
            ..on(Lang::SV, "")
        };
        vec![
            ("on", page(Lang::SV, Some(on(Lang::SV, "")), &[])),
            ("my own", page(Lang::SV, Some(own), &[])),
            ("nobody", page(Lang::SV, None, &[WHEN])),
            ("refused", refused),
            ("in doubt", page(Lang::SV, Some(doubtful), &[WHEN])),
            (
                "on call oneself",
                with_sheets(page(Lang::SV, Some(on(Lang::SV, "")), &[])),
            ),
        ]
    }
}

fn with_sheets(page: TonightPage) -> TonightPage {
    let lang = page.lang;
    let sheet = |code: &str, red_flags| SheetLine {
        url: "/".to_owned(),
        call: "/".to_owned(),
        code: code.to_owned(),
        label: "Lingonstig".to_owned(),
        team: "MST-CAN Björkdalen".to_owned(),
        state: Signal::new("over", "overdue", lang.t("sheet-state-missing")),
        red_flags,
        staff_warning: red_flags,
    };
    let call = |code: &str, key: &str| CallView {
        url: "/".to_owned(),
        when: "tis 1 dec 01:10".to_owned(),
        code: code.to_owned(),
        state: Signal::new("due", "phone", lang.t(key)),
    };
    TonightPage {
        until: lang.t1("sheet-until", "time", "tis 1 dec 09:00"),
        sheets: vec![sheet("BJÖ-26-001", true), sheet("GRA-26-001", false)],
        calls: vec![
            call("BJÖ-26-001", "call-goes-on"),
            call(&lang.t("call-no-family"), "call-taken-over"),
        ],
        new_call: "/".to_owned(),
        ..page
    }
}

fn swap(lang: Lang) -> SwapView {
    SwapView {
        url: "/swap".to_owned(),
        version: 1,
        what: "Erbjudande: Kajsa Vassrugg → alla".to_owned(),
        when: WHEN.to_owned(),
        rest: vec![lang.t1("swap-rest-on", "day", "tor 17 dec")],
        against: vec![lang.t("rota-rule-weekends")],
        made: lang.t1("swap-made", "time", "mån 30 nov 09:12"),
        state: Signal::new("due", "due", lang.t("swap-state-open")),
        may_accept: true,
        may_refuse: true,
        may_withdraw: true,
    }
}

impl Samples for SwapsPage {
    fn samples() -> Vec<(&'static str, SwapsPage)> {
        let page = |lang: Lang, open, decided| SwapsPage {
            frame: Frame::sample(lang),
            lang,
            pool: POOL.to_owned(),
            tabs: some_tabs(Here::Rota, lang),
            open,
            decided,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        vec![
            ("none", page(sv, Vec::new(), Vec::new())),
            ("some", page(en, vec![swap(en)], vec![swap(en)])),
        ]
    }
}

impl Samples for MinePage {
    fn samples() -> Vec<(&'static str, MinePage)> {
        let duty = |lang: Lang| DutyView {
            id: "1".to_owned(),
            when: WHEN.to_owned(),
            line: "Första linjen".to_owned(),
            kind: lang.t("duty-kind-weekend"),
            ready: Some(Signal::new("due", "due", lang.t("duty-unconfirmed"))),
            confirm: "/number".to_owned(),
            number: "08-465 00 01".to_owned(),
            offer: "/swap".to_owned(),
            from: "2026-12-18T17:00".to_owned(),
            until: "2026-12-21T08:00".to_owned(),
        };
        let page = |lang: Lang, duties, swaps: Vec<SwapView>, faults| MinePage {
            frame: Frame::sample(lang),
            lang,
            pool: POOL.to_owned(),
            tabs: some_tabs(Here::Mine, lang),
            duties,
            next: None,
            rest: vec!["tor 17 dec".to_owned()],
            waiting: swaps.clone(),
            own: swaps,
            colleagues: vec![("1".to_owned(), "Kajsa Vassrugg".to_owned())],
            askable: vec![("2".to_owned(), format!("{WHEN}, Första linjen: Kajsa"))],
            ask: "/swaps".to_owned(),
            faults,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let number = wrong("number", "duty-fault-number");
        let hindered = SwapView {
            may_accept: false,
            against: vec![en.t("rota-rule-absent")],
            ..swap(en)
        };
        let early = MinePage {
            next: Some(hand::next(sv, "")),
            ..page(sv, vec![duty(sv)], Vec::new(), Faults::none())
        };
        vec![
            ("none", page(sv, Vec::new(), Vec::new(), Faults::none())),
            (
                "some",
                page(sv, vec![duty(sv)], vec![swap(sv)], Faults::none()),
            ),
            ("too soon", early),
            ("faults", page(en, vec![duty(en)], vec![hindered], number)),
        ]
    }
}

impl Samples for AwayPage {
    fn samples() -> Vec<(&'static str, AwayPage)> {
        let entry = |what: String| EntryView {
            url: "/remove".to_owned(),
            name: "Tuva Ekorrstig".to_owned(),
            what,
            when: "mån 14 dec – ons 16 dec".to_owned(),
        };
        let page = |lang: Lang, entries: Vec<EntryView>, faults| AwayPage {
            frame: Frame::sample(lang),
            lang,
            pool: POOL.to_owned(),
            tabs: some_tabs(Here::Away, lang),
            base: "/duty/1".to_owned(),
            absences: entries.clone(),
            wishes: entries,
            staff: vec![("1".to_owned(), "Tuva Ekorrstig".to_owned())],
            may_wish: true,
            met: vec![("/duty/1/mine#turn-1".to_owned(), "mån 14 dec".to_owned())],
            meets: lang.t("away-meets"),
            lack: vec![lang.t1("away-nobody", "days", "mån 14 dec, tis 15 dec")],
            kinds: choices::<hemma_domain::absence::AbsenceKind>(lang),
            repeats: choices::<hemma_domain::absence::Repeat>(lang),
            wish_kinds: choices::<hemma_domain::absence::WishKind>(lang),
            weights: choices::<hemma_domain::absence::WishWeight>(lang),
            typed: AwayForm::default(),
            wished: AwayForm::default(),
            faults,
        };
        let some = vec![entry(Lang::SV.t("absence-kind-vacation"))];
        vec![
            ("none", page(Lang::SV, Vec::new(), Faults::none())),
            ("some", page(Lang::SV, some.clone(), Faults::none())),
            (
                "faults",
                page(Lang::EN, some, wrong("first", "duty-fault-day")),
            ),
        ]
    }
}

/// A week: a duty in somebody's rest on each day, and an hour without anybody on the fifth.
fn week(lang: Lang) -> Vec<DayView> {
    let entry = |level, name: &str, could: &str| month::EntryView {
        level,
        name: name.to_owned(),
        from: match level {
            2 => lang.t1("duty-from", "time", "08:00"),
            _ => String::new(),
        },
        could: could.to_owned(),
        in_rest: level == 1,
        in_doubt: level == 2,
    };
    let day = |column: i8| DayView {
        column,
        name: lang.weekday_number(column).to_owned(),
        number: format!("{column} dec"),
        of_month: column,
        is_off: column > 5,
        is_today: column == 2,
        entries: vec![
            entry(1, "Tuva Ekorrstig", "/duty/1/duties/1"),
            entry(2, "Gun Alebäck", ""),
        ],
        mine: if column == 6 {
            legend(lang)
        } else {
            Vec::new()
        },
        is_open: column == 5,
    };
    (1..=7).map(day).collect()
}

fn not_kept(lang: Lang) -> StandingView {
    StandingView {
        is_unlawful: true,
        rule: lang.t("rota-rule-weekly-rest"),
        name: "Kajsa Vassrugg".to_owned(),
        when: "mån 14 dec 08:00 – mån 21 dec 08:00".to_owned(),
        mend: lang.t1("holds-mend-day", "day", "tor 17 dec"),
        turns: vec![("/duty/1/give?turn=1".to_owned(), WHEN.to_owned())],
    }
}

fn worked_what(lang: Lang) -> String {
    let numbers = [
        ("weeks", 17.into()),
        ("most", 48.into()),
        ("full", 40.into()),
    ];
    lang.filled("worked-what", numbers)
}

fn month(lang: Lang) -> RotaPage {
    let count = |key: &str, count: u32| CountView::of(key, (count, 45), 90, lang);
    let bar = |name: &str, nights| BarView {
        name: name.to_owned(),
        counts: vec![count("duty-nights", nights), count("duty-weekends", 1)],
    };
    RotaPage {
        frame: Frame::sample(lang),
        lang,
        pool: POOL.to_owned(),
        tabs: some_tabs(Here::Rota, lang),
        base: "/duty/1".to_owned(),
        title: "december 2026".to_owned(),
        previous: "/".to_owned(),
        next: "/".to_owned(),
        other: ("/".to_owned(), lang.t("duty-quarter")),
        is_quarter: false,
        lines: [(1, "Första linjen"), (2, "Andra linjen")]
            .map(|(number, name)| (number, name.to_owned()))
            .to_vec(),
        months: vec![month::MonthView {
            name: "december 2026".to_owned(),
            days: 7,
        }],
        days: week(lang),
        rows: vec![RowView {
            name: "Tuva Ekorrstig".to_owned(),
            cells: (1..=7)
                .map(|n| month::CellView {
                    text: if n < 4 { "1" } else { "" }.to_owned(),
                    is_rest: n == 4,
                    is_off: n > 5,
                    in_rest: n == 3,
                    marks: if n == 6 { legend(lang) } else { Vec::new() },
                })
                .collect(),
        }],
        legend: legend(lang),
        has_today: true,
        gaps: vec![WHEN.to_owned()],
        unplanned: lang.t1("duty-unplanned", "day", "14 december 2026"),
        doubts: vec![format!("Gun Alebäck, Andra linjen: {WHEN}")],
        clashes: vec![format!("Tuva Ekorrstig: {WHEN}")],
        standing: Some(vec![not_kept(lang)]),
        rests: "/duty/1/rests".to_owned(),
        bars: vec![(
            "Första linjen".to_owned(),
            vec![bar("Tuva Ekorrstig", 9), bar("Kajsa Vassrugg", 4)],
        )],
        drafts: vec![("/".to_owned(), "1 januari 2027 – 31 mars 2027".to_owned())],
        may_plan: true,
        hours: "/hours.csv".to_owned(),
        draft_from: "2027-01-01".to_owned(),
        draft_to: "2027-03-31".to_owned(),
        faults: Faults::none(),
        turns: vec![("1".to_owned(), WHEN.to_owned())],
        worked: vec![
            planning::worked("Tuva Ekorrstig"),
            planning::worked("Kajsa Vassrugg"),
        ],
        somebody_over: true,
        worked_what: worked_what(lang),
        agreement: "/duty/1/agreement".to_owned(),
        unconfirmed: 12,
        members: "/duty/1/members".to_owned(),
    }
}

impl Samples for RotaPage {
    fn samples() -> Vec<(&'static str, RotaPage)> {
        let reader = RotaPage {
            may_plan: false,
            standing: None,
            gaps: Vec::new(),
            unplanned: String::new(),
            clashes: Vec::new(),
            worked: Vec::new(),
            somebody_over: false,
            worked_what: String::new(),
            drafts: Vec::new(),
            unconfirmed: 0,
            ..month(Lang::SV)
        };
        let holds = RotaPage {
            standing: Some(Vec::new()),
            clashes: Vec::new(),
            ..month(Lang::EN)
        };
        let refused = RotaPage {
            draft_to: "1 december 2026".to_owned(),
            faults: wrong("last", "duty-fault-period"),
            ..month(Lang::EN)
        };
        vec![
            ("refused", refused),
            ("planner", month(Lang::SV)),
            ("reader", reader),
            ("everything holds", holds),
        ]
    }
}

impl Samples for DraftPage {
    fn samples() -> Vec<(&'static str, DraftPage)> {
        let duty = |lang: Lang, is_fixed| DraftDuty {
            id: "1".to_owned(),
            when: WHEN.to_owned(),
            line: "Första linjen".to_owned(),
            kind: lang.t("duty-kind-weekend"),
            staff: "1".to_owned(),
            name: "Kajsa Vassrugg".to_owned(),
            is_fixed,
            choices: vec![("1".to_owned(), "Kajsa Vassrugg".to_owned())],
            breaches: vec![lang.t("rota-rule-gap")],
        };
        let page = |lang: Lang, unlawful, short: String, faults| DraftPage {
            frame: Frame::sample(lang),
            lang,
            pool: POOL.to_owned(),
            tabs: some_tabs(Here::Rota, lang),
            base: "/duty/1/rotas/1".to_owned(),
            period: "14 december 2026 – 20 december 2026".to_owned(),
            first: "2026-12-14".to_owned(),
            is_draft: true,
            version: 1,
            pool_version: 1,
            duties: vec![duty(lang, false), duty(lang, true)],
            grid: planning::grid(lang),
            breaches: vec![
                TroubleView {
                    at: "duty-1".to_owned(),
                    text: lang.t2(
                        "rota-trouble",
                        ("what", lang.t("rota-rule-weekly-rest")),
                        ("when", WHEN.to_owned()),
                    ),
                    is_unlawful: true,
                };
                unlawful
            ],
            open_duties: vec![TroubleView {
                at: "duty-2".to_owned(),
                text: format!("{WHEN}, Första linjen"),
                is_unlawful: false,
            }],
            rest: vec![(
                "Kajsa, tor 17 dec".to_owned(),
                "1".to_owned(),
                "2026-12-17".to_owned(),
            )],
            people: vec![("1".to_owned(), "Kajsa Vassrugg".to_owned())],
            crowded_out: vec![format!("Första linjen: {WHEN}")],
            changes: vec!["fre 18 dec: Tuva → Kajsa".to_owned()],
            rest_changes: vec!["tor 17 dec: Kajsa Vassrugg, ledig för vila".to_owned()],
            unlawful,
            short,
            reason: String::new(),
            faults,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let short = sv.t2("rota-short", ("day", "fre 18 dec"), ("days", 14_u32));
        let published = DraftPage {
            is_draft: false,
            ..page(sv, 0, String::new(), Faults::none())
        };
        vec![
            ("lawful", page(sv, 0, String::new(), Faults::none())),
            ("unlawful", page(en, 1, String::new(), Faults::none())),
            (
                "short",
                page(sv, 0, short, wrong("reason", "rota-fault-reason")),
            ),
            ("published", published),
        ]
    }
}

impl Samples for FeedPage {
    fn samples() -> Vec<(&'static str, FeedPage)> {
        let page = |lang: Lang, new: &str, feeds, faults| FeedPage {
            frame: Frame::sample(lang),
            lang,
            pool: POOL.to_owned(),
            tabs: some_tabs(Here::Calendars, lang),
            action: "/duty/1/calendars".to_owned(),
            new: new.to_owned(),
            feeds,
            targets: vec![("pool".to_owned(), lang.t("feed-kind-pool"))],
            ringing: "/duty/1/ringing".to_owned(),
            ring_seconds: "20".to_owned(),
            faults,
        };
        let one = |lang: Lang| FeedView {
            revoke: "/revoke".to_owned(),
            what: lang.t("feed-kind-person"),
            made: "mån 23 nov 12:00".to_owned(),
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let many = wrong("target", "feed-fault-many");
        let address = "https://hemma.example/c/abc";
        vec![
            ("none", page(sv, "", Vec::new(), Faults::none())),
            ("new", page(sv, address, vec![one(sv)], Faults::none())),
            ("faults", page(en, "", vec![one(en)], many)),
        ]
    }
}
