use super::*;
use crate::sample::{Chance, FORMATS, check, frame};

fn words() -> FitWords {
    FitWords {
        evidence: "belagd: någon har sett eller mätt det".to_owned(),
        guess: "antagande".to_owned(),
        empty: "Inga drivkrafter ännu.".to_owned(),
    }
}

fn driver(text: &str, signs: &str) -> FitDriver {
    FitDriver {
        text: text.to_owned(),
        evidence: signs.contains('e'),
        prioritised: signs.contains('p'),
        prioritised_label: "prioriterad".to_owned(),
    }
}

fn system(name: &str, drivers: &[(&str, &str)]) -> FitSystem {
    FitSystem {
        name: name.to_owned(),
        drivers: drivers
            .iter()
            .map(|(text, signs)| driver(text, signs))
            .collect(),
    }
}

fn family() -> FitCircle {
    FitCircle {
        target: "Elis slår sin lillasyster".to_owned(),
        target_kind_label: "Beteende".to_owned(),
        systems: vec![
            system(
                "Individ",
                &[
                    ("Sover fyra timmar per natt", "e"),
                    ("Har få ord för det han känner", ""),
                ],
            ),
            system(
                "Familj",
                &[
                    ("Mamma ger med sig när rösten höjs", "ep"),
                    ("Pappa och mamma sätter olika gränser", "ep"),
                    ("Ingen vuxen i rummet mellan klockan 15 och 17", "e"),
                ],
            ),
            system("Kamrater", &[("Äldre killar hejar på", "")]),
            system("Skola", &[("Skolfrånvaroutredningen har stannat av", "e")]),
            system("Närsamhälle", &[]),
        ],
        words: words(),
    }
}

#[test]
fn a_family_s_fit() {
    check("fit-family", |frame| family().svg(frame));
}

#[test]
fn a_full_fit() {
    let mut fit = family();
    for (i, system) in fit.systems.iter_mut().enumerate() {
        while system.drivers.len() < 4 {
            let text = [
                "Trångbott: fem personer på två rum",
                "Bråk om mobilen varje kväll",
            ][i % 2];
            system
                .drivers
                .push(driver(text, if i % 3 == 0 { "e" } else { "" }));
        }
    }
    check("fit-full", |frame| fit.svg(frame));
}

#[test]
fn a_fit_without_drivers_says_so() {
    let mut fit = family();
    for system in &mut fit.systems {
        system.drivers.clear();
    }
    check("fit-empty", |frame| fit.svg(frame));
    assert!(
        FitCircle::default()
            .svg(&frame(Format::Page))
            .contains("</svg>")
    );
}

#[test]
fn markup_in_a_driver_stays_text() {
    let mut fit = family();
    fit.systems[0].drivers[0].text = "<script>alert(\"1\")</script>".to_owned();
    let svg = fit.svg(&frame(Format::Page));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
}

#[test]
fn too_many_drivers_are_counted_and_prioritised_ones_stay() {
    let many: Vec<String> = (1..=12).map(|i| format!("Drivkraft {i}")).collect();
    let mut fit = family();
    fit.systems[1].drivers = many.iter().map(|text| driver(text, "")).collect();
    fit.systems[1].drivers[11].prioritised = true;
    let svg = fit.svg(&frame(Format::Page));
    assert!(svg.contains(">+4</text>"));
    assert!(svg.contains(">Drivkraft 12</text>") && svg.contains(">Drivkraft 7</text>"));
    assert!(!svg.contains(">Drivkraft 8</text>"));
}

#[test]
fn a_cut_text_is_whole_in_its_tooltip() {
    let long = "Mormor hjälper till ".repeat(12);
    let mut fit = family();
    fit.systems[0].drivers[0].text = long.clone();
    let svg = fit.svg(&frame(Format::Page));
    assert!(svg.contains('…'));
    assert!(svg.contains(&format!("<title>Individ: {} ·", long.trim_end())));
}

#[test]
fn no_text_touches_another_or_a_line() {
    for seed in 0..400 {
        let mut chance = Chance::new(seed);
        let systems = (0..chance.below(7)).map(|_| FitSystem {
            name: chance.text(),
            drivers: (0..chance.below(10))
                .map(|_| FitDriver {
                    text: chance.text(),
                    evidence: chance.yes(2),
                    prioritised: chance.yes(4),
                    prioritised_label: chance.text(),
                })
                .collect(),
        });
        let systems = systems.collect();
        let fit = FitCircle {
            target: chance.text(),
            target_kind_label: chance.text(),
            systems,
            words: words(),
        };
        for format in FORMATS {
            let (canvas, width, height) = fit.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}, {format:?}"));
        }
    }
}
