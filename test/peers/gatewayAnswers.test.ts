import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CALL_FORMS, COMPARED_CALLS, runComparedCalls } from '../support/gateway/comparedCalls.ts';
import { startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import { findStart, type OtherEndpoint, startOtherEndpoint } from '../support/upstream/otherEndpoint.ts';

/** Names of endpoints, with the account that their queues have. */
const ENDPOINTS: readonly (readonly [name: string, account: string])[] = [
  ['ElasticMQ', '000000000000'],
  ['moto', '123456789012'],
];

for (const [name, account] of ENDPOINTS) {
  describe(`${COMPARED_CALLS.length} calls to ${name}`, () => {
    const start = findStart(name);
    if ('missing' in start) {
      it.skip(start.missing);
      return;
    }
    let server: OtherEndpoint;
    let gateway: TestGateway;

    before(async () => {
      server = await startOtherEndpoint(start.argv);
      gateway = await startGateway(server.endpoint);
    });

    after(async () => {
      await gateway.close();
      await server.close();
    });

    for (const [index, form] of CALL_FORMS.entries()) {
      it(`are answered through a gateway as without one: ${form}`, async () => {
        const direct = await runComparedCalls(server.endpoint, form, `direct${index}`, account);
        const through = await runComparedCalls(gateway.endpoint, form, `through${index}`, account);
        assert.deepEqual(through, direct);
      });
    }
  });
}
