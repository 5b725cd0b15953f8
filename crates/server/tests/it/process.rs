//! The program as it is started, killed, and starved: what was acknowledged is there, nothing is half kept, the log is
//! whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use crate::installation::{ADMINISTRATOR, HEMMA, Installation, Running, ask, started};
use crate::site::example;

/// A person to be added, with a post, in one save.
fn person(name: &str) -> String {
    format!(
        "name=Rolf+R%C3%B6nnsprang&email={name}@hemma.example&language=sv&role=administrator&place=site&from=2026-01-01"
    )
}

fn add(port: u16, cookie: &str, name: &str) -> Option<u16> {
    let what = ("POST", "/settings/staff/new");
    ask(port, what, cookie, &person(name)).map(|answer| answer.status)
}

/// Saves from several hands at once until the program is killed; the names whose saves were acknowledged.
fn save_until_killed(mut running: Running, cookie: &str, round: u32) -> Vec<String> {
    const HANDS: u32 = 4;
    const ENOUGH: usize = 25;
    let (told, acknowledged) = mpsc::channel();
    let hands: Vec<_> = (0..HANDS)
        .map(|hand| {
            let (told, cookie, port) = (told.clone(), cookie.to_owned(), running.port);
            std::thread::spawn(move || {
                for number in 0_u32.. {
                    let name = format!("rolf-{round}-{hand}-{number}");
                    match add(port, &cookie, &name) {
                        Some(303) => told.send(name).unwrap(),
                        Some(status) => panic!("{name}: {status}"),
                        None => return,
                    }
                }
            })
        })
        .collect();
    drop(told);
    let mut names: Vec<String> = acknowledged.iter().take(ENOUGH).collect();
    running.child.kill().unwrap();
    names.extend(acknowledged.iter());
    for hand in hands {
        hand.join().unwrap();
    }
    names
}

#[test]
fn killed_in_the_middle_of_saves_nothing_acknowledged_is_lost_and_nothing_is_half_kept() {
    let installation = Installation::new(BTreeMap::new());
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let running = installation.serve();
        let cookie = installation.sign_in(&running, ADMINISTRATOR);
        acknowledged.extend(save_until_killed(running, &cookie, round));
        let check = installation.cli(&["check"]);
        assert!(check.contains("every chain is whole"), "{check}");
    }
    let there = installation.listed();
    for name in &acknowledged {
        let posts = there.get(&format!("{name}@hemma.example"));
        assert_eq!(posts.map(String::as_str), Some("administrator"), "{name}");
    }
    for (email, posts) in &there {
        assert_eq!(posts, "administrator", "{email} is half kept");
    }
}

#[test]
fn with_a_full_disk_a_save_is_refused_and_what_was_saved_stays() {
    let installation = Installation::new(BTreeMap::new());
    let kept = {
        let running = installation.serve();
        let cookie = installation.sign_in(&running, ADMINISTRATOR);
        assert_eq!(add(running.port, &cookie, "before"), Some(303));
        cookie
    };
    let size = largest_file(&installation.data);
    let running = installation.serve_with_little_room(size / 512 + 64);
    let mut saved = Vec::new();
    let refused = (0..400).find_map(|number| {
        let name = format!("rolf-{number}");
        let answer = running
            .ask("POST", "/settings/staff/new", &kept, &person(&name))
            .expect("an answer");
        match answer.status {
            303 => {
                saved.push(name);
                None
            }
            _ => Some(answer),
        }
    });
    let refused = refused.expect("the disk is full at last");
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(refused.body.contains("Det går inte att spara just nu"));
    drop(running);
    let there = installation.listed();
    for name in saved.iter().map(String::as_str).chain(["before"]) {
        assert!(
            there.contains_key(&format!("{name}@hemma.example")),
            "{name}"
        );
    }
    let running = installation.serve();
    assert_eq!(add(running.port, &kept, "after"), Some(303));
    drop(running);
    let check = installation.cli(&["check"]);
    assert!(check.contains("every chain is whole"), "{check}");
}

