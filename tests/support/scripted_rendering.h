// A rendering that does what a test tells it: how long opening takes, which pictures come, how it ends.
#pragma once

#include "media/rendering.h"

#include <memory>
#include <set>
#include <string>

namespace sheaf::testing {

/// What an item is and does. Times are from the moment it is opened, or from its first picture.
struct Script {
  media::ItemKind kind = media::ItemKind::film;
  Duration opens_after = 20ms;      // the first picture is there
  Duration interval = 40ms;         // from picture to picture
  std::int64_t count = 25;          // pictures
  std::optional<Duration> length{}; // exact; nothing: count * interval
  std::optional<Duration> said{};   // by the container
  bool says_length = true;          // where nothing is said above: the exact one
  std::optional<Error> refused{};   // it cannot even be opened
  std::optional<Error> fails{};     // after `fails_after` pictures
  std::int64_t fails_after = 0;     //
  std::int64_t hangs_after = -1;    // pictures; 0: it never opens
  Duration late_after_first = 0ms;  // the pictures after the first take that much longer to come
  Bytes memory{1};

  [[nodiscard]] Duration exact() const { return length.value_or(interval * count); }
};

inline Script film(Duration length, Duration interval = 40ms) {
  return {.interval = interval, .count = (length + interval - Duration(1)) / interval, .length = length};
}
inline Script still() { return {.kind = media::ItemKind::still, .count = 1, .length = Duration::zero()}; }
inline Script broken(ErrorKind kind = ErrorKind::corrupt) { return {.refused = Error{kind, "it is broken"}}; }

/// Which picture a frame is; what its `keep` points to.
struct FrameName {
  std::string path;
  std::int64_t number = 0;
};
inline const FrameName &name_of(const media::Frame &frame) {
  return *static_cast<const FrameName *>(frame.keep.get());
}

class ScriptedRendering final : public media::Rendering {
public:
  static constexpr std::size_t waiting = 3;

  /// Those that are open; a rendering leaves when it ends.
  using Registry = std::set<ScriptedRendering *>;

  ScriptedRendering(std::string path, Script script, Steady opened, std::shared_ptr<Registry> registry)
      : path_(std::move(path)), script_(std::move(script)), opened_(opened), registry_(std::move(registry)) {
    registry_->insert(this);
  }
  ~ScriptedRendering() override { registry_->erase(this); }
  ScriptedRendering(const ScriptedRendering &) = delete;
  ScriptedRendering &operator=(const ScriptedRendering &) = delete;

  void receive(Steady now) override {
    if (last_news == Steady{}) last_news = now;
    if (failure || end || now < opened_ + script_.opens_after || script_.hangs_after == 0) return;
    if (!facts) open(now);
    while (frames.size() < waiting && may_come(now)) come(now);
  }
  void begin(Steady origin) override {
    begun = origin;
    paused = false;
  }
  void pause() override { paused = true; }
  std::shared_ptr<media::Samples> samples() override { return nullptr; }

  /// When receive() will find something new; a descriptor would become readable.
  [[nodiscard]] const std::string &path() const { return path_; }
  [[nodiscard]] Steady next_news(Steady now) const {
    if (failure || end || script_.hangs_after == 0) return Steady::max();
    auto next = opened_ + script_.opens_after;
    if (next_ > 0) next += script_.late_after_first;
    if (next > now) return next;
    bool something = script_.hangs_after < 0 || next_ < script_.hangs_after;
    return something && frames.size() < waiting ? now + 1ms : Steady::max();
  }

  std::optional<Steady> begun;
  bool paused = false;

private:
  void open(Steady now) {
    auto said = script_.said ? script_.said
                : script_.says_length && script_.kind == media::ItemKind::film
                    ? std::optional(script_.exact())
                    : std::nullopt;
    facts = media::ItemFacts{.kind = script_.kind,
                             .codec = "fake",
                             .duration = said,
                             .frames = script_.count,
                             .sound = false,
                             .memory = script_.memory};
    last_news = now;
  }
  [[nodiscard]] bool may_come(Steady now) const {
    if (failure || end || (script_.hangs_after >= 0 && next_ >= script_.hangs_after)) return false;
    return next_ == 0 || now >= opened_ + script_.opens_after + script_.late_after_first;
  }
  void come(Steady now) {
    last_news = now;
    if (script_.fails && next_ >= script_.fails_after) {
      failure = script_.fails;
    } else if (next_ < script_.count) {
      media::Frame frame;
      frame.picture.size = frame.shape = {160, 90};
      frame.pts = script_.interval * next_;
      frame.duration = script_.kind == media::ItemKind::still ? Duration::zero() : script_.interval;
      frame.keep = std::make_shared<FrameName>(FrameName{path_, next_++});
      frames.push_back(std::move(frame));
    } else {
      end = media::ItemEnd{script_.exact(), script_.count, 0};
    }
  }

  std::string path_;
  Script script_;
  Steady opened_;
  std::int64_t next_ = 0;
  std::shared_ptr<Registry> registry_;
};

}
