"""The figures of `make bench`: each measured beside its baseline in the same run."""
