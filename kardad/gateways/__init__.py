"""The outside world: each port is a package with its Protocol, the vendors that speak it, and Console and Memory twins."""
