// sheaf-play: the player's process. Owns the screen and the sound; parses no medium, touches no network.
#include "board/clock.h"
#include "board/files.h"
#include "board/help.h"
#include "board/log.h"
#include "board/words.h"
#include "player/stage.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <thread>
#include <unistd.h>

using namespace sheaf;

namespace {

constexpr Duration display_pause = 2s;
constexpr Duration end_patience = 200ms;

int complain(const Error &error) {
  std::fprintf(stderr, "sheaf play: %s\n", error.text.c_str());
  return 2;
}

media::RenderLimits limits() {
  struct sysinfo info {};
  ::sysinfo(&info);
  auto half = static_cast<std::uint64_t>(info.totalram) * info.mem_unit / 2;
  return {std::min(Bytes{half}, 1024_MiB), std::clamp(std::thread::hardware_concurrency(), 1u, 4u)};
}

/// Waits for a display as long as it takes; null where the process was told to end meanwhile.
std::unique_ptr<player::Display> wait_for_display(board::Loop &loop, board::Signals &signals) {
  bool said = false, quit = false;
  std::ignore = loop.watch(signals.fd(), [&] {
    while (int s = signals.next()) quit |= s == SIGTERM || s == SIGINT;
  });
  while (!quit) {
    auto display = player::Display::open();
    if (display) return std::move(*display);
    if (!std::exchange(said, true))
      board::log(board::Level::warning, display.error().text + "; it is tried again every two seconds");
    for (auto until = board::steady_now() + display_pause; !quit && board::steady_now() < until;)
      loop.turn(until);
  }
  return nullptr;
}

Error nothing_to_play(const std::string &config) {
  return {ErrorKind::absent, board::in_both_languages("nothing_to_play", {{"file", config}})};
}

/// This screen's; without any where folders are played on a machine that is none. A screen in public that has
/// none, or a wrong one, shows so.
Result<player::Settings> read_settings(const player::Options &options) {
  auto path = options.config.empty() ? board::default_config_path() : options.config;
  auto config = board::read_screen_config(path);
  bool from_store = options.names.empty();
  bool absent = !config && config.error().kind == ErrorKind::absent;
  if (absent && from_store && !options.kiosk) return fail(nothing_to_play(path));
  if (!config && from_store) return player::Settings{std::nullopt, path, config.error()};
  if (!config && !options.config.empty()) return fail(config.error());
  if (!config) return player::Settings{};
  if (!options.store.empty()) {
    if (config->run == config->store + "/run") config->run = options.store + "/run";
    config->store = options.store;
  }
  return player::Settings{std::move(*config), path, std::nullopt};
}

/// From the beginning: where settings are read, and files opened that they name.
void start_again(const char *const *arguments) {
  auto program = board::program_folder() + "/sheaf-play";
  ::execv(program.c_str(), const_cast<char *const *>(arguments)); // NOLINT: as exec(3) has it
}

int play(const player::Options &options, const char *const *arguments) {
  auto settings = read_settings(options);
  if (!settings) return complain(settings.error());
  auto signals = board::Signals::take({SIGTERM, SIGINT, SIGHUP, SIGUSR1});
  if (!signals) return complain(signals.error());
  auto loop = board::Loop::make();
  if (!loop) return complain(loop.error());
  auto decoders = media::start_render_server(board::program_folder() + "/sheaf-render", limits(),
                                             **loop); // first: it loads while the display opens
  auto worker = board::Worker::make();
  if (!worker) return complain(worker.error());
  auto &w = **worker;
  w.post([] {
    ::setpriority(PRIO_PROCESS, 0, 10);
  }); // this thread's alone on Linux: it never takes time from the picture
  // This thread's too, where it may: a picture that is due goes before decoders that are ahead.
  ::setpriority(PRIO_PROCESS, 0, -10);
  auto scribe = board::Worker::make(); // writes what people read: a full pipe must not hold up the files
  if (!scribe) return complain(scribe.error());
  auto &log = **scribe;
  board::log_through(
      [&log](std::string line) { log.post([line = std::move(line)] { board::write_line(line); }); });
  std::ignore = (*loop)->watch(w.fd(), [&w] { w.answer(); });
  int code = 0;
  bool again = false;
  if (auto display = wait_for_display(**loop, *signals)) {
    player::Stage stage(options, *settings, {**loop, w, log, *signals, *decoders, *display});
    code = stage.run();
    again = stage.mended();
  }
  board::log_through({});
  bool finished = log.finish(end_patience) && w.finish(end_patience);
  decoders.reset();
  if (again) {
    start_again(arguments);
    code = 1; // whoever started us tries again
  }
  if (!finished) std::_Exit(code); // a disk or a pipe is stuck: nobody waits for it
  return code;
}

}

int main(int argc, char **argv) {
  auto options =
      player::parse_options(std::span<const char *const>(argv, static_cast<std::size_t>(argc)).subspan(1));
  if (!options) return complain(options.error());
  if (options->help) return board::tell_help("play");
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGIO, SIG_IGN); // a lease that is broken while we look whether a file is being written
  ::prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0); // wake when asked, not up to 50 µs later
  return play(*options, argv);
}
