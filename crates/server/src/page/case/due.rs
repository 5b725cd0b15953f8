//! What waits to be done with a case, the worst first.

use hemma_app::case::Overview;
use hemma_domain::case::{Safety, Stage};
use hemma_domain::consent::ConsentKind;

use crate::http::url;
use crate::http::visit::Visit;
use crate::page::case::{DueView, safety};

/// Everything that waits, the worst first.
pub(super) fn due(overview: &Overview, visit: &Visit) -> Vec<DueView> {
    let base = url::case(overview.head.case.id);
    let mut all = clocks(overview, visit, &base);
    if overview.head.case.is_open() {
        all.extend(of_treatment(overview, visit, &base));
    }
    all.extend(of_papers(overview, visit, &base));
    all.sort_by_key(|one| one.class != "over");
    all
}

fn item(class: &'static str, words: String, url: String) -> DueView {
    let icon = if class == "over" { "overdue" } else { "due" };
    DueView {
        class,
        icon,
        words,
        url,
    }
}

/// The law's own times: carrying the decision out, and the board's review.
fn clocks(overview: &Overview, visit: &Visit, base: &str) -> Vec<DueView> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let class = |by| if by < today { "over" } else { "due" };
    let Some(assignment) = &overview.assignment else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let waits = matches!(
        overview.head.case.stage,
        Stage::Referred | Stage::Waiting { .. }
    );
    if waits {
        let by = assignment.carry_out_by();
        let words = lang.t1("case-due-carry-out", "day", lang.full_day(by));
        all.push(item(class(by), words, base.to_owned()));
    }
    let lives = waits || overview.head.case.is_open();
    let review = assignment.review_by();
    if let Some(by) = review.filter(|_| lives && assignment.reviewed_on.is_none()) {
        let words = lang.t1("case-due-lvu", "day", lang.full_day(by));
        all.push(item(class(by), words, base.to_owned()));
    }
    all
}

/// What an open treatment asks for: a plan in force, consents, the week.
fn of_treatment(overview: &Overview, visit: &Visit, base: &str) -> Vec<DueView> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let mut all = Vec::new();
    if let Some(state @ (Safety::Missing | Safety::Overdue { .. })) = overview.head.safety {
        let (_, _, words) = safety(state, lang);
        all.push(item("over", words, format!("{base}/safety")));
    }
    let asked = overview
        .consents
        .iter()
        .any(|one| one.kind == ConsentKind::Treatment && one.is_in_force(today));
    if !asked {
        let words = lang.t("case-due-consent");
        all.push(item("due", words, format!("{base}/consents")));
    }
    let case = overview.head.case.id;
    let late = overview.summaries.late.iter();
    all.extend(late.map(|week| {
        let words = lang.t1("case-due-week-late", "week", lang.week(*week));
        item("over", words, url::week(case, *week))
    }));
    if let Some((week, until)) = overview.summaries.next {
        let until = lang.moment(until);
        let words = lang.t2("case-due-week", ("week", lang.week(week)), ("until", until));
        all.push(item("due", words, url::week(case, week)));
    }
    all
}

fn of_papers(overview: &Overview, visit: &Visit, base: &str) -> Vec<DueView> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let figures = &overview.figures;
    let mut all = Vec::new();
    for (count, class, key, end) in [
        (
            figures.incidents_open,
            "over",
            "case-due-incidents",
            "/incidents",
        ),
        (figures.tasks_late, "over", "case-due-tasks", "/weeks"),
        (figures.drafts, "due", "case-due-drafts", "/journal"),
    ] {
        if count > 0 {
            let words = lang.t1(key, "count", count);
            all.push(item(class, words, format!("{base}{end}")));
        }
    }
    if let Some(day) = figures.next_follow_up.filter(|day| *day <= today.plus(14)) {
        let class = if day < today { "over" } else { "due" };
        let words = lang.t1("case-due-follow-up", "day", lang.full_day(day));
        all.push(item(class, words, format!("{base}/manage")));
    }
    all
}
