// 'sheaf verify' finds a wrong byte wherever it is.
#include "tests/publisher/office.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::HasSubstr;

TEST(Verify, AFlippedByteIsFoundInEveryFile) {
  Office o;
  o.film("large.mkv", {"-c:v", "rawvideo", "-t", "0.2", "-s", "1280x720"}); // with a chunk list
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  ASSERT_EQ(o.verify().code, 0);
  for (const auto &[name, state] : o.files()) {
    auto bytes = o.read("web/" + name);
    auto bent = bytes;
    bent[bent.size() / 2] = static_cast<char>(bent[bent.size() / 2] ^ 4);
    o.folder.write("web/" + name, bent);
    auto said = o.verify();
    EXPECT_EQ(said.code, 1) << name;
    auto told = name.starts_with("sheaf/root/") ? "sheaf/root" : name;
    EXPECT_THAT(said.text, HasSubstr(told)) << name;
    std::filesystem::remove(o.folder / ("web/" + name));
    EXPECT_EQ(o.verify().code, name.starts_with("sheaf/root/") ? 0 : 1) << name; // screens have root 1
    o.folder.write("web/" + name, bytes);
  }
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Verify, SomebodyElsesRootIsRefused) {
  Office o, other;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(other.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  auto said = o.sheaf({"verify", o.folder / "web", "--root", other.folder / "keys/root/1"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("it belongs to somebody else, or was forged"));
}

TEST(Verify, OneChannelOrAll) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish({"--channel", "hue"}).code, 0);
  ASSERT_EQ(o.publish({"--channel", "ward"}).code, 0);
  o.folder.write("web/sheaf/ward/head", "nothing");
  auto root = o.folder / "keys/root/1";
  EXPECT_EQ(o.sheaf({"verify", o.folder / "web", "--root", root, "--channel", "hue"}).code, 0);
  EXPECT_EQ(o.sheaf({"verify", o.folder / "web", "--root", root}).code, 1);
  EXPECT_EQ(o.sheaf({"verify", o.folder / "web", "--root", root, "--channel", "none"}).code, 1);
}
