// Days and times as people write them.
#include "publisher/dates.h"

#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::publisher;

namespace {

std::string read(const std::string &written, Edge edge = Edge::from) {
  auto at = parse_date(written, edge);
  return at ? local_text(*at) : at.error();
}

Wall at(const std::string &written) { return *parse_date(written, Edge::from); }

}

TEST(Dates, AreReadAsPeopleWriteThem) {
  for (const char *day :
       {"01/12/2026", "1/12/2026", "1-12-2026", "1.12.2026", "01/12/26", "2026-12-01", "2026/12/1", "46357",
        "ngày 1 tháng 12 năm 2026", "Ngày 01 tháng 12, 2026", "1 / 12 / 2026", "thứ ba 1/12/2026",
        "Thứ Ba, 01/12/2026", "01/12/2026 00:00:00", "2026-12-01 00:00:00"})
    EXPECT_EQ(read(day), "01/12/2026 00:00") << day;
  for (const char *time :
       {"01/12/2026 08:30", "1/12/2026 8:30", "1/12/2026 8h30", "8h30 1/12/2026", "8h30 ngày 1/12/2026",
        "2026-12-01T08:30", "2026-12-01 08:30:00", "2026-12-01T08:30:00+07:00", "2026-12-01T01:30:00Z",
        "46357.3541666667", "46357,3541666667", "1/12/2026 8:30 SA", "1/12/2026 8:30 AM",
        "01/12/2026, 8 giờ 30 phút", "01/12/2026 08:29:59"})
    EXPECT_EQ(read(time), "01/12/2026 08:30") << time;
  EXPECT_EQ(read("1/12/2026 8:30 CH"), "01/12/2026 20:30");
  EXPECT_EQ(read("1/12/2026 12:05 SA"), "01/12/2026 00:05");
  EXPECT_EQ(read("29/2/2028"), "29/02/2028 00:00");
}

TEST(Dates, ADayAsAnEndIsItsLastMoment) {
  for (const char *day : {"31/12/2026", "2026-12-31", "46387", "2026-12-31 00:00:00", "31/12/2026 24:00",
                          "31/12/2026 23:59:59"})
    EXPECT_EQ(read(day, Edge::until), "01/01/2027 00:00") << day;
  EXPECT_EQ(read("31/12/2026 08:30", Edge::until), "31/12/2026 08:30");
  EXPECT_EQ(read("31/12/2026 00:00", Edge::until), "31/12/2026 00:00");
}

TEST(Dates, WhatIsNoneIsToldByWhatIsWrongWithIt) {
  for (const char *day :
       {"31/02/2027", "29/2/2027", "2026-13-40", "2026-13-01", "0/1/2026", "32/1/2026", "31/04/2026"})
    EXPECT_EQ(read(day), "date_impossible") << day;
  for (const char *day : {"12/25/2026", "2/13/2027"}) EXPECT_EQ(read(day), "date_month_first") << day;
  for (const char *day : {"25/12", "1-1"}) EXPECT_EQ(read(day), "date_no_year") << day;
  for (const char *day : {"1/1/1026", "1/1/2500", "01/02/03"}) EXPECT_EQ(read(day), "date_far") << day;
  for (const char *day : {"1/1/2027 25:00", "1/1/2027 8:75", "1/1/2027 24:01"})
    EXPECT_EQ(read(day), "date_hour") << day;
  for (const char *day :
       {"", " ", "hôm nay", "+2h", "12", "999999999", "-5", "nan", "inf", "1e300", "1/1", "////", "Tết"})
    EXPECT_TRUE(read(day) == "date_unreadable" || read(day) == "date_no_year") << day;
  EXPECT_EQ(read(std::string(10'000, '1')), "date_unreadable");
}

TEST(Dates, WhatIsNotToBeShownNowIsLeftOutByName) {
  Draft draft;
  auto add = [&](const std::string &id, const std::string &source, const char *from, const char *until) {
    DraftItem d;
    d.item.id = id;
    d.item.source = source;
    d.where = "danh-muc.csv:" + std::to_string(draft.items.size() + 2);
    if (*from) d.from = parse_date(from, Edge::from).value();
    if (*until) d.until = parse_date(until, Edge::until).value();
    draft.items.push_back(d);
  };
  add("", "always.jpg", "", "");
  add("", "over.jpg", "", "30/11/2026");
  add("early", "early.jpg", "02/12/2026", "");
  add("", "now.jpg", "01/12/2026", "01/12/2026");
  auto left = split_by_date(draft, at("01/12/2026 08:00"));
  ASSERT_EQ(draft.items.size(), 2u);
  EXPECT_EQ(draft.items[1].item.source, "now.jpg");
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(text(finding_of(left[0])),
            "danh-muc.csv:3: 'over.jpg' đã hết hạn chiếu lúc 01/12/2026 00:00 nên không được phát hành\n"
            "  the time of 'over.jpg' was over at 01/12/2026 00:00, and it is not published");
  EXPECT_EQ(finding_of(left[1]).vi,
            "'early' đến 02/12/2026 00:00 mới chiếu nên chưa được phát hành; hãy phát hành lại khi đó");
  EXPECT_TRUE(split_by_date(draft, at("01/12/2026 23:59")).empty());
  EXPECT_TRUE(split_by_date(draft, at("01/12/2026 00:00")).empty());  // its first moment
  EXPECT_EQ(split_by_date(draft, at("02/12/2026 00:00")).size(), 1u); // one after its last
}
