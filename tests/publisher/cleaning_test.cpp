// Places, people and cameras go from what is published; the picture and its sound stay as they were.
#include "media/confined.h"
#include "publisher/cleaning.h"
#include "tests/publisher/office.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace sheaf;
using namespace sheaf::testing;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

namespace fs = std::filesystem;

struct Published {
  std::string source, path;
  bool film = false;
};

std::vector<Published> published(const Office &o) {
  auto head = json::parse(signed_part(o.head()));
  auto manifest =
      json::parse(o.read("web/sheaf/manifests/" + head["manifest"]["sha256"].get<std::string>() + ".json"));
  std::vector<Published> out;
  for (const auto &item : manifest["items"]) {
    std::string digest = item["blobs"]["und"];
    out.push_back({item["source"], o.folder / ("web/sheaf/blobs/" + digest.substr(0, 2) + "/" + digest),
                   item["kind"] == "film"});
  }
  return out;
}

std::string private_tags(const Office &o, const std::string &path) {
  return o
      .exiftool({"-s", "-a", "-ee", "-G", "-*GPS*", "-*Location*", "-*Serial*", "-Artist", "-Creator",
                 "-Author", "-By-line", "-Comment", "-Model", path})
      .text;
}

// Decoded, each picture or packet of sound with its digest.
std::string content(const Office &o, const Published &p, const std::string &path) {
  if (p.film)
    return o.run({"ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-map", "0:a?", "-f", "framemd5", "-"})
        .text;
  fs::remove(o.folder / "pixels");
  auto format = fs::path(p.source).extension().string().substr(1);
  std::ignore = o.run({"convert", format + ":" + path, "-depth", "16", "rgba:" + (o.folder / "pixels")});
  return o.run({"sha256sum", o.folder / "pixels"}).text;
}

void empty_source(const Office &o) {
  fs::remove_all(o.folder / "src");
  fs::create_directory(o.folder / "src");
}

// "Secret Lan", who was at 16.46 N 107.59 E.
void fill_with_secrets(const Office &o) {
  empty_source(o);
  o.jpeg("a.jpg", "red");
  o.png("b.png", "red");
  for (const char *name : {"c.webp", "d.tif", "h.gif", "i.avif"})
    EXPECT_EQ(o.run({"convert", o.folder / "src/a.jpg", o.folder / ("src/" + std::string(name))}).text, "");
  for (const char *name : {"a.jpg", "b.png", "c.webp", "d.tif", "h.gif", "i.avif"})
    o.exiftool({"-q", "-overwrite_original", "-GPSLatitude=16.46", "-GPSLatitudeRef=N",
                "-GPSLongitude=107.59", "-GPSLongitudeRef=E", "-Artist=Secret Lan", "-Orientation#=6",
                "-SerialNumber=S123", "-Model=Secret Camera", "-XMP:Creator=Secret Lan",
                "-XMP-exif:GPSLatitude=16.4", "-PNG:Author=Secret Lan",
                o.folder / ("src/" + std::string(name))});
  o.exiftool({"-q", "-overwrite_original", "-IPTC:By-line=Secret Lan", o.folder / "src/a.jpg"});
  const std::vector<std::string> sound{"-f", "lavfi", "-i", "sine=duration=1"};
  for (const char *name : {"e.mp4", "j.mov"}) {
    auto more = sound;
    more.insert(more.end(), {"-metadata", "location=+16.4637+107.5909/", "-metadata", "title=Secret Lan"});
    o.film(name, more);
    o.exiftool({"-q", "-overwrite_original", "-XMP:Creator=Secret Lan", "-Keys:Author=Secret Lan",
                "-Keys:GPSCoordinates=16.46, 107.59, 0", o.folder / ("src/" + std::string(name))});
  }
  o.exiftool({"-q", "-overwrite_original", "-Rotation=90", o.folder / "src/e.mp4"});
  auto mkv = sound, avi = sound;
  mkv.insert(mkv.end(), {"-metadata", "location=+16.4637+107.5909/", "-metadata", "artist=Secret Lan"});
  avi.insert(avi.end(), {"-metadata", "artist=Secret Lan", "-metadata", "comment=+16.4637+107.5909/"});
  o.film("f.mkv", mkv);
  o.film("g.avi", avi);
}

}

TEST(Cleaning, PlacesPeopleAndCamerasGoAndThePictureStays) {
  Office o;
  fill_with_secrets(o);
  ASSERT_EQ(o.init().code, 0);
  auto said = o.publish();
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, Not(HasSubstr("still holds")));
  auto all = published(o);
  ASSERT_EQ(all.size(), 10u);
  for (const auto &p : all) {
    auto source = o.folder / ("src/" + p.source);
    auto bytes = o.read("src/" + p.source), clean = board::read_whole(p.path, 64_MiB).value_or("");
    EXPECT_NE(private_tags(o, source), "") << p.source << ": there was nothing to take out";
    EXPECT_NE(bytes.find("Secret"), std::string::npos) << p.source;
    EXPECT_EQ(private_tags(o, p.path), "") << p.source;
    EXPECT_EQ(clean.find("Secret"), std::string::npos) << p.source;
    EXPECT_EQ(clean.find("+16.46"), std::string::npos) << p.source;
    if (p.source == "d.tif" || p.source == "i.avif") continue; // made anew, upright
    auto before = content(o, p, source);
    EXPECT_THAT(before, HasSubstr(p.film ? "0, " : "/pixels\n")) << p.source;
    EXPECT_EQ(content(o, p, p.path), before) << p.source;
    if (!p.film && p.source != "h.gif") // which has none
    {
      EXPECT_THAT(o.exiftool({"-s3", "-n", "-Orientation", p.path}).text,
                  o.exiftool({"-s3", "-n", "-Orientation", source}).text)
          << p.source;
    }
    if (p.source == "e.mp4") {
      EXPECT_THAT(o.exiftool({"-s3", "-Rotation", p.path}).text, HasSubstr("90"));
    }
  }
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Cleaning, TheSameBytesGiveTheSameCopy) {
  Office o;
  fill_with_secrets(o);
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  fs::remove_all(o.folder / "cache");
  EXPECT_THAT(o.publish().text, HasSubstr("Nothing has changed since serial 1"));
}

