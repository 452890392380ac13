import { setImmediate } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { succeed } from '../../engine/base/result.ts';
import { forecastQueue } from '../../forecast/forecast.ts';
import { measureQueue } from '../../forecast/readTrace.ts';
import { notFound } from '../channel/answer.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createForecastHandlers({
  clock,
  engine,
  recorder,
}: ControlServices): HandlersOf<'readForecast'> {
  return {
    readForecast: async (params) => {
      const { queueArn, windowSeconds } = params;
      if (engine.findByArn(queueArn) === undefined) {
        return notFound(l10n.t('There is no queue {0}.', queueArn));
      }
      const from = windowSeconds === undefined ? 0 : clock.now() - windowSeconds * 1000;
      return succeed(forecastQueue(await measureQueue(recorder, queueArn, from, setImmediate), params));
    },
  };
}
