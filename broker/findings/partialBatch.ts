import { aboutConsumer, type Rule } from './rule.ts';

/** A batch call that succeeded with HTTP 200 although some of its entries failed. */
export const partialBatch: Rule = {
  name: 'partialBatch',
  kinds: ['rejected'],
  look(scene) {
    const { record, caller } = scene;
    if (!record.isPartial) return undefined;
    return {
      about: `${aboutConsumer(scene)} ${caller?.action ?? ''}`,
      severity: 'warning',
      title: `${caller?.action ?? 'A batch'} failed in part`,
      messageNumber: undefined,
      caller,
      explanation:
        `${record.detail ?? ''} ${record.error?.code ?? ''}: ${record.error?.message ?? ''} ` +
        'The call itself succeeds, so an SDK neither throws nor tries again.',
      remedy: "Look at the answer's Failed list after every batch call, and send those entries again.",
    };
  },
};
