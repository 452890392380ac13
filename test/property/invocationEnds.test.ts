import fc from 'fast-check';
import { RUNTIME_STEPS, RuntimeWorld } from '../support/functions/runtimeWorld.ts';

const step = fc.record({
  name: fc.constantFrom(
    ...RUNTIME_STEPS,
    'invoke' as const,
    'next' as const,
    'next' as const,
    'respond' as const,
  ),
  of: fc.nat({ max: 2 }),
});

describe('An invocation, whatever its process, its debugger and its runner do in any order', function () {
  this.timeout(30 * 60_000);

  it('ends once, and no event is run twice', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const world = new RuntimeWorld();
        world.run({ environments: 3 });
        for (const { name, of } of steps) world.take(name, of);
        world.endAll();
      }),
      { numRuns: Number(process.env['QUEUESIDE_HISTORIES'] ?? 3000) },
    );
  });
});
