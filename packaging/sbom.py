"""Writes the list of all that is linked into the packages, in the format of CycloneDX 1.6."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any
from urllib.parse import quote

from components import Component, added_by_compilers, linked_into
from project import VERSION, cargo_package, epoch


def _reference(component: Component) -> str:
    """Return the name of a component in the list."""
    if component.checksum:
        return f"pkg:cargo/{component.name}@{component.version}"
    return f"pkg:generic/{quote(component.name)}"


def _described(component: Component) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": _reference(component),
        "name": component.name,
        "licenses": [{"expression": component.license}],
    }
    if component.checksum:
        described |= {
            "version": component.version,
            "purl": _reference(component),
            "hashes": [{"alg": "SHA-256", "content": component.checksum}],
        }
    if component.repository:
        described["externalReferences"] = [{"type": "vcs", "url": component.repository}]
    return described


def bill_of_materials(crates: dict[str, list[str]]) -> str:
    """Describe the packages of each crate of the workspace, given with the targets it is built for."""
    components: set[Component] = set()
    uses: dict[str, set[str]] = {}
    own = []
    for crate, targets in sorted(crates.items()):
        own.append(
            {
                "type": "library",
                "bom-ref": crate,
                "name": crate,
                "version": VERSION,
                "licenses": [{"expression": cargo_package()["license"]}],
            }
        )
        for target in targets:
            linked, added = linked_into(crate, target), added_by_compilers(target)
            components.update(linked.components, added)
            uses.setdefault(crate, set()).update(map(_reference, added))
            for user, used in linked.uses:
                uses.setdefault(_reference(user) if user else crate, set()).add(_reference(used))
    root = f"presign-{VERSION}"
    uses[root] = set(crates)
    described = own + sorted(map(_described, components), key=lambda entry: str(entry["bom-ref"]))
    content: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # The same commit has the same list.
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_OID, f"{root} {epoch()}").urn,
        "version": 1,
        "metadata": {
            "timestamp": dt.datetime.fromtimestamp(epoch(), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "library", "bom-ref": root, "name": "presign", "version": VERSION},
        },
        "components": described,
        "dependencies": [{"ref": user, "dependsOn": sorted(used)} for user, used in sorted(uses.items())],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
