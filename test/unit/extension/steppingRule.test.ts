import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type SteppedSession, stepsOneThread } from '../../../extension/debug/steppingRule.ts';

describe('the stepping rule of a debug adapter', () => {
  const session = (type: string, configuration = {}, parentSession?: SteppedSession): SteppedSession => ({
    type,
    configuration,
    ...(parentSession === undefined ? {} : { parentSession }),
  });
  const ONE = { steppingResumesAllThreads: false };
  const ALL = { steppingResumesAllThreads: true };
  const CASES: readonly (readonly [name: string, session: SteppedSession, isOne: boolean])[] = [
    ['java', session('java'), true],
    ['debugpy', session('debugpy'), false],
    ['debugpy that is told to step one thread', session('debugpy', ONE), true],
    ['debugpy that is told to step all', session('debugpy', ALL), false],
    ['python, the older name', session('python', ONE), true],
    ['a child of such a session', session('debugpy', {}, session('debugpy', ONE)), true],
    ['a child that is told otherwise', session('debugpy', ALL, session('debugpy', ONE)), false],
    ['node', session('pwa-node'), false],
  ];
  for (const [name, stepped, isOne] of CASES) {
    it(`lets ${isOne ? 'one thread' : 'all threads'} go for ${name}`, () =>
      assert.equal(stepsOneThread(stepped), isOne));
  }
});
