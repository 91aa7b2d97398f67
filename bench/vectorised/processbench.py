"""The report of ProcessBench."""

import time

import numpy as np

from bench.reading.processbench import read_processbench
from bench.vectorised.draws import interval
from bench.vectorised.first_error_diagnostics import put_curves, put_slices
from bench.vectorised.resampled import resampled_cuts, resampled_right
from bench.vectorised.steps import step_numbers
from bench.vectorised.subset import Subset, f1_of


def first_error(job):
    items_of, scores_of, revision = read_processbench(job["data"], job["predictions"])
    read_at = time.perf_counter()
    subsets = [Subset(name, items, scores_of, job) for name, items in items_of.items()]
    values, intervals = {}, {}
    tuned = next(subset for subset in subsets if subset.name == "gsm8k").best_cut()
    policies = {
        "fixed:0.5": [0.5] * len(subsets),
        "tuned:gsm8k": [tuned] * len(subsets),
        "oracle": [subset.best_cut() for subset in subsets],
    }
    for policy, cuts in policies.items():
        put_metrics(values, policy, subsets, cuts)
        put_slices(values, policy, subsets, [subset.outcomes(cut) for subset, cut in zip(subsets, cuts)])
    resamples = job["resamples"]
    gsm8k = next(subset for subset in subsets if subset.name == "gsm8k")
    put_intervals(intervals, "fixed:0.5", subsets, np.full(resamples, 0.5))
    put_intervals(intervals, "tuned:gsm8k", subsets, resampled_cuts(gsm8k))
    put_curves(values, subsets)
    for subset in subsets:
        kept = subset.labelled
        step_numbers(values, subset.name, subset.scores[kept], subset.right_step[kept])
    step_numbers(
        values,
        "all",
        np.concatenate([subset.scores[subset.labelled] for subset in subsets]),
        np.concatenate([subset.right_step[subset.labelled] for subset in subsets]),
    )
    return {"revision": revision, "values": values, "intervals": intervals, "read_at": read_at}


def put_metrics(values, policy, subsets, cuts):
    sums = {"f1": 0.0, "error_accuracy": 0.0, "correct_accuracy": 0.0}
    for subset, cut in zip(subsets, cuts):
        error_k, correct_k = subset.counts(cut)
        error, correct = error_k / subset.en, correct_k / subset.cn
        total = error + correct
        found = {"f1": 2 * error * correct / total if total else 0.0, "error_accuracy": error, "correct_accuracy": correct}
        for metric, value in found.items():
            values[f"{policy}/{subset.name}/{metric}"] = value
            sums[metric] += value
    for metric, total in sums.items():
        values[f"{policy}/average/{metric}"] = total / len(subsets)


def put_intervals(intervals, policy, subsets, cuts):
    rows = {"f1": [], "error_accuracy": [], "correct_accuracy": []}
    for subset in subsets:
        error_k, correct_k = resampled_right(subset, cuts)
        with np.errstate(divide="ignore", invalid="ignore"):
            error, correct = error_k / subset.error_n, correct_k / subset.correct_n
        found = {"f1": f1_of(error, correct), "error_accuracy": error, "correct_accuracy": correct}
        for metric, vector in found.items():
            intervals[f"{policy}/{subset.name}/{metric}"] = interval(vector)
            rows[metric].append(vector)
    for metric, vectors in rows.items():
        intervals[f"{policy}/average/{metric}"] = interval(sum(vectors) / len(vectors))
