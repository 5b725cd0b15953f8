"""The exact engine of rotas beside OR-Tools CP-SAT and HiGHS, on the same files in the same run.

    rota.py --program hemma-rota --folder DIR [--seconds N] [--threads N] [--replans N] [KIND ...]

The others get the very model of ours (`hemma-rota model`), its counting cut included, and are timed from
the moment they have it; ours is timed from the start of the process, reading and checking included.

A change of one plan may be easy for one engine and hard for another: each plan that is mended is mended in several
ways, by seeds, and the second table tells the medians.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

KINDS = ["team-13", "pool-26", "pool-52", "network-26", "short-26"]
REPLANNED = ["team-13", "pool-26", "pool-52", "network-26"]
ENGINES = ["hemma-rota", "cp-sat", "highs"]


def tell(score, bound, begun):
    print(json.dumps({"elapsed_ms": (time.monotonic() - begun) * 1000, "score": score, "bound": bound}), file=sys.stderr, flush=True)


def solve_by_cp_sat(model, seconds, threads):
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    columns = [cp.new_int_var(low, high, "") for _, low, high, _ in model["columns"]]
    for low, high, terms in model["rows"]:
        total = cp_model.LinearExpr.weighted_sum([columns[at] for at, _ in terms], [factor for _, factor in terms])
        if low == high:
            cp.add(total == low)
        elif low is not None:
            cp.add(total >= low)
        else:
            cp.add(total <= high)
    costs = [column[0] for column in model["columns"]]
    cp.minimize(cp_model.LinearExpr.weighted_sum(columns, costs) + model["constant"])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = threads
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = 1
    begun = time.monotonic()

    class Seen(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self):
            tell(round(self.objective_value), round(self.best_objective_bound), begun)

    status = solver.solve(cp, Seen())
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        tell(round(solver.objective_value), round(solver.best_objective_bound), begun)


def solve_by_highs(model, seconds, threads):
    import highspy
    import numpy

    inf = highspy.kHighsInf
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model["columns"]), len(model["rows"])
    lp.offset_ = model["constant"]
    lp.col_cost_ = numpy.array([column[0] for column in model["columns"]], dtype=float)
    lp.col_lower_ = numpy.array([column[1] for column in model["columns"]], dtype=float)
    lp.col_upper_ = numpy.array([column[2] for column in model["columns"]], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger if column[3] else highspy.HighsVarType.kContinuous for column in model["columns"]]
    lp.row_lower_ = numpy.array([-inf if row[0] is None else row[0] for row in model["rows"]], dtype=float)
    lp.row_upper_ = numpy.array([inf if row[1] is None else row[1] for row in model["rows"]], dtype=float)
    starts, index, value = [0], [], []
    for _, _, terms in model["rows"]:
        index += [at for at, _ in terms]
        value += [factor for _, factor in terms]
        starts.append(len(index))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.array(starts, dtype=numpy.int32)
    lp.a_matrix_.index_ = numpy.array(index, dtype=numpy.int32)
    lp.a_matrix_.value_ = numpy.array(value, dtype=float)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", threads)
    highs.setOptionValue("parallel", "off" if threads == 1 else "on")
    highs.setOptionValue("time_limit", float(seconds))
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.999)
    highs.setOptionValue("random_seed", 1)
    highs.passModel(lp)
    begun = time.monotonic()
    highs.cbMipImprovingSolution.subscribe(lambda event: tell(round(event.data_out.objective_function_value), None, begun))
    highs.solve()
    info = highs.getInfo()
    if info.primal_solution_status == 2:
        score = round(info.objective_function_value)
        bound = info.mip_dual_bound
        tell(score, min(score, -int(-(bound - 1e-3) // 1)), begun)


def run(command, seconds):
    """The trace of one engine, its processor time and its memory."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    trace = []
    for line in child.stderr:
        try:
            trace.append(json.loads(line))
        except ValueError:
            print(line, end="", file=sys.stderr)
    _, _, used = os.wait4(child.pid, 0)
    return trace, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def first(trace, wanted):
    return next((step["elapsed_ms"] / 1000 for step in trace if wanted(step)), None)


