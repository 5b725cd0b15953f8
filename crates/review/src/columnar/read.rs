//! A Parquet file as the CSV that says the same, some rows at a time.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};

use parquet::basic::{Compression, ConvertedType, LogicalType, TimeUnit, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use super::page::{HEADER_BYTES_MAX, Page};
use crate::day::Day;
use crate::fault::Reason;
use crate::ids::ROWS_MAX;
use crate::lines::LINE_BYTES_MAX;

/// Columns of a file: a hundred items, and as many of one's own.
const COLUMNS_MAX: usize = 1000;

/// Rows that are turned into text at a time.
const ROWS_AT_ONCE: usize = 1024;

/// Text of one column in so many rows: sixteen thousand letters a cell.
const TEXT_BYTES_MAX: usize = 16 << 20;

/// The largest page of each column, all columns together: what is in memory at once.
const PAGES_BYTES_MAX: u64 = 512 << 20;

/// Why a file is not read: the column to blame, if one is, and what is wrong.
pub(crate) type Unread = (Option<String>, Reason);

/// The rows of a file, read as CSV.
pub(crate) struct Rows {
    file: SerializedFileReader<File>,
    /// The same file, to look at headers.
    bytes: File,
    columns: Vec<Column>,
    /// The next group of rows.
    group: usize,
    /// Rows of the group under way that were not read yet.
    left: usize,
    text: Vec<u8>,
    /// How much of the text has been given out.
    given: usize,
}

/// A column, and the cells of it that were read last.
struct Column {
    kind: Kind,
    /// The level of a value that is there; 0 where each must be.
    there: i16,
    reader: Option<ColumnReader>,
    cells: Cells,
}

/// How values become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    /// Whole, and never negative.
    Count,
    /// Days since 1970.
    Day,
    /// Moments since 1970, so many to a day; at midnight they are days.
    Moment(i64),
    Yes,
    Float,
}

/// Cells one after the other; an empty one is a missing value.
#[derive(Default)]
struct Cells {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Rows {
    /// Opens a file and looks at everything that can be looked at without reading its values.
    pub(crate) fn open(input: File) -> Result<Rows, Unread> {
        let unreadable = |text: String| (None, Reason::Unreadable(text));
        let bytes = input.try_clone();
        let bytes = bytes.map_err(|err| unreadable(err.to_string()))?;
        let file = guarded(|| SerializedFileReader::new(input));
        let file = file.map_err(|err| unreadable(told(&err)))?;
        let metadata = file.metadata();
        let rows = metadata.file_metadata().num_rows();
        if usize::try_from(rows).is_ok_and(|rows| ROWS_MAX < rows) {
            return Err((None, Reason::TooMany { max: ROWS_MAX }));
        }
        if let Some(packing) = packing(metadata) {
            return Err((None, Reason::Packed(packing)));
        }
        let schema = metadata.file_metadata().schema_descr();
        if COLUMNS_MAX < schema.num_columns() {
            return Err((None, Reason::TooMany { max: COLUMNS_MAX }));
        }
        let mut text = Vec::new();
        let mut columns = Vec::new();
        for (at, column) in schema.columns().iter().enumerate() {
            if 0 < at {
                text.push(b',');
            }
            quoted(column.name().as_bytes(), &mut text);
            let kind = kind(column);
            let kind = kind.ok_or_else(|| (Some(column.name().to_owned()), Reason::Kind))?;
            columns.push(Column {
                kind,
                there: column.max_def_level(),
                reader: None,
                cells: Cells::default(),
            });
        }
        if !columns.is_empty() {
            text.push(b'\n');
        }
        Ok(Rows {
            file,
            bytes,
            columns,
            group: 0,
            left: 0,
            text,
            given: 0,
        })
    }

    /// Makes the next rows text. Says whether there were any.
    fn more(&mut self) -> Result<bool, ParquetError> {
        while self.left == 0 {
            if self.file.num_row_groups() <= self.group {
                return Ok(false);
            }
            self.open_group()?;
        }
        let rows = self.left.min(ROWS_AT_ONCE);
        for column in &mut self.columns {
            column.fill(rows)?;
        }
        self.text.clear();
        self.given = 0;
        for row in 0..rows {
            for (at, column) in self.columns.iter().enumerate() {
                if 0 < at {
                    self.text.push(b',');
                }
                quoted(column.cells.get(row), &mut self.text);
            }
            self.text.push(b'\n');
        }
        self.left -= rows;
        Ok(true)
    }

    fn open_group(&mut self) -> Result<(), ParquetError> {
        self.fair()?;
        let group = self.file.get_row_group(self.group)?;
        let rows = group.metadata().num_rows();
        self.left = usize::try_from(rows).map_err(|_| damaged())?;
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.reader = Some(group.get_column_reader(at)?);
        }
        self.group += 1;
        Ok(())
    }

