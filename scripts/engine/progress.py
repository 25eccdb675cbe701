"""A bar that counts the seconds that experiments took when they were published, with the time that is left."""

import sys

from tqdm import tqdm

FORMAT = "{desc} {percentage:3.0f} %|{bar:20}| {elapsed}{postfix}"


class Progress:
    """expected: {key: seconds}."""

    def __init__(self, verb, expected):
        self.verb, self.expected, self.done = verb, expected, 0.0
        total = max(sum(expected.values()), 0.1)
        self.bar = tqdm(total=total, desc=verb, bar_format=FORMAT, disable=None, file=sys.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.bar.close()

    def tick(self, running):
        """running: {key: seconds so far}."""
        part = sum(min(seconds, 0.95 * self.expected[key]) for key, seconds in running.items())
        self._go_to(self.done + part)
        left = tqdm.format_interval(self._left(max(len(running), 1)))
        self.bar.set_postfix_str(f"about {left} left: {', '.join(running)}")

    def end(self, key, status, note):
        self.done += self.expected[key]
        self.bar.write(f"{self.verb} {key}: {status}, {note}", file=sys.stderr)
        self._go_to(self.done)

    def _go_to(self, seconds):
        self.bar.update(max(0.0, seconds - self.bar.n))

    def _left(self, jobs):
        """By the speed so far; by that of the published run until a tenth is done. jobs: how many run side by side."""
        elapsed, known = self.bar.format_dict["elapsed"], self.bar.n > self.bar.total / 10
        speed = self.bar.n / elapsed if known else jobs
        return (self.bar.total - self.bar.n) / speed
