"""Whether a cause was named, by our checks or by torchtest2's flags: what run and show both count."""


def is_named(result, fault, outside):
    return bool({*outside} & {*result["names"][fault]})


def by_peer(result, fault, flags):
    """A flag is "WARN check" or "FAIL check"; what names may be either, or the check alone."""
    asked = {*flags} | {flag.partition(" ")[2] for flag in flags}
    return bool(asked & {*result["peer_names"][fault]})


def shares(result):
    """For each repeat that torchtest2 had too, the percent of the faults that are named: by ours, by it, by either."""
    rows = {"ours": [], "torchtest2": [], "either": []}
    for repeat in range(result["peer_repeats"]):
        ours = [is_named(result, fault, runs[repeat]) for fault, runs in result["faults"].items()]
        peer = [by_peer(result, fault, runs[repeat]) for fault, runs in result["peer"]["faults"].items()]
        either = [any(both) for both in zip(ours, peer, strict=True)]
        for key, found in ("ours", ours), ("torchtest2", peer), ("either", either):
            rows[key].append(100 * sum(found) / len(found))
    return rows
