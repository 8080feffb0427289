// 'sheaf publish': a folder becomes blobs, a manifest and a signed head.
#include "publisher/edition.h"
#include "publisher/help.h"
#include "publisher/named_things.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include <cstdio>

namespace sheaf::publisher {
namespace {

constexpr const char *publish_usage = R"(usage: sheaf publish SRC --to DEST
Signs the films and pictures of a folder and lays them out for screens to fetch. SRC is a folder, with a sheaf.toml
in it or without (publisher/README.md). DEST is a folder, which any web server can serve, or a stick; NAME.sheaf, one
file for a chat; or REMOTE:PATH, where rclone knows REMOTE (S3, WebDAV, SFTP, ...: 'rclone config').

  --channel C          the channel (default: as in sheaf.toml, else the one that DEST has, else main)
  --key FILE           a secret key; may stand several times (default: those of the keys' folder)
  --keys DIR           the keys' folder (default $SHEAF_KEYS, else ~/.config/sheaf/keys)
  --root FILE | DIR    root documents, where they are not with the keys
  --serial-from DEST   go on from what was published there; for a .sheaf file of a channel that is on the web
  --expires DAYS       how long screens take it without a new word from the office (default 180)
  --activate-at T      screens fetch at once and change over then: 2026-02-01T06:00:00+07:00, +2h, +3d
  --poll SECONDS       how often screens ask (default 120)
  --spread SECONDS     the time over which screens begin to fetch (default 0)
  --clock-is-right     sign although this machine's clock is not synchronised
  --cache DIR          what is known of files that have not changed (default ~/.cache/sheaf), in DIR/sheaf-cache
  --profile CLASS      the weakest board that has to play it: pi3, pi4, pi5 or pc (default: as in sheaf.toml, else the
                       weakest in the table of screens, else pi3); what it could not play smoothly is made anew
  --keep-places        publish also what holds a place that cannot be taken out
What cannot be opened is refused, and no file is written then. Private metadata is taken out of the copies; a file that
keeps a place (GPS) is refused, one that keeps a name is told.
SHEAF_PASSWORD_FILE names a file with the keys' password, for scripts.
)";

void say_published(const playlist::Head &head, const Edition &edition, const Edition::Written &written) {
  if (edition.renewed()) say("renewed");
  say("published", {{"channel", head.channel},
                    {"serial", std::to_string(head.serial)},
                    {"items", std::to_string(edition.manifest().items.size())},
                    {"blobs", std::to_string(written.blobs)},
                    {"bytes", told(Bytes{written.bytes})},
                    {"expires", told(head.expires)}});
  if (head.stop) warn("keeps_stop", {{"channel", head.channel}, {"until", told(head.stop->until)}});
  const auto &ignored = edition.ignored();
  if (!ignored.empty())
    warn("ignored", {{"count", std::to_string(ignored.size())}, {"names", some_of(ignored, 8)}});
}

int say_unchanged(const playlist::Head &head) {
  say("unchanged", {{"serial", std::to_string(head.serial)}, {"expires", told(head.expires)}});
  return 0;
}

Result<int> write(Desk &desk, Edition &edition) {
  bool elsewhere = edition.news() == Edition::News::elsewhere;
  auto written = edition.write_blobs(*desk.tree);
  if (!written) return fail(written.error());
  if (!elsewhere && desk.from_elsewhere && desk.previous->current)
    warn("serial_ahead", {{"serial", std::to_string(edition.head().serial)}});
  auto done = elsewhere ? copy_edition(desk, *desk.previous, "publish")
                        : write_edition(desk, edition.head(), edition.manifest(), edition.manifest_bytes(),
                                        "publish");
  if (!done) return fail(done.error());
  edition.save_cache();
  say_published(elsewhere ? desk.previous->head : edition.head(), edition, *written);
  return 0;
}

Grammar publish_grammar() {
  Grammar g;
  add_desk_options(g);
  add_edition_options(g);
  return g;
}

}

Result<int> publish(VerbWords words) {
  auto a = parse_arguments(words, publish_grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("publish", publish_usage);
  auto draft = draft_named(*a);
  if (!draft) return fail(draft.error());
  auto desk = open_desk(*a, a->value("--channel", draft->about.channel), Signing::now);
  if (!desk) return fail(desk.error());
  auto wish = read_edition_wish(*a, *draft, desk->now);
  if (!wish) return fail(wish.error());
  if (!desk->previous && is_sheaf_file(a->value("--to"))) warn("first_of_file");
  auto edition = Edition::make(*desk, std::move(*draft), *wish);
  if (!edition) return fail(edition.error());
  if ((*edition)->news() != Edition::News::unchanged) return write(*desk, **edition);
  (*edition)->save_cache();
  return say_unchanged(desk->previous->head);
}

}
