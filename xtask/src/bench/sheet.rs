//! `cargo xtask bench sheet`: what an interview of 28 items costs, beside a minimal service that takes a sheet whole.
//!
//! Ours is asked as an interviewer's browser asks: a session, one answer a request, each kept durably as it is given,
//! then the end, which scores; and as its outbox asks, with all answers in one request. The peer (`xtask/bench/peer.py`) knows nobody and scores nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{CLIENTS, Meter, SEED, TODAY, ms, refused, release, sign_in};
use crate::failure::{Failure, Result};
use crate::html;
use crate::load::{self, Client, Times};
use crate::postgres::{Commits, Postgres};
use crate::process::Server;
use crate::python;
use crate::run;

/// Times the eleven teams: there must be a measure to ask for each client of each kind of request, and some to finish.
const SCALE: &str = "4";

/// Items of the instrument that is asked, as many as the peer takes.
const ITEMS: usize = 28;

/// Interviews held from the first item to the last.
const WHOLE: usize = 20;

/// Pinned, so that the same peer is measured tomorrow.
const PEER: [&str; 2] = ["fastapi==0.165.0", "uvicorn[standard]==0.54.0"];

/// One interview of one interviewer.
struct Interview {
    client: Client,
    /// Its address.
    path: String,
    /// The codes of its items.
    items: Vec<String>,
    /// What it says for the version of its sheet.
    version: u64,
    /// Answers given so far.
    given: usize,
}

/// What is measured: the server, and the database if it is a program of its own.
struct Measured<'a> {
    name: &'static str,
    server: Server,
    meter: Meter,
    postgres: Option<&'a Postgres>,
}

pub(super) fn sheet(time: Duration) -> Result<()> {
    let program = release()?;
    run::say(
        "\n| what | clients | p50 ms | p99 ms | requests/s | CPU ms each | requests per CPU s | statements each |",
    );
    run::say("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut sizes = vec![];
    let data = run::target()?.join("bench-sheet");
    sizes.push(ours(&program, &data, None, time)?);
    let postgres = Postgres::start(Commits::Durable)?;
    sizes.push(ours(&program, &data, Some(&postgres), time)?);
    drop(postgres);
    peer(&data, time)?;
    run::say("");
    sizes.iter().for_each(|line| run::say(line));
    Ok(())
}

/// Whole interviews, then answers by so many interviewers at once; gives what an interview takes on the disk.
fn ours(
    program: &Path,
    data: &Path,
    postgres: Option<&Postgres>,
    time: Duration,
) -> Result<String> {
    let name = match postgres {
        None => "SQLite",
        Some(_) => "PostgreSQL",
    };
    if data.exists() {
        fs::remove_dir_all(data)?;
    }
    let start = || -> Result<Measured<'_>> {
        let meter = Meter::new()?;
        let server = started(program, data, postgres, &meter)?;
        Ok(Measured {
            name,
            server,
            meter,
            postgres,
        })
    };
    let bytes = || match postgres {
        None => Ok(sqlite_bytes(data)),
        Some(postgres) => postgres.bytes(),
    };
    drop(start()?);
    let before = bytes()?;
    let measured = start()?;
    whole(&measured)?;
    drop(measured);
    let grown = bytes()?.saturating_sub(before);
    let measured = start()?;
    scored(&measured)?;
    for (what, act) in [
        ("a whole sheet", Interview::sheet as fn(&mut Interview) -> _),
        ("one answer", Interview::answer),
    ] {
        for count in CLIENTS {
            let interviews = interviews(&measured.server, count)?;
            let name = format!("{name}, {what}");
            measured.row((&name, count), || load::repeat(interviews, time, &act))?;
        }
    }
    let whole = u64::try_from(WHOLE).unwrap_or(u64::MAX);
    Ok(format!(
        "{name}: {} bytes for each interview of {ITEMS} answers, its log included",
        grown / whole
    ))
}

fn started(
    program: &Path,
    data: &Path,
    postgres: Option<&Postgres>,
    meter: &Meter,
) -> Result<Server> {
    let data = data.display().to_string();
    let args = [
        "demo",
        "--data",
        &data,
        "--listen",
        "127.0.0.1:0",
        "--seed",
        SEED,
        "--today",
        TODAY,
        "--scale",
        SCALE,
    ];
    let url = postgres.map(Postgres::url).unwrap_or_default();
    let env = [
        ("HEMMA_METRICS", meter.address.as_str()),
        ("HEMMA_DATABASE", url.as_str()),
    ];
    Server::start(
        program,
        &args,
        &env,
        &program.with_file_name("bench-sheet.log"),
    )
}

