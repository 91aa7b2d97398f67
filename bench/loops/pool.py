"""The report of a pool."""

import math
import os
import random
import time
from itertools import combinations

import numpy as np
from scipy import stats

from bench.loops.draws import Draws, interval
from bench.loops.selection import AGGREGATIONS, best_of_expected, choose_by_vote
from bench.reading.pool import read_pool


def pool(job):
    problems, scores_of, revision = read_pool(job["data"], job["predictions"])
    read_at, resampled = time.perf_counter(), 0.0
    for problem in problems:
        lists = scores_of[problem["id"]]
        problem["by"] = {name: [of(steps) for steps in lists] for name, of in AGGREGATIONS.items()}
    total = len(problems[0]["answers"])
    sizes = [1, 2, 4, 8, 16, 32]
    per_problem = {}
    for n in sizes:
        for problem in problems:
            right = sum(problem["correct"])
            share = 1 - math.comb(total - right, n) / math.comb(total, n)
            per_problem.setdefault(f"pass@{n}", []).append((share, None, None))
            for name in AGGREGATIONS:
                per_problem.setdefault(f"best_of:{name}@{n}", []).append(best_of_expected(problem["by"][name], problem["correct"], n))
    given = subsets_of(job, len(problems), total)
    for n in sizes:
        start = time.perf_counter()
        for index, problem in enumerate(problems):
            visited = given(index, n)
            voters = {"majority": [1] * total, **{f"vote:{name}": scores for name, scores in problem["by"].items()}}
            for name, weights in voters.items():
                sums = [0.0, 0.0, 0.0]
                for subset in visited:
                    for place, number in enumerate(choose_by_vote(subset, problem["answers"], problem["correct"], weights)):
                        sums[place] += number
                per_problem.setdefault(f"{name}@{n}", []).append(tuple(number / len(visited) for number in sums))
        if 2 < n < total:
            resampled += time.perf_counter() - start
    values, intervals = {}, {}
    draws = Draws(job, "all", [{"id": problem["id"], "index": index, "problem": problem["problem"]} for index, problem in enumerate(problems)], lambda item: item["problem"])
    for name, rows in per_problem.items():
        accuracies = [row[0] for row in rows]
        values[name] = sum(accuracies) / len(rows)
        is_pass = rows[0][1] is None
        values[name + "/ties"] = None if is_pass else sum(row[1] for row in rows) / len(rows)
        values[name + "/random_ties"] = None if is_pass else sum(row[2] for row in rows) / len(rows)
        policy, n = name.split("@")
        is_drawn = 2 < int(n) < total and not policy.startswith(("pass", "best_of"))
        variance = sum(accuracy * (1 - accuracy) for accuracy in accuracies)
        values[name + "/standard_error"] = math.sqrt(variance / 999) / len(rows) if is_drawn else None
        intervals[name] = mean_interval(accuracies, draws, job)
    return {"revision": revision, "values": values, "intervals": intervals, "read_at": read_at, "resampled": resampled}


def mean_interval(accuracies, draws, job):
    if draws.weights is None:
        found = stats.bootstrap((accuracies,), np.mean, n_resamples=job["resamples"], method="percentile", batch=100)
        return [float(found.confidence_interval.low), float(found.confidence_interval.high)]
    return interval([float(np.mean([accuracies[item["index"]] for item in draws.sample(resample)])) for resample in range(job["resamples"])])


def subsets_of(job, count, total):
    """Given a problem and a size: all subsets of one, two or all candidates, or those drawn."""
    drawn = job.get("subsets", 1000)
    folder = job.get("draws")
    raw = b""
    if folder:
        with open(os.path.join(folder, "subsets.bin"), "rb") as file:
            raw = file.read()

    def given(index, n):
        if n <= 2 or n == total:
            return list(combinations(range(total), n))
        if not folder:
            return [sorted(random.sample(range(total), n)) for _ in range(drawn)]
        start = index * 28_000 + {4: 0, 8: 4_000, 16: 12_000}[n]
        return [raw[start + place * n : start + place * n + n] for place in range(1000)]

    return given
