"""Results that contradict each claim of scripts/experiments/momentum_quadratics/show.py."""


def claim_heavy_ball_needs_fewer_steps(result):
    result["steps"]["heavy_ball"] = result["steps"]["plain"]
    return result


def claim_gradient_descent_takes_the_steps_of_its_rate(result):
    result["steps"]["plain"] = [[3 * value for value in row] for row in result["steps"]["plain"]]
    return result


def claim_heavy_ball_is_slower_than_its_rate(result):
    rows = zip(result["steps"]["heavy_ball"], result["theory"]["heavy_ball"], strict=True)
    result["steps"]["heavy_ball"] = [[expected + 0.01 * (i % 2) for i in range(len(row))] for row, expected in rows]
    return result


def claim_the_usual_momentum_pays_in_a_narrow_valley(result):
    result["steps"]["usual_momentum"] = result["steps"]["usual_plain"]
    return result


def claim_the_usual_momentum_costs_in_a_round_one(result):
    result["steps"]["usual_momentum"] = result["steps"]["usual_plain"]
    return result
