// From what a source offers to an accepted edition: verified, then parsed, then decided upon. All or nothing:
// whatever goes wrong, what was accepted before stays as it is. The loop's thread.
#pragma once

#include "assets/shelf.h"
#include "fetcher/inner/document.h"

#include <map>

namespace sheaf::fetcher {

enum class Found { nothing_new, edition };

class Intake {
public:
  Intake(Hours &hours, assets::Shelf &shelf, std::function<Wall()> floor)
      : hours_(hours), shelf_(shelf), floor_(std::move(floor)) {}

  static constexpr Duration root_period =
      std::chrono::hours(24);            // newer roots are looked for at least so often
  static constexpr int most_roots = 100; // at once

  /// Looks at what `source` has of `channel`, and takes it in where it is newer. Withdrawals and stops hold
  /// from then on. Errors: absent, transient (the source); refused, corrupt, unsupported (what it offers),
  /// full.
  Task<Result<Found>> look(Source &source, std::string channel);

  /// A sentence, where somebody has signed two different heads under one number, until a newer one comes.
  [[nodiscard]] std::string alarm(const std::string &channel) const;
  /// The head that was accepted last since the start.
  [[nodiscard]] const playlist::Head *head(const std::string &channel) const;
  void set_head(const playlist::Head &head) { heads_[head.channel] = head; }

private:
  struct Opened {
    assets::Verified seal;
    playlist::Head head;
  };
  struct Offer {
    std::string bytes;
    playlist::Manifest manifest;
  };
  Task<Result<Document>> ask_for_head(Source &source, const std::string &channel);
  Task<void> renew_root(Source &source, bool needed);
  Task<Result<Opened>> open(Source &source, const std::string &document);
  Result<Opened> open_now(const std::string &document) const;
  Task<Result<Offer>> ask_for_manifest(Source &source, const Opened &opened);
  Result<playlist::Verdict> judge(const Opened &opened, const std::string &channel);
  Result<void> within_role(const Opened &opened, const playlist::Manifest &manifest) const;

  Hours &hours_;
  assets::Shelf &shelf_;
  std::function<Wall()> floor_;
  std::map<std::string, std::string> alarms_;
  std::map<std::string, playlist::Head> heads_;
  std::map<std::string, Steady> roots_asked_; // by source
};

}
