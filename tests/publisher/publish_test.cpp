#include "tests/publisher/office.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/capability.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/prctl.h>

using namespace sheaf;
using namespace sheaf::testing;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

json manifest_of(const Office &o, const std::string &channel = "main", const std::string &where = "web") {
  auto head = json::parse(signed_part(o.read(where + "/sheaf/" + channel + "/head")));
  return json::parse(
      o.read(where + "/sheaf/manifests/" + head["manifest"]["sha256"].get<std::string>() + ".json"));
}
json head_of(const Office &o) { return json::parse(signed_part(o.head())); }

// What is new or other in `after`.
std::vector<std::string>
changed(const Office &o,
        const std::map<std::string, std::pair<std::uintmax_t, std::filesystem::file_time_type>> &before) {
  std::vector<std::string> out;
  for (const auto &[name, state] : o.files())
    if (auto old = before.find(name); old == before.end() || old->second != state) out.push_back(name);
  return out;
}

}

TEST(Publish, WhatIsPublishedIsVerified) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  auto said = o.publish();
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("Published channel main, serial 1: 3 items, 3 new files"));
  EXPECT_LT(said.text.find("Đã phát hành"), said.text.find("Published")); // Vietnamese first
  auto seen = o.verify();
  EXPECT_EQ(seen.code, 0) << seen.text;
  EXPECT_THAT(seen.text, HasSubstr("3 items, 3 files"));
  EXPECT_LT(o.head().size(), 2048u);
}

TEST(Publish, ItemsAreInNaturalOrderWithKindsAndDurations) {
  Office o;
  o.jpeg("10.jpg", "white");
  o.jpeg("2.jpg", "gray");
  o.film("3.mp4");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  std::vector<std::string> ids, kinds;
  for (const json items = manifest_of(o)["items"]; const auto &item : items) {
    ids.push_back(item["id"]);
    kinds.push_back(item["kind"]);
    EXPECT_EQ(item.contains("duration_s"), item["kind"] == "film");
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"2", "3", "10", "blue", "green", "red"}));
  EXPECT_EQ(kinds[1], "film");
}

TEST(Publish, FilesOfOneNameInTwoFoldersKeepTheirIds) {
  Office o;
  for (const char *folder : {"a", "b"}) std::filesystem::create_directory((o.folder / "src/") + folder);
  o.jpeg("a/1.jpg", "white");
  o.jpeg("b/1.jpg", "navy");
  o.write("src/danh-muc.csv", "Tệp\na/1.jpg\nb/1.jpg\n");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  EXPECT_THAT(o.publish().text, HasSubstr("Nothing has changed since serial 1"));
  auto second = manifest_of(o)["items"][1];
  o.write("src/danh-muc.csv", "Tệp\nb/1.jpg\n");
  ASSERT_EQ(o.publish().code, 0);
  EXPECT_EQ(manifest_of(o)["items"], json::array({second}));
}

