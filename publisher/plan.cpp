#include "publisher/plan.h"
#include "publisher/office_files.h"

#include "board/toml.h"
#include "playlist/head.h"
#include "publisher/embedded.h"
#include "publisher/refusal.h"
#include "publisher/toml_findings.h"

#include <algorithm>
#include <set>

namespace sheaf::publisher {
namespace {

using board::TomlReader;
using playlist::Words;

constexpr Bytes most_plan = 1_MiB;
constexpr std::size_t most_groups = 64, most_languages = 32, most_text = 500, most_plan_tag = 35;
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
    if (plan_.themes.empty()) top_.wrong("theme", toml_mistake("toml_plan_without_groups"));
    plan_.audiences = groups("audience");
    top_.done();
    if (!errors_.empty()) return fail(error_of(findings_of(errors_)));
    return std::move(plan_);
  }

private:
  static void no_language(TomlReader &r, const char *key, const std::string &text,
                          const std::string &example) {
    r.wrong(key, toml_mistake("toml_no_language", {{"text", text}, {"example", example}}));
  }

  static void lacks(TomlReader &r, const char *key, const std::string &example) {
    r.wrong(key, toml_mistake("toml_key_missing", {{"key", key}, {"example", example}}));
  }

  static std::string name(TomlReader &r, const char *key, const std::string &value) {
    if (!playlist::valid_channel(value))
      r.wrong(key, toml_mistake("toml_bad_name", {{"text", value}, {"key", key}}));
    return value;
  }

  void languages() {
    constexpr const char *example = "languages = [\"vi\", \"en\"]";
    plan_.languages = top_.texts("languages", example, most_plan_tag).value_or(std::vector<std::string>());
    if (plan_.languages.empty() || plan_.languages.size() > most_languages)
      top_.wrong("languages", toml_mistake("toml_plan_languages", {{"example", example}}));
    for (const auto &tag : plan_.languages)
      if (!plain_tag(tag)) no_language(top_, "languages", tag, example);
  }

  // board/toml.h lets no line feed through: each will be a comment of one line.
  static Words words(TomlReader &r, const char *key, bool needed) {
    auto example = std::string(key) + " = " + words_example;
    auto value = r.words(key, example, most_text).value_or(Words());
    if (needed && !r.has(key)) lacks(r, key, example);
    for (const auto &[language, text] : value) {
      if (text.empty()) r.wrong(key, toml_mistake("toml_empty", {{"key", key}, {"example", example}}));
      if (!plain_tag(language)) no_language(r, key, language, example);
    }
    return value;
  }

  std::vector<PlanGroup> groups(const char *key) {
    std::vector<PlanGroup> out;
    std::set<std::string> ids;
    for (auto &r : top_.tables(key, "[[" + std::string(key) + "]] on a line of its own", most_groups)) {
      constexpr const char *example = "id = \"festivals\"";
      auto id = r.text("id", example);
      if (!r.has("id")) lacks(r, "id", example);
      PlanGroup group{id ? name(r, "id", *id) : "", words(r, "title", true), words(r, "hint", false)};
      if (id && !ids.insert(*id).second)
        r.wrong("id", toml_mistake("toml_id_twice", {{"table", key}, {"id", *id}}));
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
  board::TomlErrors errors(name);
  auto tree = board::parse_toml(toml, errors);
  if (!tree) return fail(error_of(findings_of(errors)));
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
