#include "assets/play_record.h"

#include "assets/inner/state_json.h"

namespace sheaf::assets {
namespace {
constexpr std::size_t most_line = 16 << 10; // bytes
}

std::string write_play_record(const PlayRecord &r) {
  return dump({{"sequence", r.sequence},
               {"boot", r.boot},
               {"channel", r.channel},
               {"item", r.item},
               {"theme", r.theme},
               {"language", r.language},
               {"blob", to_json(r.blob)},
               {"edition", to_json(r.edition)},
               {"serial", r.serial},
               {"start", to_json(r.start)},
               {"clock", to_json(r.quality)},
               {"presented_ms", r.presented_ms},
               {"planned_ms", r.planned_ms},
               {"ended", r.ended},
               {"why", r.why}},
              -1);
}

Result<PlayRecord> parse_play_record(std::string_view line) {
  PlayRecord r;
  StateReader reader(line, "the play record", most_line);
  reader.read("sequence", r.sequence);
  reader.read("boot", r.boot);
  reader.read("channel", r.channel);
  reader.read("item", r.item);
  reader.read("theme", r.theme);
  reader.read("language", r.language);
  reader.read("blob", r.blob);
  reader.read("edition", r.edition);
  reader.read("serial", r.serial);
  reader.read("start", r.start);
  reader.read("clock", r.quality);
  reader.read("presented_ms", r.presented_ms);
  reader.read("planned_ms", r.planned_ms);
  reader.read("ended", r.ended);
  reader.read("why", r.why);
  if (auto sound = reader.finish(); !sound) return fail(sound.error());
  return r;
}

}
