//! What a proposal says, and what it lacks before it can be signed.

use std::collections::BTreeMap;

use crate::code::Code as _;
use crate::codes;
use crate::layout::{Layout, Pattern, Template};
use crate::money::Ore;
use crate::time::Day;

/// Characters of one text: ten pages.
pub const TEXT_CHARS_MAX: usize = 40_000;
/// Characters of one line: names, headings, titles.
pub(super) const LINE_CHARS_MAX: usize = 300;
/// Entries of any list.
pub const LINES_MAX: usize = 60;

/// What a proposal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What it is about, in one line.
    pub heading: String,
    /// The diary number; empty until the registrar gave one.
    pub diary: String,
    /// The office (*förvaltning*).
    pub office: String,
    /// The department or unit; empty where there is none.
    pub department: String,
    /// Who answers questions.
    pub handler: Handler,
    /// The board.
    pub addressee: String,
    /// The day of the document.
    pub dated_on: Day,
    /// The meeting at which it is dealt with.
    pub meeting_on: Option<Day>,
    /// What the board is to decide, point by point.
    pub points: Vec<String>,
    /// By the code of the layout's section.
    pub texts: BTreeMap<String, String>,
    /// Their titles.
    pub attachments: Vec<String>,
    /// What it costs.
    pub costs: Vec<Line>,
    /// Who pays.
    pub funding: Vec<Line>,
    /// The journey that it is about.
    pub trip: Option<Trip>,
    /// Who signs, each with the title: `Gun Alebäck, stadsdelsdirektör`.
    pub signers: Vec<String>,
}

/// Who answers questions about a proposal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handler {
    pub name: String,
    pub phone: String,
}

codes! {
    /// What a cost of a trip is for.
    CostKind "cost-kind" {
        /// To the place, back, and about there.
        Journey = "journey",
        Lodging = "lodging",
        /// What the conference or the training asks.
        Fee = "fee",
        /// What those who go have for each day away.
        Allowance = "allowance",
        Other = "other",
    }
}

/// An amount with what it is for, or where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub what: String,
    pub amount: Ore,
    /// Of a trip's costs alone, where somebody said it.
    pub kind: Option<CostKind>,
}

/// What costs add up to kind by kind, in the order of the kinds; those without one last. Empty where no kind is said.
pub fn sums_by_kind(costs: &[Line]) -> Vec<(Option<CostKind>, Ore)> {
    if costs.iter().all(|one| one.kind.is_none()) {
        return Vec::new();
    }
    let kinds = CostKind::ALL.iter().copied().map(Some).chain([None]);
    let sum = |kind| {
        let alike: Vec<&Line> = costs.iter().filter(|one| one.kind == kind).collect();
        let sum = Ore::sum(alike.iter().map(|one| one.amount))?;
        (!alike.is_empty()).then_some((kind, sum))
    };
    kinds.filter_map(sum).collect()
}

/// A journey, to a conference or a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    pub place: String,
    /// The first day away.
    pub from: Day,
    /// The last day away.
    pub to: Day,
    pub participants: Vec<String>,
    /// What else was weighed: by train, on a screen, not at all.
    pub alternatives: String,
}

impl Trip {
    /// Who goes, by their names alone: what stands behind a comma is what they are.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.participants.iter();
        let names = names.filter_map(|one| one.split(',').next());
        names.map(str::trim).filter(|name| !name.is_empty())
    }
}

/// What cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentFault {
    /// A line or a text is too long.
    TooLong,
    /// A list has too many entries.
    TooMany,
    /// A journey ends before it begins.
    Backwards,
}

/// What a proposal lacks before it can be signed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unready {
    Heading,
    Addressee,
    Handler,
    /// It has no diary number.
    NoDiary,
    /// The board writes its numbers otherwise.
    Diary,
    /// Nothing is proposed.
    NoPoint,
    /// A section that must say something is empty; its code.
    Section(String),
    /// Costs and funding differ: what it costs, and what is paid.
    Unbalanced(Ore, Ore),
    /// A journey without a place or without anybody who goes.
    Trip,
}

