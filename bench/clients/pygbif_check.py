"""Does the real pygbif work with a binomen server, and does it get what GBIF sends?

Run by bench/clients/run.ts. By hand: python bench/clients/pygbif_check.py URL [recorded.jsonl]

Prints a line for each check and, as the last line, the counts as JSON. A recording is a request that a client sent to GBIF
with GBIF's answer; the same request is sent to binomen, and what a table of it would look like is compared: rows, and columns
that GBIF never sends.
"""

import json
import os
import sys
import warnings

import requests

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "clients"))
warnings.simplefilter("ignore", DeprecationWarning)
from pygbif import __version__, species  # noqa: E402
from python_pygbif import point_pygbif_at  # noqa: E402

SERVER = sys.argv[1]
RECORDED = sys.argv[2] if len(sys.argv) > 2 else ""
counts = {"client": f"pygbif {__version__}", "checks": 0, "failed": 0, "recorded": 0, "otherRows": 0, "foreignColumns": 0}


def check(what, held):
    counts["checks"] += 1
    counts["failed"] += not held
    if not held:
        print("FAIL", what)


def columns(value, path=""):
    """Paths of all members, lists passed through: usage.key, classification.rank."""
    if isinstance(value, dict):
        return set().union(*(columns(one, f"{path}.{name}" if path else name) for name, one in value.items()), set())
    if isinstance(value, list):
        return set().union(*(columns(one, path) for one in value), set()) or {path}
    return {path}


def rows(answer):
    """Rows that a table of an answer has when lists become rows; rgbif takes issues and alternatives out first."""
    diagnostics = answer.get("diagnostics", {})
    lists = [v for k, v in diagnostics.items() if isinstance(v, list) and k not in ("issues", "alternatives")]
    return max([1, *(len(one) for one in lists)])


point_pygbif_at(SERVER)
exact = species.name_backbone(scientificName="Helianthus annuus", kingdom="Viridiplantae")
check("an exact name", exact["usage"]["canonicalName"] == "Helianthus annuus")
check("with its family", any(t["rank"] == "FAMILY" and t["name"] == "Asteraceae" for t in exact["classification"]))
typo = species.name_backbone(scientificName="Helianthus anuus", verbose=True, strict=False)
check("a misspelt name", typo["usage"]["canonicalName"] == "Helianthus annuus")
check("says VARIANT", typo["diagnostics"]["matchType"] == "VARIANT")
none = species.name_backbone(scientificName="Zzzzz nonexistens", strict=True)
check("an unknown name", none["diagnostics"]["matchType"] == "NONE" and none["synonym"] is False)
check("an undecided name is one row", rows(species.name_backbone(scientificName="Oenanthe")) == 1)
key = exact["usage"]["key"]
check("name_usage of the key", species.name_usage(key=key)["canonicalName"] == "Helianthus annuus")
for data in ["verbatim", "name", "parents", "children", "related", "synonyms", "vernacularNames"]:
    check(f"name_usage(data={data})", species.name_usage(key=key, data=data) is not None)
check("name_usage by name", species.name_usage(name="Helianthus annuus")["results"][0]["rank"] == "SPECIES")
found = species.name_lookup(q="helianthus", rank="species", limit=5, facet=["rank", "status"])
check("name_lookup", found["count"] > 5 and len(found["results"]) == 5 and len(found["facets"]) == 2)
check("name_lookup without q", species.name_lookup(rank="KINGDOM")["count"] > 0)
check("name_suggest", species.name_suggest(q="helianthus annu", limit=3)[0]["canonicalName"] == "Helianthus annuus")
parsed = species.name_parser("Abies alba Mill. var. alpina")
check("name_parser", parsed[0]["canonicalName"] == "Abies alba alpina")

recordings = [json.loads(line) for line in open(RECORDED, encoding="utf-8")] if RECORDED else []
known = {api: set() for api in ("/v1/", "/v2/")}
for recording in recordings:
    known[recording["path"][:4]] |= columns(recording["response"])
# Members that GBIF documents and these recordings happen not to have.
known["/v2/"] |= {f"{u}.{m}" for u in ("usage", "acceptedUsage") for m in ("code", "infraspecificEpithet")}
known["/v2/"] |= {path.replace("diagnostics.alternatives.", "") for path in known["/v2/"]}
known["/v2/"] |= {f"diagnostics.alternatives.{path}" for path in set(known["/v2/"])}
known["/v1/"] |= {"acceptedUsageKey", "class", "classKey", "alternatives"}
for recording in recordings:
    reply = requests.get(SERVER + recording["path"], params=recording["params"], timeout=30)
    check("content type", reply.headers["content-type"] == "application/json")
    answer = reply.json()
    foreign = columns(answer) - known[recording["path"][:4]]
    counts["recorded"] += 1
    counts["otherRows"] += rows(answer) != rows(recording["response"])
    counts["foreignColumns"] += len(foreign)
    if foreign:
        print("FAIL", recording["params"], "has columns that GBIF does not send:", sorted(foreign))
print(json.dumps(counts))
sys.exit(1 if counts["failed"] or counts["otherRows"] or counts["foreignColumns"] else 0)
