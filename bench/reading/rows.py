"""Rows of files, and the checks that every reader makes."""

import gzip
import json


def read_lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        return [json.loads(line) for line in file if line.strip()]


def expect(holds, where):
    if not holds:
        raise ValueError(f"{where} is not as it must be")


def are_texts(values):
    """Whether these are texts, and at least one."""
    return set(map(type, values)) == {str}


def are_scores(scores, steps):
    """Whether there is one a step, each a probability or None."""
    known = [score for score in scores if score is not None]
    return len(scores) == steps and (not known or (set(map(type, known)) <= {int, float} and 0 <= min(known) and max(known) <= 1))


def read_scores(path, steps_of):
    """The scores of each item, given how many steps it has."""
    found = {}
    for line in read_lines(path):
        name = line["id"]
        expect(name in steps_of and name not in found, name)
        expect(are_scores(line["scores"], steps_of[name]), name)
        found[name] = line["scores"]
    return found
