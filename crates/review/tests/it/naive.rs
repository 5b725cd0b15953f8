//! The indicators and reference charts a second time: slowly, from rows of text, sentence by sentence after
//! `docs/formats/network-indicators.md`, and with nothing of the crate that it judges.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::plain::Plain;

/// Cells by their columns; `None` is an empty cell.
pub(crate) type Cells = BTreeMap<&'static str, Option<f64>>;

/// Rows by team and quarter.
pub(crate) type Table = BTreeMap<(String, usize), Cells>;

/// A row of a file, by column.
struct Row<'a>(&'a Plain, &'a str, usize);

impl<'a> Row<'a> {
    fn text(&self, column: &str) -> &'a str {
        self.0.cell(self.1, self.2, column)
    }

    fn day(&self, column: &str) -> Option<Date> {
        Some(self.text(column))
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().unwrap())
    }
}

fn rows<'a>(plain: &'a Plain, file: &'a str) -> impl Iterator<Item = Row<'a>> {
    let count = plain.files.get(file).map_or(0, Vec::len);
    (1..count.max(1)).map(move |row| Row(plain, file, row))
}

fn days_between(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).unwrap().get_days())
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn percent(flags: &[bool]) -> Option<f64> {
    let values: Vec<f64> = flags
        .iter()
        .map(|flag| if *flag { 100.0 } else { 0.0 })
        .collect();
    mean(&values)
}

/// The score of each sheet of answers, by measure.
fn scores(plain: &Plain) -> BTreeMap<&str, f64> {
    let mut scores = BTreeMap::new();
    for row in rows(plain, "answers_tam") {
        let items: Vec<u8> = (1..=28)
            .filter_map(|item| row.text(&format!("q{item:02}")).parse().ok())
            .collect();
        if 21 <= items.len() {
            let high = items.iter().filter(|answer| 4 <= **answer).count();
            scores.insert(row.text("measure_id"), high as f64 / items.len() as f64);
        }
    }
    scores
}

/// What is looked up often.
struct Known<'a> {
    plain: &'a Plain,
    scores: BTreeMap<&'a str, f64>,
    /// By episode: its interviews.
    interviews: BTreeMap<&'a str, Vec<usize>>,
    episodes: BTreeMap<&'a str, usize>,
    end: Date,
}

/// `indicators.csv` of a history whose days are these.
pub(crate) fn indicators(plain: &Plain, (first, end): (Date, Date)) -> Table {
    let mut known = Known {
        plain,
        scores: scores(plain),
        interviews: BTreeMap::new(),
        episodes: BTreeMap::new(),
        end,
    };
    for row in rows(plain, "measures").filter(|row| row.text("instrument") == "TAM") {
        known
            .interviews
            .entry(row.text("episode_id"))
            .or_default()
            .push(row.2);
    }
    for row in rows(plain, "episodes") {
        known.episodes.insert(row.text("episode_id"), row.2);
    }
    let mut table = Table::new();
    for team in rows(plain, "teams") {
        let id = team.text("team_id");
        for (q, a, b) in quarters(first, end) {
            let opened = team.day("opened_on").unwrap();
            if opened < b && team.day("closed_on").is_none_or(|closed| a <= closed) {
                let mut cells = Cells::new();
                closings(&known, (id, a, b), &mut cells);
                interviews(&known, (id, a, b), &mut cells);
                work(&known, (id, a, b), &mut cells);
                table.insert((id.to_owned(), q), cells);
            }
        }
    }
    table
}

fn quarters(first: Date, end: Date) -> Vec<(usize, Date, Date)> {
    let month = (first.month() - 1) / 3 * 3 + 1;
    let mut start = Date::new(first.year(), month, 1).unwrap();
    let mut all = vec![];
    while start < end {
        let next = start.checked_add(3.months()).unwrap();
        all.push((all.len(), start, next));
        start = next;
    }
    all
}

