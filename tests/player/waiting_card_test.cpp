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

/// What stands in the card's rows, line by line.
std::vector<std::string> lines_of(const std::string &card) {
  std::vector<std::string> lines;
  for (auto at = card.find("<tspan"); at != std::string::npos; at = card.find("<tspan", at + 1)) {
    auto from = card.find('>', at) + 1;
    lines.push_back(card.substr(from, card.find('<', from) - from));
  }
  return lines;
}

TEST(WaitingCard, ALongContactIsWholeOnSeveralLines) {
  auto facts = all;
  facts.contact =
      "Chị Nguyễn Thị Hương Giang, Phòng Văn hoá và Thông tin thành phố Huế, 24 Lê Lợi, ngày làm việc "
      "từ 7 giờ 30 đến 17 giờ; ngoài giờ xin gọi anh Minh, tổ kỹ thuật, 0234 382 22 88";
  for (auto size : {landscape, portrait}) {
    auto lines = lines_of(waiting_card(facts, size));
    ASSERT_GE(lines.size(), 2u);
    std::string whole;
    for (auto &line : lines) whole += (whole.empty() ? "" : " ") + line;
    EXPECT_EQ(whole, facts.contact);
    EXPECT_THAT(lines.back(), HasSubstr("0234 382 22 88")) << "a number is not taken apart";
  }
}

TEST(WaitingCard, TheLongestContactThatSettingsMayHaveIsWhole) {
  auto facts = all;
  facts.contact = std::string(1000, 'x');
  for (auto size : {landscape, portrait}) {
    std::size_t letters = 0;
    for (auto &line : lines_of(waiting_card(facts, size))) letters += line.size();
    EXPECT_EQ(letters, 1000u);
  }
}

TEST(WaitingCard, ItsTitleSaysWhyThereIsNothing) {
  auto facts = all;
  auto first = HasSubstr("chờ nội dung đầu tiên"), again = HasSubstr("đang tải lại nội dung");
  auto settings = HasSubstr("Cần sửa tệp cài đặt");
  for (auto size : {landscape, portrait}) {
    facts = all;
    EXPECT_THAT(waiting_card(facts, size), AllOf(first, Not(again), Not(settings)));
    facts.shown_before = true;
    EXPECT_THAT(waiting_card(facts, size), AllOf(Not(first), again, Not(settings)));
    facts.fault = "screen.toml:5:1: 'qota' is not known";
    EXPECT_THAT(waiting_card(facts, size),
                AllOf(Not(first), Not(again), settings, HasSubstr("&#39;qota&#39;")));
  }
}

TEST(WaitingCard, AFaultStandsInBothLanguagesOneBeneathTheOther) {
  auto facts = all;
  facts.fault = "screen.toml:5:1: không có khóa 'qota'\n  unknown key";
  for (auto size : {landscape, portrait}) {
    auto lines = lines_of(waiting_card(facts, size));
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0], "screen.toml:5:1: không có khóa &#39;qota&#39;");
    EXPECT_EQ(lines[1], "unknown key");
  }
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
