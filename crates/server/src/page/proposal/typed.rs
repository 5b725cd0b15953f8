//! A draft as it is typed, and as it is shown to be typed in.

use hemma_domain::code::Code as _;
use hemma_domain::layout::{Layout, Template};
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Content, CostKind, Handler, Line, Trip};
use hemma_domain::time::Day;

use crate::http::form::{self, Faults};
use crate::lang::Lang;
use crate::page::choices;

/// Empty rows that stand below those that are filled in.
const SPARE_ROWS: usize = 3;

/// What was sent, field by field; rows of amounts send the same name again and again.
pub(super) type Fields = Vec<(String, String)>;

/// One line of costs or funding.
#[derive(Debug, Clone, Default)]
pub struct AmountView {
    pub what: String,
    pub amount: String,
    /// The code of its kind, or what the kind is called where it is only read; empty where nobody said it.
    pub kind: String,
}

/// One section to write in.
#[derive(Debug, Clone)]
pub struct SectionView {
    pub code: String,
    pub title: String,
    pub hint: String,
    pub text: String,
    pub is_required: bool,
}

/// Every field of a draft, as text.
#[derive(Debug, Clone, Default)]
pub struct DraftView {
    pub heading: String,
    pub diary: String,
    pub office: String,
    pub department: String,
    pub handler: String,
    pub phone: String,
    pub addressee: String,
    pub dated_on: String,
    pub meeting_on: String,
    pub points: String,
    pub sections: Vec<SectionView>,
    pub attachments: String,
    pub costs: Vec<AmountView>,
    /// What a trip's costs can be for: code and name; empty where it is no trip.
    pub kinds: Vec<(&'static str, String)>,
    pub funding: Vec<AmountView>,
    pub is_trip: bool,
    pub place: String,
    pub trip_from: String,
    pub trip_to: String,
    pub participants: String,
    pub alternatives: String,
    pub signers: String,
}

impl DraftView {
    /// A content, to be changed.
    pub(super) fn of(
        content: &Content,
        (layout, template): (&Layout, &Template),
        lang: Lang,
    ) -> DraftView {
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let trip = content.trip.as_ref();
        let text = |code: &str| content.texts.get(code).cloned().unwrap_or_default();
        DraftView {
            heading: content.heading.clone(),
            diary: content.diary.clone(),
            office: content.office.clone(),
            department: content.department.clone(),
            handler: content.handler.name.clone(),
            phone: content.handler.phone.clone(),
            addressee: content.addressee.clone(),
            dated_on: content.dated_on.to_string(),
            meeting_on: day(content.meeting_on),
            points: content.points.join("\n\n"),
            sections: sections((layout, template), text, lang),
            attachments: content.attachments.join("\n"),
            costs: amounts(&content.costs),
            kinds: kinds(template, lang),
            funding: amounts(&content.funding),
            is_trip: template.is_trip,
            place: trip.map(|trip| trip.place.clone()).unwrap_or_default(),
            trip_from: day(trip.map(|trip| trip.from)),
            trip_to: day(trip.map(|trip| trip.to)),
            participants: trip
                .map(|trip| trip.participants.join("\n"))
                .unwrap_or_default(),
            alternatives: trip
                .map(|trip| trip.alternatives.clone())
                .unwrap_or_default(),
            signers: content.signers.join("\n"),
        }
    }

    /// What was typed, to be typed on.
    pub(super) fn typed(fields: &Fields, of: (&Layout, &Template), lang: Lang) -> DraftView {
        let get = |name: &str| first(fields, name).to_owned();
        let rows = |kind: &str| {
            let mut rows = rows(fields, kind);
            rows.resize_with(rows.len() + SPARE_ROWS, AmountView::default);
            rows
        };
        DraftView {
            heading: get("heading"),
            diary: get("diary"),
            office: get("office"),
            department: get("department"),
            handler: get("handler"),
            phone: get("phone"),
            addressee: get("addressee"),
            dated_on: get("dated_on"),
            meeting_on: get("meeting_on"),
            points: get("points"),
            sections: sections(of, |code| get(&format!("text_{code}")), lang),
            attachments: get("attachments"),
            costs: rows("costs"),
            kinds: kinds(of.1, lang),
            funding: rows("funding"),
            is_trip: of.1.is_trip,
            place: get("place"),
            trip_from: get("trip_from"),
            trip_to: get("trip_to"),
            participants: get("participants"),
            alternatives: get("alternatives"),
            signers: get("signers"),
        }
    }
}

fn sections(
    (layout, template): (&Layout, &Template),
    text: impl Fn(&str) -> String,
    lang: Lang,
) -> Vec<SectionView> {
    let view = |one: &hemma_domain::layout::Section| SectionView {
        text: text(&one.code),
        title: one.title.clone(),
        hint: lang.words(&one.hint).to_owned(),
        is_required: template.required.contains(&one.code),
        code: one.code.clone(),
    };
    layout.sections_of(template).map(view).collect()
}

fn kinds(template: &Template, lang: Lang) -> Vec<(&'static str, String)> {
    match template.is_trip {
        true => choices::<CostKind>(lang),
        false => Vec::new(),
    }
}

fn amounts(lines: &[Line]) -> Vec<AmountView> {
    let filled = lines.iter().map(|one| AmountView {
        what: one.what.clone(),
        amount: one.amount.to_string(),
        kind: one.kind.map(CostKind::code).unwrap_or_default().to_owned(),
    });
    let spare = std::iter::repeat_with(AmountView::default).take(SPARE_ROWS);
    filled.chain(spare).collect()
}

fn first<'a>(fields: &'a Fields, name: &str) -> &'a str {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value.as_str()).unwrap_or_default()
}

