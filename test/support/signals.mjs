/**
 * Lets a signal end this process by way of its `exit` event, where what it started is ended. A signal's default would
 * skip that event.
 */
export function exitOnSignals() {
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  process.on('SIGHUP', () => process.exit(129));
}

/**
 * Calls back when npm, which runs this script through a shell, is gone: a SIGTERM to npm ends the shell but is never
 * passed on to the script.
 * @param {() => void} callback
 */
export function watchNpm(callback) {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}
