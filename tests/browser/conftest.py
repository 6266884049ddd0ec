"""Fixtures of the browser tests; Chromium itself comes from `tests.chromium`."""
