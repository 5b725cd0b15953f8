//! What comes out.

use serde_json::{Value, json};

use crate::harness::{
    ADVERT, BILL, CASE_FILE, CERTIFICATE, EXAMPLES, PROPOSAL, REFERRER_REPORT, REVIEW,
    case_file_with_entries, example, pdf, poppler, report_with_figures, text,
};

#[track_caller]
fn check_text(document: &Value, expected: &[&str]) {
    let text = text(document);
    for &phrase in expected {
        assert!(text.contains(phrase), "{phrase:?} is missing in: {text}");
    }
}

#[test]
fn each_example_is_an_accessible_archive_file() {
    for source in EXAMPLES {
        let pdf = pdf(&example(source));
        let raw = String::from_utf8_lossy(&pdf);
        for mark in [
            "<pdfaid:part>3</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "<rdf:li>sv-SE</rdf:li>",
        ] {
            assert!(raw.contains(mark), "{mark}");
        }
        let facts = poppler(&["pdfinfo", "-"], &pdf);
        let title = example(source)["title"].as_str().unwrap().to_owned();
        for fact in [&title, "Tagged:          yes", "JavaScript:      no", "A4"] {
            assert!(facts.contains(fact), "{fact:?} is missing in {facts}");
        }
    }
}

#[test]
fn each_example_is_set_without_a_warning() {
    for source in EXAMPLES {
        let pdf = hemma_report::render(source.as_bytes()).unwrap();
        let is_long = ![CERTIFICATE, ADVERT].contains(&source);
        assert_eq!((pdf.warnings, pdf.pages > 1), (vec![], is_long));
    }
}

#[test]
fn each_example_has_only_typefaces_of_its_own() {
    for source in EXAMPLES {
        let fonts = poppler(&["pdffonts", "-"], &pdf(&example(source)));
        let faces: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!faces.is_empty());
        for face in faces {
            assert!(
                face.contains("SourceSans3") && face.contains("yes yes yes"),
                "{face}"
            );
        }
    }
}

#[test]
fn the_report_reads_as_a_report() {
    check_text(
        &example(REFERRER_REPORT),
        &[
            "Till Sixten Exempelgren Socialsekreterare",
            "Månadsrapport till uppdragsgivaren",
            "5 oktober – 8 november 2026",
            "Figur 1. Besök per vecka",
            "Tabell 1. Närvaro i skolan",
            "Flickan, 11 år 71 88 94",
            "Så går det med målen",
            "Uppnått",
            "Delvis",
            "Inte uppnått",
            "För tidigt att säga",
            "Trygghet och säkerhet Ingen ny oro under perioden",
            "Nästa steg",
            "7 december 2026",
            "Signerad 2026-11-09 13:48",
            "Berit Låtsasson Teamledare Underskrift och datum",
            "Skapad av Tuva Påhittsdotter, 2026-11-09 14:02",
            "Sida 1 (2)",
            "Sida 2 (2)",
        ],
    );
}

#[test]
fn the_case_file_keeps_what_was_written_beside_its_correction() {
    check_text(
        &example(CASE_FILE),
        &[
            "2026-10-10 kl. 18:00",
            "Torsdag: grannen Stina Hittepåsson",
            "Rättelse 2026-10-12 10:05, Tuva Påhittsdotter, behandlare Det var grannen",
            "Signerad 2026-10-11 09:12",
            "Inte signerad",
            "3 Händelser Det finns inga uppgifter här.",
        ],
    );
}

#[test]
fn the_proposal_reads_as_the_city_writes() {
    check_text(
        &example(PROPOSAL),
        &[
            "Tjänsteutlåtande Dnr 2.5-0472/2010 Sida 1 (2) 2 september 2010",
            "Handläggare Gudrun Fyrväppling Telefon 08-465 004 00",
            "Till Socialtjänst- och arbetsmarknadsnämnden Sammanträde 21 september 2010",
            "Förvaltningens förslag till beslut 1. Nämnden godkänner",
            "2. Kostnaden",
            "Gun Påhittsson stadsdelsdirektör",
            "Dagar 18–23 oktober 2010",
            "Summa 81 000 kr",
            "Betalas av: MST-nätverkets avgifter 81 000 kr",
            "Bilagor 1. Konferensens program 2. Inbjudan",
            "Sida 2 (2)",
        ],
    );
}

