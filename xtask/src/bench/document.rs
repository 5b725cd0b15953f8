//! `cargo xtask bench document`: the PDFs that people wait for, from values to file, by the release helper as the server
//! starts it.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{is_team_review, ms, sign_in, walk};
use crate::failure::{Failure, Result};
use crate::process::Server;
use crate::run;

/// Times that each document is set.
const TIMES: usize = 30;
/// What one may take at the median: whoever asks for it waits for it.
const MOST: Duration = Duration::from_millis(300);
/// The trip that the tests compare with a picture.
const DECISION: &str = "crates/report/examples/proposal.json";

pub(super) fn document(server: &Server) -> Result<()> {
    run::say("| document | times | p50 ms | p99 ms | bytes |\n| --- | ---: | ---: | ---: | ---: |");
    let all = [
        ("a decision of two pages", decision()?),
        ("a team's review, through the server", review(server)?),
    ];
    let slow = all.iter().filter(|(_, median)| MOST < *median);
    let slow: Vec<&str> = slow.map(|(name, _)| *name).collect();
    match slow.is_empty() {
        true => Ok(()),
        false => Err(Failure::Failed(format!(
            "the median is above {} ms: {}",
            ms(MOST),
            slow.join(", ")
        ))),
    }
}

/// By the helper alone.
fn decision() -> Result<Duration> {
    let program = run::target()?.join("release/hemma-pdf");
    let file = run::target()?.join("bench-document.pdf");
    timed("a decision of two pages", || {
        let mut command = Command::new(&program);
        command.stdin(File::open(DECISION)?);
        command.stdout(Stdio::from(File::create(&file)?));
        match command.status()?.success() {
            true => Ok(fs::read(&file)?.len()),
            false => Err(Failure::Failed(format!("{DECISION} could not be set"))),
        }
    })
}

/// The running half-year of the first leader's team, as whoever asks for it gets it: counted, drawn, composed and set.
fn review(server: &Server) -> Result<Duration> {
    let (mut client, home) = sign_in(server, "group_leader")?;
    let way = [is_team_review, is_document, is_file];
    let path = walk(&mut client, &home, &way)?;
    let path = path.ok_or_else(|| Failure::Failed("no review to set".to_owned()))?;
    timed("a team's review, through the server", || {
        let answer = client.get(&path)?;
        match answer.status {
            200 => Ok(answer.body.len()),
            status => Err(super::refused(&path, status)),
        }
    })
}

fn is_document(path: &str) -> bool {
    path.starts_with("/teams/") && path.contains("/reviews/")
}

fn is_file(path: &str) -> bool {
    is_document(path) && path.ends_with("/file")
}

/// Does something again and again that gives a file, and says what that takes at the median and how large the file is.
fn timed(name: &str, mut set: impl FnMut() -> Result<usize>) -> Result<Duration> {
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..TIMES {
        let began = Instant::now();
        bytes = set()?;
        times.push(began.elapsed());
    }
    times.sort();
    let at = |percent: usize| {
        let place = percent * (TIMES - 1) / 100;
        times.get(place).copied().unwrap_or_default()
    };
    run::say(&format!(
        "| {name} | {TIMES} | {} | {} | {bytes} |",
        ms(at(50)),
        ms(at(99))
    ));
    Ok(at(50))
}
