// 'sheaf release': what was prepared and signed becomes current.
#include "playlist/acceptance.h"
#include "playlist/chunk_list.h"
#include "publisher/desk.h"
#include "publisher/proposal.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include <cstdio>
#include <filesystem>

namespace sheaf::publisher {
namespace {

constexpr const char *usage = R"(usage: sheaf release FOLDER --to DEST
The third step: checks the signatures under what 'sheaf prepare' has written into FOLDER, brings what is missing to
DEST, and makes it current. Where somebody has published meanwhile it is refused: prepare again, it is quick.

  --keys DIR, --root FILE, --serial-from DEST, --clock-is-right
                       as in 'sheaf publish --help'
)";

// As a screen will look at it.
Result<void> check_signers(Desk &desk, const Proposal &p, const std::string &document) {
  const auto &root = desk.chain.newest().root;
  auto seal = assets::open_seal(document, root);
  if (!seal) return fail(seal.error().in(p.folder));
  desk.role = playlist::role_for(root, desk.channel, seal->signers);
  if (!desk.role)
    return fail(ErrorKind::refused, "signatures are missing: there are " +
                                        std::to_string(seal->signers.size()) +
                                        " by keys of this root, and channel '" + desk.channel + "' takes " +
                                        who_may(root, desk.channel) + "; then: sheaf sign " + p.folder);
  auto fits = playlist::check_manifest(p.manifest, p.head, *desk.role);
  return fits ? fits : fail(fits.error().kind, fits.error().text + "; publish less, or let other keys sign");
}

Result<void> check_turn(const Desk &desk, const Proposal &p) {
  auto next = next_head(desk, default_days);
  if (!next) return fail(next.error());
  if (p.head.expires <= desk.now)
    return fail(ErrorKind::refused,
                "it would have expired at " + text(p.head.expires) + "; prepare it again");
  if (p.head.issued > desk.now + 24h)
    return fail(ErrorKind::refused, "it was prepared at " + text(p.head.issued) +
                                        ", which is later than now (" + text(desk.now) +
                                        "); is this machine's clock right?");
  if (p.head.epoch == next->epoch && p.head.serial == next->serial) return {};
  return fail(ErrorKind::refused, "it was prepared as serial " + std::to_string(p.head.serial) +
                                      " of epoch " + std::to_string(p.head.epoch) +
                                      ", but the next one there is serial " + std::to_string(next->serial) +
                                      " of epoch " + std::to_string(next->epoch) +
                                      ": somebody has published meanwhile; prepare it again");
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
    return fail(ErrorKind::absent,
                "neither the destination nor '" + p.folder + "' has " + digest.hex() + "; prepare it again");
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
  std::filesystem::remove_all(p.folder + "/sheaf", ignored); // they are at the destination
  say("published", {{"channel", p.head.channel},
                    {"serial", std::to_string(p.head.serial)},
                    {"items", std::to_string(p.manifest.items.size())},
                    {"blobs", std::to_string(brought->blobs)},
                    {"bytes", text(Bytes{brought->bytes})},
                    {"expires", text(p.head.expires)}});
  return 0;
}

}

Result<int> release(VerbWords words) {
  Grammar g;
  add_desk_options(g);
  auto a = parse_arguments(words, g);
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return std::fputs(usage, stdout) < 0;
  if (a->names.size() != 1)
    return fail(ErrorKind::unsupported, "say which: the folder that 'sheaf prepare' has written");
  auto proposal = read_proposal(a->names.front());
  if (!proposal) return fail(proposal.error());
  auto document = signed_head(*proposal);
  if (!document) return fail(document.error());
  auto desk = open_desk(*a, proposal->head.channel, Signing::later);
  if (!desk) return fail(desk.error());
  if (auto timely = check_turn(*desk, *proposal); !timely) return fail(timely.error());
  if (auto may = check_signers(*desk, *proposal, *document); !may) return fail(may.error());
  return make_current(*desk, *proposal, *document);
}

}
