#include "player/store_supply.h"

#include "board/clock.h"
#include "board/log.h"
#include "player/inner/store_view.h"

#include <algorithm>

namespace sheaf::player {
namespace {

constexpr Duration look_again = 60s;  // even if nothing has said so
constexpr Duration look_waiting = 5s; // while the card tells addresses, or the folder is not there
constexpr Duration save_again = 60s;

Wall built() { return Wall(std::chrono::seconds(SHEAF_BUILT)); } // set by CMakeLists.txt

}

struct StoreSupply::Answer {
  StoreView::News news;
  Result<Opened> opened = fail(ErrorKind::transient, "it was not opened");
  std::vector<assets::BadChunk> bad;
};

StoreSupply::StoreSupply(const board::ScreenConfig &config, board::Loop &loop, board::Worker &worker)
    : folder_(config.store), loop_(loop), worker_(worker),
      view_(std::make_shared<StoreView>(config, built())) {}

StoreSupply::~StoreSupply() {
  if (watch_) loop_.forget(watch_->fd());
}

void StoreSupply::start(Calls calls, const Now &now) {
  calls_ = std::move(calls);
  now_ = now.steady;
  save_at_ = now_ + save_again;
  if (auto made = board::FolderWatch::make()) {
    watch_ = std::move(*made);
    std::ignore = loop_.watch(watch_->fd(), [this] { folder_changed(); });
  } else {
    board::log(board::Level::warning, made.error().text + "; new editions are seen once a minute only");
  }
  read();
}

// The folder, not the file: `current` is another file after each rename.
void StoreSupply::watch() { watched_ = watch_ && watch_->add(folder_).has_value(); }

void StoreSupply::folder_changed() {
  auto changes = watch_->take();
  auto current = assets::StoreFiles{folder_}.current();
  auto named = [&](auto &paths) { return std::find(paths.begin(), paths.end(), current) != paths.end(); };
  bool gone = !changes.gone.empty();
  watched_ = watched_ && !gone;
  if (gone || changes.all || named(changes.finished) || named(changes.removed)) read();
}

void StoreSupply::look(const Now &now) {
  now_ = now.steady;
  read();
}

Steady StoreSupply::wake() const { return std::min(read_at_, save_at_); }

void StoreSupply::turn(const Now &now) {
  now_ = now.steady;
  if (now_ >= read_at_) read();
  if (now_ >= save_at_) save();
}

void StoreSupply::read() {
  read_at_ = now_ + look_again;
  read_again_ = reading_;
  if (reading_) return;
  if (!watched_) watch(); // before reading: nothing comes unnoticed in between
  auto answer = std::make_shared<Answer>();
  reading_ = worker_.post([view = view_, answer] { answer->news = view->read(board::now()); },
                          [this, alive = std::weak_ptr(alive_), answer] {
                            if (!alive.expired()) take(*answer);
                          });
  if (!reading_) read_at_ = now_ + look_waiting;
}

void StoreSupply::take(Answer &answer) {
  reading_ = false;
  auto now = board::now();
  now_ = now.steady;
  auto &[show, changes_at] = answer.news;
  bool waits = show.card == CardKind::waiting || !watched_;
  read_at_ = now_ + (waits ? look_waiting : look_again);
  if (changes_at && *changes_at > now.wall) // else the clock is not good, and something else will say when
    read_at_ = std::min(read_at_, now_ + (*changes_at - now.wall));
  complain(show.complaints);
  last_ = show;
  last_.items = nullptr;
  last_.after = last_.at_once = std::nullopt;
  calls_.show(std::move(show));
  if (read_again_) read();
}

void StoreSupply::take(std::vector<assets::BadChunk> bad) {
  if (bad == last_.bad) return;
  last_.bad = std::move(bad);
  calls_.show(last_);
}

void StoreSupply::complain(const std::vector<std::string> &complaints) {
  auto &before = last_.complaints;
  for (auto &sentence : complaints)
    if (std::find(before.begin(), before.end(), sentence) == before.end())
      board::log(board::Level::warning, "store: " + sentence);
}

void StoreSupply::open(const std::string &key, const WhenOpened &opened) {
  auto answer = std::make_shared<Answer>();
  auto job = [view = view_, key, answer] {
    answer->opened = view->open(key);
    answer->bad = view->bad();
  };
  bool posted = worker_.post(job, [this, alive = std::weak_ptr(alive_), answer, opened] {
    if (alive.expired()) return;
    opened(std::move(answer->opened));
    take(std::move(answer->bad));
  });
  if (!posted) opened(fail(ErrorKind::transient, "the disk does not keep up"));
}

void StoreSupply::damaged(const Item &item, std::uint64_t chunk) {
  auto answer = std::make_shared<Answer>();
  auto job = [view = view_, blob = item.blob, chunk, answer] {
    view->damaged(blob, chunk);
    answer->bad = view->bad();
  };
  worker_.post(job, [this, alive = std::weak_ptr(alive_), answer] {
    if (!alive.expired()) take(std::move(answer->bad));
  });
}

void StoreSupply::save() {
  save_at_ = now_ + save_again;
  worker_.post([view = view_, key = last_key_] {
    static bool said = false; // the worker's
    auto saved = view->save(key);
    if (!saved && !said)
      board::log(board::Level::warning, "cannot note the place in the store: " + saved.error().text);
    said = !saved;
  });
}

}
