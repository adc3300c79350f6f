"""What is asked of a file before it is kept; runs in a process of its own, behind the fence.

Plain Python without Django, database or network: the contract is in pyproject.toml.
"""

# Raised when a check is added or made sharper: files that passed an older table are looked at anew
# when they come again.
VERSION = 1