/// Interviews from the first item to the last, one after the other.
fn whole(measured: &Measured<'_>) -> Result<()> {
    let interviews = interviews(&measured.server, WHOLE)?;
    let name = format!(
        "{}, {} requests: a whole interview",
        measured.name,
        ITEMS + 1
    );
    measured.row((&name, 1), || {
        let mut times = vec![];
        for mut interview in interviews {
            let before = Instant::now();
            while interview.given < ITEMS {
                interview.answer()?;
            }
            interview.finish()?;
            times.push(before.elapsed());
        }
        Ok(Times::of(times))
    })
}

/// Interviews in one request each, ended and scored.
fn scored(measured: &Measured<'_>) -> Result<()> {
    let interviews = interviews(&measured.server, WHOLE)?;
    let name = format!("{}, a whole sheet that ends and is scored", measured.name);
    measured.row((&name, 1), || {
        let mut times = vec![];
        for mut interview in interviews {
            let before = Instant::now();
            interview.send_whole(true)?;
            times.push(before.elapsed());
        }
        Ok(Times::of(times))
    })
}

impl Measured<'_> {
    /// Carries out some work and tells what it cost.
    fn row(
        &self,
        (name, clients): (&str, usize),
        work: impl FnOnce() -> Result<Times>,
    ) -> Result<()> {
        let cpu = || self.server.cpu() + self.postgres.map(Postgres::cpu).unwrap_or_default();
        let (before, asked) = (cpu(), self.meter.statements()?);
        let times = work()?;
        let cpu = cpu().saturating_sub(before);
        let asked = self.meter.statements()? - asked;
        let count = whole_number(times.count());
        let line = row(name, clients, &times, cpu);
        run::say(&format!("{line} {:.1} |", asked / f64::from(count)));
        Ok(())
    }
}

fn whole_number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).max(1)
}

fn row(name: &str, clients: usize, times: &Times, cpu: Duration) -> String {
    let count = whole_number(times.count());
    format!(
        "| {name} | {clients} | {} | {} | {:.0} | {} | {:.0} |",
        ms(times.percentile(50)),
        ms(times.percentile(99)),
        f64::from(count) / times.whole.as_secs_f64(),
        ms(cpu / count),
        f64::from(count) / cpu.as_secs_f64().max(0.01)
    )
}

/// The first interviews of the queue that nobody has begun.
fn interviews(server: &Server, count: usize) -> Result<Vec<Interview>> {
    let (mut client, _) = sign_in(server, "interviewer")?;
    let queue = client.get("/interviews")?.text();
    let mut links: Vec<String> = html::tags(&queue)
        .into_iter()
        .filter_map(|tag| tag.get("href"))
        .filter(|link| is_interview(link))
        .collect();
    links.dedup();
    let mut found = vec![];
    let mut items = vec![];
    for path in links {
        if found.len() == count {
            return Ok(found);
        }
        let page = client.get(&path)?.text();
        let is_action = |action: &str| action.contains("/answers/");
        let Some((action, fields)) = html::form(&page, &is_action) else {
            continue;
        };
        let version = fields.iter().find(|(name, _)| name == "version");
        if version.is_none_or(|(_, version)| version != "0") || !has_items(&page, &path) {
            continue;
        }
        if !items.contains(&code(&action)) {
            items = codes(&mut client, &path)?;
        }
        found.push(Interview {
            client: client.again()?,
            path,
            items: items.clone(),
            version: 0,
            given: 0,
        });
    }
    let found = found.len();
    Err(Failure::Failed(format!(
        "{found} interviews of {ITEMS} items wait, {count} are needed"
    )))
}

fn is_interview(path: &str) -> bool {
    path.strip_prefix("/interviews/")
        .is_some_and(|rest| rest.split('/').count() == 2)
}

/// Whether the overview leads to as many items as are wanted.
fn has_items(page: &str, path: &str) -> bool {
    let last = format!("{path}?item={ITEMS}\"");
    let beyond = format!("{path}?item={}\"", ITEMS + 1);
    page.contains(&last) && !page.contains(&beyond)
}

