"""Reads the files of a job: the part that both Python programs share."""

import glob
import gzip
import json
import math
import os

SUBSETS = ["gsm8k", "math", "olympiadbench", "omnimath"]
CLASSES = [
    "redundency", "circular",
    "counterfactual", "step_contradiction", "domain_inconsistency", "confidence",
    "missing_condition", "deception", "multi_solutions",
]
GROUPS = {"simplicity": CLASSES[:2], "soundness": CLASSES[2:6], "sensitivity": CLASSES[6:]}


def read_lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        return [json.loads(line) for line in file if line.strip()]


def read_scores(path):
    return {line["id"]: line["scores"] for line in read_lines(path)}


def read_first_error(data):
    """Items by subset."""
    found = {}
    for subset in SUBSETS:
        with open(os.path.join(data, subset + ".json"), encoding="utf-8") as file:
            found[subset] = json.load(file)
    return found


def read_step_labels(data):
    """Items of all classes: of rows with one id the first; 0-based wrong steps that exist."""
    items = {}
    for path in sorted(glob.glob(os.path.join(data, "*.jsonl"))):
        for row in read_lines(path):
            source = row["idx"].removeprefix(row["classification"] + "_")
            name = row["classification"] + "_" + source
            if name in items:
                continue
            steps = len(row["modified_process"])
            wrong = sorted({step - 1 for step in row["error_steps"] if 1 <= step <= steps})
            items[name] = {"id": name, "class": row["classification"], "source": source, "steps": steps, "wrong": wrong}
    return list(items.values())


def read_pool(data):
    return [
        {
            "id": row["problem_id"],
            "problem": row["question"],
            "answers": [candidate["answer"] for candidate in row["candidates"]],
            "correct": [bool(candidate["is_correct"]) for candidate in row["candidates"]],
        }
        for row in read_lines(os.path.join(data, "candidates.jsonl.gz"))
    ]


def wilson(k, n):
    """Ends of the 95 % score interval."""
    z = 1.959963984540054
    p, square = k / n, z * z / n
    centre, half = p + square / 2, z * math.sqrt(p * (1 - p) / n + square / (4 * n))
    return (
        0.0 if k == 0 else (centre - half) / (1 + square),
        1.0 if k == n else (centre + half) / (1 + square),
    )


def rate_numbers(k, n):
    return [k, n] if n == 0 else [k, n, *wilson(k, n)]


LENGTHS = {"1-4": 4, "5-6": 6, "7-9": 9, "10-14": 14, "15+": math.inf}
POSITIONS = ["first_quarter", "second_quarter", "third_quarter", "last_quarter"]


def length_of(steps):
    return next(name for name, most in LENGTHS.items() if steps <= most)


def position_of(label, steps):
    return "no_error" if label < 0 else POSITIONS[4 * label // steps]
