"""An office, a web server and screens, each by the real programs, for tests that watch them from outside.

They wait for something to happen; how long that takes is nobody's assertion, so waiting has a generous end.
"""
import atexit
import hashlib
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import zlib

SHEAF = os.environ["SHEAF"]
MAKE_TREE = os.environ["SHEAF_MAKE_TREE"]
LONG = "SHEAF_LONG" in os.environ
PATIENCE = 120  # seconds
MIB = 1 << 20


def fail(words):
    raise AssertionError(words)


def expect(condition, words):
    if not condition:
        fail(str(words() if callable(words) else words))


def wait(condition, what, pause=0.02):
    """Until `condition` gives something true; gives that."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(pause)
    fail(f"waited in vain: {what() if callable(what) else what}")


def folder():
    """A folder of the test's own."""
    path = tempfile.mkdtemp(prefix="sheaf-process-")
    atexit.register(shutil.rmtree, path, True)
    return path


def run(*words, code=0, **more):
    """Its standard output; `code` is what it must end with."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False, **more)
    expect(done.returncode == code, lambda: f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def read_json(path):
    """Nothing where it is not there. Files that are replaced whole can always be read."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Started:
    """A process that ends with the test."""

    def __init__(self, words, **more):
        self.popen = subprocess.Popen(words, stdin=subprocess.DEVNULL, **more)
        atexit.register(self.kill)

    def kill(self):
        if self.popen.poll() is None:
            self.popen.kill()
        self.popen.wait()

    def runs(self):
        return self.popen.poll() is None

    def send(self, number):
        self.popen.send_signal(number)

    def end(self):
        """SIGTERM; the exit code."""
        self.send(signal.SIGTERM)
        return self.popen.wait(PATIENCE)


class Office:
    """An office that publishes without looking (make_tree): quick, and bytes of any kind."""

    def __init__(self, place):
        self.place = place
        self.tree = os.path.join(place, "tree")
        self.root = os.path.join(place, "root")

    def publish(self, *commands):
        return int(run(MAKE_TREE, self.place, self.tree, *commands))


class RealOffice:
    """An office with the office's own verbs."""

    def __init__(self, place):
        self.tree = os.path.join(place, "tree")
        self.root = os.path.join(place, "keys/root/1")
        self.env = dict(os.environ, SHEAF_KEYS=os.path.join(place, "keys"), XDG_CACHE_HOME=os.path.join(place, "cache"),
                        SHEAF_PUBLISHING=os.path.join(place, "publishing.csv"))
        # A container's kernel may not say whether its clock is right.
        run(SHEAF, "keys", "init", "--yes", "--people", "one", "--dir", self.env["SHEAF_KEYS"], "--clock-is-right",
            env=self.env)

    def sheaf(self, *words):
        return run(SHEAF, *words, "--clock-is-right", env=self.env)


NGINX = """%(user)s
daemon off; master_process off; pid %(own)s/pid; error_log %(own)s/errors;
events { worker_connections 256; }
http {
  log_format told '$request_method $uri $status $request_length $bytes_sent';
  access_log %(own)s/access told;
  client_body_temp_path %(own)s/b; proxy_temp_path %(own)s/p; fastcgi_temp_path %(own)s/f; uwsgi_temp_path %(own)s/u;
  scgi_temp_path %(own)s/s;
  sendfile on; keepalive_timeout 600; keepalive_requests 1000000; default_type application/octet-stream;
  ssl_certificate %(own)s/server.pem; ssl_certificate_key %(own)s/server.key;
  server { listen 127.0.0.1:%(port)d ssl http2; root %(tree)s; }
}
"""

