//! The texts that are built into the program.

use thiserror::Error;

use crate::text::{KometText, NetworkText, PoolsText, Story};

const NETWORK: &str = include_str!("../network.toml");
const POOLS: &str = include_str!("../pools.toml");
const KOMET: &str = include_str!("../stories/komet.toml");
const STORIES: [(&str, &str); 14] = [
    ("lingonstig", include_str!("../stories/lingonstig.toml")),
    ("mosskulle", include_str!("../stories/mosskulle.toml")),
    ("granbarr", include_str!("../stories/granbarr.toml")),
    ("cederdal", include_str!("../stories/cederdal.toml")),
    ("vintergack", include_str!("../stories/vintergack.toml")),
    ("harsyra", include_str!("../stories/harsyra.toml")),
    ("savannvind", include_str!("../stories/savannvind.toml")),
    ("akervinda", include_str!("../stories/akervinda.toml")),
    ("stormhatt", include_str!("../stories/stormhatt.toml")),
    ("svartvide", include_str!("../stories/svartvide.toml")),
    ("salgkvist", include_str!("../stories/salgkvist.toml")),
    ("rosenrot", include_str!("../stories/rosenrot.toml")),
    ("isbark", include_str!("../stories/isbark.toml")),
    ("klippronn", include_str!("../stories/klippronn.toml")),
];

/// A text of the demo network cannot be read.
#[derive(Debug, Error)]
#[error("the demo text `{file}` cannot be read")]
pub struct TextFault {
    file: &'static str,
    #[source]
    source: toml::de::Error,
}

/// Everything that is written down.
pub(crate) struct Bank {
    pub(crate) network: NetworkText,
    pub(crate) pools: PoolsText,
    pub(crate) komet: KometText,
    pub(crate) stories: Vec<Story>,
}

impl Bank {
    /// Reads the texts.
    pub(crate) fn read() -> Result<Bank, TextFault> {
        let stories = STORIES
            .into_iter()
            .map(|(file, text)| read(file, text))
            .collect::<Result<_, _>>()?;
        Ok(Bank {
            network: read("network", NETWORK)?,
            pools: read("pools", POOLS)?,
            komet: read("komet", KOMET)?,
            stories,
        })
    }
}

fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, TextFault> {
    toml::from_str(text).map_err(|source| TextFault { file, source })
}
