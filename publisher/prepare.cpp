// 'sheaf prepare', 'sign' and 'release': publishing in three steps, by different people where they want it.
#include "publisher/apart.h"
#include "publisher/contact_sheet.h"
#include "publisher/edition.h"
#include "publisher/help.h"
#include "publisher/looking.h"
#include "publisher/office_files.h"
#include "publisher/proposal.h"
#include "publisher/refusal.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include <cstdio>

namespace sheaf::publisher {
namespace {

constexpr const char *prepare_usage = R"(usage: sheaf prepare SRC --to DEST [--out FOLDER]
The first of three steps: looks at the films and pictures of SRC as 'sheaf publish' does, and writes a folder that
waits for signatures: the head that is to be signed, a sheet with all pictures to print and to sign on
(DUYET.html), and those files that DEST does not have yet. Screens see nothing of it. Then:

  sheaf sign FOLDER [--key FILE]        by whoever may sign; a second person where the role asks for two
  sheaf release FOLDER --to DEST        checks all and makes it current

  --out FOLDER         default: its approval number, as CHANNEL-SERIAL-xxxxxxxx, in this folder
  --channel C, --keys DIR, --root FILE, --serial-from DEST, --expires DAYS, --activate-at T, --poll SECONDS,
  --spread SECONDS, --profile CLASS, --clock-is-right, --cache DIR, --keep-places
                       as in 'sheaf publish --help'
)";

Grammar prepare_grammar() {
  Grammar g;
  add_desk_options(g);
  add_edition_options(g);
  g.valued.insert({"--out", "value_new_folder"});
  return g;
}

Result<void> write_sheet(const std::string &folder, const Edition &edition, const Desk &desk,
                         const std::string &cache) {
  auto files = edition.sources();
  std::vector<ToLook> wanted;
  for (const auto &[blob, path] : files) wanted.push_back({path, false});
  auto views = look(wanted, cache, [](std::size_t) {});
  std::map<Digest, std::string> pictures;
  for (const auto &[blob, path] : files) pictures[blob] = views.of[path].jpeg;
  auto html =
      contact_sheet({edition.head(), edition.manifest(), who_may(desk.chain.newest().root, desk.channel).vi,
                     std::move(pictures), edition.days()});
  return write_file(folder + "/DUYET.html", html, board::Durable::yes);
}

Result<int> propose(const Desk &desk, Edition &edition, const std::string &folder, const std::string &cache) {
  if (auto written = write_proposal(folder, edition.head(), edition.manifest_bytes()); !written)
    return fail(written.error());
  auto tree = open_tree(folder, Access::write);
  if (!tree) return fail(tree.error());
  auto blobs = edition.write_blobs(**tree);
  if (!blobs) return fail(blobs.error());
  if (auto sheet = write_sheet(folder, edition, desk, cache); !sheet) return fail(sheet.error());
  edition.save_cache();
  say("prepared", {{"number", approval_number(edition.head())},
                   {"folder", folder},
                   {"items", std::to_string(edition.manifest().items.size())},
                   {"blobs", std::to_string(blobs->blobs)},
                   {"bytes", told(Bytes{blobs->bytes})},
                   {"who", who_may(desk.chain.newest().root, desk.channel)}});
  return 0;
}

}

Result<int> prepare(VerbWords words) {
  auto a = parse_arguments(words, prepare_grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("prepare", prepare_usage);
  auto out = a->value("--out");
  if (auto apart = check_apart(out, a->value("--to")); !apart) return fail(apart.error());
  auto draft = draft_named(*a);
  if (!draft) return fail(draft.error());
  auto desk = open_desk(*a, a->value("--channel", draft->about.channel), Signing::later);
  if (!desk) return fail(desk.error());
  auto wish = read_edition_wish(*a, *draft, desk->now);
  if (!wish) return fail(wish.error());
  auto edition = Edition::make(*desk, std::move(*draft), *wish);
  if (!edition) return fail(edition.error());
  auto &e = **edition;
  if (e.news() == Edition::News::elsewhere) return refuse(ErrorKind::refused, "signed_elsewhere");
  if (e.news() == Edition::News::fresh)
    return propose(*desk, e, out.empty() ? "./" + approval_number(e.head()) : out, wish->cache);
  const auto &head = desk->previous->head;
  say("unchanged", {{"serial", std::to_string(head.serial)}, {"expires", told(head.expires)}});
  return 0;
}

}
