//! Swedish public holidays and the eves that agreements speak of, for any year.

use crate::codes;
use crate::time::Day;

codes! {
    /// A day that the law (1989:253) or an agreement calls by name. Plain Sundays have none.
    Holiday "holiday" {
        /// *Nyårsdagen*, 1 January.
        NewYear = "new_year",
        /// *Trettondagsafton*, 5 January.
        EpiphanyEve = "epiphany_eve",
        /// *Trettondedag jul*, 6 January.
        Epiphany = "epiphany",
        /// *Skärtorsdagen*, the Thursday before Easter.
        MaundyThursday = "maundy_thursday",
        /// *Långfredagen*, the Friday before Easter.
        GoodFriday = "good_friday",
        /// *Påskafton*, the Saturday before Easter.
        EasterEve = "easter_eve",
        /// *Påskdagen*.
        EasterDay = "easter_day",
        /// *Annandag påsk*, the Monday after.
        EasterMonday = "easter_monday",
        /// *Valborgsmässoafton*, 30 April.
        WalpurgisEve = "walpurgis_eve",
        /// *Första maj*.
        MayDay = "may_day",
        /// *Kristi himmelsfärdsdag*, the sixth Thursday after Easter.
        Ascension = "ascension",
        /// *Pingstafton*, the Saturday before Whit Sunday.
        WhitEve = "whit_eve",
        /// *Pingstdagen*, seven weeks after Easter.
        WhitSunday = "whit_sunday",
        /// *Sveriges nationaldag*, 6 June.
        NationalDay = "national_day",
        /// *Midsommarafton*, the Friday between 19 and 25 June.
        MidsummerEve = "midsummer_eve",
        /// *Midsommardagen*, the Saturday between 20 and 26 June.
        MidsummerDay = "midsummer_day",
        /// *Allhelgonaafton*, the Friday before.
        AllSaintsEve = "all_saints_eve",
        /// *Alla helgons dag*, the Saturday between 31 October and 6 November.
        AllSaints = "all_saints",
        /// *Julafton*, 24 December.
        ChristmasEve = "christmas_eve",
        /// *Juldagen*, 25 December.
        ChristmasDay = "christmas_day",
        /// *Annandag jul*, 26 December.
        BoxingDay = "boxing_day",
        /// *Nyårsafton*, 31 December.
        NewYearsEve = "new_years_eve",
    }
}

impl Holiday {
    /// Whether the law itself makes it a day off, whatever an agreement says.
    pub fn is_public(self) -> bool {
        use Holiday as H;
        !matches!(
            self,
            H::EpiphanyEve
                | H::MaundyThursday
                | H::EasterEve
                | H::WalpurgisEve
                | H::WhitEve
                | H::MidsummerEve
                | H::AllSaintsEve
                | H::ChristmasEve
                | H::NewYearsEve
        )
    }

    /// The day it falls on in a year; none where the calendar does not reach.
    pub fn day(self, year: i16) -> Option<Day> {
        use Holiday as H;
        match self {
            H::NewYear => fixed(year, 1, 1),
            H::EpiphanyEve => fixed(year, 1, 5),
            H::Epiphany => fixed(year, 1, 6),
            H::MaundyThursday => from_easter(year, -3),
            H::GoodFriday => from_easter(year, -2),
            H::EasterEve => from_easter(year, -1),
            H::EasterDay => from_easter(year, 0),
            H::EasterMonday => from_easter(year, 1),
            H::WalpurgisEve => fixed(year, 4, 30),
            H::MayDay => fixed(year, 5, 1),
            H::Ascension => from_easter(year, 39),
            H::WhitEve => from_easter(year, 48),
            H::WhitSunday => from_easter(year, 49),
            H::NationalDay => fixed(year, 6, 6),
            H::MidsummerEve => saturday_from(year, 6, 20).map(|day| day.plus(-1)),
            H::MidsummerDay => saturday_from(year, 6, 20),
            H::AllSaintsEve => saturday_from(year, 10, 31).map(|day| day.plus(-1)),
            H::AllSaints => saturday_from(year, 10, 31),
            H::ChristmasEve => fixed(year, 12, 24),
            H::ChristmasDay => fixed(year, 12, 25),
            H::BoxingDay => fixed(year, 12, 26),
            H::NewYearsEve => fixed(year, 12, 31),
        }
    }

    /// The names that a day has; two where feasts meet, as on 6 June 1954.
    pub fn on(day: Day) -> impl Iterator<Item = Holiday> {
        use crate::code::Code as _;
        let year = day.0.year();
        Holiday::ALL
            .iter()
            .copied()
            .filter(move |one| one.day(year) == Some(day))
    }
}

