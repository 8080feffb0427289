// A mirror that gives whatever it likes, again and again: only whole signed editions are accepted, and the
// accepted serial never falls.
#include "tests/support/fetch_rig.h"

#include "assets/sha256.h"

#include <gtest/gtest.h>
#include <random>

using namespace sheaf;
using namespace sheaf::testing;

namespace {

struct Offer {
  std::string name, document;
  bool honest = false;
  std::uint64_t roots_below = ~0ull; // acceptable while fewer roots are known
  std::string channel = "hall";
};

class Villain {
public:
  explicit Villain(QuietScreen &screen) : s_(screen) {
    s_.office.know(revoked_, "leaves later");
    s_.office.know(successor_, "comes then");
    s_.office.root.roles[0].keys.insert(revoked_->id());
    s_.office.sign_next_root(); // root 2: both keys
    playlist::Role two;
    two.name = "two";
    two.keys = {s_.office.publisher->id(), revoked_->id()};
    two.threshold = 2;
    two.channels = {"careful"};
    s_.office.root.roles[0].channels = {"hall", "other"};
    s_.office.root.roles.push_back(two);
    s_.office.sign_next_root(); // root 3
  }

  /// Another publication by the office, kept for later too.
  void publish() {
    auto &o = s_.office;
    ++count_;
    o.add_item("item" + std::to_string(count_), noise(200 + random_() % 3000, static_cast<unsigned>(count_)));
    if (o.manifest.items.size() > 4) o.remove_item(o.manifest.items.front().id);
    bool by_leaver = !left_ && random_() % 3 == 0;
    o.signers = {by_leaver ? revoked_ : o.publisher};
    publications_.push_back(o.sign());
    o.signers = {o.publisher};
    if (publications_.size() > 8) publications_.erase(publications_.begin());
    offers_.push_back({"honest", publications_.back().head_document, true, by_leaver ? 4 : ~0ull});
    honest_[publications_.back().digest] = publications_.back();
    if (offers_.size() > 12) offers_.erase(offers_.begin());
    publish_for_others();
  }

  void revoke() {
    left_ = true;
    s_.office.root.roles[0].keys.erase(revoked_->id());
    s_.office.root.roles[1].keys = {s_.office.publisher->id(), successor_->id()};
    s_.office.root.epoch = 2;
    s_.office.sign_next_root(); // root 4
    s_.office.head.epoch = 2;
  }

  [[nodiscard]] bool knows(const Digest &head) const { return honest_.contains(head); }
  [[nodiscard]] const Publication &of(const Digest &head) const { return honest_.at(head); }
  [[nodiscard]] const Digest &newest() const { return publications_.back().digest; }

  Offer offer() {
    switch (random_() % 21) {
    case 0:
    case 1:
    case 2:
      return any();
    case 3:
    case 4:
      return offers_.back();
    case 5:
      return bent("expired", [](auto &h) {
        h.issued = instant(-1000);
        h.expires = instant(-500);
      });
    case 6:
      return bent("from the future", [](auto &h) { h.issued = instant(90 * 86400); });
    case 7:
      return twin();
    case 8:
      return bent("wrong channel", [](auto &h) { h.channel = "other"; });
    case 9:
      return signed_by("stranger", {stranger_});
    case 10:
      return left_ ? signed_by("revoked", {revoked_}) : signed_by("nobody's", {stranger_});
    case 11:
      return legacy();
    case 12:
      return bytes("huge", R"({"sheaf":1,"kind":"head","x":")" + std::string(random_() % 9000, 'x') + "\"}");
    case 13:
      return bytes("deep", std::string(1500, '[') + std::string(1500, ']'));
    case 14:
      return doubled();
    case 15:
      return flipped();
    case 16:
      return {"unmet needs", needy_.head_document};
    case 17:
      return {"missing signer", hasty_.head_document, false, ~0ull, "careful"};
    case 18:
      return {"both signers", careful_.head_document, true, careful_below_, "careful"};
    case 19:
      return {"rubbish", noise(random_() % 5000, static_cast<unsigned>(random_()))};
    default:
      return bent("fast-forward without a key", [](auto &h) { h.serial += 1000; }, {stranger_});
    }
  }

