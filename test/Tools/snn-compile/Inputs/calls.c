/* Calls the functions of calls.mlir as they are not to be called, and as they
   are. */
#include "net.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void print(const char *error) { printf("%s\n", error ? error : "done"); }

// CHECK-LABEL: {{^}}assertion{{$}}
// CHECK-NEXT: expected at least 3 steps
// CHECK-NEXT: not written: 7
// CHECK-NEXT: done
// CHECK-NEXT: written: 1
static void test_assertion(void) {
  printf("assertion\n");
  float x[asserts_arg0_elements] = {0, 0, 0};
  float y[asserts_res0_elements] = {7, 7, 7};
  print(asserts(x, 2, y));
  printf("not written: %g\n", y[0]);
  print(asserts(x, 3, y));
  printf("written: %g\n", y[0]);
}

// CHECK-LABEL: {{^}}spikes{{$}}
// CHECK-NEXT: arg0: expected spikes (0 or 1), found 0.5 at index [1, 2]
// CHECK-NEXT: untouched: 1
// CHECK-NEXT: done
// CHECK-NEXT: 3 columns
// CHECK-NEXT: arg0: expected spikes (0 or 1), found 2 at index [1, 1000]
// CHECK-NEXT: done
// CHECK-NEXT: arg0: expected spikes (0 or 1), found -1.5 at index [2]
// CHECK-NEXT: arg0: expected spikes (0 or 1), found 5.96046e-08 at index [1]
// CHECK-NEXT: done
static void test_spikes(void) {
  printf("spikes\n");
  float x[6] = {0, 1, 1, 0, 0, 0.5f}, *y = x;
  int64_t columns = -1;
  print(spikes(x, 3, &y, &columns));
  printf("untouched: %d\n", y == x && columns == -1);
  x[5] = 1;
  print(spikes(x, 3, &y, &columns));
  printf("%d columns\n", (int)columns);
  free(y);
  /* More than are counted at once. */
  static float many[3000];
  many[2500] = 2;
  print(spikes(many, 1500, &y, &columns));
  many[2500] = 1;
  print(spikes(many, 1500, &y, &columns));
  free(y);
  /* 0, 1, -0 and what is neither. */
  uint16_t half[3] = {0x3c00, 0x8000, 0xbe00}, result[3];
  print(spikes_f16(half, result));
  half[1] = 1;
  print(spikes_f16(half, result));
  half[1] = half[2] = 0;
  print(spikes_f16(half, result));
}

// CHECK-LABEL: {{^}}arguments{{$}}
// CHECK-NEXT: arg0: expected a size 1 of at least 0, found -3
// CHECK-NEXT: arg0: expected memory, found a null pointer
// CHECK-NEXT: done
// CHECK-NEXT: 0 columns
static void test_arguments(void) {
  printf("arguments\n");
  float x[6] = {0}, *y = NULL;
  int64_t columns = -1;
  print(spikes(x, -3, &y, &columns));
  print(spikes(NULL, 3, &y, &columns));
  print(spikes(NULL, 0, &y, &columns));
  printf("%d columns\n", (int)columns);
  free(y);
}

// clang-format off
// CHECK-LABEL: {{^}}memory{{$}}
// CHECK-NEXT: not enough memory: the compiled code asked for {{7999999999999999[0-9]*|8000000000000000000}} bytes
// CHECK-NEXT: done
// CHECK-NEXT: 5 elements, the last 1
// clang-format on
static void test_memory(void) {
  printf("memory\n");
  double *y = NULL;
  int64_t count = 0;
  print(fills(999999999999999999, &y, &count));
  print(fills(5, &y, &count));
  printf("%d elements, the last %g\n", (int)count, y[4]);
  free(y);
}

// CHECK-LABEL: {{^}}results{{$}}
// CHECK-NEXT: done
// CHECK-NEXT: 11 22 33 44, first 11
// CHECK-NEXT: done
// CHECK-NEXT: first 21
// CHECK-NEXT: done
static void test_results(void) {
  printf("results\n");
  /* Over an argument; without one of them; without any. */
  float x[4] = {1, 2, 3, 4}, y[4] = {10, 20, 30, 40}, first;
  print(sum(x, y, x, &first));
  printf("%g %g %g %g, first %g\n", x[0], x[1], x[2], x[3], first);
  print(sum(x, y, NULL, &first));
  printf("first %g\n", first);
  print(sum(x, y, NULL, NULL));
}

/* Fails and succeeds in turns; each thread has errors of its own. */
static void *call_often(void *unused) {
  float x[3] = {0, 0, 0}, y[3];
  long wrong = 0;
  for (int i = 0; i < 1000; ++i)
    wrong += !asserts(x, 2, y) || asserts(x, 3, y) || y[2] != 1;
  (void)unused;
  return (void *)wrong;
}

// CHECK-LABEL: {{^}}threads{{$}}
// CHECK-NEXT: 0 wrong
static void test_threads(void) {
  printf("threads\n");
  pthread_t threads[4];
  long sum = 0;
  for (int i = 0; i < 4; ++i)
    pthread_create(&threads[i], NULL, call_often, NULL);
  for (int i = 0; i < 4; ++i) {
    void *wrong;
    pthread_join(threads[i], &wrong);
    sum += (long)wrong;
  }
  printf("%ld wrong\n", sum);
}

int main(void) {
  test_assertion();
  test_spikes();
  test_arguments();
  test_memory();
  test_results();
  test_threads();
  return 0;
}
