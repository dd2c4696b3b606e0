"""What users of Debian's python3-etcd3 do, call by call. Takes host and port."""

import sys

import etcd3
from etcd3 import etcdrpc
from record import step

TIMEOUT_SECONDS = 10
LEASE_ID = 0x77


def described(found):
    value, metadata = found
    if metadata is None:
        return value
    return [
        metadata.key,
        value,
        metadata.create_revision,
        metadata.mod_revision,
        metadata.version,
        metadata.lease_id,
    ]


def all_described(found):
    return [described(each) for each in found]


def described_answer(answer):
    """A list for a get."""
    return all_described(answer) if isinstance(answer, list) else type(answer).__name__


def described_event(event):
    return [type(event).__name__, event.key, event.value, event.mod_revision, event.prev_value]


def taken(watch, count):
    """The first events of a watch, which is then cancelled."""
    events, cancel = watch
    result = [described_event(next(events)) for _ in range(count)]
    cancel()
    return result


def keys(client):
    step("put", lambda: client.put("a", "1").header.revision)
    step("put with prev_kv", lambda: client.put("a", "2", prev_kv=True).prev_kv.value)
    step("get", lambda: described(client.get("a")))
    step("serializable get", lambda: described(client.get("a", serializable=True)))
    step("get of nothing", lambda: described(client.get("missing")))
    step("put of bytes", lambda: client.put(b"\xff\x00", b"\x00\xff").header.revision)
    step("get of bytes", lambda: described(client.get(b"\xff\x00")))
    step("put if not exists", lambda: client.put_if_not_exists("b", "1"))
    step("put if not exists again", lambda: client.put_if_not_exists("b", "2"))
    step("replace", lambda: client.replace("b", "1", "3"))
    step("replace what is not there", lambda: client.replace("b", "1", "4"))
    for name in ["p/1", "p/3", "p/2"]:
        step("put " + name, lambda: client.put(name, name[::-1]).header.revision)
    step("prefix", lambda: all_described(client.get_prefix("p/")))
    for target in ["key", "version", "create", "mod", "value"]:
        step(
            "prefix by " + target,
            lambda: all_described(
                client.get_prefix("p/", sort_order="descend", sort_target=target)
            ),
        )
    step("keys of a prefix", lambda: all_described(client.get_prefix("p/", keys_only=True)))
    step("range", lambda: all_described(client.get_range("p/1", "p/3")))
    step("everything", lambda: all_described(client.get_all()))
    step("delete", lambda: client.delete("b"))
    step("delete of nothing", lambda: client.delete("b"))
    step("delete of a prefix", lambda: client.delete_prefix("p/").deleted)
    step("empty key", lambda: client.put("", "1"))


def transactions(client):
    when = client.transactions
    step("set up", lambda: client.put("t", "1").header.revision)
    for name, compare in [
        ("value", lambda: when.value("t") == "1"),
        ("version", lambda: when.version("t") > 0),
        ("create", lambda: when.create("t") != 0),
        ("mod", lambda: when.mod("t") < 1),
        ("range", lambda: when.create("t", range_end="u") == 0),
    ]:

        def decide():
            succeeded, answers = client.transaction(
                compare=[compare()],
                success=[when.put("t", "1"), when.get("t")],
                failure=[when.get("t"), when.delete("nothing")],
            )
            return [succeeded, [described_answer(each) for each in answers]]

        step("transaction by " + name, decide)
    step(
        "transaction in a transaction",
        lambda: client.transaction(
            compare=[when.value("t") == "1"],
            success=[
                when.txn(
                    compare=[when.version("missing") == 0],
                    success=[when.put("inner", "1")],
                    failure=[],
                )
            ],
            failure=[],
        )[0],
    )
    step("what it wrote", lambda: described(client.get("inner")))
    step(
        "the same key twice",
        lambda: client.transaction(
            compare=[], success=[when.put("t", "2"), when.put("t", "3")], failure=[]
        ),
    )


def leases(client):
    step("lease", lambda: client.lease(60, LEASE_ID).id)
    step("the same again", lambda: client.lease(60, LEASE_ID))
    lease = etcd3.Lease(LEASE_ID, 60, client)
    step("put with lease", lambda: client.put("l", "1", lease=lease).header.revision)
    step("its key", lambda: list(lease.keys))
    step("its time", lambda: [lease.granted_ttl, 50 < lease.remaining_ttl <= 60])
    step("refresh", lambda: [answer.TTL for answer in lease.refresh()])
    step("revoke", lambda: lease.revoke())
    step("its key afterwards", lambda: described(client.get("l")))
    step("refresh of nothing", lambda: [answer.TTL for answer in lease.refresh()])
    step("revoke of nothing", lambda: lease.revoke())
    step("put with no lease", lambda: client.put("l", "1", lease=lease))