CERTIFICATES = """set -e
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }
key ca.key; openssl req -x509 -new -key ca.key -subj /CN=test-ca -days 30 -out ca.pem
key server.key; openssl req -new -key server.key -subj /CN=server -out server.csr
echo subjectAltName=IP:127.0.0.1,DNS:localhost >names
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names -out server.pem
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def listens(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A real nginx on loopback, with TLS by an authority of the test's own."""

    def __init__(self, tree):
        self.own, self.port = folder(), free_port()
        self.ca = os.path.join(self.own, "ca.pem")
        run("sh", "-c", CERTIFICATES, cwd=self.own)
        user = "user root;" if os.geteuid() == 0 else ""
        with open(os.path.join(self.own, "conf"), "w", encoding="ascii") as conf:
            conf.write(NGINX % {"own": self.own, "port": self.port, "tree": tree, "user": user})
        self.nginx = Started(["/usr/sbin/nginx", "-p", self.own, "-e", f"{self.own}/errors", "-c", f"{self.own}/conf"])
        self.url = f"https://127.0.0.1:{self.port}"
        wait(lambda: listens(self.port), "nginx listens")

    def requests(self):
        """Method, path, status, bytes in, bytes out."""
        with open(os.path.join(self.own, "access"), encoding="utf-8") as log:
            return [(m, path, int(status), int(took), int(gave)) for m, path, status, took, gave in map(str.split, log)]


class Screen:
    """A machine that is enrolled: screen.toml, an installed root, a store."""

    def __init__(self, place, office, source, channel="hall", network=""):
        self.store = os.path.join(place, "store")
        self.run_folder = os.path.join(self.store, "run")
        self.config = os.path.join(place, "screen.toml")
        self.env = dict(os.environ, SHEAF_CONFIG=self.config, SHEAF_KEYS="/nowhere")
        os.makedirs(place, exist_ok=True)
        self.sheaf("trust", "init", office.root, "--fingerprint", fingerprint(office.root))
        self.sheaf("enrol", source, "--channel", channel, "--screen", "test", "--store", self.store)
        self.change("[network]", f"[network]\n{network}")
        self.change("reserve = 268435456", "reserve = 0")

    def change(self, what, to):
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        expect(what in text, f"there is no '{what}' in screen.toml")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(text.replace(what, to, 1))

    def sheaf(self, *words, code=0):
        return run(SHEAF, *words, code=code, env=self.env)

    def fetch(self, *words, **more):
        """Started; its log is in the store's neighbour `log`."""
        self.log = os.path.join(os.path.dirname(self.config), "log")
        if "stderr" not in more:
            more["stderr"] = open(self.log, "w", encoding="utf-8")
        return Started([SHEAF, "fetch", *words], env=self.env, **more)

    def said(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    # What is in the store, read as the player reads it.

    def editions(self, channel="hall"):
        """Of `current`, the newest first."""
        current = read_json(os.path.join(self.store, "current")) or {"channels": []}
        return next((c["editions"] for c in current["channels"] if c["channel"] == channel), [])

    def head(self, edition):
        with open(os.path.join(self.store, "editions", edition["head"] + ".head"), "rb") as file:
            return json.loads(file.read().split(b"\n\n", 1)[1])

    def manifest(self, edition):
        return read_json(os.path.join(self.store, "editions", edition["manifest"] + ".json"))

    def newest(self, channel="hall"):
        """The serial and whether it is complete; (0, False) where nothing is there."""
        editions = self.editions(channel)
        return (self.head(editions[0])["serial"], editions[0]["complete"]) if editions else (0, False)

    def blob(self, digest):
        return os.path.join(self.store, "blobs", digest[:2], digest)

    def fetch_state(self):
        return read_json(os.path.join(self.run_folder, "fetch.json"))

    def progress(self, channel="hall"):
        state = self.fetch_state() or {"channels": []}
        return next((c for c in state["channels"] if c["channel"] == channel), None)


def fingerprint(root):
    """As the office tells it: of the bytes that are signed."""
    with open(root, "rb") as file:
        return hashlib.sha256(file.read().split(b"\n\n", 1)[1]).hexdigest()


def blobs_of(manifest):
    """Every digest that an edition needs, with its size; chunk lists too, whose size is not told."""
    found = {}
    for blob in manifest["blobs"]:
        found[blob["sha256"]] = blob["size"]
        if "chunks" in blob:
            found[blob["chunks"]] = None
    return found


def picture(path, colour):
    """A PNG of one colour, 16 x 16."""
    def part(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    rows = zlib.compress((b"\0" + bytes(colour) * 16) * 16)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)) +
                   part(b"IDAT", rows) + part(b"IEND", b""))
