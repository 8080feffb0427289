// A line on a terminal that shows how far a sync is. The loop's thread.
#pragma once

#include "assets/state_files.h"

namespace sheaf::fetcher {

class ProgressBar {
public:
  /// Whether somebody looks: standard error is a terminal.
  static bool wanted();
  void show(const assets::FetchState &state);
  /// Leaves the line.
  void end();

private:
  bool shown_ = false;
};

/// "news  [#####     ]  52 %  12 MB of 23 MB  1.2 MB/s"
std::string progress_line(const assets::ChannelProgress &channel, std::uint64_t rate);

}