/// Rows of amounts in which anything was typed.
fn rows(fields: &Fields, kind: &str) -> Vec<AmountView> {
    let all = |part: &str| {
        let name = format!("{kind}_{part}");
        let of_name = fields.iter().filter(move |(other, _)| *other == name);
        of_name
            .map(|(_, value)| value.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let (what, amount) = (all("what"), all("amount"));
    // Only a trip's costs are asked for their kinds.
    let kinds = all("kind")
        .into_iter()
        .chain(std::iter::repeat(String::new()));
    let rows = what.into_iter().zip(amount).zip(kinds);
    let rows = rows.map(|((what, amount), kind)| AmountView { what, amount, kind });
    rows.filter(|row| !row.what.is_empty() || !row.amount.is_empty())
        .collect()
}

/// The content that was typed, or what cannot be read of it.
pub(super) fn read(
    fields: &Fields,
    (layout, template): (&Layout, &Template),
    today: Day,
) -> Result<Content, Faults> {
    let mut faults = Faults::none();
    let get = |name: &str| first(fields, name).trim().to_owned();
    type Reads = fn(&str, Day) -> Option<Day>;
    let day =
        |name: &'static str, (read, seen_from): (Reads, Day), faults: &mut Faults| match first(
            fields, name,
        )
        .trim()
        {
            "" => None,
            typed => read(typed, seen_from).or_else(|| {
                faults.add(name, "proposal-fault-day");
                None
            }),
        };
    let dated_on = day("dated_on", (form::day, today), &mut faults).unwrap_or(today);
    let meeting_on = day("meeting_on", (form::day_ahead, today), &mut faults);
    let from = day("trip_from", (form::day_ahead, today), &mut faults);
    let back = (form::day_from as Reads, from.unwrap_or(today));
    let days = (from, day("trip_to", back, &mut faults));
    let place = get("place");
    let participants = lines(first(fields, "participants"));
    let says_trip = !place.is_empty() || !participants.is_empty() || days.0.is_some();
    let trip = match days {
        (Some(from), to) => Some(Trip {
            place,
            from,
            to: to.unwrap_or(from),
            participants,
            alternatives: get("alternatives"),
        }),
        (None, _) => {
            if template.is_trip && says_trip {
                faults.add("trip_from", "proposal-fault-trip");
            }
            None
        }
    };
    let costs = money(fields, "costs", &mut faults);
    let funding = money(fields, "funding", &mut faults);
    let sections = layout.sections_of(template).map(|one| {
        let text = get(&format!("text_{}", one.code)).replace("\r\n", "\n");
        (one.code.clone(), text)
    });
    let content = Content {
        heading: get("heading"),
        diary: get("diary"),
        office: get("office"),
        department: get("department"),
        handler: Handler {
            name: get("handler"),
            phone: get("phone"),
        },
        addressee: get("addressee"),
        dated_on,
        meeting_on,
        points: paragraphs(first(fields, "points")),
        texts: sections.filter(|(_, text)| !text.is_empty()).collect(),
        attachments: lines(first(fields, "attachments")),
        costs,
        funding,
        trip,
        signers: lines(first(fields, "signers")),
    };
    match faults.is_empty() {
        true => Ok(content),
        false => Err(faults),
    }
}

fn money(fields: &Fields, kind: &'static str, faults: &mut Faults) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in rows(fields, kind) {
        match Ore::typed(&row.amount) {
            Some(amount) => lines.push(Line {
                what: row.what,
                amount,
                kind: CostKind::from_code(&row.kind),
            }),
            None => faults.add(kind, "proposal-fault-amount"),
        }
    }
    lines
}

/// One entry a line.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// One entry a paragraph.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let parts = text.split("\n\n").map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(all: &[(&str, &str)]) -> Fields {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        all.iter().map(own).collect()
    }

    #[test]
    fn a_kind_stands_with_its_row() {
        let typed = fields(&[
            ("costs_what", "Resa"),
            ("costs_amount", "9 000"),
            ("costs_kind", "journey"),
            ("costs_what", ""),
            ("costs_amount", ""),
            ("costs_kind", "fee"),
            ("costs_what", "Logi"),
            ("costs_amount", "4 500"),
            ("costs_kind", ""),
        ]);
        let mut faults = Faults::none();
        let kinds = money(&typed, "costs", &mut faults).into_iter();
        let kinds: Vec<_> = kinds.map(|line| line.kind).collect();
        assert_eq!(kinds, [Some(CostKind::Journey), None]);
    }

    #[test]
    fn rows_without_anything_are_passed_over_and_half_a_row_is_not() {
        let typed = fields(&[
            ("costs_what", "Resa"),
            ("costs_amount", "9 000"),
            ("costs_what", ""),
            ("costs_amount", " "),
            ("costs_what", ""),
            ("costs_amount", "50"),
            ("costs_what", "Logi"),
            ("costs_amount", "mycket"),
        ]);
        let mut faults = Faults::none();
        let lines = money(&typed, "costs", &mut faults);
        let read: Vec<(&str, i64)> = lines
            .iter()
            .map(|one| (one.what.as_str(), one.amount.0))
            .collect();
        assert_eq!(read, [("Resa", 900_000), ("", 5_000)]);
        assert_eq!(faults.count(), 1);
    }

    #[test]
    fn a_point_is_a_paragraph_and_an_attachment_a_line() {
        assert_eq!(
            paragraphs("Ett.\r\nSamma.\r\n\r\n\r\nTvå."),
            ["Ett.\nSamma.", "Två."]
        );
        assert_eq!(lines(" A \n\nB"), ["A", "B"]);
    }
}
