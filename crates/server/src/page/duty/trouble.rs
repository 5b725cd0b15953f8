//! What is wrong with a draft, each with the place on its page where it can be mended.

use hemma_app::rota::{Draft, Preview};
use hemma_domain::ids::DutyId;
use hemma_domain::rota::Breach;
use hemma_domain::turn::Served;

use super::draft::{broken, name_of};
use super::span;
use crate::lang::Lang;

/// Something that is wrong with a draft.
#[derive(Debug, Clone)]
pub struct TroubleView {
    /// The place on the page.
    pub at: String,
    pub text: String,
    /// Nobody may set it aside.
    pub is_unlawful: bool,
}

/// Every rule that the draft breaks.
pub(super) fn broken_rules(seen: &Preview, lang: Lang) -> Vec<TroubleView> {
    let draft = &seen.draft;
    let one = |breach: &Breach| TroubleView {
        at: place(draft, breach),
        text: words(draft, breach, lang),
        is_unlawful: seen.unlawful.contains(breach),
    };
    draft.breaches.iter().map(one).collect()
}

/// Every duty that nobody has.
pub(super) fn open_duties(draft: &Draft, lang: Lang) -> Vec<TroubleView> {
    let open = draft
        .served
        .iter()
        .filter(|one| one.turns.len() < 2 && !draft.entries.contains_key(&one.duty.id));
    open.map(|one| TroubleView {
        at: row(one.duty.id),
        text: duty_words(draft, one, lang),
        is_unlawful: false,
    })
    .collect()
}

/// The row of a duty in the table.
fn row(duty: DutyId) -> String {
    format!("duty-{duty}")
}

/// Where a breach is mended: at its duty, or at the first that its person has in the time that it shows in.
fn place(draft: &Draft, breach: &Breach) -> String {
    let theirs = |one: &&Served| {
        let is_theirs = draft.entries.get(&one.duty.id) == Some(&breach.staff);
        is_theirs && !one.duty.shape.within(breach.time).is_empty()
    };
    let first = || draft.served.iter().find(theirs).map(|one| one.duty.id);
    breach
        .duty
        .or_else(first)
        .map_or_else(|| "rest".to_owned(), row)
}

fn words(draft: &Draft, breach: &Breach, lang: Lang) -> String {
    let told = broken(breach, &name_of(draft, breach.staff), lang);
    let mut served = draft.served.iter();
    let when = match breach.duty {
        Some(duty) => served
            .find(|one| one.duty.id == duty)
            .map(|one| duty_words(draft, one, lang)),
        None => Some(span(breach.time, lang)),
    };
    match when {
        Some(when) => lang.t2("rota-trouble", ("what", told), ("when", when)),
        None => told,
    }
}

/// When a duty is, and of which line.
fn duty_words(draft: &Draft, one: &Served, lang: Lang) -> String {
    let when = one.duty.shape.whole().map(|whole| span(whole, lang));
    let line = draft.pool.line(one.duty.shape.line);
    let line = line.map(|line| lang.words(&line.name)).unwrap_or_default();
    format!("{}, {line}", when.unwrap_or_default())
}