    /// Looks at the headers of all pages of a group before anything is made room for.
    fn fair(&mut self) -> Result<(), ParquetError> {
        let mut together = 0_u64;
        let group = self.file.metadata().row_group(self.group).clone();
        for column in group.columns() {
            let offsets = [column.data_page_offset()].into_iter();
            let first = offsets.chain(column.dictionary_page_offset()).min();
            let first = first.ok_or_else(damaged)?;
            let mut at = u64::try_from(first).map_err(|_| damaged())?;
            let length = u64::try_from(column.compressed_size()).map_err(|_| damaged())?;
            let end = at.checked_add(length).ok_or_else(damaged)?;
            let mut largest = 0;
            while at < end {
                let page = self.page(at, end)?;
                let next = page.packed.checked_add(u64::try_from(page.header)?);
                at = next
                    .and_then(|next| at.checked_add(next))
                    .ok_or_else(damaged)?;
                largest = page.whole.max(largest);
            }
            together += largest;
        }
        match together <= PAGES_BYTES_MAX {
            true => Ok(()),
            false => Err(ParquetError::General("its pages are too large".to_owned())),
        }
    }

    fn page(&mut self, at: u64, end: u64) -> Result<Page, ParquetError> {
        let room = usize::try_from(end - at).unwrap_or(usize::MAX);
        let room = room.min(HEADER_BYTES_MAX);
        let mut header = Vec::new();
        self.bytes.seek(SeekFrom::Start(at))?;
        let mut input = (&self.bytes).take(u64::try_from(room)?);
        input.read_to_end(&mut header)?;
        let page = Page::read(&header).ok_or_else(damaged)?;
        match page.is_fair() {
            true => Ok(page),
            false => Err(ParquetError::General(
                "a page of it is too large".to_owned(),
            )),
        }
    }
}

impl Read for Rows {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.text.len() <= self.given {
            let is_more = guarded(|| self.more());
            let is_more = is_more.map_err(|err| io::Error::other(told(&err)))?;
            if !is_more {
                return Ok(0);
            }
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let count = rest.len().min(into.len());
        for (to, from) in into.iter_mut().zip(rest) {
            *to = *from;
        }
        self.given += count;
        Ok(count)
    }
}

impl Column {
    /// Reads the next cells: exactly so many.
    fn fill(&mut self, rows: usize) -> Result<(), ParquetError> {
        let (kind, there) = (self.kind, self.there);
        self.cells.clear();
        let cells = &mut self.cells;
        match self.reader.as_mut().ok_or_else(damaged)? {
            ColumnReader::ByteArrayColumnReader(reader) => {
                take(reader, (rows, there), cells, |value, text| {
                    // What is longer than a line is refused as one; there is no need to hold all of it.
                    let bytes = value.data();
                    text.extend_from_slice(bytes.get(..=LINE_BYTES_MAX).unwrap_or(bytes));
                })
            }
            ColumnReader::Int32ColumnReader(reader) => {
                take(reader, (rows, there), cells, |value, text| match kind {
                    Kind::Count => put(value.cast_unsigned(), text),
                    kind => number(i64::from(*value), kind, text),
                })
            }
            ColumnReader::Int64ColumnReader(reader) => {
                take(reader, (rows, there), cells, |value, text| match kind {
                    Kind::Count => put(value.cast_unsigned(), text),
                    kind => number(*value, kind, text),
                })
            }
            ColumnReader::BoolColumnReader(reader) => {
                take(reader, (rows, there), cells, |value, text| {
                    put(u8::from(*value), text)
                })
            }
            ColumnReader::FloatColumnReader(reader) => {
                take(reader, (rows, there), cells, |value, text| put(value, text))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                take(reader, (rows, there), cells, |value, text| put(value, text))
            }
            ColumnReader::Int96ColumnReader(_) | ColumnReader::FixedLenByteArrayColumnReader(_) => {
                Err(damaged())
            }
        }
    }
}

/// Reads the next values of a column as cells.
fn take<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    (rows, there): (usize, i16),
    cells: &mut Cells,
    write: impl Fn(&T::T, &mut Vec<u8>),
) -> Result<(), ParquetError> {
    let mut have = 0;
    while have < rows {
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let (records, ..) =
            reader.read_records(rows - have, Some(&mut levels), None, &mut values)?;
        if records == 0 || rows - have < records {
            return Err(damaged());
        }
        let mut values = values.iter();
        for at in 0..records {
            let is_there = there == 0 || levels.get(at) == Some(&there);
            if is_there {
                write(values.next().ok_or_else(damaged)?, &mut cells.bytes);
            }
            cells.ends.push(cells.bytes.len());
            if TEXT_BYTES_MAX < cells.bytes.len() {
                return Err(ParquetError::General(
                    "a column of it is too wide".to_owned(),
                ));
            }
        }
        have += records;
    }
    Ok(())
}

