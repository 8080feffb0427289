// A real nginx, with TLS by a CA of the test's own: what is asked of a web server, and what of its answers is
// followed.
#include "fetcher/inner/http_source.h"

#include "assets/sha256.h"
#include "tests/support/fetch_rig.h"
#include "tests/support/web_server.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::testing;
using fetcher::Found;

namespace {

struct HttpSourceTest : ::testing::Test {
  ScratchFolder tree;
  WebServer server{tree.path()};
  board::NetworkPolicy policy = [this] {
    board::NetworkPolicy checked;
    checked.ca_file = server.ca();
    return checked;
  }();
  Office office;
  std::string small = noise(5000, 1), big = noise(3 << 20, 2);
  Publication p = (office.add_item("a", small), office.add_item("b", big), office.publish(tree.path()));
  std::string path = Mirror::blob(assets::sha256(big));
  std::optional<WiredScreen> made;

  /// Made at first use, with the policy as it is then.
  WiredScreen &screen() {
    if (!made) made.emplace(policy, office);
    return *made;
  }
  /// Gives it another ETag.
  void touch(const std::string &file) const {
    std::filesystem::last_write_time(tree / file, std::filesystem::file_time_type::clock::now() + 1h);
  }
  WiredScreen::Got head(fetcher::Source &source) {
    fetcher::Wish wish;
    wish.path = "hall/head";
    wish.most = playlist::most_head;
    return screen().get(source, std::move(wish));
  }
  WiredScreen::Got head(const std::string &url) { return head(*screen().source(url)); }
  WiredScreen::Got part(fetcher::Source &source, std::uint64_t from, std::uint64_t until,
                        const std::string &validator) {
    fetcher::Wish wish;
    wish.path = path;
    wish.most = big.size();
    wish.exactly = true;
    wish.from = from;
    wish.until = until;
    wish.validator = validator;
    return screen().get(source, std::move(wish));
  }
  static void expect_refused(const WiredScreen::Got &got, const std::string &words = "") {
    ASSERT_FALSE(got.answer);
    EXPECT_EQ(got.answer.error().kind, ErrorKind::refused) << got.answer.error().text;
    EXPECT_NE(got.answer.error().text.find(words), std::string::npos) << got.answer.error().text;
    EXPECT_EQ(got.bytes, "");
  }
  static void expect_unreachable(const WiredScreen::Got &got, const std::string &words = "") {
    ASSERT_FALSE(got.answer);
    EXPECT_EQ(got.answer.error().kind, ErrorKind::transient);
    EXPECT_NE(got.answer.error().text.find(words), std::string::npos) << got.answer.error().text;
  }
  void expect_brought(fetcher::Source &source) {
    auto found = screen().look(source);
    ASSERT_TRUE(found) << found.error().text;
    auto whole = screen().bring({&source});
    ASSERT_TRUE(whole) << whole.error().text;
    EXPECT_TRUE(*whole);
    for (const auto &[digest, bytes] : p.blobs)
      EXPECT_EQ(read_file(assets::StoreFiles{screen().config.store}.blob(digest)), bytes);
  }
  std::vector<WebServer::Request> requests(const std::string &end, std::size_t least) {
    std::vector<WebServer::Request> all;
    for (int i = 0; i < 500 && all.size() < least; ++i) {
      if (i) std::this_thread::sleep_for(20ms);
      all = server.log();
      std::erase_if(all, [&](const auto &r) { return !r.path.ends_with(end); });
    }
    return all;
  }
};

}

TEST_F(HttpSourceTest, APublicationComesOverHttp2WhereTheServerOffersIt) {
  auto source = screen().source(server.url());
  expect_brought(*source);
  for (const auto &r : server.log(5)) EXPECT_EQ(r.protocol, "HTTP/2.0") << r.path;
}

TEST_F(HttpSourceTest, AndOverHttp1WhereNot) {
  auto source = screen().source(server.plain_url());
  expect_brought(*source);
  for (const auto &r : server.log(5)) EXPECT_EQ(r.protocol, "HTTP/1.1") << r.path;
}

TEST_F(HttpSourceTest, APollWithNothingNewIsOneSmallRequest) {
  auto source = screen().source(server.url());
  ASSERT_TRUE(screen().look(*source));
  auto before = server.log(3).size(); // root, head, manifest
  std::ignore = screen().web->take_received();
  auto again = screen().look(*source);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, Found::nothing_new);
  auto log = server.log(before + 1);
  ASSERT_EQ(log.size(), before + 1);
  EXPECT_EQ(log.back().status, 304);
  EXPECT_LT(log.back().in + log.back().out, 1000u);
  EXPECT_LT(screen().web->take_received(), 1000u);
}

