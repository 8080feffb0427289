// A server that is faulty on purpose: what it sends is either right, or not taken.
#include "fetcher/inner/transfer.h"

#include "assets/sha256.h"
#include "tests/support/fetch_rig.h"
#include "tests/support/web_server.h"

#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::testing;

namespace {

struct TransferTest : ::testing::Test {
  ScratchFolder tree;
  FaultyServer server{tree.path()};
  Office office;

  Publication publish(const std::vector<std::size_t> &sizes) {
    for (auto size : sizes) {
      auto number = std::to_string(manifest_number_++);
      office.add_item("i" + number, noise(size, static_cast<unsigned>(manifest_number_)));
    }
    return office.publish(tree.path());
  }
  void forget() { // what was published
    office.manifest.items.clear();
    office.manifest.blobs.clear();
  }

  /// One blob of `size` bytes, with nothing between the server and what it sends.
  static WiredScreen::Got blob(WiredScreen &screen, fetcher::Source &source, const std::string &bytes,
                               std::uint64_t from = 0) {
    fetcher::Wish wish;
    wish.path = Mirror::blob(assets::sha256(bytes));
    wish.most = bytes.size();
    wish.exactly = true;
    wish.from = from;
    return screen.get(source, std::move(wish));
  }

private:
  int manifest_number_ = 0;
};

/// How many blobs are there; each that is, is right.
std::size_t count_right(const WiredScreen &screen, const Publication &p) {
  std::size_t there = 0;
  for (const auto &[digest, bytes] : p.blobs) {
    auto file = assets::StoreFiles{screen.config.store}.blob(digest);
    if (!std::filesystem::exists(file)) continue;
    ++there;
    EXPECT_EQ(assets::sha256(read_file(file)), digest);
  }
  return there;
}

}

