//! What a document must be before it is set, beyond its shape.
//!
//! A failure names the place (`data.sections[2].figure.alt`) and the rule, never the text.

use serde_json::Value;

use crate::failure::Failure;
use crate::model::{
    Advert, Bill, CaseFile, Certificate, Envelope, Fact, Figure, FileSection, Page, Proposal,
    ReferrerReport, ReportSection, Review, Signature, Step, Table,
};

/// Entries in one document: some hundred pages, and well within the time there is.
const ENTRIES_MAX: usize = 5_000;
/// Items in one list or rows in one table.
const ITEMS_MAX: usize = 5_000;
/// Characters in one text: a long journal note has 20,000.
const TEXT_CHARS_MAX: usize = 200_000;
/// Characters in a heading, a name, a label: it must fit on a line or two.
const LINE_CHARS_MAX: usize = 300;
/// Drawings in one document: a network's review has each figure, the funnels of its shares and a curve.
pub(crate) const FIGURES_MAX: usize = 60;
/// One drawing.
const FIGURE_BYTES_MAX: usize = 1024 * 1024;
/// More columns than this cannot be read on a page.
const COLUMNS_MAX: usize = 12;

pub(crate) type Checked = Result<(), Failure>;

/// The values of one template.
pub(crate) trait Values {
    fn check(&self, at: &str) -> Checked;
}

pub(crate) fn envelope<D: Values>(document: &Envelope<D>) -> Checked {
    line("title", &document.title)?;
    document.data.check("data")
}

impl Values for ReferrerReport {
    fn check(&self, at: &str) -> Checked {
        page(at, &self.page)?;
        for (part, party) in [("to", &self.to), ("from", &self.from)] {
            line(&format!("{at}.{part}.name"), &party.name)?;
        }
        line(&format!("{at}.case_code"), &self.case_code)?;
        if self.period.to < self.period.from {
            return Err(wrong(&format!("{at}.period"), "ends before it begins"));
        }
        facts(at, &self.facts)?;
        each(at, "sections", &self.sections, report_section)?;
        each(at, "goals", &self.goals, |at, goal| {
            filled(&format!("{at}.goal"), &goal.goal)
        })?;
        ends(at, &self.next_steps, &self.signatures)
    }
}

impl Values for Review {
    fn check(&self, at: &str) -> Checked {
        page(at, &self.page)?;
        facts(at, &self.facts)?;
        each(at, "sections", &self.sections, report_section)?;
        ends(at, &self.next_steps, &self.signatures)
    }
}

/// What a report ends with.
fn ends(at: &str, steps: &[Step], signatures: &[Signature]) -> Checked {
    each(at, "next_steps", steps, |at, step| {
        filled(&format!("{at}.what"), &step.what)
    })?;
    each(at, "signatures", signatures, |at, signature| {
        line(&format!("{at}.name"), &signature.name)
    })
}

impl Values for Proposal {
    fn check(&self, at: &str) -> Checked {
        for (part, text) in [
            ("document", &self.document),
            ("decision", &self.decision),
            ("made_by", &self.made_by),
        ] {
            line(&format!("{at}.{part}"), text)?;
        }
        if let Some(trip) = &self.trip
            && trip.to < trip.from
        {
            return Err(wrong(&format!("{at}.trip"), "ends before it begins"));
        }
        each(at, "points", &self.points, |at, point| filled(at, point))?;
        each(at, "sections", &self.sections, |at, section| {
            line(&format!("{at}.heading"), &section.heading)
        })?;
        for (part, amounts) in [("costs", &self.costs), ("funding", &self.funding)] {
            each(at, part, amounts, |at, one| {
                line(&format!("{at}.amount"), &one.amount)
            })?;
        }
        each(at, "signers", &self.signers, |at, signer| line(at, signer))
    }
}

impl Values for Bill {
    fn check(&self, at: &str) -> Checked {
        for (part, text) in [
            ("document", &self.document),
            ("number", &self.number),
            ("office", &self.office),
            ("made_by", &self.made_by),
        ] {
            line(&format!("{at}.{part}"), text)?;
        }
        each(at, "to", &self.to, |at, one| line(at, one))?;
        facts(at, &self.facts)?;
        table(at, Some(&self.table))
    }
}

impl Values for Certificate {
    fn check(&self, at: &str) -> Checked {
        for (part, text) in [
            ("issuer", &self.issuer),
            ("name", &self.name),
            ("training", &self.training),
            ("length", &self.length),
            ("signer", &self.signer),
            ("made_by", &self.made_by),
        ] {
            line(&format!("{at}.{part}"), text)?;
        }
        match self.days.is_empty() {
            true => Err(wrong(&format!("{at}.days"), "is empty")),
            false => Ok(()),
        }
    }
}

impl Values for Advert {
    fn check(&self, at: &str) -> Checked {
        for (part, text) in [
            ("team", &self.team),
            ("heading", &self.heading),
            ("made_by", &self.made_by),
        ] {
            line(&format!("{at}.{part}"), text)?;
        }
        filled(&format!("{at}.about"), &self.about)?;
        facts(at, &self.facts)?;
        each(at, "lists", &self.lists, |at, list| {
            line(&format!("{at}.heading"), &list.heading)?;
            each(at, "items", &list.items, |at, item| filled(at, item))
        })
    }
}

