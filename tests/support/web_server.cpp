#include "tests/support/web_server.h"

#include "tests/support/office.h"

#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>

namespace sheaf::testing {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_port = htons(static_cast<std::uint16_t>(port));
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return a;
}

sockaddr *general(sockaddr_in &a) { return static_cast<sockaddr *>(static_cast<void *>(&a)); }

void wait_until_it_listens(int port) {
  for (int i = 0; i < 500; ++i) {
    Fd s(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    auto a = loopback(port);
    if (::connect(s.get(), general(a), sizeof a) == 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  throw std::runtime_error("the test's server does not start");
}

void make_certificates(const std::string &folder) {
  auto script =
      "cd '" + folder +
      "' && exec 2>/dev/null\n"
      "key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $1; }\n"
      "key ca.key && openssl req -x509 -new -key ca.key -subj /CN=test-ca -days 30 -out ca.pem &&\n"
      "key server.key && openssl req -new -key server.key -subj /CN=server -out server.csr &&\n"
      "printf 'subjectAltName=IP:127.0.0.1,IP:127.0.0.2,DNS:localhost' >san &&\n"
      "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile san -out "
      "server.pem &&\n"
      "key client.key && openssl req -new -key client.key -subj /CN=client -out client.csr &&\n"
      "openssl x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out client.pem";
  if (std::system(script.c_str()) != 0) throw std::runtime_error("openssl makes no certificates");
}

std::string replaced(std::string text, const std::string &what, const std::string &by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

constexpr const char *nginx_conf = R"(@USER@
daemon off; master_process off; pid @OWN@/nginx.pid; error_log @OWN@/error.log;
events { worker_connections 256; }
http {
  log_format told '$request_method $uri $status $request_length $bytes_sent $server_protocol "$http_range"';
  access_log @OWN@/access.log told;
  client_body_temp_path @OWN@/b; proxy_temp_path @OWN@/p; fastcgi_temp_path @OWN@/f; uwsgi_temp_path @OWN@/u;
  scgi_temp_path @OWN@/s;
  sendfile on; root @TREE@; keepalive_timeout 600; keepalive_requests 1000000;
  ssl_certificate @OWN@/server.pem; ssl_certificate_key @OWN@/server.key;
  server {
    listen 127.0.0.1:@PORT@ ssl http2; listen 127.0.0.2:@PORT@ ssl http2; listen 127.0.0.1:@PLAIN@;
    location ~ ^/moved/(.*)$ { return 302 https://127.0.0.1:@PORT@/$1; }
    location ~ ^/unsafe/(.*)$ { return 302 http://127.0.0.1:@PLAIN@/$1; }
    location ~ ^/inside/(.*)$ { return 302 https://127.0.0.2:@PORT@/$1; }
    location ~ ^/round/(.*)$ { return 302 https://127.0.0.1:@PORT@/round/$1; }
    location ~ ^/local/(.*)$ { return 302 file:///etc/hostname; }
    location ~ ^/busy/(.*)$ { add_header Retry-After 7 always; return 503; }
  }
  server {
    listen 127.0.0.1:@GUARDED@ ssl; ssl_client_certificate @OWN@/ca.pem; ssl_verify_client on;
  }
}
)";

}

int free_port() {
  Fd s(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  auto a = loopback(0);
  socklen_t size = sizeof a;
  if (::bind(s.get(), general(a), size) != 0 || ::getsockname(s.get(), general(a), &size) != 0)
    throw std::runtime_error("there is no free port");
  return ntohs(a.sin_port);
}

ServerProcess::ServerProcess(std::vector<std::string> words) : child_(::fork()) {
  if (child_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::vector<char *> arguments;
  for (auto &w : words) arguments.push_back(w.data());
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

ServerProcess::~ServerProcess() {
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

WebServer::WebServer(const std::string &tree)
    : port_(free_port()), plain_port_(free_port()), guarded_port_(free_port()) {
  make_certificates(own_.path());
  std::string conf = nginx_conf;
  for (const auto &[what, by] :
       std::vector<std::pair<std::string, std::string>>{{"@USER@", ::geteuid() == 0 ? "user root;" : ""},
                                                        {"@OWN@", own_.path()},
                                                        {"@TREE@", tree},
                                                        {"@PORT@", std::to_string(port_)},
                                                        {"@PLAIN@", std::to_string(plain_port_)},
                                                        {"@GUARDED@", std::to_string(guarded_port_)}})
    conf = replaced(conf, what, by);
  auto file = own_.write("nginx.conf", conf);
  nginx_ = std::make_unique<ServerProcess>(
      std::vector<std::string>{"/usr/sbin/nginx", "-e", own_ / "error.log", "-p", own_.path(), "-c", file});
  wait_until_it_listens(port_);
}

std::vector<WebServer::Request> WebServer::log(std::size_t least) const {
  auto all = read_log();
  for (int i = 0; i < 500 && all.size() < least; ++i, all = read_log())
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return all;
}

std::vector<WebServer::Request> WebServer::read_log() const {
  std::vector<Request> all;
  std::ifstream file(own_ / "access.log");
  for (std::string line; std::getline(file, line);) {
    std::istringstream in(line);
    Request r;
    in >> r.method >> r.path >> r.status >> r.in >> r.out >> r.protocol >> r.range;
    all.push_back(r);
  }
  return all;
}

namespace {

std::unique_ptr<ServerProcess> script(const std::string &name, int port, const std::string &place) {
  auto made = std::make_unique<ServerProcess>(std::vector<std::string>{
      "python3", "-B", SHEAF_SOURCE_DIR "/tests/support/" + name, std::to_string(port), place});
  wait_until_it_listens(port);
  return made;
}

}

FaultyServer::FaultyServer(const std::string &tree)
    : port_(free_port()), server_(script("faulty_server", port_, tree)) {}

ProxyServer::ProxyServer() : port_(free_port()), server_(script("proxy_server", port_, own_ / "asked")) {}

std::vector<std::string> ProxyServer::asked() const {
  std::vector<std::string> all;
  std::ifstream file(own_ / "asked");
  for (std::string line; std::getline(file, line);) all.push_back(line);
  return all;
}

}
