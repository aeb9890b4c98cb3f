"""The command completions: what a shell needs to complete commands and options."""

from __future__ import annotations

import click

from paceplan.cli.output import say


@click.command("completions")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completions_command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    \b
    Example:
      eval "$(paceplan completions bash)"
      paceplan completions fish > ~/.config/fish/completions/paceplan.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None, "the choices are click's own"
    say(found(ctx.find_root().command, {}, "paceplan", "_PACEPLAN_COMPLETE").source())
