import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Of the two halves between which V8 copies young objects. */
const YOUNG_BYTES = 8 * 1_048_576;
/** Of a smaller heap, memory is no reason to collect it often. */
const SMALL_HEAP_BYTES = 256 * 1_048_576;

/**
 * Lets the heap grow to three times its size before all of it is collected, and to twice from 256 MiB on. By itself V8 collects a
 * heap that grows slowly after every tenth of growth, to save memory; with a million messages waiting that is every few seconds,
 * and each time the requests of 50 to 200 ms wait. A small heap is collected in 70 ms, but on all cores (both are measured in
 * docs/performance.md). The flag is a number that V8 reads after each collection, so that it may be set while it runs; a V8 that
 * does not know it says so on its standard error and continues.
 */
export function relaxHeapGrowth(): void {
  let percent = 0;
  const relax = (): void => {
    const wanted = chooseGrowthPercent(getHeapStatistics().used_heap_size);
    if (wanted === percent) return;
    percent = wanted;
    setFlagsFromString(`--heap-growing-percent=${percent}`);
  };
  relax();
  new PerformanceObserver(relax).observe({ entryTypes: ['gc'] });
}

/** By how much a heap may grow until all of it is collected, percent of its size. @param usedBytes with what is garbage by now */
export function chooseGrowthPercent(usedBytes: number): number {
  return usedBytes < SMALL_HEAP_BYTES ? 200 : 100;
}

/**
 * Keeps the space of young objects at 4 MiB a half. V8 lets it grow to 16: a collection of it is rarer then, and all calls wait four
 * times as long for each one (measured in docs/performance.md), because what outlives it grows with it. How large it may become
 * is decided before a program runs; by which factor it grows, V8 reads each time. It also shrinks, when little happens.
 */
export function limitYoungObjects(): void {
  let isGrowing = true;
  new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    const mayGrow = young === undefined || young.space_size < YOUNG_BYTES;
    if (mayGrow === isGrowing) return;
    isGrowing = mayGrow;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  }).observe({ entryTypes: ['gc'] });
}
