"""How long the laws are tried: `ICSGEN_EXAMPLES=20000 pytest tests/test_cadence_laws.py` for the long run."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "laws",
    max_examples=int(os.environ.get("ICSGEN_EXAMPLES", "200")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("laws")
