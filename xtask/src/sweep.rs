//! Clears what tests that were killed left in the system's temporary folder: each run's folders are small, thousands fill a disk.

use std::fs::{self, DirEntry};
use std::time::Duration;

use crate::run;

/// How the folders of tests begin, those of the browser's included.
const NAMES: [&str; 2] = ["hemma-test-", "hemma-e2e-"];

/// No run takes as long: a folder this old belongs to none that goes on.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// Removes the folders that no run needs. What cannot be removed, another user's for instance, stays.
pub(crate) fn sweep() {
    let Ok(found) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    let left = found.flatten().filter(is_left);
    let gone = left.filter(|one| fs::remove_dir_all(one.path()).is_ok());
    match gone.count() {
        0 => {}
        count => run::say(&format!("Removed {count} folders that earlier tests left.")),
    }
}

fn is_left(one: &DirEntry) -> bool {
    let name = one.file_name();
    let is_ours = name
        .to_str()
        .is_some_and(|name| NAMES.iter().any(|start| name.starts_with(start)));
    is_ours && one.metadata().is_ok_and(|of| of.is_dir() && is_old(&of))
}

fn is_old(of: &fs::Metadata) -> bool {
    let age = of.modified().ok().and_then(|at| at.elapsed().ok());
    age.is_some_and(|age| OLD < age)
}