TEST_F(HttpSourceTest, ANewHeadIsSeenThoughTheOldOneWasRemembered) {
  auto source = screen().source(server.url());
  ASSERT_TRUE(screen().look(*source));
  office.remove_item("a");
  office.publish(tree.path());
  touch("sheaf/hall/head"); // nginx makes its ETag of a size and a second
  auto found = screen().look(*source);
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(*found, Found::edition);
  EXPECT_EQ(screen().shelf->accepted("hall").serial, 2u);
}

TEST_F(HttpSourceTest, APartIsAskedForByRangeAndIfRange) {
  auto source = screen().source(server.url());
  auto first = part(*source, 0, 0, "");
  ASSERT_TRUE(first.answer) << first.answer.error().text;
  EXPECT_EQ(first.bytes, big);
  ASSERT_NE(first.answer->validator, "");
  auto rest = part(*source, 1'000'000, 0, first.answer->validator);
  ASSERT_TRUE(rest.answer) << rest.answer.error().text;
  EXPECT_EQ(rest.at, 1'000'000u);
  EXPECT_EQ(rest.bytes, big.substr(1'000'000));
  auto middle = part(*source, 1 << 20, 2 << 20, first.answer->validator);
  EXPECT_EQ(middle.bytes, big.substr(1 << 20, 1 << 20));
  auto log = requests(path, 3);
  EXPECT_EQ(log[1].range, "\"bytes=1000000-3145727\"");
  EXPECT_EQ(log[1].status, 206);
  EXPECT_EQ(log[2].range, "\"bytes=1048576-2097151\"");
}

TEST_F(HttpSourceTest, ThePartOfAnotherFileIsNotTakenForOurs) {
  auto source = screen().source(server.url());
  auto first = part(*source, 0, 0, "");
  ASSERT_TRUE(first.answer);
  auto other = noise(big.size(), 99); // as long, under the same name
  write_file(tree / "sheaf/" + path, other);
  touch("sheaf/" + path);
  auto rest = part(*source, 1'000'000, 0, first.answer->validator);
  ASSERT_TRUE(rest.answer) << rest.answer.error().text;
  EXPECT_EQ(rest.at, 0u); // the whole, told as such: nothing of it is put behind what is here
  EXPECT_EQ(rest.bytes, other);
}

TEST_F(HttpSourceTest, ARottenChunkAloneIsAskedFor) {
  auto source = screen().source(server.url());
  expect_brought(*source);
  auto file = assets::StoreFiles{screen().config.store}.blob(assets::sha256(big));
  auto rotten = big;
  rotten[(1 << 20) + 5] ^= 1;
  write_file(file, rotten);
  ASSERT_TRUE(screen().shelf->report_bad({assets::sha256(big), 1}));
  EXPECT_FALSE(screen().shelf->holds(assets::sha256(big)));
  expect_brought(*source);
  auto log = requests(path, 2);
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log[1].range, "\"bytes=1048576-2097151\"");
}

TEST_F(HttpSourceTest, AnUnknownCaIsNotTrusted) {
  policy.ca_file.clear();
  expect_unreachable(head(server.url()), "certificate");
}

TEST_F(HttpSourceTest, ACertificateOfAnotherNameIsNotTrusted) {
  auto url = server.url();
  expect_unreachable(head(url.replace(url.find("127.0.0.1"), 9, "127.0.0.3")));
}

TEST_F(HttpSourceTest, AServerThatWantsOneGetsTheClientsCertificate) {
  expect_refused(head(server.guarded_url()), "400"); // nginx: "No required SSL certificate was sent"
  made.reset();
  policy.client_cert = server.client_cert();
  policy.client_key = server.client_key();
  expect_brought(*screen().source(server.guarded_url()));
}

TEST_F(HttpSourceTest, WhatIsNotThereIsAbsent) {
  auto got = head(server.url() + "/nowhere");
  ASSERT_FALSE(got.answer);
  EXPECT_EQ(got.answer.error().kind, ErrorKind::absent);
}

TEST_F(HttpSourceTest, NobodyListensIsWorthAnotherTry) {
  expect_unreachable(head("http://127.0.0.1:" + std::to_string(free_port())), "onnect");
  expect_unreachable(head("http://no-such-host.invalid"), "resolve");
}

TEST_F(HttpSourceTest, RetryAfterIsHeardAndForgottenWithTheNextAnswer) {
  auto busy = screen().source(server.url() + "/busy");
  expect_unreachable(head(*busy), "503");
  EXPECT_EQ(busy->asked_pause(), 7s);
  auto well = screen().source(server.url());
  ASSERT_TRUE(head(*well).answer);
  EXPECT_EQ(well->asked_pause(), 0s);
}

