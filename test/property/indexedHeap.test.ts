import assert from 'node:assert/strict';
import fc from 'fast-check';
import { IndexedHeap } from '../../broker/engine/state/indexedHeap.ts';

interface Element {
  readonly name: number;
  place: number;
}

type Operation =
  | { readonly kind: 'put'; readonly name: number; readonly key: number }
  | { readonly kind: 'remove'; readonly name: number }
  | { readonly kind: 'shift'; readonly limit: number };

const name = fc.integer({ min: 0, max: 40 });
const key = fc.integer({ min: 0, max: 12 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), name, key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('shift' as const), limit: key }) },
);

/** The plainest thing that could be right: a list, searched from end to end. */
class Model {
  private entries: { name: number; key: number; arrival: number }[] = [];
  private arrivals = 0;

  put(element: number, elementKey: number): void {
    this.remove(element);
    this.entries.push({ name: element, key: elementKey, arrival: this.arrivals++ });
  }

  remove(element: number): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry) => entry.name !== element);
    return this.entries.length < before;
  }

  first() {
    return [...this.entries].sort((one, other) => one.key - other.key || one.arrival - other.arrival)[0];
  }

  get size(): number {
    return this.entries.length;
  }
}

describe('the indexed heap', () => {
  it('does what a sorted list does, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const heap = new IndexedHeap<Element>({
          get: (element) => element.place,
          set: (element, place) => {
            element.place = place;
          },
        });
        const elements = Array.from({ length: 41 }, (_, index): Element => ({ name: index, place: -1 }));
        const model = new Model();
        for (const step of operations) {
          if (step.kind === 'put') {
            heap.put(elements[step.name] as Element, step.key);
            model.put(step.name, step.key);
          } else if (step.kind === 'remove') {
            assert.equal(heap.remove(elements[step.name] as Element), model.remove(step.name));
          } else {
            const expected = model.first();
            const shifted = heap.shiftUpTo(step.limit);
            if (expected === undefined || expected.key > step.limit) assert.equal(shifted, undefined);
            else {
              assert.equal(shifted?.name, expected.name);
              model.remove(expected.name);
            }
          }
          assert.equal(heap.size, model.size);
          assert.equal(heap.peek()?.name, model.first()?.name);
          assert.equal(heap.peekKey(), model.first()?.key);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
