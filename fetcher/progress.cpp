#include "fetcher/inner/progress.h"

#include "base/bytes.h"

#include <cstdio>
#include <unistd.h>

namespace sheaf::fetcher {

std::string progress_line(const assets::ChannelProgress &c, std::uint64_t rate) {
  constexpr std::uint64_t width = 30;
  auto permille = c.bytes ? c.bytes_held * 1000 / c.bytes : 1000;
  auto filled = static_cast<std::size_t>(width * permille / 1000);
  auto line = c.channel + "  [" + std::string(filled, '#') + std::string(width - filled, ' ') + "] " +
              std::to_string(permille / 10) + " %  " + text(Bytes{c.bytes_held}) + " / " +
              text(Bytes{c.bytes});
  return rate ? line + "  " + text(Bytes{rate}) + "/s" : line;
}

bool ProgressBar::wanted() { return ::isatty(STDERR_FILENO) == 1; }

void ProgressBar::show(const assets::FetchState &state) {
  for (const auto &c : state.channels)
    if (c.state == "fetching") {
      std::fprintf(stderr, "\r\033[K%s", progress_line(c, state.rate).c_str());
      shown_ = true;
      return;
    }
  end();
}

void ProgressBar::end() {
  if (std::exchange(shown_, false)) std::fputs("\r\033[K", stderr);
}

}
