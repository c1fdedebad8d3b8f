from __future__ import annotations

import pyoxigraph as ox
import pytest

import factory
from missiongraph import emit
from missiongraph.errors import StartProblem
from missiongraph.store import AUTHORITY, Store
from missiongraph.terms import iri, node, release_iri


def put(store: Store, *archive, key: str = "key-1") -> int:
    return store.replace({release_iri(r.id): emit.quads(r, s, key) for r, s in archive})


def content(store: Store) -> list[str]:
    """All quads; and the default graph must be their merge, each triple once."""
    found = list(store.quads())
    merge = [tuple(row) for row in store.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")]
    assert len(merge) == len(set(merge))
    assert set(merge) == {(q.subject, q.predicate, q.object) for q in found}
    return sorted(map(str, found))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store"


def test_what_is_put_on_disk_is_there_after_reopening(path) -> None:
    with Store(path) as store:
        written = put(store, *factory.archive())
        store.flush()
    with Store(path, read_only=True) as store:
        assert len(content(store)) == written
        assert [r.id for r in store.releases()] == ["demo/one", "demo/three", "demo/two"]


def test_releases_know_digest_and_build_key(path) -> None:
    release, statements = factory.landing()
    with Store(path) as store:
        put(store, (release, statements), key="rules-9")
        (stored,) = store.releases()
    assert (stored.iri, stored.digest, stored.build_key) == (release_iri(release.id), release.digest, "rules-9")


def test_putting_again_changes_nothing() -> None:
    store = factory.store_of(*factory.archive())
    before = content(store)
    put(store, *factory.archive())
    assert content(store) == before


@pytest.mark.parametrize("on_disk", [True, False])
def test_a_changed_release_takes_the_place_of_the_old_one(path, on_disk) -> None:
    (release, statements), other = factory.landing(), factory.launch()
    with Store(path if on_disk else None) as store:
        put(store, (release, statements), other)
        put(store, (release, statements[: len(statements) // 2]), factory.earlier(), key="key-1")
        after = content(store)
    fresh = factory.store_of((release, statements[: len(statements) // 2]), other, factory.earlier())
    assert after == content(fresh)


def test_a_release_that_says_nothing_any_more_empties_its_graph() -> None:
    store = factory.store_of(factory.landing())
    store.replace({release_iri("demo/one"): []})
    assert content(store) == []
    assert not store.query("ASK { ?s ?p ?o }")
    assert store.graphs() == []


def test_removing_a_release_takes_all_and_only_its_quads() -> None:
    store = factory.store_of(*factory.archive())
    assert store.remove(release_iri("demo/one"))
    assert content(store) == content(factory.store_of(factory.launch(), factory.earlier()))
    assert not store.remove(release_iri("demo/one"))


def test_awkward_text_survives_a_replacement() -> None:
    text = 'He said "go" \\ then\ttab\nnext “line” 🚀 } ; DROP ALL # {\n'
    store = Store()
    for title in ("first", "second"):
        put(store, (factory.release(text, title=title), []))
    assert store.text(release_iri("demo/one")) == text


def test_text_of_an_unknown_release_is_empty() -> None:
    assert Store().text(release_iri("nothing")) == ""


def test_what_another_release_says_too_stays_in_the_merge() -> None:
    said = "ASK { person:jon-vale mg:flewOn craft:heron-4 }"
    store = factory.store_of(*factory.archive())
    store.remove(release_iri("demo/one"))
    assert store.query(said)
    store.remove(release_iri("demo/three"))
    assert not store.query(said)


def test_a_triple_counts_once_however_many_releases_say_it() -> None:
    store = factory.store_of(*factory.archive())
    (row,) = store.select('SELECT (COUNT(*) AS ?n) WHERE { ?craft skos:prefLabel "Heron 4"@en }')
    assert row["n"].value == "1"


def test_the_union_of_the_graphs_is_the_default_graph(tmp_path) -> None:
    file = tmp_path / "authority.ttl"
    file.write_text(f"<{factory.TARN.iri}> <{iri('mg:memberOf')}> <{factory.KESTREL.iri}> .")
    store = factory.store_of(factory.landing())
    store.load_turtle(file, iri(AUTHORITY))
    found = store.select("SELECT ?a WHERE { person:mira-tarn mg:memberOf ?a }")
    assert {row[0].value for row in found} == {factory.OSA.iri, factory.KESTREL.iri}
    named = store.select("SELECT ?a WHERE { GRAPH graph:authority { person:mira-tarn mg:memberOf ?a } }")
    assert [row[0].value for row in named] == [factory.KESTREL.iri]
    assert iri(AUTHORITY) in store.graphs()


def test_values_take_the_place_of_variables() -> None:
    store = factory.store_of(factory.landing())
    found = store.select("SELECT ?who ?craft WHERE { ?who mg:flewOn ?craft }", {"who": ox.NamedNode(factory.VALE.iri)})
    assert [row["craft"].value for row in found] == [factory.HERON_4.iri]


def test_select_wants_a_select() -> None:
    with pytest.raises(TypeError):
        Store().select("ASK { ?s ?p ?o }")


def test_queries_cannot_write() -> None:
    with pytest.raises(SyntaxError):
        Store().query("DELETE WHERE { ?s ?p ?o }")


def test_what_a_load_that_was_killed_left_is_removed(path) -> None:
    with Store(path) as store:
        put(store, factory.landing())
    left = path / "bulk-42.sst"
    left.write_text("half of it")
    Store(path, read_only=True).close()
    assert left.exists()
    with Store(path) as store:
        assert not left.exists()
        assert len(store.releases()) == 1


def test_a_load_that_fails_leaves_nothing(path) -> None:
    with Store(path) as store:
        store.load_quads(b"<urn:a> <urn:b> <urn:c> <urn:g> .\n")
        with pytest.raises(SyntaxError):
            store.load_quads(b"<urn:a> <urn:b> <urn:d> <urn:g> .\nnonsense <urn:g> .\n")
        assert len(content(store)) == 1


def test_a_locked_store_is_a_clear_problem(path) -> None:
    with Store(path), pytest.raises(StartProblem, match="S001"):
        Store(path)
    Store(path).close()


def test_reading_where_nothing_is_says_what_to_do(path) -> None:
    with pytest.raises(StartProblem, match=r"S002"):
        Store(path, read_only=True)
    assert not path.exists()


def test_a_damaged_store_is_a_clear_problem(path) -> None:
    with Store(path) as store:
        put(store, factory.landing())
    (path / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(StartProblem, match="S001"):
        Store(path)


def test_a_broken_turtle_file_is_named(tmp_path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("<a> <b>")
    with pytest.raises(StartProblem, match=r"broken\.ttl.*O001"):
        Store().load_turtle(file, iri(AUTHORITY))


def test_a_read_only_store_sees_what_was_written_and_writes_nothing(path) -> None:
    with Store(path) as store:
        put(store, factory.landing())
    with Store(path, read_only=True) as store:
        assert any(q.predicate == node("mg:time") for q in store.quads())
        with pytest.raises(RuntimeError):
            put(store, factory.launch())
