"""The command `missiongraph`: its group, and the one place where problems become messages and exit codes.

Exit: 0 all good, 1 finished with failures or a gate missed, 2 usage, 3 cannot start.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from .. import __version__
from ..errors import Problem, StartProblem
from .analysing import analyse
from .asking import facts, query, show
from .building import build, retract
from .checking import evaluate, validate
from .disagreeing import conflicts
from .exporting import export
from .informing import info
from .serving import serve

__all__ = ["cli", "main", "run"]

OK, FAILED, USAGE, NO_START, INTERRUPTED = 0, 1, 2, 3, 130
TYPED_WRONG = ("A", "E", "G", "Q", "R001", "U", "V")
"""Codes of problems with what the user typed: usage, not failure."""
DEVELOP = "`python -X dev -m missiongraph ...`"


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Example:
  missiongraph build releases/ --out graph
  missiongraph facts graph --subject "Luca Parmitano"
  missiongraph query graph 'SELECT ?who WHERE { ?who mg:flewOn ?craft }'

\b
Exit: 0 all good, 1 releases failed or a check was missed, 2 usage, 3 cannot start.
Settings: defaults < missiongraph.toml < MISSIONGRAPH_* < flags.""",
)
@click.version_option(__version__, prog_name="missiongraph")
def cli() -> None:
    """Space press releases as a knowledge graph: every fact with the sentence that says it."""


for command in (build, query, export, facts, show, validate, analyse, conflicts, evaluate, retract, serve, info):
    cli.add_command(command)


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line `args` (default: the process's own) and return its exit code."""
    try:
        code = _invoke(sys.argv[1:] if args is None else args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough; Python would complain once more while it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted", INTERRUPTED)
    except Problem as problem:
        return _say(str(problem), _code(problem))
    except OSError as error:
        return _say(f"{error.filename or 'system'}: {error.strerror or error}", FAILED)
    except Exception as error:  # the last resort: a bug must not reach users as a traceback
        if sys.flags.dev_mode:
            raise
        return _say(f"{type(error).__name__}: {error}\nThis is a bug: report it with what {DEVELOP} prints.", FAILED)


def _say(message: str, code: int) -> int:
    click.echo(f"missiongraph: {message}", err=True)
    return code


def _invoke(args: Sequence[str]) -> int:
    """What the command returns. Not `cli.main`, for that answers a reader who goes away with an exit of its own."""
    try:
        with cli.make_context("missiongraph", list(args)) as context:
            return cli.invoke(context) or OK
    except click.exceptions.Exit as leave:
        return leave.exit_code


def main() -> None:
    """Entry point: `run`, then leave with its code."""
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(threads, "1")  # numpy is not loaded yet; more threads were measured slower
    sys.exit(run())


def _code(problem: Problem) -> int:
    if isinstance(problem, StartProblem):
        return NO_START
    return USAGE if problem.code.startswith(TYPED_WRONG) else FAILED
