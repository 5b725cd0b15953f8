//! What the rota that holds does not keep any more, in words: which rule, whom, when, and what to do about it.

use hemma_app::rota::{RotaView, Standing};
use hemma_domain::rota::Rule;

use crate::lang::Lang;
use crate::page::duty::{give, span};

/// A rule that is not kept.
#[derive(Debug, Clone)]
pub struct StandingView {
    /// Nobody may set the rule aside.
    pub is_unlawful: bool,
    pub rule: String,
    pub name: String,
    pub when: String,
    /// What to do about it.
    pub mend: String,
    /// Duties that can go to somebody else: where one looks who, and when they are.
    pub turns: Vec<(String, String)>,
}

/// What is not kept; a duty that is marked as lying in a rest is not told twice.
pub(super) fn standing(view: &RotaView, lang: Lang) -> Option<Vec<StandingView>> {
    let clash = |one: &&Standing| {
        let marked = |(turn, _): &(_, _)| view.clashes.iter().any(|clash| clash.turn == *turn);
        one.breach.rule == Rule::Disturbed && one.turns.iter().any(marked)
    };
    let told = view.standing.as_ref()?.iter().filter(|one| !clash(one));
    Some(told.map(|one| of(view, one, lang)).collect())
}

fn of(view: &RotaView, one: &Standing, lang: Lang) -> StandingView {
    let breach = &one.breach;
    let turns = one.turns.iter();
    StandingView {
        is_unlawful: one.is_unlawful,
        rule: lang.name(breach.rule),
        name: view.names.get(&breach.staff).cloned().unwrap_or_default(),
        when: span(breach.time, lang),
        mend: mend(one, lang),
        turns: turns
            .map(|(turn, part)| (give::address(view.pool.id, *turn), span(*part, lang)))
            .collect(),
    }
}

/// What to do about it.
fn mend(one: &Standing, lang: Lang) -> String {
    let key = match (one.breach.rule, one.mended_by) {
        (Rule::WeeklyRest, Some(day)) => {
            return lang.t1("holds-mend-day", "day", lang.day(day));
        }
        (Rule::WeeklyRest, None) => "holds-mend-no-day",
        (Rule::Disturbed | Rule::DailyRest, _) => "holds-mend-rest",
        (Rule::WeeklyHours, _) => "holds-mend-hours",
        _ => "holds-mend-one",
    };
    lang.t(key)
}