  /// What the mirror has: manifests and blobs of all publications, some of them swapped, cut, bent or gone.
  void furnish(Mirror &mirror, const Offer &offer) {
    mirror.files.clear();
    for (const auto &p : publications_) mirror.put(p);
    for (const auto &p : {needy_, hasty_, careful_}) mirror.put(p);
    auto roots = s_.office.root_documents;
    if (random_() % 3 == 0) roots.resize(1 + random_() % roots.size());
    for (std::size_t i = 0; i < roots.size(); ++i) mirror.files["root/" + std::to_string(i + 1)] = roots[i];
    if (random_() % 8 == 0)
      mirror.files["root/" + std::to_string(roots.size() + 1)] = roots[random_() % roots.size()];
    mirror.files[offer.channel + "/head"] = offer.document;
    if (random_() % 3 == 0) return;
    for (auto i = mirror.files.begin(); i != mirror.files.end(); ++i)
      if (!i->first.ends_with("head") && random_() % 6 == 0) spoil(mirror, i->second);
  }

  std::mt19937_64 &random() { return random_; }

private:
  // One that needs what no player has, and two for a channel that two must sign, of which one does not.
  void publish_for_others() {
    auto &o = s_.office;
    o.manifest.needs = {"holograms"};
    needy_ = o.sign();
    o.manifest.needs.clear();
    o.head.channel = "careful";
    hasty_ = o.sign();
    o.signers = {o.publisher, left_ ? successor_ : revoked_};
    careful_ = o.sign();
    careful_below_ = left_ ? ~0ull : 4;
    o.signers = {o.publisher};
    o.head.channel = "hall";
    honest_[careful_.digest] = careful_;
  }

  Offer any() { return offers_[random_() % offers_.size()]; }

  template<class F> Offer bent(const std::string &name, F bend, std::vector<Office::Signer> by = {}) {
    auto head = publications_.back().head;
    ++head.serial;
    bend(head);
    return signed_as(name, playlist::write_head(head), by);
  }
  Offer signed_as(const std::string &name, const std::string &json, std::vector<Office::Signer> by = {}) {
    return {name, Office::sign_bytes(json, by.empty() ? std::vector{s_.office.publisher} : by)};
  }
  Offer signed_by(const std::string &name, std::vector<Office::Signer> by) {
    return bent(
        name, [](auto &) {}, std::move(by));
  }
  Offer bytes(const std::string &name, const std::string &json) { return signed_as(name, json); }
  // Under the number of one that was accepted: never to be taken for it.
  Offer twin() {
    auto accepted = s_.shelf->accepted("hall");
    auto head = publications_.back().head;
    head.serial = std::max<std::uint64_t>(accepted.serial, 1);
    head.epoch = std::max<std::uint64_t>(accepted.epoch, 1);
    head.poll_s = 4321;
    return accepted.serial ? signed_as("equivocation", playlist::write_head(head)) : any();
  }
  Offer legacy() {
    auto document = bent("", [](auto &) {}).document;
    // "RUT..." begins a signature over the bytes themselves, "RUQ..." one over their hash
    auto at = document.find("\nRU");
    document[at + 3] = document[at + 3] == 'Q' ? 'S' : 'Q';
    return {"legacy", document};
  }
  Offer doubled() {
    auto json = playlist::write_head(publications_.back().head);
    return bytes("duplicate keys", json.substr(0, json.rfind('}')) + R"(,"serial":999999})");
  }
  Offer flipped() {
    auto offer = any();
    offer.document[random_() % offer.document.size()] ^= static_cast<char>(1 << random_() % 8);
    offer.name = "flipped"; // a bit of a comment may be any: what is signed is then as it was
    return offer;
  }
  void spoil(Mirror &mirror, std::string &bytes) {
    auto other =
        std::next(mirror.files.begin(), static_cast<std::ptrdiff_t>(random_() % mirror.files.size()));
    switch (random_() % 4) {
    case 0:
      bytes = other->second;
      break;
    case 1:
      bytes.resize(random_() % (bytes.size() + 1));
      break;
    case 2:
      if (!bytes.empty()) bytes[random_() % bytes.size()] ^= 4;
      break;
    default:
      bytes += "more";
      break;
    }
  }

