//! The program as it is started, killed, and starved: what was acknowledged is there, nothing is half kept, the log is
//! whole.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use hemma_server::http::Clock;
use totp_rs::{Builder, Secret};

const HEMMA: &str = env!("CARGO_BIN_EXE_hemma");
const ADMINISTRATOR: &str = "ask.kopparrot@hemma.example";

/// An installation of its own: a folder, and what the program is told by its environment.
struct Installation {
    data: PathBuf,
    environment: BTreeMap<&'static str, String>,
}

/// A running program; it is killed when the test is done with it.
struct Running {
    child: Child,
    port: u16,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _code = self.child.wait();
    }
}

impl Installation {
    /// An empty folder.
    fn bare(environment: BTreeMap<&'static str, String>) -> Installation {
        let data = hemma_testkit::folder();
        Installation { data, environment }
    }

    /// With an administrator who has no way to sign in yet.
    fn new(environment: BTreeMap<&'static str, String>) -> Installation {
        let new = Installation::bare(environment);
        new.cli(&["staff", "add", ADMINISTRATOR, "Ask Kopparrot"]);
        new.cli(&["staff", "post", ADMINISTRATOR, "administrator"]);
        new
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(&self.environment).env("HEMMA_LOG", "warn");
        command
    }

    /// Runs a command to its end; gives what it said.
    #[track_caller]
    fn cli(&self, words: &[&str]) -> String {
        let done = self
            .command(HEMMA)
            .arg("--data")
            .arg(&self.data)
            .args(words)
            .output()
            .unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        let complained = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.success(), "{words:?}: {said}{complained}");
        said
    }

    /// Runs a command that must fail; gives what it complained of.
    #[track_caller]
    fn refused(&self, words: &[&str]) -> String {
        let mut command = self.command(HEMMA);
        command.arg("--data").arg(&self.data).args(words);
        let done = command.output().unwrap();
        let complained = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{words:?}: {complained}");
        complained
    }

    /// Starts the site.
    fn serve(&self) -> Running {
        let mut command = self.command(HEMMA);
        command
            .arg("--data")
            .arg(&self.data)
            .args(["serve", "--listen", "127.0.0.1:0"]);
        started(command)
    }

    /// Starts the site where no file may grow beyond some 512-byte blocks: what a full disk is to a database.
    fn serve_with_little_room(&self, blocks: u64) -> Running {
        let mut command = self.command("sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        command.args(["-c", &script, "sh", HEMMA, "--data"]);
        command
            .arg(&self.data)
            .args(["serve", "--listen", "127.0.0.1:0"]);
        started(command)
    }

    /// Signs somebody in by a new link; gives the session's cookie.
    fn sign_in(&self, running: &Running, email: &str) -> String {
        let said = self.cli(&["staff", "invite", email]);
        let link = said.lines().next().unwrap();
        let path = format!("/welcome/{}", link.rsplit('/').next().unwrap());
        let page = running.ask("GET", &path, "", "").unwrap();
        let secret = page.body.split("data-secret>").nth(1).unwrap();
        let secret = secret.split('<').next().unwrap().replace(' ', "");
        let totp = Builder::new()
            .with_secret(Secret::try_from_base32(secret).unwrap())
            .build()
            .unwrap();
        let now = Clock::machine().now().0.as_second();
        let code = totp.generate(now.try_into().unwrap());
        let form = format!("password=tolv+sm%C3%A5+ord&code={code}");
        let answer = running.ask("POST", &path, "", &form).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.cookie.unwrap()
    }

    /// Who is there, by sign-in name, with the posts.
    fn listed(&self) -> BTreeMap<String, String> {
        self.cli(&["staff", "list"])
            .lines()
            .map(|line| {
                let parts: Vec<&str> = line.split('\t').collect();
                (parts[0].to_owned(), parts[2].to_owned())
            })
            .collect()
    }
}

fn started(mut command: Command) -> Running {
    const READY: &str = "Hemma is running on http://127.0.0.1:";
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    let line = said
        .lines()
        .map_while(Result::ok)
        .find(|line| line.starts_with(READY))
        .expect("the program says where it runs");
    let port = line[READY.len()..].parse().unwrap();
    Running { child, port }
}

struct Answer {
    status: u16,
    cookie: Option<String>,
    body: String,
}

impl Running {
    /// One request on a connection of its own; none if the program is gone.
    fn ask(&self, method: &str, path: &str, cookie: &str, form: &str) -> Option<Answer> {
        ask(self.port, (method, path), cookie, form)
    }
}

fn ask(port: u16, what: (&str, &str), cookie: &str, form: &str) -> Option<Answer> {
    let (method, path) = what;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let length = form.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let cookie = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let session =
            name.eq_ignore_ascii_case("set-cookie") && value.starts_with("hemma_session=");
        session.then(|| value.split(';').next().unwrap().to_owned())
    });
    Some(Answer {
        status,
        cookie,
        body: body.to_owned(),
    })
}

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

/// The example of the manual.
fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operate/site.toml");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_history_goes_in_as_csv_and_comes_back_as_parquet() {
    use hemma_review::generate::{Shape, generate_into};
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
                "{name}:47: teams[0].supervision: `tisdag` is none of"
            )),
            "{said}"
        );
        assert!(said.contains("refused whole, 2 faults"), "{said}");
    }
    std::fs::write(&file, example()).unwrap();
    let import = bare.cli(&["site", "import", &name]);
    assert!(import.contains("adds     network"), "{import}");
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
