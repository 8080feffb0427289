// Which screen will show what, by the player's own rule (playlist/programme.h). Any thread.
#pragma once

#include "publisher/draft.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sheaf::publisher {

struct ScreenLine {
  playlist::Screen screen;
  std::map<std::string, std::size_t> items; // by the language in which they are shown
  std::size_t foreign = 0;            // of them: in no language of the screen's, for want of a better one
  Duration time{};                    // of one round
  std::size_t timeless = 0;           // items that are not in it: nobody knows how long they are
  std::uint64_t bytes = 0;            // of their files, each once
  std::optional<std::uint64_t> quota; // of its card, for content
  [[nodiscard]] std::size_t count() const;
};

struct ScreenList {
  std::vector<ScreenLine> screens;
  std::vector<Finding> unseen; // items that no screen would show, and why
};

/// What screens get of a file: how long it is shown where the draft does not say it, and how large it is.
struct Shown {
  std::optional<Duration> time;
  std::uint64_t bytes = 0;
};
using ShownOf = std::function<Shown(const std::string &path)>;

/// As it would be published at `now`. `shown_of` is asked once for each file.
ScreenList screen_list(Draft draft, Wall now, const ShownOf &shown_of);

/// For people, Vietnamese first, English beneath.
std::string text_of(const ScreenList &list);
std::string json_of(const ScreenList &list);
/// RFC 4180 with ';', UTF-8 with a byte order mark: as Excel opens it where ',' is a decimal sign.
std::string csv_of(const ScreenList &list);

}
