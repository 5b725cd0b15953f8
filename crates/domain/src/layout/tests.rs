use super::*;
use crate::deadline::RestDay;
use crate::programme::Confidence;

fn sourced<T>(value: T) -> Sourced<T> {
    Sourced {
        value,
        source: "law".to_owned(),
        confidence: Confidence::Stated,
    }
}

fn words(text: &str) -> Words {
    Words {
        sv: text.to_owned(),
        en: text.to_owned(),
    }
}

fn section(code: &str) -> Section {
    Section {
        code: code.to_owned(),
        title: code.to_owned(),
        hint: words("what belongs there"),
    }
}

/// A layout with a summary, a background and a template of both.
pub(crate) fn definition() -> Definition {
    let both = vec!["summary".to_owned(), "background".to_owned()];
    Definition {
        code: "TEST".to_owned(),
        version: 1,
        valid_from: Day(jiff::civil::date(2026, 1, 1)),
        name: words("a layout"),
        about: words("for tests"),
        language: Language::Swedish,
        document: "Tjänsteutlåtande".to_owned(),
        decision: "Förslag till beslut".to_owned(),
        diary: sourced(Pattern::new("#.#-#/#").unwrap()),
        sections: vec![section("summary"), section("background")],
        templates: vec![Template {
            code: "conference".to_owned(),
            name: words("a conference"),
            sections: both,
            required: vec!["summary".to_owned()],
            is_trip: true,
        }],
        deadlines: Deadlines {
            approved_days: sourced(14),
            posted_days: sourced(2),
            appeal_days: sourced(21),
            rest_days: crate::deadline::tests::all(),
        },
        sources: vec![Source {
            code: "law".to_owned(),
            title: words("a statute"),
        }],
    }
}

#[test]
fn a_diary_number_is_written_as_its_board_writes_it() {
    for (pattern, takes, refuses) in [
        ("#.#-#/#", "2.5-0472/2010", "2.5-0472-2010"),
        ("#-#-#.#.#", "2011-875-1.2.4", "2011-875-1.2."),
        ("@ #/#", "EÅV 2023/514", "eåv 2023/514"),
        ("#", "007", ""),
    ] {
        let pattern = Pattern::new(pattern).unwrap();
        assert!(pattern.takes(takes), "{pattern} {takes}");
        assert!(!pattern.takes(refuses), "{pattern} {refuses}");
        assert!(!pattern.takes(&format!("{takes}x")), "{pattern}");
        assert!(!pattern.takes(&"1".repeat(41)), "{pattern}");
    }
    assert_eq!(Pattern::new(""), Err(PatternError::Length));
    assert_eq!(Pattern::new("dnr"), Err(PatternError::NoNumber));
    assert_eq!(Pattern::new("##"), Err(PatternError::Runs));
}

#[test]
fn what_makes_no_sense_is_refused_where_it_stands() {
    let check = |change: fn(&mut Definition), expected: &[&str]| {
        let mut changed = definition();
        change(&mut changed);
        let faults = Layout::new(changed).map_err(|all| {
            let told = all.iter().map(ToString::to_string);
            told.collect::<Vec<_>>()
        });
        assert_eq!(faults.err().unwrap_or_default(), expected);
    };
    check(|_| {}, &[]);
    check(
        |one| one.templates[0].sections.push("economy".to_owned()),
        &["templates[0].sections[2]: the layout has no section `economy`"],
    );
    check(
        |one| {
            one.templates[0].sections.pop();
            one.templates[0].required.push("background".to_owned());
        },
        &["templates[0].required[1]: the template demands `background` and does not have it"],
    );
    check(
        |one| one.deadlines.appeal_days.value = 0,
        &["deadlines.appeal_days.value: 0 lies outside 1 to 366"],
    );
    check(
        |one| {
            let rest = one.deadlines.rest_days.as_mut().unwrap();
            rest.value.push(RestDay::Sunday);
        },
        &[
            "deadlines.rest_days.value: at most 6 allowed, 7 given",
            "deadlines.rest_days.value[6]: the code `sunday` is used twice",
        ],
    );
    check(
        |one| one.diary.source = "memory".to_owned(),
        &["diary.source: no source has the code `memory`"],
    );
}
