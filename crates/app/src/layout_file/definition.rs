//! The parts of a layout, read in the order in which the file has them.

use hemma_domain::layout::{Deadlines, Definition, Language, Pattern, Section, Template};
use toml::Spanned;
use toml::de::DeTable;

use crate::definition_file::part::{rest_days, source, sourced, words};
use crate::definition_file::slot::{Reader, Slot, Table};

/// Reads the whole file.
pub(super) fn read<'a>(reader: &'a Reader, root: &'a Spanned<DeTable<'a>>) -> Definition {
    Table::root(reader, root, |t| Definition {
        code: t.take("code").text(),
        version: t.take("version").number(),
        valid_from: t.take("valid_from").day(),
        name: words(t.take("name")),
        about: words(t.take("about")),
        language: t.take("language").word(Language::Swedish),
        document: t.take("document").text(),
        decision: t.take("decision").text(),
        diary: sourced(t.take("diary"), pattern),
        deadlines: t.take("deadlines").table(deadlines),
        sections: t.take("sections").list(section),
        templates: t.take("templates").list(template),
        sources: t.take("sources").list(source),
    })
}

fn deadlines(t: &mut Table<'_>) -> Deadlines {
    Deadlines {
        approved_days: sourced(t.take("approved_days"), Slot::number),
        posted_days: sourced(t.take("posted_days"), Slot::number),
        appeal_days: sourced(t.take("appeal_days"), Slot::number),
        rest_days: rest_days(t.take("rest_days")),
    }
}

fn section(slot: Slot<'_>) -> Section {
    slot.table(|t| Section {
        code: t.take("code").text(),
        title: t.take("title").text(),
        hint: words(t.take("hint")),
    })
}

fn template(slot: Slot<'_>) -> Template {
    slot.table(|t| Template {
        code: t.take("code").text(),
        name: words(t.take("name")),
        sections: t.take("sections").list(Slot::text),
        required: t.take("required").list(Slot::text),
        is_trip: t.take("is_trip").flag(),
    })
}

fn pattern(slot: Slot<'_>) -> Pattern {
    slot.parsed().unwrap_or_default()
}
