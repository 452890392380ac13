import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { onRunKeys } from './actionBar.tsx';
import { BrokerNotice } from './brokerNotice.tsx';
import { PlaceBar } from './placeBar.tsx';
import type { QueueChoice } from './queueChoice.ts';

interface QueuePageProps {
  /** For the style sheet. */
  readonly name: string;
  /** Read out, not shown: the tab has it. */
  readonly title: string;
  /** While there is no queue: what to create one for. */
  readonly emptyText: string;
  readonly choice: Pick<
    QueueChoice,
    'broker' | 'queues' | 'createQueue' | 'startBroker' | 'isOfBroker' | 'showLog' | 'place' | 'connect'
  >;
  /** There is something to show that needs no queue. */
  readonly hasContent: boolean;
  /** Ctrl+Enter, or ⌘⏎, from anywhere. */
  readonly onRun: () => void;
  readonly children: ComponentChildren;
}

/** The frame of pages for one queue: shows why there is no activity, and offers to create a queue. */
export function QueuePage({ name, title, emptyText, choice, hasContent, onRun, children }: QueuePageProps) {
  const broker = choice.broker.value;
  if (broker === undefined) return null;
  const hasNoQueue = broker.kind === 'running' && choice.queues.value.length === 0 && !hasContent;
  return (
    <main class={`form-page ${name}`} onKeyDownCapture={onRunKeys(onRun)}>
      <h1 class="visually-hidden">{title}</h1>
      {choice.place.value !== undefined && <PlaceBar place={choice.place.value} onConnect={choice.connect} />}
      {choice.isOfBroker.value && (
        <BrokerNotice broker={broker} onStart={choice.startBroker} onShowLog={choice.showLog} />
      )}
      {hasNoQueue ? (
        <div class="empty-state">
          <p>{emptyText}</p>
          <vscode-button onClick={choice.createQueue}>{l10n.t('Create Queue')}</vscode-button>
        </div>
      ) : (
        children
      )}
    </main>
  );
}
