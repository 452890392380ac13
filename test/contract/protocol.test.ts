import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { GUARDS } from '../../broker/control/guards.ts';
import { createHandlers } from '../../broker/control/dispatch/createHandlers.ts';
import { findMethod, METHODS, type MethodKey } from '../../broker/control/methods.ts';
import type { ControlServices } from '../../broker/control/services.ts';
import * as accounting from '../../broker/protocol/accounting.ts';
import * as broker from '../../broker/protocol/broker.ts';
import * as clock from '../../broker/protocol/clock.ts';
import * as definitions from '../../broker/protocol/definitions.ts';
import * as faults from '../../broker/protocol/faults.ts';
import * as findings from '../../broker/protocol/findings.ts';
import * as idempotence from '../../broker/protocol/idempotence.ts';
import * as encryption from '../../broker/protocol/encryption.ts';
import * as kms from '../../broker/protocol/kms.ts';
import * as message from '../../broker/protocol/message.ts';
import type { NotificationMethod, RequestMethod } from '../../broker/protocol/method.ts';
import * as queue from '../../broker/protocol/queue.ts';
import * as replay from '../../broker/protocol/replay.ts';
import * as telemetry from '../../broker/protocol/telemetry.ts';
import * as storage from '../../broker/protocol/storage.ts';
import * as trace from '../../broker/protocol/trace.ts';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';

type Declared = RequestMethod<unknown, unknown> | NotificationMethod<unknown>;

function isDeclared(value: unknown): value is Declared {
  return typeof value === 'object' && value !== null && 'kind' in value && 'method' in value;
}

const DECLARED = [
  accounting,
  broker,
  clock,
  definitions,
  encryption,
  faults,
  findings,
  idempotence,
  kms,
  message,
  queue,
  replay,
  storage,
  telemetry,
  trace,
]
  .flatMap((module): unknown[] => Object.values(module))
  .filter(isDeclared);
const DOCUMENT = readFileSync('docs/protocol.md', 'utf8');
const HEADINGS = [...DOCUMENT.matchAll(/^#{2,4} `(queueside\/[\w/]+)`/gm)].map((match) => match[1]);

describe('The control protocol', () => {
  const handlers = createHandlers({} as ControlServices);

  it('declares each method once', () => {
    const names = DECLARED.map(({ method }) => method);
    assert.ok(names.length > 20);
    assert.deepEqual(names, [...new Set(names)]);
    for (const name of names) assert.match(name, /^queueside\/[a-z]+\/[a-zA-Z]+$/);
  });

  for (const { kind, method } of DECLARED) {
    it(`documents ${method}`, () => {
      assert.ok(HEADINGS.includes(method), `docs/protocol.md has no heading for ${method}`);
    });
    if (kind === 'notification') continue;
    it(`guards and answers ${method}`, () => {
      const key = findMethod(method) as MethodKey;
      assert.equal(METHODS[key]?.method, method, 'broker/control/methods.ts does not list it');
      assert.equal(typeof GUARDS[key], 'function');
      assert.equal(typeof handlers[key], 'function');
    });
  }

  it('documents nothing that it does not declare', () => {
    const names = new Set(DECLARED.map(({ method }) => method));
    assert.deepEqual(
      HEADINGS.filter((heading) => !names.has(heading as string)),
      [],
    );
  });

  it('documents its version', () => {
    assert.match(DOCUMENT, new RegExp(`version \\*\\*${PROTOCOL_VERSION}\\*\\*`));
  });
});
