// Adds up the numbers in one file and writes the sum into another. Both names are in `report.conf`. Like many programs, it does
// not say what went wrong: its exit status is errno.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PROJECT "/project/"

static FILE *open_in_project(const char *name, const char *mode) {
  char path[512] = PROJECT;
  strncat(path, name, sizeof path - sizeof PROJECT);
  return fopen(path, mode);
}

int main(void) {
  char in[200], out[200];
  FILE *conf = open_in_project("report.conf", "r");
  if (conf == NULL || fscanf(conf, "in %199s out %199s", in, out) != 2) return errno;
  fclose(conf);

  FILE *numbers = open_in_project(in, "r");
  if (numbers == NULL) return errno;
  long sum = 0, number;
  while (fscanf(numbers, "%ld", &number) == 1) sum += number;
  fclose(numbers);

  FILE *report = open_in_project(out, "w");
  if (report == NULL) return errno;
  fprintf(report, "the sum is %ld\n", sum);
  return fclose(report) == 0 ? 0 : errno;
}
