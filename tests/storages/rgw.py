"""A throw-away Ceph RGW: one monitor, one OSD in memory and one gateway, on loopback, without root."""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import daemons
import storage
from wire import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSTALL = "apt-get install -y --no-install-recommends radosgw ceph-mon ceph-osd"
PROGRAMS = ("radosgw", "radosgw-admin", "ceph", "ceph-mon", "ceph-osd", "monmaptool")

OWNER = "owner"
# Slash and plus are legal in a secret key and must survive.
ACCESS_KEY, SECRET_KEY = "OWNERACCESSKEY000001", "owner/secret+key/0000000000000000000001"
STRANGER = "stranger"
STRANGER_ACCESS_KEY, STRANGER_SECRET_KEY = "STRANGERACCESSKEY001", "stranger/secret+key/00000000000000000001"
ROLE = "uploader"


@dataclass(frozen=True)
class Rgw(storage.Storage):
    """RGW has a second user, whose keys are known but open nothing, and a role to assume."""

    stranger_access_key: str = STRANGER_ACCESS_KEY

    def assume_role(self) -> dict[str, str]:
        """Keys with a session token, as the command takes them."""
        credentials = self.client("sts").assume_role(
            RoleArn=f"arn:aws:iam:::role/{ROLE}", RoleSessionName="tests"
        )["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
            "AWS_SESSION_TOKEN": credentials["SessionToken"],
        }


def _configuration(folder: Path, fsid: str, port: int) -> dict[str, dict[str, object]]:
    everyone = {
        "fsid": fsid,
        "mon host": f"v2:{LOOPBACK}:{port + 1}",
        "mon initial members": "a",
        # Both, or the OSD's heartbeats listen on every address of the machine.
        "public addr": LOOPBACK,
        "cluster addr": LOOPBACK,
        "ms bind msgr1": "false",
        "ms bind port min": port + 2,
        "ms bind port max": port + daemons.BLOCK - 2,
        # The programs are alone on loopback: no keys among themselves.
        "auth cluster required": "none",
        "auth service required": "none",
        "auth client required": "none",
        "keyring": folder / "keyring",
        "run dir": folder,
        "crash dir": folder,
        "admin socket": "",
        "log to file": "false",
        "log to stderr": "true",
        # One OSD must do for everything, with as few placement groups as can be.
        "osd pool default size": 1,
        "osd pool default min size": 1,
        "osd pool default pg num": 1,
        "osd pool default pgp num": 1,
        "osd pool default pg autoscale mode": "off",
        "osd crush chooseleaf type": 0,
        "mon allow pool size one": "true",
    }
    monitor = {
        "mon data": folder / "mon",
        # A nearly full disk is no reason to refuse.
        "mon data avail crit": 0,
        "mon cluster log to file": "false",
        # Each new pool is a round of votes; with the default pauses the start takes 10 seconds longer.
        "paxos propose interval": 0.05,
        "paxos min wait": 0.02,
    }
    osd = {
        "osd data": folder / "osd",
        "osd objectstore": "memstore",
        "memstore device bytes": 2**30,
    }
    gateway = {
        # The gateway wants an encrypted session by default, which needs the keys that there are none of.
        "ms mon client mode": "crc",
        "rgw data": folder / "rgw",
        "rgw frontends": f"beast endpoint={LOOPBACK}:{port}",
        "rgw dns name": storage.Storage.dns_name,
        "rgw rados pool pg num min": 1,
        "rgw thread pool size": 16,
        "rgw enable gc threads": "false",
        "rgw enable lc threads": "false",
        # Session tokens. In the default order STS comes first, and every bad signature reads AccessDenied.
        "rgw s3 auth use sts": "true",
        "rgw sts key": "0123456789abcdef",
        "rgw s3 auth order": "local, sts",
    }
    return {"global": everyone, "mon": monitor, "osd": osd, "client": gateway}


def _add_user(ceph: daemons.Daemons, user: str, access_key: str, secret_key: str, *caps: str) -> None:
    ceph.call(
        *("radosgw-admin", "user", "create", f"--uid={user}", f"--display-name={user}"),
        *(f"--access-key={access_key}", f"--secret-key={secret_key}", *caps),
    )


def _add_role(ceph: daemons.Daemons) -> None:
    """Add a role that the owner may assume and that may do anything."""
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:aws:iam:::user/{OWNER}"]},
        "Action": ["sts:AssumeRole"],
    }
    rights = {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::*"]}
    for command, document in (
        (("role", "create", "--path=/", "--assume-role-policy-doc"), trust),
        (("role-policy", "put", "--policy-name=all", "--policy-doc"), rights),
    ):
        policy = json.dumps({"Version": "2012-10-17", "Statement": [document]})
        ceph.call("radosgw-admin", *command[:-1], f"--role-name={ROLE}", f"{command[-1]}={policy}")


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Rgw]:
    """Start an RGW with its data in this folder; stop it at the end."""
    for name in PROGRAMS:
        daemons.program(name, install=INSTALL)
    port = daemons.free_ports()
    fsid, osd = str(uuid.uuid4()), str(uuid.uuid4())
    for name in ("mon", "osd", "rgw"):
        (folder / name).mkdir()
    (folder / "keyring").touch()
    (folder / "ceph.conf").write_text(daemons.ini(_configuration(folder, fsid, port)))
    with daemons.Daemons(folder, {**os.environ, "CEPH_CONF": str(folder / "ceph.conf")}) as ceph:
        monmap = str(folder / "monmap")
        address = f"[v2:{LOOPBACK}:{port + 1}]"
        ceph.call("monmaptool", "--create", "--fsid", fsid, "--addv", "a", address, monmap)
        ceph.call("ceph-mon", "-i", "a", "--mkfs", "--monmap", monmap)
        ceph.start("mon", "ceph-mon", "-f", "-i", "a")
        ceph.call("ceph", "osd", "new", osd)
        ceph.call("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd)
        ceph.start("osd", "ceph-osd", "-f", "-i", "0")
        _add_user(ceph, OWNER, ACCESS_KEY, SECRET_KEY, "--caps=roles=*")
        _add_user(ceph, STRANGER, STRANGER_ACCESS_KEY, STRANGER_SECRET_KEY)
        _add_role(ceph)
        ceph.start("rgw", "radosgw", "-f", "-n", "client.rgw")
        ceph.wait_for_http(port)
        yield Rgw("rgw", port, ACCESS_KEY, SECRET_KEY)
