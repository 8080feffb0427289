#include "playlist/manifest.h"

#include "tests/playlist/documents.h"

#include <gmock/gmock.h>

namespace sheaf::playlist {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Without unmet needs: of an item that has one, little is judged.
Manifest plain_manifest() {
  auto m = a_manifest();
  m.items[1].needs = {"film", "fade"};
  return m;
}
const std::string whole = write_manifest(plain_manifest());

std::string error(const std::string &text) {
  auto manifest = parse_manifest(text);
  return manifest ? "none" : manifest.error().text;
}

/// A large one is made only where it is used: each test is a process that makes all cases.
struct Value {
  Value(json v) : one(std::move(v)) {}
  template<class T>
  requires std::convertible_to<T, json> Value(T v) : one(std::move(v)) {}
  Value(json v, std::size_t n) : one(std::move(v)), times(n) {}
  [[nodiscard]] json made() const { return times ? json(std::vector<json>(*times, one)) : one; }
  json one;
  std::optional<std::size_t> times;
};

struct Case {
  std::string pointer;
  Value value;
  std::string path; // in the error
};
void PrintTo(const Case &c, std::ostream *out) {
  *out << c.pointer << " = " << (c.value.times ? std::to_string(*c.value.times) + " of " : "")
       << c.value.one.dump().substr(0, 80);
}

Value many(std::size_t n, const json &one) { return {one, n}; }
std::string bytes(std::size_t n) { return std::string(n, 'x'); }
json titles(std::size_t n) {
  json all = json::object();
  for (std::size_t i = 0; i < n; ++i) all["aa-" + std::to_string(i)] = "x";
  return all;
}

TEST(Manifests, WhatIsWrittenIsRead) {
  EXPECT_EQ(parse_manifest(whole).value(), plain_manifest());
  EXPECT_EQ(parse_manifest(write_manifest(a_manifest())).value(), a_manifest());
  EXPECT_EQ(write_manifest(a_manifest()), write_manifest(a_manifest()));
  Manifest least;
  least.channel = "a";
  EXPECT_EQ(parse_manifest(write_manifest(least)).value(), least);
}

TEST(Manifests, DurationsAreKeptToTheNanosecond) {
  for (auto d : std::initializer_list<Duration>{1ms, 5s, 33'366'667ns, 604'800s, 604'799'999'999'999ns,
                                                86'399'123'456'789ns}) {
    auto m = plain_manifest();
    m.items[0].duration = d;
    EXPECT_EQ(parse_manifest(write_manifest(m)).value().items[0].duration, d);
  }
}

TEST(Manifests, EveryFieldThatMustBeThereIsMissed) {
  for (const char *field :
       {"/sheaf", "/kind", "/channel", "/items", "/blobs", "/items/0/id", "/items/0/kind", "/items/0/blobs",
        "/themes/0/id", "/screens/0/id", "/withdrawn/0/blob", "/withdrawn/0/since", "/blobs/0/sha256",
        "/blobs/0/size", "/items/1/loudness/lufs", "/items/1/loudness/peak_db"})
    EXPECT_THAT(error(without(whole, field)), HasSubstr("is missing")) << field;
}

TEST(Manifests, UnknownFieldsAreIgnored) {
  auto text = whole;
  for (const char *place : {"", "/items/0", "/themes/0", "/screens/0", "/withdrawn/0", "/blobs/0"})
    text = with(text, std::string(place) + "/new", {{"a", {nullptr, -1e300}}});
  EXPECT_EQ(parse_manifest(text).value(), plain_manifest());
}

class ManifestIn : public testing::TestWithParam<Case> {};
TEST_P(ManifestIn, IsAccepted) {
  EXPECT_EQ(error(with(whole, GetParam().pointer, GetParam().value.made())), "none");
}
INSTANTIATE_TEST_SUITE_P(
    Bounds, ManifestIn,
    testing::Values(Case{"/title", titles(32), ""}, Case{"/title/vi", bytes(500), ""},
                    Case{"/needs", many(16, "fade"), ""}, Case{"/languages", many(32, "zh-Hant-TW"), ""},
                    Case{"/order", "list", ""}, Case{"/items/0/id", bytes(64), ""},
                    Case{"/items/0/tags", many(32, bytes(64)), ""}, Case{"/items/0/duration_s", 0.001, ""},
                    Case{"/items/0/duration_s", 604800, ""}, Case{"/items/0/volume", 0, ""},
                    Case{"/items/0/volume", 100, ""}, Case{"/items/0/fade_s", 0, ""},
                    Case{"/items/0/fade_s", 10, ""}, Case{"/items/0/credit", bytes(500), ""},
                    Case{"/items/0/contact", bytes(500), ""}, Case{"/items/0/source", bytes(1024), ""},
                    Case{"/items/0/theme", "no-such-theme", ""}, Case{"/items/1/loudness/lufs", -70, ""},
                    Case{"/items/1/loudness/lufs", 0, ""}, Case{"/items/1/loudness/peak_db", 20.0, ""},
                    Case{"/screens/0/name", bytes(200), ""}, Case{"/screens/0/hours", "", ""},
                    Case{"/screens/0/hours", "23:59-00:00", ""}, Case{"/screens/0/orientation", 270, ""},
                    Case{"/screens/0/zone", bytes(64), ""}, Case{"/screens/0/help_url", bytes(500), ""},
                    Case{"/withdrawn/0/reason", bytes(200), ""},
                    Case{"/withdrawn", many(10'000, json::parse(whole)["withdrawn"][0]), ""},
                    Case{"/blobs/0/size", 1, ""}, Case{"/blobs/1/size", 1ull << 40, ""}));

class ManifestOut : public testing::TestWithParam<Case> {};
TEST_P(ManifestOut, IsRefusedWithItsPath) {
  auto text = error(with(whole, GetParam().pointer, GetParam().value.made()));
  EXPECT_THAT(text, HasSubstr("manifest: " + GetParam().path));
}
INSTANTIATE_TEST_SUITE_P(
    Bounds, ManifestOut,
    testing::Values(
        Case{"/kind", "head", "\"kind\""}, Case{"/channel", "Hue", "channel"}, Case{"/title", "Hue", "title"},
        Case{"/title", titles(33), "title"}, Case{"/title/vi", bytes(501), "title.vi"},
        Case{"/title/vi", "", "title.vi"}, Case{"/title/v", "x", "title.v"},
        Case{"/title/vi_VN", "x", "title.vi_VN"}, Case{"/title/vi-", "x", "title.vi-"},
        Case{"/title/vi-abcdefghi", "x", "title.vi-abcdefghi"}, Case{"/needs", many(17, "fade"), "needs"},
        Case{"/needs", json::array({"A"}), "needs[0]"}, Case{"/languages", many(33, "vi"), "languages"},
        Case{"/languages/0", "", "languages[0]"},
        Case{"/themes", many(257, json::parse(whole)["themes"][0]), "themes"},
        Case{"/themes/0/id", "", "themes[0].id"}, Case{"/order", "random", "order"},
        Case{"/order", 1, "order"}, Case{"/items", json::object(), "items"},
        Case{"/items", many(10'001, nullptr), "items"}, Case{"/items/1", 5, "items[1]"},
        Case{"/items/0/id", bytes(65), "items[0].id"}, Case{"/items/0/kind", "animation", "items[0].kind"},
        Case{"/items/0/blobs", json::object(), "items[0].blobs"},
        Case{"/items/0/blobs/vi", "x", "items[0].blobs.vi"},
        Case{"/items/0/blobs/!", std::string(64, 'a'), "items[0].blobs.!"},
        Case{"/items/0/theme", "", "items[0].theme"}, Case{"/items/0/tags", many(33, "x"), "items[0].tags"},
        Case{"/items/0/tags", json::array({""}), "items[0].tags[0]"},
        Case{"/items/0/tags", json::array({bytes(65)}), "items[0].tags[0]"},
        Case{"/items/0/duration_s", 0, "items[0].duration_s"},
        Case{"/items/0/duration_s", -1, "items[0].duration_s"},
        Case{"/items/0/duration_s", 604801, "items[0].duration_s"},
        Case{"/items/0/duration_s", 1e300, "items[0].duration_s"},
        Case{"/items/0/duration_s", "5", "items[0].duration_s"}, Case{"/items/0/fit", "zoom", "items[0].fit"},
        Case{"/items/0/volume", 101, "items[0].volume"}, Case{"/items/0/volume", -1, "items[0].volume"},
        Case{"/items/0/volume", 50.5, "items[0].volume"}, Case{"/items/0/fade_s", 10.1, "items[0].fade_s"},
        Case{"/items/0/credit", bytes(501), "items[0].credit"},
        Case{"/items/0/contact", "a\nb", "items[0].contact"},
        Case{"/items/0/evergreen", 1, "items[0].evergreen"},
        Case{"/items/1/loudness", -23, "items[1].loudness"},
        Case{"/items/1/loudness/lufs", 0.1, "items[1].loudness.lufs"},
        Case{"/items/1/loudness/peak_db", 21, "items[1].loudness.peak_db"},
        Case{"/items/0/source", bytes(1025), "items[0].source"}, Case{"/screens/0/id", "X", "screens[0].id"},
        Case{"/screens/0/name", bytes(201), "screens[0].name"},
        Case{"/screens/0/hours", "6-22", "screens[0].hours"},
        Case{"/screens/0/hours", "24:00-25:00", "screens[0].hours"},
        Case{"/screens/0/hours", "00:60-01:00", "screens[0].hours"},
        Case{"/screens/0/orientation", 45, "screens[0]"},
        Case{"/screens/0/orientation", 360, "screens[0].orientation"},
        Case{"/screens/0/languages", json::array({"x"}), "screens[0].languages[0]"},
        Case{"/withdrawn", many(10'001, nullptr), "withdrawn"},
        Case{"/withdrawn/0/blob", nullptr, "withdrawn[0].blob"},
        Case{"/withdrawn/0/since", "today", "withdrawn[0].since"},
        Case{"/withdrawn/0/reason", bytes(201), "withdrawn[0].reason"},
        Case{"/blobs", json::object(), "blobs"}, Case{"/blobs", many(100'001, nullptr), "blobs"},
        Case{"/blobs/0/size", 0, "blobs[0].size"}, Case{"/blobs/1/size", (1ull << 40) + 1, "blobs[1].size"}));

TEST(Manifests, ALargeBlobHasAChunkListAndASmallOneHasNone) {
  EXPECT_THAT(error(without(whole, "/blobs/1/chunks")), HasSubstr("blobs[1]: \"chunks\""));
  EXPECT_THAT(error(with(whole, "/blobs/0/chunks", digest_of(5).hex())), HasSubstr("blobs[0]: \"chunks\""));
  EXPECT_THAT(error(with(whole, "/blobs/1/size", 1 << 20)), HasSubstr("blobs[1]: \"chunks\""));
}

TEST(Manifests, EveryBlobThatAnItemNamesIsThereAndNoOther) {
  auto m = plain_manifest();
  m.blobs.erase(digest_of(3));
  EXPECT_THAT(error(write_manifest(m)), HasSubstr("item \"b\" in \"en\""));
  m = plain_manifest();
  m.blobs[digest_of(77)] = {5, {}};
  EXPECT_THAT(error(write_manifest(m)), HasSubstr("no item names"));
}

TEST(Manifests, WhatStandsTwiceIsRefused) {
  EXPECT_THAT(error(with(whole, "/items/1/id", "a")), HasSubstr("items: the id \"a\""));
  EXPECT_THAT(error(with(whole, "/themes/1", {{"id", "asean"}})), HasSubstr("themes: the id"));
  EXPECT_THAT(error(with(whole, "/screens/1", {{"id", "hall-1"}})), HasSubstr("screens: the id"));
  EXPECT_THAT(error(with(whole, "/blobs/3", json::parse(whole)["blobs"][0])),
              HasSubstr("blobs[3]: the same blob"));
}

TEST(Manifests, AnUnmetNeedRefusesItByName) {
  auto manifest =
      parse_manifest(with(with(whole, "/needs", json::array({"film", "hologram"})), "/items", "newer"));
  ASSERT_FALSE(manifest);
  EXPECT_EQ(manifest.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(manifest.error().text, HasSubstr("\"hologram\""));
}

TEST(Manifests, WhatAnItemWithAnUnmetNeedMeansIsNotJudged) {
  json item{{"id", "new"}, {"kind", "hologram"}, {"needs", {"hologram"}}, {"volume", "loud"}};
  auto manifest = parse_manifest(
      with(with(whole, "/items/2", item), "/blobs/3", {{"sha256", digest_of(50).hex()}, {"size", 5}}));
  ASSERT_TRUE(manifest) << manifest.error().text;
  EXPECT_EQ(manifest->items.size(), 3u);
  EXPECT_EQ(manifest->items[2].needs, std::vector<std::string>{"hologram"});
  item["id"] = "A";
  EXPECT_THAT(error(with(whole, "/items/2", item)), HasSubstr("items[2].id"));
}

TEST(Manifests, FeaturesHaveNames) {
  EXPECT_TRUE(has_feature("film"));
  EXPECT_TRUE(has_feature("fade"));
  EXPECT_FALSE(has_feature("schedule"));
  EXPECT_FALSE(has_feature(""));
}

TEST(Manifests, TheirSizeIsThatOfBlobsAndLists) {
  EXPECT_EQ(total_size(plain_manifest()), 100u + (1 << 20) + 1 + 2 * 32 + (1 << 20));
}

Manifest large(std::uint32_t items) {
  Manifest m;
  m.channel = "hue";
  for (std::uint32_t i = 0; i < items; ++i) {
    auto item = an_item("item-" + std::to_string(i), i);
    item.title = {{"vi", "Lễ hội " + std::to_string(i)}, {"en", "Festival"}};
    item.tags = {"one", "two"};
    item.duration = 10s;
    item.credit = bytes(200);
    item.loudness = Loudness{-23.5, -1.25};
    m.blobs[digest_of(i)] = {(2 << 20) + i, digest_of(i + 1'000'000)};
    if (i == 7) m.blobs[digest_of(i)].loudness = Loudness{-33, -9.5};
    m.items.push_back(std::move(item));
  }
  return m;
}

TEST(Manifests, TenThousandItemsAreReadWhole) {
  auto m = large(most_items);
  auto text = write_manifest(m);
  EXPECT_GT(text.size(), 5u << 20);
  EXPECT_LE(text.size(), most_manifest);
  EXPECT_EQ(parse_manifest(text).value(), m);
}

}
}
