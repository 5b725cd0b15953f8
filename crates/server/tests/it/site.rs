//! A site and its history by the command line: set up from files, and given back as files.

use std::collections::BTreeMap;
use std::path::Path;

use hemma_review::generate::{Shape, generate_into};

use crate::installation::{ADMINISTRATOR, Installation};

/// The example of the manual.
pub(crate) fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operate/site.toml");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_history_goes_in_as_csv_and_comes_back_as_parquet() {
    let bare = Installation::bare(BTreeMap::new());
    let folder = hemma_testkit::folder();
    let at = |name: &str| folder.join(name).display().to_string();
    std::fs::write(at("site.toml"), example()).unwrap();
    bare.cli(&["site", "import", &at("site.toml")]);
    let shape = Shape {
        teams: 1,
        years: 2,
        seed: 5,
    };
    generate_into(shape, &folder.join("history")).unwrap();
    let teams = std::fs::read_to_string(at("history/teams.csv")).unwrap();
    let team = teams.lines().nth(1).unwrap().split(',').next().unwrap();
    let team = format!("{team}=MST Talludden");
    let into = ["--into", "MST Norra nätet", "--team", &team];
    let families = at("history/families.csv");
    let text = std::fs::read_to_string(&families).unwrap();
    std::fs::write(&families, text.replacen(",f,", ",girl,", 1)).unwrap();
    let history = at("history");
    let import = [&["import", "network", &history], into.as_slice()].concat();
    let refused = bare.refused(&import);
    assert!(refused.contains("refused whole, 1 fault"), "{refused}");
    let done = bare.cli(&[import.as_slice(), &["--leave-out-refused"]].concat());
    assert!(done.contains("are imported into MST Norra nätet"), "{done}");
    std::fs::write(&families, text).unwrap();
    bare.cli(&import);
    let network = ["--network", "MST Norra nätet", "--out"];
    let (plain, packed) = (at("plain.zip"), at("packed.zip"));
    let export = [&["review", "export"], network.as_slice()].concat();
    bare.cli(&[export.as_slice(), &[&plain]].concat());
    bare.cli(&[export.as_slice(), &[&packed, "--parquet"]].concat());
    assert!(!folder.join("packed.zip.part").exists());
    let again = bare.cli(&[&["import", "network", &packed], into.as_slice()].concat());
    assert!(
        again.contains("the history that was there is replaced"),
        "{again}"
    );
    for name in ["plain", "packed"] {
        let (from, out) = (at(&format!("{name}.zip")), at(name));
        bare.cli(&["review", "indicators", "--from", &from, "--out", &out]);
    }
    let figures = |name: &str| std::fs::read(folder.join(name).join("indicators.csv")).unwrap();
    assert!(figures("plain") == figures("packed"));
}

/// Today's CAM: 23 items of 1 to 6, where the reference has 44 of 1 to 5.
#[test]
fn a_history_of_another_instrument_is_taken_with_its_settings() {
    let bare = Installation::bare(BTreeMap::new());
    let folder = hemma_testkit::folder();
    let at = |name: &str| folder.join(name).display().to_string();
    std::fs::write(at("site.toml"), example()).unwrap();
    bare.cli(&["site", "import", &at("site.toml")]);
    let shape = Shape {
        teams: 1,
        years: 1,
        seed: 5,
    };
    generate_into(shape, &folder.join("history")).unwrap();
    std::fs::remove_file(at("history/manifest.json")).unwrap();
    let measures = std::fs::read_to_string(at("history/measures.csv")).unwrap();
    let is_cam = |line: &&str| line.split(',').nth(1) == Some("CAM") && line.contains(",done,");
    let items = |value: &dyn Fn(usize) -> String| {
        (1..=23)
            .map(|item| format!(",{}", value(item)))
            .collect::<String>()
    };
    let header = format!("measure_id{}\n", items(&|item| format!("q{item:02}")));
    let rows = measures.lines().filter(is_cam).map(|line| {
        let id = line.split(',').next().unwrap();
        format!("{id}{}\n", items(&|item| (1 + item % 6).to_string()))
    });
    let answers: String = std::iter::once(header).chain(rows).collect();
    assert!(1 < answers.lines().count(), "the generator asks for it");
    std::fs::write(at("history/answers_cam.csv"), answers).unwrap();
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../review/reference.toml");
    let reference = std::fs::read_to_string(reference).unwrap();
    let old = "name = \"CAM\"\nitems = 44\ncategories = 5";
    assert!(reference.contains(old));
    let new = "name = \"CAM\"\nitems = 23\ncategories = 6";
    std::fs::write(at("settings.toml"), reference.replace(old, new)).unwrap();
    let teams = std::fs::read_to_string(at("history/teams.csv")).unwrap();
    let team = teams.lines().nth(1).unwrap().split(',').next().unwrap();
    let team = format!("{team}=MST Talludden");
    let (history, settings) = (at("history"), at("settings.toml"));
    let into = ["--into", "MST Norra nätet", "--team", &team];
    let import = [&["import", "network", &history], into.as_slice()].concat();
    let refused = bare.refused(&import);
    assert!(refused.contains("answers_cam.csv:1: "), "{refused}");
    let done = bare.cli(&[import.as_slice(), &["--settings", &settings]].concat());
    assert!(done.contains("are imported into MST Norra nätet"), "{done}");
    let other = reference.replace("items = 28", "items = 26");
    std::fs::write(at("settings.toml"), other).unwrap();
    std::fs::remove_file(at("history/answers_tam.csv")).unwrap();
    std::fs::remove_file(at("history/answers_cam.csv")).unwrap();
    let refused = bare.refused(&[import.as_slice(), &["--settings", &settings]].concat());
    assert!(
        refused.contains("scores are counted in parts of"),
        "{refused}"
    );
}

