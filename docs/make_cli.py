"""Write docs/cli.md from the help of the commands themselves: `make docs`. A test holds the page to this."""

from __future__ import annotations

from pathlib import Path

import click

from missiongraph.cli import cli

PAGE = Path(__file__).with_name("cli.md")
HEAD = """# The command line

Written by `make docs` from the help of each command: change the help, not this page.
"""


def page() -> str:
    """The whole reference: one section a command, in the order of their names."""
    look = {"terminal_width": 100, "max_content_width": 100, "help_option_names": ["-h", "--help"]}
    top = click.Context(cli, info_name="missiongraph", **look)
    sections = [HEAD, _section("missiongraph", cli.get_help(top))]
    for name in cli.list_commands(top):
        command = cli.commands[name]
        context = click.Context(command, top, info_name=name, **look)
        sections.append(_section(f"missiongraph {name}", command.get_help(context)))
    return "\n".join(sections)


def _section(title: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE}")
