//! What somebody outside a team does not see: counts so small that they could point at a family, and what would give them
//! away.
//!
//! All teams of a network make one table for each share: those with it and those without. It is the same table whoever
//! reads it, and whichever page, so that what one hides no other tells.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::ids::TeamId;
use hemma_domain::review::{Figure, Span, Term};
use hemma_domain::time::Day;
use hemma_review::{Row, Settings, small};
use hemma_store::db::Tx;
use hemma_store::review::Rows;
use hemma_store::team;

use super::figure::Held;
use super::{Known, Reading, in_term};
use crate::App;
use crate::error::Result;

/// A reading as somebody may see it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown {
    /// As it is.
    Whole(Reading),
    /// Hidden: too few cases.
    Hidden(Figure),
}

impl Shown {
    /// Which figure it is.
    pub fn figure(self) -> Figure {
        match self {
            Shown::Whole(reading) => reading.figure,
            Shown::Hidden(figure) => figure,
        }
    }

    /// The reading, unless it is hidden.
    pub fn reading(self) -> Option<Reading> {
        match self {
            Shown::Whole(reading) => Some(reading),
            Shown::Hidden(_) => None,
        }
    }

    /// A target without saying whether it is met where the figure is hidden.
    pub(super) fn of_held(self, held: Held) -> Held {
        Held {
            met: held.met.filter(|_| self.reading().is_some()),
            ..held
        }
    }
}

/// The figures of one team that are hidden in a term.
#[derive(Debug, Clone)]
pub(super) struct Hidden(pub(super) Vec<Figure>);

/// A reading, hidden where it must be.
pub(super) fn shown(reading: Reading, hidden: Option<&Hidden>) -> Shown {
    match hidden {
        Some(Hidden(figures)) if figures.contains(&reading.figure) => Shown::Hidden(reading.figure),
        _ => Shown::Whole(reading),
    }
}

impl App {
    /// What is hidden of a team in a term, and in the one before: both are read from the same rows.
    pub(super) async fn hidden(
        &self,
        tx: &mut Tx,
        (known, term): (&Known, Term),
    ) -> Result<[Hidden; 2]> {
        let (network, before) = (known.team.network, term.previous());
        let teams = team::of_network(tx, network).await?;
        self.count_all(tx, (&teams, known.today)).await?;
        let at = ((before.first_day(), term.end()), known.today);
        let of = (network, known.team.programme.as_str());
        let rows = self.network_rows(tx, (of, &teams), at).await?.rows;
        Ok([term, before].map(|term| {
            let rows = of_term(&rows, (term, known.today));
            let (mut of_teams, _) = hidden_of(&rows, &known.gauge.settings, &[]);
            Hidden(of_teams.remove(&known.team.id).unwrap_or_default())
        }))
    }
}

/// The row of a term for each team that has anything from its beginning on.
pub(super) fn of_term(rows: &BTreeMap<TeamId, Rows>, at: (Term, Day)) -> BTreeMap<TeamId, Row> {
    let first = at.0.first_day();
    let there = rows
        .iter()
        .filter(|(_, rows)| rows.range(first..).next().is_some());
    there
        .map(|(team, rows)| (*team, in_term(rows, at).0))
        .collect()
}

/// What is hidden of each team, and of all together.
pub(crate) type HiddenFigures = (BTreeMap<TeamId, Vec<Figure>>, Vec<Figure>);

/// Teams that are left out of a sum, so that even one who knows one of them cannot work out another.
const LEFT_OUT_LEAST: usize = 3;

/// What is hidden of a term from readers outside, so that no term gives away what one of another length hides.
///
/// A half-year is hidden by its own table. A year tells what both of its half-years tell, and so nothing new. A quarter tells
/// a team's line of a table where the half-year and both of its quarters tell all of it. What all teams come to is told where
/// all three tell it and the lines that are left out are none, or so many that each could be more in one quarter and less in
/// the other while all sums stay.
pub(super) fn hidden_in(
    rows: &BTreeMap<TeamId, Rows>,
    (term, today): (Term, Day),
    settings: &Settings,
) -> HiddenFigures {
    let within = |span: Span, of: Term| {
        let terms = [
            Term::of(span, of.first_day()),
            Term::of(span, of.end().plus(-1)),
        ];
        terms.into_iter().filter(|one| one.first_day() <= today)
    };
    let each: Vec<Term> = match term.span {
        Span::HalfYear => vec![term],
        Span::Year => within(Span::HalfYear, term).collect(),
        Span::Quarter => {
            let half = Term::of(Span::HalfYear, term.first_day());
            std::iter::once(half)
                .chain(within(Span::Quarter, half))
                .collect()
        }
    };
    let each = each
        .into_iter()
        .map(|one| hidden_of(&of_term(rows, (one, today)), settings, &[]));
    let hidden = each.fold(HiddenFigures::default(), |mut all, (of_teams, of_all)| {
        for (team, figures) in of_teams {
            all.0.entry(team).or_default().extend(figures);
        }
        all.1.extend(of_all);
        all
    });
    match term.span {
        Span::HalfYear | Span::Year => hidden,
        Span::Quarter => whole_tables(hidden),
    }
}