TEST_F(TransferTest, NoMoreThanTheSizeIsTakenOfABodyThatDoesNotEnd) {
  auto p = publish({300'000});
  WiredScreen screen({}, office);
  const auto &bytes = p.blobs.begin()->second;
  auto got = blob(screen, *screen.source(server.url("endless")), bytes);
  ASSERT_FALSE(got.answer);
  EXPECT_EQ(got.answer.error().kind, ErrorKind::refused) << got.answer.error().text;
  EXPECT_LE(got.bytes.size(), bytes.size());
  EXPECT_LT(screen.web->take_received(), bytes.size() + (1 << 20)); // a buffer, and what was on its way
}

TEST_F(TransferTest, NothingIsTakenOfAnAnswerThatIsNotWhatWasAskedFor) {
  auto p = publish({300'000});
  WiredScreen screen({}, office);
  for (const auto *fault : {"range", "gzip", "length", "headers", "error:500", "error:403", "error:204"}) {
    auto got = blob(screen, *screen.source(server.url(fault)), p.blobs.begin()->second, 1000);
    EXPECT_FALSE(got.answer) << fault;
    EXPECT_EQ(got.bytes, "") << fault;
  }
}

TEST_F(TransferTest, TheWholeInsteadOfAPartIsToldAsSuch) {
  auto p = publish({300'000});
  WiredScreen screen({}, office);
  auto got = blob(screen, *screen.source(server.url("whole")), p.blobs.begin()->second, 1000);
  ASSERT_TRUE(got.answer);
  EXPECT_EQ(got.at, 0u);
  EXPECT_EQ(got.bytes, p.blobs.begin()->second);
}

TEST_F(TransferTest, WhatEndsTooEarlyIsWorthAnotherTry) {
  auto p = publish({300'000});
  WiredScreen screen({}, office);
  for (const auto *fault : {"cut:1000", "short", "reset"}) {
    auto got = blob(screen, *screen.source(server.url(fault)), p.blobs.begin()->second);
    ASSERT_FALSE(got.answer) << fault;
    EXPECT_EQ(got.answer.error().kind, ErrorKind::transient) << got.answer.error().text;
    EXPECT_EQ(p.blobs.begin()->second.substr(0, got.bytes.size()), got.bytes) << fault;
  }
}

TEST_F(TransferTest, RetryAfterIsHeardWithinReason) {
  auto p = publish({1000});
  WiredScreen screen({}, office);
  auto later = screen.source(server.url("later:600"));
  EXPECT_FALSE(blob(screen, *later, p.blobs.begin()->second).answer);
  EXPECT_EQ(later->asked_pause(), 10min);
  auto never = screen.source(server.url("later:99999999"));
  EXPECT_FALSE(blob(screen, *never, p.blobs.begin()->second).answer);
  EXPECT_EQ(never->asked_pause(), fetcher::Web::longest_pause);
}

TEST_F(TransferTest, AKilobyteASecondIsEnough) {
  auto p = publish({2500});
  WiredScreen screen({}, office);
  auto source = screen.source(server.url("slow:1000"));
  ASSERT_TRUE(screen.look(*source));
  EXPECT_TRUE(screen.bring({source.get()}));
  EXPECT_EQ(count_right(screen, p), p.blobs.size());
}

TEST_F(TransferTest, FromAServerThatIsAlwaysFaultyNothingWrongIsKept) {
  auto p = publish({1'500'000, 7000, 300});
  for (const auto *fault : {"flip", "range", "length", "gzip", "endless", "reset", "error:500", "error:416",
                            "short", "headers", "cut:0", "cut:100"}) {
    WiredScreen screen({}, office);
    auto faulty = screen.source(server.url(fault)), well = screen.source(server.url("none"));
    ASSERT_TRUE(screen.look(*faulty)) << fault;
    std::ignore = screen.bring({faulty.get()});
    count_right(screen, p);
    auto whole = screen.bring({faulty.get(), well.get()}); // and one that is well makes up for it
    ASSERT_TRUE(whole) << fault << ": " << whole.error().text;
    EXPECT_EQ(count_right(screen, p), p.blobs.size()) << fault;
  }
}

TEST_F(TransferTest, TenCutsCostLittle) {
  const std::size_t size = 20 << 20;
  auto p = publish({size});
  const int rounds = at_length() ? 20 : 3;
  double most = 0;
  for (int round = 0; round < rounds; ++round) {
    WiredScreen screen({}, office);
    // each round its own: the server counts cuts by URL
    auto source = screen.source(server.url("cuts:10,round=" + std::to_string(round)));
    ASSERT_TRUE(screen.look(*source));
    std::ignore = screen.web->take_received();
    for (int i = 0; i < 5 && !screen.bring({source.get()}); ++i) {
    } // as the service does, later
    EXPECT_EQ(count_right(screen, p), p.blobs.size());
    most = std::max(most, static_cast<double>(screen.web->take_received()) / static_cast<double>(size));
  }
  EXPECT_LE(most, 1.2);
  RecordProperty("most_bytes_per_size", std::to_string(most));
}

TEST_F(TransferTest, AThousandDownloadsLeaveNoWrongFile) {
  const std::size_t downloads = at_length() ? 1000 : 100;
  std::mt19937_64 random(20261126);
  std::size_t right = 0, tries = 0;
  for (int round = 0; right < downloads; ++round) {
    std::vector<std::size_t> sizes{(1 << 20) + random() % (2 << 20)};
    for (int i = 0; i < 18; ++i) sizes.push_back(1 + random() % 60'000);
    auto p = publish(sizes);
    WiredScreen screen({}, office);
    auto source = screen.source(server.url("mix:" + std::to_string(round)));
    ASSERT_TRUE(screen.look(*source));
    for (int i = 0; count_right(screen, p) < p.blobs.size(); ++i, ++tries) {
      ASSERT_LT(i, 20);
      std::ignore = screen.bring({source.get()});
    }
    right += p.blobs.size();
    forget();
    if (HasFailure()) return;
  }
  RecordProperty("downloads", static_cast<int>(right));
  RecordProperty("syncs", static_cast<int>(tries));
}
