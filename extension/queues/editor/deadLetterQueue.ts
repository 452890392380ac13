import { l10n } from 'vscode';
import { nameOfArn } from '../../ground/text.ts';
import { pickQueue, type PickQueueNeeds } from '../pickQueue.ts';
import type { attachDeadLetters, detachDeadLetters } from './attachDeadLetters.ts';

interface DeadLetterNeeds extends PickQueueNeeds {
  readonly loadPages: () => {
    readonly attachDeadLetters: typeof attachDeadLetters;
    readonly detachDeadLetters: typeof detachDeadLetters;
  };
}

/** Gives a queue a dead-letter queue: one of its type, or a new one. */
export async function attachDeadLetterQueue(services: DeadLetterNeeds, target?: unknown): Promise<void> {
  const picked = await pickQueue(services, target, {
    title: l10n.t('Attach Dead-Letter Queue'),
    needs: ['attributes', 'edit'],
    accepts: ({ deadLetterTarget }) => deadLetterTarget === undefined,
    refuse: ({ name, deadLetterTarget = '' }) =>
      l10n.t(
        '{0} has the dead-letter queue {1}. Detach it first, or edit the queue.',
        name,
        nameOfArn(deadLetterTarget),
      ),
    none: { text: l10n.t('Every queue has a dead-letter queue.') },
  });
  if (picked) await services.loadPages().attachDeadLetters(picked);
}

/** Takes the dead-letter queue away; the queue itself stays, with its messages. */
export async function detachDeadLetterQueue(services: DeadLetterNeeds, target?: unknown): Promise<void> {
  const picked = await pickQueue(services, target, {
    title: l10n.t('Detach Dead-Letter Queue'),
    needs: ['attributes', 'edit'],
    accepts: ({ deadLetterTarget }) => deadLetterTarget !== undefined,
    refuse: ({ name }) => l10n.t('{0} has no dead-letter queue.', name),
    none: { text: l10n.t('No queue has a dead-letter queue.') },
  });
  if (picked) await services.loadPages().detachDeadLetters(picked);
}
