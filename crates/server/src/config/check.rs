//! What no setting may be: names that nobody knows, and addresses that no browser would send.

use anyhow::{Context as _, bail, ensure};
use hemma_domain::sender::SECRET_CHARS;

use super::SETTINGS;
use crate::feed::Place;

/// How the environment names a setting.
pub(super) const PREFIX: &str = "HEMMA_";

/// What the project's own tests are told by; a program that they start inherits it.
const OF_TESTS: &[&str] = &[
    "HEMMA_BIN",
    "HEMMA_CHROMIUM",
    "HEMMA_PAGES",
    "HEMMA_SCREENS",
    "HEMMA_TEST_POSTGRES_URL",
    "HEMMA_TEST_PRIMARY_URL",
    "HEMMA_TEST_REPLICA_URL",
];

/// Letters that may be wrong in a name that is still taken for another.
const SLIPS_MAX: usize = 2;

/// Refuses variables that look like settings and are none: a misspelt one would silently do nothing.
pub(super) fn environment(names: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let mut unknown: Vec<String> = names
        .filter(|name| name.starts_with(PREFIX) && !OF_TESTS.contains(&name.as_str()))
        .filter(|name| !SETTINGS.iter().any(|one| variable(one.name) == *name))
        .collect();
    unknown.sort();
    let Some(first) = unknown.first() else {
        return Ok(());
    };
    let meant = nearest(&first.to_lowercase().replacen("hemma_", "", 1))
        .map(|name| format!("; {} may be meant", variable(name)))
        .unwrap_or_default();
    bail!(
        "{first} in the environment: there is no such setting{meant}. `hemma check` lists them all"
    )
}

/// The variable that gives a setting.
pub(super) fn variable(setting: &str) -> String {
    format!("{PREFIX}{}", setting.to_uppercase())
}

/// The setting whose name is closest to another name, if one is close.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let all = SETTINGS
        .iter()
        .map(|one| (strsim::levenshtein(name, one.name), one.name));
    let (slips, known) = all.min()?;
    (slips <= SLIPS_MAX).then_some(known)
}

/// Refuses an address that figures cannot be sent to, and a secret that is none.
pub(super) fn feed(origin: &str, secret: &str) -> anyhow::Result<()> {
    Place::of(origin).context("setting network_feed")?;
    ensure!(
        secret.len() == SECRET_CHARS && secret.bytes().all(|one| one.is_ascii_alphanumeric()),
        "setting network_feed_secret: not {SECRET_CHARS} letters and digits, as the network's lead was told"
    );
    Ok(())
}

/// Refuses what a browser would never send as its origin: passkeys and forms would fail for everybody.
pub(super) fn origin(given: &str) -> anyhow::Result<()> {
    let (scheme, rest) = given.split_once("://").unwrap_or_default();
    ensure!(
        scheme == "https" || scheme == "http",
        "setting origin: must begin with https:// (http:// only for localhost)"
    );
    ensure!(
        !rest.contains(['/', '?', '#']),
        "setting origin: {given} has a path or a slash behind the host; give it without, as in https://hemma.example"
    );
    let (host, port) = match rest.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || ".-".contains(one));
    ensure!(
        is_host,
        "setting origin: `{host}` is not a host name in small letters, as in hemma.example"
    );
    ensure!(
        port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port != 0)),
        "setting origin: the port is not a number from 1 to 65535"
    );
    ensure!(
        scheme == "https" || host == "localhost",
        "setting origin: must begin with https:// (http:// only for localhost, and {host} is another host)"
    );
    Ok(())
}
