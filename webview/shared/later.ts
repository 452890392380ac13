/** Runs work in a turn of its own, after what the user did meanwhile. */
export type Later = (work: () => void) => void;

/** Turns follow each other at once: timers in a row would wait four milliseconds each. */
export function createLater(): Later {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return (work) => {
    waiting.push(work);
    port2.postMessage(undefined);
  };
}
