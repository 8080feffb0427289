#include "board/toml.h"

#include "base/rfc3339.h"
#include "board/toml_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace sheaf::board {
namespace {

const char *kind_of(const TomlNode &node) {
  constexpr const char *kinds[]{"a table",    "a list",        "a text", "a whole number",
                                "a fraction", "true or false", "a time", "a date or time without zone"};
  return kinds[node.value.index()];
}

// Damerau's, without moving a letter twice: what one slip of a finger does counts one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  std::iota(d[0].begin(), d[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto &c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string listed(const std::vector<std::string> &words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return out;
}

std::string with_commas(const std::vector<std::string> &words) {
  std::string out;
  for (const auto &word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string plain(double value) {
  if (std::abs(value) < 1e15 && value == std::floor(value))
    return std::to_string(static_cast<std::int64_t>(value));
  return std::to_string(value);
}

std::string key_quoted(std::string_view key) { return "'" + std::string(key) + "'"; }

}

std::vector<std::string> TomlErrors::sentences() const {
  std::vector<std::string> out;
  for (const auto &[place, mistake] : found_) {
    auto first = vietnamese(mistake);
    out.push_back(file_ + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
                  (first.empty() ? "" : first + "\n  ") + mistake.sentence);
  }
  return out;
}

Error TomlErrors::error() const {
  std::string out;
  auto all = sentences();
  for (std::size_t i = 0; i < all.size() && i < most_told; ++i) out += (i ? "\n" : "") + all[i];
  if (all.size() > most_told) {
    auto more = told_mistake("more", {{"count", std::to_string(all.size() - most_told)}});
    out += "\n" + file_ + ": " + vietnamese(more) + "\n  " + more.sentence;
  }
  return {ErrorKind::corrupt, out};
}

std::optional<std::string> meant(std::string_view word, const std::vector<std::string> &known) {
  constexpr std::size_t longest = 64;
  if (word.size() > longest) return std::nullopt;
  std::optional<std::string> best;
  auto least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto &k : known)
    if (auto d = distance(lower(word), lower(k)); d < least && d < std::max<std::size_t>(k.size(), 2) - 1) {
      least = d;
      best = k;
    }
  return best;
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !(value >= 0)) return std::nullopt;
  auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  static const std::map<std::string, double, std::less<>> units{{"", 1},
                                                                {"b", 1},
                                                                {"kb", 1e3},
                                                                {"mb", 1e6},
                                                                {"gb", 1e9},
                                                                {"tb", 1e12},
                                                                {"kib", 1024.0},
                                                                {"mib", 1048576.0},
                                                                {"gib", 1073741824.0},
                                                                {"tib", 1099511627776.0},
                                                                {"k", 1e3},
                                                                {"m", 1e6},
                                                                {"g", 1e9},
                                                                {"t", 1e12}};
  auto found = units.find(lower(unit));
  if (found == units.end() || value * found->second > 9e18) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround(value * found->second));
}

std::string toml_text(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (char c : text) {
    auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (u < 32 || u == 127)
      ((out += "\\u00") += digits[u >> 4]) += digits[u & 15];
    else
      out += c;
  }
  return out + '"';
}

const TomlMember *TomlReader::find(std::string_view key) {
  asked_.emplace(key);
  auto found = std::find_if(table_->begin(), table_->end(), [&](const auto &m) { return m.key == key; });
  return found == table_->end() ? nullptr : &*found;
}

bool TomlReader::has(std::string_view key) { return find(key) != nullptr; }

TomlPlace TomlReader::place(std::string_view key) const {
  for (const auto &m : *table_)
    if (m.key == key) return m.node.place;
  return place_;
}

void TomlReader::wrong(std::string_view key, const std::string &sentence) {
  errors_->add(place(key), sentence);
}

void TomlReader::wrong(std::string_view key, TomlMistake mistake) {
  errors_->add(place(key), std::move(mistake));
}

void TomlReader::not_a(std::string_view key, const TomlNode &node, const char *kind,
                       std::string_view example) {
  errors_->add(node.place, TomlMistake{key_quoted(key) + " is " + kind_of(node) + " but must be " + kind +
                                           "; write " + std::string(example),
                                       "other_kind",
                                       {{"key", std::string(key)},
                                        {"is_kind", kind_of(node)},
                                        {"kind", kind},
                                        {"example", std::string(example)}}});
}