// --- redirects

TEST_F(HttpSourceTest, ARedirectWithinTheWebIsFollowed) {
  expect_brought(*screen().source(server.url() + "/moved"));
  made.reset();
  expect_brought(*screen().source(server.plain_url() + "/moved")); // from http to https
}

TEST_F(HttpSourceTest, ARedirectOutOfEncryptionIsRefused) { expect_refused(head(server.url() + "/unsafe")); }

TEST_F(HttpSourceTest, ARedirectToAnotherSchemeIsRefused) {
  expect_refused(head(server.url() + "/local"));
  expect_refused(head(server.plain_url() + "/local"));
}

TEST_F(HttpSourceTest, ARedirectInCirclesIsRefused) {
  expect_refused(head(server.url() + "/round"));
  EXPECT_LE(server.log(6).size(), 6u);
}

TEST_F(HttpSourceTest, ARedirectFromAPublicAddressToAPrivateOneIsRefused) {
  screen().web->set_private([](const std::string &address) { return address == "127.0.0.2"; });
  expect_refused(head(server.url() + "/inside"), "private network");
  EXPECT_EQ(server.log(1).size(), 1u);
  auto url = server.url();
  auto inner = screen().source(url.replace(url.find("127.0.0.1"), 9, "127.0.0.2"));
  ASSERT_TRUE(head(*inner).answer);                                  // who names it himself may
  expect_refused(head(server.url() + "/inside"), "private network"); // though it is connected by now
  EXPECT_EQ(server.log(3).size(), 3u);
}

TEST_F(HttpSourceTest, AmongPrivateAddressesRedirectsAreFollowed) {
  EXPECT_TRUE(head(server.url() + "/inside").answer);
}

// --- proxies

TEST_F(HttpSourceTest, AProxyIsAskedForEverything) {
  ProxyServer proxy;
  policy.proxy = proxy.url();
  expect_brought(*screen().source(server.url()));
  auto asked = proxy.asked();
  ASSERT_FALSE(asked.empty());
  for (const auto &line : asked) EXPECT_EQ(line, "CONNECT " + server.url().substr(8));
  ASSERT_TRUE(head(server.plain_url()).answer);
  EXPECT_EQ(proxy.asked().back(), "GET " + server.plain_url() + "/sheaf/hall/head");
}

TEST_F(HttpSourceTest, AProxyInTheEnvironmentIsNobodysWord) {
  for (const auto *name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"})
    ::setenv(name, ("http://127.0.0.1:" + std::to_string(free_port())).c_str(), 1);
  EXPECT_TRUE(head(server.url()).answer);
  EXPECT_TRUE(head(server.plain_url()).answer);
}

TEST_F(HttpSourceTest, AProxyThatIsNotThereIsNotPassedBy) {
  policy.proxy = "http://127.0.0.1:" + std::to_string(free_port());
  ::setenv("no_proxy", "*", 1);
  expect_unreachable(head(server.url()));
  EXPECT_TRUE(server.log().empty());
}

// --- caps

TEST_F(HttpSourceTest, TheRateIsForAllTransfersTogether) {
  policy.rate = 1 << 20;
  auto start = board::now().steady;
  expect_brought(*screen().source(server.url()));
  // curl may let a buffer pass before it counts; twice the rate would need half the time
  EXPECT_GE(board::now().steady - start, 2s);
}

// curl looks at the rate after many buffers: from a near server, and in the clear, all would come at once.
TEST_F(HttpSourceTest, TheRateHoldsWhereAllCouldComeAtOnce) {
  policy.rate = 1 << 20;
  auto start = board::now().steady;
  expect_brought(*screen().source(server.plain_url()));
  EXPECT_GE(board::now().steady - start, 2s);
}

TEST_F(HttpSourceTest, TheMonthlyCapEndsABlobInTheMiddleAndNextMonthGoesOn) {
  policy.monthly = 1 << 20;
  auto source = screen().source(server.url());
  ASSERT_TRUE(screen().look(*source));
  auto stopped = screen().bring({source.get()});
  ASSERT_FALSE(stopped);
  EXPECT_NE(stopped.error().text.find("next month"), std::string::npos) << stopped.error().text;
  auto used = screen().allowance->month_bytes();
  EXPECT_GE(used, 1u << 20);
  EXPECT_LT(used, 2u << 20);
  EXPECT_TRUE(screen().look(*source));    // heads are always asked for
  made->config.network.monthly = 1 << 30; // as the next month would be
  made->allowance =
      std::make_unique<fetcher::Allowance>(made->hours, *made->shelf, made->web.get(), made->config);
  expect_brought(*source);
  EXPECT_EQ(requests(path, 2).back().status, 206);
}
