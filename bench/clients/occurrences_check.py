"""Do the real clients of GBIF's and iDigBio's occurrence APIs work with a binomen server?

Run by bench/clients/occurrences.ts. By hand: python bench/clients/occurrences_check.py URL LABEL KEY

Every call is one that users of pygbif or idigbio write, or one that ridigbio sends (read in its source: the package needs R).
Prints a line for each that fails and, as the last line, the rows of a table as JSON.
"""

import json
import os
import sys
import tempfile
import time
import warnings
import zipfile

import requests

warnings.simplefilter("ignore")
os.environ.setdefault("MPLBACKEND", "Agg")
SERVER, LABEL, KEY = sys.argv[1:4]

# Clients have GBIF's and iDigBio's addresses in them: what is for those hosts goes to the server.
HOSTS = ["api.gbif.org", "search.idigbio.org", "localhost:19196"]
send = requests.Session.request


def rerouted(self, method, url, **arguments):
    if os.environ.get("SHOW_REQUESTS"):
        print(method, url, arguments.get("params"), arguments.get("json"))
    for host in HOSTS:
        for scheme in ("https", "http"):
            url = url.replace(f"{scheme}://{host}", SERVER, 1)
    return send(self, method, url, **arguments)


requests.Session.request = rerouted
from pygbif import __version__, maps, occurrences as occ  # noqa: E402

rows = {}


def call(client, name, run, holds=lambda answer: True):
    """One call of a client: it must return, and what it returns must be as its users expect it."""
    row = rows.setdefault(client, {"client": client, "calls": 0, "passed": 0, "failed": 0})
    row["calls"] += 1
    try:
        answer = run()
        assert holds(answer), f"answers {str(answer)[:300]}"
        row["passed"] += 1
        return answer
    except Exception as problem:  # noqa: BLE001: whatever a client throws is what is looked for
        row["failed"] += 1
        print("FAIL", client, name, type(problem).__name__, str(problem)[:400])
        return None


def envelope(answer):
    members = ["offset", "limit", "endOfRecords", "count", "results", "facets"]
    return all(member in answer for member in members) and len(answer["results"]) <= answer["limit"]


PYGBIF = f"pygbif {__version__}"
every = call(PYGBIF, "search()", lambda: occ.search(limit=300), envelope) or {"results": [], "count": 0}
first = next((r for r in every["results"] if "decimalLatitude" in r and "year" in r and "speciesKey" in r), {})
key, taxon = first.get("key"), first.get("speciesKey")
for name, arguments in {
    "taxonKey": {"taxonKey": taxon},
    "taxonKey of a backbone": {"taxonKey": taxon, "checklistKey": None},
    "scientificName": {"scientificName": first.get("scientificName")},
    "country": {"country": first.get("countryCode"), "limit": 5},
    "two countries": {"country": [first.get("countryCode"), "DK"]},
    "year range": {"year": "1900,2030"},
    "geometry": {"geometry": "POLYGON((-130 -80, 20 -80, 20 80, -130 80, -130 -80))"},
    "hasCoordinate": {"hasCoordinate": True, "hasGeospatialIssue": False},
    "basisOfRecord": {"basisOfRecord": [first.get("basisOfRecord"), "FOSSIL_SPECIMEN"]},
    "datasetKey": {"datasetKey": first.get("datasetKey")},
    "decimalLatitude": {"decimalLatitude": "-90,90"},
    "q": {"q": str(first.get("genus", "a"))},
    "catalogNumber": {"catalogNumber": first.get("catalogNumber", "*")},
    "eventDate": {"eventDate": "1800,2030"},
    "repatriated and mediatype": {"repatriated": False, "mediatype": "StillImage", "spellCheck": True},
    "limit above the most": {"limit": 1000},
}.items():
    some = lambda answer: envelope(answer) and (answer["count"] > 0 or "mediatype" in arguments)  # noqa: E731
    call(PYGBIF, f"search({name})", lambda: occ.search(**arguments), some)
