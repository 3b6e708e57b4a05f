"""Does the real pygbif work with a binomen server?

Needs: pip install pygbif, and a server of the bundled backbone: npm start
Run:   python bench/clients/pygbif_check.py [http://127.0.0.1:8080]

pygbif has GBIF's address built in, so requests to it are sent to the server instead; everything else is pygbif's own.
test/http/gbif-clients.test.ts checks the same in `npm test`, without Python.
"""

import sys

import requests

SERVER = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
real_request = requests.Session.request


def request(session, method, url, **arguments):
    return real_request(session, method, url.replace("https://api.gbif.org", SERVER), **arguments)


requests.Session.request = request
from pygbif import __version__, species  # noqa: E402  (after the address is replaced)


def check(what, held):
    print("ok  " if held else "FAIL", what)
    failures.append(what) if not held else None


failures = []
exact = species.name_backbone(scientificName="Helianthus annuus", kingdom="Viridiplantae")
check("an exact name", exact["usage"]["canonicalName"] == "Helianthus annuus")
check("with its family", any(t["rank"] == "FAMILY" and t["name"] == "Asteraceae" for t in exact["classification"]))
typo = species.name_backbone(scientificName="Helianthus anuus", verbose=True, strict=False)
check("a misspelt name", typo["usage"]["canonicalName"] == "Helianthus annuus")
check("says VARIANT", typo["diagnostics"]["matchType"] == "VARIANT")
none = species.name_backbone(scientificName="Zzzzz nonexistens", strict=True)
check("an unknown name", none["diagnostics"]["matchType"] == "NONE" and none["synonym"] is False)
usage = species.name_usage(key=exact["usage"]["key"])
check("name_usage of the key", usage["canonicalName"] == "Helianthus annuus")
parsed = species.name_parser("Abies alba Mill. var. alpina")
check("name_parser", parsed[0]["canonicalName"] == "Abies alba alpina")
print(f"pygbif {__version__}: {len(failures)} failed")
sys.exit(1 if failures else 0)
