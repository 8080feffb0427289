#include "publisher/table_header.h"

#include "publisher/file_names.h"
#include "publisher/table.h"
#include "publisher/text_encoding.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <set>

namespace sheaf::publisher {
namespace {

// At most 60 letters of it.
std::string name_shown(std::string_view cell) {
  constexpr std::size_t most = 60;
  auto line = one_line(cell.substr(0, 10 * most));
  std::size_t letters = 0;
  for (std::size_t i = 0; i < line.size(); ++i)
    if ((static_cast<unsigned char>(line[i]) & 0xC0) != 0x80 && ++letters > most)
      return line.substr(0, i) + "…";
  return line;
}

std::vector<TableColumn> columns_of(const TableRow &row, TableKind kind) {
  std::vector<TableColumn> out;
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (auto known = heading(row.cells[i], kind)) out.push_back({*known, i, name_shown(row.cells[i])});
  return out;
}

Header header_in(TableRow row, TableKind kind) {
  auto columns = columns_of(row, kind);
  auto cells = row.cells;
  return {std::move(row), std::move(columns), {std::move(cells)}};
}

// What a column is called by a cell, and one over it: "Tệp" and "en", "Ngày" and "bắt đầu"; or the lower one
// has a name of its own.
std::string joined(const std::string &over, const std::string &under, TableKind kind) {
  if (over.empty() || under.empty()) return over + under;
  auto with_language = over + " (" + under + ")";
  auto known = heading(with_language, kind);
  if (known && !known->language.empty()) return with_language;
  auto upper = heading(over, kind), lower = heading(under, kind);
  if (upper && upper == lower) return over;
  auto turned = under + " " + over, straight = over + " " + under;
  if (heading(turned, kind)) return turned;
  return lower ? under : straight;
}

// A merged cell stands in the first of its columns.
TableRow joined(const TableRow &upper, const TableRow &lower, TableKind kind) {
  TableRow out{lower.number, {}};
  std::string over;
  for (std::size_t i = 0; i < std::max(upper.cells.size(), lower.cells.size()); ++i) {
    auto above = i < upper.cells.size() ? upper.cells[i] : std::string();
    auto under = i < lower.cells.size() ? lower.cells[i] : std::string();
    if (!above.empty()) over = above;
    out.cells.push_back(under.empty() ? above : joined(over, under, kind));
  }
  return out;
}

bool is_value(const std::string &cell) { return has_ending(cell) || is_link(cell) || number_of(cell); }

// Of the cells of `lower`, joined with what is over them.
struct Likeness {
  std::size_t filled = 0, names = 0, values = 0;
};

Likeness likeness_of(const TableRow &lower, const TableRow &both, TableKind kind) {
  Likeness out;
  for (std::size_t i = 0; i < lower.cells.size(); ++i) {
    if (lower.cells[i].empty()) continue;
    ++out.filled;
    out.names += heading(both.cells[i], kind).has_value();
    out.values += is_value(lower.cells[i]);
  }
  return out;
}

// A lone name may as well be a file's: 'video', without its ending.
bool is_lone_name(const TableRow &row, TableKind kind) {
  return filled_cells(row) == 1 && heading(row.cells.back(), kind);
}

struct Two {
  Header header;
  bool certain = false; // the lower one has names and nothing else
};

std::optional<Two> of_two(const TableRow &upper, const TableRow &lower, TableKind kind) {
  Header header{joined(upper, lower, kind), {}, {upper.cells, lower.cells}};
  header.columns = columns_of(header.names, kind);
  auto like = likeness_of(lower, header.names, kind);
  if (like.names == 0 || like.values > 0 || 2 * like.names < like.filled) return std::nullopt;
  return Two{std::move(header), like.names == like.filled && !is_lone_name(lower, kind)};
}

// The row that names most columns.
std::size_t likeliest(const std::vector<TableRow> &rows, TableKind kind) {
  std::size_t most = 0, at = 0;
  for (std::size_t i = 0; i < std::min(rows.size(), most_above); ++i)
    if (auto n = distinct(header_in(rows[i], kind)); n > most) {
      most = n;
      at = i;
    }
  return at;
}

}

std::optional<Header> header_of(const std::vector<TableRow> &rows, TableKind kind) {
  auto at = likeliest(rows, kind);
  if (at == rows.size()) return std::nullopt;
  auto one = header_in(rows[at], kind);
  auto most = distinct(one);
  if (most == 0) return std::nullopt;
  if (at + 1 < rows.size())
    if (auto two = of_two(rows[at], rows[at + 1], kind))
      if (auto n = distinct(two->header); n > most || (n == most && two->certain)) return two->header;
  if (at > 0)
    if (auto two = of_two(rows[at - 1], rows[at], kind); two && distinct(two->header) > most)
      return two->header;
  return one;
}

std::size_t distinct(const Header &header) {
  std::set<Heading> all;
  for (const auto &column : header.columns) all.insert(column.heading);
  return all.size();
}

std::size_t filled_cells(const TableRow &row) {
  return static_cast<std::size_t>(
      std::count_if(row.cells.begin(), row.cells.end(), [](const std::string &c) { return !c.empty(); }));
}

bool is_again(const Header &header, const TableRow &row, TableKind kind) {
  auto filled = filled_cells(row);
  if (filled < 2) return false;
  if (columns_of(row, kind).size() == filled) return true;
  if (std::find(header.rows.begin(), header.rows.end(), row.cells) != header.rows.end()) return true;
  std::size_t expected = 0;
  for (const auto &cell : row.cells)
    if (!cell.empty() && plain_words(cell) != std::to_string(++expected)) return false;
  return true;
}

bool is_lost_name(const std::string &cell, TableKind kind) {
  if (heading(cell, kind)) return false;
  return lost_character(cell) != std::string::npos ||
         (cell.find('?') != std::string::npos && nearest_heading(cell, kind));
}

std::string at_row(const std::string &file, unsigned row) { return file + ":" + std::to_string(row); }

std::string at_cell(const std::string &file, unsigned row, std::string_view name) {
  return at_row(file, row) + ": " + name_shown(name);
}

}
