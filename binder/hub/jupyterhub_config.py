"""JupyterHub for a class on one machine: docs/teaching.md says how to set it up.

Every learner is a user of the machine and works in a folder of their own. The course, its jars, the engine's
library and the data sets are there once, for all to read.
"""
import os
import resource
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner

COURSE = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024

# For each learner; docs/teaching.md has what was measured.
HEAP_MB = int(os.environ.get("DEMITASSE_HUB_HEAP_MB", 768))
PROCESS_MB = int(os.environ.get("DEMITASSE_HUB_PROCESS_MB", 3072))
PROCESSES = int(os.environ.get("DEMITASSE_HUB_PROCESSES", 1024))
# A server and a kernel that start beside forty others.
START_SECONDS = 600
KERNEL_SECONDS = 300
IDLE_SECONDS = int(os.environ.get("DEMITASSE_HUB_IDLE_SECONDS", 1800))

# What the hub knows of its users, and the secret that their logins depend on: never in the course's folder, which all
# learners can read.
STATE = Path(os.environ.get("DEMITASSE_HUB_STATE", "/var/lib/demitasse-hub"))
STATE.mkdir(mode=0o700, parents=True, exist_ok=True)


# When a whole class logs in at once, its servers leave the hub and its proxy no processor, and logins fail after half
# a minute. So these two come first: among sessions, which Linux shares the cores among, and as processes.
NICE = -10


def come_first():
    try:
        os.nice(NICE)
        Path("/proc/self/autogroup").write_text(str(NICE))
    except OSError:
        pass  # in a container, say, which may not: then all are equal


class ClassSpawner(LocalProcessSpawner):
    """Starts a learner's server with limits that its kernels inherit."""

    def make_preexec_fn(self, name):
        become_learner = super().make_preexec_fn(name)

        def limit():
            # Private memory of one process: a runaway allocation fails in its own kernel.
            resource.setrlimit(resource.RLIMIT_DATA, (PROCESS_MB * MEGABYTE,) * 2)
            # Processes and threads of one learner.
            resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES,) * 2)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            os.nice(max(0, -os.nice(0)))
            become_learner()

        return limit


come_first()
c = get_config()  # noqa: F821
# On this machine only: a web server with TLS in front of the hub shows it to the network.
c.JupyterHub.bind_url = os.environ.get("DEMITASSE_HUB_URL", "http://127.0.0.1:8000")
c.JupyterHub.spawner_class = ClassSpawner
c.JupyterHub.db_url = "sqlite:///%s/hub.sqlite" % STATE
c.JupyterHub.cookie_secret_file = str(STATE / "cookie-secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.ConfigurableHTTPProxy.command = [
    "sh", "-c", 'echo %d >/proc/$$/autogroup; exec configurable-http-proxy "$@"' % NICE, "configurable-http-proxy"]
# Everyone with an account on the machine is a learner, but for its administrator.
c.Authenticator.allow_all = True
c.Authenticator.blocked_users = {"root"}
c.Spawner.cmd = [str(COURSE / "binder/hub/server")]
c.Spawner.notebook_dir = "~/demitasse"
c.Spawner.default_url = "/lab/tree/00-welcome.ipynb"
c.Spawner.start_timeout = START_SECONDS
c.Spawner.http_timeout = START_SECONDS
c.Spawner.args = [
    "--MappingKernelManager.kernel_info_timeout=%d" % KERNEL_SECONDS,
    "--MappingKernelManager.cull_idle_timeout=%d" % IDLE_SECONDS,
    "--MappingKernelManager.cull_interval=%d" % min(60, IDLE_SECONDS),
    "--ServerApp.shutdown_no_activity_timeout=%d" % (2 * IDLE_SECONDS),
]
c.Spawner.environment = {
    "JDK_JAVA_OPTIONS": "-Xmx%dm" % HEAP_MB,
    "DEMITASSE_OFFLINE": "true",
    # All learners map the same copy of the engine's library.
    "DJL_CACHE_DIR": str(COURSE / ".demitasse/engine"),
}
for setting in ("DEMITASSE_PROFILE", "DEMITASSE_DATA"):
    if setting in os.environ:
        c.Spawner.environment[setting] = os.environ[setting]
