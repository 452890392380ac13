import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findAlarm } from '../../../extension/definitions/findAlarm.ts';

const TEXT = `{
  // A queue of the same name.
  "queues": { "images": {} },
  "alarms": { "waiting": { "queue": "images" }, "images": {}, "a \\"quoted\\" one": {}, },
}`;

describe('an alarm in a definition file', () => {
  for (const [name, found] of [
    ['images', 'images'],
    ['a "quoted" one', 'a \\"quoted\\" one'],
    ['others', undefined],
    ['queue', undefined],
    ['queues', undefined],
  ] as const) {
    it(`is ${found === undefined ? 'not found' : 'found by its name'}: ${name}`, () => {
      const place = findAlarm(TEXT, name);
      assert.equal(place && TEXT.slice(place.offset, place.offset + place.length), found);
      if (place !== undefined) assert.ok(place.offset > TEXT.indexOf('"queue":'));
    });
  }

  it('is not found in what is no definition file', () => {
    for (const text of ['', '[]', '{"alarms": []}', '{"alarms": {'])
      assert.equal(findAlarm(text, 'a'), undefined);
  });
});
