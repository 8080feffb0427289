// What the fetcher's tests share: a mirror in memory, tasks run to their end in simulated or real time, a
// whole screen in a folder.
#pragma once

#include "board/clock.h"
#include "board/loop.h"
#include "fetcher/inner/delivery.h"
#include "fetcher/inner/intake.h"
#include "fetcher/web.h"
#include "tests/support/at_length.h"
#include "tests/support/office.h"
#include "tests/support/scratch_folder.h"

#include <stdexcept>

namespace sheaf::testing {

/// Serves what stands in `files`, by path below sheaf/; whatever that is.
class Mirror : public fetcher::Source {
public:
  std::map<std::string, std::string> files;
  std::map<std::string, int> asked;
  std::string tag;                   // the validator of everything it has
  std::vector<std::string> if_range; // what was sent with requests for a part
  std::uint64_t at_most = ~0ull;     // bytes of an answer; then it is cut
  std::function<void(const std::string &path)> on_get;

  Mirror() = default;
  explicit Mirror(const Publication &p, const std::vector<std::string> &roots = {}) { put(p, roots); }
  void put(const Publication &p, const std::vector<std::string> &roots = {}) {
    files[p.head.channel + "/head"] = p.head_document;
    files["manifests/" + p.head.manifest.hex() + ".json"] = p.manifest_bytes;
    for (const auto &[digest, bytes] : p.blobs) files[blob(digest)] = bytes;
    for (std::size_t i = 0; i < roots.size(); ++i) files["root/" + std::to_string(i + 1)] = roots[i];
  }
  static std::string blob(const Digest &d) { return "blobs/" + d.hex().substr(0, 2) + "/" + d.hex(); }

  [[nodiscard]] std::string name() const override { return "mirror"; }
  [[nodiscard]] std::unique_ptr<fetcher::Request> get(fetcher::Wish wish) override {
    ++asked[wish.path];
    if (on_get) on_get(wish.path);
    wish.done(serve(wish));
    return nullptr;
  }

private:
  Result<fetcher::Answer> serve(fetcher::Wish &wish) {
    auto found = files.find(wish.path);
    if (found == files.end()) return fail(ErrorKind::absent, wish.path + " is not there");
    std::string_view bytes = found->second;
    if (bytes.size() > wish.most) return fail(ErrorKind::refused, "too long");
    if (wish.from > bytes.size()) return fail(ErrorKind::corrupt, "too short");
    if (wish.from) if_range.push_back(wish.validator);
    if (auto begun = wish.begin(wish.from, tag); !begun) return fail(begun.error());
    auto until = wish.until ? std::min<std::uint64_t>(wish.until, bytes.size()) : bytes.size();
    auto some = bytes.substr(wish.from, std::min(until - wish.from, at_most));
    if (auto took = wish.take(some); !took) return fail(took.error());
    bool cut = wish.from + some.size() < until || (wish.exactly && bytes.size() != wish.most);
    if (cut) return fail(ErrorKind::transient, "it ended early");
    return fetcher::Answer{false, tag};
  }
};

/// A screen without a network: time goes on only where something waits for it.
struct QuietScreen {
  ScratchFolder folder;
  Office office;
  board::ScreenConfig config;
  fetcher::Hours hours{{Steady(std::chrono::hours(1)), instant(30 * 86400), ClockQuality::synchronised}, {}};
  std::unique_ptr<assets::Shelf> shelf;
  fetcher::Chance chance{7};

