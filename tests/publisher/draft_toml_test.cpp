// sheaf.toml: what people write wrong is told in one sentence each, with the place and what to write instead.
#include "publisher/dates.h"
#include "publisher/draft.h"
#include "tests/support/scratch_folder.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace {

class SheafToml : public ::testing::Test {
protected:
  SheafToml() {
    for (const char *name : {"a.jpg", "b.jpg", "c.mp4"}) folder.write(name);
  }
  Result<Draft> read(const std::string &toml) const {
    return without_mistakes(draft_of_toml(folder.write("sheaf.toml", toml)));
  }
  sheaf::testing::ScratchFolder folder;
};

std::string times(int n, const std::string &text) {
  std::string out;
  for (int i = 0; i < n; ++i) out += text;
  return out;
}

}

TEST_F(SheafToml, EachMistakeIsOneSentenceWithItsPlaceAndAdvice) {
  const std::string item = "[[item]]\nfile = \"a.jpg\"\n";
  const std::vector<std::pair<std::string, std::pair<std::string, std::string>>> wrong{
      // the file as a whole
      {"channel = hue", {"1:", "a text stands in quotes"}},
      {"channel = \"hue", {"1:", "the text needs a \" at its end"}},
      {"title = “Hue”", {"1:", "straight quotes"}},
      {"channel \"hue\"", {"1:", "KEY = VALUE"}},
      {"channel =\n", {"1:", "a value is missing after ="}},
      {std::string("\xff\xfe"
                   "c\0h\0",
                   6),
       {"1:1:", "save it as UTF-8"}},
      {"languages = [\"vi\", \"en\"", {"1:", "a list ends in ]"}},
      // its head
      {"chanel = \"hue\"", {"1:1:", "unknown key 'chanel'; did you mean 'channel'?"}},
      {"channel = 5", {"1:11:", "'channel' is a whole number but must be a text; write channel = \"hue\""}},
      {"channel = \"Huế\"", {"1:11:", "cannot be used here ('channel'); write lower-case letters"}},
      {"languages = \"vietnamese language\"",
       {"1:13:", "is no language; write languages = [\"vi\", \"en\"]"}},
      {"languages = [\"vi\", 5]", {"1:20:", "must be a list of texts; write"}},
      {"order = \"nam\"", {"1:9:", "did you mean 'name'?"}},
      {"order = \"backwards\"", {"1:9:", "write one of list, name"}},
      {"title = \"\"", {"1:9:", "'title' is empty; write"}},
      {"title = {vietnam1 = \"Hue\"}", {"1:9:", "is no language; write title = {vi ="}},
      {"title = \"" + times(501, "x") + "\"", {"1:9:", "'title' is too long: 501 bytes; write at most 500"}},
      {"needs = [\"Two Words\"]", {"1:9:", "is no feature; write lower-case letters"}},
      // themes
      {"[[theme]]\ntitle = \"x\"", {"1:", "this theme has no 'id'; write id = \"festivals\""}},
      {"[[theme]]\nid = \"a\"\n[[theme]]\nid = \"a\"",
       {"4:6:", "two [[theme]] with the id 'a'; give one another id"}},
      {"[theme]\nid = \"a\"", {"1:1:", "'theme' is a table but must be a list of tables; write [[theme]]"}},
      // items
      {"[[item]]\nid = \"a\"", {"1:", "this item has no 'file'; write file ="}},
      {"[[item]]\nfile = \"nothing.jpg\"", {"2:8:", "there is no file"}},
      {"[[item]]\nfile = {vi = \"a.jpg\", e = \"b.jpg\"}", {"2:8:", "'e' is no language; write file ="}},
      {"[[item]]\nfile = \"C:\\films\\x.mp4\"", {"2:", "single quotes"}},
      {item + "seconds = \"15\"", {"3:11:", "'seconds' is a text but must be a number; write seconds = 15"}},
      {item + "seconds = 0", {"3:11:", "'seconds' is 0; write a number from 0.1"}},
      {item + "secs = 15", {"3:1:", "unknown key 'secs'"}},
      {item + "fit = \"fill\"", {"3:7:", "'fit' is 'fill'; "}},
      {item + "volume = 110", {"3:10:", "'volume' is 110; write a whole number from 0 to 100"}},
      {item + "fade = -1", {"3:8:", "'fade' is -1; write a number from 0 to 10"}},
      {item + "evergreen = \"yes\"", {"3:13:", "must be true or false; write evergreen = true"}},
      {item + "theme = \"festivals\"", {"3:9:", "there is no theme 'festivals'; add it: [[theme]]"}},
      {"[[theme]]\nid = \"festivals\"\n" + item + "theme = \"festival\"",
       {"5:9:", "did you mean 'festivals'?"}},
      {item + "id = \"a\"\n[[item]]\nfile = \"b.jpg\"\nid = \"a\"",
       {"6:6:", "two [[item]] with the id 'a'; give one another"}},
      {item + "tags = [\"\"]", {"3:8:", "has an empty text in it; write tags = [\"river\"]"}},
      {item + "tags = [" + times(33, "\"x\", ") + "]", {"3:8:", "'tags' has 33; write at most 32"}},
      {item + "loudness = -23", {"3:12:", "must be a table; write loudness = {lufs = -23, peak_db = -1}"}},
      {item + "loudness = {lufs = -23}", {"3:12:", "'loudness' needs both; write"}},
      {item + "credit = \"a\\nb\"",
       {"3:10:", "line feed or another control character in it; write it on one"}},
      {item + "from = \"31/02/2027\"", {"3:8:", "the calendar has no day '31/02/2027'; write another"}},
      {item + "from = 5", {"3:8:", "must be a text; write from = 2026-12-01"}},
      {item + "from = 2026-12-02\nuntil = 2026-12-01",
       {"4:9:", "'until' is not after 'from'; write a later date"}},
      {item + "until = 1999-12-01", {"3:9:", "the year of '1999-12-01' cannot be meant; write"}},
      {item + "subtitled = \"yes\"", {"3:13:", "must be true or false; write subtitled = true"}},
      {"[[audience]]\nid = \"youth\"\n" + item + "audience = [\"yuoth\"]",
       {"5:12:", "did you mean 'youth'?"}},
      {"[[audience]]\nid = \"a\"\n[[audience]]\nid = \"a\"",
       {"4:6:", "two [[audience]] with the id 'a'; give one another id"}},
      {"profile = \"pi2\"", {"1:11:", "did you mean 'pi3'?"}},
      // screens
      {"[[screen]]\nname = \"x\"", {"1:", "this screen has no 'id'; write id = \"hall-1\""}},
      {"[[screen]]\nid = \"a\"\norientation = 45", {"3:15:", "'orientation' is 45; write 0, 90, 180 or 270"}},
      {"[[screen]]\nid = \"a\"\nhours = \"6-22\"", {"3:9:", "are no hours; write hours = \"06:00-22:00\""}},
      {"[[screen]]\nid = \"a\"\nhours = \"06:00-24:00\"", {"3:9:", "are no hours; write"}},
      {"[[screen]]\nid = \"a\"\nzone = \"Ho Chi Minh\"", {"3:8:", "is no time zone; write zone ="}},
      {"[[screen]]\nid = \"a\"\nhelp_url = \"example.vn\"", {"3:12:", "is no address; write help_url ="}},
      {"[[screen]]\nid = \"a\"\nprofile = \"pi9\"", {"3:11:", "'profile' is 'pi9'; did you mean 'pi3'?"}},
      {"[[screen]]\nid = \"a\"\nquota = \"10 kB\"", {"3:9:", "less than a megabyte; write quota ="}},
      {"[[item]]\nfile = \"https://youtu.be/1\"", {"2:8:", "ask its owner for the file"}},
      {"[[screen]]\nid = \"a\"\n[[screen]]\nid = \"a\"",
       {"4:6:", "two [[screen]] with the id 'a'; give one another id"}},
  };
  for (const auto &[toml, expected] : wrong) {
    auto draft = read(toml);
    ASSERT_FALSE(draft) << toml;
    const auto &said = draft.error().text;
    EXPECT_EQ(draft.error().kind, ErrorKind::corrupt);
    EXPECT_THAT(said, StartsWith(folder / "sheaf.toml:" + expected.first)) << toml;
    EXPECT_THAT(said.substr((folder / "sheaf.toml").size()), ContainsRegex("^:[0-9]+:[0-9]+: .")) << toml;
    EXPECT_THAT(said, HasSubstr(expected.second)) << toml;
    EXPECT_THAT(
        said,
        ContainsRegex(
            "write|did you mean|give|check|add|save|needs a|ends in|stands in|missing|here can|KEY = VALUE"))
        << toml;
    EXPECT_EQ(said.find('\n'), said.find("\n  ")) << "one line in each language: " << said;
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    EXPECT_NE(said.substr(0, said.find('\n')), said.substr(said.find("\n  ") + 3)) << said;
  }
  EXPECT_GE(wrong.size(), 25u);
}

