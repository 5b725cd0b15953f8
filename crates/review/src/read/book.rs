//! What has been read so far: tables whose rows may name what comes later.

use crate::answers::Sheets;
use crate::fault::{Faults, Reason};
use crate::history::{
    Assignment, Episode, Extra, Family, Measure, Organisation, Post, Table, Team, WorkWeek,
};
use crate::ids::Ids;
use crate::number::{
    Column, EpisodeNo, FamilyNo, InstrumentNo, MeasureNo, Number, OrganisationNo, PostNo, StaffNo,
    TeamNo, TextNo,
};
use crate::read::cells::{Cells, Taken};
use crate::read::row_lines::RowLines;

/// Everything that has been read.
#[derive(Default)]
pub(super) struct Book {
    pub(super) texts: Ids<TextNo>,
    pub(super) staff: Ids<StaffNo>,
    pub(super) instruments: Ids<InstrumentNo>,
    pub(super) organisations: Draft<OrganisationNo, Organisation>,
    pub(super) teams: Draft<TeamNo, Team>,
    pub(super) posts: Draft<PostNo, Post>,
    pub(super) families: Draft<FamilyNo, Family>,
    pub(super) episodes: Draft<EpisodeNo, Episode>,
    pub(super) assignments: Listed<Assignment>,
    pub(super) weeks: Listed<WorkWeek>,
    pub(super) measures: Draft<MeasureNo, Measure>,
    pub(super) answers: Vec<AnswerDraft>,
    pub(super) extras: Vec<Extra>,
    pub(super) faults: Faults,
    /// How many rows each file has, refused ones included.
    pub(super) rows: Vec<(String, u64)>,
    /// Files that came as Parquet, without their ending.
    pub(super) columnar: Vec<String>,
}

impl Book {
    /// Faults by file and line, each with the name that its file has: what concerns several rows is found without knowing
    /// how they came.
    pub(super) fn by_their_names(&self, mut faults: Faults) -> Faults {
        for fault in &mut faults.listed {
            let stem = fault.file.strip_suffix(".csv").map(str::to_owned);
            if let Some(stem) = stem.filter(|stem| self.columnar.contains(stem)) {
                fault.file = format!("{stem}.parquet");
            }
        }
        faults.listed.sort();
        faults
    }
}

/// A table whose rows have identifiers.
pub(super) struct Draft<N, T> {
    pub(super) ids: Ids<N>,
    /// Where each was defined; 0 where it has only been named.
    pub(super) lines: Column<N, u32>,
    pub(super) rows: Column<N, Option<T>>,
    /// Whether a row was refused before its identifier was known. Who names it is then not to blame.
    pub(super) has_lost: bool,
}

impl<N, T> Default for Draft<N, T> {
    fn default() -> Draft<N, T> {
        Draft {
            ids: Ids::default(),
            lines: Column::default(),
            rows: Column::default(),
            has_lost: false,
        }
    }
}

impl<N: Number, T> Draft<N, T> {
    /// The number of a row by the identifier in this column, which no row before it may have.
    #[inline]
    pub(super) fn define(&mut self, cells: &mut Cells<'_>, column: usize) -> Taken<N> {
        let number = match cells.id(column, &mut self.ids) {
            Ok(number) => number,
            Err(refused) => {
                self.has_lost = true;
                return Err(refused);
            }
        };
        match self.lines.find(number) {
            Some(line) if *line != 0 => {
                let line = *line;
                let text = self.ids.text(number).to_owned();
                cells.refuse(column, Reason::Twice { text, line })
            }
            _ => {
                self.lines.put(number, cells.number());
                Ok(number)
            }
        }
    }

    /// Where a row was defined, if it was.
    #[inline]
    pub(super) fn line(&self, number: N) -> Option<u32> {
        self.lines.find(number).copied().filter(|line| *line != 0)
    }

    /// Whether something is named that no row defines.
    pub(super) fn has_gaps(&self) -> bool {
        !self.has_lost
            && (self.lines.count() < self.ids.count() || self.lines.values().any(|line| *line == 0))
    }

    /// The row with this number, if it was taken.
    #[inline]
    pub(super) fn row(&self, number: N) -> Option<&T> {
        self.rows.find(number)?.as_ref()
    }

    /// Every row that was taken, with the line that it stands in.
    pub(super) fn each(&self) -> impl Iterator<Item = (N, u32, &T)> {
        self.rows.iter().filter_map(|(number, row)| {
            let line = self.line(number)?;
            Some((number, line, row.as_ref()?))
        })
    }

    /// The table, once every row has been taken.
    pub(super) fn done(self) -> Table<N, T> {
        #[expect(
            clippy::filter_map_identity,
            reason = "what is flattened is copied, and this stays in its place"
        )]
        let rows = self.rows.into_values().into_iter().filter_map(|row| row);
        Table {
            ids: self.ids,
            rows: Column::of(rows.collect()),
        }
    }
}

/// Rows without identifiers.
pub(super) struct Listed<T> {
    pub(super) rows: Vec<T>,
    pub(super) lines: RowLines,
}

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed {
            rows: vec![],
            lines: RowLines::default(),
        }
    }
}

impl<T> Listed<T> {
    #[inline]
    pub(super) fn push(&mut self, line: u32, row: T) {
        self.rows.push(row);
        self.lines.push(line);
    }

    pub(super) fn each(&self) -> impl Iterator<Item = (u32, &T)> {
        self.lines.iter().zip(&self.rows)
    }
}

/// The answers of one file.
pub(super) struct AnswerDraft {
    pub(super) file: String,
    pub(super) instrument: String,
    pub(super) measures: Vec<MeasureNo>,
    pub(super) lines: RowLines,
    pub(super) sheets: Sheets,
}
