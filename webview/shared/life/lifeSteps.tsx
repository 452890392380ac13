import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { ConsumerInfo } from '../../../broker/protocol/trace.ts';
import { Icon } from '../controls.tsx';
import { oneLine } from '../oneLine.ts';
import { Sentence } from '../sentence.tsx';
import { formatDuration, formatInBothZones, formatTimeNear } from '../timeFormat.ts';
import { EVENT_KINDS, INFERRED, nameEvent } from './eventKinds.ts';
import type { Timeline, TimelineStep } from './timeline.ts';

/** The state of a message after its last step, in a word. */
export const OUTCOME_LABELS: Readonly<Record<Timeline['outcome'], string>> = {
  waiting: l10n.t('Waiting'),
  inFlight: l10n.t('In flight'),
  deleted: l10n.t('Deleted'),
  deadLettered: l10n.t('Dead-lettered'),
  lost: l10n.t('Gone'),
};

interface LifeStepsProps {
  readonly steps: readonly TimelineStep[];
  /** Of the event that the reader came from. */
  readonly selectedSequence?: number;
  /** Epoch ms on the broker's clock: times of another day have their date. */
  readonly now: number;
  /** Absent: a consumer is its name. */
  readonly renderConsumer?: (consumer: ConsumerInfo) => ComponentChildren;
}

/** What happened to a message, in order. */
export function LifeSteps({ steps, selectedSequence, now, renderConsumer }: LifeStepsProps) {
  return (
    <ol class="timeline">
      {steps.map((step) => (
        <Step
          key={`${step.event.at} ${step.event.sequence}`}
          step={step}
          now={now}
          isSelected={step.event.sequence === selectedSequence}
          renderConsumer={renderConsumer ?? (({ name }) => oneLine(name))}
        />
      ))}
    </ol>
  );
}

interface StepProps extends Required<Pick<LifeStepsProps, 'now' | 'renderConsumer'>> {
  readonly step: TimelineStep;
  readonly isSelected: boolean;
}

function Step({ step, isSelected, now, renderConsumer }: StepProps) {
  const { event, summary, sincePreviousMs } = step;
  const kind = EVENT_KINDS[event.kind];
  const notes = [
    event.environment,
    event.kind === 'received' && event.receiveCount !== undefined
      ? l10n.t('Receive {0}', event.receiveCount)
      : undefined,
    sincePreviousMs === undefined ? undefined : l10n.t('{0} later', formatDuration(sincePreviousMs)),
  ].filter((note) => note !== undefined);
  return (
    <li class={`step ${isSelected ? 'selected' : ''}`} {...(isSelected ? { 'aria-current': 'step' } : {})}>
      <span class={`step-mark tone-${kind.tone}`}>
        <Icon name={kind.icon} />
      </span>
      <div class="step-text">
        <div class="step-line">
          <span class="step-title" title={event.isInferred === true ? INFERRED : undefined}>
            {event.consumer === undefined ? (
              nameEvent(event)
            ) : (
              <Sentence
                text={l10n.t('{0} by {1}')}
                parts={[nameEvent(event), renderConsumer(event.consumer)]}
              />
            )}
          </span>
          <span class="dim step-time" title={formatInBothZones(event.at)}>
            {formatTimeNear(event.at, now)}
          </span>
        </div>
        {notes.length > 0 && <div class="dim">{notes.join(' · ')}</div>}
        {summary !== '' && event.kind !== 'sent' && (
          <div class={event.error === undefined ? 'dim' : 'step-error'}>{summary}</div>
        )}
      </div>
    </li>
  );
}
