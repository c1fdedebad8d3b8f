"""serve: the SPARQL 1.1 protocol over HTTP, to real clients, under limits, and beside a build."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

import factory
from missiongraph import cli, emit
from missiongraph.cli.serving import _listen
from missiongraph.store import Store
from missiongraph.terms import release_iri
from missiongraph.web.snapshots import Snapshot
from serving import LIMITS, Server, command, put, serving

HERE = Path(__file__).parent
W3C = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
CASES = [json.loads(line) for line in (HERE / "protocol.jsonl").read_text("utf-8").splitlines()]
FLEW = "SELECT ?who ?craft { ?who mg:flewOn ?craft } ORDER BY ?who ?craft"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def typed(number: int) -> ox.Quad:
    """What the data files of the W3C's protocol tests hold: a document in the graph of its name."""
    name, kind = W3C.format(number), "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    document = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")
    return ox.Quad(ox.NamedNode(name), ox.NamedNode(kind), document, ox.NamedNode(name))


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return put(tmp_path_factory.mktemp("serve") / "graph", factory.archive(), *map(typed, (1, 2, 3)))


@pytest.fixture(scope="module")
def server(directory):
    with serving(directory, *LIMITS) as running:
        yield running
    assert not list(directory.glob(".serve-*"))


def media(headers):
    return headers.get("content-type", "").partition(";")[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_protocol_as_the_w3c_tests_it(server, case) -> None:
    body = case.get("body", "").encode(case.get("encoding", "utf-8"))
    headers = {"Content-Type": case["media"]} if "media" in case else {}
    status, headers, answer = server.ask(case["method"], case["path"], body, **headers)
    match case["expect"]:
        case True:
            assert (status, json.loads(answer)["boolean"]) == (200, True)
        case "table":
            assert (status, media(headers)) == (200, "application/sparql-results+json")
        case "graph":
            assert (status, media(headers)) == (200, "text/turtle")
        case "4xx":
            assert 400 <= status < 500
            assert json.loads(answer)["title"]


def test_the_table_has_every_w3c_test_but_the_seven_that_change_data() -> None:
    assert len(CASES) == 27
    assert sum(case["name"].startswith(("query", "bad_query", "bad_multiple_queries")) for case in CASES) == 20


TABLES = {
    "application/sparql-results+json": lambda body: len(json.loads(body)["results"]["bindings"]),
    "application/sparql-results+xml": lambda body: body.count(b"<result>"),
    "text/csv": lambda body: len(list(csv.reader(io.StringIO(body.decode())))) - 1,
    "text/tab-separated-values": lambda body: body.decode().count("\n") - 1,
}


@pytest.mark.parametrize("form", TABLES)
def test_a_table_in_each_form_says_the_same(server, form) -> None:
    status, headers, body = server.query(FLEW, Accept=form)
    assert (status, media(headers)) == (200, form)
    assert TABLES[form](body) == len(json.loads(server.query(FLEW)[2])["results"]["bindings"]) > 0


@pytest.mark.parametrize("form", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"])
@pytest.mark.parametrize(
    "sparql", ["DESCRIBE person:mira-tarn", "CONSTRUCT { ?s ?p ?o } WHERE { ?s a mg:Person ; ?p ?o }"]
)
def test_a_graph_in_each_form_says_the_same(server, sparql, form) -> None:
    status, headers, body = server.query(sparql, Accept=form)
    assert (status, media(headers)) == (200, form)
    triples = {quad.triple for quad in ox.parse(body, ox.RdfFormat.from_media_type(form))}
    assert triples == {quad.triple for quad in ox.parse(server.query(sparql)[2], ox.RdfFormat.TURTLE)} != set()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv, application/sparql-results+xml;q=0.9", "text/csv"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/json", "application/json"),
    ],
)
def test_the_client_chooses_the_form(server, accept, expected) -> None:
    status, headers, _ = server.query("SELECT * {} ", Accept=accept)
    assert (status, media(headers), headers["vary"]) == (200, expected, "Accept, Origin")


