"""Where the data folders of the distribution are: inside the installed package, or beside a checkout's sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def data_dir(name: str) -> Traversable:
    """Return the data folder `name`, such as `themes` or `sample_projects`.

    The installed copy wins over a checkout. It may lie inside a zip, so treat it as a Traversable, not as a path.
    Raises FileNotFoundError, naming the folder, where neither is there.
    """
    package = package_folder()
    inside = package.joinpath("_data", name)
    if inside.is_dir():
        return inside
    if isinstance(package, Path):
        root = package.resolve().parents[1]
        if (root / "pyproject.toml").is_file() and (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"data folder {name!r} of paceplan: neither in the package nor beside a checkout")


def package_folder() -> Traversable:
    """Return the folder of this package; only where it lies in a zip is loaded what reads those."""
    folder = Path(__file__).parents[1]
    if folder.is_dir():
        return folder
    from importlib.resources import files

    return files("paceplan")
