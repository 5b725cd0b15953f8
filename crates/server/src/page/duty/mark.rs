//! What somebody's day in a calendar or a grid says beside their duties: that they are away, and what they wish.

use hemma_domain::absence::{Absence, AbsenceKind, Wish, WishKind};
use hemma_domain::ids::StaffId;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Day};

use crate::lang::Lang;

/// A mark, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkView {
    pub icon: &'static str,
    pub text: String,
}

impl MarkView {
    fn away(lang: Lang) -> MarkView {
        MarkView {
            icon: "close",
            text: lang.t("absence-unknown"),
        }
    }

    fn wish(kind: WishKind, lang: Lang) -> MarkView {
        MarkView {
            icon: match kind {
                WishKind::Off => "minus",
                WishKind::On => "plus",
            },
            text: lang.name(kind),
        }
    }
}

/// Every mark there is: what stands below a grid to read it by.
pub fn legend(lang: Lang) -> Vec<MarkView> {
    let wishes = [WishKind::Off, WishKind::On].map(|kind| MarkView::wish(kind, lang));
    std::iter::once(MarkView::away(lang))
        .chain(wishes)
        .collect()
}

/// What is marked on somebody's day. Never why they are away; on a part-time day one can be on call, and it has no mark.
pub fn marks(
    (staff, day): (StaffId, Day),
    (away, wishes): (&[Absence], &[Wish]),
    lang: Lang,
) -> Vec<MarkView> {
    let Some(whole) = Stretch::new(day.at(Clock::MIDNIGHT), day.plus(1).at(Clock::MIDNIGHT)) else {
        return Vec::new();
    };
    let is_away = away.iter().any(|one| {
        one.staff == staff && one.kind != AbsenceKind::PartTime && one.time.meets(whole)
    });
    let wishes = wishes.iter();
    let wishes = wishes.filter(|one| one.staff == staff && one.time.meets(whole));
    let mut marks: Vec<MarkView> = is_away.then(|| MarkView::away(lang)).into_iter().collect();
    for mark in wishes.map(|one| MarkView::wish(one.kind, lang)) {
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}
