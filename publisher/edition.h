// What is about to be published: every file prepared, the manifest, and the head that follows the last one.
// Nothing is written to the destination before write_blobs(). One thread.
#pragma once

#include "publisher/contact_sheet.h"
#include "publisher/desk.h"
#include "publisher/draft.h"
#include "publisher/preparing.h"

#include <memory>
#include <optional>

namespace sheaf::publisher {

/// What a person says of the head.
struct EditionWish {
  std::int64_t days = default_days, poll = 120, spread = 0;
  bool days_given = false, keeps_places = false;
  bool plain = true; // nothing was said of the head
  std::optional<Wall> activate_at;
  const BoardClass *board = nullptr; // that has to play it
  std::string cache;                 // folder
};

/// --expires, --activate-at, --poll, --spread, --profile, --keep-places, --cache.
void add_edition_options(Grammar &grammar);
/// Errors: unsupported; refused (no such board).
Result<EditionWish> read_edition_wish(const Arguments &arguments, const Draft &draft, Wall now);

/// The draft of the one SRC that the words name, its documents as pictures. Errors: unsupported (none, or
/// several), and those of read_draft and unfold_documents.
Result<Draft> draft_named(const Arguments &arguments);

class Edition {
public:
  /// How it stands to what is there.
  enum class News {
    fresh,
    unchanged, // the destination has it
    elsewhere  // --serial-from has it: two heads of one serial would be an alarm on every screen
  };
  struct Written {
    std::uint64_t blobs = 0, bytes = 0;
  };

  /// `desk` outlives it. Errors: with all files that cannot be published; refused (the role's limits, ...).
  static Result<std::unique_ptr<Edition>> make(const Desk &desk, Draft draft, const EditionWish &wish);
  Edition(const Edition &) = delete;
  Edition &operator=(const Edition &) = delete;

  [[nodiscard]] const playlist::Manifest &manifest() const { return manifest_; }
  [[nodiscard]] const std::string &manifest_bytes() const { return bytes_; }
  [[nodiscard]] const playlist::Head &head() const { return head_; }
  [[nodiscard]] News news() const { return news_; }
  /// The content is as before, but soon nobody would take it any more.
  [[nodiscard]] bool renewed() const { return renewed_; }
  /// Names of what lies in a bare folder and is not published.
  [[nodiscard]] const std::vector<std::string> &ignored() const { return draft_.ignored; }
  /// On which days each item is shown, by its id.
  [[nodiscard]] const std::map<std::string, ShownDays> &days() const { return days_; }
  /// The office's own file of each blob.
  [[nodiscard]] std::map<Digest, std::string> sources() const;

  /// Those blobs and chunk lists that neither the destination nor `tree` has, each whole.
  Result<Written> write_blobs(Tree &tree);
  /// Losing it costs time and nothing else.
  void save_cache() { std::ignore = preparer_.save_cache(); }

private:
  Edition(const Desk &desk, Draft draft, const EditionWish &wish);
  Result<void> leave_out();
  Result<void> prepare();
  Result<void> compose();
  Result<playlist::Item> compose_item(const DraftItem &draft);
  Result<void> settle();
  [[nodiscard]] bool has(const Known &known) const;
  [[nodiscard]] bool unchanged();
  [[nodiscard]] bool is_elsewhere() const;
  [[nodiscard]] bool whole() const;
  void fill();

  const Desk &desk_;
  Draft draft_;
  EditionWish wish_;
  Preparer preparer_;
  std::map<std::string, Prepared> prepared_; // path -> what became of it
  playlist::Manifest manifest_;
  std::map<std::string, ShownDays> days_;
  std::string bytes_; // of the manifest
  playlist::Head head_;
  News news_ = News::fresh;
  bool renewed_ = false;
};

}
