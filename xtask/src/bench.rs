//! `cargo xtask bench`: what the release server costs, by the method of `docs/performance.md`.
//!
//! To measure something new, add a line to `SCENARIOS`.

mod document;
mod duty;
mod ledger;
mod review;
mod rota;
mod scale;
mod scores;
mod sheet;
mod statistics;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::html;
use crate::load::{self, Client, Times};
use crate::process::Server;
use crate::run;

/// So many users at once.
const CLIENTS: [usize; 3] = [1, 8, 32];

/// Times the demo network: 60 teams, 400 staff, ten years.
const SCALE_DEFAULT: u32 = 6;

/// For each scenario and number of clients.
const SECONDS_DEFAULT: u64 = 5;

/// For each engine and rota: the longest proof that is aimed at takes half of it.
const ROTA_SECONDS_DEFAULT: u64 = 60;

/// Fixed, so that two measurements see the same families.
const SEED: &str = "1";
const TODAY: &str = "2026-11-23";

/// One thing that people do often.
struct Scenario {
    name: &'static str,
    /// Signs in as the first of this role.
    role: &'static str,
    /// The links to follow from the first page.
    way: &'static [fn(&str) -> bool],
    /// What is repeated when the way has been gone.
    repeat: Repeat,
}

enum Repeat {
    /// Reads the page.
    Read,
    /// Sends the form on it, each time as a new record.
    Send(fn(&str) -> bool),
    /// The same, then reads the first page that the sender's own first page links to so. What this costs beyond the two
    /// alone is what a change costs the figures.
    SendAndRead(fn(&str) -> bool, fn(&str) -> bool),
}

const SCENARIOS: [Scenario; 10] = [
    Scenario {
        name: "board",
        role: "group_leader",
        way: &[],
        repeat: Repeat::Read,
    },
    Scenario {
        name: "my week",
        role: "family_therapist",
        way: &[],
        repeat: Repeat::Read,
    },
    Scenario {
        name: "case",
        role: "family_therapist",
        way: &[is_case],
        repeat: Repeat::Read,
    },
    Scenario {
        name: "week page",
        role: "family_therapist",
        way: &[is_case, is_week],
        repeat: Repeat::Read,
    },
    Scenario {
        name: "contact save",
        role: "family_therapist",
        way: &[is_choice, is_new_contact],
        repeat: Repeat::Send(is_contacts),
    },
    Scenario {
        name: "contact save and team review",
        role: "family_therapist",
        way: &[is_choice, is_new_contact],
        repeat: Repeat::SendAndRead(is_contacts, is_team_review),
    },
    Scenario {
        name: "team fidelity",
        role: "group_leader",
        way: &[is_team_fidelity],
        repeat: Repeat::Read,
    },
    Scenario {
        name: "network fidelity",
        role: "network_lead",
        way: &[is_network_fidelity],
        repeat: Repeat::Read,
    },
    Scenario {
        name: "team review",
        role: "group_leader",
        way: &[is_team_review],
        repeat: Repeat::Read,
    },
    Scenario {
        name: "network review",
        role: "network_lead",
        way: &[is_network_review],
        repeat: Repeat::Read,
    },
];

/// How often a page that is still being computed is asked for: five minutes, as the page itself would.
const LOOKS_MAX: u32 = 1_500;
const LOOK_PAUSE: Duration = Duration::from_millis(200);

fn is_case(path: &str) -> bool {
    path.strip_prefix("/cases/")
        .is_some_and(|id| !id.is_empty() && id.bytes().all(is_of_id))
}

fn is_of_id(byte: u8) -> bool {
    byte == b'-' || byte.is_ascii_hexdigit()
}

fn is_week(path: &str) -> bool {
    path.starts_with("/cases/") && path.contains("/weeks/")
}

fn is_choice(path: &str) -> bool {
    path == "/contacts/new"
}

