// What is done beside fetching: the player's records and findings, the shelf's health, the floor of time.
#include "fetcher/inner/service.h"

#include "board/clock.h"
#include "board/files.h"
#include "board/log.h"
#include "fetcher/inner/addresses.h"

#include <csignal>
#include <filesystem>

namespace sheaf::fetcher {
namespace {

constexpr Duration minute = std::chrono::minutes(1);
constexpr Duration told_again =
    std::chrono::hours(1); // a chunk that is still told as rotten after so long is reported again
constexpr Bytes most_play_state = 1_MiB;

}

void Service::every_minute() {
  allowance_.save();
  keep_floor();
  if (!bringing_) scrub();
  watch_player();
  changed();
  if (minute_) p_.hours.timers.cancel(*minute_);
  minute_ = p_.hours.timers.at(p_.hours.now.steady + minute, [this] { every_minute(); });
}

// The player tells every half minute what is on still: together a power cut costs a minute.
void Service::every_half_minute() {
  drain_plays();
  if (plays_due_) p_.hours.timers.cancel(*plays_due_);
  plays_due_ = p_.hours.timers.at(p_.hours.now.steady + minute / 2, [this] { every_half_minute(); });
}

void Service::drain_plays() {
  std::error_code ignored;
  if (!std::filesystem::is_directory(run_files_.plays(), ignored)) return;
  if (!plays_) {
    auto opened = assets::Plays::open(assets::StoreFiles{p_.config.store}.plays_db());
    if (!opened) return board::log(board::Level::warning, opened.error().text);
    plays_ = std::move(*opened);
  }
  if (auto drained = plays_->drain(run_files_.plays()); !drained)
    board::log(board::Level::warning, drained.error().text);
}

// Time awake is added to the floor, and nothing else: no network's word raises it.
Wall Service::reckoned() const { return floor_ + (p_.hours.now.steady - floor_since_); }

void Service::keep_floor() {
  constexpr Duration often_enough = std::chrono::hours(1);
  if (auto now = p_.shelf.floor(); now > reckoned()) {
    floor_ = now;
    floor_since_ = p_.hours.now.steady;
  }
  if (p_.hours.now.steady - floor_saved_ < often_enough) return;
  floor_saved_ = p_.hours.now.steady;
  if (auto raised = p_.shelf.raise_floor(reckoned()); !raised)
    board::log(board::Level::warning, raised.error().text);
}

void Service::scrub() { mend(p_.shelf.scrub(scrub_step)); }

// Blobs come again by the plan; a head is asked for again, at once, where it or what it names is damaged.
void Service::mend(const Result<std::vector<assets::ShelfFinding>> &found) {
  if (!found) return board::log(board::Level::warning, found.error().text);
  for (const auto &f : *found) board::log(board::Level::warning, "store: " + f.blob.hex() + ": " + f.what);
  if (found->empty()) return;
  want_all();
  auto lacks = [this](const auto &c) { return p_.shelf.lacks_documents(c->name); };
  if (std::any_of(channels_.begin(), channels_.end(), lacks)) poll_bell_.ring();
}

void Service::want_all() {
  for (auto &c : channels_) {
    c->wanted = true;
    c->not_before = std::min(c->not_before, p_.hours.now.steady);
  }
  bring_bell_.ring();
}

void Service::watch_player() {
  if (!watch_) {
    auto made = board::FolderWatch::make();
    if (!made) return;
    watch_.emplace(std::move(*made));
    std::ignore = p_.loop.watch(watch_->fd(), [this] {
      auto changes = watch_->take();
      p_.hours.now = board::now();
      if (changes.all || std::count(changes.finished.begin(), changes.finished.end(), run_files_.play()))
        look_at_player();
    });
  }
  std::ignore = watch_->add(run_files_.folder); // again, should it have been deleted meanwhile
  look_at_player();
}

// What the player says of the store is looked into when it says something new.
void Service::hear_complaints(std::vector<std::string> complaints) {
  if (complaints == complaints_) return;
  complaints_ = std::move(complaints);
  if (!complaints_.empty()) mend(p_.shelf.check_documents());
}

// A chunk that the player has seen rotten is reported once, not with each of its files that still says so.
void Service::look_at_player() {
  auto bytes = board::read_whole(run_files_.play(), most_play_state);
  auto state = bytes ? assets::parse_play_state(*bytes) : Result<assets::PlayState>(fail(bytes.error()));
  if (!state) return;
  hear_complaints(std::move(state->complaints));
  std::set<assets::BadChunk> bad(state->bad.begin(), state->bad.end());
  std::erase_if(reported_, [&](const auto &r) {
    return !bad.contains(r.first) || p_.hours.now.steady - r.second > told_again;
  });
  bool any = false;
  for (const auto &chunk : bad) {
    if (!reported_.emplace(chunk, p_.hours.now.steady).second) continue;
    any = true;
    board::log(board::Level::warning, "blob " + chunk.blob.hex() + ": the player has seen chunk " +
                                          std::to_string(chunk.chunk) + " damaged; it is fetched again");
    if (auto r = p_.shelf.report_bad(chunk); !r) board::log(board::Level::warning, r.error().text);
  }
  if (any) want_all();
}

void Service::hear_signals() {
  p_.hours.now = board::now();
  while (int s = p_.signals.next()) {
    if (s != SIGHUP) {
      quit_ = true;
      continue;
    }
    mend(p_.shelf.check_documents());
    poll_bell_.ring();
    want_all();
  }
}

}
