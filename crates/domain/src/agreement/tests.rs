use super::*;
use crate::code::Code;
use crate::holiday::Holiday;
use crate::stretch::Stretch;

fn stated<T>(value: T) -> Sourced<T> {
    Sourced {
        value,
        source: "we".into(),
        confidence: Confidence::Stated,
    }
}

fn words(text: &str) -> Words {
    Words {
        sv: text.into(),
        en: text.into(),
    }
}

fn clock(text: &str) -> Clock {
    text.parse().unwrap()
}

fn at(weekday: Weekday, time: &str) -> WeekTime {
    WeekTime {
        weekday,
        time: clock(time),
    }
}

const WORKING: [Weekday; 5] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];

fn band(code: &str, windows: Vec<BandWindow>) -> Band {
    Band {
        code: code.into(),
        label: words(code),
        source: "we".into(),
        confidence: Confidence::Stated,
        windows,
    }
}

fn daily(from: &str, to: &str) -> BandWindow {
    BandWindow::Daily {
        weekdays: WORKING.to_vec(),
        from: clock(from),
        to: clock(to),
    }
}

fn around(holidays: &[Holiday], (days, from): (u32, &str), end: BandEnd) -> BandWindow {
    BandWindow::Around {
        holidays: holidays.to_vec(),
        start: DaysBefore {
            days,
            clock: clock(from),
        },
        end,
    }
}

/// On call at home from 17 to 8, as the teams of Stockholm might agree.
pub(crate) fn definition() -> Definition {
    let eves = [
        Holiday::MidsummerEve,
        Holiday::ChristmasEve,
        Holiday::NewYearsEve,
    ];
    let public = Holiday::ALL.iter().filter(|one| one.is_public()).copied();
    Definition {
        code: "HOME".into(),
        version: 1,
        valid_from: "2026-01-01".parse().unwrap(),
        name: words("Hemma"),
        about: words("Ett prov."),
        place: stated(DutyPlace::Home),
        ordinary: stated(Ordinary {
            weekdays: WORKING.to_vec(),
            start: clock("08:00"),
            end: clock("17:00"),
            cover: Cover::Team,
        }),
        days_off: stated(public.chain(eves).collect()),
        blocks: Blocks {
            daily: stated(clock("08:00")),
            weekly: stated(at(Weekday::Monday, "08:00")),
            weekend_days_max: stated(2),
            holiday_days_max: stated(3),
        },
        day_break: stated(clock("07:00")),
        rules: rules(),
        weights: Some(stated(Weights::ASSUMED)),
        bands: bands(),
        sources: vec![Source {
            code: "we".into(),
            title: words("Vi"),
        }],
    }
}

fn bands() -> Vec<Band> {
    let next = BandEnd::NextWorkday {
        clock: clock("07:00"),
    };
    let great = [
        Holiday::WhitEve,
        Holiday::MidsummerEve,
        Holiday::ChristmasEve,
        Holiday::NewYearsEve,
    ];
    vec![
        band(
            "great",
            vec![
                around(
                    &[Holiday::GoodFriday],
                    (1, "18:00"),
                    BandEnd::DaysAfter {
                        days: 4,
                        clock: clock("07:00"),
                    },
                ),
                around(&great, (1, "18:00"), next),
            ],
        ),
        band(
            "weekend",
            vec![
                BandWindow::Weekly {
                    from: at(Weekday::Friday, "19:00"),
                    to: at(Weekday::Monday, "07:00"),
                },
                around(&[Holiday::MayDay, Holiday::Epiphany], (1, "16:00"), next),
            ],
        ),
        band("night", vec![daily("22:00", "06:00")]),
        band("evening", vec![daily("19:00", "22:00")]),
        band("other", vec![]),
    ]
}

fn rules() -> Rules {
    Rules {
        daily_rest_hours: stated(11),
        weekly_rest_hours: stated(36),
        weekly_hours_max: stated(48),
        average_weeks: stated(17),
        full_week_hours: Some(stated(40)),
        workplace_hours_max: None,
        duties_max: Some(stated(6)),
        load_hours_max: Some(stated(200)),
        weekend_gap: Some(stated(1)),
        long_absence_days: Some(stated(28)),
        disturbed_rest_hours: stated(11),
        notice_days: stated(14),
        handover_before_min: stated(30),
        handover_after_min: stated(60),
    }
}

