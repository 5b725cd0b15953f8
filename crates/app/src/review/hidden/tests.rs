//! What terms of every length tell together gives no small count away.

use super::*;
use hemma_domain::review::Figure;
use proptest::prelude::*;
use uuid::Uuid;

/// The quarters of the year that is looked at; the last one runs.
const QUARTERS: [&str; 4] = ["2026Q1", "2026Q2", "2026Q3", "2026Q4"];
/// All terms of that year that somebody outside can open.
const TERMS: [&str; 7] = [
    "2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026H1", "2026H2", "2026",
];
/// The closings by reason, and where somebody lives: tables of four cells and of two.
const WATCHED: [usize; 2] = [0, 1];

fn term(text: &str) -> Term {
    text.parse().unwrap()
}

fn today() -> Day {
    "2026-12-30".parse().unwrap()
}

/// A row with these counts in the cells of the two tables.
fn row(counts: [i64; 6]) -> Row {
    let [
        completed,
        lack_of_engagement,
        placed,
        other_reason,
        home,
        away,
    ] = counts;
    Row {
        completed,
        lack_of_engagement,
        placed,
        other_reason,
        closed: completed + lack_of_engagement + placed + other_reason,
        home,
        home_known: home + away,
        ..Row::default()
    }
}

/// For each team the counts of each quarter.
type Counts = Vec<[[i64; 6]; 4]>;

fn rows_of(counts: &Counts) -> BTreeMap<TeamId, Rows> {
    let of_team = |of: &[[i64; 6]; 4]| {
        let each = QUARTERS.iter().zip(of);
        each.map(|(quarter, counts)| (term(quarter).first_day(), row(*counts)))
            .collect()
    };
    let teams = (1_u128..).map(|number| TeamId(Uuid::from_u128(number)));
    teams.zip(counts.iter().map(of_team)).collect()
}

/// What is known of the cells of a table: each told number is a sum of cells of teams and quarters. Whether another sum
/// follows is decided by elimination, in whole numbers below a prime so that nothing is rounded.
struct Known {
    /// Each begins with a one where no other has anything.
    lines: Vec<(usize, Vec<u64>)>,
}

const PRIME: u64 = 2_147_483_647;

fn inverse(of: u64) -> u64 {
    let (mut power, mut left, mut result) = (of, PRIME - 2, 1);
    while 0 < left {
        if left % 2 == 1 {
            result = result * power % PRIME;
        }
        power = power * power % PRIME;
        left /= 2;
    }
    result
}

impl Known {
    /// What is left of a line beside what is known.
    fn rest(&self, mut line: Vec<u64>) -> Vec<u64> {
        for (lead, known) in &self.lines {
            let times = line[*lead];
            if times != 0 {
                for (at, own) in known.iter().enumerate() {
                    line[at] = (line[at] + (PRIME - times) * own) % PRIME;
                }
            }
        }
        line
    }

    fn learn(&mut self, line: Vec<u64>) {
        let mut line = self.rest(line);
        let Some(lead) = line.iter().position(|one| *one != 0) else {
            return;
        };
        let by = inverse(line[lead]);
        line.iter_mut().for_each(|one| *one = *one * by % PRIME);
        for (_, known) in &mut self.lines {
            let times = known[lead];
            for (at, own) in line.iter().enumerate() {
                known[at] = (known[at] + (PRIME - times) * own) % PRIME;
            }
        }
        self.lines.push((lead, line));
    }

    fn tells(&self, line: Vec<u64>) -> bool {
        self.rest(line).iter().all(|one| *one == 0)
    }
}

/// A table of so many teams and cells a team.
struct Grid {
    teams: usize,
    width: usize,
}

impl Grid {
    /// The sum of a cell of some teams over some quarters. The cell after the last is all of them.
    fn sum(&self, teams: &[usize], quarters: &[usize], cell: usize) -> Vec<u64> {
        let mut line = vec![0; self.teams * 4 * self.width];
        for team in teams {
            for quarter in quarters {
                for at in (0..self.width).filter(|at| *at == cell || cell == self.width) {
                    line[(team * 4 + quarter) * self.width + at] = 1;
                }
            }
        }
        line
    }
}

fn quarters_of(of: Term) -> Vec<usize> {
    let within = |quarter: &str| {
        let first = term(quarter).first_day();
        of.first_day() <= first && first < of.end()
    };
    (0..4).filter(|at| within(QUARTERS[*at])).collect()
}

