"""A password hash that costs the tests nothing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    """Argon2id with the smallest figures it takes; the real figures are tested by themselves."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
