//! The days of a rota: as a calendar, and as a grid of people and days.

use hemma_app::rota::RotaView;
use hemma_domain::ids::StaffId;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Day, Instant};
use hemma_domain::turn::{Served, Turn};

use crate::http::url;
use crate::lang::Lang;
use crate::page::duty::mark::{MarkView, marks};

/// Somebody in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryView {
    /// Of the line.
    pub level: u32,
    pub name: String,
    /// `från 08:00` where somebody else has the line before on that day; empty otherwise.
    pub from: String,
    /// Where one reads whether one could have it oneself; empty for those who cannot.
    pub could: String,
    /// It lies in their rest.
    pub in_rest: bool,
    /// They cannot have it any more.
    pub in_doubt: bool,
}

/// One day of somebody in the grid.
#[derive(Debug, Clone, Default)]
pub struct CellView {
    /// The lines' levels; empty where nothing is.
    pub text: String,
    /// A day off for rest.
    pub is_rest: bool,
    pub is_off: bool,
    /// What they have lies in their rest.
    pub in_rest: bool,
    /// In one's own row that one is away, and what one wishes.
    pub marks: Vec<MarkView>,
}

/// A month over the columns of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthView {
    pub name: String,
    /// How many of its days are shown.
    pub days: usize,
}

/// The months of some days in a row.
pub(in crate::page::duty) fn months(all: &[Day], lang: Lang) -> Vec<MonthView> {
    let mut months: Vec<MonthView> = Vec::new();
    for day in all {
        let name = format!("{} {}", lang.month(*day), day.0.year());
        match months.last_mut().filter(|last| last.name == name) {
            Some(last) => last.days += 1,
            None => months.push(MonthView { name, days: 1 }),
        }
    }
    months
}

/// One day of the calendar.
#[derive(Debug, Clone)]
pub struct DayView {
    /// Of which weekday the column is: 1 to 7.
    pub column: i8,
    pub name: String,
    pub number: String,
    /// The number alone.
    pub of_month: i8,
    pub is_off: bool,
    pub is_today: bool,
    pub entries: Vec<EntryView>,
    /// That one is away oneself, and what one wishes.
    pub mine: Vec<MarkView>,
    pub is_open: bool,
}

/// One person's row of the grid.
#[derive(Debug, Clone)]
pub struct RowView {
    pub name: String,
    /// By day.
    pub cells: Vec<CellView>,
}

/// The evening and night of a day, or the whole of a day off: from noon to noon.
pub(in crate::page::duty) fn noon_to_noon(day: Day) -> Option<Stretch> {
    Stretch::new(day.at(Clock::NOON), day.plus(1).at(Clock::NOON))
}

/// The days from the first until before the end.
pub(in crate::page::duty) fn days((first, end): (Day, Day)) -> Vec<Day> {
    let count = end.days_since(first);
    (0..count).map(|number| first.plus(number)).collect()
}

pub(super) fn day_view(view: &RotaView, day: Day, today: Day, lang: Lang) -> DayView {
    let level = |one: &Served| {
        view.pool
            .line(one.duty.shape.line)
            .map_or(0, |line| line.level)
    };
    let of_day = noon_to_noon(day);
    let is_on = |part: &Stretch| of_day.is_some_and(|of| of.meets(*part));
    let mut entries: Vec<(Instant, EntryView)> = Vec::new();
    let base = url::pool(view.pool.id);
    for one in &view.served {
        for turn in &one.turns {
            let Some(part) = one.on_call(turn).into_iter().find(is_on) else {
                continue;
            };
            let name = view.names.get(&turn.staff).cloned();
            let could = match view.i_serve(one.duty.shape.line) {
                true => format!("{base}/duties/{}", one.duty.id),
                false => String::new(),
            };
            let entry = EntryView {
                level: level(one),
                name: name.unwrap_or_default(),
                from: String::new(),
                could,
                in_rest: is_in_rest(view, turn),
                in_doubt: view
                    .doubts
                    .iter()
                    .any(|one| one.turn == turn.id && is_on(&one.part)),
            };
            entries.push((part.start(), entry));
        }
    }
    let gaps = view.gaps.iter().flat_map(|(_, gaps)| gaps);
    DayView {
        column: day.weekday(),
        name: lang.weekday(day).to_owned(),
        number: lang.short_day(day),
        of_month: day.0.day(),
        is_off: !view.agreement.is_workday(day),
        is_today: day == today,
        entries: one_after_another(entries, day, lang),
        mine: own_marks(view, day, lang),
        is_open: gaps
            .into_iter()
            .any(|gap| noon_to_noon(day).is_some_and(|of| of.meets(*gap))),
    }
}

