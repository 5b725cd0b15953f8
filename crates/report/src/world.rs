//! All that the typesetter can reach.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};

use crate::failure::Failure;

/// The faces: the same family as on the screen. Templates use no other weight or slope.
const FACES: [&[u8]; 3] = [
    include_bytes!("../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/SourceSans3-It.ttf"),
    include_bytes!("../fonts/SourceSans3-Semibold.ttf"),
];

/// The templates and what they share.
const SOURCES: [(&str, &str); 9] = [
    (
        "/referrer-report.typ",
        include_str!("../typ/referrer-report.typ"),
    ),
    ("/case-file.typ", include_str!("../typ/case-file.typ")),
    ("/proposal.typ", include_str!("../typ/proposal.typ")),
    ("/review.typ", include_str!("../typ/review.typ")),
    ("/bill.typ", include_str!("../typ/bill.typ")),
    ("/advert.typ", include_str!("../typ/advert.typ")),
    ("/certificate.typ", include_str!("../typ/certificate.typ")),
    ("/page.typ", include_str!("../typ/page.typ")),
    ("/words.typ", include_str!("../typ/words.typ")),
];

/// Three faces, eight sources, the data and the figures; everything else is denied.
pub(crate) struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: Vec<Source>,
    files: Vec<(FileId, Bytes)>,
}

/// The faces, ready for use.
pub(crate) fn fonts() -> Result<Vec<Font>, Failure> {
    FACES
        .into_iter()
        .map(|face| {
            let font = Font::new(Bytes::new(face), 0);
            font.ok_or_else(|| Failure::typesetting("a face of the typeface cannot be read"))
        })
        .collect()
}

/// The name under which a template finds a figure.
pub(crate) fn figure_path(number: usize) -> String {
    format!("/figure-{number}.svg")
}

impl Desk {
    /// Lays out what one document needs: its template, its data, its figures in order.
    pub(crate) fn lay(
        template: &str,
        fonts: Vec<Font>,
        data: Vec<u8>,
        figures: Vec<String>,
    ) -> Result<Self, Failure> {
        let mut sources = Vec::with_capacity(SOURCES.len());
        for (path, text) in SOURCES {
            sources.push(Source::new(file_id(path)?, text.to_owned()));
        }
        let mut files = vec![(file_id("/data.json")?, Bytes::new(data))];
        for (number, svg) in figures.into_iter().enumerate() {
            files.push((file_id(&figure_path(number))?, Bytes::from_string(svg)));
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: file_id(&format!("/{template}.typ"))?,
            sources,
            files,
        })
    }
}

impl Desk {
    /// The template and the line that a diagnostic is about.
    pub(crate) fn place(&self, span: impl Into<DiagSpan>) -> Option<String> {
        let span = span.into();
        let id = span.id()?;
        let start = self.range(span)?.start;
        let line = self.source(id).ok()?.lines().byte_to_line(start)?;
        Some(format!(
            "{} line {}",
            id.get().vpath().get_without_slash(),
            line + 1
        ))
    }
}

/// File ids are kept for the life of the process, hence fixed names only.
fn file_id(path: &str) -> Result<FileId, Failure> {
    let path = VirtualPath::new(path)
        .map_err(|_| Failure::typesetting("a template has a name that cannot be used"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.files.iter().find(|(file, _)| *file == id);
        file.map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// There is no clock: the same values give the same file on any day.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::World;

    use super::{Desk, file_id, fonts};

    #[test]
    fn nothing_but_the_desk_can_be_read() {
        let desk = Desk::lay("case-file", fonts().unwrap(), b"{}".to_vec(), Vec::new()).unwrap();
        assert!(desk.file(file_id("/data.json").unwrap()).is_ok());
        for path in ["/etc/passwd", "/figure-0.svg", "/secret.typ"] {
            let id = file_id(path).unwrap();
            assert!(desk.file(id).is_err() && desk.source(id).is_err(), "{path}");
        }
        assert!(desk.today(None).is_none());
    }
}