fn is_new_contact(path: &str) -> bool {
    path.starts_with("/cases/") && path.contains("/contacts/new")
}

fn is_team_fidelity(path: &str) -> bool {
    path.starts_with("/teams/") && path.ends_with("/fidelity")
}

fn is_network_fidelity(path: &str) -> bool {
    path.starts_with("/networks/") && path.ends_with("/fidelity")
}

fn is_team_review(path: &str) -> bool {
    path.starts_with("/teams/") && path.ends_with("/review")
}

fn is_network_review(path: &str) -> bool {
    path.starts_with("/networks/") && path.ends_with("/review")
}

fn is_contacts(action: &str) -> bool {
    action.contains("/contacts")
}

pub(crate) fn bench(mut args: Args) -> Result<()> {
    let scale = args.parsed::<u32>("--scale")?.unwrap_or(SCALE_DEFAULT);
    let seconds = args.parsed::<u64>("--seconds")?;
    let rota_seconds = seconds.unwrap_or(ROTA_SECONDS_DEFAULT);
    let seconds = seconds.unwrap_or(SECONDS_DEFAULT);
    let target = run::target()?;
    let data = args.option("--data")?.map(PathBuf::from);
    let data = data.unwrap_or_else(|| target.join(format!("bench-data-{scale}")));
    let filter = args.filter()?.unwrap_or_default();
    match filter.as_str() {
        "charts" => return review::charts(),
        "ledger" => return ledger::ledger(),
        "history" => return review::history(),
        "questions" => return review::questions(),
        "review" => return review::review(),
        "rota" => return rota::rota(rota_seconds),
        "scores" => return scores::scores(),
        "sheet" => return sheet::sheet(Duration::from_secs(seconds)),
        "scale" => return scale::scale(),
        "statistics" => return statistics::statistics(),
        _ => {}
    }

    let program = release()?;
    if filter == "duty" {
        // Without the helper a rota is sought without proof: that is another measurement.
        crate::demo::build_rota()?;
    }
    if filter == "document" {
        crate::demo::build_pdf()?;
    }
    if !data.exists() {
        run::say(&format!(
            "Filling {} at scale {scale}. This is done once.",
            data.display()
        ));
        drop(start_metered(&program, &data, scale, &Meter::new()?)?);
    }
    let meter = Meter::new()?;
    let server = start_metered(&program, &data, scale, &meter)?;
    let (memory, _) = server.memory_mb();
    run::say(&format!(
        "\nstart to first request: {} ms; memory after start: {memory:.0} MB\n",
        ms(server.started_in)
    ));
    if filter == "duty" {
        return duty::duty((&server, &meter, Duration::from_secs(seconds)));
    }
    if filter == "document" {
        return document::document(&server);
    }
    sizes(&server)?;
    times(&server, &meter, &filter, Duration::from_secs(seconds))?;
    wrk(&server, seconds)?;
    let (now, most) = server.memory_mb();
    run::say(&format!(
        "\nmemory after load: {now:.0} MB, at most {most:.0} MB"
    ));
    Ok(())
}

/// The release server, built.
fn release() -> Result<PathBuf> {
    run::run(&mut run::cargo(&[
        "build",
        "--release",
        "-p",
        "hemma-server",
        "--bin",
        "hemma",
    ]))?;
    Ok(run::target()?.join("release/hemma"))
}

/// Where a server tells how many statements it has carried out.
struct Meter {
    address: String,
}

impl Meter {
    /// On a port that is free now.
    fn new() -> Result<Meter> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        Ok(Meter {
            address: address.to_string(),
        })
    }

    /// Statements since the server's start.
    fn statements(&self) -> Result<f64> {
        let told = Client::connect(&self.address)?.get("/metrics")?.text();
        let line = told
            .lines()
            .find_map(|line| line.strip_prefix("hemma_statements "));
        line.and_then(|number| number.trim().parse().ok())
            .ok_or_else(|| Failure::Failed("the server does not count statements".to_owned()))
    }
}

