//! How large the pages of a Parquet file say that they are, looked up before anything is made room for.
//!
//! The library makes room for what a page's header promises, up to two gigabytes, and for as many values as a dictionary's
//! header counts. A forged header costs memory before it is found out; so headers are looked at first. They are structures of
//! Thrift's compact protocol, of which four numbers are read and the rest is passed over.

/// The largest page that is read, opened up. Writers make pages of one megabyte; some write a whole group of rows in one.
pub(super) const PAGE_BYTES_MAX: u64 = 128 << 20;

/// Bytes of a page's header: with the least and the greatest value of long texts a few thousand.
pub(super) const HEADER_BYTES_MAX: usize = 64 * 1024;

/// How deep structures lie in each other; the format's own lie four deep.
const DEPTH_MAX: u32 = 16;

/// What a header says of its page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Bytes of the header itself.
    pub(super) header: usize,
    /// Bytes of the page as it lies in the file.
    pub(super) packed: u64,
    /// Bytes of the page when it is opened up.
    pub(super) whole: u64,
    /// Values of a dictionary.
    pub(super) words: u64,
}

impl Page {
    /// Reads a header; nothing where it is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Page> {
        let mut rest = Bytes { bytes };
        let mut page = Page::default();
        let mut field = 0;
        while let Some(kind) = rest.field(&mut field)? {
            match (field, kind) {
                (2, Kind::Number) => page.whole = rest.count()?,
                (3, Kind::Number) => page.packed = rest.count()?,
                (7, Kind::Struct) => page.words = rest.dictionary()?,
                (_, kind) => rest.skip(kind, 0)?,
            }
        }
        page.header = bytes.len() - rest.bytes.len();
        Some(page)
    }

    /// Whether what it promises can be true, and is no more than is read.
    pub(super) fn is_fair(self) -> bool {
        // Every value of a dictionary takes a byte at least.
        self.whole <= PAGE_BYTES_MAX && self.words <= self.whole
    }
}

/// Kinds of values as the compact protocol tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Yes,
    Byte,
    Number,
    Double,
    Text,
    List,
    Map,
    Struct,
}

impl Kind {
    fn of(nibble: u8) -> Option<Kind> {
        Some(match nibble {
            1 | 2 => Kind::Yes,
            3 => Kind::Byte,
            4..=6 => Kind::Number,
            7 => Kind::Double,
            8 => Kind::Text,
            9 | 10 => Kind::List,
            11 => Kind::Map,
            12 => Kind::Struct,
            _ => return None,
        })
    }
}

/// What is left of a header.
struct Bytes<'a> {
    bytes: &'a [u8],
}

impl Bytes<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    /// A number of seven bits a byte, the lowest first.
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A number that is not negative.
    fn count(&mut self) -> Option<u64> {
        let number = self.varint()?;
        (number & 1 == 0).then_some(number >> 1)
    }

    /// The kind of the next field and its number; no kind at the end of the structure.
    #[expect(
        clippy::option_option,
        reason = "broken bytes are not the end of a structure"
    )]
    fn field(&mut self, number: &mut u64) -> Option<Option<Kind>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        *number = match byte >> 4 {
            0 => self.count()?,
            step => *number + u64::from(step),
        };
        Kind::of(byte & 0x0f).map(Some)
    }

    /// How many values the header of a dictionary counts: its first field.
    fn dictionary(&mut self) -> Option<u64> {
        let (mut field, mut words) = (0, 0);
        while let Some(kind) = self.field(&mut field)? {
            match (field, kind) {
                (1, Kind::Number) => words = self.count()?,
                (_, kind) => self.skip(kind, 1)?,
            }
        }
        Some(words)
    }

    fn pass(&mut self, count: u64) -> Option<()> {
        let count = usize::try_from(count).ok()?;
        self.bytes = self.bytes.get(count..)?;
        Some(())
    }

    fn skip(&mut self, kind: Kind, depth: u32) -> Option<()> {
        if DEPTH_MAX < depth {
            return None;
        }
        match kind {
            // A field says yes or no in its kind.
            Kind::Yes => {}
            Kind::Byte => self.pass(1)?,
            Kind::Number => {
                self.varint()?;
            }
            Kind::Double => self.pass(8)?,
            Kind::Text => {
                let length = self.varint()?;
                self.pass(length)?;
            }
            Kind::List => self.skip_list(depth)?,
            // The format has none in a header.
            Kind::Map => return None,
            Kind::Struct => {
                let mut field = 0;
                while let Some(kind) = self.field(&mut field)? {
                    self.skip(kind, depth + 1)?;
                }
            }
        }
        Some(())
    }

    fn skip_list(&mut self, depth: u32) -> Option<()> {
        let byte = self.byte()?;
        let kind = Kind::of(byte & 0x0f)?;
        let count = match byte >> 4 {
            15 => self.varint()?,
            count => u64::from(count),
        };
        for _ in 0..count {
            match kind {
                // In a list it takes a byte.
                Kind::Yes => self.pass(1)?,
                kind => self.skip(kind, depth + 1)?,
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_by_hand() {
        // Type 2, 300 bytes opened up, 40 packed, then the dictionary's header: 7 values, encoding 0.
        let bytes = [
            0x15, 0x04, 0x15, 0xd8, 0x04, 0x15, 0x50, 0x4c, 0x15, 0x0e, 0x15, 0x00, 0x00, 0x00,
            0xff,
        ];
        let page = Page::read(&bytes).unwrap();
        let want = Page {
            header: 14,
            packed: 40,
            whole: 300,
            words: 7,
        };
        assert_eq!(page, want);
        assert!(page.is_fair());
        let many = Page { words: 301, ..page };
        let large = Page {
            whole: PAGE_BYTES_MAX + 1,
            ..page
        };
        assert!(!many.is_fair() && !large.is_fair());
    }

    #[test]
    fn what_is_no_header() {
        for bytes in [
            &[][..],
            &[0x15],
            &[0x15, 0x80],
            &[0x15, 0x01],
            &[0x1f, 0x00],
            // A list of more numbers than there are bytes.
            &[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x0f],
            // A text that is longer than the header.
            &[0x18, 0x7f, 0x00],
        ] {
            assert_eq!(Page::read(bytes), None, "{bytes:?}");
        }
        let deep = [0x1c; 40];
        assert_eq!(Page::read(&deep), None);
    }
}
