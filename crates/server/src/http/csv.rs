//! Tables as files for spreadsheets.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A table as a file: semicolons and a mark of UTF-8 in front, as Swedish spreadsheets expect.
pub struct Csv(csv::Writer<Vec<u8>>);

impl Csv {
    /// A table that begins with the names of its columns.
    pub fn new<T: AsRef<str>>(columns: impl IntoIterator<Item = T>) -> Csv {
        let writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Vec::new());
        let mut table = Csv(writer);
        table.line(columns);
        table
    }

    /// Adds a line.
    pub fn line<T: AsRef<str>>(&mut self, fields: impl IntoIterator<Item = T>) {
        let fields: Vec<String> = fields
            .into_iter()
            .map(|field| harmless(field.as_ref()))
            .collect();
        // Cannot fail: lines may differ in length, and memory takes what is written.
        let _written = self.0.write_record(&fields);
    }

    /// The file as an answer; its name may hold nothing personal.
    pub fn into_file(self, name: &str) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ];
        (headers, format!("\u{feff}{}", self.text())).into_response()
    }

    fn text(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// A field that no spreadsheet takes for a formula.
fn harmless(field: &str) -> String {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_stays_one_field_and_no_formula() {
        let mut csv = Csv::new(["One", "Two"]);
        csv.line(["a;b", "says \"no\"", "=1+1", "plain"]);
        assert_eq!(
            csv.text(),
            "One;Two\r\n\"a;b\";\"says \"\"no\"\"\";'=1+1;plain\r\n"
        );
    }
}
