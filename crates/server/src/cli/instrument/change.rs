//! What an import would do, in plain words.

use hemma_app::instrument::Coming;
use hemma_domain::instrument::Change;

use crate::cli::{complain, say};

/// Tells it, with how many sheets answer each version so far; gives whether there is nothing against it.
pub(super) fn tell((code, version): (&str, u32), coming: &Coming, answered: &[(u32, u32)]) -> bool {
    match coming {
        Coming::Known => say(&format!(
            "{code} version {version} is on the shelf already, and says the same."
        )),
        Coming::Taken => {
            complain(&format!(
                "{code} version {version} is on the shelf already and says something else. A version is never changed; raise `version` in the file."
            ));
            return false;
        }
        Coming::Unversioned(scales) => {
            for scale in scales {
                complain(&format!(
                    "scale {scale}: counts otherwise than in the version before, though its rule has the same code and version; raise the rule's `version`."
                ));
            }
            return false;
        }
        Coming::New(news) => {
            match news.since {
                None => say(&format!("{code} version {version} is new to this site.")),
                Some(since) => say(&format!(
                    "{code} version {version} changes of version {since}:"
                )),
            }
            if news.since.is_some() && news.changes.is_empty() {
                say("  nothing that is asked or counted");
            }
            for change in &news.changes {
                say(&format!("  {}", sentence(change)));
            }
            if let Some(newer) = news.newer {
                say(&format!(
                    "Version {newer} is there already and stays the newest."
                ));
            }
            if news.since.is_some() {
                say("Answers given so far stay on their version, with their scores:");
                tell_answered(answered);
            }
        }
    }
    true
}

/// How many sheets answer each version.
pub(super) fn tell_answered(answered: &[(u32, u32)]) {
    if answered.is_empty() {
        say("  nobody has answered any yet");
    }
    for (version, sheets) in answered {
        say(&format!("  version {version}: {sheets} answered"));
    }
}

fn sentence(change: &Change) -> String {
    match change {
        Change::LanguageAdded(tag) => format!("language {tag}: added"),
        Change::LanguageRemoved(tag) => format!("language {tag}: removed"),
        Change::ItemAdded(code) => format!("item {code}: added"),
        Change::ItemRemoved(code) => format!("item {code}: removed"),
        Change::ItemMoved(code) => format!("item {code}: asked at another place"),
        Change::Wording(code) => format!("item {code}: worded otherwise"),
        Change::Responses(code) => format!("item {code}: answered otherwise"),
        Change::Condition(code) => format!("item {code}: asked under another condition"),
        Change::ScaleAdded(code) => format!("scale {code}: added"),
        Change::ScaleRemoved(code) => format!("scale {code}: removed"),
        Change::Rule(code) => format!("scale {code}: counts by another rule"),
        Change::RuleUnversioned(code) => {
            format!("scale {code}: counts otherwise under the same rule")
        }
        Change::Meaning(code) => format!("scale {code}: another cut-off or other bands"),
        Change::Critical => "other answers are critical".to_owned(),
        Change::Around => "norms, patterns, schedule, licence, or who is asked".to_owned(),
    }
}
