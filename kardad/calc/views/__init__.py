"""Views of the calculators, of kept sheets and of the law, by area."""
