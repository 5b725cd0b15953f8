//! The forms of a programme definition.

use hemma_domain::programme::{
    ArtefactKind, ArtefactRole, Coded, Field, FieldKind, OncePer, ScaleLabel, Signatures,
};

use super::definition::coded;
use crate::definition_file::part::{sourced, words};
use crate::definition_file::slot::{Slot, Table};

/// Reads one form.
pub(super) fn artefact(slot: Slot<'_>) -> ArtefactKind {
    slot.table(|t| ArtefactKind {
        code: t.take("code").text(),
        label: words(t.take("label")),
        help: words(t.take("help")),
        role: t
            .take("role")
            .given()
            .map_or(ArtefactRole::Ordinary, |slot| {
                slot.word(ArtefactRole::Ordinary)
            }),
        required_before_goals: flag(t, "required_before_goals"),
        restricted: flag(t, "restricted"),
        signatures: t.take("signatures").word(Signatures::None),
        review_after_days: t
            .take("review_after_days")
            .given()
            .map(|slot| sourced(slot, Slot::number)),
        once_per: t.take("once_per").word(OncePer::Many),
        fields: t.take("fields").list(|slot| field(slot, Table::rows)),
    })
}

/// A switch that is off unless it is turned on.
fn flag(t: &mut Table<'_>, key: &'static str) -> bool {
    t.take(key).given().is_some_and(Slot::flag)
}

/// `rows` reads the kind `rows`, which a table has and a row has not.
fn field<'a>(slot: Slot<'a>, rows: impl FnOnce(&mut Table<'a>) -> FieldKind) -> Field {
    slot.table(|t| Field {
        code: t.take("code").text(),
        label: words(t.take("label")),
        help: t.take("help").given().map(words),
        kind: kind(t, rows),
        required: flag(t, "required"),
        subject: flag(t, "subject"),
    })
}

const KINDS: [&str; 11] = [
    "text",
    "long_text",
    "choice",
    "multi_choice",
    "date",
    "time",
    "number",
    "yes_no",
    "person",
    "scale",
    "rows",
];

fn kind<'a>(t: &mut Table<'a>, rows: impl FnOnce(&mut Table<'a>) -> FieldKind) -> FieldKind {
    match t.take("kind").one_of(&KINDS) {
        "long_text" => FieldKind::LongText,
        "choice" => FieldKind::Choice(options(t)),
        "multi_choice" => FieldKind::MultiChoice(options(t)),
        "date" => FieldKind::Date,
        "time" => FieldKind::Time,
        "number" => FieldKind::Number {
            unit: t.take("unit").given().map(words),
            min: t.take("min").signed(),
            max: t.take("max").signed(),
        },
        "yes_no" => FieldKind::YesNo,
        "person" => FieldKind::Person,
        "scale" => FieldKind::Scale {
            min: t.take("min").signed(),
            max: t.take("max").signed(),
            labels: t
                .take("labels")
                .given()
                .map(|slot| slot.list(scale_label))
                .unwrap_or_default(),
        },
        "rows" => rows(t),
        "" => {
            t.pass_rest();
            FieldKind::Text
        }
        _ => FieldKind::Text,
    }
}

impl Table<'_> {
    /// A table of rows, each with its columns.
    fn rows(&mut self) -> FieldKind {
        FieldKind::Rows {
            rows_max: self.take("rows_max").number(),
            fields: self
                .take("fields")
                .list(|slot| field(slot, Table::nested_rows)),
        }
    }

    /// Rows within a row: refused where the meaning is checked, so that nothing below is looked at.
    fn nested_rows(&mut self) -> FieldKind {
        self.pass("rows_max");
        self.pass("fields");
        FieldKind::Rows {
            rows_max: 1,
            fields: Vec::new(),
        }
    }
}

fn options(t: &mut Table<'_>) -> Vec<Coded> {
    t.take("options").list(coded)
}

fn scale_label(slot: Slot<'_>) -> ScaleLabel {
    slot.table(|t| ScaleLabel {
        step: t.take("step").signed(),
        label: words(t.take("label")),
    })
}
