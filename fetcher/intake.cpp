#include "fetcher/inner/intake.h"

#include "assets/sha256.h"
#include "board/log.h"

namespace sheaf::fetcher {

using playlist::Verdict;

Task<Result<Found>> Intake::look(Source &source, std::string channel) {
  co_await renew_root(source, false);
  Result<Document> document = co_await ask_for_head(source, channel);
  if (!document) co_return fail(document.error());
  if (document->unchanged) co_return Found::nothing_new;

  Result<Opened> opened = co_await open(source, document->bytes);
  if (!opened) co_return fail(opened.error().in(source.name()));
  Result<Verdict> verdict = judge(*opened, channel);
  if (!verdict) co_return fail(verdict.error().in(source.name()));

  Found found = Found::nothing_new;
  if (*verdict == Verdict::accept) {
    Result<Offer> offer = co_await ask_for_manifest(source, *opened);
    if (!offer) co_return fail(offer.error());
    verdict = judge(*opened, channel); // another source may have been faster
    if (!verdict) co_return fail(verdict.error().in(source.name()));
    Result<void> accepted =
        shelf_.accept(document->bytes, opened->head, opened->seal.digest, offer->bytes, offer->manifest);
    if (!accepted) co_return fail(accepted.error());
    heads_[channel] = opened->head;
    alarms_.erase(channel);
    found = Found::edition;
  }
  shelf_.remember_validator(source.name() + " " + channel,
                            document->validator); // only now: it is not asked for again
  co_return found;
}

Task<Result<Document>> Intake::ask_for_head(Source &source, const std::string &channel) {
  bool here = shelf_.accepted(channel).serial > 0 && !shelf_.lacks_documents(channel);
  std::string validator = here ? shelf_.validator(source.name() + " " + channel) : "";
  Task<Result<Document>> read =
      read_document(source, channel + "/head", playlist::most_head, false, validator);
  co_return co_await read;
}

// Each root is signed by the one before it, so they are taken one after another (TUF, section 5.3).
Task<void> Intake::renew_root(Source &source, bool needed) {
  auto asked = roots_asked_.find(source.name());
  if (!needed && asked != roots_asked_.end() && hours_.now.steady - asked->second < root_period) co_return;
  for (int i = 0; i < most_roots; ++i) {
    std::string path = "root/" + std::to_string(shelf_.root().root.version + 1);
    Task<Result<Document>> read = read_document(source, path, playlist::most_root, false, "");
    Result<Document> document = co_await read;
    if (!document && document.error().kind != ErrorKind::absent) co_return; // asked again with the next head
    if (!document) break;
    if (auto added = shelf_.add_root(document->bytes); !added) {
      board::log(board::Level::warning, added.error().in(source.name() + ": " + path).text);
      break;
    }
    board::log(board::Level::info,
               "root " + std::to_string(shelf_.root().root.version) + " holds from now on");
  }
  roots_asked_[source.name()] = hours_.now.steady;
}

// A head that does not verify, or was signed under a newer epoch, may only need a newer root.
Task<Result<Intake::Opened>> Intake::open(Source &source, const std::string &document) {
  Result<Opened> opened = open_now(document);
  if (opened && opened->head.epoch <= shelf_.root().root.epoch) co_return std::move(opened);
  auto before = shelf_.root().root.version;
  co_await renew_root(source, true);
  if (shelf_.root().root.version == before) co_return std::move(opened);
  co_return open_now(document);
}

Result<Intake::Opened> Intake::open_now(const std::string &document) const {
  auto seal = assets::open_seal(document, shelf_.root().root);
  if (!seal) return fail(seal.error());
  auto head = playlist::parse_head(seal->bytes); // only now
  if (!head) return fail(head.error());
  return Opened{std::move(*seal), std::move(*head)};
}

Result<Verdict> Intake::judge(const Opened &opened, const std::string &channel) {
  auto decision = playlist::decide(opened.head, opened.seal.digest, channel, shelf_.root().root,
                                   opened.seal.signers, shelf_.accepted(channel), hours_.now, floor_());
  if (decision.verdict == Verdict::alarm) {
    board::log(board::Level::error, "ALARM: channel '" + channel + "': " + decision.why);
    alarms_[channel] = decision.why;
  }
  if (decision.verdict == Verdict::alarm || decision.verdict == Verdict::refuse)
    return fail(ErrorKind::refused, decision.why);
  bool lacks = decision.verdict == Verdict::same && shelf_.lacks_documents(channel);
  return lacks ? Verdict::accept : decision.verdict;
}

// The digest is checked before a byte of it is parsed.
Task<Result<Intake::Offer>> Intake::ask_for_manifest(Source &source, const Opened &opened) {
  std::string path = "manifests/" + opened.head.manifest.hex() + ".json";
  Task<Result<Document>> read = read_document(source, path, opened.head.manifest_size, true, "");
  Result<Document> document = co_await read;
  if (!document) co_return fail(document.error());
  if (assets::sha256(document->bytes) != opened.head.manifest)
    co_return fail(ErrorKind::corrupt,
                   source.name() + ": " + path + ": its bytes are not those that were signed");
  Result<playlist::Manifest> manifest = playlist::parse_manifest(document->bytes);
  if (!manifest) co_return fail(manifest.error().in(source.name() + ": " + path));
  if (auto right = within_role(opened, *manifest); !right) co_return fail(right.error());
  co_return Offer{std::move(document->bytes), std::move(*manifest)};
}

Result<void> Intake::within_role(const Opened &opened, const playlist::Manifest &manifest) const {
  const auto *role = playlist::role_for(shelf_.root().root, opened.head.channel, opened.seal.signers);
  auto refuse = [&](const std::string &why) {
    return fail(ErrorKind::refused, "the manifest of channel '" + opened.head.channel + "' " + why);
  };
  if (!role) return refuse("is signed by nobody who may");
  if (manifest.channel != opened.head.channel) return refuse("belongs to channel '" + manifest.channel + "'");
  if (role->most_items && manifest.items.size() > *role->most_items)
    return refuse("has more items than '" + role->name + "' may publish");
  if (role->most_bytes && playlist::total_size(manifest) > *role->most_bytes)
    return refuse("has more bytes than '" + role->name + "' may publish");
  return {};
}

std::string Intake::alarm(const std::string &channel) const {
  auto found = alarms_.find(channel);
  return found == alarms_.end() ? "" : found->second;
}

const playlist::Head *Intake::head(const std::string &channel) const {
  auto found = heads_.find(channel);
  return found == heads_.end() ? nullptr : &found->second;
}

}
