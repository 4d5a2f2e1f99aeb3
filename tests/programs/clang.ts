import type { Job } from './job.js';
import { clangSysroot, llvmWasm } from './packages.js';

/** A C program in two files: reads numbers from a file, prints, writes, and exits with what it found. */
export const clangProject: Readonly<Record<string, string>> = {
  'main.c': `
#include <stdio.h>
#include <stdlib.h>
#include "sum.h"

int main(int argc, char **argv) {
  if (argc != 3) return 100;
  FILE *in = fopen(argv[1], "r");
  FILE *out = fopen(argv[2], "w");
  if (in == NULL || out == NULL) { perror("open"); return 101; }
  long n, total = 0;
  while (fscanf(in, "%ld", &n) == 1) total = sum(total, n);
  fprintf(out, "total=%ld\\n", total);
  fclose(out);
  printf("%s: %ld %.3f\\n", argv[0], total, total / 7.0);
  return (int)(total % 64);
}
`,
  'sum.c': '#include "sum.h"\nlong sum(long a, long b) { return a + b; }\n',
  'sum.h': 'long sum(long a, long b);\n',
  'numbers.txt': '1 2 3\n40 50\n',
};

const preopens = (folder: string) => ({ '/usr': clangSysroot(), '/project': folder });

/** Compiles one C file of `folder` to an object file beside it. */
export function compile(folder: string, name: string): Job {
  return {
    wasm: llvmWasm,
    argv: ['clang', '-c', '-O2', '-Wall', `/project/${name}.c`, '-o', `/project/${name}.o`],
    preopens: preopens(folder),
  };
}

/** Links object files of `folder` with libc to `program.wasm`. */
export function link(folder: string, ...names: string[]): Job {
  const libraries = '/usr/lib/wasm32-wasip1';
  return {
    wasm: llvmWasm,
    argv: [
      'wasm-ld',
      '-m',
      'wasm32',
      `-L${libraries}`,
      `${libraries}/crt1-command.o`,
      ...names.map(name => `/project/${name}.o`),
      '-lc',
      '/usr/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a',
      '-o',
      '/project/program.wasm',
    ],
    preopens: preopens(folder),
  };
}

/** Runs what was linked. */
export function linked(folder: string): Job {
  return {
    wasm: `${folder}/program.wasm`,
    argv: ['program', '/data/numbers.txt', '/data/total.txt'],
    preopens: { '/data': folder },
  };
}
