/* clew-hook HOME AGENT EVENT [WAIT_MS]: hands the hook payload on standard input to the recorder.
 *
 * One frame goes to the socket HOME/hooks, or, when nobody answers within the budget, into a file of
 * HOME/spool. Prints nothing unless the recorder has something to say and exits 0 whatever goes wrong:
 * no agent is ever failed or held up by us. docs/formats/hooks.md has the bytes.
 *
 * With BARE defined it does without a C library (Linux on x86-64): on a virtual machine the library's
 * start, which asks the processor what it can, takes several times as long as all that we do. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

enum {
  LONGEST = 16 << 20, /* of a payload; of a longer one only its length is sent */
  HEAD = 256,         /* room for the line before it */
  BUDGET_MS = 15,     /* for the recorder's answer */
  SILENCE_MS = 1000   /* after which an input that is not closed counts as ended */
};
static char room[HEAD + LONGEST], rest[1 << 16], temporary[128], final[128];
static char *const payload = room + HEAD;

/* CALL(name, ...): a system call; what it returns, or the negative errno. */
#ifdef BARE
#include <asm/unistd.h>
static char **environ;
__asm__(".globl _start\n_start: mov %rsp, %rdi\n and $-16, %rsp\n call begin\n");
static long sys(long n, long a, long b, long c, long d, long e) {
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e;
  __asm__ volatile("syscall" : "+a"(n) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return n;
}
#define CALL(name, ...) CALL5(name, __VA_ARGS__, 0, 0, 0, 0, 0)
#define CALL5(name, a, b, c, d, e, ...) sys(__NR_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))
#define PARENT sys(__NR_getppid, 0, 0, 0, 0, 0)

static long ready(struct pollfd *file, int64_t ms) {
  struct timespec patience = {ms / 1000, ms % 1000 * 1000000};
  return CALL(ppoll, file, 1, &patience, 0, 8);
}

static unsigned long ignored[4] = {1}; /* the kernel's struct sigaction, with SIG_IGN */
#define ignore(sign) CALL(rt_sigaction, sign, ignored, 0, 8)

int main(int count, char **words);
void begin(long *stack) {
  environ = (char **)(stack + 2 + stack[0]);
  CALL(exit_group, main((int)stack[0], (char **)(stack + 1)));
}
void *memset(void *to, int byte, size_t n) { /* compilers call it by themselves */
  for (char *p = to; n; n--) *p++ = (char)byte;
  return to;
}
#else
#include <stdio.h>
#include <unistd.h>
extern char **environ;
#define CALL(name, ...) or_errno(name(__VA_ARGS__))
#define PARENT getppid()
#define ignore(sign) signal(sign, SIG_IGN)
#define ready(file, ms) CALL(poll, file, 1, (int)(ms))
static long or_errno(long result) { return result < 0 ? -errno : result; }
#endif

static int64_t now_ms(void) {
  struct timespec t;
  CALL(clock_gettime, CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static char *add(char *to, const char *text, size_t most) {
  while (*text && most--) *to++ = *text++;
  return to;
}

/* A number with at least so many digits. */
static char *number(char *to, uint64_t value, int digits) {
  char text[24];
  int n = 0;
  for (; value || n < digits; value /= 10) text[n++] = (char)('0' + value % 10);
  while (n) *to++ = text[--n];
  return to;
}

/* A word of the letters that a frame's first line may hold; an event's name has more of them. */
static char *word(char *to, const char *text, int most, int event) {
  char *start = to;
  for (; *text && to - start < most; text++) {
    int small = (*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9') || *text == '-';
    int other = event && ((*text >= 'A' && *text <= 'Z') || *text == '.' || *text == ':');
    *to++ = small || other ? *text : '_';
  }
  if (to == start || (!event && (*start < 'a' || *start > 'z'))) *(to == start ? to++ : start) = 'x';
  return to;
}

static void nonce(char *to, uint64_t stamp) {
  unsigned char bytes[16] = {0};
  long file = CALL(openat, AT_FDCWD, "/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (file < 0 || CALL(read, (int)file, bytes, 16) != 16)
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(stamp >> 8 * i);
  if (file >= 0) CALL(close, (int)file);
  for (int i = 0; i < 32; i++) to[i] = "0123456789abcdef"[i % 2 ? bytes[i / 2] & 15 : bytes[i / 2] >> 4];
}

/* How long the input is; no more of it than LONGEST is kept. */
static uint64_t take_input(void) {
  for (uint64_t length = 0;;) {
    struct pollfd in = {.fd = 0, .events = POLLIN};
    long n = ready(&in, SILENCE_MS);
    if (n > 0 && length < LONGEST) n = CALL(read, 0, payload + length, LONGEST - length);
    else if (n > 0) n = CALL(read, 0, rest, sizeof rest);
    if (n > 0) length += (uint64_t)n;
    else if (n != -EINTR && n != -EAGAIN) return length;
  }
}

/* Whether all of it was written, or read, before the deadline. */
static int moved(int file, char *bytes, size_t length, int writing, int64_t deadline) {
  while (length) {
    long n = writing ? CALL(write, file, bytes, length) : CALL(read, file, bytes, length);
    if (n > 0) {
      bytes += n;
      length -= (size_t)n;
    } else if (n == -EAGAIN) {
      int64_t left = deadline - now_ms();
      struct pollfd wanted = {.fd = file, .events = writing ? POLLOUT : POLLIN};
      if (left <= 0 || ready(&wanted, left) == 0) return 0;
    } else if (n != -EINTR) {
      return 0;
    }
  }
  return 1;
}

/* The recorder's exit code when it has taken the frame; -1 when there is none, -2 when it was too slow. */
static int sent(char *frame, size_t length, int64_t deadline) {
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "hooks"};
  unsigned char answer[6];
  int file = (int)CALL(socket, AF_UNIX, SOCK_STREAM, 0);
  if (file < 0 || CALL(fcntl, file, F_SETFL, O_NONBLOCK) < 0) return -2;
  long n = CALL(connect, file, (struct sockaddr *)&address, sizeof address);
  if (n < 0) return n == -ENOENT || n == -ECONNREFUSED ? -1 : -2;
  if (!moved(file, frame, length, 1, deadline) || !moved(file, (char *)answer, 6, 0, deadline)) return -2;
  size_t says = (size_t)answer[1] << 24 | (size_t)answer[2] << 16 | (size_t)answer[3] << 8 | answer[4];
  if (answer[0] != 'a') return -2;
  if (says && says <= LONGEST && file > 2 && moved(file, payload, says, 0, deadline))
    moved(1, payload, says, 1, now_ms() + SILENCE_MS);
  return answer[5];
}

static void spool(char *frame, size_t length) {
  int how = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  long file = CALL(openat, AT_FDCWD, temporary, how, 0600);
  if (file < 0) return;
  int whole = moved((int)file, frame, length, 1, 0);
  if (CALL(close, (int)file) < 0 || !whole || CALL(renameat, AT_FDCWD, temporary, AT_FDCWD, final) < 0)
    CALL(unlinkat, AT_FDCWD, temporary, 0);
}

int main(int count, char **words) {
  struct timespec t;
  CALL(clock_gettime, CLOCK_REALTIME, &t);
  uint64_t stamp = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
  ignore(SIGPIPE);
  ignore(SIGXFSZ);
  if (count < 4 || CALL(chdir, words[1]) < 0) return 0;
  uint64_t wait = 0;
  for (char *d = count > 4 ? words[4] : ""; *d >= '0' && *d <= '9' && wait < 1000; d++)
    wait = wait * 10 + (uint64_t)(*d - '0');
  uint64_t length = take_input();
  char head[HEAD], name[33] = {0}, *to = add(head, "clwh1 ", HEAD);
  nonce(name, stamp);
  to = word(to, words[2], 32, 0);
  to = word(add(to, " ", 1), words[3], 64, 1);
  to = add(add(to, " ", 1), name, 32);
  uint64_t numbers[] = {stamp, (uint64_t)PARENT, wait, length};
  for (int i = 0; i < 4; i++) to = number(add(to, " ", 1), numbers[i], 1);
  *to++ = '\n';
  size_t heads = (size_t)(to - head), whole = heads + (length > LONGEST ? 0 : (size_t)length);
  char *frame = payload - heads;
  for (size_t i = 0; i < heads; i++) frame[i] = head[i];
  add(add(add(number(add(final, "spool/", 6), stamp, 20), "-", 1), name, 32), ".hook", 5);
  add(add(add(temporary, "spool/.", 7), final + 6, HEAD), ".c", 2);

  int code = sent(frame, whole, now_ms() + BUDGET_MS + (int64_t)wait);
  if (code >= 0) return code;
  spool(frame, whole);
  char *start[] = {"./start-on-hook", 0}; /* there if its user allowed it */
  if (code == -1) CALL(execve, start[0], start, environ);
  return 0;
}
