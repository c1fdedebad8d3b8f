"""Problems with a code, the place they were found, and what to do next."""

from __future__ import annotations

__all__ = ["MESSAGES", "Problem", "StartProblem"]

MESSAGES: dict[str, str] = {
    "R001": "no such file or folder: check the path",
    "R002": "the file is empty: nothing to read",
    "R003": "not text: give .txt, .md, .html, .jsonl, .csv, .xml (feeds), .warc, .zip or .tar",
    "R004": "broken JSON on this line: the record was skipped",
    "R005": "the record has no text: give it a field `text` or `html`",
    "R006": "larger than the limit for one release: split it or raise `max_bytes`",
    "R007": "the file ends in the middle of a character or record: fetch it again",
    "R008": "two different releases have this id: rename one",
    "R009": "the text could not be decoded: save it as UTF-8",
    "R010": "cannot be opened: check that you may read it",
    "R011": "broken CSV row: the record was skipped; check its quotes and commas",
    "R012": "refused, as it is no plain file of this archive: unpack it yourself if you trust it",
    "R013": "refused as a bomb: a few packed bytes unpack to very many; unpack it yourself if you trust it",
    "R014": "damaged: it was read up to here, and what comes after was not; fetch it again",
    "R015": "not a whole RSS or Atom feed: give one with <item> or <entry>, or fetch it again",
    "R016": "nothing is installed that reads this: `python -m pip install 'missiongraph[remote]'` reads s3://, gs://,"
    " az:// and https://",
    "C001": "nothing but page furniture was left after cleaning",
    "L001": "not in English, the one language that is read: give the English version, or, if this is wrong, set"
    ' `language = "any"` in missiongraph.toml or MISSIONGRAPH_LANGUAGE=any',
    "X001": "extraction failed on this release: please report it with the text",
    "X002": "a worker died twice over this release: try it alone, and report it with the text",
    "S001": "cannot open the store: check the folder, and that no other build is running on it",
    "S002": "there is no missiongraph output here: run `missiongraph build INPUT --out DIR` first",
    "M001": "cannot load the spaCy model: install it with pip, or name another with --model",
    "Q001": "the query is not valid SPARQL",
    "Q002": "no saved query of that name: `missiongraph query --list` shows them",
    "Q003": "this query has no answer in that format",
    "Q004": "this question has no such parameter",
    "Q005": "this question needs a parameter",
    "Q006": "nothing in the graph has that name",
    "Q007": "several things have that name: give one of these instead",
    "Q008": "a parameter has the wrong form",
    "Q009": "give parameters as name=value",
    "A001": "no such person in the graph: give the full name as the graph has it",
    "A002": "pictures are drawn by matplotlib: `python -m pip install 'missiongraph[plot]'`",
    "E001": "no such export format",
    "E002": "standard output takes text: write this format to a file with --out",
    "G001": "cannot read the gold file",
    "U001": "no such setting: mend the key or remove it",
    "U002": "wrong value for a setting: mend it",
    "U003": "the settings file is not valid TOML: mend it",
    "V001": "no such release in this graph: `missiongraph facts DIR` names those it holds",
    "G002": "cannot read the baseline: write one with `missiongraph evaluate DIR --gold GOLD --baseline FILE --raise`",
    "W001": "a package that serving needs is not installed: `python -m pip install 'missiongraph[web]'`",
    "W002": "cannot listen there: choose another --port (0 takes any that is free) or --host",
    "O001": "cannot read the ontology: the installation is incomplete",
}


class Problem(Exception):
    """Something a user can mend. `where` names the file and, where there is one, the line or record."""

    def __init__(self, code: str, where: str = "", detail: str = "") -> None:
        self.code, self.where, self.detail = code, where, detail
        self.text = MESSAGES[code] + (f" ({detail})" if detail else "")
        """What is wrong and what to do, without place and code."""
        super().__init__(f"{where}: {self.text} [{code}]" if where else f"{self.text} [{code}]")

    def __reduce__(self) -> tuple[type[Problem], tuple[str, str, str]]:
        """Problems cross from worker to parent whole."""
        return type(self), (self.code, self.where, self.detail)


class StartProblem(Problem):
    """The run cannot start at all (model, store, ontology): exit code 3."""