TEST(Publish, ACacheInAFolderOfOthersLeavesTheirsAlone) {
  Office o;
  for (const char *folder : {"disk/work-99999-tet", "disk/renditions"})
    std::filesystem::create_directories(o.folder / folder);
  o.write("disk/work-99999-tet/letter.txt", "Tết");
  ASSERT_EQ(o.init().code, 0);
  auto said = o.sheaf({"publish", o.folder / "src", "--to", o.folder / "web", "--clock-is-right", "--cache",
                       o.folder / "disk"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(o.read("disk/work-99999-tet/letter.txt"), "Tết");
}

TEST(Publish, TheStockToolVerifiesOurHead) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  o.folder.write("bytes", signed_part(o.head()));
  o.folder.write("bytes.minisig", first_block(o.head()));
  auto said = o.run({"minisign", "-V", "-m", o.folder / "bytes", "-p", o.folder / "keys/stick.pub"});
  EXPECT_EQ(said.code, 0) << said.text;
  o.folder.write("bytes", signed_part(o.head()) + " ");
  EXPECT_NE(o.run({"minisign", "-V", "-m", o.folder / "bytes", "-p", o.folder / "keys/stick.pub"}).code, 0);
}

TEST(Publish, AKeyOfTheStockToolWithAPassword) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  o.folder.write("password", "mật khẩu 1\n");
  auto made = o.run({"sh", "-c",
                     "printf '%s\\n%s\\n' 'mật khẩu 1' 'mật khẩu 1' | minisign -G -p '" +
                         o.folder / "lan.pub" + "' -s '" + o.folder / "lan.key" + "'"});
  ASSERT_EQ(made.code, 0) << made.text;
  ASSERT_EQ(o.sheaf({"keys", "add", o.folder / "lan.pub", "--role", "publisher"}).code, 0);
  auto with = [&](const std::string &file) {
    return o.run({SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to", o.folder / "web",
                  "--clock-is-right", "--key", o.folder / "lan.key", "--keys", o.folder / "keys"},
                 [&] { ::setenv("SHEAF_PASSWORD_FILE", file.c_str(), 1); });
  };
  o.folder.write("wrong", "another\n");
  auto refused = with(o.folder / "wrong");
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text, HasSubstr("password"));
  auto said = with(o.folder / "password");
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Publish, AgainWithoutAChangeNothingIsWritten) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  auto before = o.files();
  auto said = o.publish();
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.text, HasSubstr("Nothing has changed since serial 1"));
  EXPECT_EQ(o.files(), before);
  std::filesystem::remove_all(o.folder / "cache"); // found out anew, it is the same
  EXPECT_THAT(o.publish().text, HasSubstr("Nothing has changed since serial 1"));
  EXPECT_EQ(o.files(), before);
}

TEST(Publish, OneChangedPictureIsOneBlobOneManifestOneHead) {
  Office o;
  o.film("film.mp4");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  auto before = o.files();
  o.jpeg("red.jpg", "orange");
  ASSERT_EQ(o.publish().code, 0);
  auto now = changed(o, before);
  ASSERT_EQ(now.size(), 3u);
  EXPECT_THAT(now[0], HasSubstr("sheaf/blobs/"));
  EXPECT_EQ(now[1], "sheaf/main/head");
  EXPECT_THAT(now[2], HasSubstr("sheaf/manifests/"));
  EXPECT_EQ(head_of(o)["serial"], 2);
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Publish, WithoutItsHeadTheSerialDoesNotBeginAnew) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  o.jpeg("red.jpg", "orange");
  ASSERT_EQ(o.publish().code, 0);
  std::filesystem::copy(o.folder / "web", o.folder / "copy", std::filesystem::copy_options::recursive);
  o.folder.write("web/sheaf/main/head", "");
  EXPECT_THAT(o.publish().text, HasSubstr("the head of channel 'main' at the destination is damaged"));
  std::filesystem::remove(o.folder / "web/sheaf/main/head");
  auto before = o.files();
  auto said = o.publish();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("put the head back, name a whole copy with --serial-from"));
  EXPECT_EQ(o.files(), before);
  EXPECT_EQ(o.publish({"--channel", "other"}).code, 1) << "nobody can know that it is new";
  ASSERT_EQ(o.publish({"--serial-from", o.folder / "copy"}).code, 0);
  EXPECT_EQ(head_of(o)["serial"], 2);
  EXPECT_EQ(o.publish({"--channel", "other"}).code, 0);
}

TEST(Publish, TwoHeadsOfOneSecondLookDifferentToAWebServer) {
  namespace fs = std::filesystem;
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  auto head = o.folder / "web/sheaf/main/head";
  auto late = fs::last_write_time(head) + std::chrono::seconds(100);
  fs::last_write_time(head, late); // as if it had been published a moment ago
  o.jpeg("red.jpg", "purple");
  ASSERT_EQ(o.publish().code, 0);
  EXPECT_GT(std::chrono::floor<std::chrono::seconds>(fs::last_write_time(head)),
            std::chrono::floor<std::chrono::seconds>(late));
}

