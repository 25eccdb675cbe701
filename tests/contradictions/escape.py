"""Results that contradict each claim of scripts/experiments/escape."""


def as_going_on(result, way):
    result["updates"][way] = list(result["updates"]["on"])
    return result


def claim_one_step_down_lowers_the_loss(result):
    return result | {"loss_after": result["loss_before"]}


def claim_the_eigenvector_pays(result):
    return as_going_on(result, "eigenvector")  # and its cost comes on top


def claim_momentum_leaves_sooner(result):
    return as_going_on(result, "momentum")


def claim_a_larger_start_leaves_sooner(result):
    return as_going_on(result, "larger")


def claim_small_batches_leave_no_sooner(result):
    result["updates"]["batches"] = result["updates"]["momentum"]
    return result
