#include "playlist/programme.h"

#include "tests/playlist/documents.h"
#include "tests/support/at_length.h"

#include <gmock/gmock.h>

#include <random>

namespace sheaf::playlist {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Now good(Wall wall) { return {Steady{}, wall, ClockQuality::synchronised}; }
Now no_clock() { return {Steady{}, on_day(5000), ClockQuality::none}; }

Manifest with_items(const std::string &channel, const std::vector<Item> &items) {
  Manifest m;
  m.channel = channel;
  m.items = items;
  for (const auto &item : items)
    for (const auto &[language, blob] : item.blobs) m.blobs[blob] = {1, {}};
  return m;
}

Edition edition(std::uint64_t serial, Manifest m) {
  Edition e;
  e.digest = digest_of(static_cast<std::uint32_t>(900'000 + serial));
  e.head.channel = m.channel;
  e.head.serial = serial;
  e.head.issued = on_day(0);
  e.head.expires = on_day(300);
  e.manifest = std::make_shared<const Manifest>(std::move(m));
  e.complete = true;
  return e;
}

Manifest withdrawing(Manifest m, std::uint32_t blob) {
  m.withdrawn.push_back({digest_of(blob), "", on_day(0)});
  return m;
}

std::vector<std::string> ids(const Programme &p) {
  std::vector<std::string> all;
  for (const auto &item : p.items) all.push_back(item.channel + ":" + item.item->id);
  return all;
}

Programme compose(const std::vector<ChannelEditions> &channels, Now now = good(on_day(10)),
                  Wall floor = on_day(0)) {
  return programme(channels, "s1", {"vi", "en"}, now, floor);
}

const Manifest hue_1 = with_items("hue", {an_item("a", 1), an_item("b", 2)});
const Manifest hue_2 = with_items("hue", {an_item("b", 2), an_item("c", 3)});
const Manifest hall = with_items("hall", {an_item("x", 10), an_item("y", 2)});

TEST(Programmes, NothingGivesNothing) {
  EXPECT_EQ(compose({}).items.size(), 0u);
  EXPECT_FALSE(compose({{"hue", {}}}).changes_at);
}

TEST(Programmes, ChannelsComeOneAfterAnotherEachInItsOrder) {
  auto p = compose({{"hall", {edition(1, hall)}}, {"hue", {edition(2, hue_2), edition(1, hue_1)}}});
  EXPECT_THAT(ids(p), ElementsAre("hall:x", "hall:y", "hue:b", "hue:c"));
  EXPECT_EQ(p.items[2].serial, 2u);
  EXPECT_EQ(p.items[2].edition, digest_of(900'002));
  EXPECT_EQ(p.items[2].key(), "hue/b/vi/" + digest_of(2).hex());
  EXPECT_EQ(p.items[2].manifest->items.data(), p.items[2].item);
}

TEST(Programmes, NameOrderIsByTheSourcesName) {
  auto m = with_items("hue", {an_item("10 z", 1), an_item("2 a", 2), an_item("1", 3)});
  m.order = Order::name;
  EXPECT_THAT(ids(compose({{"hall", {edition(1, hall)}}, {"hue", {edition(1, m)}}})),
              ElementsAre("hall:x", "hall:y", "hue:1", "hue:2 a", "hue:10 z"));
}

TEST(Programmes, AnIncompleteEditionWaitsAndItsWithdrawalsDoNot) {
  auto next = edition(2, withdrawing(hue_2, 1));
  next.complete = false;
  auto p = compose({{"hue", {next, edition(1, hue_1)}}});
  EXPECT_THAT(ids(p), ElementsAre("hue:b"));
  EXPECT_THAT(p.withdrawn, ElementsAre(digest_of(1)));
  next.complete = true;
  EXPECT_THAT(ids(compose({{"hue", {next, edition(1, hue_1)}}})), ElementsAre("hue:b", "hue:c"));
}

TEST(Programmes, WithdrawalsAreTheNewestEditions) {
  auto before = edition(1, withdrawing(hue_1, 1));
  EXPECT_THAT(ids(compose({{"hue", {edition(2, hue_1), before}}})), ElementsAre("hue:a", "hue:b"));
}

TEST(Programmes, AnEditionIsActiveFromItsInstant) {
  auto next = edition(2, hue_2);
  next.head.activate_at = on_day(10);
  std::vector<ChannelEditions> channels{{"hue", {next, edition(1, hue_1)}}};
  auto before = compose(channels, good(on_day(10) - 1ns));
  EXPECT_THAT(ids(before), ElementsAre("hue:a", "hue:b"));
  EXPECT_EQ(before.changes_at, on_day(10));
  EXPECT_THAT(ids(compose(channels, good(on_day(10)))), ElementsAre("hue:b", "hue:c"));
  EXPECT_THAT(ids(compose(channels, no_clock(), on_day(9))), ElementsAre("hue:a", "hue:b"));
  EXPECT_THAT(ids(compose(channels, no_clock(), on_day(10))), ElementsAre("hue:b", "hue:c"));
}

TEST(Programmes, WhatWasWholeBeforeItsInstantIsCutToThen) {
  auto next = edition(2, hue_2);
  next.head.activate_at = on_day(10);
  ChannelEditions other{"hall", {edition(7, hall)}};
  std::vector<ChannelEditions> channels{other, {"hue", {next, edition(1, hue_1)}}};
  auto before = compose(channels, good(on_day(10) - 1ns)), after = compose(channels, good(on_day(10)));
  EXPECT_THAT(before.waiting, ElementsAre(next.digest));
  EXPECT_THAT(after.waiting, IsEmpty());
  EXPECT_EQ(first_activated(before, after), 2u);
  EXPECT_EQ(first_activated(after, after), std::nullopt);
  EXPECT_EQ(first_activated(before, before), std::nullopt);
}

TEST(Programmes, WhatComesWithoutAnInstantOrAfterItWaitsForTheCut) {
  auto next = edition(2, hue_2);
  std::vector<ChannelEditions> old{{"hue", {edition(1, hue_1)}}};
  EXPECT_EQ(first_activated(compose(old), compose({{"hue", {next, edition(1, hue_1)}}})), std::nullopt);
  next.head.activate_at = on_day(9);
  EXPECT_EQ(first_activated(compose(old), compose({{"hue", {next, edition(1, hue_1)}}})), std::nullopt);
  next.head.activate_at = on_day(20);
  next.complete = false; // and is whole only after it
  auto before = compose({{"hue", {next, edition(1, hue_1)}}}, good(on_day(19)));
  next.complete = true;
  auto after = compose({{"hue", {next, edition(1, hue_1)}}}, good(on_day(21)));
  EXPECT_EQ(first_activated(before, after), std::nullopt);
}

TEST(Programmes, AnActivationOfWhatIsNotThereChangesNothing) {
  auto next = edition(2, hue_2);
  next.head.activate_at = on_day(20);
  next.complete = false;
  EXPECT_EQ(compose({{"hue", {next, edition(1, hue_1)}}}).changes_at, on_day(300));
}

TEST(Programmes, AnExpiredEditionKeepsItsEvergreens) {
  auto m = hue_1;
  m.items[1].evergreen = true;
  std::vector<ChannelEditions> channels{{"hue", {edition(1, m)}}};
  auto before = compose(channels, good(on_day(300) - 1ns));
  EXPECT_THAT(ids(before), ElementsAre("hue:a", "hue:b"));
  EXPECT_THAT(before.expired, IsEmpty());
  EXPECT_THAT(before.ending, ElementsAre(::testing::Pair("hue", on_day(300))));
  EXPECT_THAT(compose(channels, good(on_day(270) - 1ns)).ending, IsEmpty());
  EXPECT_EQ(before.changes_at, on_day(300));
  auto after = compose(channels, good(on_day(300)));
  EXPECT_THAT(ids(after), ElementsAre("hue:b"));
  EXPECT_THAT(after.expired, ElementsAre("hue"));
  EXPECT_THAT(after.ending, IsEmpty());
  EXPECT_FALSE(after.changes_at);
  EXPECT_THAT(compose(channels, no_clock(), on_day(299)).expired, IsEmpty());
  EXPECT_THAT(compose(channels, no_clock(), on_day(300)).expired, ElementsAre("hue"));
}

TEST(Programmes, AnExpiredEditionDoesNotGiveWayToAnOlderOne) {
  auto newer = edition(2, hue_2);
  newer.head.expires = on_day(5);
  EXPECT_THAT(ids(compose({{"hue", {newer, edition(1, hue_1)}}})), IsEmpty());
}

TEST(Programmes, AStopHoldsItsChannelUntilItsEnd) {
  auto next = edition(2, hue_2);
  next.complete = false;
  next.head.activate_at = on_day(200); // a stop waits for neither
  next.head.stop = Stop{on_day(20), ""};
  std::vector<ChannelEditions> channels{{"hall", {edition(1, hall)}}, {"hue", {next, edition(1, hue_1)}}};
  auto p = compose(channels);
  EXPECT_THAT(p.stopped, ElementsAre("hue"));
  EXPECT_THAT(ids(p), ElementsAre("hall:x", "hall:y"));
  EXPECT_EQ(p.changes_at, on_day(20));
  auto after = compose(channels, good(on_day(20)));
  EXPECT_THAT(after.stopped, IsEmpty());
  EXPECT_EQ(after.items.size(), 4u);
  EXPECT_THAT(compose(channels, no_clock(), on_day(19)).stopped, ElementsAre("hue"));
}

TEST(Programmes, AStopOfAnOlderEditionIsOver) {
  auto before = edition(1, hue_1);
  before.head.stop = Stop{on_day(200), ""};
  EXPECT_THAT(compose({{"hue", {edition(2, hue_2), before}}}).stopped, IsEmpty());
}

TEST(Programmes, AWithdrawalOutranksEvergreensAndOtherChannels) {
  auto m = hall;
  m.items[1].evergreen = true; // y, blob 2
  auto expired = edition(1, m);
  expired.head.expires = on_day(1);
  auto p = compose({{"hall", {expired}}, {"hue", {edition(2, withdrawing(hue_2, 2))}}});
  EXPECT_THAT(ids(p), ElementsAre("hue:c"));
  EXPECT_THAT(p.withdrawn, ElementsAre(digest_of(2)));
}

TEST(Programmes, AStoppedChannelStillWithdraws) {
  auto stopped = edition(2, withdrawing(hue_2, 10));
  stopped.head.stop = Stop{on_day(20), ""};
  EXPECT_THAT(ids(compose({{"hall", {edition(1, hall)}}, {"hue", {stopped}}})), ElementsAre("hall:y"));
}

TEST(Programmes, ALocalSiteWithdrawsOnlyItsOwn) {
  auto local = edition(1, withdrawing(withdrawing(withdrawing(hall, 10), 2), 3));
  local.local = true;
  auto p = compose({{"hall", {local}}, {"hue", {edition(2, hue_2)}}});
  EXPECT_THAT(ids(p), ElementsAre("hue:b", "hue:c"))
      << "2 is left out in its own channel, and stays in the other";
  EXPECT_THAT(p.withdrawn, ElementsAre(digest_of(10)));
}

TEST(Programmes, ALanguageOfTheScreenIsChosenInItsOrder) {
  auto item = [](const std::string &id, const std::map<std::string, Digest> &blobs) {
    Item i = an_item(id, 1);
    i.blobs = blobs;
    return i;
  };
  auto m = with_items("hue", {item("both", {{"en", digest_of(1)}, {"vi", digest_of(2)}}),
                              item("en", {{"en", digest_of(3)}, {"lo", digest_of(4)}}),
                              item("und", {{"lo", digest_of(5)}, {"und", digest_of(6)}}),
                              item("th", {{"lo", digest_of(7)}, {"th", digest_of(8)}}),
                              item("other", {{"km", digest_of(9)}, {"my", digest_of(10)}})});
  m.languages = {"th", "lo"};
  auto chosen = [&](const Manifest &manifest) {
    std::vector<std::string> all;
    for (const auto &i : compose({{"hue", {edition(1, manifest)}}}).items) all.push_back(i.language);
    return all;
  };
  EXPECT_THAT(chosen(m), ElementsAre("vi", "en", "und", "th", "km"));
  m.screens.push_back({"s1", "", "", "", {}, {"lo"}, "", "", 0, "", "", ""});
  EXPECT_THAT(chosen(m), ElementsAre("en", "lo", "lo", "lo", "km")) << "the signed table outranks the board";
}

TEST(Programmes, AWithdrawnLanguageIsNotReplacedByAnother) {
  auto m = hue_1;
  m.items[0].blobs["en"] = digest_of(50);
  m.blobs[digest_of(50)] = {1, {}};
  EXPECT_THAT(ids(compose({{"hue", {edition(1, withdrawing(m, 1))}}})), ElementsAre("hue:b"));
  EXPECT_THAT(ids(compose({{"hue", {edition(1, withdrawing(m, 50))}}})), ElementsAre("hue:a", "hue:b"));
}

TEST(Programmes, AnItemWithAnUnmetNeedIsLeftOut) {
  auto m = hue_1;
  m.items[0].needs = {"film", "hologram"};
  m.items[1].needs = {"film"};
  EXPECT_THAT(ids(compose({{"hue", {edition(1, m)}}})), ElementsAre("hue:b"));
}

TEST(Programmes, TheScreensRowIsTheFirstChannelsThatHasOne) {
  auto hue = hue_1, other = hue_2;
  hue.screens = {{"s2", "two", "", "", {}, {}, "", "", 0, "", "", ""},
                 {"s1", "of hue", "", "", {}, {}, "", "", 90, "", "", ""}};
  other.screens = {{"s1", "newer", "", "", {}, {}, "", "", 0, "", "", ""}};
  auto local = hall;
  local.screens = {{"s1", "of a local site", "", "", {}, {}, "", "", 180, "", "", ""}};
  auto site = edition(1, local);
  site.local = true;
  auto next = edition(2, other);
  next.head.activate_at = on_day(20);
  std::vector<ChannelEditions> channels{{"hall", {site}}, {"hue", {next, edition(1, hue)}}};
  EXPECT_EQ(compose(channels).screen->name, "of hue");
  EXPECT_EQ(compose(channels, good(on_day(20))).screen->name, "newer");
  channels[1].editions = {next};
  channels[1].editions[0].complete = false;
  EXPECT_EQ(compose(channels).screen->name, "newer")
      << "nothing is complete yet, and the idle card wants a name";
  EXPECT_FALSE(programme(channels, "s9", {"vi"}, good(on_day(10)), on_day(0)).screen);
}

TEST(Programmes, TheNextChangeIsTheFirstOfAll) {
  auto a = edition(1, hue_1), b = edition(2, hue_2), c = edition(1, hall);
  b.head.activate_at = on_day(50);
  c.head.expires = on_day(40);
  std::vector<ChannelEditions> channels{{"hue", {b, a}}, {"hall", {c}}};
  std::vector<Wall> changes;
  auto p = compose(channels);
  for (int i = 0; p.changes_at && i < 10; ++i) {
    changes.push_back(*p.changes_at);
    p = compose(channels, good(*p.changes_at));
  }
  EXPECT_THAT(changes, ElementsAre(on_day(40), on_day(50), on_day(300)));
}

// A year of an office: what random publications make of a screen's programme.

std::string shown(const Programme &p) {
  std::string all;
  for (const auto &item : p.items) all += item.key() + "\n";
  for (const auto &blob : p.withdrawn) all += "-" + blob.hex() + "\n";
  for (const auto &channel : p.stopped) all += "!" + channel + "\n";
  for (const auto &channel : p.expired) all += "?" + channel + "\n";
  return all;
}

class Year {
public:
  explicit Year(unsigned seed) : random_(seed) {}

  bool one_in(unsigned n) { return random_() % n == 0; }
  std::uint32_t number(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }

  void publish(std::vector<ChannelEditions> &channels, Wall now) {
    auto &channel = channels[number(static_cast<std::uint32_t>(channels.size()))];
    Manifest m;
    m.channel = channel.channel;
    for (std::uint32_t i = 0, count = number(6); i < count; ++i) add_item(m, i);
    for (std::uint32_t i = 0, count = number(3); i < count; ++i)
      m.withdrawn.push_back({digest_of(number(30)), "", now});
    auto e = edition(++serial_, m);
    e.head.issued = now;
    e.head.expires = now + std::chrono::hours(24 * (1 + number(40)));
    if (one_in(3)) e.head.activate_at = now + std::chrono::hours(number(200));
    if (one_in(8)) e.head.stop = Stop{now + std::chrono::hours(number(100)), ""};
    e.complete = !one_in(3);
    e.local = channel.channel == "hall";
    channel.editions.insert(channel.editions.begin(), e);
    if (channel.editions.size() > 3) channel.editions.pop_back();
  }

  static void finish(std::vector<ChannelEditions> &channels) {
    for (auto &channel : channels)
      if (!channel.editions.empty()) channel.editions[0].complete = true;
  }

private:
  void add_item(Manifest &m, std::uint32_t i) {
    auto item = an_item("item-" + std::to_string(i), number(30));
    if (one_in(2)) item.blobs["en"] = digest_of(number(30));
    if (one_in(6)) item.needs = {"hologram"};
    item.evergreen = one_in(3);
    for (const auto &[language, blob] : item.blobs) m.blobs[blob] = {1, {}};
    m.items.push_back(item);
  }

  std::mt19937 random_;
  std::uint64_t serial_ = 0;
};

void check(const std::vector<ChannelEditions> &channels, const Programme &p, Wall now) {
  std::set<Digest> global;
  for (const auto &c : channels)
    if (!c.editions.empty() && !c.editions[0].local)
      for (const auto &w : c.editions[0].manifest->withdrawn) global.insert(w.blob);
  for (const auto &item : p.items) {
    ASSERT_FALSE(global.contains(item.blob));
    ASSERT_FALSE(p.withdrawn.contains(item.blob));
    ASSERT_FALSE(p.stopped.contains(item.channel));
    ASSERT_TRUE(item.item->needs.empty());
    ASSERT_TRUE(item.manifest->blobs.contains(item.blob));
    bool expired = ::testing::Value(p.expired, ::testing::Contains(item.channel));
    ASSERT_TRUE(item.item->evergreen || !expired);
  }
  ASSERT_GT(p.changes_at.value_or(Wall::max()), now);
}

TEST(Programmes, AYearIsTheSameEachTimeAndShowsNothingThatIsWithdrawn) {
  const unsigned years = sheaf::testing::at_length() ? 50 : std::max(1u, 5 / sheaf::testing::one_of());
  for (unsigned seed = 0; seed < years; ++seed) {
    Year year(seed);
    std::vector<ChannelEditions> channels{{"hue", {}}, {"hall", {}}, {"da-nang", {}}};
    auto now = on_day(0);
    for (int step = 0; step < 5000 && now < on_day(365); ++step) {
      if (year.one_in(5)) year.publish(channels, now);
      if (year.one_in(4)) Year::finish(channels);
      auto p = compose(channels, good(now));
      ASSERT_EQ(shown(p), shown(compose(channels, no_clock(), now)))
          << "a floor is as good as a clock that says the same";
      check(channels, p, now);
      auto later = now + std::chrono::minutes(1 + year.number(300));
      if (p.changes_at) later = std::min(later, *p.changes_at);
      ASSERT_EQ(shown(p), shown(compose(channels, good(later - 1ns)))) << "nothing changes before changes_at";
      now = later;
    }
  }
}

}
}
