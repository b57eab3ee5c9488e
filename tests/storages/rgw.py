"""Runs a temporary Ceph RGW: a monitor, an OSD in memory and a gateway, on loopback, without root."""

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
# A secret key may contain slash and plus.
ACCESS_KEY, SECRET_KEY = "OWNERACCESSKEY000001", "owner/secret+key/0000000000000000000001"
STRANGER = "stranger"
STRANGER_ACCESS_KEY, STRANGER_SECRET_KEY = "STRANGERACCESSKEY001", "stranger/secret+key/00000000000000000001"
ROLE = "uploader"


@dataclass(frozen=True)
class Rgw(storage.Storage):
    """An RGW with a second user, whose keys give access to no object, and with a role to assume."""

    stranger_access_key: str = STRANGER_ACCESS_KEY

    def assume_role(self) -> dict[str, str]:
        """Return temporary keys as environment variables of the command."""
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
        # With one of the two only, the OSD's heartbeats listen on all addresses of the machine.
        "public addr": LOOPBACK,
        "cluster addr": LOOPBACK,
        "ms bind msgr1": "false",
        "ms bind port min": port + 2,
        "ms bind port max": port + daemons.BLOCK - 2,
        # The programs communicate on loopback only, without keys.
        "auth cluster required": "none",
        "auth service required": "none",
        "auth client required": "none",
        "keyring": folder / "keyring",
        "run dir": folder,
        "crash dir": folder,
        "admin socket": "",
        "log to file": "false",
        "log to stderr": "true",
        # There is one OSD, so each pool has one copy and as few placement groups as possible.
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
        # By default the monitor stops if the disk is nearly full.
        "mon data avail crit": 0,
        "mon cluster log to file": "false",
        # Each new pool is an election; with the default intervals the start takes 10 seconds longer.
        "paxos propose interval": 0.05,
        "paxos min wait": 0.02,
    }
    osd = {
        "osd data": folder / "osd",
        "osd objectstore": "memstore",
        "memstore device bytes": 2**30,
    }
    gateway = {
        # By default the gateway encrypts its session with the monitor, which needs keys.
        "ms mon client mode": "crc",
        "rgw data": folder / "rgw",
        "rgw frontends": f"beast endpoint={LOOPBACK}:{port}",
        "rgw dns name": storage.Storage.dns_name,
        "rgw rados pool pg num min": 1,
        "rgw thread pool size": 16,
        "rgw enable gc threads": "false",
        "rgw enable lc threads": "false",
        # For session tokens. If STS is first, which is the default, every wrong signature is AccessDenied.
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
    """Add a role with all permissions that the owner may assume."""
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
    """Run an RGW with its data in this folder."""
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
