import { checkModel } from '../../../broker/iac/checks/checkModel.ts';
import { readIac } from '../../../broker/iac/readIac.ts';
import { LINES_PER_QUEUE, largeTemplate } from '../../support/iac/largeTemplate.ts';
import { type BenchCase, atMost, figure } from '../benchCase.ts';
import { readOwnCpuMs } from '../cpuTime.ts';
import { median } from '../statistics.ts';

const LINES = 5000;
const LONGEST_MS = 50;
const ROUNDS = 41;
const STACK = { region: 'us-east-1', account: '000000000000' };

/** A template of 5,000 lines, read and checked as an editor does it after a change. */
export const templatesCase: BenchCase = {
  name: 'templates',
  run: async () => {
    const text = largeTemplate(Math.ceil(LINES / LINES_PER_QUEUE));
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const startedAt = readOwnCpuMs();
      const model = await readIac('template.yaml', { readText: () => Promise.resolve(text) }, STACK);
      checkModel(model);
      times.push(readOwnCpuMs() - startedAt);
    }
    const [first = 0] = times;
    return [
      figure('template of 5,000 lines, CPU time of the first reading', first, 'ms', 1),
      atMost(
        figure('template of 5,000 lines, CPU time of reading and checking', median(times), 'ms', 1),
        LONGEST_MS,
      ),
    ];
  },
};
