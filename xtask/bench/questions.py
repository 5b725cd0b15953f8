"""Questions that nobody thought of before, over the exported Parquet of two installations, by DuckDB and by DataFusion.

    questions.py compare WORK HEMMA GENERATE
    questions.py duckdb|datafusion FOLDER OUT.json

Each installation is a data folder of its own: a site, a history, an export as Parquet. Every answer over both must be the
same by either engine, and what can be added up must be what the installations answer alone.
"""

import json
import shutil
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

from history import NETWORK, fresh, site
from review import ITEMS, measured

RUNS = 5
TEAMS, YEARS = 300, 25
TABLES = ("episodes", "weeks", "measures", "answers_tam", "assignments")

HIGH = " + ".join(f"case when {item} >= 4 then 1 else 0 end" for item in ITEMS)
ANSWERED = " + ".join(f"case when {item} is null then 0 else 1 end" for item in ITEMS)
# How many columns tell what was counted, and how to ask; all other columns can be added up.
QUESTIONS = {
    "how treatment ends, by programme and year": (
        3,
        """
        select programme, extract(year from closed_on) as y, reason, count(*) as n from episodes
        where closed_on is not null group by 1, 2, 3 order by 1, 2, 3""",
    ),
    "families who came back": (
        0,
        """
        select count(*) as families, sum(n) as courses from (
          select installation, family_id, count(*) as n from episodes group by 1, 2) of_family where n > 1""",
    ),
    "minutes a week by the month of treatment": (
        1,
        """
        select cast(floor({days} / 28) as int) as month, count(*) as weeks, sum(minutes) as minutes
        from weeks join episodes using (installation, episode_id) group by 1 order by 1""",
    ),
    "share of high answers by language and way of asking": (
        2,
        f"""
        select language, mode, count(*) as n, sum({HIGH}) as high, sum({ANSWERED}) as answered
        from measures join answers_tam using (installation, measure_id) group by 1, 2 order by 1, 2""",
    ),
    "how cases end that changed hands": (
        2,
        """
        select hands > 1 as changed, reason, count(*) as n from episodes join (
          select installation, episode_id, count(*) as hands from assignments group by 1, 2) held
          using (installation, episode_id) where closed_on is not null group by 1, 2 order by 1, 2""",
    ),
}


def by_duckdb(folder, out):
    import duckdb

    db = duckdb.connect()
    db.execute("set threads = 1")
    for table in TABLES:
        db.execute(
            f"create view {table} as from read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true,"
            " hive_types = {'installation': varchar})"
        )
    ask = lambda text: db.execute(text.format(days="(week_on - opened_on)")).fetchall()
    write(out, ask)


def by_datafusion(folder, out):
    import datafusion
    import pyarrow

    context = datafusion.SessionContext(datafusion.SessionConfig().with_target_partitions(1))
    for table in TABLES:
        context.register_parquet(
            table, f"{folder}/{table}/", table_partition_cols=[("installation", pyarrow.string())]
        )
    days = "(arrow_cast(week_on, 'Int32') - arrow_cast(opened_on, 'Int32')) * 1.0"

    def ask(text):
        table = context.sql(text.format(days=days)).to_arrow_table()
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    write(out, ask)


def write(out, ask):
    plain = lambda cell: cell if isinstance(cell, str) or cell is None else int(cell)
    answers = {name: [[plain(cell) for cell in row] for row in ask(text)] for name, (_, text) in QUESTIONS.items()}
    Path(out).write_text(json.dumps(answers))


def installation(number, work, programs, parts):
    """A site, a history and its export; the Parquet files lie in a folder for each table."""
    hemma, generate = programs
    folder, data, archive = (work / f"{name}{number}" for name in ("history", "data", "export.zip"))
    at = ["--data", str(data)]
    subprocess.run([generate, str(fresh(folder)), str(TEAMS), str(YEARS), str(number)], check=True, stdout=sys.stderr)
    site(folder, work / "site.toml")
    for command in (
        ["site", "import", str(work / "site.toml"), *at],
        ["import", "network", str(folder), "--into", NETWORK, *at],
        ["review", "export", "--network", NETWORK, "--parquet", "--out", str(archive), *at],
    ):
        subprocess.run([hemma, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with zipfile.ZipFile(archive) as packed:
        for table in TABLES:
            for where in parts:
                place = where / table / f"installation={number}"
                place.mkdir(parents=True)
                (place / "part.parquet").write_bytes(packed.read(f"{table}.parquet"))
    shutil.rmtree(folder)


def added(keys, answers):
    """The rows of several answers by what was counted, their counts added up."""
    total = {}
    for row in (row for rows in answers for row in rows):
        have = total.setdefault(tuple(row[:keys]), [0] * (len(row) - keys))
        total[tuple(row[:keys])] = [one + other for one, other in zip(have, row[keys:], strict=True)]
    return total


def compare(work, hemma, generate):
    fresh(work)
    both, alone = work / "both", [work / "first", work / "second"]
    for number, own in enumerate(alone, 1):
        installation(number, work, (hemma, generate), (both, own))
    python = [sys.executable, __file__]
    taken, answers = {}, {}
    for _ in range(RUNS):
        for engine in ("duckdb", "datafusion"):
            out = work / f"{engine}.json"
            taken.setdefault(engine, []).append(measured([*python, engine, str(both), str(out)]))
            answers[engine] = json.loads(out.read_text())
    if answers["duckdb"] != answers["datafusion"]:
        sys.exit("the engines do not agree")
    for own in alone:
        measured([*python, "duckdb", str(own), str(own / "answers.json")])
    parts = [json.loads((own / "answers.json").read_text()) for own in alone]
    for name, (keys, _) in QUESTIONS.items():
        if added(keys, [answers["duckdb"][name]]) != added(keys, [part[name] for part in parts]):
            sys.exit(f"{name}: both together do not answer what each answers alone")
    print("| engine | CPU s | s | MB |")
    print("| --- | ---: | ---: | ---: |")
    for engine, runs in taken.items():
        cpu, clock, memory = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"| {engine} | {cpu:.2f} | {clock:.2f} | {memory:.0f} |")
    bytes_of = sum(path.stat().st_size for path in both.rglob("*.parquet"))
    print(f"\n{len(QUESTIONS)} questions over {bytes_of / 1e6:.0f} MB of Parquet; both engines agree, and the parts add up.")


def main():
    if sys.argv[1] == "compare":
        compare(Path(sys.argv[2]), *sys.argv[3:5])
    else:
        {"duckdb": by_duckdb, "datafusion": by_datafusion}[sys.argv[1]](sys.argv[2], sys.argv[3])


main()
