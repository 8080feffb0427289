// 'sheaf release': what was prepared and signed becomes current.
#include "playlist/acceptance.h"
#include "playlist/chunk_list.h"
#include "publisher/apart.h"
#include "publisher/desk.h"
#include "publisher/help.h"
#include "publisher/proposal.h"
#include "publisher/refusal.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include <cstdio>
#include <filesystem>

namespace sheaf::publisher {
namespace {

constexpr const char *release_usage = R"(usage: sheaf release FOLDER --to DEST
The third step: checks the signatures under what 'sheaf prepare' has written into FOLDER, brings what is missing to
DEST, and makes it current. Where somebody has published meanwhile it is refused: prepare again, it is quick.

  --keys DIR, --root FILE, --serial-from DEST, --clock-is-right
                       as in 'sheaf publish --help'
)";

// As a screen will look at it.
Result<void> check_signers(Desk &desk, const Proposal &p, const std::string &document) {
  const auto &root = desk.chain.newest().root;
  auto seal = assets::open_seal(document, root);
  if (!seal) return refuse(seal.error(), "signature_wrong", {{"folder", p.folder}});
  desk.role = playlist::role_for(root, desk.channel, seal->signers);
  if (!desk.role)
    return refuse(ErrorKind::refused, "signatures_missing",
                  {{"count", std::to_string(seal->signers.size())},
                   {"channel", desk.channel},
                   {"who", who_may(root, desk.channel)},
                   {"folder", p.folder}});
  auto fits = playlist::check_manifest(p.manifest, p.head, *desk.role);
  return fits ? fits : refuse(fits.error(), "over_limits");
}

// These very bytes are what is current there.
bool is_released(const Desk &desk, const Proposal &p) {
  if (!desk.previous) return false;
  auto there = assets::take_apart(desk.previous->document);
  return there && there->bytes == p.head_bytes;
}

Result<int> say_released(const Proposal &p) {
  say("already_released", {{"number", approval_number(p.head)},
                           {"channel", p.head.channel},
                           {"serial", std::to_string(p.head.serial)},
                           {"expires", told(p.head.expires)}});
  return 0;
}

Result<void> check_turn(const Desk &desk, const Proposal &p) {
  auto next = next_head(desk, default_days);
  if (!next) return fail(next.error());
  if (p.head.expires <= desk.now)
    return refuse(ErrorKind::refused, "would_have_expired", {{"at", told(p.head.expires)}});
  if (p.head.issued > desk.now + 24h)
    return refuse(ErrorKind::refused, "prepared_later",
                  {{"at", told(p.head.issued)}, {"now", told(desk.now)}});
  if (p.head.epoch == next->epoch && p.head.serial == next->serial) return {};
  return refuse(ErrorKind::refused, "other_serial",
                {{"serial", std::to_string(p.head.serial)},
                 {"epoch", std::to_string(p.head.epoch)},
                 {"next", std::to_string(next->serial)},
                 {"next_epoch", std::to_string(next->epoch)}});
}

struct Brought {
  std::uint64_t blobs = 0, bytes = 0;
};

Result<void> bring(Tree &to, const Proposal &p, const Digest &digest, std::uint64_t size, Brought &brought) {
  auto name = blob_name(digest);
  if (to.size(name) == size) return {};
  auto path = p.folder + "/" + name;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return refuse(ErrorKind::absent, "blob_nowhere", {{"folder", p.folder}, {"blob", digest.hex()}});
  if (auto put = to.put_file(name, path, digest, size); !put) return put;
  ++brought.blobs;
  brought.bytes += size;
  return {};
}

// Blobs before their lists, as publishing does.
Result<Brought> bring_all(Tree &to, const Proposal &p) {
  Brought blobs, lists;
  for (const auto &[digest, blob] : p.manifest.blobs)
    if (auto done = bring(to, p, digest, blob.size, blobs); !done) return fail(done.error());
  for (const auto &[digest, blob] : p.manifest.blobs)
    if (blob.chunks)
      if (auto done = bring(to, p, *blob.chunks, playlist::chunk_count(blob.size) * 32, lists); !done)
        return fail(done.error());
  return blobs;
}

Result<int> make_current(Desk &desk, const Proposal &p, const std::string &document) {
  auto brought = bring_all(*desk.tree, p);
  if (!brought) return fail(brought.error());
  if (auto written =
          copy_edition(desk, {p.head, p.manifest, document, p.manifest_bytes, true, true}, "release");
      !written)
    return fail(written.error());
  std::error_code ignored;
  std::filesystem::remove_all(p.folder + "/sheaf/blobs", ignored); // they are at the destination
  std::filesystem::remove(p.folder + "/sheaf", ignored);
  say("published", {{"channel", p.head.channel},
                    {"serial", std::to_string(p.head.serial)},
                    {"items", std::to_string(p.manifest.items.size())},
                    {"blobs", std::to_string(brought->blobs)},
                    {"bytes", told(Bytes{brought->bytes})},
                    {"expires", told(p.head.expires)}});
  return 0;
}

}

Result<int> release(VerbWords words) {
  Grammar g;
  add_desk_options(g);
  auto a = parse_arguments(words, g);
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("release", release_usage);
  if (a->names.size() != 1) return refuse(ErrorKind::unsupported, "say_proposal");
  const auto &folder = a->names.front();
  if (auto apart = check_apart(folder, a->value("--to")); !apart) return fail(apart.error());
  auto proposal = read_proposal(folder);
  if (!proposal) return fail(proposal.error());
  auto document = signed_head(*proposal);
  if (!document) return fail(document.error());
  auto desk = open_desk(*a, proposal->head.channel, Signing::later);
  if (!desk) return fail(desk.error());
  if (is_released(*desk, *proposal)) return say_released(*proposal);
  if (auto timely = check_turn(*desk, *proposal); !timely) return fail(timely.error());
  if (auto may = check_signers(*desk, *proposal, *document); !may) return fail(may.error());
  return make_current(*desk, *proposal, *document);
}

}
