import { type BenchCase, atMost, figure } from '../benchCase.ts';
import { HttpConnection, sqsRequest } from '../httpConnection.ts';
import { ServerProcess } from '../serverProcess.ts';
import { alternate, median, medianRatio } from '../statistics.ts';

const MEBIBYTE = 1024 * 1024;

async function measureFirstAnswer(start: () => Promise<ServerProcess>): Promise<number> {
  const startedAt = performance.now();
  const server = await start();
  const connection = await HttpConnection.open(server.endpoint);
  const { status } = await connection.send(sqsRequest(server.endpoint, 'ListQueues', {}));
  const elapsed = performance.now() - startedAt;
  connection.close();
  await server.stop();
  if (status !== 200) throw new Error(`ListQueues: ${status}`);
  return elapsed;
}

export const startCase: BenchCase = {
  name: 'start',
  async run({ isQuick }) {
    const { first, second } = await alternate(
      isQuick ? 3 : 11,
      () => measureFirstAnswer(() => ServerProcess.broker()),
      () => measureFirstAnswer(() => ServerProcess.yardstick('bare')),
    );
    return [
      figure('spawn to first answer, broker', median(first), 'ms'),
      figure('spawn to first answer, bare server', median(second), 'ms'),
      atMost(figure('spawn to first answer, ratio', medianRatio(first, second), '×', 2), 1.6),
    ];
  },
};

export const idleMemoryCase: BenchCase = {
  name: 'idle memory',
  async run() {
    const broker = await ServerProcess.broker();
    const bare = await ServerProcess.yardstick('bare');
    for (const { endpoint } of [broker, bare]) {
      const connection = await HttpConnection.open(endpoint);
      await connection.send(sqsRequest(endpoint, 'ListQueues', {}));
      connection.close();
    }
    const figures = [
      atMost(figure('idle resident set, broker', broker.residentBytes() / MEBIBYTE, 'MiB', 1), 60),
      figure('idle resident set, bare server', bare.residentBytes() / MEBIBYTE, 'MiB', 1),
    ];
    await Promise.all([broker.stop(), bare.stop()]);
    return figures;
  },
};
