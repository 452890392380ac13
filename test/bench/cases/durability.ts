import { type BenchCase, atLeast, atMost, figure } from '../benchCase.ts';
import { inFolder } from '../inFolder.ts';
import { createQueue, fillQueue, measureRate, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { alternate, median, medianRatio } from '../statistics.ts';

const CONNECTIONS = 32;
const BODY_BYTES = 1024;

/** Send rates of two brokers in turn, first to second. */
export async function compareSends(
  firstArgs: readonly string[],
  secondArgs: readonly string[],
  isQuick: boolean,
  environment: Record<string, string> = {},
): Promise<{ readonly first: number; readonly second: number; readonly ratio: number }> {
  const brokers = [
    await ServerProcess.broker(firstArgs, environment),
    await ServerProcess.broker(secondArgs),
  ];
  const [measureFirst, measureSecond] = await Promise.all(
    brokers.map(async ({ endpoint }) => {
      const request = sendRequest(endpoint, await createQueue(endpoint, 'bench'), BODY_BYTES);
      return (): Promise<number> => measureRate(endpoint, request, CONNECTIONS, isQuick ? 1000 : 3000);
    }),
  );
  if (measureFirst === undefined || measureSecond === undefined)
    throw new Error('two brokers make two measurements');
  await alternate(1, measureFirst, measureSecond);
  const { first, second } = await alternate(isQuick ? 2 : 5, measureFirst, measureSecond);
  for (const broker of brokers) await broker.stop();
  return { first: median(first), second: median(second), ratio: medianRatio(first, second) };
}

export const durabilityCase: BenchCase = {
  name: 'durability',
  run: ({ isQuick }) =>
    inFolder(async (folder) => {
      const { first, second, ratio } = await compareSends(
        ['--durability', 'process', '--data', folder],
        [],
        isQuick,
      );
      return [
        figure('SendMessage 1 KB, journal', first, '/s'),
        figure('SendMessage 1 KB, memory', second, '/s'),
        atLeast(figure('durability process to none, ratio', ratio, '×', 2), 0.85),
      ];
    }),
};

export const recoveryCase: BenchCase = {
  name: 'recovery',
  run: ({ isQuick }) =>
    inFolder(async (folder) => {
      const count = isQuick ? 100_000 : 1_000_000;
      const args = ['--durability', 'process', '--data', folder];
      const writer = await ServerProcess.broker(args);
      const queueUrl = await createQueue(writer.endpoint, 'recovered');
      await fillQueue(writer.endpoint, queueUrl, count, BODY_BYTES);
      await writer.stop('SIGKILL');
      const reader = await ServerProcess.broker(args);
      const seconds = reader.readyMs / 1000;
      await reader.stop();
      const row = figure(`recovery of ${count.toLocaleString('en')} messages of 1 KB`, seconds, 's', 2);
      return [isQuick ? row : atMost(row, 5)];
    }),
};
