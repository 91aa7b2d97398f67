"""One subset of first-error items as arrays."""

import numpy as np

from bench.vectorised.draws import Draws
from bench.vectorised.steps import flat_scores

BIG = 1 << 30


def f1_of(error, correct):
    total = error + correct
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total == 0, np.where(np.isnan(total), np.nan, 0.0), 2 * error * correct / total)



class Subset:
    def __init__(self, name, items, scores_of, job):
        self.name, self.items = name, items
        ids = [item["id"] for item in items]
        self.draws = Draws(job, name, ids, [item["problem"] for item in items])
        lengths = np.array([len(item["steps"]) for item in items])
        lists = [scores_of.get(one) or [None] * length for one, length in zip(ids, lengths)]
        self.scores = flat_scores(lists)
        self.lengths = lengths
        self.starts = np.cumsum(lengths) - lengths
        self.label = np.array([item["label"] for item in items])
        self.is_error = self.label >= 0
        self.step = np.arange(self.scores.size) - np.repeat(self.starts, lengths)
        gold = np.where(self.is_error, self.label, lengths)
        before = self.step < np.repeat(gold, lengths)
        self.up_to = np.minimum.reduceat(np.where(before, self.scores, np.inf), self.starts)
        at_gold = self.scores[self.starts + np.where(self.is_error, self.label, 0)]
        self.above = np.where(self.is_error, at_gold, -np.inf)
        never = ~(self.above < self.up_to)
        self.above[never], self.up_to[never] = np.inf, -np.inf
        self.labelled = self.step <= np.repeat(gold, lengths)
        self.right_step = self.step != np.repeat(np.where(self.is_error, self.label, -1), lengths)
        self.first_missing = self.first_where(np.isnan(self.scores))
        self.en, self.cn = int(self.is_error.sum()), int((~self.is_error).sum())
        self.error_n = self.draws.sums(self.is_error)
        self.correct_n = self.draws.sums(~self.is_error)

    def first_where(self, flags):
        return np.minimum.reduceat(np.where(flags, self.step, BIG), self.starts)

    def is_right(self, cut):
        return (self.above < cut) & (cut <= self.up_to)

    def counts(self, cut):
        right = self.is_right(cut)
        return int((right & self.is_error).sum()), int((right & ~self.is_error).sum())

    def best_cut(self):
        candidates = np.unique(self.scores[~np.isnan(self.scores)])
        error_k, correct_k = self.right_at(candidates)
        top = error_k * correct_k
        bottom = error_k * self.cn + correct_k * self.en
        # Equal fractions of such whole numbers are equal doubles.
        return float(candidates[np.argmax(top / np.maximum(bottom, 1))])

    def right_at(self, candidates):
        ranges = self.above < self.up_to
        found = []
        for side in (self.is_error, ~self.is_error):
            some = ranges & side
            change = np.bincount(np.searchsorted(candidates, self.above[some], "right"), minlength=candidates.size + 1)
            change -= np.bincount(np.searchsorted(candidates, self.up_to[some], "right"), minlength=candidates.size + 1)
            found.append(np.cumsum(change[:-1]))
        return found

    def outcomes(self, cut):
        flagged = self.first_where(self.scores < cut)
        missing = self.first_missing
        at = (flagged < BIG) & (flagged < missing)
        undecided = ~at & (missing < BIG)
        error = self.is_error
        return np.select(
            [
                at & error & (flagged == self.label),
                at & error & (flagged < self.label),
                at & error,
                undecided & error & (missing > self.label),
                undecided,
                error,
                at,
            ],
            [0, 1, 2, 4, 5, 3, 6],
            7,
        )

    def curve(self):
        ranges = self.above < self.up_to
        ends = np.concatenate([[-np.inf], self.above[ranges], self.up_to[ranges]])
        gain = np.concatenate([[0], np.ones(ranges.sum(), int), -np.ones(ranges.sum(), int)])
        error = np.concatenate([[False], self.is_error[ranges], self.is_error[ranges]])
        kept = ends < np.inf
        places, inverse = np.unique(ends[kept], return_inverse=True)
        error_change = np.bincount(inverse, weights=gain[kept] * error[kept], minlength=places.size)
        correct_change = np.bincount(inverse, weights=gain[kept] * ~error[kept], minlength=places.size)
        error_k, correct_k = np.cumsum(error_change), np.cumsum(correct_change)
        moved = (error_change != 0) | (correct_change != 0)
        moved[0] = True
        f1 = f1_of(error_k / self.en, correct_k / self.cn)
        return places[moved], f1[moved], error_k[moved], correct_k[moved]
