use super::*;

/// Changes one thing of the small definition and compares every fault that is told.
#[track_caller]
fn check(change: impl FnOnce(&mut Definition), expected: &[&str]) {
    let mut definition = small();
    change(&mut definition);
    let faults = Instrument::new(definition).err().unwrap_or_default();
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, expected);
}

fn when(text: &str) -> Option<Condition> {
    Some(text.parse().expect("a condition"))
}

#[test]
fn the_trial_definitions_are_in_order() {
    check(|_| {}, &[]);
    scorer(share(28));
}

#[test]
fn conditions_ask_about_earlier_items_and_never_about_themselves() {
    check(
        |d| d.items[0].ask_when = when("b = 1"),
        &["items[0].ask_when: the condition asks about `b`, which is asked later"],
    );
    check(
        |d| d.items[1].ask_when = when("b = 1"),
        &["items[1].ask_when: the condition hangs on itself: b -> b"],
    );
    check(
        |d| {
            d.items[0].ask_when = when("c = 1");
            d.items[1].ask_when = when("a = 1");
            d.items[2].ask_when = when("b = 1 and not a = 2");
        },
        &["items[0].ask_when: the condition hangs on itself: a -> c -> a"],
    );
    check(
        |d| d.items[2].ask_when = when("d = 1 or a = 7"),
        &[
            "items[2].ask_when: no item has the code `d`",
            "items[2].ask_when: `a` is never answered with 7",
        ],
    );
}

#[test]
fn conditions_that_all_ask_about_each_other_are_told_at_once() {
    let mut definition = small();
    definition.scales.clear();
    let many = |place: usize| {
        let asked = (0..CONDITION_TERMS_MAX).map(|step| format!("i{} = 1", (place + step) % 200));
        asked.collect::<Vec<String>>().join(" or ")
    };
    definition.items = (0..200)
        .map(|place| Item {
            text: Some(english("How often?")),
            ask_when: when(&many(place)),
            ..item(&format!("i{place}"), "often")
        })
        .collect();
    definition.item_count.value = 200;
    let faults = Instrument::new(definition).expect_err("faults");
    let cycles = faults
        .iter()
        .filter(|fault| matches!(fault.reason, Reason::Cycle(_)));
    assert_eq!(cycles.count(), 200);
}

#[test]
fn conditions_that_are_too_deep_or_cannot_be_written_are_refused() {
    let mut deep: Condition = "a = 1".parse().expect("a condition");
    for _ in 0..CONDITION_DEPTH_MAX {
        deep = Condition::Not(Box::new(deep));
    }
    check(
        |d| d.items[2].ask_when = Some(deep),
        &["items[2].ask_when: conditions stand within conditions more than 8 deep"],
    );
    check(
        |d| d.items[2].ask_when = Some(Condition::All(Vec::new())),
        &["items[2].ask_when: the condition cannot be written as text"],
    );
}

#[test]
fn what_the_wording_lacks_is_told() {
    check(
        |d| d.items[1].text = None,
        &["items[1].text: the text is empty"],
    );
    check(
        |d| d.languages.push("sv".to_owned()),
        &[
            "responses[0].options[0].label: no text in the language `sv`",
            "responses[0].options[1].label: no text in the language `sv`",
            "responses[0].options[2].label: no text in the language `sv`",
            "responses[0].options[3].label: no text in the language `sv`",
            "items[0].text: no text in the language `sv`",
            "items[1].text: no text in the language `sv`",
            "items[2].text: no text in the language `sv`",
        ],
    );
    check(
        |d| {
            let text = Texts(BTreeMap::from([
                ("en".to_owned(), " ".to_owned()),
                ("ar".to_owned(), "x".repeat(1001)),
            ]));
            d.items[0].text = Some(text);
        },
        &[
            "items[0].text: the instrument does not list the language `ar`",
            "items[0].text: in the language `ar`: the text has 1001 characters, at most 1000 are allowed",
            "items[0].text: in the language `en`: the text is empty",
        ],
    );
    check(
        |d| d.languages = vec!["English".to_owned(), "en".to_owned(), "en".to_owned()],
        &[
            "languages[0]: `English` is no language tag",
            "languages[2]: the code `en` is used twice",
            "responses[0].options[0].label: no text in the language `English`",
            "responses[0].options[1].label: no text in the language `English`",
            "responses[0].options[2].label: no text in the language `English`",
            "responses[0].options[3].label: no text in the language `English`",
            "items[0].text: no text in the language `English`",
            "items[1].text: no text in the language `English`",
            "items[2].text: no text in the language `English`",
        ],
    );
}

