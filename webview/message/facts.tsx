import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { ShownMessage } from '../messageProtocol.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { countChunks, describeChunks } from '../shared/chunks.ts';
import { LifeSteps } from '../shared/life/lifeSteps.tsx';
import { countBytes } from '../shared/quantities.ts';
import { describeSystemAttributes } from '../shared/systemAttributes.ts';
import { formatDuration } from '../shared/timeFormat.ts';
import { Attributes } from './attributes.tsx';
import { describeNoLife } from './noLife.ts';
import type { MessageStore } from './messageStore.ts';

interface FactsProps {
  readonly store: MessageStore;
  readonly message: ShownMessage;
}

/** What is known of a message beside its body. */
export function Facts({ store, message }: FactsProps) {
  return (
    <aside class="facts-pane" tabIndex={0} aria-label={l10n.t('Attributes and life')}>
      <Attributes store={store} />
      <SystemAttributes message={message} />
      <Life store={store} message={message} />
    </aside>
  );
}

function SystemAttributes({ message }: { readonly message: ShownMessage }) {
  const { systemAttributes, bodyMd5, sizeBytes } = message.details;
  const rows: readonly (readonly [string, ComponentChildren, title?: string])[] = [
    ...describeSystemAttributes(systemAttributes).map(
      ({ name, value, detail }) => [name, value, detail] as const,
    ),
    [l10n.t('MD5 of body'), bodyMd5],
    [l10n.t('Size'), [countBytes(sizeBytes), describeChunks(countChunks(sizeBytes))].join(' · ')],
  ];
  return (
    <section aria-labelledby="system-attributes">
      <h2 id="system-attributes">{l10n.t('System attributes')}</h2>
      <dl class="facts-list">
        {rows.map(([name, value, title]) => (
          <div key={name}>
            <dt class="dim">{name}</dt>
            <dd title={title ?? ''}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Life({ store, message }: FactsProps) {
  const timeline = store.timeline.value;
  const now = store.readNow();
  return (
    <section aria-labelledby="life">
      <h2 id="life">
        {l10n.t('Life')}
        {timeline !== undefined && timeline.steps.length > 1 && (
          <span class="dim">
            {' '}
            {l10n.t('{0} in {1} steps', formatDuration(timeline.totalMs), formatCount(timeline.steps.length))}
          </span>
        )}
      </h2>
      {timeline === undefined ? (
        <p class="dim">{describeNoLife(message)}</p>
      ) : (
        <>
          {timeline.startsLate && (
            <p class="dim">{l10n.t('The broker no longer has earlier events of this message.')}</p>
          )}
          <LifeSteps steps={timeline.steps} now={now} />
        </>
      )}
    </section>
  );
}
