//! The files of the layout of `docs/formats/network-csv.md` while they are written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use hemma_domain::time::Day;
use serde_json::json;

use crate::error::{Error, Result};
use crate::private;

/// A new folder with the files in it. Dropped unfinished, it goes away.
pub(super) struct Files {
    folder: PathBuf,
    open: BTreeMap<String, (csv::Writer<File>, u64)>,
    is_finished: bool,
}

impl Files {
    /// Makes the folder; one that is there already is an error.
    pub(super) fn make(folder: &Path) -> Result<Files> {
        let made =
            private::folder(folder).with_context(|| format!("{} cannot be made", folder.display()));
        made.map_err(Error::Internal)?;
        Ok(Files {
            folder: folder.to_owned(),
            open: BTreeMap::new(),
            is_finished: false,
        })
    }

    /// Adds a row to a file of the layout.
    pub(super) fn line(&mut self, name: &str, cells: &[&str]) -> Result<()> {
        let columns = hemma_review::columns(name).unwrap_or_default();
        self.write(name, cells, || {
            columns.iter().map(ToString::to_string).collect()
        })
    }

    /// Adds the answers to one measure of an instrument.
    pub(super) fn answers(
        &mut self,
        instrument: &str,
        measure: &str,
        given: &[String],
    ) -> Result<()> {
        let mut cells = vec![measure];
        cells.extend(given.iter().map(String::as_str));
        let name = format!("answers_{}", instrument.to_ascii_lowercase());
        self.write(&name, &cells, || {
            let items = (1..=given.len()).map(|item| format!("q{item:02}"));
            std::iter::once("measure_id".to_owned())
                .chain(items)
                .collect()
        })
    }

    /// Begins a file with its header at the first row.
    fn write(
        &mut self,
        name: &str,
        cells: &[&str],
        header: impl FnOnce() -> Vec<String>,
    ) -> Result<()> {
        let (writer, rows) = match self.open.entry(name.to_owned()) {
            std::collections::btree_map::Entry::Occupied(there) => there.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                let file = private::create(&self.folder.join(format!("{name}.csv")));
                let mut writer = csv::Writer::from_writer(file.map_err(unwritten)?);
                writer.write_record(header()).map_err(unwritten)?;
                place.insert((writer, 0))
            }
        };
        *rows += 1;
        writer.write_record(cells).map_err(unwritten)
    }

    /// Writes the manifest, and sees everything on the disk.
    pub(super) fn finish(
        mut self,
        (first, end): (Day, Day),
        teams: &[(String, String)],
    ) -> Result<()> {
        let mut counts = BTreeMap::new();
        for (name, (writer, rows)) in std::mem::take(&mut self.open) {
            let file = writer
                .into_inner()
                .map_err(|err| unwritten(err.into_error()))?;
            file.sync_all().map_err(unwritten)?;
            counts.insert(name, rows);
        }
        let names: BTreeMap<&str, &str> = teams
            .iter()
            .map(|(code, name)| (code.as_str(), name.as_str()))
            .collect();
        let manifest = json!({
            "version": 1,
            "first_day": first.to_string(),
            "day_after_last": end.to_string(),
            "rows": counts,
            "team_names": names,
        });
        let path = self.folder.join("manifest.json");
        let mut file = private::create(&path).map_err(unwritten)?;
        serde_json::to_writer_pretty(&mut file, &manifest).map_err(unwritten)?;
        file.sync_all().map_err(unwritten)?;
        self.is_finished = true;
        Ok(())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if !self.is_finished {
            // What failed is told by whoever failed.
            let _removed = fs::remove_dir_all(&self.folder);
        }
    }
}

fn unwritten(err: impl Into<std::io::Error>) -> Error {
    Error::Internal(anyhow::Error::from(err.into()).context("the files cannot be written"))
}