fn closings(known: &Known<'_>, (team, a, b): (&str, Date, Date), cells: &mut Cells) {
    let of_team = || rows(known.plain, "episodes").filter(|row| row.text("team_id") == team);
    let within = |day: Option<Date>| day.is_some_and(|day| a <= day && day < b);
    let opened = of_team().filter(|row| within(row.day("opened_on"))).count();
    let active = of_team().filter(|row| {
        row.day("opened_on").unwrap() < b && row.day("closed_on").is_none_or(|closed| b <= closed)
    });
    let closed: Vec<Row<'_>> = of_team()
        .filter(|row| within(row.day("closed_on")))
        .collect();
    cells.insert("cases_opened", Some(opened as f64));
    cells.insert("cases_active_end", Some(active.count() as f64));
    cells.insert("cases_closed", Some(closed.len() as f64));
    let lengths = closed
        .iter()
        .map(|row| days_between(row.day("opened_on").unwrap(), row.day("closed_on").unwrap()));
    cells.insert("avg_length_days", mean(&lengths.collect::<Vec<f64>>()));
    let with = |reasons: &[&str]| {
        let flags = closed
            .iter()
            .map(|row| reasons.contains(&row.text("reason")));
        percent(&flags.collect::<Vec<bool>>())
    };
    cells.insert("pct_completed", with(&["completed"]));
    cells.insert("pct_lack_of_engagement", with(&["lack_of_engagement"]));
    cells.insert("pct_placed", with(&["placed"]));
    cells.insert(
        "pct_other_reason",
        with(&["moved", "funding_ended", "administrative"]),
    );
    for (column, outcome) in [
        ("pct_home", "out_home"),
        ("pct_school", "out_school"),
        ("pct_no_arrest", "out_no_arrest"),
    ] {
        let known = closed
            .iter()
            .map(|row| row.text(outcome))
            .filter(|text| !text.is_empty());
        cells.insert(
            column,
            percent(&known.map(|text| text == "1").collect::<Vec<bool>>()),
        );
    }
    let mut with_interview = vec![];
    let mut above = vec![];
    for row in &closed {
        let none = vec![];
        let interviews = known
            .interviews
            .get(row.text("episode_id"))
            .unwrap_or(&none);
        let interviews = interviews
            .iter()
            .map(|row| Row(known.plain, "measures", *row));
        let interviews: Vec<Row<'_>> = interviews.collect();
        with_interview.push(interviews.iter().any(|row| row.text("status") == "done"));
        let scores = interviews
            .iter()
            .filter_map(|row| known.scores.get(row.text("measure_id")));
        let scores: Vec<f64> = scores.copied().collect();
        above.extend(mean(&scores).map(|mean| 0.61 - 1e-9 <= mean));
    }
    cells.insert("pct_with_interview", percent(&with_interview));
    cells.insert("pct_families_threshold", percent(&above));
}

fn interviews(known: &Known<'_>, (team, a, b): (&str, Date, Date), cells: &mut Cells) {
    let within = |day: Option<Date>| day.is_some_and(|day| a <= day && day < b);
    let all = || {
        rows(known.plain, "measures")
            .filter(|row| row.text("instrument") == "TAM" && row.text("team_id") == team)
    };
    let due: Vec<Row<'_>> = all().filter(|row| within(row.day("due_on"))).collect();
    cells.insert("interviews_due", Some(due.len() as f64));
    let collected = due
        .iter()
        .map(|row| row.day("done_on").is_some_and(|done| done < known.end));
    cells.insert("pct_collected", percent(&collected.collect::<Vec<bool>>()));
    let scores = all()
        .filter(|row| within(row.day("done_on")))
        .filter_map(|row| known.scores.get(row.text("measure_id")).copied());
    let scores: Vec<f64> = scores.collect();
    cells.insert("n_valid_scores", Some(scores.len() as f64));
    cells.insert("mean_adherence", mean(&scores));
    let overdue = all().filter(|row| {
        let late = row.day("due_on").unwrap().checked_add(14.days()).unwrap() < b;
        let is_done = row.day("done_on").is_some_and(|done| done < b);
        let episode = known.episodes.get(row.text("episode_id"));
        let is_open = episode.is_some_and(|episode| {
            let episode = Row(known.plain, "episodes", *episode);
            episode.day("opened_on").unwrap() < b
                && episode.day("closed_on").is_none_or(|closed| b <= closed)
        });
        late && !is_done && is_open
    });
    cells.insert("overdue_end", Some(overdue.count() as f64));
}

fn work(known: &Known<'_>, (team, a, b): (&str, Date, Date), cells: &mut Cells) {
    let spell = |row: &Row<'_>, start: &str, end: &str| {
        let end = row.day(end).unwrap_or(known.end).min(b);
        let start = row.day(start).unwrap().max(a);
        days_between(start, end).max(0.0)
    };
    let is_ours = |row: &Row<'_>| {
        let episode = known.episodes[row.text("episode_id")];
        Row(known.plain, "episodes", episode).text("team_id") == team
    };
    let posts = || {
        rows(known.plain, "posts")
            .filter(|row| row.text("team_id") == team && row.text("role") == "therapist")
    };
    let post_days: f64 = posts()
        .map(|row| spell(&row, "started_on", "ended_on"))
        .sum();
    let assigned = rows(known.plain, "assignments").filter(is_ours);
    let assigned: f64 = assigned.map(|row| spell(&row, "from_on", "to_on")).sum();
    cells.insert("caseload", (0.0 < post_days).then(|| assigned / post_days));
    let weeks = rows(known.plain, "weeks")
        .filter(is_ours)
        .filter(|row| row.day("week_on").is_some_and(|day| a <= day && day < b));
    let contacts: Vec<f64> = weeks
        .map(|row| row.text("contacts").parse().unwrap())
        .collect();
    cells.insert("contacts_per_week", mean(&contacts));
    let left = posts().filter(|row| row.day("ended_on").is_some_and(|day| a <= day && day < b));
    let left = left.count() as f64;
    let turnover = 100.0 * left * days_between(a, b) / post_days;
    cells.insert("turnover_pct", (0.0 < post_days).then_some(turnover));
}

