#include "media/render_server.h"

#include "board/clock.h"
#include "board/log.h"
#include "media/inner/child_rendering.h"
#include "media/inner/seal_memory.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <map>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <vector>

namespace sheaf::media {
namespace {

constexpr int control_fd = 3;
constexpr Duration respawn_pause = 1s;
constexpr Duration loading_patience = 10s; // its libraries come from a cold card
constexpr Duration forking_patience = 3s;  // milliseconds, more where the deinterlacer is loaded first

std::vector<char *> passed_on() {
  std::vector<char *> kept;
  for (char **v = environ; v && *v; ++v) {
    std::string_view entry(*v);
    auto name = entry.substr(0, entry.find('='));
    bool fonts =
        name == "LANG" || name.starts_with("LC_") || name.starts_with("FONTCONFIG_") || name == "HOME";
    if (fonts || name == "PATH" || name == "LD_LIBRARY_PATH" || name.ends_with("SAN_OPTIONS"))
      kept.push_back(*v);
  }
  kept.push_back(nullptr);
  return kept;
}

// Everything of ours is close-on-exec; the server gets its socket as descriptor 3, and of the
// environment what fonts and sanitizers need.
Result<pid_t> spawn(const std::string &program, int socket) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, socket, control_fd);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::array<char *, 2> arguments{const_cast<char *>(program.c_str()), nullptr};
  pid_t pid = 0;
  auto environment = passed_on();
  int error =
      ::posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error) return fail(ErrorKind::transient, "cannot start '" + program + "': " + std::strerror(error));
  return pid;
}

// The child lays pictures out as it needs them; pages that it does not touch cost nothing. A decoder may hold
// 16 pictures for reference, a few per thread, and those that wait: 40 of 1.5 bytes a pixel; an animation has
// fewer, of 4 bytes.
Bytes region_size(Size box) {
  auto width = static_cast<std::uint64_t>(std::max(box.width, 64)) + 128,
       height = static_cast<std::uint64_t>(std::max(box.height, 64)) + 128;
  return Bytes{(frames_at + width * height * 60 + 65535) / 65536 * 65536};
}

// Its socket is closed, so it ends its children and itself. One that does not is killed, and they with it:
// they have asked for that.
void wait_for_end(pid_t pid) {
  Fd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  pollfd ended{pidfd.get(), POLLIN, 0};
  constexpr int patience_ms = 300;
  if (!pidfd || ::poll(&ended, 1, patience_ms) == 0) ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

class Server final : public RenderServer {
public:
  Server(std::string program, RenderLimits limits, board::Loop &loop)
      : program_(std::move(program)), limits_(limits), loop_(loop) {
    start();
  }
  ~Server() override;
  std::unique_ptr<Rendering> open(Fd medium, const RenderWish &wish) override;

private:
  void start();
  enum class How { wait, kill };
  void stop(How how);
  bool running();
  void hear();
  void hear(Packet packet);
  [[nodiscard]] Bytes memory_for(const RenderWish &wish) const;
  Result<std::shared_ptr<Channel>> ask(std::uint64_t id, int medium, const RenderWish &wish,
                                       bool deinterlace);
  void listen(std::uint64_t id, ChildRendering *r, const RenderWish &wish);

  std::string program_;
  RenderLimits limits_;
  board::Loop &loop_;
  Fd socket_;
  pid_t pid_ = 0;
  Steady started_{};
  std::uint64_t next_id_ = 1;
  bool said_ = false;                               // that it cannot be started
  bool answered_ = false;                           // since it was started
  std::map<std::uint64_t, ChildRendering *> asked_; // until the server has answered; null: given up meanwhile
};

Server::~Server() { stop(How::wait); }

void Server::start() {
  auto now = board::steady_now();
  if (started_ != Steady{} && now - started_ < respawn_pause) return;
  started_ = now;
  auto pair = packet_pair();
  if (!pair) return board::log(board::Level::error, pair.error().text);
  auto pid = spawn(program_, pair->second.get());
  if (!pid && !std::exchange(said_, true))
    board::log(board::Level::error, pid.error().text + "; it is tried again");
  if (!pid) return;
  said_ = false;
  pid_ = *pid;
  answered_ = false;
  socket_ = std::move(pair->first);
  if (auto r = loop_.watch(socket_.get(), [this] { hear(); }); !r)
    board::log(board::Level::error, r.error().text);
}

void Server::stop(How how) {
  if (socket_) loop_.forget(socket_.get());
  socket_.reset();
  if (pid_ > 0 && how == How::kill) ::kill(pid_, SIGKILL);
  if (pid_ > 0) wait_for_end(pid_);
  pid_ = 0;
  for (auto &[id, rendering] : std::exchange(asked_, {}))
    if (rendering) rendering->lost("the decoder was restarted");
}

bool Server::running() {
  if (!socket_) start();
  return static_cast<bool>(socket_);
}

void Server::hear() {
  for (auto packet = receive_packet(socket_.get(), largest_message, false); packet;
       packet = receive_packet(socket_.get(), largest_message, false)) {
    if (packet->bytes.empty()) {
      board::log(board::Level::error, "sheaf-render has died; it is started again");
      stop(How::wait);
      start();
      return;
    }
    hear(std::move(*packet));
  }
}

void Server::hear(Packet packet) {
  auto m = packet.as<ForkedMessage>();
  auto found = m ? asked_.find(m->id) : asked_.end();
  if (found == asked_.end()) return;
  answered_ = true;
  auto *rendering = found->second;
  asked_.erase(found);
  Fd pidfd = packet.fds.empty() ? Fd() : std::move(packet.fds[0]);
  if (rendering)
    rendering->made(m->pid, std::move(pidfd));
  else if (pidfd)
    ::syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0);
}

