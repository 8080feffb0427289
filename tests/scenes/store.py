"""A store that a scene fills as sheaf-fetch would have, and the player that shows it."""
import json
import os
import shutil

from player import MEDIA, SHEAF, Player, expect, fail, folder, run, wait

MAKE_STORE = os.path.join(os.path.dirname(SHEAF), "make_store")
# A player that takes its clock for good, on whatever machine.
CLOCK = {"LD_PRELOAD": os.path.join(os.path.dirname(SHEAF), "good_clock.so"),
         "ASAN_OPTIONS": "verify_asan_link_order=0"}


def write(path, data):
    """Whole, by rename."""
    with open(path + ".scene", "wb") as f:
        f.write(data)
    os.rename(path + ".scene", path)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def medium(name):
    return os.path.join(MEDIA, name)


class Store:
    def __init__(self, channels=("hall",), store=None, **more):
        self.place = folder()
        self.path = os.path.join(self.place, "store")
        if store:
            os.symlink(store, self.path)
            self.path = store
        self.config = os.path.join(self.place, "screen.toml")
        self.run = os.path.join(self.path, "run")
        fields = {"id": "hall-1", "channels": list(channels), "store": self.path,
                  "root": os.path.join(self.place, "root"), **more}
        with open(self.config, "w", encoding="utf-8") as f:
            f.writelines(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())

    def publish(self, *commands):
        """One whole edition (tests/support/make_store.cpp); the digests of its head and manifest."""
        made = run([MAKE_STORE, self.place, *commands])
        expect(made.returncode == 0, made.stderr)
        return made.stdout.decode().split()

    def trust(self):
        """Only the office's keys and the root that the screen has installed; nothing was fetched yet."""
        self.publish()
        shutil.rmtree(self.path)
        os.mkdir(self.path)

    def current(self):
        return read(os.path.join(self.path, "current"))

    def name(self, current):
        write(os.path.join(self.path, "current"), current)

    def play(self, *arguments, **more):
        return StorePlayer(self, *arguments, **more)

    def blob(self, data):
        digest = run(["sha256sum"], input=data).stdout.decode().split()[0]
        return os.path.join(self.path, "blobs", digest[:2], digest)


class StorePlayer(Player):
    def __init__(self, store, *arguments, **more):
        self.run_folder = store.run
        super().__init__("--config", store.config, *arguments, **more)

    def state(self):
        """play.json; empty where there is none. `on_air` is an object in any case."""
        try:
            state = json.loads(read(os.path.join(self.run_folder, "play.json")))
        except OSError:
            return {}
        return state | {"on_air": state["on_air"] or {}}

    def wait_state(self, what, words):
        """Until `what` of play.json holds."""
        def told():
            if self.popen.poll() is not None:
                fail(f"the player has ended: {self.said()}")
            state = self.state()
            return state and what(state) and state
        return wait(told, words)

    def of(self, item, ended=None):
        """The statistics of an item of the store."""
        return [line for line in self.lines(ended=ended) if line["item"].split("/")[1] == item]

    def wait_of(self, item, count=1, ended=None):
        wait(lambda: len(self.of(item, ended)) >= count, f"{count} lines of {item} {ended}")
        return self.of(item, ended)

    def records(self):
        """Play records, in order."""
        plays = os.path.join(self.run_folder, "plays")
        names = sorted(os.listdir(plays), key=lambda n: int(n.split(".")[0])) if os.path.isdir(plays) else []
        lines = b"".join(read(os.path.join(plays, name)) for name in names).decode().split("\n")
        return [json.loads(line) for line in lines if line]


def still(item, picture=None, seconds=0.4):
    return f"item:{item}:und={medium(picture or item + '.png')}:still={seconds}"


def film(item, file):
    return f"item:{item}:und={medium(file)}:film=1"
