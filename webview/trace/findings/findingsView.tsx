import { FINDING_RULES } from '../../../broker/protocol/findingRules.ts';
import type { Finding } from '../../../broker/protocol/findings.ts';
import { formatCount } from '../../shared/byteFormat.ts';
import { Icon, IconButton } from '../../shared/controls.tsx';
import { oneLine } from '../../shared/oneLine.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatInBothZones, formatTimeNear } from '../../shared/timeFormat.ts';
import { shortenId } from '../lanes/describeTrack.ts';
import type { TraceStore } from '../traceStore.ts';

const SEVERITIES: Readonly<Record<Finding['severity'], { readonly icon: string; readonly label: string }>> = {
  error: { icon: 'error', label: 'Error' },
  warning: { icon: 'warning', label: 'Warning' },
  information: { icon: 'info', label: 'Information' },
};

/** The Findings tab: mistakes that programs seem to make, each with what to do about it. */
export function FindingsView({ store }: { readonly store: TraceStore }) {
  const { queueArn, consumerId } = store.filter.value;
  const all = store.findings.value;
  const findings = all.filter(
    (finding) =>
      (queueArn === undefined || finding.queueArn === queueArn) &&
      (consumerId === undefined || finding.consumer?.id === consumerId),
  );
  if (store.saved.value !== undefined) {
    return (
      <div class="empty-state">
        <p>A saved trace contains events only, no findings.</p>
      </div>
    );
  }
  if (all.length === 0) return <NothingFound />;
  return (
    <div class="findings" role="region" aria-label="Findings" tabIndex={0}>
      <div class="findings-head">
        <span class="dim">
          {findings.length === all.length
            ? `${formatCount(all.length)} ${all.length === 1 ? 'finding' : 'findings'}`
            : `${formatCount(findings.length)} of ${formatCount(all.length)} findings match the queue and consumer`}
        </span>
        <span class="spacer" />
        <button type="button" class="link" onClick={() => store.post({ type: 'clearFindings' })}>
          Clear all
        </button>
      </div>
      <ul class="findings-list">
        {findings.map((finding) => (
          <FindingEntry key={finding.id} store={store} finding={finding} />
        ))}
      </ul>
    </div>
  );
}

function FindingEntry({ store, finding }: { readonly store: TraceStore; readonly finding: Finding }) {
  const { severity, title, queueArn, consumer, groupId, count, lastSeen, explanation, remedy, suggestion } =
    finding;
  const { icon, label } = SEVERITIES[severity];
  const place = [
    queueNameOf(queueArn),
    groupId === undefined ? undefined : `group ${groupId}`,
    consumer && oneLine(consumer.name),
  ].filter((part) => part !== undefined);
  const value = suggestion && `${suggestion.attribute}=${suggestion.value}`;
  return (
    <li class={`finding ${severity}`}>
      <Icon name={icon} class="finding-icon" />
      <div class="finding-text">
        <div class="finding-line">
          <h2 class="finding-title">
            <span class="visually-hidden">{label}: </span>
            {title}
          </h2>
          <span class="dim finding-place">{place.join(' · ')}</span>
          <span class="spacer" />
          <span class="dim finding-count" title={`Last seen\n${formatInBothZones(lastSeen)}`}>
            {count === 1 ? 'Once, at' : `${formatCount(count)} times, last at`}{' '}
            {formatTimeNear(lastSeen, store.today.value)}
          </span>
        </div>
        <p class="finding-explanation">{explanation}</p>
        <p class="finding-remedy">
          <Icon name="lightbulb" />
          <span>
            {remedy}{' '}
            {value !== undefined && (
              <button
                type="button"
                class="link mono"
                title="Copy this value"
                onClick={() => store.copy(value)}
              >
                {value}
              </button>
            )}
          </span>
        </p>
        {finding.messageIds.length > 0 && (
          <div class="finding-messages">
            <span class="dim">{finding.messageIds.length === 1 ? 'Message' : 'Messages'}</span>
            {finding.messageIds.map((messageId) => (
              <button
                type="button"
                key={messageId}
                class="link mono"
                title={`Show the timeline of ${messageId}`}
                onClick={() => store.openMessage(messageId)}
              >
                {shortenId(messageId)}
              </button>
            ))}
          </div>
        )}
      </div>
      <IconButton
        icon="close"
        label={`Dismiss: ${title}`}
        onClick={() => store.post({ type: 'dismissFinding', findingId: finding.id })}
      />
    </li>
  );
}

function NothingFound() {
  return (
    <div class="empty-state findings-empty">
      <p>No findings. While your programs run, Queueside watches for:</p>
      <ul>
        {Object.values(FINDING_RULES).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
