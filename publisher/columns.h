// What the columns of people's tables are called, in Vietnamese and English, with or without marks. Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

enum class TableKind { items, screens };

enum class Column {
  // both
  id,
  tags,
  contact,
  languages,
  ignored, // notes, running numbers
  // items
  file,
  title,
  theme,
  audience,
  seconds,
  from,
  until,
  credit,
  volume,
  fit,
  fade,
  evergreen,
  subtitled,
  link,
  // screens
  name,
  ward,
  place,
  zone,
  hours,
  orientation,
  help_url,
  profile,
  quota
};

struct Heading {
  Column column = Column::ignored;
  std::string language; // "en" of "Tệp (en)", "Tiêu đề tiếng Anh"; empty where it says none
  auto operator<=>(const Heading &) const = default;
};

/// What a cell of the header row names. A bracket that is no language counts for nothing: "Đến ngày
/// (dd/mm/yyyy)"; but one that says other units ("phút") makes another column of it.
std::optional<Heading> heading(std::string_view cell, TableKind kind);

/// The known name that somebody who wrote `cell` probably meant.
std::optional<std::string> nearest_heading(std::string_view cell, TableKind kind);

/// "Tệp": as README.md has it.
std::string_view column_name(Column column);

/// The language tag for "vi", "EN", "Tiếng Việt", "Anh", "Lao", "zh-Hans": nothing where it is none.
std::optional<std::string> language_of(std::string_view written);

/// `language` is one of them, whatever stands behind its first part ("zh-Hans"); or `languages` are none, or
/// it is for all.
bool is_among(const std::string &language, const std::vector<std::string> &languages);

}
