//! What people work a week on average, as far as it is known.

use hemma_app::rota::{RotaView, Worked};
use hemma_domain::rota::Average;

use crate::lang::Lang;

/// What somebody works a week on average: assumed, on call, together.
#[derive(Debug, Clone)]
pub struct WorkedView {
    pub name: String,
    pub assumed: String,
    pub on_call: String,
    pub sum: String,
    pub is_over: bool,
}

pub(super) fn worked(one: &Worked, lang: Lang) -> WorkedView {
    let Average {
        assumed_min,
        on_call_min,
        is_over,
        ..
    } = one.average;
    WorkedView {
        name: one.name.clone(),
        assumed: lang.minutes(assumed_min),
        on_call: lang.minutes(on_call_min),
        sum: lang.minutes(assumed_min.saturating_add(on_call_min)),
        is_over,
    }
}

/// What the averages are reckoned by, with the values that the agreement gives.
pub(super) fn worked_what(view: &RotaView, lang: Lang) -> String {
    let rules = &view.agreement.rules;
    let (Some(full), false) = (&rules.full_week_hours, view.worked.is_empty()) else {
        return String::new();
    };
    lang.filled(
        "worked-what",
        [
            ("weeks", rules.average_weeks.value.into()),
            ("most", rules.weekly_hours_max.value.into()),
            ("full", full.value.into()),
        ],
    )
}
