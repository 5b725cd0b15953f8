//! A private PostgreSQL for the tests: its own folder, a free port, gone afterwards.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::need::{self, Need};
use crate::process;
use crate::run;

/// Older ones miss what our SQL uses.
const VERSION_MIN: u32 = 15;

/// Starts PostgreSQL and stops it as soon as standard input closes: when this program ends, in
/// whatever way, the pipe closes, and no server is left behind.
const KEEPER: &str = r#"
    trap '' INT HUP
    "$@" & server=$!
    read -r _
    kill -INT "$server"
    wait "$server"
    rm -rf data
"#;

/// Waited for at most: a cluster starts within a second or not at all.
const LINES_UNTIL_READY_MAX: usize = 200;

/// What becomes of a commit that was acknowledged when the power is cut.
#[derive(Clone, Copy)]
pub(crate) enum Commits {
    /// It may be lost: the cluster lives as long as one test run.
    Quick,
    /// It is kept.
    Durable,
}

impl Commits {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Commits::Quick => &["-c", "fsync=off", "-c", "full_page_writes=off"],
            Commits::Durable => &[],
        }
    }
}

/// A running cluster; dropping it stops it and deletes its folder.
pub(crate) struct Postgres {
    keeper: Child,
    folder: PathBuf,
    port: u16,
}

/// The unprivileged user that the server runs as when we are root.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

/// A cluster and its streaming replica, apart from the other one: their tests stop and let go on what the replica does.
pub(crate) struct Pair {
    // Dropped first: a primary waits for its replica before it ends.
    replica: Postgres,
    primary: Postgres,
}

impl Pair {
    /// Makes a cluster, copies it, and starts both.
    pub(crate) fn start() -> Result<Pair> {
        let primary = Postgres::start_as("primary", Commits::Quick)?;
        let replica = primary.replicate()?;
        Ok(Pair { replica, primary })
    }

    /// Where the tests find the primary.
    pub(crate) fn primary(&self) -> String {
        self.primary.url()
    }

    /// Where they find the replica.
    pub(crate) fn replica(&self) -> String {
        self.replica.url()
    }
}

impl Postgres {
    /// Installs PostgreSQL if need be, makes a cluster and starts it.
    pub(crate) fn start(commits: Commits) -> Result<Postgres> {
        Postgres::start_as("postgres", commits)
    }

    fn start_as(name: &str, commits: Commits) -> Result<Postgres> {
        need::ensure(&[need::POSTGRES], |_: &Need| programs().is_some())?;
        let programs = found()?;
        let user = unprivileged()?;
        let folder = new_folder(user, name)?;
        let data = folder.join("data");

        let mut init = as_user(Command::new(programs.join("initdb")), user, &folder);
        init.args([
            "--auth=trust",
            "--username=hemma",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ])
        .args(["--no-sync", "--pgdata"])
        .arg(&data)
        .stdout(Stdio::null());
        run::run(&mut init)?;
        Postgres::serve((&programs, user), folder, commits)
    }

    /// Copies a running cluster into one that follows it, and starts that.
    fn replicate(&self) -> Result<Postgres> {
        let programs = found()?;
        let user = unprivileged()?;
        let folder = new_folder(user, "replica")?;
        let mut copy = as_user(Command::new(beside("pg_basebackup")?), user, &folder);
        copy.args(["--host=127.0.0.1", "--username=hemma", "--port"])
            .arg(self.port.to_string())
            .args(["--write-recovery-conf", "--wal-method=stream"])
            .args(["--checkpoint=fast", "--no-sync", "--pgdata"])
            .arg(folder.join("data"));
        run::run(&mut copy)?;
        Postgres::serve((&programs, user), folder, Commits::Quick)
    }