TEST(Publish, ALargeFilmHasItsListAndBothAreWrittenOnce) {
  Office o;
  o.film("large.mkv", {"-c:v", "libx264", "-b:v", "16M", "-vf", "scale=640:360,noise=alls=100:allf=t"});
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  EXPECT_EQ(o.verify().code, 0) << o.verify().text;
  auto before = o.files();
  EXPECT_EQ(before.size(), 3u + 2 + 3);
  o.jpeg("red.jpg", "orange");
  ASSERT_EQ(o.publish().code, 0);
  EXPECT_EQ(changed(o, before).size(), 3u);
}

// Recorders leave such films, and exiftool does not write them.
TEST(Publish, AnMp4InFragmentsIsPutIntoAnother) {
  Office o;
  o.film("film.mp4", {"-c:v", "libx264", "-metadata", "location=+16.4637+107.5909/", "-movflags",
                      "frag_keyframe+empty_moov"});
  ASSERT_EQ(o.init().code, 0);
  auto said = o.publish();
  ASSERT_EQ(said.code, 0) << said.text;
  for (const auto &[name, state] : o.files())
    EXPECT_EQ(o.read("web/" + name).find("107.5909"), std::string::npos) << name;
}

TEST(Publish, WhatCannotBeOpenedIsRefusedAndNothingIsWritten) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  auto before = o.files();
  o.folder.write("src/broken.jpg", "\xff\xd8\xff nothing");
  o.folder.write("src/text.mp4", "this is a letter");
  o.folder.write("src/empty.png", "");
  o.jpeg("red.jpg", "pink"); // this one is good, and is not written either
  auto said = o.publish();
  EXPECT_EQ(said.code, 1);
  for (const char *name : {"broken.jpg", "text.mp4", "empty.png", "nothing was published"})
    EXPECT_THAT(said.text, HasSubstr(name));
  EXPECT_EQ(o.files(), before);
}

TEST(Publish, TheReasonIsToldInBothLanguages) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  o.folder.write("src/text.mp4", "this is a letter");
  o.film("cut.mp4");
  std::filesystem::resize_file(o.folder / "src/cut.mp4", 2000);
  o.folder.write("src/huge.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60"
                                             "\1\0\0\0\0\250\251\110\357\0\0\0\1IDAT\x78",
                                             42));
  auto said = o.publish().text;
  for (const char *reason :
       {"(tệp chỉ có chữ, không phải phim hay ảnh)", "(it is a text, not a film or a picture)",
        "(tệp hỏng hoặc không phải loại như tên ghi)", "(ảnh 60000 x 60000 điểm ảnh lớn quá",
        "(60000 x 60000 pixels are more than"})
    EXPECT_THAT(said, HasSubstr(reason));
}

TEST(Publish, WhatNobodyMayReadIsNotDamaged) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  std::filesystem::permissions(o.folder / "src/red.jpg", std::filesystem::perms::none);
  auto without_rights_of_root = [] { // where we are nobody else
    for (auto right : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH}) ::prctl(PR_CAPBSET_DROP, right);
  };
  auto said = o.run(
      {SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to", o.folder / "web", "--clock-is-right"},
      without_rights_of_root);
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("không mở được '" + o.folder / "src/red.jpg" + "' (không có quyền)"));
  EXPECT_THAT(said.text, Not(HasSubstr("không chiếu được")));
}

TEST(Publish, NamesThatWouldTurnATerminalAreHarmless) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  o.folder.write("src/\x1b[31mred.mp4", "no film");
  o.folder.write("src/a\nsheaf publish: all is well.mp4", "no film");
  o.folder.write("src/\xc2\x9b"
                 "31m.jpg",
                 ""); // as C1 spells the first
  for (const auto &said : {o.publish(), o.sheaf({"screens", o.folder / "src"}),
                           o.sheaf({"publish", "\x1b[31m", "--to", "\x1b"})}) {
    EXPECT_THAT(said.text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(said.text, Not(HasSubstr("\xc2\x9b")));
    EXPECT_THAT(said.text, Not(HasSubstr("\nsheaf publish: all is well")));
  }
  EXPECT_THAT(o.publish().text, HasSubstr("red.mp4"));
}

