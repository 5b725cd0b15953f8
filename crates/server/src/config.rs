//! Settings from the command line, a file and the environment: the only reader of any of them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

mod check;

use anyhow::{Context as _, bail, ensure};
use hemma_app::config as app;
use hemma_app::mail;
use tracing_subscriber::EnvFilter;

/// One setting: its name in the file, its default, its unit and limits. The environment has it as `HEMMA_<NAME>`.
pub struct Setting {
    pub name: &'static str,
    pub default: &'static str,
    pub about: &'static str,
    /// Smallest and largest value, for numbers.
    pub range: Option<(u32, u32)>,
}

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "listen",
        default: "127.0.0.1:8080",
        about: "address and port; port 0 takes a free one",
        range: None,
    },
    Setting {
        name: "database",
        default: "",
        about: "empty: SQLite in the data folder; else a postgres:// address",
        range: None,
    },
    Setting {
        name: "database_replica",
        default: "",
        about: "a streaming replica of the PostgreSQL server, as a postgres:// address: it serves what only reads; empty: there \
                is none",
        range: None,
    },
    Setting {
        name: "origin",
        default: "",
        about: "the address people open, as in https://hemma.example; empty: http://localhost and the port",
        range: None,
    },
    Setting {
        name: "trusted_proxy",
        default: "",
        about: "network address of the proxy in front, whose x-forwarded-for is believed; empty: there is none",
        range: None,
    },
    Setting {
        name: "idle_minutes",
        default: "30",
        about: "minutes without use after which a session ends",
        range: Some((5, 240)),
    },
    Setting {
        name: "session_hours",
        default: "12",
        about: "hours after which a session ends however busy it is",
        range: Some((1, 24)),
    },
    Setting {
        name: "mail_server",
        default: "",
        about: "the mail server, as in smtps://name:password@mail.example; empty: no mail is sent",
        range: None,
    },
    Setting {
        name: "mail_from",
        default: "",
        about: "the address that mails come from; needed with mail_server",
        range: None,
    },
    Setting {
        name: "network_feed",
        default: "",
        about: "the installation of the network, which is sent the teams' figures once a day, as in https://network.example; \
                empty: nothing is sent",
        range: None,
    },
    Setting {
        name: "network_feed_secret",
        default: "",
        about: "what the network's lead was told when this installation was registered there; needed with network_feed",
        range: None,
    },
    Setting {
        name: "log",
        default: "info,sqlx=warn",
        about: "what the log says: a level, or levels of parts, as in info,hemma_app=debug",
        range: None,
    },
    Setting {
        name: "log_format",
        default: "text",
        about: "text or json",
        range: None,
    },
    Setting {
        name: "metrics",
        default: "127.0.0.1:0",
        about: "address of the metrics for the monitoring system; port 0 turns it off",
        range: None,
    },
];

/// The settings in force.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub metrics: Option<SocketAddr>,
    pub json_logs: bool,
    /// What the log says.
    pub log: String,
    /// No origin was set: it is http://localhost with the port that is taken at last.
    pub origin_follows: bool,
    pub app: app::Config,
    /// Each setting with its value and where it came from; passwords blotted out.
    pub shown: Vec<(String, String, String)>,
}

/// What the command line says, which wins over file and environment.
#[derive(Debug, Clone, Default)]
pub struct Override {
    pub data: Option<PathBuf>,
    pub listen: Option<String>,
}

impl Config {
    /// Reads everything; refuses nonsense by the setting's name.
    pub fn read(given: &Override) -> anyhow::Result<Config> {
        check::environment(environment_names())?;
        let data = match &given.data {
            Some(data) => data.clone(),
            None => data_folder()?,
        };
        let file = file_settings(&data.join("hemma.toml"))?;
        let mut values = BTreeMap::new();
        let mut shown = vec![(
            "data".to_owned(),
            data.display().to_string(),
            "command line or platform".to_owned(),
        )];
        for setting in SETTINGS {
            let (value, from) = value_of(setting, given, &file);
            check_range(setting, &value)?;
            shown.push((
                setting.name.to_owned(),
                blot(setting.name, &value),
                from.to_owned(),
            ));
            values.insert(setting.name, value);
        }
        build(data, &values, shown)
    }
}

