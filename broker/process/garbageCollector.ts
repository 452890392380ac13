import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow to twice its size before all of it is collected. By itself V8 collects a heap that grows slowly after
 * every tenth of growth, to save memory; with a million messages waiting that is every few seconds, and each time the
 * requests of 50 to 200 ms wait (measured in docs/performance.md). The flag is a number that V8 reads after each
 * collection, so that it may be set while it runs; a V8 that does not know it says so on its standard error and continues.
 */
export function relaxHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
