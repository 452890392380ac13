import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DebugMessage } from '../../../extension/debug/debugMessage.ts';
import { readNamedProcessId, readProcessId } from '../../../extension/debug/processIds.ts';

const event = (name: string, body: object = {}): DebugMessage => ({ type: 'event', event: name, body });

describe('the process of a debug session', () => {
  const process = (body: object): DebugMessage => event('process', { name: 'worker', ...body });
  const EVENTS: readonly (readonly [message: DebugMessage, processId: number | undefined])[] = [
    [process({ systemProcessId: 71 }), 71],
    [process({ systemProcessId: 71, isLocalProcess: true }), 71],
    [process({ systemProcessId: 71, isLocalProcess: false }), undefined],
    [process({ systemProcessId: '71' }), undefined],
    [process({}), undefined],
    [event('output', { systemProcessId: 71 }), undefined],
  ];
  for (const [message, processId] of EVENTS) {
    it(`is ${processId ?? 'not known'} by ${JSON.stringify(message)}`, () =>
      assert.equal(readProcessId(message), processId));
  }

  const target = { __pendingTargetId: 'a' };
  const NAMES: readonly (readonly [name: string, configuration: object, processId: number | undefined])[] = [
    ['worker.js [71]', target, 71],
    ['worker.js [71] « Launch [3]', target, 71],
    ['a [1] b.js [71]', target, 71],
    ['worker.js', target, undefined],
    ['worker.js [71]', {}, undefined],
  ];
  for (const [name, configuration, processId] of NAMES) {
    const kind =
      Object.keys(configuration).length > 0 ? 'a target of the JavaScript debugger' : 'any session';
    it(`is ${processId ?? 'not known'} by the name ${name} of ${kind}`, () =>
      assert.equal(readNamedProcessId({ name, configuration: { ...configuration } }), processId));
  }
});