  QuietScreen() {
    config.store = folder / "store";
    open();
  }
  void open() {
    shelf.reset();
    auto opened = assets::Shelf::open({config.store}, office.installed(), {std::nullopt, 0});
    if (!opened) throw std::runtime_error(opened.error().text);
    shelf = std::move(*opened);
    intake = std::make_unique<fetcher::Intake>(hours, *shelf, [this] { return floor; });
    allowance = std::make_unique<fetcher::Allowance>(hours, *shelf, nullptr, config);
  }
  template<class T> T run(fetcher::Task<T> task) {
    task.start();
    for (int i = 0; !task.await_ready(); ++i) {
      if (i > 100'000 || hours.timers.next() == Steady::max())
        throw std::runtime_error("a task waits for ever");
      hours.now.steady = std::max(hours.now.steady, hours.timers.next());
      hours.timers.fire(hours.now.steady);
    }
    return task.await_resume();
  }
  Result<fetcher::Found> look(fetcher::Source &source, const std::string &channel = "hall") {
    return run(intake->look(source, channel));
  }
  Result<bool> bring(std::vector<fetcher::Source *> sources, const std::string &channel = "hall") {
    fetcher::Delivery delivery(hours, *shelf, *allowance, std::move(sources), chance);
    return run(delivery.bring(channel, 0));
  }

  Wall floor = instant();
  std::unique_ptr<fetcher::Intake> intake;
  std::unique_ptr<fetcher::Allowance> allowance;
};

/// Real sockets, real time.
struct WiredScreen {
  ScratchFolder folder;
  Office office;
  board::ScreenConfig config;
  std::unique_ptr<board::Loop> loop = std::move(*board::Loop::make());
  fetcher::Hours hours{board::now(), {}};
  std::unique_ptr<fetcher::Web> web;
  std::unique_ptr<assets::Shelf> shelf;
  fetcher::Chance chance{7};
  std::unique_ptr<fetcher::Intake> intake;
  std::unique_ptr<fetcher::Allowance> allowance;

  explicit WiredScreen(board::NetworkPolicy policy = {}, const Office &its = {}) : office(its) {
    config.store = folder / "store";
    config.network = std::move(policy);
    web = std::move(*fetcher::Web::make(*loop, hours, config.network));
    auto opened = assets::Shelf::open({config.store}, office.installed(), {std::nullopt, 0});
    if (!opened) throw std::runtime_error(opened.error().text);
    shelf = std::move(*opened);
    intake = std::make_unique<fetcher::Intake>(hours, *shelf, [this] { return shelf->floor(); });
    allowance = std::make_unique<fetcher::Allowance>(hours, *shelf, web.get(), config);
  }
  void turn_until(const std::function<bool()> &done, Duration most = std::chrono::minutes(2)) {
    const auto until = board::now().steady + most;
    while (!done()) {
      hours.now = loop->turn(std::min(hours.timers.next(), until));
      hours.timers.fire(hours.now.steady);
      if (hours.now.steady >= until) throw std::runtime_error("a task waits for too long");
    }
  }
  template<class T> T run(fetcher::Task<T> task) {
    hours.now = board::now();
    task.start();
    turn_until([&] { return task.await_ready(); });
    return task.await_resume();
  }

  struct Got {
    Result<fetcher::Answer> answer;
    std::uint64_t at = 0; // where the body began
    std::string bytes;
  };
  /// One request, with nothing between it and the source. `wish` needs no calls.
  Got get(fetcher::Source &source, fetcher::Wish wish) {
    Got got;
    bool done = false;
    hours.now = board::now();
    wish.begin = [&](std::uint64_t at, const std::string &) {
      got.at = at;
      return Result<void>();
    };
    wish.take = [&, most = wish.most](std::string_view bytes) -> Result<void> {
      got.bytes += bytes;
      if (got.bytes.size() > most) return fail(ErrorKind::unsupported, "more was given than was wished for");
      return {};
    };
    wish.done = [&](Result<fetcher::Answer> answer) {
      got.answer = std::move(answer);
      done = true;
    };
    auto request = source.get(std::move(wish));
    turn_until([&] { return done; });
    return got;
  }
  std::unique_ptr<fetcher::Source> source(const std::string &url) const {
    auto made = web->source(url);
    if (!made) throw std::runtime_error(made.error().text);
    return std::move(*made);
  }
  Result<fetcher::Found> look(fetcher::Source &source, const std::string &channel = "hall") {
    return run(intake->look(source, channel));
  }
  Result<bool> bring(std::vector<fetcher::Source *> sources, const std::string &channel = "hall") {
    fetcher::Delivery delivery(hours, *shelf, *allowance, std::move(sources), chance, 2ms);
    return run(delivery.bring(channel, 0));
  }
  Result<fetcher::Document> document(fetcher::Source &source, const std::string &path,
                                     std::uint64_t most = 4096, bool exactly = false) {
    return run(fetcher::read_document(source, path, most, exactly, ""));
  }
};

}
