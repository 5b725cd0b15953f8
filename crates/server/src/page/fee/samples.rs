//! Every state of the pages of fees.

use hemma_domain::fee::BillState;

use super::bill::{BillPage, StepForm};
use super::payer::{ChargeView, MemberForm, MemberView, PayerPage, SpanForm};
use super::{BillView, FeesPage, PayerForm, PayerRow, PriceForm, PriceView, currencies, state};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::ledger::Tab;
use crate::page::team_week::Signal;
use crate::page::{Frame, Samples};

fn tabs(lang: Lang) -> Vec<Tab> {
    vec![Tab {
        url: "/".to_owned(),
        icon: "document",
        label: lang.t("fee-title"),
        current: true,
    }]
}

fn wrong(field: &str, message: &'static str) -> Faults {
    let mut faults = Faults::none();
    faults.add(field, message);
    faults
}

fn bill(lang: Lang, of: BillState) -> BillView {
    BillView {
        url: "/".to_owned(),
        number: 12,
        payer: "Granviks kommun".to_owned(),
        period: "1 januari 2027 – 31 december 2027".to_owned(),
        sum: "46\u{a0}301,37\u{a0}kr".to_owned(),
        state: state(of, lang),
    }
}

fn line(lang: Lang) -> ChargeView {
    ChargeView {
        name: "MST Granvik".to_owned(),
        period: "1 oktober 2027 – 31 december 2027".to_owned(),
        days: lang.t2("fee-days-of", ("days", 92_u32), ("of", 365_u32)),
        yearly: "25\u{a0}000\u{a0}kr".to_owned(),
        amount: "6\u{a0}301,37\u{a0}kr".to_owned(),
    }
}

impl Samples for FeesPage {
    fn samples() -> Vec<(&'static str, FeesPage)> {
        let page = |lang: Lang, payers: Vec<PayerRow>| FeesPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults: Faults::none(),
            url: "/".to_owned(),
            year: 2027,
            previous: "/".to_owned(),
            next: "/".to_owned(),
            sums: payers
                .iter()
                .map(|_| lang.t2("fee-sums", ("due", "46 301,37 kr"), ("left", "0 kr")))
                .collect(),
            prices: payers
                .iter()
                .map(|_| PriceView {
                    from: "1 januari 2027".to_owned(),
                    currency: "SEK",
                    organisation: "40\u{a0}000\u{a0}kr".to_owned(),
                    team: "25\u{a0}000\u{a0}kr".to_owned(),
                    source: "Påhittat beslut".to_owned(),
                })
                .collect(),
            bills: payers.iter().map(|_| bill(lang, BillState::Open)).collect(),
            payers,
            price: PriceForm::default(),
            payer: PayerForm::default(),
            currencies: currencies(),
            may_keep: true,
        };
        let row = |lang: Lang| PayerRow {
            url: "/".to_owned(),
            name: "Granviks kommun".to_owned(),
            teams: 1,
            due: String::new(),
            left: "0\u{a0}kr".to_owned(),
            signal: Some(Signal::new("over", "overdue", lang.t("fee-price-missing"))),
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let to_read = FeesPage {
            may_keep: false,
            ..page(sv, vec![row(sv)])
        };
        let refused = FeesPage {
            faults: wrong("from", "fee-fault-day"),
            ..page(en, vec![row(en)])
        };
        vec![
            ("none", page(en, Vec::new())),
            ("to read", to_read),
            ("refused", refused),
        ]
    }
}

impl Samples for PayerPage {
    fn samples() -> Vec<(&'static str, PayerPage)> {
        let page = |lang: Lang, lines: Vec<ChargeView>, may_keep: bool| PayerPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults: Faults::none(),
            url: "/".to_owned(),
            fees: "/".to_owned(),
            name: "Granviks kommun".to_owned(),
            year: 2027,
            previous: "/".to_owned(),
            next: "/".to_owned(),
            sum: "6\u{a0}301,37\u{a0}kr".to_owned(),
            left: "0\u{a0}kr".to_owned(),
            no_price: String::new(),
            members: lines
                .iter()
                .map(|line| MemberView {
                    id: "a".to_owned(),
                    name: line.name.clone(),
                    from: "2027-10-01".to_owned(),
                    last: String::new(),
                    told: lang.t1("fee-from", "day", "1 oktober 2027"),
                    closed: lang.t1("fee-team-closed", "day", "1 januari 2028"),
                })
                .collect(),
            bills: lines
                .iter()
                .map(|_| bill(lang, BillState::Withdrawn))
                .collect(),
            lines,
            form: PayerForm::default(),
            member: MemberForm::default(),
            span: SpanForm::default(),
            teams: vec![("b".to_owned(), "MST Granvik".to_owned())],
            currencies: currencies(),
            may_keep,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let unpriced = PayerPage {
            no_price: sv.t1("fee-no-price-from", "day", "1 januari 2027"),
            ..page(sv, Vec::new(), false)
        };
        let refused = PayerPage {
            faults: wrong("member", "fee-fault-twice"),
            ..page(en, vec![line(en)], true)
        };
        vec![
            ("new", page(sv, Vec::new(), true)),
            ("unpriced", unpriced),
            ("refused", refused),
        ]
    }
}

impl Samples for BillPage {
    fn samples() -> Vec<(&'static str, BillPage)> {
        let page = |lang: Lang, of: BillState, faults| BillPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults,
            url: "/".to_owned(),
            payer: "/".to_owned(),
            name: "Granviks kommun".to_owned(),
            number: 12,
            state: state(of, lang),
            facts: vec![
                (lang.t("fee-sum"), "6 301,37 kr".to_owned(), String::new()),
                (
                    lang.t("fee-voucher"),
                    lang.t1("ledger-voucher-number", "number", 4_u32),
                    "/".to_owned(),
                ),
            ],
            lines: vec![line(lang)],
            sum: "6\u{a0}301,37\u{a0}kr".to_owned(),
            currency: "DKK".to_owned(),
            may_book: of == BillState::Open,
            may_pay: of.is_owed(),
            may_withdraw: of.payment().is_none() && of != BillState::Withdrawn,
            is_booked: of.voucher().is_some(),
            can_typeset: of == BillState::Withdrawn,
            form: StepForm::default(),
        };
        let by = hemma_domain::ids::VoucherId(uuid::Uuid::nil());
        let (booked, paid) = (BillState::Booked(by), BillState::Paid { booked: by, by });
        let (sv, en) = (Lang::SV, Lang::EN);
        vec![
            (
                "open",
                page(sv, BillState::Open, wrong("rate", "fee-fault-rate")),
            ),
            (
                "booked",
                page(en, booked, wrong("voucher", "fee-fault-no-payment")),
            ),
            ("paid", page(sv, paid, Faults::none())),
            ("withdrawn", page(sv, BillState::Withdrawn, Faults::none())),
        ]
    }
}
