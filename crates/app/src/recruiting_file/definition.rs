//! The parts of rules of recruiting, read in the order in which the file has them.

use hemma_domain::recruiting::{Definition, Rule, RuleKind, Term};
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
        rest_days: rest_days(t.take("rest_days")),
        rules: t.take("rules").list(rule),
        sources: t.take("sources").list(source),
    })
}

fn rule(slot: Slot<'_>) -> Rule {
    slot.table(|t| Rule {
        kind: t.take("kind").word(RuleKind::Register),
        valid_from: t.take("valid_from").day(),
        term: sourced(t.take("term"), |slot| {
            slot.parsed().unwrap_or(Term::Months(1))
        }),
    })
}
