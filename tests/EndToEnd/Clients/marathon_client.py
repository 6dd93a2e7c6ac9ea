# Deploys, scales and deletes an app with the unmodified Debian client `python3-marathon`, and prints what it sees.
# usage: python3 marathon_client.py URL
import sys
import time

from marathon import MarathonClient
from marathon.models import MarathonApp

client = MarathonClient(sys.argv[1])
print("version", client.get_info().version)


def wait(condition, what):
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("never: " + what)
        time.sleep(0.2)
    print(what)


app = client.create_app("py", MarathonApp(cmd="sleep 1000", cpus=0.1, mem=32, instances=1))
print("created", app.id)
wait(lambda: client.get_app("py").tasks_running == 1, "one task runs")
client.scale_app("py", instances=2)
wait(lambda: len(client.list_tasks("py")) == 2 and client.get_app("py").tasks_running == 2, "two tasks run")
wait(lambda: not client.list_deployments(), "no deployment is left")
client.kill_task("py", client.list_tasks("py")[0].id, scale=True)
wait(lambda: client.get_app("py").instances == 1, "one instance is wanted")
wait(lambda: not client.list_deployments(), "no deployment is left again")
client.delete_app("py")
wait(lambda: not client.list_apps(), "no app is left")
