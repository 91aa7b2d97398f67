"""Outcomes, flawed processes, slices and curves of first errors."""

import math

from bench.loops.first_error import OUTCOMES, f1_score, is_right, outcome
from bench.reading.processbench import length_of, position_of
from bench.reading.rates import rate_numbers


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
            length = length_of(len(item["steps"]))
            position = position_of(item["label"], len(item["steps"]))
            for key in (f"subset/{name}", f"generator/{item['generator']}", f"length/{length}", f"position/{position}", f"subset,position/{name},{position}"):
                row = slices.setdefault(key, {"counts": dict.fromkeys(OUTCOMES, 0), "error": 0, "correct": 0})
                row["counts"][found] += 1
                row["error" if item["label"] != -1 else "correct"] += 1
        values[f"{policy}/flawed/{name}"] = [*rate_numbers(*table[True]), *rate_numbers(*table[False])]
        right_answers.append(table[True][0] / table[True][1] if table[True][1] else None)
    values[f"{policy}/flawed/average"] = None if None in right_answers else sum(right_answers) / len(right_answers)
    for key, row in slices.items():
        counts = row["counts"]
        values[f"{policy}/slice/{key}"] = [
            *rate_numbers(counts["hit"], row["error"]),
            *rate_numbers(counts["passed"], row["correct"]),
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
