//! The parts of an agreement, read in the order in which the file has them.

use hemma_domain::agreement::{
    Band, BandEnd, BandWindow, Blocks, Cover, DaysBefore, Definition, DutyPlace, Ordinary, Rules,
    Uneven, Weights,
};
use hemma_domain::holiday::Holiday;
use hemma_domain::programme::{Confidence, Sourced, Weekday};
use toml::Spanned;
use toml::de::DeTable;

use crate::definition_file::part::{entries, source, sourced, week_time, words};
use crate::definition_file::slot::{Reader, Slot, Table};

/// Reads the whole file.
pub(super) fn read<'a>(reader: &'a Reader, root: &'a Spanned<DeTable<'a>>) -> Definition {
    Table::root(reader, root, |t| Definition {
        code: t.take("code").text(),
        version: t.take("version").number(),
        valid_from: t.take("valid_from").day(),
        name: words(t.take("name")),
        about: words(t.take("about")),
        place: sourced(t.take("place"), |slot| slot.word(DutyPlace::Home)),
        ordinary: sourced(t.take("ordinary"), ordinary),
        days_off: sourced(t.take("days_off"), holidays),
        blocks: t.take("blocks").table(blocks),
        day_break: sourced(t.take("day_break"), Slot::clock),
        rules: t.take("rules").table(rules),
        weights: t.take("weights").given().map(|slot| sourced(slot, weights)),
        bands: t.take("bands").list(band),
        sources: t.take("sources").list(source),
    })
}

fn ordinary(slot: Slot<'_>) -> Ordinary {
    slot.table(|t| Ordinary {
        weekdays: weekdays(t.take("weekdays")),
        start: t.take("start").clock(),
        end: t.take("end").clock(),
        cover: t.take("cover").word(Cover::Team),
    })
}

fn weekdays(slot: Slot<'_>) -> Vec<Weekday> {
    slot.list(|slot| slot.word(Weekday::Monday))
}

fn holidays(slot: Slot<'_>) -> Vec<Holiday> {
    slot.list(|slot| slot.word(Holiday::NewYear))
}

fn blocks(t: &mut Table<'_>) -> Blocks {
    Blocks {
        daily: sourced(t.take("daily"), Slot::clock),
        weekly: sourced(t.take("weekly"), week_time),
        weekend_days_max: number(t.take("weekend_days_max")),
        holiday_days_max: number(t.take("holiday_days_max")),
    }
}

fn number(slot: Slot<'_>) -> Sourced<u32> {
    sourced(slot, Slot::number)
}

fn rules(t: &mut Table<'_>) -> Rules {
    Rules {
        daily_rest_hours: number(t.take("daily_rest_hours")),
        weekly_rest_hours: number(t.take("weekly_rest_hours")),
        weekly_hours_max: number(t.take("weekly_hours_max")),
        average_weeks: number(t.take("average_weeks")),
        full_week_hours: t.take("full_week_hours").given().map(number),
        workplace_hours_max: t.take("workplace_hours_max").given().map(number),
        duties_max: t.take("duties_max").given().map(number),
        load_hours_max: t.take("load_hours_max").given().map(number),
        weekend_gap: t.take("weekend_gap").given().map(number),
        long_absence_days: t.take("long_absence_days").given().map(number),
        disturbed_rest_hours: number(t.take("disturbed_rest_hours")),
        notice_days: number(t.take("notice_days")),
        handover_before_min: number(t.take("handover_before_min")),
        handover_after_min: number(t.take("handover_after_min")),
    }
}

fn weights(slot: Slot<'_>) -> Weights {
    slot.table(|t| Weights {
        open: t.take("open").number(),
        open_night: t.take("open_night").number(),
        open_long: t.take("open_long").number(),
        uneven: t.take("uneven").number(),
        nights: uneven(t, ("nights_range", "nights_square")),
        weekends: uneven(t, ("weekends_range", "weekends_square")),
        holidays: uneven(t, ("holidays_range", "holidays_square")),
        wish_little: t.take("wish_little").number(),
        wish_some: t.take("wish_some").number(),
        wish_much: t.take("wish_much").number(),
        change: t.take("change").number(),
        change_late: t.take("change_late").number(),
        close_weeks: t.take("close_weeks").number(),
        close_weekends: t.take("close_weekends").number(),
        rest_day: t.take("rest_day").number(),
    })
}

fn uneven(t: &mut Table<'_>, (range, square): (&'static str, &'static str)) -> Uneven {
    Uneven {
        range: t.take(range).number(),
        square: t.take(square).number(),
    }
}

fn band(slot: Slot<'_>) -> Band {
    slot.table(|t| Band {
        code: t.take("code").text(),
        label: words(t.take("label")),
        source: t.take("source").text(),
        confidence: t.take("confidence").word(Confidence::Unconfirmed),
        windows: entries(t.take("windows"), window),
    })
}

fn window(slot: Slot<'_>) -> BandWindow {
    slot.table(
        |t| match t.take("kind").one_of(&["daily", "weekly", "around"]) {
            "daily" => BandWindow::Daily {
                weekdays: weekdays(t.take("weekdays")),
                from: t.take("from").clock(),
                to: t.take("to").clock(),
            },
            "around" => BandWindow::Around {
                holidays: holidays(t.take("holidays")),
                start: t.take("start").table(|t| DaysBefore {
                    days: t.take("days_before").number(),
                    clock: t.take("time").clock(),
                }),
                end: t.take("end").table(band_end),
            },
            "" => {
                t.pass_rest();
                BandWindow::Daily {
                    weekdays: vec![Weekday::Monday],
                    from: hemma_domain::time::Clock::MIDNIGHT,
                    to: hemma_domain::time::Clock::NOON,
                }
            }
            _ => BandWindow::Weekly {
                from: week_time(t.take("from")),
                to: week_time(t.take("to")),
            },
        },
    )
}

/// Ends some days after the holiday, or on the next workday; a second of the two is an unknown key.
fn band_end(t: &mut Table<'_>) -> BandEnd {
    if let Some(days) = t.take("days_after").given() {
        return BandEnd::DaysAfter {
            days: days.number(),
            clock: t.take("time").clock(),
        };
    }
    BandEnd::NextWorkday {
        clock: t.take("next_workday").clock(),
    }
}
