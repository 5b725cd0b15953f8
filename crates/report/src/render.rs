use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst::text::Font;
use typst::visualize::SvgImage;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::check::{self, FIGURES_MAX, Values, wrong};
use crate::failure::{Failure, without_quotations};
use crate::model::{
    Advert, Bill, CaseFile, Certificate, Envelope, Proposal, ReferrerReport, Review,
};
use crate::text::{clean, visible};
use crate::world::{Desk, figure_path, fonts};

/// The largest document that is taken.
pub const INPUT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The largest PDF that is handed out.
pub const OUTPUT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A finished document.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What the typesetter found odd; a template that is in order gives none.
    pub warnings: Vec<String>,
}

/// Sets one JSON document as PDF/A-3a and PDF/UA-1.
pub fn render(input: &[u8]) -> Result<Pdf, Failure> {
    if input.len() > INPUT_BYTES_MAX {
        return Err(Failure::input("the document is larger than 8 MiB"));
    }
    let outcome = match parse::<Template>(input)?.template.as_str() {
        "referrer-report" => parse(input).and_then(set::<ReferrerReport>),
        "case-file" => parse(input).and_then(set::<CaseFile>),
        "proposal" => parse(input).and_then(set::<Proposal>),
        "review" => parse(input).and_then(set::<Review>),
        "bill" => parse(input).and_then(set::<Bill>),
        "certificate" => parse(input).and_then(set::<Certificate>),
        "advert" => parse(input).and_then(set::<Advert>),
        _ => Err(wrong(
            "template",
            "not one of referrer-report, case-file, proposal, bill, review, certificate, advert",
        )),
    };
    // Failed or not: what is kept between two documents would hold people's text.
    comemo::evict(0);
    outcome
}

/// The one field that says how to read the others.
#[derive(Deserialize)]
struct Template {
    template: String,
    #[serde(rename = "data")]
    _data: IgnoredAny,
}

fn parse<D: DeserializeOwned>(input: &[u8]) -> Result<D, Failure> {
    serde_json::from_slice(input).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let message = without_quotations_of_values(&error.to_string());
        Failure::input(format!("{place}: {message}"))
    })
}

/// serde quotes a value that it refuses, and the value may be people's text; names of fields stay.
fn without_quotations_of_values(message: &str) -> String {
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(message, _)| message);
    if message.starts_with("missing field") || message.starts_with("duplicate field") {
        return message.to_owned();
    }
    match message.split_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => without_quotations(message),
    }
}

fn set<D: Values + Serialize>(document: Envelope<D>) -> Result<Pdf, Failure> {
    check::envelope(&document)?;
    let mut value = serde_json::to_value(&document)
        .map_err(|_| Failure::typesetting("the document cannot be written as JSON"))?;
    drop(document.data);
    check::sizes("document", &value)?;

    let fonts = fonts()?;
    let mut tray = Tray {
        fonts: &fonts,
        figures: Vec::new(),
        replaced: 0,
    };
    tray.tidy("document", &mut value)?;
    let Tray {
        figures, replaced, ..
    } = tray;
    if let Value::Object(fields) = &mut value {
        fields.insert("replaced".to_owned(), replaced.into());
    }

    let desk = Desk::lay(
        &document.template,
        fonts,
        value.to_string().into_bytes(),
        figures,
    )?;
    typeset(&desk)
}

/// Makes texts safe to set and takes the drawings out of the data.
struct Tray<'a> {
    fonts: &'a [Font],
    figures: Vec<String>,
    replaced: usize,
}

impl Tray<'_> {
    fn tidy(&mut self, at: &str, value: &mut Value) -> Result<(), Failure> {
        match value {
            Value::String(text) => {
                let (cleaned, replaced) = clean(text, self.fonts);
                self.replaced += replaced;
                *text = cleaned;
            }
            Value::Array(items) => {
                for (number, item) in items.iter_mut().enumerate() {
                    self.tidy(&format!("{at}[{number}]"), item)?;
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    let at = format!("{at}.{name}");
                    match field {
                        Value::String(svg) if name == "svg" => self.take_figure(&at, svg)?,
                        _ => self.tidy(&at, field)?,
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Puts a drawing on the tray and leaves its name in its place.
    fn take_figure(&mut self, at: &str, svg: &mut String) -> Result<(), Failure> {
        if self.figures.len() == FIGURES_MAX {
            return Err(wrong(
                at,
                &format!("at most {FIGURES_MAX} figures in one document"),
            ));
        }
        let (drawing, replaced) = visible(svg, self.fonts);
        self.replaced += replaced;
        if SvgImage::new(Bytes::from_string(drawing.clone())).is_err() {
            return Err(wrong(at, "cannot be read as an SVG drawing"));
        }
        *svg = figure_path(self.figures.len());
        self.figures.push(drawing);
        Ok(())
    }
}

fn typeset(desk: &Desk) -> Result<Pdf, Failure> {
    let compiled = typst::compile::<PagedDocument>(desk);
    let document = compiled
        .output
        .map_err(|errors| failed(desk, "layout", &errors))?;
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|_| Failure::typesetting("PDF/A-3a and PDF/UA-1 do not go together"))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some(format!("Hemma {}", env!("CARGO_PKG_VERSION")))),
        standards,
        ..PdfOptions::default()
    };
    let bytes =
        typst_pdf::pdf(&document, &options).map_err(|errors| failed(desk, "export", &errors))?;
    if bytes.len() > OUTPUT_BYTES_MAX {
        return Err(Failure::typesetting("the PDF would be larger than 64 MiB"));
    }
    let warnings = compiled
        .warnings
        .iter()
        .map(|warning| warning.message.to_string())
        .collect();
    Ok(Pdf {
        bytes,
        pages: document.pages().len(),
        warnings,
    })
}

/// Names the line of the template, which is ours, and the rule that was broken there.
fn failed(desk: &Desk, stage: &str, errors: &[SourceDiagnostic]) -> Failure {
    let Some(first) = errors.first() else {
        return Failure::typesetting(stage);
    };
    let message = without_quotations(&first.message);
    let place = desk
        .place(first.span)
        .map(|place| format!(" ({place})"))
        .unwrap_or_default();
    Failure::typesetting(format!("{stage}: {message}{place}"))
}
