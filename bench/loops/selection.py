"""How a candidate is chosen."""

import math


AGGREGATIONS = {
    "min": min,
    "prod": math.prod,
    "last": lambda scores: scores[-1],
    "mean": lambda scores: sum(scores) / len(scores),
    "max": max,
}


def choose_by_vote(subset, answers, correct, weights):
    """Accuracy, whether it is a tie, and the share of those at the top that are right."""
    sums, first = {}, {}
    for candidate in subset:
        answer = answers[candidate]
        if answer is None:
            continue
        if answer not in sums:
            sums[answer] = 0.0
            first[answer] = candidate
        sums[answer] += weights[candidate]
    if not sums:
        return 0, 0, 0
    top = max(sums.values())
    tied = [answer for answer, total in sums.items() if total == top]
    right = sum(correct[first[answer]] for answer in tied)
    return int(correct[first[tied[0]]]), int(len(tied) > 1), right / len(tied)


def best_of_expected(scores, correct, n):
    """The best of n over all subsets, rank by rank."""
    total = len(scores)
    order = sorted(range(total), key=lambda candidate: -scores[candidate])
    shares = [math.comb(total - 1 - rank, n - 1) / math.comb(total, n) for rank in range(total)]
    accuracy = sum(share for share, candidate in zip(shares, order) if correct[candidate])
    ties = random_ties = 0.0
    start = 0
    while start < total:
        end = start
        while end < total and scores[order[end]] == scores[order[start]]:
            end += 1
        block = shares[start:end]
        ties += sum(share - shares[end - 1] for share in block)
        random_ties += sum(block) * sum(correct[candidate] for candidate in order[start:end]) / (end - start)
        start = end
    return accuracy, ties, random_ties
