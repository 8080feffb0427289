// Renditions of files in a folder of the test's own, with a cache that begins empty.
#pragma once

#include "publisher/rendition.h"
#include "tests/support/scratch_folder.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace sheaf::testing {

class Rendering : public ::testing::Test {
protected:
  Rendering() {
    auto started = publisher::Examiner::start(cache_);
    EXPECT_TRUE(started) << started.error().text;
    examiner_ = std::move(*started);
    renditions_ = std::make_unique<publisher::Renditions>(cache_, *examiner_, 2);
  }
  media::Measurement measured(const std::string &path) {
    auto m = examiner_->examine(path);
    EXPECT_TRUE(m) << path << ": " << m.error().text;
    return m.value_or(media::Measurement{});
  }
  publisher::Rendered rendered(const std::string &path,
                               const publisher::BoardClass &board = *publisher::board_class("pi3")) {
    auto made = renditions_->provide(path, measured(path), board);
    EXPECT_TRUE(made) << path << ": " << made.error().text;
    return made.value_or(publisher::Rendered{});
  }
  /// `arguments`: ffmpeg's, but for the file that it writes.
  std::string film(const std::string &name, const std::string &arguments) const {
    auto command = "ffmpeg -nostdin -v error -y " + arguments + " '" + (folder_ / name) + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return folder_ / name;
  }

  ScratchFolder folder_;
  std::string cache_ = folder_ / "cache";
  std::unique_ptr<publisher::Examiner> examiner_;
  std::unique_ptr<publisher::Renditions> renditions_;
};

}