facets = call(
    PYGBIF,
    "search(facet)",
    lambda: occ.search(facet=["country", "basisOfRecord"], country_facetLimit=2, facetMincount=1, limit=0),
    lambda a: [f["field"] for f in a["facets"]] == ["COUNTRY", "BASIS_OF_RECORD"] and len(a["facets"][0]["counts"]) <= 2,
)
call(PYGBIF, "search(facetMultiselect)", lambda: occ.search(facet="country", facetMultiselect=True, country="US", limit=0))
call(PYGBIF, "get", lambda: occ.get(key), lambda r: r["key"] == key and r["gbifID"] == str(key))
call(PYGBIF, "get_verbatim", lambda: occ.get_verbatim(key), lambda r: any(m.startswith("http") for m in r))
call(PYGBIF, "get_fragment", lambda: occ.get_fragment(key), lambda r: len(r) > 0)
for name, arguments in {
    "": {},
    "taxonKey": {"taxonKey": taxon},
    "country": {"country": first.get("countryCode")},
    "isGeoreferenced": {"isGeoreferenced": True},
    "basisOfRecord and year": {"basisOfRecord": first.get("basisOfRecord"), "year": first.get("year")},
    "datasetKey": {"datasetKey": first.get("datasetKey")},
}.items():
    call(PYGBIF, f"count({name})", lambda: occ.count(**arguments), lambda n: isinstance(n, int) and n > 0)
call(PYGBIF, "count_basisofrecord", occ.count_basisofrecord, lambda a: sum(a.values()) == every["count"])
call(PYGBIF, "count_year", lambda: occ.count_year(year="1500,2026"), lambda a: len(a) > 0)
call(PYGBIF, "count_datasets", lambda: occ.count_datasets(country=first.get("countryCode")), lambda a: len(a) > 0)
call(PYGBIF, "count_datasets(taxonKey)", lambda: occ.count_datasets(taxonKey=taxon), lambda a: len(a) > 0)
call(PYGBIF, "count_countries", lambda: occ.count_countries(publishingCountry=first.get("publishingCountry", "US")), lambda a: len(a) > 0)
call(PYGBIF, "count_publishingcountries", lambda: occ.count_publishingcountries(country=first.get("countryCode")), lambda a: len(a) > 0)
call(PYGBIF, "count_schema", occ.count_schema, lambda a: "dimensions" in a[0])

login = {"user": LABEL, "pwd": KEY}


def wait(download):
    for _ in range(300):
        meta = occ.download_meta(download)
        if meta["status"] in ("SUCCEEDED", "KILLED"):
            return meta
        time.sleep(0.1)
    raise TimeoutError(meta["status"])


with tempfile.TemporaryDirectory() as folder:
    for form, queries, member in [
        ("SIMPLE_CSV", ["hasCoordinate = True"], ".csv"),
        ("DWCA", [f"taxonKey = {taxon}", "hasCoordinate = True"], "occurrence.txt"),
        ("SPECIES_LIST", ["decimalLatitude >= -90"], ".csv"),
        ("SIMPLE_PARQUET", ["year >= 1900", "year <= 2030"], ".parquet"),
    ]:
        asked = call(
            PYGBIF,
            f"download({form})",
            lambda: occ.download(queries, format=form, email="a@example.org", **login),
            lambda a: isinstance(a, tuple) and len(a[0]) == 23,
        )
        if asked is None:
            continue
        call(PYGBIF, f"download_meta({form})", lambda: wait(asked[0]), lambda m: m["status"] == "SUCCEEDED" and m["totalRecords"] > 0)
        got = call(PYGBIF, f"download_get({form})", lambda: occ.download_get(asked[0], folder), lambda m: m["size"] > 0)
        if got is not None:
            names = call(PYGBIF, f"zip of {form}", lambda: zipfile.ZipFile(got["path"]).namelist(), lambda n: any(m.endswith(member) for m in n))
    if asked is not None:
        call(PYGBIF, "download_citation", lambda: occ.download_citation(asked[0]), lambda a: "Occurrence Download" in str(a))
    dictionary = {"type": "and", "predicates": [{"type": "in", "key": "COUNTRY", "values": ["US", "DK"]}, {"type": "not", "predicate": {"type": "equals", "key": "MONTH", "value": "1"}}]}
    asked = call(PYGBIF, "download(dict)", lambda: occ.download(dictionary, email="a@example.org", **login), lambda a: len(a[0]) == 23)
    if asked is not None:
        call(PYGBIF, "download_cancel", lambda: occ.download_cancel(asked[0], **login), lambda a: a is True)
        # Either it was cancelled, or it was quicker than that.
        call(PYGBIF, "download_meta(cancelled)", lambda: wait(asked[0]), lambda m: m["status"] in ("KILLED", "SUCCEEDED"))
    call(PYGBIF, "download_list", lambda: occ.download_list(limit=5, **login), lambda a: a["meta"]["count"] > 3 and len(a["results"]) > 3)
    for form in ("simpleCsv", "simpleParquet", "dwca", "speciesList"):
        call(PYGBIF, f"download_describe({form})", lambda: occ.download_describe(form), lambda a: len(a) > 0)