// All items that are open share one budget; what an item gets at least is enough for a still.
Bytes Server::memory_for(const RenderWish &wish) const {
  auto left = limits_.memory.count - std::min(limits_.memory.count, wish.in_use.count);
  return std::max(Bytes{left}, std::min(limits_.memory, 256_MiB));
}

Result<std::shared_ptr<Channel>> Server::ask(std::uint64_t id, int medium, const RenderWish &wish,
                                             bool deinterlace) {
  if (!running())
    return fail(ErrorKind::transient, "the decoder is not running; it is started again within a second");
  auto pair = packet_pair();
  if (!pair) return fail(pair.error());
  auto region = Region::make(region_size(wish.box));
  if (!region) return fail(region.error());
  auto seal = wish.seal ? write_seal(*wish.seal) : Fd();
  if (!seal) return fail(seal.error());
  std::vector<int> fds{pair->second.get(), medium, region->fd()};
  if (*seal) fds.push_back(seal->get());
  ForkMessage fork{.deinterlace = deinterlace, .sealed = wish.seal != nullptr, .id = id};
  if (!send(socket_.get(), fork, fds)) return fail(ErrorKind::transient, "the decoder does not answer");
  OpenMessage open{.fit = static_cast<std::uint32_t>(wish.fit),
                   .width = wish.box.width,
                   .height = wish.box.height,
                   .sound = wish.sound,
                   .threads = limits_.threads,
                   .still = wish.still.count(),
                   .memory = memory_for(wish).count,
                   .still_memory = wish.still_memory.count,
                   .measure = wish.measure};
  send(pair->first.get(), open);
  return std::shared_ptr<Channel>(new Channel{std::move(pair->first), std::move(*region)});
}

void Server::listen(std::uint64_t id, ChildRendering *r, const RenderWish &wish) {
  asked_[id] = r;
  int fd = r->socket();
  r->server_patience = answered_ ? forking_patience : loading_patience;
  r->on_silence = [this] {
    board::log(board::Level::error, "sheaf-render does not answer; it is started again");
    stop(How::kill);
    start();
  };
  r->on_end = [this, id, fd] {
    loop_.forget(fd);
    if (auto found = asked_.find(id); found != asked_.end()) found->second = nullptr;
  };
  auto watched = loop_.watch(fd, [this, r, wish, fd] {
    r->receive(board::steady_now());
    if (r->failure || r->end || r->measured)
      loop_.forget(fd); // nothing more will come: a hung-up socket would wake us for ever
    if (!r->wants_deinterlacer()) return;
    r->on_end(); // for this child: should the server answer only now, it gets killed
    auto next = next_id_++;
    auto channel = ask(next, r->medium(), wish, true);
    if (!channel) return r->lost(channel.error().text);
    r->restart(*channel);
    listen(next, r, wish);
  });
  if (!watched) r->lost(watched.error().text);
}

// What cannot be asked is a rendering too: one that has failed.
class FailedRendering final : public Rendering {
public:
  explicit FailedRendering(Error error) { failure = std::move(error); }
  void receive(Steady) override {}
  void begin(Steady) override {}
  void pause() override {}
  std::shared_ptr<Samples> samples() override { return nullptr; }
};

std::unique_ptr<Rendering> Server::open(Fd medium, const RenderWish &wish) {
  auto id = next_id_++;
  auto channel = ask(id, medium.get(), wish, false);
  if (!channel) return std::make_unique<FailedRendering>(channel.error());
  auto rendering =
      std::make_unique<ChildRendering>(*channel, std::move(medium), wish.seal ? wish.seal->chunks.size() : 0);
  listen(id, rendering.get(), wish);
  return rendering;
}

}

const char *name(ItemKind kind) {
  switch (kind) {
  case ItemKind::still:
    return "still";
  case ItemKind::film:
    return "film";
  case ItemKind::animation:
    return "animation";
  }
  return "unknown";
}

std::unique_ptr<RenderServer> start_render_server(std::string program, RenderLimits limits,
                                                  board::Loop &loop) {
  return std::make_unique<Server>(std::move(program), limits, loop);
}

}
