// 'sheaf withdraw' and 'sheaf stop'.
#include "tests/publisher/office.h"

#include "playlist/head.h"
#include "playlist/manifest.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;

namespace {

class Withdraw : public ::testing::Test {
protected:
  Withdraw() {
    EXPECT_EQ(o.init().code, 0);
    EXPECT_EQ(o.publish().code, 0);
  }
  playlist::Head head() const { return playlist::parse_head(signed_part(o.head())).value(); }
  playlist::Manifest manifest() const {
    return playlist::parse_manifest(o.read("web/sheaf/manifests/" + head().manifest.hex() + ".json")).value();
  }
  std::string blob_of(const std::string &id) const {
    for (const auto &item : manifest().items)
      if (item.id == id) return item.blobs.at("und").hex();
    return "";
  }
  std::vector<std::string> ids() const {
    std::vector<std::string> out;
    for (const auto &item : manifest().items) out.push_back(item.id);
    return out;
  }
  Said withdraw(const std::string &what, std::vector<std::string> more = {"--reason", "wrong date"}) const {
    std::vector<std::string> words{"withdraw", what, "--to", o.folder / "web"};
    words.insert(words.end(), more.begin(), more.end());
    return o.sheaf(std::move(words));
  }
  Said stop(std::vector<std::string> more) const {
    std::vector<std::string> words{"stop", "main", "--to", o.folder / "web"};
    words.insert(words.end(), more.begin(), more.end());
    return o.sheaf(std::move(words));
  }
  Office o;
};

}

TEST_F(Withdraw, ByIdByFileByDigestAndByItsBeginning) {
  auto green = blob_of("green"), blue = blob_of("blue");
  auto said = withdraw("red");
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("Withdrew 1 file of channel main, serial 2"));
  EXPECT_EQ(withdraw("green.jpg").code, 0);
  EXPECT_EQ(withdraw(blue.substr(0, 8)).code, 0);
  EXPECT_TRUE(ids().empty());
  auto m = manifest();
  ASSERT_EQ(m.withdrawn.size(), 3u);
  EXPECT_EQ(m.withdrawn[1].blob.hex(), green);
  EXPECT_EQ(m.withdrawn[1].reason, "wrong date");
  EXPECT_TRUE(m.blobs.empty());
  EXPECT_EQ(head().serial, 4u);
  EXPECT_EQ(o.verify().code, 0);
}

// Screens show the edition before until then.
TEST_F(Withdraw, WhatOnlyAnOlderEditionHasGoesByItsNameToo) {
  auto red = blob_of("red");
  std::filesystem::remove(o.folder / "src/red.jpg");
  ASSERT_EQ(o.publish({"--activate-at", "+2h"}).code, 0);
  auto said = withdraw("red.jpg");
  ASSERT_EQ(said.code, 0) << said.text;
  ASSERT_EQ(manifest().withdrawn.size(), 1u);
  EXPECT_EQ(manifest().withdrawn[0].blob.hex(), red);
  EXPECT_EQ(manifest().withdrawn[0].source, "red.jpg");
  EXPECT_EQ(ids(), (std::vector<std::string>{"blue", "green"}));
  EXPECT_EQ(o.verify().code, 0);
}

TEST_F(Withdraw, OtherBytesUnderItsNameAreTold) {
  ASSERT_EQ(withdraw("red").code, 0);
  o.jpeg("red.jpg", "orange");
  auto said = o.publish();
  EXPECT_THAT(said.text, HasSubstr("'red.jpg' has been withdrawn (wrong date)"));
  EXPECT_EQ(ids().size(), 3u);
  o.jpeg("one-more.jpg", "white");
  EXPECT_THAT(o.publish().text, Not(HasSubstr("has been withdrawn"))) << "once is enough";
}

TEST_F(Withdraw, ItStaysAwayUnderAnyNameUntilItIsLifted) {
  auto red = blob_of("red");
  ASSERT_EQ(withdraw("red").code, 0);
  std::filesystem::rename(o.folder / "src/red.jpg", o.folder / "src/other.jpg");
  auto said = o.publish();
  EXPECT_THAT(said.text, HasSubstr("'other.jpg' has been withdrawn and is not published"));
  EXPECT_THAT(said.text, HasSubstr("--lift ID --to"));
  EXPECT_THAT(said.text, HasSubstr(red));
  EXPECT_EQ(ids(), (std::vector<std::string>{"blue", "green"}));
  auto lifted = withdraw(red, {"--lift"});
  ASSERT_EQ(lifted.code, 0) << lifted.text;
  ASSERT_EQ(o.publish().code, 0);
  EXPECT_EQ(ids(), (std::vector<std::string>{"blue", "green", "other"}));
  EXPECT_TRUE(manifest().withdrawn.empty());
}

