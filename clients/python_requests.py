"""A list of names in one request: names go as lines, answers come back as lines of JSON while names still leave.

Run: python clients/python_requests.py [http://127.0.0.1:8080]
"""

import json
import sys

import requests


def match_all(names, server="http://127.0.0.1:8080", details=True):
    """Yields the answer to each name, in their order. `names` may be any iterable, and as long as it likes."""
    lines = ((json.dumps({"scientificName": name}) + "\n").encode() for name in names)
    with requests.post(
        f"{server}/v2/species/match",
        params={"details": str(details).lower()},
        headers={"Content-Type": "application/x-ndjson"},
        data=lines,
        stream=True,
        timeout=60,
    ) as reply:
        reply.raise_for_status()
        for line in reply.iter_lines():
            yield json.loads(line)


if __name__ == "__main__":
    names = ["Puma concolor", "Helianthus anuus", "Oenanthe", "Nonsuch nowhere"]
    for name, answer in zip(names, match_all(names, *sys.argv[1:2])):
        diagnostics = answer["diagnostics"]
        found = answer.get("usage", {}).get("name", "nothing")
        print(name, "->", diagnostics["matchType"], found, ",".join(diagnostics.get("reasons", [])), sep="\t")
