//! Lines of a CSV file as cells, in a buffer of one size, whatever the file holds.
//!
//! Blocks without a quote, which are nearly all, are taken apart 64 bytes at a time; the others byte by byte.

use std::io::Read;
use std::ops::ControlFlow;

/// The longest line. The widest line of the layout takes a few hundred bytes; the rest is for columns of one's own.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// No file of the world-wide network of 25 years has a hundredth of it.
pub const FILE_BYTES_MAX: u64 = 64 << 30;

/// Several lines at a time, and small enough to stay near the processor.
const BUFFER_BYTES: usize = 4 * LINE_BYTES_MAX;

/// Quotes that are never closed make the reader go back; more of them than this and the rest of the file is not read.
const UNCLOSED_MAX: u32 = 100;

/// What happens to the bytes that were read so far: told after each block, answered with whether to go on.
pub(crate) type Watch<'a> = dyn FnMut(u64) -> ControlFlow<()> + 'a;

/// Cells of one file, line by line.
pub(crate) struct Lines<'a> {
    input: &'a mut dyn Read,
    watch: &'a mut Watch<'a>,
    buffer: Vec<u8>,
    filled: usize,
    /// Where the next line begins.
    at: usize,
    /// Where cells end, as far as the buffer has been looked through.
    marks: Vec<u32>,
    mark: usize,
    line: u64,
    /// Bytes that the file has given.
    read: u64,
    is_end: bool,
    /// Whether the buffer holds a quote.
    has_quotes: bool,
    unclosed: u32,
    /// A line with quotes, its cells without them.
    plain: Vec<u8>,
    plain_ends: Vec<u32>,
}

/// One line.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    bytes: &'a [u8],
    /// Where each cell ends in `bytes`; the next one begins one byte later.
    ends: &'a [u32],
    begin: usize,
    /// Its number in the file, from 1.
    pub(crate) number: u64,
}

/// What comes next in a file.
pub(crate) enum Next<'a> {
    Line(Line<'a>),
    /// A line that cannot be taken apart.
    Bad(u64, Bad),
    /// The file cannot be read on.
    Broken(u64, std::io::Error),
    Stopped,
    End,
}

/// Why a line cannot be taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bad {
    Long,
    Quote,
}

impl<'a> Line<'a> {
    /// How many cells there are.
    #[inline]
    pub(crate) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The cell at a place; empty beyond the last.
    #[inline]
    pub(crate) fn cell(&self, at: usize) -> &'a [u8] {
        let begin = match at.checked_sub(1) {
            Some(before) => self
                .ends
                .get(before)
                .map_or(usize::MAX, |end| wide(*end) + 1),
            None => self.begin,
        };
        let end = self.ends.get(at).copied().map_or(0, wide);
        self.bytes.get(begin..end).unwrap_or_default()
    }

    /// So many cells from a place on; fewer if there are fewer.
    #[inline]
    pub(crate) fn cells(
        &self,
        first: usize,
        count: usize,
    ) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let (bytes, ends) = (self.bytes, self.ends);
        let mut begin = match first.checked_sub(1) {
            Some(before) => ends.get(before).map_or(usize::MAX, |end| wide(*end) + 1),
            None => self.begin,
        };
        let ends = ends.get(first..).unwrap_or_default().iter().take(count);
        ends.map(move |end| {
            let cell = bytes.get(begin..wide(*end)).unwrap_or_default();
            begin = wide(*end) + 1;
            cell
        })
    }

    /// Bytes up to and with the line's end.
    pub(crate) fn bytes_count(&self) -> usize {
        self.ends
            .last()
            .map_or(0, |end| wide(*end) + 1 - self.begin)
    }
}

