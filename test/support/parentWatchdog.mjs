// The thread of endWithParent.mjs that ends the process by force. Its data is the id of the parent.
import { workerData } from 'node:worker_threads';

const LOOK_MS = 500;
/** Time for the process to end in order, with what it started. */
const GRACE_MS = 3_000;

const timer = setInterval(() => {
  if (process.ppid === workerData && isAlive(workerData)) return;
  clearInterval(timer);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS);
}, LOOK_MS);

/** On Windows, a process keeps the id of a parent that has ended. @param {number} processId */
function isAlive(processId) {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
