"""Who does what, by the parse: a verb with its subject and, for each mention in its clause, the words that lead to it.

"She completed a six-month stay on the ISS aboard Dragon Freedom" is `complete` of <P0> with <S1> by "stay on" and <C2> by
"aboard", in whatever order and at whatever distance the sentence has them. Prepositions that hang on a name count for the
verb, for there the parse is least sure (the attachment of prepositional phrases).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from missiongraph.extract import clauses, lists
from missiongraph.extract.gaps import gapped
from missiongraph.extract.parse import Token
from missiongraph.extract.sentence import Item, Sentence

__all__ = ["Argument", "Predication", "predications"]

_HEADS = frozenset("ROOT conj relcl acl advcl ccomp xcomp parataxis pcomp".split())
_UNREAL = frozenset("if unless whether".split())
_SIDEWAYS = frozenset("conj appos compound nmod amod nummod flat dep".split())
_SELF = frozenset(
    "mission flight crew spacecraft capsule craft vehicle shuttle program programme expedition rocket ship module".split()
)
"""Nouns that only say what kind of thing the name before them is."""
_ELSEWHERE = frozenset("nsubj nsubjpass relcl advcl mark".split())


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention in the clause and the words from the verb to it: "aboard", "stay on", "" for an object."""

    path: str
    item: Item


@dataclass(frozen=True, slots=True)
class Predication:
    """A verb (lemma, with its particle), what stands as its subject, and its arguments."""

    sentence: Sentence
    verb: Token
    lemma: str
    passive: bool
    subjects: tuple[Item, ...]
    arguments: tuple[Argument, ...]


def predications(sentence: Sentence) -> Iterator[Predication]:
    """What the verbs of a sentence say of the mentions in it, in order; nothing of conditions."""
    if len(sentence.items) < 2:
        return
    without = list(gapped(sentence)) if len(sentence.items) > 3 else []
    taken = frozenset(item for clause in without for item in clause.items)
    last: Predication | None = None
    for told in _with_verbs(sentence):
        own = tuple(a for a in told.arguments if a.item not in taken)
        one = (
            replace(told, subjects=tuple(i for i in told.subjects if i not in taken), arguments=own) if taken else told
        )
        yield one
        last = one if without and told.verb.idx < without[0].who.begin else last
    for clause in without:
        if last is not None:
            arguments = tuple(Argument(_path_of(word, item, last), item) for word, item in clause.arguments)
            yield replace(last, subjects=(clause.who,), arguments=arguments)


def _path_of(preposition: str, item: Item, verb: Predication) -> str:
    """The path to an argument of a clause without its verb: as that of the same kind in the clause before."""
    alike = (a.path for a in verb.arguments if a.item.code == item.code and a.path.split(" ")[-1] == preposition)
    return next(alike, preposition)


def _with_verbs(sentence: Sentence) -> Iterator[Predication]:
    at = _tokens(sentence)
    for verb in sentence.span:
        if verb.pos_ in ("VERB", "AUX") and verb.dep_ in _HEADS and not clauses.marked(verb, _UNREAL):
            found = [*_subjects(sentence, verb, at), *lists.who(verb, sentence), *lists.with_whom(verb, sentence)]
            if verb.dep_ not in ("relcl", "acl") and any(i.code == "P" for i in found):
                found += [i for i in lists.beside(found, sentence) if max(j.end for j in found) < i.end < verb.idx]
            subjects = tuple(dict.fromkeys(found))
            inside = (*_taken_up(verb, at), *_arguments(verb, at, subjects)) if subjects else ()
            arguments = tuple(_twins(inside, sentence))
            if arguments:
                yield Predication(sentence, verb, _lemma(verb), _passive(verb), subjects, arguments)


def _twins(arguments: Iterable[Argument], sentence: Sentence) -> Iterator[Argument]:
    """ "During Expedition 70/71": two names in one token say the same."""
    for argument in arguments:
        yield argument
        behind = [i for i in sentence.items if i.begin == argument.item.end + 1 and i.code == argument.item.code]
        if behind and sentence.whole[argument.item.end] == "/":
            yield Argument(argument.path, behind[0])


def _tokens(sentence: Sentence) -> Mapping[int, Item]:
    """The mention that each token belongs to."""
    items = iter(sentence.items)
    item = next(items, None)
    found: dict[int, Item] = {}
    for token in sentence.span:
        while item is not None and item.end <= token.idx:
            item = next(items, None)
        if item is not None and item.begin <= token.idx:
            found[token.i] = item
    return found


def _lemma(verb: Token) -> str:
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
    return f"{verb.lemma_.lower()} {particle}".rstrip()


