// Days and times as people write them, on Viet Nam's clock where they do not say another. May read a small
// file (the zone's rules). Any thread.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "publisher/draft.h"
#include "publisher/findings.h"

#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

enum class Edge {
  from, // a day means its beginning
  until // a day means its end
};

/// dd/mm/yyyy, d.m.yy, yyyy-mm-dd, "ngày 1 tháng 12 năm 2026", a spreadsheet's serial number ("45992": days
/// since 30 December 1899), each with "08:30", "8h30" or "8:30 CH" behind or before it where an hour matters;
/// RFC 3339 with an offset. From 2000 to 2199. Errors: the name in words.txt of what is wrong; {day} in it is
/// what was written.
tl::expected<Wall, std::string> parse_date(std::string_view written, Edge edge);

/// Whether `written` has its month in front of its day: "12/25/2026" has, of "12/1/2026" nobody knows.
enum class MonthFirst { no, maybe, certain };
MonthFirst month_first(std::string_view written);

struct LeftOut {
  std::string name;  // its id, else its source
  std::string where; // as DraftItem has it
  bool over = false; // its time is over; else it has not come
  Wall at{};         // when it ended, or will begin
};

/// Takes out of `draft` what is not to be shown at `now`: before `from`, or from `until` on.
std::vector<LeftOut> split_by_date(Draft &draft, Wall now);

/// What publish warns of, for one item.
Finding finding_of(const LeftOut &left_out);

/// "01/12/2026 00:00" on Viet Nam's clock.
std::string local_text(Wall at);

}
