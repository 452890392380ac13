/** The exit codes by which a shell reports these signals. */
const SIGNALS = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

/** Ctrl+C comes twice, by the terminal and by npm; what comes this much later is a person who does not want to wait. */
const IMPATIENCE_MS = 2_000;

/**
 * Lets a signal end this process by way of its `exit` event, where what it started is ended. A signal's default would
 * skip that event.
 */
export function exitOnSignals() {
  for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, () => process.exit(code));
}

/**
 * Waits for the first signal in place of `exitOnSignals`, so that there is time to end in order; a later signal ends this
 * process at once.
 * @returns {Promise<void>}
 */
export function waitForSignal() {
  return new Promise((resolve) => {
    let firstAt = Number.POSITIVE_INFINITY;
    for (const [signal, code] of Object.entries(SIGNALS)) {
      process.removeAllListeners(signal);
      process.on(signal, () => {
        if (performance.now() - firstAt > IMPATIENCE_MS) process.exit(code);
        firstAt = Math.min(firstAt, performance.now());
        resolve();
      });
    }
    watchNpm(resolve);
  });
}

/**
 * Calls back when npm, which runs this script through a shell, is gone: a SIGTERM to npm ends the shell but is never
 * passed on to the script.
 * @param {() => void} callback
 * @returns {() => void} ends the watch
 */
export function watchNpm(callback) {
  if (process.env['npm_lifecycle_event'] === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}