impl Cells {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn get(&self, row: usize) -> &[u8] {
        let before = row.checked_sub(1).and_then(|before| self.ends.get(before));
        let begin = before.copied().unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(begin);
        self.bytes.get(begin..end).unwrap_or_default()
    }
}

/// What the library does with bytes that nobody wrote so. It checks much of them and asserts the rest; a file that somebody sent
/// must not end the program.
fn guarded<T>(what: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    // Whatever it leaves half done is not looked at any more: the file is given up.
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(what));
    done.unwrap_or_else(|_| Err(damaged()))
}

fn damaged() -> ParquetError {
    ParquetError::General("it is damaged".to_owned())
}

/// What the library says, without its own name before it.
fn told(err: &ParquetError) -> String {
    let text = err.to_string();
    let plain = text
        .split_once(": ")
        .map_or(text.as_str(), |(_, rest)| rest);
    plain.trim().to_owned()
}

/// How a file is packed, where that is not read.
fn packing(metadata: &ParquetMetaData) -> Option<String> {
    let groups = metadata.row_groups().iter();
    let mut columns = groups.flat_map(|group| group.columns());
    let is_known = |packing| matches!(packing, Compression::SNAPPY | Compression::UNCOMPRESSED);
    let other = columns.find(|column| !is_known(column.compression()))?;
    let name = other.compression().to_string();
    // The library adds the level of packing.
    Some(name.split('(').next().unwrap_or_default().to_owned())
}

/// How a column's values become text; nothing where the layout has no such values.
fn kind(column: &ColumnDescriptor) -> Option<Kind> {
    if 0 < column.max_rep_level() || 1 < column.path().parts().len() {
        return None;
    }
    let logical = column.logical_type_ref();
    let converted = column.converted_type();
    if matches!(
        logical,
        Some(LogicalType::Decimal(_) | LogicalType::Time(_))
    ) || matches!(
        converted,
        ConvertedType::DECIMAL | ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS
    ) {
        return None;
    }
    match column.physical_type() {
        Physical::BYTE_ARRAY => Some(Kind::Text),
        Physical::BOOLEAN => Some(Kind::Yes),
        Physical::FLOAT | Physical::DOUBLE => Some(Kind::Float),
        Physical::INT32 | Physical::INT64 => Some(match (logical, converted) {
            (Some(LogicalType::Date), _) | (_, ConvertedType::DATE) => Kind::Day,
            (Some(LogicalType::Timestamp(stamp)), _) => Kind::Moment(per_day(&stamp.unit)),
            (_, ConvertedType::TIMESTAMP_MILLIS) => Kind::Moment(DAY_MILLIS),
            (_, ConvertedType::TIMESTAMP_MICROS) => Kind::Moment(1_000 * DAY_MILLIS),
            (Some(LogicalType::Integer(whole)), _) if !whole.is_signed => Kind::Count,
            _ => Kind::Whole,
        }),
        Physical::INT96 | Physical::FIXED_LEN_BYTE_ARRAY => None,
    }
}

/// Milliseconds of a day.
const DAY_MILLIS: i64 = 86_400_000;

fn per_day(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => DAY_MILLIS,
        TimeUnit::MICROS => 1_000 * DAY_MILLIS,
        TimeUnit::NANOS => 1_000_000 * DAY_MILLIS,
    }
}

fn put(value: impl std::fmt::Display, text: &mut Vec<u8>) {
    text.extend_from_slice(value.to_string().as_bytes());
}

/// A number as its column means it. What is no day of the calendar stands as the number that it is, and is refused as one.
fn number(value: i64, kind: Kind, text: &mut Vec<u8>) {
    let day = match kind {
        Kind::Day => Day::after_1970(value),
        Kind::Moment(per_day) if value.rem_euclid(per_day) == 0 => {
            Day::after_1970(value.div_euclid(per_day))
        }
        _ => None,
    };
    match day {
        Some(day) => put(day, text),
        None => put(value, text),
    }
}

/// A cell as CSV writes it.
fn quoted(cell: &[u8], text: &mut Vec<u8>) {
    let needs = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if !cell.iter().any(needs) {
        text.extend_from_slice(cell);
        return;
    }
    text.push(b'"');
    for byte in cell {
        if *byte == b'"' {
            text.push(b'"');
        }
        text.push(*byte);
    }
    text.push(b'"');
}
