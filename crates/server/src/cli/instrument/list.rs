//! `hemma instrument list`: what there is, one version on a line.

use std::path::PathBuf;
use std::process::ExitCode;

use hemma_domain::instrument::{Confirmation, Instrument};

use super::site;
use crate::cli::say;

/// Lists the questionnaires of the site, or the shipped ones where there is no site.
pub(super) async fn run(data: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    for line in site::every(data, line).await? {
        say(&line);
    }
    Ok(ExitCode::SUCCESS)
}

fn line(instrument: &Instrument) -> String {
    let wording = match instrument.is_worded() {
        true => format!("wording in {}", instrument.languages.join(", ")),
        false => "no wording".to_owned(),
    };
    let scales = instrument.scales.iter();
    let rules: Vec<String> = scales
        .map(|scale| {
            let vouched = match &scale.rule.confirmation {
                Confirmation::Published => "published".to_owned(),
                Confirmation::Confirmed { by, on } => format!("confirmed by {by} on {on}"),
                Confirmation::NotConfirmed => "not confirmed".to_owned(),
            };
            let (rule, version) = (&scale.rule.code, scale.rule.version);
            format!("{}: rule {rule} version {version}, {vouched}", scale.code)
        })
        .collect();
    format!(
        "{} version {}, from {}; {wording}; {}; licence holder: {}",
        instrument.code,
        instrument.version,
        instrument.valid_from,
        rules.join("; "),
        instrument.licence.holder
    )
}
