"""Labour disputes: from the petition to the final, enforceable decision."""
