//! May we ship this? Each dependency's licence against the list in `deny.toml`, without a tool to install.

use std::collections::BTreeSet;
use std::fs;

use crate::failure::{Failure, Result};
use crate::run;

/// A banned crate, and the crates through which it may come nevertheless.
struct Ban {
    name: String,
    wrappers: Vec<String>,
}

/// Refuses licences that are not on the list, and banned crates.
pub(crate) fn check() -> Result<()> {
    let rules = fs::read_to_string(run::root().join("deny.toml"))?;
    let allowed: Vec<&str> = strings_after(&rules, "\nallow = [");
    let bans = bans(&rules);

    let mut tree = run::cargo(&["tree", "--workspace", "--edges", "normal,build,dev"]);
    let tree = run::read(tree.args(["--prefix", "none", "--format", "{p}|{l}|"]))?;
    let mut packages = BTreeSet::new();
    let mut faults = vec![];
    for line in tree.lines() {
        let mut parts = line.split('|');
        let name = parts
            .next()
            .and_then(|package| package.split(' ').next())
            .unwrap_or_default();
        let licence = parts.next().unwrap_or_default();
        if name.is_empty() || !packages.insert(name.to_owned()) {
            continue;
        }
        if !is_allowed(licence, &allowed) {
            faults.push(format!(
                "{name}: the licence `{licence}` is not on the list in deny.toml"
            ));
        }
    }
    for ban in bans.iter().filter(|ban| packages.contains(&ban.name)) {
        faults.extend(unwanted_users(ban)?);
    }
    if faults.is_empty() {
        run::say(&format!("licences of {} packages: fine", packages.len()));
        return Ok(());
    }
    Err(Failure::Failed(faults.join("\n")))
}

/// Who uses a banned crate without being allowed to.
fn unwanted_users(ban: &Ban) -> Result<Vec<String>> {
    let mut tree = run::cargo(&["tree", "--workspace", "--invert", &ban.name]);
    let tree = run::read(tree.args(["--prefix", "depth", "--depth", "1"]))?;
    let users = tree
        .lines()
        .filter_map(|line| line.strip_prefix('1')?.split(' ').next());
    let unwanted = users.filter(|user| !ban.wrappers.iter().any(|wrapper| wrapper == user));
    Ok(unwanted
        .map(|user| format!("{user} uses {}, which deny.toml bans", ban.name))
        .collect())
}

fn bans(rules: &str) -> Vec<Ban> {
    let named = rules
        .lines()
        .filter_map(|line| line.trim().strip_prefix("{ crate = "));
    named
        .map(|line| Ban {
            name: line.split('"').nth(1).unwrap_or_default().to_owned(),
            wrappers: strings_after(line, "wrappers = [")
                .into_iter()
                .map(str::to_owned)
                .collect(),
        })
        .collect()
}

/// The strings of the list that begins with `start`.
fn strings_after<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let list = text.split_once(start).map_or("", |(_, rest)| rest);
    let list = list.split(']').next().unwrap_or_default();
    list.split('"').skip(1).step_by(2).collect()
}

/// Whether an SPDX expression can be met with allowed licences alone.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    // The old way to write `OR`.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let met = either(&mut words, allowed);
    met && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let mut met = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        met |= both(words, allowed);
    }
    met
}

fn both(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let mut met = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let met = either(words, allowed);
        return words.next_if_eq(&")").is_some() && met;
    }
    let Some(name) = words.next() else {
        return false;
    };
    if words.next_if_eq(&"WITH").is_some() {
        let full = format!("{name} WITH {}", words.next().unwrap_or_default());
        return allowed.contains(&full.as_str());
    }
    allowed.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_allowed(expression: &str, expected: bool) {
        let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"];
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }

    #[test]
    fn one_way_to_meet_the_expression_is_enough() {
        check_allowed("MIT", true);
        check_allowed("GPL-3.0", false);
        check_allowed("GPL-3.0 OR MIT", true);
        check_allowed("GPL-3.0/MIT", true);
        check_allowed("MIT AND GPL-3.0", false);
        check_allowed("(GPL-3.0 OR ISC) AND MIT", true);
        check_allowed("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true);
        check_allowed("Apache-2.0", false);
        check_allowed("(MIT", false);
        check_allowed("", false);
    }

    #[test]
    fn lists_are_read() {
        let rules = "[licenses]\nallow = [\n    \"MIT\",\n    \"ISC\",\n]\n[bans]\ndeny = [\n    { crate = \"a\", reason = \"b\", wrappers = [\"c\", \"d\"] },\n]";
        assert_eq!(strings_after(rules, "\nallow = ["), ["MIT", "ISC"]);
        let bans = bans(rules);
        assert_eq!(bans.len(), 1);
        assert_eq!(
            (bans[0].name.as_str(), bans[0].wrappers.join(" ")),
            ("a", "c d".to_owned())
        );
    }
}
