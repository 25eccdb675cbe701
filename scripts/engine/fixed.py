"""The variables that every experiment finds in its environment, beside the few that are handed on."""

FIXED = {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
