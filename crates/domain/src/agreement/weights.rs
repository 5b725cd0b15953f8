//! What a proposed rota is measured by, in points: the fewer, the better.

/// The most that one thing can cost: all of a rota together stays a whole number that every program can hold.
pub const WEIGHT_MAX: u32 = 1_000_000;

/// What unequal shares of something cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uneven {
    /// Each whole duty between the most and the least burdened, times [`Weights::uneven`].
    pub range: u32,
    /// The square of each one's distance from the fair share, in tenths of a duty.
    pub square: u32,
}

/// What a proposed rota is measured by. Rules are never weighed: what breaks one is not proposed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    /// What a point of an open duty counts: more than all else together.
    pub open: u32,
    /// Points of an open night.
    pub open_night: u32,
    /// Points of an open weekend, holiday or week.
    pub open_long: u32,
    /// What a whole duty of difference counts.
    pub uneven: u32,
    pub nights: Uneven,
    pub weekends: Uneven,
    pub holidays: Uneven,
    /// A wish that is not met and means a little.
    pub wish_little: u32,
    pub wish_some: u32,
    pub wish_much: u32,
    /// A published duty that goes to somebody else.
    pub change: u32,
    /// The same where those concerned hear of it later than the agreement says.
    pub change_late: u32,
    /// Weekends of the same person so few weeks apart, or fewer, cost.
    pub close_weeks: u32,
    /// Each such pair.
    pub close_weekends: u32,
    /// A day off for rest.
    pub rest_day: u32,
}

impl Weights {
    /// The weights where an agreement names none: the choice of this program, as the agreement that ships with it says.
    pub const ASSUMED: Weights = Weights {
        open: 20_000,
        open_night: 10,
        open_long: 40,
        uneven: 500,
        nights: Uneven {
            range: 1,
            square: 1,
        },
        weekends: Uneven {
            range: 3,
            square: 4,
        },
        holidays: Uneven {
            range: 2,
            square: 2,
        },
        wish_little: 50,
        wish_some: 200,
        wish_much: 800,
        change: 1_500,
        change_late: 5_000,
        close_weeks: 2,
        close_weekends: 60,
        rest_day: 5,
    };

    /// Each weight with its name in a file.
    pub fn named(&self) -> [(&'static str, u32); 18] {
        [
            ("open", self.open),
            ("open_night", self.open_night),
            ("open_long", self.open_long),
            ("uneven", self.uneven),
            ("nights_range", self.nights.range),
            ("nights_square", self.nights.square),
            ("weekends_range", self.weekends.range),
            ("weekends_square", self.weekends.square),
            ("holidays_range", self.holidays.range),
            ("holidays_square", self.holidays.square),
            ("wish_little", self.wish_little),
            ("wish_some", self.wish_some),
            ("wish_much", self.wish_much),
            ("change", self.change),
            ("change_late", self.change_late),
            ("close_weeks", self.close_weeks),
            ("close_weekends", self.close_weekends),
            ("rest_day", self.rest_day),
        ]
    }
}
