//! A history as one file, to be kept as it is.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;

use crate::fault::Reason;
use crate::source::{Source, Visit};

/// How hard the files are packed, from 1 to 9. At 6, as by default, it was most of the time of an import, for 6 of 132 MB in
/// 25 years of 600 teams.
const LEVEL: i64 = 3;

/// Writes a folder as a ZIP archive; an archive is written as it is. Fails with why it is no history, or with what kept
/// the file from being written.
pub fn pack(from: &Path, to: &mut (impl Write + Seek)) -> Result<(), NoPack> {
    if !from.is_dir() {
        io::copy(&mut File::open(from)?, to)?;
        return Ok(());
    }
    let mut source = Source::open(from).map_err(NoPack::History)?;
    let mut archive = zip::ZipWriter::new(to);
    // The same files give the same archive: they carry no time of their own.
    let options = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .compression_level(Some(LEVEL));
    let mut written = Ok(());
    let visited = source.each(&mut |name, input| {
        written = add(&mut archive, (name, options), input.read);
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

/// Why there is no archive.
#[derive(Debug, thiserror::Error)]
pub enum NoPack {
    /// The folder cannot be read.
    #[error("{0}")]
    History(Reason),
    /// The archive cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

fn add<W: Write + Seek>(
    archive: &mut zip::ZipWriter<W>,
    (name, options): (&str, SimpleFileOptions),
    input: &mut dyn Read,
) -> io::Result<()> {
    archive.start_file(name, options).map_err(io::Error::from)?;
    io::copy(input, archive)?;
    Ok(())
}