fn code(action: &str) -> String {
    action.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The code of each item, which only its own page tells.
fn codes(client: &mut Client, path: &str) -> Result<Vec<String>> {
    let mut codes = vec![];
    for number in 1..=ITEMS {
        let page = client.get(&format!("{path}?item={number}"))?.text();
        let form = html::form(&page, &|action| action.contains("/answers/"));
        let (action, _) =
            form.ok_or_else(|| Failure::Failed(format!("{path} does not ask item {number}")))?;
        codes.push(code(&action));
    }
    Ok(codes)
}

impl Interview {
    /// Answers the next item; after the last one the first again, otherwise.
    fn answer(&mut self) -> Result<()> {
        let place = self.given % ITEMS;
        let answer = 4 + (self.given + self.given / ITEMS) % 2;
        let item = self.items.get(place).map_or("", String::as_str);
        let path = format!("{}/answers/{item}", self.path);
        let fields = [
            ("version".to_owned(), self.version.to_string()),
            ("place".to_owned(), (place + 1).to_string()),
            ("answer".to_owned(), answer.to_string()),
        ];
        self.send(&path, &fields)?;
        self.version += 1;
        self.given += 1;
        Ok(())
    }

    /// Sends all answers at once, otherwise each time.
    fn sheet(&mut self) -> Result<()> {
        self.send_whole(false)
    }

    fn send_whole(&mut self, is_end: bool) -> Result<()> {
        let version = self.version;
        let mut fields: Vec<(String, String)> = (0_u64..)
            .zip(&self.items)
            .map(|(place, item)| (format!("a_{item}"), (4 + (version + place) % 2).to_string()))
            .collect();
        fields.push(("version".to_owned(), version.to_string()));
        fields.push(("end".to_owned(), u8::from(is_end).to_string()));
        self.send(&format!("{}/sheet", self.path), &fields)?;
        self.version += 1;
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        let path = format!("{}/finish", self.path);
        let fields = [("version".to_owned(), self.version.to_string())];
        self.send(&path, &fields)
    }

    fn send(&mut self, path: &str, fields: &[(String, String)]) -> Result<()> {
        let answer = self.client.post(path, fields)?;
        match answer.status {
            303 => Ok(()),
            status => Err(refused(path, status)),
        }
    }
}

/// Bytes of a database that no program has open.
fn sqlite_bytes(data: &Path) -> u64 {
    let files = ["hemma.db", "hemma.db-wal"].map(|name| data.join(name));
    let bytes = files.iter().filter_map(|file| fs::metadata(file).ok());
    bytes.map(|file| file.len()).sum()
}

/// The same load on the peer: a whole sheet a request.
fn peer(data: &Path, time: Duration) -> Result<()> {
    let python = python::environment("bench-peer", &PEER)?.join("bin/python");
    let script = run::root()
        .join("xtask/bench/peer.py")
        .display()
        .to_string();
    let database = data.join("peer.db");
    for file in ["peer.db", "peer.db-wal", "peer.db-shm"].map(|name| data.join(name)) {
        let _ = fs::remove_file(file);
    }
    let log: PathBuf = data.join("peer.log");
    let database = database.display().to_string();
    let server = Server::start(&python, &[&script, &database], &[], &log)?;
    let answers: Vec<String> = (1..=ITEMS)
        .map(|number| format!("\"item_{number:02}\":{}", 4 + number % 2))
        .collect();
    let measure = "0193a0c0-0000-7000-8000-000000000001";
    let body = format!(
        "{{\"measure\":\"{measure}\",\"answers\":{{{}}}}}",
        answers.join(",")
    );
    for count in CLIENTS {
        let clients = (0..count)
            .map(|_| Client::connect(&server.address))
            .collect::<Result<Vec<_>>>()?;
        let before = server.cpu();
        let times = load::repeat(clients, time, &|client| match client
            .post_json("/sheets", &body)?
            .status
        {
            201 => Ok(()),
            status => Err(refused("/sheets", status)),
        })?;
        let cpu = server.cpu().saturating_sub(before);
        let line = row("FastAPI, a whole sheet", count, &times, cpu);
        run::say(&format!("{line} 1.0 |"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interviews_are_told_from_their_queue() {
        assert!(is_interview("/interviews/1/2"));
        assert!(!is_interview("/interviews"));
        assert!(!is_interview("/interviews/1/2/finish"));
        let page = "<a href=\"/interviews/1/2?item=1\">…<a href=\"/interviews/1/2?item=28\">";
        assert!(has_items(page, "/interviews/1/2"));
        assert!(!has_items(
            &format!("{page}<a href=\"/interviews/1/2?item=29\">"),
            "/interviews/1/2"
        ));
        assert_eq!(code("/interviews/1/2/answers/tamr_01"), "tamr_01");
    }
}
