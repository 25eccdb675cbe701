"""Measured numbers in text: `[[path:format]]` becomes the number that the path names."""

import difflib
import re

VALUE = re.compile(r"\[\[([\w-]+(?:\.[^\[\].:\n]+)*)(?::([^\]]+))?\]\]")


class UnknownValue(LookupError):
    """A path that names no value; the message says which names are near."""


def look_up(keys, *roots):
    """The value at the end of a list of keys, in the first of the dicts or lists that has it.

    A key is the name of a dict's item, the place in a list, or the "name" of a dict in a list. Raises UnknownValue.
    """
    for root in roots:
        if keys[0] in root:
            break
    else:
        raise UnknownValue(_no(keys[0], [key for root in roots for key in root]))
    value = root
    while keys:
        named = _named(value)
        size = _length(keys, named)
        key, keys = ".".join(keys[:size]), keys[size:]
        try:
            value = named[key] if key in named else value[int(key)]
        except (LookupError, TypeError, ValueError):
            raise UnknownValue(_no(key, named)) from None
    return value


def _length(keys, named):
    """How many of the keys make the next name: one may hold a point, as `noise 0.05` does."""
    return next((size for size in range(len(keys), 1, -1) if ".".join(keys[:size]) in named), 1)


def _named(value):
    """What can be reached by a name: {name: value}."""
    if isinstance(value, dict):
        return value
    items = value if isinstance(value, list) else []
    return {item["name"]: item for item in items if isinstance(item, dict) and "name" in item}


def _no(key, known):
    near = difflib.get_close_matches(key, list(known), 3, 0.5) or sorted(known)[:8]
    return f"there is no {key!r}" + (f"; near: {', '.join(near)}" if near else "")


def substitute(text, find):
    """`text` with each `[[path:format]]` replaced; `find(keys)` gives the value of a path.

    Raises UnknownValue, whose message names the whole expression.
    """

    def value(match):
        path, spec = match.groups()
        try:
            return format(find(path.split(".")), spec or "")
        except UnknownValue as error:
            raise UnknownValue(f"{match[0]}: {error}") from None
        except (TypeError, ValueError) as error:
            raise UnknownValue(f"{match[0]} cannot be shown: {error}") from None

    return VALUE.sub(value, text)
