"""The reports of bench/ours.ts as numpy does them well: prefix sums, one sort, matrices of weights."""

import json
import os
import sys
import time

import numpy as np

import reading

OUTCOMES = ["hit", "early", "late", "missed", "passed_gold", "undecided", "false_alarm", "passed"]
BIG = 1 << 30
CLOCK = {}


class Draws:
    """How often each cluster is drawn, a row a cluster and a column a resample; those of a folder, or its own."""

    def __init__(self, job, part, ids, clusters):
        folder = job.get("draws")
        if folder:
            with open(os.path.join(folder, part + ".json"), encoding="utf-8") as file:
                told = json.load(file)
            self.of = np.array([told["of"][name] for name in ids])
            self.count = told["clusters"]
            raw = np.fromfile(os.path.join(folder, part + ".bin"), dtype=np.uint8)
            self.weights = raw.reshape(self.count, told["resamples"]).astype(np.float32)
            return
        number = {}
        self.of = np.array([number.setdefault(name, len(number)) for name in clusters])
        self.count = k = len(number)
        resamples = job["resamples"]
        drawn = np.random.default_rng().integers(0, k, (resamples, k))
        drawn += np.arange(resamples)[:, None] * k
        counts = np.bincount(drawn.ravel(), minlength=resamples * k).reshape(resamples, k)
        self.weights = np.ascontiguousarray(counts.T, dtype=np.float32)

    def by_cluster(self, values):
        return np.bincount(self.of, weights=values, minlength=self.count).astype(np.float32)

    def sums(self, values):
        return self.by_cluster(values).astype(np.float64) @ self.weights


def interval(values):
    found = values[~np.isnan(values)]
    if found.size == 0 or values.size - found.size > 0.025 * values.size:
        return None
    return [float(end) for end in np.quantile(found, [0.025, 0.975])]


def flat_scores(lists):
    return np.array([score for scores in lists for score in scores], dtype=np.float64)  # None becomes NaN


def f1_of(error, correct):
    total = error + correct
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total == 0, np.where(np.isnan(total), np.nan, 0.0), 2 * error * correct / total)


# --- what scores of labelled steps tell -----------------------------------------------------------


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


# --- first errors ---------------------------------------------------------------------------------


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

    def resampled_cuts(self):
        """The best cut of every resample, from the places where a count changes."""
        weights, of = self.draws.weights, self.draws.of
        resamples = weights.shape[1]
        known = np.flatnonzero(~np.isnan(self.scores))
        order = known[np.argsort(self.scores[known])]
        scores = self.scores[order]
        clusters = np.repeat(of, self.lengths)[order]
        drawn = weights[clusters] > 0
        last = scores.size - 1 - np.argmax(drawn[::-1], axis=0)
        ranges = np.flatnonzero(self.above < self.up_to)
        places = np.concatenate(
            [np.searchsorted(scores, ends[ranges], "right") for ends in (self.above, self.up_to)]
        )
        sign = np.repeat([1, -1], ranges.size).astype(np.float32)
        items = np.tile(ranges, 2)
        sort = np.argsort(places, kind="stable")
        places, items = places[sort], items[sort]
        change = weights[of[items]] * sign[sort][:, None]
        ends = np.append(places[1:] != places[:-1], True)
        is_error = self.is_error[items][:, None]
        error_k = np.cumsum(np.where(is_error, change, 0), axis=0)[ends].astype(np.float64)
        correct_k = np.cumsum(np.where(is_error, 0, change), axis=0)[ends].astype(np.float64)
        places = places[ends]
        bottom = error_k * self.correct_n + correct_k * self.error_n
        half = error_k * correct_k / np.maximum(bottom, 1)
        half[places[:, None] > last] = -1
        best = np.argmax(half, axis=0)
        everyone = np.arange(resamples)
        place = np.where(half[best, everyone] > 0, places[best], 0)
        while not (found := drawn[place, everyone]).all():
            place += ~found
        cuts = scores[place]
        cuts[(self.error_n == 0) | (self.correct_n == 0)] = np.nan
        return cuts

    def resampled_right(self, cuts):
        """Right items of either class at each resample's own cut; cuts repeat, so each is looked at once."""
        distinct, inverse = np.unique(cuts, return_inverse=True)
        right = (self.above[:, None] < distinct) & (distinct <= self.up_to[:, None])
        order = np.argsort(inverse, kind="stable")
        bounds = np.searchsorted(inverse[order], np.arange(distinct.size + 1))
        found = []
        for side in (self.is_error, ~self.is_error):
            rows = np.zeros((self.draws.count, distinct.size), np.float32)
            np.add.at(rows, self.draws.of[side], right[side])
            sums = np.empty(cuts.size)
            for index in range(distinct.size):
                columns = order[bounds[index] : bounds[index + 1]]
                weights = self.draws.weights if distinct.size == 1 else self.draws.weights[:, columns]
                sums[columns] = rows[:, index] @ weights
            found.append(sums)
        return found