#[test]
fn a_site_is_set_up_from_a_file_and_its_people_sign_in() {
    let bare = Installation::bare(BTreeMap::new());
    let folder = hemma_testkit::folder();
    let file = folder.join("site.toml");
    std::fs::write(&file, example()).unwrap();
    let file = file.display().to_string();
    let check = bare.cli(&["site", "check", &file]);
    assert!(
        check.contains("judged as the first file of a new site"),
        "{check}"
    );
    assert_eq!(std::fs::read_dir(&bare.data).unwrap().count(), 0);
    let import = bare.cli(&["site", "import", &file]);
    assert!(
        import.contains("  adds     team MST-CAN Talludden"),
        "{import}"
    );
    bare.cli(&["staff", "add", ADMINISTRATOR, "Ask Kopparrot"]);
    bare.cli(&["staff", "post", ADMINISTRATOR, "administrator"]);
    let leader = "lova.mossrot@hemma.example";
    bare.cli(&["staff", "add", leader, "Lova Mossrot"]);
    let at = ["--at", "MST Talludden"];
    bare.cli(&["staff", "post", leader, "group_leader", at[0], at[1]]);
    let running = bare.serve();
    let cookie = bare.sign_in(&running, leader);
    let me = running.ask("GET", "/api/v1/me", &cookie, "").unwrap().body;
    let team = me.split("\"team\":\"").nth(1).unwrap();
    let path = format!("/teams/{}", team.split('"').next().unwrap());
    let page = running.ask("GET", &path, &cookie, "").unwrap();
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("MST Talludden"), "{}", page.body);

    std::fs::write(&file, example().replacen("12:00:00", "16:30:00", 1)).unwrap();
    let check = bare.cli(&["site", "check", &file]);
    let change = "hand_in: monday 12:00 -> monday 16:30";
    assert!(check.contains(change) && check.contains("would"), "{check}");
    let import = bare.cli(&["site", "import", &file]);
    assert!(
        import.contains(change) && import.contains("in force now"),
        "{import}"
    );
    let again = bare.cli(&["site", "import", &file]);
    assert!(again.contains("nothing changes"), "{again}");
}

#[test]
fn a_file_with_faults_is_told_by_line_and_refused_whole() {
    let bare = Installation::bare(BTreeMap::new());
    let file = hemma_testkit::folder().join("site.toml");
    let text = example().replace("\"tuesday\"", "\"tisdag\"");
    std::fs::write(&file, text).unwrap();
    let name = file.display().to_string();
    for act in ["check", "import"] {
        let said = bare.refused(&["site", act, &name]);
        assert!(
            said.contains(&format!(
                "{name}:49: teams[0].supervision: `tisdag` is none of"
            )),
            "{said}"
        );
        assert!(said.contains("refused whole, 2 faults"), "{said}");
    }
    std::fs::write(&file, example()).unwrap();
    let import = bare.cli(&["site", "import", &name]);
    assert!(import.contains("adds     network"), "{import}");
}
