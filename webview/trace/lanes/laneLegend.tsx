import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../shared/byteFormat.ts';
import { Icon } from '../../shared/controls.tsx';
import { forCount } from '../../shared/quantities.ts';
import { EVENT_KINDS } from '../../shared/life/eventKinds.ts';
import { SIGN_KINDS } from '../log/signKinds.ts';
import type { TraceStore } from '../traceStore.ts';
import { readLaneTheme } from './laneTheme.ts';
import { prepareCanvas } from './lanePlot.ts';

const SWATCH_WIDTH_PX = 18;
const SWATCH_HEIGHT_PX = 12;
const MAXIMUM_SHOWN = 8;

/** What the bars and signs of the lanes mean: the signs that messages have, as there is no room for all. */
export function LaneLegend({ store }: { readonly store: TraceStore }) {
  const lanes = [...store.consumerLanes.all.values()].filter(({ inFlight }) => inFlight.times.length > 0);
  const hiddenCount = lanes.length - MAXIMUM_SHOWN;
  return (
    <div class="legend" role="note" aria-label={l10n.t('Legend')} tabIndex={0}>
      <span class="legend-entry">
        <span class="legend-line" /> {l10n.t('Queued')}
      </span>
      <span class="legend-entry">
        <span class="legend-line delayed" /> {l10n.t('Delayed')}
      </span>
      {lanes.slice(0, MAXIMUM_SHOWN).map(({ info, index }, place) => (
        // With its first name in one entry: an entry that has no room is left out whole.
        <span class="legend-entry" key={info.id}>
          {place === 0 && l10n.t('In flight by')}
          <ConsumerSwatch index={index} />
          <span class="legend-consumer" title={info.name}>
            {info.name}
          </span>
        </span>
      ))}
      {hiddenCount > 0 && (
        <span class="legend-entry">
          {forCount(hiddenCount, l10n.t('and 1 other'), l10n.t('and {0} others', formatCount(hiddenCount)))}
        </span>
      )}
      {lanes.length > 0 && (
        <span class="legend-entry">
          <ConsumerSwatch index={lanes[0]?.index ?? 0} isHeld /> {l10n.t('Held')}
        </span>
      )}
      {SIGN_KINDS.filter((kind) => store.log.tracks.signKinds.has(kind)).map((kind) => (
        <span class={`legend-entry tone-${EVENT_KINDS[kind].tone}`} key={kind}>
          <Icon name={EVENT_KINDS[kind].icon} /> {EVENT_KINDS[kind].label}
        </span>
      ))}
    </div>
  );
}

/** The colour and hatch of a consumer, as the bars have it. */
export function ConsumerSwatch({
  index,
  isHeld = false,
}: {
  readonly index: number;
  readonly isHeld?: boolean;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const draw = (): void => {
      const context = prepareCanvas(element, SWATCH_WIDTH_PX, SWATCH_HEIGHT_PX);
      if (context === undefined) return;
      const style = readLaneTheme(element.parentElement ?? element, context).consumer(index);
      context.fillStyle = isHeld ? style.heldFill : style.fill;
      context.fillRect(0, 0, SWATCH_WIDTH_PX, SWATCH_HEIGHT_PX);
      context.strokeStyle = style.color;
      context.strokeRect(0.5, 0.5, SWATCH_WIDTH_PX - 1, SWATCH_HEIGHT_PX - 1);
    };
    draw();
    const themed = new MutationObserver(draw);
    themed.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => themed.disconnect();
  }, [index, isHeld]);
  return <canvas class="swatch" ref={canvas} aria-hidden="true" />;
}
