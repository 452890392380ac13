import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ReceivedBodies } from '../../../extension/receive/receivedBodies.ts';
import { makeReceived } from '../../support/receiveSamples.ts';

describe('the bodies of received messages', () => {
  it('are the newest hundred', () => {
    const bodies = new ReceivedBodies();
    bodies.keep(Array.from({ length: 101 }, (_, index) => makeReceived(`m${index}`)));
    assert.equal(bodies.find('handle of m0'), undefined);
    assert.equal(bodies.find('handle of m1'), 'body of m1');
    assert.equal(bodies.find('handle of m100'), 'body of m100');
  });

  it('are 16 MiB at most, and each counts once', () => {
    const bodies = new ReceivedBodies();
    const body = 'x'.repeat(1024 * 1024);
    for (let round = 0; round < 3; round += 1) bodies.keep([makeReceived('same', { body })]);
    bodies.keep(Array.from({ length: 15 }, (_, index) => makeReceived(`m${index}`, { body })));
    assert.equal(bodies.find('handle of same'), body);
    bodies.keep([makeReceived('more', { body: 'x' })]);
    assert.equal(bodies.find('handle of same'), undefined);
    assert.equal(bodies.find('handle of m0'), body);
  });
});
