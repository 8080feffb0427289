// What parent and child say to each other. Both are of one build, so messages are plain structs over
// SOCK_SEQPACKET, one a packet, the kind first. The parent trusts no number in them; the child trusts its
// parent.
//
// The memory that both share is made and sealed by the parent:
//   0            Sound, then its samples
//   frames_at    pictures, laid out by the child: a frame message says where
#pragma once

#include "base/time.h"
#include "media/picture.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

namespace sheaf::media {

inline constexpr int sound_rate = 48000;
inline constexpr int sound_channels = 2;
inline constexpr std::uint64_t sound_frames = 1 << 17; // 2.7 s

/// A ring of stereo float samples. `written` is the child's, `read` the parent's; both only grow. Sample n of
/// the ring is sample n of the item, counted from its first picture.
struct Sound {
  std::atomic<std::uint64_t> written;
  std::atomic<std::uint64_t> read;
  std::array<float, sound_frames * sound_channels> samples;
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free); // it works between processes

inline constexpr std::uint64_t frames_at = (sizeof(Sound) + 65535) / 65536 * 65536;
inline constexpr std::uint32_t most_slots = 64; // pictures in the shared memory
inline constexpr std::uint32_t waiting_frames =
    5; // shown by the parent or waiting for it: four wait, one is on the glass
inline constexpr int most_side = 65000; // pixels

enum class Say : std::uint32_t {
  fork = 1,
  forked,
  open,
  give_back,
  begin,
  opened,
  frame,
  ended,
  failed,
  progress,
  measured
};

// --- to and from the fork server, on its own socket

/// With three descriptors: the child's end of the item's socket, the medium, the shared memory; where it is
/// sealed a fourth, the seal (seal_memory.h).
struct ForkMessage {
  Say say = Say::fork;
  std::uint32_t deinterlace = 0; // the deinterlacer must be loaded
  std::uint32_t sealed = 0;
  std::uint32_t unused = 0;
  std::uint64_t id = 0;
};
/// With one descriptor, a pidfd, where pid > 0.
struct ForkedMessage {
  Say say = Say::forked;
  std::int32_t pid = 0; // 0: it could not be made
  std::uint64_t id = 0;
};

// --- parent to child

struct OpenMessage {
  Say say = Say::open;
  std::uint32_t fit = 0;
  std::int32_t width = 0, height = 0; // the logical screen
  std::uint32_t sound = 0;            // whether sound is wanted at all
  std::uint32_t threads = 1;
  std::int64_t still = 0;         // ns: how long a picture stays; an animation repeats to fill it
  std::uint64_t memory = 0;       // bytes: address space that the child may add
  std::uint64_t still_memory = 0; // bytes: what decoding a still may take of it
  std::uint32_t measure = 0;      // read all of it and say what it is; nothing is shown
  std::uint32_t unused = 0;
};
struct GiveBackMessage {
  Say say = Say::give_back;
  std::uint32_t slot = 0;
};
/// The item's time zero on the steady clock; from then on the child leaves out what would come too late.
struct BeginMessage {
  Say say = Say::begin;
  std::uint32_t paused = 0;
  std::int64_t origin = 0; // ns
};

// --- child to parent

enum class Kind : std::uint32_t { still, film, animation };

struct OpenedMessage {
  Say say = Say::opened;
  Kind kind = Kind::film;
  std::int64_t duration = -1; // ns, -1 unknown
  std::int64_t frames = -1;   // -1 unknown
  std::uint32_t has_sound = 0;
  std::uint64_t memory = 0; // bytes that it will need at most, as far as can be told from the header
  std::array<char, 32> codec{};
};
struct FrameMessage {
  Say say = Say::frame;
  std::uint32_t slot = 0;
  std::uint32_t format = 0, matrix = 0, full_range = 0, opaque = 1, turns = 0;
  std::int32_t width = 0, height = 0; // stored pixels
  std::int32_t shape_width = 0,
               shape_height = 0;         // as stored, with the pixel's own shape: only the ratio counts
  std::array<std::uint64_t, 3> offset{}; // from the start of the shared memory
  std::array<std::int32_t, 3> stride{};
  std::int64_t pts = 0;      // ns from the item's start
  std::int64_t duration = 0; // ns, 0 unknown
};
struct EndedMessage {
  Say say = Say::ended;
  std::uint32_t unused = 0;
  std::int64_t duration = 0; // ns, exact
  std::int64_t frames = 0;   // in the file
  std::int64_t dropped = 0;  // of these, left out by the child because they would have come too late
};
struct FailedMessage {
  Say say = Say::failed;
  std::uint32_t kind = 0;        // ErrorKind
  std::uint32_t deinterlace = 0; // 1: nothing is wrong, but it must be opened again with the deinterlacer
  std::uint32_t unused = 0;
  std::int64_t damaged = -1; // the chunk that is not as its seal says
  std::array<char, 500> text{};
};

/// While a film is measured, a few times a second.
struct ProgressMessage {
  Say say = Say::progress;
  std::uint32_t unused = 0;
  double done = 0; // 0 ... 1
};

inline constexpr std::size_t most_subtitles = 16;

/// The one answer to a wish to measure: a Measurement (media/measurement.h) with fixed room for its texts.
struct MeasuredMessage {
  using Word = std::array<char, 24>;
  Say say = Say::measured;
  Kind kind = Kind::still;
  std::int64_t duration = -1; // ns; -1: none
  Word format{}, codec{}, profile{}, pixel_format{}, primaries{}, transfer{}, matrix{}, sound_codec{};
  std::int32_t level = 0, width = 0, height = 0, shape_width = 0, shape_height = 0, depth = 8;
  std::uint32_t turns = 0, variable_rate = 0, interlaced = 0, full_range = 0, hdr = 0, heavy = 0, opaque = 1;
  std::uint32_t cut_off = 0, has_sound = 0, has_lufs = 0, has_peak = 0;
  double rate = 0;
  std::int64_t pictures = 0, damaged = 0, black_start = 0, black_end = 0; // the last two in ns
  std::int32_t channels = 0, sound_rate = 0, sound_tracks = 0, subtitles = 0;
  std::int32_t stream = 0, sound_stream = 0; // of the container
  double lufs = 0, peak_db = 0, speech = 0;
  std::int64_t silence = 0; // ns
  std::array<std::array<char, 8>, most_subtitles> languages{};
};

inline constexpr std::size_t largest_message = std::max(sizeof(FailedMessage), sizeof(MeasuredMessage));

}
