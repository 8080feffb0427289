#include "publisher/table_doubts.h"

#include "publisher/dates.h"
#include "publisher/unicode.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

std::string cell_of(const TableRow &row, std::size_t at) {
  return at < row.cells.size() ? row.cells[at] : std::string();
}

std::size_t width_of(const Table &table, const TableRow &names) {
  auto width = names.cells.size();
  for (const auto &row : table.rows) width = std::max(width, row.cells.size());
  return width;
}

// Of plain numbers nobody knows.
bool is_date(const std::string &cell) {
  constexpr std::size_t longest = 40; // bytes
  if (cell.size() > longest || number_of(cell)) return false;
  auto at = parse_date(cell, Edge::from);
  return at || month_first(cell) == MonthFirst::certain;
}

bool has_dates(const Table &table, std::size_t at) {
  constexpr std::size_t looked_at = 1000; // rows
  std::size_t filled = 0, dates = 0;
  for (std::size_t i = 0; i < std::min(table.rows.size(), looked_at); ++i)
    if (auto cell = cell_of(table.rows[i], at); !cell.empty()) {
      ++filled;
      dates += is_date(cell);
    }
  return dates > 0 && 2 * dates >= filled;
}

// "D", "AA": as a spreadsheet calls it.
std::string letters_of(std::size_t at) {
  constexpr std::size_t letters = 26;
  std::string out(1, static_cast<char>('A' + at % letters));
  return at < letters ? out : letters_of(at / letters - 1) + out;
}

// The one of several for whom no language is named.
const TableColumn *column_for(const Table &table, Column wanted) {
  for (const auto &column : table.columns)
    if (column.heading.column == wanted) return &column;
  return nullptr;
}

// By row of an item: whether something stands there.
std::vector<bool> filled_rows(const Table &table, const TableColumn &column) {
  std::vector<bool> out;
  for (const auto &row : table.rows)
    if (std::any_of(table.columns.begin(), table.columns.end(), [&](const TableColumn &c) {
          return c.heading.column == Column::file && !cell_of(row, c.at).empty();
        }))
      out.push_back(!cell_of(row, column.at).empty());
  return out;
}

struct Gaps {
  std::size_t filled = 0, followed = 0, empty = 0; // followed: by an empty one
};

Gaps gaps_in(const std::vector<bool> &filled) {
  Gaps out;
  for (std::size_t i = 0; i < filled.size(); ++i) {
    if (filled[i])
      ++out.filled;
    else
      ++out.empty;
    out.followed += filled[i] && i + 1 < filled.size() && !filled[i + 1];
  }
  return out;
}

// A block begins in the first row, and half of them or more have several.
bool may_be_merged(const std::vector<bool> &filled) {
  auto gaps = gaps_in(filled);
  return !filled.empty() && filled.front() && gaps.followed > 0 && 2 * gaps.followed >= gaps.filled;
}

bool is_within(const std::vector<bool> &inner, const std::vector<bool> &outer) {
  for (std::size_t i = 0; i < inner.size(); ++i)
    if (inner[i] && !outer[i]) return false;
  return true;
}

void tell_gaps(const Table &table, const TableColumn &column, std::vector<Finding> &warnings) {
  if (warnings.size() >= most_findings) return;
  auto gaps = gaps_in(filled_rows(table, column));
  warnings.push_back(finding(table.file + ": " + column.shown, "table_merged",
                             {{"name", column.shown}, {"count", std::to_string(gaps.empty)}}));
}

// Dates that may have their month first.
struct Americans {
  std::vector<unsigned> rows;
  std::string certain; // the first that has; empty: none
  bool doubtful = false;
};

Americans americans_in(const Table &table, const TableColumn &column) {
  Americans out;
  for (const auto &row : table.rows) {
    auto cell = cell_of(row, column.at);
    auto order = month_first(cell);
    if (order == MonthFirst::no) continue;
    out.rows.push_back(row.number);
    if (order == MonthFirst::maybe)
      out.doubtful = true;
    else if (out.certain.empty())
      out.certain = cell;
  }
  return out;
}

std::string numbers_of(const std::vector<unsigned> &rows) {
  constexpr std::size_t few = 15; // a finding has room for
  std::string out;
  for (std::size_t i = 0; i < std::min(few, rows.size()); ++i)
    out += (i ? ", " : "") + std::to_string(rows[i]);
  return rows.size() > few ? out + ", …" : out;
}

}

void tell_unknown(const Table &table, const TableRow &names, TableKind kind, std::vector<Finding> &warnings,
                  Findings &findings) {
  for (std::size_t at = 0; at < width_of(table, names); ++at) {
    auto name = cell_of(names, at);
    if (heading(name, kind)) continue;
    auto unnamed = plain_words(name).empty();
    auto where = at_cell(table.file, names.number, unnamed ? letters_of(at) : name);
    auto near = nearest_heading(name, kind);
    if (kind == TableKind::items && has_dates(table, at))
      findings.add(where, "table_column_dates", {{"name", unnamed ? letters_of(at) : name}});
    else if (!unnamed && !is_lost_name(name, kind) && warnings.size() < most_findings)
      warnings.push_back(finding(where, near ? "table_column_near" : "table_column_unknown",
                                 near ? Filling{{"name", name}, {"near", *near}} : Filling{{"name", name}}));
  }
}

void tell_merged(const Table &table, std::vector<Finding> &warnings) {
  const auto *theme = column_for(table, Column::theme);
  if (!theme) return;
  auto blocks = filled_rows(table, *theme);
  if (!may_be_merged(blocks)) return;
  tell_gaps(table, *theme, warnings);
  // Single dates are nothing unusual; those that go with the themes' blocks are.
  for (auto column : {Column::from, Column::until})
    if (const auto *dates = column_for(table, column)) {
      auto filled = filled_rows(table, *dates);
      if (may_be_merged(filled) && is_within(filled, blocks)) tell_gaps(table, *dates, warnings);
    }
}

bool tell_months_first(const Table &table, Findings &findings) {
  std::vector<std::pair<const TableColumn *, Americans>> all;
  for (auto column : {Column::from, Column::until})
    if (const auto *dates = column_for(table, column)) all.emplace_back(dates, americans_in(table, *dates));
  std::string certain;
  bool doubtful = false;
  for (const auto &[column, dates] : all) {
    if (certain.empty()) certain = dates.certain;
    doubtful |= dates.doubtful;
  }
  if (certain.empty() || !doubtful) return false;
  for (const auto &[column, dates] : all)
    if (!dates.rows.empty())
      findings.add(at_cell(table.file, dates.rows.front(), column->shown), "table_month_first",
                   {{"day", certain}, {"rows", numbers_of(dates.rows)}});
  return true;
}

}