/// `spc.csv` from `indicators.csv`.
pub(crate) fn charts(indicators: &Table) -> Table {
    let mut table = Table::new();
    let mut teams: Vec<&String> = indicators.keys().map(|(team, _)| team).collect();
    teams.dedup();
    for team in teams {
        let rows: Vec<(usize, &Cells)> = indicators
            .iter()
            .filter(|((other, _), _)| other == team)
            .map(|((_, q), cells)| (*q, cells))
            .collect();
        let shares = shares(&rows);
        let means = means(&rows);
        for (q, _) in &rows {
            let mut cells = shares[q].clone();
            cells.extend(means[q].clone());
            table.insert((team.clone(), *q), cells);
        }
    }
    table
}

fn shares(rows: &[(usize, &Cells)]) -> BTreeMap<usize, Cells> {
    let usable = rows
        .iter()
        .filter(|(_, cells)| cells["cases_closed"] != Some(0.0));
    let baseline: Vec<(f64, f64)> = usable
        .take(8)
        .map(|(_, cells)| {
            (
                cells["cases_closed"].unwrap(),
                cells["pct_completed"].unwrap(),
            )
        })
        .collect();
    let closed: f64 = baseline.iter().map(|(n, _)| n).sum();
    let p = baseline.iter().map(|(n, pct)| n * pct / 100.0).sum::<f64>() / closed;
    let chart = |cells: &Cells| {
        let mut out = Cells::new();
        let n = cells["cases_closed"].unwrap();
        let reach = 3.0 * (p * (1.0 - p) / n).sqrt();
        let (lower, upper) = (100.0 * (p - reach), 100.0 * (p + reach));
        out.insert("p_center", (0.0 < closed).then_some(100.0 * p));
        out.insert("p_lcl", (0.0 < n).then_some(lower.max(0.0)));
        out.insert("p_ucl", (0.0 < n).then_some(upper.min(100.0)));
        let outside = cells["pct_completed"].map(|pct| pct < lower - 1e-9 || upper + 1e-9 < pct);
        out.insert(
            "p_signal",
            outside.map(|outside| f64::from(u8::from(outside))),
        );
        out
    };
    rows.iter().map(|(q, cells)| (*q, chart(cells))).collect()
}

const MEANS: [&str; 10] = [
    "x_center",
    "x_lcl",
    "x_ucl",
    "x_signal",
    "ewma",
    "ewma_halfwidth",
    "ewma_signal",
    "cusum_up",
    "cusum_down",
    "cusum_signal",
];

fn means(rows: &[(usize, &Cells)]) -> BTreeMap<usize, Cells> {
    let empty: Cells = MEANS.iter().map(|column| (*column, None)).collect();
    let usable: Vec<(usize, f64)> = rows
        .iter()
        .filter_map(|(q, cells)| Some((*q, cells["mean_adherence"]?)))
        .collect();
    let baseline: Vec<f64> = usable.iter().take(8).map(|(_, value)| *value).collect();
    let ranges: Vec<f64> = baseline
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .collect();
    let mut out: BTreeMap<usize, Cells> = rows.iter().map(|(q, _)| (*q, empty.clone())).collect();
    let (Some(center), Some(range)) = (mean(&baseline), mean(&ranges)) else {
        return out;
    };
    if range <= 1e-12 {
        return out;
    }
    let flag = |is_out: bool| Some(if is_out { 1.0 } else { 0.0 });
    for cells in out.values_mut() {
        cells.insert("x_center", Some(center));
        cells.insert("x_lcl", Some(center - 2.66 * range));
        cells.insert("x_ucl", Some(center + 2.66 * range));
    }
    let sigma = range / 1.128;
    let (mut ewma, mut up, mut down) = (center, 0.0_f64, 0.0_f64);
    for (k, (q, value)) in (1..).zip(usable) {
        ewma = 0.2 * value + 0.8 * ewma;
        let halfwidth = 3.0 * sigma * (0.2 / 1.8 * (1.0 - 0.8_f64.powi(2 * k))).sqrt();
        up = (up + value - center - 0.5 * sigma).max(0.0);
        down = (down + center - value - 0.5 * sigma).max(0.0);
        let cells = out.get_mut(&q).unwrap();
        cells.insert(
            "x_signal",
            flag(2.66 * range + 1e-9 < (value - center).abs()),
        );
        cells.insert("ewma", Some(ewma));
        cells.insert("ewma_halfwidth", Some(halfwidth));
        cells.insert(
            "ewma_signal",
            flag(halfwidth + 1e-9 < (ewma - center).abs()),
        );
        cells.insert("cusum_up", Some(up));
        cells.insert("cusum_down", Some(down));
        cells.insert("cusum_signal", flag(5.0 * sigma + 1e-9 < up.max(down)));
    }
    out
}
