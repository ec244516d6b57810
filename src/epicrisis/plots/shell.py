"""What all pages have in common: one file, one look, and a policy that lets nothing else in."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from epicrisis.plots.svg import Markup, escaped, tag

FOOTER = "This page says what was published, never what to do. Made by epicrisis."


def shell(title: str, *body: Markup, style: str = "", script: str = "") -> str:
    """Make a self-contained page.

    Args:
        title: What the browser calls it.
        body: Its content, in front of the footer.
        style: Rules beside those that all pages have.
        script: The page's own script; without one, the policy forbids scripts altogether.
    """
    common = files("epicrisis.plots").joinpath("data", "page.css").read_text("utf-8")
    style = common + style
    runs = f"script-src '{_hash(script)}'; " if script else ""
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; {runs}base-uri 'none'; form-action 'none'"
    )
    head = tag(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{escaped(policy)}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        tag("style", Markup(style)),
    )
    end = (tag("footer", FOOTER), *((tag("script", Markup(script)),) if script else ()))
    page = tag("html", head, tag("body", *body, *end), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()