/// Who is on in each line of a day, in order: neighbours of the same person are one, and whoever follows somebody says
/// from when.
fn one_after_another(
    mut entries: Vec<(Instant, EntryView)>,
    day: Day,
    lang: Lang,
) -> Vec<EntryView> {
    entries.sort_by_key(|(begins, one)| (one.level, *begins, one.name.clone()));
    let mut shown: Vec<EntryView> = Vec::new();
    for (begins, one) in entries {
        match shown.last_mut().filter(|last| last.level == one.level) {
            Some(last) if last.name == one.name => {
                last.in_rest |= one.in_rest;
                last.in_doubt |= one.in_doubt;
            }
            Some(_) if day.at(Clock::NOON) < begins => {
                let from = lang.t1("duty-from", "time", begins.clock().to_string());
                shown.push(EntryView { from, ..one });
            }
            _ => shown.push(one),
        }
    }
    shown
}

/// What the view knows of absences and wishes is one's own.
fn own_marks(view: &RotaView, day: Day, lang: Lang) -> Vec<MarkView> {
    let me = view
        .me
        .map(|me| marks((me, day), (&view.away, &view.wishes), lang));
    me.unwrap_or_default()
}

fn is_in_rest(view: &RotaView, turn: &Turn) -> bool {
    view.clashes.iter().any(|one| one.turn == turn.id)
}

pub(super) fn row(
    view: &RotaView,
    (staff, name): (StaffId, &str),
    (period, lang): ((Day, Day), Lang),
) -> RowView {
    let cell = |day: Day| {
        let of_day = noon_to_noon(day);
        let mut levels: Vec<u32> = Vec::new();
        let mut in_rest = false;
        for one in &view.served {
            let is_on = |turn: &&Turn| {
                let mut parts = one.on_call(turn).into_iter();
                turn.staff == staff && parts.any(|part| of_day.is_some_and(|of| of.meets(part)))
            };
            let mut theirs = one.turns.iter().filter(is_on).peekable();
            if theirs.peek().is_some() {
                levels.extend(view.pool.line(one.duty.shape.line).map(|line| line.level));
            }
            in_rest |= theirs.any(|turn| is_in_rest(view, turn));
        }
        let levels: Vec<String> = levels.iter().map(ToString::to_string).collect();
        CellView {
            text: levels.join("+"),
            is_rest: view.rest_days.contains(&(staff, day)),
            is_off: !view.agreement.is_workday(day),
            in_rest,
            marks: match view.me == Some(staff) {
                true => own_marks(view, day, lang),
                false => Vec::new(),
            },
        }
    };
    RowView {
        name: name.to_owned(),
        cells: days(period).into_iter().map(cell).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Day {
        "2026-11-28".parse().unwrap()
    }

    fn entry(begins: Instant, name: &str, duty: &str) -> (Instant, EntryView) {
        let one = EntryView {
            level: 1,
            name: name.to_owned(),
            from: String::new(),
            could: duty.to_owned(),
            in_rest: false,
            in_doubt: false,
        };
        (begins, one)
    }

    #[test]
    fn two_duties_of_one_person_are_one_entry_and_a_second_person_says_from_when() {
        let (early, late) = (day().at(Clock::MIDNIGHT), day().plus(1).at(Clock::MIDNIGHT));
        let told = |all| {
            let shown = one_after_another(all, day(), Lang::SV).into_iter();
            let words = shown.map(|one| (one.name, one.from));
            words.collect::<Vec<_>>()
        };
        let same = vec![entry(late, "Tuva", "2"), entry(early, "Tuva", "1")];
        assert_eq!(told(same), [("Tuva".to_owned(), String::new())]);
        let two = vec![entry(late, "Kajsa", "2"), entry(early, "Tuva", "1")];
        let expected = [
            ("Tuva".to_owned(), String::new()),
            ("Kajsa".to_owned(), "från 00:00".to_owned()),
        ];
        assert_eq!(told(two), expected);
    }

    #[test]
    fn days_stand_below_their_months() {
        let days = days(("2026-12-30".parse().unwrap(), "2027-01-04".parse().unwrap()));
        let told = months(&days, Lang::SV);
        let told: Vec<_> = told
            .iter()
            .map(|one| (one.name.as_str(), one.days))
            .collect();
        assert_eq!(told, [("december 2026", 2), ("januari 2027", 3)]);
    }
}
