"""The device's id: which machine wrote an entry, issued anew where a folder was copied to another machine."""

from __future__ import annotations

import hashlib
import os

import orjson

from paceplan.store import files

MACHINE_ID = "/etc/machine-id"
_ID_LENGTH, _HEX = 8, frozenset("0123456789abcdef")


def machine() -> str:
    """Return a digest that tells this machine from others and gives nothing else away."""
    try:
        with open(MACHINE_ID, "rb") as file:
            known = file.read().strip()
    except OSError:
        known = b""
    return hashlib.sha256(known or os.uname().nodename.encode()).hexdigest()


def read(path: str) -> str:
    """Return the device's id, or an empty text where there is none, it is damaged, or it is another machine's."""
    try:
        with open(path, "rb") as file:
            content = orjson.loads(file.read())
    except (OSError, orjson.JSONDecodeError):
        return ""
    if not isinstance(content, dict) or content.get("machine") != machine():
        return ""
    device = content.get("device")
    if not isinstance(device, str) or len(device) != _ID_LENGTH or not set(device) <= _HEX:
        return ""
    return device


def issue(path: str, *, durable: bool) -> str:
    """Write a new id for this machine and return it."""
    device = os.urandom(_ID_LENGTH // 2).hex()
    files.replace(path, [orjson.dumps({"device": device, "machine": machine()}) + b"\n"], durable=durable)
    return device
