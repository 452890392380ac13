import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { ContentStore } from '../engine/base/content.ts';
import type { Failure } from '../engine/base/result.ts';
import { MemoryLimit } from './memoryLimit.ts';
import { PagedContents } from './pagedContents.ts';

const MEBIBYTE = 1_048_576;
/** What messages leave of V8's heap to everything else. */
const HEAP_SHARE = 0.8;

/** The part of the limit that remembered receive attempts may take: they must not keep messages out. */
const ATTEMPT_SHARE = 1 / 8;

/** Where a broker without a data folder keeps its messages, and how much of them. */
export interface MessageMemory {
  readonly contents: ContentStore;
  readonly limit: MemoryLimit;
  readonly attemptBytes: number;
  refuseMessages(bytes: number): Failure | undefined;
  onIdsForgotten(): void;
}

/**
 * @param maximumMiB undefined: half of what the machine has, or the container that this runs in
 * @param readIdBytes what the ids that FIFO queues remember take now
 * @param onChange sends begin to be refused, or are taken again
 */
export function openMemory(
  maximumMiB: number | undefined,
  readIdBytes: () => number,
  onChange: () => void,
): MessageMemory {
  const pages = new PagedContents();
  const limitBytes = maximumMiB === undefined ? machineBytes() / 2 : maximumMiB * MEBIBYTE;
  const heapBytes = getHeapStatistics().heap_size_limit * HEAP_SHARE;
  const limit = new MemoryLimit({
    limitBytes,
    heapBytes,
    // Not by spreading: with each send, that would make a class of V8 (Node.js 20).
    measure: () => {
      const { pageBytes, count } = pages.usage;
      return { pageBytes, count, idBytes: readIdBytes() };
    },
    onChange,
  });
  const contents: ContentStore = {
    keep: (content) => pages.keep(content),
    read: (handle) => pages.read(handle),
    drop: (handle) => {
      pages.drop(handle);
      limit.noticeRoom();
    },
  };
  return {
    contents,
    limit,
    attemptBytes: Math.min(limitBytes, heapBytes) * ATTEMPT_SHARE,
    refuseMessages: (bytes) => limit.refuse(bytes),
    onIdsForgotten: () => limit.noticeRoom(),
  };
}

function machineBytes(): number {
  // Newer than the oldest Node.js that the broker runs on; without a limit it is 0, or more than there is.
  const constrained =
    (process as { constrainedMemory?: () => number | undefined }).constrainedMemory?.() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
