//! `hemma check`: the settings in force, and whether the log is whole.

use std::process::ExitCode;

use hemma_app::App;

use crate::cli::say;
use crate::config::{Config, SETTINGS};
use crate::http::Clock;

/// Prints the settings and follows the log's chains.
pub(crate) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    for (name, value, from) in &config.shown {
        let about = SETTINGS
            .iter()
            .find(|setting| setting.name == name)
            .map(|setting| setting.about)
            .unwrap_or_default();
        say(&format!("{name} = {value}    ({from}) {about}"));
    }
    let app = App::open(config.app.clone(), Clock::machine().now()).await?;
    app.close().await;
    Ok(ExitCode::SUCCESS)
}