def first_error(job):
    scores_of = reading.read_scores(job["predictions"])
    items_of = reading.read_first_error(job["data"])
    CLOCK["read"] = time.perf_counter()
    subsets = [Subset(name, items, scores_of, job) for name, items in items_of.items()]
    values, intervals = {}, {}
    tuned = next(subset for subset in subsets if subset.name == "gsm8k").best_cut()
    policies = {
        "fixed:0.5": [0.5] * len(subsets),
        "tuned:gsm8k": [tuned] * len(subsets),
        "oracle": [subset.best_cut() for subset in subsets],
    }
    for policy, cuts in policies.items():
        put_metrics(values, policy, subsets, cuts)
        put_slices(values, policy, subsets, [subset.outcomes(cut) for subset, cut in zip(subsets, cuts)])
    resamples = job["resamples"]
    gsm8k = next(subset for subset in subsets if subset.name == "gsm8k")
    put_intervals(intervals, "fixed:0.5", subsets, np.full(resamples, 0.5))
    put_intervals(intervals, "tuned:gsm8k", subsets, gsm8k.resampled_cuts())
    put_curves(values, subsets)
    for subset in subsets:
        kept = subset.labelled
        step_numbers(values, subset.name, subset.scores[kept], subset.right_step[kept])
    step_numbers(
        values,
        "all",
        np.concatenate([subset.scores[subset.labelled] for subset in subsets]),
        np.concatenate([subset.right_step[subset.labelled] for subset in subsets]),
    )
    return values, intervals


def put_metrics(values, policy, subsets, cuts):
    sums = {"f1": 0.0, "error_accuracy": 0.0, "correct_accuracy": 0.0}
    for subset, cut in zip(subsets, cuts):
        error_k, correct_k = subset.counts(cut)
        error, correct = error_k / subset.en, correct_k / subset.cn
        total = error + correct
        found = {"f1": 2 * error * correct / total if total else 0.0, "error_accuracy": error, "correct_accuracy": correct}
        for metric, value in found.items():
            values[f"{policy}/{subset.name}/{metric}"] = value
            sums[metric] += value
    for metric, total in sums.items():
        values[f"{policy}/average/{metric}"] = total / len(subsets)


def put_intervals(intervals, policy, subsets, cuts):
    rows = {"f1": [], "error_accuracy": [], "correct_accuracy": []}
    for subset in subsets:
        error_k, correct_k = subset.resampled_right(cuts)
        with np.errstate(divide="ignore", invalid="ignore"):
            error, correct = error_k / subset.error_n, correct_k / subset.correct_n
        found = {"f1": f1_of(error, correct), "error_accuracy": error, "correct_accuracy": correct}
        for metric, vector in found.items():
            intervals[f"{policy}/{subset.name}/{metric}"] = interval(vector)
            rows[metric].append(vector)
    for metric, vectors in rows.items():
        intervals[f"{policy}/average/{metric}"] = interval(sum(vectors) / len(vectors))


