//! The helper that finds the best rota: a child that takes an instance and tells how far it is, with limits on time and
//! memory. It sees ids and times alone, and ends when its input is closed: by whoever stops it, or with the server.

use std::path::Path;
use std::pin::pin;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

/// Megabytes that it may hold: ten teams over half a year take a tenth of it.
const MEMORY_MB: u64 = 2_048;
/// Kibibytes of address space, more than it may hold: a solver reserves more than it touches.
const SPACE_KIB: u64 = 3 * MEMORY_MB * 1024;
/// Seconds beyond its own limit until it is ended: it looks at the clock between two steps.
const GRACE_SECONDS: u64 = 20;
/// Bytes of its answer: a solution of the largest instance takes a few.
const ANSWER_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Bytes of a line in which it tells how far it is.
const LINE_BYTES_MAX: usize = 4_096;

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Progress {
    /// Of the best plan so far.
    pub score: i64,
    /// No plan is better than this; none before that is known.
    pub bound: Option<i64>,
}

/// What it is asked: its words, the lines it reads, and for how long.
pub(super) struct Call<'a> {
    pub(super) words: &'a [&'a str],
    pub(super) lines: Vec<String>,
    pub(super) seconds: u64,
}

/// How it ended.
pub(super) enum Ended {
    /// With what it wrote.
    Done(Vec<u8>),
    /// No plan can be lawful.
    Impossible,
}

/// Runs the helper until it is done or told to stop; then its answer is the best so far.
pub(super) async fn run(
    program: &Path,
    call: Call<'_>,
    mut stop: watch::Receiver<bool>,
    tell: impl Fn(Progress) + Send + Sync,
) -> anyhow::Result<Ended> {
    let mut child = start(program, &call)?;
    let mut input = child.stdin.take().context("the helper takes no input")?;
    let answer = child.stdout.take().context("the helper has no output")?;
    let told = child.stderr.take().context("the helper tells nothing")?;
    let lines = call.lines;
    let hold = async move {
        for line in lines {
            // A helper that refuses early closes its end; its own message says why.
            let _closed = input.write_all(format!("{line}\n").as_bytes()).await;
        }
        let _flushed = input.flush().await;
        // Whoever forgot the run stops it too.
        let _stopped = stop.wait_for(|stopped| *stopped).await;
    };
    let work = async {
        let mut bytes = Vec::new();
        let mut answer = answer.take(ANSWER_BYTES_MAX);
        let (read, last) = tokio::join!(answer.read_to_end(&mut bytes), listen(told, tell));
        read.map(|_| (bytes, last))
    };
    let whole = async {
        let mut work = pin!(work);
        tokio::select! {
            done = &mut work => done,
            () = hold => work.await,
        }
    };
    let limit = Duration::from_secs(call.seconds + GRACE_SECONDS);
    let (bytes, last) = tokio::time::timeout(limit, whole)
        .await
        .context("the helper did not end in time")??;
    let status = child.wait().await?;
    match status.code() {
        Some(0) => Ok(Ended::Done(bytes)),
        Some(4) => Ok(Ended::Impossible),
        // Its messages name places, ids and rules, never people.
        _ => anyhow::bail!("hemma-rota: {status} {last}"),
    }
}

/// Starts it under the shell's memory limit; it dies with its run.
fn start(program: &Path, call: &Call<'_>) -> anyhow::Result<Child> {
    let child = Command::new("/bin/sh")
        .arg("-c")
        .arg(format!("ulimit -v {SPACE_KIB}; exec \"$0\" \"$@\""))
        .arg(program)
        .args(call.words)
        .args(["--seconds", &call.seconds.to_string()])
        .args(["--memory-mb", &MEMORY_MB.to_string()])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    Ok(child)
}

/// Hears how far it is; gives back the last line that was something else.
async fn listen(
    told: impl tokio::io::AsyncRead + Unpin + Send,
    tell: impl Fn(Progress) + Send + Sync,
) -> String {
    let mut lines = BufReader::new(told).lines();
    let mut last = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        match serde_json::from_str::<Progress>(&line) {
            Ok(progress) => tell(progress),
            Err(_) => last = line.chars().take(LINE_BYTES_MAX).collect(),
        }
    }
    last
}
