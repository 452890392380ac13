import { type BenchCase, atLeast, figure } from '../benchCase.ts';
import { createQueue, measureRate, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { alternate, median, medianRatio } from '../statistics.ts';

const CONNECTIONS = 32;
const BODY_BYTES = 1024;

export const sendCase: BenchCase = {
  name: 'send',
  async run({ isQuick }) {
    const durationMs = isQuick ? 1000 : 3000;
    const broker = await ServerProcess.broker();
    const bare = await ServerProcess.bare();
    const queueUrl = await createQueue(broker.endpoint, 'bench');
    const request = sendRequest(broker.endpoint, queueUrl, BODY_BYTES);
    const measureBroker = (): Promise<number> =>
      measureRate(broker.endpoint, request, CONNECTIONS, durationMs);
    const measureBare = (): Promise<number> => measureRate(bare.endpoint, request, CONNECTIONS, durationMs);
    await alternate(1, measureBroker, measureBare);
    const { first, second } = await alternate(isQuick ? 2 : 5, measureBroker, measureBare);
    await Promise.all([broker.stop(), bare.stop()]);
    return [
      figure('SendMessage 1 KB, broker', median(first), '/s'),
      figure('same request, bare server', median(second), '/s'),
      atLeast(figure('SendMessage 1 KB, ratio', medianRatio(first, second), '×', 2), 0.75),
    ];
  },
};
