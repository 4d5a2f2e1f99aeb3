// A program with threads: argv[0] names the scenario. It exits with 0, or tells the line of what was not so and exits with 1.
#include "threads.h"

static int32_t never;

static mutex_t mutex;
static condition_t changed;
static int32_t turn;
static int32_t total;

// Two threads take turns: each round is a lock, a wait on the condition and a broadcast.
static const int ROUNDS = 10000;

static void take_turns(int index) {
  for (int round = 0; round < ROUNDS; round++) {
    lock(&mutex);
    while (turn != index) await(&changed, &mutex);
    total++;
    turn = 1 - index;
    broadcast(&changed);
    unlock(&mutex);
  }
}

static void rounds(void) {
  CHECK(start(0, take_turns) > 0);
  CHECK(start(1, take_turns) > 0);
  join(0);
  join(1);
  CHECK(total == 2 * ROUNDS);
}

// Each thread writes a file of its own, by calls that go through one table of descriptors, and reads it again.
static const int FILES = 8;
static const int LINES = 200;

static void use_file(int index) {
  char name[] = "file0";
  name[4] = (char)('0' + index);
  int32_t fd = -1;
  // Create and truncate; read, seek and write.
  CHECK(path_open(3, 0, name, sizeof name - 1, 1 | 8, (1 << 1) | (1 << 2) | (1 << 5) | (1 << 6), 0, 0, &fd) == 0);
  char line[] = "thread 0 line 000\n";
  line[7] = name[4];
  for (int i = 0; i < LINES; i++) {
    line[14] = (char)('0' + i / 100);
    line[15] = (char)('0' + i / 10 % 10);
    line[16] = (char)('0' + i % 10);
    iovec_t whole = {line, sizeof line - 1};
    size_t written = 0;
    CHECK(fd_write(fd, &whole, 1, &written) == 0);
    CHECK(written == sizeof line - 1);
  }
  int64_t offset = -1;
  CHECK(fd_seek(fd, 0, 0, &offset) == 0);
  for (int i = 0; i < LINES; i++) {
    char found[sizeof line];
    iovec_t whole = {found, sizeof line - 1};
    size_t got = 0;
    CHECK(fd_read(fd, &whole, 1, &got) == 0);
    CHECK(got == sizeof line - 1);
    CHECK(found[7] == name[4]);
    CHECK(found[14] == (char)('0' + i / 100) && found[16] == (char)('0' + i % 10));
  }
  CHECK(fd_close(fd) == 0);
}

static void files(void) {
  for (int i = 0; i < FILES; i++) CHECK(start(i, use_file) > 0);
  for (int i = 0; i < FILES; i++) join(i);
}

// One thread reads from the input, which has nothing yet; the first one makes calls until there was something.
static int32_t got_input;

static void read_input(int index) {
  (void)index;
  char found[16];
  iovec_t whole = {found, sizeof found};
  size_t got = 0;
  CHECK(fd_read(0, &whole, 1, &got) == 0);
  CHECK(got == 5 && found[0] == 'h' && found[4] == 'o');
  __atomic_store_n(&got_input, 1, __ATOMIC_SEQ_CST);
}

// One thread polls the input.
static void poll_input(int index) {
  (void)index;
  uint64_t subscription[6] = {7, 1, 0};
  uint64_t events[4];
  size_t count = 0;
  CHECK(poll_oneoff(subscription, events, 1, &count) == 0);
  CHECK(count == 1 && events[0] == 7);
  read_input(index);
}

static void others_go_on(void (*waits)(int)) {
  CHECK(start(0, waits) > 0);
  while (__atomic_load_n(&got_input, __ATOMIC_SEQ_CST) == 0) {
    uint64_t time;
    CHECK(clock_time_get(1, 0, &time) == 0);
  }
  join(0);
  CHECK(got_input == 1);
}

static void reading(void) { others_go_on(read_input); }
static void polling(void) { others_go_on(poll_input); }

// A thread waits for the input when another closes it.
static void read_closed(int index) {
  (void)index;
  char found[16];
  iovec_t whole = {found, sizeof found};
  size_t got = 0;
  CHECK(fd_read(0, &whole, 1, &got) == 8);
}

static void closing(void) {
  CHECK(start(0, read_closed) > 0);
  // The second one is held back until the other waits.
  say("ready\n");
  say("ready\n");
  CHECK(fd_close(0) == 0);
  join(0);
}

static void sleep_seconds(uint64_t seconds) {
  uint64_t subscription[6] = {0, 0, 1, seconds * 1000000000, 0, 0};
  uint64_t events[4];
  size_t count = 0;
  poll_oneoff(subscription, events, 1, &count);
}

static void sleep_long(int index) {
  (void)index;
  sleep_seconds(86400);
}

