use super::*;
use crate::sample::{Chance, FORMATS, check, frame};

fn words() -> GenoWords {
    GenoWords {
        household: "Hushåll".to_owned(),
        man: "man".to_owned(),
        woman: "kvinna".to_owned(),
        other: "annat".to_owned(),
        unknown: "okänt".to_owned(),
        index_child: "barnet i fokus".to_owned(),
        deceased: "avliden".to_owned(),
        protected: "skyddad".to_owned(),
        separated: "isär".to_owned(),
        divorced: "skilda".to_owned(),
        parents_only: "föräldrar, relation okänd".to_owned(),
        adopted: "adopterad".to_owned(),
        foster: "familjehem".to_owned(),
        links_left_out: "Band som inte går att rita".to_owned(),
        empty: "Ingen är inlagd ännu.".to_owned(),
    }
}

/// One line per person: id, name, age, sex, signs (h home, i index child, d dead, p protected).
fn people(rows: &[(u32, &str, &str, Sex, &str)]) -> Vec<GenoPerson> {
    let person = |(id, label, sub, sex, signs): &(u32, &str, &str, Sex, &str)| GenoPerson {
        id: *id,
        label: (*label).to_owned(),
        sub_label: (*sub).to_owned(),
        sex: *sex,
        in_household: signs.contains('h'),
        index_child: signs.contains('i'),
        deceased: signs.contains('d'),
        protected: signs.contains('p'),
    };
    rows.iter().map(person).collect()
}

fn unions(rows: &[(u32, u32, Bond)]) -> Vec<Union> {
    rows.iter()
        .map(|(a, b, kind)| Union {
            a: *a,
            b: *b,
            kind: *kind,
        })
        .collect()
}

fn born(rows: &[(u32, &[u32])]) -> Vec<Descent> {
    let descent = |(child, parents): &(u32, &[u32])| Descent {
        child: *child,
        parents: parents.to_vec(),
        kind: DescentKind::Born,
    };
    rows.iter().map(descent).collect()
}

/// Two homes, half siblings, three generations.
fn family() -> Genogram {
    use Sex::{F, M, Unknown, X};
    let mut genogram = Genogram {
        people: people(&[
            (1, "Gunvor", "mormor, 71", F, ""),
            (2, "Birger", "morfar", M, "d"),
            (3, "Hillevi", "mamma, 41", F, "h"),
            (4, "Torkel", "morbror, 38", M, ""),
            (5, "Ragnvald", "pappa, 44", M, "p"),
            (6, "Sölve", "styvpappa, 39", M, "h"),
            (7, "Majken", "14 år", F, ""),
            (8, "Elis", "12 år", M, "hi"),
            (9, "Tuva", "4 år", F, "h"),
            (10, "Kim", "familjehem, 9 år", X, "h"),
            (11, "Asta", "pappas sambo, 36", F, ""),
            (12, "Baby", "väntas i maj", Unknown, ""),
        ]),
        unions: unions(&[
            (1, 2, Bond::Together),
            (3, 5, Bond::Divorced),
            (3, 6, Bond::Together),
            (5, 11, Bond::Separated),
        ]),
        parents: born(&[
            (3, &[1, 2]),
            (4, &[1, 2]),
            (7, &[3, 5]),
            (8, &[3, 5]),
            (9, &[3, 6]),
            (12, &[5, 11]),
        ]),
        words: words(),
    };
    genogram.parents.push(Descent {
        child: 10,
        parents: vec![3, 6],
        kind: DescentKind::Foster,
    });
    genogram
}

#[test]
fn two_homes_and_half_siblings() {
    check("genogram-family", |frame| family().svg(frame));
}

#[test]
fn a_single_parent() {
    let genogram = Genogram {
        people: people(&[
            (1, "Ingegerd", "mormor, 66", Sex::F, ""),
            (2, "Vilja", "mamma, 34", Sex::F, "h"),
            (3, "Love", "11 år", Sex::X, "hi"),
            (4, "Sixten", "7 år", Sex::M, "h"),
        ]),
        parents: born(&[(2, &[1]), (3, &[2]), (4, &[2])]),
        words: words(),
        ..Genogram::default()
    };
    check("genogram-single-parent", |frame| genogram.svg(frame));
}

