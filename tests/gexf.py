"""What the schema of GEXF 1.2 (gexf.xsd, data.xsd, dynamics.xsd) asks of a file, as far as ours could break it."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

SPACE = "{http://www.gexf.net/1.2draft}"
"""The namespace that networkx writes and Gephi reads for 1.2; the schema that was published later drops `draft`."""
TIME = r"-?\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?|-?\d+(\.\d+)?"
NUMBER = r"-?\d+(\.\d+)?"
TOKEN = r"(?! )(?!.*  )[^\t\r\n]*(?<! )"
SPAN = {"start": TIME, "end": TIME}
WAY = "directed|undirected|mutual"
MODE = "static|dynamic"
TYPE = "integer|long|double|float|boolean|liststring|string|anyURI"
ELEMENTS = {
    "gexf": (("graph",), {"version!": r"1\.2"}),
    "graph": (
        ("attributes", "nodes", "edges"),
        {"defaultedgetype": WAY, "mode": MODE, "timeformat": "integer|double|date|dateTime", "idtype": ".*", **SPAN},
    ),
    "attributes": (("attribute",), {"class!": "node|edge", "mode": MODE, **SPAN}),
    "attribute": ((), {"id!": ".+", "title!": ".+", "type!": TYPE}),
    "nodes": (("node",), {"count": r"\d+"}),
    "edges": (("edge",), {"count": r"\d+"}),
    "node": (("attvalues", "spells"), {"id!": ".+", "label": TOKEN, **SPAN}),
    "edge": (
        ("attvalues", "spells"),
        {
            "id!": ".+",
            "source!": ".+",
            "target!": ".+",
            "label": TOKEN,
            "type": WAY,
            "weight": r"-?\d+(\.\d+)?",
            **SPAN,
        },
    ),
    "attvalues": (("attvalue",), {}),
    "attvalue": ((), {"for!": ".+", "value!": "(?s).*", **SPAN}),
    "spells": (("spell",), {}),
    "spell": ((), SPAN),
}
"""Of each element the children and attributes it may have; those with `!` it must have."""
VALUES = {"long": r"-?\d+", "integer": r"-?\d+", "double": r"-?\d+(\.\d+)?(e-?\d+)?", "boolean": "true|false"}


def faults(data: bytes) -> list[str]:
    """What is not as the schema has it, or names what is not there. Empty for a valid file."""
    root = etree.fromstring(data)
    found = [fault for element in root.iter() for fault in _element(element)]
    for kind in ("node", "edge"):
        declared = {
            a.get("id"): a.get("type") for a in root.iterfind(f".//{SPACE}attributes[@class='{kind}']/{SPACE}attribute")
        }
        for value in root.iterfind(f".//{SPACE}{kind}/{SPACE}attvalues/{SPACE}attvalue"):
            pattern = VALUES.get(declared.get(value.get("for")), "(?s).*") if value.get("for") in declared else "(?!)"
            if not re.fullmatch(pattern, value.get("value")):
                found.append(f"{kind}: {dict(value.attrib)}")
        ids = Counter(e.get("id") for e in root.iterfind(f".//{SPACE}{kind}"))
        found += [f"{kind} {name} twice" for name, number in ids.items() if number > 1]
    nodes = {node.get("id") for node in root.iterfind(f".//{SPACE}node")}
    ends = {edge.get(end) for edge in root.iterfind(f".//{SPACE}edge") for end in ("source", "target")}
    return found + [f"no node {name}" for name in sorted(ends - nodes)]


def _element(element: etree._Element) -> list[str]:
    name = element.tag.removeprefix(SPACE)
    if name not in ELEMENTS:
        return [f"element {element.tag}"]
    children, attributes = ELEMENTS[name]
    known = {key.rstrip("!"): pattern for key, pattern in attributes.items()}
    given = {key: value for key, value in element.attrib.items() if not key.startswith("{")}
    found = [f"{name} in {element.tag}" for child in element if child.tag.removeprefix(SPACE) not in children]
    found += [
        f"{name}/@{key}={value}" for key, value in given.items() if not re.fullmatch(known.get(key, "(?!)"), value)
    ]
    return found + [f"{name} lacks {key}" for key in attributes if key.endswith("!") and key.rstrip("!") not in given]