fn start_metered(program: &Path, data: &Path, scale: u32, meter: &Meter) -> Result<Server> {
    let data = data.display().to_string();
    let scale = scale.to_string();
    let args = [
        "demo",
        "--data",
        &data,
        "--listen",
        "127.0.0.1:0",
        "--seed",
        SEED,
    ];
    let more = ["--today", TODAY, "--scale", &scale];
    let log = program.with_file_name("bench.log");
    let args = [args.as_slice(), more.as_slice()].concat();
    let env = [("HEMMA_METRICS", meter.address.as_str())];
    Server::start(program, &args, &env, &log)
}

/// Signs in as the first of a role and returns the address that the server leads to.
pub(crate) fn sign_in(server: &Server, role: &str) -> Result<(Client, String)> {
    let mut client = Client::connect(&server.address)?;
    let page = client.get("/sign-in")?.text();
    let staff = html::tags(&page)
        .into_iter()
        .filter(|tag| tag.name == "button" && tag.get("data-role").as_deref() == Some(role))
        .find_map(|button| button.get("value"))
        .ok_or_else(|| Failure::Failed(format!("nobody with the role {role} can be signed in")))?;
    let answer = client.post("/sign-in/demo", &[("staff".to_owned(), staff)])?;
    let home = answer.header("location").unwrap_or("/").to_owned();
    if answer.status == 303 {
        follow(client, home)
    } else {
        Err(refused("/sign-in/demo", answer.status))
    }
}

/// Goes where redirects lead, a few steps at most.
fn follow(mut client: Client, mut path: String) -> Result<(Client, String)> {
    for _ in 0..5 {
        let answer = client.get(&path)?;
        match (answer.status, answer.header("location")) {
            (300..400, Some(next)) => next.clone_into(&mut path),
            (200, _) => return Ok((client, path)),
            (status, _) => return Err(refused(&path, status)),
        }
    }
    Err(Failure::Failed(format!("{path} leads in a circle")))
}

fn refused(path: &str, status: u16) -> Failure {
    Failure::Failed(format!("{path} answered {status}"))
}

/// Links of a page that are tried before a way is given up: the first family may be too new to have a week.
const TRIES_MAX: usize = 20;

/// Signs in and goes the way of the scenario.
fn arrive(server: &Server, scenario: &Scenario) -> Result<(Client, String)> {
    let (mut client, path) = sign_in(server, scenario.role)?;
    let end = walk(&mut client, &path, scenario.way)?.ok_or_else(|| {
        Failure::Failed(format!("{}: {path} has no links to go by", scenario.name))
    })?;
    Ok((client, end))
}

/// Where a way from a page ends, by the first links that lead there.
fn walk(client: &mut Client, path: &str, way: &[fn(&str) -> bool]) -> Result<Option<String>> {
    let Some((wanted, rest)) = way.split_first() else {
        return Ok(Some(path.to_owned()));
    };
    let page = client.get(path)?.text();
    let links = html::tags(&page)
        .into_iter()
        .filter_map(|tag| tag.get("href"))
        .filter(|link| wanted(link));
    for link in links.take(TRIES_MAX) {
        let end = walk(client, &link, rest)?;
        if end.is_some() {
            return Ok(end);
        }
    }
    Ok(None)
}

