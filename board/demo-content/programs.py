"""Calls the programs that turn drawings into files, and says what is missing."""

import shutil
import subprocess
from pathlib import Path

import flags
from palette import FAMILIES


class Missing(Exception):
    """Something that the pictures need is not installed."""


def check():
    for program, package in (("rsvg-convert", "librsvg2-bin"), ("ffmpeg", "ffmpeg"), ("fc-list", "fontconfig")):
        if not shutil.which(program):
            raise Missing(f"The program {program} is missing; install the package {package}.")
    for family in FAMILIES:
        for style in ("Regular", "Bold"):
            if not run("fc-list", f"{family}:style={style}"):
                raise Missing(f"The font {family} {style} is missing; install the package fonts-noto-core.")
    if not (flags.PACKAGE / "bn.svg").is_file():
        raise Missing("The flags are missing; install the package iso-flags-svg.")


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()[-1:] or ["it gave no reason"]
        raise RuntimeError(f"{command[0]} failed: {said[0]}")
    return done.stdout.strip()


def ffmpeg(*arguments):
    run("ffmpeg", "-nostdin", "-loglevel", "error", "-y", *map(str, arguments))


def draw_png(drawing, target):
    source = target.with_name(target.name + ".drawing")
    try:
        source.write_text(drawing, encoding="utf-8")
        run("rsvg-convert", "--unlimited", "--format=png", f"--output={target}", str(source))
    finally:
        source.unlink(missing_ok=True)


def write_picture(drawing, kind, target):
    """One still as `png`, `jpg`, `webp` or `svg`."""
    if kind == "svg":
        target.write_text(drawing, encoding="utf-8")
        return
    if kind == "png":
        draw_png(drawing, target)
        return
    drawn = target.with_name(target.name + ".png")
    form = {
        "jpg": ("-f", "mjpeg", "-pix_fmt", "yuvj444p", "-q:v", "2"),
        "webp": ("-f", "webp", "-c:v", "libwebp", "-pix_fmt", "bgra", "-quality", "94", "-preset", "drawing"),
    }[kind]
    try:
        draw_png(drawing, drawn)
        ffmpeg("-i", drawn, "-frames:v", "1", "-bitexact", "-map_metadata", "-1", *form, target)
    finally:
        drawn.unlink(missing_ok=True)


def write_film(layers, graph, sound, rate, seconds, target):
    """`layers` are pictures on disk, in the order of the graph's inputs."""
    inputs = [part for layer in layers for part in ("-framerate", str(rate), "-i", str(layer))]
    tags = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
    ffmpeg(
        *inputs,
        "-i",
        Path(sound),
        "-filter_complex",
        graph,
        "-map",
        "[picture]",
        "-map",
        f"{len(layers)}:a",
        "-t",
        seconds,
        "-r",
        rate,
        "-c:v",
        "libx264",
        "-profile:v",
        "high",
        "-preset",
        "veryfast",
        "-crf",
        "18",
        "-x264-params",
        "aq-mode=3",
        "-g",
        2 * rate,
        *tags,
        "-c:a",
        "aac",
        "-b:a",
        "160k",
        "-movflags",
        "+faststart",
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
        "-flags:a",
        "+bitexact",
        "-map_metadata",
        "-1",
        "-f",
        "mp4",
        target,
    )
