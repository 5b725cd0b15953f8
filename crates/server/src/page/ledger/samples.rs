//! Every state of the ledger's pages.

use hemma_domain::code::Code as _;
use hemma_domain::ledger::{AccountKind, Purpose};
use hemma_domain::proposal::Stage;

use super::account::{AccountForm, AccountPage, BudgetForm, LineView, MonthView, NewAccountPage};
use super::money::{EarmarkView, MarkRow, MoneyListPage, MoneyPage, MoneyRow, PaymentView};
use super::voucher::{
    NewVoucherPage, PostingView, ReverseForm, RowView, VoucherForm, VoucherPage, VoucherView,
    VouchersPage,
};
use super::{LedgerPage, Tab, YearRow};
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Samples, choices, proposal};

fn tabs(lang: Lang) -> Vec<Tab> {
    vec![Tab {
        url: "/".to_owned(),
        icon: "board",
        label: lang.t("ledger-tab-year"),
        current: true,
    }]
}

fn wrong(field: &str, message: &'static str) -> Faults {
    let mut faults = Faults::none();
    faults.add(field, message);
    faults
}

fn row(lang: Lang) -> YearRow {
    YearRow {
        url: "/".to_owned(),
        name: "5810 Resor".to_owned(),
        budget: "120\u{a0}000".to_owned(),
        booked: "95\u{a0}000".to_owned(),
        decided: "27\u{a0}000".to_owned(),
        reserved: "13\u{a0}500".to_owned(),
        recurring: "0".to_owned(),
        forecast: "122\u{a0}000".to_owned(),
        left: "−2\u{a0}000".to_owned(),
        signal: Some(Signal::new("over", "overdue", lang.t("ledger-over"))),
    }
}

impl Samples for LedgerPage {
    fn samples() -> Vec<(&'static str, LedgerPage)> {
        let page = |lang: Lang, has_accounts: bool| LedgerPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults: Faults::none(),
            url: "/".to_owned(),
            year: 2026,
            previous: "/".to_owned(),
            next: "/".to_owned(),
            groups: match has_accounts {
                true => vec![(lang.t("ledger-cost"), vec![row(lang)])],
                false => Vec::new(),
            },
            result: YearRow::default(),
            standing: match has_accounts {
                true => vec![(
                    "/".to_owned(),
                    "1930 Bank".to_owned(),
                    "9\u{a0}000\u{a0}kr".to_owned(),
                )],
                false => Vec::new(),
            },
            has_accounts,
            closed: lang.t("ledger-closed-none"),
            close: has_accounts.then(|| ("2026-10".to_owned(), "oktober 2026".to_owned())),
            new_account: "/".to_owned(),
            may_keep: has_accounts,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let empty = LedgerPage {
            may_keep: true,
            ..page(en, false)
        };
        let refused = LedgerPage {
            faults: wrong("month", "ledger-fault-not-ended"),
            ..page(sv, true)
        };
        vec![
            ("empty", empty),
            ("some", page(sv, true)),
            ("refused", refused),
        ]
    }
}

impl Samples for AccountPage {
    fn samples() -> Vec<(&'static str, AccountPage)> {
        let page = |lang: Lang, may_keep: bool| AccountPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults: Faults::none(),
            url: "/".to_owned(),
            ledger: "/".to_owned(),
            title: "5810 Resor".to_owned(),
            kind: lang.name(AccountKind::Cost),
            year: 2026,
            previous: "/".to_owned(),
            next: "/".to_owned(),
            facts: vec![(lang.t("ledger-budget"), "120\u{a0}000\u{a0}kr".to_owned())],
            months: vec![MonthView {
                name: "oktober 2026".to_owned(),
                url: "/".to_owned(),
                budget: "10\u{a0}000".to_owned(),
                booked: "0".to_owned(),
                is_closed: true,
            }],
            lines: vec![LineView {
                url: "/".to_owned(),
                number: 4,
                on: "20 november 2026".to_owned(),
                text: "Tågresa".to_owned(),
                amount: "1\u{a0}250".to_owned(),
                proposal: "/".to_owned(),
            }],
            proposals: vec![LineView {
                url: "/".to_owned(),
                text: "Resa till Påhittsstad".to_owned(),
                amount: "9\u{a0}000".to_owned(),
                on: lang.t1("money-paid-of", "amount", "13 500"),
                ..LineView::default()
            }],
            form: AccountForm {
                number: "5810".to_owned(),
                name: "Resor".to_owned(),
                kind: AccountKind::Cost.code().to_owned(),
                open: "yes".to_owned(),
                ..AccountForm::default()
            },
            budget: Some(BudgetForm {
                year: "2026".to_owned(),
                amount: "120000".to_owned(),
                monthly: String::new(),
            }),
            purposes: choices::<Purpose>(lang),
            may_keep,
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let lasting = AccountPage {
            facts: Vec::new(),
            lines: Vec::new(),
            budget: None,
            ..page(en, false)
        };
        let refused = AccountPage {
            faults: wrong("budget", "ledger-fault-amount"),
            ..page(en, true)
        };
        vec![
            ("to change", page(sv, true)),
            ("to read", lasting),
            ("refused", refused),
        ]
    }
}

impl Samples for NewAccountPage {
    fn samples() -> Vec<(&'static str, NewAccountPage)> {
        let page = |lang: Lang, faults| NewAccountPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults,
            url: "/".to_owned(),
            form: AccountForm::default(),
            kinds: choices::<AccountKind>(lang),
            purposes: choices::<Purpose>(lang),
        };
        vec![
            ("blank", page(Lang::SV, Faults::none())),
            (
                "refused",
                page(Lang::EN, wrong("number", "ledger-fault-number")),
            ),
        ]
    }
}

