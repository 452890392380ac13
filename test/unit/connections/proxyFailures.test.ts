import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { explainFailure } from '../../../broker/connections/client/failures.ts';
import { defineEndpoint, placeOf } from '../../support/upstream/testGate.ts';

const ENDPOINT = 'https://sqs.eu-central-1.amazonaws.com';
const context = { definition: defineEndpoint(ENDPOINT), place: placeOf(ENDPOINT) };
const failed = (code: string, peer: object): Error => Object.assign(new Error(code), { code, ...peer });
const PROXY = /^The proxy (\S+) cannot be reached\. Check “http\.proxy”/;

/** As Node.js describes them: VS Code puts its proxy in place of the host that is called. */
const ROWS: readonly (readonly [string, Error, string | undefined])[] = [
  ['the name of a proxy', failed('ENOTFOUND', { hostname: 'proxy.corp' }), 'proxy.corp'],
  ['the name of the service', failed('ENOTFOUND', { hostname: new URL(ENDPOINT).hostname }), undefined],
  ['the port of a proxy', failed('ECONNREFUSED', { address: '10.0.0.1', port: 3128 }), '10.0.0.1:3128'],
  ['the port of the service', failed('ECONNREFUSED', { address: '10.0.0.1', port: 443 }), undefined],
  [
    'the port of a proxy with two addresses',
    failed('ECONNREFUSED', {
      errors: [
        { address: '::1', port: 8080 },
        { address: '127.0.0.1', port: 8080 },
      ],
    }),
    '::1:8080',
  ],
  [
    'a proxy that is not reached',
    failed('EHOSTUNREACH', { address: '10.0.0.1', port: 3128 }),
    '10.0.0.1:3128',
  ],
  ['nothing that is known', failed('ECONNREFUSED', {}), undefined],
];

describe('A call that a proxy keeps from its host', () => {
  for (const [what, error, proxy] of ROWS) {
    it(`${proxy === undefined ? 'does not blame a proxy' : 'names the proxy'}: ${error.message}, ${what}`, () => {
      const { kind, message } = explainFailure(error, 'ListQueues', context);
      assert.equal(kind, 'network');
      assert.equal(PROXY.exec(message)?.[1], proxy);
      assert.equal(message.includes(ENDPOINT), proxy === undefined);
    });
  }

  it('says that the proxy wants a password', () => {
    const error = failed('', { message: 'Failed to establish a tunnel: 407' });
    assert.match(
      explainFailure(error, 'ListQueues', context).message,
      /^The proxy wants a user and a password for https:\/\/sqs\./,
    );
  });
});
