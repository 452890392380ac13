import * as l10n from '@vscode/l10n';
import { succeed } from '../../engine/base/result.ts';
import type { Engine } from '../../engine/engine.ts';
import { messageIdOf } from '../../engine/base/identity.ts';
import { restoreEdited, type UndoRefusal } from '../../engine/operations/undoEdit.ts';
import type { Message } from '../../engine/state/message.ts';
import { notFound } from '../channel/answer.ts';
import { describeForgotten, type Edited } from '../editMemory.ts';
import { createEditorCaller } from '../editorCall.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createMessageUndoHandlers(services: ControlServices): HandlersOf<'undoMessages'> {
  const { engine, edits } = services;
  return {
    undoMessages: ({ undoId }) => {
      const edited = edits.findMessages(undoId);
      if (edited === undefined) return notFound(describeForgotten());
      const caller = createEditorCaller(services, 'UndoEdit');
      const now = engine.begin();
      const moved = findMoved(engine, edited);
      const done: string[] = [];
      const missed: { messageId: string; reason: string }[] = [];
      const restorable = edited.map((each) =>
        'content' in each ? each : { removed: each.removed, moved: moved.get(each.movedNumber) },
      );
      const refusals = restoreEdited(engine, restorable, caller, now);
      for (const [index, { removed }] of edited.entries()) {
        const refusal = refusals[index];
        const messageId = messageIdOf(engine.identityKey, removed.number);
        if (refusal === undefined) done.push(messageId);
        else missed.push({ messageId, reason: explain(refusal) });
      }
      engine.settle();
      // Not before: what could not be tried can be tried again.
      edits.forget(undoId);
      return succeed({ done, missed });
    },
  };
}

/** By their numbers; one walk through each queue that something was moved to. */
function findMoved(engine: Engine, edited: readonly Edited[]): ReadonlyMap<number, Message> {
  const wanted = new Map<string, Set<number>>();
  for (const each of edited) {
    if ('content' in each) continue;
    const numbers = wanted.get(each.toQueueArn) ?? new Set();
    wanted.set(each.toQueueArn, numbers.add(each.movedNumber));
  }
  const found = new Map<number, Message>();
  for (const [arn, numbers] of wanted) {
    for (const message of engine.findByArn(arn)?.byAge.all() ?? [])
      if (numbers.has(message.number)) found.set(message.number, message);
  }
  return found;
}

function explain(refusal: UndoRefusal): string {
  switch (refusal) {
    case 'noQueue':
      return l10n.t('Its queue no longer exists.');
    case 'expired':
      return l10n.t('Its retention period has ended.');
    case 'notWaiting':
      return l10n.t('It is no longer in the queue that it was moved to.');
    case 'inFlight':
      return l10n.t('A consumer is processing it.');
    case 'unreadable':
      return l10n.t('Its content can’t be read.');
  }
}
