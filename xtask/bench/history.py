"""A network's history into an installation and out of it again, beside DuckDB on the same files.

    history.py compare FOLDER WORK HEMMA
    history.py load FOLDER DATABASE
    history.py give DATABASE FOLDER

Ours checks everything that the layout asks for, finds each team of the files among the installation's, seals the files
and counts every row; DuckDB takes every file into a table of a database on the disk, and checks nothing. On the way out
ours opens the sealed pieces and writes the archive that was given; DuckDB copies its tables to files.
"""

import csv
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from review import measured

RUNS = 5
NETWORK = "Nätverket för mätningar"
SITE = """
[[networks]]
code = "network"
name = "{network}"

[[boards]]
code = "board"
name = "Mätnämnden"
short = "MÄT"
municipality = "Mätby"
case_pattern = "{{short}}-{{yy}}-{{n}}"
note_lock_days = 14
"""
TEAM = """
[[teams]]
code = "{code}"
name = "{code}"
board = "board"
network = "network"
programme = "{programme}"
opened_on = 2026-01-07
hand_in = {{ weekday = "monday", time = 12:00:00 }}
supervision = "tuesday"
consultation = "thursday"
"""


def load(folder, database):
    import duckdb

    db = duckdb.connect(database)
    db.execute("set threads = 1")
    for path in sorted(Path(folder).glob("*.csv")):
        db.execute(f"create table {path.stem} as from read_csv('{path}', header = true)")
    db.close()


def give(database, folder):
    import duckdb

    db = duckdb.connect(database)
    db.execute("set threads = 1")
    for (table,) in db.execute("select table_name from duckdb_tables()").fetchall():
        db.execute(f"copy {table} to '{folder}/{table}.csv' (header)")


def site(folder, path):
    """A network with each team of the files, by the name that it has there."""
    with open(folder / "teams.csv", newline="") as file:
        teams = list(csv.DictReader(file))
    text = [SITE.format(network=NETWORK)]
    for team in teams:
        text.append(TEAM.format(code=team["team_id"], programme=team["programme"]))
    path.write_text("".join(text))


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def compare(folder, work, hemma):
    site(folder, fresh(work) / "site.toml")
    python = [sys.executable, __file__]
    data, database = work / "data", work / "history.duckdb"
    empty = work / "empty"
    subprocess.run([hemma, "site", "import", str(work / "site.toml"), "--data", str(empty)], check=True)
    at = ["--data", str(data)]
    taken = {}

    def note(what, command):
        taken.setdefault(what, []).append(measured(command))

    for _ in range(RUNS):
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(empty, data)
        database.unlink(missing_ok=True)
        (work / "out.zip").unlink(missing_ok=True)
        out = fresh(work / "out")
        note("hemma, in", [hemma, "import", "network", str(folder), "--into", NETWORK, *at])
        note("DuckDB, in", [*python, "load", str(folder), str(database)])
        note("hemma, out", [hemma, "review", "export", "--network", NETWORK, "--out", str(work / "out.zip"), *at])
        note("DuckDB, out", [*python, "give", str(database), str(out)])
    print("| what | CPU s | of DuckDB's | s | MB |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for what, runs in taken.items():
        cpu, clock, memory = (statistics.median(column) for column in zip(*runs, strict=True))
        peer = statistics.median(cpu for cpu, _, _ in taken["DuckDB" + what[what.index(",") :]])
        print(f"| {what} | {cpu:.2f} | {cpu / peer:.2f} | {clock:.2f} | {memory:.0f} |")
    given = sum(path.stat().st_size for path in folder.glob("*.csv"))
    kept = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    print(f"\n{given / 1e6:.0f} MB of files; the installation holds {kept / 1e6:.0f} MB, "
          f"DuckDB's file {database.stat().st_size / 1e6:.0f} MB.")


def main():
    what, one, other = sys.argv[1:4]
    if what == "compare":
        compare(Path(one), Path(other), sys.argv[4])
    else:
        {"load": load, "give": give}[what](one, other)


if __name__ == "__main__":
    main()
