"""Where is the first valley of each curve? Its place, below as many features as examples, is fixed with other seeds."""

from scripts.experiments.double_descent import run as published


def run(device, seed, *, repeats=3):
    """{curve: grid of features, mean logarithm of the test error at each, and the place that is used}."""
    result = published.run(device, seed, repeats=repeats)
    choices = {}
    for key in (*published.DIGITS, "polynomials"):
        task = result[key]
        grid = [count for count in task["features"] if count < task["places"]["threshold"]]
        logs = task["error"].log().mean(0)[: len(grid)]
        name = f"valley, {task['name']}"
        choices[name] = {"grid": grid, "scores": logs, "used": task["places"]["valley"], "score": "log test error"}
    return choices
