//! Figures that were kept, as JSON.

use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use hemma_domain::review::{Figure, Frozen, Kept, KeptPoint, KeptSender, KeptTeam, KeptTerm};
use serde_json::{Map, Value as Json, json};

/// Writes what was kept; what there is none of is left out.
pub(super) fn write(frozen: &Frozen) -> String {
    let mut all = of_kept(&frozen.whole);
    all.insert("on".to_owned(), json!(frozen.on.to_string()));
    if frozen.is_confirmed {
        all.insert("confirmed".to_owned(), json!(true));
    }
    if !frozen.teams.is_empty() {
        let teams = frozen.teams.iter().map(|team| {
            let mut one = of_kept(&team.kept);
            one.insert("team".to_owned(), json!(team.id));
            one.insert("name".to_owned(), json!(team.name));
            if let Some(sent) = &team.sent {
                let until = sent.until.map(|day| day.to_string());
                let told = json!({ "sender": sent.name, "until": until });
                one.insert("sent".to_owned(), told);
            }
            Json::Object(one)
        });
        all.insert("teams".to_owned(), teams.collect());
    }
    if !frozen.terms.is_empty() {
        let terms = frozen.terms.iter().map(|one| {
            json!({ "term": one.term.to_string(), "row": one.row, "hidden": codes(&one.hidden) })
        });
        all.insert("terms".to_owned(), terms.collect());
    }
    if !frozen.drawn.is_empty() {
        all.insert("drawn".to_owned(), codes(&frozen.drawn));
    }
    if !frozen.points.is_empty() {
        all.insert(
            "points".to_owned(),
            frozen.points.iter().map(of_point).collect(),
        );
    }
    if !frozen.time.is_empty() {
        all.insert("time".to_owned(), json!(frozen.time));
    }
    Json::Object(all).to_string()
}

fn of_point(one: &KeptPoint) -> Json {
    json!({
        "figure": one.figure.code(), "term": one.term.to_string(), "expected": one.expected,
        "lower": one.lower, "upper": one.upper, "signal": one.signal,
    })
}

fn of_kept(kept: &Kept) -> Map<String, Json> {
    let all = [
        ("now", json!(kept.now)),
        ("before", json!(kept.before)),
        ("hidden_now", codes(&kept.hidden_now)),
        ("hidden_before", codes(&kept.hidden_before)),
    ];
    all.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn codes(figures: &[Figure]) -> Json {
    figures.iter().map(|figure| figure.code()).collect()
}

/// Reads what [`write`] wrote; nothing where that is not what it is.
pub(super) fn read(text: &str) -> Option<Frozen> {
    let all: Json = serde_json::from_str(text).ok()?;
    Some(Frozen {
        on: text_of(&all, "on")?.parse().ok()?,
        is_confirmed: all.get("confirmed").and_then(Json::as_bool) == Some(true),
        whole: kept(&all)?,
        teams: each(&all, "teams", team)?,
        terms: each(&all, "terms", term)?,
        drawn: each(&all, "drawn", figure)?,
        points: each(&all, "points", point)?,
        time: text_of(&all, "time").unwrap_or_default().to_owned(),
    })
}

fn text_of<'a>(all: &'a Json, name: &str) -> Option<&'a str> {
    all.get(name).and_then(Json::as_str)
}

/// A list; an empty one where there is none.
fn each<T>(all: &Json, name: &str, one: fn(&Json) -> Option<T>) -> Option<Vec<T>> {
    match all.get(name) {
        Some(list) => list.as_array()?.iter().map(one).collect(),
        None => Some(Vec::new()),
    }
}

fn kept(all: &Json) -> Option<Kept> {
    Some(Kept {
        now: text_of(all, "now")?.to_owned(),
        before: text_of(all, "before")?.to_owned(),
        hidden_now: each(all, "hidden_now", figure)?,
        hidden_before: each(all, "hidden_before", figure)?,
    })
}

fn team(all: &Json) -> Option<KeptTeam> {
    Some(KeptTeam {
        id: TeamId(text_of(all, "team")?.parse().ok()?),
        name: text_of(all, "name")?.to_owned(),
        kept: kept(all)?,
        sent: match all.get("sent") {
            Some(told) => Some(sender(told)?),
            None => None,
        },
    })
}

fn sender(all: &Json) -> Option<KeptSender> {
    Some(KeptSender {
        name: text_of(all, "sender")?.to_owned(),
        until: match all.get("until")? {
            Json::Null => None,
            day => Some(day.as_str()?.parse().ok()?),
        },
    })
}

fn term(all: &Json) -> Option<KeptTerm> {
    Some(KeptTerm {
        term: text_of(all, "term")?.parse().ok()?,
        row: text_of(all, "row")?.to_owned(),
        hidden: each(all, "hidden", figure)?,
    })
}

fn point(all: &Json) -> Option<KeptPoint> {
    Some(KeptPoint {
        figure: figure(all.get("figure")?)?,
        term: text_of(all, "term")?.parse().ok()?,
        expected: all.get("expected")?.as_f64()?,
        lower: all.get("lower")?.as_f64(),
        upper: all.get("upper")?.as_f64(),
        signal: all.get("signal")?.as_bool()?,
    })
}

fn figure(code: &Json) -> Option<Figure> {
    Figure::from_code(code.as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_before_there_were_networks_is_read() {
        let text = r#"{"before":"","hidden_before":[],"hidden_now":["pct_home"],"now":"opened=2","on":"2026-11-23"}"#;
        let frozen = read(text).unwrap();
        assert_eq!(frozen.whole.hidden_now, [Figure::Home]);
        assert_eq!((frozen.teams.len(), frozen.terms.len()), (0, 0));
        assert_eq!(write(&frozen), text);
        for wrong in [
            "",
            "{}",
            r#"{"on":"2026-11-23","now":"","before":"","hidden_now":["mood"],"hidden_before":[]}"#,
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
