import { once } from 'node:events';
import WebSocket from 'ws';
import { type BenchCase, figure } from '../benchCase.ts';
import { createQueue } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { percentile } from '../statistics.ts';

const TOKEN = 'token-of-the-bench';

/**
 * Round trips of one request on the editor's socket, one after the other. Written without a client, so that what is measured
 * is the broker.
 */
export const controlChannelCase: BenchCase = {
  name: 'control channel',
  async run({ isQuick }) {
    const broker = await ServerProcess.broker([], { QUEUESIDE_TOKEN: TOKEN });
    await createQueue(broker.endpoint, 'seen');
    const socket = new WebSocket(broker.control ?? '', { headers: { Authorization: `Bearer ${TOKEN}` } });
    await once(socket, 'open');
    let nextId = 0;
    const call = (method: string, params: object): Promise<void> => {
      const id = ++nextId;
      return new Promise((resolve, reject) => {
        const onMessage = (data: Buffer): void => {
          const answer = JSON.parse(data.toString()) as { id?: number; error?: { message: string } };
          if (answer.id !== id) return;
          socket.off('message', onMessage);
          if (answer.error === undefined) resolve();
          else reject(new Error(`${method}: ${answer.error.message}`));
        };
        socket.on('message', onMessage);
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      });
    };
    await call('initialize', { processId: null, rootUri: null, capabilities: {} });
    const times: number[] = [];
    for (let round = 0; round < (isQuick ? 200 : 5000); round++) {
      const startedAt = performance.now();
      await call('queueside/queue/list', {});
      times.push(performance.now() - startedAt);
    }
    socket.terminate();
    await broker.stop();
    return [
      figure('control channel, round trip, p50', percentile(times, 0.5), 'ms', 3),
      figure('control channel, round trip, p99', percentile(times, 0.99), 'ms', 3),
    ];
  },
};
