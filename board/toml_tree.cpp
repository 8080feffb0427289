// toml++ is at home here: text into TomlNodes, and what a person should know where it is not TOML.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "board/toml.h"

#include <algorithm>

namespace sheaf::board {
namespace {

TomlPlace place_of(const toml::source_region &source) { return {source.begin.line, source.begin.column}; }

Wall wall(const toml::date_time &t) {
  namespace c = std::chrono;
  auto day = c::sys_days(c::year(t.date.year) / c::month(t.date.month) / c::day(t.date.day));
  auto time =
      c::hours(t.time.hour) + c::minutes(t.time.minute - t.offset->minutes) + c::seconds(t.time.second);
  return Wall(day.time_since_epoch() + time + Duration(t.time.nanosecond));
}

TomlNode convert(const toml::node &node);

TomlNode::Table convert_table(const toml::table &table) {
  TomlNode::Table out;
  for (const auto &[key, value] : table)
    out.push_back({std::string(key.str()), place_of(key.source()), convert(value)});
  return out;
}

TomlNode::List convert_list(const toml::array &list) {
  TomlNode::List out;
  for (const auto &value : list) out.push_back(convert(value));
  return out;
}

std::string two(unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); }

std::string text_of(const toml::date &d) {
  auto year = std::to_string(d.year);
  return std::string(4 - std::min<std::size_t>(4, year.size()), '0') + year + "-" + two(d.month) + "-" +
         two(d.day);
}

std::string text_of(const toml::date_time &t) {
  return text_of(t.date) + " " + two(t.time.hour) + ":" + two(t.time.minute) +
         (t.time.second ? ":" + two(t.time.second) : "");
}

// A year that Duration cannot hold is no time.
decltype(TomlNode::value) convert_time(const toml::date_time &t) {
  if (!t.offset || t.date.year < 1970 || t.date.year > 2200) return TomlNode::Odd{text_of(t)};
  return wall(t);
}

decltype(TomlNode::value) convert_value(const toml::node &node) {
  if (const auto *v = node.as_table()) return convert_table(*v);
  if (const auto *v = node.as_array()) return convert_list(*v);
  if (const auto *v = node.as_string()) return v->get();
  if (const auto *v = node.as_integer()) return v->get();
  if (const auto *v = node.as_floating_point()) return v->get();
  if (const auto *v = node.as_boolean()) return v->get();
  if (const auto *v = node.as_date_time()) return convert_time(v->get());
  if (const auto *v = node.as_date()) return TomlNode::Odd{text_of(v->get())};
  return TomlNode::Odd{};
}

TomlNode convert(const toml::node &node) { return {place_of(node.source()), convert_value(node)}; }

std::string_view line_of(std::string_view text, unsigned number) {
  for (; number > 1 && !text.empty(); --number) {
    auto end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return text.substr(0, text.find('\n'));
}

std::string_view value_in(std::string_view line) {
  auto equals = line.find('=');
  if (equals == std::string_view::npos) return {};
  line.remove_prefix(equals + 1);
  auto first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

// What people get wrong most, by its name; the parser's own words follow.
TomlMistake advice(std::string_view line) {
  auto value = value_in(line);
  auto letter = [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; };
  for (auto curly : {"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x98", "\xe2\x80\x99"})
    if (line.find(curly) != std::string_view::npos)
      return {"write straight quotes \" instead of curly ones", "curly_quotes", {}};
  if (value.starts_with('"') && value.find('\\') != std::string_view::npos)
    return {"write a text with \\ in single quotes: 'C:\\films'", "backslash", {}};
  if (value.starts_with('"') && value.find('"', 1) == std::string_view::npos)
    return {"the text needs a \" at its end", "open_text", {}};
  if (value.starts_with('[') && value.find(']') == std::string_view::npos)
    return {"a list ends in ], with a comma between two of it", "open_list", {}};
  if (!value.empty() && (letter(value[0]) || static_cast<unsigned char>(value[0]) >= 0x80))
    return {"a text stands in quotes: name = \"Hue\"", "unquoted_text", {}};
  if (value.empty() && line.find('=') != std::string_view::npos)
    return {"a value is missing after =", "no_value", {}};
  if (line.find('=') == std::string_view::npos && line.find('[') == std::string_view::npos)
    return {"a line is KEY = VALUE, or begins with # where it is a remark", "no_key", {}};
  return {"", "no_toml", {}};
}

std::string own_words(std::string_view description) {
  std::string out(description);
  std::replace(out.begin(), out.end(), '\n', ' ');
  constexpr std::size_t most = 200;
  return out.substr(0, most);
}

TomlMistake not_toml(const toml::parse_error &e, std::string_view line) {
  auto mistake = advice(line);
  auto words = own_words(e.description());
  mistake.sentence =
      mistake.sentence.empty() ? "this is not TOML: " + words : mistake.sentence + " (" + words + ")";
  mistake.places = {{"why", " (" + words + ")"}};
  return mistake;
}

}

std::optional<TomlNode> parse_toml(std::string_view text, TomlErrors &errors) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff") ||
      text.find('\0') != std::string_view::npos) {
    errors.add({}, TomlMistake{"this is not UTF-8; save it as UTF-8 in the editor", "no_utf8", {}});
    return std::nullopt;
  }
  auto parsed = toml::parse(text);
  if (!parsed.failed()) return TomlNode{{}, convert_table(parsed.table())};
  auto place = place_of(parsed.error().source());
  errors.add(place, not_toml(parsed.error(), line_of(text, place.line)));
  return std::nullopt;
}

Result<TomlNode> parse_toml(std::string_view text, const std::string &name) {
  TomlErrors errors(name);
  auto tree = parse_toml(text, errors);
  return tree ? Result<TomlNode>(std::move(*tree)) : fail(errors.error());
}

}