#[test]
fn the_certificate_says_how_much_was_attended() {
    check_text(
        &example(CERTIFICATE),
        &[
            "MST-nätverket (påhittat) 20 november 2026",
            "Intyg om deltagande Tuva Påhittsdotter har deltagit i",
            "Dagar 19 november 2026",
            "Omfattning 1 dag av 1,5 dagar",
            "Berit Låtsasson MST-nätverket (påhittat)",
        ],
    );
    let mut whole = example(CERTIFICATE);
    whole["data"]["whole"] = "".into();
    assert!(!text(&whole).contains("av 1,5"));
    whole["data"]["days"] = json!([]);
    let refused = hemma_report::render(whole.to_string().as_bytes()).unwrap_err();
    assert!(refused.to_string().contains("data.days: is empty"));
}

#[test]
fn head_and_foot_are_on_every_page() {
    for source in [REFERRER_REPORT, CASE_FILE] {
        let mut document = example(source);
        document["data"]["page"]["draft"] = true.into();
        let pdf = pdf(&document);
        for page in poppler(&["pdftotext", "-", "-"], &pdf).split_terminator('\u{c}') {
            for part in [
                "Enskede-Årsta-Vantörs",
                "Utkast",
                "Sekretess 26 kap. 1 § OSL",
                "EÅV-0412",
            ] {
                assert!(page.contains(part), "{part} is missing on {page}");
            }
        }
    }
}

#[test]
fn no_secrecy_line_where_none_is_asked_for() {
    let mut document = example(REFERRER_REPORT);
    document["data"]["page"]["secrecy"] = Value::Null;
    assert!(!text(&document).contains("Sekretess"));
}

#[test]
fn the_templates_speak_english_too() {
    for (source, expected) in [
        (
            REFERRER_REPORT,
            &[
                "To ",
                "5 October – 8 November 2026",
                "Partly met",
                "Next steps",
            ][..],
        ),
        (
            CASE_FILE,
            &[
                "Contents",
                "Correction",
                "Not signed",
                "There is nothing here.",
            ][..],
        ),
    ] {
        let mut document = example(source);
        document["lang"] = "en".into();
        document["title"] = "A title with one 🙂".into();
        document["data"]["page"]["draft"] = true.into();
        check_text(&document, expected);
        check_text(
            &document,
            &["Draft", "Page 1 (", "1 character in the texts is missing"],
        );
    }
}

/// Puts markup into every free text of a document and counts how many there were.
fn spoil(name: &str, value: &mut Value) -> usize {
    const FIXED: [&str; 16] = [
        "template",
        "lang",
        "date",
        "from",
        "to",
        "by",
        "at",
        "made_at",
        "signed_at",
        "meeting_on",
        "days",
        "time",
        "svg",
        "align",
        "assessment",
        "alt",
    ];
    match value {
        Value::String(_) if FIXED.contains(&name) => 0,
        Value::String(text) => {
            text.push_str(" #panic() *x* $x$ <label> @ref `raw` \\ /* a */ // b #eval(\"1\")");
            1
        }
        Value::Array(items) => items.iter_mut().map(|item| spoil(name, item)).sum(),
        Value::Object(fields) => fields
            .iter_mut()
            .map(|(name, field)| spoil(name, field))
            .sum(),
        _ => 0,
    }
}