fn build(
    data: PathBuf,
    values: &BTreeMap<&str, String>,
    shown: Vec<(String, String, String)>,
) -> anyhow::Result<Config> {
    let text = |name: &str| values.get(name).cloned().unwrap_or_default();
    let number = |name: &str| {
        text(name)
            .parse::<u32>()
            .with_context(|| format!("setting {name}: not a number"))
    };
    let address = |name: &str| {
        text(name)
            .parse::<SocketAddr>()
            .with_context(|| format!("setting {name}: not an address and port"))
    };
    let listen = address("listen")?;
    let metrics = Some(address("metrics")?).filter(|address| address.port() != 0);
    let json_logs = match text("log_format").as_str() {
        "text" => false,
        "json" => true,
        other => bail!("setting log_format: {other} is neither text nor json"),
    };
    let log = log_levels(text("log"))?;
    let database = database_of(text("database"), &data)?;
    let replica = replica_of(text("database_replica"), &database)?;
    let origin = match text("origin") {
        given if given.is_empty() => format!("http://localhost:{}", listen.port()),
        given => {
            check::origin(&given)?;
            given
        }
    };
    mail::check(&text("mail_server"), &text("mail_from"))?;
    let mail = match (text("mail_server"), text("mail_from")) {
        (none, _) if none.is_empty() => app::MailServer::Off,
        (_, none) if none.is_empty() => {
            bail!("setting mail_from: empty, and mail_server is set")
        }
        (url, from) => app::MailServer::Smtp { url, from },
    };
    let feed = feed_of(text("network_feed"), text("network_feed_secret"))?;
    let origin_follows = text("origin").is_empty();
    let trusted_proxy = match text("trusted_proxy") {
        none if none.is_empty() => None,
        given => Some(
            given
                .parse()
                .context("setting trusted_proxy: not a network address")?,
        ),
    };
    let app = app::Config {
        database,
        replica,
        trusted_proxy,
        pdf: helper("hemma-pdf"),
        rota: helper(ROTA_HELPER),
        origin,
        mail,
        feed,
        idle_minutes: number("idle_minutes")?,
        session_hours: number("session_hours")?,
        ..app::Config::in_folder(data)
    };
    Ok(Config {
        listen,
        metrics,
        json_logs,
        log,
        origin_follows,
        app,
        shown,
    })
}

/// Levels that the log can read.
fn log_levels(given: String) -> anyhow::Result<String> {
    ensure!(
        EnvFilter::try_new(&given).is_ok(),
        "setting log: {given} cannot be read; it is a level (error, warn, info, debug, trace), or levels of parts, as in \
         info,hemma_app=debug"
    );
    Ok(given)
}

fn database_of(given: String, data: &Path) -> anyhow::Result<app::Database> {
    if given.is_empty() {
        return Ok(app::Database::Sqlite(data.join("hemma.db")));
    }
    ensure!(
        is_postgres(&given),
        "setting database: neither empty nor a postgres:// address"
    );
    Ok(app::Database::Postgres(given))
}

fn replica_of(given: String, database: &app::Database) -> anyhow::Result<Option<String>> {
    if given.is_empty() {
        return Ok(None);
    }
    ensure!(
        matches!(database, app::Database::Postgres(_)),
        "setting database_replica: set, and database names no PostgreSQL server"
    );
    ensure!(
        is_postgres(&given),
        "setting database_replica: neither empty nor a postgres:// address"
    );
    Ok(Some(given))
}

