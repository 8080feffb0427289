#include "publisher/exiftool.h"

#include "board/clock.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

constexpr std::string_view ready = "{ready}\n";
constexpr std::size_t most_said = 4u << 20; // bytes of one answer that are kept

}

Result<std::unique_ptr<Exiftool>> Exiftool::start(const std::string &work,
                                                  std::vector<std::string> readable) {
  ::signal(SIGPIPE, SIG_IGN);
  std::unique_ptr<Exiftool> tool(new Exiftool);
  // No configuration of this user's: it could name tags that stay.
  tool->program_ = {.words = {"exiftool", "-config", "", "-stay_open", "True", "-@", "-"},
                    .readable = std::move(readable),
                    .writable = work,
                    .memory = 2048_MiB,
                    .one_output = true};
  auto version = tool->run({"-ver"}, 30s);
  if (!version) return refuse(ErrorKind::absent, "exiftool_missing");
  return tool;
}

Exiftool::~Exiftool() { end(); }

void Exiftool::end() {
  if (child_.pid > 0) media::end_confined(child_, true);
}

Result<std::string> Exiftool::run(const std::vector<std::string> &arguments, Duration patience) {
  if (child_.pid <= 0) {
    auto begun = media::start_confined(program_);
    if (!begun) return fail(begun.error());
    child_ = std::move(*begun);
  }
  std::string command;
  for (const auto &a : arguments) command += a + "\n";
  if (!write_all(child_.to.get(), command + "-execute\n", "exiftool")) {
    end();
    return fail(ErrorKind::transient, "exiftool has ended");
  }
  std::string said;
  auto until = board::steady_now() + patience;
  while (!said.ends_with(ready)) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - board::steady_now()).count();
    pollfd waiting{child_.out.get(), POLLIN, 0};
    std::array<char, 65536> part{};
    auto n = left > 0 && ::poll(&waiting, 1, static_cast<int>(left)) > 0
                 ? ::read(child_.out.get(), part.data(), part.size())
                 : -1;
    if (n < 0 && errno == EINTR && left > 0) continue;
    if (n <= 0 || said.size() > most_said) {
      end();
      return fail(ErrorKind::transient, n == 0 ? "exiftool has ended" : "exiftool does not come to an end");
    }
    said.append(part.data(), static_cast<std::size_t>(n));
  }
  said.resize(said.size() - ready.size());
  return said;
}

}
