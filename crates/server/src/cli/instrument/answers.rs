//! Answer sheets from a file, one at a time: memory holds one row, however many there are.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use anyhow::Context as _;
use csv::StringRecord;
use hemma_app::definition_file::FILE_BYTES_MAX;
use hemma_app::instrument_file::fhir::answers_from_fhir;
use hemma_domain::instrument::{Answer, Scorer, Sheet};

/// Bytes of a row: two hundred items with room to spare. A quote that is never closed ends here.
const ROW_BYTES_MAX: usize = 64 * 1024;
/// The column that names a sheet, unless an item is called so.
const SHEET: &str = "sheet";

/// One sheet of the file.
#[derive(Debug)]
pub(super) struct Row {
    /// Where it begins, counted from 1.
    pub(super) line: u64,
    /// What it is called: its own name, or its number.
    pub(super) name: String,
    /// Its answers, or what is wrong with them.
    pub(super) sheet: Result<Sheet, Vec<String>>,
}

/// Takes each sheet of a file; an error is one that nothing can be read after.
pub(super) fn each(
    scorer: &Scorer,
    file: &Path,
    take: impl FnMut(Row) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let opened = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let ending = file
        .extension()
        .map(|it| it.to_string_lossy().to_ascii_lowercase());
    let read = match ending.as_deref() {
        Some("json") => one_response(scorer, opened, take),
        Some("ndjson" | "jsonl") => responses(scorer, opened, take),
        _ => table(scorer, opened, take),
    };
    read.with_context(|| file.display().to_string())
}

/// Lets no more bytes through than a row may have, until the next row begins.
struct Limited<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::other(
                "a row is too long: is a quote never closed?",
            ));
        }
        let most = buffer.len().min(left);
        let read = self
            .inner
            .read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left.set(left - read);
        Ok(read)
    }
}

fn table(
    scorer: &Scorer,
    file: impl Read,
    mut take: impl FnMut(Row) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut file = BufReader::new(file);
    let start = file.fill_buf()?;
    let head = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let delimiter = match head.contains(&b';') && !head.contains(&b',') {
        true => b';',
        false => b',',
    };
    let left = Rc::new(Cell::new(ROW_BYTES_MAX));
    let inner = Limited {
        inner: file,
        left: Rc::clone(&left),
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(inner);
    let columns = columns(scorer, reader.headers()?)?;
    let mut record = csv::ByteRecord::new();
    let mut number: u64 = 0;
    loop {
        left.set(ROW_BYTES_MAX);
        if !reader.read_byte_record(&mut record)? {
            return Ok(());
        }
        number += 1;
        let line = record.position().map_or(0, csv::Position::line);
        let text = StringRecord::from_byte_record(record.clone());
        let (name, sheet) = match text {
            Ok(text) => (columns.name(&text), columns.sheet(scorer, &text)),
            Err(_) => (
                None,
                Err(vec!["the text is not encoded as UTF-8".to_owned()]),
            ),
        };
        take(Row {
            line,
            name: name.unwrap_or_else(|| number.to_string()),
            sheet,
        })?;
    }
}

/// What each column holds: the place of an item, or nothing for the name of the sheet.
struct Columns(Vec<Option<usize>>);

fn columns(scorer: &Scorer, head: &StringRecord) -> anyhow::Result<Columns> {
    let instrument = scorer.instrument();
    let mut columns: Vec<Option<usize>> = Vec::with_capacity(head.len());
    for name in head {
        let name = name.trim_start_matches('\u{feff}').trim();
        let place = instrument.item(name).map(|(place, _)| place);
        if place.is_none() && name != SHEET {
            anyhow::bail!("line 1: {} has no item `{name}`", instrument.code);
        }
        if columns.contains(&place) {
            anyhow::bail!("line 1: two columns are called `{name}`");
        }
        columns.push(place);
    }
    Ok(Columns(columns))
}

impl Columns {
    fn name(&self, row: &StringRecord) -> Option<String> {
        let at = self.0.iter().position(Option::is_none)?;
        let name = row.get(at)?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn sheet(&self, scorer: &Scorer, row: &StringRecord) -> Result<Sheet, Vec<String>> {
        if row.len() != self.0.len() {
            let (cells, columns) = (row.len(), self.0.len());
            return Err(vec![format!("{cells} cells under {columns} columns")]);
        }
        let mut answers = vec![None; scorer.instrument().items.len()];
        let mut faults = Vec::new();
        for (place, cell) in self.0.iter().zip(row) {
            let Some(slot) = place.and_then(|place| answers.get_mut(place)) else {
                continue;
            };
            match answer(cell.trim()) {
                Ok(answer) => *slot = answer,
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let told = |faults: Vec<_>| faults.iter().map(ToString::to_string).collect();
        scorer.sheet_in_order(&answers).map_err(told)
    }
}

fn answer(cell: &str) -> Result<Option<Answer>, String> {
    match cell {
        "" => Ok(None),
        "NA" => Ok(Some(Answer::NotApplicable)),
        "DECLINED" => Ok(Some(Answer::Declined)),
        number => match number.parse() {
            Ok(value) => Ok(Some(Answer::Value(value))),
            Err(_) => Err(format!(
                "`{number}` is no whole number, and not NA or DECLINED"
            )),
        },
    }
}

fn one_response(
    scorer: &Scorer,
    file: impl Read,
    mut take: impl FnMut(Row) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut text = String::new();
    file.take(u64::try_from(FILE_BYTES_MAX)? + 1)
        .read_to_string(&mut text)?;
    take(response(scorer, 1, 1, &text))
}

fn responses(
    scorer: &Scorer,
    file: impl Read,
    mut take: impl FnMut(Row) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut file = BufReader::new(file);
    let most = u64::try_from(FILE_BYTES_MAX)?;
    let mut number = 0;
    for line in 1.. {
        let mut text = String::new();
        let read = (&mut file).take(most).read_line(&mut text)?;
        if read == 0 {
            break;
        }
        anyhow::ensure!(u64::try_from(read)? < most, "line {line} is too long");
        if !text.trim().is_empty() {
            number += 1;
            take(response(scorer, line, number, &text))?;
        }
    }
    Ok(())
}

fn response(scorer: &Scorer, line: u64, number: u64, text: &str) -> Row {
    let sheet = match answers_from_fhir("", text) {
        Ok(answers) => scorer
            .sheet(&answers)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect()),
        Err(faults) => Err(faults.iter().map(|it| it.reason.to_string()).collect()),
    };
    Row {
        line,
        name: number.to_string(),
        sheet,
    }
}