impl<'a> Lines<'a> {
    pub(crate) fn new(input: &'a mut dyn Read, watch: &'a mut Watch<'a>) -> Lines<'a> {
        Lines {
            input,
            watch,
            buffer: vec![0; BUFFER_BYTES + 1],
            filled: 0,
            at: 0,
            marks: vec![],
            mark: 0,
            line: 0,
            read: 0,
            is_end: false,
            has_quotes: false,
            unclosed: 0,
            plain: vec![],
            plain_ends: vec![],
        }
    }

    /// The next line that is not blank.
    pub(crate) fn next(&mut self) -> Next<'_> {
        loop {
            let first = self.mark;
            let Some(end) = self.line_end() else {
                match self.more() {
                    Ok(true) => continue,
                    Ok(false) => return Next::End,
                    Err(Trouble::Bad(line, bad)) => return Next::Bad(line, bad),
                    Err(Trouble::Broken(err)) => return Next::Broken(self.line + 1, err),
                    Err(Trouble::Stopped) => return Next::Stopped,
                }
            };
            let begin = self.at;
            self.at = end + 1;
            self.line += 1;
            let number = self.line;
            if LINE_BYTES_MAX < end - begin {
                return Next::Bad(number, Bad::Long);
            }
            let is_blank = match self.buffer.get(begin..end) {
                Some([] | b"\r") => true,
                Some(line) => {
                    if self.has_quotes && memchr::memchr(b'"', line).is_some() {
                        return self.unquoted((begin, end), number);
                    }
                    false
                }
                None => true,
            };
            if is_blank {
                continue;
            }
            let last = self.mark - 1;
            // The line end of another system is no part of the last cell.
            if self.buffer.get(end - 1) == Some(&b'\r')
                && let Some(mark) = self.marks.get_mut(last)
            {
                *mark -= 1;
            }
            return Next::Line(Line {
                bytes: &self.buffer,
                ends: self.marks.get(first..=last).unwrap_or_default(),
                begin,
                number,
            });
        }
    }

    /// Where the line ends that begins at `at`, going over its marks.
    #[inline]
    fn line_end(&mut self) -> Option<usize> {
        let rest = self.marks.get(self.mark..)?;
        for (passed, mark) in rest.iter().enumerate() {
            let place = wide(*mark);
            if self.buffer.get(place) == Some(&b'\n') {
                self.mark += passed + 1;
                return Some(place);
            }
        }
        None
    }

    /// Reads on, keeping the line that has begun. Says whether there is anything more.
    fn more(&mut self) -> Result<bool, Trouble> {
        let rest = self.filled - self.at;
        if self.is_end {
            return if rest == 0 {
                Ok(false)
            } else {
                // A line feed stands at the end, so only a quote can have swallowed it.
                self.skip_unclosed().map(|()| true)
            };
        }
        if LINE_BYTES_MAX < rest {
            self.skip_long()?;
            return Ok(true);
        }
        self.buffer.copy_within(self.at..self.filled, 0);
        self.filled = rest;
        self.at = 0;
        self.fill()?;
        self.look();
        Ok(0 < self.filled)
    }

    /// Fills the buffer behind what it holds.
    fn fill(&mut self) -> Result<(), Trouble> {
        let before = self.filled;
        while self.filled < BUFFER_BYTES {
            let Some(room) = self.buffer.get_mut(self.filled..BUFFER_BYTES) else {
                break;
            };
            match self.input.read(room) {
                Ok(0) => {
                    self.is_end = true;
                    break;
                }
                Ok(count) => self.filled += count,
                Err(err) if err.kind() == std::io::ErrorKind::Interrupted => {}
                Err(err) => return Err(Trouble::Broken(err)),
            }
        }
        let count = u64::try_from(self.filled - before).unwrap_or(u64::MAX);
        self.read += count;
        if FILE_BYTES_MAX < self.read {
            let err = std::io::Error::other("it has more bytes than are read");
            return Err(Trouble::Broken(err));
        }
        if (self.watch)(count).is_break() {
            return Err(Trouble::Stopped);
        }
        let last = self
            .filled
            .checked_sub(1)
            .and_then(|at| self.buffer.get(at));
        if self.is_end && last.is_some_and(|byte| *byte != b'\n') {
            // There is room for it: the buffer is one byte longer than it is filled.
            if let Some(end) = self.buffer.get_mut(self.filled) {
                *end = b'\n';
                self.filled += 1;
            }
        }
        Ok(())
    }

    /// Finds where cells end.
    fn look(&mut self) {
        self.marks.clear();
        self.mark = 0;
        let bytes = self.buffer.get(self.at..self.filled).unwrap_or_default();
        self.has_quotes = memchr::memchr(b'"', bytes).is_some();
        if self.has_quotes {
            mark_quoted(bytes, self.at, &mut self.marks);
        } else {
            mark_plain(bytes, self.at, &mut self.marks);
        }
    }

    /// Passes a line that is too long.
    fn skip_long(&mut self) -> Result<(), Trouble> {
        let begun = self.buffer.get(self.at..self.filled).unwrap_or_default();
        if memchr::memchr(b'\n', begun).is_some() {
            return self.skip_unclosed();
        }
        let number = self.line + 1;
        loop {
            self.at = 0;
            self.filled = 0;
            self.fill()?;
            let bytes = self.buffer.get(..self.filled).unwrap_or_default();
            match memchr::memchr(b'\n', bytes) {
                Some(end) => {
                    self.at = end + 1;
                    break;
                }
                None if self.is_end => {
                    self.at = self.filled;
                    break;
                }
                None => {}
            }
        }
        self.look();
        self.line += 1;
        Err(Trouble::Bad(number, Bad::Long))
    }

