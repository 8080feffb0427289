#!/usr/bin/env python3
"""report.py KIND FOLDER: turns the logs of watch (PLAYER.ROUND.log) into a table in Markdown.

What the columns mean is in README.md. Figures are medians, with the smallest and the largest of all rounds behind
them; ratios are to mpv in the same round, because a busy machine slows both."""
import array
import bisect
import collections
import pathlib
import statistics
import sys

Show = collections.namedtuple("Show", "at clip frame")
Tree = collections.namedtuple("Tree", "at cpu rss pss processes descriptors")
End = collections.namedtuple("End", "at status cpu x_cpu blink left")


class Run:
    def __init__(self, log):
        self.player, *self.of, self.round = log.stem.split(".")
        self.shows, self.trees, self.blank, self.sound, self.end = [], [], [], [], None
        for line in log.read_text().splitlines():
            at, kind, *rest = line.split("\t")
            values = [float(at)] + [float(v) for v in rest]
            if kind == "show":
                self.shows.append(Show(*values))
            elif kind == "tree":
                self.trees.append(Tree(*values))
            elif kind == "sound":
                self.sound.append((values[1] / 2, values[0]))
            elif kind == "end":
                self.end = End(*values)
            if kind in ("show", "black", "other"):
                self.blank.append((float(at), kind))

    def showings(self):
        """Pictures of one clip in a row; a film that begins again is another showing."""
        rows = []
        for s in self.shows:
            if not rows or s.clip != rows[-1][-1].clip or s.frame + 30 < rows[-1][-1].frame:
                rows.append([])
            rows[-1].append(s)
        return rows

    def black(self, since, until):
        ends = [t for t, _ in self.blank[1:]] + [self.end.at]
        spans = [(t, e) for (t, kind), e in zip(self.blank, ends) if kind == "black"]
        return sum(max(0, min(e, until) - max(t, since)) for t, e in spans)

    def follow(self, wanted):
        """Sets what came of the wanted items: clip, frames, frames a second."""
        self.shown = self.late = 0
        self.expected = int(sum(n for _, n, _ in wanted if n > 1))
        self.changes, self.missed = [], []
        rows, before = self.showings(), None
        for clip, frames, rate in wanted:
            skipped = next((i for i, row in enumerate(rows) if row[0].clip == clip), None)
            if skipped is None:
                self.missed.append(int(clip))
                before = None
                continue
            row, rows = rows[skipped], rows[skipped + 1:]
            if frames > 1:
                self.shown += len({s.frame for s in row})
                self.late += sum(b.at - a.at > (b.frame - a.frame + 0.5) * 1000 / rate for a, b in zip(row, row[1:]))
            if before:
                last, due = before
                self.changes.append((row[0].at - due, self.black(last, row[0].at)))
            before = row[-1].at, row[-1].at + (frames - row[-1].frame) * 1000 / rate
        self.minutes = sum(n / rate for _, n, rate in wanted) / 60
        return self


def spread(values, digits=0):
    values = [round(v, digits) + 0.0 for v in values]  # no "-0"
    if not values:
        return "–"
    middle = f"{statistics.median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.{digits}f}..{max(values):.{digits}f})"


def table(head, rows):
    print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def ratio(runs, player, figure):
    """Of each round to mpv's in the same round."""
    mpv = {(*r.of, r.round): figure(r) for r in runs if r.player == "mpv"}
    both = [figure(r) / mpv[(*r.of, r.round)] for r in runs if r.player == player and mpv.get((*r.of, r.round))]
    return spread(both, 2)


def by_player(runs):
    players = sorted({r.player for r in runs}, key=lambda p: (p == "mpv", p))
    return [(p, [r for r in runs if r.player == p]) for p in players]


def compare(folder, runs):
    wanted = wanted_in(folder)
    for r in runs:
        r.follow(wanted)
    cpu, peak = lambda r: r.end.cpu / 1000 / r.minutes, lambda r: max(t.pss for t in r.trees) / 1024
    table(["player", "frames shown", "late frames", "change late by, ms", "of it black, ms", "CPU, s/min", "× mpv",
           "peak memory, MiB", "× mpv", "first picture, ms", "Xvfb's CPU, s/min"],
          [[p, spread(r.shown for r in rs) + f" of {rs[0].expected}", spread(r.late for r in rs),
            spread(c[0] for r in rs for c in r.changes), spread(c[1] for r in rs for c in r.changes),
            spread(map(cpu, rs), 1), ratio(runs, p, cpu), spread(map(peak, rs)), ratio(runs, p, peak),
            spread(r.shows[0].at for r in rs if r.shows), spread((r.end.x_cpu / 1000 / r.minutes for r in rs), 1)]
           for p, rs in by_player(runs)])
    for r in runs:
        if r.missed:
            print(f"\n**{r.player}, round {r.round}: never or out of order: clips {r.missed}**")


def still(folder, runs):
    def cost(r):  # ms of CPU time from one second after the picture came
        after = [t for t in r.trees if r.shows and t.at >= r.shows[0].at + 1000]
        return (after[-1].cpu - after[0].cpu) * 60000 / (after[-1].at - after[0].at)
    table(["player", "CPU while a still stays, ms/min", "memory meanwhile, MiB"],
          [[p, spread(map(cost, rs)), spread(r.trees[-1].pss / 1024 for r in rs)] for p, rs in by_player(runs)])


