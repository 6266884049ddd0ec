"""The calculators' pages, the sheets that people keep, and the law as it stood."""