/// Four generations, three unions of one person, a long line past a generation, two people without links.
fn large() -> Genogram {
    use Sex::{F, M, Unknown};
    let rows: Vec<(u32, &str, &str, Sex, &str)> = vec![
        (1, "Ottilia", "91", F, ""),
        (2, "Evald", "", M, "d"),
        (3, "Rut", "70", F, ""),
        (4, "Holger", "72", M, ""),
        (5, "Disa", "68", F, ""),
        (6, "Folke", "69", M, "d"),
        (7, "Ylva", "45", F, "h"),
        (8, "Jerker", "47", M, ""),
        (9, "Svante", "50", M, ""),
        (10, "Mirre", "44", M, "h"),
        (11, "Tyra", "41", F, ""),
        (12, "Loke", "22", M, ""),
        (13, "Embla", "17", F, "h"),
        (14, "Vidar", "15", M, "hi"),
        (15, "Saga", "6", F, "h"),
        (16, "Nils", "5", M, "h"),
        (17, "Frej", "12", M, ""),
        (18, "Alva", "10", F, ""),
        (19, "Lykke", "1", Unknown, ""),
        (20, "Pia", "21", F, ""),
        (21, "Grannen Ulla-Britt", "77", F, ""),
        (22, "Göran", "inneboende", M, "h"),
        (23, "Åsa", "49", F, ""),
        (24, "Malte", "19", M, ""),
        (25, "Hedda", "16", F, ""),
    ];
    Genogram {
        people: people(&rows),
        unions: unions(&[
            (1, 2, Bond::Together),
            (3, 4, Bond::Divorced),
            (5, 6, Bond::Together),
            (7, 8, Bond::Divorced),
            (7, 9, Bond::Separated),
            (7, 10, Bond::Together),
            (8, 11, Bond::Together),
            (12, 20, Bond::Together),
        ]),
        parents: born(&[
            (3, &[1, 2]),
            (7, &[3, 4]),
            (8, &[5, 6]),
            (23, &[3, 4]),
            (12, &[7, 8]),
            (13, &[7, 8]),
            (14, &[7, 9]),
            (15, &[7, 10]),
            (16, &[7, 10]),
            (17, &[8, 11]),
            (18, &[8, 11]),
            (19, &[12, 20]),
            (24, &[23]),
            (25, &[23]),
        ]),
        words: words(),
    }
}

#[test]
fn a_large_family() {
    check("genogram-large", |frame| large().svg(frame));
}

#[test]
fn nobody() {
    let genogram = Genogram {
        words: words(),
        ..Genogram::default()
    };
    check("genogram-empty", |frame| genogram.svg(frame));
}

#[test]
fn contradictions_end_and_everybody_is_drawn() {
    let mut genogram = family();
    genogram
        .parents
        .extend(born(&[(1, &[8]), (8, &[8]), (3, &[9, 99]), (98, &[1])]));
    genogram
        .unions
        .extend(unions(&[(7, 7, Bond::Together), (1, 8, Bond::Together)]));
    let svg = genogram.svg(&frame(Format::Page));
    for person in &genogram.people {
        assert!(
            svg.contains(&format!(">{}</text>", person.label)),
            "{}",
            person.label
        );
    }
    assert!(svg.contains("Band som inte går att rita: "));
}

#[test]
fn the_same_number_twice_is_two_people() {
    let mut genogram = family();
    genogram.people[3].id = 3;
    let svg = genogram.svg(&frame(Format::Page));
    assert!(svg.contains(">Torkel</text>") && svg.contains(">Hillevi</text>"));
}

#[test]
fn markup_stays_text_and_too_many_people_are_counted() {
    let mut genogram = family();
    genogram.people[0].label = "<script>".to_owned();
    let more = (0..u32::try_from(PEOPLE_MAX).unwrap()).map(|i| GenoPerson {
        id: 100 + i,
        label: "Kusin".to_owned(),
        ..GenoPerson::default()
    });
    genogram.people.extend(more.collect::<Vec<_>>());
    let svg = genogram.svg(&frame(Format::Page));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
    assert!(svg.contains(">+12</text>"));
}

/// Any links at all, right or wrong.
fn any_family(seed: u32) -> Genogram {
    let mut chance = Chance::new(seed);
    let count = 1 + chance.below(25);
    let people = (0..count).map(|id| GenoPerson {
        id,
        label: chance.text(),
        sub_label: chance.text(),
        sex: [Sex::F, Sex::M, Sex::X, Sex::Unknown][chance.index(4)],
        in_household: chance.yes(3),
        index_child: chance.yes(9),
        deceased: chance.yes(8),
        protected: chance.yes(8),
    });
    let people: Vec<GenoPerson> = people.collect();
    let kinds = [Bond::Together, Bond::Separated, Bond::Divorced];
    let unions = (0..chance.below(count)).map(|_| Union {
        a: chance.below(count + 1),
        b: chance.below(count + 1),
        kind: kinds[chance.index(3)],
    });
    let unions = unions.collect();
    let kinds = [DescentKind::Born, DescentKind::Adopted, DescentKind::Foster];
    let parents = (0..chance.below(count + 4)).map(|_| Descent {
        child: chance.below(count + 1),
        parents: (0..chance.below(4))
            .map(|_| chance.below(count + 1))
            .collect(),
        kind: kinds[chance.index(3)],
    });
    let parents = parents.collect();
    Genogram {
        people,
        unions,
        parents,
        words: words(),
    }
}

