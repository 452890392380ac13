/** What comes in this time is said at once: a program polls its queues one right after the other, and messages fail in batches. */
export const GATHER_MS = 300;
