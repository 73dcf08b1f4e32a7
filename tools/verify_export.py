#!/usr/bin/env python3
"""Check an exported case with no server: python verify_export.py FILE.zip|FOLDER [--key KEY]… [--json]

Needs Python 3.9 and the package `cryptography`; copy this one file anywhere. Exit code 0 only when all is well.
`--key` is the log's verifier key from a source outside the export: without one, the key that lies in the export vouches for itself.
"""

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

KIND, FORMAT = "fieldapp-case-export", 1
OWN = ("index.json", "index.note")
WORDS = {
    "unreadable": "读不懂 / cannot be read", "index_not_signed": "目录的签名不对 / the index is not signed by a known key",
    "index_changed": "目录被改动 / the index was changed", "checkpoint_not_signed": "检查点的签名不对 / the checkpoint is not signed by a known key",
    "file_changed": "文件被改动 / a file was changed", "file_removed": "文件被拿走 / a file was removed",
    "file_added": "多出一个文件 / a file was added", "photo_changed": "照片被改动 / a photo was changed",
    "photo_removed": "照片被拿走 / a photo was removed", "photo_added": "多出一张照片 / a photo was added",
    "op_cut": "少了一条记录 / an operation was cut out", "op_added": "多出一条记录 / an operation was added",
    "changed_byte": "记录内容被改动 / a byte of an operation was changed", "wrong_signature": "记录的签名不对 / an operation's signature is wrong",
    "broken_chain": "和前一条接不上 / does not follow the operation before it", "proof_broken": "日志里的证明不成立 / its proof in the log is broken",
    "not_in_log": "没有日志证明 / there is no proof in the log",
}
WHY = {"personal": "个人信息，留在机关 / personal data, kept at the office", "not_arrived": "导出时手机还没传来 / had not arrived from the phone",
       "lost": "服务器上没有 / was not on the server"}
NOT_PROVED = (
    "现场是真的、手机在本人手里、手机的钟是准的 / that the scene was real, that its owner held the phone, that the phone's clock was right",
    "服务器收下了发来的每一条；导出之后没有新的记录 / that the server took in all that was sent, and that nothing was recorded since",
    "同一条链上其他案卷的记录：不在这里的接不上核 / the links to operations of other cases, which are not here",
    "工作台的记录由服务器代签 / who sat at a desk: the server signs for them",
)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Source:
    """A folder or a ZIP of it: names, and the bytes of each."""

    def __init__(self, path):
        self.root, self.zip = Path(path), None
        if self.root.is_dir():
            self.names = sorted(p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file())
            return
        self.zip = zipfile.ZipFile(self.root)
        self.names = sorted(name for name in self.zip.namelist() if not name.endswith("/"))
        if len(self.names) != len(set(self.names)):
            raise ValueError("a name stands twice in the archive")

    def read(self, name):
        return self.zip.read(name) if self.zip else (self.root / name).read_bytes()


def opened(note):
    """(text, [(key name, key id, signature)]) of a signed note."""
    text, _, rest = note.rpartition("\n\n")
    found = []
    for line in rest.splitlines():
        dash, name, signature = line.split(" ")
        raw = base64.b64decode(signature, validate=True)
        if dash != "\u2014":
            raise ValueError("no signature line")
        found.append((name, raw[:4], raw[4:]))
    return text + "\n", found


def signed_by(note, keys):
    """The text of a note that one of these verifier keys signed, else None."""
    text, signatures = opened(note)
    for key in keys:
        name, _, public = key.split("+", 2)
        raw = base64.b64decode(public, validate=True)
        own_id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        for said, key_id, signature in signatures:
            try:
                if (said, key_id, raw[:1]) == (name, own_id, b"\x01"):
                    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature, text.encode())
                    return text
            except InvalidSignature:
                pass
    return None


def lane_signed(jwk, body, sig):
    """ES256: did the lane's key sign exactly these bytes?"""
    try:
        x, y, raw = (base64.b64decode(part + "=" * (-len(part) % 4), b"-_", True) for part in (jwk["x"], jwk["y"], sig))
        key = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()).public_key()
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key.verify(der, body, ec.ECDSA(hashes.SHA256()))
        return len(raw) == 64
    except (InvalidSignature, ValueError, KeyError):
        return False


