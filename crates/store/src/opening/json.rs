//! What an opening says, as JSON: the text that is sealed.

use hemma_domain::code::Code;
use hemma_domain::opening::{Competence, Merits, Profile, Question};
use hemma_domain::time::Day;
use serde_json::{Value as Json, json};

/// The JSON of a profile.
pub(super) fn write(one: &Profile) -> String {
    let competence = |one: &Competence| {
        json!({
            "name": one.name,
            "weight": one.weight.code(),
            "judged": one.judged.code(),
            "question": one.question,
            "anchors": one.anchors,
        })
    };
    let question = |one: &Question| {
        json!({
            "text": one.text,
            "kind": one.kind.code(),
            "choices": one.choices,
            "needed": one.needed,
        })
    };
    json!({
        "post": one.post,
        "place": one.place,
        "extent": one.extent,
        "about": one.about,
        "contact": one.contact,
        "posts": one.posts,
        "names": one.names.code(),
        "cv": one.cv.code(),
        "competences": one.competences.iter().map(competence).collect::<Vec<_>>(),
        "questions": one.questions.iter().map(question).collect::<Vec<_>>(),
    })
    .to_string()
}

/// A profile from its JSON, with the day that stands in a column of its own; none if it is not one.
pub(super) fn read(text: &str, last_on: Option<Day>) -> Option<Profile> {
    let json: Json = serde_json::from_str(text).ok()?;
    let list = |key: &str| json.get(key)?.as_array();
    Some(Profile {
        post: line(&json, "post")?,
        place: line(&json, "place")?,
        extent: line(&json, "extent")?,
        about: line(&json, "about")?,
        contact: line(&json, "contact")?,
        posts: u32::try_from(json.get("posts")?.as_u64()?).ok()?,
        last_on,
        names: code(&json, "names")?,
        cv: code(&json, "cv")?,
        competences: list("competences")?
            .iter()
            .map(competence)
            .collect::<Option<_>>()?,
        questions: list("questions")?
            .iter()
            .map(question)
            .collect::<Option<_>>()?,
    })
}

/// The JSON of what somebody can show.
pub(crate) fn write_merits(one: &Merits) -> String {
    json!({"education": one.education, "experience": one.experience, "other": one.other})
        .to_string()
}

/// The same, read.
pub(crate) fn read_merits(text: &str) -> Option<Merits> {
    let json: Json = serde_json::from_str(text).ok()?;
    Some(Merits {
        education: line(&json, "education")?,
        experience: line(&json, "experience")?,
        other: line(&json, "other")?,
    })
}

fn competence(json: &Json) -> Option<Competence> {
    Some(Competence {
        name: line(json, "name")?,
        weight: code(json, "weight")?,
        judged: code(json, "judged")?,
        question: line(json, "question")?,
        anchors: texts(json.get("anchors")?)?.try_into().ok()?,
    })
}

fn question(json: &Json) -> Option<Question> {
    Some(Question {
        text: line(json, "text")?,
        kind: code(json, "kind")?,
        choices: texts(json.get("choices")?)?,
        needed: line(json, "needed")?,
    })
}

fn line(json: &Json, key: &str) -> Option<String> {
    Some(json.get(key)?.as_str()?.to_owned())
}

fn code<T: Code>(json: &Json, key: &str) -> Option<T> {
    T::from_code(json.get(key)?.as_str()?)
}

fn texts(json: &Json) -> Option<Vec<String>> {
    let text = |one: &Json| one.as_str().map(str::to_owned);
    json.as_array()?.iter().map(text).collect()
}
