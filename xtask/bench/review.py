"""The indicators of a network by DuckDB, Polars and PostgreSQL, from the same files as ours.

    review.py compare FOLDER OUT OURS PSQL URL PROCESS
    review.py duckdb|polars FOLDER OUT.csv
    review.py postgres FOLDER OUT.csv PSQL URL

The first runs all of them in turn, each in a process of its own on one thread, and fails if their figures differ by more
than 1e-7. What is measured is the whole way from the files to indicators.csv; of PostgreSQL the server's processes too,
PROCESS being the one that starts the others. Ours also checks everything that the layout asks for and writes spc.csv;
the others do neither.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

COLUMNS = (
    "team_id,q,cases_opened,cases_closed,cases_active_end,avg_length_days,pct_completed,pct_lack_of_engagement,pct_placed,"
    "pct_other_reason,pct_home,pct_school,pct_no_arrest,pct_with_interview,interviews_due,pct_collected,n_valid_scores,"
    "mean_adherence,pct_families_threshold,caseload,contacts_per_week,turnover_pct,overdue_end"
).split(",")

ITEMS = [f"q{item:02}" for item in range(1, 29)]


def quarters(folder):
    """Number, first day and first day after of each quarter; and the history's end."""
    manifest = json.loads((folder / "manifest.json").read_text())
    first, end = (date.fromisoformat(manifest[key]) for key in ("first_day", "day_after_last"))
    start = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    found = []
    while start < end:
        after = (start.replace(day=1) + timedelta(days=93)).replace(day=1)
        after = date(after.year, (after.month - 1) // 3 * 3 + 1, 1)
        found.append((len(found), start, after))
        start = after
    return found, end


# Read once each, and typed as the layout says.
DUCK = """
create table quarters (q int, a date, b date);
create macro q_of(d) as (year(d) - {year}) * 4 + quarter(d) - {quarter};
create table teams as select * from {teams};
create table posts as select * from {posts} where role = 'therapist';
create table episodes as select * from {episodes};
create table assignments as select * from {assignments};
create table weeks as select * from {weeks};
create table tam as select * from {measures} where instrument = 'TAM';
create view answers as select * from {answers_tam};
"""

# The same for both databases, once they hold what was read.
STEPS = """
create table scores as
  select measure_id, high::double precision / answered as score from (
    select measure_id, {high} as high, {answered} as answered from answers) counted where answered >= 21;
create table scored as
  select tam.*, score from tam left join scores using (measure_id);
create table heard as
  select episode_id, count(*) filter (where status = 'done') > 0 as has_interview, avg(score) as mean_score
  from scored group by 1;
create table grid as
  select team_id, q, a, b from teams, quarters where opened_on < b and (closed_on is null or closed_on >= a);
create table opened as
  select team_id, q_of(opened_on) as q, count(*) as cases_opened from episodes group by 1, 2;
create table closed as
  select team_id, q_of(closed_on) as q, count(*) as cases_closed, avg(closed_on - opened_on) as avg_length_days,
    100 * avg((reason = 'completed')::int) as pct_completed,
    100 * avg((reason = 'lack_of_engagement')::int) as pct_lack_of_engagement,
    100 * avg((reason = 'placed')::int) as pct_placed,
    100 * avg((reason in ('moved', 'funding_ended', 'administrative'))::int) as pct_other_reason,
    100 * avg(out_home) as pct_home, 100 * avg(out_school) as pct_school, 100 * avg(out_no_arrest) as pct_no_arrest,
    100 * avg(coalesce(has_interview, false)::int) as pct_with_interview,
    100 * avg((mean_score >= 0.61 - 1e-9)::int) as pct_families_threshold
  from episodes left join heard using (episode_id) where closed_on is not null group by 1, 2;
create table active as
  select team_id, q, count(*) as cases_active_end from episodes join quarters
    on opened_on < b and (closed_on is null or closed_on >= b) group by 1, 2;
create table due as
  select team_id, q_of(due_on) as q, count(*) as interviews_due,
    100 * avg((done_on is not null and done_on < {end})::int) as pct_collected
  from scored group by 1, 2;
create table done as
  select team_id, q_of(done_on) as q, count(score) as n_valid_scores, avg(score) as mean_adherence
  from scored where score is not null group by 1, 2;
create table late as
  select scored.team_id, q, count(*) as overdue_end from scored join episodes using (episode_id) join quarters
    on due_on + 14 < b and (done_on is null or done_on >= b) and opened_on < b and (closed_on is null or closed_on >= b)
  group by 1, 2;
create table staffed as
  select team_id, q, sum(least(coalesce(ended_on, {end}), b) - greatest(started_on, a)) as post_days
  from posts join quarters on started_on < b and coalesce(ended_on, {end}) > a group by 1, 2;
create table gone as
  select team_id, q_of(ended_on) as q, count(*) as left_count from posts where ended_on is not null group by 1, 2;
create table assigned as
  select team_id, q, sum(least(coalesce(to_on, {end}), b) - greatest(from_on, a)) as days
  from assignments join episodes using (episode_id) join quarters
    on from_on < b and coalesce(to_on, {end}) > a group by 1, 2;
create table worked as
  select team_id, q_of(week_on) as q, sum(contacts)::double precision / count(*) as contacts_per_week
  from weeks join episodes using (episode_id) group by 1, 2;
"""

RESULT = """
select team_id, q, coalesce(cases_opened, 0) as cases_opened, coalesce(cases_closed, 0) as cases_closed,
  coalesce(cases_active_end, 0) as cases_active_end, avg_length_days, pct_completed, pct_lack_of_engagement, pct_placed,
  pct_other_reason, pct_home, pct_school, pct_no_arrest, pct_with_interview,
  coalesce(interviews_due, 0) as interviews_due, pct_collected, coalesce(n_valid_scores, 0) as n_valid_scores,
  mean_adherence, pct_families_threshold,
  case when post_days > 0 then coalesce(days, 0)::double precision / post_days end as caseload, contacts_per_week,
  case when post_days > 0 then 100.0 * coalesce(left_count, 0) * (b - a) / post_days end as turnover_pct,
  coalesce(overdue_end, 0) as overdue_end
from grid left join opened using (team_id, q) left join closed using (team_id, q) left join active using (team_id, q)
  left join due using (team_id, q) left join done using (team_id, q) left join late using (team_id, q)
  left join staffed using (team_id, q) left join gone using (team_id, q) left join assigned using (team_id, q)
  left join worked using (team_id, q)
order by team_id, q
"""

TYPES = {
    "teams": "team_id varchar, organisation_id varchar, programme varchar, opened_on date, closed_on date",
    "posts": "post_id varchar, staff_id varchar, team_id varchar, role varchar, started_on date, ended_on date",
    "episodes": "episode_id varchar, family_id varchar, team_id varchar, staff_id varchar, programme varchar, opened_on date,"
    " closed_on date, reason varchar, out_home int, out_school int, out_no_arrest int",
    "assignments": "episode_id varchar, staff_id varchar, from_on date, to_on date",
    "weeks": "episode_id varchar, week_on date, contacts int, minutes int",
    "measures": "measure_id varchar, instrument varchar, episode_id varchar, team_id varchar, subject_id varchar,"
    " rater_id varchar, due_on date, done_on date, status varchar, mode varchar, language varchar",
    "answers_tam": "measure_id varchar, " + ", ".join(f"{item} tinyint" for item in ITEMS),
}


def terms(end):
    """What the steps are filled in with."""
    return {
        "end": f"date '{end}'",
        "high": " + ".join(f"coalesce({item} >= 4, false)::int" for item in ITEMS),
        "answered": " + ".join(f"({item} is not null)::int" for item in ITEMS),
    }


def by_duckdb(folder, out):
    import duckdb

    def source(name):
        columns = ", ".join("'{}': '{}'".format(*column.split()) for column in TYPES[name].split(", "))
        path = folder / f"{name}.csv"
        return f"read_csv('{path}', header = true, auto_detect = false, columns = {{{columns}}})"

    spans, end = quarters(folder)
    first = spans[0][1]
    db = duckdb.connect()
    db.execute("set threads = 1")
    files = {name: source(name) for name in TYPES}
    create, rest = DUCK.format(**files, year=first.year, quarter=(first.month + 2) // 3).split(";", 1)
    db.execute(create)
    db.executemany("insert into quarters values (?, ?, ?)", spans)
    db.execute(rest + STEPS.format(**terms(end)))
    db.execute(f"copy ({RESULT}) to '{out}' (header)")


def by_postgres(folder, out, psql, url):
    """One process of the server does the work, with memory enough that nothing is sorted on the disk."""
    spans, end = quarters(folder)
    first = spans[0][1]
    script = [
        "set client_min_messages = warning; set jit = off; set max_parallel_workers_per_gather = 0;",
        "set work_mem = '512MB'; set maintenance_work_mem = '512MB'; set synchronous_commit = off;",
        "drop schema if exists bench cascade; create schema bench; set search_path = bench;",
        "create unlogged table quarters (q int, a date, b date);",
        *(f"insert into quarters values ({q}, '{a}', '{b}');" for q, a, b in spans),
        "create function q_of(d date) returns int language sql immutable return",
        f"  ((extract(year from d)::int - {first.year}) * 4 + extract(quarter from d)::int - {(first.month + 2) // 3});",
    ]
    for name, columns in TYPES.items():
        script.append(f"create unlogged table {name} ({columns.replace('tinyint', 'smallint')});")
        script.append(f"\\copy {name} from '{folder / name}.csv' (format csv, header)")
    script += [
        "delete from posts where role <> 'therapist';",
        "create view answers as select * from answers_tam;",
        "create view tam as select * from measures where instrument = 'TAM';",
        "analyze;",
        STEPS.format(**terms(end)).replace("create table", "create unlogged table").replace(";\ncreate", ";\nanalyze;\ncreate"),
        "analyze;",
        f"copy ({RESULT}) to stdout (format csv, header);",
    ]
    command = [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    with open(out, "w") as file:
        subprocess.run(command, input="\n".join(script), text=True, stdout=file, check=True)


def by_polars(folder, out):
    import polars as pl

    kinds = {"varchar": pl.String, "date": pl.Date, "int": pl.Int32, "tinyint": pl.Int8}

    def scan(name, *wanted):
        columns = dict(column.split() for column in TYPES[name].split(", "))
        schema = {column: kinds[kind] for column, kind in columns.items()}
        return pl.scan_csv(folder / f"{name}.csv", schema=schema, try_parse_dates=True).select(wanted or list(schema))

    spans, end = quarters(folder)
    first = spans[0][1]
    grid = pl.DataFrame(spans, schema={"q": pl.Int32, "a": pl.Date, "b": pl.Date}, orient="row")
    key = ["team_id", "q"]

    def q_of(column):
        year = pl.col(column).dt.year().cast(pl.Int32)
        quarter = pl.col(column).dt.quarter().cast(pl.Int32)
        return ((year - first.year) * 4 + quarter - (first.month + 2) // 3).alias("q")

    def spread(frame, start, stop):
        """Each row once for each quarter from the one of `start` to that of `stop`."""
        last = len(spans) - 1
        low = q_of(start).clip(0, last + 1)
        high = pl.when(pl.col(stop).is_null()).then(last).otherwise(q_of(stop)).clip(-1, last)
        numbers = pl.int_ranges(low, high + 1).alias("q")
        frame = frame.with_columns(numbers).explode("q").drop_nulls("q")
        return frame.with_columns(pl.col("q").cast(pl.Int32)).join(grid.lazy(), on="q")

    def percent(condition):
        return 100 * condition.cast(pl.Float64).mean()

    teams = scan("teams", "team_id", "opened_on", "closed_on")
    posts = scan("posts").filter(pl.col("role") == "therapist")
    episodes = scan("episodes").collect().lazy()
    tam = scan("measures").filter(pl.col("instrument") == "TAM")
    answers = scan("answers_tam")
    answered = pl.sum_horizontal([pl.col(item).is_not_null().cast(pl.Int32) for item in ITEMS])
    high = pl.sum_horizontal([(pl.col(item) >= 4).fill_null(False).cast(pl.Int32) for item in ITEMS])
    scores = answers.select("measure_id", answered.alias("n"), high.alias("k")).filter(pl.col("n") >= 21)
    scores = scores.select("measure_id", (pl.col("k") / pl.col("n")).alias("score"))
    scored = tam.join(scores, on="measure_id", how="left").collect().lazy()
    heard = scored.group_by("episode_id").agg(
        (pl.col("status") == "done").any().alias("has_interview"), pl.col("score").mean().alias("mean_score")
    )
    reason = pl.col("reason")
    parts = [
        episodes.group_by("team_id", q_of("opened_on")).agg(pl.len().alias("cases_opened")),
        episodes.filter(pl.col("closed_on").is_not_null())
        .join(heard, on="episode_id", how="left")
        .group_by("team_id", q_of("closed_on"))
        .agg(
            pl.len().alias("cases_closed"),
            (pl.col("closed_on") - pl.col("opened_on")).dt.total_days().mean().alias("avg_length_days"),
            percent(reason == "completed").alias("pct_completed"),
            percent(reason == "lack_of_engagement").alias("pct_lack_of_engagement"),
            percent(reason == "placed").alias("pct_placed"),
            percent(reason.is_in(["moved", "funding_ended", "administrative"])).alias("pct_other_reason"),
            (100 * pl.col("out_home").mean()).alias("pct_home"),
            (100 * pl.col("out_school").mean()).alias("pct_school"),
            (100 * pl.col("out_no_arrest").mean()).alias("pct_no_arrest"),
            percent(pl.col("has_interview").fill_null(False)).alias("pct_with_interview"),
            percent(pl.col("mean_score") >= 0.61 - 1e-9).alias("pct_families_threshold"),
        ),
        spread(episodes, "opened_on", "closed_on")
        .filter(pl.col("closed_on").is_null() | (pl.col("closed_on") >= pl.col("b")))
        .group_by(key)
        .agg(pl.len().alias("cases_active_end")),
        scored.group_by("team_id", q_of("due_on")).agg(
            pl.len().alias("interviews_due"),
            percent(pl.col("done_on").is_not_null() & (pl.col("done_on") < end).fill_null(False)).alias("pct_collected"),
        ),
        scored.filter(pl.col("score").is_not_null())
        .group_by("team_id", q_of("done_on"))
        .agg(pl.col("score").count().alias("n_valid_scores"), pl.col("score").mean().alias("mean_adherence")),
        spread(
            scored.join(episodes.select("episode_id", "opened_on", "closed_on"), on="episode_id").with_columns(
                (pl.col("due_on") + pl.duration(days=14)).alias("late_on"),
                pl.min_horizontal("done_on", "closed_on").alias("until_on"),
            ),
            "late_on",
            "until_on",
        )
        .filter(
            (pl.col("late_on") < pl.col("b"))
            & (pl.col("opened_on") < pl.col("b"))
            & (pl.col("until_on").is_null() | (pl.col("until_on") >= pl.col("b")))
        )
        .group_by(key)
        .agg(pl.len().alias("overdue_end")),
        days(pl, spread(posts, "started_on", "ended_on"), "started_on", "ended_on", end).group_by(key).agg(
            pl.col("days").sum().alias("post_days")
        ),
        posts.filter(pl.col("ended_on").is_not_null()).group_by("team_id", q_of("ended_on")).agg(pl.len().alias("left")),
        days(
            pl,
            spread(scan("assignments").join(episodes.select("episode_id", "team_id"), on="episode_id"), "from_on", "to_on"),
            "from_on",
            "to_on",
            end,
        )
        .group_by(key)
        .agg(pl.col("days").sum().alias("assigned_days")),
        scan("weeks", "episode_id", "week_on", "contacts")
        .join(episodes.select("episode_id", "team_id"), on="episode_id")
        .group_by("team_id", q_of("week_on"))
        .agg((pl.col("contacts").sum() / pl.len()).alias("contacts_per_week")),
    ]
    rows = teams.join(grid.lazy(), how="cross").filter(
        (pl.col("opened_on") < pl.col("b")) & (pl.col("closed_on").is_null() | (pl.col("closed_on") >= pl.col("a")))
    )
    for part in pl.collect_all(parts):
        rows = rows.join(part.lazy(), on=key, how="left")
    span = (pl.col("b") - pl.col("a")).dt.total_days()
    staffed = pl.when(pl.col("post_days") > 0).then(pl.col("post_days"))
    counts = ["cases_opened", "cases_closed", "cases_active_end", "interviews_due", "n_valid_scores", "overdue_end"]
    rows = rows.with_columns(
        [pl.col(column).fill_null(0) for column in counts]
        + [
            (pl.col("assigned_days").fill_null(0) / staffed).alias("caseload"),
            (100 * pl.col("left").fill_null(0) * span / staffed).alias("turnover_pct"),
        ]
    )
    rows.select(COLUMNS).sort("team_id", "q").collect().write_csv(out)


def days(pl, frame, start, stop, end):
    """Days of each spell within its quarter."""
    low = pl.max_horizontal(start, "a")
    high = pl.min_horizontal(pl.col(stop).fill_null(end), "b")
    return frame.with_columns((high - low).dt.total_days().clip(lower_bound=0).alias("days"))


RUNS = 5
TOLERANCE = 1e-7


def measured(command, server=None):
    """Processor seconds, seconds and megabytes of a process and its children, and the seconds of a server that it asked."""
    before = used(server)
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "POLARS_MAX_THREADS": "1"})
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} ended with {status}")
    cpu = usage.ru_utime + usage.ru_stime + used(server) - before
    return cpu, time.monotonic() - begun, usage.ru_maxrss / 1024


def used(server):
    """Processor seconds of a server's processes, those that ended included."""
    if server is None:
        return 0.0
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ticks = 0
    for process, fields in [(server, slice(11, 15)), *((child, slice(11, 13)) for child in children)]:
        try:
            stat = Path(f"/proc/{process}/stat").read_text()
        except FileNotFoundError:
            continue
        ticks += sum(int(field) for field in stat.rsplit(")", 1)[1].split()[fields])
    return ticks / os.sysconf("SC_CLK_TCK")


def table(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    if rows[0] != COLUMNS:
        sys.exit(f"{path} has other columns")
    return {(row[0], row[1]): row[2:] for row in rows[1:]}


def difference(one, other):
    """The largest relative difference of two tables; infinite where one has a cell that the other has not."""
    if one.keys() != other.keys():
        return float("inf")
    most = 0.0
    for key, cells in one.items():
        for have, want in zip(cells, other[key], strict=True):
            if (have == "") != (want == ""):
                return float("inf")
            if have:
                most = max(most, abs(float(have) - float(want)) / max(1.0, abs(float(want))))
    return most


def compare(folder, out, ours, psql, url, server):
    out.mkdir(parents=True, exist_ok=True)
    python = [sys.executable, __file__]
    engines = {
        "hemma": ([ours, str(folder), str(out)], out / "indicators.csv"),
        "DuckDB": ([*python, "duckdb", str(folder), str(out / "duckdb.csv")], out / "duckdb.csv"),
        "Polars": ([*python, "polars", str(folder), str(out / "polars.csv")], out / "polars.csv"),
        "PostgreSQL": ([*python, "postgres", str(folder), str(out / "postgres.csv"), psql, url], out / "postgres.csv"),
    }
    taken = {name: [] for name in engines}
    for _ in range(RUNS):
        for name, (command, _) in engines.items():
            taken[name].append(measured(command, server if name == "PostgreSQL" else None))
    ours = table(engines["hemma"][1])
    base = statistics.median(cpu for cpu, _, _ in taken["DuckDB"])
    print("| engine | CPU s | of DuckDB's | s | MB | largest difference |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    failed = False
    for name, (_, path) in engines.items():
        cpu, clock, memory = (statistics.median(column) for column in zip(*taken[name], strict=True))
        far = difference(ours, table(path))
        failed |= far > TOLERANCE
        memory = "" if name == "PostgreSQL" else f"{memory:.0f}"
        print(f"| {name} | {cpu:.2f} | {cpu / base:.2f} | {clock:.2f} | {memory} | {far:.1e} |")
    if failed:
        sys.exit("the engines do not agree")


def main():
    engine, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if engine == "compare":
        compare(folder, out, *sys.argv[4:])
    else:
        {"duckdb": by_duckdb, "polars": by_polars, "postgres": by_postgres}[engine](folder, out, *sys.argv[4:])


if __name__ == "__main__":
    main()
