#include "player/config_supply.h"

#include "board/log.h"
#include "board/screen_config.h"

namespace sheaf::player {
namespace {

/// The first mistake, with its English beneath; without the folders: the card is narrow.
std::string fault(const std::string &why, const std::string &path) {
  auto end = why.find('\n');
  if (end != std::string::npos && why.compare(end + 1, 2, "  ") == 0) end = why.find('\n', end + 1);
  auto first = why.substr(0, end);
  const auto name = path.substr(path.rfind('/') + 1);
  for (auto at = first.find(path); at < first.size(); at = first.find(path, at + name.size()))
    first.replace(at, path.size(), name);
  return first;
}

}

ConfigSupply::ConfigSupply(std::string path, const Error &why, board::Worker &worker,
                           std::function<void()> mended)
    : path_(std::move(path)), why_(why.text), worker_(worker), mended_(std::move(mended)) {}

void ConfigSupply::start(Calls calls, const Now &now) {
  calls_ = std::move(calls);
  read_at_ = now.steady + look_again;
  std::string why;
  std::swap(why, why_);
  say({ErrorKind::corrupt, why});
}

void ConfigSupply::say(const Error &why) {
  if (why.text == why_) return;
  why_ = why.text;
  board::log(board::Level::error, why_ + "; the card is shown until it is mended");
  Show show;
  show.items = std::make_shared<const playlist::ItemList>(); // nothing, so that the card comes
  show.card = CardKind::waiting;
  show.facts.fault = fault(why_, path_);
  show.health = "idle";
  calls_.show(std::move(show));
}

void ConfigSupply::turn(const Now &now) {
  if (now.steady >= read_at_) look(now);
}

void ConfigSupply::look(const Now &now) {
  read_at_ = now.steady + look_again;
  auto read = std::make_shared<Result<void>>();
  worker_.post(
      [read, path = path_] {
        if (auto config = board::read_screen_config(path); !config) *read = fail(config.error());
      },
      [this, alive = std::weak_ptr(alive_), read] {
        if (alive.expired()) return;
        if (*read) return mended_();
        say(read->error());
      });
}

void ConfigSupply::open(const std::string &, const WhenOpened &opened) {
  opened(fail(ErrorKind::absent, "there is no programme"));
}

}
