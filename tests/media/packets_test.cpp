#include "media/inner/packets.h"

#include "media/inner/protocol.h"

#include <gtest/gtest.h>

namespace sheaf::media {
namespace {

// A child that has shown its still ends at once, often before it has heard that the still is on.
TEST(Packets, WhatWasSaidBeforeTheEndIsHeardThoughTheOtherLeftWordsUnread) {
  auto pair = packet_pair();
  ASSERT_TRUE(pair);
  auto &[parent, child] = *pair;
  ASSERT_TRUE(send(child.get(), EndedMessage{.frames = 1}));
  ASSERT_TRUE(send(parent.get(), BeginMessage{}));
  child.reset();

  auto last = receive_packet(parent.get(), largest_message, false);
  ASSERT_TRUE(last);
  ASSERT_TRUE(last->as<EndedMessage>());
  EXPECT_EQ(last->as<EndedMessage>()->frames, 1);
  auto end = receive_packet(parent.get(), largest_message, false);
  ASSERT_TRUE(end);
  EXPECT_TRUE(end->bytes.empty());
}

}
}