TEST_F(Withdraw, ItIsLiftedByTheNameThatItWasWithdrawnBy) {
  for (const char *name : {"red", "green.jpg"}) ASSERT_EQ(withdraw(name).code, 0);
  ASSERT_EQ(o.publish().code, 0); // what is withdrawn goes on, with its name
  EXPECT_EQ(manifest().withdrawn[0].item, "red");
  EXPECT_EQ(manifest().withdrawn[0].source, "red.jpg");
  EXPECT_THAT(withdraw("blue", {"--lift"}).text,
              HasSubstr("has nothing withdrawn by the name of 'blue'; withdrawn are 'red.jpg "));
  auto lifted = withdraw("red.jpg", {"--lift"});
  ASSERT_EQ(lifted.code, 0) << lifted.text;
  EXPECT_THAT(lifted.text, HasSubstr("Allowed 1 file of channel main again"));
  ASSERT_EQ(withdraw("green", {"--lift"}).code, 0);
  EXPECT_TRUE(manifest().withdrawn.empty());
  EXPECT_EQ(o.verify().code, 0);
}

TEST_F(Withdraw, WhatIsNotStoppedIsNotSignedAnew) {
  auto before = o.files();
  auto said = stop({"--lift"});
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.text, HasSubstr("Channel main is not stopped; nothing was written"));
  EXPECT_EQ(o.files(), before);
}

TEST_F(Withdraw, ADigestThatWasNeverPublishedHereCanBeWithdrawn) {
  std::string strange(64, 'a');
  ASSERT_EQ(withdraw(strange).code, 0);
  EXPECT_EQ(manifest().withdrawn.at(0).blob.hex(), strange);
  EXPECT_EQ(ids().size(), 3u);
}

TEST_F(Withdraw, AnItemWithTheSameFileIsNamed) {
  o.jpeg("twin.jpg", "red");
  ASSERT_EQ(o.publish().code, 0);
  auto said = withdraw("red");
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.text, HasSubstr("item 'twin' uses the same file, and goes too"));
  EXPECT_EQ(ids(), (std::vector<std::string>{"blue", "green"}));
}

TEST_F(Withdraw, NothingIsWrittenForWhatIsNotThere) {
  auto before = o.files();
  EXPECT_THAT(withdraw("boats").text, HasSubstr("has no item, file or blob by the name of 'boats'"));
  EXPECT_THAT(withdraw("red", {"--lift"}).text, HasSubstr("has nothing withdrawn at all"));
  EXPECT_THAT(withdraw("red", {}).text, HasSubstr("--reason"));
  EXPECT_EQ(o.files(), before);
}

TEST_F(Withdraw, FromASheafFileToo) {
  ASSERT_EQ(
      o.sheaf({"publish", o.folder / "src", "--to", o.folder / "a.sheaf", "--serial-from", o.folder / "web"})
          .code,
      0);
  auto size = std::filesystem::file_size(o.folder / "a.sheaf");
  ASSERT_EQ(o.sheaf({"withdraw", "red", "--reason", "x", "--to", o.folder / "a.sheaf"}).code, 0);
  EXPECT_LT(std::filesystem::file_size(o.folder / "a.sheaf"), size); // its bytes are gone
  EXPECT_THAT(o.verify("a.sheaf").text, HasSubstr("serial 2, epoch 1, 2 items"));
}

TEST_F(Withdraw, AStopHoldsThroughPublicationsUntilItIsLifted) {
  auto said = stop({"--until", "+2h", "--reason", "fire drill"});
  ASSERT_EQ(said.code, 0) << said.text;
  ASSERT_TRUE(head().stop);
  EXPECT_EQ(head().stop->reason, "fire drill");
  EXPECT_EQ(head().stop->until - head().issued, std::chrono::hours(2));
  EXPECT_THAT(o.verify().text, AllOf(HasSubstr("channel main is stopped until"), HasSubstr(": fire drill")));
  o.jpeg("red.jpg", "orange");
  EXPECT_THAT(o.publish().text, HasSubstr("channel main is still stopped until"));
  EXPECT_TRUE(head().stop);
  ASSERT_EQ(withdraw("red").code, 0);
  EXPECT_TRUE(head().stop);
  ASSERT_EQ(stop({"--lift"}).code, 0);
  EXPECT_FALSE(head().stop);
  EXPECT_EQ(head().serial, 5u);
  EXPECT_EQ(o.verify().code, 0);
}

TEST_F(Withdraw, AStopIsToldUntilWhenAndWhy) {
  EXPECT_THAT(stop({"--reason", "x"}).text, HasSubstr("say until when: --until 2026"));
  EXPECT_THAT(stop({"--until", "+2h"}).text, HasSubstr("--reason"));
  EXPECT_THAT(stop({"--until", "2020-01-01T00:00:00Z", "--reason", "x"}).text,
              HasSubstr("has passed already"));
  EXPECT_THAT(stop({"--until", "soon", "--reason", "x"}).text, HasSubstr("'soon' is no time; write 2026"));
  EXPECT_EQ(stop({"--until", "+2h", "--reason", std::string(201, 'x')}).code, 2);
  EXPECT_FALSE(head().stop);
}

// What the office's keys hold for is not taken from a head that others have put there.
TEST_F(Withdraw, NothingIsBuiltOnAStrangersHead) {
  Office other;
  ASSERT_EQ(other.init().code, 0);
  ASSERT_EQ(other.publish().code, 0);
  o.folder.write("web/sheaf/main/head", other.head());
  for (const auto &said : {withdraw("red"), o.publish({"--poll", "60"})}) {
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("is signed by no key that these roots know"));
  }
}