fn largest_file(folder: &Path) -> u64 {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .max()
        .unwrap()
}

#[tokio::test]
async fn a_database_that_goes_and_comes_back_costs_nothing_but_the_wait() {
    // Without a PostgreSQL there is no database that can go away; `cargo xtask test` starts one.
    let Some(url) = hemma_testkit::postgres_url().await else {
        return;
    };
    let environment = BTreeMap::from([("HEMMA_DATABASE", url.clone())]);
    let installation = Installation::new(environment);
    let running = installation.serve();
    let cookie = installation.sign_in(&running, ADMINISTRATOR);
    assert_eq!(add(running.port, &cookie, "before"), Some(303));
    hemma_testkit::let_in(&url, false).await;
    let answer = running
        .ask("POST", "/settings/staff/new", &cookie, &person("meanwhile"))
        .unwrap();
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(
        answer.body.contains("Databasen svarar inte"),
        "{}",
        answer.body
    );
    hemma_testkit::let_in(&url, true).await;
    assert_eq!(add(running.port, &cookie, "after"), Some(303));
    drop(running);
    let there = installation.listed();
    assert!(there.contains_key("before@hemma.example"));
    assert!(there.contains_key("after@hemma.example"));
    assert!(!there.contains_key("meanwhile@hemma.example"));
    let check = installation.cli(&["check"]);
    assert!(check.contains("every chain is whole"), "{check}");
}

#[tokio::test]
async fn check_says_where_the_log_is_broken() {
    let installation = Installation::new(BTreeMap::new());
    let check = installation.cli(&["check"]);
    assert!(
        check.contains("idle_minutes = 30 (default; default 30, from 5 to 240)"),
        "{check}"
    );
    let broken = "DROP TRIGGER audit_no_update; UPDATE audit SET detail = 'nothing' WHERE seq = 2";
    hemma_testkit::tamper(&installation.data.join("hemma.db"), broken).await;
    let done = installation
        .command(HEMMA)
        .arg("--data")
        .arg(&installation.data)
        .arg("check")
        .output()
        .unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(
        said.contains("BROKEN: the chain of the site at row 2"),
        "{said}"
    );
}