def _passive(verb: Token) -> bool:
    return any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or (verb.dep_ == "acl" and verb.tag_ == "VBN")


def _subjects(sentence: Sentence, verb: Token, at: Mapping[int, Item]) -> Iterator[Item]:
    head = _controller(verb) or clauses.subject(verb)
    if head is None:
        unsaid = sentence.items[0]
        if unsaid.begin == unsaid.end and unsaid.code == "P" and verb.dep_ == "ROOT":
            yield unsaid
        return
    if head.i == verb.i or any(t.text == ";" for t in verb.doc[min(head.i, verb.i) : max(head.i, verb.i)]):
        return
    if verb.dep_ == "relcl" and _plural(verb):
        while head.dep_ == "conj" and head.head.pos_ in ("NOUN", "PROPN"):
            head = head.head  # "A, B and C, who have …": of all three
    seen: list[Item] = []
    relative = verb.dep_ in ("relcl", "acl") and verb.head.i == head.i  # "A, who …, and B": said of A alone
    for token in sorted(head.subtree, key=lambda t: t.i):
        item = at.get(token.i) if not relative or token.i < verb.i else None
        behind = head.i < verb.i < token.i  # "A was born in Denver; B in Houston": no subject
        if item is not None and item not in seen and not behind and _sideways(token, head):
            seen.append(item)
            yield item


def _plural(verb: Token) -> bool:
    return any(t.lower_ in ("are", "were", "have") for t in (verb, *verb.children) if t.pos_ in ("VERB", "AUX"))


def _controller(verb: Token) -> Token | None:
    """ "NASA assigned her to fly": the object of the verb above is who flies."""
    if verb.dep_ not in ("xcomp", "advcl") or verb.tag_ != "VB" or clauses.has_subject(verb):
        return None
    return next((c for c in verb.head.children if c.dep_ == "dobj" and c.i < verb.i), None)


def _sideways(token: Token, head: Token) -> bool:
    """Whether a token stands for the same as the head, or beside it in a list."""
    while token.i != head.i:
        if token.dep_ not in _SIDEWAYS or token.head.i == token.i:
            return False
        token = token.head
    return True


def _arguments(verb: Token, at: Mapping[int, Item], subjects: tuple[Item, ...]) -> Iterator[Argument]:
    seen: list[Item] = list(subjects)
    for index, item in at.items():
        token = verb.doc[index]
        if item not in seen and at.get(token.head.i) is not item:
            path = _path(token, verb, at)
            if path is not None:
                seen.append(item)
                yield Argument(path, item)


_RELATIVES = frozenset("which that whom".split())
_WHEN = frozenset("during after before since until".split())
""" "During which", "after which": when it was done."""


def _taken_up(verb: Token, at: Mapping[int, Item]) -> Iterator[Argument]:
    """ "The furnace that she ran", "the arm with which he caught it": what the relative clause of a mention says of it."""
    over = at.get(verb.head.i) if verb.dep_ == "relcl" else None
    if over is None or not any(c.dep_ == "nsubj" and c.lower_ not in _RELATIVES for c in verb.children):
        return
    words = [t for t in verb.subtree if t.lower_ in _RELATIVES and t.i < verb.i]
    objects = [t for t in words if t.dep_ in ("dobj", "pobj")]
    path = _path(objects[0], verb, at) if objects and objects[0].head.lower_ not in _WHEN else None
    if path is not None:
        yield Argument(path, over)


def _path(token: Token, verb: Token, at: Mapping[int, Item]) -> str | None:
    """The lemmas from a verb to a token below it; None where the token belongs to another verb."""
    words: list[str] = []
    open_ = True
    node = token
    while node.i != verb.i:
        head = node.head
        if head.i == node.i or (head.i != verb.i and head.pos_ in ("VERB", "AUX") and node.dep_ != "pobj"):
            return None
        if node.dep_ in _ELSEWHERE:
            return None
        if open_ and head.i != verb.i:
            words += _step(node, head, at)
            open_ = not (node.dep_ == "prep" and head.i in at and at[head.i].code != "R")
        node = head
    return " ".join(reversed(words))


def _step(node: Token, head: Token, at: Mapping[int, Item]) -> list[str]:
    """The words that one step up adds: none for a name, in a list, nor for a noun that says what a name is."""
    if node.dep_ == "poss":
        return ["'s", head.lemma_.lower()] if head.i not in at else ["'s"]
    if head.i in at:
        return ["R"] if at[head.i].code == "R" and node.dep_ == "prep" else []
    if node.dep_ in ("conj", "appos") and node.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
        return []
    if node.dep_ in ("compound", "nmod", "amod") and head.lemma_.lower() in _SELF:
        return []
    return [head.lemma_.lower()]