call(PYGBIF, "download_stats", lambda: occ.download_stats(limit=3), lambda a: "results" in a)
call(PYGBIF, "download_stats_by_dataset", lambda: occ.download_stats_by_dataset(), lambda a: isinstance(a, dict))
call(PYGBIF, "download_stats_by_source", lambda: occ.download_stats_by_source(), lambda a: isinstance(a, dict))
# An empty tile is 204, at which pygbif fails as it does with GBIF's: the half of the world that has a record is asked for.
half = 0 if first.get("decimalLongitude", 0) < 0 else 1
for name, arguments in {
    "taxonKey": {"taxonKey": taxon, "x": half},
    "srs": {"taxonKey": taxon, "srs": "EPSG:3857"},
    "bin": {"bin": "hex", "hexPerTile": 30, "style": "classic-noborder.poly"},
    "year": {"year": range(1900, 2027), "basisOfRecord": ["HUMAN_OBSERVATION", "PRESERVED_SPECIMEN"]},
    "mvt": {"format": ".mvt", "taxonKey": taxon, "x": half},
}.items():
    call(PYGBIF, f"maps.map({name})", lambda: maps.map(**arguments), lambda m: len(m.response.content) > 20)

try:
    import idigbio

    IDIGBIO = f"idigbio {idigbio.__version__}"
    api = idigbio.json()
    found = call(IDIGBIO, "search_records", lambda: api.search_records(rq={"hasImage": False}, limit=5, sort=["uuid"]), lambda a: a["itemCount"] >= 0)
    everything = call(IDIGBIO, "search_records of everything", lambda: api.search_records(limit=10), lambda a: len(a["items"]) == 10 and "uuid" in a["items"][0]["indexTerms"])
    uuid = everything["items"][0]["uuid"] if everything else ""
    call(IDIGBIO, "view", lambda: api.view("records", uuid), lambda a: a["uuid"] == uuid and "data" in a)
    call(IDIGBIO, "search_media", lambda: api.search_media(limit=3), lambda a: "items" in a)
    call(IDIGBIO, "count_records", lambda: api.count_records(), lambda n: n > 10)
    call(IDIGBIO, "count_records(rq)", lambda: api.count_records({"country": {"type": "exists"}}), lambda n: n > 0)
    call(IDIGBIO, "count_media", lambda: api.count_media(), lambda n: n >= 0)
    call(IDIGBIO, "count_recordsets", lambda: api.count_recordsets(), lambda n: n > 0)
    call(IDIGBIO, "top_records", lambda: api.top_records(top_fields=["basisofrecord", "country"], count=3), lambda a: len(a["basisofrecord"]) > 0)
    call(IDIGBIO, "top_media", lambda: api.top_media(count=3), lambda a: "itemCount" in a)
    call(IDIGBIO, "datehist", lambda: api.datehist(date_field="datecollected"), lambda a: "dates" in a)
