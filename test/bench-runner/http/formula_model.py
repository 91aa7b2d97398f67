"""For tests of the sidecar: two numbers a token, by a formula of the ids."""


def load(model, device, dtype):
    def forward(sequences):
        rows = lambda ids: [[(sum(ids[: place + 1]) % 11) / 5, place % 3] for place in range(len(ids))]
        return [[[float("nan"), 0.0]] * len(ids) if 7 in ids else rows(ids) for ids in sequences]

    return forward, {"width": 2, "max_tokens": 2000, "dtype": dtype, "device": device}