TEST(Publish, DocumentsThatCannotBeOpenedAreAllNamed) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  o.folder.write("src/one.pdf", "%PDF-1.4 and nothing that follows");
  o.folder.write("src/two.pdf", "%PDF-1.4 and nothing either");
  auto said = o.publish();
  EXPECT_EQ(said.code, 1);
  for (const char *name : {"one.pdf", "two.pdf", "nothing was published"})
    EXPECT_THAT(said.text, HasSubstr(name));
  EXPECT_EQ(o.head(), "");
}

TEST(Publish, NamesOfAllKinds) {
  Office o;
  std::filesystem::remove_all(o.folder / "src");
  std::filesystem::create_directory(o.folder / "src");
  for (const char *name : {"Lễ hội áo dài.jpg", "a b.jpg", "-rf.jpg", "quote\"'`$.jpg", "line\nfeed.jpg",
                           "\xff\xfe.jpg", "ถนน.jpg", "a-b.jpg", "A B.JPG"}) {
    o.jpeg("drawn.jpg", "red");
    std::filesystem::rename(o.folder / "src/drawn.jpg", o.folder / ("src/" + std::string(name)));
  }
  ASSERT_EQ(o.init().code, 0);
  auto said = o.publish();
  ASSERT_EQ(said.code, 0) << said.text;
  std::set<std::string> ids;
  for (const json items = manifest_of(o)["items"]; const auto &item : items) ids.insert(item["id"]);
  EXPECT_EQ(ids.size(), 9u);
  EXPECT_TRUE(ids.contains("le-hoi-ao-dai"));
  EXPECT_TRUE(ids.contains("a-b"));
  EXPECT_EQ(o.verify().code, 0);
  EXPECT_THAT(o.publish().text, HasSubstr("Nothing has changed"));
}

TEST(Publish, AMacAndWindowsSpellANameAndItIsOneItem) {
  Office o;
  std::filesystem::rename(o.folder / "src/red.jpg", o.folder / "src/Hue\u0302\u0301.jpg");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  auto id_of_red = [&] {
    for (const json items = manifest_of(o)["items"]; const auto &item : items)
      if (item["id"] != "blue" && item["id"] != "green") return item["id"].get<std::string>();
    return std::string();
  };
  EXPECT_EQ(id_of_red(), "hue");
  std::filesystem::rename(o.folder / "src/Hue\u0302\u0301.jpg", o.folder / "src/Huế.jpg");
  o.jpeg("hue.jpg", "pink"); // its slug is the same, its name is not
  ASSERT_EQ(o.publish().code, 0);
  for (const json items = manifest_of(o)["items"]; const auto &item : items)
    if (item["source"] == "Huế.jpg") {
      EXPECT_EQ(item["id"], "hue");
    }
}

TEST(Publish, AnIdStaysWhenAnotherNameComesThatSlugsTheSame) {
  Office o;
  o.jpeg("le hoi.jpg", "red");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  o.jpeg("Le-Hoi.jpg", "blue"); // sorts before it
  ASSERT_EQ(o.publish().code, 0);
  std::map<std::string, std::string> ids;
  for (const json items = manifest_of(o)["items"]; const auto &item : items) ids[item["source"]] = item["id"];
  EXPECT_EQ(ids["le hoi.jpg"], "le-hoi");
  EXPECT_THAT(ids["Le-Hoi.jpg"], ::testing::StartsWith("le-hoi-"));
}