impl Values for CaseFile {
    fn check(&self, at: &str) -> Checked {
        page(at, &self.page)?;
        optional_line(&format!("{at}.subtitle"), self.subtitle.as_deref())?;
        facts(at, &self.facts)?;
        let count: usize = self
            .sections
            .iter()
            .map(|section| section.entries.len())
            .sum();
        if count > ENTRIES_MAX {
            let rule = format!("{count} entries, at most {ENTRIES_MAX} in one document");
            return Err(wrong(&format!("{at}.sections"), &rule));
        }
        each(at, "sections", &self.sections, file_section)
    }
}

fn report_section(at: &str, section: &ReportSection) -> Checked {
    line(&format!("{at}.heading"), &section.heading)?;
    table(at, section.table.as_ref())?;
    figure(at, section.figure.as_ref())
}

fn file_section(at: &str, section: &FileSection) -> Checked {
    line(&format!("{at}.heading"), &section.heading)?;
    facts(at, &section.facts)?;
    table(at, section.table.as_ref())?;
    figure(at, section.figure.as_ref())?;
    each(at, "entries", &section.entries, |at, entry| {
        line(&format!("{at}.heading"), &entry.heading)?;
        line(&format!("{at}.author"), &entry.author)?;
        if entry.unsigned && entry.signed_at.is_some() {
            return Err(wrong(at, "is both signed and unsigned"));
        }
        each(at, "corrections", &entry.corrections, |at, correction| {
            line(&format!("{at}.author"), &correction.author)?;
            filled(&format!("{at}.text"), &correction.text)
        })
    })
}

fn page(at: &str, page: &Page) -> Checked {
    let at = format!("{at}.page");
    line(&format!("{at}.board"), &page.board)?;
    line(&format!("{at}.made_by"), &page.made_by)?;
    for (part, value) in [
        ("team", &page.team),
        ("mark", &page.mark),
        ("secrecy", &page.secrecy),
    ] {
        optional_line(&format!("{at}.{part}"), value.as_deref())?;
    }
    Ok(())
}

fn facts(at: &str, facts: &[Fact]) -> Checked {
    each(at, "facts", facts, |at, fact| {
        line(&format!("{at}.label"), &fact.label)
    })
}

fn table(at: &str, table: Option<&Table>) -> Checked {
    let Some(table) = table else {
        return Ok(());
    };
    let at = format!("{at}.table");
    let width = table.columns.len();
    if width == 0 || width > COLUMNS_MAX {
        let rule = format!("has {width} columns, 1 to {COLUMNS_MAX} can be set");
        return Err(wrong(&at, &rule));
    }
    each(&at, "columns", &table.columns, |at, column| {
        line(&format!("{at}.title"), &column.title)?;
        if usize::from(column.share) > COLUMNS_MAX {
            return Err(wrong(&format!("{at}.share"), "is more than 12"));
        }
        Ok(())
    })?;
    each(&at, "rows", &table.rows, |at, row| {
        if row.len() == width {
            return Ok(());
        }
        Err(wrong(
            at,
            &format!("has {} cells, the head has {width}", row.len()),
        ))
    })
}

fn figure(at: &str, figure: Option<&Figure>) -> Checked {
    let Some(figure) = figure else {
        return Ok(());
    };
    let at = format!("{at}.figure");
    filled(&format!("{at}.alt"), &figure.alt)?;
    if !(10..=100).contains(&figure.width) {
        return Err(wrong(
            &format!("{at}.width"),
            "is not between 10 and 100 percent",
        ));
    }
    if figure.svg.len() > FIGURE_BYTES_MAX {
        return Err(wrong(&format!("{at}.svg"), "is larger than 1 MiB"));
    }
    // What a drawing could reach beyond itself, or blow up with.
    for banned in [
        "<!DOCTYPE",
        "<!ENTITY",
        "<image",
        "<feImage",
        "<foreignObject",
    ] {
        if figure.svg.contains(banned) {
            let rule = format!("holds {banned}, which is not taken");
            return Err(wrong(&format!("{at}.svg"), &rule));
        }
    }
    Ok(())
}

/// Checks the size of every string and list, whatever it is called; drawings have their own limit.
pub(crate) fn sizes(at: &str, value: &Value) -> Checked {
    match value {
        Value::String(text) if text.chars().count() > TEXT_CHARS_MAX => Err(wrong(
            at,
            &format!("is longer than {TEXT_CHARS_MAX} characters"),
        )),
        Value::Array(items) if items.len() > ITEMS_MAX => Err(wrong(
            at,
            &format!("{} items, at most {ITEMS_MAX}", items.len()),
        )),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(n, item)| sizes(&format!("{at}[{n}]"), item)),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "svg")
            .try_for_each(|(name, field)| sizes(&format!("{at}.{name}"), field)),
        _ => Ok(()),
    }
}

pub(crate) fn wrong(at: &str, rule: &str) -> Failure {
    Failure::input(format!("{at}: {rule}"))
}

fn each<T>(at: &str, name: &str, items: &[T], check: impl Fn(&str, &T) -> Checked) -> Checked {
    items
        .iter()
        .enumerate()
        .try_for_each(|(n, item)| check(&format!("{at}.{name}[{n}]"), item))
}

fn filled(at: &str, text: &str) -> Checked {
    if text.trim().is_empty() {
        Err(wrong(at, "is empty"))
    } else {
        Ok(())
    }
}

fn line(at: &str, text: &str) -> Checked {
    filled(at, text)?;
    if text.chars().count() > LINE_CHARS_MAX {
        return Err(wrong(
            at,
            &format!("is longer than {LINE_CHARS_MAX} characters"),
        ));
    }
    Ok(())
}

fn optional_line(at: &str, text: Option<&str>) -> Checked {
    text.map_or(Ok(()), |text| line(at, text))
}
