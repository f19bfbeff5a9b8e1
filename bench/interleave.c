/* interleave ROUNDS PAUSE_US INPUT COMMAND...: runs each command once per round, in turns, with the file
 * INPUT as standard input and nothing to print to; prints a line "index microseconds" for each run, from
 * the call that starts the process to the return of the one that waits for it. A command is words
 * divided by '|'. Exits 1 when a command did not exit 0. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS = 32 };
extern char **environ;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(int count, char **words) {
  if (count < 5) return 2;
  int rounds = atoi(words[1]), failed = 0;
  struct timespec pause = {0, atol(words[2]) * 1000};
  for (int round = 0; round < rounds; round++)
    for (int i = 4; i < count; i++) {
      char line[8192], *argument[WORDS] = {0};
      int n = 0, status;
      pid_t pid;
      snprintf(line, sizeof line, "%s", words[i]);
      for (char *word = strtok(line, "|"); word && n < WORDS - 1; word = strtok(0, "|")) argument[n++] = word;
      posix_spawn_file_actions_t files;
      posix_spawn_file_actions_init(&files);
      posix_spawn_file_actions_addopen(&files, 0, words[3], O_RDONLY, 0);
      posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
      posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
      nanosleep(&pause, 0);
      double began = now();
      if (posix_spawn(&pid, argument[0], &files, 0, argument, environ)) return 2;
      waitpid(pid, &status, 0);
      printf("%d %.0f\n", i - 4, now() - began);
      posix_spawn_file_actions_destroy(&files);
      failed |= status;
    }
  return failed ? 1 : 0;
}