TEST(Cleaning, AColourProfileStays) {
  Office o;
  std::string profile(132, '\0'); // of no colours at all, but with the header that a profile has
  profile[3] = static_cast<char>(132);
  profile[8] = 2; // version
  profile.replace(12, 12, "mntrRGB XYZ ");
  profile.replace(36, 4, "acsp");
  o.folder.write("profile", profile);
  for (const char *name : {"red.jpg", "blue.png"})
    o.exiftool({"-q", "-overwrite_original", "-icc_profile<=" + o.folder / "profile",
                o.folder / ("src/" + std::string(name))});
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  for (const auto &p : published(o))
    if (p.source != "green.jpg") {
      EXPECT_THAT(o.exiftool({"-icc_profile", "-b", p.path}).text, HasSubstr(profile)) << p.source;
    }
}

// What lies behind the picture's end, or in a piece that nobody reads, is not published either.
TEST(Cleaning, WhatHangsOnBehindGoes) {
  Office o;
  empty_source(o);
  o.jpeg("a.jpg", "red");
  o.png("b.png", "red");
  for (const char *name : {"src/a.jpg", "src/b.png"}) o.folder.write(name, o.read(name) + "Secret Lan");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  for (const auto &p : published(o))
    EXPECT_EQ(board::read_whole(p.path, 1_MiB).value_or("Secret").find("Secret"), std::string::npos)
        << p.source;
}

// Of a format that nobody can take it out of: it is made anew, and nothing private comes along.
TEST(Cleaning, APlaceDoesNotComeIntoWhatIsMadeAnew) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  auto made = o.run({"ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:d=1", "-metadata",
                     "location=+16.4637+107.5909/", "-c:v", "flv", o.folder / "src/boats.flv"});
  ASSERT_EQ(made.code, 0) << made.text;
  ASSERT_NE(o.read("src/boats.flv").find("+16.46"), std::string::npos);
  auto said = o.publish();
  EXPECT_EQ(said.code, 0) << said.text;
  for (const auto &p : published(o))
    EXPECT_EQ(board::read_whole(p.path, 64_MiB).value_or("+16.46").find("+16.46"), std::string::npos)
        << p.source;
}

// "Info" of two bytes, which are the beginning of a title; how long that is stands beyond.
TEST(Blanking, AnElementThatBeginsInItsParentAndGoesOnBeyondIsLeftAlone) {
  ScratchFolder folder;
  const std::string info = "\x15\x49\xa9\x66\x82\x7b\xa9", cues = "\x1c\x53\xbb\x6b\x84what";
  auto bytes =
      "\x18\x53\x80\x67" + std::string(1, static_cast<char>(0x80 + info.size() + cues.size())) + info + cues;
  auto path = folder.write("crafted.mkv", bytes);
  Fd file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  auto found = publisher::blank_matroska(file.get(), bytes.size());
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_FALSE(*found);
  EXPECT_EQ(board::read_whole(path, 1_MiB).value_or(""), bytes);
}

// A photograph that takes exiftool over gets nowhere with it; a large one is read where it lies.
TEST(Cleaning, ExiftoolIsConfined) {
  ASSERT_TRUE(media::has_landlock()) << "this kernel cannot confine files";
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(
      o.run({"convert", "-size", "2400x1600", "xc:", "+noise", "Random", o.folder / "src/large.png"}).text,
      "");
  ASSERT_GT(fs::file_size(o.folder / "src/large.png"), 9'000'000u);
  fs::create_directory(o.folder / "bin");
  o.write("bin/exiftool",
          "#!/bin/sh\nPATH=/usr/bin:/bin\nfor wish in \"head -c 1 '" + (o.folder / "src/red.jpg") +
              "'\" \"touch '" + (o.folder / "new") +
              "'\" \"python3 -c 'import socket; socket.socket()'\" \"python3 -c 'bytearray(3 << 30)'\"; do\n"
              "  eval \"$wish\" >/dev/null 2>&1 && exit 1\ndone\nexec exiftool \"$@\"\n");
  fs::permissions(o.folder / "bin/exiftool", fs::perms::owner_all);
  auto said = o.run(
      {SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to", o.folder / "web", "--clock-is-right"},
      [&] { ::setenv("PATH", (o.folder / "bin").c_str(), 1); });
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("4 items"));
}
