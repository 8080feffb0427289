#include "publisher/spreadsheet.h"

#include "board/files.h"
#include "publisher/child_output.h"
#include "publisher/streams.h"
#include "publisher/text_encoding.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr Bytes most_table = 16_MiB;
constexpr char bell = '\a'; // in no workbook: XML has no such character

std::string name_of(const std::string &path) { return composed(fs::path(path).filename().string()); }

std::string ending_of(const std::string &path) { return without_case(fs::path(path).extension().string()); }

tl::unexpected<Error> told(ErrorKind kind, std::string where, std::string_view name,
                           const Filling &filling = {}) {
  return fail(kind, text(finding(std::move(where), name, filling)));
}

std::size_t cells_of(const std::vector<TableRow> &rows) {
  std::size_t n = 0;
  for (const auto &row : rows) n += row.cells.size();
  return n;
}

// Where no names of columns are known, the one that makes most cells.
Separated best(std::string_view text, const Likeness &likeness) {
  if (auto separator = take_separator_line(text)) return parse_separated(text, *separator);
  Separated chosen;
  std::pair<std::size_t, std::size_t> most;
  for (char separator : {'\t', ';', ',', '|'}) {
    auto read = parse_separated(text, separator);
    std::pair like(likeness(read.rows), cells_of(read.rows));
    if (like > most || chosen.rows.empty()) chosen = std::move(read);
    most = std::max(most, like);
  }
  return chosen;
}

const char *shown(OldFont font) {
  return font == OldFont::none ? nullptr : font == OldFont::tcvn3 ? ".VnTime, TCVN3" : "VNI-Times";
}

Result<Sheet> read_text(const std::string &path, const Likeness &likeness) {
  auto bytes = board::read_whole(path, most_table);
  if (!bytes) return fail(bytes.error());
  if (bytes->starts_with("PK\x03\x04") || bytes->starts_with("\xd0\xcf\x11\xe0"))
    return told(ErrorKind::refused, name_of(path), "table_workbook_named_text");
  auto encoding = encoding_of(*bytes);
  auto text = decoded(*bytes, encoding);
  if (is_binary(text)) return told(ErrorKind::corrupt, name_of(path), "table_binary");
  if (const auto *font = shown(old_font(*bytes, encoding)))
    return told(ErrorKind::corrupt, name_of(path), "table_old_font", {{"font", font}});
  auto read = best(text, likeness);
  if (read.unclosed)
    return told(ErrorKind::corrupt, name_of(path) + ":" + std::to_string(*read.unclosed), "table_quote");
  return Sheet{name_of(path), std::move(read.rows), {}};
}

struct Part {
  std::string name;
  std::vector<TableRow> rows;
};

bool is_empty(const Part &part) {
  return std::all_of(part.rows.begin(), part.rows.end(), [](const TableRow &r) { return r.cells.empty(); });
}

// "\a 1 - Sheet1", and its rows.
std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> out;
  while (text.starts_with(bell)) {
    auto line = text.substr(0, text.find('\n'));
    auto rest = text.substr(std::min(line.size() + 1, text.size()));
    auto end = rest.find(bell);
    auto dash = line.find(" - ");
    auto rows = parse_separated(composed(rest.substr(0, end)), ',').rows;
    out.push_back(
        {dash == std::string_view::npos ? "" : std::string(line.substr(dash + 3)), std::move(rows)});
    text = end == std::string_view::npos ? std::string_view() : rest.substr(end);
  }
  return out;
}

// Of several sheets the first that has anything in it.
Sheet first_of(std::vector<Part> parts, const std::string &file) {
  auto first = std::find_if_not(parts.begin(), parts.end(), is_empty);
  Sheet sheet{file, {}, {}};
  if (first == parts.end()) return sheet;
  sheet.rows = std::move(first->rows);
  std::string others;
  for (const auto &part : parts)
    if (&part != &*first && !is_empty(part)) others += (others.empty() ? "'" : ", '") + part.name + "'";
  if (!others.empty())
    sheet.notes.push_back(finding(file, "table_sheets", {{"sheet", first->name}, {"others", others}}));
  return sheet;
}

// What xlsx2csv makes of a workbook; `merged`: each cell of merged ones with their value. Others have made
// it: one of a few kilobytes can be one of gigabytes when it is opened.
Result<ChildOutput> converted(const std::string &path, bool merged) {
  auto scratch = (fs::temp_directory_path() / "sheaf-workbook-XXXXXX").string();
  if (!::mkdtemp(scratch.data())) return failed("make", scratch);
  auto whole = fs::absolute(path).string();
  std::vector<std::string> words{
      "xlsx2csv", "-a", "--exclude_hidden_sheets", "-p", "x07", "-f", "%Y-%m-%d %H:%M:%S", "-t", "%H:%M:%S"};
  if (merged) words.emplace_back("-m");
  words.insert(words.end(), {"--", whole});
  auto said = output_of({.words = words,
                         .readable = {whole},
                         .writable = scratch,
                         .memory = 2048_MiB,
                         .file = 1_MiB,
                         .cpu = 60s,
                         .patience = merged ? 20s : 60s},
                        most_table);
  std::error_code ignored;
  fs::remove_all(scratch, ignored);
  return said;
}

