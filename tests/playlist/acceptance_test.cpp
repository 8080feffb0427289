#include "playlist/acceptance.h"

#include "tests/playlist/documents.h"

#include <gmock/gmock.h>

namespace sheaf::playlist {
namespace {

using testing::HasSubstr;

constexpr auto good = ClockQuality::synchronised, bad = ClockQuality::none;
KeyId id(unsigned n) { return made_up_key(n).first; }

/// A head of epoch 2, issued on day 0, expiring on day 30, as the root of epoch 2 allows it; each case says
/// what is different.
struct Case {
  const char *name;
  Verdict verdict;
  std::string why = {};
  std::uint64_t epoch = 2, serial = 17;
  Accepted before{2, 16, digest_of(50)};
  Wall wall = on_day(1);
  ClockQuality quality = good;
  Wall floor = on_day(0);
  std::string channel = "hue", asked = "hue";
  std::set<KeyId> signers{id(2)};
};
void PrintTo(const Case &c, std::ostream *out) { *out << c.name; }

class Acceptance : public testing::TestWithParam<Case> {};

TEST_P(Acceptance, IsAsTheTableSays) {
  const auto &c = GetParam();
  auto head = a_head();
  head.epoch = c.epoch;
  head.serial = c.serial;
  head.channel = c.channel;
  auto root = a_root();
  Role pair{RoleKind::publisher, "pair", {id(1), id(3)}, 2, {"pair"}, {}, {}};
  root.roles.push_back(pair);
  auto is =
      decide(head, digest_of(99), c.asked, root, c.signers, c.before, {Steady{}, c.wall, c.quality}, c.floor);
  EXPECT_EQ(is.verdict, c.verdict) << is.why;
  EXPECT_THAT(is.why, HasSubstr(c.why));
  EXPECT_EQ(is.why.empty(), c.verdict == Verdict::accept || c.verdict == Verdict::same);
}

const auto accept = Verdict::accept, same = Verdict::same, refuse = Verdict::refuse, alarm_ = Verdict::alarm;
INSTANTIATE_TEST_SUITE_P(
    Table, Acceptance,
    testing::Values(
        Case{.name = "the next", .verdict = accept},
        Case{.name = "the first ever", .verdict = accept, .before = {}},
        Case{.name = "a leap", .verdict = accept, .serial = most_whole_number()},
        Case{.name = "the same again", .verdict = same, .before = {2, 17, digest_of(99)}},
        Case{.name = "the same again, when it has expired",
             .verdict = same,
             .before = {2, 17, digest_of(99)},
             .wall = on_day(99)},
        Case{.name = "equivocation",
             .verdict = alarm_,
             .why = "two different",
             .before = {2, 17, digest_of(98)}},
        Case{.name = "rollback", .verdict = refuse, .why = "rollback", .serial = 15},
        Case{.name = "rollback to known bytes",
             .verdict = refuse,
             .why = "rollback",
             .serial = 15,
             .before = {2, 16, digest_of(99)}},
        Case{.name = "a new epoch begins its serials anew",
             .verdict = accept,
             .serial = 1,
             .before = {1, 1'000'000, digest_of(50)}},
        Case{.name = "an epoch before the root's",
             .verdict = refuse,
             .why = "epoch 1",
             .epoch = 1,
             .serial = 99,
             .before = {1, 5, digest_of(50)}},
        Case{.name = "an epoch after the root's", .verdict = refuse, .why = "epoch 3", .epoch = 3},
        Case{.name = "a root that fell behind",
             .verdict = refuse,
             .why = "rollback",
             .before = {3, 1, digest_of(50)}},
        Case{.name = "expired", .verdict = refuse, .why = "expired", .wall = on_day(30)},
        Case{.name = "a second before it expires", .verdict = accept, .wall = on_day(30) - 1s},
        Case{.name = "expired by a bad clock only", .verdict = accept, .wall = on_day(300), .quality = bad},
        Case{.name = "expired by the floor",
             .verdict = refuse,
             .why = "expired",
             .wall = on_day(-9999),
             .quality = bad,
             .floor = on_day(30)},
        Case{.name = "expired by the floor, not by a good clock", .verdict = accept, .floor = on_day(31)},
        Case{.name = "from the future", .verdict = refuse, .why = "ahead", .wall = on_day(-1) - 1s},
        Case{.name = "a day from the future", .verdict = accept, .wall = on_day(-1)},
        Case{.name = "from the future of a bad clock",
             .verdict = accept,
             .wall = on_day(-9999),
             .quality = bad,
             .floor = on_day(-9999)},
        Case{.name = "of another channel", .verdict = refuse, .why = "channel \"hue\"", .asked = "da-nang-1"},
        Case{.name = "a channel's name in front", .verdict = refuse, .why = "channel", .asked = "hu"},
        Case{.name = "a channel that a star allows",
             .verdict = accept,
             .channel = "da-nang-1",
             .asked = "da-nang-1"},
        Case{.name = "a channel that nobody may sign",
             .verdict = refuse,
             .why = "may not publish",
             .channel = "saigon",
             .asked = "saigon"},
        Case{.name = "unsigned", .verdict = refuse, .why = "may not publish", .signers = {}},
        Case{.name = "signed by a root key alone",
             .verdict = refuse,
             .why = "may not publish",
             .signers = {id(1)}},
        Case{.name = "one of two signers",
             .verdict = refuse,
             .why = "too few",
             .channel = "pair",
             .asked = "pair",
             .signers = {id(1)}},
        Case{.name = "one of two signers, and a stranger",
             .verdict = refuse,
             .why = "too few",
             .channel = "pair",
             .asked = "pair",
             .signers = {id(1), id(4)}},
        Case{.name = "two signers",
             .verdict = accept,
             .channel = "pair",
             .asked = "pair",
             .signers = {id(1), id(3)}},
        Case{.name = "a local site's own channel",
             .verdict = accept,
             .channel = "hall-1",
             .asked = "hall-1",
             .signers = {id(5)}},
        Case{.name = "a local site elsewhere",
             .verdict = refuse,
             .why = "may not publish",
             .signers = {id(5)}},
        Case{.name = "nobody's signature is judged before its serial",
             .verdict = refuse,
             .why = "may not publish",
             .serial = 1,
             .signers = {}}));

TEST(Limits, AManifestIsOfItsHeadsChannelAndWithinItsRole) {
  auto head = a_head();
  auto manifest = a_manifest();
  Role role = a_root().roles[0];
  EXPECT_TRUE(check_manifest(manifest, head, role));
  role.most_items = 2;
  role.most_bytes = total_size(manifest);
  EXPECT_TRUE(check_manifest(manifest, head, role));
  role.most_items = 1;
  EXPECT_THAT(check_manifest(manifest, head, role).error().text, HasSubstr("2 items"));
  role.most_items = {};
  role.most_bytes = total_size(manifest) - 1;
  EXPECT_THAT(check_manifest(manifest, head, role).error().text, HasSubstr("bytes"));
  head.channel = "da-nang-1";
  EXPECT_EQ(check_manifest(manifest, head, role).error().kind, ErrorKind::refused);
  EXPECT_THAT(check_manifest(manifest, head, role).error().text, HasSubstr("channel"));
}

}
}