fn times(server: &Server, meter: &Meter, filter: &str, time: Duration) -> Result<()> {
    run::say(
        "| scenario | clients | p50 ms | p99 ms | requests/s | server CPU ms each | statements each |",
    );
    run::say("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for scenario in SCENARIOS
        .iter()
        .filter(|scenario| scenario.name.contains(filter))
    {
        let (mut client, path) = arrive(server, scenario)?;
        let (form, after) = match scenario.repeat {
            Repeat::Read => {
                computed(server, &mut client, scenario.name, &path)?;
                (None, None)
            }
            Repeat::Send(wanted) => (Some(form(&mut client, &path, wanted)?), None),
            Repeat::SendAndRead(wanted, page) => {
                let (mut own, home) = sign_in(server, scenario.role)?;
                let after = walk(&mut own, &home, &[page])?;
                let after = after.ok_or_else(|| {
                    Failure::Failed(format!("{home} does not lead to what is read"))
                })?;
                (Some(form(&mut client, &path, wanted)?), Some(after))
            }
        };
        for count in CLIENTS {
            let clients = (0..count)
                .map(|_| client.again())
                .collect::<Result<Vec<_>>>()?;
            let (before, asked) = (server.cpu(), meter.statements()?);
            let times = match &form {
                None => load::repeat(clients, time, &|client| read(client, &path))?,
                Some((action, fields)) => load::repeat(clients, time, &|client| {
                    send(client, action, fields)?;
                    after.iter().try_for_each(|page| read(client, page))
                })?,
            };
            let cpu = server.cpu().saturating_sub(before);
            let asked = meter.statements()? - asked;
            run::say(&row(scenario.name, count, &times, (cpu, asked)));
        }
    }
    Ok(())
}

/// The form of a page that is sent again and again.
fn form(
    client: &mut Client,
    path: &str,
    wanted: fn(&str) -> bool,
) -> Result<(String, Vec<(String, String)>)> {
    let page = client.get(path)?.text();
    html::form(&page, &wanted).ok_or_else(|| Failure::Failed(format!("{path} has no form to send")))
}

/// Waits until a page no longer says that its figures are being computed, and tells what that took.
#[expect(
    clippy::disallowed_methods,
    reason = "there is no runtime here that a pause could block"
)]
fn computed(server: &Server, client: &mut Client, name: &str, path: &str) -> Result<()> {
    let (began, before) = (Instant::now(), server.cpu());
    for looks in 0..LOOKS_MAX {
        if !client.get(path)?.text().contains("data-wait") {
            if looks > 0 {
                let cpu = server.cpu().saturating_sub(before);
                run::say(&format!(
                    "| {name}, computed once a day | 1 | {} | | | {} | |",
                    ms(began.elapsed()),
                    ms(cpu)
                ));
            }
            return Ok(());
        }
        std::thread::sleep(LOOK_PAUSE);
    }
    Err(Failure::Failed(format!("{path} is never computed")))
}

fn row(name: &str, clients: usize, times: &Times, (cpu, asked): (Duration, f64)) -> String {
    let count = u32::try_from(times.count()).unwrap_or(u32::MAX).max(1);
    format!(
        "| {name} | {clients} | {} | {} | {:.0} | {} | {:.1} |",
        ms(times.percentile(50)),
        ms(times.percentile(99)),
        f64::from(count) / times.whole.as_secs_f64(),
        ms(cpu / count),
        asked / f64::from(count)
    )
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

fn read(client: &mut Client, path: &str) -> Result<()> {
    let answer = client.get(path)?;
    if answer.status == 200 {
        Ok(())
    } else {
        Err(refused(path, answer.status))
    }
}

fn send(client: &mut Client, action: &str, fields: &[(String, String)]) -> Result<()> {
    let fields: Vec<_> = fields.iter().map(fresh).collect();
    let answer = client.post(action, &fields)?;
    if matches!(answer.status, 200..400) {
        Ok(())
    } else {
        Err(refused(action, answer.status))
    }
}

/// A form carries the id of the record to be; sent twice it would count as sent once.
fn fresh((name, value): &(String, String)) -> (String, String) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let head = value
        .get(..24)
        .filter(|_| name == "id" && value.len() == 36);
    match head {
        Some(head) => {
            // The last twelve digits of an id are its own; the first say when it was made.
            let own = NEXT.fetch_add(1, Ordering::Relaxed) | (u64::from(std::process::id()) << 24);
            (
                name.clone(),
                format!("{head}{:012x}", own & 0xffff_ffff_ffff),
            )
        }
        None => (name.clone(), value.clone()),
    }
}

