// A rendering whose work is done by a child. The parent's side: checks all that the child says.
// The loop's thread, but for what its frames keep (any thread) and its samples.
#pragma once

#include "media/inner/packets.h"
#include "media/inner/region.h"
#include "media/rendering.h"

#include <atomic>
#include <sys/types.h>

namespace sheaf::media {

/// What frames hold on to: the memory, and the socket to give places back through.
struct Channel {
  Fd socket;
  Region region;
  std::atomic<std::uint64_t> held{0}; // a bit per slot that the parent has
};

class ChildRendering final : public Rendering {
public:
  /// `chunks`: how many its seal has; 0 without one.
  ChildRendering(std::shared_ptr<Channel> channel, Fd medium, std::uint64_t chunks);
  ~ChildRendering() override;
  void receive(Steady now) override;
  void begin(Steady origin) override;
  void pause() override;
  std::shared_ptr<Samples> samples() override;

  /// The fork server's answer; a pid of 0 means that there is no child.
  void made(pid_t pid, Fd pidfd);
  void lost(const std::string &why);
  /// The medium once more, for another child with the deinterlacer; then a fresh channel.
  [[nodiscard]] bool wants_deinterlacer() const { return wants_deinterlacer_; }
  [[nodiscard]] int medium() const { return medium_.get(); }
  void restart(std::shared_ptr<Channel> channel);
  [[nodiscard]] int socket() const { return channel_->socket.get(); }

  std::function<void()> on_end;     // called by the destructor
  std::function<void()> on_silence; // the fork server has not answered in time
  Duration server_patience{};       // the time it has

private:
  void take(const Packet &packet);
  void take(const OpenedMessage &m);
  void take(const FrameMessage &m);
  void take(const EndedMessage &m);
  void take(const FailedMessage &m);
  void take(const ProgressMessage &m);
  void take(const MeasuredMessage &m);
  void fail_with(ErrorKind kind, std::string text);
  void end_child();
  void extend_cpu(Steady now);
  void allow_cpu(std::int64_t seconds);

  std::shared_ptr<Channel> channel_;
  Fd medium_;
  std::uint64_t chunks_;
  pid_t pid_ = 0;
  Fd pidfd_;
  bool wants_deinterlacer_ = false, deinterlacing_ = false;
  std::optional<Steady> begun_;
  Steady cpu_extended_{};
  std::optional<Steady> measuring_since_;
  std::optional<Steady> waiting_since_; // for the fork server
};

}