def test_what_nobody_can_send_is_not_acceptable(server) -> None:
    status, _, body = server.query("ASK {}", Accept="image/png, application/json;q=0")
    assert status == 406
    assert "application/sparql-results+json" in json.loads(body)["detail"]


def test_a_link_names_its_format(server) -> None:
    path = "/sparql?" + urlencode({"query": FLEW, "format": "csv"})
    assert server.ask("GET", path, Accept="text/html,*/*;q=0.8")[1]["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("sparql", "line", "column", "says"),
    [
        ("SELECT * {\n  ?s ?p ?o .\n  FILTER( }", 3, 11, "expected"),
        ("SELECT * { ?s", 1, 14, "expected"),
        ("SELECT * {\n  ?s foo:bar 'é' }", 2, 6, "`foo:` is not declared"),
        ("SELEC * {}", 1, 1, "expected"),
        ("ASK { ?s ?p 'né' ; }}", 1, 21, "expected"),
    ],
)
def test_an_error_has_its_place(server, sparql, line, column, says) -> None:
    status, headers, body = server.query(sparql)
    told = json.loads(body)
    assert (status, media(headers)) == (400, "application/problem+json")
    assert (told["line"], told["column"]) == (line, column)
    assert says in told["detail"]


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "# SELECT\nPREFIX x: <http://x/#>\nBASE <http://y/>\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "select * { ?s ?p 'x'.service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { VALUES ?x { <http://127.0.0.1:1/> } SERVICE?x{ ?s ?p ?o } } } }",
    ],
)
def test_what_would_change_or_ask_others_is_refused(server, sparql) -> None:
    status, _, body = server.query(sparql)
    assert (status, json.loads(body)["status"]) == (403, 403)


def test_words_that_only_look_like_it_are_not_refused(server) -> None:
    sparql = """PREFIX service: <http://example.org/service#> # SERVICE <http://x> {}
    SELECT ?service ?insert { ?service a service:Service ; service:load "SERVICE <http://x> { INSERT" }"""
    assert server.query(sparql)[0] == 200


def test_a_query_that_hides_a_service_reaches_nobody(server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        there = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        # Between < and > it looks like an IRI; to the parser it is a comparison, a clause and a comment.
        hidden = f"SELECT * {{ VALUES (?a ?b ?s) {{ (1 2 <{there}>) }} FILTER(?a<?b)SERVICE?s#>\n {{ ?x ?y ?z }} }}"
        assert ox.Store().query(hidden.replace("SERVICE", "GRAPH"))
        status, _, body = server.query(hidden)
        assert (status, json.loads(body)["column"]) == (400, hidden.index("SERVICE") + 1)
        with pytest.raises(TimeoutError):
            listening.accept()


def workers(server: Server) -> list[int]:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children.split()}
    return [int(pid) for pid, told in commands.items() if b"spawn_main" in told]


def ticks(pid: int) -> int:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_the_time_limit_stops_the_work(server) -> None:
    before = set(workers(server))
    status, _, body = server.query(ENDLESS)
    assert (status, json.loads(body)["title"]) == (500, "The query took too long")
    assert server.ask("GET", "/health")[0] == 200
    after = workers(server)
    assert len(before - set(after)) == 1
    assert len(after) == len(before)
    spent = {pid: ticks(pid) for pid in after}
    time.sleep(0.5)
    assert sum(ticks(pid) - spent[pid] for pid in after) <= 25  # of 50 to 100, were one still at it


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_a_client_that_leaves_stops_the_work(server) -> None:
    before = set(workers(server))
    with socket.create_connection((server.host, server.port)) as client:
        path = "/sparql?" + urlencode({"query": ENDLESS})
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.3)
    for _ in range(100):
        if before - set(workers(server)):
            break
        time.sleep(0.01)
    assert len(before - set(workers(server))) == 1


