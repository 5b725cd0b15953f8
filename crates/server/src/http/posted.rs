//! A form as it was sent, field by field: for forms whose fields are made from a definition or repeat themselves.

use axum::extract::{FromRequest, RawForm, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hemma_domain::time::Instant;
use serde_json::json;

use crate::http::Site;
use crate::lang::Lang;

/// Fields in the order in which they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// A form from the text that browsers send.
    pub fn read(body: &str) -> Posted {
        let pairs = body.split('&').filter(|pair| !pair.is_empty());
        Posted(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    /// Fields given one by one.
    pub fn of(fields: Vec<(String, String)>) -> Posted {
        Posted(fields)
    }

    /// The value of a field; empty if it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a field that may be sent several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every field with its value, in the order in which they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.iter();
        fields.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// Takes every value of a field away.
    pub fn clear(&mut self, name: &str) {
        self.0.retain(|(field, _)| field != name);
    }

    /// Puts a value in place of every earlier one.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.clear(name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Adds a value beside the earlier ones.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }
}

impl FromRequest<Site> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Posted, Response> {
        let RawForm(bytes) = RawForm::from_request(request, site)
            .await
            .map_err(IntoResponse::into_response)?;
        match std::str::from_utf8(&bytes) {
            Ok(body) => Ok(Posted::read(body)),
            Err(_) => Err(StatusCode::BAD_REQUEST.into_response()),
        }
    }
}

/// The answer to what was saved while typing: when, and the version to save upon next.
pub fn saved(lang: Lang, at: Instant, version: i64) -> Response {
    axum::Json(json!({"saved": lang.time(at), "version": version})).into_response()
}

/// The answer to what cannot be saved as it stands: the fields with what is wrong.
pub fn unsaved(faults: &[(String, String)]) -> Response {
    let faults: Vec<_> = faults
        .iter()
        .map(|(field, message)| json!({"field": field, "text": message}))
        .collect();
    let body = axum::Json(json!({"faults": faults}));
    (StatusCode::UNPROCESSABLE_ENTITY, body).into_response()
}

/// A text of a form, decoded. What is no text is shown as such instead of being refused.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        match (
            byte,
            ahead.next().and_then(digit),
            ahead.next().and_then(digit),
        ) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = ahead;
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    // Browsers send line breaks as two characters; one is what people typed.
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_send_it() {
        let form = Posted::read("body=Hej+d%C3%A5%0D%0A1+%2B+1&who=a&who=b&&empty");
        assert_eq!(form.get("body"), "Hej då\n1 + 1");
        assert_eq!(form.all("who").collect::<Vec<_>>(), ["a", "b"]);
        assert!(form.has("empty") && !form.has("none"));
        assert_eq!(form.get("none"), "");
    }

    #[test]
    fn broken_codes_are_shown_and_break_nothing() {
        let form = Posted::read("a=100%&b=%zz&c=%FF&d=%4");
        assert_eq!(form.get("a"), "100%");
        assert_eq!(form.get("b"), "%zz");
        assert_eq!(form.get("c"), "\u{FFFD}");
        assert_eq!(form.get("d"), "%4");
    }
}
