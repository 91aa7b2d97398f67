"""Reads a pool of candidates."""

import os

from bench.reading.revision import in_id_order, revision_of
from bench.reading.rows import are_scores, are_texts, expect, read_lines


def read_pool(data, predictions):
    """The problems with their grades, the scores of all candidates, and the revision."""
    rows = read_lines(os.path.join(data, "candidates.jsonl.gz"))
    for row in rows:
        check_row(row)
    problems = in_id_order(map(problem_of, rows))
    revision = revision_of([("all", [[one["id"], one["texts"], list(zip(one["answers"], one["correct"]))] for one in problems])])
    return problems, read_pool_scores(predictions, problems), revision


def check_row(row):
    name = row["problem_id"]
    expect(are_texts([name, row["question"], row["ground_truth"]]) and row["candidates"], name)
    for candidate in row["candidates"]:
        expect(are_texts(candidate["steps"]) and type(candidate["is_correct"]) is bool, name)
        expect(candidate["answer"] is None or type(candidate["answer"]) is str, name)


def problem_of(row):
    return {
        "id": row["problem_id"],
        "problem": row["question"],
        "texts": [candidate["steps"] for candidate in row["candidates"]],
        "answers": [candidate["answer"] for candidate in row["candidates"]],
        "correct": [candidate["is_correct"] for candidate in row["candidates"]],
    }


def read_pool_scores(path, problems):
    found = {}
    texts_of = {one["id"]: one["texts"] for one in problems}
    for line in read_lines(path):
        name, lists = line["id"], line["scores"]
        expect(name in texts_of and name not in found and len(lists) == len(texts_of[name]), name)
        expect(all(are_scores(scores, len(steps)) for scores, steps in zip(lists, texts_of[name])), name)
        found[name] = lists
    return found
