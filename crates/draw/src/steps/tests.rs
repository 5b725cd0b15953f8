use super::*;
use crate::sample::{Chance, FORMATS, check, frame};

fn words() -> ItemMapWords {
    ItemMapWords {
        persons: "Familjer".to_owned(),
        axis: "logit".to_owned(),
        threshold: "steg till nästa svar".to_owned(),
        misfit: "passar inte modellen".to_owned(),
        outside: "utanför skalan".to_owned(),
        items_after: "frågor till".to_owned(),
        empty: "Det finns inga svar än.".to_owned(),
    }
}

fn item(label: &str, thresholds: &[f64]) -> ItemLine {
    ItemLine {
        label: label.to_owned(),
        thresholds: thresholds.to_vec(),
        misfit: false,
    }
}

fn persons() -> Vec<(f64, f64, u32)> {
    let counts = [1, 3, 4, 9, 15, 22, 31, 28, 19, 12, 6, 2];
    let from = |i: usize| -3.0 + i as f64 * 0.5;
    let bars = counts.iter().enumerate();
    bars.map(|(i, count)| (from(i), from(i + 1), *count))
        .collect()
}

fn map() -> ItemMap {
    let mut odd = item("Uppgift 4", &[-0.4, -0.9, 0.2, 1.6]);
    odd.misfit = true;
    ItemMap {
        items: vec![
            item("Uppgift 1", &[-2.6, -1.1, 0.3, 1.9]),
            item("Uppgift 2", &[-1.4, -0.2, 0.9, 2.2]),
            item("Uppgift 3, med ett längre namn", &[-0.8, -0.7, -0.6, 2.8]),
            odd,
            item("Uppgift 5", &[0.1, 0.8, 1.5, 2.9]),
        ],
        persons: persons(),
        words: words(),
    }
}

#[test]
fn five_items() {
    check("steps-five", |frame| map().svg(frame));
}

#[test]
fn the_axis_is_named_whole_on_a_phone_too() {
    let mut named = map();
    named.words.axis = "Logit: till vänster lätt att hålla med om, till höger svårt".to_owned();
    let svg = named.svg(&frame(Format::Phone));
    assert!(svg.contains("svårt") && !svg.contains('…'), "{svg}");
}

#[test]
fn items_with_two_answers_need_no_numbers() {
    let items = [-1.8, -0.6, 0.4, 1.1].map(|b| item("Fråga", &[b]));
    let yes_no = ItemMap {
        items: items.to_vec(),
        persons: Vec::new(),
        words: words(),
    };
    check("steps-yes-no", |frame| yes_no.svg(frame));
}

#[test]
fn no_items() {
    let empty = ItemMap {
        items: Vec::new(),
        persons: Vec::new(),
        words: words(),
    };
    check("steps-empty", |frame| empty.svg(frame));
}

#[test]
fn a_value_outside_stands_at_the_edge_with_a_sign() {
    let mut map = map();
    map.items[0].thresholds[0] = -14.0;
    map.persons.push((40.0, 41.0, 3));
    check("steps-outside", |frame| map.svg(frame));
}

#[test]
fn numbers_without_room_stand_together_in_the_order_of_the_axis() {
    let disordered = ItemMap {
        items: vec![item("Uppgift", &[0.0, -0.02, 1.0])],
        ..map()
    };
    for format in FORMATS {
        let svg = disordered.svg(&frame(format));
        assert!(
            svg.contains(">2 1</text>") && svg.contains(">3</text>"),
            "{svg}"
        );
    }
}

#[test]
fn too_many_items_are_counted_and_too_many_bars_added_up() {
    let many = ItemMap {
        items: vec![item("Uppgift", &[0.0]); 57],
        persons: (0..200)
            .map(|i| (f64::from(i) / 100.0, f64::from(i + 1) / 100.0, 2))
            .collect(),
        words: words(),
    };
    let svg = many.svg(&frame(Format::Page));
    assert!(svg.contains("+7 frågor till"));
    assert_eq!(svg.matches("<rect").count(), 50);
    assert_eq!(svg.matches("<title>8</title>").count(), 50);
}

#[test]
fn what_is_no_number_is_left_out() {
    let mut odd = map();
    odd.items[1].thresholds.push(f64::NAN);
    odd.persons.push((f64::NAN, 1.0, 4));
    odd.persons.push((0.0, f64::INFINITY, 4));
    let frame = frame(Format::Page);
    assert_eq!(odd.svg(&frame), map().svg(&frame));
}

#[test]
fn markup_stays_text() {
    let mut map = map();
    map.items[0].label = "<script>".to_owned();
    map.words.persons = "\"><script>".to_owned();
    let svg = map.svg(&frame(Format::Page));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
}

#[test]
fn no_text_touches_another_or_a_line() {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::MIN,
        f64::MAX,
        -30.0,
        70.0,
        0.0,
    ];
    for seed in 0..100 {
        let mut chance = Chance::new(seed);
        let spread = 10 + chance.below(1400);
        let value = |chance: &mut Chance| {
            if chance.yes(30) {
                odd[chance.index(7)]
            } else {
                (f64::from(chance.below(spread)) - f64::from(spread) / 2.0) / 100.0
            }
        };
        let items = (0..chance.below(60)).map(|_| ItemLine {
            label: chance.text(),
            thresholds: (0..chance.below(12)).map(|_| value(&mut chance)).collect(),
            misfit: chance.yes(4),
        });
        let items = items.collect();
        let persons = (0..chance.below(90))
            .map(|_| (value(&mut chance), value(&mut chance), chance.below(4000)))
            .collect();
        let mut words = words();
        words.persons = chance.text();
        words.axis = chance.text();
        let map = ItemMap {
            items,
            persons,
            words,
        };
        for format in FORMATS {
            let (canvas, width, height) = map.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}, {format:?}"));
        }
    }
}
