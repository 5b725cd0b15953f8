//! The days of a rota: as a calendar, and as a grid of people and days.

use hemma_app::rota::RotaView;
use hemma_domain::ids::StaffId;
use hemma_domain::stretch::Stretch;
use hemma_domain::time::{Clock, Day};
use hemma_domain::turn::{Served, Turn};

use crate::http::url;
use crate::lang::Lang;
use crate::page::duty::mark::{MarkView, marks};

/// What stands in the grid on a day off for rest; the page says so below it.
pub(in crate::page::duty) const REST_MARK: &str = "–";
/// Somebody in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryView {
    /// Of the line.
    pub level: u32,
    pub name: String,
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
    /// The lines' levels; empty where nothing is. A day off for rest has a mark.
    pub text: String,
    pub is_off: bool,
    /// What they have lies in their rest.
    pub in_rest: bool,
    /// In one's own row that one is away, and what one wishes.
    pub marks: Vec<MarkView>,
}

/// One day of the calendar.
#[derive(Debug, Clone)]
pub struct DayView {
    /// Of which weekday the column is: 1 to 7.
    pub column: i8,
    pub name: String,
    pub number: String,
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
    let mut entries: Vec<EntryView> = Vec::new();
    let base = url::pool(view.pool.id);
    for one in &view.served {
        for turn in &one.turns {
            if one.on_call(turn).iter().any(is_on) {
                let name = view.names.get(&turn.staff).cloned();
                let could = match view.may_serve {
                    true => format!("{base}/duties/{}", one.duty.id),
                    false => String::new(),
                };
                entries.push(EntryView {
                    level: level(one),
                    name: name.unwrap_or_default(),
                    could,
                    in_rest: is_in_rest(view, turn),
                    in_doubt: view
                        .doubts
                        .iter()
                        .any(|one| one.turn == turn.id && is_on(&one.part)),
                });
            }
        }
    }
    entries.sort();
    let gaps = view.gaps.iter().flat_map(|(_, gaps)| gaps);
    DayView {
        column: day.weekday(),
        name: lang.weekday(day).to_owned(),
        number: lang.short_day(day),
        is_off: !view.agreement.is_workday(day),
        is_today: day == today,
        entries,
        mine: own_marks(view, day, lang),
        is_open: gaps
            .into_iter()
            .any(|gap| noon_to_noon(day).is_some_and(|of| of.meets(*gap))),
    }
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
        let mut marks: Vec<String> = levels.iter().map(ToString::to_string).collect();
        if view.rest_days.contains(&(staff, day)) {
            marks.push(REST_MARK.to_owned());
        }
        CellView {
            text: marks.join("+"),
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
