// What is to be published, before its files have been looked at: out of a bare folder, or out of sheaf.toml.
// May wait for a disk. Any thread.
#pragma once

#include "base/result.h"
#include "playlist/manifest.h"

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
  std::string link;                         // a web address in place of a file
};

struct Draft {
  playlist::Manifest about; // without items and blobs; without channel where nobody wrote one
  std::vector<DraftItem> items;
  std::size_t ignored = 0;                // files that are neither films nor pictures
  std::vector<playlist::Theme> audiences; // whom items may be for; empty: anything goes
  std::optional<double> loudness;         // LUFS that films are brought to; nothing: -23
  std::string profile;                    // board class of the screens; empty: the weakest in their table
};

/// `source`: a folder, or a sheaf.toml. A folder with a sheaf.toml in it is read as that says; one without
/// gives its films and pictures in natural order. Errors: absent; corrupt, with file, line, column and
/// advice; refused (nothing to publish in it).
Result<Draft> read_draft(const std::string &source);

/// The films and pictures directly in a folder.
Result<Draft> draft_of_folder(const std::string &folder);
Result<Draft> draft_of_toml(const std::string &path);

/// `name` as a document can hold it: UTF-8, at most 1024 bytes.
std::string source_name(std::string_view path);

}
