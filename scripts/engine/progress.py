"""A bar that counts the seconds that experiments took when they were published, with the time that is left."""

import sys

from tqdm import tqdm

FORMAT = "{desc} {percentage:3.0f} %|{bar:20}| {elapsed}, about {remaining} left{postfix}"


class Progress:
    """expected: {key: seconds}."""

    def __init__(self, verb, expected):
        self.verb, self.expected, self.done = verb, expected, 0.0
        total = max(sum(expected.values()), 0.1)
        self.bar = tqdm(total=total, desc=verb, bar_format=FORMAT, disable=None if expected else True, file=sys.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.bar.close()

    def tick(self, running):
        """running: {key: seconds so far}."""
        part = sum(min(seconds, 0.95 * self.expected[key]) for key, seconds in running.items())
        self.bar.update(max(0.0, self.done + part - self.bar.n))
        self.bar.set_postfix_str(", ".join(running), refresh=True)

    def end(self, key, status, note):
        self.done += self.expected[key]
        self.bar.write(f"{self.verb} {key}: {status}, {note}", file=sys.stderr)
        self.bar.update(max(0.0, self.done - self.bar.n))
