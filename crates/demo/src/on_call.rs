//! On-call of the invented teams: two pools with what holds this quarter, the half year before, absences, wishes and offers.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::absence::{Absence, AbsenceKind, Wish, WishKind, WishWeight, whole_days};
use hemma_domain::agreement::Agreement;
use hemma_domain::duty::{Duty, DutyKind, shapes};
use hemma_domain::ids::{
    AbsenceId, DutyId, LineId, PoolId, RotaId, StaffId, SwapId, TurnId, WishId,
};
use hemma_domain::pool::{Line, LineUnit, Pool, PoolTeam, RING_SECONDS};
use hemma_domain::programme::Words;
use hemma_domain::rota::{Burden, Rota, RotaState, Tally};
use hemma_domain::staff::Role;
use hemma_domain::swap::{Swap, SwapKind, SwapState};
use hemma_domain::time::{Day, Instant, Week};
use hemma_domain::turn::{Turn, TurnSource};

use crate::Plan;
use crate::dice::Dice;
use crate::row::hour;

/// Weeks back for which everybody's duties are known.
const WEEKS_BACK: i64 = 26;
/// The pools: name, and the names of their teams.
const POOLS: [(&str, &[&str]); 2] = [
    (
        "Beredskap MST-CAN Stockholm",
        &["MST-CAN Enskede-Årsta-Vantör", "MST-CAN Järva"],
    ),
    ("Beredskap MST-Syd", &["MST-Syd"]),
];
/// Of a weekend's week this is the day off, with both nights free.
const REST_WEEKDAY: i8 = 4;

/// One pool with everything that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct OnCall {
    pub pool: Pool,
    pub duties: Vec<Duty>,
    pub turns: Vec<Turn>,
    pub rotas: Vec<Rota>,
    pub rest_days: Vec<(StaffId, Day)>,
    pub absences: Vec<Absence>,
    pub wishes: Vec<Wish>,
    pub swaps: Vec<Swap>,
    pub burdens: Vec<Burden>,
}

impl Plan {
    /// The pools of the network under an agreement.
    pub fn on_call(&self, agreement: &Agreement) -> Vec<OnCall> {
        let pools = POOLS.iter();
        pools
            .filter_map(|(name, teams)| self.pool(agreement, name, teams))
            .collect()
    }

    fn pool(&self, agreement: &Agreement, name: &str, teams: &[&str]) -> Option<OnCall> {
        let mut dice = Dice::new(self.seed, name);
        let from = Week::of(self.today).plus(-WEEKS_BACK).first_day();
        dice.ids_from(from.at(hour(8, 0)));
        let all = self.house().teams.iter();
        let teams: Vec<PoolTeam> = all
            .filter(|team| teams.contains(&team.name.as_str()))
            .map(|team| PoolTeam {
                team: team.id,
                from: team.opened_on,
                to: None,
            })
            .collect();
        teams.first()?;
        let leaders = self.people(&teams, Role::GroupLeader, self.today);
        let by = leaders.first().copied()?;
        let pool = Pool {
            id: PoolId(dice.id()),
            name: name.to_owned(),
            agreement: agreement.code.clone(),
            agreement_version: agreement.version,
            lines: lines(&mut dice, leaders.len()),
            teams,
            ring_seconds: RING_SECONDS,
            version: 1,
        };
        let mut made = OnCall {
            pool,
            duties: Vec::new(),
            turns: Vec::new(),
            rotas: Vec::new(),
            rest_days: Vec::new(),
            absences: Vec::new(),
            wishes: Vec::new(),
            swaps: Vec::new(),
            burdens: Vec::new(),
        };
        let end = quarter_end(self.today);
        self.away(&mut dice, &mut made);
        self.duties(&mut dice, agreement, (&mut made, (from, end)));
        rotas(&mut dice, by, (&mut made, (from, end), self.today));
        self.swaps(&mut dice, &mut made);
        Some(made)
    }

    fn people(&self, teams: &[PoolTeam], role: Role, on: Day) -> Vec<StaffId> {
        let posts = self.house().posts.iter().filter(|post| post.role == role);
        let held = posts.filter(|post| post.is_held(on));
        let here = held.filter(|post| {
            let team = post.place.team();
            teams.iter().any(|one| Some(one.team) == team)
        });
        let mut people: Vec<StaffId> = here.map(|post| post.staff).collect();
        people.sort();
        people.dedup();
        people
    }

