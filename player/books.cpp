#include "player/books.h"

#include "board/files.h"
#include "board/log.h"
#include "player/inner/segments.h"

#include <array>
#include <filesystem>
#include <random>
#include <system_error>

namespace sheaf::player {
namespace {

constexpr double gap_that_counts = 50; // ms

std::string random_id() {
  std::random_device source;
  std::string id;
  for (int i = 0; i < 16; ++i) id += "0123456789abcdef"[source() % 16];
  return id;
}

std::int64_t whole_ms(Duration d) { return d / 1ms; }

assets::PlayRecord record_of(const Showing &s, const char *ended, const std::string &why, const Now &now) {
  assets::PlayRecord r;
  r.item = s.path;
  if (const auto *i = s.item.get()) {
    r.channel = i->channel;
    r.item = i->id;
    r.theme = i->theme;
    r.language = i->language;
    r.blob = i->blob;
    r.edition = i->edition;
    r.serial = i->serial;
  }
  auto on = now.steady - *s.start;
  r.start = now.wall - on;
  r.quality = now.quality;
  auto planned = s.duration();
  r.planned_ms = whole_ms(planned.value_or(s.likely_duration().value_or(on)));
  r.presented_ms = whole_ms(on);
  r.ended = ended;
  r.why = why;
  return r;
}

}

struct Books::Files {
  explicit Files(const std::string &folder) : run{folder}, segments(run.plays()) {}
  void said(const Result<void> &written) {
    if (!written && !complained) board::log(board::Level::warning, written.error().text);
    complained = !written;
  }
  void write(const assets::PlayState &state) {
    std::error_code ignored;
    std::filesystem::create_directories(run.folder, ignored);
    said(board::write_whole(run.play(), assets::write_play_state(state), board::Durable::no));
  }
  assets::RunFiles run;
  Segments segments;
  bool complained = false; // until it goes well again
};

Books::Books(const std::string &run_folder, board::Worker &scribe)
    : files_(std::make_shared<Files>(run_folder)), scribe_(scribe), boot_(random_id()) {}

Books::~Books() = default;

void Books::record(const Showing &showing, Ended ended, const std::string &why, const Now &now) {
  if (!showing.start) return;
  if (showing.gap_ms && *showing.gap_ms > gap_that_counts) ++gaps_;
  if (!std::exchange(numbered_, false)) ++sequence_;
  on_said_ = {};
  write(record_of(showing, name(ended), why, now));
}

void Books::on_air(const Showing *showing, const Now &now) {
  on_due_ = showing && showing->start ? std::max(*showing->start, on_said_) + on_pause : Steady::max();
  if (now.steady < on_due_) return;
  if (!std::exchange(numbered_, true)) ++sequence_;
  on_said_ = now.steady;
  on_due_ = now.steady + on_pause;
  write(record_of(*showing, "on", "it was on still when this was written", now));
}

void Books::write(assets::PlayRecord r) {
  r.sequence = sequence_;
  r.boot = boot_;
  scribe_.post([files = files_, r] { files->said(files->segments.append(assets::write_play_record(r))); });
}

void Books::tell(assets::PlayState state) {
  state.boot = boot_;
  state.showings = sequence_ - (numbered_ ? 1 : 0);
  state.gaps = gaps_;
  state.updated = state_.updated;
  if (state == state_) return;
  state_ = std::move(state);
  changed_ = true;
}

void Books::turn(const Now &now) {
  if (now.steady < state_due()) return;
  state_.updated = now.wall;
  changed_ = !scribe_.post([files = files_, state = state_] { files->write(state); });
  may_write_ = now.steady + least_pause;
  must_write_ = now.steady + most_pause;
}

}
