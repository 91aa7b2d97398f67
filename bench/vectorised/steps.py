"""What scores of labelled steps tell without a threshold."""

import numpy as np


def flat_scores(lists):
    return np.array([score for scores in lists for score in scores], dtype=np.float64)  # None becomes NaN



def step_numbers(values, name, scores, right):
    known = ~np.isnan(scores)
    scores, right = scores[known], right[known]
    distinct, inverse = np.unique(scores, return_inverse=True)
    total = np.bincount(inverse, minlength=distinct.size)
    good = np.bincount(inverse, weights=right, minlength=distinct.size).astype(np.int64)
    bad = total - good
    rights, wrongs = int(good.sum()), int(bad.sum())
    if rights and wrongs:
        below = np.cumsum(bad) - bad
        values[name + "/auroc"] = (2 * int(good @ below) + int(good @ bad)) / (2 * rights * wrongs)
        for positive, hits, others in (("right", good[::-1], bad[::-1]), ("wrong", bad, good)):
            so_far = np.cumsum(hits)
            precision = so_far / (so_far + np.cumsum(others))
            values[name + "/auprc/" + positive] = float(hits @ precision) / int(hits.sum())
    else:
        values[name + "/auroc"] = values[name + "/auprc/right"] = values[name + "/auprc/wrong"] = None
    n = scores.size
    values[name + "/brier"] = float(good @ (1 - distinct) ** 2 + bad @ distinct**2) / n
    edges = np.append(np.arange(10) * 0.1, 1.0)
    for convention, side in (("lower_closed", "right"), ("upper_closed", "left")):
        place = np.clip(np.searchsorted(edges, distinct, side) - 1, 0, 9)
        in_bin = np.bincount(place, weights=total, minlength=10)
        good_in = np.bincount(place, weights=good, minlength=10)
        sum_in = np.bincount(place, weights=total * distinct, minlength=10)
        some = in_bin > 0
        gaps = np.abs(good_in[some] / in_bin[some] - sum_in[some] / in_bin[some])
        values[f"{name}/ece/{convention}"] = float(in_bin[some] @ gaps) / n
        values[f"{name}/reliability/{convention}"] = np.stack([good_in, in_bin], 1).ravel().tolist()
    uppers = np.append(np.arange(1, 20) * (1 / 20), 1.0)
    bar = np.minimum(np.searchsorted(uppers, distinct, "right"), 19)
    sides = [np.bincount(bar, weights=side, minlength=20) for side in (good, bad)]
    values[name + "/histogram"] = np.stack(sides, 1).ravel().tolist()
