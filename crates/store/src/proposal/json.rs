//! What a proposal says, as JSON: the text that is sealed.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Content, CostKind, Handler, Line, Trip};
use hemma_domain::time::Day;
use serde_json::{Value as Json, json};

/// The JSON of a content.
pub(super) fn write(one: &Content) -> String {
    let trip = one.trip.as_ref().map(|trip| {
        json!({
            "place": trip.place,
            "from": trip.from.to_string(),
            "to": trip.to.to_string(),
            "participants": trip.participants,
            "alternatives": trip.alternatives,
        })
    });
    json!({
        "heading": one.heading,
        "office": one.office,
        "department": one.department,
        "handler": one.handler.name,
        "phone": one.handler.phone,
        "addressee": one.addressee,
        "meeting_on": one.meeting_on.map(|day| day.to_string()),
        "points": one.points,
        "texts": one.texts,
        "attachments": one.attachments,
        "costs": lines(&one.costs),
        "funding": lines(&one.funding),
        "trip": trip,
        "signers": one.signers,
    })
    .to_string()
}

/// A content from its JSON, with what stands in columns of its own; none if it is not one.
pub(super) fn read(text: &str, (diary, dated_on): (String, Day)) -> Option<Content> {
    let json: Json = serde_json::from_str(text).ok()?;
    let line = |key: &str| Some(json.get(key)?.as_str()?.to_owned());
    Some(Content {
        heading: line("heading")?,
        diary,
        office: line("office")?,
        department: line("department")?,
        handler: Handler {
            name: line("handler")?,
            phone: line("phone")?,
        },
        addressee: line("addressee")?,
        dated_on,
        meeting_on: match json.get("meeting_on")? {
            Json::Null => None,
            day => Some(day.as_str()?.parse().ok()?),
        },
        points: texts(json.get("points")?)?,
        texts: by_code(json.get("texts")?)?,
        attachments: texts(json.get("attachments")?)?,
        costs: amounts(json.get("costs")?)?,
        funding: amounts(json.get("funding")?)?,
        trip: match json.get("trip")? {
            Json::Null => None,
            given => Some(trip(given)?),
        },
        signers: texts(json.get("signers")?)?,
    })
}

fn lines(all: &[Line]) -> Vec<Json> {
    let line = |one: &Line| {
        let kind = one.kind.map(CostKind::code);
        json!({ "what": one.what, "ore": one.amount.0, "kind": kind })
    };
    all.iter().map(line).collect()
}

fn amounts(json: &Json) -> Option<Vec<Line>> {
    let line = |one: &Json| {
        Some(Line {
            what: one.get("what")?.as_str()?.to_owned(),
            amount: Ore(one.get("ore")?.as_i64()?),
            // What was written before kinds were has none.
            kind: match one.get("kind") {
                None | Some(Json::Null) => None,
                Some(kind) => Some(CostKind::from_code(kind.as_str()?)?),
            },
        })
    };
    json.as_array()?.iter().map(line).collect()
}

fn texts(json: &Json) -> Option<Vec<String>> {
    let text = |one: &Json| one.as_str().map(str::to_owned);
    json.as_array()?.iter().map(text).collect()
}

fn by_code(json: &Json) -> Option<BTreeMap<String, String>> {
    let entry = |(code, text): (&String, &Json)| Some((code.clone(), text.as_str()?.to_owned()));
    json.as_object()?.iter().map(entry).collect()
}

fn trip(json: &Json) -> Option<Trip> {
    let day = |key: &str| json.get(key)?.as_str()?.parse().ok();
    Some(Trip {
        place: json.get("place")?.as_str()?.to_owned(),
        from: day("from")?,
        to: day("to")?,
        participants: texts(json.get("participants")?)?,
        alternatives: json.get("alternatives")?.as_str()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_from_before_there_were_kinds_has_none() {
        let old = json!([{ "what": "Resa", "ore": 100 }]);
        let read = amounts(&old).unwrap();
        assert_eq!((read[0].amount, read[0].kind), (Ore(100), None));
        let unknown = json!([{ "what": "Resa", "ore": 100, "kind": "balloon" }]);
        assert_eq!(amounts(&unknown), None);
    }
}
