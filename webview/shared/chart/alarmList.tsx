import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import type { AlarmStates, AlarmStateValue } from '../../../broker/protocol/alarms.ts';
import { formatCount } from '../byteFormat.ts';
import { Icon } from '../controls.tsx';
import { readThemeColors } from '../themeColors.ts';
import { formatTimeNear } from '../timeFormat.ts';
import { fillState, MAXIMUM_BANDS } from './alarmBands.ts';
import { STATE_ICONS, STATE_TITLES } from './alarmTexts.ts';

const SWATCH = { left: 0, top: 0, width: 28, height: 9 };
const STATES: readonly AlarmStateValue[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** What the bands mean, and what each alarm says now and why. */
export function AlarmList({
  alarms,
  now,
}: {
  readonly alarms: readonly AlarmStates[];
  readonly now: number;
}) {
  if (alarms.length === 0) return null;
  return (
    <section class="alarms" aria-label={l10n.t('Alarms')}>
      <div class="alarm-key">
        {STATES.map((state) => (
          <span key={state}>
            <Swatch state={state} /> {STATE_TITLES[state]}
          </span>
        ))}
      </div>
      {alarms.length > MAXIMUM_BANDS && (
        <p class="hint">
          {l10n.t(
            'The chart has bands for {0} of these {1} alarms, first those that are in alarm.',
            formatCount(MAXIMUM_BANDS),
            formatCount(alarms.length),
          )}
        </p>
      )}
      <ul>
        {alarms.map(({ alarm }) => (
          <li key={alarm.arn}>
            <Icon name={STATE_ICONS[alarm.state]} class={`state-${alarm.state}`} />
            <span>
              <span class="alarm-name">{alarm.name}</span>
              {' · '}
              {l10n.t(
                '{0} since {1}',
                STATE_TITLES[alarm.state],
                formatTimeNear(alarm.since, now).slice(0, -4),
              )}
              <span class="alarm-reason">{alarm.reason}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Swatch({ state }: { readonly state: AlarmStateValue }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx) return undefined;
    const draw = (): void => {
      const scale = devicePixelRatio;
      element.width = SWATCH.width * scale;
      element.height = SWATCH.height * scale;
      const { left, top, width, height } = SWATCH;
      const box = { left: left * scale, top: top * scale, width: width * scale, height: height * scale };
      fillState(ctx, state, box, readThemeColors(element), scale);
    };
    draw();
    const themed = new MutationObserver(draw);
    themed.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => themed.disconnect();
  }, [state]);
  return <canvas ref={canvas} class="swatch" aria-hidden="true" />;
}