TEST(Publish, ATomlWithEverything) {
  Office o;
  o.film("film.mp4");
  o.folder.write("src/sheaf.toml", R"(
title = {vi = "Lễ hội", en = "Festival"}
channel = "hue"
languages = ["vi", "en"]
order = "name"
[[theme]]
id = "festivals"
title = "Lễ hội"
[[item]]
id = "boats"
file = {vi = "red.jpg", en = "green.jpg"}
title = {vi = "Đua thuyền"}
theme = "festivals"
tags = ["river"]
seconds = 15
fit = "cover"
fade = 0.5
credit = "Lan"
contact = "0234"
evergreen = true
[[item]]
file = "film.mp4"
volume = 80
loudness = {lufs = -23.5, peak_db = -1}
[[screen]]
id = "hall-1"
name = "City hall"
orientation = 90
hours = "06:00-22:00"
)");
  ASSERT_EQ(o.init().code, 0);
  auto said = o.publish();
  ASSERT_EQ(said.code, 0) << said.text;
  auto m = manifest_of(o, "hue");
  EXPECT_EQ(m["items"].size(), 2u);
  EXPECT_EQ(m["items"][0]["duration_s"], 15);
  EXPECT_EQ(m["items"][0]["blobs"].size(), 2u);
  EXPECT_EQ(m["items"][1]["loudness"]["lufs"], -23.5);
  EXPECT_EQ(m["screens"][0]["orientation"], 90);
  EXPECT_EQ(o.verify().code, 0);
}

// A film in two languages may come from two stations.
TEST(Publish, EachVersionOfAFilmHasItsOwnLoudness) {
  Office o;
  for (auto [name, volume] : {std::pair("vi", "0.25"), {"en", "1"}})
    ASSERT_EQ(std::system(("ffmpeg -v error -y -f lavfi -i color=red:s=320x180:r=25:d=2 -f lavfi -i "
                           "'sine=1000:d=2,volume=" +
                           std::string(volume) + "' -c:v libx264 -pix_fmt yuv420p -c:a aac '" +
                           (o.folder / ("src/" + std::string(name) + ".mp4")) + "'")
                              .c_str()),
              0);
  o.folder.write("src/sheaf.toml", "[[item]]\nfile = {vi = \"vi.mp4\", en = \"en.mp4\"}\n");
  ASSERT_EQ(o.init().code, 0);
  auto said = o.publish();
  ASSERT_EQ(said.code, 0) << said.text;
  auto m = manifest_of(o, "main");
  std::map<std::string, double> lufs;
  for (const auto &blob : m["blobs"])
    for (const auto &[language, digest] : m["items"][0]["blobs"].items())
      if (digest == blob["sha256"]) lufs[language] = blob.at("loudness").at("lufs");
  ASSERT_EQ(lufs.size(), 2u);
  EXPECT_GT(lufs["en"], lufs["vi"] + 5);
}

TEST(Publish, OnlyASynchronisedClockSignsUnlessAPersonSaysThatItIsRight) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  auto with_clock = [&](const char *clock, std::vector<std::string> more) {
    std::vector<std::string> words{SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to",
                                   o.folder / "web"};
    words.insert(words.end(), more.begin(), more.end());
    return o.run(std::move(words), [&] {
      ::setenv("LD_PRELOAD", SHEAF_CUT, 1);
      ::setenv("CUT_CLOCK", clock, 1);
    });
  };
  auto refused = with_clock("bad", {});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text, HasSubstr("clock is not synchronised"));
  EXPECT_FALSE(std::filesystem::exists(o.folder / "web"));
  EXPECT_THAT(with_clock("bad", {"--clock-is-right"}).text, HasSubstr("serial 1"));
  o.jpeg("red.jpg", "orange");
  EXPECT_THAT(with_clock("good", {}).text, HasSubstr("serial 2"));
}

TEST(Publish, ASheafFileIsOfTheSitesChannelWhereNobodySaysAnother) {
  Office o;
  o.jpeg("red.jpg", "red");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish({"--channel", "halls"}).code, 0);
  auto said =
      o.sheaf({"publish", o.folder / "src", "--to", o.folder / "a.sheaf", "--serial-from", o.folder / "web"});
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(o.run({"tar", "tf", o.folder / "a.sheaf"}).text, HasSubstr("sheaf/halls/head\n"));
}