#[test]
fn wording_never_stands_where_the_licence_withholds_it() {
    let mut definition = share(4);
    definition.items[2].text = Some(english("He came on time."));
    definition.responses[0].options[0].label = Some(english("Never"));
    let faults = Instrument::new(definition).expect_err("faults");
    let faults: Vec<String> = faults.iter().map(|fault| fault.at.to_string()).collect();
    assert_eq!(faults, ["responses[0].options[0].label", "items[2].text"]);
}

#[test]
fn the_stated_number_of_items_is_the_number_listed() {
    check(
        |d| d.item_count.value = 4,
        &["item_count: 4 items are stated, 3 are listed"],
    );
}

#[test]
fn items_and_responses_fit_each_other() {
    check(
        |d| d.items[0].responses = "rarely".to_owned(),
        &["items[0].responses: no set of responses has the code `rarely`"],
    );
    check(
        |d| {
            d.responses[0].options[3].value = 4;
            d.items[1].reverse = true;
            d.scales[0].extent.max = ratio("12");
        },
        &[
            "items[1].reverse: the responses cannot be reversed: 1 would become 3, which is none of them",
        ],
    );
    check(
        |d| {
            d.responses[0].options[3].value = 2;
            d.items[1].code = "or".to_owned();
        },
        &[
            "responses[0].options[3].value: the code `2` is used twice",
            "items[1].code: `or` is a word of conditions and cannot name an item",
            "scales[0].items[1]: no item has the code `b`",
        ],
    );
}

#[test]
fn a_scale_says_truly_from_where_to_where_it_goes() {
    check(
        |d| d.scales[0].extent.max = ratio("10"),
        &["scales[0].extent: the answers give 0 to 9"],
    );
    // The last item may be passed over, the others may not.
    check(
        |d| d.scales[0].skipped = Skipped::Counts(-2),
        &["scales[0].extent: the answers give -2 to 9"],
    );
    check(
        |d| d.scales[0].rule.kind = RuleKind::Sum { factor: -4 },
        &["scales[0].extent: the answers give -36 to 0"],
    );
    check(
        |d| d.scales[0].rule.kind = RuleKind::Mean,
        &["scales[0].extent: the answers give 0 to 3"],
    );
    check(
        |d| {
            let points = vec![(0, 0), (1, 1), (2, 4), (3, 25)];
            d.scales[0].rule.kind = RuleKind::Midpoints { points };
        },
        &["scales[0].extent: the answers give 0 to 75"],
    );
    check(
        |d| {
            d.scales[0].rule.kind = RuleKind::RescaledMean { low: 1, high: 3 };
        },
        &["scales[0].rule: `a` is never answered with 0"],
    );
    check(
        |d| d.scales[0].rule.kind = RuleKind::Share { of: vec![3, 4] },
        &["scales[0].rule: `a` is never answered with 4"],
    );
}

#[test]
fn a_rule_names_each_response_once() {
    check(
        |d| {
            d.scales[0].rule.kind = RuleKind::Share { of: vec![3, 3] };
            d.scales[0].extent.max = ratio("1");
        },
        &["scales[0].rule.of[1]: the code `3` is used twice"],
    );
}

#[test]
fn bands_and_cut_offs_lie_on_the_scale() {
    let band = |code: &str, from: &str| Band {
        code: code.to_owned(),
        label: words(code),
        from: ratio(from),
    };
    check(
        |d| d.scales[0].bands = Some(sourced(vec![band("low", "1"), band("high", "1")])),
        &[
            "scales[0].bands.value: the first band must begin where the scale begins",
            "scales[0].bands.value: the numbers must rise from one to the next",
        ],
    );
    check(
        |d| {
            d.scales[0].cut_off = Some(sourced(CutOff {
                side: Comparison::Above,
                value: ratio("19/2"),
            }));
        },
        &["scales[0].cut_off.value: 19/2 lies outside the scale"],
    );
    check(
        |d| {
            d.scales[0].cut_off = Some(sourced(CutOff {
                side: Comparison::Equal,
                value: ratio("9"),
            }));
        },
        &["scales[0].cut_off.value: a cut-off lies above or below a number"],
    );
}

