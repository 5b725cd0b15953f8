//! The parts of an instrument's definition, read in the order in which the file has them.

use hemma_domain::instrument::{
    Condition, Critical, Definition, Item, Licence, Mode, NormRow, NormTable, Pattern, Respondent,
    Response, ResponseSet, Rhythm, ScheduleHint, Ships, Subject, Threshold,
};
use hemma_domain::person::Sex;
use hemma_domain::programme::Confidence;
use toml::Spanned;
use toml::de::DeTable;

use crate::definition_file::part::{entries, range, source, sourced, words};
use crate::definition_file::slot::{Reader, Slot, Table};

mod scale;

use scale::{cut_off, scale};

/// Reads the whole file.
pub(super) fn read<'a>(reader: &'a Reader, root: &'a Spanned<DeTable<'a>>) -> Definition {
    Table::root(reader, root, |t| Definition {
        code: t.take("code").text(),
        version: t.take("version").number(),
        valid_from: t.take("valid_from").day(),
        name: words(t.take("name")),
        about: words(t.take("about")),
        languages: entries(t.take("languages"), Slot::text),
        intro: t.take("intro").given().map(Slot::texts),
        respondents: t
            .take("respondents")
            .list(|slot| slot.word(Respondent::Caregiver)),
        subject: t.take("subject").word(Subject::Respondent),
        modes: t.take("modes").list(|slot| slot.word(Mode::Paper)),
        responses: t.take("responses").list(response_set),
        item_count: sourced(t.take("item_count"), Slot::number),
        items: t.take("items").list(item),
        scales: entries(t.take("scales"), scale),
        norms: entries(t.take("norms"), norm),
        critical: entries(t.take("critical"), critical),
        patterns: entries(t.take("patterns"), pattern),
        licence: licence(t.take("licence")),
        schedule: t.take("schedule").given().map(schedule),
        sources: t.take("sources").list(source),
    })
}

fn licence(slot: Slot<'_>) -> Licence {
    slot.table(|t| Licence {
        holder: t.take("holder").text(),
        ships: t.take("ships").word(Ships::Structure),
        statement: words(t.take("statement")),
        source: t.take("source").text(),
        confidence: t.take("confidence").word(Confidence::Unconfirmed),
    })
}

fn response_set(slot: Slot<'_>) -> ResponseSet {
    slot.table(|t| ResponseSet {
        code: t.take("code").text(),
        options: t.take("options").list(response),
        not_applicable: t.take("not_applicable").given().map(Slot::texts),
    })
}

fn response(slot: Slot<'_>) -> Response {
    slot.table(|t| Response {
        value: t.take("value").signed(),
        label: t.take("label").given().map(Slot::texts),
    })
}

fn item(slot: Slot<'_>) -> Item {
    slot.table(|t| Item {
        code: t.take("code").text(),
        text: t.take("text").given().map(Slot::texts),
        responses: t.take("responses").text(),
        reverse: t.take("reverse").given().is_some_and(Slot::flag),
        not_applicable: t.take("not_applicable").given().is_some_and(Slot::flag),
        counts: t.take("counts").given().is_none_or(Slot::flag),
        ask_when: t.take("ask_when").given().and_then(Slot::parsed),
    })
}

fn norm(slot: Slot<'_>) -> NormTable {
    slot.table(|t| NormTable {
        scale: t.take("scale").text(),
        sex: t.take("sex").given().map(|slot| slot.word(Sex::Unknown)),
        ages: range(t.take("ages")),
        rows: t.take("rows").list(|slot| {
            slot.table(|t| NormRow {
                from: t.take("from").ratio(),
                norm: t.take("norm").ratio(),
            })
        }),
        source: t.take("source").text(),
    })
}

fn critical(slot: Slot<'_>) -> Critical {
    slot.table(|t| Critical {
        code: t.take("code").text(),
        label: words(t.take("label")),
        when: t
            .take("when")
            .parsed()
            .unwrap_or(Condition::Any(Vec::new())),
        source: t.take("source").text(),
        confidence: t.take("confidence").word(Confidence::Unconfirmed),
    })
}

fn pattern(slot: Slot<'_>) -> Pattern {
    slot.table(|t| Pattern {
        code: t.take("code").text(),
        label: words(t.take("label")),
        all: entries(t.take("all"), threshold),
        any: entries(t.take("any"), threshold),
        source: t.take("source").text(),
        confidence: t.take("confidence").word(Confidence::Unconfirmed),
    })
}

fn threshold(slot: Slot<'_>) -> Threshold {
    slot.table(|t| Threshold {
        scale: t.take("scale").text(),
        limit: sourced(t.take("limit"), cut_off),
    })
}

/// Says one of the two rhythms; the other one beside it is an unknown key.
fn schedule(slot: Slot<'_>) -> ScheduleHint {
    slot.table(|t| ScheduleHint {
        first_after_days: t
            .take("first_after_days")
            .given()
            .map(|slot| sourced(slot, Slot::number)),
        every: match t.take("every_months").given() {
            Some(months) => Rhythm::Months(sourced(months, Slot::number)),
            None => Rhythm::Days(sourced(t.take("every_days"), Slot::number)),
        },
        window_days: sourced(t.take("window_days"), Slot::number),
    })
}
