// What a libc for wasm32-wasip1-threads would bring: threads with stacks of their own, a mutex and a condition, on atomic waits. There is none here.
#ifndef THREADS_H
#define THREADS_H

#include <stddef.h>
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name))) extern int32_t
#define WASI(name) IMPORT("wasi_snapshot_preview1", name)

typedef struct {
  const void *buffer;
  size_t length;
} iovec_t;

IMPORT("wasi", "thread-spawn") thread_spawn(void *start);
WASI("fd_write") fd_write(int32_t fd, const iovec_t *iovecs, size_t count, size_t *written);
WASI("fd_read") fd_read(int32_t fd, const iovec_t *iovecs, size_t count, size_t *got);
WASI("fd_seek") fd_seek(int32_t fd, int64_t delta, int32_t whence, int64_t *offset);
WASI("fd_close") fd_close(int32_t fd);
WASI("path_open")
path_open(int32_t fd, int32_t dirflags, const char *path, size_t length, int32_t oflags, int64_t base, int64_t inheriting,
          int32_t fdflags, int32_t *opened);
WASI("poll_oneoff") poll_oneoff(const void *in, void *out, size_t count, size_t *events);
WASI("clock_time_get") clock_time_get(int32_t clock, int64_t precision, uint64_t *time);
WASI("args_sizes_get") args_sizes_get(size_t *count, size_t *size);
WASI("args_get") args_get(char **argv, char *strings);
__attribute__((import_module("wasi_snapshot_preview1"), import_name("proc_exit"))) extern _Noreturn void proc_exit(int32_t);

#define MOST_THREADS 70
#define STACK_SIZE 16384

typedef struct {
  void *stack;
  void (*run)(int index);
  int index;
  int32_t tid;
  // 0 until it has ended.
  int32_t ended;
} thread_t;

static uint8_t stacks[MOST_THREADS][STACK_SIZE] __attribute__((aligned(16)));
static thread_t threads[MOST_THREADS];

// Exported: the new instance has the stack pointer of the first thread.
void begin_thread(int32_t tid, thread_t *self);
__asm__(
  ".globaltype __stack_pointer, i32\n"
  ".functype begin_thread (i32, i32) -> ()\n"
  ".globl wasi_thread_start\n"
  ".type wasi_thread_start,@function\n"
  "wasi_thread_start:\n"
  "  .functype wasi_thread_start (i32, i32) -> ()\n"
  "  local.get 1\n"
  "  i32.load 0\n"
  "  global.set __stack_pointer\n"
  "  local.get 0\n"
  "  local.get 1\n"
  "  call begin_thread\n"
  "  end_function\n"
  ".export_name wasi_thread_start, wasi_thread_start\n");

// A function of its own: on Node 20, a loop with the instruction in it was seen to go round too often, in plain workers too.
__attribute__((noinline)) static void futex_wait(int32_t *word, int32_t value) {
  __builtin_wasm_memory_atomic_wait32(word, value, -1);
}

static void wait_while(int32_t *word, int32_t value) {
  while (__atomic_load_n(word, __ATOMIC_SEQ_CST) == value) futex_wait(word, value);
}

void begin_thread(int32_t tid, thread_t *self) {
  __atomic_store_n(&self->tid, tid, __ATOMIC_SEQ_CST);
  self->run(self->index);
  __atomic_store_n(&self->ended, 1, __ATOMIC_SEQ_CST);
  __builtin_wasm_memory_atomic_notify(&self->ended, 1);
}

// Returns what thread-spawn has.
static int32_t start(int index, void (*run)(int)) {
  thread_t *thread = &threads[index];
  thread->stack = stacks[index] + STACK_SIZE;
  thread->run = run;
  thread->index = index;
  thread->ended = 0;
  return thread_spawn(thread);
}

static void join(int index) { wait_while(&threads[index].ended, 0); }

// The mutex of "Futexes Are Tricky" (Drepper, 2011): 0 free, 1 held, 2 held and waited for.
typedef int32_t mutex_t;

static void lock(mutex_t *mutex) {
  int32_t found = 0;
  if (__atomic_compare_exchange_n(mutex, &found, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return;
  if (found != 2) found = __atomic_exchange_n(mutex, 2, __ATOMIC_SEQ_CST);
  while (found != 0) {
    futex_wait(mutex, 2);
    found = __atomic_exchange_n(mutex, 2, __ATOMIC_SEQ_CST);
  }
}

static void unlock(mutex_t *mutex) {
  if (__atomic_exchange_n(mutex, 0, __ATOMIC_SEQ_CST) == 2) __builtin_wasm_memory_atomic_notify(mutex, 1);
}

typedef int32_t condition_t;

static void await(condition_t *condition, mutex_t *mutex) {
  int32_t seen = __atomic_load_n(condition, __ATOMIC_SEQ_CST);
  unlock(mutex);
  futex_wait(condition, seen);
  lock(mutex);
}

static void broadcast(condition_t *condition) {
  __atomic_fetch_add(condition, 1, __ATOMIC_SEQ_CST);
  __builtin_wasm_memory_atomic_notify(condition, (uint32_t)-1);
}

static size_t length_of(const char *text) {
  size_t length = 0;
  while (text[length] != 0) length++;
  return length;
}

static void say(const char *text) {
  iovec_t whole = {text, length_of(text)};
  size_t written;
  fd_write(1, &whole, 1, &written);
}

static void fail(int line) {
  char text[] = "line 0000\n";
  for (int i = 8; line > 0; i--, line /= 10) text[i] = (char)('0' + line % 10);
  iovec_t whole = {text, sizeof text - 1};
  size_t written;
  fd_write(2, &whole, 1, &written);
  proc_exit(1);
}

#define CHECK(condition) \
  do { \
    if (!(condition)) fail(__LINE__); \
  } while (0)

#endif
