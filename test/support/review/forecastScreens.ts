import type { ForecastRefusal, ForecastReport } from '../../../broker/protocol/forecast.ts';
import { answerForecast, makeForecastReport, makeRefusedReport, startForecast } from '../forecastSamples.ts';
import type { Screen } from './screens.ts';

/** The panel of forecasts. */
export const FORECAST_SCREENS: readonly Screen[] = [
  forecast('forecast', makeForecastReport()),
  ...(
    [
      { kind: 'tooFewSamples' },
      { kind: 'bursts', dispersion: 24.6 },
      { kind: 'overloaded', growthPerSecond: 3.4 },
    ] satisfies readonly ForecastRefusal[]
  ).map((refusal) => forecast(`forecast-${refusal.kind}`, makeRefusedReport(refusal))),
  {
    ...forecast('forecast-mistake', makeForecastReport()),
    act: (page) => page.getByRole('textbox', { name: 'Consumers', exact: true }).fill('many'),
  },
  {
    name: 'forecast-stopped',
    page: 'forecast',
    messages: () => [{ ...startForecast([]), broker: { kind: 'stopped' } }],
  },
  { name: 'forecast-no-queue', page: 'forecast', messages: () => [startForecast([])] },
];

function forecast(name: string, report: ForecastReport): Screen {
  return { name, page: 'forecast', messages: () => [startForecast(), answerForecast(report)] };
}
