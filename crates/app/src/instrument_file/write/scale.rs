//! Writes the scales of an instrument.

use std::fmt::{self, Write as _};

use hemma_domain::code::Code;
use hemma_domain::instrument::{
    Band, Comparison, Confirmation, CutOff, Minimum, Rule, RuleKind, Scale, Skipped,
};

use super::{list, origin, quoted, sourced, words};

/// Writes one scale with its rule.
pub(super) fn scale(scale: &Scale, out: &mut String) -> fmt::Result {
    writeln!(out, "\n[[scales]]\ncode = {}", quoted(&scale.code))?;
    writeln!(out, "name = {}", words(&scale.name))?;
    writeln!(
        out,
        "items = {}",
        list(scale.items.iter().map(|item| quoted(item)))
    )?;
    writeln!(out, "minimum = {}", sourced(&scale.minimum, minimum))?;
    writeln!(out, "missing = {}", quoted(scale.missing.code()))?;
    if let Skipped::Counts(counts) = scale.skipped {
        writeln!(out, "skipped_counts = {counts}")?;
    }
    writeln!(out, "across = {}", quoted(scale.across.code()))?;
    let extent = scale.extent;
    writeln!(
        out,
        "extent = {{ min = \"{}\", max = \"{}\" }}",
        extent.min, extent.max
    )?;
    if let Some(bands) = &scale.bands {
        let bands = sourced(bands, |bands| list(bands.iter().map(band)));
        writeln!(out, "bands = {bands}")?;
    }
    if let Some(cut) = &scale.cut_off {
        writeln!(out, "cut_off = {}", sourced(cut, cut_off))?;
    }
    writeln!(out, "direction = {}", quoted(scale.direction.code()))?;
    rule(&scale.rule, out)
}

fn rule(rule: &Rule, out: &mut String) -> fmt::Result {
    writeln!(out, "\n[scales.rule]\ncode = {}", quoted(&rule.code))?;
    writeln!(out, "version = {}", rule.version)?;
    writeln!(out, "kind = {}", quoted(rule.kind.code()))?;
    match &rule.kind {
        RuleKind::Mean => {}
        RuleKind::Sum { factor } => writeln!(out, "factor = {factor}")?,
        RuleKind::RescaledMean { low, high } => writeln!(out, "low = {low}\nhigh = {high}")?,
        RuleKind::Share { of } => {
            writeln!(out, "of = {}", list(of.iter().map(i64::to_string)))?;
        }
        RuleKind::Midpoints { points } => {
            let point = |(response, counts): &(i64, i64)| {
                format!("{{ response = {response}, counts = {counts} }}")
            };
            writeln!(out, "points = {}", list(points.iter().map(point)))?;
        }
    }
    match &rule.confirmation {
        Confirmation::Published => writeln!(out, "confirmation = \"published\"")?,
        Confirmation::NotConfirmed => writeln!(out, "confirmation = \"not_confirmed\"")?,
        Confirmation::Confirmed { by, on } => {
            writeln!(out, "confirmation = \"confirmed\"")?;
            writeln!(out, "confirmed_by = {}\nconfirmed_on = {on}", quoted(by))?;
        }
    }
    origin(&rule.source, rule.confidence, out)
}

fn minimum(minimum: &Minimum) -> String {
    match minimum {
        Minimum::Count(count) => format!("{{ count = {count} }}"),
        Minimum::Share(share) => format!("{{ share = \"{share}\" }}"),
    }
}

fn band(band: &Band) -> String {
    let label = words(&band.label);
    format!(
        "{{ code = {}, from = \"{}\", label = {label} }}",
        quoted(&band.code),
        band.from
    )
}

/// One side with its number. A definition that was checked has none but these four.
pub(super) fn cut_off(cut_off: &CutOff) -> String {
    let side = match cut_off.side {
        Comparison::Above => "above",
        Comparison::Below => "below",
        Comparison::AtMost => "at_most",
        Comparison::AtLeast | Comparison::Equal | Comparison::Differs => "at_least",
    };
    format!("{{ {side} = \"{}\" }}", cut_off.value)
}
