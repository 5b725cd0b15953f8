//! `cargo xtask bench duty`: what a family's sheet, a person's calendar of a year, and a rota that is planned again after
//! one change cost through the server.

use std::time::{Duration, Instant};

use super::{CLIENTS, LOOKS_MAX, Meter, follow, is_case, ms, read, refused, row, sign_in, walk};
use crate::failure::{Failure, Result};
use crate::load::{self, Client};
use crate::process::Server;
use crate::run;

/// The half-year that is planned again, from the Monday after the demo's day.
const PERIOD: (&str, &str) = ("2026-11-30", "2027-05-30");
/// The week in which somebody of the rota goes away.
const AWAY: (&str, &str) = ("2026-12-14", "2026-12-20");
/// Times that the same change is planned anew: the first pays for what is read the first time.
const RUNS: u32 = 3;
/// Seconds that a proof may take.
const SECONDS: &str = "60";
/// Between two looks at how far a search is: each takes time from the search itself.
const LOOK_PAUSE: Duration = Duration::from_millis(100);

/// A server to measure, the meter of its statements, and for how long each thing is repeated.
type Measured<'a> = (&'a Server, &'a Meter, Duration);

pub(super) fn duty(measured: Measured<'_>) -> Result<()> {
    run::say(
        "| scenario | clients | p50 ms | p99 ms | requests/s | server CPU ms each | statements each |",
    );
    run::say("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    sheet(measured)?;
    for whose in ["person", "pool"] {
        calendar(measured, whose)?;
    }
    planned_again(measured.0)
}

fn is_sheet(path: &str) -> bool {
    path.starts_with("/cases/") && path.ends_with("/sheet")
}

fn sheet(measured: Measured<'_>) -> Result<()> {
    let (mut client, home) = sign_in(measured.0, "family_therapist")?;
    let path = walk(&mut client, &home, &[is_case, is_sheet])?;
    let path = path.ok_or_else(|| Failure::Failed("no family has a sheet".to_owned()))?;
    repeated("family's sheet", measured, (&client, &path))
}

/// The calendar of somebody's own duties, or of everybody's.
fn calendar(measured: Measured<'_>, whose: &str) -> Result<()> {
    let (client, _) = sign_in(measured.0, "family_therapist")?;
    let (mut client, pool) = own_pool(client)?;
    let target = [("target".to_owned(), whose.to_owned())];
    let at = format!("{pool}/calendars");
    let answer = client.post(&at, &target)?;
    let made = answer.text();
    let token = made.split("/c/").nth(1);
    let token = token.and_then(|rest| rest.split(['<', '"']).next());
    let token = token.ok_or_else(|| refused(&at, answer.status))?;
    let path = format!("/c/{token}");
    let events = client.get(&path)?.text().matches("BEGIN:VEVENT").count();
    let name = format!("calendar of a {whose}, {events} appointments");
    repeated(&name, measured, (&client, &path))
}

/// The pool of whoever signed in; the first of the list where there are several.
fn own_pool(client: Client) -> Result<(Client, String)> {
    let (mut client, path) = follow(client, "/duty".to_owned())?;
    if path != "/duty" {
        return Ok((client, path));
    }
    let is_pool = |path: &str| {
        path.strip_prefix("/duty/")
            .is_some_and(|id| !id.contains('/'))
    };
    let found = walk(&mut client, &path, &[is_pool])?;
    let pool = found.ok_or_else(|| Failure::Failed("no pool to look into".to_owned()))?;
    Ok((client, pool))
}

fn repeated(
    name: &str,
    (server, meter, time): Measured<'_>,
    (client, path): (&Client, &str),
) -> Result<()> {
    for count in CLIENTS {
        let clients = (0..count)
            .map(|_| client.again())
            .collect::<Result<Vec<_>>>()?;
        let (before, asked) = (server.cpu(), meter.statements()?);
        let times = load::repeat(clients, time, &|client| read(client, path))?;
        let cpu = server.cpu().saturating_sub(before);
        let asked = meter.statements()? - asked;
        run::say(&row(name, count, &times, (cpu, asked)));
    }
    Ok(())
}

/// Somebody goes away, and the half-year is planned again: how long until the first lawful rota, and until the end.
fn planned_again(server: &Server) -> Result<()> {
    let (client, _) = sign_in(server, "group_leader")?;
    let (mut client, pool) = own_pool(client)?;
    goes_away(&mut client, &pool)?;
    let began = Instant::now();
    let draft = sent(
        &mut client,
        &format!("{pool}/rotas"),
        &[("first", PERIOD.0), ("last", PERIOD.1)],
    )?;
    run::say(&format!(
        "\na draft of half a year: {} ms\n",
        ms(began.elapsed())
    ));
    run::say("| planned again | first lawful rota ms | proven ms | ready ms | server CPU ms |");
    run::say("| --- | ---: | ---: | ---: | ---: |");
    for number in 1..=RUNS {
        let (began, before) = (Instant::now(), server.cpu());
        sent(
            &mut client,
            &format!("{draft}/propose"),
            &[("seconds", SECONDS)],
        )?;
        let [first, proven, ready] = searched(&mut client, &draft, began)?;
        let cpu = server.cpu().saturating_sub(before);
        run::say(&format!(
            "| run {number} | {} | {} | {} | {} |",
            ms(first),
            ms(proven),
            ms(ready),
            ms(cpu)
        ));
    }
    Ok(())
}

/// The first of a week's rota whom the leader may enter as away.
fn goes_away(client: &mut Client, pool: &str) -> Result<()> {
    let api = pool.replacen("/duty/", "/api/v1/pools/", 1);
    let rota = client.get(&format!("{api}/rota?from={}&until={}", AWAY.0, AWAY.1))?;
    let rota = rota.text();
    for rest in rota.split("\"staff\":\"").skip(1) {
        let staff = rest.split('"').next().unwrap_or_default();
        let fields = [
            ("staff", staff),
            ("kind", "vacation"),
            ("first", AWAY.0),
            ("last", AWAY.1),
        ];
        if sent(client, &format!("{pool}/away"), &fields).is_ok() {
            return Ok(());
        }
    }
    Err(Failure::Failed("nobody of the rota can go away".to_owned()))
}

/// Sends a form and gives the address that it leads to.
fn sent(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Result<String> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let fields: Vec<(String, String)> = fields.iter().map(owned).collect();
    let answer = client.post(path, &fields)?;
    match (answer.status, answer.header("location")) {
        (303, Some(to)) => Ok(to.to_owned()),
        (status, _) => Err(refused(path, status)),
    }
}

/// Looks until a search has its first rota, until that is proven to be the best, and until its missed wishes have prices.
#[expect(
    clippy::disallowed_methods,
    reason = "there is no runtime here that a pause could block"
)]
fn searched(client: &mut Client, draft: &str, began: Instant) -> Result<[Duration; 3]> {
    let path = format!("{}/proposal", draft.replacen("/duty/", "/api/v1/pools/", 1));
    let (mut first, mut proven) = (None, None);
    for _ in 0..LOOKS_MAX {
        let told = client.get(&path)?.text();
        let (score, bound) = (number(&told, "score"), number(&told, "bound"));
        if score.is_some() {
            first.get_or_insert_with(|| began.elapsed());
        }
        if score.is_some() && score == bound {
            proven.get_or_insert_with(|| began.elapsed());
        }
        let stage = told.split("\"stage\":\"").nth(1);
        let stage = stage.and_then(|rest| rest.split('"').next());
        match (stage, first, proven) {
            (Some("ready"), Some(first), Some(proven)) => {
                return Ok([first, proven, began.elapsed()]);
            }
            (Some("searching" | "pricing"), ..) => {}
            (other, ..) => {
                let other = other.unwrap_or("nothing");
                return Err(Failure::Failed(format!(
                    "the search ended as {other}, unproven"
                )));
            }
        }
        std::thread::sleep(LOOK_PAUSE);
    }
    Err(Failure::Failed("the search never ends".to_owned()))
}

/// A number in an answer; none where it is not there, or null.
fn number<'a>(told: &'a str, name: &str) -> Option<&'a str> {
    let rest = told.split(&format!("\"{name}\":")).nth(1)?;
    let end = rest.find(|one: char| !(one.is_ascii_digit() || one == '-'))?;
    (end > 0).then(|| rest.split_at(end).0)
}
