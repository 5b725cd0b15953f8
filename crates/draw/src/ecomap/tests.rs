use super::*;
use crate::sample::{Chance, FORMATS, check, frame};

fn words() -> EcomapWords {
    EcomapWords {
        strong: "stark".to_owned(),
        weak: "svag".to_owned(),
        strained: "ansträngd".to_owned(),
        broken: "bruten".to_owned(),
        empty: "Ingen i nätverket ännu.".to_owned(),
    }
}

fn tie(system: &str, label: &str, sub: &str, strength: Strength, direction: Direction) -> Tie {
    Tie {
        label: label.to_owned(),
        sub_label: sub.to_owned(),
        system: system.to_owned(),
        strength,
        direction,
    }
}

fn family() -> Ecomap {
    use Direction::{Both, In, Open, Out};
    use Strength::{Broken, Ordinary, Strained, Strong, Weak};
    Ecomap {
        centre_label: "Familjen Ekbacke".to_owned(),
        ties: vec![
            tie("Släkt", "Gunvor", "mormor", Strong, Both),
            tie("Släkt", "Torkel", "morbror", Weak, In),
            tie("Släkt", "Farfar i Boden", "", Broken, Open),
            tie("Vänner", "Grannen Sölve", "hämtar på fritids", Ordinary, In),
            tie("Vänner", "Elis lag i innebandy", "", Strong, In),
            tie("Skola", "Lövklintskolan", "mentor Majken", Strained, Both),
            tie(
                "Myndigheter",
                "Socialtjänsten",
                "handläggare",
                Strained,
                Out,
            ),
            tie(
                "Myndigheter",
                "Barn- och ungdomspsykiatrin",
                "väntar på tid",
                Weak,
                Open,
            ),
        ],
        words: words(),
    }
}

#[test]
fn a_family_s_network() {
    check("ecomap-family", |frame| family().svg(frame));
}

#[test]
fn a_family_without_a_network() {
    let map = Ecomap {
        ties: Vec::new(),
        ..family()
    };
    check("ecomap-empty", |frame| map.svg(frame));
}

#[test]
fn markup_stays_text_and_too_many_ties_are_counted() {
    let mut map = family();
    map.ties[0].label = "<script>".to_owned();
    let more = (0..9).map(|_| map.ties[1].clone()).collect::<Vec<_>>();
    map.ties.extend(more);
    let svg = map.svg(&frame(Format::Phone));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
    assert!(svg.contains(">+4</text>"));
}

#[test]
fn no_text_touches_another_or_a_line() {
    use Direction::{Both, In, Open, Out};
    use Strength::{Broken, Ordinary, Strained, Strong, Weak};
    for seed in 0..300 {
        let mut chance = Chance::new(seed);
        let count = chance.below(24);
        let ties = (0..count).map(|_| Tie {
            label: chance.text(),
            sub_label: chance.text(),
            system: format!("System {}", chance.below(10)),
            strength: [Strong, Ordinary, Weak, Strained, Broken][chance.index(5)],
            direction: [Open, In, Out, Both][chance.index(4)],
        });
        let ties = ties.collect();
        let map = Ecomap {
            centre_label: chance.text(),
            ties,
            words: words(),
        };
        for format in FORMATS {
            let (canvas, width, height) = map.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}, {format:?}"));
        }
    }
}
