#include "fetcher/inner/allowance.h"

#include "base/bytes.h"
#include "board/zone.h"
#include "fetcher/inner/night.h"
#include "fetcher/web.h"

namespace sheaf::fetcher {
namespace {

std::chrono::year_month month_of(Wall wall) {
  auto days = std::chrono::floor<std::chrono::days>(wall.time_since_epoch());
  std::chrono::year_month_day date{std::chrono::sys_days(days)};
  return date.year() / date.month();
}

Duration until_next_month(Wall wall) {
  auto next = std::chrono::sys_days((month_of(wall) + std::chrono::months(1)) / std::chrono::day(1));
  return next.time_since_epoch() - wall.time_since_epoch();
}

}

Allowance::Allowance(Hours &hours, assets::Shelf &shelf, Web *web, const board::ScreenConfig &config)
    : hours_(hours), shelf_(shelf), web_(web), policy_(config.network), zone_(config.zone) {}

std::optional<Allowance::Closed> Allowance::closed() {
  if (auto night = before_night()) return night;
  return cap_reached();
}

// Without a good clock nobody knows when night is, and content that never comes is worse than some by day.
std::optional<Allowance::Closed> Allowance::before_night() {
  if (policy_.night.empty() || hours_.now.quality == ClockQuality::none) return std::nullopt;
  auto night = Night::parse(policy_.night);
  auto zone = offset();
  if (!night || !zone) return std::nullopt;
  auto wait = night->wait(hours_.now.wall + *zone);
  if (wait == Duration::zero()) return std::nullopt;
  return Closed{wait, "it is fetched at night, " + policy_.night};
}

std::optional<Duration> Allowance::offset() {
  if (offset_read_ != Steady{} && hours_.now.steady - offset_read_ < std::chrono::minutes(1)) return offset_;
  auto looked_up = board::utc_offset(zone_, hours_.now.wall);
  offset_ = looked_up ? std::optional(*looked_up) : std::nullopt;
  offset_read_ = hours_.now.steady;
  return offset_;
}

std::optional<Allowance::Closed> Allowance::cap_reached() {
  if (!policy_.monthly || month_bytes() < *policy_.monthly) return std::nullopt;
  return Closed{until_next_month(hours_.now.wall),
                "this month's " + text(Bytes{*policy_.monthly}) + " are used up; it goes on next month"};
}

std::uint64_t Allowance::month_bytes() {
  count();
  return saved_ + unsaved_;
}

void Allowance::count() {
  unsaved_ += web_ ? web_->take_received() : 0;
  if (auto month = month_of(hours_.now.wall); month != month_) {
    month_ = month;
    saved_ = shelf_.month_bytes(hours_.now.wall);
  }
  if (unsaved_ >= often_enough) save();
}

void Allowance::save() {
  if (!unsaved_) return;
  shelf_.add_month_bytes(hours_.now.wall, unsaved_);
  saved_ = shelf_.month_bytes(hours_.now.wall);
  unsaved_ = 0;
}

}
