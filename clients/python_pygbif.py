"""pygbif with binomen in the place of api.gbif.org.

Run: python clients/python_pygbif.py [http://127.0.0.1:8080]
"""

import sys

import requests
from pygbif import gbifutils, species


class Elsewhere:
    """The requests module as pygbif sees it: what is for api.gbif.org goes to another server."""

    def __init__(self, server):
        self.server = server.rstrip("/")

    def __getattr__(self, name):
        return getattr(requests, name)

    def there(self, url):
        return url.replace("https://api.gbif.org", self.server, 1)

    def get(self, url, **arguments):
        return requests.get(self.there(url), **arguments)

    def post(self, url, **arguments):
        return requests.post(self.there(url), **arguments)


def point_pygbif_at(server):
    """From now on pygbif asks this server; other users of requests are left alone."""
    gbifutils.requests = Elsewhere(server)


if __name__ == "__main__":
    point_pygbif_at(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080")
    for name in ["Puma concolor", "Helianthus anuus", "Oenanthe", "Nonsuch nowhere"]:
        answer = species.name_backbone(scientificName=name)
        found = answer.get("usage", {}).get("name", "nothing")
        print(name, "->", answer["diagnostics"]["matchType"], found, sep="\t")
    for usage in species.name_suggest(q="puma conc", limit=3):
        print("puma conc ->", usage["scientificName"], sep="\t")
