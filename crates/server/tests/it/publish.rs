//! Publishing a rota by the program as it is killed: it holds whole or not at all, and what was acknowledged holds.

use std::collections::BTreeMap;
use std::fs;

use hemma_domain::time::{Day, Week};
use hemma_server::http::Clock;
use serde_json::Value;

use crate::installation::{Installation, Running, ask};
use crate::site::example;

const LEADER: &str = "greta.isranunkel@hemma.example";
const THERAPISTS: usize = 5;
/// Weeks of one rota.
const WEEKS: i64 = 3;
/// Looks at what the database has written until the program is killed; none where it is killed once it has answered.
const LOOKS: [Option<u32>; 7] = [
    Some(0),
    Some(1_000),
    Some(4_000),
    Some(16_000),
    Some(64_000),
    Some(256_000),
    None,
];

/// A pool with a leader and some therapists.
fn installation() -> Installation {
    let place = Installation::bare(BTreeMap::new());
    let file = hemma_testkit::folder().join("site.toml");
    fs::write(&file, example()).unwrap();
    place.cli(&["site", "import", &file.display().to_string()]);
    let at = ["--at", "MST Talludden"];
    let post = |email: &str, name: &str, role: &str| {
        place.cli(&["staff", "add", email, name]);
        place.cli(&["staff", "post", email, role, at[0], at[1]]);
    };
    post(LEADER, "Greta Isranunkel", "group_leader");
    for number in 0..THERAPISTS {
        let email = format!("kajsa.{number}@hemma.example");
        post(
            &email,
            &format!("Kajsa Vassrugg {number}"),
            "family_therapist",
        );
    }
    place
}

/// A leader at a running program.
struct Desk<'a> {
    running: &'a Running,
    cookie: &'a str,
}

impl<'a> Desk<'a> {
    fn at(running: &'a Running, cookie: &'a str) -> Desk<'a> {
        Desk { running, cookie }
    }

    #[track_caller]
    fn read(&self, path: &str) -> Value {
        let answer = self.running.ask("GET", path, self.cookie, "").unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// Sends a form; gives where it leads.
    #[track_caller]
    fn post(&self, path: &str, form: &str) -> String {
        let answer = self.running.ask("POST", path, self.cookie, form).unwrap();
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        answer.location.unwrap()
    }

    /// The pool that the leader is in.
    fn pool(&self) -> String {
        let answer = self.running.ask("GET", "/duty", self.cookie, "").unwrap();
        let location = answer.location.expect("one pool alone");
        location.rsplit('/').next().unwrap().to_owned()
    }

    /// Plans the plain nights of some weeks, one therapist after the other, which is lawful at any time of the year; gives
    /// where the draft is.
    fn drafted(&self, pool: &str, first: Day) -> String {
        let last = first.plus(WEEKS * 7 - 1);
        let form = format!("first={first}&last={last}");
        let draft = self.post(&format!("/duty/{pool}/rotas"), &form);
        let members = self.read(&format!("/api/v1/pools/{pool}/members"));
        let members = members["members"].as_array().unwrap();
        let therapists = members
            .iter()
            .filter(|one| one["role"] == "family_therapist");
        let mut next = therapists.map(|one| one["staff"].as_str().unwrap()).cycle();
        let seen = self.read(&api(&draft));
        let rota = self.read(&format!(
            "/api/v1/pools/{pool}/rota?from={first}&until={last}"
        ));
        let mut lines = rota["lines"].as_array().unwrap().iter();
        let answers_first = |one: &&Value| one["level"] == 1;
        let line = &lines.find(answers_first).expect("a first line")["id"];
        let is_night = |one: &&Value| one["line"] == *line && one["kind"] == "night";
        for duty in seen["duties"].as_array().unwrap().iter().filter(is_night) {
            let (id, staff) = (duty["id"].as_str().unwrap(), next.next().unwrap());
            let form = format!("duty={id}&before=&after={staff}");
            self.post(&format!("{draft}/assign"), &form);
        }
        draft
    }
}

/// Where JSON is read of a page.
fn api(page: &str) -> String {
    let path = page.split('?').next().unwrap();
    path.replace("/duty/", "/api/v1/pools/")
}

/// Sends the decision to publish and kills the program. Says whether it was acknowledged.
fn kill_while_publishing(
    place: &Installation,
    mut running: Running,
    (cookie, draft, form): (&str, &str, &str),
    looks: Option<u32>,
) -> bool {
    let written = place.data.join("hemma.db-wal");
    let path = format!("{draft}/publish");
    let port = running.port;
    std::thread::scope(|scope| {
        let sent = scope.spawn(move || ask(port, ("POST", &path), cookie, form));
        let size = || fs::metadata(&written).map_or(0, |file| file.len());
        let before = size();
        match looks {
            // Ever later, and at the latest as soon as anything of it is written.
            Some(looks) => {
                let _written = (0..looks).find(|_| size() != before);
            }
            None => {
                while !sent.is_finished() {
                    std::thread::yield_now();
                }
            }
        }
        running.child.kill().unwrap();
        let answer = sent.join().unwrap();
        answer.is_some_and(|answer| answer.status == 303)
    })
}

#[test]
fn killed_while_publishing_a_rota_holds_whole_or_not_at_all() {
    let place = installation();
    let running = place.serve();
    let cookie = place.sign_in(&running, LEADER);
    let pool = Desk::at(&running, &cookie).pool();
    drop(running);
    // Later than the agreement's notice, so that nobody must say why.
    let begin = Week::of(Clock::machine().now().day().plus(28)).first_day();
    let mut held = Vec::new();
    for (number, looks) in (0_i64..).zip(LOOKS) {
        let first = begin.plus(number * WEEKS * 7);
        let running = place.serve();
        let draft = Desk::at(&running, &cookie).drafted(&pool, first);
        let seen = Desk::at(&running, &cookie).read(&api(&draft));
        assert_eq!(seen["unlawful"], 0, "{seen}");
        let changes = seen["changes"].as_array().unwrap().len();
        assert!(changes > THERAPISTS, "nights of some weeks: {changes}");
        let form = format!(
            "version={}&pool_version={}",
            seen["version"], seen["pool_version"]
        );
        let sent = (cookie.as_str(), draft.as_str(), form.as_str());
        let acknowledged = kill_while_publishing(&place, running, sent, looks);
        let running = place.serve();
        let until = first.plus(WEEKS * 7);
        let rota = format!("/api/v1/pools/{pool}/rota?from={first}&until={until}");
        let rota = Desk::at(&running, &cookie).read(&rota);
        let duties = rota["duties"].as_array().unwrap().iter();
        let turns: usize = duties
            .map(|one| one["turns"].as_array().unwrap().len())
            .sum();
        let state = &Desk::at(&running, &cookie).read(&api(&draft))["rota"]["state"];
        match state.as_str().unwrap() {
            "published" => assert_eq!(turns, changes),
            "draft" => assert_eq!((turns, acknowledged), (0, false)),
            other => panic!("{other}"),
        }
        held.push(state == "published");
        drop(running);
        let check = place.cli(&["check"]);
        assert!(check.contains("every chain is whole"), "{check}");
    }
    assert_eq!(held.last(), Some(&true), "what is acknowledged holds");
}