/// The same with every table of which a team's line, or that of all together, hides anything.
fn whole_tables((mut of_teams, mut of_all): HiddenFigures) -> HiddenFigures {
    for Table { figures, .. } in &TABLES {
        let all = || figures.iter().map(|(figure, _)| *figure);
        let hides = |hidden: &[Figure]| all().any(|figure| hidden.contains(&figure));
        let mut left_out = 0;
        for hidden in of_teams.values_mut().filter(|hidden| hides(hidden)) {
            hidden.extend(all());
            left_out += 1;
        }
        if hides(&of_all) || (1..LEFT_OUT_LEAST).contains(&left_out) {
            of_all.extend(all());
        }
    }
    (of_teams, of_all)
}

/// One table over all teams: the cells of a team's line, and which figure needs which of them. The last cell is the line's
/// total.
struct Table {
    cells: fn(&Row) -> Vec<i64>,
    figures: &'static [(Figure, &'static [usize])],
}

/// Every closing has one reason: what is missing among them is known from the others. Shares of answerable closings would
/// give their denominator away.
const TABLES: [Table; 8] = [
    Table {
        cells: |row| {
            vec![
                row.completed,
                row.lack_of_engagement,
                row.placed,
                row.other_reason,
            ]
        },
        figures: &[
            (Figure::Completed, &[0, 4]),
            (Figure::LackOfEngagement, &[1, 4]),
            (Figure::Placed, &[2, 4]),
            (Figure::OtherReason, &[3, 4]),
            (Figure::CompletedAnswerable, &[0, 1, 2, 3, 4]),
            (Figure::LackOfEngagementAnswerable, &[0, 1, 2, 3, 4]),
            (Figure::PlacedAnswerable, &[0, 1, 2, 3, 4]),
            (Figure::Closed, &[4]),
            (Figure::LengthDays, &[4]),
        ],
    },
    Table {
        cells: |row| vec![row.home, row.home_known - row.home],
        figures: &[(Figure::Home, &[0, 1, 2])],
    },
    Table {
        cells: |row| vec![row.school, row.school_known - row.school],
        figures: &[(Figure::School, &[0, 1, 2])],
    },
    Table {
        cells: |row| vec![row.no_arrest, row.no_arrest_known - row.no_arrest],
        figures: &[(Figure::NoArrest, &[0, 1, 2])],
    },
    Table {
        cells: |row| vec![row.with_interview, row.closed - row.with_interview],
        figures: &[(Figure::WithInterview, &[0, 1, 2])],
    },
    Table {
        cells: |row| vec![row.collected, row.due - row.collected],
        figures: &[(Figure::Collected, &[0, 1, 2])],
    },
    Table {
        cells: |row| vec![row.above, row.scored - row.above],
        figures: &[(Figure::Above, &[0, 1, 2])],
    },
    Table {
        cells: |row| vec![row.scores],
        figures: &[(Figure::Adherence, &[0, 1])],
    },
];

/// The places of some teams among the lines of a table.
pub(super) fn places<'a, T>(
    lines: &BTreeMap<TeamId, T>,
    known: impl IntoIterator<Item = &'a BTreeSet<TeamId>>,
) -> Vec<BTreeSet<usize>> {
    let at = |team: &TeamId| lines.keys().position(|line| line == team);
    let each = known
        .into_iter()
        .map(|teams| teams.iter().filter_map(at).collect());
    each.collect()
}

/// The figures that are hidden of each team, and of all together, from readers outside and from those who know some teams
/// from inside. The teams run the same programme. How many cases a team has, how much it works and who works there points
/// at no family and is never hidden.
pub(crate) fn hidden_of(
    rows: &BTreeMap<TeamId, Row>,
    settings: &Settings,
    readers: &[BTreeSet<TeamId>],
) -> HiddenFigures {
    let least = u64::from(settings.definition().small_cell_least);
    let mut found: Vec<Vec<Figure>> = vec![Vec::new(); rows.len()];
    let mut of_all = Vec::new();
    let readers = places(rows, readers);
    for Table { cells, figures } in &TABLES {
        let number = |count: i64| u64::try_from(count).unwrap_or_default();
        let lines = rows
            .values()
            .map(|row| cells(row).into_iter().map(number).collect());
        let lines: Vec<Vec<u64>> = lines.collect();
        let shown = small::suppress_among(&lines, least, &readers);
        // A table that is too large is not shown at all.
        let shown = shown.unwrap_or(small::Shown { rows: Vec::new() });
        let each = found.iter_mut().chain([&mut of_all]);
        for (at, hidden) in each.enumerate() {
            let line = shown.rows.get(at);
            let is_hidden = |cell: &usize| line.and_then(|line| *line.get(*cell)?).is_none();
            let figures = figures.iter();
            let figures = figures.filter(|(_, cells)| cells.iter().any(is_hidden));
            hidden.extend(figures.map(|(figure, _)| *figure));
        }
    }
    (rows.keys().copied().zip(found).collect(), of_all)
}

#[cfg(test)]
mod tests;
