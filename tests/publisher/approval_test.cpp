// Publishing in three steps: sheaf prepare, sign, release.
#include "tests/publisher/office.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

struct Approval : ::testing::Test {
  Office o;
  std::string out = o.folder / "duyet";

  void SetUp() override { ASSERT_EQ(o.init().code, 0); }
  Said prepare(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"prepare", o.folder / "src", "--to", o.folder / "web", "--out", out};
    words.insert(words.end(), more.begin(), more.end());
    return o.sheaf(std::move(words));
  }
  Said sign(const std::string &key = {}) const {
    std::vector<std::string> words{"sign", out, "--yes"};
    if (!key.empty()) words.insert(words.end(), {"--key", o.folder / ("keys/" + key)});
    return o.sheaf(std::move(words));
  }
  Said release() const { return o.sheaf({"release", out, "--to", o.folder / "web"}); }
  [[nodiscard]] bool has_head() const { return std::filesystem::exists(o.folder / "web/sheaf/main/head"); }
};

struct ApprovalOfTwo : Approval {
  void SetUp() override { ASSERT_EQ(o.init("three").code, 0); }
};

}

TEST_F(Approval, ThreeStepsGiveWhatOneGives) {
  auto prepared = prepare();
  ASSERT_EQ(prepared.code, 0) << prepared.text;
  EXPECT_THAT(prepared.text, HasSubstr("3 items, 3 new files"));
  EXPECT_FALSE(has_head());
  auto sheet = o.read("duyet/DUYET.html");
  std::size_t pictures = 0;
  for (std::size_t at = 0; (at = sheet.find("data:image/jpeg", at)) != std::string::npos; ++at) ++pictures;
  EXPECT_EQ(pictures, 3u);
  EXPECT_FALSE(std::filesystem::exists(o.folder / "web/sheaf/blobs")) << "nothing there changes";
  ASSERT_EQ(sign().code, 0);
  auto released = release();
  ASSERT_EQ(released.code, 0) << released.text;
  EXPECT_THAT(released.text, HasSubstr("Published channel main, serial 1: 3 items, 3 new files"));
  EXPECT_EQ(o.verify().code, 0);
  EXPECT_FALSE(std::filesystem::exists(out + "/sheaf")) << "the files are at the destination now";
  EXPECT_THAT(o.publish().text, HasSubstr("Nothing has changed since serial 1"));
}

TEST_F(Approval, OnlyWhatTheDestinationLacksIsCarriedAlong) {
  ASSERT_EQ(o.publish().code, 0);
  o.jpeg("one-more.jpg", "white");
  EXPECT_THAT(prepare().text, HasSubstr("4 items, 1 new file ("));
  ASSERT_EQ(sign().code, 0);
  ASSERT_EQ(release().code, 0);
  EXPECT_THAT(o.verify().text, HasSubstr("serial 2"));
}

// What is at the destination would be cleared away as what is brought there.
TEST_F(Approval, APreparedFolderIsNotItsOwnDestination) {
  ASSERT_EQ(prepare().code, 0);
  ASSERT_EQ(sign().code, 0);
  EXPECT_EQ(o.sheaf({"release", out, "--to", out}).code, 1);
  EXPECT_EQ(o.sheaf({"release", out, "--to", out + "/site"}).code, 1);
  ASSERT_EQ(release().code, 0);
  o.jpeg("one-more.jpg", "white");
  out = o.folder / "web";
  auto said = prepare();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("name a folder elsewhere"));
  EXPECT_EQ(o.verify().code, 0);
}

TEST_F(Approval, NothingNewIsNothingToSign) {
  ASSERT_EQ(o.publish().code, 0);
  auto said = prepare();
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.text, HasSubstr("Nothing has changed"));
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(Approval, WithoutASignatureNothingIsReleased) {
  ASSERT_EQ(prepare().code, 0);
  auto said = release();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("nobody has signed"));
  EXPECT_FALSE(has_head());
}

TEST_F(Approval, NobodySignsUnasked) {
  ASSERT_EQ(prepare().code, 0);
  auto said = o.sheaf({"sign", out});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("--yes signs unasked"));
  EXPECT_NE(release().code, 0);
}

TEST_F(Approval, TheSheetHasTheDaysOfEachItem) {
  o.folder.write("src/sheaf.toml",
                 "[[item]]\nfile = \"red.jpg\"\nuntil = 2099-12-31\n[[item]]\nfile = \"green.jpg\"\n");
  auto said = prepare();
  ASSERT_EQ(said.code, 0) << said.text;
  auto sheet = o.read("duyet/DUYET.html");
  auto at = sheet.find("class=\"days\"");
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(sheet.substr(at, 200), HasSubstr("… – 31/12/2099"));
  EXPECT_THAT(sheet.substr(at, 200), HasSubstr("Chiếu từ – đến <span")) << "no word runs into the next";
  EXPECT_EQ(sheet.find("class=\"days\"", at + 1), std::string::npos) << "one has no days";
}

TEST_F(Approval, TheStockMinisignSigns) {
  ASSERT_EQ(prepare().code, 0);
  auto key = o.folder / "keys/stick.key";
  auto signed_by_it = o.run({"minisign", "-S", "-m", out + "/head", "-s", key});
  ASSERT_EQ(signed_by_it.code, 0) << signed_by_it.text;
  auto released = release();
  EXPECT_EQ(released.code, 0) << released.text;
  EXPECT_EQ(o.verify().code, 0);
}

