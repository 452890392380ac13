import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AnswerRoom } from '../../../broker/gateway/answerRoom.ts';

describe('The room for responses of an endpoint', () => {
  const yes = (): boolean => true;

  it('is given in the order of the wishes, and never more than there is', () => {
    const room = new AnswerRoom(100);
    const given: string[] = [];
    const releases = new Map<string, () => void>();
    const take = (name: string, bytes: number, mayTake = yes): (() => void) =>
      room.take(bytes, mayTake, (release) => {
        given.push(name);
        releases.set(name, release);
      });
    take('a', 60);
    take('b', 60);
    take('c', 10);
    assert.deepEqual([given, room.takenBytes, room.waitingCount], [['a'], 60, 2]);
    releases.get('a')?.();
    assert.deepEqual([given, room.takenBytes, room.waitingCount], [['a', 'b', 'c'], 70, 0]);
    releases.get('b')?.();
    releases.get('c')?.();
    assert.equal(room.takenBytes, 0);
  });

  it('is not kept from others by a client that does not read', () => {
    const room = new AnswerRoom(100);
    const given: string[] = [];
    let reads = false;
    room.take(
      100,
      () => reads,
      () => given.push('slow'),
    );
    room.take(50, yes, (release) => {
      given.push('quick');
      release();
    });
    assert.deepEqual(given, ['quick']);
    reads = true;
    room.serve();
    assert.deepEqual(given, ['quick', 'slow']);
  });

  it('has no place for a wish that was given up', () => {
    const room = new AnswerRoom(100);
    let release = (): void => undefined;
    room.take(100, yes, (given) => {
      release = given;
    });
    const giveUp = room.take(100, yes, () => assert.fail('It was given up.'));
    giveUp();
    release();
    assert.deepEqual([room.takenBytes, room.waitingCount], [0, 0]);
  });

  it('gives all of it to a response that is longer', () => {
    const room = new AnswerRoom(100);
    room.take(1_000, yes, () => undefined);
    assert.equal(room.takenBytes, 100);
  });
});
