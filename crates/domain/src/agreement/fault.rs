//! What is wrong with an agreement.

use thiserror::Error;

use crate::programme;

/// One thing that is wrong with an agreement, and where.
pub type Fault = programme::Fault<Reason>;

/// What can be wrong with an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// What can be wrong with any definition: lengths, codes, numbers, sources.
    #[error(transparent)]
    General(#[from] programme::Reason),
    /// Ordinary hours end before they begin.
    #[error("ordinary hours end after they begin, on the same day")]
    OrdinaryBackwards,
    /// Between the ordinary hours of two days lies no daily rest, which no plan at home could mend.
    #[error("ordinary hours leave no daily rest of {0} hours until those of the next day")]
    NoDailyRest(u32),
    /// A weekday or a holiday stands twice in its list.
    #[error("`{0}` stands twice in the list")]
    Twice(&'static str),
    /// A public holiday has ordinary hours.
    #[error("`{0}` is a public holiday by law and cannot be left out")]
    NotOff(&'static str),
    /// The last band does not take what is left.
    #[error("the last band has no windows: it takes every minute that no other band takes")]
    NothingLeft,
    /// A band before the last one takes nothing.
    #[error("a band needs windows; only the last one has none")]
    NoWindows,
    /// A window that holds no time.
    #[error("the window ends before it begins")]
    WindowBackwards,
    /// A rule for the workplace where nobody is on call there.
    #[error("only where people are on call at the workplace are there hours there to count")]
    NotAtWorkplace,
    /// Being on call at the workplace without the law's limit on it.
    #[error("being on call at the workplace needs `workplace_hours_max`")]
    WorkplaceUncounted,
}