template<class T> const T *TomlReader::get(std::string_view key, const char *kind, std::string_view example) {
  const auto *member = find(key);
  if (!member) return nullptr;
  const auto *value = std::get_if<T>(&member->node.value);
  if (!value) not_a(key, member->node, kind, example);
  return value;
}

bool TomlReader::fits(std::string_view key, const std::string &text, std::size_t most) {
  if (text.size() > most)
    return wrong(key, TomlMistake{key_quoted(key) + " is too long: " + std::to_string(text.size()) +
                                      " bytes; write at most " + std::to_string(most),
                                  "too_long",
                                  {{"key", std::string(key)},
                                   {"size", std::to_string(text.size())},
                                   {"most", std::to_string(most)}}}),
           false;
  // "C:\films" is read as a form feed and "ilms". Beyond ASCII: U+0080 to U+009F.
  bool control = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    control |= c < 32 || c == 127 ||
               (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0);
  }
  if (!control) return true;
  return wrong(key,
               TomlMistake{key_quoted(key) +
                               " has a line feed or another control character in it; write it on one line, "
                               "and with \\ in single quotes",
                           "control_character",
                           {{"key", std::string(key)}}}),
         false;
}

std::optional<std::string> TomlReader::text(std::string_view key, std::string_view example,
                                            std::size_t most) {
  const auto *value = get<std::string>(key, "a text", example);
  if (!value || !fits(key, *value, most)) return std::nullopt;
  return *value;
}

