"""The film's music: a few plucked notes on the five tones hò xự xang xê cống."""

import struct
import wave

RATE = 48000
# Hò, xự, xang, xê, cống and their neighbours an octave up and down, in Hz.
TONES = {
    "g": 196.00,
    "a": 220.00,
    "c": 261.63,
    "d": 293.66,
    "f": 349.23,
    "G": 392.00,
    "A": 440.00,
    "C": 523.25,
    "D": 587.33,
    "F": 698.46,
}
# (second, tone, strength, place from 0 = left to 1 = right)
SCORE = (
    (0.60, "f", 0.8, 0.4),
    (1.20, "G", 0.8, 0.45),
    (1.80, "C", 1.0, 0.55),
    (2.70, "A", 0.7, 0.5),
    (3.00, "G", 0.7, 0.5),
    (3.60, "f", 0.9, 0.45),
    (4.80, "d", 0.8, 0.4),
    (5.40, "f", 0.8, 0.45),
    (6.00, "G", 1.0, 0.5),
    (6.90, "A", 0.7, 0.55),
    (7.20, "C", 0.8, 0.6),
    (7.80, "D", 1.0, 0.6),
    (9.00, "C", 0.8, 0.55),
    (9.60, "A", 0.8, 0.5),
    (10.20, "G", 0.9, 0.5),
    (11.10, "f", 0.7, 0.45),
    (11.40, "d", 0.7, 0.4),
    (12.00, "c", 1.0, 0.4),
    (12.90, "d", 0.6, 0.45),
    (13.20, "f", 0.8, 0.5),
    (13.80, "G", 0.6, 0.5),
    (0.60, "a", 0.6, 0.3),
    (3.60, "g", 0.6, 0.3),
    (6.00, "c", 0.6, 0.3),
    (7.80, "g", 0.6, 0.3),
    (10.20, "a", 0.6, 0.3),
    (12.00, "g", 0.6, 0.3),
    (13.80, "c", 0.6, 0.3),
)
LEVEL = 0.475  # sets the mix to about -23 LUFS
ECHOES = ((0.113, 0.22), (0.197, 0.17), (0.311, 0.12), (0.463, 0.08))  # (seconds, strength)


def pluck(tone, seconds):
    """Karplus and Strong's string: a burst of noise, softened as it goes round."""
    length = round(RATE / tone)
    state, string, last = 20250101, [], 0.0
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2**31
        last += 0.35 * (state / 2**30 - 1 - last)  # a fingertip, not a plectrum
        string.append(last)
    mean = sum(string) / length
    string = [value - mean for value in string]
    keep = 0.5 * 0.9985 ** (220 / tone)
    sound, place = [], 0
    for _ in range(int(RATE * seconds)):
        value = string[place]
        after = place + 1 if place + 1 < length else 0
        string[place] = keep * (value + string[after])
        sound.append(value)
        place = after
    return sound


def play(seconds):
    """Left and right channel, with faint echoes as over water."""
    total = int(RATE * seconds)
    left, right = [0.0] * total, [0.0] * total
    strings = {tone: pluck(TONES[tone], 3.2) for tone in sorted({note[1] for note in SCORE})}
    for second, tone, strength, side in SCORE:
        start = int(second * RATE)
        for shift, echo in ((0.0, 1.0), *ECHOES):
            first = start + int(shift * RATE)
            # An echo comes from the other side of the river.
            toward = side if shift == 0 else 1 - side
            loud_left, loud_right = LEVEL * strength * echo * (1 - toward) * 2, LEVEL * strength * echo * toward * 2
            for index, value in zip(range(first, min(total, first + len(strings[tone]))), strings[tone]):
                left[index] += value * loud_left
                right[index] += value * loud_right
    fade = int(1.6 * RATE)
    for index in range(fade):
        share = index / fade
        left[total - 1 - index] *= share
        right[total - 1 - index] *= share
    return left, right


def write_melody(target, seconds):
    left, right = play(seconds)
    frames = bytearray()
    for pair in zip(left, right):
        frames += struct.pack("<hh", *(round(32767 * max(-1.0, min(1.0, value))) for value in pair))
    with wave.open(str(target), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(frames))
