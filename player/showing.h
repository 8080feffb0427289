// One item from the decision to open it until its line in the statistics. Values and bookkeeping: no decision
// is made here. The screen's thread.
#pragma once

#include "media/rendering.h"
#include "player/item.h"
#include "playlist/rotation.h"

#include <memory>
#include <optional>
#include <string>

namespace sheaf::player {

enum class Ended { ok, cut, skipped, error };
const char *name(Ended ended);

struct Showing {
  std::string path;
  std::optional<std::size_t> index;            // its place in the list, as long as it is there
  unsigned version = 0;                        // of the list when it was opened
  std::shared_ptr<const Item> item;            // null: a bare file, or not opened yet
  std::unique_ptr<media::Rendering> rendering; // null while the file is being opened
  std::optional<Error> refusal;                // it could not even be opened
  Steady asked{};                              // when opening began
  std::optional<Steady> due, start;            // planned, and really first seen
  Steady origin{};                             // item time zero, once it is on
  Duration still{};                            // how long a picture stays
  std::int64_t presented = 0, late = 0, dropped = 0;
  std::optional<double> gap_ms;
  media::ItemFacts facts; // kept when the rendering has gone
  bool has_facts = false;
  std::optional<media::ItemEnd> end;      // likewise
  std::optional<std::uint64_t> bad_chunk; // likewise

  [[nodiscard]] bool still_picture() const { return has_facts && facts.kind == media::ItemKind::still; }
  [[nodiscard]] bool ready() const { return rendering && !rendering->frames.empty(); }
  /// Bytes of it are not as they were signed.
  [[nodiscard]] bool damaged() const { return bad_chunk.has_value(); }
  /// Takes facts and end over from the rendering, as far as they are known.
  void note();
  /// Why it cannot go on; nothing where it can.
  [[nodiscard]] const Error *failure() const;
  /// How long it is on: exact where it is known; a film's is once its last picture has come.
  [[nodiscard]] std::optional<Duration> duration() const;
  /// The same as far as its container tells, for planning ahead.
  [[nodiscard]] std::optional<Duration> likely_duration() const;
};

/// One line of the statistics, without a line feed: JSON (RFC 8259). Bytes of a name that are not UTF-8 are
/// replaced.
std::string statistics_line(const Showing &showing, Ended ended, const std::string &why, Steady now);

}
