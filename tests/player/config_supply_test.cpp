#include "player/config_supply.h"

#include <gmock/gmock.h>

namespace sheaf::player {
namespace {

/// What the card says of a file /etc/sheaf/screen.toml with that wrong.
std::string fault_of(const std::string &why) {
  auto worker = board::Worker::make();
  EXPECT_TRUE(worker);
  ConfigSupply supply("/etc/sheaf/screen.toml", {ErrorKind::corrupt, why}, **worker, [] {});
  std::string fault;
  Supply::Calls calls;
  calls.show = [&](Show show) { fault = show.facts.fault; };
  supply.start(std::move(calls), {});
  return fault;
}

TEST(ConfigSupply, TheFirstMistakeInBothLanguagesIsOnTheCardWithoutItsFolder) {
  EXPECT_EQ(fault_of("/etc/sheaf/screen.toml:2:1: không có\n  unknown\n/etc/sheaf/screen.toml:3:1: b\n  c"),
            "screen.toml:2:1: không có\n  unknown");
  EXPECT_EQ(fault_of("/etc/sheaf/screen.toml:2:1: không có\n  unknown"),
            "screen.toml:2:1: không có\n  unknown");
  EXPECT_EQ(fault_of("/etc/sheaf/screen.toml:2:1: a\n/etc/sheaf/screen.toml:3:1: b"), "screen.toml:2:1: a");
  EXPECT_EQ(fault_of("cannot read '/etc/sheaf/screen.toml'"), "cannot read 'screen.toml'");
  EXPECT_EQ(fault_of("không có '/etc/sheaf/screen.toml'\n  no '/etc/sheaf/screen.toml'"),
            "không có 'screen.toml'\n  no 'screen.toml'");
}

}
}
