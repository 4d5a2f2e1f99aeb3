/* Copies a file, 16 bytes at a time. */
#include <fcntl.h>
#include <unistd.h>

int main(void) {
  char buffer[16];
  int from = open("/data/in.txt", O_RDONLY);
  int to = open("/data/out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (from < 0 || to < 0) return 1;
  while (read(from, buffer, sizeof buffer) > 0) write(to, buffer, sizeof buffer);
  return close(to);
}
