"""What users of Debian's python3-etcd3gw, which speaks JSON, do, call by call. Takes host and port."""

import sys

from etcd3gw.client import Etcd3Client
from record import step

TIMEOUT_SECONDS = 10


def without_header(answer):
    return {name: field for name, field in answer.items() if name != "header"}


def taken(watch, count):
    """The first events of a watch, which is then ended."""
    events, cancel = watch
    result = [next(events) for _ in range(count)]
    cancel()
    return result


def keys(client):
    step("put", lambda: client.put("a", "1"))
    step("get", lambda: client.get("a"))
    step("get with metadata", lambda: client.get("a", metadata=True))
    step("get of nothing", lambda: client.get("missing"))
    step("put of bytes", lambda: client.put(b"\xff\x00", b"\x00\xff"))
    step("create", lambda: client.create("b", "1"))
    step("create again", lambda: client.create("b", "2"))
    step("replace", lambda: client.replace("b", "1", "3"))
    step("replace what is not there", lambda: client.replace("b", "1", "4"))
    for name in ["p/1", "p/3", "p/2"]:
        step("put " + name, lambda: client.put(name, name[::-1]))
    step("prefix", lambda: client.get_prefix("p/"))
    for target in ["key", "version", "create", "mod", "value"]:
        step(
            "prefix by " + target,
            lambda: client.get_prefix("p/", sort_order="descend", sort_target=target),
        )
    step("everything", client.get_all)
    step("delete", lambda: client.delete("b"))
    step("delete of nothing", lambda: client.delete("b"))
    step("delete of a prefix", lambda: client.delete_prefix("p/"))
    step("empty key", lambda: client.put("", "1"))
    step("future revision", lambda: client.get("a", revision=999_999))


def leases(client):
    lease = client.lease(ttl=60)
    step("put with lease", lambda: client.put("l", "1", lease))
    step("its keys", lease.keys)
    step("its time", lambda: 50 < lease.ttl() <= 60)
    step("refresh", lease.refresh)
    step("revoke", lease.revoke)
    step("its key afterwards", lambda: client.get("l"))
    step("refresh of nothing", lease.refresh)
    step("time of nothing", lease.ttl)
    step("revoke of nothing", lease.revoke)
    step("put with no lease", lambda: client.put("l", "1", lease))


def locks(client):
    mine, theirs = client.lock(id="mutex", ttl=60), client.lock(id="mutex", ttl=60)
    step("acquire", mine.acquire)
    step("acquired", lambda: [mine.is_acquired(), theirs.is_acquired()])
    step("acquire in vain", theirs.acquire)
    step("refresh lock", mine.refresh)
    step("release", mine.release)
    step("acquire after release", theirs.acquire)
    step("release by another", mine.release)
    step("release by the holder", theirs.release)


def watches(client):
    step("set up", lambda: [client.put("w/a", "1"), client.put("w/a", "2"), client.delete("w/a")])
    begin = {"start_revision": 2}
    step("watch the past", lambda: taken(client.watch("w/a", **begin), 3))
    step("watch a prefix", lambda: taken(client.watch_prefix("w/", **begin), 3))
    step("watch with prev_kv", lambda: taken(client.watch("w/a", prev_kv=True, **begin), 3))
    step("watch deletes", lambda: taken(client.watch("w/a", filters=["NOPUT"], **begin), 1))
    step("watch once", lambda: client.watch_once("w/a", TIMEOUT_SECONDS, **begin))

    def the_present():
        watch = client.watch("w/now")
        for value in ["1", "2", "3"]:
            client.put("w/now", value)
        return taken(watch, 3)

    step("watch the present", the_present)


def upkeep(client):
    step("members", client.members)
    status = client.status()
    step("status", lambda: [status["leader"], int(status["dbSize"]) > 0])
    step("transaction", lambda: without_header(client.transaction({"success": []})))


def main():
    host, port = sys.argv[1:]
    client = Etcd3Client(host=host, port=int(port), timeout=TIMEOUT_SECONDS, api_path="/v3/")
    for part in [keys, leases, locks, watches, upkeep]:
        part(client)


main()
