import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import type { PoolDecision } from '../../broker/protocol/pools.ts';
import { Icon } from '../shared/controls.tsx';
import { HiddenRows } from '../shared/chart/pointTable.tsx';
import { namePolicy, writeChange, writeMetrics, writeMoment } from './decisionText.ts';
import type { ScalingPlot } from './scalingPlot.ts';

/** More rows are read more easily in the file. */
const MAXIMUM_ROWS = 100;

interface DecisionListProps {
  /** The oldest first. */
  readonly decisions: readonly PoolDecision[];
  /** Also outside of what the chart shows. */
  readonly hasDecided: boolean;
  readonly reading: ScalingPlot['reading'];
  readonly chosen: PoolDecision | undefined;
  readonly onChoose: (decision: PoolDecision) => void;
}

/** What was decided and why, the newest first: the marks of the chart in words. */
export function DecisionList({ decisions, hasDecided, reading, chosen, onChoose }: DecisionListProps) {
  const row = useRef<HTMLLIElement>(null);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (row.current !== null && list.current !== null) scrollWithin(list.current, row.current);
  }, [chosen?.at, chosen?.to]);
  const shown = decisions.slice(-MAXIMUM_ROWS).toReversed();
  return (
    <section class="decisions" aria-label={l10n.t('Decisions')}>
      <h2>{l10n.t('Decisions')}</h2>
      {decisions.length === 0 ? (
        <p class="dim">
          {hasDecided ? l10n.t('No decisions in this time.') : l10n.t('The pool has not decided yet.')}
        </p>
      ) : (
        <ol ref={list}>
          {shown.map((decision) => (
            <li
              key={`${decision.at} ${decision.from} ${decision.to}`}
              class={decision === chosen ? 'decision chosen' : 'decision'}
              {...(decision === chosen ? { ref: row } : {})}
            >
              <Icon name={decision.to < decision.from ? 'arrow-down' : 'arrow-up'} />
              <div>
                <button
                  type="button"
                  class="decision-head"
                  aria-pressed={decision === chosen}
                  title={l10n.t('Show in the chart')}
                  onClick={() => onChoose(decision)}
                >
                  {writeMoment(decision.at, reading)} · <b>{writeChange(decision)}</b> ·{' '}
                  {namePolicy(decision)}
                </button>
                <div class="decision-cause">{decision.cause}</div>
                <div class="dim decision-metrics">{writeMetrics(decision)}</div>
              </div>
            </li>
          ))}
        </ol>
      )}
      {decisions.length > shown.length && <HiddenRows count={decisions.length - shown.length} />}
    </section>
  );
}

/** Brings a row into view in its list, at the top and whole, and leaves the page where it is, which shows the chart. */
function scrollWithin(list: HTMLElement, row: HTMLElement): void {
  const view = list.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  if (top < view.top || bottom > view.bottom) list.scrollTop += top - view.top;
}
