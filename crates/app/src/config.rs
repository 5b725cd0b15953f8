//! The settings that use cases need, each with its default, unit and limit.

use std::net::IpAddr;
use std::path::PathBuf;

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file in the data folder.
    Sqlite(PathBuf),
    /// A server's address; holds a password and is never printed.
    Postgres(String),
}

/// Where mails go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailServer {
    /// Nowhere.
    Off,
    /// Into memory, for tests.
    Memory,
    /// Through a server; its address holds a password and is never printed.
    Smtp { url: String, from: String },
}

/// Where the finished rows of this installation's teams are sent.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedTo {
    /// The other installation's address, as in `https://network.example`.
    pub origin: String,
    /// What its network's lead was told; never printed.
    pub secret: String,
}

impl std::fmt::Debug for FeedTo {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "FeedTo({})", self.origin)
    }
}

/// What use cases need to know of the installation.
#[derive(Debug, Clone)]
pub struct Config {
    pub database: Database,
    /// A streaming replica of a PostgreSQL server, which serves what only reads; holds a password and is never printed.
    pub replica: Option<String>,
    /// The folder of the data: key file, copies, and the database where it is SQLite.
    pub data: PathBuf,
    /// The program that typesets; none if it is not installed.
    pub pdf: Option<PathBuf>,
    /// The program that finds the best rota and proves it; without it rotas are proposed without proof.
    pub rota: Option<PathBuf>,
    /// The address people open, as in `https://hemma.example`; binds passkeys to the site.
    pub origin: String,
    /// The proxy whose word is taken for where people come from; without one it is the connection's own address.
    pub trusted_proxy: Option<IpAddr>,
    /// Where mails go out.
    pub mail: MailServer,
    /// Where figures are sent once a day; none where nobody asks for them.
    pub feed: Option<FeedTo>,
    /// Minutes without use after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which a session ends however busy it is.
    pub session_hours: u32,
    /// Commits need not survive a crash of the machine: only for filling a demo or tests.
    pub fast: bool,
    /// Stays open for many requests, and keeps more of the database in memory; a command that runs once does not.
    pub serves: bool,
}

/// Default minutes of idleness: long enough for a phone call in between, short for a shared room.
pub const IDLE_MINUTES: u32 = 30;
/// Default hours of a session: a working day.
pub const SESSION_HOURS: u32 = 12;

impl Config {
    /// The settings of a SQLite installation in one folder, all else by default.
    pub fn in_folder(data: PathBuf) -> Config {
        Config {
            database: Database::Sqlite(data.join("hemma.db")),
            data,
            replica: None,
            pdf: None,
            rota: None,
            origin: "http://localhost".to_owned(),
            trusted_proxy: None,
            mail: MailServer::Off,
            feed: None,
            idle_minutes: IDLE_MINUTES,
            session_hours: SESSION_HOURS,
            fast: false,
            serves: false,
        }
    }

    /// Where the master key is kept.
    pub fn key_file(&self) -> PathBuf {
        self.data.join("master.key")
    }
}
