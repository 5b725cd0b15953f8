//! The parts that every definition is made of.

use hemma_domain::deadline::{RestDay, RestDays};
use hemma_domain::programme::{Confidence, Range, Source, Sourced, WeekTime, Weekday, Words};

use super::slot::Slot;

/// A list that may be left out.
pub(crate) fn entries<'a, T>(slot: Slot<'a>, read: impl Fn(Slot<'a>) -> T) -> Vec<T> {
    slot.given().map(|slot| slot.list(read)).unwrap_or_default()
}

/// A text in both languages.
pub(crate) fn words(slot: Slot<'_>) -> Words {
    slot.table(|t| Words {
        sv: t.take("sv").text(),
        en: t.take("en").text(),
    })
}

/// A value with where it comes from.
pub(crate) fn sourced<'a, T>(slot: Slot<'a>, read: impl FnOnce(Slot<'a>) -> T) -> Sourced<T> {
    slot.table(|t| Sourced {
        value: read(t.take("value")),
        source: t.take("source").text(),
        confidence: t.take("confidence").word(Confidence::Unconfirmed),
    })
}

/// Days on which no time of law ends; they may be left out.
pub(crate) fn rest_days(slot: Slot<'_>) -> RestDays {
    let kinds = |slot: Slot<'_>| slot.list(|slot| slot.word(RestDay::Sunday));
    slot.given().map(|slot| sourced(slot, kinds))
}

/// A text or a person that values come from.
pub(crate) fn source(slot: Slot<'_>) -> Source {
    slot.table(|t| Source {
        code: t.take("code").text(),
        title: words(t.take("title")),
    })
}

/// A time in every week.
pub(crate) fn week_time(slot: Slot<'_>) -> WeekTime {
    slot.table(|t| WeekTime {
        weekday: t.take("weekday").word(Weekday::Monday),
        time: t.take("time").clock(),
    })
}

/// Whole numbers from one to another.
pub(crate) fn range(slot: Slot<'_>) -> Range {
    slot.table(|t| Range {
        min: t.take("min").number(),
        max: t.take("max").number(),
    })
}