def put_slices(values, policy, subsets, outcomes):
    right_answers = []
    for subset, found in zip(subsets, outcomes):
        answer = np.array([item["final_answer_correct"] for item in subset.items])
        numbers = []
        for side in (answer, ~answer):
            members = subset.is_error & side
            k, n = int((found[members] == 0).sum()), int(members.sum())
            numbers += reading.rate_numbers(k, n)
            if side is answer:
                right_answers.append(k / n if n else None)
        values[f"{policy}/flawed/{subset.name}"] = numbers
    values[f"{policy}/flawed/average"] = None if None in right_answers else sum(right_answers) / len(subsets)
    found = np.concatenate(outcomes)
    error = np.concatenate([subset.is_error for subset in subsets])
    facts = {
        "subset": [subset.name for subset in subsets for _ in subset.items],
        "generator": [item["generator"] for subset in subsets for item in subset.items],
        "length": [reading.length_of(int(length)) for subset in subsets for length in subset.lengths],
        "position": [
            reading.position_of(int(label), int(length))
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
                *reading.rate_numbers(row[0], int(errors[code])),
                *reading.rate_numbers(row[7], int(sizes[code] - errors[code])),
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


# --- step labels ----------------------------------------------------------------------------------


def prm_scores(tp, fp, tn, fn, f1_only):
    misses = fp + fn
    with np.errstate(divide="ignore", invalid="ignore"):
        f1, negative = 2 * tp / (2 * tp + misses), 2 * tn / (2 * tn + misses)
    return {"prm_score": f1 if f1_only else (f1 + negative) / 2, "f1": f1, "negative_f1": negative}


def or_null(value):
    return None if np.isnan(value) else float(value)


def step_labels(job):
    scores_of = reading.read_scores(job["predictions"])
    items = reading.read_step_labels(job["data"])
    CLOCK["read"] = time.perf_counter()
    ids = [item["id"] for item in items]
    draws = Draws(job, "all", ids, [item["source"] for item in items])
    lengths = np.array([item["steps"] for item in items])
    scores = flat_scores([scores_of.get(one) or [None] * length for one, length in zip(ids, lengths)])
    starts = np.cumsum(lengths) - lengths
    wrong = np.zeros(scores.size, bool)
    wrong[[start + step for start, item in zip(starts.tolist(), items) for step in item["wrong"]]] = True
    passes = np.where(np.isnan(scores), wrong, scores > 0.5)
    # tp, fp, tn, fn
    code = np.where(wrong, np.where(passes, 1, 2), np.where(passes, 0, 3))
    class_of = np.array([reading.CLASSES.index(item["class"]) for item in items])
    step_class, step_item = np.repeat(class_of, lengths), np.repeat(np.arange(len(items)), lengths)
    step = np.arange(scores.size) - np.repeat(starts, lengths)
    first = np.minimum.reduceat(np.where(wrong, step, BIG), starts)
    step_first = first[step_item]
    place = np.select([step_first == BIG, step < step_first, step == step_first], [0, 1, 2], 3)
    table = np.bincount((step_class * 4 + place) * 4 + code, minlength=9 * 16).reshape(9, 4, 4)
    values, intervals = {}, {}
    scores_by = {}
    for name, own in [*zip(reading.CLASSES, table), ("overall", table.sum(0))]:
        tp, fp, tn, fn = counts = own.sum(0).tolist()
        scores_by[name] = prm_scores(*own.sum(0).astype(float), name == "multi_solutions")
        values[name + "/counts"] = counts
        values[name + "/confusion"] = own.ravel().tolist()
        k, n = own[2, 2], own[2].sum()
        values[name + "/accuracies"] = [tp + tn, sum(counts), tp, tp + fn, tn, tn + fp, int(k), int(n)]
    for group, members in reading.GROUPS.items():
        scores_by[group] = {metric: sum(scores_by[name][metric] for name in members) / len(members) for metric in ("prm_score", "f1", "negative_f1")}
    for name, found in scores_by.items():
        for metric, value in found.items():
            values[f"{name}/{metric}"] = or_null(value)
    by_cluster = np.bincount((draws.of[step_item] * 9 + step_class) * 4 + code, minlength=draws.count * 36)
    sums = (by_cluster.reshape(draws.count, 36).T.astype(np.float32) @ draws.weights).reshape(9, 4, -1).astype(np.float64)
    drawn = {name: prm_scores(*sums[index], name == "multi_solutions") for index, name in enumerate(reading.CLASSES)}
    drawn["overall"] = prm_scores(*sums.sum(0), False)
    for group, members in reading.GROUPS.items():
        drawn[group] = {metric: sum(drawn[name][metric] for name in members) / len(members) for metric in ("prm_score", "f1", "negative_f1")}
    for name, found in drawn.items():
        for metric, vector in found.items():
            intervals[f"{name}/{metric}"] = interval(vector)
    for index, name in enumerate([*reading.CLASSES, "overall"]):
        own = step_class == index if name != "overall" else np.ones(scores.size, bool)
        step_numbers(values, name, scores[own], ~wrong[own])
        values[name + "/curve"] = prm_curve(scores[own], wrong[own], name == "multi_solutions")
    return values, intervals


def prm_curve(scores, wrong, f1_only):
    known = ~np.isnan(scores)
    rights, wrongs = int((~wrong).sum()), int(wrong.sum())
    distinct, inverse = np.unique(scores[known], return_inverse=True)
    bad = np.bincount(inverse, weights=wrong[known], minlength=distinct.size)
    good = np.bincount(inverse, minlength=distinct.size) - bad
    tn = np.append(0, np.cumsum(bad))
    tp = np.append(good.sum(), good.sum() - np.cumsum(good))
    fp, fn = wrongs - tn, rights - tp
    score = np.nan_to_num(prm_scores(tp, fp, tn, fn, f1_only)["prm_score"], nan=-1)
    return np.stack([np.append(-1, distinct), score, tp, fp, tn, fn], 1).ravel().tolist()


# --- pools ----------------------------------------------------------------------------------------


def pool(job):
    scores_of = reading.read_scores(job["predictions"])
    problems = reading.read_pool(job["data"])
    CLOCK["read"] = time.perf_counter()
    draws = Draws(job, "all", [one["id"] for one in problems], [one["problem"] for one in problems])
    count, total = len(problems), len(problems[0]["answers"])
    correct = np.array([one["correct"] for one in problems])
    answers = []
    for one in problems:
        number = {}
        answers.append([-1 if answer is None else number.setdefault(answer, len(number)) for answer in one["answers"]])
    answers = np.array(answers)
    aggregated = aggregate([steps for one in problems for steps in scores_of[one["id"]]], (count, total))
    sizes = [1, 2, 4, 8, 16, 32]
    results = {}
    misses = total - correct.sum(1)
    for n in sizes:
        taken = np.arange(n)
        share = np.prod(np.clip(misses[:, None] - taken, 0, None) / (total - taken), axis=1)
        results[f"pass@{n}"] = (1 - share, None, None)
    for name, scores in aggregated.items():
        best_of(results, name, scores, correct, sizes)
    vote(results, job, {"majority": np.ones((count, total)), **{f"vote:{name}": one for name, one in aggregated.items()}}, answers, correct, sizes)
    values, intervals = {}, {}
    sums = draws.sums(np.ones(count))
    for name, (accuracy, ties, random_ties) in results.items():
        values[name] = float(accuracy.mean())
        values[name + "/ties"] = None if ties is None else float(ties.mean())
        values[name + "/random_ties"] = None if ties is None else float(random_ties.mean())
        policy, n = name.split("@")
        is_drawn = 2 < int(n) < total and not policy.startswith(("pass", "best_of"))
        variance = float((accuracy * (1 - accuracy)).sum())
        values[name + "/standard_error"] = (variance / 999) ** 0.5 / count if is_drawn else None
        by_cluster = np.bincount(draws.of, weights=accuracy, minlength=draws.count)
        intervals[name] = interval((by_cluster @ draws.weights) / sums)
    return values, intervals


def aggregate(lists, shape):
    flat = np.concatenate(lists)
    lengths = np.array([len(steps) for steps in lists])
    ends = np.cumsum(lengths)
    starts = ends - lengths
    # A product of few factors, and sums, one after the other.
    total, product = np.zeros(lengths.size), np.ones(lengths.size)
    for step in range(int(lengths.max())):
        longer = lengths > step
        own = flat[starts[longer] + step]
        total[longer] += own
        product[longer] *= own
    return {
        "min": np.minimum.reduceat(flat, starts).reshape(shape),
        "prod": product.reshape(shape),
        "last": flat[ends - 1].reshape(shape),
        "mean": (total / lengths).reshape(shape),
        "max": np.maximum.reduceat(flat, starts).reshape(shape),
    }


def best_of(results, name, scores, correct, sizes):
    count, total = scores.shape
    order = np.argsort(-scores, axis=1, kind="stable")
    ranked = np.take_along_axis(scores, order, 1)
    right = np.take_along_axis(correct, order, 1).astype(float)
    starts = np.concatenate([np.ones((count, 1), bool), ranked[:, 1:] != ranked[:, :-1]], axis=1)
    flat_starts = np.flatnonzero(starts.ravel())
    lengths = np.diff(np.append(flat_starts, count * total))
    last = flat_starts + lengths - 1
    right_in = np.add.reduceat(right.ravel(), flat_starts)
    row = flat_starts // total
    for n in sizes:
        shares = np.zeros(total)
        share = n / total
        for rank in range(total - n + 1):
            shares[rank] = share
            share *= (total - n - rank) / (total - 1 - rank) if rank < total - 1 else 0
        tiled = np.tile(shares, count)
        best = np.add.reduceat(tiled, flat_starts)
        ties = best - lengths * tiled[last]
        results[f"best_of:{name}@{n}"] = (
            right @ shares,
            np.bincount(row, weights=ties, minlength=count),
            np.bincount(row, weights=best * right_in / lengths, minlength=count),
        )


def vote(results, job, voters, answers, correct, sizes):
    count, total = answers.shape
    classes = int(answers.max()) + 1
    one_hot = answers[:, :, None] == np.arange(classes)  # problems, candidates, answers
    names = list(voters)
    settled = (answers == 0).all(1) & (correct.all(1) | ~correct.any(1))
    open_ = np.flatnonzero(~settled)
    given = iter(drawn_subsets(job, count, total))
    for n in sizes:
        if 2 < n < total:
            masks = next(given)[open_]
        else:
            masks = np.broadcast_to(all_subsets(total, n), (open_.size, *all_subsets(total, n).shape))
        table = {name: tuple(np.zeros(count) for _ in range(3)) for name in names}
        for name in names:
            table[name][0][settled] = table[name][2][settled] = correct[settled, 0]
        for row, problem in zip(masks, open_):
            used = int(answers[problem].max()) + 1
            hot = one_hot[problem, :, :used]
            weights = np.concatenate([hot * voters[name][problem][:, None] for name in names], axis=1)
            mask = row.astype(np.float64)
            sums = (mask @ weights).reshape(len(row), len(names), used)
            seen = (mask @ hot) > 0
            sums[~np.broadcast_to(seen[:, None, :], sums.shape)] = -np.inf
            top = sums.max(axis=2)
            tied = (sums == top[:, :, None]) & (top > -np.inf)[:, :, None]
            first = np.argmax(row[:, :, None] & hot, axis=1)  # first voter of each answer
            is_right = correct[problem][first] & seen
            counts = tied.sum(2)
            right_of = (tied & is_right[:, None, :]).sum(2)
            accuracy = right_of == counts
            mixed = np.nonzero((right_of > 0) & ~accuracy)
            if mixed[0].size:
                voter = np.where(tied[mixed], first[mixed[0]], total)
                winner = np.argmin(voter, axis=1)
                accuracy[mixed] = is_right[mixed[0], winner]
            accuracy &= counts > 0
            shares = right_of / np.maximum(counts, 1)
            for index, name in enumerate(names):
                table[name][0][problem] = accuracy[:, index].mean()
                table[name][1][problem] = (counts[:, index] > 1).mean()
                table[name][2][problem] = shares[:, index].mean()
        for name in names:
            results[f"{name}@{n}"] = table[name]


def all_subsets(total, n):
    if n == total:
        return np.ones((1, total), bool)
    eye = np.eye(total, dtype=bool)
    if n == 1:
        return eye
    first, second = np.triu_indices(total, 1)
    return eye[first] | eye[second]


def drawn_subsets(job, count, total):
    """For n = 4, 8 and 16: problems, 1,000 subsets, whether each candidate is in it."""
    sizes = [4, 8, 16]
    if job.get("draws"):
        raw = np.fromfile(os.path.join(job["draws"], "subsets.bin"), dtype=np.uint8).reshape(count, -1)
        start = 0
        for n in sizes:
            members = raw[:, start : start + 1000 * n].reshape(count, 1000, n)
            start += 1000 * n
            masks = np.zeros((count, 1000, total), bool)
            np.put_along_axis(masks, members.astype(np.int64), True, axis=2)
            yield masks
        return
    rng = np.random.default_rng()
    for n in sizes:
        keys = rng.random((count, 1000, total), dtype=np.float32)
        yield keys <= np.partition(keys, n - 1, axis=2)[:, :, n - 1 : n]


def main():
    job = json.loads(sys.argv[1])
    start = time.perf_counter()
    values, intervals = {"first_error": first_error, "step_labels": step_labels, "pool": pool}[job["task"]](job)
    json.dump({"seconds": time.perf_counter() - start, "reading": CLOCK["read"] - start, "values": values, "intervals": intervals}, sys.stdout)


main()
