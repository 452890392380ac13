import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 500;
/** How often the owner shows that it lives, ms. */
const BEAT_MS = 1000;
/** Who was not heard for this long is dead, ms on the listener's own clock. */
const SILENCE_MS = 15_000;

/**
 * Runs work while holding a lock file, so that two runs in one clone (or in clones and containers that share a cache) never
 * install into one folder at once. A lock whose owner is silent is taken over; process ids and wall clocks say nothing.
 * @template T
 * @param {string} path the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  const id = randomUUID();
  await takeLock(path, id);
  let beat = 0;
  const timer = setInterval(() => writeFileSync(path, `${id} ${++beat}`), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    rmSync(path, { force: true });
  }
}

/** @param {string} path @param {string} id */
async function takeLock(path, id) {
  /** @type {string | undefined} */
  let seen;
  let silenceMs = 0;
  for (let told = false; !tryLock(path, id); told = true) {
    if (!told) console.log(`Waiting for another run that holds ${path}`);
    await delay(RETRY_MS);
    const text = readText(path);
    silenceMs = text === seen ? silenceMs + RETRY_MS : 0;
    seen = text;
    if (seen !== undefined && silenceMs >= SILENCE_MS) takeAway(path, seen, `${path}.${id}`);
  }
}

/** @param {string} path @param {string} id */
function tryLock(path, id) {
  try {
    writeFileSync(path, `${id} 0`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Two runs may find the same dead lock: the slower one may get hold of the faster one's new lock, and puts it back.
 * @param {string} path @param {string} seen @param {string} aside
 */
function takeAway(path, seen, aside) {
  try {
    renameSync(path, aside);
    if (readText(aside) !== seen) linkSync(aside, path);
  } catch {
    // It was taken away, or made again, meanwhile: the next try finds out.
  }
  rmSync(aside, { force: true });
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
