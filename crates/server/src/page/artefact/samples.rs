//! Every state of the pages of forms.

use super::*;
use crate::page::{Samples, sampled};

/// Every state of these pages.
pub(super) fn all() -> Vec<Sampled> {
    let mut all = sampled::<ArtefactsPage>("forms");
    all.extend(sampled::<KindView>("form"));
    all.extend(edit::samples());
    all.extend(safety::samples());
    all
}

impl Samples for ArtefactsPage {
    fn samples() -> Vec<(&'static str, ArtefactsPage)> {
        let row = |state, has_draft| KindRow {
            url: "/".to_owned(),
            label: "Säkerhetsplan".to_owned(),
            help: "Familjens egen plan.".to_owned(),
            state,
            has_draft,
        };
        let page = |lang: Lang, kinds| ArtefactsPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-forms"),
            kinds,
        };
        let lang = Lang::SV;
        vec![
            (
                "every state",
                page(
                    lang,
                    vec![
                        row(("over", "overdue", lang.t("form-needed")), true),
                        row(("none", "none", lang.t("form-none")), false),
                        row(("ok", "ok", lang.t1("form-count", "count", 3_u32)), false),
                    ],
                ),
            ),
            ("no forms", page(Lang::EN, vec![])),
        ]
    }
}

impl ShownView {
    pub(super) fn sample(is_late: bool) -> ShownView {
        ShownView {
            id: "a1".to_owned(),
            number: 2,
            is_in_force: true,
            signed: "Tuva Ekorrstig, 10 november 2026".to_owned(),
            review: "8 december 2026".to_owned(),
            is_late,
            fields: view::samples(),
            names: vec![(
                "Fjäril Lingonstig".to_owned(),
                "10 november 2026".to_owned(),
                "Ritade en fjäril".to_owned(),
            )],
        }
    }
}

impl Samples for KindView {
    fn samples() -> Vec<(&'static str, KindView)> {
        let lang = Lang::SV;
        let page = |shown: Option<ShownView>, is_many| KindView {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-forms"),
            url: "/".to_owned(),
            label: "Säkerhetsplan".to_owned(),
            help: "Familjens egen plan.".to_owned(),
            is_many,
            is_safety: !is_many,
            may_write: true,
            draft_url: String::new(),
            from: String::new(),
            shown,
            columns: Vec::new(),
            rows: Vec::new(),
            curves: Vec::new(),
            history: Vec::new(),
            signing: None,
        };
        let mut faults = Faults::none();
        faults.add("person", "error-form-signer");
        faults.add("on", "error-form-day");
        let signing = SigningView {
            action: "/".to_owned(),
            persons: vec![("p1".to_owned(), "Malva Lingonstig".to_owned(), true)],
            on: "23 november 2026".to_owned(),
            how: "På papper".to_owned(),
            faults,
        };
        let history = HistoryRow {
            url: "/".to_owned(),
            number: 1,
            signed: "Tuva Ekorrstig, 10 oktober 2026".to_owned(),
            is_current: false,
            is_shown: false,
        };
        let row = OccasionRow {
            url: "/".to_owned(),
            cells: vec!["Malva".to_owned(), "20 november 2026".to_owned()],
            is_draft: false,
            state: "Tuva Ekorrstig, 20 november 2026".to_owned(),
        };
        vec![
            ("nothing", page(None, false)),
            (
                "a version",
                KindView {
                    history: vec![history],
                    signing: Some(signing),
                    draft_url: "/".to_owned(),
                    ..page(Some(ShownView::sample(true)), false)
                },
            ),
            ("no occasions", page(None, true)),
            (
                "occasions",
                KindView {
                    columns: vec!["Vem".to_owned(), "Dag".to_owned()],
                    rows: vec![row],
                    ..page(None, true)
                },
            ),
        ]
    }
}
