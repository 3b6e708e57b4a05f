"""What python-dwca-reader finds in an archive: rows of the core and of the extensions, and the values of some terms.

Usage: dwca_reader_check.py ARCHIVE TERM...   The last line is JSON.
"""
import json
import sys

from dwca.read import DwCAReader

path, terms = sys.argv[1], sys.argv[2:]
with DwCAReader(path) as archive:
    descriptor = archive.descriptor
    found = {
        "coreType": descriptor.core.type,
        "coreTerms": len(descriptor.core.terms),
        "extensions": [extension.type for extension in descriptor.extensions],
        "rows": 0,
        "extensionRows": 0,
        "values": [],
    }
    for row in archive:
        found["rows"] += 1
        found["extensionRows"] += len(row.extensions)
        short = {term.rsplit("/", 1)[-1]: value for term, value in row.data.items()}
        found["values"].append([short.get(term, "") for term in terms])
    found["metadata"] = archive.metadata is not None
print(json.dumps(found))