TEST(Publish, ASheafFileIsAPlainTar) {
  Office o;
  o.film("film.mp4");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  auto to_file = [&] {
    return o.sheaf(
        {"publish", o.folder / "src", "--to", o.folder / "a.sheaf", "--serial-from", o.folder / "web"});
  };
  auto said = to_file();
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("serial 1")); // the very edition that is on the web
  auto listed = o.run({"tar", "tf", o.folder / "a.sheaf"});
  EXPECT_EQ(listed.code, 0);
  EXPECT_THAT(listed.text, HasSubstr("sheaf/main/head\n"));
  EXPECT_EQ(o.run({"tar", "xf", o.folder / "a.sheaf", "-C", o.folder.path(), "--one-top-level=out"}).code, 0);
  EXPECT_EQ(o.verify("out").code, 0) << o.verify("out").text;
  EXPECT_EQ(o.read("out/sheaf/main/head"), o.head());
  EXPECT_EQ(o.verify("a.sheaf").code, 0);
  o.jpeg("red.jpg", "pink");
  EXPECT_THAT(o.sheaf({"publish", o.folder / "src", "--to", o.folder / "a.sheaf"}).text,
              HasSubstr("serial 2"));
  EXPECT_EQ(o.verify("a.sheaf").code, 0);
  EXPECT_EQ(o.run({"sh", "-c", "tar tf '" + o.folder / "a.sheaf" + "' | grep -c blobs"}).text,
            "4\n"); // what nobody needs is gone
}

TEST(Publish, TwoAtATimeAreNotLetIn) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  Fd held(::open((o.folder / "web/sheaf").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(::flock(held.get(), LOCK_EX), 0);
  auto said = o.publish();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("somebody is publishing"));
}

TEST(Publish, OptionsReachTheHead) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish({"--poll", "60", "--spread=30", "--activate-at", "2100-01-01T00:00:00+07:00",
                       "--expires", "10", "--channel", "hue"})
                .code,
            0);
  auto head = json::parse(signed_part(o.head("hue")));
  EXPECT_EQ(head["poll_s"], 60);
  EXPECT_EQ(head["spread_s"], 30);
  EXPECT_EQ(head["activate_at"], "2099-12-31T17:00:00Z");
  for (const auto &wrong : {std::vector<std::string>{"--poll", "5"},
                            {"--activate-at", "tomorrow"},
                            {"--expires", "0"},
                            {"--channel", "Hue"},
                            {"--chanel", "x"},
                            {"--channel", "blobs"}}) {
    auto said = o.publish(wrong);
    EXPECT_EQ(said.code, 2) << said.text;
  }
}

TEST(Publish, AnEditionThatSoonExpiresIsSignedAgain) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish({"--expires", "20"}).code, 0);
  EXPECT_THAT(o.publish({"--expires", "20"}).text, HasSubstr("Nothing has changed"));
  auto said = o.publish({"--expires", "200"}); // asked for
  EXPECT_THAT(said.text, HasSubstr("serial 2"));
}

TEST(Publish, WhatIsNotToBeShownNowIsLeftOutAndNamed) {
  Office o;
  o.write("src/danh-muc.csv",
          "Tệp;Từ ngày;Đến ngày\nred.jpg;;01/01/2020\ngreen.jpg;01/01/2190;\nblue.png;;31/12/2189\n");
  ASSERT_EQ(o.init().code, 0);
  auto said = o.publish();
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("danh-muc.csv:2"));
  EXPECT_THAT(said.text, HasSubstr("danh-muc.csv:3"));
  EXPECT_THAT(said.text, HasSubstr("at 01/01/2190 00:00 the time of an item begins or ends"));
  EXPECT_EQ(manifest_of(o)["items"].size(), 1u);
}

TEST(Publish, WhereAllIsOverNothingIsPublished) {
  Office o;
  o.write("src/danh-muc.csv", "Tệp;Đến ngày\nred.jpg;01/01/2020\n");
  ASSERT_EQ(o.init().code, 0);
  auto said = o.publish();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("no item is to be shown now"));
  EXPECT_EQ(o.head(), "");
}
