//! One file after the other, in whatever order they come.

use std::io::Read;
use std::ops::ControlFlow;

use crate::columnar;
use crate::fault::{Fault, Faults, Reason};
use crate::history::Extra;
use crate::ids::{Ids, ROWS_MAX};
use crate::lines::{Bad, LINE_BYTES_MAX, Line, Lines, Next};
use crate::number::TextNo;
use crate::read::Unknown;
use crate::read::answers;
use crate::read::book::Book;
use crate::read::cells::{Cells, Refused, Taken};
use crate::read::head::{self, Head, Wanted};
use crate::read::manifest::{self, Manifest};
use crate::read::tables::{FILES, File};
use crate::settings::Settings;
use crate::source::Input;

/// What this program itself writes beside a history.
const OURS: [&str; 2] = ["indicators.csv", "spc.csv"];

/// Room is made from what the first rows take, and never for more than this at once: a file may lie.
const RESERVED_MAX: u64 = 8 << 20;

/// Reads files into a book.
pub(super) struct Reader<'a> {
    pub(super) settings: &'a Settings,
    pub(super) unknown: Unknown,
    pub(super) book: Book,
    manifest: Option<Manifest>,
    seen: Vec<String>,
}

/// What a watcher is told of one file.
pub(super) type WatchBytes<'a> = dyn FnMut(u64) -> ControlFlow<()> + 'a;

impl<'a> Reader<'a> {
    pub(super) fn new(settings: &'a Settings, unknown: Unknown) -> Reader<'a> {
        Reader {
            settings,
            unknown,
            book: Book::default(),
            manifest: None,
            seen: vec![],
        }
    }

    /// What was read.
    pub(super) fn done(self) -> (Book, Option<Manifest>) {
        (self.book, self.manifest)
    }

    /// Takes one file; breaks off if whoever watches says so.
    pub(super) fn take(
        &mut self,
        name: &str,
        input: Input<'_>,
        watch: &mut WatchBytes<'_>,
    ) -> ControlFlow<()> {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let is_manifest = name == "manifest.json";
        let is_rows = matches!(ending, "csv" | "parquet");
        if OURS.contains(&name) || !is_manifest && !is_rows {
            return ControlFlow::Continue(());
        }
        if self.seen.iter().any(|seen| seen == stem) {
            self.book.faults.add_file(name, Reason::FileTwice);
            return ControlFlow::Continue(());
        }
        self.seen.push(stem.to_owned());
        if is_manifest {
            match manifest::read(input.read) {
                Ok(manifest) => self.manifest = Some(manifest),
                Err(reason) => self.book.faults.add_file(name, reason),
            }
            return ControlFlow::Continue(());
        }
        if ending == "csv" {
            return self.known((name, stem), (input.read, input.size), watch);
        }
        self.book.columnar.push(stem.to_owned());
        let opened = columnar::seekable(input.read, input.file);
        let opened = opened.map_err(|reason| (None, reason));
        match opened.and_then(columnar::Rows::open) {
            Ok(mut rows) => self.known((name, stem), (&mut rows, None), watch),
            Err((column, reason)) => {
                self.lose(FILES.iter().find(|file| file.stem == stem));
                self.book.faults.add(Fault {
                    file: name.to_owned(),
                    line: 0,
                    column,
                    reason,
                });
                ControlFlow::Continue(())
            }
        }
    }

    /// Takes a file of rows, if the layout knows it.
    fn known(
        &mut self,
        (name, stem): (&str, &str),
        (input, size): (&mut dyn Read, Option<u64>),
        watch: &mut WatchBytes<'_>,
    ) -> ControlFlow<()> {
        let file = FILES.iter().find(|file| file.stem == stem);
        let instrument = stem
            .strip_prefix("answers_")
            .filter(|rest| !rest.is_empty());
        match (file, instrument) {
            (Some(file), _) => self.rows(file, (name, size), input, watch),
            (None, Some(instrument)) => answers::read(self, (name, instrument), input, watch),
            (None, None) => {
                self.book.faults.add_file(name, Reason::UnknownFile);
                ControlFlow::Continue(())
            }
        }
    }

    fn lose(&mut self, file: Option<&File>) {
        if let Some(file) = file {
            (file.lose)(&mut self.book);
        }
    }

    /// Reads the rows of one file.
    fn rows(
        &mut self,
        file: &File,
        (name, size): (&str, Option<u64>),
        input: &mut dyn Read,
        watch: &mut WatchBytes<'_>,
    ) -> ControlFlow<()> {
        let mut lines = Lines::new(input, watch);
        let wanted = Wanted {
            file: name,
            columns: file.columns,
            unknown: self.unknown,
        };
        let book = &mut self.book;
        let head = header(&mut lines, name, &mut book.faults)?
            .and_then(|line| head::read(line, &wanted, &mut book.texts, &mut book.faults));
        let Some(head) = head else {
            (file.lose)(book);
            return ControlFlow::Continue(());
        };
        let text = self.book.texts.number(file.stem.as_bytes());
        let mut count = 0_u64;
        loop {
            let line = match step(&mut lines, name, &head, &mut self.book.faults)? {
                Step::Row(line) => line,
                Step::Lost => {
                    count += 1;
                    (file.lose)(&mut self.book);
                    continue;
                }
                Step::End => break,
                Step::Broken => {
                    // How many rows there are is not known: the manifest has nothing to say.
                    (file.lose)(&mut self.book);
                    return ControlFlow::Continue(());
                }
            };
            count += 1;
            if count == SAMPLED {
                let room = expected(&line, size, count);
                (file.reserve)(&mut self.book, room);
            }
            let mut faults = std::mem::take(&mut self.book.faults);
            let mut cells = Cells {
                line,
                places: &head.places,
                columns: file.columns,
                file: name,
                faults: &mut faults,
            };
            if let (Ok(row), Some(file)) = ((file.take)(&mut cells, &mut self.book), text) {
                // What one of its own columns holds is no reason to refuse the row.
                let _ = keep(&mut cells, &head, (file, row), &mut self.book);
            }
            self.book.faults = faults;
            if is_too_many(count, name, &mut self.book.faults) {
                return ControlFlow::Continue(());
            }
        }
        self.book.rows.push((file.stem.to_owned(), count));
        ControlFlow::Continue(())
    }
}

/// After so many rows room is made for the rest.
const SAMPLED: u64 = 1000;

/// How many rows are still to come at most, by the length of one of them. Others may be shorter: room that is never
/// used costs nothing, and room that is too small is copied.
fn expected(line: &Line<'_>, size: Option<u64>, count: u64) -> usize {
    let each = u64::try_from(line.bytes_count()).unwrap_or(u64::MAX).max(1);
    let rows = size.map_or(0, |size| size / each).saturating_sub(count);
    usize::try_from((rows + rows / 8).min(RESERVED_MAX)).unwrap_or(0)
}

/// What a file gives next.
pub(super) enum Step<'a> {
    Row(Line<'a>),
    /// A row that cannot be told apart.
    Lost,
    /// The file cannot be read on.
    Broken,
    End,
}

/// The next row, as wide as the header.
#[inline]
pub(super) fn step<'a>(
    lines: &'a mut Lines<'_>,
    file: &str,
    head: &Head,
    faults: &mut Faults,
) -> ControlFlow<(), Step<'a>> {
    let mut fault = |line, reason| {
        faults.add(Fault {
            file: file.to_owned(),
            line,
            column: None,
            reason,
        });
    };
    ControlFlow::Continue(match lines.next() {
        Next::Line(line) if line.count() == head.width => Step::Row(line),
        Next::Line(line) => {
            let (have, want) = (line.count(), head.width);
            fault(line.number, Reason::Cells { have, want });
            Step::Lost
        }
        Next::Bad(line, bad) => {
            fault(line, told(bad));
            Step::Lost
        }
        Next::Broken(line, err) => {
            fault(line, Reason::Unreadable(err.to_string()));
            Step::Broken
        }
        Next::Stopped => return ControlFlow::Break(()),
        Next::End => Step::End,
    })
}