    /// Starts the cluster in a folder.
    fn serve(
        (programs, user): (&Path, Option<User>),
        folder: PathBuf,
        commits: Commits,
    ) -> Result<Postgres> {
        let data = folder.join("data");
        let port = free_port()?;
        let mut keeper = as_user(Command::new("sh"), user, &folder);
        keeper
            .args(["-c", KEEPER, "keeper"])
            .arg(programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder)
            .args(["-p", &port.to_string(), "-h", "127.0.0.1", "-N", "200"])
            .args(commits.settings())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0);
        let mut keeper = keeper
            .spawn()
            .map_err(Failure::while_doing("starting PostgreSQL"))?;
        let log = keeper.stderr.take();
        let postgres = Postgres {
            keeper,
            folder,
            port,
        };
        match log {
            Some(log) => wait_until_ready(log)?,
            None => return Err(Failure::Failed("PostgreSQL has no log".to_owned())),
        }
        run::say(&format!(
            "PostgreSQL for the tests listens on 127.0.0.1:{port}."
        ));
        Ok(postgres)
    }

    /// Bytes of the database, without what changes have left behind.
    pub(crate) fn bytes(&self) -> Result<u64> {
        let psql = psql()?;
        let ask = |statement: &str| {
            let mut psql = Command::new(&psql);
            run::read(psql.args(["-X", "-A", "-t", &self.url(), "-c", statement]))
        };
        ask("VACUUM FULL")?;
        let told = ask("SELECT pg_database_size(current_database())")?;
        told.trim()
            .parse()
            .map_err(Failure::while_doing("reading the size of the database"))
    }

    /// The process that starts all others of the server.
    pub(crate) fn process(&self) -> Result<u32> {
        let servers = process::children(self.keeper.id());
        let first = servers.first().copied();
        first.ok_or_else(|| Failure::Failed("PostgreSQL does not run".to_owned()))
    }

    /// Processor time used so far by all of its processes.
    pub(crate) fn cpu(&self) -> Duration {
        let servers = process::children(self.keeper.id());
        let workers = servers.iter().flat_map(|one| process::children(*one));
        let ended = servers.iter().map(|one| process::cpu_with_ended(*one));
        ended.chain(workers.map(process::cpu)).sum()
    }

    /// Where the tests find it.
    pub(crate) fn url(&self) -> String {
        format!("postgres://hemma@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let stopped = self.keeper.wait();
        if stopped.is_ok() {
            run::say("PostgreSQL for the tests has stopped.");
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Reads the log until the server takes connections; goes on reading it so that it never blocks.
fn wait_until_ready(log: impl Read + Send + 'static) -> Result<()> {
    let mut log = BufReader::new(log);
    let mut told = String::new();
    for _ in 0..LINES_UNTIL_READY_MAX {
        let start = told.len();
        if log.read_line(&mut told)? == 0 {
            break;
        }
        if told
            .get(start..)
            .is_some_and(|line| line.contains("ready to accept"))
        {
            std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
            return Ok(());
        }
    }
    Err(Failure::Failed(format!(
        "PostgreSQL did not start:\n{told}"
    )))
}

/// The program that asks a server.
pub(crate) fn psql() -> Result<PathBuf> {
    beside("psql")
}

/// Another of PostgreSQL's programs, beside the server or on PATH.
fn beside(name: &str) -> Result<PathBuf> {
    let programs = found()?;
    // A link in a folder of PATH may lead to where the other programs are.
    let real = fs::canonicalize(programs.join("postgres"))?;
    let folders = [programs, real.with_file_name("")];
    let beside = folders.iter().map(|folder| folder.join(name));
    beside
        .chain(run::find(name))
        .find(|program| program.is_file())
        .ok_or_else(|| Failure::Missing(format!("{name} is not to be found")))
}

fn found() -> Result<PathBuf> {
    programs().ok_or_else(|| {
        Failure::Missing(format!(
            "PostgreSQL {VERSION_MIN} or newer is not to be found"
        ))
    })
}

/// The newest server's folder of programs, where Debian puts it or on PATH.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<(u32, PathBuf)> = debian
        .map(|entry| entry.path().join("bin"))
        .chain(run::path())
        .filter(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .filter_map(|folder| version(&folder).map(|version| (version, folder)))
        .filter(|(version, _)| VERSION_MIN <= *version)
        .collect();
    found.sort();
    found.pop().map(|(_, folder)| folder)
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` → 15.
fn version(folder: &Path) -> Option<u32> {
    let told = run::read(Command::new(folder.join("postgres")).arg("--version")).ok()?;
    let number = told.split_whitespace().nth(2)?;
    number
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// PostgreSQL refuses to run as root, so root lends it to the user made for it, or to nobody.
fn unprivileged() -> Result<Option<User>> {
    if !need::is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| user_of(&users, name))
        .map(Some)
        .ok_or_else(|| {
            Failure::Missing("no user `postgres` or `nobody` to run PostgreSQL as".to_owned())
        })
}

fn user_of(users: &str, name: &str) -> Option<User> {
    let line = users
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut numbers = line.split(':').skip(2).map(str::parse);
    Some(User {
        uid: numbers.next()?.ok()?,
        gid: numbers.next()?.ok()?,
    })
}

fn as_user(mut command: Command, user: Option<User>, folder: &Path) -> Command {
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
        .current_dir(folder)
        .env("HOME", folder)
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8");
    command
}

/// An empty folder that the server's user can reach: in the build folder, else among temporary files.
fn new_folder(user: Option<User>, name: &str) -> Result<PathBuf> {
    let name = format!("hemma-{name}-{}", std::process::id());
    let places = [run::target()?, std::env::temp_dir()];
    for place in places {
        let folder = place.join(&name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        if let Some(user) = user {
            chown(&folder, Some(user.uid), Some(user.gid))?;
        }
        // The path of its socket must fit into 107 bytes.
        let short = folder.as_os_str().len() < 80;
        if short && can_write(user, &folder) {
            return Ok(folder);
        }
        fs::remove_dir_all(&folder)?;
    }
    Err(Failure::Failed(
        "no folder that PostgreSQL's user can write to".to_owned(),
    ))
}

fn can_write(user: Option<User>, folder: &Path) -> bool {
    let mut look = as_user(Command::new("test"), user, Path::new("/"));
    look.arg("-w")
        .arg(folder)
        .status()
        .is_ok_and(|status| status.success())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_read_from_the_list_of_users() {
        let users = "root:x:0:0:root:/r:/bin/sh\npostgres:x:101:104:PostgreSQL:/var:/bin/sh\n";
        let user = user_of(users, "postgres").unwrap();
        assert_eq!((user.uid, user.gid), (101, 104));
        assert!(user_of(users, "post").is_none());
    }
}
