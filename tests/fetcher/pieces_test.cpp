// Night hours, pauses, addresses, ranges, zones, words.
#include "board/zone.h"
#include "fetcher/inner/backoff.h"
#include "fetcher/inner/http_source.h"
#include "fetcher/inner/night.h"
#include "fetcher/inner/transfer.h"
#include "fetcher/inner/verbs.h"
#include "fetcher/web.h"
#include "tests/support/office.h"

#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::fetcher;
using sheaf::testing::instant;

TEST(Night, GoesOverMidnight) {
  auto night = *Night::parse("22:00-05:00");
  auto at = [&](int h, int m) { return night.wait(instant(h * 3600 + m * 60)); };
  EXPECT_EQ(at(22, 0), 0s);
  EXPECT_EQ(at(4, 59), 0s);
  EXPECT_EQ(at(5, 0), 17h);
  EXPECT_EQ(at(21, 59), 1min);
  EXPECT_EQ(Night::parse("09:00-17:30")->wait(instant(8 * 3600)), 1h);
  for (const auto *bad :
       {"", "22:00", "22:00-5:00", "25:00-05:00", "22:60-05:00", "22:00-05:00x", "aa:00-05:00"})
    EXPECT_FALSE(Night::parse(bad)) << bad;
}

TEST(Zone, ShowsWhatClocksShow) {
  auto berlin = [](int month) {
    return *board::utc_offset(
        "Europe/Berlin", Wall(std::chrono::sys_days(std::chrono::year(2026) / month / 1).time_since_epoch()));
  };
  EXPECT_EQ(*board::utc_offset("Asia/Ho_Chi_Minh", instant()), 7h);
  EXPECT_EQ(*board::utc_offset("Asia/Yangon", instant()), 6h + 30min);
  EXPECT_EQ(berlin(1), 1h);
  EXPECT_EQ(berlin(7), 2h);
  EXPECT_EQ(*board::utc_offset("America/New_York", instant()), -5h);
  for (const auto *bad : {"", "/etc/passwd", "../../../etc/passwd", "Asia/Nowhere", "Asia", "zone.tab"})
    EXPECT_FALSE(board::utc_offset(bad, instant())) << bad;
}

TEST(Backoff, GrowsToHalfAnHourAndHonoursWhatIsAsked) {
  Chance chance(1);
  Backoff b;
  Duration longest{};
  for (int i = 0; i < 2000; ++i) {
    auto pause = b.failed({}, chance);
    auto window = std::min<Duration>(1s * (1 << std::min(i, 12)), 30min);
    EXPECT_LE(pause, window);
    longest = std::max(longest, pause);
  }
  EXPECT_GT(longest, 25min);
  EXPECT_GE(b.failed(1h, chance), 1h);
  b.succeeded();
  EXPECT_LE(b.failed({}, chance), 1s);
}

TEST(PrivateAddress, IsWhatIsNotOfTheInternetAtLarge) {
  for (const auto *a : {"127.0.0.1",
                        "10.1.2.3",
                        "172.16.0.1",
                        "172.31.255.255",
                        "192.168.1.1",
                        "169.254.169.254",
                        "100.64.0.1",
                        "0.0.0.0",
                        "224.0.0.1",
                        "255.255.255.255",
                        "::1",
                        "::",
                        "fe80::1",
                        "fc00::1",
                        "fd12::1",
                        "ff02::1",
                        "::ffff:10.0.0.1",
                        "64:ff9b::a00:1",
                        "2002:a00:1::",
                        "2001:db8::1",
                        "fe80::1%eth0",
                        "",
                        "example.org"})
    EXPECT_TRUE(private_address(a)) << a;
  for (const auto *a : {"8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "193.0.0.1", "2606:4700::1",
                        "2a00::1", "::ffff:8.8.8.8", "2001:4860:4860::8888"})
    EXPECT_FALSE(private_address(a)) << a;
}

TEST(ContentRange, IsReadStrictly) {
  auto r = parse_content_range("bytes 5-9/10");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->from, 5u);
  EXPECT_EQ(r->last, 9u);
  EXPECT_EQ(r->total, 10u);
  for (const auto *bad :
       {"", "bytes", "bytes 5-9", "bytes 5-9/*", "bytes */10", "5-9/10", "bytes -9/10", "bytes 5-/10",
        "bytes 5-9/", "bytes 5-9/10 ", "bytes 5/9-10", "bytes 99999999999999999999-1/2"})
    EXPECT_FALSE(parse_content_range(bad)) << bad;
}

TEST(Place, HasNoPasswordInItsName) {
  auto p = *parse_place("https://me:secret@example.vn:8443/pub/?ticket=1");
  EXPECT_EQ(p.tree, "https://me:secret@example.vn:8443/pub/sheaf/");
  EXPECT_EQ(p.query, "?ticket=1");
  EXPECT_EQ(p.name, "https://example.vn:8443/pub");
  EXPECT_EQ(parse_place("https://example.vn/sheaf/")->tree, "https://example.vn/sheaf/");
  for (const auto *bad :
       {"ftp://a/", "file:///etc", "https://", "https:///", "https://a b/", "https://a/#b", "x"})
    EXPECT_FALSE(parse_place(bad)) << bad;
}

TEST(Words, AreReadStrictly) {
  auto read = [](std::vector<const char *> words) { return parse_words(words, {"--from"}, {"--once"}); };
  auto w = *read({"--from", "a", "--from=b", "--once", "x", "--", "-y"});
  EXPECT_EQ(w.all("--from"), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(w.has("--once"));
  EXPECT_EQ(w.names, (std::vector<std::string>{"x", "-y"}));
  EXPECT_FALSE(read({"--from"}));
  EXPECT_FALSE(read({"--from="}));
  EXPECT_FALSE(read({"--fro", "a"}));
  EXPECT_FALSE(read({""}));
}

TEST(Csv, QuotesWhatNeedsIt) {
  EXPECT_EQ(csv("a b"), "a b");
  EXPECT_EQ(csv("a,b"), "\"a,b\"");
  EXPECT_EQ(csv("a\"b"), "\"a\"\"b\"");
}