pub(crate) fn agreement() -> Agreement {
    Agreement::new(definition()).unwrap()
}

#[track_caller]
fn check_fault(change: impl FnOnce(&mut Definition), expected: &str) {
    let mut one = definition();
    change(&mut one);
    let faults = Agreement::new(one).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told, [expected]);
}

#[test]
fn what_makes_no_sense_is_refused_where_it_stands() {
    check_fault(
        |one| one.ordinary.value.end = clock("07:00"),
        "ordinary.value.end: ordinary hours end after they begin, on the same day",
    );
    check_fault(
        |one| one.ordinary.value.end = clock("21:30"),
        "ordinary.value.end: ordinary hours leave no daily rest of 11 hours until those of the next day",
    );
    check_fault(
        |one| one.days_off.value.retain(|day| *day != Holiday::MayDay),
        "days_off.value: `may_day` is a public holiday by law and cannot be left out",
    );
    check_fault(
        |one| one.rules.notice_days.value = 0,
        "rules.notice_days.value: 0 lies outside 1 to 92",
    );
    check_fault(
        |one| one.rules.daily_rest_hours.source = "they".into(),
        "rules.daily_rest_hours.source: no source has the code `they`",
    );
    check_fault(
        |one| one.place.value = DutyPlace::Workplace,
        "rules: being on call at the workplace needs `workplace_hours_max`",
    );
    check_fault(
        |one| one.weights.as_mut().unwrap().value.wish_much = 2_000_000,
        "weights.value.wish_much: 2000000 lies outside 0 to 1000000",
    );
    check_fault(
        |one| one.bands[4].windows = vec![daily("06:00", "07:00")],
        "bands[4].windows: the last band has no windows: it takes every minute that no other band takes",
    );
    check_fault(
        |one| one.bands[2].windows.clear(),
        "bands[2]: a band needs windows; only the last one has none",
    );
    check_fault(
        |one| one.bands[1].code = "great".into(),
        "bands[1].code: the code `great` is used twice",
    );
}

#[track_caller]
fn check_bands(from: &str, to: &str, expected: &[(&str, &str, &str)]) {
    let agreement = agreement();
    let instant = |text: &str| {
        let (day, time) = text.split_once(' ').unwrap();
        day.parse::<Day>().unwrap().at(clock(time))
    };
    let whole = Stretch::new(instant(from), instant(to)).unwrap();
    let told: Vec<(String, String, String)> = agreement
        .banded(whole)
        .into_iter()
        .map(|(number, part)| {
            let edge = |at: Instant| format!("{} {}", at.day(), at.clock());
            let code = agreement.bands[number].code.clone();
            (code, edge(part.start()), edge(part.end()))
        })
        .collect();
    let told: Vec<_> = told
        .iter()
        .map(|(band, from, to)| (band.as_str(), from.as_str(), to.as_str()))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_night_falls_into_its_bands() {
    check_bands(
        "2026-12-01 17:00",
        "2026-12-02 08:00",
        &[
            ("other", "2026-12-01 17:00", "2026-12-01 19:00"),
            ("evening", "2026-12-01 19:00", "2026-12-01 22:00"),
            ("night", "2026-12-01 22:00", "2026-12-02 06:00"),
            ("other", "2026-12-02 06:00", "2026-12-02 08:00"),
        ],
    );
}

#[test]
fn easter_is_great_from_thursday_evening_until_tuesday_morning() {
    check_bands(
        "2027-03-25 17:00",
        "2027-03-30 08:00",
        &[
            ("other", "2027-03-25 17:00", "2027-03-25 18:00"),
            ("great", "2027-03-25 18:00", "2027-03-30 07:00"),
            ("other", "2027-03-30 07:00", "2027-03-30 08:00"),
        ],
    );
}

#[test]
fn the_new_year_of_a_year_with_53_weeks_ends_on_the_next_workday() {
    check_bands(
        "2026-12-30 17:00",
        "2027-01-04 08:00",
        &[
            ("other", "2026-12-30 17:00", "2026-12-30 18:00"),
            ("great", "2026-12-30 18:00", "2027-01-04 07:00"),
            ("other", "2027-01-04 07:00", "2027-01-04 08:00"),
        ],
    );
}
