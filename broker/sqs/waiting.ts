import type { Exchange } from './exchange.ts';

/**
 * Gives up a wait when the client goes away, so that no message is handed to a dead connection.
 * @returns forgets the wait, because it is over
 */
export function holdConnection(exchange: Exchange, cancel: () => void): () => void {
  const { response } = exchange;
  const onClose = (): void => {
    cancel();
  };
  response.once('close', onClose);
  return () => {
    response.off('close', onClose);
  };
}
