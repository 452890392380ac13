import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { PROGRAM_PATH } from './codec.js';

/** What is made of a clip: pictures by file name. */
export type Pictures = Record<string, Uint8Array>;

/** FFmpeg as WebAssembly. Compiled once, for all threads. */
const program = readFile(PROGRAM_PATH).then((bytes) => WebAssembly.compile(bytes));

/**
 * Cuts the first minute of a clip into frames, and makes a poster and a preview.
 *
 * FFmpeg computes without a pause, so it has a thread of its own: here, it would keep the heartbeat from being sent. Each
 * clip gets a new thread, so that a broken one leaves nothing behind.
 */
export async function cutClip(clip: Uint8Array): Promise<Pictures> {
  const thread = new Worker(new URL('codecThread.js', import.meta.url), {
    workerData: { program: await program, clip },
  });
  try {
    return await new Promise<Pictures>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('the codec ended without a result')));
    });
  } finally {
    await thread.terminate();
  }
}
