// What a file is, found by decoding all of it in the sandboxed child. Values only: any thread.
#pragma once

#include "base/time.h"
#include "media/picture.h"
#include "media/rendering.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sheaf::media {

/// The moving or still pictures. Names are FFmpeg's ("h264", "yuv420p10le", "bt2020", "smpte2084").
struct MeasuredPicture {
  std::string codec, profile; // profile: empty where the codec has none
  int level = 0;              // as the codec counts; 0: not told
  int stream = 0;             // of those in the container, the one that a player shows; from 0
  Size size;                  // stored pixels; of a still, as it is shown, upright
  Size shape;                 // width : height with the pixels' own shape, before any turn
  QuarterTurns turns = QuarterTurns::none;
  double rate = 0;            // pictures a second, as they lie in time; 0 for a still
  bool variable_rate = false; // more than one distance in a hundred is a tenth off the usual one
  bool interlaced = false;    // any picture says so
  std::string pixel_format;
  int depth = 8;                           // bits of a component
  std::string primaries, transfer, matrix; // empty: not told
  bool full_range = false, hdr = false;    // hdr: PQ or HLG
  std::int64_t pictures = 0;               // that could be decoded
  std::int64_t damaged = 0;                // packets that could not
  Duration black_start{}, black_end{};     // of a film: how long its ends are black
  std::uint64_t bit_rate = 0;              // bits a second, over the whole; 0 for a still
  bool heavy = false; // a still that needs more memory to be decoded than a screen gives it
  bool opaque = true; // of a still
};

/// What is heard, by EBU R128 (ITU-R BS.1770-4), of the two channels that a player makes of the file's. A
/// single channel comes out of both sides, which is 3 LU more than it has alone.
struct MeasuredSound {
  std::string codec;
  int stream = 0;                // of those in the container, the one that a player plays
  int channels = 0, rate = 0;    // as in the file; samples a second
  std::optional<double> lufs;    // integrated; nothing: no block is above the gate of -70 LUFS
  std::optional<double> peak_db; // true peak, dBTP; nothing: digital silence
  Duration silence{};            // all spans of a second and longer below -60 dBFS, together
  double speech = 0; // 0 ... 1: how likely somebody speaks in it (inner/speech_meter.h: a hint, no proof)
};

struct Measurement {
  ItemKind kind = ItemKind::still;
  std::string format;     // FFmpeg's name of the container, or "jpeg", "png", "svg", ...
  std::uint64_t size = 0; // bytes on disk
  bool cut_off = false;   // it ends before its picture does, or well before the end that its head tells
  std::optional<Duration> duration; // as it is played: to the end of the last picture, or of sound that goes
                                    // on for more than half a second after it; a still has none
  MeasuredPicture picture;
  std::optional<MeasuredSound> sound; // the first track that can be decoded
  int sound_tracks = 0;
  std::vector<std::string> subtitles; // languages of text tracks in the container; "und" where not told
};

}
