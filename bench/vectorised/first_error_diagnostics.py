"""Outcomes, flawed processes, slices and curves of first errors."""

import numpy as np

from bench.reading.processbench import length_of, position_of
from bench.reading.rates import rate_numbers


def put_slices(values, policy, subsets, outcomes):
    right_answers = []
    for subset, found in zip(subsets, outcomes):
        answer = np.array([item["final_answer_correct"] for item in subset.items])
        numbers = []
        for side in (answer, ~answer):
            members = subset.is_error & side
            k, n = int((found[members] == 0).sum()), int(members.sum())
            numbers += rate_numbers(k, n)
            if side is answer:
                right_answers.append(k / n if n else None)
        values[f"{policy}/flawed/{subset.name}"] = numbers
    values[f"{policy}/flawed/average"] = None if None in right_answers else sum(right_answers) / len(subsets)
    found = np.concatenate(outcomes)
    error = np.concatenate([subset.is_error for subset in subsets])
    facts = {
        "subset": [subset.name for subset in subsets for _ in subset.items],
        "generator": [item["generator"] for subset in subsets for item in subset.items],
        "length": [length_of(int(length)) for subset in subsets for length in subset.lengths],
        "position": [
            position_of(int(label), int(length))
            for subset in subsets
            for label, length in zip(subset.label, subset.lengths)
        ],
    }
    facts["subset,position"] = list(map(",".join, zip(facts["subset"], facts["position"])))
    for dimension, names in facts.items():
        number = {}
        codes = np.array([number.setdefault(name, len(number)) for name in names])
        table = np.bincount(codes * 8 + found, minlength=8 * len(number)).reshape(-1, 8)
        errors = np.bincount(codes, weights=error, minlength=len(number)).astype(int)
        sizes = np.bincount(codes, minlength=len(number))
        for name, code in number.items():
            row = table[code].tolist()
            values[f"{policy}/slice/{dimension}/{name}"] = [
                *rate_numbers(row[0], int(errors[code])),
                *rate_numbers(row[7], int(sizes[code] - errors[code])),
                *row,
            ]


def put_curves(values, subsets):
    curves = [subset.curve() for subset in subsets]
    for subset, (places, *columns) in zip(subsets, curves):
        values["curve/" + subset.name] = points_of(places, columns)
    ends = np.unique(np.concatenate([places for places, *_ in curves]))
    sums = [np.zeros(ends.size) for _ in range(3)]
    for places, *columns in curves:
        now = np.searchsorted(places, ends, "right") - 1
        for total, column in zip(sums, columns):
            total += column[now]
    values["curve/average"] = points_of(ends, [sums[0] / len(subsets), *sums[1:]])


def points_of(places, columns):
    return np.stack([np.where(np.isinf(places), -1, places), *columns], 1).ravel().tolist()