TEST_F(SheafToml, AllMistakesAreToldAtOnceInTheOrderOfLines) {
  auto draft = read("chanel = 1\n[[item]]\nfile = \"a.jpg\"\nvolume = 101\nfit = 5\n");
  ASSERT_FALSE(draft);
  auto said = draft.error().text;
  EXPECT_THAT(said, HasSubstr("sheaf.toml:1:1: "));
  EXPECT_LT(said.find("sheaf.toml:4:"), said.find("sheaf.toml:5:"));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 5); // two lines each
}

TEST_F(SheafToml, FilesLieBesideItAndLanguagesHaveTheirOwn) {
  auto draft = read("[[item]]\nfile = {vi = \"a.jpg\", en = \"b.jpg\"}\n[[item]]\nfile = \"./c.mp4\"\n");
  ASSERT_TRUE(draft) << draft.error().text;
  ASSERT_EQ(draft->items.size(), 2u);
  EXPECT_EQ(draft->items[0].files.at("en"), folder / "b.jpg");
  EXPECT_EQ(draft->items[1].files.count("und"), 1u);
  EXPECT_EQ(draft->items[1].item.source, "c.mp4");
}

TEST_F(SheafToml, WhatItNamesKeepsItsLine) {
  auto draft = read("languages = [\"vi\"]\ntitle = \"Huế\"\n[[theme]]\nid = \"t\"\n[[audience]]\nid = \"u\"\n"
                    "[[screen]]\nid = \"s\"\n");
  ASSERT_TRUE(draft) << draft.error().text;
  const auto &places = draft->places;
  EXPECT_EQ(places.whole, "sheaf.toml:2");
  using Lines = std::map<std::string, std::string>;
  EXPECT_EQ(places.themes, (Lines{{"t", "sheaf.toml:3"}}));
  EXPECT_EQ(places.audiences, (Lines{{"u", "sheaf.toml:5"}}));
  EXPECT_EQ(places.screens, (Lines{{"s", "sheaf.toml:7"}}));
}

