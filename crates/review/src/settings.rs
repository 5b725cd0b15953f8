//! What the indicators take from outside: the scoring rule, the cut-off, the instruments' shapes.

use serde::Deserialize;

use crate::answers::{CATEGORIES_MAX, ITEMS_MAX};
use crate::score::{NoScoring, Scoring};

/// The settings of `docs/formats/network-indicators.md`, each with where it comes from.
const REFERENCE: &str = include_str!("../reference.toml");

/// An instrument can say this of its own shape.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// As `measures.csv` names it.
    pub name: String,
    /// How many items it has.
    pub items: usize,
    /// How many answers each item has, from 1.
    pub categories: u8,
}

/// A share in whole numbers, so that nothing is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The part.
    pub count: u32,
    /// Of so many.
    pub of: u32,
}

/// How answers become a score between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Rule {
    /// The share of answered items whose answer is at least this.
    ShareFrom {
        /// The lowest answer that counts.
        from: u8,
    },
    /// (Mean of the answered items − 1) / (categories − 1).
    RescaledMean,
}

/// A rule with its name: a score can only be read with both.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Score {
    /// Its name in the instrument's configuration.
    pub name: String,
    /// The version of the rule.
    pub version: u32,
    /// What it does.
    #[serde(flatten)]
    pub rule: Rule,
    /// The least share of items that must be answered.
    pub answered_min: Share,
}

/// Settings as they stand in a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The instrument whose interviews are scored and counted.
    pub adherence: String,
    /// The role whose posts are headcount.
    pub therapist: String,
    /// So many days after its due day an interview is overdue.
    pub overdue_after_days: u16,
    /// Counts from 1 to below this are hidden from whoever is outside a team.
    pub small_cell_least: u32,
    /// How an interview is scored.
    pub score: Score,
    /// From which mean on a family is above the threshold.
    pub cut_off: Share,
    /// The instruments whose shape is known; answers to others are taken as their file has them.
    pub instruments: Vec<Shape>,
}

/// Settings that have been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    definition: Definition,
    scoring: Scoring,
}

/// Why settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSettings {
    /// Not the settings' form.
    #[error("the settings cannot be read: {0}")]
    Form(String),
    /// The scored instrument has no shape.
    #[error("the instrument {0} is scored and has no shape")]
    NoShape(String),
    /// A shape that no answers fit.
    #[error("the instrument {0} has more items or categories than are read, or none")]
    Shape(String),
    /// A cut-off outside 0 to 1.
    #[error("the cut-off is no share")]
    CutOff,
    /// A rule that cannot score.
    #[error(transparent)]
    Scoring(#[from] NoScoring),
}

impl Settings {
    /// Checks what is said.
    pub fn new(definition: Definition) -> Result<Settings, NoSettings> {
        for shape in &definition.instruments {
            let fits = (1..=ITEMS_MAX).contains(&shape.items)
                && (2..=CATEGORIES_MAX).contains(&shape.categories);
            if !fits {
                return Err(NoSettings::Shape(shape.name.clone()));
            }
        }
        let Share { count, of } = definition.cut_off;
        if of == 0 || of < count {
            return Err(NoSettings::CutOff);
        }
        let shape = shape_of(&definition, &definition.adherence)
            .ok_or_else(|| NoSettings::NoShape(definition.adherence.clone()))?;
        let scoring = Scoring::new(&definition.score, shape)?;
        Ok(Settings {
            definition,
            scoring,
        })
    }

    /// Settings from TOML.
    pub fn read(text: &str) -> Result<Settings, NoSettings> {
        let definition = toml::from_str(text).map_err(|err| NoSettings::Form(err.to_string()))?;
        Settings::new(definition)
    }

    /// Those of the reference indicators.
    pub fn reference() -> Result<Settings, NoSettings> {
        Settings::read(REFERENCE)
    }

    /// What was said.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// How an interview is scored.
    pub fn scoring(&self) -> &Scoring {
        &self.scoring
    }

    /// The shape of an instrument, where it is known. Files name instruments in small letters, `measures.csv` in capitals.
    pub fn shape(&self, instrument: &str) -> Option<&Shape> {
        shape_of(&self.definition, instrument)
    }
}

fn shape_of<'a>(definition: &'a Definition, instrument: &str) -> Option<&'a Shape> {
    let mut shapes = definition.instruments.iter();
    shapes.find(|shape| shape.name.eq_ignore_ascii_case(instrument))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_can_be_read() {
        let settings = Settings::reference().unwrap();
        assert_eq!(settings.scoring().answered_min(), 21);
        assert_eq!(settings.shape("tam").unwrap().items, 28);
    }

    #[test]
    fn settings_that_say_nothing_are_refused() {
        let with = |from: &str, to: &str| Settings::read(&REFERENCE.replace(from, to));
        assert!(matches!(
            with("count = 61", "count = 161"),
            Err(NoSettings::CutOff)
        ));
        assert!(matches!(
            with("items = 28", "items = 0"),
            Err(NoSettings::Shape(_))
        ));
        assert!(matches!(
            with("adherence = \"TAM\"", "adherence = \"X\""),
            Err(NoSettings::NoShape(_))
        ));
        assert!(matches!(
            with("from = 4", "from = 6"),
            Err(NoSettings::Scoring(_))
        ));
        assert!(matches!(with("from = 4", ""), Err(NoSettings::Form(_))));
    }
}