    /// Passes the first line of a stretch in which a quote is not closed, and goes on behind it.
    fn skip_unclosed(&mut self) -> Result<(), Trouble> {
        let begun = self.buffer.get(self.at..self.filled).unwrap_or_default();
        let end = memchr::memchr(b'\n', begun).unwrap_or(begun.len());
        self.at = (self.at + end + 1).min(self.filled);
        self.unclosed += 1;
        if UNCLOSED_MAX < self.unclosed {
            self.at = self.filled;
            self.is_end = true;
        }
        self.look();
        self.line += 1;
        Err(Trouble::Bad(self.line, Bad::Quote))
    }

    /// A line with quotes: its cells without them.
    fn unquoted(&mut self, (begin, end): (usize, usize), number: u64) -> Next<'_> {
        let line = self.buffer.get(begin..end).unwrap_or_default();
        // Line ends inside quotes count as lines of the file.
        self.line += u64::try_from(memchr::memchr_iter(b'\n', line).count()).unwrap_or(0);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        self.plain.clear();
        self.plain_ends.clear();
        if take_apart(line, &mut self.plain, &mut self.plain_ends).is_none() {
            return Next::Bad(number, Bad::Quote);
        }
        Next::Line(Line {
            bytes: &self.plain,
            ends: &self.plain_ends,
            begin: 0,
            number,
        })
    }
}

enum Trouble {
    Bad(u64, Bad),
    Broken(std::io::Error),
    Stopped,
}

/// Marks commas and line feeds. 64 bytes give 64 bits, so that a loop goes over what was found and nothing else.
fn mark_plain(bytes: &[u8], offset: usize, marks: &mut Vec<u32>) {
    let (blocks, rest) = bytes.as_chunks::<64>();
    let mut base = narrow(offset);
    for block in blocks {
        let mut found = found_in(block);
        while found != 0 {
            marks.push(base + found.trailing_zeros());
            found &= found - 1;
        }
        base += 64;
    }
    for (place, byte) in (base..).zip(rest) {
        if matches!(byte, b',' | b'\n') {
            marks.push(place);
        }
    }
}

/// One bit for each byte that is a comma or a line feed.
#[inline]
fn found_in(block: &[u8; 64]) -> u64 {
    let is_mark = block.map(|byte| u8::from((byte == b',') | (byte == b'\n')));
    let (words, _) = is_mark.as_chunks::<8>();
    let mut found = 0;
    for (at, word) in words.iter().enumerate() {
        // Eight bytes of 0 or 1 become eight bits in the highest byte of the product.
        let bits = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        found |= bits << (8 * at);
    }
    found
}

/// Marks commas and line feeds that stand outside quotes. A quote opens only where a cell begins.
fn mark_quoted(bytes: &[u8], offset: usize, marks: &mut Vec<u32>) {
    let mut state = State::Begin;
    for (place, byte) in (narrow(offset)..).zip(bytes) {
        state = match (state, byte) {
            (State::Begin, b'"') => State::Inside,
            (State::Inside, b'"') => State::Closed,
            (State::Inside, _) => State::Inside,
            // Doubled: a quote that is part of the text.
            (State::Closed, b'"') => State::Inside,
            (_, b',' | b'\n') => {
                marks.push(place);
                State::Begin
            }
            _ => State::Plain,
        };
    }
}

#[derive(Clone, Copy)]
enum State {
    Begin,
    Plain,
    Inside,
    Closed,
}

/// Copies the cells of a line without their quotes; `None` if a quote stands where none may.
fn take_apart(line: &[u8], plain: &mut Vec<u8>, ends: &mut Vec<u32>) -> Option<()> {
    let mut state = State::Begin;
    for byte in line {
        state = match (state, byte) {
            (State::Begin, b'"') => State::Inside,
            (State::Inside, b'"') => State::Closed,
            (State::Closed, b'"') => {
                plain.push(b'"');
                State::Inside
            }
            (State::Plain, b'"') => return None,
            (State::Begin | State::Plain | State::Closed, b',') => {
                ends.push(narrow(plain.len()));
                plain.push(b',');
                State::Begin
            }
            (State::Closed, _) => return None,
            (State::Inside, byte) => {
                plain.push(*byte);
                State::Inside
            }
            (State::Begin | State::Plain, byte) => {
                plain.push(*byte);
                State::Plain
            }
        };
    }
    if matches!(state, State::Inside) {
        return None;
    }
    ends.push(narrow(plain.len()));
    Some(())
}

#[inline]
fn wide(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// A buffer is far shorter than what four bytes can say.
#[inline]
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
