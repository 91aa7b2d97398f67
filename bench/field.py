"""The reports of bench/ours.ts as evaluation scripts write them: loops over items, scikit-learn, scipy's bootstrap."""

import json
import math
import os
import random
import sys
import time
from itertools import combinations

import numpy as np
from scipy import stats
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

import reading

CLOCK = {"resampled": 0.0}


class Draws:
    """The clusters drawn in each resample, with repeats; those of a folder, or its own."""

    def __init__(self, job, part, items, cluster_of):
        self.clusters = {}
        folder = job.get("draws")
        if folder:
            with open(os.path.join(folder, part + ".json"), encoding="utf-8") as file:
                told = json.load(file)
            for item in items:
                self.clusters.setdefault(told["of"][item["id"]], []).append(item)
            with open(os.path.join(folder, part + ".bin"), "rb") as file:
                raw = file.read()
            self.weights = [raw[start :: told["resamples"]] for start in range(told["resamples"])]
        else:
            for item in items:
                self.clusters.setdefault(cluster_of(item), []).append(item)
            self.weights = None
            self.names = list(self.clusters)

    def sample(self, resample):
        if self.weights is None:
            chosen = random.choices(self.names, k=len(self.names))
        else:
            chosen = [name for name, times in enumerate(self.weights[resample]) for _ in range(times)]
        return [item for name in chosen for item in self.clusters[name]]


def interval(values):
    found = [value for value in values if value is not None]
    if not found or len(values) - len(found) > 0.025 * len(values):
        return None
    return [float(end) for end in np.percentile(found, [2.5, 97.5])]


# --- what scores of labelled steps tell -----------------------------------------------------------


def step_numbers(values, name, scores, labels):
    known = [(score, label) for score, label in zip(scores, labels) if score is not None]
    scores, labels = [score for score, _ in known], [label for _, label in known]
    wrong = [1 - label for label in labels]
    both = 0 < sum(labels) < len(labels)
    values[name + "/auroc"] = float(roc_auc_score(labels, scores)) if both else None
    values[name + "/auprc/right"] = float(average_precision_score(labels, scores)) if both else None
    values[name + "/auprc/wrong"] = float(average_precision_score(wrong, [-score for score in scores])) if both else None
    values[name + "/brier"] = float(brier_score_loss(labels, scores)) if both else sum((1 - score) ** 2 for score in scores) / len(scores)
    edges = [index * 0.1 for index in range(10)] + [1.0]
    for convention in ("lower_closed", "upper_closed"):
        bins = [[] for _ in range(10)]
        for score, label in known:
            for index in range(10):
                low, high = edges[index], edges[index + 1]
                if convention == "lower_closed":
                    inside = low <= score < high or (index == 9 and score == 1)
                else:
                    inside = low < score <= high or (index == 0 and score == 0)
                if inside:
                    bins[index].append((score, label))
                    break
        error = 0.0
        for members in bins:
            if members:
                confidence = sum(score for score, _ in members) / len(members)
                accuracy = sum(label for _, label in members) / len(members)
                error += len(members) * abs(accuracy - confidence)
        values[f"{name}/ece/{convention}"] = error / len(known)
        values[f"{name}/reliability/{convention}"] = [
            number for members in bins for number in (sum(label for _, label in members), len(members))
        ]
    bars = [[0, 0] for _ in range(20)]
    uppers = [index * (1 / 20) for index in range(1, 20)] + [1.0]
    for score, label in known:
        place = 0
        while place < 19 and score >= uppers[place]:
            place += 1
        bars[place][0 if label else 1] += 1
    values[name + "/histogram"] = [number for bar in bars for number in bar]


# --- first errors ---------------------------------------------------------------------------------


def decide(scores, threshold):
    """The first step below the threshold, -1 for none; 'undecided' with where a score is missing."""
    for step, score in enumerate(scores):
        if score is None:
            return "undecided", step
        if score < threshold:
            return "at", step
    return "none", -1


def is_right(item, threshold):
    label = item["label"]
    for step, score in enumerate(item["scores"]):
        if score is None:
            return False
        if score < threshold:
            return step == label
    return label == -1


def f1_score(error, correct):
    return 2 * error * correct / (error + correct) if error + correct > 0 else 0.0


