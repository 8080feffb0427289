#include "publisher/table.h"

#include "publisher/table_doubts.h"
#include "publisher/text_encoding.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <regex>
#include <set>

namespace sheaf::publisher {
namespace {

// All of the names of which letters have been lost.
void tell_lost(const std::string &file, const TableRow &names, TableKind kind, Findings &findings) {
  for (const auto &cell : names.cells)
    if (is_lost_name(cell, kind))
      findings.add(at_cell(file, names.number, cell), "table_lost", {{"text", cell}});
}

// Where nobody knows the names any more: titles above them, up to the row in which several are lost.
void tell_lost(const Sheet &sheet, TableKind kind, Findings &findings) {
  for (const auto &row : sheet.rows) {
    if (row.number > most_above) return;
    tell_lost(sheet.file, row, kind, findings);
    auto lost = std::count_if(row.cells.begin(), row.cells.end(),
                              [&](const std::string &cell) { return is_lost_name(cell, kind); });
    if (lost > 1) return;
  }
}

bool has_column(const std::vector<TableColumn> &columns, Column column) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const auto &c) { return c.heading.column == column; });
}

void tell_same(const std::string &file, const Header &header, Findings &findings) {
  std::map<Heading, std::string> seen;
  for (const auto &column : header.columns) {
    if (column.heading.column == Column::ignored) continue;
    auto [first, fresh] = seen.emplace(column.heading, column.shown);
    if (!fresh)
      findings.add(at_cell(file, header.names.number, column.shown), "table_column_twice",
                   {{"one", first->second}, {"other", column.shown}});
  }
}

bool is_whole(const Header &header, TableKind kind) {
  if (kind == TableKind::screens) return has_column(header.columns, Column::id);
  return has_column(header.columns, Column::file) || has_column(header.columns, Column::link);
}

// Why a table cannot be read.
Error no_header(const Sheet &sheet, const std::optional<Header> &header, TableKind kind) {
  bool items = kind == TableKind::items;
  Findings findings;
  tell_lost(sheet, kind, findings);
  if (!findings.empty()) return findings.error();
  if (header)
    findings.add(at_row(sheet.file, header->names.number),
                 items ? "table_no_file_column" : "table_no_id_column");
  else
    findings.add(at_row(sheet.file, 1), items ? "table_no_header" : "table_no_screens_header");
  return findings.error();
}

std::string without_quotes(std::string text) {
  static constexpr std::string_view marks[]{"\"", "'", "“", "”", "„", "‘", "’", "«", "»"};
  for (auto mark : marks) {
    if (text.starts_with(mark)) text.erase(0, mark.size());
    if (text.ends_with(mark)) text.resize(text.size() - mark.size());
  }
  return trimmed(text);
}

}

Result<Table> read_table(const std::string &path, TableKind kind, std::vector<Finding> &warnings) {
  auto sheet = read_sheet(path, [kind](const std::vector<TableRow> &rows) {
    auto header = header_of(rows, kind);
    return header ? distinct(*header) : 0;
  });
  if (!sheet) return fail(sheet.error());
  auto header = header_of(sheet->rows, kind);
  if (!header || !is_whole(*header, kind)) return fail(no_header(*sheet, header, kind));
  Table table{sheet->file, header->columns, {}, {}};
  for (auto &row : sheet->rows)
    if (row.number > header->names.number && filled_cells(row) > 0 && !is_again(*header, row, kind))
      table.rows.push_back(std::move(row));
  warnings.insert(warnings.end(), sheet->notes.begin(), sheet->notes.end());
  Findings findings;
  tell_lost(sheet->file, header->names, kind, findings);
  tell_same(sheet->file, *header, findings);
  tell_unknown(table, header->names, kind, warnings, findings);
  findings.append_to(table.mistakes);
  if (kind == TableKind::items) tell_merged(table, warnings);
  return table;
}

TableLine::TableLine(const Table &table, const TableRow &row, Findings &findings)
    : table_(table), row_(row), findings_(findings) {
  for (const auto &column : table_.columns) {
    if (column.heading.column == Column::ignored || column.at >= row_.cells.size()) continue;
    auto &text = row_.cells[column.at];
    constexpr std::size_t longest = 4000; // no column takes more
    if (text.size() > longest)
      findings_.add(where() + ": " + column.shown, "table_long",
                    {{"most", std::to_string(longest)}, {"text", text}});
    else if (lost_character(text, column.heading.column == Column::file) != std::string::npos)
      findings_.add(where() + ": " + column.shown, "table_lost", {{"text", text}});
    else
      continue;
    lost_.insert(column.at);
    text.clear();
  }
}

const std::string &TableLine::cell(const TableColumn &column) const {
  static const std::string none;
  return column.at < row_.cells.size() ? row_.cells[column.at] : none;
}