const std::string &cell_of(const std::vector<TableRow> &rows, std::size_t row, std::size_t at) {
  static const std::string none;
  return row < rows.size() && at < rows[row].cells.size() ? rows[row].cells[at] : none;
}

// Cells of merged ones that lie beneath the first row: what they are filled with. Those beside it are left
// empty: a heading over several columns is one, and a name of columns is theirs who read headers.
class Unmerging {
public:
  Unmerging(std::vector<TableRow> &rows, const std::vector<TableRow> &full) : rows_(rows), full_(full) {}

  void fill() {
    for (std::size_t row = 1; row < std::min(rows_.size(), full_.size()); ++row)
      for (std::size_t at = 0; at < full_[row].cells.size(); ++at) {
        if (!is_covered(row, at)) continue;
        if (is_beside(row, at))
          rows_[row].spread = true;
        else if (is_beneath(row, at))
          put(row, at);
      }
  }

private:
  [[nodiscard]] bool is_covered(std::size_t row, std::size_t at) const {
    return cell_of(rows_, row, at).empty() && !cell_of(full_, row, at).empty();
  }
  [[nodiscard]] bool is_beneath(std::size_t row, std::size_t at) const {
    return cell_of(rows_, row - 1, at) == cell_of(full_, row, at);
  }
  // Of the cell to the left, where that is all that the row has: else the same day in two columns would be.
  [[nodiscard]] bool is_beside(std::size_t row, std::size_t at) const {
    const auto &cells = rows_[row].cells;
    auto filled = std::count_if(cells.begin(), cells.end(), [](const auto &c) { return !c.empty(); });
    auto left = at;
    while (left > 0 && is_covered(row, left)) --left;
    return filled <= 2 && left < at && cell_of(rows_, row, left) == cell_of(full_, row, at);
  }
  void put(std::size_t row, std::size_t at) {
    auto &cells = rows_[row].cells;
    if (cells.size() <= at) cells.resize(at + 1);
    cells[at] = full_[row].cells[at];
  }

  std::vector<TableRow> &rows_;
  const std::vector<TableRow> &full_;
};

// Where that fails they stay as they are: a cell that it starts from may be missing in the file.
void unmerge(std::vector<Part> &parts, const std::string &path) {
  auto said = converted(path, true);
  if (!said || said->code != 0) return;
  auto full = parts_of(said->out);
  for (std::size_t i = 0; i < std::min(parts.size(), full.size()); ++i)
    Unmerging(parts[i].rows, full[i].rows).fill();
}

Result<Sheet> read_workbook(const std::string &path) {
  auto name = name_of(path);
  auto bytes = board::read_whole(path, most_table);
  if (!bytes) return fail(bytes.error());
  if (bytes->starts_with("\xd0\xcf\x11\xe0")) return told(ErrorKind::refused, name, "table_workbook_locked");
  auto said = converted(path, false);
  if (!said && said.error().kind == ErrorKind::absent)
    return told(ErrorKind::absent, name, "table_no_converter");
  if (!said) return fail(said.error().in(name));
  if (said->code != 0 || !said->out.starts_with(bell))
    return told(ErrorKind::corrupt, name, "table_workbook_broken");
  if (const auto *font = shown(old_font(said->out, Encoding::utf8)))
    return told(ErrorKind::corrupt, name, "table_old_font", {{"font", font}});
  auto parts = parts_of(said->out);
  unmerge(parts, path);
  return first_of(std::move(parts), name);
}

bool is_table(const std::string &ending) {
  static const std::set<std::string> endings{".csv",  ".tsv",  ".txt", ".tab",
                                             ".xlsx", ".xlsm", ".xls", ".ods"};
  return endings.contains(ending);
}

}

Result<Sheet> read_sheet(const std::string &path, const Likeness &likeness) {
  auto ending = ending_of(path);
  if (ending == ".xlsx" || ending == ".xlsm") return read_workbook(path);
  if (ending == ".xls" || ending == ".ods")
    return told(ErrorKind::refused, name_of(path), "table_other_format");
  return read_text(path, likeness);
}

Result<std::string> table_in(const std::string &folder, const std::vector<std::string> &names) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    auto path = entry->path();
    auto file = path.filename().string();
    if (file.starts_with('.') || file.starts_with('~')) continue; // of a program that has it open
    auto stem = plain_words(path.stem().string());
    if (is_table(ending_of(file)) && std::find(names.begin(), names.end(), stem) != names.end())
      found.push_back(path.string());
  }
  std::sort(found.begin(), found.end());
  if (found.size() > 1)
    return told(ErrorKind::refused, name_of(found[0]), "table_two",
                {{"one", name_of(found[0])}, {"other", name_of(found[1])}});
  return found.empty() ? std::string() : found.front();
}

}
