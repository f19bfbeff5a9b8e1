/* ask SOCKET BUILD WORD...: has the running recorder answer a command line.
 *
 * A command of its own starts a virtual machine and opens a store; the recorder has both. Exits with
 * the command's code, or with 75 before anything was printed when nobody answers or the recorder
 * leaves this command to the caller, who then runs it himself. docs/formats/socket.md has the bytes. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_TAKEN = 75, MOST = 1 << 20, PATIENCE_MS = 500 };

static const char *const passed[] = {"CLEW_", "NO_COLOR=", "COLUMNS=", "LINES=", "TERM=", "TZ=", "LANG=", "LC_",
                                     "PAGER=", "LESS=", "PATH=", "HOME=", "CLAUDE_CONFIG_DIR=", "CODEX_HOME=", 0};
extern char **environ;

static char body[MOST];
static size_t used = 8; /* magic and length stand before it */

static void add(const char *text) {
  size_t length = strlen(text) + 1;
  if (length > MOST - used) exit(NOT_TAKEN);
  memcpy(body + used, text, length);
  used += length;
}

static int is_passed(const char *variable) {
  for (int i = 0; passed[i]; i++)
    if (!strncmp(variable, passed[i], strlen(passed[i]))) return 1;
  return 0;
}

/* Whether all of it was written. */
static int put(int file, const char *bytes, size_t length) {
  while (length) {
    ssize_t n = write(file, bytes, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 0;
    bytes += n;
    length -= (size_t)n;
  }
  return 1;
}

/* Whether all of it was read. */
static int get(int file, char *bytes, size_t length) {
  while (length) {
    ssize_t n = read(file, bytes, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 0;
    bytes += n;
    length -= (size_t)n;
  }
  return 1;
}

static int connected(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -1;
  strcpy(address.sun_path, path);
  int file = socket(AF_UNIX, SOCK_STREAM, 0);
  if (file < 0 || connect(file, (struct sockaddr *)&address, sizeof address)) return -1;
  return file;
}

/* A pager that reads what is written to the file returned; standard output where none can start. */
static int paged(const char *command, pid_t *pager) {
  int ends[2];
  if (pipe(ends)) return 1;
  *pager = fork();
  if (*pager == 0) {
    dup2(ends[0], 0);
    close(ends[0]);
    close(ends[1]);
    execl("/bin/sh", "sh", "-c", command, (char *)0);
    _exit(127);
  }
  close(ends[0]);
  if (*pager < 0) {
    close(ends[1]);
    return 1;
  }
  signal(SIGPIPE, SIG_IGN); /* its reader may leave before the end, and that is no failure */
  signal(SIGINT, SIG_IGN);  /* the pager's to handle */
  return ends[1];
}

int main(int count, char **words) {
  char cwd[8192], head[5];
  pid_t pager = -1;
  int out = 1, code = 70, ended = 0;
  if (count < 3 || !getcwd(cwd, sizeof cwd)) return NOT_TAKEN;
  int file = connected(words[1]);
  if (file < 0) return NOT_TAKEN;
  add(words[2]);
  for (char **v = environ; *v; v++)
    if (is_passed(*v)) add(*v);
  add("");
  add(cwd);
  for (int i = 3; i < count; i++) add(words[i]);
  uint32_t length = (uint32_t)(used - 8);
  memcpy(body, "clw1", 4);
  for (int i = 0; i < 4; i++) body[4 + i] = (char)(length >> (24 - 8 * i));
  signal(SIGPIPE, SIG_IGN);
  if (!put(file, body, used)) return NOT_TAKEN;
  struct pollfd answer = {.fd = file, .events = POLLIN};
  if (poll(&answer, 1, PATIENCE_MS) <= 0 || !get(file, head, 5) || head[0] != 'a') return NOT_TAKEN;
  signal(SIGPIPE, SIG_DFL);
  while (!ended && get(file, head, 5)) {
    size_t rest = 0;
    for (int i = 1; i < 5; i++) rest = rest << 8 | (unsigned char)head[i];
    if (rest > MOST || !get(file, body, rest)) break;
    switch (head[0]) {
      case 'o': ended = !put(out, body, rest); break; /* whoever reads it has seen enough */
      case 'e': put(2, body, rest); break;
      case 'p':
        body[rest < MOST ? rest : MOST - 1] = 0;
        if (pager < 0) out = paged(body, &pager);
        break;
      case 'x':
        code = rest ? (unsigned char)body[0] : 70;
        ended = 2;
        break;
    }
  }
  if (pager > 0) {
    if (out != 1) close(out);
    while (waitpid(pager, 0, 0) < 0 && errno == EINTR) {}
  }
  if (ended == 0) put(2, "clew: the recorder stopped while it answered; try again\n", 56);
  return ended == 0 ? 3 : ended == 1 ? 0 : code;
}