TEST_F(SheafToml, WithoutItemsTheFolderIsTheItems) {
  auto draft = read("title = \"Hue\"\n");
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->items.size(), 3u);
  EXPECT_EQ(draft->about.title.at("und"), "Hue");
}

// What this reader lets through, the format lets through as well: else the sentence would have no place.
TEST_F(SheafToml, WhatIsAllowedHereIsAllowedInAManifest) {
  auto draft = read("channel = \"" + times(64, "c") + "\"\ntitle = {vi = \"" + times(500, "t") +
                    "\", en-Latn-GB = \"x\"}\nlanguages = [" + times(32, "\"vi-x-abcdefgh\", ") +
                    "]\n[[theme]]\nid = \"0.-_\"\n[[item]]\nfile = \"a.jpg\"\nid = \"" + times(64, "i") +
                    "\"\ntheme = \"0.-_\"\ntags = [" + times(32, "\"" + times(64, "t") + "\", ") +
                    "]\nseconds = 86400\nfade = 10\nvolume = 100\ncredit = \"" + times(500, "c") +
                    "\"\nsource = \"" + times(1000, "s") +
                    "\"\nloudness = {lufs = -70, peak_db = 20}\n[[item]]\nfile = \"b.jpg\"\nid = \"second\"\n"
                    "seconds = 0.1\nfade = 0\nvolume = 0\nloudness = {lufs = 0, peak_db = -70}\n"
                    "[[screen]]\nid = \"s\"\nname = \"" +
                    times(200, "n") + "\"\nhours = \"23:59-00:00\"\norientation = 270\nhelp_url = \"x://" +
                    times(496, "y") + "\"\nprofile = \"pi4" + "\"\nzone = \"" + times(64, "z") + "\"\n");
  ASSERT_TRUE(draft) << draft.error().text;
  auto manifest = draft->about;
  for (const auto &d : draft->items) {
    manifest.items.push_back(d.item);
    manifest.items.back().blobs["und"] = Digest{};
  }
  manifest.blobs[Digest{}] = {1, std::nullopt};
  auto read_again = playlist::parse_manifest(playlist::write_manifest(manifest));
  ASSERT_TRUE(read_again) << read_again.error().text;
  EXPECT_EQ(*read_again, manifest);
}