#[test]
fn a_folder_that_cannot_be_opened_says_why_and_stays_as_it_is() {
    let installation = Installation::new(BTreeMap::new());
    let (database, key) = ("hemma.db", "master.key");
    let (database, key) = (
        installation.data.join(database),
        installation.data.join(key),
    );
    let refused = || installation.refused(&["staff", "list"]);
    let secret = std::fs::read_to_string(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let said = refused();
    assert!(said.contains("master.key is missing"), "{said}");
    assert!(!key.exists(), "no other key is made in its place");
    std::fs::write(&key, secret.replace(&secret[..4], "AAAA")).unwrap();
    let said = refused();
    assert!(said.contains("master.key does not fit this data"), "{said}");
    std::fs::write(&key, &secret).unwrap();
    assert!(installation.listed().contains_key(ADMINISTRATOR));

    let damaged = vec![b'x'; 8_192];
    std::fs::write(&database, &damaged).unwrap();
    let said = refused();
    assert!(said.contains("hemma.db cannot be used"), "{said}");
    assert!(said.contains("restore a backup"), "{said}");
    assert_eq!(std::fs::read(&database).unwrap(), damaged);
}

#[test]
fn check_writes_nothing_where_there_is_no_data() {
    let bare = Installation::bare(BTreeMap::new());
    let said = bare.refused(&["check"]);
    assert!(said.contains("there is no data in"), "{said}");
    assert!(said.contains("nothing was written"), "{said}");
    assert_eq!(std::fs::read_dir(&bare.data).unwrap().count(), 0);
    let mistyped = Installation {
        data: bare.data.join("mistyped"),
        ..bare
    };
    mistyped.refused(&["check"]);
    assert!(!mistyped.data.exists());
}

/// What `check` says, with one setting in the environment, of a folder without data.
#[track_caller]
fn check_settings(name: &str, value: &str) -> String {
    let bare = Installation::bare(BTreeMap::new());
    let mut command = bare.command(HEMMA);
    command.env(name, value).arg("--data").arg(&bare.data);
    let done = command.arg("check").output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8(done.stdout).unwrap();
    said + &String::from_utf8(done.stderr).unwrap()
}

#[test]
fn check_prints_no_secret() {
    for (name, value, shown) in [
        (
            "HEMMA_MAIL_SERVER",
            "smtps://kerstin@stad.se:hemligt@mail.example",
            "mail_server = smtps://…@mail.example (",
        ),
        (
            "HEMMA_MAIL_SERVER",
            "smtp://kerstin:hem@ligt@mail.example:587?tls=required",
            "mail_server = smtp://…@mail.example:587?… (",
        ),
        (
            "HEMMA_DATABASE",
            "postgresql://hemma:hem@ligt@db.example/hemma",
            "database = postgresql://…@db.example/hemma (",
        ),
        (
            "HEMMA_DATABASE",
            "postgres://db.example/hemma?user=hemma&password=hemligt",
            "database = postgres://db.example/hemma?… (",
        ),
    ] {
        let bare = Installation::bare(BTreeMap::new());
        let settings = "mail_from = \"hemma@stad.se\"";
        std::fs::write(bare.data.join("hemma.toml"), settings).unwrap();
        let mut command = bare.command(HEMMA);
        command.env(name, value).arg("--data").arg(&bare.data);
        let done = command.arg("check").output().unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        assert!(said.contains(shown), "{value}: {said}");
        for secret in ["hemligt", "ligt", "kerstin"] {
            assert!(!said.contains(secret), "{value}: {said}");
        }
    }
}

#[test]
fn nonsense_in_a_setting_is_refused_by_its_name() {
    for (name, value, told) in [
        (
            "HEMMA_ORIGN",
            "https://hemma.example",
            "hemma: HEMMA_ORIGN in the environment: there is no such setting; HEMMA_ORIGIN may be meant.",
        ),
        (
            "HEMMA_SOMETHING",
            "1",
            "hemma: HEMMA_SOMETHING in the environment: there is no such setting. ",
        ),
        (
            "HEMMA_ORIGIN",
            "https://hemma.example/start",
            "hemma: setting origin: https://hemma.example/start has a path",
        ),
        (
            "HEMMA_ORIGIN",
            "http://localhostevil.example",
            "hemma: setting origin: must begin with https://",
        ),
        (
            "HEMMA_ORIGIN",
            "https://kerstin@hemma.example",
            "hemma: setting origin: `kerstin@hemma.example` is not a host name",
        ),
        (
            "HEMMA_ORIGIN",
            "https://hemma.example:http",
            "hemma: setting origin: the port",
        ),
        (
            "HEMMA_MAIL_FROM",
            "kerstin",
            "hemma: setting mail_from: not a mail address",
        ),
        (
            "HEMMA_MAIL_SERVER",
            "mail.example:hemligt",
            "hemma: setting mail_server: not an address as in smtps://name:word@host\n",
        ),
        (
            "HEMMA_LOG",
            "hemma=loud",
            "hemma: setting log: hemma=loud cannot be read",
        ),
    ] {
        let said = check_settings(name, value);
        assert!(said.starts_with(told), "{name}={value}: {said}");
    }
    for origin in ["https://hemma.example:8443", "http://localhost:8080"] {
        let said = check_settings("HEMMA_ORIGIN", origin);
        assert!(
            said.contains(&format!("origin = {origin} (environment")),
            "{said}"
        );
    }
}

#[test]
fn a_scale_outside_its_range_is_refused() {
    let bare = Installation::bare(BTreeMap::new());
    for scale in ["0", "61"] {
        let mut command = bare.command(HEMMA);
        command.arg("--data").arg(&bare.data);
        let done = command.args(["demo", "--scale", scale]).output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(!done.status.success(), "{said}");
        assert!(said.contains("1..=60"), "{said}");
    }
    assert_eq!(std::fs::read_dir(&bare.data).unwrap().count(), 0);
}

#[test]
fn a_backup_onto_a_file_is_refused_in_plain_words() {
    let installation = Installation::new(BTreeMap::new());
    let file = hemma_testkit::folder().join("backup.db");
    std::fs::write(&file, "kept").unwrap();
    let name = file.display().to_string();
    let said = installation.refused(&["backup", "--to", &name]);
    assert_eq!(
        said,
        format!("hemma: {name} is there already; nothing was written\n")
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "kept");
}

/// Files of a folder that others than their owner can read.
#[cfg(unix)]
fn readable_by_others(folder: &Path) -> Vec<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.metadata().unwrap().permissions().mode() & 0o077 != 0)
        .map(|entry| entry.path())
        .collect()
}

