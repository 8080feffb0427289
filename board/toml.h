// Files that people write, in TOML (toml.io): values that know their line and column, and a reader that
// collects what is wrong, each in one sentence with the place and what to write instead. The parser shows in
// no header. Values only: any thread.
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sheaf::board {

/// Both from 1; the column counts characters.
struct TomlPlace {
  unsigned line = 1, column = 1;
  auto operator<=>(const TomlPlace &) const = default;
};

struct TomlMember;
struct TomlNode {
  using List = std::vector<TomlNode>;
  using Table = std::vector<TomlMember>; // in no particular order
  struct Odd {                           // a date or time without its zone
    std::string text;                    // as TOML has it: "2026-12-01", "2026-12-01 08:30"
  };
  TomlPlace place;
  std::variant<Table, List, std::string, std::int64_t, double, bool, Wall, Odd> value;
};
struct TomlMember {
  std::string key;
  TomlPlace place; // of the key
  TomlNode node;
};

/// A sentence in English; its name, and what stands in it, for who tells it in another language.
struct TomlMistake {
  std::string sentence;
  std::string name; // "not_a_text"; empty: it has none
  std::map<std::string, std::string> places;
};

/// What is wrong with one file.
class TomlErrors {
public:
  explicit TomlErrors(std::string file) : file_(std::move(file)) {}
  void add(TomlPlace place, const std::string &sentence) { add(place, TomlMistake{sentence, {}, {}}); }
  void add(TomlPlace place, TomlMistake mistake) { found_.emplace(place, std::move(mistake)); }
  [[nodiscard]] bool empty() const { return found_.empty(); }
  /// In the order of lines.
  [[nodiscard]] const std::multimap<TomlPlace, TomlMistake> &mistakes() const { return found_; }
  [[nodiscard]] const std::string &file() const { return file_; }
  /// "screen.toml:3:1: không có khóa 'chanels'; …\n  unknown key 'chanels'; …", in the order of lines.
  [[nodiscard]] std::vector<std::string> sentences() const;
  /// All of them, one beneath another, at most `most_told`: `corrupt`.
  [[nodiscard]] Error error() const;
  static constexpr std::size_t most_told = 20;

private:
  std::string file_;
  std::multimap<TomlPlace, TomlMistake> found_;
};

/// The file's table. `name` is the file's, for sentences. Errors: corrupt.
Result<TomlNode> parse_toml(std::string_view text, const std::string &name);
/// Nothing where it is no TOML: `errors` has the reason.
std::optional<TomlNode> parse_toml(std::string_view text, TomlErrors &errors);

/// Reads one table, key by key. A getter gives nothing where the key is not there, or is wrong: then the
/// errors have a sentence more. `example` is what a person should write, e.g. `id = "hall-1"`. What it reads
/// from must outlive it.
class TomlReader {
public:
  TomlReader(const TomlNode::Table &table, TomlPlace place, TomlErrors &errors)
      : table_(&table), place_(place), errors_(&errors) {}

  std::optional<std::string> text(std::string_view key, std::string_view example, std::size_t most = 1000);
  std::optional<bool> yes_no(std::string_view key, std::string_view example);
  std::optional<std::int64_t> whole(std::string_view key, std::string_view example, std::int64_t least,
                                    std::int64_t most);
  std::optional<double> number(std::string_view key, std::string_view example, double least, double most);
  /// A date with time and zone.
  std::optional<Wall> time(std::string_view key, std::string_view example);
  /// A date with or without time and zone, as text ("2026-12-01", "2026-12-01 08:30", RFC 3339); or a text as
  /// it stands.
  std::optional<std::string> date(std::string_view key, std::string_view example);
  /// Bytes: a whole number, or a text such as "10 GB" or "256 MiB".
  std::optional<std::uint64_t> bytes(std::string_view key, std::string_view example);
  /// A list of texts; one text alone is a list of one.
  std::optional<std::vector<std::string>> texts(std::string_view key, std::string_view example,
                                                std::size_t most = 1000);
  /// One of `allowed`; a near miss is told.
  std::optional<std::string> one_of(std::string_view key, const std::vector<std::string> &allowed);
  /// A text, then under the key "und", or a table of texts.
  std::optional<std::map<std::string, std::string>> words(std::string_view key, std::string_view example,
                                                          std::size_t most = 1000);
  /// [key]
  std::optional<TomlReader> table(std::string_view key, std::string_view example);
  /// [[key]], as often as it stands there.
  std::vector<TomlReader> tables(std::string_view key, std::string_view example, std::size_t most);

  [[nodiscard]] bool has(std::string_view key);
  /// Where the key's value stands; the table itself where there is none.
  [[nodiscard]] TomlPlace place(std::string_view key) const;
  [[nodiscard]] TomlPlace place() const { return place_; }
  /// Something is wrong with a key's value that only the caller can know.
  void wrong(std::string_view key, const std::string &sentence);
  void wrong(std::string_view key, TomlMistake mistake);
  /// Call last: complains about keys that nobody asked for, and says which was meant.
  void done();

private:
  const TomlMember *find(std::string_view key);
  template<class T> const T *get(std::string_view key, const char *kind, std::string_view example);
  void not_a(std::string_view key, const TomlNode &node, const char *kind, std::string_view example);
  bool fits(std::string_view key, const std::string &text, std::size_t most);
  const TomlNode::Table *table_;
  TomlPlace place_;
  TomlErrors *errors_;
  std::set<std::string, std::less<>> asked_;
};

/// The one of `known` that somebody who wrote `word` probably meant, or nothing.
std::optional<std::string> meant(std::string_view word, const std::vector<std::string> &known);

/// "10 GB", "256 MiB", "1024": bytes. Nothing where it is none.
std::optional<std::uint64_t> parse_bytes(std::string_view text);

/// `text` as TOML writes it, with its quotes.
std::string toml_text(std::string_view text);

}
