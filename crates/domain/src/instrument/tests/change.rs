use super::*;

#[track_caller]
fn check(change: impl FnOnce(&mut Definition), expected: &[Change]) {
    let older = Instrument::new(small()).expect("no faults");
    let mut definition = small();
    change(&mut definition);
    let newer = Instrument::new(definition).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(newer.changes_since(&older), expected);
}

fn named(code: &str) -> String {
    code.to_owned()
}

#[test]
fn the_same_again_changes_nothing() {
    check(|d| d.version = 2, &[]);
    check(
        |d| {
            d.scales[0].items.reverse();
            d.scales[0].rule.confirmation = Confirmation::Published;
        },
        &[],
    );
}

#[test]
fn a_translation_adds_a_language_and_rewords_nothing() {
    check(
        |d| {
            d.languages.push(named("so"));
            let options = d.responses[0]
                .options
                .iter_mut()
                .filter_map(|o| o.label.as_mut());
            let items = d.items.iter_mut().filter_map(|item| item.text.as_mut());
            for texts in options.chain(items) {
                texts.0.insert(named("so"), named("Immisa jeer?"));
            }
        },
        &[Change::LanguageAdded(named("so"))],
    );
    check(
        |d| d.items[1].text = Some(english("How seldom?")),
        &[Change::Wording(named("b"))],
    );
}

#[test]
fn what_happens_to_items_is_told() {
    check(
        |d| {
            d.items.swap(0, 1);
            d.items[2].ask_when = None;
        },
        &[
            Change::ItemMoved(named("b")),
            Change::ItemMoved(named("a")),
            Change::Condition(named("c")),
        ],
    );
    check(
        |d| {
            d.items[1].code = named("x");
            d.scales[0].items[1] = named("x");
        },
        &[
            Change::ItemAdded(named("x")),
            Change::ItemRemoved(named("b")),
            Change::RuleUnversioned(named("total")),
        ],
    );
    check(
        |d| d.items[0].not_applicable = true,
        &[Change::Responses(named("a"))],
    );
}

#[test]
fn a_rule_that_counts_otherwise_needs_a_new_version() {
    let reverse = |d: &mut Definition| d.items[0].reverse = true;
    check(
        reverse,
        &[
            Change::Responses(named("a")),
            Change::RuleUnversioned(named("total")),
        ],
    );
    check(
        |d| {
            reverse(d);
            d.scales[0].rule.version = 2;
        },
        &[Change::Responses(named("a")), Change::Rule(named("total"))],
    );
    check(
        |d| d.scales[0].minimum.value = Minimum::Count(2),
        &[Change::RuleUnversioned(named("total"))],
    );
}

#[test]
fn scales_and_what_stands_around_them_are_told() {
    check(
        |d| {
            d.scales[0].cut_off = Some(sourced(CutOff {
                side: Comparison::AtLeast,
                value: ratio("5"),
            }));
            d.modes = vec![Mode::Link];
        },
        &[Change::Meaning(named("total")), Change::Around],
    );
    check(
        |d| d.scales[0].code = named("sum"),
        &[
            Change::ScaleAdded(named("sum")),
            Change::ScaleRemoved(named("total")),
        ],
    );
}