#[test]
fn markup_in_text_stays_text() {
    for source in EXAMPLES {
        let mut document = example(source);
        let spoilt = spoil("", &mut document);
        // In narrow columns lines break within the marks, and words are hyphenated.
        let bare = |text: &str| text.replace([' ', '\u{ad}'], "");
        let text = bare(&text(&document));
        let least = match source {
            CERTIFICATE => 8,
            ADVERT => 20,
            _ => 40,
        };
        assert!(spoilt > least, "{spoilt}");
        for markup in [
            "#panic()", "*x*", "$x$", "<label>", "@ref", "`raw`", "/* a */", "// b",
        ] {
            let found = text.matches(&bare(markup)).count();
            assert!(found >= spoilt, "{markup}: {found} of {spoilt}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for source in EXAMPLES {
        assert!(pdf(&example(source)) == pdf(&example(source)));
    }
}

#[test]
fn a_character_without_a_glyph_stands_in_and_is_told() {
    let mut document = example(REFERRER_REPORT);
    document["data"]["summary"] = "Barnet ritade 🙂 och skrev سلام.\u{0}\u{202e}".into();
    check_text(
        &document,
        &[
            "Barnet ritade □ och skrev □□□□.",
            "5 tecken i texterna saknas i typsnittet",
        ],
    );
}

#[test]
fn a_word_without_end_stays_on_the_page() {
    let mut document = example(REFERRER_REPORT);
    document["data"]["summary"] = "å".repeat(400).into();
    document["data"]["goals"][0]["goal"] =
        format!("https://example.invalid/{}", "a1b2".repeat(80)).into();
    document["data"]["next_steps"][0]["who"] = "W".repeat(100).into();
    let boxes = poppler(&["pdftotext", "-bbox", "-", "-"], &pdf(&document));
    let edges: Vec<f64> = boxes
        .split("xMax=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect();
    assert!(edges.len() > 300);
    // A4 is 595 points wide and the margin 22 mm.
    assert!(
        edges.iter().all(|&edge| edge < 535.0),
        "{:?}",
        edges.iter().copied().fold(0.0, f64::max)
    );
}

#[test]
fn paragraphs_and_line_breaks_are_kept() {
    let mut document = example(CASE_FILE);
    document["data"]["note"] = "första raden\r\nandra raden\r\n\r\n\r\nnytt stycke".into();
    let text = poppler(&["pdftotext", "-layout", "-", "-"], &pdf(&document));
    assert!(
        text.lines().any(|line| line.trim() == "första raden"),
        "{text}"
    );
    assert!(
        text.lines().any(|line| line.trim() == "nytt stycke"),
        "{text}"
    );
}

#[test]
fn a_long_journal_comes_out_whole() {
    let document = case_file_with_entries(150);
    let text = text(&document);
    for number in 1..=150 {
        assert!(
            text.contains(&format!("Anteckning nummer {number}.")),
            "{number}"
        );
    }
}

#[test]
fn twenty_figures_can_be_set() {
    check_text(&report_with_figures(20), &["Figur 20. "]);
}

#[test]
fn a_report_of_nothing_but_its_head_can_be_set() {
    let document = json!({
        "template": "referrer-report", "lang": "sv", "title": "Veckorapport", "date": "2026-11-09",
        "data": {
            "page": { "board": "Nämnden i Låtsasby", "made_by": "Tuva Påhittsdotter", "made_at": "2026-11-09 14:02" },
            "to": { "name": "Sixten Exempelgren" }, "from": { "name": "Tuva Påhittsdotter" },
            "case_code": "LÅB-1", "period": { "from": "2026-11-02", "to": "2026-11-08" }
        }
    });
    check_text(&document, &["2–8 november 2026", "Sida 1 (1)"]);
}

#[test]
fn a_review_has_figures_targets_actions_and_a_line_for_whoever_has_not_signed() {
    let document = example(REVIEW);
    let expected = [
        "Programgenomgång, andra halvåret 2026",
        "Björkdalens socialnämnd",
        "9 av 12",
        "Ring i stället för att skicka länk",
        "Signerad 2027-01-11 13:30",
        "Underskrift och datum",
    ];
    check_text(&document, &expected);
}

#[test]
fn the_basis_of_an_invoice_says_who_pays_and_every_line() {
    let said = [
        "Fakturaunderlag Nummer 12 Sida 1 (2) 15 januari 2027",
        "Till Granviks kommun Box 1",
        "Er referens Ref 17",
        "Granviks kommun 365 av 365 40 000 kr 40 000 kr",
        "Summa 323 561,65 kr",
        "Skapad av Nanna Vindflöjel",
    ];
    check_text(&example(BILL), &said);
}

#[test]
fn the_advert_says_where_to_apply_and_what_is_asked_for() {
    let said = [
        "Familjebehandlare",
        "Sista dag att söka 13 december 2026",
        "Om arbetet Du möter familjer hemma",
        "Det här behöver du",
        "Samarbeta med föräldrar",
        "Sök på https:",
        "Sida 1 (1)",
    ];
    check_text(&example(ADVERT), &said);
    let mut draft = example(ADVERT);
    draft["data"]["address"] = "".into();
    assert!(!text(&draft).contains("Sök på"));
}
