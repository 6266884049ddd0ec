"""What is true without a computer's help: calendar, identifiers, money, text, flow tables, refusals. No Django here."""