static void wait_for_ever(int index) {
  (void)index;
  wait_while(&never, 0);
}

static void compute(int index) {
  (void)index;
  for (;;) __atomic_fetch_add(&total, 1, __ATOMIC_SEQ_CST);
}

static void exit_with_7(int index) {
  (void)index;
  proc_exit(7);
}

static void trap(int index) {
  (void)index;
  __builtin_trap();
}

// The first thread is busy in one of several ways when another ends the program.
static void exiting(void) {
  CHECK(start(0, sleep_long) > 0);
  CHECK(start(1, wait_for_ever) > 0);
  CHECK(start(2, compute) > 0);
  CHECK(start(3, exit_with_7) > 0);
  wait_for_ever(0);
}

static void trapping(void) {
  CHECK(start(0, sleep_long) > 0);
  CHECK(start(1, compute) > 0);
  CHECK(start(2, trap) > 0);
  sleep_long(0);
}

// It returns while others sleep, wait and compute.
static void returning(void) {
  CHECK(start(0, sleep_long) > 0);
  CHECK(start(1, wait_for_ever) > 0);
  CHECK(start(2, compute) > 0);
}

// It never ends.
static void lasting(void) {
  returning();
  say("ready\n");
  compute(0);
}

// Starts threads until there may be no more, has one end, and starts another.
static int32_t may_end;

static void wait_for_end(int index) {
  (void)index;
  wait_while(&may_end, 0);
}

static void nothing(int index) { (void)index; }

static void limits(void) {
  int count = 0;
  int32_t tid;
  while (count < MOST_THREADS && (tid = start(count, wait_for_end)) > 0) count++;
  CHECK(tid == -6);
  char text[] = "00\n";
  text[0] = (char)('0' + count / 10);
  text[1] = (char)('0' + count % 10);
  say(text);
  __atomic_store_n(&may_end, 1, __ATOMIC_SEQ_CST);
  __builtin_wasm_memory_atomic_notify(&may_end, (uint32_t)-1);
  for (int i = 0; i < count; i++) join(i);
  // What has ended makes room, a moment after it can be joined.
  while ((tid = start(0, nothing)) == -6) sleep_seconds(0);
  CHECK(tid > count);
  join(0);
}

// Threads one after the other, each with a number of its own.
static void series(void) {
  int32_t last = 0;
  for (int i = 0; i < 200; i++) {
    int32_t tid = start(0, nothing);
    CHECK(tid > last);
    join(0);
    CHECK(threads[0].tid == tid);
    last = tid;
  }
}

// A thread says something.
static void greet(int index) { say(index == 0 ? "one\n" : "two\n"); }

static void greeting(void) {
  for (int i = 0; i < 2; i++) {
    CHECK(start(i, greet) > 0);
    join(i);
  }
  say("three\n");
}

// A thread makes the memory larger, and its host is told of what lies there.
static void grow(int index) {
  (void)index;
  int32_t *last = (int32_t *)(__builtin_wasm_memory_grow(0, 1) * 65536);
  CHECK((int32_t)last > 0);
  last[0] = 0x0a77656e;
  iovec_t whole = {last, 4};
  size_t *written = (size_t *)(last + 1);
  CHECK(fd_write(1, &whole, 1, written) == 0);
  CHECK(*written == 4);
}

static void growing(void) {
  CHECK(start(0, grow) > 0);
  join(0);
}

// Calls, one after the other: for figures.
static void calls(void) {
  uint64_t time;
  for (int i = 0; i < 20000; i++) CHECK(clock_time_get(1, 0, &time) == 0);
}

static const struct {
  const char *name;
  void (*run)(void);
} scenarios[] = {
  {"rounds", rounds},   {"files", files},         {"reading", reading}, {"polling", polling}, {"exiting", exiting},
  {"trapping", trapping}, {"returning", returning}, {"lasting", lasting}, {"limits", limits},   {"series", series},
  {"greeting", greeting}, {"growing", growing}, {"closing", closing},     {"calls", calls},
};

void _start(void) {
  char *argv[4];
  char strings[64];
  size_t count, size;
  CHECK(args_sizes_get(&count, &size) == 0 && count <= 4 && size <= sizeof strings);
  CHECK(args_get(argv, strings) == 0);
  // argv[1], if there is one: on the command line argv[0] is the path of the program.
  const char *wanted = argv[count - 1];
  for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++) {
    const char *name = scenarios[i].name;
    size_t length = length_of(name);
    if (length != length_of(wanted)) continue;
    size_t same = 0;
    while (same < length && name[same] == wanted[same]) same++;
    if (same < length) continue;
    scenarios[i].run();
    return;
  }
  fail(__LINE__);
}
