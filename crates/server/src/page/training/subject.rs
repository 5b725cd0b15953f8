//! What a booster could be about: what the families of those invited see least of, and what that rests on.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::fidelity::{ItemLine, Subject};
use hemma_domain::ids::{NetworkId, TrainingId};

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render};

/// What a booster could be about.
#[derive(Template)]
#[template(path = "training/subject.html")]
pub struct SubjectPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub subjects: Vec<SubjectView>,
}

/// What one instrument says.
#[derive(Debug, Clone)]
pub struct SubjectView {
    /// The instrument and its scale.
    pub instrument: String,
    /// Where every item of it stands, with the way there.
    pub fidelity: String,
    pub lines: Vec<LineView>,
    /// What it rests on.
    pub basis: String,
    /// The teams that have too few interviews; empty where all have enough.
    pub thin: String,
}

/// An item that could be the subject.
#[derive(Debug, Clone)]
pub struct LineView {
    /// The item, in its instrument.
    pub item: String,
    /// Its wording; empty where it is not shipped.
    pub text: String,
    /// How much of what is possible.
    pub share: String,
    /// How many answers are behind it.
    pub answers: u32,
    /// The form of the training with this in it.
    pub take: String,
}

type At = (NetworkId, TrainingId);

fn view(at: At, one: &Subject, lang: Lang) -> SubjectView {
    let instrument = one.yardstick.instrument();
    let name = lang.words(&instrument.name);
    let line = |line: &ItemLine| {
        let text = line.text.as_ref();
        let text = text.and_then(|texts| texts.get(lang.code(), &instrument.languages));
        let cell = line.whole;
        let percent = cell.map_or(0.0, |cell| cell.share * 100.0);
        let number = lang.t1("interview-item", "number", format!("{:02}", line.number));
        let item = format!("{name}, {number}");
        let text = text.unwrap_or_default().to_owned();
        let share = lang.t1("training-share", "share", format!("{percent:.0}"));
        let subject = match text.is_empty() {
            true => format!("{item} ({share})"),
            false => format!("{item}: {text} ({share})"),
        };
        LineView {
            take: format!(
                "{}/edit?subject={}",
                url::training(at.0, at.1),
                url::encode(&subject)
            ),
            answers: cell.map_or(0, |cell| cell.answers),
            item,
            text,
            share,
        }
    };
    let thin = one.thin.join(", ");
    SubjectView {
        instrument: format!("{name}: {}", lang.words(&one.yardstick.scale().name)),
        fidelity: format!(
            "{}?instrument={}",
            url::network_fidelity(at.0),
            url::encode(&instrument.code)
        ),
        lines: one.lines.iter().map(line).collect(),
        basis: lang.filled(
            "training-subject-basis",
            [
                ("sheets", one.sheets.into()),
                ("families", one.families.into()),
                ("teams", one.counted.join(", ").into()),
            ],
        ),
        thin: match thin.is_empty() {
            true => String::new(),
            false => lang.t1("training-subject-thin", "teams", thin.as_str()),
        },
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Result<Response, PageError> {
    let lang = visit.lang;
    let found = site.app.booster_subjects(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(&visit))?;
    let page = SubjectPage {
        frame: Frame::of(&visit, "training-subject"),
        lang,
        url: url::training(at.0, at.1),
        subjects: found.iter().map(|one| view(at, one, lang)).collect(),
    };
    render(&visit, &page)
}
