// A child that has been taken over by what it decodes: sheaf-render-faulty is sheaf-render with this instead
// of the real one. The medium's first word says what it does. It sits in the real sandbox.
#include "media/inner/child.h"
#include "media/inner/sandbox.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <unistd.h>

namespace sheaf::media {
namespace {

struct Child {
  int socket;
  Region &region;

  template<class Message> void say(const Message &m) const { send(socket, m); }
  void say_opened(Kind kind = Kind::film) const {
    OpenedMessage m{.kind = kind, .has_sound = 1};
    std::strcpy(m.codec.data(), "fault");
    say(m);
  }
  void say_failed(const std::string &text) const {
    FailedMessage m{.kind = 2};
    std::copy_n(text.begin(), std::min(text.size(), m.text.size()), m.text.begin());
    say(m);
  }
  [[nodiscard]] static FrameMessage frame(std::uint32_t slot = 0) {
    FrameMessage m{.slot = slot, .width = 16, .height = 16, .shape_width = 1, .shape_height = 1};
    m.format = static_cast<std::uint32_t>(PixelFormat::bgra);
    m.offset[0] = frames_at + std::uint64_t{4096} * slot;
    m.stride[0] = 64;
    return m;
  }
  /// Opens, and sends a frame that is right but for `change`.
  void lie(const std::function<void(FrameMessage &)> &change) const {
    say_opened();
    auto m = frame();
    change(m);
    say(m);
  }
};

void take_memory(const Child &c) {
  constexpr std::size_t step = std::size_t{1} << 20;
  std::size_t taken = 0;
  for (void *p = std::malloc(step); p; p = std::malloc(step)) std::memset(p, 1, step), ++taken;
  c.say_failed("took " + std::to_string(taken) + " MiB");
}

void shout(const Child &c) {
  FailedMessage m{.kind = 4711};
  for (std::size_t i = 0; i < m.text.size(); ++i)
    m.text.at(i) = static_cast<char>(1 + i % 255); // no end, no UTF-8
  c.say(m);
}

void fill_sound(const Child &c) {
  c.say_opened();
  auto &sound = c.region.sound();
  sound.samples.fill(std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 1; i < sound.samples.size(); i += 2) sound.samples.at(i) = 1e30F;
  sound.written.store(std::numeric_limits<std::uint64_t>::max());
}

void send_descriptors(const Child &c) {
  c.say_opened();
  std::array fds{c.region.fd(), c.socket, c.region.fd(), c.socket};
  for (std::uint32_t slot = 0; slot < 4; ++slot) send(c.socket, Child::frame(slot), fds);
  c.say(EndedMessage{.frames = 4});
}

using Fault = std::function<void(const Child &)>;
const std::map<std::string, Fault> &faults() {
  auto lie = [](auto change) -> Fault { return [change](const Child &c) { c.lie(change); }; };
  using Frame = FrameMessage;
  static const std::map<std::string, Fault> all{
      {"crash", [](const Child &) { std::abort(); }},
      {"crash-later", [](const Child &c) { c.say_opened(), c.say(Child::frame()), std::abort(); }},
      {"leave", [](const Child &) { ::_exit(0); }},
      {"loop",
       [](const Child &) {
         for (volatile int i = 0;;) i = i + 1;
       }},
      {"memory", take_memory},
      {"shout", shout},
      {"damaged", [](const Child &c) { c.say(FailedMessage{.kind = 2, .damaged = 1}); }},
      {"damaged-huge", [](const Child &c) { c.say(FailedMessage{.kind = 2, .damaged = 1ll << 62}); }},
      {"say-nothing", [](const Child &c) { c.say(FailedMessage{}); }},
      {"again", [](const Child &c) { c.say(FailedMessage{.deinterlace = 1}); }},
      {"slot", lie([](Frame &m) { m.slot = 64; })},
      {"slot-huge", lie([](Frame &m) { m.slot = 0xffffffff; })},
      {"offset", lie([](Frame &m) { m.offset[0] = std::uint64_t{1} << 40; })},
      {"offset-huge", lie([](Frame &m) { m.offset[0] = ~std::uint64_t{0}; })},
      {"offset-sound", lie([](Frame &m) { m.offset[0] = 0; })},
      {"stride", lie([](Frame &m) { m.stride[0] = 63; })},
      {"stride-huge", lie([](Frame &m) { m.stride[0] = 0x7fffffff; })},
      {"stride-negative", lie([](Frame &m) { m.stride[0] = -64; })},
      {"size", lie([](Frame &m) { m.width = 0; })},
      {"size-huge", lie([](Frame &m) { m.height = 0x7fffffff; })},
      {"size-negative", lie([](Frame &m) { m.height = -16; })},
      {"shape", lie([](Frame &m) { m.shape_width = 0; })},
      {"format", lie([](Frame &m) { m.format = 2; })},
      {"matrix", lie([](Frame &m) { m.matrix = 3; })},
      {"turns", lie([](Frame &m) { m.turns = 4; })},
      {"time", lie([](Frame &m) { m.pts = -1; })},
      {"time-huge", lie([](Frame &m) { m.pts = std::numeric_limits<std::int64_t>::max(); })},
      {"planes", lie([](Frame &m) { m.format = 0; })},
      {"kind", [](const Child &c) { c.say_opened(static_cast<Kind>(3)); }},
      {"opened-twice", [](const Child &c) { c.say_opened(), c.say_opened(); }},
      {"frame-first", [](const Child &c) { c.say(Child::frame()); }},
      {"end-first", [](const Child &c) { c.say(EndedMessage{}); }},
      {"end-twice", [](const Child &c) { c.say_opened(), c.say(EndedMessage{}), c.say(EndedMessage{}); }},
      {"frame-late", [](const Child &c) { c.say_opened(), c.say(EndedMessage{}), c.say(Child::frame()); }},
      {"same-slot", [](const Child &c) { c.say_opened(), c.say(Child::frame()), c.say(Child::frame()); }},
      {"flood",
       [](const Child &c) {
         c.say_opened();
         for (std::uint32_t n = 0; n < 7; ++n) c.say(Child::frame(n));
       }},
      {"unknown", [](const Child &c) { c.say(GiveBackMessage{}); }},
      {"empty", [](const Child &c) { send_packet(c.socket, {}); }},
      {"long",
       [](const Child &c) {
         std::array<std::uint32_t, 1024> m{9, 2};
         c.say(m);
       }},
      {"sound", fill_sound},
      {"measured-nonsense", [](const Child &c) { c.say(MeasuredMessage{.kind = Kind::film}); }},
      {"progress-nonsense", [](const Child &c) { c.say(ProgressMessage{.done = 2}); }},
      {"measured-late", [](const Child &c) { c.say_opened(), c.say(MeasuredMessage{.width = 1}); }},
      {"descriptors", send_descriptors},
  };
  return all;
}

}

void run_child(Handed handed, MakeDeinterlacer) {
  auto &[socket, medium, memory, seal] = handed;
  auto packet = receive_packet(socket.get(), sizeof(OpenMessage), true);
  auto wish = packet ? packet->as<OpenMessage>() : std::nullopt;
  auto region = Region::map(std::move(memory));
  if (!wish || !region) ::_exit(1);
  std::string word(64, '\0');
  auto n = ::pread(medium.get(), word.data(), word.size(), 0);
  word.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
  if (!enter_sandbox(Sandbox::pixels, {Bytes{wish->memory}, 1s})) ::_exit(1);
  if (auto found = faults().find(word); found != faults().end()) found->second({socket.get(), *region});
  while (packet && !packet->bytes.empty()) packet = receive_packet(socket.get(), 64, true);
  ::_exit(0);
}

}