std::optional<bool> TomlReader::yes_no(std::string_view key, std::string_view example) {
  const auto *value = get<bool>(key, "true or false", example);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::int64_t> TomlReader::whole(std::string_view key, std::string_view example,
                                              std::int64_t least, std::int64_t most) {
  const auto *value = get<std::int64_t>(key, "a whole number", example);
  if (!value) return std::nullopt;
  if (*value >= least && *value <= most) return *value;
  wrong(key, TomlMistake{key_quoted(key) + " is " + std::to_string(*value) + "; write a whole number from " +
                             std::to_string(least) + " to " + std::to_string(most),
                         "whole_outside",
                         {{"key", std::string(key)},
                          {"is", std::to_string(*value)},
                          {"least", std::to_string(least)},
                          {"most", std::to_string(most)}}});
  return std::nullopt;
}

std::optional<double> TomlReader::number(std::string_view key, std::string_view example, double least,
                                         double most) {
  const auto *member = find(key);
  if (!member) return std::nullopt;
  const auto *whole = std::get_if<std::int64_t>(&member->node.value);
  const auto *fraction = std::get_if<double>(&member->node.value);
  if (!whole && !fraction) return not_a(key, member->node, "a number", example), std::nullopt;
  double value = whole ? static_cast<double>(*whole) : *fraction;
  if (value >= least && value <= most) return value;
  wrong(
      key,
      TomlMistake{
          key_quoted(key) + " is " + plain(value) + "; write a number from " + plain(least) + " to " +
              plain(most),
          "number_outside",
          {{"key", std::string(key)}, {"is", plain(value)}, {"least", plain(least)}, {"most", plain(most)}}});
  return std::nullopt;
}

std::optional<Wall> TomlReader::time(std::string_view key, std::string_view example) {
  const auto *value = get<Wall>(key, "a time with its zone", example);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::string> TomlReader::date(std::string_view key, std::string_view example) {
  const auto *member = find(key);
  if (!member) return std::nullopt;
  if (const auto *exact = std::get_if<Wall>(&member->node.value))
    return rfc3339(Wall(std::chrono::floor<std::chrono::seconds>(exact->time_since_epoch())));
  if (const auto *local = std::get_if<TomlNode::Odd>(&member->node.value)) return local->text;
  return text(key, example);
}

std::optional<std::uint64_t> TomlReader::bytes(std::string_view key, std::string_view example) {
  const auto *member = find(key);
  if (!member) return std::nullopt;
  if (const auto *n = std::get_if<std::int64_t>(&member->node.value); n && *n >= 0)
    return static_cast<std::uint64_t>(*n);
  if (const auto *t = std::get_if<std::string>(&member->node.value))
    if (auto value = parse_bytes(*t)) return value;
  wrong(key, TomlMistake{key_quoted(key) + " is not a number of bytes; write " + std::string(example),
                         "no_bytes",
                         {{"key", std::string(key)}, {"example", std::string(example)}}});
  return std::nullopt;
}

std::optional<std::vector<std::string>> TomlReader::texts(std::string_view key, std::string_view example,
                                                          std::size_t most) {
  const auto *member = find(key);
  if (!member) return std::nullopt;
  if (const auto *one = std::get_if<std::string>(&member->node.value)) {
    if (!fits(key, *one, most)) return std::nullopt;
    return std::vector{*one};
  }
  const auto *list = get<TomlNode::List>(key, "a list of texts", example);
  if (!list) return std::nullopt;
  std::vector<std::string> out;
  for (const auto &node : *list) {
    const auto *one = std::get_if<std::string>(&node.value);
    if (!one)
      errors_->add(
          node.place,
          TomlMistake{
              key_quoted(key) + " has " + kind_of(node) + " in it, but must be a list of texts; write " +
                  std::string(example),
              "other_kind_within",
              {{"key", std::string(key)}, {"is_kind", kind_of(node)}, {"example", std::string(example)}}});
    if (!one || !fits(key, *one, most)) return std::nullopt;
    out.push_back(*one);
  }
  return out;
}

std::optional<std::string> TomlReader::one_of(std::string_view key, const std::vector<std::string> &allowed) {
  auto example = std::string(key) + " = \"" + allowed.front() + "\"";
  const auto *value = get<std::string>(key, "a text", example);
  if (!value) return std::nullopt;
  if (std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return *value;
  auto near = meant(*value, allowed);
  wrong(key, TomlMistake{key_quoted(key) + " is '" + *value + "'; " +
                             (near ? "did you mean '" + *near + "'?" : "write one of " + listed(allowed)),
                         near ? "none_of_near" : "none_of",
                         {{"key", std::string(key)},
                          {"is", *value},
                          {"near", near.value_or("")},
                          {"all", with_commas(allowed)}}});
  return std::nullopt;
}

std::optional<std::map<std::string, std::string>>
TomlReader::words(std::string_view key, std::string_view example, std::size_t most) {
  const auto *member = find(key);
  if (!member) return std::nullopt;
  if (const auto *one = std::get_if<std::string>(&member->node.value)) {
    if (!fits(key, *one, most)) return std::nullopt;
    return std::map<std::string, std::string>{{"und", *one}};
  }
  const auto *table = get<TomlNode::Table>(key, "a text, or a text for each language", example);
  if (!table) return std::nullopt;
  TomlReader inner(*table, member->node.place, *errors_);
  std::map<std::string, std::string> out;
  for (const auto &m : *table)
    if (auto t = inner.text(m.key, example, most)) out[m.key] = *t;
  return out.size() == table->size() ? std::optional(out) : std::nullopt;
}

std::optional<TomlReader> TomlReader::table(std::string_view key, std::string_view example) {
  const auto *value = get<TomlNode::Table>(key, "a table", example);
  if (!value) return std::nullopt;
  return TomlReader(*value, place(key), *errors_);
}

std::vector<TomlReader> TomlReader::tables(std::string_view key, std::string_view example, std::size_t most) {
  std::vector<TomlReader> out;
  const auto *list = get<TomlNode::List>(key, "a list of tables", example);
  if (!list) return out;
  if (list->size() > most)
    return wrong(key, TomlMistake{"there are " + std::to_string(list->size()) + " of " + key_quoted(key) +
                                      "; at most " + std::to_string(most) + " can be",
                                  "too_many",
                                  {{"key", std::string(key)},
                                   {"count", std::to_string(list->size())},
                                   {"most", std::to_string(most)}}}),
           out;
  for (const auto &node : *list) {
    const auto *table = std::get_if<TomlNode::Table>(&node.value);
    if (table)
      out.emplace_back(*table, node.place, *errors_);
    else
      not_a(key, node, "a table", example);
  }
  return out;
}

void TomlReader::done() {
  std::vector<std::string> known(asked_.begin(), asked_.end());
  for (const auto &m : *table_) {
    if (asked_.contains(m.key)) continue;
    auto near = meant(m.key, known);
    errors_->add(m.place,
                 TomlMistake{"unknown key " + key_quoted(m.key) + "; " +
                                 (near ? "did you mean " + key_quoted(*near) + "?"
                                       : "here can stand " + listed(known)),
                             near ? "unknown_key_near" : "unknown_key",
                             {{"key", m.key}, {"near", near.value_or("")}, {"all", with_commas(known)}}});
  }
}

}
