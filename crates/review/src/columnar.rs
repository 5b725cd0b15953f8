//! Histories whose files are Parquet: columns of values instead of lines of text, with the same names and the same meaning.
//!
//! A file is read as the CSV that says the same, some rows at a time, so that everything that is checked of a line is checked of
//! a row, and is told with the same words (`docs/adr/0019-parquet.md`).

mod page;
mod read;
mod write;

pub(crate) use read::Rows;
pub use write::{NoParquet, pack_parquet};

use std::fs::{self, File};
use std::io::{self, Read, Seek as _};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::fault::Reason;

/// Bytes of a Parquet file: the weeks of the world-wide network of 25 years have a hundredth of it. What comes out of an
/// archive lies on the disk while it is read.
const BYTES_MAX: u64 = 8 << 30;

/// What stands in a file for some file's rows.
const ENDING: &str = "parquet";

/// A file that can be read from any place: its metadata stand at its end. What comes from an archive is kept beside it first, in a
/// file that has no name any more.
pub(crate) fn seekable(input: &mut dyn Read, file: Option<&File>) -> Result<File, Reason> {
    let unreadable = |err: io::Error| Reason::Unreadable(err.to_string());
    if let Some(file) = file {
        return file.try_clone().map_err(unreadable);
    }
    let mut kept = nameless().map_err(unreadable)?;
    let copied = io::copy(&mut input.take(BYTES_MAX + 1), &mut kept).map_err(unreadable)?;
    if BYTES_MAX < copied {
        return Err(Reason::TooLarge { max: BYTES_MAX });
    }
    kept.rewind().map_err(unreadable)?;
    Ok(kept)
}

/// A file of this process alone that is gone when it is closed.
fn nameless() -> io::Result<File> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("hemma-{}-{number}.part", std::process::id());
    let path = std::env::temp_dir().join(name);
    let file = File::options()
        .create_new(true)
        .read(true)
        .write(true)
        .open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

#[cfg(test)]
mod tests;
