import * as l10n from '@vscode/l10n';
import { FINDING_RULES } from '../../../broker/protocol/findingRules.ts';
import type { Finding } from '../../../broker/protocol/findings.ts';
import { formatCount } from '../../shared/byteFormat.ts';
import { Icon, IconButton } from '../../shared/controls.tsx';
import type { IconName } from '../../shared/iconNames.ts';
import { oneLine } from '../../shared/oneLine.ts';
import { forCount } from '../../shared/quantities.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { formatInBothZones, formatTimeNear } from '../../shared/timeFormat.ts';
import { shortenId } from '../lanes/describeTrack.ts';
import type { TraceStore } from '../traceStore.ts';

const SEVERITIES: Readonly<Record<Finding['severity'], { readonly icon: IconName; readonly label: string }>> =
  {
    error: { icon: 'error', label: l10n.t('Error') },
    warning: { icon: 'warning', label: l10n.t('Warning') },
    information: { icon: 'info', label: l10n.t('Information') },
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
        <p>{l10n.t('A saved trace contains events only, no findings.')}</p>
      </div>
    );
  }
  if (all.length === 0) return <NothingFound />;
  return (
    <div class="findings" role="region" aria-label={l10n.t('Findings')} tabIndex={0}>
      <div class="findings-head">
        <span class="dim">
          {findings.length === all.length
            ? forCount(all.length, l10n.t('1 finding'), l10n.t('{0} findings', formatCount(all.length)))
            : l10n.t(
                '{0} of {1} findings match the queue and consumer',
                formatCount(findings.length),
                formatCount(all.length),
              )}
        </span>
        <span class="spacer" />
        <button type="button" class="link" onClick={() => store.post({ type: 'clearFindings' })}>
          {l10n.t('Clear All')}
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
    groupId === undefined ? undefined : l10n.t('group {0}', groupId),
    consumer && oneLine(consumer.name),
  ].filter((part) => part !== undefined);
  const lastTime = formatTimeNear(lastSeen, store.today.value);
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
          <span class="dim finding-count" title={`${l10n.t('Last seen')}\n${formatInBothZones(lastSeen)}`}>
            {forCount(
              count,
              l10n.t('Once, at {0}', lastTime),
              l10n.t('{0} times, last at {1}', formatCount(count), lastTime),
            )}
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
                title={l10n.t('Copy This Value')}
                onClick={() => store.copy(value)}
              >
                {value}
              </button>
            )}
          </span>
        </p>
        {finding.messageIds.length > 0 && (
          <div class="finding-messages">
            <span class="dim">
              {forCount(finding.messageIds.length, l10n.t('Message'), l10n.t('Messages'))}
            </span>
            {finding.messageIds.map((messageId) => (
              <button
                type="button"
                key={messageId}
                class="link mono"
                title={l10n.t('Show the Timeline of {0}', messageId)}
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
        label={l10n.t('Dismiss: {0}', title)}
        onClick={() => store.post({ type: 'dismissFinding', findingId: finding.id })}
      />
    </li>
  );
}

function NothingFound() {
  return (
    <div class="empty-state findings-empty">
      <p>{l10n.t('No findings. While your programs run, Queueside watches for:')}</p>
      <ul>
        {Object.values(FINDING_RULES).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