#[cfg(unix)]
#[test]
fn what_is_written_only_its_owner_can_read() {
    const NONE: Vec<PathBuf> = Vec::new();
    let installation = Installation::new(BTreeMap::new());
    let out = hemma_testkit::folder();
    let file = out.join("site.toml");
    std::fs::write(&file, example()).unwrap();
    installation.cli(&["site", "import", &file.display().to_string()]);
    std::fs::remove_file(&file).unwrap();
    let running = installation.serve();
    let _cookie = installation.sign_in(&running, ADMINISTRATOR);
    assert!(installation.data.join("hemma.db-wal").exists());
    assert_eq!(readable_by_others(&installation.data), NONE);
    let backup = out.join("backup.db");
    installation.cli(&["backup", "--to", &backup.display().to_string()]);
    let export = out.join("export");
    let to = export.display().to_string();
    installation.cli(&["export", "--board", "TAL", "--out", &to]);
    assert_eq!(readable_by_others(&out), NONE);
    assert_eq!(readable_by_others(&export), NONE);
    drop(running);

    let restored = Installation::bare(BTreeMap::new());
    let key = "master.key";
    std::fs::copy(installation.data.join(key), restored.data.join(key)).unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(&backup, open).unwrap();
    restored.cli(&["restore", "--from", &backup.display().to_string()]);
    assert_eq!(readable_by_others(&restored.data), NONE);
    assert!(restored.listed().contains_key(ADMINISTRATOR));
}

#[test]
fn a_header_that_is_too_long_is_refused_and_the_next_request_is_served() {
    let installation = Installation::new(BTreeMap::new());
    let running = installation.serve();
    let cookie = format!("hemma_session={}", "a".repeat(1 << 20));
    let answer = running.ask("GET", "/sign-in", &cookie, "");
    assert!(answer.is_none_or(|answer| answer.status == 431));
    assert_eq!(running.ask("GET", "/sign-in", "", "").unwrap().status, 200);
}

#[test]
fn no_secret_is_in_the_log_of_a_sign_in() {
    let mut installation = Installation::new(BTreeMap::new());
    installation
        .environment
        .insert("HEMMA_LOG", "trace".to_owned());
    let mut command = installation.command(HEMMA);
    let log = installation.data.join("log");
    command
        .env("HEMMA_LOG", "trace")
        .arg("--data")
        .arg(&installation.data)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stderr(std::fs::File::create(&log).unwrap());
    let running = started(command);
    let cookie = installation.sign_in(&running, ADMINISTRATOR);
    assert_eq!(add(running.port, &cookie, "rolf"), Some(303));
    drop(running);
    let log = std::fs::read_to_string(log).unwrap();
    assert!(
        log.contains("/settings/staff/new"),
        "the log says what was asked"
    );
    let token = cookie.split_once('=').unwrap().1;
    for secret in ["tolv", token, "argon2id", "Rönnsprang", "R%C3%B6nnsprang"] {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
}
