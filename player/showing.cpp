#include "player/showing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sheaf::player {

const char *name(Ended ended) {
  switch (ended) {
  case Ended::ok:
    return "ok";
  case Ended::cut:
    return "cut";
  case Ended::skipped:
    return "skipped";
  case Ended::error:
    return "error";
  }
  return "unknown";
}

void Showing::note() {
  if (!rendering) return;
  if (rendering->facts && !has_facts) {
    facts = *rendering->facts;
    has_facts = true;
  }
  if (rendering->end) end = rendering->end;
  if (rendering->damaged) bad_chunk = rendering->damaged;
}

const Error *Showing::failure() const {
  if (refusal) return &*refusal;
  return rendering && rendering->failure ? &*rendering->failure : nullptr;
}

std::optional<Duration> Showing::duration() const {
  if (!has_facts) return std::nullopt;
  if (facts.kind == media::ItemKind::still) return still;
  return end ? std::optional(end->duration) : std::nullopt;
}

std::optional<Duration> Showing::likely_duration() const {
  if (auto exact = duration()) return exact;
  if (!has_facts) return std::nullopt;
  return facts.kind == media::ItemKind::animation ? still : facts.duration;
}

namespace {
// Frames that were to be seen: all of them, or as many as the container tells where it did not come to the
// end.
std::int64_t expected(const Showing &s, std::int64_t seen) {
  if (s.end) return s.end->frames;
  return std::max(s.has_facts ? s.facts.frames.value_or(seen) : 0, seen);
}
nlohmann::json time(std::optional<Steady> t) { return t ? nlohmann::json(seconds(*t)) : nlohmann::json(); }
}

std::string statistics_line(const Showing &s, Ended ended, const std::string &why, Steady now) {
  auto left_out = s.dropped + (s.end ? s.end->dropped : 0);
  nlohmann::ordered_json line{
      {"item", s.path},
      {"kind", s.has_facts ? nlohmann::json(media::name(s.facts.kind)) : nlohmann::json()},
      {"codec", s.has_facts ? nlohmann::json(s.facts.codec) : nlohmann::json()},
      {"due", time(s.due)},
      {"start", time(s.start)},
      {"end", seconds(now)},
      {"expected", expected(s, s.presented + left_out)},
      {"presented", s.presented},
      {"late", s.late},
      {"dropped", left_out},
      {"gap_ms", s.gap_ms ? nlohmann::json(*s.gap_ms) : nlohmann::json()},
      {"ended", name(ended)},
      {"why", why},
  };
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}