  QuietScreen &s_;
  std::mt19937_64 random_{20261125};
  Office::Signer revoked_ = Office::make_key(), successor_ = Office::make_key(),
                 stranger_ = Office::make_key();
  std::vector<Publication> publications_;
  Publication needy_, hasty_, careful_;
  std::uint64_t careful_below_ = 0;
  std::vector<Offer> offers_;
  std::map<Digest, Publication> honest_;
  int count_ = 0;
  bool left_ = false;
};

void expect_whole(const QuietScreen &screen, const Villain &villain) {
  assets::StoreFiles files{screen.config.store};
  for (const auto &channel : screen.shelf->current().channels) {
    for (const auto &edition : channel.editions) {
      ASSERT_TRUE(villain.knows(edition.head));
      const auto &p = villain.of(edition.head);
      EXPECT_EQ(read_file(files.manifest(edition.manifest)), p.manifest_bytes);
      if (!edition.complete) continue;
      for (const auto &[digest, bytes] : p.blobs) EXPECT_EQ(read_file(files.blob(digest)), bytes);
    }
  }
}

}

TEST(HostileMirror, OnlyWholeSignedEditionsAreAcceptedAndTheSerialNeverFalls) {
  const int mixes = at_length() ? 10'000 : 500;
  QuietScreen screen;
  Villain villain(screen);
  villain.publish();
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> accepted_of;
  std::map<std::string, int> accepted, refused;
  for (int i = 0; i < mixes; ++i) {
    if (i % 3 == 0) villain.publish();
    if (i == mixes / 2) villain.revoke();
    Mirror mirror;
    auto offer = villain.offer();
    villain.furnish(mirror, offer);
    auto &before = accepted_of[offer.channel];
    auto digest = screen.shelf->accepted(offer.channel).head;
    auto found = screen.look(mirror, offer.channel);
    if (found) std::ignore = screen.bring({&mirror}, offer.channel);
    auto now = screen.shelf->accepted(offer.channel);
    ASSERT_GE(std::pair(now.epoch, now.serial), before) << i << ": " << offer.name;
    if (std::pair(now.epoch, now.serial) == before && now.serial) {
      ASSERT_EQ(now.head, digest) << offer.name;
    }
    if (now.head != digest) {
      ++accepted[offer.name];
      ASSERT_TRUE(offer.honest) << i << ": " << offer.name;
      ASSERT_TRUE(villain.knows(now.head)) << i << ": " << offer.name;
      ASSERT_LT(screen.shelf->root().root.version, offer.roots_below) << i << ": revoked";
    } else
      ++refused[offer.name];
    before = {now.epoch, now.serial};
    if (i % 10 == 0) expect_whole(screen, villain);
    if (i % 100 == 99) screen.open(); // as after a power cut
  }
  expect_whole(screen, villain);
  EXPECT_GT(accepted["honest"], mixes / 50);
  EXPECT_GT(accepted["both signers"], 0);
  EXPECT_GE(refused.size(), 16u); // each kind has had its turn
  std::string tally;
  for (const auto &[name, n] : refused) tally += name + " " + std::to_string(n) + ", ";
  RecordProperty("accepted", accepted["honest"] + accepted["both signers"]);
  RecordProperty("refused", tally);
}