TEST_F(SheafToml, DatesAreVietNamsUnlessTheySayAnother) {
  auto draft =
      read("profile = \"pi4\"\n[[item]]\nfile = \"a.jpg\"\nfrom = 2026-12-01\nuntil = 2026-12-31\n"
           "subtitled = false\naudience = \"youth\"\n[[item]]\nfile = \"b.jpg\"\nfrom = 2026-12-01T08:30:00\n"
           "until = 2026-12-31T00:00:00\n[[item]]\nfile = \"c.mp4\"\nfrom = 2026-12-01T00:00:00Z\nuntil = "
           "\"31/12/2026 08:30\"\n");
  ASSERT_TRUE(draft) << draft.error().text;
  const auto &items = draft->items;
  EXPECT_EQ(local_text(*items[0].from) + " " + local_text(*items[0].until),
            "01/12/2026 00:00 01/01/2027 00:00");
  EXPECT_EQ(local_text(*items[1].from) + " " + local_text(*items[1].until),
            "01/12/2026 08:30 31/12/2026 00:00");
  EXPECT_EQ(local_text(*items[2].from) + " " + local_text(*items[2].until),
            "01/12/2026 07:00 31/12/2026 08:30");
  EXPECT_EQ(items[0].subtitled, false);
  EXPECT_EQ(items[0].item.tags, std::vector<std::string>{"youth"});
  EXPECT_EQ(items[1].where, "sheaf.toml:8");
  EXPECT_EQ(draft->profile, "pi4");
}

TEST_F(SheafToml, AScreensQuotaIsThatOfItsCard) {
  auto draft = read("[[screen]]\nid = \"hall\"\nprofile = \"pi4\"\nquota = \"8 GB\"\n");
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->quotas.at("hall"), 8'000'000'000u);
  EXPECT_EQ(draft->about.screens[0].profile, "pi4");
}

TEST_F(SheafToml, WhatIsRightIsReadBesideMistakes) {
  auto draft = draft_of_toml(folder.write(
      "sheaf.toml",
      "[[item]]\nfile = \"a.jpg\"\n[[item]]\nfile = \"no.jpg\"\n[[item]]\nfile = \"b.jpg\"\nfits = 1\n"));
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->items.size(), 2u);
  ASSERT_EQ(draft->mistakes.size(), 2u);
  EXPECT_THAT(draft->mistakes[0].where, ::testing::EndsWith("sheaf.toml:4:8"));
  EXPECT_THAT(draft->mistakes[0].en, StartsWith("there is no file"));
}
