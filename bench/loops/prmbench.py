"""The report of PRMBench."""

import time

from bench.loops.draws import Draws, interval
from bench.loops.steps import step_numbers
from bench.reading.prmbench import CLASSES, GROUPS, read_prmbench


def judge(item, threshold):
    """tp, fp, tn, fn; a step without a score is judged wrongly."""
    counts = [0, 0, 0, 0]
    for step in range(item["steps"]):
        counts[judge_step(item, step, threshold)] += 1
    return counts


def judge_step(item, step, threshold):
    score = item["scores"][step]
    wrong = step in item["wrong"]
    passes = wrong if score is None else score > threshold
    return (1 if passes else 2) if wrong else (0 if passes else 3)


def prm_scores(counts, f1_only):
    tp, fp, tn, fn = counts
    f1 = 2 * tp / (2 * tp + fp + fn) if 2 * tp + fp + fn else None
    negative = 2 * tn / (2 * tn + fp + fn) if 2 * tn + fp + fn else None
    mean = f1 if f1_only else None if f1 is None or negative is None else (f1 + negative) / 2
    return {"prm_score": mean, "f1": f1, "negative_f1": negative}


def prm_report(items):
    """PRMScores of classes, groups and the whole from items that are judged already."""
    counts = {name: [0, 0, 0, 0] for name in CLASSES}
    for item in items:
        own = counts[item["class"]]
        for index, number in enumerate(item["counts"]):
            own[index] += number
    report = {name: prm_scores(own, name == "multi_solutions") for name, own in counts.items()}
    for group, members in GROUPS.items():
        report[group] = {}
        for metric in ("prm_score", "f1", "negative_f1"):
            parts = [report[name][metric] for name in members]
            report[group][metric] = None if None in parts else sum(parts) / len(parts)
    report["overall"] = prm_scores([sum(own[index] for own in counts.values()) for index in range(4)], False)
    return report, counts


def step_labels(job):
    items, scores_of, revision = read_prmbench(job["data"], job["predictions"])
    read_at = time.perf_counter()
    for item in items:
        item["wrong"] = set(item["wrong"])
        item["scores"] = scores_of.get(item["id"]) or [None] * item["steps"]
        item["counts"] = judge(item, 0.5)
    values, intervals = {}, {}
    report, _ = prm_report(items)
    for name, found in report.items():
        for metric, value in found.items():
            values[f"{name}/{metric}"] = value
    for name in [*CLASSES, "overall"]:
        members = [item for item in items if name in (item["class"], "overall")]
        tp, fp, tn, fn = counts = [sum(item["counts"][index] for item in members) for index in range(4)]
        first_k = first_n = 0
        places = [[0, 0, 0, 0] for _ in range(4)]
        scores, labels = [], []
        for item in members:
            first = min(item["wrong"], default=None)
            if first is not None:
                first_n += 1
                first_k += judge_step(item, first, 0.5) == 2
            for step in range(item["steps"]):
                place = 0 if first is None else 1 if step < first else 2 if step == first else 3
                places[place][judge_step(item, step, 0.5)] += 1
                scores.append(item["scores"][step])
                labels.append(0 if step in item["wrong"] else 1)
        values[name + "/counts"] = counts
        values[name + "/accuracies"] = [tp + tn, sum(counts), tp, tp + fn, tn, tn + fp, first_k, first_n]
        values[name + "/confusion"] = [number for place in places for number in place]
        step_numbers(values, name, scores, labels)
        values[name + "/curve"] = prm_curve(members, name == "multi_solutions")
    start = time.perf_counter()
    draws = Draws(job, "all", items, lambda item: item["source"])
    found = {}
    for resample in range(job["resamples"]):
        report, _ = prm_report(draws.sample(resample))
        for name, row in report.items():
            for metric, value in row.items():
                found.setdefault(f"{name}/{metric}", []).append(value)
    for name, column in found.items():
        intervals[name] = interval(column)
    resampled = time.perf_counter() - start
    return {"revision": revision, "values": values, "intervals": intervals, "read_at": read_at, "resampled": resampled}


def prm_curve(items, f1_only):
    candidates = sorted({score for item in items for score in item["scores"] if score is not None})
    line = []
    for threshold in [-1, *candidates]:
        counts = [0, 0, 0, 0]
        for item in items:
            for index, number in enumerate(judge(item, threshold)):
                counts[index] += number
        score = prm_scores(counts, f1_only)["prm_score"]
        line += [threshold, -1 if score is None else score, *counts]
    return line
