//! A history as Parquet: the same files with the same columns, each with a type where every cell of it has one.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::{ENDING, seekable};
use crate::day::Day;
use crate::lines::{Line, Lines, Next};
use crate::pack::NoPack;
use crate::source::{Source, Visit};

/// Rows of one group: some megabytes, which is what readers take at a time.
const GROUP_ROWS: usize = 65_536;

/// Why there is no archive of Parquet files.
#[derive(Debug, thiserror::Error)]
pub enum NoParquet {
    /// The history cannot be read, or the archive not be written.
    #[error(transparent)]
    Pack(#[from] NoPack),
    /// A line is no row of its file.
    #[error("{file}:{line}: {what}; without --parquet the files come as they are")]
    Line {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The library cannot write it.
    #[error(transparent)]
    Library(#[from] ParquetError),
}

impl From<io::Error> for NoParquet {
    fn from(err: io::Error) -> NoParquet {
        NoParquet::Pack(NoPack::Io(err))
    }
}

/// Writes a folder or an archive as a ZIP archive whose CSV files have become Parquet.
///
/// A column that the layout gives days or whole numbers is written as such where each of its cells is one, and as text otherwise: read
/// again it says the same, whatever it held.
pub fn pack_parquet(from: &Path, to: &mut (impl Write + Seek + Send)) -> Result<(), NoParquet> {
    let mut source = Source::open(from).map_err(NoPack::History)?;
    let mut archive = zip::ZipWriter::new(to);
    // The same files give the same archive: they carry no time of their own.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let mut written = Ok(());
    let visited = source.each(&mut |name, input| {
        written = match name.strip_suffix(".csv") {
            Some(stem) => file(&mut archive, (stem, options), input.read, input.file),
            None => copy(&mut archive, (name, options), input.read),
        };
        match written {
            Ok(()) => Visit::Next,
            Err(_) => Visit::Stop,
        }
    });
    written?;
    visited.map_err(|(_, reason)| NoPack::History(reason))?;
    archive.finish().map_err(io::Error::from)?;
    Ok(())
}

fn copy<W: Write + Seek>(
    archive: &mut zip::ZipWriter<W>,
    (name, options): (&str, SimpleFileOptions),
    input: &mut dyn Read,
) -> Result<(), NoParquet> {
    archive.start_file(name, options).map_err(io::Error::from)?;
    io::copy(input, archive)?;
    Ok(())
}

/// One file: gone through once for what its columns hold, and once for its rows.
fn file<W: Write + Seek + Send>(
    archive: &mut zip::ZipWriter<W>,
    (stem, options): (&str, SimpleFileOptions),
    input: &mut dyn Read,
    there: Option<&File>,
) -> Result<(), NoParquet> {
    let mut kept = seekable(input, there).map_err(NoPack::History)?;
    let mut columns = Vec::new();
    each(&mut kept, stem, &mut |line| {
        match columns.is_empty() {
            true => columns = head(line),
            false => look(&mut columns, line),
        }
        Ok(())
    })?;
    if columns.is_empty() {
        return Ok(());
    }
    // Pages are packed already.
    let options = options
        .compression_method(CompressionMethod::Stored)
        .large_file(true);
    let name = format!("{stem}.{ENDING}");
    archive.start_file(name, options).map_err(io::Error::from)?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = Arc::new(properties.build());
    let mut out = SerializedFileWriter::new(&mut *archive, schema(stem, &columns)?, properties)?;
    let mut rows = 0;
    let mut is_head = true;
    each(&mut kept, stem, &mut |line| {
        if std::mem::take(&mut is_head) {
            return Ok(());
        }
        for (at, column) in columns.iter_mut().enumerate() {
            column.push(line.cell(at));
        }
        rows += 1;
        if rows == GROUP_ROWS {
            rows = 0;
            flush(&mut columns, out.next_row_group()?)?;
        }
        Ok(())
    })?;
    if 0 < rows {
        flush(&mut columns, out.next_row_group()?)?;
    }
    out.close()?;
    Ok(())
}

type EachLine<'a> = dyn FnMut(&Line<'_>) -> Result<(), NoParquet> + 'a;

/// Shows every line from the beginning, the header first. Each has as many cells as it.
fn each(kept: &mut File, stem: &str, show: &mut EachLine<'_>) -> Result<(), NoParquet> {
    kept.rewind()?;
    let mut input = BufReader::new(kept);
    let mut go_on = |_| ControlFlow::Continue(());
    let mut lines = Lines::new(&mut input, &mut go_on);
    let wrong = |line, what| NoParquet::Line {
        file: format!("{stem}.csv"),
        line,
        what,
    };
    let mut width = None;
    loop {
        match lines.next() {
            Next::Line(line) if *width.get_or_insert(line.count()) == line.count() => show(&line)?,
            Next::Line(line) => {
                return Err(wrong(
                    line.number,
                    "has another number of cells than the header",
                ));
            }
            Next::Bad(line, _) => return Err(wrong(line, "cannot be taken apart")),
            Next::Broken(_, err) => return Err(err.into()),
            Next::Stopped | Next::End => return Ok(()),
        }
    }
}

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Day,
    Whole,
    Text,
    /// Not even that: bytes in another encoding.
    Bytes,
}

/// A column, and the rows of it that are to be written next.
struct Column {
    name: String,
    holds: Holds,
    /// 1 where a value is there, 0 where it is missing.
    levels: Vec<i16>,
    days: Vec<i32>,
    wholes: Vec<i64>,
    texts: Vec<ByteArray>,
}

/// The columns by the header; what the layout says of them is tried first.
fn head(line: &Line<'_>) -> Vec<Column> {
    let names = (0..line.count()).map(|at| line.cell(at));
    let names = names.enumerate().map(|(at, name)| match at {
        0 => name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name),
        _ => name,
    });
    let columns = names.map(|name| {
        let name = String::from_utf8_lossy(name).into_owned();
        Column {
            holds: wanted(&name),
            name,
            levels: Vec::new(),
            days: Vec::new(),
            wholes: Vec::new(),
            texts: Vec::new(),
        }
    });
    columns.collect()
}