def test_the_result_limit_refuses_instead_of_cutting_off(server) -> None:
    status, _, body = server.query(LARGE)
    assert (status, json.loads(body)["title"]) == (500, "The answer is too large")
    assert server.query(LARGE + " LIMIT 3")[0] == 200
    graph = "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f }"
    assert server.query(graph)[0] == 500
    assert server.query(graph, Accept="application/n-triples")[0] == 500


def test_fifty_clients_at_once(server) -> None:
    def ask(number: int) -> int:
        return sum(server.query(f"{FLEW} LIMIT {1 + number}")[0] == 200 for _ in range(4))

    with ThreadPoolExecutor(50) as clients:
        assert sum(clients.map(ask, range(50))) == 200


def test_a_request_that_is_too_large(server) -> None:
    status, _, body = server.ask("POST", "/sparql", b" " * 1_000_001, Content_Type="application/sparql-query")
    assert (status, json.loads(body)["title"]) == (413, "The request is too large")


def test_parameters_that_are_no_text_or_no_iri(server) -> None:
    assert server.ask("GET", "/sparql?query=%ff")[0] == 400
    path = "/sparql?" + urlencode({"query": "ASK {}", "default-graph-uri": "no iri"})
    assert server.ask("GET", path)[0] == 400


@pytest.mark.parametrize("form", ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"])
def test_the_service_describes_itself(server, form) -> None:
    status, headers, body = server.ask("GET", "/sparql", Accept=form)
    assert (status, media(headers)) == (200, form)
    store = ox.Store()
    store.load(body, ox.RdfFormat.from_media_type(form))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    service = f"a <{sd}Service> ; <{sd}endpoint> <{server.endpoint}> ; <{sd}supportedLanguage> <{sd}SPARQL11Query>"
    assert store.query(f"ASK {{ <{server.endpoint}> {service} }}")


def test_other_pages_may_ask(server) -> None:
    assert server.query("ASK {}", Origin="https://example.org")[1]["access-control-allow-origin"] == "*"
    status, headers, _ = server.ask(
        "OPTIONS",
        "/sparql",
        Origin="https://example.org",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type, accept",
    )
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    assert "POST" in headers["access-control-allow-methods"]


def test_head_and_options(server) -> None:
    path = "/sparql?" + urlencode({"query": FLEW})
    _, headers, body = server.ask("GET", path)
    head = server.ask("HEAD", path)
    assert (head[0], head[1]["content-length"], head[2]) == (200, str(len(body)), b"")
    status, headers, body = server.ask("OPTIONS", "/sparql")
    assert (status, headers["allow"], body) == (204, "GET, HEAD, OPTIONS, POST", b"")


def test_health(server) -> None:
    status, _, body = server.ask("GET", "/health")
    assert (status, json.loads(body)) == (200, {"status": "ok"})


# SPARQLWrapper 2.0 makes a graph of a class that rdflib 7 would have it replace.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(server, method) -> None:
    client = SPARQLWrapper(server.endpoint)
    client.setMethod(method)
    client.setRequestMethod(POSTDIRECTLY if method == POST else "urlencoded")
    client.setQuery(FLEW)
    for form in (JSON, XML, CSV, TSV):
        client.setReturnFormat(form)
        told = client.query()
        assert told.response.status == 200
        assert "mira-tarn" in str(told.convert() if form != XML else told.convert().toxml())
    client.setQuery("CONSTRUCT { ?s mg:flewOn ?o } WHERE { ?s mg:flewOn ?o }")
    for form in (TURTLE, N3, RDFXML, XML, JSONLD):
        client.setReturnFormat(form)
        graph = client.query().convert()
        assert len(graph if isinstance(graph, rdflib.Graph) else rdflib.Graph().parse(data=graph)) > 0
    client.setQuery("ASK { person:mira-tarn mg:flewOn ?craft }")
    client.setReturnFormat(JSON)
    assert client.query().convert()["boolean"] is True


def test_sparqlwrapper_tells_its_user_what_is_wrong(server) -> None:
    client = SPARQLWrapper(server.endpoint)
    client.setQuery("SELECT * { ?s foo:bar ?o }")
    with pytest.raises(QueryBadFormed, match="not declared"):
        client.query()
    client.setQuery(LARGE)
    with pytest.raises(EndPointInternalError, match="too large"):
        client.query()


def test_rdflib_reads_it_as_a_store(server) -> None:
    graph = rdflib.Graph(SPARQLStore(server.endpoint, returnFormat="json"))
    tarn = rdflib.URIRef("https://w3id.org/missiongraph/id/person/mira-tarn")
    label = rdflib.SKOS.prefLabel
    assert {str(value) for value in graph.objects(tarn, label)} == {"Mira Tarn"}
    assert len(list(graph.query(FLEW))) == len(json.loads(server.query(FLEW)[2])["results"]["bindings"])
    xml = rdflib.Graph(SPARQLStore(server.endpoint))
    assert (tarn, label, rdflib.Literal("Mira Tarn", lang="en")) in xml
    described = xml.query(f"CONSTRUCT {{ <{tarn}> ?p ?o }} WHERE {{ <{tarn}> ?p ?o }}")
    assert len(described.graph) > 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl(server) -> None:
    given = ["curl", "-sS", "--fail", server.endpoint, "-H", "Accept: text/csv"]
    told = [
        subprocess.run([*given, *more], capture_output=True, check=True, timeout=30).stdout
        for more in (
            ["--data-urlencode", f"query={FLEW}"],
            ["-G", "--data-urlencode", f"query={FLEW}"],
            ["-H", "Content-Type: application/sparql-query", "--data-binary", FLEW],
        )
    ]
    assert told[0].startswith(b"who,craft\r\n")
    assert len(set(told)) == 1


BUILD = """
import sys, time
from pathlib import Path
import factory
from serving import put
for name in ("demo/one", "demo/two", "demo/three"):
    put(Path(sys.argv[1]), [told for told in factory.archive() if told[0].id == name])
    print(name, flush=True)
    sys.stdin.readline()
"""


def held(server: Server) -> list[str]:
    body = server.query("SELECT ?id { ?r dcterms:identifier ?id } ORDER BY ?id", Accept="text/csv")[2]
    return body.decode().split()[1:]


def until(server: Server, expected: list[str]) -> None:
    for _ in range(200):
        if held(server) == expected:
            return
        time.sleep(0.05)
    assert held(server) == expected


def test_readers_keep_their_view_while_another_process_writes(tmp_path) -> None:
    directory = put(tmp_path / "graph", factory.archive()[:1])
    command = [sys.executable, "-c", BUILD, str(directory)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with serving(directory) as server:
        facts = (directory / "facts.jsonl").read_bytes()
        with Store(directory / "store") as store:  # a server holds no lock
            landing, launch, _ = factory.archive()
            store.remove(release_iri(landing[0].id))
            store.replace({release_iri(launch[0].id): emit.quads(*launch)})
            store.flush()
            store.optimize()
            assert held(server) == ["demo/one"]
            for pid in workers(server):
                os.kill(pid, signal.SIGKILL)  # what is started in their place sees what they saw
            statuses = [server.query("ASK {}")[0] for _ in range(6)]
            assert statuses[-1] == 200
            assert held(server) == ["demo/one"]
        time.sleep(1.5)
        assert held(server) == ["demo/one"]
        (directory / "facts.jsonl.new").write_bytes(facts)
        (directory / "facts.jsonl.new").replace(directory / "facts.jsonl")  # as a build does last
        until(server, ["demo/two"])
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as build:
            assert build.stdin
            assert build.stdout
            for expected in (
                ["demo/one", "demo/two"],
                ["demo/one", "demo/two"],
                ["demo/one", "demo/three", "demo/two"],
            ):
                build.stdout.readline()
                until(server, expected)
                build.stdin.write("on\n")
                build.stdin.flush()


def test_a_snapshot_of_a_store_that_is_written_to_holds_whole_releases(tmp_path) -> None:
    directory = put(tmp_path / "graph", [])
    wanted = factory.release("Counts\n" + "".join(f"Sentence {n}.\n" for n in range(40)), "demo/many")
    said = [factory.say(wanted, f"Sentence {n}.", factory.TARN, "flightNumber", n) for n in range(40)]
    done = threading.Event()

    def write() -> None:
        with Store(directory / "store") as store:
            while not done.is_set():
                store.replace({release_iri(wanted.id): emit.quads(wanted, said)})
                store.remove(release_iri(wanted.id))
                time.sleep(0.02)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen: set[int] = set()
        until = time.monotonic() + 60
        while len(seen) < 2 and time.monotonic() < until:
            snapshot = Snapshot(directory)
            with Store(snapshot.path, read_only=True) as store:
                seen.add(len(list(store.select("SELECT ?s { ?s a mg:Statement }"))))
            snapshot.close()
    finally:
        done.set()
        writer.join()
    assert seen == {0, 40}


def test_a_folder_without_a_store(tmp_path, capsys) -> None:
    assert cli.run(["serve", str(tmp_path)]) == 3
    assert "run `missiongraph build" in capsys.readouterr().err


def test_a_port_that_is_taken(directory, capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.run(["serve", str(directory), "--port", str(port)]) == 3
    assert f"127.0.0.1:{port}: cannot listen there: choose another --port" in capsys.readouterr().err


def test_the_extra_that_is_missing(directory, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert cli.run(["serve", str(directory)]) == 3
    assert "python -m pip install 'missiongraph[web]'" in capsys.readouterr().err


def started(directory: Path) -> subprocess.Popen[str]:
    """A server that has answered."""
    process = subprocess.Popen(command(directory, "--port", "0"), stderr=subprocess.PIPE, text=True)
    assert process.stderr
    with urlopen(process.stderr.readline().partition(" at ")[2].partition(" ")[0] + "health", timeout=30) as answer:
        assert answer.status == 200
    return process


def test_sigterm_ends_it_too(directory, server) -> None:
    process = started(directory)
    before = set(directory.glob(".serve-*"))
    process.terminate()
    process.communicate(timeout=30)
    assert len(before - set(directory.glob(".serve-*"))) == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX locks")
def test_what_a_killed_server_left_is_swept_by_the_next(directory, server) -> None:
    process = started(directory)
    before = set(directory.glob(".serve-*"))
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    with serving(directory) as another:
        assert another.query("ASK {}")[0] == 200
        left = set(directory.glob(".serve-*"))
        assert len(before) == len(left) == 2  # the one of `server`, and one more
        assert len(before & left) == 1


def examples(language: str) -> list[str]:
    page = (HERE.parent / "docs/sparql.md").read_text("utf-8")
    return [block.partition("```")[0] for block in page.split(f"```{language}\n")[1:]]


@pytest.mark.parametrize("number", range(len(examples("python"))))
def test_the_python_of_the_page_runs(server, number, capsys) -> None:
    code = examples("python")[number].replace("http://127.0.0.1:8000", server.url)
    exec(compile(code, "docs/sparql.md", "exec"), {})
    assert "/person/mira-tarn https://w3id.org/missiongraph/id/craft/heron-4\n" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_curl_of_the_page_runs(server) -> None:
    (line,) = examples("sh")
    told = subprocess.run(
        line.replace("http://127.0.0.1:8000", server.url), shell=True, capture_output=True, timeout=30, check=True
    )
    assert told.stdout.startswith(b"who,craft\r\nhttps://")


def test_answers_do_not_wait_for_acknowledgements():
    """Connections take this over from the socket that listens."""
    with _listen("127.0.0.1", 0) as listening:
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
