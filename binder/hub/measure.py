#!/usr/bin/env python3
"""A class on the JupyterHub of binder/hub: learners log in one after the other, open a chapter, train and stop.

Needs a hub that runs on this machine, and root, to make the accounts and to read the memory of all processes.
Memory is the proportional set size (PSS): what several processes share counts once, in parts.

With --runaway, one more learner keeps a hundred threads busy all the time: what that costs the others tells whether the
machine shares its cores fairly.
"""

import argparse
import glob
import json
import os
import pwd
import subprocess
import sys
import threading
import time
import uuid

import requests
from tornado import httpclient, ioloop, websocket

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSWORD = uuid.uuid4().hex
MADE_HERE = "made by measure.py"
TIMEOUT = 1800
ENDLESS = "while (true) Thread.onSpinWait();"
RUNAWAY = "for (int i = 0; i < 100; i++) new Thread(() -> { while (true) Thread.onSpinWait(); }).start();\n" + ENDLESS
SECONDS_BETWEEN_LOOKS = 3


class Learner(threading.Thread):
    """One learner: from the login to the end of the chapter, and a cell that has to be stopped."""

    def __init__(self, url, name, chapter):
        super().__init__(daemon=True)
        self.url, self.name, self.chapter = url, name, chapter
        self.web = requests.Session()
        self.times = {}
        self.problem = None
        self.kernel = None
        self.done = threading.Event()

    def run(self):
        try:
            self.begin = time.monotonic()
            self.log_in()
            self.mark("server")
            notebook = self.get("/api/contents/%s.ipynb" % self.chapter)["content"]
            self.kernel = self.post("/api/kernels", {"name": "java"})["id"]
            ioloop.IOLoop(make_current=False).run_sync(lambda: self.step_through(notebook["cells"]))
        except Exception as e:  # told in the table
            self.problem = "%s: %s" % (type(e).__name__, e)
        self.done.set()

    def mark(self, what):
        self.times.setdefault(what, time.monotonic() - self.begin)

    def log_in(self):
        self.web.get(self.url + "/hub/login", timeout=TIMEOUT)
        answer = self.web.post(
            self.url + "/hub/login?next=%2Fhub%2Fspawn", timeout=TIMEOUT,
            data={"username": self.name, "password": PASSWORD, "_xsrf": self.web.cookies.get("_xsrf", path="/hub/")})
        answer.raise_for_status()
        page = self.url + "/user/%s/lab" % self.name
        while True:
            # The first visit of the server's own pages also gives the permission to use its interface.
            answer = self.web.get(page, timeout=TIMEOUT)
            if answer.status_code == 200 and answer.url.startswith(page):
                break
            if self.begin + TIMEOUT < time.monotonic():
                raise TimeoutError("the server has not started")
            time.sleep(0.5)
        self.web.headers["X-XSRFToken"] = self.web.cookies.get("_xsrf", path="/user/%s/" % self.name)

    def get(self, path):
        answer = self.web.get(self.url + "/user/" + self.name + path, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()

    def post(self, path, content=None):
        answer = self.web.post(self.url + "/user/" + self.name + path, json=content, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    async def step_through(self, cells):
        socket = await self.connect()
        for cell in cells:
            if cell["cell_type"] == "code":
                status = await self.execute(socket, "".join(cell["source"]))
                if status != "ok":
                    raise RuntimeError("a cell failed: " + "".join(cell["source"])[:60])
        self.mark("chapter")
        if await self.execute(socket, ENDLESS, begun=self.interrupt) != "error":
            raise RuntimeError("a cell without end was not stopped")
        self.mark("stopped")
        socket.close()

    async def connect(self):
        path = "/user/%s/api/kernels/%s/channels" % (self.name, self.kernel)
        cookies = [each for each in self.web.cookies if path.startswith(each.path)]
        headers = {"Cookie": "; ".join("%s=%s" % (each.name, each.value) for each in cookies)}
        request = httpclient.HTTPRequest(
            self.url.replace("http", "ws", 1) + path, headers=headers, request_timeout=TIMEOUT)
        return await websocket.websocket_connect(request, max_message_size=1 << 28)

    def interrupt(self):
        self.post("/api/kernels/%s/interrupt" % self.kernel)

    async def execute(self, socket, code, begun=lambda: None):
        """Runs a cell and returns its status; calls `begun` once it runs."""
        message = uuid.uuid4().hex
        header = {"msg_id": message, "msg_type": "execute_request", "username": "", "session": self.name,
                  "version": "5.3", "date": ""}
        await socket.write_message(json.dumps(
            {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": [],
             "content": {"code": code, "silent": False, "allow_stdin": False, "stop_on_error": False}}))
        status, idle = None, False
        # What a cell shows and its reply come over two channels, in either order.
        while status is None or not idle:
            answer = json.loads(await socket.read_message())
            if answer["parent_header"].get("msg_id") != message:
                continue
            kind, content = answer["msg_type"], answer["content"]
            if kind == "execute_input":
                begun()
            if "data" in content and shows_an_image(content["data"]):
                self.mark("image")
            if kind == "execute_reply":
                status = content["status"]
            idle = idle or content.get("execution_state") == "idle"
        return status

    def end_server(self):
        self.web.get(self.url + "/hub/home", timeout=TIMEOUT)
        self.web.delete(self.url + "/hub/api/users/%s/server" % self.name, timeout=TIMEOUT,
                        headers={"X-XSRFToken": self.web.cookies.get("_xsrf", path="/hub/")})


class Runaway(Learner):
    """One whose cell never ends, and keeps all cores busy until the others are done."""

    def __init__(self, url, name, chapter):
        super().__init__(url, name, chapter)
        self.running = threading.Event()

    async def step_through(self, cells):
        socket = await self.connect()
        if await self.execute(socket, RUNAWAY, begun=self.running.set) != "error":
            raise RuntimeError("a cell without end was not stopped")
        socket.close()


class Memory(threading.Thread):
    """Looks at the memory of all learners together, and keeps the most."""

    def __init__(self, names):
        super().__init__(daemon=True)
        self.names, self.most_mb = names, 0
        self.end = threading.Event()

    def run(self):
        while not self.end.wait(SECONDS_BETWEEN_LOOKS):
            self.most_mb = max(self.most_mb, sum(pss_mb(name)[0] for name in self.names))


def shows_an_image(data):
    return any(kind.startswith("image/") for kind in data) or any(
        mark in str(data.get("text/html")) for mark in ("<svg", "<img"))


def account(name):
    """Makes an account, or takes one that this script has made before: the password becomes another."""
    try:
        if pwd.getpwnam(name).pw_gecos != MADE_HERE:
            sys.exit("there is somebody called %s on this machine, whom this script has not made" % name)
    except KeyError:
        subprocess.run(["useradd", "--create-home", "--comment", MADE_HERE, name], check=True)
    subprocess.run(["chpasswd"], input="%s:%s\n" % (name, PASSWORD), text=True, check=True)


def pss_mb(name):
    """The memory of all processes of a user, and of the kernels among them."""
    uid, all_kib, kernel_kib = pwd.getpwnam(name).pw_uid, 0, 0
    for process in glob.glob("/proc/[0-9]*"):
        try:
            if os.stat(process).st_uid == uid:
                with open(process + "/smaps_rollup") as lines:
                    kib = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
                all_kib += kib
                with open(process + "/comm") as comm:
                    kernel_kib += kib if comm.read().strip() == "java" else 0
        except (OSError, StopIteration):
            pass  # ended meanwhile
    return all_kib / 1024, kernel_kib / 1024


def answers(url):
    """Whether there is a hub; one that has just been started gets half a minute."""
    for _ in range(30):
        try:
            if requests.get(url + "/hub/health", timeout=10).ok:
                return True
        except requests.RequestException:
            pass  # not yet
        time.sleep(1)
    return False


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="of the hub")
    parser.add_argument("--learners", type=int, default=8)
    parser.add_argument("--chapter", default="05-dense-autoencoder")
    parser.add_argument("--pause", type=float, default=1, help="seconds between two logins")
    parser.add_argument("--runaway", action="store_true", help="one more learner, who keeps a hundred threads busy")
    chosen = parser.parse_args()
    if not answers(chosen.url):
        sys.exit("no hub answers at %s: docs/teaching.md says how to start one" % chosen.url)
    if os.geteuid() != 0:
        sys.exit("the accounts and the memory of all learners need root")
    return chosen


def main():
    chosen = options()
    learners = [Learner(chosen.url, "learner%d" % (i + 1), chosen.chapter) for i in range(chosen.learners)]
    runaways = [Runaway(chosen.url, "runaway", chosen.chapter)] if chosen.runaway else []
    for learner in learners + runaways:
        account(learner.name)
    for runaway in runaways:
        runaway.start()
        if not runaway.running.wait(TIMEOUT):
            sys.exit("the learner who keeps threads busy did not begin: %s" % runaway.problem)
    memory = Memory([learner.name for learner in learners])
    memory.start()
    for learner in learners:
        learner.start()
        time.sleep(chosen.pause)
    for learner in learners:
        learner.done.wait(TIMEOUT)
    memory.end.set()
    rows = report(learners, memory.most_mb)
    for runaway in runaways:
        runaway.interrupt()
        runaway.done.wait(TIMEOUT)
        print("%-12s %s" % (runaway.name, runaway.problem or "was stopped"))
    for learner in learners + runaways:
        learner.end_server()
    folder = os.path.join(ROOT, "target", "hub")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "learners.json"), "w") as file:
        json.dump(rows, file, indent=1)
    sys.exit(any(learner.problem for learner in learners + runaways))


def report(learners, most_mb):
    """Prints the table, and returns its rows."""
    rows = []
    print("%-12s %9s %9s %9s %9s %9s  %s" % ("learner", "server s", "image s", "chapter s", "PSS MB", "kernel MB", ""))
    for learner in learners:
        memory = pss_mb(learner.name)
        rows.append({"learner": learner.name, **learner.times, "pss_mb": memory[0], "kernel_pss_mb": memory[1],
                     "problem": learner.problem})
        seconds = ["%9.1f" % learner.times[each] if each in learner.times else "%9s" % "–"
                   for each in ("server", "image", "chapter")]
        print("%-12s %s %9.0f %9.0f  %s" % (learner.name, " ".join(seconds), *memory, learner.problem or ""))
    most_mb = max(most_mb, sum(row["pss_mb"] for row in rows))
    print("all together %.0f MB PSS, at most %.0f MB" % (sum(row["pss_mb"] for row in rows), most_mb))
    times = [learner.times for learner in learners if "chapter" in learner.times]
    chapters = [each["chapter"] - each["server"] for each in times]
    if chapters:
        print("the chapter took %.1f to %.1f s" % (min(chapters), max(chapters)))
    return rows


main()
