//! The parts of a curriculum, read in the order in which the file has them.

use hemma_domain::curriculum::{Cadence, Definition, Requirement};
use hemma_domain::programme::Sourced;
use hemma_domain::staff::Role;
use toml::Spanned;
use toml::de::DeTable;

use crate::definition_file::part::{source, sourced, words};
use crate::definition_file::slot::{Reader, Slot, Table};

/// Reads the whole file.
pub(super) fn read<'a>(reader: &'a Reader, root: &'a Spanned<DeTable<'a>>) -> Definition {
    Table::root(reader, root, |t| Definition {
        code: t.take("code").text(),
        version: t.take("version").number(),
        valid_from: t.take("valid_from").day(),
        name: words(t.take("name")),
        about: words(t.take("about")),
        requirements: t.take("requirements").list(requirement),
        sources: t.take("sources").list(source),
    })
}

fn requirement(slot: Slot<'_>) -> Requirement {
    slot.table(|t| Requirement {
        code: t.take("code").text(),
        name: words(t.take("name")),
        help: words(t.take("help")),
        roles: sourced(t.take("roles"), |slot| slot.list(role)),
        half_days: sourced(t.take("half_days"), Slot::number),
        cadence: sourced(t.take("cadence"), |slot| slot.word(Cadence::Once)),
        within_months: months(t.take("within_months")),
        renew_months: months(t.take("renew_months")),
    })
}

fn role(slot: Slot<'_>) -> Role {
    slot.word(Role::FamilyTherapist)
}

fn months(slot: Slot<'_>) -> Option<Sourced<u32>> {
    slot.given().map(|slot| sourced(slot, Slot::number))
}