def metrics_of(items, rights):
    error = [right for item, right in zip(items, rights) if item["label"] != -1]
    correct = [right for item, right in zip(items, rights) if item["label"] == -1]
    if not error or not correct:
        return {"f1": None, "error_accuracy": sum(error) / len(error) if error else None, "correct_accuracy": sum(correct) / len(correct) if correct else None}
    error_accuracy, correct_accuracy = sum(error) / len(error), sum(correct) / len(correct)
    return {"f1": f1_score(error_accuracy, correct_accuracy), "error_accuracy": error_accuracy, "correct_accuracy": correct_accuracy}


def best_threshold(items):
    """Tries every distinct score; compares F1 as fractions, so that equal ones are."""
    candidates = sorted({score for item in items for score in item["scores"] if score is not None})
    errors = [item for item in items if item["label"] != -1]
    corrects = [item for item in items if item["label"] == -1]
    if not errors or not corrects:
        return None
    best, best_top, best_bottom = candidates[0], -1, 1
    for threshold in candidates:
        error_k = sum(is_right(item, threshold) for item in errors)
        correct_k = sum(is_right(item, threshold) for item in corrects)
        top = error_k * correct_k
        bottom = (error_k * len(corrects) + correct_k * len(errors)) or 1
        if top * best_bottom > best_top * bottom:
            best, best_top, best_bottom = threshold, top, bottom
    return best


def outcome(item, threshold):
    kind, step = decide(item["scores"], threshold)
    label = item["label"]
    if kind == "undecided":
        return "passed_gold" if label != -1 and step > label else "undecided"
    if kind == "none":
        return "missed" if label != -1 else "passed"
    if label == -1:
        return "false_alarm"
    return "hit" if step == label else "early" if step < label else "late"


OUTCOMES = ["hit", "early", "late", "missed", "passed_gold", "undecided", "false_alarm", "passed"]


def first_error(job):
    scores_of = reading.read_scores(job["predictions"])
    subsets = reading.read_first_error(job["data"])
    CLOCK["read"] = time.perf_counter()
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
    CLOCK["resampled"] += time.perf_counter() - start
    return values, intervals


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


def put_slices(values, policy, subsets, cuts):
    right_answers = []
    slices = {}
    for name, items in subsets.items():
        table = {True: [0, 0], False: [0, 0]}
        for item in items:
            found = outcome(item, cuts[name])
            if item["label"] != -1:
                table[item["final_answer_correct"]][0] += found == "hit"
                table[item["final_answer_correct"]][1] += 1
            length = reading.length_of(len(item["steps"]))
            position = reading.position_of(item["label"], len(item["steps"]))
            for key in (f"subset/{name}", f"generator/{item['generator']}", f"length/{length}", f"position/{position}", f"subset,position/{name},{position}"):
                row = slices.setdefault(key, {"counts": dict.fromkeys(OUTCOMES, 0), "error": 0, "correct": 0})
                row["counts"][found] += 1
                row["error" if item["label"] != -1 else "correct"] += 1
        values[f"{policy}/flawed/{name}"] = [*reading.rate_numbers(*table[True]), *reading.rate_numbers(*table[False])]
        right_answers.append(table[True][0] / table[True][1] if table[True][1] else None)
    values[f"{policy}/flawed/average"] = None if None in right_answers else sum(right_answers) / len(right_answers)
    for key, row in slices.items():
        counts = row["counts"]
        values[f"{policy}/slice/{key}"] = [
            *reading.rate_numbers(counts["hit"], row["error"]),
            *reading.rate_numbers(counts["passed"], row["correct"]),
            *counts.values(),
        ]


def put_curves(values, subsets):
    """Tries every distinct score, as a cut just above it, and keeps those where a count changes."""
    curves = {}
    for name, items in subsets.items():
        candidates = sorted({score for item in items for score in item["scores"] if score is not None})
        error_n = sum(item["label"] != -1 for item in items)
        points = []
        for above, threshold in zip([-math.inf, *candidates], [*candidates, math.inf]):
            error_k = correct_k = 0
            for item in items:
                if is_right(item, threshold):
                    if item["label"] == -1:
                        correct_k += 1
                    else:
                        error_k += 1
            if points and points[-1][2:] == (error_k, correct_k):
                continue
            points.append((above, f1_score(error_k / error_n, correct_k / (len(items) - error_n)), error_k, correct_k))
        curves[name] = points
        values["curve/" + name] = [number for above, *rest in points for number in (-1 if above == -math.inf else above, *rest)]
    ends = sorted({above for points in curves.values() for above, *_ in points})
    places = dict.fromkeys(curves, 0)
    line = []
    for end in ends:
        now = []
        for name, points in curves.items():
            while places[name] + 1 < len(points) and points[places[name] + 1][0] <= end:
                places[name] += 1
            now.append(points[places[name]])
        line += [-1 if end == -math.inf else end, sum(point[1] for point in now) / len(now), sum(point[2] for point in now), sum(point[3] for point in now)]
    values["curve/average"] = line


