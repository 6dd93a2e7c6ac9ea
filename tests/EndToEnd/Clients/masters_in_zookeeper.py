"""Prints who leads by what masters publish, one JSON a line with each change, as mesos-dns and others look for it."""
import json
import sys
import threading

from kazoo.client import KazooClient

hosts, path = sys.argv[1], sys.argv[2]
client = KazooClient(hosts=hosts)
client.start()
client.ensure_path(path)


@client.ChildrenWatch(path)
def look(children):
    masters = sorted(child for child in children if child.startswith("json.info_"))
    info = json.loads(client.get(path + "/" + masters[0])[0]) if masters else None
    print(json.dumps({"masters": len(masters), "leader": info}), flush=True)


threading.Event().wait()
