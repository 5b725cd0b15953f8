//! Files that somebody sends: how their packed parts are unpacked, and what is said of one that is not taken.

use flate2::{Decompress, FlushDecompress, Status};
use hemma_domain::file::FileFault;

/// Bytes that are unpacked at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// The message of what is wrong with a file.
pub(crate) fn told(fault: FileFault) -> &'static str {
    match fault {
        FileFault::Empty => "file-fault-empty",
        FileFault::TooLarge => "file-fault-large",
        FileFault::Archive => "file-fault-archive",
        FileFault::NotPdf => "file-fault-not-pdf",
        FileFault::Broken => "file-fault-broken",
        FileFault::Active => "file-fault-active",
        FileFault::Locked => "file-fault-locked",
        FileFault::Opaque => "file-fault-opaque",
    }
}

/// Unpacks zlib data of at most so many bytes; none where there are more, or where the data is broken or does not end.
pub(crate) fn unpack(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut state = Decompress::new(true);
    let mut chunk = vec![0; CHUNK_BYTES];
    let (mut rest, mut found) = (data, Vec::new());
    loop {
        let before = (state.total_in(), state.total_out());
        let status = state.decompress(rest, &mut chunk, FlushDecompress::None);
        let status = status.ok()?;
        let read = usize::try_from(state.total_in() - before.0).ok()?;
        let made = usize::try_from(state.total_out() - before.1).ok()?;
        rest = rest.get(read..)?;
        found.extend_from_slice(chunk.get(..made)?);
        if most < found.len() {
            return None;
        }
        match status {
            Status::StreamEnd => return Some(found),
            _ if read == 0 && made == 0 => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use hemma_domain::file::{self, FileFault};

    use super::unpack;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut writer = ZlibEncoder::new(Vec::new(), Compression::default());
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked_whole_and_to_a_limit() {
        let text = b"8 0 << /A 1 >>".repeat(10_000);
        let data = packed(&text);
        assert_eq!(unpack(&data, text.len()), Some(text.clone()));
        assert_eq!(unpack(&data, text.len() - 1), None, "it swells");
        assert_eq!(unpack(&data[..data.len() - 5], text.len()), None);
        assert_eq!(unpack(b"no zlib", 100), None);
        assert_eq!(unpack(b"", 100), None);
    }

    /// What scanners and word processors make: pictures and text in streams, and the other objects packed.
    fn scanned(objects: &str) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut object = |dictionary: &str, data: &[u8]| {
            let head = format!("<< {dictionary} /Length {} >>\nstream\r\n", data.len());
            file.extend_from_slice(format!("{} 0 obj\n{head}", data.len()).as_bytes());
            file.extend_from_slice(data);
            file.extend_from_slice(b"\r\nendstream\nendobj\n");
            file.len()
        };
        let noise: Vec<u8> = (0..200_000_u32)
            .map(|place| u8::try_from(place.wrapping_mul(2_654_435_761) >> 24).unwrap())
            .collect();
        let picture = "/Type /XObject /Subtype /Image /Width 9 /Height 9 /Filter /DCTDecode";
        object(picture, &[b"/JS ", &noise[..]].concat());
        object(
            "/N 3 /Alternate /DeviceRGB /Filter /FlateDecode",
            &packed(&noise),
        );
        object("/Filter /FlateDecode", &packed(b"BT (Hej) Tj ET"));
        let of = "/Type /ObjStm /N 2 /First 10 /Filter /FlateDecode";
        let at = object(of, &packed(objects.as_bytes()));
        object(
            "/Type /XRef /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
            &packed(&[1, 0, 16, 0]),
        );
        file.extend_from_slice(format!("startxref\n{at}\n%%EOF\n").as_bytes());
        file
    }

    #[test]
    fn an_ordinary_file_with_packed_objects_is_taken_and_a_script_in_them_is_found() {
        let plain = "1 0 2 40 << /Type /Catalog /Pages 2 0 R >> << /Type /Pages /Count 0 >>";
        assert_eq!(file::check(&scanned(plain), unpack), Ok(()));
        let active = plain.replace("/Count 0", "/AA << /S /JavaScript /JS (app.alert(1)) >>");
        let found = file::check(&scanned(&active), unpack);
        assert_eq!(found, Err(FileFault::Active));
    }
}
