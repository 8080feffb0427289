// What a publication holds: items in their languages, screens, what is withdrawn, and every blob with its
// digest (FORMAT.md, "Manifest"). Pure; any thread.
#pragma once

#include "base/digest.h"
#include "base/geometry.h"
#include "base/result.h"
#include "base/time.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::playlist {

using Words = std::map<std::string, std::string>; // language (BCP 47, "und" for all) -> text

struct Loudness {
  double lufs = 0;    // integrated, EBU R128, -70 ... 0
  double peak_db = 0; // true peak, dBTP, -70 ... +20
  bool operator==(const Loudness &) const = default;
};

struct Blob {
  std::uint64_t size = 0;                // bytes, 1 ... 2^40
  std::optional<Digest> chunks;          // of its chunk list; exactly where size > chunk_size
  std::optional<Loudness> loudness = {}; // goes before its item's: versions of one film may differ
  bool operator==(const Blob &) const = default;
};

enum class ItemKind { still, film };

struct Item {
  std::string id; // stable over publications; as valid_channel
  ItemKind kind = ItemKind::still;
  std::map<std::string, Digest> blobs; // language -> blob; at least one
  Words title;
  std::string theme; // id of a theme, or empty
  std::vector<std::string> tags;
  std::optional<Duration> duration; // a still's time on the screen; a film's length as it was measured
  std::optional<Fit> fit;           // nothing: as the screen has it
  std::optional<int> volume;        // percent, 0 ... 100
  std::optional<Duration> fade;     // how it comes in; zero: a cut; nothing: as the screen has it
  std::string credit, contact;
  bool evergreen = false; // stays when its edition has expired
  std::optional<Loudness> loudness;
  std::string source;             // the name of the file that it was made from
  std::vector<std::string> needs; // features without which it must not be shown
  bool operator==(const Item &) const = default;
};

struct Theme {
  std::string id;
  Words title;
  bool operator==(const Theme &) const = default;
};

struct Screen {
  std::string id, name, ward, place;
  std::vector<std::string> tags, languages; // languages: the first for which an item has a blob is shown
  std::string zone;                         // IANA, e.g. "Asia/Ho_Chi_Minh"
  std::string hours;                        // "06:00-22:00"; empty: always
  int orientation = 0;                      // degrees, 0, 90, 180, 270
  std::string contact, help_url, profile;
  bool operator==(const Screen &) const = default;
};

struct Withdrawal {
  Digest blob;
  std::string reason;
  Wall since{};
  std::string item = {}, source = {}; // of the item that it was taken from, to be lifted by
  bool operator==(const Withdrawal &) const = default;
};

enum class Order { list, name }; // as the items stand, or by their source names

struct Manifest {
  std::string channel;
  Words title;
  std::vector<std::string> needs;     // an unmet one refuses the manifest, by name
  std::vector<std::string> languages; // of the publication, the most important first
  std::vector<Theme> themes;
  Order order = Order::list;
  std::vector<Item> items; // at most most_items, ids distinct
  std::vector<Screen> screens;
  std::vector<Withdrawal> withdrawn;
  std::map<Digest, Blob> blobs; // every blob that an item names, and no other
  bool operator==(const Manifest &) const = default;
};

inline constexpr std::size_t most_items = 10'000;
inline constexpr std::size_t most_screens = 10'000;
inline constexpr std::size_t most_withdrawn = 10'000;

/// The features that this build has; `needs` are looked up here.
bool has_feature(std::string_view name);

/// The JSON of a manifest whose digest has been verified already. Strict as parse_head. An unmet need of the
/// manifest is `unsupported` and names it; that of an item leaves the item in place (see Item::needs).
Result<Manifest> parse_manifest(std::string_view json);

/// Its JSON: parse_manifest(write_manifest(m)) == m. The same manifest gives the same bytes.
std::string write_manifest(const Manifest &manifest);

/// Bytes of all blobs and their chunk lists.
std::uint64_t total_size(const Manifest &manifest);

}