impl Content {
    /// What cannot be kept, with the field that it stands in.
    pub fn faults(&self) -> Vec<(&'static str, ContentFault)> {
        let mut faults = Vec::new();
        for (field, text) in [
            ("heading", &self.heading),
            ("diary", &self.diary),
            ("office", &self.office),
            ("department", &self.department),
            ("handler", &self.handler.name),
            ("phone", &self.handler.phone),
            ("addressee", &self.addressee),
        ] {
            if text.chars().count() > LINE_CHARS_MAX {
                faults.push((field, ContentFault::TooLong));
            }
        }
        let participants = self.trip.iter().flat_map(|trip| &trip.participants);
        let participants: Vec<String> = participants.cloned().collect();
        for (field, list, max) in [
            ("points", &self.points, TEXT_CHARS_MAX),
            ("attachments", &self.attachments, LINE_CHARS_MAX),
            ("signers", &self.signers, LINE_CHARS_MAX),
            ("participants", &participants, LINE_CHARS_MAX),
        ] {
            if list.len() > LINES_MAX {
                faults.push((field, ContentFault::TooMany));
            }
            if list.iter().any(|one| one.chars().count() > max) {
                faults.push((field, ContentFault::TooLong));
            }
        }
        for (field, list) in [("costs", &self.costs), ("funding", &self.funding)] {
            if list.len() > LINES_MAX {
                faults.push((field, ContentFault::TooMany));
            }
            if list
                .iter()
                .any(|one| one.what.chars().count() > LINE_CHARS_MAX)
            {
                faults.push((field, ContentFault::TooLong));
            }
        }
        if self
            .texts
            .values()
            .any(|text| text.chars().count() > TEXT_CHARS_MAX)
        {
            faults.push(("texts", ContentFault::TooLong));
        }
        if let Some(trip) = &self.trip {
            if trip.to < trip.from {
                faults.push(("trip_to", ContentFault::Backwards));
            }
            if trip.alternatives.chars().count() > TEXT_CHARS_MAX {
                faults.push(("alternatives", ContentFault::TooLong));
            }
        }
        faults
    }

    /// What it costs in all; none where the sum does not fit.
    pub fn cost(&self) -> Option<Ore> {
        Ore::sum(self.costs.iter().map(|one| one.amount))
    }

    /// What is paid in all.
    pub fn paid(&self) -> Option<Ore> {
        Ore::sum(self.funding.iter().map(|one| one.amount))
    }

    /// What is lacking before it can be signed, in the order in which the document reads, where diary numbers are written by
    /// a pattern.
    pub fn unready(
        &self,
        (layout, template): (&Layout, &Template),
        diary: &Pattern,
    ) -> Vec<Unready> {
        let mut lacks = Vec::new();
        let is_empty = |text: &str| text.trim().is_empty();
        if is_empty(&self.diary) {
            lacks.push(Unready::NoDiary);
        } else if !diary.takes(&self.diary) {
            lacks.push(Unready::Diary);
        }
        if is_empty(&self.handler.name) {
            lacks.push(Unready::Handler);
        }
        if is_empty(&self.addressee) {
            lacks.push(Unready::Addressee);
        }
        if is_empty(&self.heading) {
            lacks.push(Unready::Heading);
        }
        if self.points.iter().all(|point| is_empty(point)) {
            lacks.push(Unready::NoPoint);
        }
        for section in layout.sections_of(template) {
            let text = self.texts.get(&section.code).map(String::as_str);
            if template.required.contains(&section.code) && text.is_none_or(is_empty) {
                lacks.push(Unready::Section(section.code.clone()));
            }
        }
        let goes = |trip: &Trip| !is_empty(&trip.place) && !trip.participants.is_empty();
        if template.is_trip && !self.trip.as_ref().is_some_and(goes) {
            lacks.push(Unready::Trip);
        }
        let (cost, paid) = (
            self.cost().unwrap_or_default(),
            self.paid().unwrap_or_default(),
        );
        if cost != paid {
            lacks.push(Unready::Unbalanced(cost, paid));
        }
        lacks
    }
}
