#include "media/inner/child_rendering.h"

#include "media/inner/frame_check.h"
#include "media/inner/measure_check.h"
#include "media/inner/ring_samples.h"

#include <csignal>
#include <sys/resource.h>
#include <sys/syscall.h>

namespace sheaf::media {
namespace {
constexpr Duration longest = std::chrono::hours(24 * 30);
constexpr int packets_a_turn = 64;

std::optional<Duration> bounded(std::int64_t ns) {
  if (ns < 0) return std::nullopt;
  return std::min(Duration(ns), longest);
}
}

ChildRendering::ChildRendering(std::shared_ptr<Channel> channel, Fd medium, std::uint64_t chunks)
    : channel_(std::move(channel)), medium_(std::move(medium)), chunks_(chunks) {}

ChildRendering::~ChildRendering() {
  end_child();
  if (on_end) on_end();
}

// pidfd_send_signal(2): the process that was forked for us and no other, even if its number is used again.
void ChildRendering::end_child() {
  if (pidfd_) ::syscall(SYS_pidfd_send_signal, pidfd_.get(), SIGKILL, nullptr, 0);
  pidfd_.reset();
  pid_ = 0;
}

void ChildRendering::restart(std::shared_ptr<Channel> channel) {
  end_child();
  channel_ = std::move(channel);
  wants_deinterlacer_ = false;
  deinterlacing_ = true;
}

void ChildRendering::made(pid_t pid, Fd pidfd) {
  if (pid <= 0) return fail_with(ErrorKind::full, "no process could be made to open it");
  pid_ = pid;
  pidfd_ = std::move(pidfd);
}

void ChildRendering::lost(const std::string &why) {
  if (!end) fail_with(ErrorKind::transient, why);
}

void ChildRendering::fail_with(ErrorKind kind, std::string text) {
  if (text.empty()) text = "its decoder failed and did not say why";
  if (!failure) failure = Error{kind, std::move(text)};
  end_child();
}

void ChildRendering::begin(Steady origin) {
  if (!begun_) begun_ = origin;
  send(socket(), BeginMessage{.paused = 0, .origin = origin.time_since_epoch().count()});
}

void ChildRendering::pause() { send(socket(), BeginMessage{.paused = 1}); }

std::shared_ptr<Samples> ChildRendering::samples() {
  if (!facts || !facts->sound) return nullptr;
  return std::make_shared<RingSamples>(std::shared_ptr<Region>(channel_, &channel_->region));
}

void ChildRendering::receive(Steady now) {
  if (last_news == Steady{}) last_news = now;
  for (int i = 0; i < packets_a_turn && !failure && !measured && !wants_deinterlacer_; ++i) {
    auto packet = receive_packet(socket(), largest_message, false);
    if (!packet) break;
    last_news = now;
    if (packet->bytes.empty()) {
      if (!end && !measured)
        fail_with(ErrorKind::corrupt,
                  facts ? "its decoder died in the middle" : "its decoder died while opening it");
      break;
    }
    take(*packet);
  }
  extend_cpu(now);
  if (pidfd_ || failure || end || measured) return;
  if (!waiting_since_) waiting_since_ = now;
  if (now - *waiting_since_ > server_patience && on_silence) std::exchange(on_silence, nullptr)();
}

// A child starts with 30 s of CPU; each second that it has been on is worth four more, in steps of ten.
void ChildRendering::extend_cpu(Steady now) {
  // After its end a child may be gone, and its number somebody else's; what it still does is little.
  if (!begun_ || pid_ <= 0 || end || now - cpu_extended_ < 10s || now < *begun_) return;
  cpu_extended_ = now;
  auto on = std::chrono::duration_cast<std::chrono::seconds>(now - *begun_);
  allow_cpu(30 + 4 * (on.count() + 20));
}

void ChildRendering::allow_cpu(std::int64_t seconds) {
  rlimit limit{static_cast<rlim_t>(seconds), RLIM_INFINITY};
  ::prlimit(pid_, RLIMIT_CPU, &limit, nullptr);
}

// Who measures gets on through the file, and gets time for that: a minute of each of its threads at a time. A
// child that only says so is through after two thousand steps.
void ChildRendering::take(const ProgressMessage &m) {
  constexpr double step = 0.0005;
  if (!(m.done >= 0 && m.done <= 1) || measured)
    return fail_with(ErrorKind::corrupt, "its decoder lied about how far it is");
  if (!measuring_since_) measuring_since_ = last_news;
  if (m.done < measured_part + step || pid_ <= 0) return;
  measured_part = m.done;
  auto on = std::chrono::duration_cast<std::chrono::seconds>(last_news - *measuring_since_);
  allow_cpu(8 * (on.count() + 60));
}

void ChildRendering::take(const MeasuredMessage &m) {
  auto sane = measured || facts ? std::nullopt : checked(m);
  if (!sane) return fail_with(ErrorKind::corrupt, "its decoder lied about what it has measured");
  measured = std::make_shared<const Measurement>(std::move(*sane));
  end_child();
}

void ChildRendering::take(const Packet &packet) {
  if (auto m = packet.as<FrameMessage>(); m && m->say == Say::frame) return take(*m);
  if (auto m = packet.as<OpenedMessage>(); m && m->say == Say::opened) return take(*m);
  if (auto m = packet.as<EndedMessage>(); m && m->say == Say::ended) return take(*m);
  if (auto m = packet.as<FailedMessage>(); m && m->say == Say::failed) return take(*m);
  if (auto m = packet.as<ProgressMessage>(); m && m->say == Say::progress) return take(*m);
  if (auto m = packet.as<MeasuredMessage>(); m && m->say == Say::measured) return take(*m);
  fail_with(ErrorKind::corrupt, "its decoder said something that makes no sense");
}

void ChildRendering::take(const OpenedMessage &m) {
  if (m.kind > Kind::animation || facts)
    return fail_with(ErrorKind::corrupt, "its decoder lied about what it is");
  facts = ItemFacts{static_cast<ItemKind>(m.kind),
                    printable({m.codec.data(), m.codec.size()}),
                    bounded(m.duration),
                    m.frames < 0 ? std::nullopt : std::optional(m.frames),
                    m.has_sound == 1,
                    Bytes{m.memory}};
}

void ChildRendering::take(const FrameMessage &m) {
  auto frame = facts && !end ? checked(m, channel_->region.bytes()) : std::nullopt;
  auto bit = std::uint64_t{1} << (m.slot % most_slots);
  if (!frame || frames.size() >= waiting_frames || (channel_->held.fetch_or(bit) & bit))
    return fail_with(ErrorKind::corrupt, "its decoder lied about a frame");
  frame->keep = std::shared_ptr<void>(nullptr, [channel = channel_, slot = m.slot, bit](void *) {
    channel->held.fetch_and(~bit);
    send(channel->socket.get(), GiveBackMessage{.slot = slot});
  });
  frames.push_back(std::move(*frame));
}

void ChildRendering::take(const EndedMessage &m) {
  if (!facts || end) return fail_with(ErrorKind::corrupt, "its decoder lied about its end");
  end = ItemEnd{bounded(m.duration).value_or(0s), std::max<std::int64_t>(m.frames, 0),
                std::max<std::int64_t>(m.dropped, 0)};
}

void ChildRendering::take(const FailedMessage &m) {
  if (m.deinterlace == 1 && !deinterlacing_ && !facts) {
    wants_deinterlacer_ = true;
    return;
  }
  auto kind = m.kind <= static_cast<std::uint32_t>(ErrorKind::unsupported) ? static_cast<ErrorKind>(m.kind)
                                                                           : ErrorKind::corrupt;
  auto chunk = static_cast<std::uint64_t>(m.damaged);
  if (m.damaged >= 0 && chunk >= chunks_)
    return fail_with(ErrorKind::corrupt, "its decoder lied about what is damaged");
  if (m.damaged >= 0 && !failure) damaged = chunk;
  fail_with(kind, printable({m.text.data(), m.text.size()}));
}

}
