//! Files that go with a proposal, each under its title.

use super::Content;
use super::content::LINE_CHARS_MAX;
use crate::file::{self, FileFault, Unpack};
use crate::ids::{AttachmentId, StaffId};
use crate::time::Instant;

/// Files of one proposal: boards take fewer, and at five million bytes each the disk is safe.
pub const ATTACHMENTS_MAX: usize = 12;

/// A file that goes with a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    /// What it is called in the document's list.
    pub title: String,
    pub bytes: u32,
    /// Who put it there, and when.
    pub added: (StaffId, Instant),
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachmentFault {
    /// It has no title, or one that is no line.
    Title,
    /// There are as many as one proposal has.
    TooMany,
    /// Another file of it is called so.
    Twice,
    /// No file was chosen.
    None,
    File(FileFault),
}

impl Attachment {
    /// What is wrong with one more file beside those that are there; nothing where it can be kept.
    pub fn fault(
        title: &str,
        sent: Option<&[u8]>,
        there: &[Attachment],
        unpack: Unpack,
    ) -> Option<AttachmentFault> {
        if title.trim().is_empty() || LINE_CHARS_MAX < title.chars().count() {
            return Some(AttachmentFault::Title);
        }
        let is_it = |one: &Attachment| one.title.to_lowercase() == title.trim().to_lowercase();
        if there.iter().any(is_it) {
            return Some(AttachmentFault::Twice);
        }
        if ATTACHMENTS_MAX <= there.len() {
            return Some(AttachmentFault::TooMany);
        }
        let Some(sent) = sent else {
            return Some(AttachmentFault::None);
        };
        file::check(sent, unpack).err().map(AttachmentFault::File)
    }
}

impl Content {
    /// The titles of everything that goes with it, in the document's order: what was written, then files that nobody wrote
    /// down.
    pub fn listed<'a>(&'a self, files: &'a [Attachment]) -> Vec<&'a str> {
        let written = self.attachments.iter().map(String::as_str);
        let mut titles: Vec<&str> = written.collect();
        for file in files {
            let is_it = |title: &&str| title.trim().to_lowercase() == file.title.to_lowercase();
            if !titles.iter().any(is_it) {
                titles.push(&file.title);
            }
        }
        titles
    }
}
