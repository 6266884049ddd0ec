"""«What am I owed?»: the guided interview – its answers, which question comes next, both ends of the result. Pure: no request, no table."""
