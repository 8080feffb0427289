#include "playlist/acceptance.h"

#include "base/rfc3339.h"

#include <fmt/format.h>
#include <tuple>

namespace sheaf::playlist {
namespace {

constexpr auto most_ahead = std::chrono::hours(24);

Decision refuse(std::string why) { return {Verdict::refuse, std::move(why)}; }

/// Nothing where it is neither too early nor too late.
std::optional<Decision> untimely(const Head &head, const Now &now, Wall floor) {
  bool good = now.quality != ClockQuality::none;
  if (head.expires <= (good ? now.wall : floor))
    return refuse("it expired at " + rfc3339(head.expires) + ": publish again");
  if (good && head.issued > now.wall + most_ahead)
    return refuse("it is issued at " + rfc3339(head.issued) + ", more than a day ahead of this clock");
  return std::nullopt;
}

std::optional<Decision> not_newer(const Head &head, const Digest &digest, const Accepted &before) {
  auto is = std::tie(head.epoch, head.serial), was = std::tie(before.epoch, before.serial);
  if (is > was) return std::nullopt;
  if (is < was)
    return refuse(fmt::format("a rollback: serial {} of epoch {}, after {} of {}", head.serial, head.epoch,
                              before.serial, before.epoch));
  if (digest == before.head) return Decision{Verdict::same, {}};
  return Decision{Verdict::alarm, fmt::format("two different heads are signed with serial {} of epoch {}",
                                              head.serial, head.epoch)};
}

}

Decision decide(const Head &head, const Digest &digest, std::string_view channel, const Root &root,
                const std::set<KeyId> &signers, const Accepted &before, const Now &now, Wall floor) {
  if (head.channel != channel)
    return refuse(fmt::format("it is of channel \"{}\", not \"{}\"", head.channel, channel));
  if (!role_for(root, channel, signers))
    return refuse(
        fmt::format("its signers may not publish \"{}\", or are too few, by root {}", channel, root.version));
  if (head.epoch != root.epoch)
    return refuse(fmt::format("it is of epoch {}, root {} is of {}", head.epoch, root.version, root.epoch));
  if (auto decision = not_newer(head, digest, before)) return *decision;
  if (auto decision = untimely(head, now, floor)) return *decision;
  return {Verdict::accept, {}};
}

Result<void> check_manifest(const Manifest &manifest, const Head &head, const Role &role) {
  auto refuse = [](std::string why) { return fail(ErrorKind::refused, "manifest: " + std::move(why)); };
  if (manifest.channel != head.channel)
    return refuse(fmt::format("it is of channel \"{}\", its head of \"{}\"", manifest.channel, head.channel));
  auto most = role.most_items.value_or(most_items);
  if (auto items = manifest.items.size(); items > most)
    return refuse(fmt::format("it has {} items, its signers may publish {}", items, most));
  auto room = role.most_bytes.value_or(UINT64_MAX);
  if (auto bytes = total_size(manifest); bytes > room)
    return refuse(fmt::format("its blobs have {} bytes, its signers may publish {}", bytes, room));
  return {};
}

}
