"""The report as a page of its own: it brings its own style, which its policy allows by hash, and nothing else."""

import base64
import hashlib
import re

from django.http import HttpResponse
from django.utils.html import format_html

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def report_response(html: str, back_url: str) -> HttpResponse:
    back = format_html('<nav aria-label="Back"><p><a href="{}">Back to Throughgate</a></p></nav>', back_url)
    response = HttpResponse(re.sub(r"(<body[^>]*>)", lambda found: found.group(1) + back, html, count=1))
    # Set here, so that the middleware leaves it as it is.
    response.headers["Content-Security-Policy"] = policy_for(html)
    return response


def policy_for(html: str) -> str:
    """Only the style sheets that stand in this page, by their hashes; no script, no form, no frame, nothing from
    elsewhere.
    """
    hashes = " ".join(f"'sha256-{_hash(style)}'" for style in STYLE.findall(html)) or "'none'"
    nothing = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return f"default-src 'none'; style-src {hashes}; img-src data:; {nothing}"


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
