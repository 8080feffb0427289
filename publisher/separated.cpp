#include "publisher/separated.h"

#include "publisher/unicode.h"

namespace sheaf::publisher {
namespace {

class Parser {
public:
  Parser(std::string_view text, char separator) : rest_(text), separator_(separator) {}

  Separated parse() {
    while (!rest_.empty() && out_.rows.size() < most_rows) row();
    return std::move(out_);
  }

private:
  void row() {
    TableRow row{static_cast<unsigned>(out_.rows.size() + 1), {}};
    bool more = true;
    while (more) {
      auto text = trimmed(cell(row.number));
      more = !rest_.empty() && rest_.front() == separator_;
      if (row.cells.size() < most_columns) row.cells.push_back(std::move(text));
      if (more) rest_.remove_prefix(1);
    }
    end_of_line();
    while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
    out_.rows.push_back(std::move(row));
  }

  // Up to the separator or the end of the line, which stay.
  std::string cell(unsigned number) {
    std::string text;
    while (!rest_.empty()) {
      auto c = rest_.front();
      if (c == separator_ || c == '\n' || c == '\r') break;
      rest_.remove_prefix(1);
      if (c == '"' && text.find_first_not_of(' ') == std::string::npos)
        quoted(text, number);
      else
        text += c;
    }
    return text;
  }

  void quoted(std::string &text, unsigned number) {
    for (;;) {
      auto quote = rest_.find('"');
      text += rest_.substr(0, quote);
      if (quote == std::string_view::npos) out_.unclosed = number;
      rest_.remove_prefix(quote == std::string_view::npos ? rest_.size() : quote + 1);
      if (!rest_.starts_with('"')) return;
      text += '"';
      rest_.remove_prefix(1);
    }
  }

  void end_of_line() {
    if (rest_.starts_with('\r')) rest_.remove_prefix(1);
    if (rest_.starts_with('\n')) rest_.remove_prefix(1);
  }

  std::string_view rest_;
  char separator_;
  Separated out_;
};

}

Separated parse_separated(std::string_view text, char separator) { return Parser(text, separator).parse(); }

std::optional<char> take_separator_line(std::string_view &text) {
  constexpr std::string_view word = "sep=";
  auto line = text.substr(0, text.find_first_of("\r\n"));
  if (line.starts_with('"') && line.ends_with('"') && line.size() > 1) line = line.substr(1, line.size() - 2);
  if (line.size() != word.size() + 1 || (!line.starts_with(word) && !line.starts_with("SEP=")))
    return std::nullopt;
  auto end = text.find('\n');
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line.back();
}

}
