"""Contract documents in the shape the referral service publishes, invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def document(reference: str = "CT_0001", **differs: Any) -> dict[str, Any]:
    """The smallest valid document; `differs` replaces whole parts of it."""
    return {
        "contract_reference": reference,
        "contract_type_id": "ACC",
        "region": {"nps_region_code": "A", "pcc_region_code": None},
        "eligibility": {"allows_female": True, "allows_male": True, "minimum_age": 18, "maximum_age": None},
        "scheduling": {"hide_before": "2021-01-01", "hide_after": None},
        "providers": {"prime_provider_code": "LARK_TRUST", "subcontractor_codes": []},
        "intervention_title": f"Somewhere to live ({reference})",
        "short_description": None,
        "activities": None,
    } | differs


def providers(prime: str, *below: str) -> dict[str, Any]:
    """Who holds a contract and who works below."""
    return {"prime_provider_code": prime, "subcontractor_codes": list(below)}


def write(path: Path, *documents: dict[str, Any] | str) -> Path:
    """Write documents, or lines as they are, one a line."""
    lines = (one if isinstance(one, str) else json.dumps(one) for one in documents)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
