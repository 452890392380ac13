import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { inSubmenu, ONE_ROW, QUEUE_ROW } from '../ground/whenClauses.ts';
import { findQueue, narrow, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { ForecastPanels } from './forecastPanels.ts';

interface Needs extends PickQueueNeeds {
  readonly forecastPanels: ForecastPanels;
}

export const FORECAST_COMMANDS = {
  openForecast: {
    title: 'What If…',
    icon: 'lightbulb',
    enabled: ALWAYS,
    menus: [inSubmenu('queueTests', '1_tests@7', QUEUE_ROW, can('forecast'), ONE_ROW)],
    // For the queue of the row that it was called on, or that is selected.
    run: async (services: Needs, target?: unknown) => {
      const { forecastPanels, view } = services;
      const found = findQueue(services, target ?? view.selection[0]);
      if (!found) forecastPanels.openForecast();
      else narrow(found, ['forecast'])?.connection.can.forecast(found.queue.arn);
    },
  },
} satisfies CommandTable<never>;
