// DUYET.html: all of what is signed is on it, and nothing that others have written gets out of its place.
#include "publisher/contact_sheet.h"

#include "publisher/proposal.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

Digest digest(char letter) { return *Digest::parse(std::string(64, letter)); }

struct Sheet : ::testing::Test {
  playlist::Head head;
  playlist::Manifest manifest;
  void SetUp() override {
    head.channel = "hue";
    head.serial = 42;
    head.manifest = digest('a');
    head.issued = Wall(std::chrono::seconds(1'800'000'000));
    head.expires = head.issued + std::chrono::hours(24);
    playlist::Item item;
    item.id = "boats";
    item.source = "<script>alert(1)</script>.jpg";
    item.title["vi"] = "\"><img src=x onerror=alert(1)>";
    item.blobs["vi"] = digest('b');
    item.blobs["en"] = digest('c');
    manifest.items.push_back(item);
    manifest.withdrawn.push_back({digest('d'), "</ul><b>wrong", head.issued});
    manifest.blobs[digest('b')] = manifest.blobs[digest('c')] = {5, std::nullopt};
  }
  [[nodiscard]] std::string page() const {
    return contact_sheet({head, manifest, "1 of <them>", {{digest('b'), "JPEG"}}});
  }
};

}

TEST_F(Sheet, HasTheNumberTheDigestsAndEveryPicture) {
  auto html = page();
  EXPECT_THAT(html, HasSubstr("hue-42-aaaaaaaa"));
  EXPECT_THAT(html, HasSubstr(head.manifest.hex()));
  for (char letter : {'b', 'c', 'd'}) EXPECT_THAT(html, HasSubstr(std::string(16, letter)));
  EXPECT_THAT(html, HasSubstr("data:image/jpeg;base64,SlBFRw=="));
  EXPECT_THAT(html, HasSubstr("Không có hình xem trước")) << "of the other language";
}

TEST_F(Sheet, WhatOthersHaveWrittenIsTextOnly) {
  auto html = page();
  for (const char *markup : {"<script", "<img src=x", "</ul><b>", "<them>"})
    EXPECT_THAT(html, Not(HasSubstr(markup)));
}