fn is_postgres(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

/// Where figures are sent. Whatever leaves this machine is encrypted on its way.
fn feed_of(origin: String, secret: String) -> anyhow::Result<Option<app::FeedTo>> {
    match (origin.is_empty(), secret.is_empty()) {
        (true, true) => return Ok(None),
        (true, false) => bail!("setting network_feed: empty, and network_feed_secret is set"),
        (false, true) => bail!("setting network_feed_secret: empty, and network_feed is set"),
        (false, false) => {}
    }
    let secret: String = secret.split_whitespace().collect();
    check::feed(&origin, &secret)?;
    Ok(Some(app::FeedTo { origin, secret }))
}

fn value_of(
    setting: &Setting,
    given: &Override,
    file: &BTreeMap<String, String>,
) -> (String, &'static str) {
    if setting.name == "listen"
        && let Some(listen) = &given.listen
    {
        return (listen.clone(), "command line");
    }
    if let Some(value) = environment(&check::variable(setting.name)) {
        return (value, "environment");
    }
    match file.get(setting.name) {
        Some(value) => (value.clone(), "file"),
        None => (setting.default.to_owned(), "default"),
    }
}

fn check_range(setting: &Setting, value: &str) -> anyhow::Result<()> {
    let Some((least, most)) = setting.range else {
        return Ok(());
    };
    match value.parse::<u32>() {
        Ok(number) if (least..=most).contains(&number) => Ok(()),
        _ => bail!(
            "setting {}: {value} is not a number from {least} to {most}",
            setting.name
        ),
    }
}

fn file_settings(path: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(err) => return Err(err).with_context(|| format!("{} cannot be read", path.display())),
    };
    let table: toml::Table = text
        .parse()
        .with_context(|| format!("{} is not TOML", path.display()))?;
    let mut settings = BTreeMap::new();
    for (name, value) in table {
        if !SETTINGS.iter().any(|setting| setting.name == name) {
            let meant = check::nearest(&name)
                .map(|known| format!("; {known} may be meant"))
                .unwrap_or_default();
            bail!(
                "setting {name} in {}: there is no such setting{meant}",
                path.display()
            );
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            _ => bail!(
                "setting {name} in {}: neither text nor a number",
                path.display()
            ),
        };
        settings.insert(name, value);
    }
    Ok(settings)
}

/// Passwords in addresses are never shown. They may hold an `@` themselves, or stand among the parameters at the end.
fn blot(name: &str, value: &str) -> String {
    if name == "network_feed_secret" && !value.is_empty() {
        return "…".to_owned();
    }
    if !["database", "database_replica", "mail_server"].contains(&name) {
        return value.to_owned();
    }
    let scheme = match value.split_once("://") {
        Some((scheme, _)) if scheme.chars().all(|one| one.is_ascii_alphanumeric()) => {
            format!("{scheme}://")
        }
        _ => String::new(),
    };
    let (mark, rest) = match value.rsplit_once('@') {
        Some((_, host)) => ("…@", host),
        None => ("", value.get(scheme.len()..).unwrap_or_default()),
    };
    match rest.split_once('?') {
        Some((host, _)) => format!("{scheme}{mark}{host}?…"),
        None => format!("{scheme}{mark}{rest}"),
    }
}

/// The platform's folder for a program's data.
fn data_folder() -> anyhow::Result<PathBuf> {
    let base = environment("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| environment("HOME").map(|home| PathBuf::from(home).join(".local/share")))
        .context("no data folder: give --data, or set HOME")?;
    Ok(base.join("hemma"))
}

/// The program that holds the exact engine of rotas.
pub(crate) const ROTA_HELPER: &str = "hemma-rota";

/// A helper program, looked for beside this one.
pub(crate) fn helper(name: &str) -> Option<PathBuf> {
    std::env::current_exe()
        .ok()?
        .parent()
        .map(|folder| folder.join(name))
}

/// The names of all variables of the environment; an empty one counts as not set.
fn environment_names() -> impl Iterator<Item = String> {
    std::env::vars_os()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, _)| name.to_string_lossy().into_owned())
}

#[expect(
    clippy::disallowed_methods,
    reason = "this file is the only reader of the environment"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
