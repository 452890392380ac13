import assert from 'node:assert/strict';
import {
  PoolRunner,
  type PoolRunnerPorts,
  type ProcessChange,
} from '../../../broker/poolRunner/poolRunner.ts';
import { Programs } from '../../../broker/programs/programs.ts';
import type { PoolDefinition } from '../../../broker/protocol/poolDefinition.ts';
import { reportPoolExited } from '../../../broker/protocol/pools.ts';
import { POOL } from '../../support/poolWorld.ts';

const LAUNCH: PoolDefinition = { name: 'workers', queue: 'orders', launch: 'Worker', max: 1 };

/** Orders a process that cannot be started, and ends all. @returns what was reported of it */
async function startIn(ports: Partial<PoolRunnerPorts>, definition: PoolDefinition) {
  const reports: unknown[] = [];
  const changes: ProcessChange[] = [];
  const runner = new PoolRunner({
    channel: {
      request: ({ method }, params) => {
        reports.push([method, params]);
        return Promise.resolve(null as never);
      },
    },
    programs: new Programs(),
    folder: process.cwd(),
    createEnvironment: () => ({}),
    onLine: () => undefined,
    onChange: (change) => changes.push(change),
    ...ports,
  });
  runner.take({
    order: 'start',
    name: 'workers',
    process: 1,
    processName: 'workers #1',
    credential: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
    definition,
  });
  await runner.endAll(1000);
  assert.equal(runner.runningCount, 0);
  return { reports, changes };
}

describe('A process of a pool whose start throws', () => {
  const fail = () => {
    throw new Error('It is broken.');
  };
  const cases: readonly { what: string; ports: Partial<PoolRunnerPorts>; definition: PoolDefinition }[] = [
    { what: 'its environment', ports: { createEnvironment: fail }, definition: POOL },
    { what: 'its launch configuration', ports: { startInEditor: async () => fail() }, definition: LAUNCH },
  ];

  for (const { what, ports, definition } of cases) {
    it(`has failed, and is over: ${what}`, async () => {
      const { reports, changes } = await startIn(ports, definition);
      assert.deepEqual(changes, [{ processName: 'workers #1', failure: 'It is broken.' }]);
      assert.deepEqual(reports, [
        [reportPoolExited.method, { name: 'workers', process: 1, lastLines: ['It is broken.'] }],
      ]);
    });
  }
});
