"""The report of PRMBench."""

import time

import numpy as np

from bench.reading.prmbench import CLASSES, GROUPS, read_prmbench
from bench.vectorised.draws import Draws, interval
from bench.vectorised.steps import flat_scores, step_numbers

BIG = 1 << 30


def prm_scores(tp, fp, tn, fn, f1_only):
    misses = fp + fn
    with np.errstate(divide="ignore", invalid="ignore"):
        f1, negative = 2 * tp / (2 * tp + misses), 2 * tn / (2 * tn + misses)
    return {"prm_score": f1 if f1_only else (f1 + negative) / 2, "f1": f1, "negative_f1": negative}


def or_null(value):
    return None if np.isnan(value) else float(value)


def step_labels(job):
    items, scores_of, revision = read_prmbench(job["data"], job["predictions"])
    read_at = time.perf_counter()
    ids = [item["id"] for item in items]
    draws = Draws(job, "all", ids, [item["source"] for item in items])
    lengths = np.array([item["steps"] for item in items])
    scores = flat_scores([scores_of.get(one) or [None] * length for one, length in zip(ids, lengths)])
    starts = np.cumsum(lengths) - lengths
    wrong = np.zeros(scores.size, bool)
    wrong[[start + step for start, item in zip(starts.tolist(), items) for step in item["wrong"]]] = True
    passes = np.where(np.isnan(scores), wrong, scores > 0.5)
    # tp, fp, tn, fn
    code = np.where(wrong, np.where(passes, 1, 2), np.where(passes, 0, 3))
    class_of = np.array([CLASSES.index(item["class"]) for item in items])
    step_class, step_item = np.repeat(class_of, lengths), np.repeat(np.arange(len(items)), lengths)
    step = np.arange(scores.size) - np.repeat(starts, lengths)
    first = np.minimum.reduceat(np.where(wrong, step, BIG), starts)
    step_first = first[step_item]
    place = np.select([step_first == BIG, step < step_first, step == step_first], [0, 1, 2], 3)
    table = np.bincount((step_class * 4 + place) * 4 + code, minlength=9 * 16).reshape(9, 4, 4)
    values, intervals = {}, {}
    scores_by = {}
    for name, own in [*zip(CLASSES, table), ("overall", table.sum(0))]:
        tp, fp, tn, fn = counts = own.sum(0).tolist()
        scores_by[name] = prm_scores(*own.sum(0).astype(float), name == "multi_solutions")
        values[name + "/counts"] = counts
        values[name + "/confusion"] = own.ravel().tolist()
        k, n = own[2, 2], own[2].sum()
        values[name + "/accuracies"] = [tp + tn, sum(counts), tp, tp + fn, tn, tn + fp, int(k), int(n)]
    for group, members in GROUPS.items():
        scores_by[group] = {metric: sum(scores_by[name][metric] for name in members) / len(members) for metric in ("prm_score", "f1", "negative_f1")}
    for name, found in scores_by.items():
        for metric, value in found.items():
            values[f"{name}/{metric}"] = or_null(value)
    by_cluster = np.bincount((draws.of[step_item] * 9 + step_class) * 4 + code, minlength=draws.count * 36)
    sums = (by_cluster.reshape(draws.count, 36).T.astype(np.float32) @ draws.weights).reshape(9, 4, -1).astype(np.float64)
    drawn = {name: prm_scores(*sums[index], name == "multi_solutions") for index, name in enumerate(CLASSES)}
    drawn["overall"] = prm_scores(*sums.sum(0), False)
    for group, members in GROUPS.items():
        drawn[group] = {metric: sum(drawn[name][metric] for name in members) / len(members) for metric in ("prm_score", "f1", "negative_f1")}
    for name, found in drawn.items():
        for metric, vector in found.items():
            intervals[f"{name}/{metric}"] = interval(vector)
    for index, name in enumerate([*CLASSES, "overall"]):
        own = step_class == index if name != "overall" else np.ones(scores.size, bool)
        step_numbers(values, name, scores[own], ~wrong[own])
        values[name + "/curve"] = prm_curve(scores[own], wrong[own], name == "multi_solutions")
    return {"revision": revision, "values": values, "intervals": intervals, "read_at": read_at}


def prm_curve(scores, wrong, f1_only):
    known = ~np.isnan(scores)
    rights, wrongs = int((~wrong).sum()), int(wrong.sum())
    distinct, inverse = np.unique(scores[known], return_inverse=True)
    bad = np.bincount(inverse, weights=wrong[known], minlength=distinct.size)
    good = np.bincount(inverse, minlength=distinct.size) - bad
    tn = np.append(0, np.cumsum(bad))
    tp = np.append(good.sum(), good.sum() - np.cumsum(good))
    fp, fn = wrongs - tn, rights - tp
    score = np.nan_to_num(prm_scores(tp, fp, tn, fn, f1_only)["prm_score"], nan=-1)
    return np.stack([np.append(-1, distinct), score, tp, fp, tn, fn], 1).ravel().tolist()
