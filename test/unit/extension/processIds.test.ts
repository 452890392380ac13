import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DebugMessage } from '../../../extension/debug/debugMessage.ts';
import {
  askProcessId,
  readConfiguredProcessId,
  readNamedProcessId,
  readProcessId,
} from '../../../extension/debug/processIds.ts';

const event = (name: string, body: object = {}): DebugMessage => ({ type: 'event', event: name, body });

describe('the process of a debug session', () => {
  const process = (body: object): DebugMessage => event('process', { name: 'worker', ...body });
  const EVENTS: readonly (readonly [message: DebugMessage, processId: number | undefined])[] = [
    [process({ systemProcessId: 71 }), 71],
    [process({ systemProcessId: 71, isLocalProcess: true }), 71],
    [process({ systemProcessId: 71, isLocalProcess: false }), undefined],
    [process({ systemProcessId: '71' }), undefined],
    [process({}), undefined],
    [process({ systemProcessId: 0 }), undefined],
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
    ['Remote Process [0]', target, undefined],
    ['worker.js [71]', {}, undefined],
  ];
  for (const [name, configuration, processId] of NAMES) {
    const kind =
      Object.keys(configuration).length > 0 ? 'a target of the JavaScript debugger' : 'any session';
    it(`is ${processId ?? 'not known'} by the name ${name} of ${kind}`, () =>
      assert.equal(readNamedProcessId({ name, configuration: { ...configuration } }), processId));
  }

  const CONFIGURATIONS: readonly (readonly [configuration: object, processId: number | undefined])[] = [
    [{ request: 'attach', processId: 71 }, 71],
    [{ request: 'attach', processId: '71' }, 71],
    [{ request: 'attach', pid: 71 }, 71],
    [{ request: 'attach', processId: '${command:pickProcess}' }, undefined],
    [{ request: 'attach', port: 5678 }, undefined],
    [{ request: 'launch', processId: 71 }, undefined],
  ];
  for (const [configuration, processId] of CONFIGURATIONS) {
    it(`is ${processId ?? 'not known'} by the configuration ${JSON.stringify(configuration)}`, () =>
      assert.equal(readConfiguredProcessId({ name: 'A', configuration: { ...configuration } }), processId));
  }

  const SESSIONS: readonly (readonly [
    name: string,
    type: string,
    own: object,
    parent: object,
    processId: number | undefined,
  ])[] = [
    ['a port', 'pwa-node', target, {}, 71],
    ['a port of this machine by its name', 'pwa-node', target, { address: 'localhost' }, 71],
    ['a port of this machine by its address', 'pwa-node', target, { address: '127.0.0.1' }, 71],
    ['a port of another machine', 'pwa-node', target, { address: '10.0.0.7' }, undefined],
    ['a browser', 'pwa-chrome', target, {}, undefined],
    ['something without a process of its own', 'pwa-node', {}, {}, undefined],
  ];
  for (const [name, type, own, parent, processId] of SESSIONS) {
    it(`is ${processId === undefined ? 'not ' : ''}asked of the program if the JavaScript debugger has attached to ${name}`, async () => {
      const session = {
        type,
        configuration: { ...own },
        parentSession: { configuration: { ...parent } },
        customRequest: (command: string, args: object) => {
          assert.deepEqual([command, args], ['evaluate', { expression: 'process.pid' }]);
          return Promise.resolve({ result: '71' });
        },
      };
      assert.equal(await askProcessId(session), processId);
    });
  }
});
