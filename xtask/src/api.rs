//! The interface under fire: schemathesis sends what its description allows and what it forbids, and every answer must
//! be one that the description knows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bench;
use crate::failure::{Failure, Result};
use crate::load::Client;
use crate::process::Server;
use crate::python;
use crate::run;

/// Pinned, so that the same requests are sent tomorrow.
const VERSION: &str = "4.32.5";
/// Requests for each operation and phase: both rounds together stay well below a minute.
const EXAMPLES: &str = "10";
/// Any number, always the same.
const SEED: &str = "20261123";
/// What is asked of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_schema_conformance,unsupported_method";
/// Somebody who sees families, a team and its figures.
const ROLE: &str = "group_leader";

/// Lets schemathesis loose on a demo: once with ids by chance, once with those of a family that there is.
pub(crate) fn hammer(server: &Path) -> Result<bool> {
    let schemathesis = ready()?;
    let folder = run::target()?.join("api-test");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let data = folder.join("data").display().to_string();
    let server = Server::start(
        server,
        &["demo", "--data", &data, "--listen", "127.0.0.1:0"],
        &[],
        &folder.join("server.log"),
    )?;
    let (mut client, _) = bench::sign_in(&server, ROLE)?;
    let by_chance = folder.join("by-chance.toml");
    fs::write(&by_chance, "")?;
    let known = folder.join("known.toml");
    fs::write(&known, parameters(&mut client)?)?;
    let cookie = client.cookie_header();
    let mut passed = true;
    for settings in [by_chance, known] {
        let mut command = Command::new(&schemathesis);
        command
            .current_dir(&folder)
            .arg("--config-file")
            .arg(settings)
            .arg("run")
            .arg(format!("http://{}/api/v1/openapi.json", server.address))
            .args(["--header", &format!("Cookie: {cookie}")])
            .args(["--checks", CHECKS, "--max-examples", EXAMPLES])
            .args(["--seed", SEED, "--phases", "examples,coverage,fuzzing"])
            .args(["--warnings", "off", "--no-color"]);
        passed &= run::follow(&mut command, &mut |_| {})?;
    }
    Ok(passed)
}

/// Schemathesis in a virtual environment of its own, made once for each version.
fn ready() -> Result<PathBuf> {
    let wanted = format!("schemathesis=={VERSION}");
    let folder = python::environment(&format!("schemathesis-{VERSION}"), &[&wanted])?;
    Ok(folder.join("bin/schemathesis"))
}

/// Settings that put a family, a team, a week, a form, a programme and a therapist that there are into every address.
fn parameters(client: &mut Client) -> Result<String> {
    let team = field(client, "/api/v1/me", "team")?;
    let week = format!("/api/v1/teams/{team}/week");
    let case = field(client, &week, "case")?;
    let summed_up = field(client, &week, "summed_up")?;
    let kind = field(client, &format!("/api/v1/cases/{case}/artefacts"), "kind")?;
    let code = field(client, "/api/v1/programmes", "code")?;
    let staff = field(client, &format!("/api/v1/teams/{team}/capacity"), "staff")?;
    let pairs = [
        ("case", case),
        ("team", team),
        ("week", summed_up),
        ("kind", kind),
        ("code", code),
        ("staff", staff),
    ];
    let lines = pairs.map(|(name, value)| format!("\"path.{name}\" = \"{value}\"\n"));
    Ok(format!("[parameters]\n{}", lines.concat()))
}

/// The first text of that name in the answer.
fn field(client: &mut Client, path: &str, name: &str) -> Result<String> {
    let answer = client.get(path)?;
    first_text(&answer.text(), name).ok_or_else(|| {
        Failure::Failed(format!(
            "{path} answered {} without a `{name}`",
            answer.status
        ))
    })
}

fn first_text(json: &str, name: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{name}\":\""))?;
    rest.split_once('"').map(|(text, _)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_text_of_a_name_is_found() {
        let json = r#"{"id":"1","posts":[{"team":null},{"team":"7"},{"team":"8"}]}"#;
        assert_eq!(first_text(json, "team").as_deref(), Some("7"));
        assert_eq!(first_text(json, "case"), None);
    }
}
