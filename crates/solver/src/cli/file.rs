//! Files: read whole, written whole or not at all.

use std::fs::File;
use std::io::{BufRead, Read, Write};
use std::path::Path;

use hemma_rota_rules::FILE_BYTES_MAX;
use serde::Serialize;

use super::failure::Failure;

/// The bytes of an instance: of a file, or of stdin, which is read to its end or up to a line's.
pub(super) fn instance(path: &str, one_line: bool) -> Result<Vec<u8>, Failure> {
    if path != "-" {
        return read(path);
    }
    let mut bytes = vec![];
    let stdin = std::io::stdin().lock().take(limit());
    let mut stdin = std::io::BufReader::with_capacity(1, stdin);
    let read = if one_line {
        stdin.read_until(b'\n', &mut bytes)
    } else {
        stdin.read_to_end(&mut bytes)
    };
    read.map_err(|err| Failure::Input(format!("stdin: {err}")))?;
    Ok(bytes)
}

pub(super) fn read(path: &str) -> Result<Vec<u8>, Failure> {
    let failed = |err: std::io::Error| Failure::Input(format!("{path}: {err}"));
    let mut bytes = vec![];
    let file = File::open(path).map_err(failed)?;
    file.take(limit()).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// One byte more than is taken, so that too much is told from just enough.
fn limit() -> u64 {
    u64::try_from(FILE_BYTES_MAX)
        .unwrap_or(u64::MAX)
        .saturating_add(1)
}

pub(super) fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map_err(|err| Failure::Failed(err.to_string()))
}

/// To a file, or to stdout.
pub(super) fn put(out: Option<&str>, text: &str) -> Result<(), Failure> {
    match out {
        Some(out) => write(out, text),
        None => {
            say(text);
            Ok(())
        }
    }
}

/// Writes under another name and renames, so that nobody ever sees half a file.
pub(super) fn write(out: &str, text: &str) -> Result<(), Failure> {
    let failed = |err: std::io::Error| Failure::Failed(format!("{out}: {err}"));
    let part = format!("{out}.part-{}", std::process::id());
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()
    });
    let renamed = written.and_then(|()| std::fs::rename(&part, out));
    if renamed.is_err() && Path::new(&part).exists() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&part);
    }
    renamed.map_err(failed)
}

/// One line, or more, to stdout. A closed pipe is nobody's fault.
pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
