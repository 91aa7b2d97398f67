"""The report of a pool."""

import time

import numpy as np

from bench.reading.pool import read_pool
from bench.vectorised.draws import Draws, interval
from bench.vectorised.selection import best_of, vote


def pool(job):
    problems, scores_of, revision = read_pool(job["data"], job["predictions"])
    read_at = time.perf_counter()
    draws = Draws(job, "all", [one["id"] for one in problems], [one["problem"] for one in problems])
    count, total = len(problems), len(problems[0]["answers"])
    correct = np.array([one["correct"] for one in problems])
    answers = []
    for one in problems:
        number = {}
        answers.append([-1 if answer is None else number.setdefault(answer, len(number)) for answer in one["answers"]])
    answers = np.array(answers)
    aggregated = aggregate([steps for one in problems for steps in scores_of[one["id"]]], (count, total))
    sizes = [1, 2, 4, 8, 16, 32]
    results = {}
    misses = total - correct.sum(1)
    for n in sizes:
        taken = np.arange(n)
        share = np.prod(np.clip(misses[:, None] - taken, 0, None) / (total - taken), axis=1)
        results[f"pass@{n}"] = (1 - share, None, None)
    for name, scores in aggregated.items():
        best_of(results, name, scores, correct, sizes)
    vote(results, job, {"majority": np.ones((count, total)), **{f"vote:{name}": one for name, one in aggregated.items()}}, answers, correct, sizes)
    values, intervals = {}, {}
    sums = draws.sums(np.ones(count))
    for name, (accuracy, ties, random_ties) in results.items():
        values[name] = float(accuracy.mean())
        values[name + "/ties"] = None if ties is None else float(ties.mean())
        values[name + "/random_ties"] = None if ties is None else float(random_ties.mean())
        policy, n = name.split("@")
        is_drawn = 2 < int(n) < total and not policy.startswith(("pass", "best_of"))
        variance = float((accuracy * (1 - accuracy)).sum())
        values[name + "/standard_error"] = (variance / 999) ** 0.5 / count if is_drawn else None
        by_cluster = np.bincount(draws.of, weights=accuracy, minlength=draws.count)
        intervals[name] = interval((by_cluster @ draws.weights) / sums)
    return {"revision": revision, "values": values, "intervals": intervals, "read_at": read_at}


def aggregate(lists, shape):
    flat = np.concatenate(lists)
    lengths = np.array([len(steps) for steps in lists])
    ends = np.cumsum(lengths)
    starts = ends - lengths
    # A product of few factors, and sums, one after the other.
    total, product = np.zeros(lengths.size), np.ones(lengths.size)
    for step in range(int(lengths.max())):
        longer = lengths > step
        own = flat[starts[longer] + step]
        total[longer] += own
        product[longer] *= own
    return {
        "min": np.minimum.reduceat(flat, starts).reshape(shape),
        "prod": product.reshape(shape),
        "last": flat[ends - 1].reshape(shape),
        "mean": (total / lengths).reshape(shape),
        "max": np.maximum.reduceat(flat, starts).reshape(shape),
    }
