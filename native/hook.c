/* clew-hook HOME AGENT EVENT [WAIT_MS]: hands the hook payload on standard input to the recorder.
 *
 * One frame goes to the socket HOME/hooks, or, when nobody answers within the budget, into a file of
 * HOME/spool. Prints nothing unless the recorder has something to say and exits 0 whatever goes wrong:
 * no agent is ever failed or held up by us. docs/formats/hooks.md has the bytes. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
  LONGEST = 16 << 20, /* of a payload; of a longer one only its length is sent */
  HEAD = 256,         /* room for the line before it */
  BUDGET_MS = 20,     /* for the recorder's answer */
  SILENCE_MS = 1000,  /* after which an input that is not closed counts as ended */
  START_S = 30        /* between two attempts to start a recorder */
};

static char room[HEAD + LONGEST];
static char *const payload = room + HEAD;
static char temporary[128], final[128];
extern char **environ;

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static char *add(char *to, const char *text) {
  size_t n = strlen(text);
  memcpy(to, text, n);
  return to + n;
}

/* A number with at least so many digits. */
static char *number(char *to, uint64_t value, int digits) {
  char text[24];
  int n = 0;
  for (; value || n < digits; value /= 10) text[n++] = (char)('0' + value % 10);
  while (n) *to++ = text[--n];
  return to;
}

/* A word of the letters that a frame's first line may hold. */
static char *word(char *to, const char *text, int most, const char *others) {
  char *start = to;
  for (; *text && to - start < most; text++) {
    int plain = (*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9') || strchr(others, *text);
    *to++ = plain ? *text : '_';
  }
  if (to == start) *to++ = 'x';
  return to;
}

static char *nonce(char *to, uint64_t stamp) {
  unsigned char bytes[16] = {0};
  int file = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (file < 0 || read(file, bytes, sizeof bytes) != sizeof bytes) {
    uint64_t own[2] = {stamp, (uint64_t)getpid()};
    memcpy(bytes, own, sizeof bytes);
  }
  if (file >= 0) close(file);
  for (int i = 0; i < 16; i++) {
    *to++ = "0123456789abcdef"[bytes[i] >> 4];
    *to++ = "0123456789abcdef"[bytes[i] & 15];
  }
  return to;
}

/* How long the input is; no more of it than LONGEST is in memory. */
static uint64_t take_input(void) {
  uint64_t length = 0;
  static char rest[1 << 16];
  for (;;) {
    int more = length < LONGEST;
    struct pollfd in = {.fd = 0, .events = POLLIN};
    ssize_t n = poll(&in, 1, SILENCE_MS);
    if (n > 0) n = more ? read(0, payload + length, LONGEST - length) : read(0, rest, sizeof rest);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) return length;
    length += (uint64_t)n;
  }
}

/* Whether all of it was written, or read, before the deadline; a deadline of 0 is none. */
static int moved(int file, char *bytes, size_t length, int writing, int64_t deadline) {
  while (length) {
    ssize_t n = writing ? write(file, bytes, length) : read(file, bytes, length);
    if (n > 0) {
      bytes += n;
      length -= (size_t)n;
    } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
      return 0;
    } else if (errno == EAGAIN) {
      int64_t left = deadline - now_ms();
      struct pollfd ready = {.fd = file, .events = writing ? POLLOUT : POLLIN};
      if (left <= 0 || poll(&ready, 1, (int)left) == 0) return 0;
    }
  }
  return 1;
}

/* The recorder's exit code when it has taken the frame, -1 when there is none, -2 when it was too slow. */
static int sent(char *frame, size_t length, int64_t deadline) {
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "hooks"};
  unsigned char answer[6];
  int file = socket(AF_UNIX, SOCK_STREAM, 0);
  if (file < 0 || fcntl(file, F_SETFL, O_NONBLOCK)) return -2;
  if (connect(file, (struct sockaddr *)&address, sizeof address))
    return errno == ENOENT || errno == ECONNREFUSED ? -1 : -2;
  if (!moved(file, frame, length, 1, deadline) || !moved(file, (char *)answer, 6, 0, deadline)) return -2;
  if (answer[0] != 'a') return -2;
  size_t says = (size_t)answer[1] << 24 | (size_t)answer[2] << 16 | (size_t)answer[3] << 8 | answer[4];
  if (says && says <= LONGEST && file > 2 && moved(file, payload, says, 0, deadline)) moved(1, payload, says, 1, 0);
  return answer[5];
}

static void spool(char *frame, size_t length) {
  int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == ENOENT && !mkdir("spool", 0700))
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return;
  int whole = moved(file, frame, length, 1, 0);
  if (close(file) || !whole || rename(temporary, final)) unlink(temporary);
}

/* Starts a recorder if its user allowed it: HOME/start-on-hook then holds the launcher's path. */
static void start(const char *home) {
  static char launcher[4096];
  struct stat last;
  int file = open("start-on-hook", O_RDONLY | O_CLOEXEC);
  ssize_t n = file < 0 ? -1 : read(file, launcher, sizeof launcher - 1);
  if (file >= 0) close(file);
  while (n > 0 && launcher[n - 1] == '\n') launcher[--n] = 0;
  if (n <= 0 || launcher[0] != '/') return;
  if (!stat("starting", &last) && time(0) - last.st_mtime >= 0 && time(0) - last.st_mtime < START_S) return;
  unlink("starting");
  file = open("starting", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 || fork()) return; /* somebody else does, or the child will */
  setsid();
  if (fork()) _exit(0);
  int none = open("/dev/null", O_RDWR);
  for (int i = 0; i < 3; i++) dup2(none, i);
  for (int i = 3; i < 256; i++) close(i);
  signal(SIGPIPE, SIG_DFL);
  setenv("CLEW_HOME", home, 1);
  execl(launcher, launcher, "up", "--no-open", (char *)0);
  _exit(0);
}

int main(int count, char **words) {
  static char home[4096];
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  uint64_t stamp = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  if (count < 4 || chdir(words[1]) || !getcwd(home, sizeof home)) return 0;
  int wait = count > 4 ? atoi(words[4]) : 0;
  if (wait < 0 || wait > 10000) wait = 0;
  uint64_t length = take_input();
  char head[HEAD], name[33] = {0}, *to = add(head, "clwh1 ");
  nonce(name, stamp);
  to = word(to, words[2], 32, "_-");
  *to++ = ' ';
  to = word(to, words[3], 64, "_-.:ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  *to++ = ' ';
  to = add(to, name);
  uint64_t rest[] = {stamp, (uint64_t)getppid(), (uint64_t)wait, length};
  for (int i = 0; i < 4; i++) {
    *to++ = ' ';
    to = number(to, rest[i], 1);
  }
  *to++ = '\n';
  size_t heads = (size_t)(to - head), whole = heads + (length > LONGEST ? 0 : (size_t)length);
  char *frame = payload - heads;
  memcpy(frame, head, heads);
  to = add(number(add(final, "spool/"), stamp, 20), "-");
  add(add(to, name), ".hook");
  add(add(add(temporary, "spool/."), final + 6), ".c");
  int code = sent(frame, whole, now_ms() + BUDGET_MS + wait);
  if (code >= 0) return code;
  spool(frame, whole);
  if (code == -1) start(home);
  return 0;
}
