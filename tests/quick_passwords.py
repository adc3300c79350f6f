"""The hashes of production, made in no time: hundreds of passwords are set and tried in tests."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2PasswordHasher(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 64, 1
