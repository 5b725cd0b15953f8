//! States of the pages of a link, with invented questions from right to left.

use hemma_domain::link::Standing;

use super::answer::{ChoiceView, QuestionView, Worded};
use super::respond::{AroundView, ClosedPage, CodePage, FinishPage, ListPage, QuestionPage};
use crate::lang::Lang;
use crate::page::{Sampled, Samples, sampled};

/// Every state of the pages of whoever holds a link.
pub(super) fn all() -> Vec<Sampled> {
    let mut all = sampled::<CodePage>("link code");
    all.extend(sampled::<QuestionPage>("link question"));
    all.extend(sampled::<ListPage>("link list"));
    all.extend(sampled::<FinishPage>("link finish"));
    all.extend(sampled::<ClosedPage>("link closed"));
    all
}

impl Samples for CodePage {
    fn samples() -> Vec<(&'static str, CodePage)> {
        let page = |lang: Lang, kept, fault: String| CodePage {
            lang,
            action: "/".to_owned(),
            until: "30 november 2026".to_owned(),
            kept,
            fault,
        };
        let kept = vec![("a_p1".to_owned(), "1".to_owned())];
        let wrong = Lang::SV.t1("link-code-wrong", "left", 3);
        vec![
            ("plain", page(Lang::SV, vec![], String::new())),
            ("in English", page(Lang::EN, vec![], String::new())),
            ("wrong, with answers kept", page(Lang::SV, kept, wrong)),
        ]
    }
}

fn sample_around() -> AroundView {
    AroundView {
        url: "/".to_owned(),
        version: 2,
        intro: arabic("فكّروا في الأيام السبعة الأخيرة."),
        is_unworded: false,
        count: 3,
        done: 1,
        progress: Lang::SV.t2("link-progress", ("done", 1), ("all", 3)),
        until: "30 november 2026".to_owned(),
        fault: String::new(),
    }
}

fn arabic(text: &str) -> Worded {
    Worded {
        text: text.to_owned(),
        lang: "ar".to_owned(),
        dir: "rtl",
    }
}

/// An invented question, from right to left.
fn sample_question(number: usize) -> QuestionView {
    let option = |value: &str, label, is_way_out| ChoiceView {
        value: value.to_owned(),
        label,
        chosen: value == "2",
        is_way_out,
    };
    QuestionView {
        number,
        name: format!("a_p{number}"),
        text: arabic("هل من السهل أن تطلبوا المساعدة؟"),
        options: vec![
            option("1", arabic("صعب"), false),
            option("2", arabic("لا سهل ولا صعب"), false),
            option("3", arabic("سهل"), false),
            option(
                "declined",
                Worded::ours(Lang::SV.t("link-declined"), Lang::SV),
                true,
            ),
        ],
        is_answered: true,
    }
}

impl Samples for QuestionPage {
    fn samples() -> Vec<(&'static str, QuestionPage)> {
        let page = |around, question| QuestionPage {
            lang: Lang::SV,
            around,
            question,
            previous: "/".to_owned(),
            next: "/".to_owned(),
        };
        let unworded = AroundView {
            intro: Worded::default(),
            is_unworded: true,
            fault: Lang::SV.t("link-met"),
            ..sample_around()
        };
        let bare = QuestionView {
            text: Worded::default(),
            is_answered: false,
            ..sample_question(1)
        };
        vec![
            ("right to left", page(sample_around(), sample_question(2))),
            ("without wording, met", page(unworded, bare)),
        ]
    }
}

impl Samples for ListPage {
    fn samples() -> Vec<(&'static str, ListPage)> {
        let page = |around| ListPage {
            lang: Lang::SV,
            around,
            questions: vec![sample_question(1), sample_question(2)],
        };
        let wrong = AroundView {
            fault: Lang::SV.t("link-fault-answer"),
            is_unworded: true,
            ..sample_around()
        };
        vec![
            ("right to left", page(sample_around())),
            ("fault", page(wrong)),
        ]
    }
}

impl Samples for FinishPage {
    fn samples() -> Vec<(&'static str, FinishPage)> {
        let page = |open: &str, is_empty| FinishPage {
            lang: Lang::SV,
            around: sample_around(),
            open: open.to_owned(),
            back: "/".to_owned(),
            is_empty,
        };
        vec![
            ("all answered", page("", false)),
            (
                "two open",
                page(&Lang::SV.t1("link-open", "count", 2), false),
            ),
            ("nothing answered", page("", true)),
        ]
    }
}

impl Samples for ClosedPage {
    fn samples() -> Vec<(&'static str, ClosedPage)> {
        vec![
            ("used", ClosedPage::of(Standing::Used, Lang::SV)),
            ("expired", ClosedPage::of(Standing::Expired, Lang::SV)),
            ("locked", ClosedPage::of(Standing::Locked, Lang::EN)),
            ("withdrawn", ClosedPage::of(Standing::Withdrawn, Lang::SV)),
            ("written off wrongly", ClosedPage::unknown(Lang::SV)),
        ]
    }
}