# --- step labels ----------------------------------------------------------------------------------


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
    counts = {name: [0, 0, 0, 0] for name in reading.CLASSES}
    for item in items:
        own = counts[item["class"]]
        for index, number in enumerate(item["counts"]):
            own[index] += number
    report = {name: prm_scores(own, name == "multi_solutions") for name, own in counts.items()}
    for group, members in reading.GROUPS.items():
        report[group] = {}
        for metric in ("prm_score", "f1", "negative_f1"):
            parts = [report[name][metric] for name in members]
            report[group][metric] = None if None in parts else sum(parts) / len(parts)
    report["overall"] = prm_scores([sum(own[index] for own in counts.values()) for index in range(4)], False)
    return report, counts


def step_labels(job):
    scores_of = reading.read_scores(job["predictions"])
    items = reading.read_step_labels(job["data"])
    CLOCK["read"] = time.perf_counter()
    for item in items:
        item["wrong"] = set(item["wrong"])
        item["scores"] = scores_of.get(item["id"]) or [None] * item["steps"]
        item["counts"] = judge(item, 0.5)
    values, intervals = {}, {}
    report, _ = prm_report(items)
    for name, found in report.items():
        for metric, value in found.items():
            values[f"{name}/{metric}"] = value
    for name in [*reading.CLASSES, "overall"]:
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
    CLOCK["resampled"] += time.perf_counter() - start
    return values, intervals


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


# --- pools ----------------------------------------------------------------------------------------

AGGREGATIONS = {
    "min": min,
    "prod": math.prod,
    "last": lambda scores: scores[-1],
    "mean": lambda scores: sum(scores) / len(scores),
    "max": max,
}


def choose_by_vote(subset, answers, correct, weights):
    """Accuracy, whether it is a tie, and the share of those at the top that are right."""
    sums, first = {}, {}
    for candidate in subset:
        answer = answers[candidate]
        if answer is None:
            continue
        if answer not in sums:
            sums[answer] = 0.0
            first[answer] = candidate
        sums[answer] += weights[candidate]
    if not sums:
        return 0, 0, 0
    top = max(sums.values())
    tied = [answer for answer, total in sums.items() if total == top]
    right = sum(correct[first[answer]] for answer in tied)
    return int(correct[first[tied[0]]]), int(len(tied) > 1), right / len(tied)


def best_of_expected(scores, correct, n):
    """The best of n over all subsets, rank by rank."""
    total = len(scores)
    order = sorted(range(total), key=lambda candidate: -scores[candidate])
    shares = [math.comb(total - 1 - rank, n - 1) / math.comb(total, n) for rank in range(total)]
    accuracy = sum(share for share, candidate in zip(shares, order) if correct[candidate])
    ties = random_ties = 0.0
    start = 0
    while start < total:
        end = start
        while end < total and scores[order[end]] == scores[order[start]]:
            end += 1
        block = shares[start:end]
        ties += sum(share - shares[end - 1] for share in block)
        random_ties += sum(block) * sum(correct[candidate] for candidate in order[start:end]) / (end - start)
        start = end
    return accuracy, ties, random_ties


def pool(job):
    scores_of = reading.read_scores(job["predictions"])
    problems = reading.read_pool(job["data"])
    CLOCK["read"] = time.perf_counter()
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
            CLOCK["resampled"] += time.perf_counter() - start
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
    return values, intervals


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


def main():
    job = json.loads(sys.argv[1])
    start = time.perf_counter()
    values, intervals = {"first_error": first_error, "step_labels": step_labels, "pool": pool}[job["task"]](job)
    seconds = time.perf_counter() - start
    json.dump({"seconds": seconds, "reading": CLOCK["read"] - start, "resampled": CLOCK["resampled"], "values": values, "intervals": intervals}, sys.stdout)


main()
