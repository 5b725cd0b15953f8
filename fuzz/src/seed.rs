//! Files that readers take, made from what ships with the program.

use std::fmt::Write as _;

use hemma_app::instrument_file::{self, fhir};
use hemma_app::programme_file;
use hemma_domain::instrument::Instrument;

use crate::history::MARK;
use crate::instrument::samples;

/// The shipped definitions of instruments.
pub fn instruments() -> Vec<String> {
    let files = instrument_file::embedded().expect("what ships is in order");
    files.iter().map(|file| file.text().to_owned()).collect()
}

/// The shipped definitions of programmes.
pub fn programmes() -> Vec<String> {
    let files = programme_file::embedded().expect("what ships is in order");
    files.iter().map(|file| file.text().to_owned()).collect()
}

/// The shipped instruments as FHIR, with our extension and without, as another program would write them.
pub fn questionnaires() -> Vec<String> {
    let ours = shipped().iter().map(fhir::to_fhir).collect::<Vec<_>>();
    let foreign = ours
        .iter()
        .map(|text| text.replace("urn:hemma:fhir:rest", "urn:elsewhere"));
    let foreign = foreign.collect::<Vec<_>>();
    [ours, foreign].concat()
}

/// Answers to the shipped instruments.
pub fn answers() -> Vec<String> {
    shipped().iter().flat_map(samples).collect()
}

/// The shipped instruments as data dictionaries, each with a sum and a mean.
pub fn dictionaries() -> Vec<String> {
    shipped().iter().map(dictionary).collect()
}

/// Two small histories of two teams: with a manifest, and without what may be missing.
pub fn histories() -> Vec<String> {
    let whole = HISTORY.map(|(name, rows)| (name, rows.to_owned()));
    let answers = |measure: &str| format!("{measure}{}\n", ",4".repeat(28));
    let items: Vec<String> = (1..=28).map(|item| format!("q{item:02}")).collect();
    let answers = format!("measure_id,{}\n{}", items.join(","), answers("m1"));
    let manifest = r#"{"version": 1, "first_day": "2024-01-01", "day_after_last": "2025-01-01"}"#;
    let mut all = whole.to_vec();
    all.push(("answers_tam.csv", answers));
    let bare = all.clone();
    all.push(("manifest.json", manifest.to_owned()));
    let text = |files: &[(&str, String)]| {
        let each = files
            .iter()
            .map(|(name, rows)| format!("{MARK}{name}\n{rows}"));
        each.collect::<Vec<String>>().concat()
    };
    vec![text(&all), text(&bare)]
}

/// Its files but for answers and the manifest.
const HISTORY: [(&str, &str); 8] = [
    (
        "organisations.csv",
        "organisation_id,partner_id,country,language,name\no1,,SE,sv,Norr\n",
    ),
    (
        "teams.csv",
        "team_id,organisation_id,programme,opened_on,closed_on\nt1,o1,MST,2024-01-01,\nt2,o1,MST-CAN,2024-02-01,2024-11-30\n",
    ),
    (
        "posts.csv",
        "post_id,staff_id,team_id,role,started_on,ended_on\np1,s1,t1,therapist,2024-01-01,\np2,s2,t1,therapist,2024-03-01,2024-09-01\n\
         p3,s3,t2,supervisor,2024-02-01,\n",
    ),
    (
        "families.csv",
        "family_id,birth_year,sex,caregiver_language,referred_by\nf1,2009,f,sv,school\nf2,2011,m,other,board\n",
    ),
    (
        "episodes.csv",
        "episode_id,family_id,team_id,staff_id,programme,opened_on,closed_on,reason,out_home,out_school,out_no_arrest\n\
         e1,f1,t1,s1,MST,2024-02-05,2024-07-01,completed,1,1,0\ne2,f2,t2,s3,MST-CAN,2024-03-04,,,,,\n",
    ),
    (
        "assignments.csv",
        "episode_id,staff_id,from_on,to_on\ne1,s1,2024-02-05,2024-05-01\ne1,s2,2024-05-01,2024-07-01\ne2,s3,2024-03-04,\n",
    ),
    (
        "weeks.csv",
        "episode_id,week_on,contacts,minutes\ne1,2024-02-05,3,180\ne1,2024-02-12,4,200\ne2,2024-03-04,2,90\n",
    ),
    (
        "measures.csv",
        "measure_id,instrument,episode_id,team_id,subject_id,rater_id,due_on,done_on,status,mode,language\n\
         m1,TAM,e1,t1,s1,,2024-02-19,2024-02-20,done,phone,sv\nm2,TAM,e2,t2,s3,,2024-03-18,,unreached,,sv\n",
    ),
];

fn shipped() -> Vec<Instrument> {
    let files = instrument_file::embedded().expect("what ships is in order");
    files
        .into_iter()
        .map(instrument_file::InstrumentFile::into_instrument)
        .collect()
}

fn dictionary(instrument: &Instrument) -> String {
    let mut text = String::from(
        "\"Variable / Field Name\",\"Form Name\",\"Field Type\",\"Field Label\",\
         \"Choices, Calculations, OR Slider Labels\",\"Branching Logic (Show field only if...)\"\n",
    );
    let form = instrument.code.to_ascii_lowercase();
    let mut line = |cells: [&str; 5]| {
        let [name, kind, label, choices, logic] = cells;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{name},{form},{kind},\"{label}\",\"{choices}\",\"{logic}\""
        );
    };
    line(["record", "text", "Record", "", ""]);
    let mut fields = Vec::new();
    for item in &instrument.items {
        let set = instrument.responses_of(item).expect("checked");
        let choices: Vec<String> = set
            .options
            .iter()
            .map(|option| format!("{}, Answer {}", option.value, option.value))
            .collect();
        let logic = match fields.first() {
            Some(first) if item.ask_when.is_some() => format!("{first} <> '0' and {first} > 1"),
            _ => String::new(),
        };
        line([
            &item.code,
            "radio",
            &item.code,
            &choices.join(" | "),
            &logic,
        ]);
        fields.push(format!("[{}]", item.code));
    }
    for rule in ["sum", "mean"] {
        let all = format!("{rule}({})", fields.join(", "));
        line([rule, "calc", rule, &all, ""]);
    }
    text
}
