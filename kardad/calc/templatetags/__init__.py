"""Tags and filters of the calculators' pages."""
