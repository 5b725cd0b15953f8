//! The forms are checked against the programmes as shipped, read with nothing but the file format.

use super::*;

const PROGRAMMES: [(&str, &str); 3] = [
    (
        "MST-CAN",
        include_str!("../../../../programmes/mst-can.toml"),
    ),
    ("MST", include_str!("../../../../programmes/mst.toml")),
    ("KOMET", include_str!("../../../../programmes/komet.toml")),
];

fn list<'a>(table: &'a toml::Table, key: &str) -> &'a [toml::Value] {
    table
        .get(key)
        .and_then(|value| value.as_array())
        .map_or(&[], Vec::as_slice)
}

fn find<'a>(list: &'a [toml::Value], code: &str) -> Option<&'a toml::Table> {
    list.iter()
        .filter_map(|value| value.as_table())
        .find(|table| table.get("code").and_then(|value| value.as_str()) == Some(code))
}

fn codes(list: &[toml::Value]) -> BTreeSet<&str> {
    list.iter()
        .filter_map(|value| value.as_table())
        .filter_map(|table| table.get("code").and_then(|value| value.as_str()))
        .collect()
}

fn check(fields: &[toml::Value], values: &FormValues, at: &str) {
    for (code, value) in values.iter() {
        let field = find(fields, code).unwrap_or_else(|| panic!("{at}: no field {code}"));
        let kind = field["kind"].as_str().unwrap();
        let fits = match value {
            Value::Text(_) => matches!(kind, "text" | "long_text"),
            Value::Choice(option) => {
                kind == "choice" && find(list(field, "options"), option).is_some()
            }
            Value::Choices(options) => {
                let known = codes(list(field, "options"));
                kind == "multi_choice" && options.iter().all(|o| known.contains(o.as_str()))
            }
            Value::Date(_) => kind == "date",
            Value::Time(_) => kind == "time",
            Value::Number(_) => matches!(kind, "number" | "scale"),
            Value::YesNo(_) => kind == "yes_no",
            Value::Person(_) => kind == "person",
            Value::Rows(_) => kind == "rows",
        };
        assert!(fits, "{at}.{code} is no {kind}: {value:?}");
        if let Value::Rows(rows) = value {
            let inner = list(field, "fields");
            rows.iter()
                .for_each(|row| check(inner, row, &format!("{at}.{code}")));
        }
    }
    for field in fields.iter().filter_map(|field| field.as_table()) {
        let required = field
            .get("required")
            .is_some_and(|r| r.as_bool() == Some(true));
        let code = field["code"].as_str().unwrap();
        if required {
            let filled = match values.get(code) {
                Some(Value::Text(text)) => !text.is_empty(),
                Some(Value::Rows(rows)) => !rows.is_empty(),
                other => other.is_some(),
            };
            assert!(filled, "{at}.{code} is required");
        }
    }
}

#[test]
fn every_form_can_be_signed_as_its_programme_asks() {
    let network = wednesday();
    for (code, text) in PROGRAMMES {
        let programme: toml::Table = text.parse().unwrap();
        let of = network
            .families
            .iter()
            .filter(|family| family.case.programme == code);
        for family in of {
            for form in &family.artefacts {
                let kind = find(list(&programme, "artefacts"), &form.kind)
                    .unwrap_or_else(|| panic!("{code}: no form {}", form.kind));
                let at = format!("{} {}", family.case.label, form.kind);
                check(list(kind, "fields"), &form.values, &at);
            }
        }
    }
}

#[test]
fn every_code_is_one_of_the_programme() {
    let network = wednesday();
    for (code, text) in PROGRAMMES {
        let programme: toml::Table = text.parse().unwrap();
        let phases = codes(list(&programme, "phases"));
        let reasons = codes(list(&programme, "closing_reasons"));
        let mut outcomes = codes(list(&programme, "outcomes"));
        outcomes.extend(codes(list(&programme, "instrumental_outcomes")));
        let criteria = programme["criteria"].as_table().unwrap();
        let mut asked = codes(list(criteria, "inclusion"));
        asked.extend(codes(list(criteria, "exclusion")));
        let systems = codes(list(&programme, "systems"));
        let principles = codes(list(&programme, "principles"));
        for family in network
            .families
            .iter()
            .filter(|family| family.case.programme == code)
        {
            let label = &family.case.label;
            match &family.case.stage {
                Stage::Open { phase, .. } => {
                    assert!(phases.contains(phase.as_str()), "{label}")
                }
                Stage::Closed { reason, .. } => {
                    assert!(reasons.contains(reason.as_str()), "{label} {reason}");
                }
                _ => {}
            }
            let mut found: Vec<(&BTreeSet<&str>, &str)> = Vec::new();
            found.extend(family.outcomes.iter().map(|o| (&outcomes, o.code.as_str())));
            found.extend(
                family
                    .screenings
                    .iter()
                    .map(|s| (&asked, s.criterion.as_str())),
            );
            let drivers = family.fits.iter().flat_map(|fit| &fit.drivers);
            found.extend(drivers.map(|driver| (&systems, driver.system.as_str())));
            let touched = family.contacts.iter().flat_map(|contact| &contact.systems);
            found.extend(touched.map(|system| (&systems, system.as_str())));
            let tagged = family.steps.iter().flat_map(|step| &step.principles);
            found.extend(tagged.map(|principle| (&principles, principle.as_str())));
            for (known, code) in found {
                assert!(known.contains(code), "{label}: {code}");
            }
        }
    }
}
