import type { FunctionOrderParams } from '../../../broker/protocol/functionOrders.ts';

/** An order about one process. */
export type ProcessOrder = Exclude<FunctionOrderParams, { readonly order: 'report' }>;
