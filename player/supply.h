// Where items come from: folders as somebody filled them, or a store of signed editions. It looks on the
// worker and tells what is to be shown; the track decides when. The screen's thread.
#pragma once

#include "assets/state_files.h"
#include "base/fd.h"
#include "base/result.h"
#include "media/rendering.h"
#include "player/item.h"
#include "playlist/rotation.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace sheaf::player {

/// What stands on the screen when no item does.
enum class CardKind {
  bare,    // the folder is empty
  waiting, // nothing is here, or nothing that holds: what a technician needs to know
  calm     // stopped, or nothing left to show: the public sees that all is well
};

/// What the card of a screen that waits says of it. Empty: not said.
struct ScreenFacts {
  std::string name, id, contact, help_url;
  std::vector<std::string> addresses;
  std::string fault{};       // what has to be mended on this board first
  bool shown_before = false; // there was content once: it is fetched again
  bool operator==(const ScreenFacts &) const = default;
};

/// What must not be seen for another instant.
struct Ban {
  std::set<Digest> blobs;                       // withdrawn, whoever has them
  std::set<std::string> stopped;                // channels
  std::set<std::pair<std::string, Digest>> own; // withdrawn by their own channel
  [[nodiscard]] bool covers(const Item &item) const {
    return blobs.contains(item.blob) || stopped.contains(item.channel) ||
           own.contains({item.channel, item.blob});
  }
};

/// What is to be shown from the next cut on.
struct Show {
  std::shared_ptr<const playlist::ItemList> items; // null: as before
  std::shared_ptr<const Ban> ban;                  // null: nothing
  CardKind card = CardKind::bare;
  ScreenFacts facts;                   // for CardKind::waiting
  std::optional<QuarterTurns> turns;   // that the screen is to be turned; nothing: not known
  std::optional<std::size_t> after;    // the list goes on after this item, as if that had been on
  std::optional<std::size_t> at_once;  // this item is cut to now: its edition's instant has come
  std::string health;                  // as play.json has it
  std::vector<assets::BadChunk> bad;   // as play.json has it
  std::vector<std::string> complaints; // as play.json has it
};

class Supply {
public:
  struct Calls {
    std::function<void(Show)> show;                   // there is something new
    std::function<void(const std::string &)> renewed; // a key stands for another file now
  };
  struct Opened {
    Fd file;
    std::shared_ptr<const media::Seal> seal; // null: a bare file
    std::shared_ptr<const Item> item;        // null: a bare file
  };
  using WhenOpened = std::function<void(Result<Opened>)>;

  virtual ~Supply() = default; // after it nothing is called
  /// Looks for the first time; `show` is called when that is done, and whenever something is new.
  virtual void start(Calls calls, const Now &now) = 0;
  /// Somebody says that something has changed.
  virtual void look(const Now &now) = 0;
  /// Does what is due; wake() says when that is next.
  virtual void turn(const Now &now) = 0;
  [[nodiscard]] virtual Steady wake() const = 0;
  /// Gives the file later, or at once. Errors: transient where that is not the item's fault.
  virtual void open(const std::string &key, const WhenOpened &opened) = 0;
  /// Chunk `chunk` of it is not as it was signed.
  virtual void damaged(const Item &item, std::uint64_t chunk) = 0;
  /// `key` was shown to its end, or as far as it went.
  virtual void shown(const std::string &key) = 0;
  /// The player ends: what is to be remembered is handed to the worker.
  virtual void end() = 0;
};

}
