//! Instants as whole minutes, and dates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::Offset;

/// Elapsed minutes since 1970 began in UTC.
pub type Minute = i64;

/// From and until, half open: touching is no overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first minute.
    pub start: Minute,
    /// The first minute after it.
    pub end: Minute,
}

impl Span {
    /// Whether both share a minute.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the minute lies in it.
    pub fn holds(self, minute: Minute) -> bool {
        self.start <= minute && minute < self.end
    }

    /// Elapsed minutes.
    pub fn minutes(self) -> i64 {
        self.end - self.start
    }
}

/// Why a text is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoInstant {
    /// Not RFC 3339 with an offset.
    #[error("is no instant with an offset, such as 2026-10-23T16:00:00+02:00")]
    Shape,
    /// Seconds or fractions.
    #[error("is not on a whole minute")]
    Seconds,
}

/// Reads an instant.
pub fn minute_of(text: &str) -> Result<Minute, NoInstant> {
    instant_of(text).map(|(minute, _)| minute)
}

/// Reads an instant, and how many minutes its clock is before UTC.
pub(crate) fn instant_of(text: &str) -> Result<(Minute, i64), NoInstant> {
    let pieces = Pieces::parse(text).map_err(|_| NoInstant::Shape)?;
    let (Some(time), None) = (pieces.time(), pieces.time_zone_annotation()) else {
        return Err(NoInstant::Shape);
    };
    let offset = match pieces.offset() {
        Some(PiecesOffset::Numeric(offset)) => offset.offset(),
        Some(PiecesOffset::Zulu) => Offset::UTC,
        _ => return Err(NoInstant::Shape),
    };
    let local = pieces.date().to_datetime(time);
    let instant = offset.to_timestamp(local).map_err(|_| NoInstant::Shape)?;
    if instant.as_second() % 60 != 0 || instant.subsec_nanosecond() != 0 {
        return Err(NoInstant::Seconds);
    }
    Ok((instant.as_second() / 60, i64::from(offset.seconds()) / 60))
}

/// Reads a date, `2026-10-23` and no other way.
pub(crate) fn date_of(text: &str) -> Option<Date> {
    if text.len() != "2026-10-23".len() {
        return None;
    }
    text.parse().ok()
}

/// What clocks show, learnt from the instants of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clock {
    offsets: BTreeMap<Minute, i64>,
}

impl Clock {
    pub(crate) fn learn(&mut self, minute: Minute, offset: i64) {
        self.offsets.insert(minute, offset);
    }

    /// The local date and time, by the offset of the nearest instant before.
    pub fn show(&self, minute: Minute) -> String {
        let before = self.offsets.range(..=minute).next_back();
        let nearest = before.or_else(|| self.offsets.iter().next());
        let offset = nearest.map_or(0, |(_, offset)| *offset);
        let second = minute.saturating_add(offset).saturating_mul(60);
        match jiff::Timestamp::from_second(second) {
            Ok(instant) => Offset::UTC
                .to_datetime(instant)
                .strftime("%Y-%m-%d %H:%M")
                .to_string(),
            Err(_) => format!("minute {minute}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_time_is_exact_over_both_clock_changes() {
        let hours = |from, to| (minute_of(to).unwrap() - minute_of(from).unwrap()) / 60;
        assert_eq!(
            hours("2026-10-23T16:00:00+02:00", "2026-10-26T07:00:00+01:00"),
            64
        );
        assert_eq!(
            hours("2027-03-26T09:00:00+01:00", "2027-03-29T09:00:00+02:00"),
            71
        );
    }

    #[test]
    fn what_is_no_instant_is_told_apart() {
        for text in [
            "2026-10-23",
            "2026-10-23T16:00:00",
            "soon",
            "2026-02-30T10:00:00Z",
        ] {
            assert_eq!(minute_of(text), Err(NoInstant::Shape), "{text}");
        }
        assert_eq!(
            minute_of("2026-10-23T16:00:30+02:00"),
            Err(NoInstant::Seconds)
        );
        assert!(date_of("2026-02-29").is_none());
        assert!(date_of("2028-02-29").is_some());
    }
}
