// Prints the quotient of two numbers. WebAssembly traps where C leaves open what comes of a division by zero.
#include <stdio.h>
#include <stdlib.h>

__attribute__((noinline)) static int quotient(int dividend, int divisor) { return dividend / divisor; }

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  printf("%d\n", quotient(atoi(argv[1]), atoi(argv[2])));
}
