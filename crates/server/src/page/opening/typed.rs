//! A profile as it is typed, and as it is shown to be typed in.

use hemma_domain::code::Code as _;
use hemma_domain::opening::{
    COMPETENCES_MAX, Competence, CvWish, Judged, Names, Profile, QUESTIONS_MAX, Question,
    QuestionKind, Weight,
};
use hemma_domain::time::Day;

use crate::http::form::{self, Faults};
use crate::http::posted::Posted;

/// Empty rows that stand below those that are filled in.
const SPARE_ROWS: usize = 2;

/// One competence, as text.
#[derive(Debug, Clone, Default)]
pub struct CompetenceView {
    pub name: String,
    pub weight: String,
    pub judged: String,
    pub question: String,
    pub anchors: [String; 3],
}

/// One question of the form, as text.
#[derive(Debug, Clone, Default)]
pub struct QuestionView {
    pub text: String,
    pub kind: String,
    /// One a line.
    pub choices: String,
    pub needed: String,
}

/// Every field of a profile, as text.
#[derive(Debug, Clone)]
pub struct DraftView {
    pub post: String,
    pub place: String,
    pub extent: String,
    pub about: String,
    pub contact: String,
    pub posts: String,
    pub last_on: String,
    pub names: String,
    pub cv: String,
    pub competences: Vec<CompetenceView>,
    pub questions: Vec<QuestionView>,
}

impl CompetenceView {
    fn spare() -> CompetenceView {
        CompetenceView {
            weight: Weight::Must.code().to_owned(),
            judged: Judged::Interview.code().to_owned(),
            ..CompetenceView::default()
        }
    }
}

impl QuestionView {
    fn spare() -> QuestionView {
        QuestionView {
            kind: QuestionKind::YesNo.code().to_owned(),
            ..QuestionView::default()
        }
    }
}

impl DraftView {
    /// A profile, to be changed.
    pub(super) fn of(profile: &Profile) -> DraftView {
        let competence = |one: &Competence| CompetenceView {
            name: one.name.clone(),
            weight: one.weight.code().to_owned(),
            judged: one.judged.code().to_owned(),
            question: one.question.clone(),
            anchors: one.anchors.clone(),
        };
        let question = |one: &Question| QuestionView {
            text: one.text.clone(),
            kind: one.kind.code().to_owned(),
            choices: one.choices.join("\n"),
            needed: one.needed.clone(),
        };
        let last_on = profile.last_on.map(|day| day.to_string());
        DraftView {
            post: profile.post.clone(),
            place: profile.place.clone(),
            extent: profile.extent.clone(),
            about: profile.about.clone(),
            contact: profile.contact.clone(),
            posts: profile.posts.to_string(),
            last_on: last_on.unwrap_or_default(),
            names: profile.names.code().to_owned(),
            cv: profile.cv.code().to_owned(),
            competences: profile.competences.iter().map(competence).collect(),
            questions: profile.questions.iter().map(question).collect(),
        }
        .with_spare()
    }

    /// What was typed, to be typed on.
    pub(super) fn typed(form: &Posted) -> DraftView {
        let get = |name: &str| form.get(name).to_owned();
        DraftView {
            post: get("post"),
            place: get("place"),
            extent: get("extent"),
            about: get("about"),
            contact: get("contact"),
            posts: get("posts"),
            last_on: get("last_on"),
            names: get("names"),
            cv: get("cv"),
            competences: competences(form),
            questions: questions(form),
        }
        .with_spare()
    }

    fn with_spare(mut self) -> DraftView {
        let rows = |count: usize, most: usize| (count + SPARE_ROWS).min(most).max(count);
        let count = rows(self.competences.len(), COMPETENCES_MAX);
        self.competences.resize_with(count, CompetenceView::spare);
        let count = rows(self.questions.len(), QUESTIONS_MAX);
        self.questions.resize_with(count, QuestionView::spare);
        self
    }
}

