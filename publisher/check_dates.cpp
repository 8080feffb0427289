// Days on which an item is shown.
#include "publisher/checks.h"
#include "publisher/times.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

constexpr Duration day = std::chrono::hours(24), soon = 30 * day;

// It ends with a day: at the midnight after it.
std::string last_day(Wall until) { return viet_nam_day(until - 1s); }

}

void check_dates(const Checking &c) {
  auto today = c.evidence.today;
  auto shown = [&](const DraftItem &i) { return c.stays(i) && (!i.from || *i.from <= today); };
  const auto &items = c.draft.items;
  if (!items.empty() && std::none_of(items.begin(), items.end(), shown))
    c.whole(Severity::broken, "nothing_now");
  for (std::size_t i = 0; i < c.draft.items.size(); ++i) {
    const auto &[from, until] = std::pair(c.draft.items[i].from, c.draft.items[i].until);
    if (from && *from > today && (!until || *until > *from))
      c.item(Severity::note, "begins_later", i, {{"from", viet_nam_day(*from)}});
    if (!until) continue;
    if (from && *until <= *from)
      c.item(Severity::broken, "ends_before_it_begins", i,
             {{"from", viet_nam_day(*from)}, {"until", last_day(*until)}});
    else if (*until <= today)
      c.item(Severity::warning, "has_ended", i, {{"until", last_day(*until)}});
    else if (*until - today <= soon)
      c.item(Severity::warning, "ends_soon", i,
             {{"until", last_day(*until)}, {"days", std::to_string((*until - today + day - 1ns) / day)}});
  }
}

}
