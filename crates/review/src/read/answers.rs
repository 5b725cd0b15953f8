//! `answers_<instrument>.csv`: one row per questionnaire, one column per item.

use std::io::Read;
use std::ops::ControlFlow;

use crate::answers::{CATEGORIES_MAX, ITEMS_MAX, Sheets};
use crate::fault::{Fault, Faults, Reason, shown};
use crate::lines::{Line, Lines};
use crate::read::book::AnswerDraft;
use crate::read::cells::{Cells, Refused, Taken, whole};
use crate::read::file::{Reader, Step, WatchBytes, header, is_too_many, keep, step};
use crate::read::head::{self, Head, Wanted};
use crate::read::row_lines::RowLines;
use crate::settings::Shape;

/// The names that item columns can have; an instrument has the first of them.
const ITEMS: [&str; ITEMS_MAX] = {
    let mut names = [""; ITEMS_MAX];
    let mut rest: &mut [&str] = &mut names;
    let mut text = NAMES;
    while let (Some((first, names)), Some((name, after))) =
        (rest.split_first_mut(), text.split_at_checked(3))
    {
        *first = name;
        rest = names;
        text = after;
    }
    names
};

/// Three letters each.
const NAMES: &str = "q01q02q03q04q05q06q07q08q09q10q11q12q13q14q15q16q17q18q19q20q21q22q23q24q25q26q27q28q29q30q31q32q33\
q34q35q36q37q38q39q40q41q42q43q44q45q46q47q48q49q50q51q52q53q54q55q56q57q58q59q60q61q62q63q64q65q66q67q68q69q70q71q72q73q74\
q75q76q77q78q79q80q81q82q83q84q85q86q87q88q89q90q91q92q93q94q95q96q97q98q99";

/// Reads the answers of one file.
pub(super) fn read(
    reader: &mut Reader<'_>,
    (file, instrument): (&str, &str),
    input: &mut dyn Read,
    watch: &mut WatchBytes<'_>,
) -> ControlFlow<()> {
    let shape = reader.settings.shape(instrument);
    let mut lines = Lines::new(input, watch);
    let faults = &mut reader.book.faults;
    let Some(line) = header(&mut lines, file, faults)? else {
        return ControlFlow::Continue(());
    };
    let columns = columns(shape, line);
    let wanted = Wanted {
        file,
        columns: &columns,
        unknown: reader.unknown,
    };
    let Some(head) = head::read(line, &wanted, &mut reader.book.texts, faults) else {
        return ControlFlow::Continue(());
    };
    let most = shape.map_or(CATEGORIES_MAX, |shape| shape.categories);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let text = reader.book.texts.number(stem.as_bytes());
    let mut draft = AnswerDraft {
        file: file.to_owned(),
        instrument: instrument.to_owned(),
        measures: vec![],
        lines: RowLines::default(),
        sheets: Sheets::new(columns.len() - 1),
    };
    let items = Items::new(&head, most);
    let mut count = 0_u64;
    let mut answers = vec![];
    loop {
        let line = match step(&mut lines, file, &head, &mut reader.book.faults)? {
            Step::Row(line) => line,
            Step::Lost => {
                count += 1;
                continue;
            }
            Step::End => break,
            Step::Broken => return ControlFlow::Continue(()),
        };
        count += 1;
        let mut faults = std::mem::take(&mut reader.book.faults);
        let mut cells = Cells {
            line,
            places: &head.places,
            columns: &["measure_id"],
            file,
            faults: &mut faults,
        };
        let measure = cells.id(0, &mut reader.book.measures.ids);
        let taken = items.take(&line, &mut answers, (file, cells.faults));
        if let (Ok(measure), Ok(())) = (measure, taken) {
            draft.measures.push(measure);
            draft.lines.push(cells.number());
            draft.sheets.push(&answers);
            if let Some(text) = text {
                let row = (text, draft.measures.len() - 1);
                let _ = keep(&mut cells, &head, row, &mut reader.book);
            }
        }
        reader.book.faults = faults;
        if is_too_many(count, file, &mut reader.book.faults) {
            return ControlFlow::Continue(());
        }
    }
    reader.book.rows.push((stem.to_owned(), count));
    reader.book.answers.push(draft);
    ControlFlow::Continue(())
}

/// The header of an invented file of answers.
pub(super) fn invented_header(stem: &str) -> String {
    let items = match stem {
        "answers_sam" => 43,
        "answers_cam" => 44,
        _ => 28,
    };
    let items: Vec<&str> = ITEMS.iter().take(items).copied().collect();
    format!("measure_id,{}", items.join(","))
}

/// `measure_id`, then the items of an instrument: as many as it has, or as the header has where nobody knows it.
fn columns(shape: Option<&Shape>, header: Line<'_>) -> Vec<&'static str> {
    let count = match shape {
        Some(shape) => shape.items,
        None => {
            let cells = || header.cells(0, header.count());
            let last = ITEMS
                .iter()
                .rposition(|item| cells().any(|cell| cell == item.as_bytes()));
            last.map_or(0, |last| last + 1)
        }
    };
    let items = ITEMS.iter().take(count).copied();
    std::iter::once("measure_id").chain(items).collect()
}

/// Where the items stand, and what may stand there.
struct Items<'a> {
    places: &'a [usize],
    /// Where the first one stands, if they stand one after the other.
    run: Option<usize>,
    /// The highest answer.
    most: u8,
}

impl<'a> Items<'a> {
    fn new(head: &'a Head, most: u8) -> Items<'a> {
        let places = head.places.get(1..).unwrap_or_default();
        let is_run = places
            .iter()
            .zip(places.iter().skip(1))
            .all(|(one, next)| one + 1 == *next);
        Items {
            places,
            run: places.first().copied().filter(|_| is_run),
            most,
        }
    }

    /// The answers of a row, 0 where one is missing.
    #[inline]
    fn take(
        &self,
        line: &Line<'_>,
        answers: &mut Vec<u8>,
        (file, faults): (&str, &mut Faults),
    ) -> Taken<()> {
        answers.clear();
        let mut is_fine = true;
        match self.run {
            Some(first) => answers.extend(line.cells(first, self.places.len()).map(|cell| {
                let answer = self.answer(cell);
                is_fine &= answer.is_some();
                answer.unwrap_or(0)
            })),
            None => answers.extend(self.places.iter().map(|place| {
                let answer = self.answer(line.cell(*place));
                is_fine &= answer.is_some();
                answer.unwrap_or(0)
            })),
        }
        if is_fine {
            return Ok(());
        }
        for (place, item) in self.places.iter().zip(ITEMS) {
            let cell = line.cell(*place);
            if self.answer(cell).is_none() {
                faults.add(Fault {
                    file: file.to_owned(),
                    line: line.number,
                    column: Some(item.to_owned()),
                    reason: Reason::Number {
                        text: shown(cell),
                        min: 1,
                        max: u32::from(self.most),
                    },
                });
            }
        }
        Err(Refused)
    }

    #[inline]
    fn answer(&self, cell: &[u8]) -> Option<u8> {
        let answer = match cell {
            [] => return Some(0),
            [digit] => digit.wrapping_sub(b'0'),
            _ => whole(cell).and_then(|number| u8::try_from(number).ok())?,
        };
        (1..=self.most).contains(&answer).then_some(answer)
    }
}