/// What a first and a later visit of each page transfer.
fn sizes(server: &Server) -> Result<()> {
    run::say("| page | first visit kB | of it the page | later visits kB |");
    run::say("| --- | ---: | ---: | ---: |");
    for scenario in SCENARIOS
        .iter()
        .filter(|scenario| matches!(scenario.repeat, Repeat::Read))
    {
        let (mut client, path) = arrive(server, scenario)?;
        let page = client.get(&path)?.text();
        let own = client.get_compressed(&path)?.transferred();
        let (mut first, mut later) = (own, own);
        for asset in assets(&mut client, &page)? {
            let answer = client.get_compressed(&asset)?;
            first += answer.transferred();
            let kept = answer
                .header("cache-control")
                .is_some_and(|value| value.contains("max-age"));
            later += if kept { 0 } else { answer.transferred() };
        }
        let name = scenario.name;
        run::say(&format!(
            "| {name} | {} | {} | {} |",
            kb(first),
            kb(own),
            kb(later)
        ));
    }
    run::say("");
    Ok(())
}

fn kb(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

/// Styles, scripts and icons that the page names, and the fonts that its styles name.
fn assets(client: &mut Client, page: &str) -> Result<Vec<String>> {
    let mut found = vec![];
    for tag in html::tags(page) {
        let address = match tag.name {
            "link" if tag.get("rel").as_deref() != Some("alternate") => tag.get("href"),
            "script" | "img" => tag.get("src"),
            _ => None,
        };
        found.extend(address.filter(|address| address.starts_with('/')));
    }
    let styles: Vec<String> = found
        .iter()
        .filter(|name| name.contains(".css"))
        .cloned()
        .collect();
    for style in styles {
        let text = client.get(&style)?.text();
        let folder = style.rsplit_once('/').map_or("", |(folder, _)| folder);
        for piece in text.split("url(").skip(1) {
            let name = piece
                .split(')')
                .next()
                .unwrap_or_default()
                .trim_matches(['"', '\'']);
            if name.starts_with('/') {
                found.push(name.to_owned());
            } else if !name.contains(':') && !name.starts_with('#') {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// A second opinion by a tool that others know, where it is installed.
fn wrk(server: &Server, seconds: u64) -> Result<()> {
    let (Some(wrk), Some(scenario)) = (run::find("wrk"), SCENARIOS.first()) else {
        return Ok(());
    };
    let (client, path) = arrive(server, scenario)?;
    run::say(&format!("\nThe {} once more, by wrk:", scenario.name));
    let mut command = Command::new(wrk);
    command.args(["-t2", "-c32", "--latency", &format!("-d{seconds}s"), "-H"]);
    command.arg(format!("Cookie: {}", client.cookie_header()));
    command.arg(format!("http://{}{path}", server.address));
    // Not echoed: the cookie is a key, though only to invented families.
    let out = run::read(&mut command)?;
    run::say(&out);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_apart() {
        let id = "/cases/0193a0c0-0000-7000-8000-000000000001";
        assert!(is_case(id));
        assert!(
            !is_case(&format!("{id}/weeks/2026-W48")) && is_week(&format!("{id}/weeks/2026-W48"))
        );
        assert!(is_new_contact(&format!("{id}/contacts/new")));
        assert!(!is_case("/cases/"));
    }

    #[test]
    fn each_sending_has_an_id_of_its_own() {
        let field = (
            "id".to_owned(),
            "0193a0c0-0000-7000-8000-000000000001".to_owned(),
        );
        let (first, second) = (fresh(&field).1, fresh(&field).1);
        assert_ne!(first, second);
        assert_eq!((first.len(), first.get(..24)), (36, field.1.get(..24)));
        let note = ("note".to_owned(), "text".to_owned());
        assert_eq!(fresh(&note), note);
    }
}