impl Samples for VouchersPage {
    fn samples() -> Vec<(&'static str, VouchersPage)> {
        let page = |lang: Lang, rows: Vec<VoucherView>| VouchersPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            month: "november 2026".to_owned(),
            previous: "/".to_owned(),
            next: "/".to_owned(),
            may_keep: rows.is_empty(),
            rows,
            new: "/".to_owned(),
        };
        let row = VoucherView {
            url: "/".to_owned(),
            number: 4,
            on: "20 november 2026".to_owned(),
            text: "Tågresa".to_owned(),
            sum: "1\u{a0}250\u{a0}kr".to_owned(),
            accounts: "1930, 5810".to_owned(),
            note: Lang::SV.t1("ledger-reversed-by", "number", 5_u32),
        };
        vec![
            ("none", page(Lang::EN, Vec::new())),
            ("some", page(Lang::SV, vec![row])),
        ]
    }
}

impl Samples for NewVoucherPage {
    fn samples() -> Vec<(&'static str, NewVoucherPage)> {
        let page = |lang: Lang, sums: String, faults| NewVoucherPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults,
            url: "/".to_owned(),
            form: VoucherForm {
                on: "2026-11-20".to_owned(),
                text: "Tågresa".to_owned(),
                proposal: String::new(),
                rows: vec![RowView {
                    account: "a".to_owned(),
                    debit: "1250".to_owned(),
                    credit: String::new(),
                }],
            },
            accounts: vec![("a".to_owned(), "5810 Resor".to_owned())],
            sums,
        };
        let sums = Lang::EN.t2("ledger-sums", ("debit", "1"), ("credit", "2"));
        vec![
            ("blank", page(Lang::SV, String::new(), Faults::none())),
            (
                "unbalanced",
                page(Lang::EN, sums, wrong("postings", "ledger-fault-balance")),
            ),
        ]
    }
}

impl Samples for VoucherPage {
    fn samples() -> Vec<(&'static str, VoucherPage)> {
        let page = |lang: Lang, can_reverse: bool, faults| VoucherPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults,
            url: "/".to_owned(),
            number: 4,
            text: "Tågresa".to_owned(),
            facts: vec![
                (
                    lang.t("ledger-on"),
                    "20 november 2026".to_owned(),
                    String::new(),
                ),
                (lang.t("ledger-pays-for"), "Resa".to_owned(), "/".to_owned()),
            ],
            postings: vec![PostingView {
                url: "/".to_owned(),
                account: "5810 Resor".to_owned(),
                debit: "1\u{a0}250".to_owned(),
                credit: String::new(),
            }],
            sum: "1\u{a0}250".to_owned(),
            can_reverse,
            form: ReverseForm::default(),
        };
        vec![
            ("to read", page(Lang::SV, false, Faults::none())),
            (
                "refused",
                page(Lang::EN, true, wrong("why", "ledger-fault-why")),
            ),
        ]
    }
}

impl Samples for MoneyListPage {
    fn samples() -> Vec<(&'static str, MoneyListPage)> {
        let page = |lang: Lang, rows: Vec<MoneyRow>| MoneyListPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            rows,
        };
        let row = MoneyRow {
            url: "/".to_owned(),
            heading: "Resa till Påhittsstad".to_owned(),
            diary: "2.5-0001/2026".to_owned(),
            stage: proposal::stage(Stage::Decided, Lang::SV),
            funding: "13\u{a0}500\u{a0}kr".to_owned(),
            earmarked: "13\u{a0}500\u{a0}kr".to_owned(),
            paid: "9\u{a0}000\u{a0}kr".to_owned(),
            left: "4\u{a0}500\u{a0}kr".to_owned(),
            accounts: "5810".to_owned(),
        };
        vec![
            ("none", page(Lang::EN, Vec::new())),
            ("some", page(Lang::SV, vec![row])),
        ]
    }
}

impl Samples for MoneyPage {
    fn samples() -> Vec<(&'static str, MoneyPage)> {
        let page = |lang: Lang, is_paid: bool, faults| MoneyPage {
            frame: Frame::sample(lang),
            lang,
            tabs: tabs(lang),
            faults,
            url: "/".to_owned(),
            list: "/".to_owned(),
            heading: "Resa till Påhittsstad".to_owned(),
            diary: "2.5-0001/2026".to_owned(),
            stage: proposal::stage(Stage::Sent, lang),
            standing: lang.t("money-reserved"),
            funding: vec![("Avgifter".to_owned(), "13\u{a0}500\u{a0}kr".to_owned())],
            lines: match is_paid {
                true => vec![EarmarkView {
                    url: "/".to_owned(),
                    account: "5810 Resor".to_owned(),
                    year: 2026,
                    amount: "13\u{a0}500".to_owned(),
                    paid: "9\u{a0}000".to_owned(),
                    left: "4\u{a0}500".to_owned(),
                }],
                false => Vec::new(),
            },
            payments: match is_paid {
                true => vec![PaymentView {
                    url: "/".to_owned(),
                    number: 4,
                    on: "20 november 2026".to_owned(),
                    text: "Tågresa".to_owned(),
                    sum: "9\u{a0}000\u{a0}kr".to_owned(),
                }],
                false => Vec::new(),
            },
            rows: vec![MarkRow::default()],
            accounts: vec![("a".to_owned(), "5810 Resor".to_owned())],
            book: "/".to_owned(),
            proposal: match is_paid {
                true => "/".to_owned(),
                false => String::new(),
            },
            may_keep: is_paid,
        };
        vec![
            ("to read", page(Lang::SV, false, Faults::none())),
            (
                "refused",
                page(Lang::EN, true, wrong("earmarks", "money-fault-much")),
            ),
        ]
    }
}
