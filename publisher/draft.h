// What is to be published, before its files have been looked at: out of a bare folder, a table in it, or
// sheaf.toml. May wait for a disk. Any thread.
#pragma once

#include "base/result.h"
#include "playlist/manifest.h"
#include "publisher/findings.h"

#include <map>
#include <string>
#include <vector>

namespace sheaf::publisher {

struct DraftItem {
  playlist::Item item;                      // without kind and blobs; without id where nobody wrote one
  std::map<std::string, std::string> files; // language -> path
  std::string where;                        // file and line that it comes from, for people
  std::optional<Wall> from, until;          // shown from, and no more after; publishing leaves out the others
  std::vector<std::string> audience;        // ids of audiences: published as tags
  std::optional<bool> subtitled;            // as somebody has written; nothing: not said
};

/// File and line, for people, of what check() may find something about.
struct Places {
  std::string whole; // "sheaf.toml:2", of its title; what was asked for, where there is none
  std::map<std::string, std::string> themes, audiences, screens; // by id
};

struct Draft {
  playlist::Manifest about; // without items and blobs; without channel where nobody wrote one
  std::vector<DraftItem> items;
  std::vector<std::string> ignored;       // names in a bare folder that are not shown; of a folder with a '/'
  std::vector<playlist::Theme> audiences; // whom items may be for; empty: anything goes
  Places places;
  std::string profile; // board class of the screens; empty: the weakest in their table
  std::map<std::string, std::uint64_t> quotas; // id of a screen -> bytes that its card has for content
  std::vector<Finding> warnings;               // what somebody should look at, though it can be published
  std::vector<Finding> mistakes;               // what is written wrong: it is not published so
};

/// `source`: a folder, a sheaf.toml, or a table of items. A folder with a sheaf.toml in it is read as that
/// says. Items that it does not have come from a table beside it ("danh-muc" or "items":
/// publisher/README.md), and where there is none, from the folder's films and pictures in natural order;
/// screens that it does not have, from theirs ("man-hinh" or "screens"). Errors: absent; corrupt, with file,
/// line, column and advice; refused (nothing to publish in it).
Result<Draft> read_draft(const std::string &source);

/// The same as far as it can be read: what is wrong stands among its mistakes, and an item without a file is
/// left out. Errors: absent; corrupt (nothing of it can be read); refused.
Result<Draft> read_draft_with_mistakes(const std::string &source);

/// Refuses one with mistakes: corrupt, all of them.
Result<Draft> without_mistakes(Result<Draft> draft);

/// What sheaf.toml says alone, and what the folder around it adds. This and the next: as
/// read_draft_with_mistakes.
Result<Draft> draft_of_toml(const std::string &path);

/// `said`, with items and screens of the folder where it has none.
Result<Draft> with_folder(Draft said, const std::string &folder);

/// Adds the items of a table, which may have none. Themes and audiences that it names must be among those of
/// `said`; where that has none, they are made out of the table's names.
Result<Draft> with_items_table(Draft said, const std::string &path);

/// Adds the screens of a table, and their quotas.
Result<Draft> with_screens_table(Draft said, const std::string &path);

/// Audiences are published as tags: adds those that are not among the item's yet.
void add_audience_tags(DraftItem &item);

/// `name` as a document can hold it: UTF-8, at most 1024 bytes.
std::string source_name(std::string_view path);

}
