import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { formatBytes, formatCount } from '../../shared/byteFormat.ts';
import { Icon, IconButton } from '../../shared/controls.tsx';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatDateTime, formatDuration } from '../../shared/timeFormat.ts';
import { EVENT_KINDS, nameEvent } from '../../shared/life/eventKinds.ts';
import { MessageBody } from './messageBody.tsx';
import { ConsumerLink, FlowLinks, ShowIn } from './crossLinks.tsx';
import { listInvocationFacts } from '../../shared/life/invocationText.ts';
import { LifeSteps, OUTCOME_LABELS } from '../../shared/life/lifeSteps.tsx';
import { buildTimeline, summarizeStep, type Timeline } from '../../shared/life/timeline.ts';
import type { TraceStore } from '../traceStore.ts';

/** The selected event's message with its whole life, or the event alone when it is about no message. */
export function Details({ store }: { readonly store: TraceStore }) {
  const event = store.opened.value;
  if (event === undefined) return null;
  const messageId = event.messageId;
  const timeline =
    messageId === undefined ? undefined : buildTimeline(messageId, store.messageHistory.value ?? [event]);
  return timeline === undefined ? (
    <EventAlone store={store} event={event} />
  ) : (
    <MessageLife store={store} event={event} timeline={timeline} />
  );
}

function MessageLife({
  store,
  event,
  timeline,
}: {
  store: TraceStore;
  event: TraceEvent;
  timeline: Timeline;
}) {
  const { messageId, queueArn, steps } = timeline;
  const sizeBytes = steps.find((step) => step.event.sizeBytes !== undefined)?.event.sizeBytes;
  const facts = [
    queueArn === undefined ? undefined : queueNameOf(queueArn),
    sizeBytes === undefined ? undefined : formatBytes(sizeBytes),
    steps.length > 1
      ? l10n.t('{0} in {1} steps', formatDuration(timeline.totalMs), formatCount(steps.length))
      : undefined,
  ];
  return (
    <>
      <header class="details-header">
        <span class={`outcome-badge ${timeline.outcome}`}>{OUTCOME_LABELS[timeline.outcome]}</span>
        <span class="mono details-id" title={messageId}>
          {messageId}
        </span>
        <IconButton icon="copy" label={l10n.t('Copy Message ID')} onClick={() => store.copy(messageId)} />
        <ShowIn store={store} messageId={messageId} />
        <IconButton
          icon="filter"
          label={l10n.t('Show Only This Message')}
          pressed={store.filter.value.messageId === messageId}
          onClick={() =>
            store.changeFilter({
              messageId: store.filter.peek().messageId === messageId ? undefined : messageId,
            })
          }
        />
        <IconButton icon="close" label={l10n.t('Close Details')} onClick={store.closeDetails} />
      </header>
      <div class="details-content" tabIndex={0} role="region" aria-label={l10n.t('Timeline and body')}>
        <p class="dim facts">{facts.filter((fact) => fact !== undefined).join(' · ')}</p>
        {timeline.startsLate && (
          <p class="dim facts">
            {store.source.gatewayName.value === undefined
              ? l10n.t('The broker no longer has earlier events of this message.')
              : l10n.t('Its send did not pass through the gateway, or is no longer kept.')}
          </p>
        )}
        <LifeSteps
          steps={steps}
          selectedSequence={event.sequence}
          now={store.clock.now()}
          renderConsumer={(consumer) => <ConsumerLink store={store} consumer={consumer} />}
        />
        <FlowLinks store={store} messageId={messageId} />
        <MessageBody store={store} messageId={messageId} queueArn={queueArn} />
      </div>
    </>
  );
}

function EventAlone({ store, event }: { readonly store: TraceStore; readonly event: TraceEvent }) {
  // The numbers of events in a file are those of another run.
  const isOfBroker = store.source.gatewayName.value === undefined && store.saved.value === undefined;
  const kind = EVENT_KINDS[event.kind];
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    [l10n.t('Time'), formatDateTime(event.at)],
    [l10n.t('Queue'), event.queueArn === undefined ? undefined : queueNameOf(event.queueArn)],
    [
      l10n.t('Consumer'),
      event.consumer && <ConsumerLink key="consumer" store={store} consumer={event.consumer} />,
    ],
    [l10n.t('Client'), event.consumer?.sdk],
    [l10n.t('Action'), event.action],
    [l10n.t('Request ID'), event.invoked === undefined ? event.requestId : undefined],
    ...listInvocationFacts(event),
    [l10n.t('Error'), event.error?.code],
    // The facts of an invocation say more than its summary.
    [
      l10n.t('Details'),
      event.error?.message ?? ((event.invoked === undefined && summarizeStep(event)) || undefined),
    ],
  ];
  return (
    <>
      <header class="details-header">
        <span class={`tone-${kind.tone} details-title`}>
          <Icon name={kind.icon} /> {nameEvent(event)}
        </span>
        <span class="spacer" />
        <IconButton icon="close" label={l10n.t('Close Details')} onClick={store.closeDetails} />
      </header>
      <div class="details-content" tabIndex={0} role="region" aria-label={l10n.t('Event')}>
        <dl class="facts-list">
          {facts.map(([name, value]) =>
            value === undefined ? null : (
              <div key={name}>
                <dt class="dim">{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
        {event.kind === 'rejected' && event.detail !== undefined && isOfBroker && (
          <vscode-button
            secondary
            onClick={() => store.post({ type: 'explainDenial', sequence: event.sequence })}
          >
            {l10n.t('Why Was This Denied?')}
          </vscode-button>
        )}
      </div>
    </>
  );
}
