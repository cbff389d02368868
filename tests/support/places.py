"""Where the project's own files lie, for the tests that read them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
SAMPLES = ROOT / "samples"
# A form beside the shipped ones: with a factor, and square metres with two decimals.
SECOND_FORM = DATA / "second-form.yaml"
