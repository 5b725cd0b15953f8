//! What a page looks like: rendered and compared with a picture that somebody has looked at.
//!
//! Pages are compared in cells of two millimetres, by how dark each is on the whole. Versions of poppler smooth the edges of
//! letters differently, by less than a tenth of a cell's darkness; a line that moved, a table without its hairlines, another
//! typeface or a word too many changes some cell by far more. What a page says is compared as text elsewhere.
//!
//! `INSTA_UPDATE=always` writes the pictures anew, as it does snapshots; without it, what was rendered is left beside the
//! picture as `.new.png`, to look at both.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{PROPOSAL, example, pdf, rendered};

/// Pixels to an inch: letters can be told apart by eye, and a page has some thirty kilobytes.
const RESOLUTION: &str = "60";
/// Pixels of a cell's side: two millimetres at that resolution.
const CELL: usize = 5;
/// By how much the darkness of a cell may differ, of 255: less than a letter's stroke, more than two ways of smoothing.
const TOLERANCE: i64 = 24;

/// One page in shades of grey.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Picture {
    width: usize,
    height: usize,
    /// Row by row, 0 black to 255 white.
    shades: Vec<u8>,
}

impl Picture {
    /// The pages of a PDF, as poppler draws them.
    fn pages(pdf: &[u8]) -> Vec<Picture> {
        let drawn = rendered(&["pdftoppm", "-gray", "-r", RESOLUTION, "-"], pdf);
        let mut rest = drawn.as_slice();
        let mut pages = Vec::new();
        while !rest.is_empty() {
            let head: Vec<&[u8]> = rest.splitn(4, |byte| *byte == b'\n').take(3).collect();
            let size = String::from_utf8(head[1].to_vec()).unwrap();
            let (width, height) = size.split_once(' ').unwrap();
            let (width, height) = (width.parse().unwrap(), height.parse().unwrap());
            let from = head.iter().map(|line| line.len() + 1).sum::<usize>();
            let shades = rest[from..from + width * height].to_vec();
            rest = &rest[from + shades.len()..];
            pages.push(Picture {
                width,
                height,
                shades,
            });
        }
        pages
    }

    fn read(path: &Path) -> Option<Picture> {
        let file = std::fs::File::open(path).ok()?;
        let mut reader = png::Decoder::new(std::io::BufReader::new(file))
            .read_info()
            .unwrap();
        let mut shades = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut shades).unwrap();
        assert_eq!(info.color_type, png::ColorType::Grayscale);
        Some(Picture {
            width: usize::try_from(info.width).unwrap(),
            height: usize::try_from(info.height).unwrap(),
            shades,
        })
    }

    fn write(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
        let (width, height) = (
            self.width.try_into().unwrap(),
            self.height.try_into().unwrap(),
        );
        let mut encoder = png::Encoder::new(file, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.shades).unwrap();
    }

    /// How dark each cell is on the whole.
    fn cells(&self) -> Vec<i64> {
        let across = self.width.div_ceil(CELL);
        let mut sums = vec![(0_i64, 0_i64); across * self.height.div_ceil(CELL)];
        for (at, shade) in self.shades.iter().enumerate() {
            let (x, y) = (at % self.width, at / self.width);
            let sum = &mut sums[y / CELL * across + x / CELL];
            *sum = (sum.0 + i64::from(*shade), sum.1 + 1);
        }
        sums.iter().map(|(sum, count)| sum / count).collect()
    }

    /// The greatest difference of a cell, and where it is, in millimetres from the page's corner.
    fn difference(&self, other: &Picture) -> (i64, (usize, usize)) {
        if (self.width, self.height) != (other.width, other.height) {
            return (i64::MAX, (0, 0));
        }
        let across = self.width.div_ceil(CELL);
        let (own, others) = (self.cells(), other.cells());
        let pairs = own.iter().zip(&others).enumerate();
        let worst = pairs
            .map(|(at, (own, other))| ((own - other).abs(), at))
            .max();
        let (most, at) = worst.unwrap();
        (most, (at % across * 2, at / across * 2))
    }
}

fn reference(name: &str, page: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/pictures");
    folder.join(format!("{name}-{page}.png"))
}

/// Compares each page of a document with its picture.
#[track_caller]
fn check_picture(name: &str, document: &Value) {
    let pages = Picture::pages(&pdf(document));
    let is_update = std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always");
    assert!(
        !reference(name, pages.len() + 1).exists(),
        "{name} has fewer pages than pictures"
    );
    for (page, number) in pages.iter().zip(1..) {
        let path = reference(name, number);
        if is_update {
            page.write(&path);
        }
        let known = Picture::read(&path);
        let (most, at) = known.map_or((i64::MAX, (0, 0)), |known| known.difference(page));
        if TOLERANCE < most {
            page.write(&path.with_extension("new.png"));
            panic!(
                "page {number} of {name} does not look like {}: a cell {at:?} mm from the corner differs by {most}",
                path.display()
            );
        }
    }
}

#[test]
fn the_trip_to_charleston_looks_as_the_city_s_documents_do() {
    check_picture("proposal", &example(PROPOSAL));
}

#[test]
fn what_looks_otherwise_is_seen() {
    let pages = |document: &Value| Picture::pages(&pdf(document));
    let known = pages(&example(PROPOSAL));
    let differs = |change: &dyn Fn(&mut Value)| {
        let mut document = example(PROPOSAL);
        change(&mut document);
        let changed = pages(&document);
        let pairs = known.iter().zip(&changed);
        let most = pairs
            .map(|(known, changed)| known.difference(changed).0)
            .max();
        most.unwrap()
    };
    assert_eq!(differs(&|_| {}), 0);
    let signer = differs(&|one| one["data"]["signers"] = serde_json::json!([]));
    let draft = differs(&|one| one["data"]["draft"] = true.into());
    let diary = differs(&|one| one["data"]["diary"] = "2.5-0472/2011 B".into());
    let amount = differs(&|one| one["data"]["sum"] = "8 100 kr".into());
    for most in [signer, draft, diary, amount] {
        assert!(TOLERANCE < most, "{signer} {draft} {diary} {amount}");
    }
}
