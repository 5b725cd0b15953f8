//! `manifest.json`: the days of the history and how many rows each file has.

use std::collections::BTreeMap;
use std::io::Read;

use serde::Deserialize;

use crate::day::Day;
use crate::fault::Reason;

/// A manifest names a dozen files.
const BYTES_MAX: u64 = 64 * 1024;

/// The version of the layout that is read.
const VERSION: u64 = 1;

/// What a manifest says.
pub(super) struct Manifest {
    /// The first day, and the day after the last.
    pub(super) days: (Day, Day),
    /// Rows of each file, by its name without the ending.
    pub(super) rows: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
struct Written {
    version: u64,
    first_day: String,
    day_after_last: String,
    #[serde(default)]
    rows: BTreeMap<String, u64>,
}

pub(super) fn read(input: &mut dyn Read) -> Result<Manifest, Reason> {
    let mut text = String::new();
    let unreadable = |err: std::io::Error| Reason::Unreadable(err.to_string());
    input
        .take(BYTES_MAX + 1)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    if BYTES_MAX < u64::try_from(text.len()).unwrap_or(u64::MAX) {
        return Err(Reason::TooLarge { max: BYTES_MAX });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let written: Written =
        serde_json::from_str(text).map_err(|err| Reason::Manifest(err.to_string()))?;
    if written.version != VERSION {
        return Err(Reason::Version(written.version));
    }
    let day = |text: &str| {
        Day::read(text.as_bytes()).ok_or_else(|| Reason::Date(crate::fault::shown(text.as_bytes())))
    };
    Ok(Manifest {
        days: (day(&written.first_day)?, day(&written.day_after_last)?),
        rows: written.rows,
    })
}
