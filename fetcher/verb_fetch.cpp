// sheaf fetch: for good, or once through.
#include "fetcher/inner/verbs.h"

#include "board/clock.h"
#include "board/help.h"
#include "board/log.h"
#include "fetcher/inner/progress.h"
#include "fetcher/inner/service.h"
#include "fetcher/open_source.h"
#include "fetcher/web.h"

#include <csignal>
#include <sys/resource.h>

namespace sheaf::fetcher {
namespace {

int work(const board::ScreenConfig &config, const std::vector<std::string> &from, bool once) {
  auto signals = board::Signals::take({SIGTERM, SIGINT, SIGHUP});
  if (!signals) return complain("fetch", signals.error(), 1);
  auto loop = board::Loop::make();
  if (!loop) return complain("fetch", loop.error(), 1);
  Hours hours;
  hours.now = board::now();
  auto web = Web::make(**loop, hours, config.network);
  if (!web) return complain("fetch", web.error(), 1);
  std::vector<std::unique_ptr<Source>> sources;
  for (const auto &word : from) {
    auto source = open_source(word, web->get(), hours);
    if (!source) return complain("fetch", source.error(), 2);
    sources.push_back(std::move(*source));
  }
  auto shelf = open_shelf(config);
  if (!shelf) return complain("fetch", shelf.error(), 1);
  hours.now = board::now();
  std::vector<Source *> each;
  for (auto &s : sources) each.push_back(s.get());
  Service service({**loop, hours, **shelf, config, each, web->get(), *signals});
  ProgressBar bar;
  if (ProgressBar::wanted()) service.show_through([&bar](const auto &state) { bar.show(state); });
  if (!once) return service.run(), 0;
  auto done = service.run_once();
  bar.end();
  return done ? 0 : complain("fetch", done.error(), 1);
}

}

int fetch(std::span<const char *const> arguments) {
  auto words = parse_words(arguments, {"--from", "--store", "--config"}, {"--once"});
  if (!words) return complain("fetch", words.error(), 2);
  if (words->has("--help")) return board::tell_help("fetch");
  if (!words->names.empty())
    return complain(
        "fetch", {ErrorKind::unsupported, "'" + words->names[0] + "': say --from in front of a source"}, 2);
  auto config = read_config(*words);
  if (!config) return complain("fetch", config.error(), 2);
  auto from = words->all("--from");
  if (from.empty()) from = config->sources;
  if (from.empty())
    return complain(
        "fetch", {ErrorKind::absent, config_path(*words) + ": it has no source, and there is no --from"}, 2);
  if (config->channels.empty())
    return complain("fetch", {ErrorKind::absent, config_path(*words) + ": it has no channel"}, 2);
  ::signal(SIGPIPE, SIG_IGN);
  ::setpriority(PRIO_PROCESS, 0, 10); // the picture goes first
  return work(*config, from, words->has("--once"));
}

}