/// A team's small counts in every term, and all that is told of every term.
fn gives_away(counts: &Counts, table: usize) -> Vec<String> {
    let rows = rows_of(counts);
    let settings = Settings::reference().unwrap();
    let least = i64::from(settings.definition().small_cell_least);
    let Table { cells, figures } = &TABLES[table];
    let width = cells(&Row::default()).len();
    let teams: Vec<TeamId> = rows.keys().copied().collect();
    let all: Vec<usize> = (0..teams.len()).collect();
    let grid = Grid {
        teams: teams.len(),
        width,
    };
    let mut known = Known { lines: Vec::new() };
    for name in TERMS {
        let of = term(name);
        let (of_teams, of_all) = hidden_in(&rows, (of, today()), &settings);
        let quarters = quarters_of(of);
        let mut learn = |who: &[usize], hidden: &[Figure]| {
            let told = figures
                .iter()
                .filter(|(figure, _)| !hidden.contains(figure));
            for cell in told.flat_map(|(_, cells)| cells.iter()) {
                known.learn(grid.sum(who, &quarters, *cell));
            }
        };
        for at in &all {
            let hidden = of_teams.get(&teams[*at]).map_or(&[][..], Vec::as_slice);
            learn(&[*at], hidden);
        }
        learn(&all, &of_all);
    }
    let mut found = Vec::new();
    for name in TERMS {
        let of = term(name);
        let quarters = quarters_of(of);
        for (at, sums) in of_term(&rows, (of, today())).values().enumerate() {
            for (cell, count) in cells(sums).into_iter().enumerate() {
                if (1..least).contains(&count) && known.tells(grid.sum(&[at], &quarters, cell)) {
                    found.push(format!("{name}: cell {cell} of team {at} is {count}"));
                }
            }
        }
    }
    found
}

#[test]
fn terms_of_one_length_subtracted_from_another_would_give_a_small_count_away() {
    // Two closings in the first quarter, nine in the second: nobody may learn the two from the eleven.
    let quiet = [9, 0, 0, 0, 0, 0];
    let mut counts: Counts = vec![[quiet; 4]; 6];
    counts[0][0] = [2, 0, 0, 0, 0, 0];
    assert_eq!(gives_away(&counts, 0), Vec::<String>::new());
    let settings = Settings::reference().unwrap();
    let rows = rows_of(&counts);
    let told = |name: &str| {
        let (of_teams, of_all) = hidden_in(&rows, (term(name), today()), &settings);
        let first = of_teams.values().next().unwrap().contains(&Figure::Closed);
        (first, of_all.contains(&Figure::Closed))
    };
    // Hidden of the team, hidden of all.
    assert_eq!(told("2026H1"), (false, false));
    assert_eq!(told("2026Q1"), (true, true));
    assert_eq!(
        told("2026Q2"),
        (true, true),
        "it would follow from the half-year"
    );
    assert_eq!(told("2026Q3"), (false, false));
    assert_eq!(told("2026"), (false, false));
}

#[test]
fn a_running_half_year_tells_its_first_quarter() {
    let quiet = [9, 0, 0, 0, 9, 0];
    let rows = rows_of(&vec![[quiet; 4]; 4]);
    let settings = Settings::reference().unwrap();
    let may: Day = "2026-02-10".parse().unwrap();
    let (of_teams, of_all) = hidden_in(&rows, (term("2026Q1"), may), &settings);
    assert!(
        of_teams
            .values()
            .all(|hidden| !hidden.contains(&Figure::Closed))
    );
    assert!(!of_all.contains(&Figure::Closed));
}

fn counts() -> impl Strategy<Value = Counts> {
    // Small ones are rare: where everything is hidden nothing can be given away.
    let count = prop_oneof![6 => Just(0_i64), 1 => 1..5_i64, 40 => 5..30_i64];
    let of_quarter = prop::array::uniform6(count);
    prop::collection::vec(prop::array::uniform4(of_quarter), 1..9)
}

proptest! {
    /// Whoever reads every page of a network in every length works out no small count of a team.
    #[test]
    fn quarters_half_years_and_years_together_give_no_small_count_away(counts in counts()) {
        for table in WATCHED {
            prop_assert_eq!(gives_away(&counts, table), Vec::<String>::new());
        }
    }
}
