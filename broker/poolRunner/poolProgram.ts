import type { PoolOrderParams } from '../protocol/pools.ts';

export type StartOrder = Extract<PoolOrderParams, { readonly order: 'start' }>;