#[test]
fn no_text_touches_another_or_a_line() {
    for seed in 0..60 {
        let genogram = any_family(seed);
        for format in FORMATS {
            let (canvas, width, height) = genogram.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}, {format:?}"));
        }
    }
    for genogram in [family(), large()] {
        let (canvas, width, height) = genogram.draw(Format::Page);
        canvas.check_text(width, height, "a real family");
    }
}

#[test]
fn children_stand_below_their_parents_and_nobody_on_another() {
    for seed in 100..140 {
        let genogram = any_family(seed);
        let kin = rank::Kin::new(&genogram, &genogram.people);
        let rows = order::rows(&kin, &genogram.people);
        let plan = place::Plan::new(&kin, rows, &genogram.people, Format::Page);
        for family in &kin.families {
            let below = kin.nodes[family.parents[0]].row + 1;
            assert!(
                family
                    .parents
                    .iter()
                    .all(|p| kin.nodes[*p].row + 1 == below)
            );
            assert!(
                family
                    .children
                    .iter()
                    .all(|(c, _)| kin.nodes[*c].row == below),
                "seed {seed}"
            );
        }
        let drawn: usize = plan.rows.iter().map(Vec::len).sum();
        assert_eq!(drawn, kin.nodes.len());
        for row in &plan.rows {
            for (a, b) in row.iter().zip(row.iter().skip(1)) {
                let both = *a < genogram.people.len() && *b < genogram.people.len();
                let least = if both {
                    plan.cell
                } else {
                    2.0 * place::HALF - 9.0
                };
                assert!(plan.xs[*b] - plan.xs[*a] >= least - 1.0, "seed {seed}");
            }
        }
    }
}

#[test]
fn the_dashed_line_holds_the_household_and_nobody_else() {
    for seed in 200..240 {
        let genogram = any_family(seed);
        let kin = rank::Kin::new(&genogram, &genogram.people);
        let rows = order::rows(&kin, &genogram.people);
        let plan = place::Plan::new(&kin, rows, &genogram.people, Format::Page);
        for (i, person) in genogram.people.iter().enumerate() {
            let row = kin.nodes[i].row;
            let x = plan.xs[i];
            let mut runs = plan.homes.iter().flatten();
            let inside = runs.any(|run| run.row == row && run.left < x && x < run.right);
            assert_eq!(inside, person.in_household, "seed {seed}, person {i}");
        }
    }
}

#[test]
fn a_line_past_a_generation_is_whole() {
    let genogram = Genogram {
        people: people(&[
            (1, "Farmor", "80 år", Sex::F, ""),
            (2, "Farfar", "82 år", Sex::M, "d"),
            (3, "Pappa", "50 år", Sex::M, "h"),
            (4, "Mamma", "48 år", Sex::F, "h"),
            (5, "Vidar", "12 år", Sex::M, "hi"),
            (6, "Frej", "10 år", Sex::M, "h"),
            (7, "Faster", "52 år", Sex::F, ""),
            (8, "Kusin", "20 år", Sex::F, ""),
            (9, "Kusinbarn", "1 år", Sex::M, ""),
            (10, "Halvbror", "25 år", Sex::M, ""),
        ]),
        unions: unions(&[
            (1, 2, Bond::Together),
            (3, 4, Bond::Together),
            (10, 8, Bond::Together),
        ]),
        parents: [
            born(&[
                (3, &[1, 2]),
                (7, &[1, 2]),
                (5, &[3, 4]),
                (8, &[7]),
                (9, &[8, 10]),
                (10, &[3]),
            ]),
            vec![
                Descent {
                    child: 6,
                    parents: vec![3, 4],
                    kind: DescentKind::Adopted,
                },
                Descent {
                    child: 9,
                    parents: vec![1, 2],
                    kind: DescentKind::Foster,
                },
            ],
        ]
        .concat(),
        words: words(),
    };
    let kin = rank::Kin::new(&genogram, &genogram.people);
    let rows = order::rows(&kin, &genogram.people);
    let plan = place::Plan::new(&kin, rows, &genogram.people, Format::Page);
    let bends = kin
        .families
        .iter()
        .zip(&plan.stems)
        .filter(|(f, _)| f.parents[0] >= 10);
    let places: Vec<(f64, f64)> = bends
        .map(|(f, s)| (plan.xs[f.parents[0]], s.from.x))
        .collect();
    assert_eq!(places.len(), 2);
    assert!(places.iter().all(|(bend, stem)| bend == stem), "{places:?}");
    check("genogram-long-line", |frame| genogram.svg(frame));
}