def locks(client):
    mine, theirs = client.lock("mutex", ttl=60), client.lock("mutex", ttl=60)
    step("acquire", lambda: mine.acquire(timeout=TIMEOUT_SECONDS))
    step("acquired", lambda: [mine.is_acquired(), theirs.is_acquired()])
    step("acquire in vain", lambda: theirs.acquire(timeout=0))
    step("refresh lock", lambda: [answer.TTL for answer in mine.refresh()])
    step("release", lambda: mine.release())
    step("acquire after release", lambda: theirs.acquire(timeout=TIMEOUT_SECONDS))
    step("release by another", lambda: mine.release())
    step("release by the holder", lambda: theirs.release())


def watches(client):
    begin = client.put("w/a", "1").header.revision
    client.put("w/a", "2")
    client.delete("w/a")
    client.put("w/b", "3")
    from_begin = {"start_revision": begin}
    step("watch the past", lambda: taken(client.watch("w/a", **from_begin), 3))
    step("watch a prefix", lambda: taken(client.watch_prefix("w/", **from_begin), 4))
    step(
        "watch with prev_kv",
        lambda: taken(client.watch_prefix("w/", prev_kv=True, **from_begin), 4),
    )
    def the_present():
        watch = client.watch("w/now")
        client.put("w/now", "1")
        return taken(watch, 1)

    step("watch the present", the_present)
    step(
        "watch once",
        lambda: described_event(client.watch_once("w/a", TIMEOUT_SECONDS, **from_begin)),
    )
    step("compact", lambda: client.compact(begin + 2, physical=True))
    step("compact again", lambda: client.compact(begin + 2))
    step("watch what is compacted", lambda: taken(client.watch("w/a", **from_begin), 1))


def upkeep(client):
    def member_of(each):
        return [each.id, each.name, list(each.peer_urls), list(each.client_urls)]

    step("members", lambda: [member_of(each) for each in client.members])
    status = client.status()
    step("status", lambda: [member_of(status.leader), status.db_size > 0, status.raft_term > 0])
    step("hash", lambda: client.hash() > 0)
    step("defragment", client.defragment)
    step("no alarm", lambda: len(list(client.list_alarms())))
    member = client.status().leader.id
    step("raise an alarm", lambda: [each.alarm_type for each in client.create_alarm(member)])
    step("alarms", lambda: [each.member_id for each in client.list_alarms()])
    step("put without space", lambda: client.put("full", "1"))
    step("disarm", lambda: [each.member_id for each in client.disarm_alarm(member)])
    step("put with space", lambda: client.put("full", "1").header.revision)


def users(client, connect):
    stub = etcdrpc.AuthStub(client.channel)
    for name in ["root", "ann"]:
        stub.UserAdd(etcdrpc.AuthUserAddRequest(name=name, password="secret"))
        stub.RoleAdd(etcdrpc.AuthRoleAddRequest(name=name))
        stub.UserGrantRole(etcdrpc.AuthUserGrantRoleRequest(user=name, role=name))
    permission = {"permType": 2, "key": b"ann/", "range_end": b"ann0"}
    stub.RoleGrantPermission(etcdrpc.AuthRoleGrantPermissionRequest(name="ann", perm=permission))
    step("auth enable", lambda: bool(stub.AuthEnable(etcdrpc.AuthEnableRequest())))
    step("get as nobody", lambda: client.get("ann/a"))
    step("wrong password", lambda: connect(user="ann", password="wrong"))
    ann = connect(user="ann", password="secret")
    step("put as ann", lambda: ann.put("ann/a", "1").header.revision)
    step("get as ann", lambda: described(ann.get("ann/a")))
    step("put elsewhere as ann", lambda: ann.put("a", "1"))
    step("watch as ann", lambda: taken(ann.watch("ann/a", start_revision=ann_revision(ann)), 1))
    step("members as ann", lambda: len(list(ann.members)))
    step("compact as ann", lambda: ann.compact(1))
    root = connect(user="root", password="secret")
    step("put elsewhere as root", lambda: root.put("a", "1").header.revision)
    ann.close()
    disable = etcdrpc.AuthStub(root.channel).AuthDisable
    step(
        "auth disable",
        lambda: bool(disable(etcdrpc.AuthDisableRequest(), metadata=root.metadata)),
    )
    step("get as nobody again", lambda: described(client.get("ann/a")))
    root.close()


def ann_revision(client):
    return client.get("ann/a")[1].mod_revision


def main():
    host, port = sys.argv[1:]

    def connect(**credentials):
        client = etcd3.client(host=host, port=int(port), timeout=TIMEOUT_SECONDS, **credentials)
        # It sends the token twice, and gRPC refuses one of the two ways where there is no TLS.
        client.call_credentials = None
        client.watcher._credentials = None
        return client

    client = connect()
    for part in [keys, transactions, leases, locks, watches, upkeep]:
        part(client)
    users(client, connect)
    client.close()


main()
