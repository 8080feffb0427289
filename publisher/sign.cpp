// 'sheaf sign': a person's signature under a proposal, on any computer that has its folder.
#include "publisher/desk.h"
#include "publisher/help.h"
#include "publisher/key_folder.h"
#include "publisher/proposal.h"
#include "publisher/refusal.h"
#include "publisher/terminal.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include <algorithm>
#include <cstdio>

namespace sheaf::publisher {
namespace {

constexpr const char *sign_usage = R"(usage: sheaf sign FOLDER [--key FILE]...
The second step: signs what 'sheaf prepare' has written into FOLDER, after you have looked at DUYET.html in it.

  --key FILE           a secret key; may stand several times (default: those of the keys' folder)
  --keys DIR           the keys' folder (default $SHEAF_KEYS, else ~/.config/sheaf/keys)
  --yes                do not ask whether it is this one
  --clock-is-right     sign although this machine's clock is not synchronised
The stock minisign does the same: minisign -Sm FOLDER/head -s FILE; for a second person with -x FOLDER/head2.minisig.
)";

Grammar sign_grammar() {
  Grammar g;
  g.valued = {{"--key", "value_key"}, {"--keys", "value_keys"}};
  g.repeated = {"--key"};
  g.switches = {"--yes", "--clock-is-right", "--help", "-h"};
  return g;
}

// What is signed must be of now: a proposal that lay about is prepared anew.
Result<void> check_time(const playlist::Head &head, Wall now) {
  if (head.issued > now + 24h)
    return refuse(ErrorKind::refused, "prepared_later", {{"at", told(head.issued)}, {"now", told(now)}});
  if (head.expires > now) return {};
  return refuse(ErrorKind::refused, "would_have_expired", {{"at", told(head.expires)}});
}

Filling described(const Proposal &p) {
  return {{"number", approval_number(p.head)},       {"channel", p.head.channel},
          {"serial", std::to_string(p.head.serial)}, {"items", std::to_string(p.manifest.items.size())},
          {"digest", p.head.manifest.hex()},         {"expires", told(p.head.expires)}};
}

Result<void> agreed(const Proposal &p, const Arguments &a) {
  say("about_to_sign", described(p));
  if (a.has("--yes")) return {};
  if (!has_person()) return refuse(ErrorKind::refused, "no_terminal_to_sign");
  auto answer = ask(words("ask_sign"));
  if (!answer) return fail(answer.error());
  for (const char *yes : {"c", "C", "co", "có", "y", "Y", "yes"})
    if (*answer == yes) return {};
  return refuse(ErrorKind::refused, "nothing_signed");
}

// Every key where it was named; of a folder as many as its root asks for, or all where it has none, as that
// of a second person.
Result<std::vector<assets::SecretKey>> keys_of(const Proposal &p, const Arguments &a) {
  auto folder = a.value("--keys", default_key_folder());
  std::set<playlist::KeyId> wanted;
  std::size_t enough = assets::most_signatures;
  auto named = a.all("--key");
  auto chain = read_chain(folder);
  if (!chain && named.empty()) named = key_files(folder);
  if (chain)
    for (const auto *role : roles_for(chain->newest().root, p.head.channel)) {
      wanted.insert(role->keys.begin(), role->keys.end());
      enough = std::min<std::size_t>(enough, role->threshold);
    }
  auto keys = keys_for(named, folder, wanted, enough);
  if (keys && keys->empty())
    return refuse(ErrorKind::absent, key_files(folder).empty() ? "no_keys" : "no_key_for_channel",
                  {{"folder", folder}, {"channel", p.head.channel}});
  return keys;
}

}

Result<int> sign(VerbWords words) {
  auto a = parse_arguments(words, sign_grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("sign", sign_usage);
  if (a->names.size() != 1) return refuse(ErrorKind::unsupported, "say_proposal");
  auto now = signing_time(*a);
  if (!now) return fail(now.error());
  auto proposal = read_proposal(a->names.front());
  if (!proposal) return fail(proposal.error());
  if (auto timely = check_time(proposal->head, *now); !timely) return fail(timely.error());
  auto keys = keys_of(*proposal, *a);
  if (!keys) return fail(keys.error());
  if (auto yes = agreed(*proposal, *a); !yes) return fail(yes.error());
  for (const auto &key : *keys) {
    auto comment = "sheaf " + approval_number(proposal->head) + " " + text(*now);
    if (auto added = add_signature(*proposal, key.sign(proposal->head_bytes, comment)); !added)
      return fail(added.error());
    say("signed_proposal", {{"id", key.id()}, {"folder", proposal->folder}});
  }
  return 0;
}

}
