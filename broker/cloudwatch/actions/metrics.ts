import type { METRIC_OPERATIONS } from '../operations/metricOperations.ts';
import type { HandlersOf } from './action.ts';
import { listMetrics } from './listMetrics.ts';
import { getMetricData } from './metricData.ts';
import { getMetricStatistics } from './metricStatistics.ts';
import { putMetricData } from './putMetricData.ts';

export const metricHandlers: HandlersOf<typeof METRIC_OPERATIONS> = {
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListMetrics: listMetrics,
  PutMetricData: putMetricData,
};
