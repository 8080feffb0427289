#include "publisher/plan.h"
#include "publisher/office_files.h"

#include "board/toml.h"
#include "playlist/head.h"
#include "publisher/embedded.h"
#include "publisher/refusal.h"

#include <algorithm>
#include <set>

namespace sheaf::publisher {
namespace {

using board::TomlReader;
using playlist::Words;

constexpr Bytes most_plan = 1_MiB;
constexpr std::size_t most_groups = 64, most_languages = 32, most_text = 500, most_tag = 35;
constexpr std::string_view folder = "plans/", ending = ".toml";
constexpr const char *words_example = "{vi = \"Lễ hội\", en = \"Festivals\"}";

bool plain_tag(const std::string &tag) {
  return !tag.empty() && std::all_of(tag.begin(), tag.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// One plan being read.
class Reading {
public:
  Reading(const std::string &name, const board::TomlNode &tree)
      : errors_(name), top_(std::get<board::TomlNode::Table>(tree.value), {}, errors_) {}

  Result<Plan> read() {
    plan_.title = words(top_, "title", true);
    if (auto channel = top_.text("channel", "channel = \"hue\""))
      plan_.channel = name(top_, "channel", *channel);
    languages();
    plan_.themes = groups("theme");
    if (plan_.themes.empty()) top_.wrong("theme", "the plan has no groups of content; write [[theme]]");
    plan_.audiences = groups("audience");
    top_.done();
    if (!errors_.empty()) return fail(errors_.error());
    return std::move(plan_);
  }

private:
  static std::string name(TomlReader &r, const char *key, const std::string &value) {
    if (!playlist::valid_channel(value))
      r.wrong(key, "'" + value +
                       "' cannot be used here; write lower-case letters, digits, '-', '_' and '.', at "
                       "most 64, beginning with a letter or digit");
    return value;
  }

  void languages() {
    constexpr const char *example = "languages = [\"vi\", \"en\"]";
    plan_.languages = top_.texts("languages", example, most_tag).value_or(std::vector<std::string>());
    if (plan_.languages.empty() || plan_.languages.size() > most_languages)
      top_.wrong("languages", std::string("the plan needs 1 to 32 languages; write ") + example);
    for (const auto &tag : plan_.languages)
      if (!plain_tag(tag)) top_.wrong("languages", "'" + tag + "' is no language; write " + example);
  }

  // board/toml.h lets no line feed through: each will be a comment of one line.
  static Words words(TomlReader &r, const char *key, bool needed) {
    auto example = std::string(key) + " = " + words_example;
    auto value = r.words(key, example, most_text).value_or(Words());
    if (needed && !r.has(key)) r.wrong(key, "there is no '" + std::string(key) + "'; write " + example);
    for (const auto &[language, text] : value) {
      if (text.empty()) r.wrong(key, "'" + std::string(key) + "' is empty; write " + example);
      if (!plain_tag(language)) r.wrong(key, "'" + language + "' is no language; write " + example);
    }
    return value;
  }

  std::vector<PlanGroup> groups(const char *key) {
    std::vector<PlanGroup> out;
    std::set<std::string> ids;
    for (auto &r : top_.tables(key, "[[" + std::string(key) + "]] on a line of its own", most_groups)) {
      constexpr const char *example = "id = \"festivals\"";
      auto id = r.text("id", example);
      if (!r.has("id")) r.wrong("id", std::string("there is no 'id'; write ") + example);
      PlanGroup group{id ? name(r, "id", *id) : "", words(r, "title", true), words(r, "hint", false)};
      if (id && !ids.insert(*id).second) r.wrong("id", "'" + *id + "' is there twice; give one another id");
      out.push_back(std::move(group));
      r.done();
    }
    return out;
  }

  board::TomlErrors errors_;
  TomlReader top_;
  Plan plan_;
};

}

std::vector<std::string> plan_names() {
  std::vector<std::string> out;
  for (const auto &[name, text] : embedded_texts())
    if (name.starts_with(folder))
      out.emplace_back(name.substr(folder.size(), name.size() - folder.size() - ending.size()));
  return out;
}

Result<Plan> parse_plan(std::string_view toml, const std::string &name) {
  auto tree = board::parse_toml(toml, name);
  if (!tree) return fail(tree.error());
  return Reading(name, *tree).read();
}

Result<Plan> read_plan(const std::string &plan) {
  auto names = plan_names();
  if (plan.find('/') == std::string::npos && !plan.ends_with(ending)) {
    if (std::find(names.begin(), names.end(), plan) != names.end())
      return parse_plan(embedded(std::string(folder) + plan + std::string(ending)), plan);
    std::string all;
    for (const auto &name : names) all += (all.empty() ? "" : ", ") + name;
    return refuse(ErrorKind::absent, "no_plan", {{"plan", plan}, {"all", all}});
  }
  auto text = read_file(plan, most_plan);
  if (!text) return fail(text.error());
  return parse_plan(*text, plan);
}

}
