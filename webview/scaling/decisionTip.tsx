import * as l10n from '@vscode/l10n';
import type { PoolDecision } from '../../broker/protocol/pools.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { forCount } from '../shared/quantities.ts';
import type { DecisionGroup } from './decisionMarks.ts';
import { namePolicy, writeChange, writeMoment } from './decisionText.ts';
import type { ScalingPlot } from './scalingPlot.ts';

/** More are read more easily in the list. */
const MAXIMUM_SHOWN = 3;

interface DecisionTipProps {
  readonly group: DecisionGroup;
  /** Where the mark is, px from the left of the frame, and from the top to below it. */
  readonly x: number;
  readonly y: number;
  readonly frameWidthPx: number;
  readonly reading: ScalingPlot['reading'];
  /** Comes first. */
  readonly chosen: PoolDecision | undefined;
}

/** Why the decisions of a mark were made, beside it. */
export function DecisionTip({ group: { decisions }, x, y, frameWidthPx, reading, chosen }: DecisionTipProps) {
  const newestFirst = decisions.toReversed();
  const shown = [
    ...newestFirst.filter((each) => each === chosen),
    ...newestFirst.filter((each) => each !== chosen),
  ].slice(0, MAXIMUM_SHOWN);
  const more = decisions.length - shown.length;
  const isLeft = x > frameWidthPx / 2;
  return (
    <div
      class="decision-tip"
      style={{
        top: `${y}px`,
        ...(isLeft ? { right: `${frameWidthPx - x + 10}px` } : { left: `${x + 10}px` }),
      }}
    >
      {shown.map((decision, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- decisions have no name, and never move
        <div key={index}>
          <div class="decision-head">
            {writeMoment(decision.at, reading)} · <b>{writeChange(decision)}</b> · {namePolicy(decision)}
          </div>
          <div>{decision.cause}</div>
        </div>
      ))}
      {more > 0 && (
        <div class="dim">
          {forCount(
            more,
            l10n.t('and 1 other decision'),
            l10n.t('and {0} other decisions', formatCount(more)),
          )}
        </div>
      )}
    </div>
  );
}
