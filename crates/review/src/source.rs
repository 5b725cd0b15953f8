//! Where a history comes from: a folder, a ZIP archive, or a tar archive with zstd.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use crate::fault::Reason;

/// A history has a dozen files; a folder with more than this is another one.
const ENTRIES_MAX: usize = 1000;

/// The order in which files are read where it can be chosen: what is named before who names it.
const ORDER: [&str; 9] = [
    "manifest",
    "organisations",
    "teams",
    "posts",
    "families",
    "episodes",
    "assignments",
    "weeks",
    "measures",
];

/// An opened history.
pub(crate) enum Source {
    Folder(Vec<PathBuf>),
    Zip(Box<zip::ZipArchive<BufReader<File>>>),
    Tar(File),
}

/// Whether to go on with the next file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visit {
    Next,
    Stop,
}

/// What a file holds.
pub(crate) struct Input<'a> {
    pub(crate) read: &'a mut dyn Read,
    /// The file itself, where it does not lie in an archive.
    pub(crate) file: Option<&'a File>,
    /// How long it is, where that is known.
    pub(crate) size: Option<u64>,
}

/// Gets a file's name, and what it holds.
pub(crate) type Visitor<'a> = dyn FnMut(&str, Input<'_>) -> Visit + 'a;

/// What could not be read: a file, or the archive as a whole.
type Unread = (Option<String>, Reason);

impl Source {
    /// Looks what stands at a path.
    pub(crate) fn open(path: &Path) -> Result<Source, Reason> {
        if path.is_dir() {
            return folder(path);
        }
        let mut file = File::open(path).map_err(unreadable)?;
        let mut magic = vec![];
        file.by_ref()
            .take(4)
            .read_to_end(&mut magic)
            .map_err(unreadable)?;
        let file = File::open(path).map_err(unreadable)?;
        match magic.as_slice() {
            b"PK\x03\x04" | b"PK\x05\x06" => {
                let archive = zip::ZipArchive::new(BufReader::new(file));
                let archive = archive.map_err(|err| Reason::Unreadable(err.to_string()))?;
                Ok(Source::Zip(Box::new(archive)))
            }
            b"\x28\xb5\x2f\xfd" => Ok(Source::Tar(file)),
            _ => Err(Reason::NoHistory),
        }
    }

    /// How many bytes there are to read, where that is known.
    pub(crate) fn bytes(&self) -> Option<u64> {
        match self {
            Source::Folder(paths) => {
                let sizes = paths
                    .iter()
                    .map(|path| Some(fs::metadata(path).ok()?.len()));
                sizes.sum()
            }
            Source::Zip(archive) => {
                let bytes = archive.decompressed_size()?;
                u64::try_from(bytes).ok()
            }
            // The archive does not say how long it is when it is opened up.
            Source::Tar(_) => None,
        }
    }

    /// Shows every file to the visitor until it says stop.
    pub(crate) fn each(&mut self, visit: &mut Visitor<'_>) -> Result<Visit, Unread> {
        match self {
            Source::Folder(paths) => each_path(paths, visit),
            Source::Zip(archive) => each_member(archive, visit),
            Source::Tar(file) => each_entry(file, visit),
        }
    }
}

fn unreadable(err: std::io::Error) -> Reason {
    Reason::Unreadable(err.to_string())
}

fn folder(path: &Path) -> Result<Source, Reason> {
    let mut paths = vec![];
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() {
            paths.push(path);
        }
        if ENTRIES_MAX < paths.len() {
            return Err(Reason::TooMany { max: ENTRIES_MAX });
        }
    }
    paths.sort_by_cached_key(|path| rank(&name_of(path)));
    Ok(Source::Folder(paths))
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(OsStr::to_string_lossy)
        .unwrap_or_default()
        .into_owned()
}

/// The place of a file in the order of reading; answers come last, by their names.
fn rank(name: &str) -> (usize, String) {
    let stem = name.split('.').next().unwrap_or_default();
    let place = ORDER.iter().position(|known| *known == stem);
    (place.unwrap_or(ORDER.len()), name.to_owned())
}

fn each_path(paths: &[PathBuf], visit: &mut Visitor<'_>) -> Result<Visit, Unread> {
    for path in paths {
        let name = name_of(path);
        let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let (size, file) = opened.map_err(|err| (Some(name.clone()), unreadable(err)))?;
        let input = Input {
            read: &mut &file,
            file: Some(&file),
            size: Some(size),
        };
        if visit(&name, input) == Visit::Stop {
            return Ok(Visit::Stop);
        }
    }
    Ok(Visit::Next)
}

fn each_member(
    archive: &mut zip::ZipArchive<BufReader<File>>,
    visit: &mut Visitor<'_>,
) -> Result<Visit, Unread> {
    if ENTRIES_MAX < archive.len() {
        return Err((None, Reason::TooMany { max: ENTRIES_MAX }));
    }
    let mut members = vec![];
    for (at, name) in archive.file_names().enumerate() {
        let name = name.map_err(|err| (None, Reason::Unreadable(err.to_string())))?;
        if !name.ends_with('/') {
            members.push((at, last_part(&name).to_owned()));
        }
    }
    members.sort_by_cached_key(|(_, name)| rank(name));
    for (at, told) in members {
        let member = archive.by_index(at);
        let mut member =
            member.map_err(|err| (Some(told.clone()), Reason::Unreadable(err.to_string())))?;
        let size = Some(member.size());
        let input = Input {
            read: &mut member,
            file: None,
            size,
        };
        if visit(&told, input) == Visit::Stop {
            return Ok(Visit::Stop);
        }
    }
    Ok(Visit::Next)
}

fn each_entry(file: &mut File, visit: &mut Visitor<'_>) -> Result<Visit, Unread> {
    let broken = |err: std::io::Error| (None, unreadable(err));
    let options = ruzstd::decoding::StreamingDecoder::new(BufReader::new(file));
    let open = options.map_err(|err| (None, Reason::Unreadable(err.to_string())))?;
    let mut archive = tar::Archive::new(open);
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path().map_err(broken)?.into_owned();
        let size = Some(entry.size());
        let input = Input {
            read: &mut entry,
            file: None,
            size,
        };
        if visit(&name_of(&path), input) == Visit::Stop {
            return Ok(Visit::Stop);
        }
    }
    Ok(Visit::Next)
}

/// The name of a member without the folders before it.
fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
