"""A real player for a scene: started, watched from outside, and ended.

Scenes wait for something to happen; how long it takes is nobody's assertion, so waiting has a generous end.
"""
import atexit
import glob
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import zlib

MEDIA = os.environ["SHEAF_MEDIA"]
SHEAF = os.environ["SHEAF"]
with open(SHEAF + "-play", "rb") as program:
    SANITIZED = b"__asan_init" in program.read()  # it keeps freed memory for a while
PATIENCE = 60  # seconds
COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0),
           "white": (255, 255, 255), "black": (0, 0, 0)}


def fail(words):
    raise AssertionError(words)


def wait(condition, what):
    """Until `condition` gives something true; gives that."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    fail(f"waited in vain: {what}")


def folder():
    """A folder of the scene's own."""
    path = tempfile.mkdtemp(prefix="sheaf-scene-")
    atexit.register(shutil.rmtree, path, True)
    return path


def put(name, place, to=None):
    """Copies one of the media into `place`: whole at once, as a careful uploader does."""
    to = os.fspath(to or name)
    fresh = os.path.join(place, "." + os.path.basename(to)[:50] + ".part")
    shutil.copyfile(os.path.join(MEDIA, name), fresh)
    os.rename(fresh, os.path.join(place, to))
    return os.path.join(place, to)


# --- processes

