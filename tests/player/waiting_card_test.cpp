#include "player/inner/waiting_card.h"

#include <gmock/gmock.h>

namespace sheaf::player {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Size landscape{1920, 1080}, portrait{1080, 1920};
const ScreenFacts all{"Nhà văn hoá", "tan-dinh-03", "Anh Minh", "https://example.org/help", {"10.0.0.2"}};

TEST(WaitingCard, SaysWhatIsKnown) {
  for (auto size : {landscape, portrait})
    EXPECT_THAT(waiting_card(all, size),
                AllOf(HasSubstr(">Nhà văn hoá<"), HasSubstr(">tan-dinh-03<"), HasSubstr(">Anh Minh<"),
                      HasSubstr(">10.0.0.2<"), HasSubstr("<path transform"), Not(HasSubstr("{"))));
}

TEST(WaitingCard, StandsUprightWhereTheScreenDoes) {
  EXPECT_THAT(waiting_card(all, landscape), HasSubstr("width=\"1920\""));
  EXPECT_THAT(waiting_card(all, portrait), HasSubstr("width=\"1080\""));
}

TEST(WaitingCard, WhatIsNotKnownLeavesNoGap) {
  auto rows = [](const std::string &card) {
    std::size_t count = 0;
    for (auto at = card.find("<text y=\"54\""); at != std::string::npos;
         at = card.find("<text y=\"54\"", at + 1))
      ++count;
    return count;
  };
  EXPECT_EQ(rows(waiting_card(all, landscape)), 4u);
  auto first_row = "translate(560 430)";
  auto bare = waiting_card({"", "tan-dinh-03", "", "", {}}, landscape);
  EXPECT_EQ(rows(bare), 1u);
  EXPECT_THAT(bare, AllOf(HasSubstr(first_row), Not(HasSubstr("{"))));
}

TEST(WaitingCard, ACodeOnlyWithAHelpPage) {
  auto facts = all;
  facts.help_url.clear();
  EXPECT_THAT(waiting_card(facts, landscape), Not(HasSubstr("<path transform")));
  facts.help_url = "https://example.org/" + std::string(5000, 'x'); // more than a code can hold
  EXPECT_THAT(waiting_card(facts, landscape), AllOf(Not(HasSubstr("<path transform")), Not(HasSubstr("{"))));
}

TEST(WaitingCard, WhatOthersWroteIsTextOnly) {
  auto facts = all;
  facts.name = "</text><image href=\"file:///etc/passwd\"/>";
  facts.contact = "{qr}{id}";
  auto card = waiting_card(facts, landscape);
  EXPECT_THAT(card, AllOf(Not(HasSubstr("<image")), HasSubstr("&lt;/text&gt;"), HasSubstr("{qr}{id}")));
}

TEST(WaitingCard, WhatIsTooLongIsCutOff) {
  auto facts = all;
  facts.name = std::string(10'000, 'x');
  auto card = waiting_card(facts, landscape);
  EXPECT_THAT(card, HasSubstr("x…<"));
  EXPECT_THAT(card, Not(HasSubstr(std::string(200, 'x'))));
}

TEST(WaitingCard, AFewAddressesAreEnough) {
  auto facts = all;
  facts.addresses = {"eth-1", "eth-2", "eth-3", "eth-4", "eth-5"};
  EXPECT_THAT(waiting_card(facts, landscape), AllOf(HasSubstr("eth-1  ·  eth-2"), Not(HasSubstr("eth-5"))));
}

TEST(Escaped, MarkupAndWhatXmlCannotHold) {
  EXPECT_EQ(escaped("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(escaped("Bến Tre 🌾"), "Bến Tre 🌾");
  EXPECT_EQ(escaped("a\nb\tc"), "a b c");
  for (auto *wrong : {"\x01", "\x7f", "\xff", "\x80", "\xc0", "\xed"})
    EXPECT_EQ(escaped(wrong), "\xef\xbf\xbd");
  EXPECT_EQ(escaped("\xef\xbf\xbf"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); // no character of XML
}

}
}