std::string TableLine::text(Column column) const {
  for (const auto &c : table_.columns)
    if (c.heading.column == column && c.heading.language.empty()) return one_line(cell(c));
  return {};
}

std::string TableLine::text(Column column, std::size_t most) {
  auto value = text(column);
  if (value.size() > most) wrong(column, "table_long", {{"most", std::to_string(most)}, {"text", value}});
  return value;
}

std::map<std::string, std::string> TableLine::by_language(Column column) const {
  std::map<std::string, std::string> out;
  for (const auto &c : table_.columns)
    if (c.heading.column == column)
      if (auto text = column == Column::file ? without_quotes(cell(c)) : one_line(cell(c)); !text.empty())
        out[c.heading.language] = text;
  return out;
}

bool TableLine::has(Column column) const {
  return std::any_of(table_.columns.begin(), table_.columns.end(), [&](const TableColumn &c) {
    return c.heading.column == column && (!cell(c).empty() || lost_.contains(c.at));
  });
}

std::size_t TableLine::filled() const {
  return static_cast<std::size_t>(
      std::count_if(table_.columns.begin(), table_.columns.end(), [&](const auto &c) {
        return c.heading.column != Column::ignored && (!cell(c).empty() || lost_.contains(c.at));
      }));
}

Numbered TableLine::numbered() const {
  static const std::regex digits(R"(\d{1,3}( \d{1,3})*)"), letters("[ivxlc]{1,7}|[a-z]");
  std::string before;
  for (std::size_t i = 0; i < row_.cells.size(); ++i) {
    bool counts = std::any_of(table_.columns.begin(), table_.columns.end(), [&](const TableColumn &c) {
      return c.at == i && c.heading.column != Column::ignored;
    });
    if (counts || row_.cells[i].empty()) continue;
    constexpr std::size_t longest = 16; // bytes
    if (!before.empty() || row_.cells[i].size() > longest) return Numbered::no;
    before = plain_words(row_.cells[i]);
  }
  if (std::regex_match(before, digits)) return Numbered::digits;
  return std::regex_match(before, letters) ? Numbered::letters : Numbered::no;
}

std::vector<std::string> TableLine::list(Column column, std::size_t most_parts, std::size_t most_bytes) {
  std::vector<std::string> out;
  for (const auto &c : table_.columns) {
    if (c.heading.column != column) continue;
    std::string part;
    for (char ch : cell(c) + ";") {
      if (ch != ',' && ch != ';' && ch != '\n' && ch != '\r' && ch != '|') {
        part += ch;
        continue;
      }
      part = one_line(part);
      if (part.starts_with('#')) part.erase(0, 1);
      if (part.size() > most_bytes)
        wrong(column, "table_long", {{"most", std::to_string(most_bytes)}, {"text", part}});
      if (!part.empty() && std::find(out.begin(), out.end(), part) == out.end()) out.push_back(part);
      part.clear();
    }
  }
  if (out.size() > most_parts) wrong(column, "table_many", {{"most", std::to_string(most_parts)}});
  return out;
}

std::optional<bool> TableLine::yes_no(Column column) {
  static const std::set<std::string> yes{"co", "x", "yes", "y", "1", "true", "v", "dung", "ok", "luon", "c"},
      no{"khong", "no", "n", "0", "false", "k", "sai", "ko"};
  auto written = text(column);
  if (written.empty() || written == "-") return std::nullopt;
  auto plain = plain_words(written);
  if (yes.contains(plain) || written == "✓" || written == "✔" || written == "☑") return true;
  if (no.contains(plain) || written == "☐" || written == "✗") return false;
  wrong(column, "table_yes_no", {{"text", written}});
  return std::nullopt;
}

std::optional<double> TableLine::number(Column column, double least, double most) {
  auto written = text(column);
  if (written.empty()) return std::nullopt;
  auto value = number_of(written);
  if (value && *value >= least && *value <= most) return value;
  auto bound = [](double d) {
    return std::to_string(d).substr(0, d < 1 && d > 0 ? 3 : std::to_string(d).find('.'));
  };
  wrong(column, "table_number", {{"text", written}, {"least", bound(least)}, {"most", bound(most)}});
  return std::nullopt;
}

void TableLine::wrong(Column column, std::string_view name, Filling filling, const std::string &language) {
  findings_.add(where(column, language), name, std::move(filling));
}

std::string TableLine::where() const { return at_row(table_.file, row_.number); }

std::string TableLine::where(Column column, const std::string &language) const {
  const TableColumn *found = nullptr;
  for (const auto &c : table_.columns)
    if (c.heading.column == column && (!found || c.heading.language == language)) found = &c;
  return where() + ": " + (found ? found->shown : std::string(column_name(column)));
}

std::optional<double> number_of(std::string_view written) {
  std::string text(written);
  std::replace(text.begin(), text.end(), ',', '.');
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}