/// Whether offices are closed on a day: weekends, public holidays, and the three eves that the Annual Leave Act
/// (1977:480, 3 a §) puts beside Sundays.
pub fn is_day_off(day: Day) -> bool {
    use Holiday as H;
    let is_off = |one: Holiday| {
        one.is_public() || matches!(one, H::MidsummerEve | H::ChristmasEve | H::NewYearsEve)
    };
    day.weekday() > 5 || Holiday::on(day).any(is_off)
}

/// Easter Sunday of a year, by the Gregorian rule.
pub fn easter(year: i16) -> Option<Day> {
    let year_of = i32::from(year);
    let golden = year_of.rem_euclid(19);
    let century = year_of.div_euclid(100);
    let skipped = century - century.div_euclid(4);
    let drift = (8 * century + 13).div_euclid(25);
    let mut moon = (19 * golden + skipped - drift + 15).rem_euclid(30);
    // Two corrections of the Gregorian rule keep the full moon before 19 April, and each moon once in 19 years.
    if moon == 29 || (moon == 28 && golden > 10) {
        moon -= 1;
    }
    let after_march = fixed(year, 3, 21)?.plus(i64::from(moon));
    Some(after_march.plus(7 - i64::from(after_march.weekday()) % 7))
}

fn from_easter(year: i16, days: i64) -> Option<Day> {
    easter(year).map(|day| day.plus(days))
}

fn fixed(year: i16, month: i8, day: i8) -> Option<Day> {
    Day::new(year, month, day).ok()
}

/// The first Saturday from a day on.
fn saturday_from(year: i16, month: i8, day: i8) -> Option<Day> {
    let from = fixed(year, month, day)?;
    Some(from.plus((6 - i64::from(from.weekday())).rem_euclid(7)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use proptest::prelude::*;

    #[track_caller]
    fn check(holiday: Holiday, days: &[&str]) {
        for text in days {
            let day: Day = text.parse().unwrap();
            assert_eq!(holiday.day(day.0.year()), Some(day), "{}", holiday.code());
            assert!(Holiday::on(day).any(|one| one == holiday));
        }
    }

    #[test]
    fn movable_days_fall_where_the_almanac_has_them() {
        check(
            Holiday::EasterDay,
            &[
                "2000-04-23",
                "2008-03-23",
                "2011-04-24",
                "2016-03-27",
                "2024-03-31",
                "2026-04-05",
                "2027-03-28",
                "2028-04-16",
                "2038-04-25",
                "1954-04-18",
                "1981-04-19",
                "2049-04-18",
            ],
        );
        check(
            Holiday::Ascension,
            &["2026-05-14", "2027-05-06", "2028-05-25"],
        );
        check(
            Holiday::WhitSunday,
            &["2026-05-24", "2027-05-16", "2028-06-04"],
        );
        check(
            Holiday::MidsummerDay,
            &["2026-06-20", "2027-06-26", "2028-06-24"],
        );
        check(
            Holiday::AllSaints,
            &["2026-10-31", "2027-11-06", "2028-11-04"],
        );
        check(Holiday::GoodFriday, &["2026-04-03", "2027-03-26"]);
        check(Holiday::EasterMonday, &["2026-04-06", "2027-03-29"]);
        check(Holiday::MidsummerEve, &["2026-06-19", "2027-06-25"]);
    }

    #[test]
    fn thirteen_days_are_public_by_law() {
        let public = Holiday::ALL.iter().filter(|one| one.is_public());
        assert_eq!(public.count(), 13);
    }

    #[test]
    fn a_year_of_53_weeks_and_a_leap_year_have_every_day_once() {
        for year in [2020, 2024, 2026, 2028] {
            for holiday in Holiday::ALL {
                let day = holiday.day(year).unwrap();
                assert_eq!(day.0.year(), year, "{}", holiday.code());
            }
        }
        let leap: Day = "2028-02-29".parse().unwrap();
        assert_eq!(Holiday::on(leap).count(), 0);
    }

    proptest! {
        #[test]
        fn feasts_stand_on_their_weekdays_in_any_year(year in 1900_i16..2300) {
            let weekday = |holiday: Holiday| holiday.day(year).unwrap().weekday();
            prop_assert_eq!(weekday(Holiday::EasterDay), 7);
            prop_assert_eq!(weekday(Holiday::GoodFriday), 5);
            prop_assert_eq!(weekday(Holiday::Ascension), 4);
            prop_assert_eq!(weekday(Holiday::WhitSunday), 7);
            prop_assert_eq!(weekday(Holiday::MidsummerEve), 5);
            prop_assert_eq!(weekday(Holiday::AllSaints), 6);
            let easter = easter(year).unwrap();
            prop_assert!(Day::new(year, 3, 22).unwrap() <= easter);
            prop_assert!(easter <= Day::new(year, 4, 25).unwrap());
        }
    }
}
