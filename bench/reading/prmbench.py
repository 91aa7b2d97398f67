"""Reads PRMBench."""

import glob
import os

from bench.reading.revision import in_id_order, revision_of
from bench.reading.rows import are_texts, expect, read_lines, read_scores

CLASSES = [
    "redundency", "circular",
    "counterfactual", "step_contradiction", "domain_inconsistency", "confidence",
    "missing_condition", "deception", "multi_solutions",
]
GROUPS = {"simplicity": CLASSES[:2], "soundness": CLASSES[2:6], "sensitivity": CLASSES[6:]}


def read_prmbench(data, predictions):
    """Items of all classes, the scores that some of them have, and the revision."""
    items = {}
    for path in sorted(glob.glob(os.path.join(data, "*.jsonl"))):
        for row in read_lines(path):
            check_row(row)
            item = item_of(row)
            # Of rows with one id the first counts.
            items.setdefault(item["id"], item)
    subsets = [(name, in_id_order(item for item in items.values() if item["class"] == name)) for name in CLASSES]
    revision = revision_of((name, [[item["id"], item["texts"], item["wrong"]] for item in members]) for name, members in subsets)
    ordered = [item for _, members in subsets for item in members]
    return ordered, read_scores(predictions, {item["id"]: item["steps"] for item in ordered}), revision


def check_row(row):
    name = row["idx"]
    expect(row["classification"] in CLASSES, name)
    expect(are_texts([name, row["modified_question"], row["original_question"], row["reason"]]), name)
    expect(are_texts(row["modified_process"]) and are_texts(row["original_process"]), name)
    expect(set(map(type, row["error_steps"])) <= {int}, name)


def item_of(row):
    """0-based wrong steps that exist."""
    name = row["classification"]
    source = row["idx"].removeprefix(name + "_")
    texts = row["modified_process"]
    wrong = sorted({step - 1 for step in row["error_steps"] if 1 <= step <= len(texts)})
    return {"id": f"{name}_{source}", "class": name, "source": source, "texts": texts, "steps": len(texts), "wrong": wrong}