def included(index, size, entry, proof, root):
    """RFC 9162 section 2.1.3.2, over a leaf's entry."""
    if not 0 <= index < size:
        return False
    node = lambda left, right: hashlib.sha256(b"\x01" + left + right).digest()  # noqa: E731
    at, last, found = index, size - 1, hashlib.sha256(b"\x00" + entry).digest()
    for part in proof:
        if not last:
            return False
        if at & 1 or at == last:
            found = node(part, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, part)
        at, last = at >> 1, last >> 1
    return not last and found == root


class Check:
    """Everything found, as (code, what it is about)."""

    def __init__(self, source, keys):
        self.source, self.outside, self.faults, self.withheld, self.ops = source, keys, [], [], {}

    def say(self, code, about):
        if (code, about) not in self.faults:
            self.faults.append((code, about))

    def text(self, name):
        try:
            return self.source.read(name).decode("utf-8")
        except (KeyError, OSError, ValueError, zipfile.BadZipFile):
            self.say("unreadable" if name in self.source.names else "file_removed", name)
            return ""

    def run(self):
        self.keys = self.outside or self.text("keys.txt").split()
        self.index = json.loads(self.text("index.json"))
        if (self.index["kind"], self.index["format"]) != (KIND, FORMAT):
            raise ValueError("no export of a case, or of a newer format")
        for check in (self.check_index, self.check_files, self.check_log, self.check_ops, self.check_blobs):
            check()

    def check_index(self):
        try:
            text = signed_by(self.text("index.note"), self.keys)
        except ValueError:
            text = None
        right = f"{self.index['log']['origin']}/export\n{self.index['case']['id']}\n{sha256(self.source.read('index.json'))}\n"
        if text is None:
            self.say("index_not_signed", "index.note")
        elif text != right:
            self.say("index_changed", "index.json")

    def check_files(self):
        """Names and hashes against the index."""
        listed = self.index["files"]
        for name in sorted(set(self.source.names) - set(listed) - set(OWN)):
            self.say(f"{self.kind(name)}_added", name)
        for name, said in listed.items():
            if name not in self.source.names:
                self.say("op_cut" if name.startswith("ops/") else f"{self.kind(name)}_removed", name)
            elif sha256(self.bytes(name)) != said["sha256"] and not name.startswith("ops/"):
                self.say(f"{self.kind(name)}_changed", name)

    def bytes(self, name):
        try:
            return self.source.read(name)
        except (OSError, ValueError, zipfile.BadZipFile, zipfile.zlib.error):
            return b""

    @staticmethod
    def kind(name):
        return {"ops": "op", "blobs": "photo"}.get(name.split("/")[0], "file") if "/" in name else "file"

    def check_log(self):
        try:
            text = signed_by(self.text("checkpoint.note"), self.keys)
            origin, size, root = (text or "").split("\n")[:3]
            self.size, self.root = int(size), base64.b64decode(root, validate=True)
        except ValueError:
            text, origin = None, ""
        if text is None or origin != self.index["log"]["origin"]:
            self.size = None  # no proof counts, which need not be said of each
            self.say("checkpoint_not_signed", "checkpoint.note")

    def check_ops(self):
        lanes = json.loads(self.text("lanes.json") or "{}")
        for name in self.source.names:
            if name.startswith("ops/"):
                try:
                    self.check_op(name, lanes)
                except (ValueError, KeyError, TypeError, zipfile.BadZipFile):
                    self.say("changed_byte", name)
        for op_id in self.index["ops"]:
            if not any(op_id in name for name in self.source.names if name.startswith("ops/")):
                self.say("op_cut", next((name for name in self.index["files"] if op_id in name), op_id))
        self.check_chain(lanes)

    def check_op(self, name, lanes):
        raw = self.source.read(name)
        op = json.loads(raw)
        body = op["body"].encode()
        said = json.loads(op["body"])
        lane = lanes.get(said["lane_id"])
        self.ops[name] = (said, op["hash"])
        if sha256(body) != op["hash"] or name.split("-", 1)[1] != f"{said['op_id']}.json":
            return self.say("changed_byte", name)
        if lane is None or said["user_id"] != lane["user_id"] or not lane_signed(lane["jwk"], body, op["sig"]):
            return self.say("wrong_signature", name)
        if said["op_id"] not in self.index["ops"]:
            return self.say("op_added", name)
        if not op["leaves"]:
            return self.say("not_in_log", name)
        for leaf in op["leaves"] if self.size is not None else ():
            entry = hashlib.sha256(f"{op['hash']}|{leaf['verdict']}|{leaf['at']}".encode()).digest()
            if not included(leaf["index"], self.size, entry, [bytes.fromhex(part) for part in leaf["proof"]], self.root):
                return self.say("proof_broken", name)
        if sha256(raw) != self.index["files"].get(name, {}).get("sha256"):
            self.say("changed_byte", name)

    def check_chain(self, lanes):
        """Between ops of one lane that follow each other, from the lane's beginning and up to its head where they are here."""
        places = {}
        for name, (said, hash_) in self.ops.items():
            if (said["lane_id"], said["lane_seq"]) in places:
                self.say("broken_chain", name)
            places[said["lane_id"], said["lane_seq"]] = hash_
        for name, (said, hash_) in self.ops.items():
            lane_id, seq = said["lane_id"], said["lane_seq"]
            lane = lanes.get(lane_id) or {"nonce": "", "head": {"seq": seq, "hash": hash_}}
            before = sha256((lane_id + lane["nonce"]).encode()) if seq == 1 else places.get((lane_id, seq - 1), said["prev_hash"])
            head = lane["head"]
            if said["prev_hash"] != before or seq > head["seq"] or seq == head["seq"] and hash_ != head["hash"]:
                self.say("broken_chain", name)

    def check_blobs(self):
        """Every file that an op names is here with that hash, or the signed index says why not; and no other is here."""
        self.withheld = self.index["withheld"]
        away = {one["sha256"] for one in self.withheld}
        here = {name.split("/")[1].split(".")[0]: name for name in self.source.names if name.startswith("blobs/")}
        named = {blob["sha256"] for said, _ in self.ops.values() for blob in said["blobs"]}
        for hash_ in sorted(named):
            if hash_ not in here and hash_ not in away:
                self.say("photo_removed", next((n for n in self.index["files"] if hash_ in n), f"blobs/{hash_}"))
            elif hash_ in here and sha256(self.bytes(here[hash_])) != hash_:
                self.say("photo_changed", here[hash_])
        if not self.faults:  # an op that was cut leaves its photos behind
            for hash_ in sorted(set(here) - named):
                self.say("photo_added", here[hash_])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export")
    parser.add_argument("--key", action="append", default=[], help="the log's verifier key, from elsewhere than the export")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    check = Check(None, given.key)
    try:
        check.source = Source(given.export)
        check.run()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as bad:
        check.say("unreadable", f"{given.export} ({bad})")
    tell(check, given.json)
    return 1 if check.faults else 0


def tell(check, as_json):
    if as_json:
        print(json.dumps({"ok": not check.faults, "ops": len(check.ops), "faults": [{"code": c, "about": a} for c, a in check.faults],
                          "withheld": check.withheld, "key_from_outside": bool(check.outside)}, ensure_ascii=False))
        return
    for code, about in check.faults:
        print(f"✗ {about}: {WORDS[code]}")
    if check.faults:
        return print(f"有 {len(check.faults)} 处不对 / {len(check.faults)} faults")
    case, log = check.index["case"], check.index["log"]
    print(f"✓ {case['number']} {case['title']}: {len(check.ops)} 条记录，签名、链和日志证明都对 / operations, all right")
    print(f"  日志 / log: {log['origin']} ({log['size']})")
    for one in check.withheld:
        print(f"  {one['sha256']}: {WHY.get(one['why'], one['why'])}")
    if not check.outside:
        print("  密钥是导出里自带的。请和机关公布的比对 / the key came with the export; compare it with the published one:")
        print(*check.keys, sep="\n")
    print("这里证明不了 / not proved:", *NOT_PROVED, sep="\n  - ")


if __name__ == "__main__":
    sys.exit(main())
