"""The report of ProcessBench."""

import time

from bench.loops.draws import Draws, interval
from bench.loops.first_error import best_threshold, is_right, metrics_of
from bench.loops.first_error_diagnostics import put_curves, put_slices
from bench.loops.steps import step_numbers
from bench.reading.processbench import read_processbench


def first_error(job):
    subsets, scores_of, revision = read_processbench(job["data"], job["predictions"])
    read_at = time.perf_counter()
    for items in subsets.values():
        for item in items:
            item["scores"] = scores_of.get(item["id"]) or [None] * len(item["steps"])
    values, intervals = {}, {}
    tuned = best_threshold(subsets["gsm8k"])
    cuts = {
        "fixed:0.5": {name: 0.5 for name in subsets},
        "tuned:gsm8k": {name: tuned for name in subsets},
        "oracle": {name: best_threshold(items) for name, items in subsets.items()},
    }
    for policy, by_subset in cuts.items():
        rows = []
        for name, items in subsets.items():
            row = metrics_of(items, [is_right(item, by_subset[name]) for item in items])
            rows.append(row)
            for metric, value in row.items():
                values[f"{policy}/{name}/{metric}"] = value
        for metric in rows[0]:
            values[f"{policy}/average/{metric}"] = sum(row[metric] for row in rows) / len(rows)
        put_slices(values, policy, subsets, by_subset)
    put_curves(values, subsets)
    everything = ([], [])
    for name, items in subsets.items():
        scores, labels = [], []
        for item in items:
            for step, score in enumerate(item["scores"]):
                if item["label"] == -1 or step <= item["label"]:
                    scores.append(score)
                    labels.append(0 if step == item["label"] else 1)
        step_numbers(values, name, scores, labels)
        everything[0].extend(scores)
        everything[1].extend(labels)
    step_numbers(values, "all", *everything)
    start = time.perf_counter()
    put_intervals(intervals, subsets, job)
    resampled = time.perf_counter() - start
    return {"revision": revision, "values": values, "intervals": intervals, "read_at": read_at, "resampled": resampled}


def put_intervals(intervals, subsets, job):
    """Clusters are drawn and the cut is tuned anew in every resample, which scipy's bootstrap cannot."""
    draws = {name: Draws(job, name, items, lambda item: item["problem"]) for name, items in subsets.items()}
    for items in subsets.values():
        for item in items:
            item["right"] = is_right(item, 0.5)
    found = {}
    for resample in range(job["resamples"]):
        samples = {name: draws[name].sample(resample) for name in subsets}
        threshold = best_threshold(samples["gsm8k"])
        for policy in ("fixed:0.5", "tuned:gsm8k"):
            rows = []
            for name, sample in samples.items():
                if policy == "fixed:0.5":
                    rights = [item["right"] for item in sample]
                else:
                    rights = [is_right(item, threshold) for item in sample]
                row = metrics_of(sample, rights)
                rows.append(row)
                for metric, value in row.items():
                    found.setdefault(f"{policy}/{name}/{metric}", []).append(value)
            for metric in rows[0]:
                parts = [row[metric] for row in rows]
                found.setdefault(f"{policy}/average/{metric}", []).append(None if None in parts else sum(parts) / len(parts))
    for name, column in found.items():
        intervals[name] = interval(column)
