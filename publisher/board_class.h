// What each kind of board plays smoothly, as a table, and what that means for a file. Pure; any thread.
//
// The table is of our own player, which decodes in software and scales on the CPU or GPU of the board. It
// holds what is known of their processors (README.md, "What screens can play"), with room to spare; a wall is
// no place to find out. Where bench figures of a real board say otherwise, the table is the one place to
// change.
#pragma once

#include "base/result.h"
#include "media/measurement.h"
#include "publisher/words.h"

#include <span>
#include <string>
#include <vector>

namespace sheaf::publisher {

/// One codec that a board plays.
struct Playable {
  const char *codec;    // FFmpeg's name
  const char *profiles; // FFmpeg's names, with '|' before, between and after; nullptr: any
  int level;            // as the codec counts, at most; 0: any
  Size size;            // at most, lying; a picture that stands may have it turned
  double rate;          // pictures a second, at most
  int depth;            // bits, at most; always 4:2:0
};

struct BoardClass {
  const char *name;
  std::span<const Playable> films;
  double rate;       // of renditions, pictures a second at most
  double megabits;   // a second, over the whole film, sound included
  Size film;         // of renditions, at most
  const char *level; // of renditions: H.264's
  Size still{3840, 2160};
};

/// "pi3", "pi4", "pi5", "pc": the weakest first. Null where there is none of this name.
const BoardClass *board_class(std::string_view name);
std::span<const BoardClass> board_classes();

/// A name in words.txt, with what fills it in: words(reason.word, reason.filling).
struct Reason {
  std::string word;
  Filling filling;
};

enum class Fate { playable, rendition, refused };

struct Verdict {
  Fate fate = Fate::playable;
  std::vector<Reason> reasons;                            // why not as it is
  bool picture = false, sound = false, container = false; // what has to be made anew
};

Verdict judge(const media::Measurement &m, const BoardClass &board);

/// The loudness that a player cannot reach by turning up alone, because peaks would be cut
/// (playlist/loudness.h).
bool too_quiet_for_its_peaks(const media::MeasuredSound &sound);

/// All its reasons, in both languages.
Saying told(const Verdict &verdict);

}
