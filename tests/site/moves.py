"""What a figure that moves is given."""

import json

from scripts.engine.store import read
from scripts.site.moving import block
from scripts.site.moving_kinds import KINDS


def text(kind):
    return block(kind, read(KINDS[kind].experiment))


def data(kind):
    return json.loads(text(kind))
