"""Reads ProcessBench."""

import json
import math
import os

from bench.reading.revision import in_id_order, revision_of
from bench.reading.rows import are_texts, expect, read_scores

SUBSETS = ["gsm8k", "math", "olympiadbench", "omnimath"]

LENGTHS = {"1-4": 4, "5-6": 6, "7-9": 9, "10-14": 14, "15+": math.inf}
POSITIONS = ["first_quarter", "second_quarter", "third_quarter", "last_quarter"]


def read_processbench(data, predictions):
    """Items by subset, the scores that some of them have, and the revision."""
    subsets = {}
    for subset in SUBSETS:
        with open(os.path.join(data, subset + ".json"), encoding="utf-8") as file:
            rows = json.load(file)
        for row in rows:
            check_row(row)
        subsets[subset] = in_id_order(rows)
    items = [item for members in subsets.values() for item in members]
    steps_of = {item["id"]: len(item["steps"]) for item in items}
    expect(len(steps_of) == len(items), data)
    revision = revision_of((name, [[item["id"], item["steps"], item["label"]] for item in members]) for name, members in subsets.items())
    return subsets, read_scores(predictions, steps_of), revision


def check_row(row):
    name, steps, label = row["id"], row["steps"], row["label"]
    expect(are_texts([name, row["problem"], row["generator"]]) and are_texts(steps), name)
    expect(type(label) is int and -1 <= label < len(steps), name)
    expect(type(row["final_answer_correct"]) is bool, name)


def length_of(steps):
    return next(name for name, most in LENGTHS.items() if steps <= most)


def position_of(label, steps):
    return "no_error" if label < 0 else POSITIONS[4 * label // steps]