TEST_F(Approval, AChangedHeadIsNotWhatWasSigned) {
  ASSERT_EQ(prepare().code, 0);
  ASSERT_EQ(sign().code, 0);
  auto head = o.read("duyet/head");
  auto at = head.find("120"); // seconds of poll_s
  ASSERT_NE(at, std::string::npos);
  o.write("duyet/head", head.replace(at, 3, "130"));
  auto said = release();
  EXPECT_EQ(said.code, 1);
  EXPECT_FALSE(has_head()) << said.text;
}

TEST_F(Approval, AnotherListThanTheHeadsIsRefused) {
  ASSERT_EQ(prepare().code, 0);
  o.write("duyet/manifest.json", o.read("duyet/manifest.json") + " ");
  for (const auto &said : {sign(), release()}) {
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("is not what its head names"));
  }
}

TEST_F(Approval, SomebodyHasPublishedMeanwhile) {
  ASSERT_EQ(prepare().code, 0);
  ASSERT_EQ(sign().code, 0);
  o.jpeg("one-more.jpg", "white"); // else it is the very same, where it is the same second
  ASSERT_EQ(o.publish().code, 0);
  auto head = o.head();
  auto said = release();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("somebody has published meanwhile"));
  EXPECT_EQ(o.head(), head);
}

TEST_F(Approval, ADamagedFileIsNotBrought) {
  ASSERT_EQ(prepare().code, 0);
  ASSERT_EQ(sign().code, 0);
  for (const auto &entry : std::filesystem::recursive_directory_iterator(out + "/sheaf/blobs"))
    if (entry.is_regular_file()) {
      std::filesystem::resize_file(entry, std::filesystem::file_size(entry) - 1);
      break;
    }
  auto said = release();
  EXPECT_EQ(said.code, 1) << said.text;
  EXPECT_FALSE(has_head());
}

TEST_F(Approval, AFolderThatIsThereIsLeftAlone) {
  ASSERT_EQ(prepare().code, 0);
  auto said = prepare();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("is there already"));
}

TEST_F(Approval, EveryReleaseIsALine) {
  ASSERT_EQ(o.publish().code, 0);
  ASSERT_EQ(o.sheaf({"stop", "main", "--until", "+2h", "--reason", "=1+1", "--to", o.folder / "web"}).code,
            0);
  o.jpeg("one-more.jpg", "white");
  ASSERT_EQ(prepare().code, 0);
  ASSERT_EQ(sign().code, 0);
  ASSERT_EQ(release().code, 0);
  auto log = o.read("publishing.csv");
  EXPECT_TRUE(log.starts_with("\xef\xbb\xbfThời điểm;Việc;")) << log;
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 4);
  EXPECT_THAT(log, HasSubstr(" +07:00\";\"publish\";\"main-1-"));
  EXPECT_THAT(log, HasSubstr("\"stop\";\"main-2-"));
  EXPECT_THAT(log, HasSubstr("\"release\";\"main-3-"));
  EXPECT_THAT(log, HasSubstr("stick"));
  EXPECT_THAT(log, HasSubstr("\"" + o.folder / "web" + "\""));
}

TEST_F(Approval, ALogOfAnotherFormIsKeptBesideTheNewOne) {
  const std::string old = "\xef\xbb\xbfThời điểm (UTC),Việc\r\n\"2026-01-01T00:00:00Z\",\"publish\"\r\n";
  for (const char *name : {"publishing.csv", "publishing-1.csv"}) o.write(name, old);
  auto said = o.publish();
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.text, HasSubstr("it is " + o.folder / "publishing-2.csv" + " now"));
  EXPECT_EQ(o.read("publishing-1.csv"), old);
  EXPECT_EQ(o.read("publishing-2.csv"), old);
  auto log = o.read("publishing.csv");
  EXPECT_TRUE(log.starts_with("\xef\xbb\xbfThời điểm;")) << log;
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 2);
}

TEST_F(Approval, ALogThatExcelHasSavedGoesOn) {
  ASSERT_EQ(o.publish().code, 0);
  o.write("publishing.csv", o.read("publishing.csv").substr(3)); // without the mark
  o.jpeg("one-more.jpg", "white");
  ASSERT_EQ(o.publish().code, 0);
  auto log = o.read("publishing.csv");
  EXPECT_TRUE(log.starts_with("Thời điểm;")) << log;
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 3);
}

TEST_F(Approval, WhatIsReleasedAlreadyIsToldAsThat) {
  ASSERT_EQ(prepare().code, 0);
  ASSERT_EQ(sign().code, 0);
  ASSERT_EQ(release().code, 0);
  auto before = o.files();
  auto said = release();
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("is released already: channel main, serial 1; nothing was written"));
  EXPECT_EQ(o.files(), before);
}

TEST_F(Approval, ALineThatCannotBeWrittenLosesNothing) {
  std::filesystem::create_directories(o.folder / "publishing.csv");
  auto said = o.publish();
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.text, HasSubstr("could not be noted"));
  EXPECT_TRUE(has_head());
}

TEST_F(ApprovalOfTwo, ASecondPersonsFolderHoldsNothingButAKey) {
  ASSERT_EQ(prepare().code, 0);
  ASSERT_EQ(sign("one.key").code, 0);
  std::filesystem::create_directory(o.folder / "hers");
  o.write("hers/two.key", o.read("keys/two.key"));
  auto said = o.sheaf({"sign", out, "--yes", "--keys", o.folder / "hers"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(release().code, 0);
}

TEST_F(ApprovalOfTwo, OneOfTwoIsNotEnough) {
  ASSERT_EQ(prepare().code, 0);
  ASSERT_EQ(sign("one.key").code, 0);
  auto said = release();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("signatures are missing"));
  EXPECT_FALSE(has_head());
  ASSERT_EQ(sign("two.key").code, 0);
  EXPECT_EQ(release().code, 0);
  EXPECT_EQ(o.verify().code, 0);
}