def seconds_of(value):
    return "–" if value is None else f"{value:.2f}"


def solved(program, instance, options):
    """By each engine: first lawful plan, within 1 % of the best that any found, proof, last step, processor time, memory."""
    model = instance.with_suffix(".model")
    subprocess.run([program, "model", instance, "--out", model], check=True)
    limits = ["--seconds", str(options.seconds), "--threads", str(options.threads)]
    rows = []
    for engine in ENGINES:
        if engine == "hemma-rota":
            out = instance.with_suffix(".solution")
            command = [program, "solve", instance, "--out", out, *limits]
        else:
            command = [sys.executable, __file__, "--engine", engine, "--model", model, *limits]
        rows.append((engine, *run(command, options.seconds)))
    best = min((step["score"] for _, trace, _, _ in rows for step in trace), default=0)
    for engine, trace, cpu, memory in rows:
        found = first(trace, lambda step: step["score"] is not None)
        near = first(trace, lambda step: step["score"] <= best * 1.01)
        proof = first(trace, lambda step: step["bound"] is not None and step["score"] <= step["bound"])
        last = trace[-1] if trace else {"score": "–", "bound": "–"}
        yield engine, found, near, proof, last, cpu, memory


def compare(program, instance, options):
    for engine, found, near, proof, last, cpu, memory in solved(program, instance, options):
        cells = [instance.stem, engine, seconds_of(found), seconds_of(near), seconds_of(proof), last["score"], last["bound"], f"{cpu:.1f}", f"{memory:.0f}"]
        print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def mended(program, kind, options):
    """One plan mended in several ways, by each engine."""
    instance = options.folder / f"{kind}.json"
    plan = instance.with_suffix(".solution")
    taken = {}
    for seed in range(1, options.replans + 1):
        again = options.folder / f"{kind}-replan-{seed}.json"
        subprocess.run([program, "replan", instance, plan, "--seed", str(seed), "--out", again], check=True)
        for engine, found, _, proof, _, cpu, _ in solved(program, again, options):
            taken.setdefault(engine, []).append((found, proof, cpu))
    for engine, runs in taken.items():
        unproven = float(options.seconds)
        found, proof, cpu = zip(*runs, strict=True)
        late = [unproven if one is None else one for one in proof]
        known = [unproven if one is None else one for one in found]
        cells = [kind, engine, f"{sum(one is not None for one in proof)} of {len(runs)}", f"{statistics.median(known):.2f}"]
        cells += [f"{statistics.median(late):.2f}", f"{max(late):.2f}", f"{statistics.median(cpu):.1f}"]
        print("| " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", default=KINDS)
    parser.add_argument("--program", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--replans", type=int, default=9)
    parser.add_argument("--engine")
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    if options.engine:
        solve = {"cp-sat": solve_by_cp_sat, "highs": solve_by_highs}[options.engine]
        return solve(json.loads(options.model.read_text()), options.seconds, options.threads)
    options.folder.mkdir(parents=True, exist_ok=True)
    print(f"{options.threads} thread(s), {options.seconds:.0f} s; load before: {os.getloadavg()[0]:.1f}\n")
    print("| instance | engine | first s | within 1 % s | proof s | score | bound | CPU s | MB |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for kind in options.kinds:
        instance = options.folder / f"{kind}.json"
        subprocess.run([options.program, "generate", kind, "--out", instance], check=True)
        compare(options.program, instance, options)
        if kind in REPLANNED:
            again = options.folder / f"{kind}-replan.json"
            plan = instance.with_suffix(".solution")
            subprocess.run([options.program, "replan", instance, plan, "--out", again], check=True)
            compare(options.program, again, options)
    print("\n| re-plans of | engine | proven | first s | proof s | slowest proof s | CPU s |")
    print("| --- | --- | --- | ---: | ---: | ---: | ---: |", flush=True)
    for kind in options.kinds:
        if kind in REPLANNED:
            mended(options.program, kind, options)
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


main()
