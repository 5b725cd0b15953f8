//! Whether the fields of a form make sense.

use super::Check;
use crate::programme::artefact::{
    FIELDS_MAX, Field, FieldKind, NUMBER_MAX, OPTIONS_MAX, ROWS_MAX, SCALE_STEPS_MAX, ScaleLabel,
};
use crate::programme::fault::{Path, Reason};
use crate::programme::word::Coded;

impl Check<'_> {
    /// Checks a form with its tables; one that is far too long is not looked into.
    pub(super) fn form(&mut self, fields: &[Field], at: &Path) {
        if self.fields(fields, at) {
            let columns = fields.iter().map(|field| match &field.kind {
                FieldKind::Rows { fields, .. } => fields.len(),
                _ => 0,
            });
            let count = fields.len() + columns.sum::<usize>();
            self.count(count, 1, FIELDS_MAX, at);
        }
    }

    fn fields(&mut self, fields: &[Field], at: &Path) -> bool {
        if !self.count(fields.len(), 1, FIELDS_MAX, at) {
            return false;
        }
        self.codes_in(fields.iter().map(|field| field.code.as_str()), at, "code");
        for (number, field) in fields.iter().enumerate() {
            self.field(field, &at.index(number));
        }
        true
    }

    fn field(&mut self, field: &Field, at: &Path) {
        self.label(&field.label, &at.key("label"));
        if let Some(help) = &field.help {
            self.help(help, &at.key("help"));
        }
        if field.subject && field.kind != FieldKind::Person {
            self.faults
                .push(at.key("subject"), Reason::SubjectNotPerson);
        }
        match &field.kind {
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Date
            | FieldKind::Time
            | FieldKind::YesNo
            | FieldKind::Person => {}
            FieldKind::Choice(options) | FieldKind::MultiChoice(options) => {
                self.options(options, at)
            }
            FieldKind::Number { unit, min, max } => {
                if let Some(unit) = unit {
                    self.label(unit, &at.key("unit"));
                }
                self.bounds(*min, *max, at);
            }
            FieldKind::Scale { min, max, labels } => {
                self.bounds(*min, *max, at);
                self.scale(*min..=*max, labels, at);
            }
            FieldKind::Rows { fields, rows_max } => {
                self.number(*rows_max, 1, ROWS_MAX, &at.key("rows_max"));
                self.columns(fields, &at.key("fields"));
            }
        }
    }

    fn columns(&mut self, fields: &[Field], at: &Path) {
        for (number, column) in fields.iter().enumerate() {
            if matches!(column.kind, FieldKind::Rows { .. }) {
                // Not looked into: what lies below is refused with it.
                self.faults
                    .push(at.index(number).key("kind"), Reason::NestedRows);
                return;
            }
        }
        self.fields(fields, at);
    }

    fn options(&mut self, options: &[Coded], at: &Path) {
        let at = at.key("options");
        if self.count(options.len(), 2, OPTIONS_MAX, &at) {
            self.coded(options, 0, &at);
        }
    }

    fn bounds(&mut self, min: i64, max: i64, at: &Path) {
        for (value, key) in [(min, "min"), (max, "max")] {
            if !(-NUMBER_MAX..=NUMBER_MAX).contains(&value) {
                self.faults.push(
                    at.key(key),
                    Reason::OutOfRange {
                        value,
                        min: -NUMBER_MAX,
                        max: NUMBER_MAX,
                    },
                );
            }
        }
        if min >= max {
            self.faults.push(at.key("max"), Reason::Backwards);
        }
    }

    fn scale(&mut self, steps: std::ops::RangeInclusive<i64>, labels: &[ScaleLabel], at: &Path) {
        let span = steps.end().saturating_sub(*steps.start());
        if span >= SCALE_STEPS_MAX {
            let reason = Reason::OutOfRange {
                value: span,
                min: 1,
                max: SCALE_STEPS_MAX - 1,
            };
            self.faults.push(at.key("max"), reason);
        }
        let list = at.key("labels");
        if !self.count(labels.len(), 0, super::LIST_MAX, &list) {
            return;
        }
        for (number, label) in labels.iter().enumerate() {
            let entry = list.index(number);
            self.label(&label.label, &entry.key("label"));
            if !steps.contains(&label.step) {
                self.faults
                    .push(entry.key("step"), Reason::NoScaleStep(label.step));
            }
            if labels
                .iter()
                .take(number)
                .any(|earlier| earlier.step == label.step)
            {
                self.faults
                    .push(entry.key("step"), Reason::Duplicate(label.step.to_string()));
            }
        }
    }
}
