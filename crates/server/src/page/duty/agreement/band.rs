//! When a kind of hours applies, in words.

use hemma_domain::agreement::{Band, BandEnd, BandWindow};
use hemma_domain::holiday::Holiday;
use hemma_domain::programme::{WeekTime, Weekday};

use crate::lang::Lang;

/// `måndag–fredag` where the days follow on each other, else each of them.
pub(super) fn weekdays(all: &[Weekday], lang: Lang) -> String {
    let name = |one: &Weekday| lang.weekday_number(one.number());
    let follow = all
        .windows(2)
        .all(|pair| matches!(pair, [one, next] if one.number() + 1 == next.number()));
    match all {
        [first, .., last] if follow && all.len() > 2 => format!("{}–{}", name(first), name(last)),
        _ => all.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}

fn week_time(at: WeekTime, lang: Lang) -> String {
    format!("{} {}", lang.weekday_number(at.weekday.number()), at.time)
}

fn holidays(all: &[Holiday], lang: Lang) -> String {
    let names: Vec<String> = all.iter().map(|one| lang.name(*one)).collect();
    names.join(", ")
}

fn window(one: &BandWindow, lang: Lang) -> String {
    match one {
        BandWindow::Daily {
            weekdays: days,
            from,
            to,
        } => format!("{} {from}–{to}", weekdays(days, lang)),
        BandWindow::Weekly { from, to } => {
            format!("{} – {}", week_time(*from, lang), week_time(*to, lang))
        }
        BandWindow::Around {
            holidays: days,
            start,
            end,
        } => {
            let (key, days_after, clock) = match end {
                BandEnd::DaysAfter { days, clock } => ("agreement-around-days", *days, clock),
                BandEnd::NextWorkday { clock } => ("agreement-around-workday", 0, clock),
            };
            lang.filled(
                key,
                [
                    ("holidays", holidays(days, lang).into()),
                    ("before", start.days.into()),
                    ("from", start.clock.to_string().into()),
                    ("after", days_after.into()),
                    ("to", clock.to_string().into()),
                ],
            )
        }
    }
}

/// A kind of hours with when it applies.
pub(super) fn words(band: &Band, lang: Lang) -> String {
    let label = lang.words(&band.label);
    if band.windows.is_empty() {
        return lang.t1("agreement-band-rest", "band", label);
    }
    let windows: Vec<String> = band.windows.iter().map(|one| window(one, lang)).collect();
    format!("{label}: {}", windows.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_follow_on_each_other_are_told_as_one() {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        let told = |all: &[Weekday]| weekdays(all, Lang::SV);
        assert_eq!(
            told(&[Monday, Tuesday, Wednesday, Thursday, Friday]),
            "måndag–fredag"
        );
        assert_eq!(told(&[Monday, Wednesday, Friday]), "måndag, onsdag, fredag");
        assert_eq!(told(&[Monday, Tuesday]), "måndag, tisdag");
        assert_eq!(told(&[Monday]), "måndag");
    }
}
