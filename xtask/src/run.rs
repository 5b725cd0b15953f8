//! Running programs and talking to the person at the keyboard.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};

/// Prints one line. A closed pipe is nobody's fault, so it is not reported.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints one line where errors go.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The build folder, wherever cargo was told to put it: this program lies in `<target>/debug`.
pub(crate) fn target() -> Result<PathBuf> {
    let me = std::env::current_exe()?;
    match me.ancestors().nth(2) {
        Some(target) => Ok(target.to_owned()),
        None => Err(Failure::Failed(
            "cannot tell where the build folder is".to_owned(),
        )),
    }
}

/// A variable of the environment, if it is set to something.
#[expect(
    clippy::disallowed_methods,
    reason = "jobs run outside the server and its config"
)]
pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The folders in which programs are looked for.
pub(crate) fn path() -> Vec<PathBuf> {
    std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default()
}

/// Where a program is, if it can be found.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    path()
        .into_iter()
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// `cargo` in the folder of the workspace.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(args).current_dir(root());
    // Set by the `cargo run` around this program; builds would be redone because of them.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
        command.env_remove(name);
    }
    command
}

/// Says what is run, runs it, and fails with it.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = line_of(command);
    say(&format!("→ {line}"));
    let status = command.status().map_err(Failure::while_doing(&line))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Failed(format!("{line}: {status}")))
    }
}

/// Runs a command and returns what it printed.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let line = line_of(command);
    let out = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(Failure::while_doing(&line))?;
    if !out.status.success() {
        return Err(Failure::Failed(format!("{line}: {}", out.status)));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Says what is run, runs it, shows its lines as they come, and hands each to `seen` without colours.
pub(crate) fn follow(command: &mut Command, seen: &mut dyn FnMut(&str)) -> Result<bool> {
    let line = line_of(command);
    say(&format!("→ {line}"));
    if std::io::stdout().is_terminal() {
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    let (reader, writer) = std::io::pipe()?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .map_err(Failure::while_doing(&line))?;
    // The command keeps the writing ends; they must close when the child does.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    each_line(reader, &mut |text| {
        say(text);
        seen(&without_colours(text));
    });
    Ok(child.wait()?.success())
}

fn each_line(reader: impl Read, with: &mut dyn FnMut(&str)) {
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while matches!(reader.read_until(b'\n', &mut line), Ok(read) if 0 < read) {
        with(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']));
        line.clear();
    }
}

/// A line without the escape sequences that colour it.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

fn line_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words
        .map(|word| {
            let word = word.to_string_lossy();
            if word.contains(' ') {
                format!("'{word}'")
            } else {
                word.into_owned()
            }
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_off() {
        assert_eq!(
            without_colours("\u{1b}[32;1m     Summary\u{1b}[0m 3 passed"),
            "     Summary 3 passed"
        );
        assert_eq!(without_colours("plain å"), "plain å");
    }

    #[test]
    fn lines_of_both_streams_are_followed() {
        let mut seen = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; exit 3"]);
        let ok = follow(&mut command, &mut |line| seen.push(line.to_owned())).unwrap();
        assert!(!ok);
        assert_eq!(seen, ["one", "two"]);
    }
}
