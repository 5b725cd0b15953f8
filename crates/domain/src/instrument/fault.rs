//! What is wrong with the definition of an instrument, and where.

use thiserror::Error;

use super::condition::CONDITION_DEPTH_MAX;
use super::ratio::Ratio;
use crate::programme;

/// One thing that is wrong with the definition of an instrument.
pub type Fault = programme::Fault<Reason>;

/// What can be wrong with the meaning of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// What can be wrong with any definition: lengths, codes, numbers, sources.
    #[error(transparent)]
    General(#[from] programme::Reason),
    /// A tag that is no BCP 47 language tag.
    #[error("`{0}` is no language tag")]
    BadLanguage(String),
    /// A text is missing in a language that the instrument says it has.
    #[error("no text in the language `{0}`")]
    NoText(String),
    /// A text in a language that the instrument does not list.
    #[error("the instrument does not list the language `{0}`")]
    UnlistedLanguage(String),
    /// A text that says nothing or too much in one language.
    #[error("in the language `{language}`: {reason}")]
    Text {
        /// The language.
        language: String,
        /// What is wrong with the text.
        reason: programme::Reason,
    },
    /// Wording where only the structure may be shipped.
    #[error("the licence lets only the structure be shipped, so no wording may stand here")]
    WordingWithheld,
    /// The list of items is longer or shorter than it says.
    #[error("{stated} items are stated, {items} are listed")]
    ItemCount {
        /// How many there should be.
        stated: u32,
        /// How many there are.
        items: usize,
    },
    /// A reference to a response set that is not there.
    #[error("no set of responses has the code `{0}`")]
    NoResponses(String),
    /// A reference to an item that is not there.
    #[error("no item has the code `{0}`")]
    NoItem(String),
    /// A reference to a scale that is not there.
    #[error("no scale has the code `{0}`")]
    NoScale(String),
    /// The name of an item would be read as a word of a condition.
    #[error("`{0}` is a word of conditions and cannot name an item")]
    Reserved(String),
    /// Reversed values would not be values of the set.
    #[error(
        "the responses cannot be reversed: {value} would become {reversed}, which is none of them"
    )]
    NotReversible {
        /// A value of the set.
        value: i64,
        /// What it would become.
        reversed: i64,
    },
    /// A condition asks about an item that is asked later.
    #[error("the condition asks about `{0}`, which is asked later")]
    Forward(String),
    /// Conditions that wait for each other.
    #[error("the condition hangs on itself: {}", .0.join(" -> "))]
    Cycle(Vec<String>),
    /// Conditions within conditions, too many times.
    #[error("conditions stand within conditions more than {CONDITION_DEPTH_MAX} deep")]
    TooDeep,
    /// A condition that cannot be written down and read back.
    #[error("the condition cannot be written as text")]
    Unwritable,
    /// A value that the item cannot be answered with.
    #[error("`{item}` is never answered with {value}")]
    NoResponse {
        /// The item.
        item: String,
        /// The value.
        value: i64,
    },
    /// A scale counts an item that is marked as not counting.
    #[error("`{0}` does not count in scores")]
    DoesNotCount(String),
    /// A scale says that it begins or ends elsewhere than it does.
    #[error("the answers give {min} to {max}")]
    WrongExtent {
        /// The lowest number that the answers can give.
        min: Ratio,
        /// The highest number that the answers can give.
        max: Ratio,
    },
    /// A number that a scale never reaches.
    #[error("{0} lies outside the scale")]
    OutsideExtent(Ratio),
    /// A cut-off that is a point and not a side.
    #[error("a cut-off lies above or below a number")]
    NoSide,
    /// The first band begins above the start of the scale.
    #[error("the first band must begin where the scale begins")]
    FirstBand,
    /// More items are needed than there are.
    #[error("{needed} answers are needed of {items} items")]
    MinimumTooHigh {
        /// How many are needed.
        needed: u32,
        /// How many there are.
        items: u32,
    },
    /// A share that is not between nothing and everything.
    #[error("a share lies above 0 and is at most 1")]
    BadShare,
    /// A pattern that no score can make.
    #[error("a pattern needs at least two thresholds")]
    LonePattern,
}