/// The rows that name a competence; one more than there may be, so that too many are told.
fn competences(form: &Posted) -> Vec<CompetenceView> {
    let column = |name: &'static str| form.all(name).map(str::to_owned);
    let rows = column("competence")
        .zip(column("weight"))
        .zip(column("judged"))
        .zip(column("asked"))
        .zip(column("anchor-1"))
        .zip(column("anchor-3"))
        .zip(column("anchor-5"));
    let rows = rows.map(
        |((((((name, weight), judged), question), one), three), five)| CompetenceView {
            name,
            weight,
            judged,
            question,
            anchors: [one, three, five],
        },
    );
    let said = rows.filter(|row| !row.name.trim().is_empty());
    said.take(COMPETENCES_MAX + 1).collect()
}

fn questions(form: &Posted) -> Vec<QuestionView> {
    let column = |name: &'static str| form.all(name).map(str::to_owned);
    let rows = column("question")
        .zip(column("kind"))
        .zip(column("choices"))
        .zip(column("needed"));
    let rows = rows.map(|(((text, kind), choices), needed)| QuestionView {
        text,
        kind,
        choices,
        needed,
    });
    let said = rows.filter(|row| !row.text.trim().is_empty());
    said.take(QUESTIONS_MAX + 1).collect()
}

/// What was typed, as a profile; its meaning is checked elsewhere.
pub(super) fn read(form: &Posted, today: Day) -> Result<Profile, Faults> {
    let mut faults = Faults::none();
    let last_on = match form.get("last_on").trim() {
        "" => None,
        typed => {
            let day = form::day_from(typed, today);
            if day.is_none() {
                faults.add("last_on", "opening-fault-unread-day");
            }
            day
        }
    };
    let posts = form.get("posts").trim().parse();
    if posts.is_err() {
        faults.add("posts", "opening-fault-posts");
    }
    let text = |name: &str| form.get(name).trim().to_owned();
    let profile = Profile {
        post: text("post"),
        place: text("place"),
        extent: text("extent"),
        about: text("about"),
        contact: text("contact"),
        posts: posts.unwrap_or(1),
        last_on,
        names: Names::from_code(form.get("names")).unwrap_or(Names::Hidden),
        cv: CvWish::from_code(form.get("cv")).unwrap_or(CvWish::Optional),
        competences: competences(form).into_iter().map(competence).collect(),
        questions: questions(form).into_iter().map(question).collect(),
    };
    match faults.is_empty() {
        true => Ok(profile),
        false => Err(faults),
    }
}

fn competence(one: CompetenceView) -> Competence {
    Competence {
        name: one.name.trim().to_owned(),
        weight: Weight::from_code(&one.weight).unwrap_or(Weight::Merit),
        judged: Judged::from_code(&one.judged).unwrap_or(Judged::Interview),
        question: one.question.trim().to_owned(),
        anchors: one.anchors.map(|text| text.trim().to_owned()),
    }
}

fn question(one: QuestionView) -> Question {
    let kind = QuestionKind::from_code(&one.kind).unwrap_or(QuestionKind::Text);
    let choices = one.choices.lines().map(str::trim);
    let choices = choices.filter(|line| !line.is_empty() && kind == QuestionKind::Choice);
    Question {
        text: one.text.trim().to_owned(),
        choices: choices.map(str::to_owned).collect(),
        needed: needed(kind, one.needed.trim()),
        kind,
    }
}

/// The demanded answer as it is kept: people write `ja`, the form sends `yes`.
fn needed(kind: QuestionKind, typed: &str) -> String {
    use hemma_domain::opening::{NO, YES};
    match (kind, typed.to_lowercase().as_str()) {
        (QuestionKind::YesNo, "ja" | "yes") => YES.to_owned(),
        (QuestionKind::YesNo, "nej" | "no") => NO.to_owned(),
        _ => typed.to_owned(),
    }
}
