#include "assets/play_record.h"

#include "assets/sha256.h"

#include <gtest/gtest.h>

namespace sheaf::assets {
namespace {

PlayRecord record() {
  PlayRecord r;
  r.sequence = 1'234'567;
  r.boot = "0123456789abcdef";
  r.channel = "hall";
  r.item = "welcome";
  r.theme = "culture";
  r.language = "vi";
  r.blob = sha256("a");
  r.edition = sha256("b");
  r.serial = 17;
  r.start = Wall(std::chrono::milliseconds(1795608000123));
  r.quality = ClockQuality::synchronised;
  r.presented_ms = 9'960;
  r.planned_ms = 10'000;
  r.ended = "error";
  r.why = "line one\nline two \"quoted\"";
  return r;
}

TEST(PlayRecord, WhatIsWrittenIsReadAndIsOneLine) {
  auto line = write_play_record(record());
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(*parse_play_record(line), record());
  EXPECT_EQ(*parse_play_record(write_play_record({})), PlayRecord{});
}

TEST(PlayRecord, ALineThatWasCutOffIsCorrupt) {
  auto line = write_play_record(record());
  for (std::size_t size = 0; size < line.size(); ++size)
    EXPECT_EQ(parse_play_record(line.substr(0, size)).error().kind, ErrorKind::corrupt) << size;
  EXPECT_FALSE(parse_play_record(line + line));
  EXPECT_FALSE(parse_play_record(R"({"presented_ms": 18446744073709551615})"));
  EXPECT_FALSE(parse_play_record("{\"why\": \"" + std::string(20'000, 'x') + "\"}"));
}

}
}