fn told(bad: Bad) -> Reason {
    match bad {
        Bad::Long => Reason::Line {
            max: LINE_BYTES_MAX,
        },
        Bad::Quote => Reason::Quote,
    }
}

/// The header of a file, if it can be taken apart.
pub(super) fn header<'a>(
    lines: &'a mut Lines<'_>,
    file: &str,
    faults: &mut Faults,
) -> ControlFlow<(), Option<Line<'a>>> {
    let (line, reason) = match lines.next() {
        // Zeros are what other encodings of Unicode put between letters.
        Next::Line(line) if line.cell(0).contains(&0) => (line.number, Reason::Encoding),
        Next::Line(line) => return ControlFlow::Continue(Some(line)),
        Next::Bad(line, bad) => (line, told(bad)),
        Next::Broken(line, err) => (line, Reason::Unreadable(err.to_string())),
        Next::Stopped => return ControlFlow::Break(()),
        Next::End => (1, Reason::NoHeader),
    };
    faults.add_of_header(Fault {
        file: file.to_owned(),
        line,
        column: None,
        reason,
    });
    ControlFlow::Continue(None)
}

/// Whether a file has more rows than are read, which is told.
pub(super) fn is_too_many(count: u64, file: &str, faults: &mut Faults) -> bool {
    let is_too_many = u64::try_from(ROWS_MAX).is_ok_and(|max| max < count);
    if is_too_many {
        faults.add_file(file, Reason::TooMany { max: ROWS_MAX });
    }
    is_too_many
}

/// Keeps what stands in columns of one's own.
pub(super) fn keep(
    cells: &mut Cells<'_>,
    head: &Head,
    (file, row): (TextNo, usize),
    book: &mut Book,
) -> Taken<()> {
    for (column, place) in &head.extras {
        let cell = cells.line.cell(*place);
        if cell.is_empty() {
            continue;
        }
        let text = match text_of(cell, &mut book.texts) {
            Ok(text) => text,
            Err(reason) => {
                cells.faults.add(Fault {
                    file: cells.file.to_owned(),
                    line: cells.line.number,
                    column: Some(book.texts.text(*column).to_owned()),
                    reason,
                });
                return Err(Refused);
            }
        };
        book.extras.push(Extra {
            file,
            column: *column,
            row,
            text,
        });
    }
    Ok(())
}

fn text_of(cell: &[u8], texts: &mut Ids<TextNo>) -> Result<TextNo, Reason> {
    if std::str::from_utf8(cell).is_err() {
        return Err(Reason::Encoding);
    }
    texts.number(cell).ok_or(Reason::TooMany { max: ROWS_MAX })
}
