import * as l10n from '@vscode/l10n';
import { fail, succeed } from '../../engine/base/result.ts';
import { notFound } from '../channel/answer.ts';
import { changeQueue, invertChange } from '../changeQueue.ts';
import { describeForgotten } from '../editMemory.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';
import { describeQueue, withQueue } from './queue.ts';

/** Changing attributes and tags, taking that back, and listing all that can be taken back. */
export function createQueueChangeHandlers(
  services: ControlServices,
): HandlersOf<'setQueueAttributes' | 'undoChange' | 'listUndoable'> {
  const { engine, edits, storage } = services;
  return {
    setQueueAttributes: (params) =>
      withQueue(services, params.queueArn, (queue) => {
        const before = describeQueue(services, queue);
        if (!before.ok) return before;
        const changed = changeQueue(services, queue, params);
        if (!changed.ok) return changed;
        const after = describeQueue(services, queue);
        if (!after.ok) return after;
        const { queueArn, attributes, tags = {}, removedTags = [] } = params;
        const note = {
          kind: 'changeQueue',
          queueArn,
          at: engine.ports.clock.now(),
          attributes: Object.keys(attributes),
          tags: [...Object.keys(tags), ...removedTags],
        } as const;
        const undoId = edits.keepChange(note, invertChange(before.value, after.value, params));
        return succeed({ ...after.value, undoId });
      }),
    undoChange: ({ undoId }) => {
      const inverse = edits.findInverse(undoId);
      if (inverse === undefined) return notFound(describeForgotten());
      return withQueue(services, inverse.queueArn, (queue) => {
        const changed = changeQueue(services, queue, inverse);
        if (!changed.ok) {
          return changed.parameter === 'expected'
            ? fail(
                'UnsupportedOperation',
                l10n.t('The queue was changed again meanwhile. Edit it to set the former values.'),
                'expected',
              )
            : changed;
        }
        edits.forget(undoId);
        return describeQueue(services, queue);
      });
    },
    listUndoable: () => {
      const changes = [...storage.read().undoable, ...edits.list()];
      // Of two at the same time, the later in the list is the newer one.
      return succeed({ changes: changes.toReversed().sort((left, right) => right.at - left.at) });
    },
  };
}