except ImportError as absent:
    print(f"idigbio cannot be imported: left out ({absent})")

# What ridigbio 0.4 sends, request by request.
RIDIGBIO = "ridigbio's requests"
FIELDS = ["uuid", "occurrenceid", "catalognumber", "family", "genus", "scientificname", "country", "stateprovince", "geopoint"]
FIELDS += ["data.dwc:eventDate", "data.dwc:year", "data.dwc:month", "data.dwc:day", "collector", "recordset"]


def posted(path, body):
    reply = requests.post("https://search.idigbio.org/v2" + path, json=body, timeout=60)
    answer = reply.json()
    assert reply.status_code < 400 and "error" not in answer, answer
    return answer


def fetched(path):
    reply = requests.get("https://search.idigbio.org/v2" + path, timeout=60)
    answer = reply.json()
    assert reply.status_code < 400 and "error" not in answer, answer
    return answer


def geopoints(answer):
    return all(list(i["indexTerms"]["geopoint"]) == ["lon", "lat"] for i in answer["items"] if i["indexTerms"].get("geopoint"))


for name, rq in {
    "genus": {"genus": str(first.get("genus", "acer")).lower()},
    "family, several": {"family": [str(first.get("family", "a")).lower(), "asteraceae"]},
    "bounding box": {"geopoint": {"type": "geo_bounding_box", "top_left": {"lat": 90, "lon": -180}, "bottom_right": {"lat": -90, "lon": 180}}},
    "exists": {"datecollected": {"type": "exists"}},
    "range": {"datecollected": {"type": "range", "gte": "1800-01-01", "lte": "2030-01-01"}},
}.items():
    body = {"offset": 0, "sort": ["uuid"], "rq": rq, "fields": FIELDS, "limit": 100000}
    call(RIDIGBIO, f"idig_search_records({name})", lambda: posted("/search/records", body), lambda a: a["itemCount"] > 0 and geopoints(a))
call(RIDIGBIO, "idig_search_records(all fields)", lambda: posted("/search/records", {"offset": 0, "sort": ["uuid"], "rq": {}, "limit": 5, "fields_exclude": ["data", "indexData"]}), lambda a: a["items"][0]["data"] == {})
call(RIDIGBIO, "idig_search_media", lambda: posted("/search/media", {"offset": 0, "sort": ["uuid"], "rq": {}, "mq": {}, "limit": 5}), lambda a: "items" in a)
call(RIDIGBIO, "idig_meta_fields(records)", lambda: fetched("/meta/fields/records"), lambda a: "data" in a and "indexData" in a)
call(RIDIGBIO, "idig_meta_fields(media)", lambda: fetched("/meta/fields/media"), lambda a: "uuid" in a)
call(RIDIGBIO, "idig_count_records", lambda: posted("/summary/count/records", {"rq": {}}), lambda a: a["itemCount"] > 10)
call(RIDIGBIO, "idig_count_media", lambda: posted("/summary/count/media", {"rq": {}, "mq": {}}), lambda a: a["itemCount"] >= 0)
call(RIDIGBIO, "idig_top_records", lambda: posted("/summary/top/records", {"rq": {}, "top_fields": ["country"], "count": 3}), lambda a: "country" in a)
call(RIDIGBIO, "idig_top_media", lambda: posted("/summary/top/media", {"rq": {}, "mq": {}, "top_fields": ["flags"], "count": 3}), lambda a: "itemCount" in a)
page = posted("/search/records", {"limit": 1})
call(RIDIGBIO, "idig_view_records", lambda: fetched(f"/view/records/{page['items'][0]['uuid']}"), lambda a: "indexTerms" in a)

print(json.dumps(list(rows.values())))
sys.exit(1 if any(row["failed"] for row in rows.values()) else 0)