def changes(folder, runs):
    rows = []
    for p, rs in by_player(runs):
        for r in rs:
            begun = [row[0].at for row in r.showings()]
            for n in sorted({n for n in (100, 500, 1000, 2000, 5000) if n < len(begun)} | {len(begun)}):
                loop = [t for t in r.trees if begun[max(0, n - 21)] <= t.at <= begun[n - 1]]  # a round of the list
                rows.append([p, str(n)] + [f"{statistics.median(v):.1f}" for v in
                            ([t.rss / 1024 for t in loop], [t.pss / 1024 for t in loop])]
                            + [f"{max(v):.0f}" for v in ([t.descriptors for t in loop], [t.processes for t in loop])]
                            + [f"{r.black(begun[0], begun[-1]):.0f}"])
    table(["player", "changes", "RSS, MiB", "PSS, MiB", "descriptors", "processes", "black in all, ms"], rows)


def folder_size(folder, runs):
    first = {(r.player, r.of[0], r.round): r.shows[0].at for r in runs if r.shows}
    sizes = sorted({r.of[0] for r in runs}, key=int)
    table(["player"] + [f"{n} files, ms" for n in sizes] + ["ratio"],
          [[p] + [spread(first[p, n, r.round] for r in rs if r.of[0] == n and (p, n, r.round) in first) for n in sizes]
           + [spread([first[p, sizes[-1], r.round] / first[p, sizes[0], r.round] for r in rs if r.of[0] == sizes[0]
                      and (p, sizes[-1], r.round) in first and (p, sizes[0], r.round) in first], 2)]
           for p, rs in by_player(runs)])


def beeps(run, raw, loud=3000, block=480):
    """When beeps begin. A sample was heard when the recording reached it; the promptest writing tells when."""
    samples, quiet, found = array.array("h", raw.read_bytes()[:-1 & ~1]), True, []
    for i in range(0, len(samples), block):
        top = max(samples[i:i + block])
        if quiet and top > loud:
            found.append(next(n for n in range(i, len(samples)) if samples[n] > loud))
        quiet = top <= loud
    for n in found:
        near = run.sound[bisect.bisect(run.sound, (n - 96000, 0)):bisect.bisect(run.sound, (n + 96000, 0))]
        if near:
            yield n / 48 + min(t - written / 48 for written, t in near)


def lip_sync(folder, runs):
    rows = []
    for r in runs:
        heard = list(beeps(r, folder / f"{r.player}.{r.round}.raw"))
        for lap, row in enumerate(r.showings(), 1):
            offsets = [(s.at, min((b - s.at for b in heard), key=abs)) for s in row if s.frame % 60 == 0]
            offsets = [o for at, o in offsets if abs(o) < 900]
            if len(offsets) > 2:
                few = max(1, min(15, len(offsets) // 3))
                start, end = statistics.median(offsets[1:few + 1]), statistics.median(offsets[-few:])
                rows.append([r.player, r.round, str(lap), str(len(offsets)), f"{offsets[0]:+.0f}", f"{start:+.0f}",
                             f"{end:+.0f}", f"{end - start:+.1f}", f"{min(offsets):+.0f}..{max(offsets):+.0f}"])
    table(["player", "round", "lap", "flashes with a beep", "first, ms", "start, ms", "end, ms", "drift, ms", "all, ms"], rows)


def check(folder, runs):
    by = {r.player: r.follow(wanted_in(folder)) for r in runs}
    clean, orphan = by["clean"], by["orphan"]
    peak = lambda r: max(t.pss for t in r.trees) / 1024
    facts = {
        "clean: every frame, none late, changes on time, no black":
            clean.shown == 120 and not clean.late and all(abs(l) < 8 and not b for l, b in clean.changes),
        "drop: one frame is missing": by["drop"].shown == 119,
        "late: a frame is late": by["late"].shown >= 119 and by["late"].late >= 1,
        "black: both changes 100 ms late, black meanwhile":
            all(90 < l < 115 and 90 < b < 115 for l, b in by["black"].changes) and len(by["black"].changes) == 2,
        "orphan: 500 ms of CPU time more": 450 < orphan.end.cpu - clean.end.cpu < 700,
        "orphan: 64 MiB more": 60 < peak(orphan) - peak(clean) < 75,
    }
    for fact, holds in facts.items():
        print("seen  " if holds else "NOT SEEN ", fact)
    sys.exit(not all(facts.values()))


def wanted_in(folder):
    return [tuple(map(float, line.split("\t"))) for line in (folder / "list").read_text().splitlines()]


def main():
    kinds = {"compare": compare, "still": still, "changes": changes, "folder": folder_size, "lip-sync": lip_sync,
             "check": check}
    if len(sys.argv) != 3 or sys.argv[1] not in kinds:
        sys.exit(f"usage: report.py {' | '.join(kinds)} FOLDER")
    folder = pathlib.Path(sys.argv[2])
    runs = [Run(log) for log in sorted(folder.glob("*.log"))]
    for r in runs:
        if not r.shows or r.end.status not in (0, 4, 143) or r.end.left:
            print(f"**{r.player}, {'.'.join(r.of + [r.round])}: {len(r.shows)} pictures, status {r.end.status:.0f},"
                  f" {r.end.left:.0f} processes left behind**\n")
    kinds[sys.argv[1]](folder, runs)
    if runs and sys.argv[1] != "check":
        print(f"\n{(folder / 'machine').read_text().strip()}; longest time between two looks "
              f"{max(r.end.blink for r in runs):.0f} ms")


main()
