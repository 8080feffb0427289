#include "publisher/separated.h"

#include <gtest/gtest.h>

using namespace sheaf::publisher;

namespace {

std::vector<std::vector<std::string>> cells(std::string_view text, char separator = ';') {
  std::vector<std::vector<std::string>> out;
  for (const auto &row : parse_separated(text, separator).rows) out.push_back(row.cells);
  return out;
}

using Cells = std::vector<std::vector<std::string>>;

}

TEST(Separated, IsReadAsRfc4180SaysAndAsPeopleWriteIt) {
  EXPECT_EQ(cells("a;b\r\nc;d"), (Cells{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(cells("a;b\rc;d\r"), (Cells{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(cells("\"a;\"\"b\"\"\nc\";d\n"), (Cells{{"a;\"b\"\nc", "d"}}));
  EXPECT_EQ(cells("a \"b\" c; \"d;e\" ;f"), (Cells{{"a \"b\" c", "d;e", "f"}}));
  EXPECT_EQ(cells("a;;b;;\n;;\n\n"), (Cells{{"a", "", "b"}, {}, {}}));
  EXPECT_EQ(cells(""), Cells());
}

TEST(Separated, RowsAreCountedAsASpreadsheetCountsThem) {
  auto read = parse_separated("a\n\n\"b\nb\"\nc\n", ',');
  ASSERT_EQ(read.rows.size(), 4u);
  EXPECT_EQ(read.rows[3].number, 4u);
  EXPECT_EQ(read.rows[3].cells, std::vector<std::string>{"c"});
  EXPECT_FALSE(read.unclosed);
}

TEST(Separated, AQuoteThatIsNeverClosedIsToldByItsRow) {
  EXPECT_EQ(parse_separated("a\nb;\"c\nd\n", ';').unclosed, 2u);
}

TEST(Separated, IsBounded) {
  std::string wide(1000, ';'), high(100'000, '\n');
  EXPECT_LE(parse_separated(wide + "x", ';').rows[0].cells.size(), most_columns);
  EXPECT_EQ(parse_separated(high, ';').rows.size(), most_rows);
}

TEST(Separated, ExcelsOwnFirstLineNamesTheSeparator) {
  for (std::string_view text : {"sep=;\r\na", "\"sep=;\"\na", "sep=;\na"}) {
    EXPECT_EQ(take_separator_line(text), ';');
    EXPECT_EQ(text, "a");
  }
  std::string_view none = "separator\na";
  EXPECT_FALSE(take_separator_line(none));
  EXPECT_EQ(none.size(), 11u);
}