#[test]
fn a_scale_counts_what_is_there_and_counts() {
    check(
        |d| d.items[1].counts = false,
        &["scales[0].items[1]: `b` does not count in scores"],
    );
    check(
        |d| d.scales[0].minimum.value = Minimum::Count(4),
        &["scales[0].minimum.value: 4 answers are needed of 3 items"],
    );
    check(
        |d| d.scales[0].minimum.value = Minimum::Share(ratio("5/4")),
        &["scales[0].minimum.value: a share lies above 0 and is at most 1"],
    );
    check(
        |d| d.scales[0].rule.source = "they".to_owned(),
        &["scales[0].rule.source: no source has the code `they`"],
    );
}

#[test]
fn a_definition_that_is_far_too_long_is_refused_with_one_fault() {
    check(
        |d| d.items = (0..10_000).map(|_| item("x", "often")).collect(),
        &["items: at most 200 allowed, 10000 given"],
    );
}

#[test]
fn norms_patterns_and_critical_answers_name_what_is_there() {
    check(
        |d| {
            d.norms.push(NormTable {
                scale: "toal".to_owned(),
                sex: None,
                ages: Range { min: 17, max: 6 },
                rows: vec![],
                source: "we".to_owned(),
            });
            d.critical.push(Critical {
                code: "harm".to_owned(),
                label: words("Harm"),
                when: "d >= 1".parse().expect("a condition"),
                source: "we".to_owned(),
                confidence: Confidence::Stated,
            });
            d.patterns.push(Pattern {
                code: "odd".to_owned(),
                label: words("Odd"),
                all: vec![Threshold {
                    scale: "total".to_owned(),
                    limit: sourced(CutOff {
                        side: Comparison::AtLeast,
                        value: ratio("12"),
                    }),
                }],
                any: vec![],
                source: "we".to_owned(),
                confidence: Confidence::Stated,
            });
        },
        &[
            "norms[0].scale: no scale has the code `toal`",
            "norms[0].ages: the range ends before it starts",
            "norms[0].rows: at least 1 needed, 0 given",
            "critical[0].when: no item has the code `d`",
            "patterns[0]: a pattern needs at least two thresholds",
            "patterns[0].all[0].limit: 12 lies outside the scale",
        ],
    );
}

#[test]
fn conditions_read_as_people_write_them() {
    for text in [
        "a = 1",
        "a >= -1 and b != 2",
        "a > 1 and (b < 2 or c <= 3)",
        "not a = 1 and not (b = 2 or c = 3)",
        "not not a = 1",
        "(a = 1 and b = 2) and c = 3",
    ] {
        let condition: Condition = text.parse().expect(text);
        assert_eq!(condition.to_string(), text);
    }
    let loose: Condition = " a=1 or(b>=2)and not(c!=3) ".parse().expect("a condition");
    assert_eq!(loose.to_string(), "a = 1 or (b >= 2 and not c != 3)");
}

#[test]
fn what_is_no_condition_is_refused_with_its_place() {
    for (text, expected) in [
        ("", "an item expected at character 1"),
        ("a", "a comparison expected at character 2"),
        ("a = ", "a whole number expected at character 5"),
        ("å = 1", "an item expected at character 1"),
        (
            "a = 1 b = 2",
            "`and`, `or` or the end expected at character 7",
        ),
        ("(a = 1", "`)` expected at character 7"),
        (
            "a = 99999999999999999999",
            "a whole number expected at character 5",
        ),
    ] {
        let refused = text.parse::<Condition>().expect_err(text);
        assert_eq!(refused.to_string(), expected);
    }
    for text in ["(".repeat(100_000), "not ".repeat(100_000)] {
        assert_eq!(text.parse::<Condition>(), Err(NotACondition::TooDeep));
    }
    let long = vec!["a = 1"; 51].join(" or ");
    assert_eq!(long.parse::<Condition>(), Err(NotACondition::TooLong));
}