def process(pid):
    """Parent, state, CPU ticks and start of a process; nothing where it has gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="latin-1") as f:
            fields = f.read().rpartition(")")[2].split()
    except OSError:
        return None
    return {"parent": int(fields[1]), "state": fields[0], "ticks": int(fields[11]) + int(fields[12]),
            "start": int(fields[19])}


def children(pid):
    """Of a process, the oldest first; those that have ended and were not taken leave of do not count."""
    found = []
    for path in glob.glob(f"/proc/{pid}/task/*/children"):
        try:
            with open(path, encoding="ascii") as f:
                found += [int(word) for word in f.read().split()]
        except OSError:
            pass
    states = {child: process(child) for child in found}
    return sorted((c for c, p in states.items() if p and p["state"] != "Z"), key=lambda c: states[c]["start"])


def tree(pid):
    return [pid] + [p for child in children(pid) for p in tree(child)]


def alive(pid):
    p = process(pid)
    return p is not None and p["state"] != "Z"


# --- pictures

def unfiltered(kind, line, above):
    """A row of a PNG (RFC 2083, section 6), three bytes a pixel."""
    for i in range(len(line)):
        a = line[i - 3] if i >= 3 else 0
        b = above[i]
        c = above[i - 3] if i >= 3 else 0
        nearest = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
        line[i] = (line[i] + (0, a, b, (a + b) // 2, nearest)[kind]) & 255
    return line


def read_png(path):
    """Width, height and rows of an 8-bit RGB PNG; it must be whole."""
    with open(path, "rb") as f:
        data = f.read()
    assert data.startswith(b"\x89PNG\r\n\x1a\n"), "no PNG"
    at, packed, ended = 8, b"", False
    while at < len(data):
        length, name = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
        body = data[at + 8:at + 8 + length]
        assert zlib.crc32(name + body) == int.from_bytes(data[at + 8 + length:at + 12 + length], "big"), "damaged"
        if name == b"IHDR":
            width, height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
            assert body[8:10] == b"\x08\x02", "not 8-bit RGB"
        packed += body if name == b"IDAT" else b""
        ended = name == b"IEND"
        at += 12 + length
    assert ended, "cut off"
    raw, rows, above = zlib.decompress(packed), [], bytearray(width * 3)
    for y in range(height):
        begin = y * (width * 3 + 1)
        above = unfiltered(raw[begin], bytearray(raw[begin + 1:begin + 1 + width * 3]), above)
        rows.append(above)
    return width, height, rows


def colour_name(rgb):
    """The nearest of the colours that scenes use."""
    return min(COLOURS, key=lambda name: sum((a - b) ** 2 for a, b in zip(COLOURS[name], rgb)))


class Picture:
    def __init__(self, path):
        self.width, self.height, self.rows = read_png(path)

    def at(self, x, y):
        """The colour at fractions of width and height, by name."""
        px, row = int(x * self.width), self.rows[int(y * self.height)]
        return colour_name(tuple(row[px * 3:px * 3 + 3]))

    def colours(self):
        return {tuple(row[x * 3:x * 3 + 3]) for row in self.rows[::3] for x in range(0, self.width, 3)}


# --- the player

class Player:
    def __init__(self, *arguments, window="320x180", environment=None, cwd=None, wait_for_start=True):
        self.place = folder()
        self.stats = os.path.join(self.place, "stats.jsonl")
        self.shot = os.path.join(self.place, "shot.png")
        self.errors = open(os.path.join(self.place, "stderr"), "w+b")
        env = dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy", TMPDIR=self.place)
        env.update(environment or {})
        command = [SHEAF, "play", "--window", window, "--stats", self.stats, "--screenshot", self.shot, *arguments]
        self.popen = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                      stderr=self.errors, env=env, cwd=cwd or self.place)
        self.pid = self.popen.pid
        self.known = set()
        atexit.register(self.kill)
        if wait_for_start:
            wait(self.listens, "the player answers signals")

    def listens(self):
        """SIGUSR1 is blocked, so that it becomes an event; before that it would end the player."""
        if self.popen.poll() is not None:
            fail(f"the player has ended: {self.said()}")
        try:
            with open(f"/proc/{self.pid}/status", encoding="ascii") as f:
                blocked = [line.split()[1] for line in f if line.startswith("SigBlk")]
        except OSError:
            return False
        return bool(blocked) and int(blocked[0], 16) >> 9 & 1

    def kill(self):
        for pid in tree(self.pid) if self.popen.poll() is None else []:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.popen.wait()

    def said(self):
        self.errors.flush()
        with open(self.errors.name, encoding="utf-8", errors="replace") as f:
            return f.read()

    def running(self):
        return self.popen.poll() is None

    def lines(self, item=None, ended=None):
        """Of the statistics, those that are about `item` (the end of its path)."""
        try:
            with open(self.stats, encoding="utf-8") as f:
                lines = [json.loads(line) for line in f.read().split("\n")[:-1]]
        except FileNotFoundError:
            return []
        return [line for line in lines if (item is None or line["item"].endswith(item))
                and (ended is None or line["ended"] == ended)]

    def wait_lines(self, count, item=None, ended=None):
        wait(lambda: len(self.lines(item, ended)) >= count or self.popen.poll() is not None and fail(
            f"the player has ended: {self.said()}"), f"{count} lines of {item} {ended}")
        return self.lines(item, ended)

    def send(self, number):
        os.kill(self.pid, number)

    def picture(self):
        """What is on the screen. Asked for again now and then: before its window is open it cannot know."""
        if os.path.exists(self.shot):
            os.remove(self.shot)
        asked = 0

        def taken():
            nonlocal asked
            if time.monotonic() - asked > 1:
                self.send(signal.SIGUSR1)
                asked = time.monotonic()
            return os.path.exists(self.shot)

        wait(taken, "a screenshot")
        return Picture(self.shot)

    def colour(self):
        return self.picture().at(0.5, 0.5)

    def wait_colour(self, name):
        wait(lambda: self.colour() == name, f"{name} on the screen")

    def wait_card(self):
        """The built-in card: neither black nor one of the scenes' colours."""
        wait(lambda: len(self.picture().colours()) > 20, "the card")

    def server(self):
        """The fork server."""
        return wait(lambda: children(self.pid), "the fork server")[0]

    def decoders(self):
        return children(self.server())

    def end(self):
        """SIGTERM; nothing stays behind. The exit code."""
        everyone = tree(self.pid)
        self.send(signal.SIGTERM)
        try:
            code = self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            fail("it does not end")
        wait(lambda: not any(alive(pid) for pid in everyone), "all processes have ended")
        return code

    def finished(self):
        """It ends by itself; the exit code."""
        try:
            return self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            fail("it does not end by itself")


def leave(server):
    """In order, so that its number is free again."""
    server.terminate()
    server.wait()


def window_system(number=None):
    """Xvfb, as display `number` or one that is free, when it listens: the number, and the process."""
    display = [f":{number}"] if number else []
    server = subprocess.Popen(["Xvfb", *display, "-displayfd", "1", "-screen", "0", "640x360x24", "-nolisten", "tcp"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    atexit.register(leave, server)
    return int(server.stdout.readline()), server


def run(command, **more):
    return subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE, **more)


def expect(condition, words):
    if not condition:
        fail(str(words() if callable(words) else words))