    /// Who is away, who wishes what, and what everybody carried in the years before.
    fn away(&self, dice: &mut Dice, made: &mut OnCall) {
        let people = self.people(&made.pool.teams, Role::FamilyTherapist, self.today);
        let first_line = made.pool.level(1).map(|line| line.id);
        for (staff, number) in people.iter().zip(0_i64..) {
            let first = Week::of(self.today).plus(2 + number).first_day();
            if number % 3 == 0
                && let Ok(time) = whole_days(first, first.plus(6))
            {
                made.absences.push(Absence {
                    id: AbsenceId(dice.id()),
                    staff: *staff,
                    kind: AbsenceKind::Vacation,
                    time,
                });
            }
            if number % 2 == 1
                && let Ok(time) = whole_days(first.plus(4), first.plus(6))
            {
                made.wishes.push(Wish {
                    id: WishId(dice.id()),
                    pool: made.pool.id,
                    staff: *staff,
                    kind: WishKind::Off,
                    time,
                    weight: WishWeight::Some,
                });
            }
            let Some(line) = first_line else { continue };
            let year = self.today.0.year() - 1;
            let mut some = |low, high| u32::try_from(dice.between(low, high)).unwrap_or(0);
            made.burdens.push(Burden {
                pool: made.pool.id,
                line,
                staff: *staff,
                year,
                tally: Tally {
                    nights: some(30, 52),
                    weekends: some(4, 8),
                    holidays: some(1, 4),
                },
            });
        }
    }

    fn duties(
        &self,
        dice: &mut Dice,
        agreement: &Agreement,
        (made, period): (&mut OnCall, (Day, Day)),
    ) {
        for line in made.pool.lines.clone() {
            let of_line: Vec<Duty> = shapes(agreement, &line, period)
                .into_iter()
                .map(|shape| Duty {
                    id: DutyId(dice.id()),
                    pool: made.pool.id,
                    shape,
                })
                .collect();
            let mut desk = Desk::default();
            // Weekends and holidays first: a night fits anywhere, a weekend does not.
            let (long, nights): (Vec<&Duty>, Vec<&Duty>) = of_line
                .iter()
                .partition(|one| one.shape.kind != DutyKind::Night);
            for duty in long.into_iter().chain(nights) {
                let Some(whole) = duty.shape.whole() else {
                    continue;
                };
                let on = whole.start().day();
                let people: Vec<StaffId> = line
                    .roles
                    .iter()
                    .flat_map(|role| self.people(&made.pool.teams, *role, on))
                    .collect();
                let away = |staff: StaffId| {
                    let mut away = made.absences.iter();
                    away.any(|one| one.staff == staff && one.time.meets(whole))
                };
                let free = people.into_iter().filter(|staff| !away(*staff));
                if let Some(staff) = desk.pick(duty, free, i64::from(line.gap_min)) {
                    made.turns.push(Turn {
                        id: TurnId(dice.id()),
                        duty: duty.id,
                        staff,
                        part: whole,
                        source: TurnSource::Rota,
                        revision: 0,
                    });
                }
            }
            made.rest_days.extend(desk.rest(agreement));
            made.duties.extend(of_line);
        }
        made.rest_days.sort();
        made.rest_days.dedup();
    }

    /// Offers that wait for an answer.
    fn swaps(&self, dice: &mut Dice, made: &mut OnCall) {
        let now = self.today.at(hour(9, 0));
        let Some(first) = made.pool.level(1).map(|line| line.id) else {
            return;
        };
        let of_first = |turn: &&Turn| {
            let mut duties = made.duties.iter();
            duties.any(|duty| duty.id == turn.duty && duty.shape.line == first)
        };
        let mut coming: Vec<&Turn> = made.turns.iter().filter(of_first).collect();
        coming.retain(|turn| now.plus_seconds(7 * 86_400) < turn.part.start());
        coming.sort_by_key(|turn| turn.part);
        let swap = |turn: &Turn, dice: &mut Dice, at: Instant| Swap {
            id: SwapId(dice.id()),
            pool: made.pool.id,
            duty: turn.duty,
            turn: turn.id,
            part: turn.part,
            giver: turn.staff,
            taker: None,
            kind: SwapKind::Offer,
            made: (turn.staff, at),
            state: SwapState::Open,
            version: 1,
        };
        let yesterday = self.today.plus(-1).at(hour(15, 20));
        let offers: Vec<Swap> = coming
            .iter()
            .step_by(5)
            .take(2)
            .map(|turn| swap(turn, dice, yesterday))
            .collect();
        made.swaps = offers;
    }
}

