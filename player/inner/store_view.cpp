#include "player/inner/store_view.h"

#include "assets/sha256.h"
#include "base/rfc3339.h"
#include "board/files.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace sheaf::player {
namespace {

constexpr Bytes most_state{1ull << 20};

std::vector<std::string> keys_of(const playlist::Programme &programme) {
  std::vector<std::string> keys;
  keys.reserve(programme.items.size());
  for (const auto &item : programme.items) keys.push_back(item.key());
  return keys;
}

/// "channel/id/": what stays of a key when the item has another file.
std::string_view without_blob(std::string_view key) {
  auto second = key.find('/', key.find('/') + 1);
  return key.substr(0, second == std::string_view::npos ? 0 : second + 1);
}

Item item_of(const playlist::ProgrammeItem &p) {
  const auto &i = *p.item;
  bool lasts = i.kind == playlist::ItemKind::still; // a film's length is its own
  auto blob = p.manifest->blobs.find(p.blob);
  auto loudness = blob == p.manifest->blobs.end() ? std::nullopt : blob->second.loudness;
  return {p.channel,
          i.id,
          i.theme,
          p.language,
          p.blob,
          p.edition,
          p.serial,
          {lasts ? i.duration : std::nullopt, i.fade, i.fit, i.volume, loudness ? loudness : i.loudness}};
}

QuarterTurns turns_of(int degrees) { return static_cast<QuarterTurns>(degrees / 90 % 4); }

/// Whether a chunk is as it was signed. Reads at most a mebibyte.
bool chunk_holds(int fd, const Digest &as_signed, std::uint64_t from, std::size_t length) {
  std::string bytes(length, '\0');
  for (std::size_t at = 0; at < length;) {
    auto n = ::pread(fd, bytes.data() + at, length - at, static_cast<off_t>(from + at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += static_cast<std::size_t>(n);
  }
  return assets::sha256(bytes) == as_signed;
}

/// Whether an edition has that blob, or list of chunks.
bool named(const std::vector<playlist::ChannelEditions> &channels, const Digest &blob) {
  for (const auto &channel : channels)
    for (const auto &edition : channel.editions)
      for (const auto &[digest, is] : edition.manifest->blobs)
        if (digest == blob || is.chunks == blob) return true;
  return false;
}

bool any_complete(const std::vector<playlist::ChannelEditions> &channels) {
  return std::any_of(channels.begin(), channels.end(), [](auto &c) {
    return std::any_of(c.editions.begin(), c.editions.end(), [](auto &e) { return e.complete; });
  });
}

}

StoreView::StoreView(board::ScreenConfig config, Wall built)
    : config_(std::move(config)), files_{config_.store}, built_(built) {}

template<class T> std::shared_ptr<const T> StoreView::keep(std::shared_ptr<const T> thing) {
  attic_.push_back(thing);
  return thing;
}

// The installed root may come, or come back, while the screen waits.
assets::StoreReader *StoreView::reader(std::vector<std::string> &complaints) {
  if (reader_) return &*reader_;
  auto document = board::read_whole(config_.root, Bytes{playlist::most_root});
  auto root = document ? assets::first_root(*document) : Result<assets::TrustedRoot>(fail(document.error()));
  if (!root) {
    complaints.push_back("nothing can be trusted without a root (`sheaf trust init ROOT`): " +
                         root.error().text);
    return nullptr;
  }
  cursor_ = load_cursor(files_);
  reader_.emplace(files_, std::move(*root), config_.channels);
  for (auto &[channel, place] : cursor_.newest) reader_->raise_floor(channel, place.epoch, place.serial);
  return &*reader_;
}

StoreView::News StoreView::read(const Now &now) {
  std::erase_if(attic_, [](auto &thing) { return thing.use_count() == 1; });
  News news;
  auto &complaints = news.show.complaints;
  if (auto *r = reader(complaints)) {
    auto reading = r->read();
    if (reading) {
      complaints = std::move(reading->complaints);
      channels_ = std::move(reading->channels);
      if (reading->floor > floor_ + (now.steady - floor_since_)) {
        floor_ = reading->floor;
        floor_since_ = now.steady;
      }
    } else if (reading.error().kind != ErrorKind::absent || !channels_.empty() || shown_before()) {
      complaints.push_back(reading.error().text);
    }
    if (channels_.empty() && complaints.empty() && shown_before())
      complaints.emplace_back("'current' names no edition of this screen's channels");
  }
  auto next = playlist::programme(channels_, config_.id, config_.languages, now, floor(now));
  bool other = is_other(next);
  news.show.at_once = playlist::first_activated(programme_, next);
  programme_ = std::move(next);
  for (const auto &channel : programme_.expired)
    complaints.push_back("the edition of channel '" + channel + "' has expired: publish again");
  for (const auto &[channel, expires] : programme_.ending)
    complaints.push_back("the edition of channel '" + channel + "' expires at " + rfc3339(expires) +
                         ": publish again before");
  std::erase_if(bad_, [this](auto &bad) { return !named(channels_, bad.blob); });
  if (other) news.show.items = items_ = keep(list());
  if (other) news.show.after = resume();
  complaints.resize(std::min(complaints.size(), most_complaints));
  describe(news.show);
  news.changes_at = programme_.changes_at;
  return news;
}

// For a clock that is not good: time awake counts, and what sheaf-fetch knows of earlier starts. It lets an
// edition go when the next one's time has come by its own floor: ours must not be behind.
Wall StoreView::floor(const Now &now) const {
  auto reckoned = std::max(floor_ + (now.steady - floor_since_), built_);
  if (now.quality != ClockQuality::none) return reckoned;
  auto fetch = fetch_state();
  return fetch ? std::max(reckoned, fetch->floor) : reckoned;
}

std::optional<assets::FetchState> StoreView::fetch_state() const {
  auto bytes = board::read_whole(assets::RunFiles{config_.run}.fetch(), most_state);
  auto state = bytes ? assets::parse_fetch_state(*bytes) : Result<assets::FetchState>(fail(bytes.error()));
  return state ? std::optional(std::move(*state)) : std::nullopt;
}

bool StoreView::is_other(const playlist::Programme &next) const {
  auto same = [](auto &a, auto &b) { return a.item == b.item && a.edition == b.edition && a.blob == b.blob; };
  return !items_ || !std::equal(next.items.begin(), next.items.end(), programme_.items.begin(),
                                programme_.items.end(), same);
}

std::shared_ptr<const playlist::ItemList> StoreView::list() const {
  return std::make_shared<playlist::ItemList>(keys_of(programme_));
}

// Once: where the player was when it ended. An item that has another file since then is the same place.
std::optional<std::size_t> StoreView::resume() {
  if (resumed_ || items_->items().empty()) return std::nullopt;
  resumed_ = true;
  if (auto found = items_->find(cursor_.key)) return found;
  auto prefix = without_blob(cursor_.key);
  auto &keys = items_->items();
  auto near = std::find_if(keys.begin(), keys.end(),
                           [&](auto &k) { return !prefix.empty() && k.starts_with(prefix); });
  return near == keys.end() ? std::nullopt : std::optional(static_cast<std::size_t>(near - keys.begin()));
}

// By this screen, of a channel that it has now: a store whose documents are damaged is not one that is new.
bool StoreView::shown_before() const {
  auto of_it = [this](auto &channel) { return cursor_.key.starts_with(channel + "/"); };
  if (resumed_ || std::any_of(config_.channels.begin(), config_.channels.end(), of_it)) return true;
  auto fetch = fetch_state();
  return fetch && fetch->ever_fetched;
}

std::shared_ptr<const Ban> StoreView::ban() const {
  auto ban = std::make_shared<Ban>(Ban{programme_.withdrawn, programme_.stopped, {}});
  for (auto &channel : channels_)
    if (!channel.editions.empty())
      for (auto &w : channel.editions.front().manifest->withdrawn) ban->own.emplace(channel.channel, w.blob);
  return ban;
}

ScreenFacts StoreView::facts() const {
  ScreenFacts f{config_.name, config_.id, config_.contact, config_.help_url, {}, {}, shown_before()};
  if (const auto &row = programme_.screen) {
    for (auto [fact, value] :
         {std::pair(&f.name, &row->name), {&f.contact, &row->contact}, {&f.help_url, &row->help_url}})
      if (!value->empty()) *fact = *value;
  }
  if (auto fetch = fetch_state()) f.addresses = fetch->addresses;
  return f;
}

void StoreView::describe(Show &show) {
  show.ban = keep(ban());
  bool waits = !any_complete(channels_) && programme_.stopped.empty();
  show.card = waits ? CardKind::waiting : CardKind::calm;
  if (waits) show.facts = facts();
  if (!programme_.items.empty())
    show.health = "playing";
  else
    show.health = !programme_.stopped.empty() ? "safe" : waits && !show.facts.shown_before ? "idle" : "empty";
  if (programme_.screen) show.turns = turns_of(programme_.screen->orientation);
  show.bad = bad();
}

Result<Supply::Opened> StoreView::open(const std::string &key) {
  auto index = items_ ? items_->find(key) : std::nullopt;
  if (!index) return fail(ErrorKind::absent, "it is not in the programme any more");
  return open(programme_.items[*index]);
}

// Whatever is wrong with a blob is not its item's fault: it plays as soon as the blob is whole again.
Result<Supply::Opened> StoreView::open(const playlist::ProgrammeItem &item) {
  auto later = [](const std::string &why) { return fail(ErrorKind::transient, why); };
  auto as_signed = item.manifest->blobs.find(item.blob);
  if (as_signed == item.manifest->blobs.end()) return later("its blob is not in the manifest");
  auto opened = reader_->open(item.blob, as_signed->second);
  if (!opened) {
    note_bad({reader_->damaged_list().value_or(item.blob), 0});
    return later(opened.error().text);
  }
  if (as_signed->second.chunks) bad_.erase({*as_signed->second.chunks, 0});
  if (auto bad = still_bad(item.blob, *opened); !bad) return fail(bad.error());
  auto seal = std::make_shared<const media::Seal>(media::Seal{opened->size, std::move(opened->chunks)});
  return Supply::Opened{std::move(opened->file), seal, std::make_shared<const Item>(item_of(item))};
}

// A chunk that was seen damaged is looked at here before a child is troubled with it again.
Result<void> StoreView::still_bad(const Digest &blob, const assets::StoreReader::OpenBlob &opened) {
  for (auto it = bad_.lower_bound({blob, 0}); it != bad_.end() && it->blob == blob;) {
    auto from = it->chunk * playlist::chunk_size;
    bool there = it->chunk < opened.chunks.size();
    auto length =
        static_cast<std::size_t>(std::min(playlist::chunk_size, opened.size - std::min(from, opened.size)));
    if (there &&
        !chunk_holds(opened.file.get(), opened.chunks[static_cast<std::size_t>(it->chunk)], from, length))
      return fail(ErrorKind::transient,
                  "mebibyte " + std::to_string(it->chunk) + " of its blob is not as it was signed");
    it = bad_.erase(it);
  }
  return {};
}

void StoreView::note_bad(const assets::BadChunk &bad) {
  if (bad_.size() < most_bad) bad_.insert(bad);
}

Result<void> StoreView::save(const std::string &key) {
  Cursor next{cursor_.turn + 1, key.empty() ? cursor_.key : key, cursor_.newest};
  if (reader_)
    for (auto &[channel, head] : reader_->newest()) next.newest[channel] = {head.epoch, head.serial};
  bool same = next.key == cursor_.key && next.newest == cursor_.newest;
  if (same) return {};
  auto saved = save_cursor(files_, next);
  if (saved) cursor_ = std::move(next);
  return saved;
}

}
