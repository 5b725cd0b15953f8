//! A form with a file, as browsers send it (`multipart/form-data`): read whole, from a body whose size was limited before.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use hemma_domain::file::FILE_BYTES_MAX;

use crate::http::posted::Posted;

/// Bytes of a form with a file: the file of five million, and the fields beside it.
pub const UPLOAD_BYTES_MAX: usize = FILE_BYTES_MAX + 256 * 1024;
/// Parts of one form: three times as many as the longest has.
const PARTS_MAX: usize = 60;
/// Characters of the line between parts (RFC 2046 5.1.1).
const BOUNDARY_CHARS_MAX: usize = 70;

/// A form with its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload {
    pub fields: Posted,
    /// None where no file was chosen.
    pub file: Option<Vec<u8>>,
}

impl Upload {
    /// A form as it was sent, with a file or without; none where it cannot be read.
    pub fn read(content_type: &str, body: &[u8]) -> Option<Upload> {
        if let Some(boundary) = boundary(content_type) {
            return parts(boundary, body);
        }
        let text = std::str::from_utf8(body).ok()?;
        Some(Upload {
            fields: Posted::read(text),
            file: None,
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Upload, StatusCode> {
        let (parts, body) = request.into_parts();
        let kind = parts.headers.get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let bytes = to_bytes(body, UPLOAD_BYTES_MAX).await;
        let bytes = bytes.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        Upload::read(kind, &bytes).ok_or(StatusCode::UNPROCESSABLE_ENTITY)
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    let rest = content_type.strip_prefix("multipart/form-data")?;
    let mut values = rest.split(';').map(str::trim);
    let value = values.find_map(|one| one.strip_prefix("boundary="))?;
    let value = value.trim_matches('"');
    (1..=BOUNDARY_CHARS_MAX)
        .contains(&value.len())
        .then_some(value)
}

fn parts(boundary: &str, body: &[u8]) -> Option<Upload> {
    let first = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(first.as_bytes())?;
    let (mut fields, mut file) = (Vec::new(), None);
    for _ in 0..=PARTS_MAX {
        if rest.starts_with(b"--") {
            return Some(Upload {
                fields: Posted::of(fields),
                file,
            });
        }
        let part = rest.strip_prefix(b"\r\n")?;
        let end = find(part, between.as_bytes())?;
        let (part, after) = part.split_at_checked(end)?;
        rest = after.get(between.len()..)?;
        let head_end = find(part, b"\r\n\r\n")?;
        let (head, content) = part.split_at_checked(head_end)?;
        let content = content.get(4..)?;
        let head = std::str::from_utf8(head).ok()?;
        let name = parameter(head, "name")?;
        match parameter(head, "filename") {
            Some(_) if content.is_empty() => {}
            // Its name is its sender's and says nothing.
            Some(_) => file = Some(content.to_vec()),
            None => {
                let text = std::str::from_utf8(content).ok()?;
                if text.contains('\0') {
                    return None;
                }
                fields.push((name.to_owned(), text.replace("\r\n", "\n")));
            }
        }
    }
    None
}

/// A parameter of the line that names a part: `form-data; name="who"`.
fn parameter<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let is_disposition = |line: &&str| {
        line.to_ascii_lowercase()
            .starts_with("content-disposition:")
    };
    let line = head.lines().find(is_disposition)?;
    let mark = format!("; {name}=\"");
    let from = line.find(&mark)? + mark.len();
    line.get(from..)?.split('"').next()
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    // The first sign is looked for first, so that a file of zeros costs one look a byte.
    let (first, _) = wanted.split_first()?;
    let mut from = 0;
    while let Some(at) = text.get(from..)?.iter().position(|byte| byte == first) {
        if text.get(from + at..)?.starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KIND: &str = "multipart/form-data; boundary=----abc";

    fn body(parts: &[&str]) -> Vec<u8> {
        let mut text = String::new();
        for part in parts {
            text.push_str("------abc\r\nContent-Disposition: form-data; ");
            text.push_str(part);
            text.push_str("\r\n");
        }
        text.push_str("------abc--\r\n");
        text.into_bytes()
    }

    #[test]
    fn a_form_is_read_with_its_file_and_without() {
        let sent = body(&[
            "name=\"name\"\r\n\r\nPelle Påhitt",
            "name=\"about\"\r\n\r\nen rad\r\nen till\r\n",
            "name=\"cv\"; filename=\"virus.exe\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-\r\n--x",
        ]);
        let read = Upload::read(KIND, &sent).unwrap();
        assert_eq!(read.fields.get("name"), "Pelle Påhitt");
        assert_eq!(read.fields.get("about"), "en rad\nen till\n");
        assert_eq!(read.file.as_deref(), Some(b"%PDF-\r\n--x".as_slice()));
        let none = body(&["name=\"cv\"; filename=\"\"\r\n\r\n"]);
        assert_eq!(Upload::read(KIND, &none), Some(Upload::default()));
        let plain = Upload::read("application/x-www-form-urlencoded", b"name=Lena+P").unwrap();
        assert_eq!(plain.fields.get("name"), "Lena P");
    }

    #[test]
    fn what_is_no_form_is_refused() {
        let many = vec!["name=\"x\"\r\n\r\ny"; PARTS_MAX + 1];
        for wrong in [
            b"".to_vec(),
            b"------abc".to_vec(),
            body(&["name=\"x\""]),
            body(&["who=\"x\"\r\n\r\ny"]),
            body(&["name=\"x\"\r\n\r\na\0b"]),
            body(&many),
        ] {
            assert_eq!(Upload::read(KIND, &wrong), None);
        }
        let long = format!("multipart/form-data; boundary={}", "x".repeat(71));
        assert_eq!(boundary(&long), None);
    }

    proptest! {
        #[test]
        fn no_body_makes_the_reader_fall(body in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Upload::read(KIND, &body);
            let mut begun = b"------abc\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n".to_vec();
            begun.extend(body);
            let _ = Upload::read(KIND, &begun);
        }
    }
}
