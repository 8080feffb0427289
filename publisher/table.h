// A sheet of which the columns are known: the row with their names is found among titles and empty rows, and
// each cell is asked for by its column. One thread.
#pragma once

#include "base/result.h"
#include "publisher/columns.h"
#include "publisher/findings.h"
#include "publisher/spreadsheet.h"
#include "publisher/table_header.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sheaf::publisher {

struct Table {
  std::string file; // its name, for people
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows; // below the names of the columns, without empty ones
  std::vector<Finding>
      mistakes; // in the names of the columns: lost letters, two of the same, dates without one
};

/// `warnings` gets what is worth a look: unknown columns, several sheets. Errors: as read_sheet; corrupt
/// where there are no names of columns, or no column for files (of screens: for ids).
Result<Table> read_table(const std::string &path, TableKind kind, std::vector<Finding> &warnings);

/// What stands in front of a row, beside the columns that count: "1", "2.1"; "I", "A".
enum class Numbered { no, digits, letters };

/// One row being read: what is wrong goes to `findings`, with its place.
class TableLine {
public:
  /// A cell in which characters have been lost, or that is too long for any column, is told at once, and
  /// reads as if it were empty.
  TableLine(const Table &table, const TableRow &row, Findings &findings);

  /// On one line. Empty where there is nothing.
  [[nodiscard]] std::string text(Column column) const;
  /// The same, told where it is longer than `most` bytes.
  std::string text(Column column, std::size_t most);
  /// As it stands there, by language: "" where the column says none.
  [[nodiscard]] std::map<std::string, std::string> by_language(Column column) const;
  /// Something stands there, readable or not.
  [[nodiscard]] bool has(Column column) const;
  /// Its parts between commas, semicolons and line feeds.
  std::vector<std::string> list(Column column, std::size_t most_parts, std::size_t most_bytes);
  std::optional<bool> yes_no(Column column);
  /// "0,5" and "0.5" are the same.
  std::optional<double> number(Column column, double least, double most);

  void wrong(Column column, std::string_view name, Filling filling = {}, const std::string &language = {});
  /// "danh-muc.csv:5"
  [[nodiscard]] std::string where() const;
  /// "danh-muc.csv:5: Tệp"
  [[nodiscard]] std::string where(Column column, const std::string &language = {}) const;
  /// How many cells have something in them, of columns that count.
  [[nodiscard]] std::size_t filled() const;
  /// `no` too where anything else stands in such columns.
  [[nodiscard]] Numbered numbered() const;
  [[nodiscard]] bool spread() const { return row_.spread; }

private:
  [[nodiscard]] const std::string &cell(const TableColumn &column) const;
  const Table &table_;
  TableRow row_;
  std::set<std::size_t> lost_; // columns of cells that cannot be read
  Findings &findings_;
};

/// "0,5", "12.5": nothing where it is no number.
std::optional<double> number_of(std::string_view written);

}
