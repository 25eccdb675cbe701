"""What a web server should allow the pages: `_headers`, as several static hosts read it, and others can copy it.

Scripts that stand in a page are allowed by their hash, so that no other one runs. Styles stand in elements, as those of
formulas and figures do.
"""

import base64
import hashlib
from html.parser import HTMLParser
from pathlib import Path

FILE = "_headers"
ALLOWED = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


class Inline(HTMLParser):
    """The scripts that stand in a page; data, which are JSON, are none."""

    def __init__(self, page):
        super().__init__()
        self.open, self.scripts = False, []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.open = tag == "script" and "src" not in attributes and "json" not in (attributes.get("type") or "")
        if self.open:
            self.scripts.append("")

    def handle_data(self, data):
        if self.open:
            self.scripts[-1] += data

    def handle_endtag(self, tag):
        self.open = False


def policy(pages):
    """The Content-Security-Policy under which pages work, from their HTML."""
    scripts = {script for page in pages for script in Inline(page).scripts}
    digests = sorted(base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    own = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    return "; ".join(f"{what} {how}" for what, how in (ALLOWED | {"script-src": own}).items())


def on_post_build(config):
    site = Path(config.site_dir)
    allowed = policy(file.read_text("utf-8") for file in sorted(site.rglob("*.html")))
    lines = f"Content-Security-Policy: {allowed}", "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"
    (site / FILE).write_text("\n".join(["/*", *(f"  {line}" for line in lines)]) + "\n", "utf-8")
