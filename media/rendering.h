// One item being turned into pictures and sound. Player and publisher see items only through this.
// The thread that opened it, unless a function says otherwise.
#pragma once

#include "base/bytes.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"
#include "media/picture.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sheaf::media {

enum class ItemKind { still, film, animation };
/// "still", "film", "animation": as statistics and records spell it.
const char *name(ItemKind kind);

/// A picture of an item, in memory that it keeps alive; gives its place back to the decoder when it goes.
/// Moves, never copies.
struct Frame {
  PictureView picture;
  Size shape;                              // width : height of the stored picture, with its pixels' own shape
  QuarterTurns turns = QuarterTurns::none; // what it needs to stand upright
  Duration pts{};                          // from the item's start
  Duration duration{};                     // zero: unknown
  std::shared_ptr<void> keep;              // whoever holds this holds the pixels
};

/// Samples of an item: interleaved stereo floats, 48,000 a second, counted from its first picture.
class Samples {
public:
  virtual ~Samples() = default;
  /// Copies samples [from, from + count) as far as they have been decoded, zeros where not; says how many it
  /// had. Lets go of all before `from`. Any one thread; lock-free.
  virtual std::size_t read(std::uint64_t from, float *into, std::size_t count) = 0;
};

struct ItemFacts {
  ItemKind kind = ItemKind::film;
  std::string codec;
  std::optional<Duration> duration;   // as its container tells; a still has none
  std::optional<std::int64_t> frames; // as its container tells
  bool sound = false;
  Bytes memory; // that its decoder will need, by its own estimate
};
struct ItemEnd {
  Duration duration{};      // exact: end of the last picture (and of the sound, where that goes on longer)
  std::int64_t frames = 0;  // in the file
  std::int64_t dropped = 0; // of these, never sent because they would have come too late
};

struct Measurement; // media/measurement.h

class Rendering {
public:
  virtual ~Rendering() = default; // ends the work at once, whatever state it is in
  /// Takes what has come. Never blocks. `frames`, `facts`, `end`, `failure` only change in here.
  virtual void receive(Steady now) = 0;
  /// The item's time zero is `origin`; until this is called nothing is late. Called again when a pause ends.
  virtual void begin(Steady origin) = 0;
  /// Nothing is late from now on, until begin.
  virtual void pause() = 0;
  [[nodiscard]] virtual std::shared_ptr<Samples> samples() = 0; // null: it has no sound, or none was wanted

  std::deque<Frame> frames;       // in order of pts; taken from the front by the owner
  std::optional<ItemFacts> facts; // once it is open
  std::optional<ItemEnd> end;     // once the last frame has come
  std::optional<Error> failure;   // it will bring nothing more
  std::shared_ptr<const Measurement>
      measured;                         // where this was the wish: all there is to know; it ends with it
  double measured_part = 0;             // 0 ... 1: how much of it has been read for that
  std::optional<std::uint64_t> damaged; // number of the chunk that was not as its seal says
  Steady last_news{}; // when something last came, or when something was last given back to it
};

inline constexpr std::uint64_t sealed_chunk = 1ull << 20; // bytes; the last of a medium may be shorter

/// What a medium must be, to the bit: the child checks each chunk against this before anything of it is
/// parsed (playlist/FORMAT.md, "Chunk lists").
struct Seal {
  std::uint64_t size = 0;     // bytes
  std::vector<Digest> chunks; // SHA-256 per mebibyte, in order
};

struct RenderWish {
  Size box; // the logical screen, pixels
  Fit fit = Fit::contain;
  Duration still{}; // how long a picture stays: animations repeat to fill it
  bool sound = false;
  bool measure = false;        // read all of it, as fast as it goes; nothing is shown (media/measuring.h)
  Bytes still_memory = 40_MiB; // that decoding a still may take; with the program itself under 64 MB
  Bytes in_use{}; // memory of other items that are open: what is left of the budget is this one's
  std::shared_ptr<const Seal> seal{}; // null: a bare file, taken as it is
};

}
