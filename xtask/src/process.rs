//! A server that a job starts: its address, what it uses, and its end.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

/// What a server prints when it takes requests, after its name.
const READY: &str = " is running on http://";

/// The kernel's unit for processor time in `/proc`, the same on every Linux that Rust knows.
const TICKS_PER_SECOND: f64 = 100.0;

/// A server that ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts the program, its log in `log`, and waits until it says where it listens.
    pub(crate) fn start(
        program: &Path,
        args: &[&str],
        env: &[(&str, &str)],
        log: &Path,
    ) -> Result<Server> {
        let name = program.display().to_string();
        let before = Instant::now();
        let mut child = Command::new(program)
            .args(args)
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(log)?)
            .spawn()
            .map_err(Failure::while_doing(&name))?;
        let out = child.stdout.take();
        let mut server = Server {
            child,
            address: String::new(),
            started_in: Duration::ZERO,
        };
        let mut out =
            BufReader::new(out.ok_or_else(|| Failure::Failed(format!("{name} is mute")))?);
        let mut told = String::new();
        loop {
            let start = told.len();
            if out.read_line(&mut told)? == 0 {
                let log = fs::read_to_string(log).unwrap_or_default();
                return Err(Failure::Failed(format!(
                    "{name} never listened:\n{told}{log}"
                )));
            }
            let line = told.get(start..).unwrap_or_default();
            if let Some((_, rest)) = line.split_once(READY) {
                let address = rest.split(|c: char| c.is_whitespace() || c == '/').next();
                address.unwrap_or_default().clone_into(&mut server.address);
                break;
            }
        }
        server.started_in = before.elapsed();
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Ok(server)
    }

    /// Processor time used so far, by the program and the system for it.
    pub(crate) fn cpu(&self) -> Duration {
        cpu(self.child.id())
    }

    /// Memory in use, in MB: what is in RAM now, and the most that ever was.
    pub(crate) fn memory_mb(&self) -> (f64, f64) {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(path).unwrap_or_default();
        (
            kilobytes(&status, "VmRSS:") / 1024.0,
            kilobytes(&status, "VmHWM:") / 1024.0,
        )
    }
}

impl Drop for Server {
    /// Ends it as an administrator would, so that its data is left in order.
    fn drop(&mut self) {
        let asked = Command::new("sh")
            .args(["-c", &format!("kill {}", self.child.id())])
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Processor time that a process has used so far.
pub(crate) fn cpu(process: u32) -> Duration {
    Duration::from_secs_f64(ticks(&stat(process), &[USER, SYSTEM]) / TICKS_PER_SECOND)
}

/// The same with that of those of its children that have ended.
pub(crate) fn cpu_with_ended(process: u32) -> Duration {
    let fields = [USER, SYSTEM, USER_OF_ENDED, SYSTEM_OF_ENDED];
    Duration::from_secs_f64(ticks(&stat(process), &fields) / TICKS_PER_SECOND)
}

/// The processes that a process has started and that still run.
pub(crate) fn children(process: u32) -> Vec<u32> {
    let path = format!("/proc/{process}/task/{process}/children");
    let told = fs::read_to_string(path).unwrap_or_default();
    told.split_whitespace()
        .filter_map(|id| id.parse().ok())
        .collect()
}

fn stat(process: u32) -> String {
    fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default()
}

/// Fields of `/proc/…/stat`, counted after the name in brackets, which may hold spaces.
const USER: usize = 11;
const SYSTEM: usize = 12;
const USER_OF_ENDED: usize = 13;
const SYSTEM_OF_ENDED: usize = 14;

fn ticks(stat: &str, fields: &[usize]) -> f64 {
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let field = |at: &usize| {
        after_name
            .split_whitespace()
            .nth(*at)
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    fields.iter().map(field).sum()
}

fn kilobytes(status: &str, name: &str) -> f64 {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or_default();
    line.split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_tables_are_read() {
        let stat = "17 (a (b) c) S 1 17 17 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 1 0 9 9 9";
        assert!((ticks(stat, &[USER, SYSTEM]) - 200.0).abs() < f64::EPSILON);
        let status = "Name:\themma\nVmHWM:\t   2048 kB\nVmRSS:\t   1024 kB\n";
        assert!((kilobytes(status, "VmRSS:") - 1024.0).abs() < f64::EPSILON);
        assert!((kilobytes(status, "VmHWM:") - 2048.0).abs() < f64::EPSILON);
    }
}
