//! The typesetting helper: a child that takes JSON and gives a PDF, with limits on time and memory.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::App;
use crate::error::{Error, Result};

/// Seconds for one document: a report takes a fraction of one, a long file several.
const SECONDS: u64 = 120;
/// Kibibytes of address space: a file of 5,000 entries needs about two thirds of it.
const MEMORY_KIB: u64 = 1_536 * 1024;
/// Documents typeset at once: more would only make each slower on the machines this runs on.
static TURNS: Semaphore = Semaphore::const_new(2);

/// What became of a document.
#[derive(Debug)]
pub enum Typeset {
    Pdf(Vec<u8>),
    /// The helper program is not installed beside the server.
    Missing,
}

impl App {
    /// Whether documents can be typeset here.
    pub fn can_typeset(&self) -> bool {
        self.config.pdf.as_deref().is_some_and(Path::exists)
    }

    /// Typesets a document in the helper's layout (`crates/report/src/model.rs`).
    pub async fn typeset(&self, document: &serde_json::Value) -> Result<Typeset> {
        let Some(program) = self
            .config
            .pdf
            .as_deref()
            .filter(|program| program.exists())
        else {
            return Ok(Typeset::Missing);
        };
        let _turn = TURNS
            .acquire()
            .await
            .map_err(|err| Error::Internal(err.into()))?;
        let work = run(program, document.to_string());
        match tokio::time::timeout(Duration::from_secs(SECONDS + 5), work).await {
            Ok(done) => done.map(Typeset::Pdf).map_err(Error::Internal),
            Err(_) => Err(Error::Internal(anyhow::anyhow!(
                "typesetting took more than {SECONDS} seconds"
            ))),
        }
    }
}

/// Runs the child under the shell's memory limit; it dies with the request.
async fn run(program: &Path, document: String) -> anyhow::Result<Vec<u8>> {
    let mut child = Command::new("/bin/sh")
        .arg("-c")
        .arg(format!(
            "ulimit -v {MEMORY_KIB}; exec \"$0\" --seconds {SECONDS}"
        ))
        .arg(program)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut input = child
        .stdin
        .take()
        .ok_or_else(|| anyhow::anyhow!("the helper takes no input"))?;
    let write = async move {
        // A helper that refuses early closes its end; its own message says why.
        let _closed = input.write_all(document.as_bytes()).await;
    };
    let (output, ()) = tokio::join!(child.wait_with_output(), write);
    let output = output?;
    if !output.status.success() {
        // The helper's messages name places and rules, never people's text.
        anyhow::bail!(
            "hemma-pdf: {} {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(output.stdout)
}
