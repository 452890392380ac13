import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Neighbours } from '../../../extension/messageEditor/neighbours.ts';
import { makeDetails, MemoryMessages, ORDERS } from '../../support/connections/memoryMessages.ts';

describe('the messages before and after another', () => {
  it('are read by pages, as far as the user goes', async () => {
    const messages = new MemoryMessages();
    messages.all.push(...Array.from({ length: 240 }, (_, index) => makeDetails(`m${index}`)));
    const neighbours = new Neighbours(messages.peek, ORDERS);
    assert.deepEqual(await neighbours.find('a'), { index: 0, hasNext: true });
    assert.equal(messages.pagesRead, 1);
    assert.deepEqual(await neighbours.find('m96'), { index: 99, hasNext: true });
    assert.equal(messages.pagesRead, 2, 'the message behind a page is on the next one');
    assert.equal(await neighbours.step('m96', 1), 'm97');
    assert.deepEqual(await neighbours.find('m239'), { index: 242, hasNext: false });
    assert.equal(await neighbours.step('m239', 1), undefined);
    assert.equal(await neighbours.step('a', -1), undefined);
    assert.deepEqual(await neighbours.find('not there'), { index: -1, hasNext: true });
  });

  it('are not looked for without end', async () => {
    const messages = new MemoryMessages();
    messages.all.push(...Array.from({ length: 5_000 }, (_, index) => makeDetails(`m${index}`)));
    const neighbours = new Neighbours(messages.peek, ORDERS);
    await neighbours.find('m4999');
    assert.equal(messages.pagesRead, 10);
  });

  it('are not read again for a message that is not among the first thousand', async () => {
    const messages = new MemoryMessages();
    messages.all.push(...Array.from({ length: 5_000 }, (_, index) => makeDetails(`m${index}`)));
    const neighbours = new Neighbours(messages.peek, ORDERS);
    for (let times = 0; times < 3; times += 1) assert.equal((await neighbours.find('m4999')).index, -1);
    assert.equal(messages.pagesRead, 10);
    // Another message is another question.
    messages.all.unshift(makeDetails('new'));
    assert.equal((await neighbours.find('new')).index, 0);
    assert.equal(messages.pagesRead, 11);
  });

  it('are read for one message after the other', async () => {
    const messages = new MemoryMessages();
    messages.all.push(...Array.from({ length: 500 }, (_, index) => makeDetails(`m${index}`)));
    const neighbours = new Neighbours(messages.peek, ORDERS);
    const found = await Promise.all(['m300', 'm400', 'a'].map((id) => neighbours.find(id)));
    assert.deepEqual(
      found.map(({ index }) => index),
      [303, 403, 0],
    );
    assert.equal(messages.pagesRead, 9, 'four, then five from the beginning, then none');
  });
});
