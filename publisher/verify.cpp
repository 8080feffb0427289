// 'sheaf verify': looks at a publication as a screen would, and at every byte of it.
#include "assets/sha256.h"
#include "board/clock.h"
#include "playlist/acceptance.h"
#include "playlist/chunk_list.h"
#include "publisher/arguments.h"
#include "publisher/help.h"
#include "publisher/html.h"
#include "publisher/key_folder.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include <cstdio>

namespace sheaf::publisher {
namespace {

constexpr const char *verify_usage = R"(usage: sheaf verify TREE | FILE.sheaf --root FILE
Checks a publication as a screen would: signatures from the root document on, the manifest, every blob and list.
Exit code 1 where something is not as it should be.

  --root FILE          the root document that screens have, or the keys' folder
  --channel C          only this channel
)";

class Verifying {
public:
  Verifying(Tree &tree, Chain chain) : tree_(tree), chain_(std::move(chain)) {}

  void channel(const std::string &name) {
    auto opened = open_head(name);
    if (!opened) return found(head_name(name), opened.error());
    const auto &[head, role] = *opened;
    auto manifest = open_manifest(head, *role);
    if (!manifest) return found(manifest_name(head.manifest), manifest.error());
    auto before = findings_;
    for (const auto &[digest, blob] : manifest->blobs) check(digest, blob);
    if (findings_ == before) tell(head, *manifest);
  }
  void found(const std::string &where, const Error &error) {
    ++findings_;
    auto both = told(Error{error.kind, in_both_languages(error)});
    std::printf("%s: %s\n  %s\n", shown(where).c_str(), shown(both.vi).c_str(), shown(both.en).c_str());
  }
  [[nodiscard]] std::size_t findings() const { return findings_; }

private:
  struct Opened {
    playlist::Head head;
    const playlist::Role *role; // that allows it
  };

  Result<Opened> open_head(const std::string &channel) {
    auto document = tree_.read(head_name(channel), Bytes{playlist::most_head});
    if (!document) return fail(document.error());
    const auto &root = chain_.newest().root;
    auto verified = assets::open_seal(*document, root);
    if (!verified) return refuse(verified.error(), "head_not_accepted");
    auto head = playlist::parse_head(verified->bytes);
    if (!head) return refuse(head.error(), "head_not_accepted");
    auto decision =
        playlist::decide(*head, verified->digest, channel, root, verified->signers, {}, board::now(), Wall());
    if (decision.verdict != playlist::Verdict::accept)
      return refuse(Error{ErrorKind::refused, decision.why}, "head_not_accepted");
    return Opened{*head, playlist::role_for(root, channel, verified->signers)};
  }

  Result<playlist::Manifest> open_manifest(const playlist::Head &head, const playlist::Role &role) {
    auto bytes = tree_.read(manifest_name(head.manifest), Bytes{playlist::most_manifest});
    if (!bytes) return fail(bytes.error());
    if (bytes->size() != head.manifest_size || assets::sha256(*bytes) != head.manifest)
      return refuse(ErrorKind::corrupt, "not_as_named");
    auto manifest = playlist::parse_manifest(*bytes);
    if (!manifest) return refuse(manifest.error(), "list_not_accepted");
    if (auto fits = playlist::check_manifest(*manifest, head, role); !fits)
      return refuse(fits.error(), "list_not_accepted");
    return manifest;
  }

  Result<std::vector<Digest>> open_list(const playlist::Blob &blob) {
    auto bytes = tree_.read(blob_name(*blob.chunks), Bytes{playlist::chunk_count(blob.size) * 32});
    if (!bytes) return fail(bytes.error());
    if (assets::sha256(*bytes) != *blob.chunks) return refuse(ErrorKind::corrupt, "not_as_named");
    return playlist::parse_chunk_list(*bytes, blob.size);
  }

  void check(const Digest &digest, const playlist::Blob &blob) {
    std::vector<Digest> list;
    if (blob.chunks) {
      auto opened = open_list(blob);
      if (!opened) found(blob_name(*blob.chunks), opened.error());
      if (opened) list = std::move(*opened);
    }
    if (auto good = check_bytes(digest, blob, list); !good) found(blob_name(digest), good.error());
  }

  Result<void> check_bytes(const Digest &digest, const playlist::Blob &blob,
                           const std::vector<Digest> &list) {
    auto extent = tree_.open(blob_name(digest));
    if (!extent) return fail(extent.error());
    if (extent->size != blob.size)
      return refuse(ErrorKind::corrupt, "blob_other_size",
                    {{"size", std::to_string(extent->size)}, {"wanted", std::to_string(blob.size)}});
    assets::Sha256 sum;
    std::size_t number = 0;
    std::optional<std::size_t> damaged;
    auto read = pieces(extent->file.get(), extent->offset, extent->size, blob_name(digest),
                       [&](std::string_view piece) -> Result<void> {
                         sum.add(piece);
                         if (!damaged && number < list.size() && assets::sha256(piece) != list[number])
                           damaged = number;
                         ++number;
                         return {};
                       });
    if (!read) return read;
    if (damaged) return refuse(ErrorKind::corrupt, "blob_damaged_at", {{"n", std::to_string(*damaged)}});
    if (sum.finish() != digest) return refuse(ErrorKind::corrupt, "blob_damaged");
    return {};
  }

  static void tell(const playlist::Head &head, const playlist::Manifest &m) {
    say("verified", {{"channel", head.channel},
                     {"serial", std::to_string(head.serial)},
                     {"epoch", std::to_string(head.epoch)},
                     {"items", std::to_string(m.items.size())},
                     {"blobs", std::to_string(m.blobs.size())},
                     {"bytes", told(Bytes{playlist::total_size(m)})},
                     {"expires", told(head.expires)}});
    auto now = board::now().wall;
    if (head.stop && head.stop->until > now)
      warn("is_stopped",
           {{"channel", head.channel}, {"until", told(head.stop->until)}, {"reason", head.stop->reason}});
    if (head.expires <= now + playlist::near_end)
      warn(head.expires <= now ? "has_expired" : "expires_soon",
           {{"channel", head.channel}, {"expires", viet_nam_time(head.expires)}});
  }

  Tree &tree_;
  Chain chain_;
  std::size_t findings_ = 0;
};

Grammar verify_grammar() {
  Grammar g;
  g.valued = {{"--root", "value_root"}, {"--channel", "value_channel"}};
  g.switches = {"--help", "-h"};
  return g;
}

}

Result<int> verify(VerbWords words) {
  auto a = parse_arguments(words, verify_grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("verify", verify_usage);
  if (a->names.size() != 1) return refuse(ErrorKind::unsupported, "say_what_to_verify");
  if (a->value("--root").empty()) return refuse(ErrorKind::unsupported, "say_root");
  auto tree = open_tree(a->names.front(), Access::read);
  if (!tree) return fail(tree.error());
  auto chain = read_chain(a->value("--root"));
  if (!chain) return fail(chain.error());
  auto extended = extend(*chain, **tree);
  Verifying v(**tree, std::move(*chain));
  if (!extended) v.found("sheaf/root", extended.error());
  auto channels = a->has("--channel") ? a->all("--channel") : (*tree)->channels();
  if (channels.empty()) v.found(a->names.front(), refusal(ErrorKind::absent, "no_channel_in_it"));
  for (const auto &channel : channels) v.channel(channel);
  if (v.findings() == 0) return 0;
  say("not_verified", {{"count", std::to_string(v.findings())}});
  return 1;
}

}