/// Two lines where there are two leaders to take turns; one leader alone cannot be on call every night.
fn lines(dice: &mut Dice, leaders: usize) -> Vec<Line> {
    let line = |id, level, (sv, en): (&str, &str), roles: &[Role]| Line {
        id,
        level,
        name: Words {
            sv: sv.to_owned(),
            en: en.to_owned(),
        },
        roles: roles.to_vec(),
        unit: LineUnit::Block,
        gap_min: if level == 1 { 540 } else { 0 },
        load_pct: if level == 1 { 100 } else { 50 },
    };
    let first = line(
        LineId(dice.id()),
        1,
        ("Första linjen", "First line"),
        &[Role::FamilyTherapist],
    );
    let mut all = vec![first];
    if leaders > 1 {
        all.push(line(
            LineId(dice.id()),
            2,
            ("Andra linjen", "Second line"),
            &[Role::GroupLeader],
        ));
    }
    all
}

/// The first day after the quarter that a day lies in, on a Monday.
fn quarter_end(today: Day) -> Day {
    let month = i64::from(today.0.month());
    let first = today.plus(1 - i64::from(today.0.day()));
    let next = first.plus_months(3 - (month - 1) % 3);
    Week::of(next).next().first_day()
}

/// The half year as it was published, and this quarter.
fn rotas(dice: &mut Dice, by: StaffId, (made, (from, end), today): (&mut OnCall, (Day, Day), Day)) {
    let middle = Week::of(today).plus(-4).first_day();
    for (first, end) in [(from, middle), (middle, end)] {
        let at = first.plus(-21).at(hour(14, 10));
        made.rotas.push(Rota {
            id: RotaId(dice.id()),
            pool: made.pool.id,
            first,
            end,
            made: (by, first.plus(-28).at(hour(9, 0))),
            state: RotaState::Published {
                by,
                at,
                short_notice: None,
            },
            agreement: (made.pool.agreement.clone(), made.pool.agreement_version),
            version: 1,
        });
    }
}

/// Who has what so far in one line.
#[derive(Default)]
struct Desk {
    held: BTreeMap<StaffId, Vec<(Instant, Instant)>>,
    weekends: BTreeMap<StaffId, BTreeSet<Week>>,
    load: BTreeMap<StaffId, u32>,
}

impl Desk {
    /// The least burdened who may.
    fn pick(
        &mut self,
        duty: &Duty,
        free: impl Iterator<Item = StaffId>,
        gap_min: i64,
    ) -> Option<StaffId> {
        let whole = duty.shape.whole()?;
        let (start, end) = (whole.start(), whole.end());
        let gap = gap_min * 60;
        let fits = |staff: &StaffId| {
            let held = self.held.get(staff).map(Vec::as_slice).unwrap_or_default();
            let apart = held
                .iter()
                .all(|(from, to)| end.plus_seconds(gap) <= *from || to.plus_seconds(gap) <= start);
            let theirs = self.weekends.get(staff);
            let near = |week: &Week| {
                duty.shape
                    .weekends
                    .iter()
                    .any(|one| one.weeks_since(*week).abs() == 1)
            };
            let close = theirs.is_some_and(|weeks| weeks.iter().any(near));
            let on = start.day();
            let rests = theirs.is_some_and(|weeks| weeks.contains(&Week::of(on)))
                && (REST_WEEKDAY - 1..=REST_WEEKDAY).contains(&on.weekday());
            apart && !close && !rests
        };
        let load = |staff: &StaffId| self.load.get(staff).copied().unwrap_or_default();
        let staff = free
            .filter(fits)
            .min_by_key(|staff| (load(staff), *staff))?;
        self.held.entry(staff).or_default().push((start, end));
        let weekends = self.weekends.entry(staff).or_default();
        weekends.extend(duty.shape.weekends.iter().copied());
        *self.load.entry(staff).or_default() += duty.shape.nights();
        Some(staff)
    }

    /// The days off that make up for weekends.
    fn rest(&self, agreement: &Agreement) -> Vec<(StaffId, Day)> {
        let all = self.weekends.iter();
        all.flat_map(|(staff, weeks)| weeks.iter().map(|week| (*staff, week.day(REST_WEEKDAY))))
            .filter(|(_, day)| agreement.is_workday(*day))
            .collect()
    }
}
