//! Tells how far the search is, keeps the best so far on disk, and hears when to stop.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hemma_rota_rules::{Claims, Plan, Problem};
use hemma_solver::{Listener, Progress};
use serde_json::json;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::failure::Failure;
use super::file;

/// The best so far is written at most so often.
const WRITE_EVERY: Duration = Duration::from_secs(1);
/// Memory is looked at at most so often.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Ten teams over half a year take a tenth of this.
const MEMORY_MB: u64 = 4_096;

pub(super) struct Ears<'a> {
    problem: &'a Problem,
    out: Option<&'a str>,
    stop: Arc<AtomicBool>,
    memory_mb: u64,
    written: Option<Instant>,
    looked: Instant,
}

impl<'a> Ears<'a> {
    pub(super) fn new(
        problem: &'a Problem,
        out: Option<&'a str>,
        memory_mb: Option<u64>,
    ) -> Result<Ears<'a>, Failure> {
        let stop = Arc::new(AtomicBool::new(false));
        for signal in [SIGTERM, SIGINT] {
            signal_hook::flag::register(signal, Arc::clone(&stop))
                .map_err(|err| Failure::Failed(err.to_string()))?;
        }
        Ok(Ears {
            problem,
            out,
            stop,
            memory_mb: memory_mb.unwrap_or(MEMORY_MB),
            written: None,
            looked: Instant::now(),
        })
    }

    /// From now on the end of stdin is a wish to stop.
    pub(super) fn stop_when_closed(&self) {
        let stop = Arc::clone(&self.stop);
        std::thread::spawn(move || {
            let mut byte = [0];
            let mut stdin = std::io::stdin().lock();
            while matches!(stdin.read(&mut byte), Ok(read) if 0 < read) {}
            stop.store(true, Ordering::Relaxed);
        });
    }

    fn keep(&mut self, progress: Progress, plan: &Plan) {
        let Some(out) = self.out else {
            return;
        };
        if self
            .written
            .is_some_and(|written| written.elapsed() < WRITE_EVERY)
        {
            return;
        }
        let claims = Claims {
            score: Some(progress.score),
            bound: progress.bound,
            optimal: None,
        };
        if let Ok(text) = file::json(&plan.solution(self.problem, claims)) {
            // What cannot be written now is written at the end, or told then.
            let _ = file::write(out, &text);
        }
        self.written = Some(Instant::now());
    }
}

impl Listener for Ears<'_> {
    fn progress(&mut self, progress: Progress, better: Option<&Plan>) {
        let line = json!({
            "elapsed_ms": u64::try_from(progress.elapsed.as_millis()).unwrap_or(u64::MAX),
            "score": progress.score,
            "bound": progress.bound,
        });
        // Whoever closes stderr does not want to know.
        let _ = writeln!(std::io::stderr(), "{line}");
        if let Some(plan) = better {
            self.keep(progress, plan);
        }
    }

    fn is_over(&mut self) -> bool {
        if LOOK_EVERY <= self.looked.elapsed() {
            self.looked = Instant::now();
            if memory_mb().is_some_and(|memory| self.memory_mb < memory) {
                self.stop.store(true, Ordering::Relaxed);
            }
        }
        self.stop.load(Ordering::Relaxed)
    }
}

/// What this process holds in memory, where the system tells.
fn memory_mb() -> Option<u64> {
    /// Linux counts in pages of this size on every machine that we run on.
    const PAGE_KIB: u64 = 4;
    let told = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = told.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * PAGE_KIB / 1024)
}