fn wanted(name: &str) -> Holds {
    let is_item = name.strip_prefix('q').is_some_and(|number| {
        number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    match name {
        name if name.ends_with("_on") => Holds::Day,
        "birth_year" | "contacts" | "minutes" => Holds::Whole,
        name if name.starts_with("out_") || is_item => Holds::Whole,
        _ => Holds::Text,
    }
}

/// Gives up the type of each column whose cell in this line has none.
fn look(columns: &mut [Column], line: &Line<'_>) {
    for (at, column) in columns.iter_mut().enumerate() {
        let cell = line.cell(at);
        let fits = cell.is_empty()
            || match column.holds {
                Holds::Day => Day::read(cell).is_some(),
                Holds::Whole => whole(cell).is_some(),
                Holds::Text => std::str::from_utf8(cell).is_ok(),
                Holds::Bytes => true,
            };
        if !fits {
            column.holds = match std::str::from_utf8(cell) {
                Ok(_) => Holds::Text,
                Err(_) => Holds::Bytes,
            };
        }
    }
}

/// A number that is written as this cell and in no other way.
fn whole(cell: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(cell).ok()?;
    let number: i64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

impl Column {
    fn push(&mut self, cell: &[u8]) {
        if cell.is_empty() {
            self.levels.push(0);
            return;
        }
        self.levels.push(1);
        match self.holds {
            Holds::Day => {
                let day = Day::read(cell).and_then(|day| i32::try_from(day.since_1970()).ok());
                self.days.push(day.unwrap_or_default());
            }
            Holds::Whole => self.wholes.push(whole(cell).unwrap_or_default()),
            Holds::Text | Holds::Bytes => self.texts.push(ByteArray::from(cell.to_vec())),
        }
    }

    fn kind(&self) -> Result<Type, ParquetError> {
        let (physical, logical) = match self.holds {
            Holds::Day => (Physical::INT32, Some(LogicalType::Date)),
            Holds::Whole => (Physical::INT64, None),
            Holds::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Holds::Bytes => (Physical::BYTE_ARRAY, None),
        };
        Type::primitive_type_builder(&self.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    }
}

fn schema(stem: &str, columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let fields = columns.iter().map(|column| Ok(Arc::new(column.kind()?)));
    let fields: Result<Vec<TypePtr>, ParquetError> = fields.collect();
    let whole = Type::group_type_builder(stem)
        .with_fields(fields?)
        .build()?;
    Ok(Arc::new(whole))
}

/// Writes what is there as one group.
fn flush<W: Write + Send>(
    columns: &mut [Column],
    mut group: SerializedRowGroupWriter<'_, W>,
) -> Result<(), ParquetError> {
    for column in columns {
        let Some(mut out) = group.next_column()? else {
            break;
        };
        let levels = Some(column.levels.as_slice());
        match column.holds {
            Holds::Day => out
                .typed::<Int32Type>()
                .write_batch(&column.days, levels, None)?,
            Holds::Whole => out
                .typed::<Int64Type>()
                .write_batch(&column.wholes, levels, None)?,
            Holds::Text | Holds::Bytes => {
                out.typed::<ByteArrayType>()
                    .write_batch(&column.texts, levels, None)?
            }
        };
        out.close()?;
        column.levels.clear();
        column.days.clear();
        column.wholes.clear();
        column.texts.clear();
    }
    group.close()?;
    Ok(())
}
