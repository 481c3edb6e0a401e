"""
The operating-system account a PostgreSQL server runs under.

PostgreSQL refuses to run as root. Where we are root, the server runs in a user namespace in which root's
files belong to an ordinary user; where namespaces are not allowed (many containers), it runs as `nobody`.
"""

import ctypes
import enum
import os
import pwd
import signal

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
ORDINARY = 1000


class Account(enum.StrEnum):
    """Who the server runs as."""

    SAME = "same"
    MAPPED = "mapped"
    NOBODY = "nobody"


class MappingRefused(Exception):
    """The kernel does not let this process make a user namespace."""


def nobody() -> pwd.struct_passwd:
    """Give the entry of the account `nobody`."""
    return pwd.getpwnam("nobody")


def enter(account: Account) -> None:
    """
    Turn the calling process, which must have one thread only, into `account`. There is no way back.

    :raises MappingRefused: user namespaces are not allowed here
    """
    if account is Account.MAPPED:
        _map_to_ordinary_user()
    elif account is Account.NOBODY:
        entry = nobody()
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)


def _map_to_ordinary_user() -> None:
    uid, gid = os.geteuid(), os.getegid()
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        raise MappingRefused(os.strerror(ctypes.get_errno()))
    try:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{ORDINARY} {uid} 1")
        _write("/proc/self/gid_map", f"{ORDINARY} {gid} 1")
    except OSError as error:
        raise MappingRefused(str(error)) from error


def _write(path: str, text: str) -> None:
    # One write call: the kernel takes these files whole or not at all.
    with open(path, "wb", buffering=0) as file:
        file.write(text.encode())


def end_with_parent() -> None:
    """Have the kernel send this process SIGINT when the thread that started it ends, however it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
