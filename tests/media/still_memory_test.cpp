// Memory is a property of a whole process: each picture is decoded in one of its own.
#include "tests/support/still_fixture.h"

#include <cstdio>
#include <memory>

using namespace sheaf;
using namespace sheaf::media;

namespace {

struct Close {
  void operator()(std::FILE *f) const { ::pclose(f); }
};

struct Cost {
  int width = 0, height = 0, threads = 0;
  long kilobytes = 0;
};

Cost cost(const std::string &type, const std::string &file, const std::string &how = "") {
  auto command = SHEAF_BIN_DIR "/probe_still " + type + " " + made_path(file) + " 1920 1080 64 " + how;
  std::unique_ptr<std::FILE, Close> out(::popen(command.c_str(), "r"));
  Cost c;
  EXPECT_EQ(std::fscanf(out.get(), "%d x %d, %ld kB, %d", &c.width, &c.height, &c.kilobytes, &c.threads), 4)
      << command;
  return c;
}

}

TEST(StillMemory, PicturesOf108MegapixelsStayBelow64Megabytes) {
  for (const auto &[type, file] : {std::pair("png", "huge.png"), {"jpeg", "huge.jpg"}}) {
    auto c = cost(type, file);
    EXPECT_EQ(c.width, 1440) << file;
    EXPECT_EQ(c.height, 1080) << file;
    EXPECT_EQ(c.threads, 1) << file;
#ifndef SHEAF_SANITIZED // the sanitizers' own memory is many times that
    EXPECT_LT(c.kilobytes, 64'000) << file;
#endif
  }
}

TEST(StillMemory, WhatIsCheckedWhileItIsReadStaysBelowThatToo) {
  for (const auto &[type, file] : {std::pair("png", "huge.png"), {"jpeg", "huge.jpg"}}) {
    auto c = cost(type, file, "sealed");
    EXPECT_EQ(c.height, 1080) << file;
    EXPECT_EQ(c.threads, 1) << file;
#ifndef SHEAF_SANITIZED
    EXPECT_LT(c.kilobytes, 64'000) << file;
#endif
  }
}

TEST(StillMemory, EveryFormatIsModestAndAllButTextStayOnOneThread) {
  for (const auto &[type, file] :
       {std::pair("webp", "large.webp"), {"avif", "large.avif"}, {"tiff", "zip.tif"}, {"svg", "text.svg"}}) {
    auto c = cost(type, file);
    EXPECT_TRUE(c.threads == 1 || file == std::string("text.svg")) << file;
#ifndef SHEAF_SANITIZED
    EXPECT_LT(c.kilobytes, 64'000) << file;
#endif
  }
}
